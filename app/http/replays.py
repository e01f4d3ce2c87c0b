"""Answers of deeds, kept and told again: what lasts of a response."""

from collections.abc import Mapping

from starlette.responses import Response

from app.records.deed import Answered

LASTING = ("content-type", "location")
REPLAYED = "Idempotency-Replayed"


def answered(response: Response, *, done: bool) -> Answered:
    """What lasts of a response."""
    headers = {name: response.headers[name] for name in LASTING if name in response.headers}
    body = bytes(response.body)
    return Answered(status=response.status_code, headers=headers, body=body, done=done)


def response(told: Answered, fresh: Mapping[str, str]) -> Response:
    """The response, with the headers of the moment; one that is told again says so."""
    again = {REPLAYED: "true"} if told.again else {}
    return Response(told.body, told.status, {**told.headers, **fresh, **again})
