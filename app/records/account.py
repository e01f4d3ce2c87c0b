"""People, their connection to Polar, and the keys that open their data."""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated


class Scope(StrEnum):
    """What a key may do."""

    READ = "read"
    SYNC = "sync"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person."""

    user_id: Annotated[str, "Ursa's name of the person: the Polar user id, or the caller's own."]
    polar_user_id: Annotated[int | None, "Polar's number of the person."] = None
    display_name: Annotated[str | None, "First and last name as Polar has them."] = None
    time_zone: Annotated[str | None, "IANA name, set by the person."] = None
    utc_offset_minutes: Annotated[int | None, "Newest offset that Polar's data showed."] = None
    created_at: Annotated[dt.datetime | None, "When Ursa first met the person."] = None
    synced_at: Annotated[dt.datetime | None, "End of the last sync that brought data."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key as it may be shown: never the secret itself."""

    key_id: Annotated[uuid.UUID, "Name of the key in lists and logs."]
    user_id: Annotated[str | None, "The person it opens; NULL: everybody."]
    label: Annotated[str, "What its owner calls it."]
    prefix: Annotated[str, "The first characters of the secret, to recognise it."]
    scopes: Annotated[list[str], "What it may do: read, sync, admin."]
    rate_limit_per_minute: Annotated[int, "Requests allowed in a minute."]
    created_at: Annotated[dt.datetime, "When it was made."]
    expires_at: Annotated[dt.datetime | None, "When it ends by itself."] = None
    revoked_at: Annotated[dt.datetime | None, "When it was taken back."] = None
    last_used_at: Annotated[dt.datetime | None, "Last request with it."] = None
    request_count: Annotated[int, "Requests made with it."] = 0
