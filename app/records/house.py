"""What the house is told: its client at Polar, who may join, invitations."""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated


class Joining(StrEnum):
    """Whether people whom nobody connected may come in through Polar."""

    CLOSED = "closed"
    OPEN = "open"


class ClientSource(StrEnum):
    """Where the client at Polar is set."""

    ENVIRONMENT = "environment"
    STORED = "stored"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolarClient:
    """Ursa's client at Polar; never its secret."""

    client_id: Annotated[str | None, "Its id; NULL: there is none yet."] = None
    source: Annotated[str | None, "environment (it goes first) or stored; NULL: none."] = None
    redirect_url: Annotated[str, "Redirect URL to register with Polar, byte for byte."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A link by which one person may join."""

    url: Annotated[str, "The link; it is shown now and never again."] = field(repr=False)
    expires_at: Annotated[dt.datetime, "When it stops working."]
