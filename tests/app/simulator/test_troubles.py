"""Each trouble does what it says, where it says, as often as it says."""

import gzip
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import Any

import anyio
import httpx
import pytest
import uvicorn

from app.simulator.app import create_simulator
from app.simulator.bodies import BODIES, PAGES, STATUSES
from app.simulator.edits import EDITS
from app.simulator.times import read_duration
from app.simulator.troubles import EXPLAINED, Trouble, Troubles
from app.simulator.world import World

Ask = Callable[..., Awaitable[httpx.Response]]

USERS = "/v3/users"
SLEEP, RECHARGE, LOADS = f"{USERS}/sleep", f"{USERS}/nightly-recharge", f"{USERS}/cardio-load"
HEART = f"{USERS}/continuous-heart-rate/2026-06-30"
RUNS = "/v3/exercises?samples=true&route=true"
DONE_ELSEWHERE = {Trouble.SLOW, Trouble.HANG, Trouble.REVOKED, Trouble.GAP}


def test_every_trouble_is_explained_and_done() -> None:
    """No trouble is without an explanation or without an effect."""
    assert EXPLAINED.keys() == set(Trouble)
    assert EDITS.keys() | STATUSES.keys() | BODIES.keys() | DONE_ELSEWHERE == set(Trouble)


@pytest.mark.parametrize("trouble", STATUSES)
async def test_statuses(world: World, ask: Ask, trouble: Trouble) -> None:
    """A trouble with a status answers with it, with the limit headers, on its path only."""
    world.troubles.add(trouble, path=SLEEP)
    answer = await ask(SLEEP)
    assert answer.status_code == STATUSES[trouble]
    assert "RateLimit-Usage" in answer.headers
    assert (answer.content == b"") == (trouble not in PAGES)
    assert (await ask(RECHARGE)).status_code == 200


async def test_times_and_after(world: World, ask: Ask) -> None:
    """A trouble waits for its turn, strikes as often as it should, and is over."""
    world.troubles.add(Trouble.SERVER_ERROR, path=SLEEP, after=1, times=2)
    assert [(await ask(SLEEP)).status_code for _ in range(5)] == [200, 500, 500, 200, 200]


def test_troubles_are_removed() -> None:
    """Troubles are switched off all at once."""
    troubles = Troubles()
    for each in (Trouble.SLOW, Trouble.HTML, Trouble.SLOW):
        troubles.add(each)
    assert list(troubles.take("/v3/users")) == [Trouble.SLOW, Trouble.HTML]
    assert troubles.take("/v2/oauth2/token") == {}
    troubles.clear()
    assert troubles.take("/v3/users") == {}


@pytest.mark.parametrize(("trouble", "window"), [(Trouble.SHORT_LIMIT, 0), (Trouble.LONG_LIMIT, 1)])
@pytest.mark.parametrize("wait", [None, 17])
async def test_limit_headers(
    world: World, ask: Ask, trouble: Trouble, window: int, wait: int | None
) -> None:
    """A 429 shows the window that is used up, and Retry-After only when asked for."""
    world.troubles.add(trouble, amount=wait)
    headers = (await ask(SLEEP)).headers
    used = [int(each) for each in headers["RateLimit-Usage"].split(",")]
    limit = [int(each) for each in headers["RateLimit-Limit"].split(",")]
    assert [u > m for u, m in zip(used, limit, strict=True)] == [window == 0, window == 1]
    assert headers.get("Retry-After") == (None if wait is None else "17")


async def test_revoked_mid_run(world: World, ask: Ask) -> None:
    """After some calls the token is dead for good."""
    token = {"Authorization": f"Bearer {world.token_for(1001)}"}
    world.troubles.add(Trouble.REVOKED, after=2, times=1)
    statuses = [(await ask(SLEEP, None, headers=token)).status_code for _ in range(4)]
    assert statuses == [200, 200, 401, 401]


async def test_hang(world: World, ask: Ask) -> None:
    """A hanging call does not answer; the next one does."""
    world.troubles.add(Trouble.HANG, path=SLEEP, times=1)
    with pytest.raises(TimeoutError), anyio.fail_after(0.05):
        await ask(SLEEP)
    assert (await ask(SLEEP)).status_code == 200


async def test_slow(world: World, ask: Ask) -> None:
    """A slow call answers after its delay."""
    world.troubles.add(Trouble.SLOW, amount=0.05)
    began = anyio.current_time()
    assert (await ask(SLEEP)).status_code == 200
    assert anyio.current_time() - began >= 0.05


async def struck(world: World, ask: Ask, trouble: Trouble, path: str) -> Any:  # noqa: ANN401
    """Return the JSON of an answer with one trouble switched on."""
    world.troubles.clear()
    world.troubles.add(trouble)
    return (await ask(path)).json()


async def test_sentinels(world: World, ask: Ask) -> None:
    """Sentinels stand where numbers were, and a night without stages keeps its length."""
    loads = await struck(world, ask, Trouble.SENTINELS, LOADS)
    assert {row["cardio_load"] for row in loads} == {-1.0}
    assert {row["cardio_load_status"] for row in loads} == {"LOAD_STATUS_NOT_AVAILABLE"}
    night = (await struck(world, ask, Trouble.SENTINELS, SLEEP))["nights"][-1]
    assert (night["deep_sleep"], night["sleep_score"], night["sleep_charge"]) == (0, 0, -1)
    assert night["unrecognized_sleep_stage"] > 15_000
    assert list(night["hypnogram"].values()) == [5, 0]
    runs = await struck(world, ask, Trouble.SENTINELS, RUNS)
    assert {row["training_load_pro"]["muscle-load"] for row in runs} == {-1.0}


async def test_hr_zeros(world: World, ask: Ask) -> None:
    """Every sample is 0, in the day's feed and in the night's."""
    day = await struck(world, ask, Trouble.HR_ZEROS, HEART)
    assert {sample["heart_rate"] for sample in day["heart_rate_samples"]} == {0}
    night = (await struck(world, ask, Trouble.HR_ZEROS, SLEEP))["nights"][0]
    assert set(night["heart_rate_samples"].values()) == {0}


async def test_missing_keys_and_nulls(world: World, ask: Ask) -> None:
    """What is not essential is missing, or null."""
    missing = (await struck(world, ask, Trouble.MISSING_KEYS, RECHARGE))["recharges"][-1]
    assert missing.keys() == {"polar_user", "date"}
    nulls = (await struck(world, ask, Trouble.NULLS, RECHARGE))["recharges"][-1]
    assert nulls["date"] == "2026-07-01"
    assert {nulls[key] for key in nulls.keys() - {"polar_user", "date"}} == {None}


async def test_non_wear(world: World, ask: Ask) -> None:
    """The whole day is one zone."""
    path = f"{USERS}/activities?activity_zones=true"
    rows = await struck(world, ask, Trouble.NON_WEAR, path)
    zones = rows[0]["samples"]["activity_zones"]["samples"]
    assert zones == [{"timestamp": "2026-06-04T00:00", "zone": "NON_WEAR"}]


async def test_exercise_troubles(world: World, ask: Ask) -> None:
    """RR intervals carry null tokens, indoor sessions no distance, one sport is very long."""
    rr = (await struck(world, ask, Trouble.RR_NULLS, RUNS))[0]["samples"][-1]
    assert (rr["sample_type"], rr["recording_rate"]) == (11, None)
    assert "null" in rr["data"].split(",")
    indoor = await struck(world, ask, Trouble.INDOOR, RUNS)
    assert not any("distance" in row or "route" in row or row["has_route"] for row in indoor)
    sports = [len(row["sport"]) for row in await struck(world, ask, Trouble.LONG_SPORT, RUNS)]
    assert sports[0] == 10_000
    assert max(sports[1:]) < 30


async def test_words_and_keys(world: World, ask: Ask) -> None:
    """Unknown words replace known ones; unknown keys join known ones."""
    rows = await struck(world, ask, Trouble.UNKNOWN_WORD, LOADS)
    assert {row["cardio_load_status"] for row in rows} == {"SOMETHING_NEW"}
    night = (await struck(world, ask, Trouble.UNKNOWN_WORD, SLEEP))["nights"][0]
    assert 9 in night["hypnogram"].values()
    rows = await struck(world, ask, Trouble.EXTRA_KEYS, LOADS)
    assert all("x_new_key" in row for row in rows)
    bedtimes = await struck(world, ask, Trouble.ZERO_OFFSET, f"{USERS}/sleepwise/circadian-bedtime")
    assert {row["sleep_timezone_offset_minutes"] for row in bedtimes} == {0}


async def test_wrong_types_in_the_first_row(world: World, ask: Ask) -> None:
    """The first row is confused; the second one is as it was."""
    rows = await struck(world, ask, Trouble.WRONG_TYPES, LOADS)
    assert rows[0]["cardio_load"] == "many"
    assert rows[0]["cardio_load_level"] == [1, 2, 3]
    assert isinstance(rows[1]["cardio_load"], float)
    day = await struck(world, ask, Trouble.WRONG_TYPES, HEART)
    assert day["heart_rate_samples"] == {"a": 1}


async def test_nulls_in_lists(world: World, ask: Ask) -> None:
    """A list begins with null: of samples, or of rows."""
    day = await struck(world, ask, Trouble.NULL_SAMPLE, HEART)
    assert day["heart_rate_samples"][0] is None
    night = (await struck(world, ask, Trouble.NULL_SAMPLE, SLEEP))["nights"][0]
    assert None in night["heart_rate_samples"].values()
    rows = (await struck(world, ask, Trouble.NULL_ROW, SLEEP))["nights"]
    assert rows[0] is None
    assert rows[1]["date"] == "2026-06-04"
    assert (await struck(world, ask, Trouble.NULL_ROW, HEART))["date"] == "2026-06-30"


async def test_duplicates(world: World, ask: Ask) -> None:
    """Rows come twice, or the first sample does."""
    rows = await struck(world, ask, Trouble.DUPLICATE_ROWS, LOADS)
    assert len(rows) == 56
    assert rows[0] == rows[1]
    samples = (await struck(world, ask, Trouble.DUPLICATE_TIMES, HEART))["heart_rate_samples"]
    assert samples[0] == samples[1] != samples[2]


async def test_what_is_no_row(world: World, ask: Ask) -> None:
    """Things that are no rows stand between the rows, or in place of the whole list."""
    rows = (await struck(world, ask, Trouble.JUNK_ROWS, SLEEP))["nights"]
    assert [type(row) for row in rows[:5]] == [dict, int, str, list, dict]
    assert rows[5]["date"] == "2026-06-05"
    assert await struck(world, ask, Trouble.NO_LIST, SLEEP) == "none"
    assert "nights" not in await struck(world, ask, Trouble.ERROR_OBJECT, SLEEP)
    assert await struck(world, ask, Trouble.EMPTY_LIST, SLEEP) == {"nights": []}
    assert await struck(world, ask, Trouble.EMPTY_LIST, LOADS) == []
    assert (await struck(world, ask, Trouble.JUNK_ROWS, HEART))["date"] == "2026-06-30"
    loads = await struck(world, ask, Trouble.REVERSED, LOADS)
    assert loads[0]["date"] > loads[1]["date"]


async def test_edited_exercises(world: World, ask: Ask) -> None:
    """Each is half as long with half of its samples, and was uploaded again."""
    path = "/v3/exercises?samples=true"
    before = (await ask(path)).json()[0]
    after = (await struck(world, ask, Trouble.EDITED, path))[0]
    assert after["id"] == before["id"]
    assert after["upload_time"] > before["upload_time"]
    assert read_duration(after["duration"]) == pytest.approx(read_duration(before["duration"]) / 2)
    sizes = [len(row["samples"][0]["data"].split(",")) for row in (before, after)]
    assert sizes[1] == (sizes[0] + 1) // 2


async def test_odd_times(world: World, ask: Ask) -> None:
    """Keys lie before the night, a nap after it, stamps of a day on the day before."""
    nights = (await struck(world, ask, Trouble.NAP, SLEEP))["nights"]
    first, nap = nights[0], nights[len(nights) // 2]
    assert (nap["date"], nap["hypnogram"] != {}) == (first["date"], True)
    assert nap["sleep_start_time"] > first["sleep_end_time"]
    night = (await struck(world, ask, Trouble.EARLY_KEYS, SLEEP))["nights"][0]
    assert next(iter(night["hypnogram"])) < night["sleep_start_time"][11:16]
    path = f"{USERS}/activities?activity_zones=true"
    day = (await struck(world, ask, Trouble.UTC_STAMPS, path))[0]
    assert day["samples"]["activity_zones"]["samples"][0]["timestamp"] == "2026-06-03T22:00"


async def test_what_was_taken_back(world: World, ask: Ask) -> None:
    """A night comes again an hour shorter and without what was measured, and so does its load."""
    before = (await ask(SLEEP)).json()["nights"][0]
    night = (await struck(world, ask, Trouble.WITHDRAWN, SLEEP))["nights"][0]
    ends = [datetime.fromisoformat(each["sleep_end_time"]) for each in (before, night)]
    assert ends[0] - ends[1] == timedelta(hours=1)
    assert (night["light_sleep"], night["sleep_score"]) == (0, 0)
    assert night["unrecognized_sleep_stage"] == (ends[1] - _start(night)).total_seconds()
    loads = await struck(world, ask, Trouble.WITHDRAWN, LOADS)
    assert {row["cardio_load"] for row in loads} == {-1.0}


def _start(night: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(night["sleep_start_time"])


async def test_two_devices(world: World, ask: Ask) -> None:
    """Each night comes in two halves that touch, and what they tell adds up to the night."""
    whole = (await ask(SLEEP)).json()["nights"]
    first, second = (await struck(world, ask, Trouble.TWO_DEVICES, SLEEP))["nights"][:2]
    assert first["sleep_start_time"] == whole[0]["sleep_start_time"]
    assert first["sleep_end_time"] == second["sleep_start_time"]
    assert second["sleep_end_time"] == whole[0]["sleep_end_time"]
    assert first["device_id"] != second["device_id"]
    for name in ("light_sleep", "deep_sleep", "total_interruption_duration"):
        assert first[name] + second[name] == whole[0][name]
    for name in ("hypnogram", "heart_rate_samples"):
        assert [*(first[name] | second[name]).items()] == [*whole[0][name].items()]
        assert not first[name].keys() & second[name].keys()


async def test_clocks_and_zones(world: World, ask: Ask) -> None:
    """An hour comes twice, sleep has no offset, or ends before it starts."""
    samples = (await struck(world, ask, Trouble.REPEATED_HOUR, HEART))["heart_rate_samples"]
    clocks = [sample["sample_time"] for sample in samples]
    turns = [later for earlier, later in pairwise(clocks) if later < earlier]
    assert ([turn[:2] for turn in turns], max(clocks)[:2]) == (["03"], "22")
    path = f"{USERS}/activities/samples?from=2026-06-29&to=2026-06-29"
    stamps = (await struck(world, ask, Trouble.REPEATED_HOUR, path))[0]["activity_zones"]
    assert max(stamp["timestamp"] for stamp in stamps["samples"]) < "2026-06-29T23"
    naive = (await struck(world, ask, Trouble.NAIVE_TIMES, SLEEP))["nights"][0]
    world.troubles.clear()
    whole = (await ask(SLEEP)).json()["nights"][0]
    assert f"{naive['sleep_start_time']}+03:00" == whole["sleep_start_time"]
    swapped = (await struck(world, ask, Trouble.ENDS_FIRST, SLEEP))["nights"][0]
    assert swapped["sleep_end_time"] == whole["sleep_start_time"]


async def test_ids(world: World, ask: Ask) -> None:
    """A session comes again under another id, or under a number; both have details."""
    path = "/v3/exercises"
    ids = [row["id"] for row in (await ask(path)).json()]
    twice = [row["id"] for row in await struck(world, ask, Trouble.SECOND_ID, path)]
    assert twice == [*ids, *(f"{each}-2" for each in ids)]
    assert (await ask(f"{path}/{twice[-1]}")).json()["id"] == twice[-1]
    numbers = await struck(world, ask, Trouble.NUMERIC_IDS, path)
    assert {type(row[key]) for row in numbers for key in ("id", "device_id")} == {int}
    detail = (await ask(f"{path}/{numbers[0]['id']}")).json()
    assert (detail["id"], detail["start_time"]) == (numbers[0]["id"], numbers[0]["start_time"])


async def test_rates_and_durations(world: World, ask: Ask) -> None:
    """Series of an exercise have rates of their own, and it lasts for more than a day."""
    whole = (await ask(RUNS)).json()[0]["samples"]
    thin = (await struck(world, ask, Trouble.OWN_RATES, RUNS))[0]["samples"]
    assert [series["recording_rate"] for series in thin] == [1, *[5] * (len(thin) - 1)]
    assert thin[0] == whole[0]
    assert thin[1]["data"].split(",") == whole[1]["data"].split(",")[::5]
    assert {row["duration"] for row in await struck(world, ask, Trouble.DAYS_LONG, RUNS)} == {
        "P1DT2H3M"
    }


async def test_a_gap(world: World, ask: Ask) -> None:
    """So many days before the newest twenty are missing, in every list that names days."""
    world.troubles.add(Trouble.GAP, amount=5)
    for path, wrapper in ((LOADS, None), (SLEEP, "nights"), (f"{USERS}/activities", None)):
        answer = (await ask(path)).json()
        rows = answer[wrapper] if wrapper else answer
        days = {row.get("date", row.get("start_time"))[:10] for row in rows}
        assert {"2026-06-06", "2026-06-12"} <= days
        assert not days & {f"2026-06-{day:02}" for day in range(7, 12)}
    assert (await ask(HEART)).json()["date"] == "2026-06-30"


async def test_a_date_to_ask_again(world: World, ask: Ask) -> None:
    """A 429 says when to ask again as a date, so many seconds from now."""
    world.troubles.add(Trouble.LIMIT_DATE, amount=600)
    until = parsedate_to_datetime((await ask(SLEEP)).headers["Retry-After"])
    assert 590 < (until - datetime.now(UTC)).total_seconds() <= 600


async def test_hyphens(world: World, ask: Ask) -> None:
    """Keys are spelt with hyphens, and nothing else changes."""
    run = (await struck(world, ask, Trouble.HYPHENS, RUNS))[0]
    assert {"recording-rate", "sample-type", "data"} == run["samples"][0].keys()
    load = (await struck(world, ask, Trouble.HYPHENS, LOADS))[-1]
    assert "very-high" in load["cardio_load_level"]


async def test_documented_range_is_a_bare_day(world: World, ask: Ask) -> None:
    """The documentation's heart-rate range is one day without a wrapper."""
    path = f"{USERS}/continuous-heart-rate?from=2026-06-30&to=2026-06-30"
    plain = (await ask(path)).json()["heart_rates"][0]
    assert await struck(world, ask, Trouble.DOCUMENTED, path) == plain


async def test_bodies(world: World, ask: Ask) -> None:
    """Bodies are cut short, no JSON at all, followed by more, or of another type."""
    whole = (await ask(SLEEP)).content
    world.troubles.add(Trouble.TRUNCATED, times=1)
    assert (await ask(SLEEP)).content == whole[: len(whole) // 2]
    world.troubles.add(Trouble.HTML, times=1)
    page = await ask(SLEEP)
    assert (page.status_code, page.headers["content-type"][:9]) == (200, "text/html")
    world.troubles.add(Trouble.TRAILING, times=1)
    assert (await ask(SLEEP)).content == whole + b'{"more":1}'
    world.troubles.add(Trouble.CONTENT_TYPE, times=1)
    assert (await ask(SLEEP)).headers["content-type"].startswith("text/plain")
    world.troubles.add(Trouble.GZIP, times=1)
    packed = await ask(SLEEP)
    assert (packed.headers["content-encoding"], packed.content) == ("gzip", whole)
    assert (await ask(SLEEP)).content == whole


async def test_nan(world: World, ask: Ask) -> None:
    """Two numbers are tokens that are no JSON."""
    world.troubles.add(Trouble.NAN)
    text = (await ask(LOADS)).text
    assert re.match(r'\[\{"cardio_load_level":\{"very_low":NaN,"low":Infinity,"medium":\d', text)


async def test_huge_bodies(world: World, ask: Ask) -> None:
    """Megabytes come before the body, plainly or from a few kilobytes of gzip."""
    whole = (await ask(SLEEP)).content
    world.troubles.add(Trouble.HUGE, amount=3, times=1)
    assert (await ask(SLEEP)).content == b" " * 3 * 1024 * 1024 + whole
    world.troubles.add(Trouble.GZIP_BOMB, amount=4, times=1)
    bomb = await ask(SLEEP)
    assert int(bomb.headers["content-length"]) < 40_000
    assert len(bomb.content) == 4 * 1024 * 1024 + len(whole)
    assert json.loads(bomb.content) == json.loads(whole)
    assert len(gzip.compress(whole)) < 40_000


@asynccontextmanager
async def served(world: World) -> AsyncIterator[str]:
    """Serve a world on a free loopback port and yield its address."""
    config = uvicorn.Config(create_simulator(world), port=0, log_level="critical", lifespan="off")
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await server.shutdown()


async def test_cut(world: World) -> None:
    """The connection breaks in the middle of the body, and the next call works."""
    world.troubles.add(Trouble.CUT, times=1)
    headers = {"Authorization": f"Bearer {world.token_for(1001)}"}
    async with served(world) as base, httpx.AsyncClient(base_url=base, headers=headers) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.get(SLEEP)
        assert (await client.get(SLEEP)).status_code == 200


async def test_hang_ends_when_the_client_leaves(world: World) -> None:
    """Over a real server a client's time-out ends a hanging call."""
    world.troubles.add(Trouble.HANG, times=1)
    headers = {"Authorization": f"Bearer {world.token_for(1001)}"}
    async with served(world) as base, httpx.AsyncClient(base_url=base, headers=headers) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.get(SLEEP, timeout=0.1)
        assert (await client.get(SLEEP)).status_code == 200
