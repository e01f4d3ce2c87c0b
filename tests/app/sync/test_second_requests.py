"""Every trouble of AccessLink's on every second request, and one law of what becomes of the rest.

Rows that a healthy answer brought are in the database, and what is missing is named.
"""

import datetime as dt
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from itertools import product

import httpx
import pytest

from app.modelling import Models
from app.records.sync import SyncFeed
from app.resources import Resources
from app.simulator.app import create_simulator
from app.simulator.limits import NO_LIMITS
from app.simulator.people import people
from app.simulator.troubles import LAWS, Law, Trouble
from app.simulator.world import World
from app.store.pool import Pool
from app.sync import runs, work
from app.sync.feeds import FEEDS, Feed
from app.sync.fetch import Ranged
from app.upstream.client import AccessLink
from app.upstream.http import Bounds, open_client
from app.upstream.rate_limits import RateLimits
from tests.app.conftest import NOW, simulated
from tests.app.series import new_person

COSTLESS = {Law.NOTHING, Law.OTHER_DATA}
"""Laws of troubles after which nothing is missing, whichever request of a range they meet."""
LISTED = "exercises, the list with samples"
SINGLE = "exercises, one by one"
RELATIONS = {
    "activity": "activity",
    "sleepwise_alertness": "alertness_hour",
    "sleepwise_bedtime": "bedtime",
    "spo2": "spo2_test",
    "ecg": "ecg_test",
    "body_temperature": "body_temperature_period",
    "skin_temperature": "skin_temperature",
    "heart_rate": "heart_rate_sample",
    "activity_samples": "step_sample",
    "skin_contacts": "skin_contact_change",
    SINGLE: "exercise",
    LISTED: "exercise",
}
"""Feeds that ask a second time, and where their rows are."""
PATIENT, HASTY = Bounds(body_bytes=2**21), Bounds(body_bytes=2**21, call_s=0.3)
MEGABYTES = 3
AFTER_ONE = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended, what its feed told, and how many rows are in the database."""

    state: str | None
    told: SyncFeed
    stored: int


class Cutting(httpx.ASGITransport):
    """A connection that breaks where the simulator leaves a body without an end."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer, or break."""
        try:
            return await super().handle_async_request(request)
        except AssertionError as error:  # The transport's own word for a body without an end.
            raise httpx.RemoteProtocolError("incomplete body") from error


class Laboratory:
    """Runs of one feed with a simulated AccessLink, each for a person of its own."""

    def __init__(self, pool: Pool, resources: Resources, world: World) -> None:
        self.pool, self.resources, self.world = pool, resources, world
        self._healthy: dict[tuple[str, int], Outcome] = {}

    async def healthy(self, name: str, days: int) -> Outcome:
        """A run in fair weather, done once."""
        if (name, days) not in self._healthy:
            self._healthy[name, days] = await self.run(name, days, None)
        return self._healthy[name, days]

    async def run(self, name: str, days: int, trouble: Trouble | None) -> Outcome:
        """A run whose second request, and what comes after it, meets a trouble."""
        self.world.troubles.clear()
        if trouble is not None:
            amount = MEGABYTES if trouble in {Trouble.HUGE, Trouble.GZIP_BOMB} else 0
            self.world.troubles.add(trouble, after=AFTER_ONE, amount=amount)
        person = await new_person(self.pool)
        async with self._polar(HASTY if trouble is Trouble.HANG else PATIENT) as resources:
            state, told = await self._synced(resources, person, name, days)
        return Outcome(state, told, await self._count(RELATIONS[name], person))

    async def _synced(
        self, resources: Resources, person: str, name: str, days: int
    ) -> tuple[str | None, SyncFeed]:
        run_id = await runs.queue_run(
            resources,
            user_id=person,
            days=days,
            origin="test",
            token=self._token(name),
        )
        told: list[SyncFeed] = []
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(work, "FEEDS", (_feed(name),))
            state = await work.sync_run(resources, run_id, told.append)
        return state, told[0]

    def _token(self, name: str) -> str:
        who, days = (1001, 2) if name == SINGLE else (1003, 6)
        return self.world.token_for(who, registered=NOW - dt.timedelta(days=days))

    @asynccontextmanager
    async def _polar(self, bounds: Bounds) -> AsyncIterator[Resources]:
        async def at_once(_: float) -> None:
            """No pause between tries."""

        transport = Cutting(create_simulator(self.world))
        async with open_client(transport) as http:
            limits = RateLimits()
            link = AccessLink(http, "http://polar", limits, bounds=bounds, sleep=at_once)
            yield replace(self.resources, polar=link)

    async def _count(self, relation: str, person: str) -> int:
        async with self.pool.connection() as connected:
            cursor = await connected.execute(
                f"SELECT count(*) FROM {relation} WHERE user_id = %s".encode(), [person]
            )
            ((rows,),) = await cursor.fetchall()
        return int(rows)


def _feed(name: str) -> Feed:
    """The feed of a name, with ranges of two days."""
    feed = next(feed for feed in FEEDS if feed.name == name.partition(",")[0])
    if isinstance(feed.fetch, Ranged):
        return replace(feed, fetch=replace(feed.fetch, step=2))
    return feed


@pytest.fixture(scope="module")
async def laboratory(
    pool: Pool, database_url: str, tmp_path_factory: pytest.TempPathFactory, models: Models
) -> AsyncIterator[Laboratory]:
    """One laboratory for all cases."""
    world = World(people(3, NOW.date() - dt.timedelta(days=30), seed=7), now=NOW, limits=NO_LIMITS)
    folder = tmp_path_factory.mktemp("polar")
    async with simulated(database_url, world, folder, models) as resources:
        yield Laboratory(pool, resources, world)


def test_every_second_request_is_in_the_table() -> None:
    """Each feed with ranges is tried, and so are both ways of asking for details."""
    ranged = {feed.name for feed in FEEDS if isinstance(feed.fetch, Ranged)}
    assert ranged | {SINGLE, LISTED} == RELATIONS.keys()


def _walk() -> Iterator[tuple[str, Trouble]]:
    """Each feed's second request with each trouble; `test_other_data` has the costless ones."""
    for name, trouble in product(RELATIONS, Trouble):
        if name in {SINGLE, LISTED} or LAWS[trouble] not in COSTLESS:
            yield name, trouble


@pytest.mark.parametrize(("name", "trouble"), [*_walk()])
async def test_a_second_request_in_trouble(
    name: str, trouble: Trouble, laboratory: Laboratory
) -> None:
    """What the first request brought is stored; whatever is missing makes the run partial."""
    first, whole = await laboratory.healthy(name, 2), await laboratory.healthy(name, 3)
    found = await laboratory.run(name, 3, trouble)
    assert found.stored >= first.stored
    assert found.told.rows_received >= first.told.rows_received
    law, more = LAWS[trouble], _told_more(first, whole, name)
    if law is Law.ANSWER or (law is Law.BODY and more):
        assert (found.state, found.told.state) == ("partial", "partial")
        assert found.stored == first.stored
    if law is Law.REST and more:
        assert (found.state, found.told.state) == ("partial", "partial")
    if trouble is Trouble.TRAILING:
        assert found.stored == whole.stored
    if found.told.rows_received < whole.told.rows_received and law is not Law.NO_DATA:
        assert found.state == "partial"
    _is_told(found)


def _told_more(first: Outcome, whole: Outcome, name: str) -> bool:
    """Whether the second answer has a body."""
    return "exercises" in name or whole.told.rows_received > first.told.rows_received


def _is_told(found: Outcome) -> None:
    """A partial run says what is missing and why; one that is whole has no problems."""
    partial = found.state == "partial"
    assert partial == bool(found.told.problems) == bool(found.told.error)
    assert all(1 < len(line) <= 400 for line in (*found.told.problems, *found.told.notes))
    assert found.told.error_code is None or found.told.error_code.startswith("polar_")
