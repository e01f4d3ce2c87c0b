"""The AccessLink client: one method per data endpoint, bound to one person's token."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import httpx

from app.errors import (
    Conflict,
    PolarBadAnswer,
    PolarError,
    PolarFaulty,
    PolarForbidden,
    PolarRefused,
    PolarUnauthorized,
    PolarUnavailable,
)
from app.upstream.endpoints import (
    Endpoint,
    Page,
    QueryParameters,
    between,
    by_id,
    last_days,
    latest,
    on_day,
)
from app.upstream.http import (
    Answer,
    Bearer,
    Bounds,
    Call,
    bad_answer,
    exchange,
    unavailable,
    valid_token,
)
from app.upstream.parse import parse_rows
from app.upstream.rate_limits import RateLimits, rate_limited
from app.upstream.wire.user import User

NOT_FOUND = frozenset({404})
TAKEN = frozenset({409})

_REFUSALS: dict[int, tuple[type[PolarError], str]] = {
    400: (
        PolarRefused,
        (
            "AccessLink called the request for {what} wrong (400{said}): "
            "the days may be too old or too many, ask for a shorter and newer window."
        ),
    ),
    401: (
        PolarUnauthorized,
        (
            "Polar does not accept this person's token any more ({what}, 401): "
            "connect the Polar account again."
        ),
    ),
    403: (
        PolarForbidden,
        (
            "Polar does not give out {what} (403): the person must accept Polar's consents at "
            "https://account.polar.com and be registered with this application; "
            "if they did, connect the Polar account again."
        ),
    ),
}


Spend = Callable[[], Awaitable[None]]
"""Called before each request; raises PolarError where it would be one too many."""


@dataclass(slots=True)
class Tally:
    """How many requests were sent, further tries included, and who counts them elsewhere."""

    requests: int = 0
    spend: Spend | None = None

    async def count(self) -> None:
        """Count a request that is about to be sent."""
        if self.spend is not None:
            await self.spend()
        self.requests += 1


class AccessLink:
    """AccessLink at `base_url`; one instance per application, shared by all people."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        base_url: str,
        limits: RateLimits,
        *,
        bounds: Bounds | None = None,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.limits = limits
        self.tally = Tally()
        self._http = http
        self._base_url = base_url.rstrip("/")
        self._bounds = bounds or Bounds()
        self._sleep = sleep

    def session(self, token: str, spend: Spend | None = None) -> "PolarSession":
        """Bind a person's token. Raises InvalidInput when it can be none."""
        return PolarSession(self, token, spend)

    def url(self, path: str) -> str:
        """Return the whole address of a path that begins with /v3."""
        return f"{self._base_url}{path}"

    async def call(self, call: Call, tally: Tally | None = None) -> Answer:
        """Send a call, and again when the fault may pass. Raises PolarError's descendants.

        Answers 2xx and `call.expected`.
        """
        try:
            async with asyncio.timeout(self._bounds.call_s):
                return await self._persist(call, tally or Tally())
        except TimeoutError as error:
            raise unavailable(call.what, f"not within {self._bounds.call_s:g} seconds") from error

    async def _persist(self, call: Call, tally: Tally) -> Answer:
        for attempt in range(self._bounds.retries if call.retried else 0):
            try:
                return await self._attempt(call, tally)
            except PolarUnavailable:
                await self._sleep(self._pause_s(attempt))
        return await self._attempt(call, tally)

    def _pause_s(self, attempt: int) -> float:
        """Grow the pause, and spread it so that many clients do not come back at once."""
        spread = random.uniform(0.5, 1.5)  # noqa: S311 -- no secret
        return self._bounds.pause_s * float(2**attempt) * spread

    async def _attempt(self, call: Call, tally: Tally) -> Answer:
        self.limits.check()
        await tally.count()
        self.tally.requests += 1
        answer = await exchange(self._http, call, self._bounds)
        self.limits.observe(answer.headers)
        if answer.is_success or answer.status in call.expected:
            return answer
        raise self._refusal(call, answer)

    def _refusal(self, call: Call, answer: Answer) -> PolarError:
        if answer.status == httpx.codes.TOO_MANY_REQUESTS:
            return rate_limited(self.limits.refused(answer.headers))
        if answer.status >= httpx.codes.INTERNAL_SERVER_ERROR:
            return unavailable(call.what, f"status {answer.status}", PolarFaulty)
        if answer.status in _REFUSALS:
            kind, advice = _REFUSALS[answer.status]
            said = f", {answer.said}" if answer.said else ""
            return kind(advice.format(what=call.what, said=said))
        return _unexpected(call, answer)


def _unexpected(call: Call, answer: Answer) -> PolarBadAnswer:
    if httpx.codes.is_redirect(answer.status):
        return bad_answer(call.what, f"is a redirect ({answer.status}), which Ursa does not follow")
    return bad_answer(call.what, f"has the status {answer.status}", answer.said)


class PolarSession:
    """AccessLink for one person. `requests` counts what was sent.

    Once Polar has refused the token, no further request is sent with it.

    Every data method answers a Page; 204, 404 and an empty body are a page without rows.
    """

    sleep = Endpoint("the sleep list", "/v3/users/sleep", latest, "nights")
    sleep_on = Endpoint("the sleep of a day", "/v3/users/sleep/{date}", on_day, single=True)
    recharge = Endpoint(
        "the nightly recharge list", "/v3/users/nightly-recharge", latest, "recharges"
    )
    recharge_on = Endpoint(
        "the nightly recharge of a day", "/v3/users/nightly-recharge/{date}", on_day, single=True
    )
    activities = Endpoint("daily activity", "/v3/users/activities", between)
    activity_samples = Endpoint("activity samples", "/v3/users/activities/samples", between)
    heart_rate = Endpoint(
        "continuous heart rate",
        "/v3/users/continuous-heart-rate",
        between,
        "heart_rates",
        single=True,
    )
    exercises = Endpoint("the exercise list", "/v3/exercises", latest)
    exercises_with_samples = Endpoint(
        "the exercise list with samples",
        "/v3/exercises",
        latest,
        flags=("samples", "zones", "route"),
    )
    exercise = Endpoint(
        "one exercise",
        "/v3/exercises/{id}",
        by_id,
        single=True,
        flags=("samples", "zones", "route"),
    )
    cardio_load = Endpoint("cardio load", "/v3/users/cardio-load", latest)
    cardio_load_between = Endpoint("cardio load by dates", "/v3/users/cardio-load/date", between)
    cardio_load_days = Endpoint(
        "cardio load of days", "/v3/users/cardio-load/period/days/{days}", last_days
    )
    alertness_between = Endpoint(
        "alertness by dates", "/v3/users/sleepwise/alertness/date", between
    )
    bedtime_between = Endpoint(
        "circadian bedtime by dates", "/v3/users/sleepwise/circadian-bedtime/date", between
    )
    body_temperature = Endpoint("body temperature", "/v3/users/biosensing/bodytemperature", between)
    skin_temperature = Endpoint("skin temperature", "/v3/users/biosensing/skintemperature", between)
    skin_contacts = Endpoint("skin contacts", "/v3/users/biosensing/skincontacts", between)
    ecg = Endpoint("ECG tests", "/v3/users/biosensing/ecg", between)
    spo2 = Endpoint("SpO2 tests", "/v3/users/biosensing/spo2", between)
    physical_info = Endpoint("physical info", "/v3/users/physical-info", latest, single=True)

    def __init__(self, link: AccessLink, token: str, spend: Spend | None = None) -> None:
        self._link = link
        self._token = valid_token(token)
        self._tally = Tally(spend=spend)
        self._refused: PolarUnauthorized | None = None

    @property
    def requests(self) -> int:
        """Requests sent by this session, further tries included."""
        return self._tally.requests

    async def read(self, endpoint: Endpoint[Any], asked: QueryParameters) -> Page:
        """Ask any endpoint. Raises PolarError's descendants."""
        path, query = endpoint.target(asked)
        return endpoint.page(await self._send(endpoint.what, "GET", path, query, NOT_FOUND))

    async def register(self, member_id: str) -> User | None:
        """Register the person under our id for them; None when they or the id are taken (409)."""
        call = self._call("the registration", "POST", "/v3/users", expected=TAKEN)
        answer = await self._link.call(replace(call, json={"member-id": member_id}), self._tally)
        return None if answer.status in TAKEN else _user(answer, call.what)

    async def user(self, polar_user_id: int) -> User | None:
        """Read the registration; None when this token's person is not registered."""
        path = f"/v3/users/{int(polar_user_id)}"
        answer = await self._send("the registered user", "GET", path, {}, NOT_FOUND)
        return _user(answer, "the registered user")

    async def register_or_find(self, member_id: str, polar_user_id: int) -> User:
        """Register the person, or find the registration of one who comes back.

        Raises Conflict when `member_id` belongs to somebody else.
        """
        found = await self.register(member_id) or await self.user(polar_user_id)
        if found is None:
            raise Conflict(
                "Polar knows this member id as another person: register under another id."
            )
        return found

    async def delete_user(self, polar_user_id: int) -> None:
        """End the registration; Polar revokes the token with it."""
        path = f"/v3/users/{int(polar_user_id)}"
        await self._send("the end of the registration", "DELETE", path, {}, NOT_FOUND)

    async def _send(
        self, what: str, method: str, path: str, query: QueryParameters, expected: frozenset[int]
    ) -> Answer:
        if self._refused is not None:
            raise self._refused
        call = self._call(what, method, path, expected)
        try:
            return await self._link.call(replace(call, params=query), self._tally)
        except PolarUnauthorized as error:
            self._refused = error
            raise

    def _call(self, what: str, method: str, path: str, expected: frozenset[int]) -> Call:
        return Call(
            what,
            method,
            self._link.url(path),
            Bearer(self._token),
            (self._token,),
            expected=expected,
        )


def _user(answer: Answer, what: str) -> User | None:
    """Read the user object; None for 204, 404 and an empty body."""
    body = None if answer.status in {204, 404} else answer.json(what)
    if body is None:
        return None
    parsed = parse_rows(User, [body])
    if not parsed.rows:
        raise bad_answer(what, f"is broken ({parsed.problems[0]})")
    return parsed.rows[0]
