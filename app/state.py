"""What every surface needs of the running server: it is read from `request.scope["state"]`."""

import uuid
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, NotRequired, Protocol, TypedDict

from app.auth import Auth
from app.records.server import Check
from app.resources import Resources


class Dispatch(Protocol):
    """Hands work to the workers."""

    async def sync(self, run_id: uuid.UUID) -> None:
        """Ask for the queued run `run_id` to be done."""

    async def import_archive(self, run_id: uuid.UUID) -> None:
        """Ask for the queued import `run_id` to be done."""

    async def takeout(self, run_id: uuid.UUID) -> None:
        """Ask for the queued export `run_id` to be written."""


class State(TypedDict):
    """Lifespan state of the server."""

    resources: Resources
    auth: Auth
    dispatch: Dispatch
    workers_alive: NotRequired[Callable[[], bool]]
    """Whether the workers of this process run; absent: they are others, and their work tells."""
    broker_alive: NotRequired[Callable[[], Coroutine[Any, Any, bool]]]
    """Whether the broker answers; absent: there is none between this process and its workers."""
    doctor: NotRequired[Callable[[], Awaitable[list[Check]]]]
    """Looks at everything that `ursa doctor` does; absent: nobody can be asked here."""
