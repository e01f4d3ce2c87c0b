"""Applications that people let in, and the words for what they may do."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from app.records.account import DataClass, Scope

READ_OF = "read:"
BY_NAME_ALONE = frozenset({DataClass.LOCATION})
"""Where somebody was is read by who asks for it by name, and not by who asks for all."""
USUAL = frozenset(DataClass) - BY_NAME_ALONE
"""What the word `read` opens for an application."""
WORDS = (
    Scope.READ.value,
    *(f"{READ_OF}{each.value}" for each in DataClass),
    Scope.SYNC.value,
)
"""All that an application may ask for."""


class Audience(StrEnum):
    """Where an application's tokens work: in all of Ursa, or at its door for assistants alone."""

    API = "api"
    MCP = "mcp"


@dataclass(frozen=True, slots=True)
class Reach:
    """What an application, or a key, may do: scopes, and classes of data where it reads."""

    scopes: frozenset[Scope]
    classes: frozenset[DataClass] | None

    @classmethod
    def of(cls, words: Collection[str], every: frozenset[DataClass] | None = USUAL) -> "Reach":
        """What words ask for; raises ValueError with the first that is none.

        `every` is what the word `read` alone opens; None: all classes.
        """
        unknown = [word for word in words if word not in {*WORDS, Scope.ADMIN.value}]
        if unknown:
            raise ValueError(unknown[0])
        named = frozenset(each for each in DataClass if f"{READ_OF}{each.value}" in words)
        scopes = {Scope(word) for word in words if word in set(Scope)}
        if named:
            scopes.add(Scope.READ)
        if Scope.READ.value not in words:
            return cls(frozenset(scopes), named or None)
        return cls(frozenset(scopes), None if every is None else every | named)

    @property
    def words(self) -> list[str]:
        """The same in words, `read` for all that it opens."""
        classes = self.classes or frozenset()
        whole = classes >= USUAL
        told = [Scope.READ.value] if whole else []
        rest = classes - (USUAL if whole else frozenset())
        told += [f"{READ_OF}{each.value}" for each in DataClass if each in rest]
        return told + ([Scope.SYNC.value] if Scope.SYNC in self.scopes else [])

    def within(self, other: "Reach") -> bool:
        """Whether this is no more than the other."""
        return self.scopes <= other.scopes and (self.classes or frozenset()) <= (
            other.classes or frozenset()
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """An application that asks to be let in."""

    client_id: Annotated[str, "What it calls itself towards Ursa."]
    name: Annotated[str, "What it calls itself towards people."]
    redirect_uris: Annotated[Sequence[str], "Where people may be sent back to."]
    host: Annotated[str, "Where it lives: the one thing of it that is sure."]
    secret_sha256: Annotated[bytes | None, "SHA-256 of its secret; None: it has none."] = field(
        default=None, repr=False
    )
    read_sha256: Annotated[bytes | None, "SHA-256 of what opens its registration."] = field(
        default=None, repr=False
    )
    registered_at: Annotated[int, "When it registered, seconds since 1970."] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectedApp:
    """An application that somebody let in, and what it did."""

    app_id: Annotated[uuid.UUID, "Name of the grant in lists and logs."]
    user_id: Annotated[str | None, "The person whose data it reads; NULL: everybody's."]
    name: Annotated[str, "What the application calls itself."]
    host: Annotated[str, "Where it lives; localhost: a program on somebody's own machine."]
    audience: Annotated[
        str | None, "api (all of Ursa) or mcp (for assistants alone); NULL: it holds an API key."
    ]
    scopes: Annotated[list[str], "What it may do: read, sync."]
    classes: Annotated[list[str] | None, "Classes of data that it may read; NULL: all, or none."]
    made_at: Annotated[dt.datetime, "When it was let in."]
    made_by: Annotated[str, "Who let it in, as in the audit log."]
    expires_at: Annotated[dt.datetime | None, "When its access ends by itself; NULL: never."]
    last_used_at: Annotated[dt.datetime | None, "When it asked last; NULL: never."] = None
    request_count: Annotated[int, "How often it asked."] = 0
    read: Annotated[
        list[str], "What it asked for, the newest first: mcp today, rest sleep, graphql."
    ]
