"""What this room needs from the running server: it is read from `request.scope["state"]`."""

import uuid
from collections.abc import Callable
from typing import NotRequired, Protocol, TypedDict

from app.auth import Auth
from app.resources import Resources


class Dispatch(Protocol):
    """Hands work to the workers."""

    async def sync(self, run_id: uuid.UUID) -> None:
        """Ask for the queued run `run_id` to be done."""


class State(TypedDict):
    """Lifespan state of the server, as far as REST reads it."""

    resources: Resources
    auth: Auth
    dispatch: Dispatch
    workers_alive: NotRequired[Callable[[], bool]]
    """Whether somebody works on what is dispatched; absent: not known."""
