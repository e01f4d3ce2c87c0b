"""Syncs."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated

from app.records.sync import FeedState, SyncFeed, SyncRun
from app.rest.shapes.values import about, instant, utc

DOCUMENTED_FEEDS = (
    "sleep",
    "recharge",
    "activity",
    "exercises",
    "cardio_load",
    "sleepwise_alertness",
    "sleepwise_bedtime",
    "spo2",
    "ecg",
    "body_temperature",
    "skin_temperature",
)
FURTHER_FEEDS = ("heart_rate", "activity_samples", "physical_info")

_RESULTS = dict.fromkeys(DOCUMENTED_FEEDS + FURTHER_FEEDS, 28)


@dataclass
class SyncResult:
    """What a sync brought."""

    status: Annotated[
        str, about("success, partial (some feeds failed), failed, interrupted.", "success")
    ]
    user_id: Annotated[str, about("The person.", "12345")]
    results: Annotated[
        dict[str, int],
        about("Rows by feed, as Polar sent them; 0 where a feed failed or had nothing.", _RESULTS),
    ]
    run_id: Annotated[uuid.UUID, about("Name of the run.", "7b0f4b3e-6a3e-4a53-9a1c-0c3b1c1c9b55")]


@dataclass
class SyncResultWithErrors(SyncResult):
    """What a sync brought, and what went wrong."""

    errors: Annotated[
        dict[str, str],
        about(
            "What went wrong, by feed, and what to do; absent when nothing did.",
            {"ecg": "Polar refuses this feed. Give consent at account.polar.com."},
        ),
    ]


def result(run: SyncRun, feeds: Sequence[SyncFeed]) -> SyncResult:
    """The answer to a sync that is over."""
    received = {feed.feed: feed.rows_received for feed in feeds}
    plain = SyncResult(
        run.state,
        run.user_id,
        {name: received.get(name, 0) for name in DOCUMENTED_FEEDS + FURTHER_FEEDS},
        run.run_id,
    )
    errors = _errors(run, feeds)
    return SyncResultWithErrors(**asdict(plain), errors=errors) if errors else plain


def _errors(run: SyncRun, feeds: Sequence[SyncFeed]) -> dict[str, str]:
    errors = {feed.feed: words for feed in feeds if (words := _trouble(feed))}
    if not errors and run.error:
        errors["sync"] = run.error
    return errors


def _trouble(feed: SyncFeed) -> str | None:
    if feed.state == FeedState.SUCCESS:
        return None
    return feed.error or (feed.problems[0] if feed.problems else None)


@dataclass
class SyncQueued:
    """A sync that will be done."""

    status: Annotated[str, about("queued.", "queued")]
    user_id: Annotated[str, about("The person.", "12345")]
    run_id: Annotated[
        uuid.UUID,
        about("Ask /sync/runs/{run_id} how it goes.", "7b0f4b3e-6a3e-4a53-9a1c-0c3b1c1c9b55"),
    ]


@dataclass
class Run:
    """One sync of one person."""

    run_id: Annotated[uuid.UUID, about("Name of the run.", "7b0f4b3e-6a3e-4a53-9a1c-0c3b1c1c9b55")]
    status: Annotated[
        str, about("queued, running, success, partial, failed, interrupted.", "success")
    ]
    origin: Annotated[str, about("rest, graphql, schedule, webhook, command, demo.", "rest")]
    days: Annotated[int, about("How many days back were asked for.", 28)]
    queued_at: Annotated[str | None, instant("When it was asked for, UTC.", "2026-01-11T08:00:00Z")]
    started_at: Annotated[str | None, instant("When a worker began, UTC.", "2026-01-11T08:00:00Z")]
    ended_at: Annotated[str | None, instant("When it was over, UTC.", "2026-01-11T08:00:03Z")]
    request_count: Annotated[int, about("HTTP requests made to Polar.", 18)]
    error_code: Annotated[str | None, about("Stable code of what ended it.", None)]
    error: Annotated[str | None, about("What went wrong and what to do.", None)]

    @classmethod
    def of(cls, run: SyncRun) -> "Run":
        """The row of a run."""
        return cls(
            run.run_id,
            run.state,
            run.origin,
            run.days,
            utc(run.queued_at),
            utc(run.started_at),
            utc(run.ended_at),
            run.request_count,
            run.error_code,
            run.error,
        )


@dataclass
class Feed:
    """What one feed of a run did."""

    feed: Annotated[str, about("Name of the feed.", "sleep")]
    status: Annotated[str, about("success, partial, failed, skipped.", "success")]
    rows_received: Annotated[int, about("Rows that Polar sent and Ursa could read.", 28)]
    rows_written: Annotated[int, about("Rows that were new or had changed.", 2)]
    rows_rejected: Annotated[int, about("Rows that could not be read.", 0)]
    error_code: Annotated[str | None, about("Stable code of what went wrong.", None)]
    error: Annotated[str | None, about("What went wrong and what to do.", None)]
    problems: Annotated[list[str], about("Days, rows and fields that are missing, in words.", [])]
    ended_at: Annotated[str | None, instant("When the feed was done, UTC.", "2026-01-11T08:00:01Z")]
    days_asked: Annotated[
        int | None, about("Days that were asked for; null where a feed knows no days.", 28)
    ]
    days_answered: Annotated[int | None, about("Days that Polar answered.", 28)]
    first_day: Annotated[dt.date | None, about("First day with data.", "2025-12-15")]
    last_day: Annotated[dt.date | None, about("Last day with data.", "2026-01-11")]
    notes: Annotated[list[str], about("What was united or chosen, in words; no fault.", [])]

    @classmethod
    def of(cls, feed: SyncFeed) -> "Feed":
        """The row of a feed."""
        return cls(
            feed.feed,
            feed.state,
            feed.rows_received,
            feed.rows_written,
            feed.rows_rejected,
            feed.error_code,
            feed.error,
            feed.problems,
            utc(feed.ended_at),
            feed.days_asked,
            feed.days_answered,
            feed.first_day,
            feed.last_day,
            feed.notes,
        )


@dataclass
class RunDetail(Run):
    """One sync with its feeds."""

    feeds: Annotated[list[Feed], about("What the feeds did, in the order of their ends.", [])]

    @classmethod
    def with_feeds(cls, run: SyncRun, feeds: Sequence[SyncFeed]) -> "RunDetail":
        """The run with its feeds."""
        return cls(**asdict(Run.of(run)), feeds=[Feed.of(feed) for feed in feeds])
