"""What the server mounts: /graphql, its schema, its page and its sockets."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from schema import http, pages, sockets
from schema.build import sdl
from schema.engine import Engine, Options


def graphql_routes(options: Options | None = None) -> list[BaseRoute]:
    """Routes at /graphql; they read `resources`, `auth` and `dispatch` from the lifespan state."""
    engine = Engine(options or Options())
    graphiql = pages.GraphiQL()

    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": http.ALLOW})
        if pages.wants_page(request):
            return await graphiql.page(request)
        return await http.answer(engine, request)

    async def converse(socket: WebSocket) -> None:
        await sockets.converse(engine, socket)

    return [
        Route("/graphql", answer, methods=["GET", "POST", "OPTIONS"]),
        WebSocketRoute("/graphql", converse),
        Route("/graphql/schema.graphql", _schema),
        Route("/graphql/assets/{name}", graphiql.asset),
    ]


async def _schema(_: Request) -> Response:
    headers = {"Cache-Control": "no-cache"}
    return Response(sdl(), 200, headers, "application/graphql; charset=utf-8")
