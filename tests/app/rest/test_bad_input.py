"""What is not allowed, and what it gets."""

import httpx
import pytest

from app.rest.endpoint import Endpoint
from app.rest.routes import ENDPOINTS, PREFIX
from app.store.accounts import create_account, find_account
from app.store.pool import Pool
from tests.app.rest.conftest import MASTER, Get

WITH_DAYS = {
    endpoint.path: parameter.schema["maximum"]
    for endpoint in ENDPOINTS
    for parameter in endpoint.parameters
    if parameter.name == "days" and endpoint.method == "GET"
}
BAD_DAYS = ["0", "-1", "abc", "", "1e3", "٣", "1" * 30, "7.5", " 7", "+7", "0x7", "true", "7;8"]
BAD_DATES = ["yesterday", "2026-02-30", "2026-13-01", "2026-1-1", "20260111", "2026-W02-7",
             "0000-01-01", "٢٠٢٦-01-11", "2026-01-11T00:00:00", "%00"]  # fmt: skip
ODD_USERS = ["a" * 129, "a" * 300, "o'brien", "a%00b", "%2e%2e%5c", "a%20b", "%F0%9F%90%BB", "%ff",
             "'%20OR%20'1'='1", "%2F", "..%2Fadmin", "a%0Ab", "{user_id}"]  # fmt: skip


def url(path: str, user_id: str) -> str:
    """Address of an endpoint, with its parameters filled in."""
    filled = path.replace("{date}", "2026-01-11").replace("{id}", "1").replace("{run_id}", "x")
    filled = filled.replace("{metric_name}", "hrv_rmssd").replace("{value}", "25.5")
    filled = filled.replace("{pattern_name}", "overtraining_risk")
    return PREFIX + filled.replace("{user_id}", user_id)


@pytest.mark.parametrize("text", BAD_DAYS)
async def test_days_that_are_none(get: Get, text: str) -> None:
    """Anything but a whole number in range is refused with the parameter and its range."""
    answer = await get("sleep", days=text)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:ursa:problem:invalid_input",
        "title": "Bad Request",
        "status": 400,
        "detail": "days must be a whole number from 1 to 365.",
        "code": "invalid_input",
        "status_code": 400,
        "parameter": "days",
    }


@pytest.mark.parametrize("path", WITH_DAYS)
async def test_days_out_of_range_on_every_list(
    client: httpx.AsyncClient, person: str, path: str
) -> None:
    """One more than the most is refused, the most is not."""
    most = WITH_DAYS[path]
    headers = {"X-API-Key": MASTER}
    too_many = await client.get(url(path, person), params={"days": most + 1}, headers=headers)
    enough = await client.get(url(path, person), params={"days": most}, headers=headers)
    assert (too_many.status_code, enough.status_code) == (400, 200)
    assert too_many.json()["detail"] == f"days must be a whole number from 1 to {most}."


async def test_days_twice(get: Get) -> None:
    """A parameter that is sent twice is refused: nobody knows which one was meant."""
    answer = await get("sleep", days=["7", "8"])
    assert answer.status_code == 400
    assert answer.json()["detail"] == "days was sent 2 times; send it once."


async def test_unknown_parameters(get: Get) -> None:
    """Parameters that Ursa does not know change nothing."""
    assert (await get("sleep", colour="blue")).json() == []


@pytest.mark.parametrize("date", BAD_DATES)
@pytest.mark.parametrize(
    "path",
    ["sleep/{}", "activity/{}", "recharge/{}", "cardio-load/{}", "activity-samples/{}",
     "heart-rate/{}/samples"],
)  # fmt: skip
async def test_dates_that_are_none(get: Get, path: str, date: str) -> None:
    """What is no day of the calendar is refused."""
    answer = await get(path.format(date))
    assert answer.status_code == 400
    assert answer.json()["parameter"] == "date"


EVERY_ENDPOINT = pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda line: line.path)


async def ask(
    client: httpx.AsyncClient, endpoint: Endpoint, user_id: str, **headers: str
) -> httpx.Response:
    """A request to an endpoint about somebody."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.request(endpoint.method, url(endpoint.path, user_id), headers=sent)


@EVERY_ENDPOINT
async def test_people_who_can_not_be(
    client: httpx.AsyncClient, key: str, endpoint: Endpoint
) -> None:
    """An impossible id is like an unknown one: 404 for the master key, 403 for a person's."""
    for user_id in ODD_USERS:
        answer = await ask(client, endpoint, user_id, X_API_Key=MASTER, X_Polar_Token="t")
        assert (user_id, answer.status_code) == (user_id, 404)
        assert answer.json()["code"] == "not_found"
        own = await ask(client, endpoint, user_id, X_API_Key=key, X_Polar_Token="t")
        assert (user_id, own.status_code) == (user_id, 404 if "%2F" in user_id else 403)


@EVERY_ENDPOINT
async def test_unknown_people(client: httpx.AsyncClient, endpoint: Endpoint, pool: Pool) -> None:
    """Somebody whom nobody knows is not found; what begins with them leaves nobody when refused."""
    answer = await ask(client, endpoint, "nobody", X_API_Key=MASTER)
    assert answer.status_code in ({401, 422} if endpoint.creates_person else {404})
    assert await find_account(pool, "nobody") is None


@EVERY_ENDPOINT
async def test_another_person(
    client: httpx.AsyncClient, key: str, endpoint: Endpoint, pool: Pool
) -> None:
    """A person's key gets the same refusal for somebody who exists and somebody who does not."""
    await create_account(pool, "somebody-else")
    there = await ask(client, endpoint, "somebody-else", X_API_Key=key)
    nowhere = await ask(client, endpoint, "nobody-at-all", X_API_Key=key)
    assert there.status_code == nowhere.status_code == 403
    assert there.content == nowhere.content


@EVERY_ENDPOINT
async def test_no_key(client: httpx.AsyncClient, person: str, endpoint: Endpoint) -> None:
    """Without a key that works nothing is answered, whoever is asked about."""
    for sent in ({}, {"X_API_Key": "wrong"}, {"X_API_Key": "ursa_" + "a" * 43}):
        for user_id in (person, "nobody"):
            answer = await ask(client, endpoint, user_id, **sent)
            assert answer.status_code == 401
            assert answer.json()["code"] == "unauthenticated"
            assert answer.headers["www-authenticate"] == 'ApiKey header="X-API-Key", Bearer'


async def test_unknown_paths(client: httpx.AsyncClient) -> None:
    """A path that nobody answers is a problem, too."""
    answer = await client.get("/api/v1/users/1/nothing", headers={"X-API-Key": MASTER})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"


async def test_methods(client: httpx.AsyncClient, person: str) -> None:
    """OPTIONS says what is allowed, HEAD answers as GET, anything else is refused with it."""
    path = url("/users/{user_id}/sleep", person)
    headers = {"X-API-Key": MASTER}
    options = await client.options(path)
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
    assert (await client.head(path, headers=headers)).status_code == 200
    deleted = await client.delete(path, headers=headers)
    assert (deleted.status_code, deleted.json()["code"]) == (405, "method_not_allowed")
    assert set(deleted.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("path", [each.path for each in ENDPOINTS if each.method == "DELETE"])
async def test_methods_of_what_can_be_deleted(
    client: httpx.AsyncClient, person: str, path: str
) -> None:
    """OPTIONS and a refusal name all methods of a path, whichever stands first in the table."""
    there = {endpoint.method for endpoint in ENDPOINTS if endpoint.path == path}
    expected = there | {"OPTIONS"} | ({"HEAD"} if "GET" in there else set())
    options = await client.options(url(path, person))
    refused = await client.put(url(path, person), headers={"X-API-Key": MASTER})
    assert refused.status_code == 405
    for answer in (options, refused):
        assert set(answer.headers["allow"].split(", ")) == expected
