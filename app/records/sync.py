"""Sync runs and what each feed brought."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated


class RunState(StrEnum):
    """Where a run stands; the last four are final."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCESS = "success"
    PARTIAL = "partial"
    FAILED = "failed"
    INTERRUPTED = "interrupted"

    @property
    def final(self) -> bool:
        """Whether nothing more will happen to the run."""
        return self not in {RunState.QUEUED, RunState.RUNNING}


class FeedState(StrEnum):
    """How a feed of a run ended."""

    SUCCESS = "success"
    PARTIAL = "partial"
    FAILED = "failed"
    SKIPPED = "skipped"


STORED = frozenset({FeedState.SUCCESS.value, FeedState.PARTIAL.value})
"""How a feed ends that brought something, or would have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncFeed:
    """What one feed of one run did."""

    run_id: Annotated[uuid.UUID, "The run."]
    feed: Annotated[str, "Name of the feed, as REST answers it."]
    state: Annotated[str, "success, partial (some of it did not come), failed, skipped."]
    rows_received: Annotated[int, "Rows that Polar sent and Ursa could read."] = 0
    rows_written: Annotated[int, "Rows that were new or had changed, samples included."] = 0
    rows_rejected: Annotated[int, "Rows that could not be read."] = 0
    days_asked: Annotated[
        int | None, "Days that were asked for; NULL for a feed that knows no days."
    ] = None
    days_answered: Annotated[int | None, "Days that Polar answered, with data or without."] = None
    first_day: Annotated[dt.date | None, "First day of which there were data."] = None
    last_day: Annotated[dt.date | None, "Last day of which there were data."] = None
    error_code: Annotated[str | None, "Stable code of what went wrong."] = None
    error: Annotated[str | None, "What went wrong and what to do, in words."] = None
    problems: Annotated[
        list[str], "Days, details, rows and fields that are missing, in words; the first 20."
    ]
    notes: Annotated[
        list[str], "What was united, chosen or looked odd, in words; no fault. The first 20."
    ] = field(default_factory=list)
    ended_at: Annotated[dt.datetime, "When the feed was done."]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRun:
    """One sync of one person."""

    run_id: Annotated[uuid.UUID, "Name of the run."]
    user_id: Annotated[str, "The person."]
    origin: Annotated[str, "rest, graphql, schedule, webhook, command, demo."]
    state: Annotated[str, "queued, running, success, partial, failed, interrupted."]
    days: Annotated[int, "How many days back were asked for."]
    queued_at: Annotated[dt.datetime, "When it was asked for."]
    started_at: Annotated[dt.datetime | None, "When a worker began."] = None
    ended_at: Annotated[dt.datetime | None, "When it was over."] = None
    request_count: Annotated[int, "HTTP requests made to Polar."] = 0
    error_code: Annotated[str | None, "Stable code of what ended the run."] = None
    error: Annotated[str | None, "What went wrong and what to do, in words."] = None
