"""What a piece of work is called in the log: request, run and person, as far as they are known."""

import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

_NOBODY: Mapping[str, str] = MappingProxyType({})
_NAMES: ContextVar[Mapping[str, str]] = ContextVar("names", default=_NOBODY)
_OF_A_CLIENT = re.compile(r"[\w.-]{8,64}", re.ASCII)


@contextmanager
def named(**names: object) -> Iterator[None]:
    """Lines of the log that are written within the block carry these ids."""
    token = _NAMES.set({**_NAMES.get(), **{name: str(value) for name, value in names.items()}})
    try:
        yield
    finally:
        _NAMES.reset(token)


def names() -> Mapping[str, str]:
    """The ids of what goes on here."""
    return _NAMES.get()


def request_id(sent: str | None = None) -> str:
    """A request's id: the one known here, the client's own where it is a name, or a new one."""
    if (known := names().get("request_id")) is not None:
        return known
    return sent if sent is not None and _OF_A_CLIENT.fullmatch(sent) else uuid.uuid4().hex
