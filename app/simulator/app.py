"""The simulated AccessLink as a Starlette application."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import orjson
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.simulator import pages
from app.simulator.bodies import dress, refuse, wait
from app.simulator.call import Answer, BadRequest, Call
from app.simulator.documented import reshape
from app.simulator.edits import EDITS
from app.simulator.handlers import Door, Line, error, lines
from app.simulator.reported import empty_days
from app.simulator.troubles import Active, Trouble
from app.simulator.world import World

Endpoint = Callable[[Request], Awaitable[Response]]
LARGEST_BODY = 64 * 1024
FARTHEST = timedelta(days=3660)
MOST_COPIES, MOST_LATE = 10, 10 * 24 * 60
TELL_EVERY_S = 5
EMPTY = (204, 304)
UNAUTHORIZED = 401
Canned = Mapping[str, bytes]


def create_simulator(world: World, canned: Canned | None = None) -> Starlette:
    """Return the application over a world; its lifespan tells the webhook of what is new.

    `canned` maps a path, with or without query, to a JSON body that is served in place of the
    generated one, behind the usual doors, troubles and headers.
    """
    routes = [
        Route(line.path, endpoint(world, line, canned or {}), methods=[line.method])
        for line in lines()
    ]
    middleware = [Middleware(RateLimits, world=world)]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        telling = asyncio.create_task(tell_on(world))
        yield
        telling.cancel()

    return Starlette(routes=[*routes, *own_routes(world)], middleware=middleware, lifespan=lifespan)


async def tell_on(world: World) -> None:
    """Tell the webhook of syncs as they happen, while the clock runs."""
    since = world.now
    while True:
        await asyncio.sleep(TELL_EVERY_S)
        now = world.now
        if world.live and since <= now <= since + timedelta(hours=1):
            await world.tell(since)
        since = now


class RateLimits:
    """Counts every request under /v3, refuses one too many, and marks every answer."""

    def __init__(self, app: ASGIApp, world: World) -> None:
        self.app, self.world = app, world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the headers of the windows added to its answer."""
        if scope["type"] != "http" or not scope["path"].startswith("/v3"):
            await self.app(scope, receive, send)
            return
        scope["path"] = scope["path"].rstrip("/")
        usage = self.world.windows.count(self.world.now, len(self.world.users))

        async def mark(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in usage.headers().items():
                    headers.setdefault(name, value)
            await send(message)

        app = Response(status_code=429) if usage.refused else self.app
        await app(scope, receive, mark)


def endpoint(world: World, line: Line, canned: Canned) -> Endpoint:
    """Return what answers one line of the table: troubles, the door, the handler, troubles."""

    async def answer(request: Request) -> Response:
        struck = world.troubles.take(request.url.path)
        await wait(request, struck)
        refused = refuse(struck)
        if refused is not None:
            return refused
        call = await read(world, request)
        if Trouble.REVOKED in struck:
            world.revoke(call.token)
        status = shut(line.door, call)
        if status:
            return encode(world, closed(call, status), {})
        served = canned_body(canned, request)
        done = Answer(raw=served) if served is not None else await handle(line, call)
        return encode(world, done, struck)

    return answer


async def read(world: World, request: Request) -> Call:
    """Return the request as handlers see it; a body that is too long becomes none."""
    body = b""
    try:
        async for chunk in request.stream():
            body = (body + chunk)[: LARGEST_BODY + 1]
    except ClientDisconnect:
        body = b""
    return Call(
        world=world,
        parts=request.path_params,
        query=request.query_params,
        authorization=request.headers.get("Authorization", ""),
        body=body if len(body) <= LARGEST_BODY else b"",
    )


def closed(call: Call, status: int) -> Answer:
    """Return the answer of a door that stays shut; 401 comes with the error object."""
    if status != UNAUTHORIZED:
        return Answer(status)
    return error(call, status, "unauthorized", "Unauthorized")


def shut(door: Door, call: Call) -> int | None:
    """Return the status of a door that stays shut, None when it opens."""
    if door is Door.CLIENT:
        return None if call.is_client else 401
    if door is Door.OPEN:
        return None
    if not call.person:
        return 401
    return 403 if door is Door.MEMBER and call.person not in call.world.users else None


def canned_body(canned: Canned, request: Request) -> bytes | None:
    """Return the canned body of a path, the one with its query first."""
    path, query = request.url.path, request.url.query
    return canned.get(f"{path}?{query}", canned.get(path))


async def handle(line: Line, call: Call) -> Answer:
    """Return the handler's answer, 400 for a request that it can not read."""
    try:
        answer = line.handler(call)
        return answer if isinstance(answer, Answer) else await answer
    except BadRequest:
        return Answer(400)


def encode(world: World, answer: Answer, struck: Mapping[Trouble, Active]) -> Response:
    """Return the answer as it travels, edited by the troubles that struck."""
    if answer.status in EMPTY or (answer.data is None and answer.raw is None):
        return Response(status_code=answer.status, headers=dict(answer.headers))
    if answer.raw is not None and answer.media_type != "application/json":
        return Response(answer.raw, answer.status, media_type=answer.media_type)
    body = answer.raw if answer.raw is not None else edited(world, answer.data, struck)
    response = dress(body, struck)
    response.status_code = answer.status
    return response


def edited(world: World, data: object, struck: Mapping[Trouble, Active]) -> bytes:
    """Return the JSON of an answer after every edit that is switched on."""
    for trouble, edit in EDITS.items():
        if trouble in struck:
            data = edit(data)
    if Trouble.GAP in struck:
        data = empty_days(data, world.now.date(), struck[Trouble.GAP].amount)
    return orjson.dumps(reshape(data) if world.documented else data)


def own_routes(world: World) -> list[Route]:
    """Return the simulator's own pages and switches."""

    async def board(_: Request) -> Response:
        return Response(pages.board(world), media_type="text/html")

    async def style(_: Request) -> Response:
        return FileResponse(pages.STYLE, media_type="text/css")

    return [
        Route("/simulator", board),
        Route("/simulator/simulator.css", style),
        *(switching(world, path, switch) for path, switch in SWITCHES.items()),
    ]


def switching(world: World, path: str, switch: Callable[[World, dict[str, str]], None]) -> Route:
    """Return the route of a switch; what has happened by then is told to the webhook."""

    async def change(request: Request) -> Response:
        since = world.now
        try:
            switch(world, fields(await read(world, request)))
        except (ValueError, KeyError, OverflowError) as fault:
            return Response(f"{type(fault).__name__}: {fault}", 400, media_type="text/plain")
        await world.tell(since)
        html = "text/html" in request.headers.get("Accept", "")
        return RedirectResponse("/simulator", 303) if html else Response(status_code=204)

    return Route(path, change, methods=["POST"])


def fields(call: Call) -> dict[str, str]:
    """Return the fields of a form or of a JSON object, empty ones left out."""
    if call.body.lstrip().startswith(b"{"):
        given = orjson.loads(call.body)
        return {key: str(value) for key, value in given.items() if value is not None}
    return {key: value for key, value in call.form.items() if value}


def switch_trouble(world: World, given: dict[str, str]) -> None:
    """Switch a trouble on, or all of them off (`clear`)."""
    if "clear" in given:
        world.troubles.clear()
        return
    world.troubles.add(
        Trouble(given["trouble"]),
        path=given.get("path", "/v3"),
        times=int(given["times"]) if "times" in given else None,
        after=int(given.get("after", 0)),
        amount=float(given["amount"]) if "amount" in given else None,
    )


def switch_webhook(world: World, given: dict[str, str]) -> None:
    """Say how notices are delivered: how often each (`copies`), how late (`late_minutes`)."""
    copies, late = int(given.get("copies", 1)), float(given.get("late_minutes", 0))
    if not 0 <= copies <= MOST_COPIES or not 0 <= late <= MOST_LATE:
        raise ValueError(f"copies: 0 to {MOST_COPIES}; late_minutes: 0 to {MOST_LATE}")
    world.webhooks.copies, world.webhooks.late = copies, timedelta(minutes=late)


def switch_clock(world: World, given: dict[str, str]) -> None:
    """Move the clock (`advance_days`), stop it at a moment (`now`, ISO), or let it run (`live`)."""
    if "advance_days" in given:
        days = float(given["advance_days"])
        near(world.now + timedelta(days=days))
        world.advance(days=days)
    elif "now" in given:
        moment = datetime.fromisoformat(given["now"])
        world.set_now(near(moment if moment.tzinfo else moment.replace(tzinfo=UTC)))
    elif "live" in given:
        world.set_now(None)
    else:
        raise ValueError("send advance_days, now or live")


def near(moment: datetime) -> datetime:
    """Return a moment that is not decades away: every day until then has to be lived."""
    if abs(moment - datetime.now(UTC)) > FARTHEST:
        raise ValueError("the clock goes ten years back or forward at most")
    return moment


SWITCHES: Mapping[str, Callable[[World, dict[str, str]], None]] = {
    "/simulator/troubles": switch_trouble,
    "/simulator/webhook": switch_webhook,
    "/simulator/clock": switch_clock,
}
"""What can be switched, and how."""
