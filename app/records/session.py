"""Who is signed in to the pages."""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated


class Role(StrEnum):
    """As what somebody is signed in."""

    OWNER = "owner"
    PERSON = "person"
    SETUP = "setup"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSession:
    """A browser that is signed in; never what its cookie holds."""

    session_id: Annotated[uuid.UUID, "Name of the session in lists and logs."]
    role: Annotated[str, "owner; person, who sees their own data alone; setup."]
    user_id: Annotated[str | None, "The person; NULL: the owner, or who sets up."] = None
    name: Annotated[str | None, "What to call who is signed in."] = None
    language: Annotated[str | None, "Language in which the person likes to read."] = None
    units: Annotated[str | None, "Units in which the person likes to read."] = None
    hour_cycle: Annotated[str | None, "How the person likes to read the clock."] = None
    agent: Annotated[str | None, "What the browser calls itself, shortened."] = None
    began_at: Annotated[dt.datetime, "When somebody signed in."]
    seen_at: Annotated[dt.datetime, "Last use, to the hour."]
    expires_at: Annotated[dt.datetime, "When it ends by itself, 30 days after its last use."]
    fresh_until: Annotated[
        dt.datetime, "Until when keys, deletion and settings ask for no password or consent again."
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSession(WebSession):
    """A session in a list."""

    current: Annotated[bool, "Whether it is the one that asks."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """What is known of a browser before anybody has signed in with it."""

    address: Annotated[str, "Its network address, or the proxy's."]
    agent: Annotated[str | None, "What it calls itself."] = None
