"""The house itself: its database, its workers, what is left of Polar's budget, what it is told."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PolarWindow:
    """One window of the request budget that Polar gives to the whole application."""

    span: Annotated[str, "The window: 15 minutes, 24 hours."]
    used: Annotated[int, "Requests made in it, as Polar last said."]
    allowed: Annotated[int, "Requests that Polar allows in it."]
    resets_at: Annotated[dt.datetime, "When it begins anew; long past where nobody asked since."]
    seen_at: Annotated[dt.datetime, "When Polar said so."]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseSize:
    """The database as a whole."""

    size_bytes: Annotated[int, "All of it on disk, indexes included."]
    postgres_version: Annotated[str, "Version of PostgreSQL."]
    timescale_version: Annotated[str, "Version of TimescaleDB."]
    people: Annotated[int, "People in it."]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRelation:
    """A hypertable, or what a continuous aggregate keeps."""

    relation: Annotated[str, "Its name in SQL."]
    aggregate: Annotated[bool, "Whether it is a continuous aggregate."]
    chunks: Annotated[int, "Pieces by time that it is cut into."]
    compressed_chunks: Annotated[int, "Those of them that are compressed."]
    size_bytes: Annotated[int, "Size on disk, indexes included."]
    before_bytes: Annotated[
        int | None, "Size of the compressed chunks before they were; NULL: none is."
    ]
    after_bytes: Annotated[int | None, "Size of the compressed chunks now; NULL: none is."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A line of the timetable, or a message that workers gave up on."""

    job_id: Annotated[str, "Name of the line, or id of the message."]
    actor: Annotated[str, "Which piece of work."]
    state: Annotated[str, "due, running, done, failed (will be tried again), dead (given up)."]
    attempts: Annotated[int, "How often it was tried."]
    error: Annotated[str | None, "The last error, in one line."]
    started_at: Annotated[dt.datetime | None, "When the last try began."]
    ended_at: Annotated[dt.datetime | None, "When the last try ended."]
    due_at: Annotated[dt.datetime | None, "When a line of the timetable is due next."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What waits for the workers, and when they last did something."""

    queued: Annotated[int, "Syncs that no worker has begun."]
    running: Annotated[int, "Syncs that are worked on."]
    oldest_queued_at: Annotated[dt.datetime | None, "Since when the oldest of them waits."]
    dead: Annotated[int, "Messages that workers gave up on in the last 30 days."]
    failed: Annotated[int, "Lines of the timetable whose last try failed."]
    last_work_at: Annotated[dt.datetime | None, "When a line of the timetable was last done."]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedOutcome:
    """How often a feed ended in one way of late."""

    feed: Annotated[str, "Name of the feed."]
    state: Annotated[str, "success, partial, failed, skipped."]
    runs: Annotated[int, "How many syncs it ended like that in."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectedPeople:
    """People whose data are to come by themselves."""

    connected: Annotated[int, "People with a token of Polar's."]
    refused: Annotated[int, "Those of them whose token Polar refuses."]
    late: Annotated[int, "Those of whom no data came in time although their token works."]


@dataclass(frozen=True, slots=True, kw_only=True)
class LockRoom:
    """Whether the server has room for the locks of a transaction that touches every chunk."""

    relations: Annotated[int, "Chunks and their indexes."]
    room: Annotated[int, "Locks that all sessions together may hold."]
    setting: Annotated[int, "max_locks_per_transaction."]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkSize:
    """The largest chunk of a relation that is still written to."""

    relation: Annotated[str, "Its name in SQL."]
    chunk_bytes: Annotated[int, "Size of the chunk, indexes included."]
    interval_days: Annotated[int, "Days that a chunk spans."]
    memory_bytes: Annotated[int, "shared_buffers of the server."]


class SettingSource(StrEnum):
    """Where a setting's value is from."""

    ENVIRONMENT = "environment"
    STORED = "stored"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSetting:
    """One setting, without what must stay secret."""

    name: Annotated[str, "Name of the environment variable."]
    source: Annotated[str, "environment, stored, default."]
    value: Annotated[
        str | None,
        "What holds; NULL: nothing is set, or it is secret. Addresses without passwords.",
    ]
    secret: Annotated[bool, "Whether the value is never shown."]
    is_set: Annotated[bool, "Whether there is a value."]
    meaning: Annotated[str, "What it is for."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that `ursa doctor` looks at."""

    what: Annotated[str, "What was looked at."]
    good: Annotated[bool, "Whether Ursa can work as it is."]
    found: Annotated[str, "What was found."]
    advice: Annotated[str, "What to do; empty where nothing needs to be done."] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """A deed that somebody may ask about later."""

    audit_id: Annotated[int, "Number of the line."]
    happened_at: Annotated[dt.datetime, "When it happened."]
    actor: Annotated[
        str, "Who did it: a key id, or master, open (no key was needed), cli, demo, schedule."
    ]
    action: Annotated[str, "What was done, as noun.verb: api_key.create."]
    user_id: Annotated[str | None, "The person it concerns; NULL: nobody."]
    details: Annotated[
        Mapping[str, Any] | None, "What else is worth knowing; NULL once the person was deleted."
    ]
