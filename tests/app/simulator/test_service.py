"""Doors, windows, none-answers, limits and the OAuth dance."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from app.simulator.limits import Limits, Windows
from app.simulator.people import demo_people
from app.simulator.world import World

Ask = Callable[..., Awaitable[httpx.Response]]
Asking = Callable[..., Ask]

FIRST_DAY = date(2026, 3, 1)
NOW = datetime(2026, 7, 1, 9, 42, 10, tzinfo=UTC)
USERS = "/v3/users"
ANYWHERE = "http://ursa/oauth/callback"
DATA = (
    f"{USERS}/physical-info",
    "/v3/exercises",
    f"{USERS}/sleep",
    f"{USERS}/sleep/available",
    f"{USERS}/sleep/2026-06-30",
    f"{USERS}/nightly-recharge",
    f"{USERS}/nightly-recharge/2026-06-30",
    f"{USERS}/activities",
    f"{USERS}/activities/2026-06-30",
    f"{USERS}/activities/samples",
    f"{USERS}/activities/samples/2026-06-30",
    f"{USERS}/continuous-heart-rate/2026-06-30",
    f"{USERS}/continuous-heart-rate?from=2026-06-29&to=2026-06-30",
    f"{USERS}/cardio-load",
    f"{USERS}/cardio-load/2026-06-30",
    f"{USERS}/cardio-load/date?from=2026-06-29&to=2026-06-30",
    f"{USERS}/cardio-load/period/days/3",
    f"{USERS}/cardio-load/period/months/2",
    f"{USERS}/sleepwise/alertness",
    f"{USERS}/sleepwise/alertness/date?from=2026-06-29&to=2026-06-30",
    f"{USERS}/sleepwise/circadian-bedtime",
    f"{USERS}/sleepwise/circadian-bedtime/date?from=2026-06-29&to=2026-06-30",
    f"{USERS}/biosensing/bodytemperature",
    f"{USERS}/biosensing/skintemperature",
    f"{USERS}/biosensing/skincontacts",
    f"{USERS}/biosensing/ecg",
    f"{USERS}/biosensing/spo2",
)
NEW_BORN: tuple[tuple[str, int, object], ...] = (
    ("/v3/exercises", 200, []),
    (f"{USERS}/sleep", 200, {"nights": []}),
    (f"{USERS}/sleep/available", 200, {"available": []}),
    (f"{USERS}/sleep/2026-02-20", 404, None),
    (f"{USERS}/nightly-recharge", 200, {"recharges": []}),
    (f"{USERS}/nightly-recharge/2026-02-20", 404, None),
    (f"{USERS}/activities", 200, []),
    (f"{USERS}/activities/2026-02-20", 204, None),
    (f"{USERS}/activities/samples", 200, []),
    (f"{USERS}/activities/samples/2026-02-20", 204, None),
    (f"{USERS}/continuous-heart-rate/2026-02-20", 404, None),
    (f"{USERS}/continuous-heart-rate?from=2026-02-01&to=2026-02-20", 200, {"heart_rates": []}),
    (f"{USERS}/sleepwise/alertness", 204, None),
    (f"{USERS}/sleepwise/alertness/date?from=2026-02-01&to=2026-02-20", 204, None),
    (f"{USERS}/sleepwise/circadian-bedtime", 204, None),
    (f"{USERS}/sleepwise/circadian-bedtime/date?from=2026-02-01&to=2026-02-20", 204, None),
    (f"{USERS}/biosensing/bodytemperature", 204, None),
    (f"{USERS}/biosensing/skintemperature", 204, None),
    (f"{USERS}/biosensing/skincontacts", 204, None),
    (f"{USERS}/biosensing/ecg", 204, None),
    (f"{USERS}/biosensing/spo2", 204, None),
    ("/v3/exercises/nowhere", 404, None),
    ("/v3/exercises/nowhere/gpx", 404, None),
    ("/v3/exercises/nowhere/fit", 404, None),
)
REFUSED = (
    f"{USERS}/sleep/yesterday",
    f"{USERS}/sleep/2026-02-30",
    f"{USERS}/sleep/20260630",
    f"{USERS}/nightly-recharge/2026-13-01",
    f"{USERS}/activities?from=2026-06-30&to=2026-06-29",
    f"{USERS}/activities?from=2026-06-01&to=2026-06-30",
    f"{USERS}/activities?from=2025-06-30&to=2025-07-01",
    f"{USERS}/activities?from=x",
    f"{USERS}/activities/2025-06-30",
    f"{USERS}/activities/samples/2025-06-30",
    f"{USERS}/activities/samples?from=2025-06-30&to=2025-07-01",
    f"{USERS}/continuous-heart-rate",
    f"{USERS}/continuous-heart-rate?from=2026-06-30",
    f"{USERS}/continuous-heart-rate/x",
    f"{USERS}/cardio-load/x",
    f"{USERS}/cardio-load/date",
    f"{USERS}/cardio-load/date?from=2026-06-30&to=2026-06-29",
    f"{USERS}/cardio-load/period/days/0",
    f"{USERS}/cardio-load/period/days/181",
    f"{USERS}/cardio-load/period/days/x",
    f"{USERS}/cardio-load/period/months/7",
    f"{USERS}/sleepwise/alertness/date",
    f"{USERS}/sleepwise/circadian-bedtime/date?from=2026-06-01&to=2026-06-30",
    f"{USERS}/biosensing/spo2?from=2026-06-01&to=2026-06-30",
)


@pytest.mark.parametrize("path", DATA)
async def test_no_token_no_data(ask: Ask, path: str) -> None:
    """Without a token, and with one that nobody gave, every data endpoint answers 401."""
    assert (await ask(path, None)).status_code == 401
    wrong = {"Authorization": "Bearer nobody"}
    assert (await ask(path, None, headers=wrong)).status_code == 401


@pytest.mark.parametrize("path", DATA)
async def test_forbidden_until_registered(world: World, ask: Ask, path: str) -> None:
    """A live token of somebody who is not registered gets 403."""
    token = world.token_for(1001)
    del world.users[1001]
    assert (await ask(path, None, headers={"Authorization": f"Bearer {token}"})).status_code == 403


@pytest.mark.parametrize("path", DATA)
async def test_traveller_has_everything(ask: Ask, path: str) -> None:
    """Every data endpoint has data for the traveller with the Elixir watch."""
    answer = await ask(path, 1003)
    assert answer.status_code == 200
    assert answer.json()


@pytest.mark.parametrize(("path", "status", "body"), NEW_BORN)
async def test_none_answers(asking: Asking, path: str, status: int, body: object) -> None:
    """Each endpoint says in its own way that there are no data."""
    before = World(demo_people(FIRST_DAY), now=datetime(2026, 2, 21, tzinfo=UTC))
    answer = await asking(before)(path)
    assert answer.status_code == status
    assert answer.content == (
        b"" if body is None else json.dumps(body, separators=(",", ":")).encode()
    )


async def test_no_physical_info(asking: Asking) -> None:
    """Physical info that was never filled in is a 404."""
    person = demo_people(FIRST_DAY)[0]
    object.__setattr__(person, "physical_info", False)
    assert (await asking(World([person], now=NOW))(f"{USERS}/physical-info")).status_code == 404


@pytest.mark.parametrize("path", REFUSED)
async def test_bad_dates(ask: Ask, path: str) -> None:
    """Malformed, reversed, too long and too old requests get 400."""
    assert (await ask(path)).status_code == 400


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        (f"{USERS}/activities", 28),
        (f"{USERS}/activities?from=2026-06-02&to=2026-06-30", 29),
        (f"{USERS}/activities?from=2026-06-29", 3),
        (f"{USERS}/activities/samples?from=2026-06-10&to=2026-06-12", 3),
        (f"{USERS}/cardio-load", 28),
        (f"{USERS}/cardio-load/2026-06-30", 1),
        (f"{USERS}/cardio-load/date?from=2026-01-01&to=2026-06-30", 181),
        (f"{USERS}/cardio-load/period/days/180", 180),
        (f"{USERS}/cardio-load/period/months/2", 61),
    ],
)
async def test_windows(ask: Ask, path: str, rows: int) -> None:
    """Ranges include both ends; 28 days of difference are allowed; lists hold 28 dates."""
    assert len((await ask(path)).json()) == rows


async def test_lists_without_dates_ignore_them(ask: Ask) -> None:
    """Sleep and recharge lists do not look at from and to."""
    for name in ("sleep", "nightly-recharge"):
        plain = await ask(f"{USERS}/{name}")
        assert (await ask(f"{USERS}/{name}?from=2026-06-29&to=2026-06-30")).content == plain.content


async def test_old_nights_by_date(ask: Ask) -> None:
    """Nights older than 28 days are there by date."""
    assert (await ask(f"{USERS}/sleep/2026-03-10")).json()["date"] == "2026-03-10"


async def test_literals_before_dates(ask: Ask) -> None:
    """Literal segments are no dates, and a trailing slash does no harm."""
    assert "available" in (await ask(f"{USERS}/sleep/available")).json()
    assert len((await ask(f"{USERS}/cardio-load/")).json()) == 28
    assert (await ask("/v3/exercises/xyz/samples")).status_code == 404


async def test_register_once(world: World, ask: Ask) -> None:
    """Registering answers the user, a second time 409; a member-id belongs to one person."""
    token = {"Authorization": f"Bearer {world.token_for(1001)}"}
    world.users.clear()
    body = {"member-id": "one"}
    first = await ask(USERS, None, "POST", headers=token, json=body)
    assert (first.status_code, first.json()["member-id"]) == (200, "one")
    assert first.json()["registration-date"] == "2026-07-01T09:42:10.000Z"
    again = await ask(USERS, None, "POST", headers=token, json={"member-id": "two"})
    world.tokens["other"] = 1002
    other = {"Authorization": "Bearer other"}
    taken = await ask(USERS, None, "POST", headers=other, json=body)
    assert [again.status_code, taken.status_code] == [409, 409]
    assert (await ask("/v3/exercises", None, headers=token)).json() == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"member-id":1}', b'{"member-id":""}', b"{"])
async def test_bad_registration(ask: Ask, body: bytes) -> None:
    """A registration without a member-id gets 400."""
    assert (await ask(USERS, 1001, "POST", content=body)).status_code == 400


async def test_user_object(world: World, ask: Ask) -> None:
    """One sees oneself, nobody else, and nothing before registration."""
    token = {"Authorization": f"Bearer {world.token_for(1002)}"}
    assert (await ask(f"{USERS}/1002", 1002)).json()["first-name"] == "Ben"
    assert (await ask(f"{USERS}/1001", 1002)).status_code == 403
    del world.users[1002]
    assert (await ask(f"{USERS}/1002", None, headers=token)).status_code == 204


async def test_delete_revokes(world: World, ask: Ask) -> None:
    """Deleting a user kills the token."""
    token = {"Authorization": f"Bearer {world.token_for(1001)}"}
    assert (await ask(f"{USERS}/1002", None, "DELETE", headers=token)).status_code == 403
    assert (await ask(f"{USERS}/1001", None, "DELETE", headers=token)).status_code == 204
    assert (await ask(f"{USERS}/sleep", None, headers=token)).status_code == 401


def location(answer: httpx.Response) -> tuple[str, dict[str, str]]:
    """Return where a redirect goes, and its query."""
    parts = urlsplit(answer.headers["location"])
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return f"{parts.scheme}://{parts.netloc}{parts.path}", query


async def consent(world: World, ask: Ask, **more: str) -> httpx.Response:
    """Return the answer of the authorize page for Ben."""
    query = {
        "response_type": "code",
        "client_id": world.client[0],
        "redirect_uri": ANYWHERE,
        "state": "Zk3q0s",
        "person": "Ben",
        **more,
    }
    wanted = {key: value for key, value in query.items() if value}
    return await ask("/oauth2/authorization", None, params=wanted)


async def exchange(world: World, ask: Ask, code: str, **more: str) -> httpx.Response:
    """Return the token endpoint's answer."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": ANYWHERE, **more}
    wanted = {key: value for key, value in form.items() if value}
    return await ask("/v2/oauth2/token", None, "POST", data=wanted, auth=world.client)


async def test_oauth_dance(world: World, ask: Ask) -> None:
    """Consent gives a code and the state; the code gives a token; the token opens the data."""
    where, query = location(await consent(world, ask))
    assert (where, query["state"]) == (ANYWHERE, "Zk3q0s")
    answer = await exchange(world, ask, query["code"])
    token = answer.json()
    assert (token["token_type"], token["x_user_id"]) == ("bearer", 1002)
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    assert (await ask(f"{USERS}/sleep", None, headers=headers)).status_code == 200


async def test_no_state_no_state(world: World, ask: Ask) -> None:
    """A request without state is answered without state."""
    assert "state" not in location(await consent(world, ask, state=""))[1]


async def test_a_code_used_twice_kills_its_token(world: World, ask: Ask) -> None:
    """A second use of a code is refused and revokes the token of the first."""
    code = location(await consent(world, ask))[1]["code"]
    token = (await exchange(world, ask, code)).json()["access_token"]
    again = await exchange(world, ask, code)
    assert (again.status_code, again.json()) == (400, {"error": "invalid_grant"})
    headers = {"Authorization": f"Bearer {token}"}
    assert (await ask(f"{USERS}/sleep", None, headers=headers)).status_code == 401


@pytest.mark.parametrize(("minutes", "status"), [(9.9, 200), (10.1, 400)])
async def test_codes_live_ten_minutes(world: World, ask: Ask, minutes: float, status: int) -> None:
    """A code works for ten minutes."""
    code = location(await consent(world, ask))[1]["code"]
    world.advance(minutes=minutes)
    assert (await exchange(world, ask, code)).status_code == status


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"redirect_uri": ""}, "invalid_grant"),
        ({"redirect_uri": ANYWHERE + "/"}, "invalid_grant"),
        ({"code": "guessed"}, "invalid_grant"),
        ({"code": ""}, "invalid_request"),
        ({"grant_type": ""}, "invalid_request"),
        ({"grant_type": "refresh_token"}, "unsupported_grant_type"),
    ],
)
async def test_bad_exchanges(world: World, ask: Ask, more: dict[str, str], error: str) -> None:
    """Each bad exchange is a 400 with OAuth's word for it."""
    code = location(await consent(world, ask))[1]["code"]
    answer = await exchange(world, ask, **{"code": code, **more})
    assert (answer.status_code, answer.json()) == (400, {"error": error})


async def test_wrong_client_secret(world: World, ask: Ask) -> None:
    """A wrong secret is invalid_client at the token endpoint, 401 at webhooks."""
    wrong = (world.client[0], "wrong")
    answer = await ask("/v2/oauth2/token", None, "POST", data={"code": "x"}, auth=wrong)
    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_client"})
    assert (await ask("/v3/webhooks", None, auth=wrong)).status_code == 401
    broken = {"Authorization": "Basic !!!"}
    assert (await ask("/v3/notifications", None, headers=broken)).status_code == 401


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"deny": "true"}, "access_denied"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"client_id": "somebody"}, "unauthorized_client"),
        ({"redirect_uri": "http://elsewhere/"}, "invalid_request"),
    ],
)
async def test_authorization_errors(
    world: World, ask: Ask, more: dict[str, str], error: str
) -> None:
    """Errors of the authorize page go to the application's default URL."""
    world.redirect_uris = (ANYWHERE,)
    where, query = location(await consent(world, ask, **more))
    assert (where, query) == (ANYWHERE, {"state": "Zk3q0s", "error": error})


async def test_consent_page_lists_people(world: World, ask: Ask) -> None:
    """Without a choice the authorize page offers everybody, and escapes what it was given."""
    answer = await consent(world, ask, person="", state='"><script>')
    assert answer.status_code == 200
    assert "Allow as Aino" in answer.text
    assert "person=1003" in answer.text
    assert "<script>" not in answer.text


async def test_one_person_needs_no_choice(asking: Asking) -> None:
    """A world with one person consents by itself."""
    world = World(demo_people(FIRST_DAY)[:1], now=NOW)
    assert "code" in location(await consent(world, asking(world), person=""))[1]


async def test_limits_on_every_answer(ask: Ask) -> None:
    """The three headers stand on 200, 401, 404, 400 and 405 alike, and count on."""
    paths = ("sleep", "sleep/x", "sleep/2020-01-01", "nothing/here")
    answers = [await ask(f"{USERS}/{path}") for path in paths]
    answers += [await ask(f"{USERS}/sleep", None), await ask(f"{USERS}/sleep", 1001, "PUT")]
    assert [a.status_code for a in answers] == [200, 400, 404, 404, 401, 405]
    assert [a.headers["RateLimit-Usage"] for a in answers] == [f"{n}, {n}" for n in range(1, 7)]
    assert {a.headers["RateLimit-Limit"] for a in answers} == {"560, 5300"}
    assert {a.headers["RateLimit-Reset"] for a in answers} == {"900, 86400"}


async def test_over_the_limit(asking: Asking) -> None:
    """Past the short limit comes 429 until the window, which began with the first request, ends."""
    world = World(demo_people(FIRST_DAY), now=NOW, limits=Limits(short=2, short_per_user=0))
    ask = asking(world)
    world.token_for(1001)
    statuses = []
    for _ in range(4):
        statuses.append((await ask(f"{USERS}/physical-info")).status_code)
        world.advance(minutes=4)
    assert statuses == [200, 200, 429, 429]
    last = await ask(f"{USERS}/physical-info")
    assert (last.status_code, last.headers["RateLimit-Usage"]) == (200, "1, 5")
    assert last.headers["RateLimit-Reset"] == f"900, {86400 - 16 * 60}"


def test_limits_follow_users_daily() -> None:
    """A new user raises the limits on the next day."""
    windows = Windows()
    later = datetime(2026, 7, 2, tzinfo=UTC)
    limits = [windows.count(NOW, 1), windows.count(NOW, 2), windows.count(later, 2)]
    assert [usage.limit for usage in limits] == [(520, 5100), (520, 5100), (540, 5200)]


async def test_gpx(ask: Ask) -> None:
    """A session outdoors has a GPX file, one indoors has none."""
    rows = (await ask("/v3/exercises")).json()
    found = {row["has_route"]: row["id"] for row in rows}
    outdoors = await ask(f"/v3/exercises/{found[True]}/gpx")
    assert outdoors.headers["content-type"] == "application/gpx+xml"
    assert outdoors.content.startswith(b"<?xml")
    assert (await ask(f"/v3/exercises/{found[False]}/gpx")).status_code == 404


async def test_canned_bodies(world: World, asking: Asking) -> None:
    """A canned body is served as it is, the one with the query first, behind the usual door."""
    canned = {f"{USERS}/sleep": b'{"a":1}', f"{USERS}/sleep?from=x": b'{"b":2}'}
    ask = asking(world, canned=canned)
    plain = await ask(f"{USERS}/sleep?to=y")
    assert (plain.content, plain.headers["content-type"]) == (b'{"a":1}', "application/json")
    assert plain.headers["RateLimit-Usage"] == "1, 1"
    assert (await ask(f"{USERS}/sleep?from=x")).content == b'{"b":2}'
    assert (await ask(f"{USERS}/sleep", None)).status_code == 401


async def test_same_seed_same_bytes(asking: Asking) -> None:
    """Two worlds with one seed send identical bytes, whatever the order of the requests."""
    worlds = [World(demo_people(FIRST_DAY, 5), now=NOW) for _ in range(2)]
    asks = [asking(world) for world in worlds]
    forth = {path: (await asks[0](path, 1003)).content for path in DATA}
    back = {path: (await asks[1](path, 1003)).content for path in reversed(DATA)}
    assert forth == back
    other = asking(World(demo_people(FIRST_DAY, 6), now=NOW))
    assert (await other(f"{USERS}/sleep", 1003)).content != forth[f"{USERS}/sleep"]


async def test_the_clock_walks(world: World, ask: Ask) -> None:
    """When the clock advances by a day, the list moves on by a day."""
    before = (await ask(f"{USERS}/sleep")).json()["nights"]
    world.advance(days=1)
    after = (await ask(f"{USERS}/sleep")).json()["nights"]
    assert after[-1]["date"] == "2026-07-02"
    assert [night for night in after if night["date"] <= "2026-07-01"] == before[1:]


def test_the_clock_runs_and_stops(world: World) -> None:
    """A set clock stands still; None lets it run in real time, from where it is advanced to."""
    assert (world.now, world.live) == (NOW, False)
    world.set_now(None)
    world.advance(days=2)
    assert world.live
    assert (world.now - datetime.now(UTC)).days in {1, 2}


def test_first_token_outlives_a_restart(world: World) -> None:
    """The first token of a person is the same in a new world, and differs between people."""
    again = World(demo_people(FIRST_DAY), now=NOW)
    assert again.token_for(1001) == world.token_for(1001) != world.token_for(1002)


def test_people_are_found(world: World) -> None:
    """People are found by id and by name in any case."""
    found = [world.find(who) for who in ("1002", "ben", "Ben Camp", "nobody")]
    assert [person and person.polar_user_id for person in found] == [1002, 1002, 1002, None]
