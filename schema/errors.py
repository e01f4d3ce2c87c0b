"""Errors as clients see them: ours with a code, all others masked, and logged once."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.utils.str_converters import to_camel_case

from app.errors import UrsaError
from app.naming import request_id

log = logging.getLogger(__name__)

Formatted = dict[str, Any]

SYNTAX = "graphql_syntax"
INVALID = "graphql_invalid"
LONGEST_TOLD = 500


def formatted(errors: Sequence[GraphQLError]) -> list[Formatted]:
    """Errors of one operation, as they are answered."""
    return [_formatted(error) for error in errors]


def of_error(error: BaseException) -> Formatted:
    """An error from outside of an operation, as it is answered."""
    return _formatted(GraphQLError(str(error), original_error=error))  # type: ignore[arg-type]


def _formatted(error: GraphQLError) -> Formatted:
    """Where it happened is graphql-core's to tell, what happened is ours."""
    message, extensions = _described(error)
    kept = {key: value for key, value in error.formatted.items() if key != "extensions"}
    return kept | {"message": message, "extensions": extensions}


def _described(error: GraphQLError) -> tuple[str, Formatted]:
    cause = _cause(error)
    if isinstance(cause, UrsaError):
        # Without a path it is about the document, and graphql-core says where in it.
        return shortened(cause.message if error.path else error.message), _ours(cause)
    if cause is not None and _is_ours(error, cause):
        return _unexpected(cause)
    code = SYNTAX if isinstance(error, GraphQLSyntaxError) else INVALID
    return shortened(error.message), {"code": code, **(error.extensions or {})}


def _cause(error: GraphQLError) -> BaseException | None:
    """The error that began it: the first that is none of GraphQL's, or the innermost one."""
    cause: BaseException | None = error.original_error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    return cause


def _is_ours(error: GraphQLError, cause: BaseException) -> bool:
    """Whether it is a fault of Ursa's; one of the document's points into it."""
    if not isinstance(cause, GraphQLError):
        return True
    return error.path is not None and cause.nodes is None  # A value that can not be answered.


def shortened(text: str) -> str:
    """What clients sent is not sent back whole."""
    return text if len(text) <= LONGEST_TOLD else f"{text[:LONGEST_TOLD]}…"


def _ours(error: UrsaError) -> Formatted:
    if error.status >= 500:  # noqa: PLR2004 -- server errors
        log.warning("%s: %s", error.code, error)
    extensions: Formatted = {"code": error.code}
    for name, (shown, write) in _MORE.items():
        value = getattr(error, name, None)
        if value is not None:
            extensions[shown] = write(value)
    return extensions


_MORE: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "parameter": ("parameter", to_camel_case),
    "retry_after_s": ("retryAfterSeconds", int),
    "run_id": ("runId", str),
}
"""What some errors tell beside their code: its name in GraphQL, and how it is written."""


def _unexpected(error: BaseException) -> tuple[str, Formatted]:
    known = request_id()
    log.error("request %s broke", known, exc_info=error)
    message = f"Something broke in Ursa, and it was logged as request {known}."
    return message, {"code": "internal_error", "requestId": known}
