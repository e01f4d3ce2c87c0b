"""The one who asks, as every surface sees them."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Annotated

from app.records.account import Scope


@dataclass(frozen=True, slots=True)
class Rate:
    """What is left of a key's minute, for the `X-RateLimit-*` headers."""

    limit: Annotated[int, "Requests allowed in a minute."]
    remaining: Annotated[int, "Requests left in this minute."]
    reset_s: Annotated[int, "Seconds until the minute ends, 1 to 60."]


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody whose key was accepted; holds no secret, so it may be logged."""

    key_id: Annotated[uuid.UUID | None, "The key; NULL for the master key and without keys."]
    user_id: Annotated[str | None, "The one person it opens; NULL: everybody."]
    scopes: Annotated[frozenset[Scope], "What it may do."]
    rate: Annotated[Rate, "What is left of its minute."]
    actor: Annotated[str, "Its name in the audit log: a key id, 'master' or 'open'."]
    prefix: Annotated[str | None, "How its secret begins; another one after it was renewed."] = None
    expires_at: Annotated[dt.datetime | None, "When the key ends by itself; NULL: never."] = None
