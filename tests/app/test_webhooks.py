"""`/webhooks/polar`: what is let in, what is kept, and the syncs that follow."""

import asyncio
import contextlib
import datetime as dt
import hashlib
import itertools
import secrets
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import replace

import httpx
import orjson
import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.types import ASGIApp

from app import doctor
from app.auth import owner
from app.deeds import webhooks
from app.errors import Conflict, Forbidden, PolarError
from app.records.sync import RunState
from app.resources import Resources
from app.simulator.app import create_simulator
from app.simulator.troubles import Trouble
from app.simulator.webhooks import sign
from app.simulator.world import World
from app.state import State
from app.store import change, notices, polar_webhook
from app.store.accounts import create_account, delete_account
from app.store.house import keep_settings
from app.store.pool import Pool
from app.store.read import fetch_value
from app.store.spool import Notice, Spool
from app.sync import webhook, work
from app.sync.client import CLIENT_ID, CLIENT_SECRET
from app.sync.notices import EVENTS, queue_noticed_runs
from app.upstream.webhooks import EVENTS as POLARS_EVENTS
from app.vault import Vault
from app.webhooks import webhook_routes
from tests.app.conftest import NOW, Sync, token_of
from tests.app.deeds.doubles import Workers
from tests.databases import SERVER

OWNER = owner("test")
SECRET = "the-secret-of-the-webhook"
needs_two_backends = pytest.mark.skipif(SERVER is None, reason="one backend: a lock holds all")
DAY = "2026-01-11"
PEOPLE = 25
Send = Callable[..., Coroutine[None, None, int]]


@pytest.fixture
async def house(resources: Resources, pool: Pool) -> State:
    """Ursa without a webhook."""
    async with pool.connection() as connected:
        await connected.execute("TRUNCATE polar_webhook, polar_notice")
    return State(resources=resources, auth=None, dispatch=Workers())  # type: ignore[typeddict-item]


@pytest.fixture
async def client(house: State) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the one address."""
    app = Starlette(routes=webhook_routes())

    async def answering(scope, receive, send):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        await app({**scope, "state": house}, receive, send)

    server: ASGIApp = answering
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(server), base_url="http://ursa.test"
    ) as opened:
        yield opened


@pytest.fixture
def send(client: httpx.AsyncClient) -> Send:
    """Send a notice as Polar does, signed with a secret; answers the status."""

    async def sending(body: object, secret: str = SECRET, **headers: str) -> int:
        sent = body if isinstance(body, bytes) else orjson.dumps(body)
        signed = {"Polar-Webhook-Signature": sign(secret, sent)} | headers
        return (await client.post("/webhooks/polar", content=sent, headers=signed)).status_code

    return sending


def notice(event: str, number: int, **more: object) -> dict[str, object]:
    """A notice about somebody, of now."""
    return {"event": event, "user_id": number, "timestamp": "2026-01-11T18:29:00Z"} | more


async def begun(resources: Resources) -> None:
    """Somebody began to make a webhook."""
    assert await polar_webhook.begin(
        resources.pool, "http://ursa", before=None, cut_off=False, now=NOW
    )


@pytest.fixture(autouse=True)
def patient(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine makes no slow database, save for tests that are about one: those are hasty."""
    if "hasty" not in request.fixturenames:
        monkeypatch.setattr(notices, "PATIENCE_S", 60)


@pytest.fixture
def hasty() -> None:
    """What the database does not take at once waits on the disk."""


@pytest.fixture
async def known(house: State) -> None:
    """A webhook whose secret is known."""
    resources = house["resources"]
    await begun(resources)
    await polar_webhook.keep(
        resources.pool,
        "abc",
        url="http://ursa",
        events=[],
        secret=resources.vault.seal(SECRET),
        actor="test",
        now=NOW,
    )


@pytest.fixture
async def number(resources: Resources, person: str) -> int:
    """Polar's number of the person, who is connected."""
    number = secrets.randbelow(10**9) + 10**6
    await change.execute(
        resources.pool,
        "account_connected",
        user_id=person,
        polar_user_id=number,
        display_name=None,
    )
    sealed = resources.vault.seal("token")
    await change.execute(
        resources.pool, "credential_keep", user_id=person, token=sealed, connected_at=NOW
    )
    return number


async def kept(pool: Pool, person: str) -> list[tuple[str, bool]]:
    """Events of a person's notices, and whether each is settled."""
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT event, settled_at IS NOT NULL FROM polar_notice WHERE user_id = %s"
            " ORDER BY event",
            [person],
        )
        return await cursor.fetchall()


def test_every_event_of_polars_asks_for_feeds() -> None:
    """What is subscribed is acted on."""
    assert set(EVENTS) == set(POLARS_EVENTS)


async def test_before_a_secret_is_known(send: Send, pool: Pool, person: str, number: int) -> None:
    """A ping is answered with 200, whoever signed it; everything else is a 401."""
    assert await send({"event": "PING", "timestamp": "2026-01-11T18:29:00Z"}, "any") == 200
    assert await send(notice("SLEEP", number, date=DAY), "any") == 401
    assert await kept(pool, person) == []


@pytest.mark.usefixtures("known")
async def test_a_wrong_signature(send: Send, pool: Pool, person: str, number: int) -> None:
    """Of another secret, of another body, or none: a 401, and nothing is kept."""
    body = notice("SLEEP", number, date=DAY)
    assert await send(body, "another") == 401
    assert await send({"event": "PING"}, "another") == 401
    other = sign(SECRET, orjson.dumps(notice("SLEEP", number, date="2026-01-10")))
    assert await send(body, **{"Polar-Webhook-Signature": other}) == 401
    assert await send(body, **{"Polar-Webhook-Signature": ""}) == 401
    assert await send(body, **{"Polar-Webhook-Signature": sign(SECRET, b"").upper()}) == 401
    assert await kept(pool, person) == []
    assert await send(body) == 200


@pytest.mark.usefixtures("known")
async def test_a_notice_is_kept_once(send: Send, pool: Pool, person: str, number: int) -> None:
    """The same notice again does nothing; another one of the same day is another."""
    first = notice("SLEEP", number, date=DAY)
    for _ in range(3):
        assert await send(first) == 200
    assert await send(notice("EXERCISE", number, entity_id="aBc12345")) == 200
    assert await kept(pool, person) == [("EXERCISE", False), ("SLEEP", False)]


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"{", id="no JSON"),
        pytest.param({"event": "SLEEP", "user_id": 1}, id="no date"),
        pytest.param(notice("NEW_THING", 1), id="an event that is not known"),
        pytest.param(notice("SLEEP", 2**60, date=DAY), id="somebody unknown"),
        pytest.param({"event": "PING"}, id="a ping"),
    ],
)
async def test_what_is_signed_and_says_nothing(send: Send, pool: Pool, body: object) -> None:
    """Polar must not give the webhook up for it: a 200, and nothing is kept."""
    assert await send(body) == 200
    async with pool.connection() as connected:
        assert await (await connected.execute("SELECT FROM polar_notice")).fetchall() == []


@pytest.mark.usefixtures("known")
async def test_an_old_notice_is_no_news(send: Send, pool: Pool, person: str, number: int) -> None:
    """What tells of more than eight days ago is passed over."""
    old = notice("SLEEP", number, date="2025-12-01") | {"timestamp": "2026-01-01T00:00:00Z"}
    assert await send(old) == 200
    assert await kept(pool, person) == []


@pytest.mark.usefixtures("known")
async def test_ten_megabytes(send: Send) -> None:
    """A body that is too long is refused before it is read."""
    assert await send(b"x" * 10_000_000) == 400


@pytest.mark.usefixtures("known")
async def test_somebody_deleted_a_second_ago(
    send: Send, pool: Pool, person: str, number: int
) -> None:
    """Nothing is kept of them, and Polar hears 200."""
    body = notice("SLEEP", number, date=DAY)
    await delete_account(pool, person, actor="test", deregistered=True)
    assert await send(body) == 200


async def test_a_secret_of_the_settings(
    house: State, send: Send, pool: Pool, person: str, number: int
) -> None:
    """A webhook that was made elsewhere is verified with POLAR_WEBHOOK_SECRET."""
    resources = house["resources"]
    settings = resources.settings.model_copy(update={"polar_webhook_secret": SecretStr("theirs")})
    house["resources"] = replace(resources, settings=settings)
    assert await send({"event": "PING"}, "another") == 401
    assert await send(notice("SLEEP", number, date=DAY), "theirs") == 200
    assert await kept(pool, person) == [("SLEEP", False)]


@pytest.mark.usefixtures("known")
async def test_a_rotated_secret(house: State, send: Send, number: int) -> None:
    """With another secret stored, by whichever process, the old one signs nothing any more."""
    body = notice("SLEEP", number, date=DAY)
    assert await send(body) == 200
    sealed = house["resources"].vault.seal("new")
    async with house["resources"].pool.connection() as connected:
        await connected.execute("UPDATE polar_webhook SET secret_encrypted = %s", [sealed])
    assert await send(body, "new") == 200
    assert await send(body) == 401


@pytest.mark.usefixtures("known")
async def test_a_secret_that_another_process_deleted(
    house: State, send: Send, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It signs nothing any more, though this process has heard of no other one."""
    body = notice("SLEEP", number, date=DAY)
    assert await send(body) == 200
    await change.execute(house["resources"].pool, "polar_webhook_forget", actor="test")
    monkeypatch.setattr(notices, "FRESH_S", 0)
    assert await send(body) == 401


@needs_two_backends
@pytest.mark.usefixtures("known")
async def test_strangers_keep_one_connection_busy(house: State, send: Send, pool: Pool) -> None:
    """However many signatures they make up, the database is asked one question at a time."""
    assert await send({"event": "PING"}) == 200
    async with pool.connection() as other, other.transaction(force_rollback=True):
        await other.execute("LOCK TABLE polar_webhook")
        refused = [asyncio.create_task(send({"event": "PING"}, f"{n}")) for n in range(20)]
        misshapen = await send({"event": "PING"}, **{"Polar-Webhook-Signature": "0" * 63})
        assert await fetch_value(house["resources"].pool, "timescale_version")
    assert {misshapen, *await asyncio.gather(*refused)} == {401}


@pytest.mark.usefixtures("known", "hasty")
async def test_polar_waits_for_no_database(
    house: State, send: Send, pool: Pool, person: str, number: int
) -> None:
    """A notice that can not be stored yet is on the disk when Polar hears 200, and stored later."""
    inbox = house["resources"].inbox
    bodies = [notice("SLEEP", number, date=DAY, entity_id=f"{n}") for n in range(20)]
    assert await inbox.secrets(), "a process that knows no secret has to ask"
    async with pool.connection() as other, other.transaction(force_rollback=True):
        await other.execute("LOCK TABLE polar_notice")
        answers = await asyncio.gather(*(send(body) for body in (*bodies, bodies[0])))
        assert set(answers) == {200}
    await inbox.drain()
    assert await kept(pool, person) == [("SLEEP", False)] * 20
    assert list(inbox.folder.iterdir()) == []


@pytest.mark.usefixtures("known", "hasty")
async def test_a_disk_that_takes_nothing(
    house: State, send: Send, pool: Pool, person: str, number: int
) -> None:
    """Then Polar waits for the database, and nothing is lost."""
    house["resources"].inbox.folder.write_text("no folder")
    async with pool.connection() as other, other.transaction(force_rollback=True):
        await other.execute("LOCK TABLE polar_notice")
        waiting = asyncio.create_task(send(notice("SLEEP", number, date=DAY)))
        await asyncio.wait({waiting}, timeout=4 * notices.PATIENCE_S)
        assert not waiting.done()
    assert await waiting == 200
    assert await kept(pool, person) == [("SLEEP", False)]


async def test_what_a_process_left_on_the_disk(
    resources: Resources, pool: Pool, person: str, number: int
) -> None:
    """The next one stores it; what is no file of notices goes, and stands in nobody's way."""
    inbox = resources.inbox
    left = Notice(
        digest=hashlib.sha256(person.encode()).hexdigest(),
        polar_user_id=number,
        event="SLEEP",
        first_day=dt.date(2026, 1, 11),
        told_at=NOW,
        arrived_at=NOW,
    )
    spool = Spool(inbox.folder)
    spool.write([left])
    (inbox.folder / "0.json").write_bytes(b"")
    await replace(resources).inbox.drain()
    assert await kept(pool, person) == [("SLEEP", False)]
    assert spool.files() == []


@pytest.mark.usefixtures("known")
async def test_a_secret_stored_with_another_key(
    house: State, send: Send, pool: Pool, person: str, number: int
) -> None:
    """Polar hears 503 and comes again; a secret of the settings still lets its notices in."""
    resources = house["resources"]
    body = notice("SLEEP", number, date=DAY)
    house["resources"] = replace(resources, vault=Vault([Fernet.generate_key().decode()]))
    assert await send(body) == 503
    assert await send({"event": "PING"}) == 503
    assert await kept(pool, person) == []
    settings = resources.settings.model_copy(update={"polar_webhook_secret": SecretStr("theirs")})
    house["resources"] = replace(house["resources"], settings=settings)
    assert await send(body, "theirs") == 200
    assert await kept(pool, person) == [("SLEEP", False)]


@pytest.mark.usefixtures("known")
async def test_a_secret_that_another_process_made_readable(house: State, send: Send) -> None:
    """A webhook that was made anew with the key of today is believed at its first notice."""
    resources = house["resources"]
    vault = Vault([Fernet.generate_key().decode()])
    house["resources"] = replace(resources, vault=vault)
    assert await send({"event": "PING"}) == 503
    async with resources.pool.connection() as connected:
        await connected.execute(
            "UPDATE polar_webhook SET secret_encrypted = %s", [vault.seal("new")]
        )
    assert await send({"event": "PING"}, "new") == 200


@pytest.mark.usefixtures("alone", "known")
async def test_many_people_told_of_at_once(
    world: World, resources: Resources, send: Send, pool: Pool, person: str
) -> None:
    """Many notices of many people, twice and mixed: each gets one run, and no second one."""
    sealed = resources.vault.seal(token_of(world, 1003))
    first = secrets.randbelow(10**9) + 10**6
    people = {f"{person}-{n}": first + n for n in range(PEOPLE)}
    for user_id, number in people.items():
        await create_account(pool, user_id)
        await change.execute(
            pool, "account_connected", user_id=user_id, polar_user_id=number, display_name=None
        )
        await change.execute(
            pool, "credential_keep", user_id=user_id, token=sealed, connected_at=NOW
        )
    told = [notice("SLEEP", number, date=DAY) for number in people.values()]
    told += [notice("SLEEP_WISE_ALERTNESS", n, **{"from": DAY, "to": DAY}) for n in people.values()]
    answers = await asyncio.gather(*(send(body) for body in (*told, *reversed(told))))
    assert set(answers) == {200}
    world.advance(minutes=1)
    runs = await queue_noticed_runs(resources)
    assert len(runs) == len(people)
    assert await queue_noticed_runs(resources) == []
    assert {await work.sync_run(resources, run_id) for run_id in runs} == {RunState.SUCCESS}
    for body in told:
        assert await send(body) == 200
    world.advance(hours=1)
    assert await queue_noticed_runs(resources) == []
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT user_id, count(*) FROM sync_run WHERE user_id = ANY (%s) GROUP BY user_id",
            [[*people]],
        )
        assert dict(await cursor.fetchall()) == dict.fromkeys(people, 1)


@pytest.mark.usefixtures("alone", "known")
async def test_news_are_synced_in_one_run(
    world: World, resources: Resources, send: Send, pool: Pool, synced: Sync, person: str
) -> None:
    """A night's notices, twice and in disorder, ask once for their feeds and the recharge."""
    await synced(person, token_of(world, 1003), days=365)
    await change.execute(
        pool, "account_connected", user_id=person, polar_user_id=77_001, display_name=None
    )
    world.advance(hours=1)
    bodies = [
        notice("SLEEP_WISE_ALERTNESS", 77_001, **{"from": DAY, "to": DAY}),
        notice("SLEEP", 77_001, date=DAY),
        notice("CONTINUOUS_HEART_RATE", 77_001, date="2026-01-09"),
    ]
    for body in (*bodies, *reversed(bodies)):
        assert await send(body) == 200
    assert await queue_noticed_runs(resources) == []  # Others of the same sync may follow.
    world.advance(minutes=1)
    (run_id,) = await queue_noticed_runs(resources)
    feeds: list[str] = []
    state = await work.sync_run(resources, run_id, lambda done: feeds.append(done.feed))
    assert state is RunState.SUCCESS
    assert feeds == ["sleep", "recharge", "sleepwise_alertness", "heart_rate"]
    assert {settled for _, settled in await kept(pool, person)} == {True}
    world.advance(hours=1)
    for body in bodies:
        assert await send(body) == 200
    assert await queue_noticed_runs(resources) == []


@pytest.mark.usefixtures("alone", "known")
async def test_a_notice_that_comes_while_runs_are_queued(
    world: World, send: Send, pool: Pool, person: str, number: int
) -> None:
    """What it tells is in none of them: it goes on waiting for its own, and for no pause."""
    assert await send(notice("EXERCISE", number, entity_id="aBc12345")) == 200
    world.advance(minutes=1)
    waiting = await notices.waiting(pool, world.now, 10)
    assert await send(notice("SLEEP", number, date=DAY)) == 200
    await notices.taken(pool, waiting, world.now)
    async with pool.connection() as connected:
        statement = "SELECT event, tries FROM polar_notice WHERE user_id = %s ORDER BY event"
        cursor = await connected.execute(statement, [person])
        assert await cursor.fetchall() == [("EXERCISE", 1), ("SLEEP", 0)]


@pytest.mark.usefixtures("alone", "known")
async def test_a_notice_whose_sync_fails_is_tried_again(
    resources: Resources, world: World, send: Send, pool: Pool, person: str, number: int
) -> None:
    """After growing pauses; the sixth sync in vain is the last, and the net has the rest."""
    assert await send(notice("SLEEP", number, date=DAY)) == 200
    tries = 0
    for _ in range(10):
        world.advance(hours=3)
        for run_id in await queue_noticed_runs(resources):
            tries += 1
            async with pool.connection() as connected:
                await connected.execute(
                    "UPDATE sync_run SET state = 'failed' WHERE run_id = %s", [run_id]
                )
    assert tries == 6
    assert await kept(pool, person) == [("SLEEP", True)]


async def ursa_of(world: World, client: httpx.AsyncClient) -> None:
    """Let the simulator deliver to Ursa."""

    async def deliver(url: str, headers: dict[str, str], body: bytes) -> int:
        return (await client.post(url, headers=headers, content=body)).status_code

    world.webhooks.deliver = deliver


@pytest.mark.usefixtures("strangers")
async def test_a_webhook_is_made_used_and_ended(
    house: State, client: httpx.AsyncClient, world: World, pool: Pool, person: str
) -> None:
    """Polar's ping is answered before the secret is known; then its notices are let in."""
    await ursa_of(world, client)
    world.token_for(1003)
    made = await webhooks.create_webhook(house, OWNER, "http://ursa.test/webhooks/polar")
    assert (made.active, made.error, set(made.events)) == (True, None, set(EVENTS))
    with pytest.raises(Conflict, match="already"):
        await webhooks.create_webhook(house, OWNER)
    await change.execute(
        pool, "account_connected", user_id=person, polar_user_id=1003, display_name=None
    )
    await change.execute(pool, "credential_keep", user_id=person, token=b"sealed", connected_at=NOW)
    since = world.now
    world.advance(days=1)
    assert await world.tell(since) > 3
    assert {"SLEEP", "ACTIVITY_SUMMARY"} <= {event for event, _ in await kept(pool, person)}
    async with pool.connection() as connected:
        cursor = await connected.execute("SELECT secret_encrypted FROM polar_webhook")
        ((sealed,),) = await cursor.fetchall()
    assert world.webhooks.webhook is not None
    assert world.webhooks.webhook.secret.encode() not in bytes(sealed)
    assert await webhooks.delete_webhook(house, OWNER)
    assert world.webhooks.webhook is None
    assert await webhooks.webhook_status(house, OWNER) is None
    await delete_account(pool, person, actor="test", deregistered=True)


async def test_a_webhook_that_polar_switched_off_is_switched_on(
    house: State, client: httpx.AsyncClient, world: World
) -> None:
    """After seven days of failures Polar stops; Ursa looks, and has it started again."""
    await ursa_of(world, client)
    await webhooks.create_webhook(house, OWNER, "http://ursa.test/webhooks/polar")
    assert world.webhooks.webhook is not None
    world.webhooks.webhook.active = False
    found = await webhook.look(house["resources"])
    assert found is not None
    assert (found.active, found.reactivated_at) == (True, NOW)
    assert world.webhooks.webhook.active
    world.webhooks.webhook = None
    found = await webhook.look(house["resources"])
    assert found is not None
    assert found.active is False
    assert "create it anew" in (found.error or "")


async def test_a_polar_that_says_nothing_of_the_webhook(
    house: State, client: httpx.AsyncClient, world: World, pool: Pool, person: str, number: int
) -> None:
    """What it last said stays, with what went wrong; polling slows down for nobody's silence."""
    assert number
    await ursa_of(world, client)
    made = await webhooks.create_webhook(house, OWNER, "http://ursa.test/webhooks/polar")
    await announced(pool, person)
    world.troubles.add(Trouble.SERVER_ERROR, path="/v3/webhooks")
    found = await webhook.look(house["resources"])
    assert found is not None
    assert (made.active, found.active, found.error is None) == (True, True, False)
    assert await announced(pool, person, told=False)


async def announced(pool: Pool, person: str, *, told: bool = True) -> bool:
    """Whether webhooks tell of a person; from now on, where they were told of."""
    async with pool.connection() as connected:
        if told:
            statement = "UPDATE credential SET noticed_at = %s, due_at = %s WHERE user_id = %s"
            await connected.execute(statement, [NOW, NOW + dt.timedelta(hours=8), person])
        statement = (
            "SELECT noticed_at IS NOT NULL AND due_at > %s FROM credential WHERE user_id = %s"
        )
        ((told,),) = await (await connected.execute(statement, [NOW, person])).fetchall()
    return bool(told)


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("how", ["deleted here", "deleted at Polar"])
async def test_without_a_webhook_everybody_is_polled(
    house: State, world: World, pool: Pool, person: str, number: int, how: str
) -> None:
    """Who was told of is due at once, and then as often as the cadences say."""
    assert number
    assert await announced(pool, person)
    assert world.webhooks.webhook is None
    if how == "deleted here":
        assert await webhooks.delete_webhook(house, OWNER)
    else:
        await webhook.look(house["resources"])
    assert not await announced(pool, person, told=False)


async def test_two_who_make_it_at_once(
    house: State, client: httpx.AsyncClient, world: World, pool: Pool
) -> None:
    """One of them does, and its secret is kept; the other one is told so."""
    refused: list[Exception] = []

    async def deliver(url: str, headers: dict[str, str], body: bytes) -> int:
        try:
            await webhooks.create_webhook(house, OWNER, "http://ursa.test/webhooks/polar")
        except Conflict as error:
            refused.append(error)
        return (await client.post(url, headers=headers, content=body)).status_code

    world.webhooks.deliver = deliver
    made = await webhooks.create_webhook(house, OWNER, "http://ursa.test/webhooks/polar")
    assert made.active
    assert [str(error) for error in refused] == [
        "Somebody is making the webhook at this very moment. See how it stands."
    ]
    async with pool.connection() as connected:
        cursor = await connected.execute("SELECT secret_encrypted IS NOT NULL FROM polar_webhook")
        assert await cursor.fetchall() == [(True,)]


async def test_a_making_that_was_cut_off(
    house: State, client: httpx.AsyncClient, world: World
) -> None:
    """After some minutes the look says so, and it can be made anew."""
    await begun(house["resources"])
    found = await webhook.look(house["resources"])
    assert found is not None
    assert found.error is None
    world.advance(minutes=5)
    found = await webhook.look(house["resources"])
    assert found is not None
    assert "cut off" in (found.error or "")
    await ursa_of(world, client)
    made = await webhooks.create_webhook(house, OWNER, "http://ursa.test/webhooks/polar")
    assert (made.active, made.error) == (True, None)


@pytest.mark.parametrize(
    ("changed", "found", "advice"),
    [
        ("created_at = now()", "active, 0 notices in 24 hours", ""),
        ("created_at = now() - interval '4 days'", "active, and silent for 3 days", "from outside"),
        ("active = FALSE", "not active", "ursa webhook status"),
        ("active = FALSE, error = 'Gone.'", "not active", "Gone."),
    ],
)
@pytest.mark.usefixtures("known")
async def test_the_doctor_looks_at_it(
    house: State, pool: Pool, changed: str, found: str, advice: str
) -> None:
    """What Polar last said of it, and whether anything came."""
    async with pool.connection() as connected:
        await connected.execute(f"UPDATE polar_webhook SET {changed}".encode())
    check = await doctor._finding("webhook", doctor._webhook, house["resources"].settings)
    assert (check.good, check.found) == (True, found)
    assert advice in check.advice


async def test_a_house_without_a_webhook_is_well(house: State) -> None:
    """The timetable asks Polar."""
    assert "timetable" in await doctor._webhook(house["resources"].settings)


async def test_an_address_that_does_not_answer(house: State, world: World, pool: Pool) -> None:
    """Polar refuses it, nothing is stored, and the words say what it needs."""

    async def deliver(_url: str, _headers: dict[str, str], _body: bytes) -> int:
        return 0

    world.webhooks.deliver = deliver
    with pytest.raises(PolarError, match="https"):
        await webhooks.create_webhook(house, OWNER, "http://elsewhere.test")
    async with pool.connection() as connected:
        assert await (await connected.execute("SELECT FROM polar_webhook")).fetchall() == []


async def test_a_client_told_in_the_pages(
    house: State, client: httpx.AsyncClient, world: World
) -> None:
    """A house whose client was told in the pages makes its webhook with it; without one, none."""
    await ursa_of(world, client)
    bare = {"polar_client_id": None, "polar_client_secret": None}
    resources = house["resources"]
    resources = replace(resources, settings=resources.settings.model_copy(update=bare))
    with pytest.raises(Conflict, match="client"):
        await webhook.create(resources, "http://ursa.test/webhooks/polar", "test")
    told = dict(zip((CLIENT_ID, CLIENT_SECRET), world.client, strict=True))
    sealed = {name: resources.vault.seal(value) for name, value in told.items()}
    await keep_settings(resources.pool, sealed, actor="test", now=NOW)
    try:
        made = await webhook.create(resources, "http://ursa.test/webhooks/polar", "test")
        assert made.active
        assert await webhook.delete(resources, "test")
    finally:
        async with resources.pool.connection() as connected:
            await connected.execute("DELETE FROM setting")


async def test_one_persons_key_makes_no_webhook(house: State) -> None:
    """It is for all people at once."""
    with pytest.raises(Forbidden):
        await webhooks.create_webhook(house, replace(OWNER, user_id="somebody"))


@pytest.mark.parametrize(("copies", "late", "calls"), [(2, 0, 2), (0, 0, 0), (1, 600, 0)])
async def test_the_simulator_sends_twice_never_and_late(
    world: World, copies: int, late: int, calls: int
) -> None:
    """How often and how late is switched; a late notice comes when it is time."""
    sent: list[bytes] = []

    async def deliver(_url: str, _headers: dict[str, str], body: bytes) -> int:
        sent.append(body)
        return 200

    world.webhooks.deliver = deliver
    world.token_for(1003)
    app = httpx.ASGITransport(create_simulator(world))
    async with httpx.AsyncClient(transport=app, base_url="http://polar") as http:
        auth = httpx.BasicAuth(*world.client)
        await http.post("/v3/webhooks", json={"url": "http://u", "events": ["SLEEP"]}, auth=auth)
        switched = {"copies": str(copies), "late_minutes": str(late)}
        assert (await http.post("/simulator/webhook", json=switched)).status_code == 204
        assert (await http.post("/simulator/webhook", json={"copies": "99"})).status_code == 400
        sent.clear()
        world.set_now(dt.datetime(2026, 1, 12, 4, tzinfo=dt.UTC))
        await http.post("/simulator/clock", json={"now": "2026-01-12T12:00:00Z"})
        assert len(sent) == calls
        await http.post("/simulator/clock", json={"now": "2026-01-13T03:00:00Z"})
        assert (len(sent) > 0) == (copies > 0)


async def killed_after(process: asyncio.subprocess.Process, number: int, most: int) -> set[str]:
    """Notices about somebody from eight sides; digests of those answered until it is killed."""
    assert process.stdout is not None
    address = (await process.stdout.readline()).decode().strip()
    answered: set[str] = set()
    fresh = notice("SLEEP", number, date=DAY) | {"timestamp": dt.datetime.now(dt.UTC)}
    bodies = (orjson.dumps(fresh | {"entity_id": f"{n}"}) for n in itertools.count())

    async def send() -> None:
        with contextlib.suppress(httpx.TransportError):
            for body in bodies:
                headers = {"Polar-Webhook-Signature": sign(SECRET, body)}
                answer = await http.post("/webhooks/polar", content=body, headers=headers)
                assert answer.status_code == 200
                answered.add(hashlib.sha256(body).hexdigest())
                if len(answered) == most:
                    process.kill()

    async with httpx.AsyncClient(base_url=address) as http:
        await asyncio.gather(*(send() for _ in range(8)))
    assert await process.wait() == -signal.SIGKILL
    return answered


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("slow", [False, pytest.param(True, marks=needs_two_backends)])
async def test_killed_among_notices(
    pool: Pool, resources: Resources, person: str, number: int, *, slow: bool
) -> None:
    """What was answered with 200 outlives a kill with -9, also where the database takes nothing."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.app.webhook_program"),
        *(resources.settings.database_url or "", SECRET, f"{resources.settings.data_dir}"),
        stdout=asyncio.subprocess.PIPE,
    )
    async with pool.connection() as other, other.transaction(force_rollback=True):
        if slow:
            await other.execute("LOCK TABLE polar_notice")
        answered = await killed_after(process, number, 60)
    await resources.inbox.drain()
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT encode(digest, 'hex') FROM polar_notice WHERE user_id = %s", [person]
        )
        there = {digest for (digest,) in await cursor.fetchall()}
    assert answered <= there
