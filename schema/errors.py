"""Errors as clients see them: ours with a code, all others masked, and logged once."""

import logging
import uuid
from collections.abc import Sequence
from typing import Any

from graphql import GraphQLError, GraphQLSyntaxError

from app.errors import InvalidInput, UrsaError

log = logging.getLogger(__name__)

Formatted = dict[str, Any]

SYNTAX = "graphql_syntax"
INVALID = "graphql_invalid"


def formatted(errors: Sequence[GraphQLError]) -> list[Formatted]:
    """Errors of one operation, as they are answered."""
    return [_formatted(error) for error in errors]


def of_error(error: BaseException) -> Formatted:
    """An error from outside of an operation, as it is answered."""
    return _formatted(GraphQLError(str(error), original_error=error))  # type: ignore[arg-type]


def _formatted(error: GraphQLError) -> Formatted:
    """Where it happened is graphql-core's to tell, what happened is ours."""
    message, extensions = _told(error)
    told = {key: value for key, value in error.formatted.items() if key != "extensions"}
    return told | {"message": message, "extensions": extensions}


def _told(error: GraphQLError) -> tuple[str, Formatted]:
    cause = _cause(error)
    if isinstance(cause, UrsaError):
        return cause.message, _ours(cause)
    if cause is not None and not isinstance(cause, GraphQLError):
        return _unexpected(cause)
    code = SYNTAX if isinstance(error, GraphQLSyntaxError) else INVALID
    return error.message, {"code": code, **(error.extensions or {})}


def _cause(error: GraphQLError) -> BaseException | None:
    """The first error that is none of GraphQL's."""
    cause: BaseException | None = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    return cause


def _ours(error: UrsaError) -> Formatted:
    if error.status >= 500 and not isinstance(error, InvalidInput):  # noqa: PLR2004 -- server errors
        log.warning("%s: %s", error.code, error.message)
    told: Formatted = {"code": error.code}
    for name, shown in (("parameter", "parameter"), ("retry_after_s", "retryAfterSeconds")):
        value = getattr(error, name, None)
        if value is not None:
            told[shown] = value
    return told


def _unexpected(error: BaseException) -> tuple[str, Formatted]:
    request_id = uuid.uuid4().hex
    log.error("request %s broke", request_id, exc_info=error)
    message = f"Something broke in Ursa, and it was logged as request {request_id}."
    return message, {"code": "internal_error", "requestId": request_id}
