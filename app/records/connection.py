"""How people are connected to Polar, let go, and deleted."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Annotated

from app.records.account import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class StartedConnection:
    """A connection that waits for the person to say yes at Polar."""

    authorization_url: Annotated[str, "Page at Polar to send the person to."] = field(repr=False)
    state: Annotated[str, "Comes back with Polar's code; works once."] = field(repr=False)
    expires_at: Annotated[dt.datetime, "When the state stops working."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """A person whose data Ursa may fetch from now on."""

    account: Annotated[Account, "The person."]
    member_id: Annotated[str | None, "The person's name in the registration at Polar."]
    new: Annotated[bool, "Whether Ursa did not know the person before."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnected:
    """A person whose data Ursa does not fetch any more, and keeps."""

    user_id: Annotated[str, "The person."]
    deregistered: Annotated[bool, "Whether Polar ended the registration; false: none, or silent."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What is left of a deleted person."""

    receipt_id: Annotated[int, "Number of the line in the audit log."]
    user_id: Annotated[str, "The person who was deleted."]
    deleted_at: Annotated[dt.datetime, "When it happened."]
    deregistered: Annotated[bool, "Whether Polar ended the registration; false: none, or silent."]
    rows: Annotated[int, "Rows that were deleted, those of the aggregates included."]
