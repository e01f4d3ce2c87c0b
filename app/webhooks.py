"""`/webhooks/polar`: where Polar says that something is new. Answered by queueing."""

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from app.deeds.notices import LONGEST, receive
from app.errors import InvalidInput
from app.http.bodies import BodyTooLong, whole
from app.http.problems import problem_response

SIGNATURE = "Polar-Webhook-Signature"


def webhook_routes() -> list[BaseRoute]:
    """The one address that Polar is given."""
    return [Route("/webhooks/polar", polar, methods=["POST"])]


async def polar(request: Request) -> Response:
    """200 without a body when the notice is kept; Polar takes everything else for a failure."""
    try:
        await receive(request.scope["state"], await _body(request), request.headers.get(SIGNATURE))
    except Exception as error:  # noqa: BLE001 -- the edge: what is not expected is logged here
        return problem_response(error, {"Cache-Control": "no-store"})
    return Response(headers={"Cache-Control": "no-store"})


async def _body(request: Request) -> bytes:
    """The body as it was sent."""
    try:
        return await whole(request, LONGEST)
    except BodyTooLong:
        raise InvalidInput(f"A notice has at most {LONGEST} bytes.", "body") from None
    except ClientDisconnect:
        raise InvalidInput("The notice ended early.", "body") from None
