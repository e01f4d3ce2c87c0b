"""OAuth with Polar: where to send the person, and what their code is worth."""

import asyncio
from dataclasses import dataclass, field
from typing import Annotated, Any

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.errors import InvalidInput, PolarBadAnswer, PolarError, PolarRefused, PolarUnavailable
from app.upstream.http import Answer, Bounds, Call, exchange, valid_token
from app.upstream.wire.types import NUMBER, BigNumber

SCOPE = "accesslink.read_all"
CODE_CHARACTERS = 2_048

START_AGAIN = "start again with a new authorization"
_CHECK_CLIENT = "check POLAR_CLIENT_ID and POLAR_CLIENT_SECRET, then start again"
_CHECK_ADDRESS = "check that the redirect address is registered with Polar, then start again"

_ADVICE = {
    "invalid_grant": f"the code is wrong, used or older than 10 minutes: {START_AGAIN}",
    "invalid_request": _CHECK_ADDRESS,
    "invalid_client": _CHECK_CLIENT,
    "unauthorized_client": _CHECK_CLIENT,
    "unsupported_grant_type": _CHECK_CLIENT,
    "invalid_scope": _CHECK_CLIENT,
}


NO_CODE = "ursa-asks-whether-this-client-is-known"
_OF_THE_CODE = frozenset({"invalid_grant", "invalid_request"})
"""What Polar says to a client that it knows about a code that it does not."""


class _TokenAnswer(BaseModel):
    """What the token endpoint sends; other keys do not matter."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    access_token: str
    token_type: str = "bearer"  # noqa: S105 -- a word, not a token
    expires_in: Annotated[int, NUMBER, Field(gt=0, le=10**10)] | None = None
    x_user_id: BigNumber


@dataclass(frozen=True, slots=True)
class TokenGrant:
    """A token for one person; `expires_in` is in seconds, None when Polar did not say."""

    access_token: str = field(repr=False)
    expires_in: int | None
    polar_user_id: int


class OAuth:
    """The authorization code flow of one client."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        authorize_url: str,
        token_url: str,
        client_id: str,
        client_secret: str,
        bounds: Bounds | None = None,
    ) -> None:
        self._http = http
        self._authorize_url = authorize_url
        self._token_url = token_url
        self._client_id = client_id
        self._client_secret = client_secret
        self._bounds = bounds or Bounds(body_bytes=65_536)

    def authorize_url(self, state: str, redirect_uri: str | None = None) -> str:
        """Return the page to send the person to."""
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "scope": SCOPE,
            "state": state,
        }
        if redirect_uri:
            asked["redirect_uri"] = redirect_uri
        return str(httpx.URL(self._authorize_url).copy_merge_params(asked))

    async def exchange(self, code: str, redirect_uri: str | None = None) -> TokenGrant:
        """Turn a code into a token; `redirect_uri` exactly when it was sent before.

        It is sent once: Polar deletes all tokens of a code that comes twice.
        Raises InvalidInput, PolarRefused, PolarUnavailable, PolarBadAnswer.
        """
        answer = await self._send(self._call(_valid_code(code), redirect_uri))
        if not answer.is_success:
            raise _refusal(answer)
        return _grant(answer)

    async def check_client(self) -> None:
        """Ask whether Polar knows the client, with a code that it can not have given out.

        Raises PolarRefused when it does not, PolarUnavailable when it can not be asked.
        """
        answer = await self._send(self._call(NO_CODE, None))
        refusal = _refusal(answer) if not answer.is_success else None
        if isinstance(refusal, PolarUnavailable):
            raise refusal
        if refusal is not None and _refused_word(answer) not in _OF_THE_CODE:
            raise PolarRefused(
                f"Polar does not know this client ({answer.status} {_refused_word(answer)}): copy "
                "its id and secret again from https://admin.polaraccesslink.com."
            )

    async def _send(self, call: Call) -> Answer:
        try:
            async with asyncio.timeout(self._bounds.call_s):
                return await exchange(self._http, call, self._bounds)
        except (TimeoutError, PolarUnavailable) as error:
            raise PolarUnavailable(
                f"Polar gave no answer to the code, which may be used up now: {START_AGAIN}."
            ) from error

    def _call(self, code: str, redirect_uri: str | None) -> Call:
        form = {"grant_type": "authorization_code", "code": code}
        return Call(
            "the token",
            "POST",
            self._token_url,
            httpx.BasicAuth(self._client_id, self._client_secret),
            (code, self._client_secret),
            form=form | ({"redirect_uri": redirect_uri} if redirect_uri else {}),
            retried=False,
            quotable=False,
        )


def _valid_code(code: str) -> str:
    if not 0 < len(code) <= CODE_CHARACTERS or not all("!" <= c <= "~" for c in code):
        raise InvalidInput(f"This is no authorization code of Polar's: {START_AGAIN}.", "code")
    return code


def _refusal(answer: Answer) -> PolarError:
    if answer.status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return PolarUnavailable(f"Polar has trouble ({answer.status}): {START_AGAIN} later.")
    code = _refused_word(answer)
    advice = _ADVICE.get(code, START_AGAIN)
    return PolarRefused(f"Polar refused the authorization code ({answer.status} {code}): {advice}.")


def _refused_word(answer: Answer) -> str:
    return "invalid_client" if answer.status == httpx.codes.UNAUTHORIZED else _error_code(answer)


def _error_code(answer: Answer) -> str:
    """Return the word of `{"error": …}` when it is one of OAuth's."""
    try:
        body: Any = answer.json("the token")
    except PolarBadAnswer:
        return "error"
    code = body.get("error") if isinstance(body, dict) else None
    return code if isinstance(code, str) and code in _ADVICE else "error"


def _grant(answer: Answer) -> TokenGrant:
    try:
        sent = _TokenAnswer.model_validate(answer.json("the token"))
        token = valid_token(sent.access_token)
    except (ValidationError, InvalidInput, PolarBadAnswer):
        # The cause is dropped: it could show the token.
        raise _bad_grant("can not be read") from None
    if sent.token_type.lower() != "bearer":
        raise _bad_grant("is of an unknown type")
    return TokenGrant(token, sent.expires_in, sent.x_user_id)


def _bad_grant(problem: str) -> PolarBadAnswer:
    return PolarBadAnswer(f"The token that Polar sent {problem}: {START_AGAIN}.")
