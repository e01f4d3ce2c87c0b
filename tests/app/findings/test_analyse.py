import asyncio
import datetime as dt
import secrets
import uuid
from dataclasses import replace

import pytest

from app.errors import AnalysisUnavailable
from app.findings.analyse import (
    analyse,
    analyse_soon,
    analyse_user,
    calculate,
    renew_due,
    whom_a_run_changed,
)
from app.metrics import FORETOLD
from app.modelling import Detected, Models
from app.patterns import DOCUMENTED, NAMES
from app.records.account import Account
from app.resources import Resources
from app.store import change, findings
from app.store.accounts import find_account
from app.store.pool import Pool
from tests.app.conftest import Sync
from tests.app.series import live, one

TODAY = dt.date(2026, 1, 11)


async def account(pool: Pool, user_id: str) -> Account:
    """The person's row."""
    found = await find_account(pool, user_id)
    assert found is not None
    return found


async def test_all_findings_are_stored(resources: Resources, person: str) -> None:
    """Baselines, every pattern and every forecast of the person's own today, with their time."""
    pool = resources.pool
    await live(pool, person, 100)
    await analyse_user(resources, person)
    baselines = await one(findings.stored_baselines, pool, person)
    stored = {each.pattern_name: each for each in await one(findings.stored_patterns, pool, person)}
    forecasts = await one(findings.stored_forecasts, pool, person)
    assert {each.status for each in baselines} == {"ready"}
    assert set(stored) == set(NAMES)
    days = [each.as_of for each in stored.values()]
    days += [each.as_of for each in baselines] + [each.as_of for each in forecasts]
    assert set(days) == {TODAY}
    assert {each.metric for each in forecasts} == {metric.key for metric in FORETOLD}
    assert {each.analyzed_at for each in stored.values()} == {resources.clock()}
    assert stored["sleep_regularity"].score is not None  # The nights went in, too.


async def test_once_is_as_good_as_twice(resources: Resources, person: str) -> None:
    """A second analysis of the same days stores the same."""
    pool = resources.pool
    await live(pool, person, 60)
    found = []
    for _ in range(2):
        await analyse_user(resources, person)
        found.append(sorted(map(repr, await one(findings.stored_patterns, pool, person))))
    assert found[0] == found[1]


async def test_what_is_answered_is_what_is_stored(resources: Resources, person: str) -> None:
    """Who had to wait for the findings sees what the next one reads."""
    pool = resources.pool
    await live(pool, person, 60)
    told = await analyse(resources, await account(pool, person))
    stored = {each.pattern_name: each for each in await one(findings.stored_patterns, pool, person)}
    assert {each.pattern_name: each.score for each in told.patterns} == pytest.approx(
        {name: each.score for name, each in stored.items()}
    )
    kept = {each.metric: each for each in await one(findings.stored_forecasts, pool, person)}
    assert {each.metric: each for each in told.forecasts} == kept


async def test_a_person_without_data(resources: Resources, person: str) -> None:
    """Nothing is found out, everything is answered: insufficient, and withheld with a reason."""
    told = await analyse(resources, await account(resources.pool, person))
    documented = [each for each in told.patterns if each.pattern_name in DOCUMENTED]
    assert {each.significance for each in documented} == {"insufficient"}
    assert all(each.reason for each in told.forecasts)


async def test_somebody_who_is_gone_is_passed_over(resources: Resources, pool: Pool) -> None:
    """A message may arrive after the person was deleted."""
    assert pool is not None
    await analyse_user(resources, "nobody-at-all")


async def test_readers_wait_for_the_same_work(resources: Resources, person: str) -> None:
    """Ten who ask at the same time are answered by one analysis."""
    await live(resources.pool, person, 30)
    begun = 0

    class Counting(Models):
        async def detect(self, *about: object) -> Detected:
            nonlocal begun
            begun += 1
            return await resources.models.detect(*about)  # type: ignore[arg-type]

    counted = replace(resources, models=Counting())
    who = await account(resources.pool, person)
    found = await asyncio.gather(*(analyse_soon(counted, who) for _ in range(10)))
    assert begun == 1
    assert all(each is found[0] for each in found)


async def test_a_reader_is_not_kept_waiting(
    resources: Resources, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waited for long is told to ask again; the work goes on, and the next one joins it."""
    let_go = asyncio.Event()

    class Slow(Models):
        async def detect(self, *about: object) -> Detected:
            await let_go.wait()
            return await resources.models.detect(*about)  # type: ignore[arg-type]

    monkeypatch.setattr("app.findings.analyse.PATIENCE_S", 0.01)
    slow = replace(resources, models=Slow())
    who = await account(resources.pool, person)
    with pytest.raises(AnalysisUnavailable, match="Ask again") as told:
        await analyse_soon(slow, who)
    assert told.value.retry_after_s > 0
    monkeypatch.setattr("app.findings.analyse.PATIENCE_S", 60)
    let_go.set()
    assert (await analyse_soon(slow, who)).patterns


async def test_people_are_due_when_their_own_day_has_begun(
    resources: Resources, person: str
) -> None:
    """Who has data and no findings of today is due, by their own clock."""
    pool, others = resources.pool, f"test-{secrets.token_hex(6)}"
    await change.execute(pool, "account_create", user_id=others)  # Nobody's data.
    await live(pool, person, 30)
    due = await renew_due(resources)
    assert person in due
    assert others not in due
    assert {each.as_of for each in await one(findings.stored_baselines, pool, person)} == {TODAY}
    await analyse_user(resources, person)
    assert person not in await renew_due(resources)
    async with pool.connection() as connected:
        await connected.execute(
            "UPDATE account SET time_zone = 'Pacific/Kiritimati' WHERE user_id = %s", [person]
        )
    assert person in await renew_due(resources)  # 18:30 in UTC is the next day there.
    (day,) = {each.as_of for each in await one(findings.stored_baselines, pool, person)}
    assert day == TODAY + dt.timedelta(days=1)


async def test_baselines_follow_the_clock(resources: Resources, person: str) -> None:
    """Tomorrow's baselines are of the 90 days that end tomorrow."""
    await live(resources.pool, person, 30)
    tomorrow = replace(resources, clock=lambda: resources.clock() + dt.timedelta(days=1))
    found = await calculate(tomorrow, await account(resources.pool, person))
    assert {each.as_of for each in found} == {TODAY + dt.timedelta(days=1)}
    assert {each.data_end_date for each in found} == {TODAY}


async def test_a_run_says_whom_it_changed(
    resources: Resources, synced: Sync, token: str, pool: Pool
) -> None:
    """The person of a run that wrote rows; nobody for one that found all as it was."""
    assert pool is not None
    for expected in ("1003", None):
        _, feeds = await synced("1003", token)
        assert await whom_a_run_changed(resources, feeds["sleep"].run_id) == expected
    assert await whom_a_run_changed(resources, uuid.uuid4()) is None
