"""AccessLink's webhook: one per application, pinged, signed, and switched off when it fails."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

import httpx
import orjson

from app.simulator.body import Day
from app.simulator.payloads import WWW, Row
from app.simulator.payloads.exercise import hashed_id
from app.simulator.payloads.physical import modified
from app.simulator.times import to_utc, zulu
from app.simulator.view import WAKE_TO_SYNC, View

Deliver = Callable[[str, dict[str, str], bytes], Awaitable[int]]

EVENTS = (
    "EXERCISE",
    "SLEEP",
    "CONTINUOUS_HEART_RATE",
    "SLEEP_WISE_CIRCADIAN_BEDTIME",
    "SLEEP_WISE_ALERTNESS",
    "ACTIVITY_SUMMARY",
    "PHYSICAL_INFORMATION",
)
PATIENCE = timedelta(days=7)
COPIES = 1
"""How often each notice is delivered; see `Webhooks.copies`."""
OK = 200
DATED = {
    "SLEEP": "sleep",
    "CONTINUOUS_HEART_RATE": "continuous-heart-rate",
    "ACTIVITY_SUMMARY": "activities",
}
RANGED = {
    "SLEEP_WISE_ALERTNESS": "sleepwise/alertness",
    "SLEEP_WISE_CIRCADIAN_BEDTIME": "sleepwise/circadian-bedtime",
}


async def post(url: str, headers: dict[str, str], body: bytes) -> int:
    """Deliver over HTTP and return the status, 0 when nobody answered."""
    try:
        async with httpx.AsyncClient(timeout=5) as client:
            return (await client.post(url, headers=headers, content=body)).status_code
    except (httpx.HTTPError, httpx.InvalidURL):
        return 0


def sign(secret: str, body: bytes) -> str:
    """Return the signature: lower-case hex of HMAC-SHA256 over the raw body."""
    return hmac.new(secret.encode(), body, sha256).hexdigest()


@dataclass(slots=True)
class Webhook:
    """The application's one webhook."""

    id: str
    events: list[str]
    url: str
    secret: str
    active: bool = True
    failing_since: datetime | None = None

    def shown(self) -> Row:
        """Return what GET and PATCH show: no secret."""
        return {"id": self.id, "events": self.events, "url": self.url, "active": self.active}


@dataclass(slots=True)
class Webhooks:
    """The webhook, if there is one, and the way out."""

    deliver: Deliver = post
    webhook: Webhook | None = None
    copies: int = COPIES
    """How often each notice is delivered: twice (2), never (0)."""
    late: timedelta = timedelta()
    """How long after the watch's sync notices are delivered."""
    sent: list[tuple[str, int]] = field(default_factory=list)

    async def ping(self, url: str, secret: str, now: datetime) -> bool:
        """Send a PING and return whether it was answered with 200."""
        body = orjson.dumps({"timestamp": zulu(now), "event": "PING"})
        return await self.send(url, secret, "PING", body) == OK

    async def send(self, url: str, secret: str, event: str, body: bytes) -> int:
        """Send one signed body and return the answer's status."""
        headers = {
            "Content-Type": "application/json",
            "Polar-Webhook-Event": event,
            "Polar-Webhook-Signature": sign(secret, body),
        }
        status = await self.deliver(url, headers, body)
        self.sent = [*self.sent[-99:], (event, status)]
        return status

    async def notify(self, notice: Row, now: datetime) -> bool:
        """Deliver one notice if the webhook wants it; after 7 days of failures it is switched off.

        Returns whether the notice was delivered and answered with 200.
        """
        hook, event = self.webhook, str(notice["event"])
        if hook is None or not hook.active or event not in hook.events:
            return False
        status = 0
        for _ in range(self.copies):
            status = await self.send(hook.url, hook.secret, event, orjson.dumps(notice))
        if status == OK:
            hook.failing_since = None
            return True
        hook.failing_since = hook.failing_since or now
        hook.active = now - hook.failing_since < PATIENCE
        return False


def notices(view: View, since: datetime) -> list[tuple[datetime, Row]]:
    """Return what a person's syncs between `since` and the view's moment have to tell."""
    days = view.watch.body.days((since - timedelta(days=2)).date(), view.today)
    told = [
        each for day in days if day.worn for each in (*of_night(view, day), *of_sport(view, day))
    ]
    told += of_body(view)
    fresh = [each for each in told if since < each[0] <= view.now]
    return sorted(fresh, key=lambda each: each[0])


def of_night(view: View, day: Day) -> list[tuple[datetime, Row]]:
    """Return what the morning sync brings."""
    at = to_utc(day.night.awake + WAKE_TO_SYNC, day.offset_minutes)
    events = (*DATED, *RANGED) if day.night.worn else ("ACTIVITY_SUMMARY", "CONTINUOUS_HEART_RATE")
    return [(at, notice(view, event, day.date.isoformat(), at)) for event in events]


def of_body(view: View) -> list[tuple[datetime, Row]]:
    """Return what a new weight brings."""
    at = modified(view)
    base: Row = {"event": "PHYSICAL_INFORMATION", "user_id": view.person.polar_user_id}
    return [(at, {**base, "timestamp": zulu(at), "url": f"{WWW}/physical-info"})]


def of_sport(view: View, day: Day) -> list[tuple[datetime, Row]]:
    """Return what each upload of a session brings: the session, and a day that has grown."""
    grown = ("ACTIVITY_SUMMARY", "CONTINUOUS_HEART_RATE")
    return [
        (upload.at, each)
        for upload in view.uploads(day)
        for each in (
            exercise_notice(view, hashed_id(view, upload), upload.at),
            *(notice(view, event, day.date.isoformat(), upload.at) for event in grown),
        )
    ]


def notice(view: View, event: str, date: str, at: datetime) -> Row:
    """Return the notice of a dated event; ranged ones name one day as both ends."""
    base: Row = {"event": event, "user_id": view.person.polar_user_id}
    if event in RANGED:
        url = f"{WWW}/{RANGED[event]}/date?from={date}&to={date}"
        return {**base, "from": date, "to": date, "timestamp": zulu(at), "url": url}
    return {**base, "date": date, "timestamp": zulu(at), "url": f"{WWW}/{DATED[event]}/{date}"}


def exercise_notice(view: View, polar_id: str, at: datetime) -> Row:
    """Return the notice of a new exercise."""
    return {
        "event": "EXERCISE",
        "user_id": view.person.polar_user_id,
        "entity_id": polar_id,
        "timestamp": zulu(at),
        "url": f"{WWW.removesuffix('/users')}/exercises/{polar_id}",
    }
