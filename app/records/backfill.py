"""A person's past, asked for down to a day."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated


class BackfillState(StrEnum):
    """Where a backfill stands."""

    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillFeed:
    """How far one feed of a backfill got."""

    feed: Annotated[str, "Name of the feed, as REST answers it."]
    goal: Annotated[dt.date, "Oldest day that it is asked for."]
    reached: Annotated[dt.date, "All days from this one on are done."]
    rows_received: Annotated[int, "Rows that Polar sent."]
    tries: Annotated[int, "How often the days before were asked for in vain."]
    done: Annotated[bool, "Whether there is nothing more to ask for."]
    note: Annotated[str | None, "Why it ended early, or what went wrong last, in words."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    """A person's past, asked for down to a day, as Polar's budget allows."""

    user_id: Annotated[str, "The person."]
    until: Annotated[dt.date, "Oldest day that is asked for."]
    state: Annotated[str, "running, done, stopped."]
    started_at: Annotated[dt.datetime, "When it was asked for."]
    ended_at: Annotated[dt.datetime | None, "When it was over."] = None
    error: Annotated[str | None, "What went wrong at the last slice, in words."] = None
