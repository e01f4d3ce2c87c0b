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


class DataClass(StrEnum):
    """What a row of data is about; a key that names classes reads those alone."""

    SLEEP = "sleep"
    HEART = "heart"
    TRAINING = "training"
    LOCATION = "location"
    PROFILE = "profile"


class Units(StrEnum):
    """Units in which a person likes to read."""

    METRIC = "metric"
    IMPERIAL = "imperial"


class Language(StrEnum):
    """Language in which a person likes to read."""

    EN = "en"
    DE = "de"
    FI = "fi"


class HourCycle(StrEnum):
    """How a person likes to read the clock: 0 to 23, or twice 1 to 12."""

    H23 = "h23"
    H12 = "h12"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person."""

    user_id: Annotated[str, "Ursa's name of the person: the Polar user id, or the caller's own."]
    polar_user_id: Annotated[int | None, "Polar's number of the person."] = None
    display_name: Annotated[str | None, "First and last name as Polar has them."] = None
    time_zone: Annotated[
        str | None,
        "IANA name, set by the person: their days begin there. NULL: where the data were measured.",
    ] = None
    utc_offset_minutes: Annotated[int | None, "Newest offset that Polar's data showed."] = None
    units: Annotated[str | None, "metric or imperial; NULL: as the language has it."] = None
    language: Annotated[str | None, "en, de or fi; NULL: as the browser says."] = None
    hour_cycle: Annotated[
        str | None, "h23 (0 to 23) or h12 (twice 1 to 12); NULL: as the language has it."
    ] = None
    created_at: Annotated[dt.datetime | None, "When Ursa first met the person."] = None
    synced_at: Annotated[dt.datetime | None, "End of the last sync that brought data."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonVersion(Account):
    """A person as they are now; who has seen all of its fields has seen all that is told."""

    days: Annotated[uuid.UUID | None, "Version of what came from Polar; NULL: nothing did."] = None
    findings: Annotated[uuid.UUID | None, "Version of what was worked out; NULL: nothing was."] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key as it may be shown: never the secret itself."""

    key_id: Annotated[uuid.UUID, "Name of the key in lists and logs."]
    user_id: Annotated[str | None, "The person it opens; NULL: everybody."]
    label: Annotated[str, "What its owner calls it."]
    prefix: Annotated[str, "The first characters of the secret, to recognise it."]
    scopes: Annotated[list[str], "What it may do: read, sync, admin."]
    rate_limit_per_minute: Annotated[int, "Requests allowed in a minute."]
    classes: Annotated[
        list[str] | None,
        "Classes of data that it reads: sleep, heart, training, location, profile; NULL: all.",
    ] = None
    renews_itself: Annotated[bool, "Whether it may renew itself though it may only read."] = False
    parent_id: Annotated[uuid.UUID | None, "The key that made it; NULL: the owner did."] = None
    created_at: Annotated[dt.datetime, "When it was made."]
    expires_at: Annotated[dt.datetime | None, "When it ends by itself."] = None
    revoked_at: Annotated[dt.datetime | None, "When it was taken back."] = None
    previous_prefix: Annotated[
        str | None, "The first characters of the secret that it had before; NULL: that one is dead."
    ] = None
    previous_until: Annotated[
        dt.datetime | None, "Until when the secret works that it had before; NULL: it does not."
    ] = None
    last_used_at: Annotated[dt.datetime | None, "Last request with it."] = None
    request_count: Annotated[int, "Requests made with it."] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDay:
    """How often a key was used on a day."""

    day: Annotated[dt.date, "The day, in UTC."]
    requests: Annotated[int, "Requests with the key on that day."]
