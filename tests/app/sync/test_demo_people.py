"""The demo's people, synced from the simulator as the demo does it: one falls ill, one does not."""

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpx
import pytest

from app.days import local_today
from app.findings import anomalies, baselines, insights, patterns
from app.findings.analyse import analyse, analyse_user, calculate
from app.modelling import Models
from app.reads.desk import Desk
from app.records.account import Account
from app.records.findings import Anomaly, Insights, Pattern
from app.resources import Resources, open_resources
from app.settings import Settings
from app.simulator.app import create_simulator
from app.simulator.people import demo_people
from app.simulator.world import World
from app.store.accounts import find_account
from app.store.pool import Pool
from app.sync import runs, work

FIRST = dt.date(2025, 9, 1)
NIGHT_OF_ILLNESS = 119
"""Ben's cold begins on day 117; this is the morning after its second night, and the demo's last."""

QUIET_MORNING = 113
"""A morning on which Aino has nothing but an ordinary night behind her."""

STEP = 28
AINO, BEN = "demo-1001", "demo-1002"


@dataclass(frozen=True, slots=True)
class Morning:
    """What is told to a person on one morning."""

    anomalies: list[Anomaly]
    patterns: dict[str, Pattern]
    insights: Insights

    @property
    def facts(self) -> list[str]:
        """Sentences about the person."""
        return [each.fact for each in self.insights.observations]


def moment(day: int) -> dt.datetime:
    """A morning of the story, when the night's data has come in."""
    return dt.datetime.combine(FIRST + dt.timedelta(days=day), dt.time(9), dt.UTC)


@pytest.fixture(scope="module")
def world() -> World:
    """The demo's people; its clock is everybody's."""
    return World(demo_people(FIRST))


@pytest.fixture(scope="module")
async def resources(
    database_url: str,
    pool: Pool,
    world: World,
    models: Models,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Resources]:
    """Both people, synced every 28 days until the day of the illness."""
    assert pool is not None
    settings = Settings(
        database_url=database_url,
        polar_api_url="http://polar",
        data_dir=tmp_path_factory.mktemp("demo"),
    )
    async with open_resources(
        settings,
        database_url=database_url,
        pool_size=2,
        clock=lambda: world.now,
        models=models,
        transport=httpx.ASGITransport(create_simulator(world)),
    ) as opened:
        for day in range(NIGHT_OF_ILLNESS - 3 * STEP, NIGHT_OF_ILLNESS + 1, STEP):
            world.set_now(moment(day))
            for person in (1001, 1002):
                # The exercises of long ago say nothing here, and take a request each.
                token = world.token_for(person, registered=moment(NIGHT_OF_ILLNESS))
                await _sync(opened, f"demo-{person}", token)
        yield opened


async def _sync(resources: Resources, user_id: str, token: str) -> None:
    run_id = await runs.queue_run(
        resources,
        user_id=user_id,
        days=STEP,
        origin="test",
        token=token,
        met_by="test",
    )
    await work.sync_run(resources, run_id)


async def morning(resources: Resources, user_id: str) -> Morning:
    """What the person is told."""
    await analyse_user(resources, user_id)
    account = await find_account(resources.pool, user_id)
    assert account is not None
    return await told(resources, account)


async def told(resources: Resources, account: Account) -> Morning:
    """All surfaces' questions."""
    pool, today = resources.pool, local_today(account, resources.clock())
    fresh: Any = partial(calculate, resources, account)
    found: Any = partial(analyse, resources, account)
    stored = await patterns.patterns(Desk(pool), account.user_id, today, found)
    return Morning(
        await anomalies.anomalies(Desk(pool), account.user_id, today, fresh, extended=False),
        {each.pattern_name: each for each in stored},
        await insights.insights(Desk(pool), account, today, fresh, found),
    )


async def test_ben_is_ill(resources: Resources, world: World) -> None:
    """The scan, the pattern and the insights say so, in words with their numbers."""
    world.set_now(moment(NIGHT_OF_ILLNESS))
    found = await morning(resources, BEN)
    (anomaly,) = found.anomalies
    assert (anomaly.metric, anomaly.current_value, anomaly.direction) == ("resting_hr", 57, "above")
    illness = found.patterns["illness_signal"]
    words = (
        "Resting heart rate was 8 and 8 bpm above your usual on two nights running, "
        "and breathing rate moved with it"
    )
    assert illness.details["alarm"] is True
    assert (illness.significance, illness.details["interpretation"]) == ("high", words)
    assert found.facts == [words]
    assert found.insights.observations[0].priority == "critical"
    assert [each.action for each in found.insights.suggestions] == ["rest"]
    assert found.insights.suggestions[0].reason == words


async def test_aino_is_left_alone(resources: Resources, world: World) -> None:
    """Nothing happened to her, so nothing alarms her, and nobody sends her to bed."""
    world.set_now(moment(QUIET_MORNING))
    found = await morning(resources, AINO)
    assert found.anomalies == []
    assert found.patterns["illness_signal"].details["alarm"] is False
    assert {each.priority for each in found.insights.observations} <= {"positive", "info"}
    assert found.insights.suggestions == ()


async def test_both_are_known_well_enough(resources: Resources, world: World) -> None:
    """85 days of data make every documented baseline ready."""
    world.set_now(moment(NIGHT_OF_ILLNESS))
    for person in (AINO, BEN):
        await analyse_user(resources, person)
        account = await find_account(resources.pool, person)
        assert account is not None
        today = local_today(account, resources.clock())
        fresh: Any = partial(calculate, resources, account)
        stored = await baselines.baselines(Desk(resources.pool), person, today, fresh)
        told = baselines.shown(stored, today, extended=False)
        assert [each.status for each in told] == ["ready"] * 5
