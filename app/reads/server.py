"""The house itself: its database, its workers, Polar's budget, its settings."""

import datetime as dt
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit, urlunsplit

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from app.records.server import (
    ChunkSize,
    ConnectedPeople,
    DatabaseSize,
    FeedOutcome,
    Job,
    LockRoom,
    PolarWindow,
    Queue,
    ServerSetting,
    SettingSource,
    StoredRelation,
)
from app.records.timetable import Timetable
from app.records.webhook import PolarWebhook
from app.settings import Settings
from app.store.pool import Pool
from app.store.read import fetch_all, fetch_one, fetch_value, fetch_values

MOST_JOBS = 50


async def next_sync(pool: Pool, only: str | None, now: dt.datetime) -> dt.datetime | None:
    """When somebody is synced next, or the one who is named; None: nobody is connected."""
    found: dt.datetime | None = await fetch_value(pool, "next_sync", only=only, now=now)
    return found


async def timetable(pool: Pool) -> Timetable | None:
    """What the timetable promises; None before it was first worked out."""
    return await fetch_one(pool, Timetable, "timetable")


async def polar_budget(pool: Pool) -> list[PolarWindow]:
    """What Polar last said of its budget, the shorter window first; [] before it answered."""
    return await fetch_all(pool, PolarWindow, "polar_budget")


async def polar_webhook(pool: Pool, now: dt.datetime) -> PolarWebhook | None:
    """The webhook that Ursa made at Polar, as it was last looked at."""
    return await fetch_one(pool, PolarWebhook, "polar_webhook", now=now)


async def database_size(pool: Pool) -> DatabaseSize | None:
    """The database as a whole."""
    return await fetch_one(pool, DatabaseSize, "database_size")


async def relations(pool: Pool) -> list[StoredRelation]:
    """Hypertables and continuous aggregates, the largest first."""
    return await fetch_all(pool, StoredRelation, "database_relations")


async def open_deeds(pool: Pool) -> list[str]:
    """What every role may do on this server although it should not, in words after "may"."""
    return await fetch_values(pool, "open_deeds")


async def lock_room(pool: Pool) -> LockRoom | None:
    """Locks that deleting a person in every chunk takes, and those that there is room for."""
    return await fetch_one(pool, LockRoom, "lock_room")


async def chunk_sizes(pool: Pool) -> list[ChunkSize]:
    """Chunks that are written to now, beside the server's memory, the largest first."""
    return await fetch_all(pool, ChunkSize, "chunk_sizes")


async def jobs(pool: Pool) -> list[Job]:
    """Lines of the timetable, what is due next first, then messages that were given up."""
    return await fetch_all(pool, Job, "jobs", most=MOST_JOBS)


async def queue(pool: Pool) -> Queue | None:
    """What waits for the workers."""
    return await fetch_one(pool, Queue, "queue")


async def feed_outcomes(pool: Pool, since: dt.datetime) -> list[FeedOutcome]:
    """How feeds of syncs ended since then."""
    return await fetch_all(pool, FeedOutcome, "feed_outcomes", since=since)


async def connected_people(pool: Pool, late_before: dt.datetime) -> ConnectedPeople | None:
    """Who is connected, and of whom no data came after `late_before`."""
    return await fetch_one(pool, ConnectedPeople, "connected_people", late_before=late_before)


def settings(of: Settings, stored: Mapping[str, str]) -> list[ServerSetting]:
    """Every setting, where it is from, and what holds unless that is secret.

    `stored`: what was told in the pages, by the name of the setting.
    """
    return list(_settings(of, stored))


def _settings(of: Settings, stored: Mapping[str, str]) -> Iterator[ServerSetting]:
    for name, field in Settings.model_fields.items():
        value = stored.get(name, getattr(of, name))
        given = name in of.model_fields_set and value is not None
        secret = _is_secret(field)
        yield ServerSetting(
            name=name.upper(),
            source=_source(given=given, stored=name in stored),
            value=None if secret or value in {None, ()} else _shown(value),
            secret=secret,
            is_set=value not in {None, ()},
            meaning=field.description or "",
        )


def _source(*, given: bool, stored: bool) -> SettingSource:
    if stored:
        return SettingSource.STORED
    return SettingSource.ENVIRONMENT if given else SettingSource.DEFAULT


def _is_secret(field: FieldInfo) -> bool:
    return SecretStr.__name__ in str(field.annotation)


def _shown(value: object) -> str:
    """A value as a person reads it; an address without user, password and query."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    text = str(value)
    if "://" not in text:
        return text
    parts = urlsplit(text)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
