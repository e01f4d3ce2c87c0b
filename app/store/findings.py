"""Findings in the database: baselines, patterns, forecasts, and what they are made of."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Annotated, Any

import orjson

from app.days import Window
from app.metrics import PLACES
from app.records.account import Account
from app.records.findings import (
    Baseline,
    BaselinePart,
    BaselineStatus,
    DailyValues,
    DataDays,
    Era,
    Forecast,
    ForecastDay,
    Pattern,
    PatternType,
    Reading,
    Significance,
    Split,
)
from app.records.sleep import Night
from app.store.change import execute
from app.store.data_versions import FINDINGS, raise_version
from app.store.pool import Connection, Pool, transaction
from app.store.queries import query
from app.store.read import fetch_all, fetch_columns, fetch_each, fetch_lists, fetch_value
from app.store.write import hold

BASELINE_DAYS = 90
"""What is older is not what is normal now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What takes models to find out about a person."""

    patterns: Annotated[tuple[Pattern, ...], "All patterns, in the order of their table."]
    forecasts: Annotated[tuple[Forecast, ...], "All forecasts, in the order of their table."]
    parts: Annotated[tuple[BaselinePart, ...], "Parts of baselines that are split."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with data, and when they were analysed."""

    account: Annotated[Account, "The person; without names and moments."]
    analysed_on: Annotated[dt.date | None, "Day that the newest patterns speak of."]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredForecast:
    """A forecast as its relation keeps it, the coming days in columns."""

    metric: str
    days: list[dt.date]
    value: list[float]
    low: list[float]
    high: list[float]
    reason: str | None
    reason_code: str | None
    reason_params: dict[str, Any]
    skill: float | None
    skill_low: float | None
    skill_by_day: list[float | None]
    shrinkage: float | None
    origins: int
    coverage: float | None
    autocorrelation: float | None
    weekly: bool
    sample_count: int
    as_of: dt.date
    calculated_at: dt.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest:
    """A person's newest values, and their first night."""

    metrics: Annotated[list[str], "Name of the metric of each value."]
    dates: Annotated[list[dt.date], "Day of each value."]
    values: Annotated[list[float], "The newest two of each metric, the newest first."]
    first_night: Annotated[dt.date | None, "First day with sleep or a nightly recharge."]

    @property
    def readings(self) -> dict[str, Reading]:
        """Newest values by metric's key."""
        return {metric: told[0] for metric, told in self._by_metric().items()}

    @property
    def before(self) -> dict[str, Reading]:
        """The values before those."""
        return {metric: told[1] for metric, told in self._by_metric().items() if len(told) > 1}

    def _by_metric(self) -> dict[str, list[Reading]]:
        found = defaultdict[str, list[Reading]](list)
        for metric, date, value in zip(self.metrics, self.dates, self.values, strict=True):
            found[metric].append(Reading(date=date, value=value))
        return found


async def calculate_baselines(
    pool: Pool, user_ids: Sequence[str], as_of: dt.date, now: dt.datetime
) -> dict[str, list[Baseline]]:
    """Compute, store and answer all baselines of people in one statement, in registry order.

    Of the metrics that have a value in the 90 days until `as_of`.
    """
    parameters = {"user_ids": list(user_ids), "as_of": as_of, "now": now, "answer": True}
    name = "write/baselines_calculate"
    return _of_the_registry(await fetch_lists(pool, Baseline, name, user_ids, parameters))


async def renew_baselines(
    pool: Pool, user_ids: Sequence[str] | None, as_of: dt.date, now: dt.datetime
) -> None:
    """Compute and store all baselines of some people, or of everybody (None), in one statement."""
    if user_ids is None or user_ids:
        parameters = {"user_ids": user_ids, "as_of": as_of, "now": now, "answer": False}
        await execute(pool, "baselines_calculate", **parameters)


async def stored_baselines(pool: Pool, user_ids: Sequence[str]) -> dict[str, list[Baseline]]:
    """Baselines as they were stored last, in registry order."""
    asked = {"user_ids": list(user_ids)}
    return _of_the_registry(await fetch_lists(pool, Baseline, "baselines", user_ids, asked))


async def baselines_as_of(
    pool: Pool, user_ids: Sequence[str], as_of: dt.date
) -> dict[str, list[Baseline]]:
    """Baselines of any day, computed and not stored, in registry order."""
    asked = {"user_ids": list(user_ids), "as_of": as_of}
    return _of_the_registry(await fetch_lists(pool, Baseline, "baselines_as_of", user_ids, asked))


def _of_the_registry(found: Mapping[str, Iterable[Baseline]]) -> dict[str, list[Baseline]]:
    """Words of the database become ours; metrics that the registry has dropped are left out."""
    return {user_id: _in_order(rows) for user_id, rows in found.items()}


def _in_order(rows: Iterable[Baseline]) -> list[Baseline]:
    known = [row for row in rows if row.metric in PLACES]
    known.sort(key=lambda row: PLACES[row.metric])
    return [replace(row, status=BaselineStatus(row.status), parts=_parts(row)) for row in known]


def _parts(row: Baseline) -> tuple[BaselinePart, ...]:
    """Both parts out of JSON, the earlier first; of most baselines there are none."""
    told: Sequence[Mapping[str, Any]] = row.parts  # type: ignore[assignment]  # As it came.
    return tuple(BaselinePart(**{**each, **_words(each)}) for each in told)


def _words(part: Mapping[str, Any]) -> dict[str, Any]:
    dates = ("since", "data_start_date", "data_end_date", "as_of")
    kinds = {"era": Era, "because": Split, "status": BaselineStatus}
    words = {name: kind(part[name]) for name, kind in kinds.items()}
    return words | {n: part[n] and dt.date.fromisoformat(part[n]) for n in dates}


async def baseline_parts(pool: Pool, user_id: str) -> list[BaselinePart]:
    """Which baselines are split, when and why; without their numbers."""
    found = await fetch_all(pool, BaselinePart, "baseline_parts", user_id=user_id)
    return [replace(row, era=Era(row.era), because=Split(row.because)) for row in found]


async def daily_values(
    pool: Pool, user_id: str, first: dt.date, last: dt.date
) -> list[DailyValues]:
    """All daily metrics of a person in a window."""
    asked = {"user_id": user_id, "first": first, "last": last}
    found = await fetch_each(pool, DailyValues, "daily_values", asked, binary=True)
    return list(found.values())


async def nights(pool: Pool, user_id: str, first: dt.date, last: dt.date) -> list[Night]:
    """Nights of a window, the newest first."""
    return await fetch_all(pool, Night, "night_times", user_id=user_id, first=first, last=last)


async def store_findings(
    pool: Pool,
    user_id: str,
    patterns: Sequence[Pattern],
    forecasts: Sequence[Forecast],
    now: dt.datetime,
    parts: Sequence[BaselinePart] = (),
) -> None:
    """Put all that was found in the place of what is stored; NotFound when they left."""
    async with transaction(pool) as connected:
        await hold(connected, user_id)
        sent = {"patterns": _json(patterns)}
        await _run(connected, "patterns_store", user_id, now, sent)
        sent = {"forecasts": _json([_columns(each) for each in forecasts])}
        await _run(connected, "forecasts_store", user_id, now, sent)
        await _run(connected, "baseline_parts_store", user_id, now, {"parts": _json(parts)})
        await raise_version(connected, user_id, FINDINGS)


async def _run(
    connected: Connection, name: str, user_id: str, now: dt.datetime, sent: dict[str, str]
) -> None:
    parameters = {"user_id": user_id, "now": now, **sent}
    await connected.execute(query(f"write/{name}"), parameters)


def _json(value: object) -> str:
    """JSON has no NaN: what can not be said is null."""
    return orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY).decode()


def _columns(forecast: Forecast) -> dict[str, Any]:
    days = [asdict(day) for day in forecast.days]
    columns = {name: [day[name] for day in days] for name in ("value", "low", "high")}
    return {**asdict(forecast), **columns, "days": [day["date"] for day in days]}


async def stored_patterns(pool: Pool, user_ids: Sequence[str]) -> dict[str, list[Pattern]]:
    """Patterns as they were stored last, in no order."""
    asked = {"user_ids": list(user_ids)}
    found = await fetch_lists(pool, Pattern, "patterns", user_ids, asked)
    return {user_id: list(map(_pattern, rows)) for user_id, rows in found.items()}


def _pattern(row: Pattern) -> Pattern:
    return replace(
        row,
        pattern_type=PatternType(row.pattern_type),
        significance=Significance(row.significance),
        metrics_involved=tuple(row.metrics_involved),
    )


async def stored_forecasts(pool: Pool, user_ids: Sequence[str]) -> dict[str, list[Forecast]]:
    """Forecasts as they were stored last, in no order."""
    asked = {"user_ids": list(user_ids)}
    found = await fetch_lists(pool, StoredForecast, "forecasts", user_ids, asked)
    return {user_id: list(map(_forecast, rows)) for user_id, rows in found.items()}


def _forecast(row: StoredForecast) -> Forecast:
    coming = zip(row.days, row.value, row.low, row.high, strict=True)
    days = tuple(
        ForecastDay(date=date, value=value, low=low, high=high) for date, value, low, high in coming
    )
    rest = {field.name: getattr(row, field.name) for field in fields(row)}
    for name in ("value", "low", "high"):
        del rest[name]
    return Forecast(**rest | {"days": days, "skill_by_day": tuple(row.skill_by_day)})


async def newest_values(pool: Pool, user_ids: Sequence[str], last: dt.date) -> dict[str, Newest]:
    """The two newest values of the days that baselines are made of, and the first night."""
    first = Window.of(BASELINE_DAYS, last).first
    asked = {"user_ids": list(user_ids), "metrics": list(PLACES), "first": first, "last": last}
    return await fetch_each(pool, Newest, "newest_values", asked)


async def data_days(
    pool: Pool, user_ids: Sequence[str], first: dt.date, last: dt.date
) -> dict[str, DataDays]:
    """Days with data in a window."""
    asked = {"user_ids": list(user_ids), "first": first, "last": last}
    return await fetch_each(pool, DataDays, "data_days", asked)


async def people_with_data(pool: Pool) -> list[Person]:
    """Everybody who has any daily metric."""
    rows = zip(*await fetch_columns(pool, "analysis_people"), strict=True)
    return [
        Person(
            account=Account(user_id=user_id, time_zone=zone, utc_offset_minutes=offset),
            analysed_on=analysed_on,
        )
        for user_id, zone, offset, analysed_on in rows
    ]


async def whom_a_run_changed(pool: Pool, run_id: uuid.UUID) -> str | None:
    """The person whose data a sync run wrote; None when it wrote nothing."""
    found: str | None = await fetch_value(pool, "run_brought", run_id=run_id)
    return found
