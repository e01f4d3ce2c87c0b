"""Draws the pictures of docs/analysis.md from the demo's people: `python -m bench.pictures`.

Ben (1002) is synced from the simulator until the third day of his cold, 119 days after his first.
"""

import asyncio
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import httpx
import numpy as np
import numpy.typing as npt
import pandas as pd
from cryptography.fernet import Fernet

from app.findings.analyse import analyse_user
from app.metrics import Metric, metric_of
from app.records.findings import Baseline, DailyValues, Forecast
from app.resources import Resources, open_resources
from app.settings import Settings
from app.simulator.app import create_simulator
from app.simulator.people import demo_people
from app.simulator.world import World
from app.store import findings
from app.sync import runs, work
from bench.database import open_migrated
from tests.daily import rows

FIRST, DAY, STEP = dt.date(2025, 9, 1), 119, 28
TODAY = FIRST + dt.timedelta(days=DAY)
FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
WIDTH, HEIGHT, LEFT, EDGE = 720, 240, 46, 26
INK, BLUE, RED, PALE = "#334155", "#2563eb", "#dc2626", "#bfdbfe"

Floats = npt.NDArray[np.float64]


class Picture:
    """A small chart over days, written as SVG."""

    def __init__(self, title: str, days: Sequence[dt.date], values: Sequence[float]) -> None:
        self._days, self._parts = list(days), [f'<text x="{LEFT}" y="16">{title}</text>']
        low, high = min(values), max(values)
        room = 0.08 * (high - low)
        self._low, self._high = max(low - room, min(low, 0)), high + room
        self._axes()

    def x(self, place: float) -> float:
        """Where a day stands."""
        return LEFT + (WIDTH - LEFT - EDGE) * place / (len(self._days) - 1)

    def y(self, value: float) -> float:
        """Where a value stands."""
        share = (value - self._low) / (self._high - self._low)
        return HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * share

    def _axes(self) -> None:
        digits = 0 if self._high - self._low > 10 else 1
        for value in np.linspace(self._low, self._high, 4):
            y = self.y(value)
            self._parts.append(
                f'<path d="M{LEFT} {y:.1f}H{WIDTH - EDGE}" stroke="#e2e8f0"/>'
                f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:.{digits}f}</text>'
            )
        for place, day in enumerate(self._days):
            if day.day == 1 or place == len(self._days) - 1:
                self._parts.append(
                    f'<text x="{self.x(place):.1f}" y="{HEIGHT - 8}" text-anchor="middle">'
                    f"{day:%d %b}</text>"
                )

    def line(self, values: Floats, colour: str, name: str, start: int = 0) -> None:
        """A series, with gaps where nothing is known."""
        points = [
            f"{self.x(start + place):.1f} {self.y(value):.1f}"
            for place, value in enumerate(values)
            if np.isfinite(value)
        ]
        self._parts.append(
            f'<path d="M{"L".join(points)}" fill="none" stroke="{colour}" stroke-width="1.5">'
            f"<title>{name}</title></path>"
        )

    def band(self, low: Floats, high: Floats, name: str, start: int = 0) -> None:
        """What lies between two series."""
        up = [f"{self.x(start + place):.1f} {self.y(v):.1f}" for place, v in enumerate(high)]
        down = [f"{self.x(start + place):.1f} {self.y(v):.1f}" for place, v in enumerate(low)]
        path = "L".join(up + down[::-1])
        self._parts.insert(0, f'<path d="M{path}Z" fill="{PALE}"><title>{name}</title></path>')

    def dots(self, places: Sequence[int], values: Sequence[float], name: str) -> None:
        """Single days that matter."""
        self._parts += [
            f'<circle cx="{self.x(place):.1f}" cy="{self.y(value):.1f}" r="4" fill="{RED}">'
            f"<title>{name}</title></circle>"
            for place, value in zip(places, values, strict=True)
        ]

    def __str__(self) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'font-family="sans-serif" font-size="11" fill="{INK}">\n'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>\n'
            + "\n".join(self._parts)
            + "\n</svg>\n"
        )


def days_back(count: int) -> list[dt.date]:
    return [TODAY - dt.timedelta(days=count - 1 - place) for place in range(count)]


def usual_range(frame: pd.DataFrame, baseline: Baseline) -> Picture:
    """Resting heart rate of 85 days in its usual range, what lies outside in red."""
    values = frame[Metric.RESTING_HR.key].to_numpy()
    low, high = baseline.lower_bound, baseline.upper_bound
    assert low is not None
    assert high is not None
    known = values[np.isfinite(values)]
    picture = Picture(
        "Resting heart rate, bpm, and its usual range", days_back(len(values)), [*known, low, high]
    )
    picture.band(np.full(len(values), low), np.full(len(values), high), "usual range")
    picture.line(values, BLUE, "resting heart rate")
    outside = [place for place, value in enumerate(values) if value < low or value > high]
    picture.dots(outside, [values[place] for place in outside], "outside of the usual range")
    return picture


def load(frame: pd.DataFrame) -> Picture:
    """Acute (7 days) and chronic (42 days) load."""
    daily = frame[Metric.TRAINING_LOAD.key].fillna(0)
    acute, chronic = (daily.ewm(alpha=1 / days, adjust=False).mean() for days in (7, 42))
    picture = Picture(
        "Load: 7 days (red) against 42 days (blue), TRIMP",
        days_back(len(daily)),
        [*acute, *chronic],
    )
    picture.line(acute.to_numpy(), RED, "acute load")
    picture.line(chronic.to_numpy(), BLUE, "chronic load")
    return picture


def fan(frame: pd.DataFrame, forecast: Forecast) -> Picture:
    """The last four weeks and the coming one with its 80 % intervals."""
    past = frame[forecast.metric].to_numpy()[-28:]
    value, low, high = (
        np.array([getattr(day, name) for day in forecast.days]) for name in ("value", "low", "high")
    )
    days = days_back(28) + [day.date for day in forecast.days]
    title = f"{metric_of(forecast.metric).spec.title}: 80 % intervals of the next 7 days"
    picture = Picture(title, days, [*past[np.isfinite(past)], *low, *high])
    picture.band(low, high, "80 % interval", start=28)
    picture.line(past, BLUE, "measured")
    picture.line(value, RED, "expected", start=28)
    return picture


def trend(frame: pd.DataFrame, metric: Metric) -> Picture:
    """A metric of 30 days, the mean of the last 7 and of the 23 before."""
    values = frame[metric.key].to_numpy()[-30:]
    known = values[np.isfinite(values)]
    title = f"{metric.spec.title}, {metric.spec.unit}: the last 7 days (red) against the 23 before"
    picture = Picture(title, days_back(30), [*known])
    picture.line(values, BLUE, metric.spec.title)
    picture.line(np.full(23, np.nanmean(values[:23])), INK, "mean of 23 days")
    picture.line(np.full(7, np.nanmean(values[23:])), RED, "mean of 7 days", start=23)
    return picture


def spread(frame: pd.DataFrame, metric: Metric) -> "pd.Series[float]":
    """A metric in units of the person's own spread around their own mean."""
    values = frame[metric.key]
    return (values - values.mean()) / values.std()


def together(frame: pd.DataFrame) -> Picture:
    """Sleep score and HRV, each in its own spread, to see whether they move together."""
    sleep, hrv = spread(frame, Metric.SLEEP_SCORE), spread(frame, Metric.HRV_RMSSD)
    picture = Picture(
        "Sleep score (blue) and HRV (red), in units of their own spread",
        days_back(len(frame)),
        [*sleep.dropna(), *hrv.dropna()],
    )
    picture.line(np.asarray(sleep, np.float64), BLUE, "sleep score")
    picture.line(np.asarray(hrv, np.float64), RED, "HRV")
    return picture


def risk(frame: pd.DataFrame) -> Picture:
    """How far the last 7 days moved in the bad direction, mean of four metrics."""
    bad = {
        Metric.HRV_RMSSD: -1,
        Metric.SLEEP_SCORE: -1,
        Metric.RESTING_HR: 1,
        Metric.TRAINING_LOAD_RATIO: 1,
    }
    moved = pd.concat([sign * spread(frame, metric) for metric, sign in bad.items()], axis=1)
    week = moved.mean(axis=1).rolling(7, min_periods=3).mean().to_numpy(np.float64)
    picture = Picture(
        "HRV, sleep, resting heart rate and load ratio: 7 days in the bad direction, own spread",
        days_back(len(frame)),
        [*week[np.isfinite(week)]],
    )
    picture.line(week, RED, "mean of the four")
    picture.line(np.zeros(len(frame)), INK, "usual")
    return picture


async def walked(resources: Resources, world: World) -> None:
    """Ben's days until TODAY, in the database."""
    for day in range(DAY - 3 * STEP, DAY + 1, STEP):
        now = dt.datetime.combine(FIRST + dt.timedelta(days=day), dt.time(9), dt.UTC)
        world.set_now(now)
        run_id = await runs.queue_run(
            resources,
            user_id="1002",
            days=STEP,
            origin="bench",
            token=world.token_for(1002),
            met_by="bench",
        )
        await work.sync_run(resources, run_id)
    await analyse_user(resources, "1002")


def table(days: Sequence[DailyValues]) -> pd.DataFrame:
    """One column per metric, one row per day until TODAY."""
    frame = pd.DataFrame(rows(days), columns=["metric", "date", "value"])
    wide = frame.pivot_table(index="date", columns="metric", values="value")
    return wide.reindex(days_back(3 * STEP + 1))


async def pictures(resources: Resources) -> dict[str, Picture]:
    """All of them, by name of the file."""
    pool = resources.pool
    frame = table(await findings.daily_values(pool, "1002", FIRST, TODAY))
    baselines = {
        each.metric: each for each in (await findings.stored_baselines(pool, ["1002"]))["1002"]
    }
    told = [each for each in (await findings.stored_forecasts(pool, ["1002"]))["1002"] if each.days]
    drawn = {
        "usual-range": usual_range(frame, baselines[Metric.RESTING_HR.key]),
        "load": load(frame),
        "trend": trend(frame, Metric.HRV_RMSSD),
        "sleep-trend": trend(frame, Metric.SLEEP_SCORE),
        "correlation": together(frame),
        "overtraining": risk(frame),
    }
    best = max(told, key=lambda each: each.skill or 0, default=None)
    return drawn | ({"forecast": fan(frame, best)} if best else {})


async def main() -> None:
    """Sync, analyse, draw."""
    world = World(demo_people(FIRST))
    settings = Settings.model_validate(
        {"polar_api_url": "http://polar", "encryption_key": Fernet.generate_key().decode()}
    )
    transport = httpx.ASGITransport(create_simulator(world))
    async with (
        open_migrated() as (url, _),
        open_resources(
            settings, database_url=url, clock=lambda: world.now, transport=transport
        ) as resources,
    ):
        await walked(resources, world)
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, picture in (await pictures(resources)).items():
            (FOLDER / f"{name}.svg").write_text(str(picture))
            print(FOLDER / f"{name}.svg")


if __name__ == "__main__":
    asyncio.run(main())
