"""The client: what it asks, what it makes of each status, and what it never tells."""

import datetime as dt
import logging
import traceback
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from app.errors import (
    Conflict,
    InvalidInput,
    PolarBadAnswer,
    PolarError,
    PolarForbidden,
    PolarRateLimited,
    PolarRefused,
    PolarUnauthorized,
    PolarUnavailable,
)
from app.upstream.client import PolarSession
from app.upstream.endpoints import Endpoint

TOKEN = "tok-2YotnFZFEjr1zCsicMWpAA"
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 1, 11)

Make = Callable[..., Any]


async def test_asks_with_the_bearer_token_for_json(fake_polar: Make) -> None:
    """A data call is a GET with the person's token that wants JSON and takes gzip."""
    polar = fake_polar(httpx.Response(200, json={"nights": [{"date": "2026-01-11"}]}))
    page = await polar.session.sleep()
    request = polar.requests[0]
    assert page.rows == [{"date": "2026-01-11"}]
    assert (request.method, str(request.url)) == ("GET", "https://polar.test/v3/users/sleep")
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"
    assert request.headers["Accept"] == "application/json"
    assert request.headers["Accept-Encoding"] == "gzip"


@pytest.mark.parametrize(
    ("ask", "target"),
    [
        (lambda s: s.sleep_on(LAST), "/v3/users/sleep/2026-01-11"),
        (lambda s: s.recharge(), "/v3/users/nightly-recharge"),
        (lambda s: s.recharge_on(LAST), "/v3/users/nightly-recharge/2026-01-11"),
        (
            lambda s: s.activities(FIRST, LAST),
            "/v3/users/activities?from=2026-01-01&to=2026-01-11",
        ),
        (
            lambda s: s.activity_samples(FIRST, LAST),
            "/v3/users/activities/samples?from=2026-01-01&to=2026-01-11",
        ),
        (
            lambda s: s.heart_rate(FIRST, LAST),
            "/v3/users/continuous-heart-rate?from=2026-01-01&to=2026-01-11",
        ),
        (lambda s: s.exercises(), "/v3/exercises"),
        (
            lambda s: s.exercises_with_samples(),
            "/v3/exercises?samples=true&zones=true&route=true",
        ),
        (
            lambda s: s.exercise("aQlC83Kd"),
            "/v3/exercises/aQlC83Kd?samples=true&zones=true&route=true",
        ),
        (lambda s: s.cardio_load(), "/v3/users/cardio-load"),
        (
            lambda s: s.cardio_load_between(FIRST, LAST),
            "/v3/users/cardio-load/date?from=2026-01-01&to=2026-01-11",
        ),
        (lambda s: s.cardio_load_days(180), "/v3/users/cardio-load/period/days/180"),
        (
            lambda s: s.alertness_between(FIRST, LAST),
            "/v3/users/sleepwise/alertness/date?from=2026-01-01&to=2026-01-11",
        ),
        (
            lambda s: s.bedtime_between(FIRST, LAST),
            "/v3/users/sleepwise/circadian-bedtime/date?from=2026-01-01&to=2026-01-11",
        ),
        (
            lambda s: s.body_temperature(FIRST, LAST),
            "/v3/users/biosensing/bodytemperature?from=2026-01-01&to=2026-01-11",
        ),
        (
            lambda s: s.skin_temperature(FIRST, LAST),
            "/v3/users/biosensing/skintemperature?from=2026-01-01&to=2026-01-11",
        ),
        (
            lambda s: s.skin_contacts(FIRST, LAST),
            "/v3/users/biosensing/skincontacts?from=2026-01-01&to=2026-01-11",
        ),
        (
            lambda s: s.ecg(FIRST, LAST),
            "/v3/users/biosensing/ecg?from=2026-01-01&to=2026-01-11",
        ),
        (
            lambda s: s.spo2(FIRST, LAST),
            "/v3/users/biosensing/spo2?from=2026-01-01&to=2026-01-11",
        ),
        (lambda s: s.physical_info(), "/v3/users/physical-info"),
    ],
)
async def test_each_method_asks_its_endpoint(fake_polar: Make, ask: Make, target: str) -> None:
    """Every data method asks exactly the path and query that AccessLink documents."""
    polar = fake_polar(httpx.Response(200, json=[]))
    assert (await ask(polar.session)).rows == []
    assert polar.requests[0].url.raw_path.decode() == target


def test_every_endpoint_is_tested() -> None:
    """The table of the test above names as many endpoints as the session has."""
    endpoints = [e for e in vars(PolarSession).values() if isinstance(e, Endpoint)]
    assert len(endpoints) == 21  # Endpoints that a session has.


@pytest.mark.parametrize(
    ("method", "body", "rows"),
    [
        ("sleep", b'{"nights": [1, 2]}', [1, 2]),
        ("sleep", b'{"nights": null}', []),
        ("sleep", b'{"nights": []}', []),
        ("sleep", b'[{"date": "2026-01-11"}]', [{"date": "2026-01-11"}]),
        ("recharge", b'{"recharges": [4]}', [4]),
        ("physical_info", b'{"weight": 70}', [{"weight": 70}]),
        ("cardio_load", b"[5, null]", [5, None]),
        ("cardio_load", b"", []),
        ("cardio_load", b"  \n", []),
        ("cardio_load", b"null", []),
    ],
)
async def test_unwraps_every_shape(
    fake_polar: Make, method: str, body: bytes, rows: list[object]
) -> None:
    """Wrapped lists, bare lists, a bare object and an empty body all become rows."""
    polar = fake_polar(httpx.Response(200, content=body))
    assert (await getattr(polar.session, method)()).rows == rows


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        (b'{"heart_rates": [{"date": "2026-01-11"}]}', [{"date": "2026-01-11"}]),
        (b'{"date": "2026-01-11"}', [{"date": "2026-01-11"}]),
        (b"", []),
    ],
)
async def test_heart_rate_range_comes_in_three_shapes(
    fake_polar: Make, body: bytes, rows: list[object]
) -> None:
    """The live wrapper, the documented bare day and an empty body are all read."""
    polar = fake_polar(httpx.Response(200, content=body))
    assert (await polar.session.heart_rate(FIRST, LAST)).rows == rows


@pytest.mark.parametrize("status", [204, 404])
async def test_no_data_is_a_page_without_rows(fake_polar: Make, status: int) -> None:
    """204 and 404 mean that there is no data, whatever the body says."""
    polar = fake_polar(httpx.Response(status, text="Not found"))
    assert (await polar.session.spo2(FIRST, LAST)).rows == []


@pytest.mark.parametrize(
    ("status", "error", "said"),
    [
        (400, PolarRefused, "shorter and newer window"),
        (401, PolarUnauthorized, "connect the Polar account again"),
        (403, PolarForbidden, "consents"),
        (302, PolarBadAnswer, "redirect (302)"),
        (405, PolarBadAnswer, "status 405"),
    ],
)
async def test_a_refusal_is_not_retried(
    fake_polar: Make, status: int, error: type[PolarError], said: str
) -> None:
    """A refusal is sent once, names the endpoint, and says what to do."""
    polar = fake_polar(httpx.Response(status, headers={"Location": "https://elsewhere.test/"}))
    with pytest.raises(error) as caught:
        await polar.session.ecg(FIRST, LAST)
    assert said in str(caught.value)
    assert "ECG tests" in str(caught.value)
    assert len(polar.requests) == 1


async def test_faults_are_retried_with_growing_pauses(fake_polar: Make) -> None:
    """A 5xx and a cut connection are asked again, up to two times, and counted."""
    polar = fake_polar(
        httpx.Response(503), httpx.RemoteProtocolError("cut"), httpx.Response(200, json=[1])
    )
    session = polar.session
    assert (await session.cardio_load()).rows == [1]
    assert session.requests == polar.link.tally.requests == 3
    assert 0.25 <= polar.pauses[0] <= 0.75
    assert 0.5 <= polar.pauses[1] <= 1.5


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (httpx.Response(500, text="<html>"), "status 500"),
        (httpx.ConnectTimeout("late"), "ConnectTimeout"),
        (httpx.ReadError("cut"), "ReadError"),
    ],
)
async def test_a_fault_that_stays_is_unavailable(
    fake_polar: Make, fault: httpx.Response | Exception, said: str
) -> None:
    """After three tries Polar is unavailable, and the message says why and for what."""
    polar = fake_polar(fault)
    with pytest.raises(PolarUnavailable, match=said) as caught:
        await polar.session.cardio_load()
    assert "cardio load" in str(caught.value)
    assert len(polar.requests) == 3


async def test_429_is_not_retried_and_closes_the_gate(fake_polar: Make) -> None:
    """After a 429 no request is sent until the seconds are over."""
    headers = {"RateLimit-Usage": "521, 1804", "RateLimit-Limit": "520, 5100"}
    headers["RateLimit-Reset"] = "212, 61340"
    polar = fake_polar(httpx.Response(429, headers=headers), httpx.Response(200, json=[]))
    for _ in range(2):
        with pytest.raises(PolarRateLimited) as caught:
            await polar.session.cardio_load()
        assert caught.value.retry_after_s == 212
    assert len(polar.requests) == 1
    polar.now += 212
    await polar.session.cardio_load()
    assert len(polar.requests) == 2


@pytest.mark.parametrize(
    "body",
    [
        b'{"nights": [',
        b"<!doctype html><title>Sorry</title>",
        b'{"nights": NaN}',
        b'{"nights": [{"date": "2026-01',
        b'[]{"error": "maintenance"}',
        b'{"nights": 5}',
        b'{"other": []}',
        b'"text"',
        b"7",
        b"\xff\xfe",
        b"[" * 2_000,
    ],
)
async def test_what_is_no_list_is_a_bad_answer(fake_polar: Make, body: bytes) -> None:
    """Truncated JSON, HTML, NaN and other types name the endpoint and show how they begin."""
    polar = fake_polar(httpx.Response(200, content=body))
    with pytest.raises(PolarBadAnswer) as caught:
        await polar.session.sleep()
    assert "the sleep list" in str(caught.value)
    assert "it begins: " in str(caught.value)
    assert len(str(caught.value)) < 400


NIGHT = '{"date": "2026-01-11", "sleep_score": 80}'
READ = {"date": "2026-01-11", "sleep_score": 80}


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (f'{{"nights": [{NIGHT}, {{"date": "2026-0', []),
        (f"[{NIGHT}, ", []),
        (f"\ufeff[{NIGHT}", []),
        (f'[{NIGHT}, {{"date": 1e}}]', []),
        (f'{{"nights": [{NIGHT}]}}<br>Warning', []),
        (f'{{"nights": [{NIGHT}]}}{{"more": 1}}', []),
        (f'[{NIGHT}, {{"sleep_score": NaN}}]', [{"sleep_score": "NaN"}]),
        (f'[{NIGHT}, {{"a": "A\\ud83d", "b": "\\ude00"}}]', [{"a": "A\ufffd", "b": "\ufffd"}]),
        (f'[{NIGHT}, {{"a": "\\ud83d\\ude00\\udc00"}}]', [{"a": "\U0001f600\ufffd"}]),
        (f'[{NIGHT}, {{"a": "c\nd"}}]', [{"a": "c\nd"}]),
    ],
)
async def test_what_is_whole_in_a_broken_answer_is_kept(
    fake_polar: Make, body: str, more: list[object]
) -> None:
    """A cut, more JSON behind it, NaN and halves of characters cost no row that was whole."""
    polar = fake_polar(httpx.Response(200, content=body.encode()))
    page = await polar.session.sleep()
    assert page.rows == [READ, *more]
    assert "the sleep list is not valid JSON" in str(page.broken)


@pytest.mark.parametrize("status", [200, 400, 401, 403, 418, 500])
async def test_the_token_is_never_told(
    fake_polar: Make, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    """Neither messages nor tracebacks nor logs nor reprs carry the token, even when Polar does."""
    caplog.set_level(logging.DEBUG)
    polar = fake_polar(httpx.Response(status, text=f"no such token: {TOKEN}"))
    session = polar.session
    with pytest.raises(PolarError) as caught:
        await session.sleep()
    told = "".join(traceback.format_exception(caught.value)) + caplog.text + repr(session)
    assert TOKEN not in told + repr(vars(polar.link))


@pytest.mark.parametrize("token", ["", "a b", "tök", "a\r\nX-Evil: 1", "x" * 5_000, "a\0b"])
def test_a_token_that_is_none_is_refused(fake_polar: Make, token: str) -> None:
    """A token that can not stand in a header never gets there, and is not repeated."""
    with pytest.raises(InvalidInput) as caught:
        fake_polar().link.session(token)
    assert not token or token not in str(caught.value)


@pytest.mark.parametrize("exercise_id", ["", "../users", "a/b", "a?b", "..", "x" * 129, "é"])
async def test_an_exercise_id_that_is_none_is_refused(fake_polar: Make, exercise_id: str) -> None:
    """An id that could change the path is refused before anything is sent."""
    polar = fake_polar(httpx.Response(200, json=[]))
    with pytest.raises(InvalidInput):
        await polar.session.exercise(exercise_id)
    assert polar.requests == []


async def test_cookies_are_not_kept(fake_polar: Make) -> None:
    """A cookie set for one person is not sent with the next person's request."""
    polar = fake_polar(httpx.Response(200, json=[], headers={"Set-Cookie": "a=b; Path=/"}))
    await polar.session.cardio_load()
    await polar.session.cardio_load()
    assert "Cookie" not in polar.requests[1].headers


async def test_registers_a_person(fake_polar: Make) -> None:
    """Registration sends our id and reads the hyphenated user object."""
    polar = fake_polar(httpx.Response(201, json={"polar-user-id": 475, "member-id": "me"}))
    user = await polar.session.register_or_find("me", 475)
    assert (user.polar_user_id, user.member_id) == (475, "me")
    assert polar.requests[0].content == b'{"member-id":"me"}'


async def test_finds_a_person_who_comes_back(fake_polar: Make) -> None:
    """409 leads to a look at the registration, which must be this person's."""
    polar = fake_polar(httpx.Response(409), httpx.Response(200, json={"polar-user-id": 475}))
    assert (await polar.session.register_or_find("me", 475)).polar_user_id == 475
    assert polar.requests[1].url.path == "/v3/users/475"


async def test_a_member_id_of_somebody_else_is_a_conflict(fake_polar: Make) -> None:
    """409 and then 204 means that the id is another person's."""
    polar = fake_polar(httpx.Response(409), httpx.Response(204))
    with pytest.raises(Conflict):
        await polar.session.register_or_find("me", 475)


async def test_a_user_without_id_is_a_bad_answer(fake_polar: Make) -> None:
    """A broken user object names the field that is broken."""
    polar = fake_polar(httpx.Response(200, json={"polar-user-id": "x"}))
    with pytest.raises(PolarBadAnswer, match="polar_user_id"):
        await polar.session.user(475)


async def test_deletes_a_registration(fake_polar: Make) -> None:
    """Deleting accepts 204, and a person who is gone already."""
    polar = fake_polar(httpx.Response(204), httpx.Response(404))
    await polar.session.delete_user(475)
    await polar.session.delete_user(475)
    assert [request.method for request in polar.requests] == ["DELETE", "DELETE"]


async def test_a_refused_token_is_not_sent_again(fake_polar: Make) -> None:
    """After a 401 the session asks nothing more, and says the same."""
    polar = fake_polar(httpx.Response(401), httpx.Response(200, json=[]))
    session = polar.session
    for _ in range(2):
        with pytest.raises(PolarUnauthorized):
            await session.exercises()
    assert len(polar.requests) == session.requests == 1


async def test_every_try_is_spent_before_it_is_sent(fake_polar: Make) -> None:
    """Who counts requests elsewhere is asked before each try, and may stop it."""
    polar = fake_polar(httpx.Response(500), httpx.Response(200, json=[]))
    spent = 0

    async def spend() -> None:
        nonlocal spent
        spent += 1
        if spent > 2:
            raise PolarRateLimited("That is enough.", 60)

    session = polar.link.session(TOKEN, spend)
    assert (await session.exercises()).rows == []
    with pytest.raises(PolarRateLimited, match="enough"):
        await session.exercises()
    assert len(polar.requests) == session.requests == 2


@pytest.mark.parametrize(("status", "there"), [(200, True), (204, True), (404, False)])
async def test_a_page_says_whether_it_is_there(
    fake_polar: Make, status: int, *, there: bool
) -> None:
    """404 says that there is no such thing, which any server may say."""
    page = await fake_polar(httpx.Response(status)).session.exercises()
    assert (page.rows, page.there) == ([], there)
