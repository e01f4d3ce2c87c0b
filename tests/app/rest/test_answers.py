"""Answers that browsers may keep: a change is never missed, and what is had is not sent again."""

import datetime as dt
import gzip
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import replace

import httpx
import orjson
import pytest
from starlette.requests import Request
from starlette.responses import Response

from app.auth import Auth, Caller, Rate
from app.records.account import DataClass, PersonVersion, Scope
from app.records.recharge import Recharge
from app.resources import Resources
from app.rest import answers as module
from app.rest.answers import Answers
from app.rest.routes import ENDPOINTS, PREFIX
from app.store import change, connections, keys, write
from app.store.accounts import create_account, delete_account
from app.store.data_versions import person_versions
from app.store.pool import Pool
from tests.app.rest.conftest import MASTER, NOW, TODAY, Get, nights

PLACES = {
    "date": "2026-01-11", "metric_name": "hrv_rmssd", "value": "25.5",
    "pattern_name": "overtraining_risk",
}  # fmt: skip
PATHS = [
    each.path.removeprefix("/users/{user_id}/").format(
        id="abc123" if "exercises" in each.path else "1768141800", **PLACES
    )
    for each in ENDPOINTS
    if each.method == "GET" and each.of_the_data
]
Change = Callable[[Pool, str], Awaitable[object]]


@pytest.fixture
def seen(client: httpx.AsyncClient, person: str) -> Callable[..., Awaitable[httpx.Response]]:
    """GET with a key, by default the master's, and the tag of what was seen before."""

    async def asking(path: str, tag: str = "", secret: str = MASTER) -> httpx.Response:
        headers = {"X-API-Key": secret, **({"If-None-Match": tag} if tag else {})}
        return await client.get(f"{PREFIX}/users/{person}/{path}", headers=headers)

    return asking


Seen = Callable[..., Awaitable[httpx.Response]]


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("path", PATHS)
async def test_every_question(seen: Seen, path: str) -> None:
    """What was answered about somebody's data is not sent again while nothing has changed."""
    while (await seen(path)).status_code == 503:
        pass  # What is found out on the spot takes its time; it is stored, and so a change.
    first = await seen(path)
    again = await seen(path, first.headers["etag"])
    assert first.status_code == 200
    assert first.headers["etag"].startswith('W/"')
    assert (again.status_code, again.content) == (304, b"")
    for name in ("etag", "cache-control", "vary"):
        assert again.headers[name] == first.headers[name]
    assert "x-ratelimit-remaining" in again.headers
    assert "content-type" not in again.headers
    assert (await seen(path)).content == first.content


async def test_what_is_not_about_data(seen: Seen, get: Get) -> None:
    """Runs and keys change by themselves: they are looked up each time, and named by content."""
    first = await seen("sync/runs")
    assert (await seen("sync/runs", first.headers["etag"])).status_code == 304
    key = await get("api-key/info")
    assert (await get("api-key/info")).headers["etag"] != key.headers["etag"]


async def _sync(pool: Pool, person: str) -> None:
    await write.store_harvest(pool, person, [[Recharge(date=TODAY, hrv_rmssd_ms=99)]])


async def _synced(pool: Pool, person: str) -> None:
    await change.execute(pool, "account_synced", user_id=person, synced_at=NOW)


async def _renamed(pool: Pool, person: str) -> None:
    grant = connections.Grant(
        user_id=person,
        polar_user_id=uuid.uuid4().int % 2**40 + 1,
        display_name="Aino Quiet",
        token_encrypted=b"sealed",
    )
    await connections.keep_grant(pool, grant, actor="test", now=NOW)


async def _moved(pool: Pool, person: str) -> None:
    async with pool.connection() as connected:
        await connected.execute(
            "UPDATE account SET time_zone = 'Asia/Tokyo' WHERE user_id = %s", [person]
        )


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("change", [_sync, _synced, _renamed, _moved])
async def test_changes_from_outside(pool: Pool, seen: Seen, person: str, change: Change) -> None:
    """Whatever is written about a person, what was seen before does not hold any more."""
    tags = {path: (await seen(path)).headers["etag"] for path in ("recharge", "physical-info")}
    await change(pool, person)
    for path, tag in tags.items():
        answer = await seen(path, tag)
        assert (answer.status_code, answer.headers["etag"] != tag) == (200, True)


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("deed", ["baselines/calculate", "patterns/detect"])
async def test_findings_are_changes(
    client: httpx.AsyncClient, seen: Seen, person: str, deed: str
) -> None:
    """What was found out anew is seen at once."""
    tag = (await seen("baselines")).headers["etag"]
    tag = (await seen("baselines", tag)).headers["etag"]
    path = f"{PREFIX}/users/{person}/{deed}"
    assert (await client.post(path, headers={"X-API-Key": MASTER})).status_code == 200
    answer = await seen("baselines", tag)
    assert (answer.status_code, answer.headers["etag"] != tag) == (200, True)


@pytest.mark.usefixtures("data")
async def test_the_new_rows_are_told(pool: Pool, seen: Seen, person: str) -> None:
    """After each change the answer has what was written, whoever has which tag."""
    tag = ""
    for hrv in (41, 42, 43):
        row = Recharge(date=TODAY, hrv_rmssd_ms=hrv)
        await write.store_harvest(pool, person, [[row]])
        answer = await seen("recharge", tag)
        assert answer.json()[0]["hrv_avg"] == hrv
        tag = answer.headers["etag"]
        assert (await seen("recharge")).json()[0]["hrv_avg"] == hrv


async def test_a_change_between_version_and_data(
    pool: Pool, seen: Seen, person: str, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows that come after the version was read are told at once, and asked for again later."""

    async def slow(user_id: str) -> PersonVersion | None:
        version = (await person_versions(pool, [user_id]))[user_id]
        await _sync(pool, user_id)
        return version

    await write.store_harvest(pool, person, [[Recharge(date=TODAY, hrv_rmssd_ms=41)]])
    with monkeypatch.context() as patched:
        patched.setattr(resources.versions, "ask", slow)
        early = await seen("recharge")
    assert early.json()[0]["hrv_avg"] == 99
    late = await seen("recharge", early.headers["etag"])
    assert (late.status_code, late.json()) == (200, early.json())


async def test_what_was_not_there(pool: Pool, seen: Seen, person: str) -> None:
    """A 404 holds for nobody: the night that comes later is found."""
    missing = await seen("sleep/2026-01-11", 'W/"any"')
    assert (missing.status_code, missing.headers["cache-control"]) == (404, "no-store")
    assert "etag" not in missing.headers
    await write.store_harvest(pool, person, nights())
    assert (await seen("sleep/2026-01-11")).status_code == 200


@pytest.mark.usefixtures("data")
async def test_another_day(seen: Seen, resources: Resources) -> None:
    """At midnight on the wearer's clock the windows move on."""
    tag = (await seen("sleep")).headers["etag"]
    object.__setattr__(resources, "clock", lambda: NOW + dt.timedelta(days=1))
    answer = await seen("sleep", tag)
    assert (answer.status_code, answer.headers["etag"] != tag) == (200, True)


@pytest.mark.usefixtures("data")
async def test_the_same_name_again(pool: Pool, auth: Auth, seen: Seen, person: str) -> None:
    """Somebody else under a deleted person's name is not told to look at what those had."""
    tag = (await seen("recharge")).headers["etag"]
    await delete_account(pool, person, actor="test", deregistered=False)
    auth.forget_account(person)
    assert (await seen("recharge", tag)).status_code == 404
    await create_account(pool, person)
    answer = await seen("recharge", tag)
    assert (answer.status_code, answer.json()) == (200, [])


async def test_a_person_who_is_gone_elsewhere(pool: Pool, seen: Seen, person: str) -> None:
    """Deleted by another process a second ago, they have no data and nothing remembered."""
    await _sync(pool, person)
    tag = (await seen("recharge")).headers["etag"]
    async with pool.connection() as connected:
        await connected.execute("SELECT delete_person(%s)", [person])
    answer = await seen("recharge", tag)
    assert (answer.status_code, answer.json()) == (200, [])


async def _key(
    pool: Pool, person: str | None, *scopes: Scope, classes: list[DataClass] | None = None
) -> str:
    _, secret = await keys.create_key(
        pool, user_id=person, label="test", scopes=scopes, actor="test", classes=classes
    )
    return secret


@pytest.mark.usefixtures("data")
async def test_rights_share_no_answer(pool: Pool, seen: Seen, person: str) -> None:
    """Callers with other rights have other tags; two keys with the same rights have one."""
    reader, twin = [await _key(pool, person, Scope.READ) for _ in range(2)]
    syncer = await _key(pool, person, Scope.READ, Scope.SYNC)
    everybody = await _key(pool, None, Scope.READ)
    sleeper = await _key(pool, person, Scope.READ, classes=[DataClass.SLEEP])
    tags = {
        secret: (await seen("sleep", secret=secret)).headers["etag"]
        for secret in (MASTER, reader, twin, syncer, everybody, sleeper)
    }
    assert tags[reader] == tags[twin]
    assert len(set(tags.values())) == 5
    for secret, tag in tags.items():
        for other, theirs in tags.items():
            expected = 304 if theirs == tag else 200
            assert (await seen("sleep", tag, secret=other)).status_code == expected, secret


@pytest.mark.usefixtures("data")
async def test_who_may_not_has_no_use_of_a_tag(pool: Pool, seen: Seen, person: str) -> None:
    """Rights are looked at before tags: a stranger's key and none get what they always get."""
    tag = (await seen("sleep")).headers["etag"]
    stranger = await _key(pool, (await create_account(pool, f"{person}-other")).user_id, Scope.READ)
    syncer = await _key(pool, person, Scope.SYNC)
    for secret, status in ((stranger, 403), (syncer, 403), ("ursa_wrong", 401)):
        assert (await seen("sleep", tag, secret=secret)).status_code == status


@pytest.mark.usefixtures("data")
async def test_parameters_are_other_questions(seen: Seen) -> None:
    """The path and the query name the answer, too."""
    answers = [await seen(path) for path in ("sleep?days=1", "sleep?days=0365", "recharge?days=1")]
    assert len({answer.headers["etag"] for answer in answers}) == 3


def asked(**headers: str) -> Request:
    """A request with these headers."""
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": raw})


class Maker:
    """Makes an answer, and counts how often."""

    def __init__(self, found: object) -> None:
        self.found, self.made = found, 0

    async def make(self) -> object:
        """The answer."""
        self.made += 1
        return self.found


async def give(answers: Answers, tag: str, maker: Maker, encoding: str = "identity") -> Response:
    """One question."""
    request = asked(**{"accept-encoding": encoding})
    return await answers.give(request, tag, maker.make, {"X-Fresh": "1"})


async def test_made_once() -> None:
    """The same question under the same tag is made once, in every encoding."""
    answers, maker = Answers(), Maker({"nights": list(range(1_000))})
    plain = await give(answers, '"1"', maker)
    packed = [await give(answers, '"1"', maker, "gzip") for _ in range(2)]
    assert maker.made == 1
    assert orjson.loads(plain.body) == maker.found
    assert {gzip.decompress(bytes(each.body)) for each in packed} == {bytes(plain.body)}
    assert packed[0].headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert plain.headers["x-fresh"] == "1"


async def test_the_memory_is_bounded() -> None:
    """The least recently used goes first, and what is larger than a share is not kept."""
    answers, makers = Answers(most_bytes=12_000), [Maker("x" * 4_000) for _ in range(3)]
    for turn in (0, 1, 0, 2, 0):
        await give(answers, f'"{turn}"', makers[turn])
    assert [maker.made for maker in makers] == [1, 1, 1]
    await give(answers, '"1"', makers[1])
    assert makers[1].made == 2


async def test_a_large_answer_pushes_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made each time."""
    monkeypatch.setattr(module, "LARGEST_BYTES", 1_000)
    answers, small, large = Answers(), Maker("x"), Maker("x" * 2_000)
    for maker in (small, large, large, small):
        await give(answers, f'"{id(maker)}"', maker)
    assert (small.made, large.made) == (1, 2)


async def test_headers_of_a_file_are_kept() -> None:
    """What makes a CSV a file is told from memory, too."""
    headers = {"Content-Disposition": 'attachment; filename="sleep.csv"'}
    answers, maker = Answers(), Maker(Response("date\r\n", 200, headers, "text/csv"))
    first, again = [await give(answers, '"1"', maker) for _ in range(2)]
    assert maker.made == 1
    for name in ("content-type", "content-disposition", "content-length"):
        assert again.headers[name] == first.headers[name]
    assert again.headers["content-type"] == "text/csv; charset=utf-8"


def test_a_tag_has_all_of_the_person() -> None:
    """Every field of the person and of their versions counts."""
    request = asked()
    request.scope["query_string"] = b""
    caller = Caller(None, None, frozenset(Scope), Rate(1, 1, 1), "master")
    person = PersonVersion(user_id="1001")
    tags = {
        module.tag_of(request, caller, each, TODAY)
        for each in (person, replace(person, display_name="A"), replace(person, synced_at=NOW))
    }
    assert len(tags) == 3
