"""Every endpoint of AccessLink v3 as one line of a table, and what stands behind the lines."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from hashlib import sha256
from urllib.parse import urlencode, urlsplit

import orjson

from app.simulator import pages
from app.simulator.call import (
    NONE_204,
    NONE_404,
    Answer,
    BadRequest,
    Call,
    ok,
    or_204,
    or_404,
)
from app.simulator.payloads import (
    Row,
    activity,
    biosensing,
    cardio_load,
    exercise,
    heart_rate,
    physical,
    recharge,
    sleep,
    sleepwise,
)
from app.simulator.times import zulu_millis
from app.simulator.view import View
from app.simulator.webhooks import EVENTS, Webhook

Handler = Callable[[Call], Answer | Awaitable[Answer]]
SCOPE = "accesslink.read_all"
LONGEST_ID = 256
LONGEST_LOAD = timedelta(days=800)


class Door(Enum):
    """Who may pass: anybody, a live token, a token of a registered user, or the application."""

    OPEN = auto()
    TOKEN = auto()
    MEMBER = auto()
    CLIENT = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One endpoint."""

    method: str
    path: str
    handler: Handler
    door: Door = Door.MEMBER


def json_body(call: Call) -> Row:
    """Return the object that a request carries."""
    try:
        body = orjson.loads(call.body)
    except orjson.JSONDecodeError as error:
        raise BadRequest("body") from error
    if not isinstance(body, dict):
        raise BadRequest("body")
    return body


def register(call: Call) -> Answer:
    """Answer U1: the user object, 409 when person or member-id are taken."""
    member_id = json_body(call).get("member-id")
    if not isinstance(member_id, str) or not 0 < len(member_id) <= LONGEST_ID:
        raise BadRequest("member-id")
    if not call.world.register(call.person, member_id):
        return Answer(409)
    return ok(physical.user(call.view, member_id))


def user(call: Call) -> Answer:
    """Answer U2: one's own user object, 403 for somebody else's, 204 when not registered."""
    if call.parts["user_id"] != str(call.person):
        return Answer(403)
    registered = call.world.users.get(call.person)
    return ok(physical.user(call.view, registered.member_id)) if registered else NONE_204


def deregister(call: Call) -> Answer:
    """Answer U3: the user is forgotten and the tokens are dead."""
    if call.parts["user_id"] != str(call.person) or call.person not in call.world.users:
        return Answer(403)
    call.world.deregister(call.person)
    return NONE_204


def activity_parts(call: Call) -> activity.Parts:
    """Return which samples of a day were asked for."""
    flags = (call.flag(name) for name in ("steps", "activity_zones", "inactivity_stamps"))
    return activity.Parts(*flags)


def exercise_parts(call: Call) -> exercise.Parts:
    """Return which arrays of an exercise were asked for."""
    return exercise.Parts(*(call.flag(name) for name in ("samples", "zones", "route")))


def one_exercise(call: Call) -> Answer:
    """Answer E2."""
    return or_404(exercise.by_id(call.view, call.parts["id"], exercise_parts(call)))


def gpx(call: Call) -> Answer:
    """Answer E3's GPX."""
    found = exercise.gpx(call.view, call.parts["id"])
    return Answer(200, raw=found, media_type="application/gpx+xml") if found else NONE_404


def loads(call: Call, first: date, last: date) -> Answer:
    """Answer with a cardio load row for every day."""
    return ok(cardio_load.rows(call.view, first, last))


def load_range(call: Call) -> Answer:
    """Answer C3; two years are as long as a range may be here."""
    return loads(call, *call.required_range(LONGEST_LOAD))


def load_days(call: Call) -> Answer:
    """Answer C4."""
    today, days = call.view.today, call.last("days", 180)
    return loads(call, today - timedelta(days=days - 1), today)


def load_months(call: Call) -> Answer:
    """Answer C5: from the day after the same day so many months ago."""
    today = call.view.today
    months = today.year * 12 + today.month - 1 - call.last("months", 6)
    first = date(months // 12, months % 12 + 1, min(today.day, 28))
    return loads(call, first + timedelta(days=1), today)


Sensed = Callable[[View, date, date], list[Row]]

SENSED: dict[str, Sensed] = {
    "bodytemperature": biosensing.body_temperature,
    "skintemperature": biosensing.skin_temperature,
    "skincontacts": biosensing.skin_contacts,
    "ecg": biosensing.ecg,
    "spo2": biosensing.spo2,
}


def sensing(rows: Sensed) -> Handler:
    """Return the handler of B1 to B5: 204 where there are none."""
    return lambda call: or_204(rows(call.view, *call.range()))


USERS = "/v3/users"


def _exercise_lines() -> tuple[Line, ...]:
    """Sessions."""
    return (
        Line(
            *("GET", "/v3/exercises"),
            lambda call: ok(exercise.exercises(call.view, exercise_parts(call))),
        ),
        Line("GET", "/v3/exercises/{id}", one_exercise),
        Line("GET", "/v3/exercises/{id}/gpx", gpx),
        Line("GET", "/v3/exercises/{id}/fit", lambda _: NONE_404),
        Line("GET", "/v3/exercises/{id}/tcx", lambda _: NONE_404),
    )


def _night_lines() -> tuple[Line, ...]:
    """Nights; literals stand before `{date}`."""
    return (
        Line("GET", f"{USERS}/sleep", lambda call: ok(sleep.nights(call.view))),
        Line("GET", f"{USERS}/sleep/available", lambda call: ok(sleep.available(call.view))),
        Line(
            *("GET", f"{USERS}/sleep/{{date}}"),
            lambda call: or_404(sleep.by_date(call.view, call.on)),
        ),
        Line("GET", f"{USERS}/nightly-recharge", lambda call: ok(recharge.recharges(call.view))),
        Line(
            *("GET", f"{USERS}/nightly-recharge/{{date}}"),
            lambda call: or_404(recharge.by_date(call.view, call.on)),
        ),
    )


def _day_lines() -> tuple[Line, ...]:
    """Activity and heart rate; literals stand before `{date}`."""
    return (
        Line(
            *("GET", f"{USERS}/activities"),
            lambda call: ok(
                activity.activities(call.view, *call.year_range(), activity_parts(call))
            ),
        ),
        Line(
            *("GET", f"{USERS}/activities/samples"),
            lambda call: ok(activity.samples_list(call.view, *call.year_range())),
        ),
        Line(
            *("GET", f"{USERS}/activities/samples/{{date}}"),
            lambda call: or_204(activity.samples_by_date(call.view, call.recently_on)),
        ),
        Line(
            *("GET", f"{USERS}/activities/{{date}}"),
            lambda call: or_204(
                activity.by_date(call.view, call.recently_on, activity_parts(call))
            ),
        ),
        Line(
            *("GET", f"{USERS}/continuous-heart-rate"),
            lambda call: ok(heart_rate.heart_rates(call.view, *call.required_range())),
        ),
        Line(
            *("GET", f"{USERS}/continuous-heart-rate/{{date}}"),
            lambda call: or_404(heart_rate.by_date(call.view, call.on)),
        ),
    )


def _load_lines() -> tuple[Line, ...]:
    """Cardio load; literals stand before `{date}`."""
    load = f"{USERS}/cardio-load"
    return (
        Line("GET", load, lambda call: loads(call, *call.view.last_days)),
        Line("GET", f"{load}/date", load_range),
        Line("GET", f"{load}/period/days/{{days}}", load_days),
        Line("GET", f"{load}/period/months/{{months}}", load_months),
        Line("GET", f"{load}/{{date}}", lambda call: loads(call, call.on, call.on)),
    )


def _alertness_lines() -> tuple[Line, ...]:
    """SleepWise."""
    wise = f"{USERS}/sleepwise"
    return (
        Line(
            *("GET", f"{wise}/alertness"),
            lambda call: or_204(sleepwise.alertness(call.view, *call.view.last_days)),
        ),
        Line(
            *("GET", f"{wise}/alertness/date"),
            lambda call: or_204(sleepwise.alertness(call.view, *call.required_range())),
        ),
        Line(
            *("GET", f"{wise}/circadian-bedtime"),
            lambda call: or_204(sleepwise.bedtime(call.view, *call.view.last_days)),
        ),
        Line(
            *("GET", f"{wise}/circadian-bedtime/date"),
            lambda call: or_204(sleepwise.bedtime(call.view, *call.required_range())),
        ),
    )


def data_lines() -> tuple[Line, ...]:
    """Return the endpoints of one person's data."""
    return (
        Line("GET", f"{USERS}/physical-info", lambda call: or_404(physical.info(call.view))),
        *_exercise_lines(),
        *_night_lines(),
        *_day_lines(),
        *_load_lines(),
        *_alertness_lines(),
        *(
            Line("GET", f"{USERS}/biosensing/{name}", sensing(rows))
            for name, rows in SENSED.items()
        ),
    )


def authorize(call: Call) -> Answer:
    """Answer the authorize page: a redirect for a chosen person, otherwise a list to choose from.

    `person` (id or name) chooses; `deny=true` refuses; a world with one person needs no choice.
    """
    query, world = call.query, call.world
    wanted = query.get("redirect_uri")
    known = world.redirect_uris or ((wanted,) if wanted else ())
    if not known:
        raise BadRequest("redirect_uri")
    refusal = authorize_error(call)
    if refusal:
        return redirect(known[0], call, error=refusal)
    only = next(iter(world.people.values())) if len(world.people) == 1 else None
    person = world.find(query["person"]) if "person" in query else only
    if person is None:
        return Answer(200, raw=pages.choose(world, dict(query)), media_type="text/html")
    return redirect(wanted or known[0], call, code=world.authorize(person.polar_user_id, wanted))


def authorize_error(call: Call) -> str | None:
    """Return OAuth's word for what is wrong with an authorization request."""
    query, uris = call.query, call.world.redirect_uris
    checks = (
        ("unauthorized_client", query.get("client_id") != call.world.client[0]),
        ("invalid_request", "redirect_uri" in query and uris and query["redirect_uri"] not in uris),
        ("unsupported_response_type", query.get("response_type") != "code"),
        ("invalid_scope", query.get("scope", SCOPE) != SCOPE),
        ("access_denied", call.flag("deny")),
    )
    return next((word for word, wrong in checks if wrong), None)


def redirect(uri: str, call: Call, **more: str) -> Answer:
    """Send the browser back; `state` returns unchanged, and is absent if it was absent."""
    state = {"state": call.query["state"]} if "state" in call.query else {}
    joint = "&" if urlsplit(uri).query else "?"
    return Answer(302, headers={"Location": f"{uri}{joint}{urlencode({**state, **more})}"})


def token(call: Call) -> Answer:
    """Answer the token endpoint: a token for a code, once."""
    form = call.form
    checks = (
        ("invalid_client", not call.is_client),
        ("invalid_request", "grant_type" not in form),
        ("unsupported_grant_type", form.get("grant_type") != "authorization_code"),
        ("invalid_request", "code" not in form),
    )
    wrong = next((word for word, failed in checks if failed), None)
    if wrong:
        return Answer(400, {"error": wrong})
    made = call.world.exchange(form["code"], form.get("redirect_uri"))
    return ok(made) if made else Answer(400, {"error": "invalid_grant"})


def error(call: Call, status: int, kind: str, message: str) -> Answer:
    """Answer with the error object, which only webhook endpoints have."""
    moment = zulu_millis(call.world.now)
    corr = sha256(f"{moment}/{message}".encode()).hexdigest()[:16]
    data = {"timestamp": moment, "status": status, "errorType": kind, "message": message}
    return Answer(status, {**data, "corrId": corr})


def wanted_events(body: Row) -> list[str]:
    """Return the events of a webhook request."""
    events = body.get("events")
    if not isinstance(events, list) or not events or not set(map(str, events)) <= set(EVENTS):
        raise BadRequest("events")
    return list(map(str, events))


async def create_webhook(call: Call) -> Answer:
    """Answer K1's POST: PING first, then the webhook with its secret, shown this once."""
    hooks, body = call.world.webhooks, json_body(call)
    events, url = wanted_events(body), str(body.get("url", ""))
    if hooks.webhook is not None:
        return error(call, 409, "conflict", "Webhook already exists")
    name, secret = call.world.webhook_names()
    if not await hooks.ping(url, secret, call.world.now):
        return error(call, 400, "bad_request", "Webhook cannot be created")
    hooks.webhook = Webhook(name, events, url, secret)
    shown = {"id": name, "events": events, "url": url, "signature_secret_key": secret}
    return Answer(201, {"data": shown})


def webhook(call: Call) -> Answer:
    """Answer K1's GET."""
    hook = call.world.webhooks.webhook
    return ok({"data": [hook.shown()] if hook else []})


async def change_webhook(call: Call) -> Answer:
    """Answer K3's PATCH: a new url is pinged first."""
    hooks, body = call.world.webhooks, json_body(call)
    hook = hooks.webhook
    if hook is None or hook.id != call.parts["id"]:
        return error(call, 404, "not_found", "Webhook not found")
    events = wanted_events(body) if "events" in body else hook.events
    url = str(body.get("url", hook.url))
    if url != hook.url and not await hooks.ping(url, hook.secret, call.world.now):
        return error(call, 400, "bad_request", "Webhook cannot be changed")
    hook.events, hook.url = events, url
    return ok({"data": [hook.shown()]})


def delete_webhook(call: Call) -> Answer:
    """Answer K3's DELETE."""
    hooks = call.world.webhooks
    if hooks.webhook is None or hooks.webhook.id != call.parts["id"]:
        return error(call, 404, "not_found", "Webhook not found")
    hooks.webhook = None
    return NONE_204


async def activate_webhook(call: Call) -> Answer:
    """Answer K2: PING, then on again."""
    hooks = call.world.webhooks
    hook = hooks.webhook
    if hook is None:
        return NONE_204
    if not await hooks.ping(hook.url, hook.secret, call.world.now):
        return error(call, 400, "bad_request", "Webhook cannot be activated")
    hook.active, hook.failing_since = True, None
    return Answer(200)


def deactivate_webhook(call: Call) -> Answer:
    """Answer K2: off."""
    hook = call.world.webhooks.webhook
    if hook is None:
        return NONE_204
    hook.active = False
    return Answer(200)


def lines() -> tuple[Line, ...]:
    """Return all endpoints in the order in which they are tried."""
    hook = "/v3/webhooks/{id}"
    return (
        Line("GET", "/oauth2/authorization", authorize, Door.OPEN),
        Line("POST", "/v2/oauth2/token", token, Door.OPEN),
        Line("POST", "/v3/users", register, Door.TOKEN),
        *data_lines(),
        Line("GET", "/v3/users/{user_id}", user, Door.TOKEN),
        Line("DELETE", "/v3/users/{user_id}", deregister, Door.TOKEN),
        Line("POST", "/v3/webhooks", create_webhook, Door.CLIENT),
        Line("GET", "/v3/webhooks", webhook, Door.CLIENT),
        Line("POST", "/v3/webhooks/activate", activate_webhook, Door.CLIENT),
        Line("POST", "/v3/webhooks/deactivate", deactivate_webhook, Door.CLIENT),
        Line("PATCH", hook, change_webhook, Door.CLIENT),
        Line("DELETE", hook, delete_webhook, Door.CLIENT),
        Line("GET", "/v3/notifications", lambda _: NONE_204, Door.CLIENT),
    )
