"""Connecting people to the simulated Polar, the way a browser goes, and letting them go."""

import asyncio
import hashlib
import logging
import secrets
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.auth import owner
from app.deeds.connections import (
    ATTEMPT_LIFE,
    LONGEST_REDIRECT_URI,
    disconnect,
    finish_connection,
    start_connection,
)
from app.errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    PolarForbidden,
    PolarRefused,
    PolarUnavailable,
    UrsaError,
)
from app.records.connection import Connected
from app.records.sync import RunState
from app.resources import Resources
from app.simulator.app import create_simulator
from app.simulator.troubles import Trouble
from app.simulator.world import Registration, World
from app.store import read
from app.store.accounts import find_account
from app.store.connections import Grant, keep_grant
from app.store.pool import Pool
from app.store.runs import claim_run
from app.sync import runs, work
from tests.app.conftest import NOW, Sync
from tests.app.deeds.doubles import OWNER, house

CALLBACK = "https://ursa.test/oauth/callback?from=polar"
TOKEN_PATH = "/v2/oauth2/token"

Login = Callable[..., Awaitable[tuple[str, str]]]
Connect = Callable[..., Awaitable[Connected]]


pytestmark = pytest.mark.usefixtures("strangers")


@pytest.fixture
def name() -> str:
    """The user id of somebody whom Ursa does not know."""
    return f"new-{secrets.token_hex(6)}"


@pytest.fixture
def login(resources: Resources, world: World) -> Login:
    """A browser that goes to Polar, says yes as a person, and comes back with state and code."""

    async def go(user_id: str, polar: int = 1001, uri: str | None = CALLBACK) -> tuple[str, str]:
        started = await start_connection(house(resources), OWNER, user_id, redirect_uri=uri)
        url = httpx.URL(started.authorization_url).copy_merge_params({"person": str(polar)})
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(create_simulator(world))
        ) as browser:
            back = (await browser.get(url)).headers["Location"]
        assert back.startswith(uri or world.redirect_uris[0])
        query = parse_qs(urlsplit(back).query)
        assert query["state"] == [started.state]
        return started.state, query["code"][0]

    return go


@pytest.fixture
def connect(resources: Resources, login: Login) -> Connect:
    """The whole way of a person, there and back."""

    async def go(user_id: str, polar: int = 1001) -> Connected:
        return await finish(resources, *await login(user_id, polar))

    return go


async def finish(resources: Resources, state: str, code: str) -> Connected:
    """Come back from Polar."""
    return await finish_connection(house(resources), OWNER, state=state, code=code)


async def rows(resources: Resources, statement: str, *values: object) -> list[Any]:
    """What a statement answers."""
    async with resources.pool.connection() as connected:
        return await (await connected.execute(statement.encode(), values)).fetchall()


async def credential(resources: Resources, user_id: str) -> list[Any]:
    """The person's stored token, and when Polar refused it."""
    return await rows(
        resources,
        "SELECT token_encrypted, refused_at FROM credential WHERE user_id = %s",
        user_id,
    )


async def test_from_the_first_click_to_the_first_sync(
    resources: Resources, world: World, login: Login, name: str
) -> None:
    """A new person is registered, named, kept with an encrypted token, logged, and synced."""
    state, code = await login(name)
    connected = await finish(resources, state, code)
    assert (connected.new, connected.member_id) == (True, name)
    assert connected.account.polar_user_id == 1001
    assert connected.account.display_name == world.people[1001].name
    assert connected.account == await find_account(resources.pool, name)
    assert world.users[1001] == Registration(name, NOW)
    ((sealed, refused),) = await credential(resources, name)
    token = resources.vault.open(sealed)
    assert world.tokens[token] == 1001
    assert (token.encode() in sealed, refused) == (False, None)
    logged = "SELECT actor, action, details FROM audit_log WHERE user_id = %s ORDER BY audit_id"
    assert await rows(resources, logged, name) == [
        ("test-actor", "connection.start", {}),
        ("test-actor", "connection.make", {"polar_user_id": 1001, "new": True}),
    ]
    assert await _synced(resources, name) is RunState.SUCCESS


async def _synced(resources: Resources, user_id: str) -> RunState | None:
    return await work.sync_run(resources, await _queued(resources, user_id))


async def _queued(resources: Resources, user_id: str, token: str | None = None) -> uuid.UUID:
    return await runs.queue_run(
        resources,
        user_id=user_id,
        days=2,
        origin="test",
        token=token,
    )


async def test_polar_s_default_address(
    resources: Resources, world: World, login: Login, name: str
) -> None:
    """Without a redirect address Polar uses its own, and the exchange names none either."""
    world.redirect_uris = (CALLBACK,)
    state, code = await login(name, uri=None)
    assert (await finish(resources, state, code)).new


async def test_somebody_who_comes_back(
    resources: Resources, world: World, connect: Connect, name: str
) -> None:
    """They get a new token that is not refused, are the same person, and keep their name."""
    await connect(name)
    ((first, _),) = await credential(resources, name)
    async with resources.pool.connection() as connected:
        await connected.execute(
            "UPDATE credential SET refused_at = now() WHERE user_id = %s", [name]
        )
    world.troubles.add(Trouble.NULLS, path="/v3/users")
    again = await connect(name)
    ((second, refused),) = await credential(resources, name)
    assert (again.new, refused) == (False, None)
    assert resources.vault.open(first) != resources.vault.open(second)
    assert again.account.display_name == world.people[1001].name


async def test_somebody_whom_only_polar_knows(
    resources: Resources, world: World, connect: Connect, name: str
) -> None:
    """A registration under an older name is found and used."""
    world.users[1001] = Registration("an-older-name", NOW)
    connected = await connect(name)
    assert (connected.new, connected.member_id) == (True, "an-older-name")
    assert await _synced(resources, name) is RunState.SUCCESS


async def test_somebody_with_data_and_no_connection(
    token: str, synced: Sync, connect: Connect, person: str
) -> None:
    """A person who was synced with a token of their own is connected like anybody else."""
    await synced(person, token)
    connected = await connect(person, 1003)
    assert not connected.new
    assert connected.account.synced_at is not None


async def test_a_state_works_once(resources: Resources, login: Login, name: str) -> None:
    """The second use is refused, and the connection of the first stays."""
    state, code = await login(name)
    await finish(resources, state, code)
    with pytest.raises(InvalidInput, match="start again") as refused:
        await finish(resources, state, code)
    assert refused.value.parameter == "state"
    assert await _synced(resources, name) is RunState.SUCCESS


async def test_two_who_finish_at_once(
    resources: Resources, world: World, login: Login, name: str
) -> None:
    """One of them connects, the other is refused, and the code goes out once."""
    state, code = await login(name)
    sent = world.troubles.add(Trouble.SLOW, path=TOKEN_PATH, times=10, amount=0)
    ends = await asyncio.gather(
        *(finish(resources, state, code) for _ in range(5)), return_exceptions=True
    )
    assert sorted(type(end).__name__ for end in ends) == ["Connected"] + 4 * ["InvalidInput"]
    assert sent.times == 9


async def test_a_state_expires(resources: Resources, world: World, login: Login, name: str) -> None:
    """After its time a state is refused like one that was never given out."""
    state, code = await login(name)
    world.advance(minutes=ATTEMPT_LIFE.total_seconds() / 60)
    with pytest.raises(InvalidInput, match="longer than 10 minutes"):
        await finish(resources, state, code)


@pytest.mark.parametrize(
    "state", ["", "x", "x" * 43, "x" * 100_000, "\0" * 43, "'; DROP TABLE account; --", "ä" * 43]
)
async def test_an_unknown_state(resources: Resources, pool: Pool, state: str) -> None:
    """What was not given out is refused, whatever it looks like."""
    assert pool is not None
    with pytest.raises(InvalidInput, match="not started here"):
        await finish(resources, state, "code")


async def test_who_may_not_connect_the_person(
    resources: Resources, world: World, login: Login, name: str
) -> None:
    """Whoever lost the right since is refused before anything is sent, and the state is used up."""
    state, code = await login(name)
    sent = world.troubles.add(Trouble.SLOW, path=TOKEN_PATH, times=10, amount=0)
    bound = replace(OWNER, user_id="somebody-else")
    with pytest.raises(Forbidden, match="not this one's"):
        await finish_connection(house(resources), bound, state=state, code=code)
    with pytest.raises(InvalidInput):
        await finish(resources, state, code)
    assert sent.times == 10


async def test_only_who_started_finishes(resources: Resources, login: Login, name: str) -> None:
    """Another caller's state is as good as none, and stays for who started it."""
    state, code = await login(name)
    for stranger in (owner("somebody"), replace(OWNER, actor=str(uuid.uuid4()))):
        with pytest.raises(InvalidInput, match="not started here"):
            await finish_connection(house(resources), stranger, state=state, code=code)
    assert (await finish(resources, state, code)).new


FOUL: list[tuple[Trouble, str, type[UrsaError], str]] = [
    (Trouble.SERVER_ERROR, TOKEN_PATH, PolarUnavailable, "new authorization"),
    (Trouble.UNAUTHORIZED, TOKEN_PATH, PolarRefused, "POLAR_CLIENT_SECRET"),
    (Trouble.SERVER_ERROR, "/v3/users", PolarUnavailable, "registration"),
    (Trouble.FORBIDDEN, "/v3/users", PolarForbidden, "consents"),
]


@pytest.mark.parametrize(("trouble", "path", "error", "words"), FOUL)
async def test_foul_weather(
    trouble: Trouble,
    path: str,
    error: type[UrsaError],
    words: str,
    resources: Resources,
    world: World,
    login: Login,
    name: str,
) -> None:
    """The code is sent once, nothing is stored, the words say what to do, starting again heals."""
    state, code = await login(name)
    sent = world.troubles.add(Trouble.SLOW, path=TOKEN_PATH, times=10, amount=0)
    world.troubles.add(trouble, path=path)
    with pytest.raises(error, match=words):
        await finish(resources, state, code)
    assert sent.times == 9
    assert await find_account(resources.pool, name) is None
    world.troubles.clear()
    assert (await finish(resources, *await login(name))).new


async def test_a_code_that_polar_refuses(
    resources: Resources, world: World, login: Login, name: str
) -> None:
    """An old code connects nobody, and so does one of another client's address."""
    _, code = await login(name)
    world.advance(minutes=9)
    state, _ = await login(name)
    world.advance(minutes=2)
    with pytest.raises(PolarRefused, match="older than 10 minutes"):
        await finish(resources, state, code)
    for wrong in ("unknown", "", "two words", "x" * 5_000):
        state, _ = await login(name)
        with pytest.raises((PolarRefused, InvalidInput), match="start again"):
            await finish(resources, state, wrong)
    assert await find_account(resources.pool, name) is None


async def test_a_member_id_of_somebody_else(
    resources: Resources, world: World, connect: Connect, name: str
) -> None:
    """Whose name is another person's at Polar is told so, and not connected."""
    world.users[1002] = Registration(name, NOW)
    with pytest.raises(Conflict, match="name of another person"):
        await connect(name, 1001)
    assert await find_account(resources.pool, name) is None


async def test_another_polar_account_for_the_same_person(
    resources: Resources, world: World, connect: Connect, name: str
) -> None:
    """The data of two people do not mix: the second one is refused, the first one stays."""
    await connect(name, 1001)
    before = await credential(resources, name)
    world.users[1002] = Registration("somebody", NOW)
    with pytest.raises(Conflict, match="another Polar account"):
        await connect(name, 1002)
    assert await credential(resources, name) == before


async def test_one_polar_account_for_two_people(
    resources: Resources, connect: Connect, name: str
) -> None:
    """A Polar account that is connected already is not connected under a second name."""
    await connect(name)
    with pytest.raises(Conflict, match="another user id already"):
        await connect(f"{name}-2")
    assert await find_account(resources.pool, f"{name}-2") is None


async def test_without_a_client_at_polar(resources: Resources, name: str) -> None:
    """The words name the settings that are missing."""
    nothing = {"polar_client_id": None, "polar_client_secret": None}
    settings = resources.settings.model_copy(update=nothing)
    unset = replace(resources, oauth=None, settings=settings)
    with pytest.raises(Conflict, match="POLAR_CLIENT_ID and POLAR_CLIENT_SECRET"):
        await start_connection(house(unset), OWNER, name, redirect_uri=None)
    with pytest.raises(Conflict, match="POLAR_CLIENT_ID"):
        await finish(unset, "x" * 43, "code")


@pytest.mark.parametrize("user_id", ["", "a b", "a/b", "é", "x" * 129, "a\0b", "<script>"])
async def test_an_impossible_person(resources: Resources, pool: Pool, user_id: str) -> None:
    """Somebody whom the database could not hold is not sent to Polar."""
    assert pool is not None
    with pytest.raises(NotFound, match="no such person"):
        await start_connection(house(resources), OWNER, user_id, redirect_uri=None)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "/callback",
        "//me.test/callback",
        "ftp://me.test",
        "javascript:alert(1)",
        "https://",
        "https://me.test/#token",
        "https://me.test/a b",
        "https://me.test/ä",
        "https://me.test/\r\nX: y",
        "https://[me.test/",
        "https://me.test/" + "x" * LONGEST_REDIRECT_URI,
    ],
)
async def test_an_impossible_address(resources: Resources, pool: Pool, name: str, uri: str) -> None:
    """What can be no redirect address is refused before anybody is sent anywhere."""
    assert pool is not None
    with pytest.raises(InvalidInput) as refused:
        await start_connection(house(resources), OWNER, name, redirect_uri=uri)
    assert refused.value.parameter == "redirect_uri"


async def test_secrets_are_told_to_nobody(
    resources: Resources, login: Login, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """State, code and token are in no relation, no log line and no repr."""
    caplog.set_level(logging.DEBUG)
    state, code = await login(name)
    kept = await rows(
        resources, "SELECT a, state_sha256 FROM connection_attempt a WHERE user_id = %s", name
    )
    assert [sha256 for _, sha256 in kept] == [hashlib.sha256(state.encode()).digest()]
    connected = await finish(resources, state, code)
    ((sealed, _),) = await credential(resources, name)
    told = repr((kept, connected, await rows(resources, "SELECT a FROM audit_log a")))
    told += "".join(line.getMessage() for line in caplog.records if line.name.startswith("app"))
    assert [s for s in (state, code, resources.vault.open(sealed)) if s in told] == []


@pytest.mark.parametrize(
    "display_name",
    ["Robert'); DROP TABLE account; --", "🏃 Ada", "\u202eevil", "%s %(x)s :'y'", "x" * 401],
)
async def test_a_hostile_name(pool: Pool, name: str, display_name: str) -> None:
    """What people are called at Polar is kept as it is."""
    grant = Grant(
        user_id=name, polar_user_id=7, display_name=display_name, token_encrypted=b"sealed"
    )
    account, new = await keep_grant(pool, grant, actor="test", now=NOW)
    assert (account.display_name, new) == (display_name, True)


async def test_disconnecting(
    resources: Resources, world: World, connect: Connect, name: str
) -> None:
    """Registration and token are gone at Polar and here, data stay, the deed is logged."""
    await connect(name)
    await _synced(resources, name)
    ended = await disconnect(house(resources), OWNER, name)
    assert ended.deregistered
    assert (1001 in world.users, 1001 in world.tokens.values()) == (False, False)
    assert await credential(resources, name) == []
    assert await rows(resources, "SELECT 1 FROM sleep WHERE user_id = %s", name)
    logged = "SELECT details FROM audit_log WHERE user_id = %s AND action = 'connection.end'"
    assert await rows(resources, logged, name) == [({"deregistered": True},)]
    with pytest.raises(Conflict, match="not connected"):
        await _synced(resources, name)
    assert not (await connect(name)).new


async def test_disconnecting_somebody_who_is_not_connected(
    resources: Resources, person: str
) -> None:
    """There is nothing to end; a person whom nobody knows is not found."""
    ended = await disconnect(house(resources), OWNER, person)
    assert not ended.deregistered
    for nobody in ("nobody-at-all", "no/body", "\0"):
        with pytest.raises(NotFound):
            await disconnect(house(resources), OWNER, nobody)


async def test_disconnecting_while_polar_is_down(
    resources: Resources, world: World, connect: Connect, name: str
) -> None:
    """The token is kept for another try, unless the caller forces the end."""
    await connect(name)
    world.troubles.add(Trouble.SERVER_ERROR, path="/v3/users/")
    with pytest.raises(PolarUnavailable, match="nothing was deleted"):
        await disconnect(house(resources), OWNER, name)
    assert await credential(resources, name)
    ended = await disconnect(house(resources), OWNER, name, even_when_polar_is_silent=True)
    assert not ended.deregistered
    assert await credential(resources, name) == []


async def test_a_sync_brings_no_token_back(resources: Resources, world: World, person: str) -> None:
    """A token that was handed in is not kept when the person is let go before the sync ends."""
    run_id = await _queued(resources, person, world.token_for(1001, registered=NOW))
    let_go = None

    def report(_: object) -> None:
        nonlocal let_go
        let_go = let_go or asyncio.ensure_future(disconnect(house(resources), OWNER, person))

    assert await work.sync_run(resources, run_id, report) is RunState.SUCCESS
    assert let_go is not None
    await let_go
    assert await read.fetch_value(resources.pool, "credential_there", user_id=person) is None


async def test_an_old_token_s_death_is_not_the_new_one_s(
    resources: Resources, world: World, connect: Connect, name: str
) -> None:
    """Whoever connects again while a sync finds the old token dead stays connected."""
    await connect(name)
    world.tokens.clear()
    claimed = await claim_run(resources.pool, await _queued(resources, name), NOW)
    assert claimed is not None
    await connect(name)
    assert await work._work(resources, claimed, None) is RunState.FAILED
    ((_, refused),) = await credential(resources, name)
    assert refused is None
