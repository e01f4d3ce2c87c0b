"""HRV of weeks in `metric_daily` is what its nights make it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from app.records.recharge import Recharge
from app.store import deletions, findings, write
from app.store.imports import EVER
from app.store.pool import Pool, transaction
from tests.daily import rows

TODAY = dt.date(2026, 1, 11)
WEEKS = ("hrv_ln_7d", "hrv_variation_7d")
MIGRATION = Path(__file__).parents[3] / "sql" / "migrations" / "0153_hrv_weeks.sql"
NIGHTS = (52, 48, None, 61, 40, 45, 70, 33, None, None, 58, 47, 49, None, None, None, None, 51, 55)
Days = Mapping[tuple[str, dt.date], float]


def day(place: int) -> dt.date:
    """The date of a place in NIGHTS."""
    return TODAY - dt.timedelta(days=len(NIGHTS) - 1 - place)


async def keep(pool: Pool, person: str, nights: Sequence[int | None]) -> None:
    """Write nights as a sync does."""
    rows = [Recharge(date=day(n), hrv_rmssd_ms=each) for n, each in enumerate(nights)]
    await write.store_harvest(pool, person, [rows])


async def weeks(pool: Pool, person: str) -> Days:
    """What is stored of weeks."""
    told = rows(await findings.daily_values(pool, person, day(0), TODAY))
    return {(metric, date): value or 0.0 for metric, date, value in told if metric in WEEKS}


def expected(nights: Sequence[int | None]) -> Days:
    """The same in numpy, night by night."""
    found: dict[tuple[str, dt.date], float] = {}
    for place in (n for n, each in enumerate(nights) if each):
        week = np.log([each for each in nights[max(0, place - 6) : place + 1] if each])
        if len(week) >= 3:
            found["hrv_ln_7d", day(place)] = week.mean()
        if len(week) >= 5:
            found["hrv_variation_7d", day(place)] = 100 * week.std(ddof=1) / week.mean()
    return found


async def test_weeks_follow_their_nights(pool: Pool, person: str) -> None:
    """Means from 3 nights of 7 days, variation from 5, on the days that have a night."""
    await keep(pool, person, NIGHTS)
    assert await weeks(pool, person) == pytest.approx(expected(NIGHTS))


async def test_a_night_that_changes_or_goes_changes_its_weeks(pool: Pool, person: str) -> None:
    """A later answer, and a deletion, reach the six days after the night, too."""
    await keep(pool, person, NIGHTS)
    changed = [*NIGHTS[:4], 95, *NIGHTS[5:]]
    await keep(pool, person, changed)
    assert await weeks(pool, person) == pytest.approx(expected(changed))
    await deletions.delete_night(pool, person, day(6), actor="test")
    gone = [*changed[:6], None, *changed[7:]]
    assert await weeks(pool, person) == pytest.approx(expected(gone))


async def test_nights_from_before_have_weeks(pool: Pool, person: str) -> None:
    """The migration makes of the nights that it finds what the writes make."""
    await keep(pool, person, NIGHTS)
    async with transaction(pool) as connected:
        await connected.execute(
            "DELETE FROM metric_daily WHERE user_id = %s AND metric = ANY(%s)",
            (person, list(WEEKS)),
        )
        await connected.execute(MIGRATION.read_bytes())
    assert await weeks(pool, person) == pytest.approx(expected(NIGHTS))


async def test_days_that_did_not_change_are_not_noted(pool: Pool, person: str) -> None:
    """Weeks made anew of all days there ever were leave aggregates as they are."""
    await keep(pool, person, NIGHTS)
    async with transaction(pool) as connected:
        await connected.execute("DELETE FROM unrefreshed WHERE user_id = %s", (person,))
        await write.derive_weeks(connected, person, *EVER)
        cursor = await connected.execute(
            "SELECT count(*) FROM unrefreshed WHERE user_id = %s", (person,)
        )
        assert await cursor.fetchone() == (0,)
    assert await weeks(pool, person) == pytest.approx(expected(NIGHTS))
