"""Who may what: every caller at every endpoint, root field and tool, held against one table.

The table that was found stands at the end of the tests' output.
"""

import datetime as dt
import secrets
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.types import ASGIApp

from app.auth import open_auth
from app.auth.sessions import digest, new_secret
from app.deeds import keys, rows, sessions
from app.deeds.keys import KeyOrder, Powers
from app.deeds.sessions import SignedIn
from app.findings.readable import FOUND
from app.mcp.door import Mcp
from app.mcp.server import TOOLS as SERVED
from app.records.account import DataClass, Scope
from app.records.apps import Audience
from app.records.session import Browser, Role
from app.records.sync import RunState
from app.resources import Resources
from app.rest.routes import ENDPOINTS, rest_routes
from app.state import State
from app.store import apps, runs
from app.store import keys as store
from app.store import sessions as stored
from app.store.pool import Pool
from schema import ids
from schema.build import terms
from schema.routes import graphql_routes
from tests.app.deeds.doubles import OWNER, Workers
from tests.app.imports.archives import queued
from tests.app.rest.test_classes import NEEDS
from tests.app.series import new_person

READ, SYNC, ADMIN = Scope.READ, Scope.SYNC, Scope.ADMIN
MASTER = "the-master-key-of-the-matrix"
RATE = 1_000_000
OWN_PAGE = {"Origin": "http://ursa.test", "Content-Type": "application/json"}
OPEN, REFUSED, STRANGE = "yes", "403", "401"


@dataclass(frozen=True)
class Who:
    """Somebody who asks."""

    name: str
    scopes: frozenset[Scope] = frozenset(Scope)
    everybody: bool = False
    other: bool = False
    classes: frozenset[DataClass] | None = None
    known: bool = True
    session: Role | None = None
    fresh: bool = True
    audience: Audience | None = None
    """Of an application's token: where it works."""


def _keys() -> list[Who]:
    doors = {"the person": False, "everybody": True}
    return [
        Who(f"{scope.value} of {whom}", frozenset({scope}), everybody)
        for whom, everybody in doors.items()
        for scope in Scope
    ]


def _applications() -> list[Who]:
    """Somebody's yes lets them read, or sync; they never administer."""
    read, all_that_is = frozenset({READ}), frozenset({READ, SYNC})
    sleep = frozenset({DataClass.SLEEP})
    api, mcp = Audience.API, Audience.MCP
    return [
        Who("application of the person", all_that_is, audience=api),
        Who("application of another person", all_that_is, other=True, audience=api),
        Who("application for sleep of the person", read, classes=sleep, audience=api),
        Who("application of everybody", all_that_is, everybody=True, audience=api),
        Who("assistant of the person", read, audience=mcp),
    ]


WHO = [
    Who("nobody", known=False),
    Who("a wrong key", known=False),
    Who("an expired key", known=False),
    Who("a revoked key", known=False),
    *_keys(),
    Who("all of the person"),
    Who("all of another person", other=True),
    Who("sleep of the person", classes=frozenset({DataClass.SLEEP})),
    *_applications(),
    Who("the master key", everybody=True),
    Who("open mode", everybody=True),
    Who("session of the person", session=Role.PERSON),
    Who("stale session of the person", session=Role.PERSON, fresh=False),
    Who("session of another person", session=Role.PERSON, other=True),
    Who("session of the owner", session=Role.OWNER, everybody=True),
    Who("stale session of the owner", session=Role.OWNER, everybody=True, fresh=False),
    Who("session that sets up", frozenset(), session=Role.SETUP, other=True),
    Who("an ended session", session=Role.OWNER, known=False),
]


@dataclass(frozen=True)
class Cell:
    """Something that can be asked, and the rule for it."""

    name: str
    needs: frozenset[Scope] = frozenset({READ})
    classes: frozenset[DataClass] = frozenset()
    about_person: bool = True
    own: bool = False
    """The own key; whoever opens everybody has it not, and sees the person's with `admin`."""
    renews: bool = False
    ends: bool = False
    public: bool = False
    owns: bool = False
    opens_all: bool = False
    sees: bool = False
    ends_session: bool = False
    text: str = field(default="", compare=False)
    """The document of GraphQL."""
    told: dict[str, str] | None = field(default=None, compare=False)
    """Arguments of a tool."""


RULES: dict[str, dict[str, Any]] = {
    "POST baselines/calculate": {"needs": frozenset({READ, SYNC})},
    "POST patterns/detect": {"needs": frozenset({READ, SYNC})},
    "POST sync/trigger": {"needs": frozenset({SYNC})},
    "GET api-key/info": {"needs": frozenset(), "own": True},
    "POST api-key/regenerate": {"needs": frozenset(), "renews": True},
    "POST api-key/revoke": {"needs": frozenset(), "ends": True},
    "POST imports": {"needs": frozenset({SYNC})},
    "DELETE imports/{run_id}": {"needs": frozenset({ADMIN}), "classes": frozenset(DataClass)},
    "POST takeouts": {"classes": frozenset(DataClass)},
    "DELETE sleep/{date}": {"needs": frozenset({ADMIN}), "classes": rows.NIGHT},
    "DELETE exercises/{id}": {"needs": frozenset({ADMIN}), "classes": rows.EXERCISE},
    **{
        f"DELETE {path}/{{id}}": {"needs": frozenset({ADMIN}), "classes": rows.TEST}
        for path in ("spo2", "ecg", "orthostatic-tests", "fitness-tests")
    },
}
"""Endpoints that need something else than `read`."""

USER = "input: { userId: $user }"
ROOTS: dict[str, Cell] = {
    cell.name: cell
    for cell in (
        Cell("query me", about_person=False, text="{ me { userId } }"),
        Cell("query apiKey", frozenset(), about_person=False, text="{ apiKey { keyId } }"),
        Cell("query person", text="query($user: ID!) { person(id: $user) { userId } }"),
        Cell("query people", about_person=False, text="{ people { nodes { userId } } }"),
        Cell("query node", text="query($node: ID!) { node(id: $node) { id } }"),
        Cell(
            "query sessions",
            frozenset({ADMIN}),
            about_person=False,
            sees=True,
            text="{ sessions { role } }",
        ),
        Cell(
            "query polarClient",
            frozenset({ADMIN}),
            about_person=False,
            sees=True,
            text="{ polarClient { source } }",
        ),
        Cell(
            "query joiningOpen",
            frozenset({ADMIN}),
            about_person=False,
            sees=True,
            text="{ joiningOpen }",
        ),
        *(
            Cell(
                f"mutation {deed}",
                frozenset({ADMIN}),
                about_person=False,
                opens_all=True,
                text=f"mutation {{ {deed}(input: {{ {told} }}) {{ {answer} }} }}",
            )
            for deed, told, answer in (
                ("setPolarClient", 'clientId: "", clientSecret: ""', "client { source }"),
                ("setJoining", "joining: CLOSED", "open"),
                ("invitePerson", "", "url"),
            )
        ),
        Cell(
            "mutation createOwner",
            frozenset(),
            about_person=False,
            owns=True,
            text='mutation { createOwner(input: { name: "x", password: "short" }) { name } }',
        ),
        Cell(
            "mutation setOwnerPassword",
            frozenset({ADMIN}),
            about_person=False,
            owns=True,
            text='mutation { setOwnerPassword(input: { password: "short" }) { done } }',
        ),
        Cell(
            "mutation endSession",
            frozenset(),
            ends_session=True,
            text="mutation($session: ID!) { endSession(input: { sessionId: $session }) "
            "{ sessionId } }",
        ),
        Cell(
            "query apiKeys",
            frozenset({ADMIN}),
            sees=True,
            text="query($user: ID!) { apiKeys(userId: $user) { nodes { label } } }",
        ),
        Cell(
            "query connectedApps",
            frozenset({ADMIN}),
            sees=True,
            text="query($user: ID!) { connectedApps(userId: $user) { name } }",
        ),
        Cell(
            "mutation disconnectApp",
            frozenset({ADMIN}),
            about_person=False,  # An unknown application: whose it is is not looked at.
            sees=True,
            text="mutation { disconnectApp(input: "
            '{ appId: "7b0f4b3e-6a3e-4a53-9a1c-0c3b1c1c9b55" }) { app { name } } }',
        ),
        Cell(
            "query syncRuns",
            frozenset({ADMIN}),
            sees=True,
            text="query($user: ID!) { syncRuns(userId: $user) { nodes { state } } }",
        ),
        Cell(
            "query auditLog",
            frozenset({ADMIN}),
            sees=True,
            text="query($user: ID!) { auditLog(userId: $user) { nodes { action } } }",
        ),
        Cell("query server", frozenset(), about_person=False, text="{ server { version } }"),
        Cell("query sentences", public=True, about_person=False, text="{ sentences { code } }"),
        Cell("query metrics", public=True, about_person=False, text="{ metrics { key } }"),
        Cell(
            "mutation triggerSync",
            frozenset({SYNC}),
            text=f"mutation($user: ID!) {{ triggerSync({USER}) {{ run {{ state }} }} }}",
        ),
        *(
            Cell(
                f"mutation {deed}",
                frozenset({SYNC}),
                text=f"mutation($user: ID!) {{ {deed}(input: {asked}) "
                "{ backfill { state } } }",
            )
            for deed, asked in (
                ("startBackfill", '{ userId: $user, until: "2025-01-01" }'),
                ("stopBackfill", "{ userId: $user }"),
            )
        ),
        Cell(
            "mutation createPolarWebhook",
            frozenset({ADMIN}),
            about_person=False,
            opens_all=True,
            text='mutation { createPolarWebhook(input: { url: "x" }) { webhook { url } } }',
        ),
        Cell(
            "mutation deletePolarWebhook",
            frozenset({ADMIN}),
            about_person=False,
            opens_all=True,
            text="mutation { deletePolarWebhook { deleted } }",
        ),
        Cell(
            "mutation calculateBaselines",
            frozenset({READ, SYNC}),
            NEEDS["baselines/calculate"],
            text=f"mutation($user: ID!) {{ calculateBaselines({USER}) {{ person {{ id }} }} }}",
        ),
        Cell(
            "mutation detectPatterns",
            frozenset({READ, SYNC}),
            NEEDS["patterns/detect"],
            text=f"mutation($user: ID!) {{ detectPatterns({USER}) {{ person {{ id }} }} }}",
        ),
        Cell(
            "mutation startConnection",
            frozenset({SYNC}),
            text=f"mutation($user: ID!) {{ startConnection({USER}) {{ state }} }}",
        ),
        Cell(
            "mutation finishConnection",
            frozenset({READ, SYNC}),
            about_person=False,  # An unknown state: whose it is is not looked at.
            text='mutation { finishConnection(input: { state: "x", code: "y" }) { new } }',
        ),
        Cell(
            "mutation disconnectPerson",
            frozenset({ADMIN}),
            text=f"mutation($user: ID!) {{ disconnectPerson({USER}) {{ deregistered }} }}",
        ),
        Cell(
            "mutation setPreferences",
            frozenset({ADMIN, READ}),
            sees=True,
            text="mutation($user: ID!) { setPreferences(input: "
            "{ userId: $user, units: METRIC }) { person { id } } }",
        ),
        Cell(
            "mutation deletePerson",
            frozenset({ADMIN}),
            text=f"mutation($user: ID!) {{ deletePerson({USER}) {{ receiptId }} }}",
        ),
        Cell(
            "mutation undoImport",
            frozenset({ADMIN}),
            frozenset(DataClass),
            text="mutation($import: ID!) "
            "{ undoImport(input: { runId: $import }) { run { runId } } }",
        ),
        Cell(
            "mutation startTakeout",
            classes=frozenset(DataClass),
            text=f"mutation($user: ID!) {{ startTakeout({USER}) {{ takeout {{ runId }} }} }}",
        ),
        Cell(
            "mutation deleteExercise",
            frozenset({ADMIN}),
            rows.EXERCISE,
            text="mutation($user: ID!) { deleteExercise(input: "
            '{ userId: $user, exerciseId: "x" }) { rows } }',
        ),
        Cell(
            "mutation deleteNight",
            frozenset({ADMIN}),
            rows.NIGHT,
            text="mutation($user: ID!) { deleteNight(input: "
            '{ userId: $user, date: "2026-01-11" }) { rows } }',
        ),
        *(
            Cell(
                f"mutation {deed}",
                frozenset({ADMIN}),
                rows.TEST,
                text=f"mutation($user: ID!) {{ {deed}(input: "
                '{ userId: $user, testAt: "2026-01-11T07:00:00Z" }) { rows } }',
            )
            for deed in (
                "deleteSpo2Test",
                "deleteEcgTest",
                "deleteOrthostaticTest",
                "deleteFitnessTest",
            )
        ),
        Cell(
            "mutation createApiKey",
            frozenset({ADMIN}),
            text="mutation($user: ID!, $may: [Scope!]!, $of: [DataClass!]) { createApiKey(input: "
            '{ userId: $user, label: "x", scopes: $may, classes: $of }) { secret } }',
        ),
        Cell(
            "mutation regenerateApiKey",
            frozenset(),
            renews=True,
            text="mutation($key: ID!) { regenerateApiKey(input: { keyId: $key }) { secret } }",
        ),
        Cell(
            "mutation revokeApiKey",
            frozenset(),
            ends=True,
            text="mutation($key: ID!) { revokeApiKey(input: { keyId: $key }) { key { label } } }",
        ),
        Cell(
            "subscription syncProgress",
            text="subscription($run: ID!) { syncProgress(runId: $run) { final } }",
        ),
        *(
            Cell(
                f"subscription {name}",
                about_person=False,  # An unknown one: whose it is is not looked at.
                text=f'subscription {{ {name}(runId: "{uuid.UUID(int=1)}") {{ final }} }}',
            )
            for name in ("importProgress", "takeoutProgress")
        ),
        Cell(
            "subscription personChanged",
            text="subscription($user: ID!) { personChanged(userId: $user) { parts } }",
        ),
    )
}


def _rest_cells() -> dict[str, Cell]:
    found = {}
    for endpoint in ENDPOINTS:
        path = endpoint.path.removeprefix("/users/{user_id}/")
        name = f"{endpoint.method} {path}"
        found[name] = Cell(name, **{"classes": NEEDS[path], **RULES.get(name, {})})
    return found


_HEART = frozenset({DataClass.HEART})
_OF_HRV = {"metric": "hrv_rmssd"}
TOOLS: dict[str, Cell] = {
    cell.name: cell
    for cell in (
        Cell("tool today", classes=FOUND, told={}),
        Cell("tool sleep", classes=frozenset({DataClass.SLEEP}), told={}),
        *(Cell(f"tool {name}", told={}) for name in ("recovery", "training", "heart_rate")),
        *(
            Cell(f"tool {name}", classes=_HEART, told=_OF_HRV)
            for name in ("metric_trend", "compare_periods", "explain_metric")
        ),
        Cell("tool find_exercises", classes=frozenset({DataClass.TRAINING}), told={}),
        Cell(
            "tool exercise",
            classes=frozenset({DataClass.TRAINING}),
            told={"identifier": "x"},
        ),
        Cell("tool sync", frozenset({SYNC}), told={}),
        Cell("tool people", about_person=False, told={}),
    )
}
"""Tools tell of the metrics that the caller reads: those for several ask no class."""

CELLS = {**_rest_cells(), **ROOTS, **TOOLS}

DEEDS: dict[str, tuple[str, ...]] = {
    "sync": ("POST sync/trigger", "mutation triggerSync", "tool sync"),
    "calculate": ("POST baselines/calculate", "mutation calculateBaselines"),
    "detect": ("POST patterns/detect", "mutation detectPatterns"),
    "take everything out": ("POST takeouts", "mutation startTakeout"),
    "take an import back": ("DELETE imports/{run_id}", "mutation undoImport"),
    "renew a key": ("POST api-key/regenerate", "mutation regenerateApiKey"),
    "end a key": ("POST api-key/revoke", "mutation revokeApiKey"),
    "delete a night": ("DELETE sleep/{date}", "mutation deleteNight"),
    "delete an exercise": ("DELETE exercises/{id}", "mutation deleteExercise"),
    "delete an ECG": ("DELETE ecg/{id}", "mutation deleteEcgTest"),
    "delete a blood oxygen": ("DELETE spo2/{id}", "mutation deleteSpo2Test"),
    "delete an orthostatic test": (
        "DELETE orthostatic-tests/{id}",
        "mutation deleteOrthostaticTest",
    ),
    "delete a fitness test": ("DELETE fitness-tests/{id}", "mutation deleteFitnessTest"),
}
"""Each deed that several surfaces have, and what it is called there."""
REST_ALONE = {"POST imports"}
"""Deeds of REST alone: an archive is sent as it is."""


def rule(who: Who, cell: Cell) -> str:
    """What this caller gets: the whole of who may what."""
    if not who.known or (who.audience is Audience.MCP and cell.told is None):
        shows_key = who.name != "nobody" and who.session is None
        return OPEN if cell.public and not shows_key else STRANGE
    return _allowed(who, cell)


def _allowed(who: Who, cell: Cell) -> str:
    """What somebody gets whom the door lets in."""
    if cell.public or (cell.name == "query me" and who.everybody):
        return OPEN
    if cell.owns or cell.ends_session:
        return OPEN if _owns(who, cell) else REFUSED
    if ADMIN in cell.needs and not who.fresh and not cell.sees:
        return REFUSED
    if (who.other and cell.about_person) or (cell.opens_all and not who.everybody):
        return REFUSED
    if not cell.needs <= who.scopes or not cell.classes <= (who.classes or set(DataClass)):
        return REFUSED
    return OPEN if _theirs(who, cell) else REFUSED


def _theirs(who: Who, cell: Cell) -> bool:
    """Whether the key that is looked at, renewed or ended is theirs to."""
    if cell.own:
        return not who.everybody or ADMIN in who.scopes
    return not (cell.renews or cell.ends) or _may_change(who, cell)


def _owns(who: Who, cell: Cell) -> bool:
    """The house is that of who has the master key or the owner's password; a session, one's own."""
    if cell.ends_session:
        return who.session is not None or (ADMIN in who.scopes and not who.other)
    if who.session is Role.SETUP:
        return cell.name == "mutation createOwner"
    owner = who.session is Role.OWNER and who.fresh
    return owner or who.name in {"the master key", "open mode"}


def _may_change(who: Who, cell: Cell) -> bool:
    """The own key; or, for who opens everybody or is signed in, the person's weak one."""
    if who.session is not None:
        return who.fresh
    if who.audience and cell.renews:
        return False
    if who.everybody:
        return ADMIN in who.scopes and (cell.ends or who.scopes >= {READ})
    return cell.ends or not who.scopes <= {READ}


@dataclass
class House:
    """Two servers on one database, one of which needs no key, and a clock that stands."""

    resources: Resources
    state: State
    closed: httpx.AsyncClient
    unlocked: httpx.AsyncClient


def _client(state: State, mcp: Mcp) -> httpx.AsyncClient:
    app = Starlette(routes=[*rest_routes(), *graphql_routes(), *mcp.routes()])

    async def answering(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 -- ASGI's
        await app({**scope, "state": state}, receive, send)

    server: ASGIApp = answering
    return httpx.AsyncClient(transport=httpx.ASGITransport(server), base_url="http://ursa.test")


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A subscription that would never end does at once."""
    monkeypatch.setattr("schema.subscription.PATIENCE_S", 0.0)
    monkeypatch.setattr("schema.subscription.TICK_S", 0.01)


@pytest.fixture
async def house(resources: Resources, pool: Pool) -> AsyncIterator[House]:
    """Both servers; Polar is not asked."""
    assert pool is not None
    resources = replace(resources, oauth=None)
    locked = resources.settings.model_copy(update={"api_key": SecretStr(MASTER)})
    unlocked = resources.settings.model_copy(update={"auth_required": False})
    mcp = Mcp(locked.model_copy(update={"base_url": OWN_PAGE["Origin"]}))
    async with (
        open_auth(locked, resources.pool, resources.clock) as auth,
        open_auth(unlocked, resources.pool, resources.clock) as none,
        mcp.running(),
    ):
        state = State(resources=resources, auth=auth, dispatch=Workers())
        open_state = State(resources=resources, auth=none, dispatch=Workers())
        async with _client(state, mcp) as closed, _client(open_state, mcp) as free:
            yield House(resources, state, closed, free)


@dataclass
class Scene:
    """Somebody in front of a person's door."""

    person: str
    secret: str | None
    key_id: uuid.UUID
    """The caller's own key, or the person's weak one."""
    run_id: uuid.UUID
    session_id: uuid.UUID
    """The caller's own session, or one of the person's."""
    import_id: uuid.UUID


async def _scene(house: House, who: Who) -> Scene:
    pool = house.resources.pool
    person = await new_person(pool)
    run_id = await runs.queue_run(
        pool,
        user_id=person,
        origin="rest",
        days=1,
        token=b"x",
        now=house.resources.clock(),
    )
    assert run_id is not None
    await runs.finish_run(
        pool,
        run_id,
        RunState.SUCCESS,
        now=house.resources.clock(),
        request_count=0,
        error_code=None,
        error=None,
    )
    weak = Powers(user_id=person, scopes=frozenset({READ}), rate_limit_per_minute=10)
    target = await keys.make(house.state, OWNER, KeyOrder(label="weak", powers=weak))
    made = await _made(house, who, person)
    own = target if made is None or who.everybody or who.other else made
    session = await _session(house, who, person)
    shown = session.secret if who.session else await _shown(house, who, made)
    sent = await queued(pool, person, Path("no.zip"), house.resources)
    return Scene(person, shown, own.key.key_id, run_id, session.session.session_id, sent)


async def _session(house: House, who: Who, person: str) -> SignedIn:
    """A browser of the caller's, or else of the person's."""
    role = who.session or Role.PERSON
    of = await new_person(house.resources.pool) if who.other else person
    browser = Browser(address="192.0.2.1")
    user_id = of if role is Role.PERSON else None
    begun = await sessions.begin(house.state, browser, role, how="test", user_id=user_id)
    session_id, pool = begun.session.session_id, house.resources.pool
    if not who.fresh:
        await stored.freshen_session(pool, session_id, house.resources.clock())
    if who.session and not who.known:
        await stored.end_session(pool, session_id, user_id=None, actor="test")
    return begun


async def _made(house: House, who: Who, person: str) -> keys.NewSecret | None:
    if who.session or who.name in {"nobody", "a wrong key", "the master key", "open mode"}:
        return None
    of = await new_person(house.resources.pool) if who.other else person
    if who.audience:
        return await _token(house, who, None if who.everybody else of)
    powers = Powers(
        user_id=None if who.everybody else of,
        scopes=who.scopes,
        classes=who.classes,
        rate_limit_per_minute=RATE,
    )
    return await keys.make(house.state, OWNER, KeyOrder(label="matrix", powers=powers))


async def _token(house: House, who: Who, of: str | None) -> keys.NewSecret:
    """An application with a token."""
    pool, now = house.resources.pool, house.resources.clock()
    ends = now + dt.timedelta(days=1)
    code, access = digest(new_secret()), f"{store.ACCESS}{new_secret()}"
    consent = apps.Consent(
        client_id="matrix",
        client_name="matrix",
        host="localhost",
        redirect_uri="http://127.0.0.1/",
        challenge="",
        audience=str(who.audience and who.audience.value),
        user_id=of,
        scopes=sorted(each.value for each in who.scopes),
        classes=None if who.classes is None else sorted(each.value for each in who.classes),
        made_by="test",
        grant_ends_at=ends,
    )
    await apps.keep_code(pool, code, consent, ends)
    pair = apps.Pair(
        access_sha256=digest(access),
        refresh_sha256=digest(new_secret()),
        access_ends_at=ends,
        refresh_ends_at=ends,
    )
    assert await apps.redeem_code(pool, code, pair, now=now, wrong=lambda _: False, most=1_000)
    (held,) = (await store.find_keys_by_secret(pool, [digest(access)])).values()
    return keys.NewSecret(key=held, secret=access)


async def _shown(house: House, who: Who, made: keys.NewSecret | None) -> str | None:
    if made is None:
        return {"a wrong key": f"ursa_{secrets.token_urlsafe(32)}", "the master key": MASTER}.get(
            who.name
        )
    if who.name == "a revoked key":
        await keys.revoke(house.state, OWNER, made.key.key_id)
    if who.name == "an expired key":
        return (await _expired(house, made.key.user_id))[1]
    return made.secret


async def _expired(house: House, person: str | None) -> tuple[Any, str]:
    return await store.create_key(
        house.resources.pool,
        user_id=person,
        label="old",
        scopes=list(Scope),
        actor="test",
        expires_at=house.resources.clock() - dt.timedelta(seconds=1),
    )


async def _asked(house: House, who: Who, cell: Cell, scene: Scene) -> str:
    client = house.unlocked if who.name == "open mode" else house.closed
    headers = {} if scene.secret is None else {"X-API-Key": scene.secret}
    if who.session:
        headers = {**OWN_PAGE, "Cookie": f"ursa_session={scene.secret}"}
    if cell.told is not None:
        return await _tool(client, headers, cell, scene)
    if cell.text:
        return await _graphql(client, headers, who, cell, scene)
    return await _rest(client, headers, cell, scene)


async def _rest(
    client: httpx.AsyncClient, headers: dict[str, str], cell: Cell, scene: Scene
) -> str:
    method, _, path = cell.name.partition(" ")
    endpoint = next(
        each
        for each in ENDPOINTS
        if (each.method, each.path) == (method, f"/users/{{user_id}}/{path}")
    )
    values = {each.name: each.example for each in endpoint.parameters if each.place == "path"}
    run_id = scene.import_id if path.startswith("imports") else scene.run_id
    values |= {"user_id": scene.person, "run_id": run_id}
    answer = await client.request(
        method,
        f"/api/v1{endpoint.path.format(**values)}",
        headers={**headers, "X-Polar-Token": "token"},
        params={"wait": "false"} if path == "sync/trigger" else {},
    )
    assert answer.status_code != 500, answer.text
    return str(answer.status_code) if answer.status_code in {401, 403} else OPEN


async def _graphql(
    client: httpx.AsyncClient, headers: dict[str, str], who: Who, cell: Cell, scene: Scene
) -> str:
    may = [scope.name for scope in Scope if scope in who.scopes]
    of = None if who.classes is None else [each.name for each in who.classes]
    known = {
        "user": scene.person,
        "node": ids.opaque("Person", scene.person),
        "key": str(scene.key_id),
        "run": str(scene.run_id),
        "import": str(scene.import_id),
        "session": str(scene.session_id),
        "may": may,
        "of": of,
    }
    used = {name: value for name, value in known.items() if f"${name}:" in cell.text}
    kind = "text/event-stream" if cell.text.startswith("subscription") else "application/json"
    answer = await client.post(
        "/graphql",
        json={"query": cell.text, "variables": used},
        headers={**headers, "Accept": kind},
    )
    assert "internal_error" not in answer.text, answer.text
    if '"unauthenticated"' in answer.text:
        return STRANGE
    hidden = '"node":null' in answer.text.replace(" ", "")
    refused = '"forbidden"' in answer.text or '"password_needed"' in answer.text
    told = refused or (cell.about_person and _not_theirs(who, answer.text))
    return REFUSED if hidden or told else OPEN


async def _tool(
    client: httpx.AsyncClient, headers: dict[str, str], cell: Cell, scene: Scene
) -> str:
    name = cell.name.removeprefix("tool ")
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    }
    about = {"person": scene.person} if cell.about_person else {}
    params = {"name": name, "arguments": {**(cell.told or {}), **about}, "_meta": meta}
    protocol = {"MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": name}
    answer = await client.post(
        "/mcp",
        json={"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params},
        headers={**headers, **protocol},
    )
    if answer.status_code in {401, 403}:
        return str(answer.status_code)
    assert answer.status_code == 200, answer.text
    refused = "(forbidden)" in answer.text or "(password_needed)" in answer.text
    return REFUSED if refused else OPEN


def _not_theirs(who: Who, text: str) -> bool:
    """Another person's key and run are answered as if they were not there."""
    return who.other and '"not_found"' in text


CHANGES = {
    "endSession",
    "triggerSync",
    "deletePerson",
    "disconnectPerson",
    "ApiKey",
    "api-key/re",
    "trigger",
}
"""Whoever is allowed these leaves another scene behind."""


@pytest.mark.parametrize("who", WHO, ids=lambda who: who.name)
async def test_who_may_what(
    house: House, who: Who, record_property: Callable[[str, object], None]
) -> None:
    """At every endpoint, root field and tool this caller gets what the rule says.

    A deed that several surfaces have is answered alike by all of them.
    """
    scene, seen = await _scene(house, who), {}
    for name, cell in CELLS.items():
        seen[name] = await _asked(house, who, cell, scene)
        if any(word in name for word in CHANGES):
            scene = await _scene(house, who)
    record_property("matrix", {"who": who.name, "seen": seen})
    assert seen == {name: rule(who, cell) for name, cell in CELLS.items()}
    for deed, places in DEEDS.items():
        assert len({seen[place] for place in places if _comes_in(who, place)}) <= 1, deed


def _comes_in(who: Who, place: str) -> bool:
    """An assistant's token is for the tools alone."""
    return who.audience is not Audience.MCP or place in TOOLS


def test_every_root_field_is_in_the_table() -> None:
    """A root field that nobody thought about fails here."""
    roots = {"Query": "query", "Mutation": "mutation", "Subscription": "subscription"}
    there = {f"{roots[each.of]} {each.name}" for each in terms() if each.of in roots}
    assert there == set(ROOTS)


def test_every_tool_is_in_the_table() -> None:
    """So does a tool."""
    assert {f"tool {name}" for name in ("today", *SERVED)} == set(TOOLS)


def test_every_deed_of_rest_is_compared() -> None:
    """What REST changes, GraphQL changes too, and one row compares them."""
    changing = {name for name in CELLS if name.split()[0] in {"POST", "PUT", "PATCH", "DELETE"}}
    assert {each for places in DEEDS.values() for each in places} & changing == (
        changing - REST_ALONE
    )


def test_scopes_at_endpoints_and_fields_are_those_of_the_table() -> None:
    """What the surfaces say of themselves, in their documentation, is what they do."""
    for endpoint in ENDPOINTS:
        name = f"{endpoint.method} {endpoint.path.removeprefix('/users/{user_id}/')}"
        assert endpoint.scopes == CELLS[name].needs, name
    roots = {"Query": "query", "Mutation": "mutation", "Subscription": "subscription"}
    for each in terms():
        if each.of in roots and not each.terms.public:
            assert each.terms.scope == ROOTS[f"{roots[each.of]} {each.name}"].needs, each.name
