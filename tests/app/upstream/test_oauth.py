"""OAuth with Polar: the address, the code, and all the ways it fails."""

import base64
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import orjson
import pytest

from app.errors import InvalidInput, PolarBadAnswer, PolarError, PolarRefused, PolarUnavailable
from app.upstream.oauth import OAuth, TokenGrant

Make = Callable[..., Any]
GRANT = {
    "access_token": "tok-2YotnFZFEjr1zCsicMWpAA",
    "token_type": "bearer",
    "expires_in": 315_359_999,
    "x_user_id": 475,
}


def _oauth(http: httpx.AsyncClient) -> OAuth:
    return OAuth(
        http,
        authorize_url="https://flow.polar.com/oauth2/authorization",
        token_url="https://polarremote.test/v2/oauth2/token",
        client_id="d52d533a-3c71-4141-aea6-3402519678aa",
        client_secret="s3cret",
    )


def test_builds_the_address_of_the_example(polar_files: Path) -> None:
    """The authorize address asks for what Polar's example asks for."""
    example = orjson.loads((polar_files / "examples/oauth-redirects.json").read_bytes())
    url = _oauth(httpx.AsyncClient()).authorize_url(
        "Zk3q0s", "https://myapp.example.com/oauth/callback"
    )
    expected = httpx.URL(example["authorize"])
    assert httpx.URL(url).copy_with(query=None) == expected.copy_with(query=None)
    assert dict(httpx.URL(url).params) == dict(expected.params)


async def test_turns_a_code_into_a_token(fake_polar: Make) -> None:
    """The code goes out once with Basic credentials; the token comes back, hidden in reprs."""
    polar = fake_polar(httpx.Response(200, json=GRANT))
    grant = await _oauth(polar.http).exchange("c0de", "https://me.test/callback")
    request = polar.requests[0]
    assert grant == TokenGrant("tok-2YotnFZFEjr1zCsicMWpAA", 315_359_999, 475)
    assert "tok-" not in repr(grant)
    assert parse_qs(request.content.decode()) == {
        "grant_type": ["authorization_code"],
        "code": ["c0de"],
        "redirect_uri": ["https://me.test/callback"],
    }
    user = base64.b64decode(request.headers["Authorization"].removeprefix("Basic "))
    assert user == b"d52d533a-3c71-4141-aea6-3402519678aa:s3cret"


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        (httpx.Response(400, json={"error": "invalid_grant"}), PolarRefused, "start again"),
        (httpx.Response(400, json={"error": "invalid_client"}), PolarRefused, "POLAR_CLIENT_ID"),
        (httpx.Response(400, json={"error": "invalid_request"}), PolarRefused, "redirect address"),
        (httpx.Response(400, json={"error": ["x"]}), PolarRefused, "start again"),
        (httpx.Response(400, text="<html>c0de"), PolarRefused, "start again"),
        (httpx.Response(401), PolarRefused, "POLAR_CLIENT_SECRET"),
        (httpx.Response(302, headers={"Location": "/"}), PolarRefused, "start again"),
        (httpx.Response(500), PolarUnavailable, "new authorization"),
        (httpx.ReadTimeout("late"), PolarUnavailable, "new authorization"),
        (httpx.ConnectError("down"), PolarUnavailable, "new authorization"),
        (httpx.Response(200, text='{"access_token": "tok'), PolarBadAnswer, "start again"),
        (httpx.Response(200, json=[]), PolarBadAnswer, "start again"),
        (httpx.Response(200, json=GRANT | {"access_token": "a b"}), PolarBadAnswer, "can not"),
        (httpx.Response(200, json=GRANT | {"access_token": 5}), PolarBadAnswer, "can not"),
        (httpx.Response(200, json=GRANT | {"x_user_id": True}), PolarBadAnswer, "can not"),
        (httpx.Response(200, json=GRANT | {"expires_in": -1}), PolarBadAnswer, "can not"),
        (httpx.Response(200, json=GRANT | {"token_type": "mac"}), PolarBadAnswer, "unknown type"),
    ],
)
async def test_a_failed_exchange_is_never_repeated(
    fake_polar: Make, answer: httpx.Response | Exception, error: type[PolarError], said: str
) -> None:
    """Whatever goes wrong, the code is sent once, and no secret is told."""
    polar = fake_polar(answer)
    with pytest.raises(error, match=said) as caught:
        await _oauth(polar.http).exchange("c0de")
    assert len(polar.requests) == 1
    assert b"redirect_uri" not in polar.requests[0].content
    told = "".join(traceback.format_exception(caught.value.with_traceback(None)))
    assert not [secret for secret in ("tok-2Yot", "s3cret", "c0de") if secret in told]


@pytest.mark.parametrize("code", ["", "a b", "x" * 3_000, "ä"])
async def test_what_is_no_code_is_not_sent(fake_polar: Make, code: str) -> None:
    """A code that can be none of Polar's is refused before anything is sent."""
    polar = fake_polar(httpx.Response(200, json=GRANT))
    with pytest.raises(InvalidInput):
        await _oauth(polar.http).exchange(code)
    assert polar.requests == []


@pytest.mark.parametrize("name", ["oauth-token", "oauth-token-documented"])
async def test_reads_the_examples(fake_polar: Make, polar_files: Path, name: str) -> None:
    """Both of Polar's example grants are read."""
    body = (polar_files / f"examples/{name}.json").read_bytes()
    polar = fake_polar(httpx.Response(200, content=body))
    grant = await _oauth(polar.http).exchange("c0de")
    assert grant.polar_user_id == orjson.loads(body)["x_user_id"]
    assert grant.expires_in == orjson.loads(body)["expires_in"]
