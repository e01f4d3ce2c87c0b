"""Versions of people's data: raised with each change, in its transaction, and by nothing else."""

import datetime as dt
from dataclasses import astuple, fields
from typing import Any

import pytest

from app.records.account import Account, PersonVersion
from app.records.exercise import Exercise, ExerciseZone
from app.records.recharge import Recharge
from app.records.sleepwise import AlertnessHour, AlertnessPeriod
from app.store import change, write
from app.store.accounts import create_account, delete_account, find_account
from app.store.data_versions import person_versions
from app.store.findings import calculate_baselines, renew_baselines, store_findings
from app.store.pool import Pool
from app.store.queries import query

TODAY = dt.date(2026, 1, 11)
NOW = dt.datetime(2026, 1, 11, 20, tzinfo=dt.UTC)


async def version(pool: Pool, person: str) -> PersonVersion:
    """What there is now."""
    found = (await person_versions(pool, [person]))[person]
    assert found is not None
    return found


async def recharge(pool: Pool, person: str, hrv: int) -> int:
    """A night comes from Polar."""
    return await write.store_harvest(pool, person, [[Recharge(date=TODAY, hrv_rmssd_ms=hrv)]])


async def test_somebody_new(pool: Pool, person: str) -> None:
    """Nothing came, nothing was found."""
    found = await version(pool, person)
    assert (found.user_id, found.days, found.findings) == (person, None, None)


async def test_the_person_is_whole(pool: Pool, person: str) -> None:
    """Every column is under its own name."""
    await recharge(pool, person, 48)
    await change.execute(pool, "account_synced", user_id=person, synced_at=NOW)
    names = [field.name for field in fields(PersonVersion)]
    async with pool.connection() as connected:
        cursor = await connected.execute(query("read/person_versions"), {"user_ids": [person]})
        assert [column.name for column in cursor.description or ()] == names
    known = await find_account(pool, person)
    found = await version(pool, person)
    assert known == Account(**{field.name: getattr(found, field.name) for field in fields(Account)})
    assert found.synced_at == NOW


async def test_nobody(pool: Pool) -> None:
    """Who is not there has no version."""
    assert await person_versions(pool, ["nobody"]) == {"nobody": None}


async def test_rows_that_came(pool: Pool, person: str) -> None:
    """New and changed rows raise the days' version; rows that were there already do not."""
    assert await recharge(pool, person, 48)
    first = await version(pool, person)
    assert await recharge(pool, person, 48) == 0
    assert await version(pool, person) == first
    assert await recharge(pool, person, 49)
    second = await version(pool, person)
    assert None is not first.days != second.days
    assert second.findings is None


@pytest.mark.parametrize("kind", ["hours", "zones"])
async def test_rows_that_went(pool: Pool, person: str, kind: str) -> None:
    """An hour of a period or a zone of an exercise that does not come again is a change."""
    at = NOW.replace(hour=7)
    clock = at.replace(tzinfo=None)
    hours = [
        AlertnessHour(
            period_start_at=at,
            start_at=at + dt.timedelta(hours=hour),
            end_at=at + dt.timedelta(hours=hour + 1),
            local_time=clock + dt.timedelta(hours=hour),
        )
        for hour in range(2)
    ]
    exercise = Exercise(polar_exercise_id="a", start_at=at, start_local=clock, utc_offset_minutes=0)
    period = AlertnessPeriod(period_start_at=at, period_end_at=at + dt.timedelta(hours=2))
    zones = [ExerciseZone(polar_exercise_id="a", zone_index=index) for index in range(2)]
    kinds: dict[str, list[Any]] = {"hours": hours, "zones": zones}
    rows = kinds[kind]
    await write.store_harvest(pool, person, [[exercise], [period], rows])
    before = await version(pool, person)
    assert await write.store_harvest(pool, person, [rows[:1]]) == 0
    after = await version(pool, person)
    assert after.days != before.days
    assert await write.store_harvest(pool, person, [rows[:1]]) == 0
    assert await version(pool, person) == after


async def test_a_change_that_did_not_happen(pool: Pool, person: str) -> None:
    """What was rolled back raised nothing."""
    await recharge(pool, person, 48)
    before = await version(pool, person)
    broken = [Recharge(date=TODAY, hrv_rmssd_ms=50)], [Recharge(date=TODAY, hrv_rmssd_ms=2**40)]
    with pytest.raises(Exception, match="out of range"):
        await write.store_harvest(pool, person, broken)
    assert await version(pool, person) == before


async def test_findings(pool: Pool, person: str) -> None:
    """Baselines and patterns raise the findings' version each, and leave the days' alone."""
    await recharge(pool, person, 48)
    seen = [await version(pool, person)]
    await calculate_baselines(pool, [person], TODAY, NOW)
    seen.append(await version(pool, person))
    await store_findings(pool, person, [], [], NOW)
    seen.append(await version(pool, person))
    assert len({each.findings for each in seen}) == 3
    assert len({each.days for each in seen}) == 1


async def test_many_at_once(pool: Pool) -> None:
    """When many people's baselines are renewed, each of them has a version of their own."""
    people = [await create_account(pool, f"many-{place}") for place in range(3)]
    names = [each.user_id for each in people]
    await renew_baselines(pool, names, TODAY, NOW)
    found = {(await version(pool, name)).findings for name in names}
    assert len(found) == 3
    assert None not in found
    await renew_baselines(pool, None, TODAY, NOW)
    assert found.isdisjoint({(await version(pool, name)).findings for name in names})


async def test_the_same_name_again(pool: Pool, person: str) -> None:
    """Somebody who gets the name of a deleted person has no version that was seen before."""
    await recharge(pool, person, 48)
    before = await version(pool, person)
    await delete_account(pool, person, actor="test", deregistered=False)
    await create_account(pool, person)
    assert (await version(pool, person)).days is None
    await recharge(pool, person, 48)
    after = await version(pool, person)
    assert before.days != after.days
    assert astuple(before) != astuple(after)
