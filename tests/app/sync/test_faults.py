"""What people reported of AccessLink, replayed: nothing that came is lost, nothing is hidden."""

import asyncio
import datetime as dt
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.errors import PolarUnavailable
from app.modelling import Models
from app.records.sync import SyncFeed
from app.resources import Resources, open_resources
from app.settings import Settings
from app.store.accounts import find_account
from app.store.pool import Pool
from app.store.runs import ClaimedRun
from app.sync import runs, work
from app.sync.feeds import Feed
from app.sync.haul import Haul
from tests.app.sync.little_polar import FAULTS, TODAY, LittlePolar

pytestmark = pytest.mark.skipif(not FAULTS.is_dir(), reason="Polar's faults are not here")

NOW = dt.datetime.combine(TODAY, dt.time(18, 30), dt.UTC)


class Sync:
    """Syncs of one person with a small AccessLink."""

    def __init__(self, resources: Resources, user_id: str, polar: LittlePolar) -> None:
        self.resources, self.user_id, self.polar = resources, user_id, polar

    async def __call__(self, days: int = 28) -> tuple[str, dict[str, SyncFeed]]:
        """One run; answers how it ended and what each feed did."""
        run_id = await runs.queue_run(
            self.resources,
            user_id=self.user_id,
            days=days,
            origin="test",
            token="some-token",
        )
        feeds: dict[str, SyncFeed] = {}
        state = await work.sync_run(
            self.resources, run_id, lambda feed: feeds.update({feed.feed: feed})
        )
        return str(state), feeds


Open = Callable[[str | dict[str, Any]], Awaitable[Sync]]


@asynccontextmanager
async def little(
    database_url: str, folder: Path, polar: LittlePolar, models: Models
) -> AsyncIterator[Resources]:
    """Resources that reach a small AccessLink, which waits for nobody."""
    settings = Settings(database_url=database_url, polar_api_url="http://polar", data_dir=folder)
    async with (
        open_resources(
            settings, database_url=database_url, pool_size=2, clock=lambda: NOW, models=models
        ) as resources,
    ):
        yield replace(resources, polar=polar.link())


@pytest.fixture
async def sync(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path, person: str, models: Models
) -> AsyncIterator[Sync]:
    """Syncs with the answers of a file of `faults/`, or with those that the test names."""
    given = request.param
    polar = LittlePolar.of_file(given) if isinstance(given, str) else LittlePolar(dict(given))
    async with little(database_url, tmp_path, polar, models) as resources:
        yield Sync(resources, person, polar)


@pytest.fixture
def ask(pool: Pool, person: str) -> Callable[[str], Awaitable[list[Any]]]:
    """Rows of a statement about the test's person."""

    async def run(statement: str) -> list[Any]:
        async with pool.connection() as connected:
            cursor = await connected.execute(statement.encode(), {"person": person})
            return await cursor.fetchall()

    return run


Ask = Callable[[str], Awaitable[list[Any]]]
EXERCISES = (
    "SELECT polar_exercise_id, has_details FROM exercise WHERE user_id = %(person)s ORDER BY 1"
)
OWED = (
    "SELECT item, tries, given_up_at IS NULL FROM sync_owed WHERE user_id = %(person)s ORDER BY 1"
)
SAMPLES = "SELECT heart_rate FROM exercise_sample WHERE user_id = %(person)s ORDER BY local_time"


@pytest.mark.parametrize("sync", ["detail500"], indirect=True)
async def test_a_failed_detail_costs_nothing_else(sync: Sync, ask: Ask) -> None:
    """The list and the other details are stored; the failed one is told and owed."""
    state, feeds = await sync()
    told = feeds["exercises"]
    assert (state, told.state, told.error_code) == ("partial", "partial", "polar_unavailable")
    assert [line for line in told.problems if "BAD01" in line] == told.problems
    assert await ask(EXERCISES) == [("BAD01", False), ("GOOD1", True)]
    assert await ask(SAMPLES) == [(100,), (101,), (102,)]
    assert await ask(OWED) == [("BAD01", 1, True)]


@pytest.mark.parametrize("sync", ["detail500"], indirect=True)
async def test_a_detail_is_asked_for_until_it_comes(sync: Sync, ask: Ask) -> None:
    """Also after the exercise has left Polar's list; then nothing is owed any more."""
    await sync()
    answers = sync.polar.answers
    row = next(row for row in answers["/v3/exercises"] if row["id"] == "BAD01")
    answers["/v3/exercises"] = []
    assert (await sync())[0] == "partial"
    assert await ask(OWED) == [("BAD01", 2, True)]
    samples = [{"recording_rate": 1, "sample_type": 0, "data": "90,91"}]
    answers["/v3/exercises/BAD01"] = {**row, "samples": samples}
    state, feeds = await sync()
    assert (state, feeds["exercises"].problems) == ("success", [])
    assert await ask(EXERCISES) == [("BAD01", True), ("GOOD1", True)]
    assert await ask(OWED) == []
    before = sync.polar.requests.copy()
    await sync()
    assert not any("BAD01" in path for path in sync.polar.requests - before)


@pytest.mark.parametrize("sync", ["detail500"], indirect=True)
async def test_what_polar_has_no_more_is_not_asked_for(sync: Sync, ask: Ask) -> None:
    """An exercise that left the list and answers 404 keeps its row and is left in peace."""
    await sync()
    sync.polar.answers |= {"/v3/exercises": [200, []], "/v3/exercises/BAD01": [404]}
    assert (await sync())[0] == "success"
    before = sync.polar.requests.copy()
    await sync()
    assert not any("BAD01" in path for path in sync.polar.requests - before)
    assert await ask(OWED) == [("BAD01", 2, False)]
    assert await ask(EXERCISES) == [("BAD01", False), ("GOOD1", True)]


@pytest.mark.parametrize("sync", ["listdetail500"], indirect=True)
async def test_a_list_without_its_samples_is_a_list(sync: Sync, ask: Ask) -> None:
    """Exercises are stored as they are listed, asked for one by one, and each is told."""
    state, feeds = await sync()
    ids = [row["id"] for row in sync.polar.answers["/v3/exercises"]]
    assert (state, feeds["exercises"].state) == ("partial", "partial")
    assert await ask(EXERCISES) == [(i, False) for i in sorted(ids)]
    assert len(feeds["exercises"].problems) == len(ids) == feeds["exercises"].rows_received
    assert [item for item, *_ in await ask(OWED)] == sorted(ids)


@pytest.mark.parametrize("sync", ["piece500"], indirect=True)
async def test_a_failed_range_costs_no_other(sync: Sync, ask: Ask) -> None:
    """Days that came are stored, the missing ones are named, and asked for again."""
    state, feeds = await sync(days=60)
    assert state == "partial"
    beats, activity = feeds["heart_rate"], feeds["activity"]
    assert (beats.state, beats.days_asked, beats.days_answered) == ("partial", 60, 14)
    assert beats.problems[0].startswith("2026-09-29 to 2026-11-13 did not come: ")
    assert (activity.days_asked, activity.days_answered) == (60, 28)
    assert activity.problems[0].startswith("2026-09-29 to 2026-10-30 did not come: ")
    assert await ask("SELECT date, steps FROM activity WHERE user_id = %(person)s") == [
        (dt.date(2026, 11, 26), 4000)
    ]
    assert await ask("SELECT bpm FROM heart_rate_sample WHERE user_id = %(person)s") == [(50,)]
    assert [item for item, *_ in await ask(OWED)] == [
        "2026-09-29/2026-10-30",
        "2026-09-29/2026-11-13",
    ]


@pytest.mark.parametrize("sync", ["piece500"], indirect=True)
async def test_missing_days_come_with_a_later_sync(sync: Sync, ask: Ask) -> None:
    """A short sync asks for the owed days too, and then nothing is owed."""
    await sync(days=60)
    row = {"start_time": "2026-10-01T00:00", "end_time": "2026-10-01T23:59:59", "steps": 5}
    sync.polar.answers |= {
        "/v3/users/activities": [200, []],
        "/v3/users/activities?from=2026-10-03&to=2026-10-30": [row],
        "/v3/users/continuous-heart-rate": {"heart_rates": []},
    }
    state, feeds = await sync(days=2)
    assert state == "success"
    assert (feeds["activity"].days_asked, feeds["activity"].days_answered) == (34, 34)
    assert await ask(OWED) == []
    assert (await sync(days=2))[1]["activity"].days_asked == 2


@pytest.mark.parametrize("sync", ["listdetail500"], indirect=True)
async def test_a_detail_that_fails_hides_no_other(sync: Sync, ask: Ask) -> None:
    """Details behind failing ones are asked for in the same run, however many come in a row."""
    ids = sorted(row["id"] for row in sync.polar.answers["/v3/exercises"])
    for row in sync.polar.answers["/v3/exercises"][2:]:
        sync.polar.answers[f"/v3/exercises/{row['id']}"] = {**row, "samples": []}
    assert (await sync())[0] == "partial"
    assert await ask(EXERCISES) == [(i, i not in ids[:2]) for i in ids]
    assert await ask(OWED) == [(i, 1, True) for i in ids[:2]]


def _runs(count: int) -> list[dict[str, Any]]:
    start = dt.datetime(2026, 11, 26)
    return [
        {"id": f"R{place:02}", "start_time": (start - dt.timedelta(hours=place)).isoformat()}
        for place in range(count)
    ]


WITH_SAMPLES = "/v3/exercises?samples=true&zones=true&route=true"


@pytest.mark.parametrize(
    "sync", [{"/v3/exercises": _runs(12), WITH_SAMPLES: [500, "boom"]}], indirect=True
)
async def test_what_was_left_comes_first_the_next_time(sync: Sync, ask: Ask) -> None:
    """After ten failures in a row others are left, untried; the next sync begins with them."""
    for row in _runs(9):
        sync.polar.answers[f"/v3/exercises/{row['id']}"] = [500, "boom"]
    for row in _runs(12)[9:]:
        sync.polar.answers[f"/v3/exercises/{row['id']}"] = {**row, "samples": []}
    told = (await sync())[1]["exercises"]
    left = [line.split()[3] for line in told.problems if "were left for another time" in line]
    assert left == ["R09", "R10", "R11"]
    assert [tries for _, tries, _ in await ask(OWED)] == [1] * 9 + [0] * 3
    await sync()
    assert [done for _, done in await ask(EXERCISES)] == [False] * 9 + [True] * 3
    assert [item for item, *_ in await ask(OWED)] == [row["id"] for row in _runs(9)]


@pytest.mark.parametrize("sync", [{"/v3/users/activities": [200, []]}], indirect=True)
async def test_failed_ranges_hide_no_older_days(sync: Sync, ask: Ask) -> None:
    """Every range of a year is asked for; only the failed ones are missing."""
    failed = [TODAY - dt.timedelta(days=28 * place + 27) for place in (1, 2, 3)]
    for first in failed:
        query = f"?from={first}&to={first + dt.timedelta(days=27)}"
        sync.polar.answers[f"/v3/users/activities{query}"] = [500, "boom"]
    told = (await sync(days=364))[1]["activity"]
    assert (told.days_asked, told.days_answered) == (364, 280)
    assert await ask(OWED) == [(f"{failed[-1]}/{TODAY - dt.timedelta(days=28)}", 1, True)]


@pytest.mark.parametrize("sync", ["edited"], indirect=True)
async def test_a_kill_after_the_rows_forgets_no_debt(
    sync: Sync, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An edited row that was stored while its details failed still asks for them."""
    await sync()
    details = sync.polar.answers["seq:/v3/exercises/EDIT1"]
    sync.polar.answers["seq:/v3/exercises/EDIT1"] = [[500, "boom"]] * 3 + details

    async def killed(_: Resources, __: ClaimedRun, feed: Feed, ___: Haul) -> None:
        if feed.name == "exercises":
            raise asyncio.CancelledError

    with monkeypatch.context() as patched:
        patched.setattr(work, "settle_debts", killed)
        with pytest.raises(asyncio.CancelledError):
            await sync()
    assert await ask(OWED) == [("EDIT1", 1, True)]


@pytest.mark.parametrize("broken", range(len(runs.GREETINGS) + 1))
@pytest.mark.parametrize("sync", [{}], indirect=True)
async def test_a_newcomer_begins_with_polars_word(sync: Sync, broken: int) -> None:
    """Where one answer is out of order the next one counts; without any, nobody begins."""
    for endpoint in runs.GREETINGS[:broken]:
        sync.polar.answers[endpoint.path] = [500, "boom"]
    newcomer = f"new-{secrets.token_hex(4)}"

    async def begun() -> None:
        await runs.order_run(
            sync.resources, user_id=newcomer, days=28, origin="test", token="t", met_by="test"
        )

    pool = sync.resources.pool
    if broken < len(runs.GREETINGS):
        await begun()
        assert await find_account(pool, newcomer) is not None
    else:
        with pytest.raises(PolarUnavailable):
            await begun()
        assert await find_account(pool, newcomer) is None


@pytest.mark.parametrize("sync", ["gap"], indirect=True)
async def test_a_gap_is_not_the_end(sync: Sync, ask: Ask) -> None:
    """A watch that lay in a drawer hides no older day; a request for 365 days asks for them."""
    state, feeds = await sync(days=365)
    told = feeds["activity"]
    assert (state, told.rows_received) == ("success", 220)
    assert (told.days_asked, told.days_answered) == (365, 365)
    assert (told.first_day, told.last_day) == (TODAY - dt.timedelta(days=299), TODAY)
    assert await ask("SELECT count(*) FROM activity WHERE user_id = %(person)s") == [(220,)]
    reach = {name: feed.days_asked for name, feed in feeds.items()}
    assert reach["physical_info"] is None
    assert (reach["sleep"], reach["exercises"], reach["cardio_load"]) == (28, 30, 180)


@pytest.mark.parametrize("sync", [{"/v3/users/activities": [400, "too old"]}], indirect=True)
async def test_a_refusal_of_the_newest_days_is_a_fault(sync: Sync) -> None:
    """A range that Polar calls wrong is told, not taken for the end of the data."""
    state, feeds = await sync()
    assert state == "partial"
    assert (feeds["activity"].state, feeds["activity"].error_code) == ("failed", "polar_refused")


@pytest.mark.parametrize(
    "sync",
    [
        {
            "/v3/users/activities?from=2026-10-31&to=2026-11-27": [],
            "/v3/users/activities": [400, "too old"],
        }
    ],
    indirect=True,
)
async def test_a_refusal_of_older_days_is_the_end(sync: Sync, ask: Ask) -> None:
    """The days before are not asked for, the run says where Polar ends, and nothing is owed."""
    state, feeds = await sync(days=365)
    told = feeds["activity"]
    assert {state, told.state} == {"success"}
    assert (told.days_asked, told.days_answered) == (365, 28)
    assert told.notes[0].startswith("Polar shows nothing before 2026-10-31: ")
    assert await ask(OWED) == []


@pytest.mark.parametrize("sync", ["edited"], indirect=True)
async def test_an_edited_exercise_is_fetched_again(sync: Sync, ask: Ask) -> None:
    """A later upload with another length brings its new samples, and no old one stays."""
    await sync()
    assert len(await ask(SAMPLES)) == 10
    await sync()
    sent = sync.polar.answers["seq:/v3/exercises/EDIT1"][-1]["samples"][0]["data"].split(",")
    assert await ask(SAMPLES) == [(int(value),) for value in sent]
    assert await ask("SELECT duration_s FROM exercise WHERE user_id = %(person)s") == [(4.0,)]


@pytest.mark.parametrize("sync", ["edited"], indirect=True)
async def test_an_edit_whose_details_fail_is_still_owed(sync: Sync, ask: Ask) -> None:
    """The new row is stored at once, its details as soon as they come."""
    await sync()
    details = sync.polar.answers["seq:/v3/exercises/EDIT1"]
    sync.polar.answers["seq:/v3/exercises/EDIT1"] = [[500, "boom"]] * 3 + details
    assert (await sync())[0] == "partial"
    assert len(await ask(SAMPLES)) == 10
    assert (await sync())[0] == "success"
    assert len(await ask(SAMPLES)) == 4


@pytest.mark.parametrize("sync", ["all404"], indirect=True)
async def test_a_server_without_lists_is_no_accesslink(sync: Sync, ask: Ask) -> None:
    """The run fails, asks for the address, and keeps no token that Polar never saw."""
    state, feeds = await sync()
    assert state == "failed"
    assert {feed.error_code for feed in feeds.values()} == {"polar_wrong_address", None}
    run = "SELECT error_code, error FROM sync_run WHERE user_id = %(person)s"
    ((code, error),) = await ask(run)
    assert code == "polar_wrong_address"
    assert "is POLAR_API_URL right?" in error
    assert await ask("SELECT 1 FROM credential WHERE user_id = %(person)s") == []
    assert await ask("SELECT synced_at FROM account WHERE user_id = %(person)s") == [(None,)]
