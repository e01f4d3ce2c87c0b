"""Troubles that cost nothing: data that come in another shape, or that say something else.

Each is met by every request of a whole sync, and the law of the trouble says what is stored.
"""

import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from app.modelling import Models
from app.records.sync import RunState, SyncFeed
from app.resources import Resources
from app.simulator.app import create_simulator
from app.simulator.limits import NO_LIMITS
from app.simulator.people import ELIXIR, demo_people
from app.simulator.troubles import LAWS, Law, Trouble
from app.simulator.world import World
from app.store.pool import Pool
from app.store.relations import RECORDS, SAMPLES
from app.sync import runs, work
from app.sync.feeds import FEEDS
from app.upstream.client import AccessLink
from app.upstream.http import open_client
from app.upstream.rate_limits import RateLimits
from tests.app.conftest import NOW, simulated
from tests.app.series import new_person

OURS = "{user_id,run_id,written_at,exercise_id}"
"""Columns of which Polar says nothing."""
HANGING = {"exercise_zone", "exercise_lap"}
"""Relations that say whose they are by their exercise."""
AGAIN = {Trouble.EDITED, Trouble.WITHDRAWN}
"""Troubles of data that came otherwise before."""
NIGHTS = "sleep AS now JOIN sleep AS whole USING (date)"
RUNS = "exercise AS now JOIN exercise AS whole USING (start_at)"
BOTH = "now.user_id = %(troubled)s AND whole.user_id = %(healthy)s"
RIGHT = {
    Trouble.SENTINELS: f"""
        SELECT bool_and(
            (now.light_s, now.deep_s, now.rem_s, now.sleep_score) IS NULL
            AND now.unrecognized_s
            = whole.light_s + whole.deep_s + whole.rem_s + whole.interruption_s
        )
        FROM {NIGHTS} WHERE {BOTH}
    """,
    Trouble.DOCUMENTED: f"""
        SELECT bool_and(
            now.sleep_start_local = date_trunc('second', whole.sleep_start_local)
            AND now.sleep_end_local = date_trunc('second', whole.sleep_end_local)
            AND (now.light_s, now.sleep_score) = (whole.light_s, whole.sleep_score)
            AND now.device_id = whole.device_id
        )
        FROM {NIGHTS} WHERE {BOTH}
    """,
    Trouble.HR_ZEROS: """
        SELECT count(*) > 500 AND count(bpm) = 0 FROM heart_rate_sample WHERE user_id = %(troubled)s
    """,
    Trouble.NON_WEAR: """
        SELECT bool_and(zone = 'NON_WEAR') FROM activity_zone_sample WHERE user_id = %(troubled)s
    """,
    Trouble.RR_NULLS: """
        SELECT bool_and(rr_interval_ms = '{798,792,820,NULL,NULL,815,812,NULL,826,794}')
        FROM exercise WHERE user_id = %(troubled)s
    """,
    Trouble.INDOOR: """
        SELECT
            bool_and(NOT has_route AND distance_m IS NULL)
            AND NOT EXISTS (SELECT FROM route_point_sample WHERE user_id = %(troubled)s)
        FROM exercise WHERE user_id = %(troubled)s
    """,
    Trouble.UNKNOWN_WORD: """
        SELECT
            bool_and(sport = 'SOMETHING_NEW') AND EXISTS (
                SELECT FROM sleep_stage_sample WHERE user_id = %(troubled)s AND stage = 'UNKNOWN'
            )
        FROM exercise WHERE user_id = %(troubled)s
    """,
    Trouble.EDITED: f"""
        SELECT bool_and(
            abs(now.duration_s - whole.duration_s / 2) < 0.01
            AND now.uploaded_at = whole.uploaded_at + interval '1 day'
            AND sent.samples = (known.samples + 1) / 2
        )
        FROM
            {RUNS}
            JOIN LATERAL (
                SELECT count(*) AS samples FROM exercise_sample AS each
                WHERE each.exercise_id = now.exercise_id
            ) AS sent ON TRUE
            JOIN LATERAL (
                SELECT count(*) AS samples FROM exercise_sample AS each
                WHERE each.exercise_id = whole.exercise_id
            ) AS known ON TRUE
        WHERE {BOTH}
    """,
    Trouble.NAP: f"""
        SELECT bool_and(
            nap.sleep_start_local = whole.sleep_end_local + interval '8 hours'
            AND nap.sleep_end_local = nap.sleep_start_local + interval '30 minutes'
            AND nap.unrecognized_s = 1800
            AND now.sleep_score = whole.sleep_score
        )
        FROM
            {NIGHTS}
            LEFT JOIN nap ON nap.user_id = now.user_id AND nap.date = now.date
        WHERE {BOTH}
    """,
    Trouble.EARLY_KEYS: """
        SELECT bool_and(now.stage = whole.stage AND now.date = whole.date)
        FROM
            (SELECT * FROM sleep_stage_sample WHERE user_id = %(troubled)s) AS now
            FULL JOIN (SELECT * FROM sleep_stage_sample WHERE user_id = %(healthy)s) AS whole
                USING (local_time, fold)
    """,
    Trouble.UTC_STAMPS: """
        SELECT bool_and(now.steps = whole.steps)
        FROM
            (
                SELECT coalesce(date, local_time::date) AS day, sum(steps) AS steps
                FROM step_sample WHERE user_id = %(troubled)s GROUP BY day
            ) AS now
            FULL JOIN (
                SELECT coalesce(date, local_time::date) AS day, sum(steps) AS steps
                FROM step_sample WHERE user_id = %(healthy)s GROUP BY day
            ) AS whole USING (day)
    """,
    Trouble.WITHDRAWN: f"""
        SELECT bool_and(
            now.sleep_end_local = whole.sleep_end_local - interval '1 hour'
            AND (now.light_s, now.deep_s, now.rem_s, now.sleep_score) IS NULL
            AND (history.earlier ->> 'light_s')::int = whole.light_s
            AND (history.earlier ->> 'sleep_end_local')::timestamp = whole.sleep_end_local
        )
        FROM
            {NIGHTS}
            LEFT JOIN history ON
                history.user_id = now.user_id AND history.relation = 'sleep'
                AND history.key ->> 'date' = now.date::text
        WHERE {BOTH}
    """,
    Trouble.REPEATED_HOUR: """
        SELECT bool_and((now.samples, now.beats) = (whole.samples, whole.beats) AND now.again > 5)
        FROM
            (
                SELECT
                    date(local_time) AS day,
                    count(*) AS samples,
                    sum(bpm) AS beats,
                    sum(fold) AS again
                FROM heart_rate_sample WHERE user_id = %(troubled)s GROUP BY day
            ) AS now
            FULL JOIN (
                SELECT date(local_time) AS day, count(*) AS samples, sum(bpm) AS beats
                FROM heart_rate_sample WHERE user_id = %(healthy)s GROUP BY day
            ) AS whole USING (day)
    """,
    Trouble.NAIVE_TIMES: f"""
        SELECT bool_and(
            now.sleep_start_local = whole.sleep_start_local
            AND now.sleep_end_local = whole.sleep_end_local
            AND now.light_s = whole.light_s
            AND (now.sleep_start_at, now.sleep_end_at, now.utc_offset_minutes) IS NULL
        )
        FROM {NIGHTS} WHERE {BOTH}
    """,
    Trouble.ENDS_FIRST: f"""
        SELECT bool_and(
            now.sleep_start_local = whole.sleep_end_local
            AND now.sleep_end_local = whole.sleep_start_local
            AND now.light_s = whole.light_s
        )
        FROM {NIGHTS} WHERE {BOTH}
    """,
    Trouble.SECOND_ID: f"""
        SELECT
            count(*) = 2 * count(DISTINCT whole.exercise_id)
            AND bool_and(
                now.duplicate_of IS NULL
                OR now.polar_exercise_id = whole.polar_exercise_id || '-2'
            )
            AND count(*) = 2 * count(now.duplicate_of)
        FROM {RUNS} WHERE {BOTH}
    """,
    Trouble.NUMERIC_IDS: f"""
        SELECT bool_and(
            now.polar_exercise_id ~ '^[0-9]+$' AND now.device_id ~ '^[0-9]+$'
            AND now.duration_s = whole.duration_s AND now.has_details
        )
        FROM {RUNS} WHERE {BOTH}
    """,
    Trouble.OWN_RATES: f"""
        SELECT bool_and(
            sent.heart_rate IS NOT DISTINCT FROM known.heart_rate
            AND sent.temperature_c
            IS NOT DISTINCT FROM CASE WHEN known.second %% 5 = 0 THEN known.temperature_c END
        )
        FROM
            {RUNS}
            JOIN LATERAL (
                SELECT *, round(extract(EPOCH FROM each.local_time - whole.start_local)) AS second
                FROM exercise_sample AS each WHERE each.exercise_id = whole.exercise_id
            ) AS known ON TRUE
            LEFT JOIN exercise_sample AS sent
                ON sent.exercise_id = now.exercise_id AND sent.local_time = known.local_time
        WHERE {BOTH}
    """,
    Trouble.DAYS_LONG: """
        SELECT bool_and(duration_s = 93780) FROM exercise WHERE user_id = %(troubled)s
    """,
}
"""What is stored under troubles of other data; each answers true."""
WORDS = {
    Trouble.ENDS_FIRST: ("sleep", "before it starts"),
    Trouble.TWO_DEVICES: ("sleep", "2 sleeps of one date"),
    Trouble.NAP: ("sleep", "a nap is "),
    Trouble.UTC_STAMPS: ("activity_samples", "on the clock of another day, kept"),
}
"""What a run says under a trouble, in which feed."""

Synced = tuple[str | None, dict[str, SyncFeed]]


class Polar:
    """Syncs with a simulated AccessLink, each of all feeds, for a person of its own."""

    def __init__(self, resources: Resources, world: World) -> None:
        self.resources, self.world = resources, world
        self._whole: str | None = None

    async def whole(self) -> str:
        """A person whose AccessLink has no trouble, synced once."""
        if self._whole is None:
            self._whole = await new_person(self.resources.pool)
            await self.sync(self._whole)
        return self._whole

    async def sync(
        self,
        person: str,
        *troubles: Trouble,
        who: int = 1003,
        days: int = 3,
        amount: float | None = None,
    ) -> Synced:
        """One sync of somebody's data, every request of which meets the troubles."""
        self.world.troubles.clear()
        for trouble in troubles:
            self.world.troubles.add(trouble, amount=0 if trouble is Trouble.SLOW else amount)
        run_id = await runs.queue_run(
            self.resources,
            user_id=person,
            days=days,
            origin="test",
            token=self.world.token_for(who),
        )
        feeds: dict[str, SyncFeed] = {}
        async with open_client(httpx.ASGITransport(create_simulator(self.world))) as http:
            link = AccessLink(http, "http://polar", RateLimits())
            state = await work.sync_run(
                replace(self.resources, polar=link),
                run_id,
                lambda feed: feeds.update({feed.feed: feed}),
            )
        return state, feeds

    async def sql(self, statement: str, **parameters: object) -> list[Any]:
        """Rows of a statement."""
        async with self.resources.pool.connection() as connected:
            cursor = await connected.execute(statement.encode(), parameters)
            return await cursor.fetchall()

    async def rows(self, relation: str, person: str) -> list[str]:
        """What is stored of a person in a relation, but for what is Ursa's own."""
        told = f"SELECT (to_jsonb(each) - '{OURS}'::text[])::text FROM {relation} AS each"
        found = await self.sql(f"{told} WHERE user_id = %(person)s ORDER BY 1", person=person)
        return [row for (row,) in found]


@pytest.fixture(scope="module")
async def polar(
    pool: Pool, database_url: str, tmp_path_factory: pytest.TempPathFactory, models: Models
) -> AsyncIterator[Polar]:
    """One AccessLink for all cases."""
    del pool
    aino, _, chiara = demo_people(NOW.date() - dt.timedelta(days=119), seed=7)
    new = NOW.date() - dt.timedelta(days=9)
    owner = replace(chiara, first_day=new, device=ELIXIR, chapters=())
    world = World((aino, owner), now=NOW, limits=NO_LIMITS)
    folder = tmp_path_factory.mktemp("polar")
    async with simulated(database_url, world, folder, models) as resources:
        yield Polar(resources, world)


def _under(law: Law) -> list[Trouble]:
    return [trouble for trouble in Trouble if LAWS[trouble] is law]


def test_every_trouble_has_its_law_and_its_values() -> None:
    """Nothing is left to taste: other data have values that are right."""
    assert LAWS.keys() == set(Trouble)
    assert RIGHT.keys() == {*_under(Law.OTHER_DATA)}


@pytest.mark.parametrize("trouble", _under(Law.NOTHING), ids=str)
async def test_the_same_rows(trouble: Trouble, polar: Polar) -> None:
    """What comes twice, turned round or in another dress is stored as if it had not."""
    whole, person = await polar.whole(), await new_person(polar.resources.pool)
    state, feeds = await polar.sync(person, trouble)
    assert {name: feed.problems for name, feed in feeds.items() if feed.problems} == {}
    assert state == RunState.SUCCESS
    for relation in {*RECORDS.values(), *SAMPLES.values()} - HANGING | {"metric_daily"}:
        assert await polar.rows(relation, person) == await polar.rows(relation, whole), relation
    _says(trouble, feeds)


@pytest.mark.parametrize("trouble", RIGHT, ids=str)
async def test_other_data(trouble: Trouble, polar: Polar) -> None:
    """What is stored is what the data say now, and the run is whole."""
    whole, person = await polar.whole(), await new_person(polar.resources.pool)
    if trouble in AGAIN:
        await polar.sync(person)
    state, feeds = await polar.sync(person, trouble)
    assert {name: feed.problems for name, feed in feeds.items() if feed.problems} == {}
    assert state == RunState.SUCCESS
    assert await polar.sql(RIGHT[trouble], troubled=person, healthy=whole) == [(True,)]
    _says(trouble, feeds)


def _says(trouble: Trouble, feeds: dict[str, SyncFeed]) -> None:
    """The run says what it did, where there is something to say."""
    feed, words = WORDS.get(trouble, ("sleep", ""))
    assert any(words in note for note in (feeds[feed].notes or [""]))


async def test_a_gap(polar: Polar, monkeypatch: pytest.MonkeyPatch) -> None:
    """Days before those of which there is nothing are asked for, and stored."""
    person = await new_person(polar.resources.pool)
    monkeypatch.setattr(work, "FEEDS", [feed for feed in FEEDS if feed.name == "activity"])
    state, feeds = await polar.sync(person, Trouble.GAP, who=1001, days=100, amount=60)
    told = feeds["activity"]
    assert (state, told.days_asked, told.days_answered) == (RunState.SUCCESS, 100, 100)
    days = "SELECT %(today)s - date FROM activity WHERE user_id = %(person)s ORDER BY 1"
    found = await polar.sql(days, person=person, today=NOW.date())
    assert [ago for (ago,) in found] == [*range(20), *range(80, 100)]
    assert (told.first_day, told.last_day) == (NOW.date() - dt.timedelta(days=99), NOW.date())


async def test_no_accesslink(polar: Polar) -> None:
    """Where every list answers 404 the run fails, and asks whether the address is right."""
    person = await new_person(polar.resources.pool)
    state, feeds = await polar.sync(person, Trouble.WRONG_ADDRESS)
    assert state == RunState.FAILED
    assert "is POLAR_API_URL right?" in str(feeds["sleep"].error)


async def test_a_date_to_ask_again(polar: Polar) -> None:
    """A Retry-After that is a date says in how many seconds to ask again."""
    person = await new_person(polar.resources.pool)
    state, feeds = await polar.sync(person, Trouble.LIMIT_DATE, amount=3000)
    assert (state, feeds["sleep"].error_code) == (RunState.FAILED, "polar_rate_limited")
    words = str(feeds["sleep"].error)
    assert "sync again in 3000 seconds" in words or "sync again in 2999 seconds" in words
