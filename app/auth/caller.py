"""The one who asks, as every surface sees them."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Annotated

from app.records.account import DataClass, Scope
from app.records.session import Role, WebSession

EVERY_SCOPE = frozenset(Scope)
UNCOUNTED = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Rate:
    """What is left of a key's minute, for the `X-RateLimit-*` headers."""

    limit: Annotated[int, "Requests allowed in a minute."]
    remaining: Annotated[int, "Requests left in this minute."]
    reset_s: Annotated[int, "Seconds until the minute ends, 1 to 60."]


@dataclass(frozen=True, slots=True)
class Budget:
    """Requests that a name may make in a minute."""

    name: Annotated[str, "Under which they are counted."]
    limit: Annotated[int, "How many they are."]
    whose: Annotated[str, "Who has them, in the words of a refusal."] = (
        "the key that this one was made by"
    )


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody whose key was accepted; holds no secret, so it may be logged."""

    key_id: Annotated[uuid.UUID | None, "The key; NULL for the master key and without keys."]
    user_id: Annotated[str | None, "The one person it opens; NULL: everybody."]
    scopes: Annotated[frozenset[Scope], "What it may do."]
    rate: Annotated[Rate, "What is left of its minute."]
    actor: Annotated[
        str, "Its name in the audit log: a key id, a session, 'master', 'open', 'cli'."
    ]
    prefix: Annotated[str | None, "How its secret begins; another one after it was renewed."] = None
    expires_at: Annotated[dt.datetime | None, "When the key ends by itself; NULL: never."] = None
    classes: Annotated[frozenset[DataClass] | None, "What it reads alone; NULL: all."] = None
    renews_itself: Annotated[bool, "Whether it may though it only reads."] = False
    app: Annotated[bool, "Whether it is an application, with a token that somebody's yes gave."] = (
        False
    )
    budgets: Annotated[
        tuple[Budget, ...], "What its requests are taken from: its own, its makers', its person's."
    ] = ()
    session: Annotated[WebSession | None, "Of a browser that is signed in; NULL: a key."] = None
    fresh: Annotated[bool, "Whether a signed in browser's password or consent is minutes old."] = (
        True
    )

    @property
    def sets_up(self) -> bool:
        """Whether this is somebody with a setup link, who may make the owner's account."""
        return self.session is not None and self.session.role == Role.SETUP.value

    @property
    def family(self) -> str:
        """Whose budget is the widest: what a person's keys share, or the head of the family."""
        return self.budgets[-1].name if self.budgets else self.actor

    @property
    def owns(self) -> bool:
        """Whether this is who owns the house: the keys that it makes are heads of families."""
        return self.key_id is None and self.user_id is None

    @property
    def view(self) -> tuple[str | None, list[Scope], list[DataClass] | None]:
        """What it sees: callers with the same view may be given the same answer."""
        classes = None if self.classes is None else sorted(self.classes)
        return self.user_id, sorted(self.scopes), classes


def owner(actor: str) -> Caller:
    """Who runs Ursa, on a terminal or in the house itself: may everything, and is not counted."""
    return Caller(None, None, EVERY_SCOPE, Rate(UNCOUNTED, UNCOUNTED, 60), actor)
