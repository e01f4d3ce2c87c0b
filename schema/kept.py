"""GETs about one person's data have a tag: who has their answer already is told no more than that.

As in REST, a tag names what was asked, what the caller may see, the versions of the person's data
and their day; the versions are read before the data.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import orjson
from graphql import FieldNode, SelectionNode, VariableNode
from starlette.requests import Request

import app
from app.auth import Caller
from app.days import local_today
from app.errors import UrsaError
from app.http.conditional import weak_tag
from app.records.account import PersonVersion, Scope
from app.state import State
from schema.build import terms
from schema.engine import Operation
from schema.ids import user_of


async def keeping(
    request: Request, state: State, caller: Caller | None, operation: Operation, media: str
) -> dict[str, str]:
    """Headers with which an answer may be kept, and asked for again; none where it may not."""
    user_id = None if caller is None else _alone(operation, caller)
    if caller is None or user_id is None:
        return {}
    person = await _version(state, caller, user_id)
    if person is None:
        return {}
    day = local_today(person, state["resources"].clock())
    seen = orjson.dumps([app.__version__, caller.view, day, media, operation.text])
    tag = weak_tag(seen, request.scope["query_string"], orjson.dumps(person))
    return {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Accept, Accept-Encoding"}


async def _version(state: State, caller: Caller, user_id: str) -> PersonVersion | None:
    """The versions of the person's data; None where the answer will tell why there is none."""
    try:
        await state["auth"].account_for(caller, user_id, Scope.READ)
    except UrsaError:
        return None
    return await state["resources"].versions.ask(user_id)


def _alone(operation: Operation, caller: Caller) -> str | None:
    """The person whose data are all that the operation asks about; None where there is more."""
    asked = [name for one in operation.document.definitions for name in _names(one)]
    if not passing_fields().isdisjoint(asked):
        return None
    variables = operation.asked.variables
    roots = [one for one in operation.node.selection_set.selections if not _is_typename(one)]
    people = {_person(root, variables, caller) for root in roots}
    return people.pop() if len(people) == 1 else None


def _names(node: Any) -> Iterator[str]:  # noqa: ANN401 -- a definition or a selection
    """Names of all fields below, whoever they are of."""
    below = getattr(node, "selection_set", None)
    for one in below.selections if below else ():
        if isinstance(one, FieldNode):
            yield one.name.value
        yield from _names(one)


def _is_typename(root: SelectionNode) -> bool:
    return isinstance(root, FieldNode) and root.name.value == "__typename"


def _person(root: SelectionNode, variables: Mapping[str, Any], caller: Caller) -> str | None:
    """Whom a root field is about."""
    if not isinstance(root, FieldNode):
        return None
    if root.name.value == "me":
        return caller.user_id
    if root.name.value != "person":
        return None
    value: Any = next(one.value for one in root.arguments or ())
    word = variables.get(value.name.value) if isinstance(value, VariableNode) else value.value
    return None if word is None else user_of(str(word))


@cache
def passing_fields() -> frozenset[str]:
    """Fields that change by themselves: they depend on more than a person's data."""
    return frozenset(one.name for one in terms() if not one.terms.lasting)
