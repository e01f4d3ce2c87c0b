"""Syncs: start one and wait for it, look at runs."""

import datetime as dt
import uuid
from collections.abc import Sequence

from starlette.responses import Response

from app.errors import NotFound, PolarUnauthorized
from app.ingest.runs import hand_over, queue_run
from app.reads import sync
from app.records.sync import FeedState, SyncFeed, SyncRun
from app.rest.endpoint import Asked, json
from app.rest.shapes.sync import Run, RunDetail, SyncQueued, SyncResult, result

PATIENCE_S = 120.0
MOST_RUNS = 1000
CONNECT_AGAIN = "Polar does not accept this token any more. Connect the person to Polar again."


async def trigger(asked: Asked) -> Response | SyncResult:
    """Queue a run and hand it to the workers; wait for its end unless told not to."""
    run_id = await _queued(asked)
    await hand_over(asked.resources, run_id, asked.state["dispatch"].sync)
    if not asked.values["wait"]:
        where = f"/api/v1/users/{asked.user_id}/sync/runs/{run_id}"
        return json(SyncQueued("queued", asked.user_id, run_id), 202, {"Location": where})
    run = await sync.wait_for_run(asked.resources.pool, run_id, PATIENCE_S)
    return _outcome(run, await sync.feeds(asked.resources.pool, run_id))


async def _queued(asked: Asked) -> uuid.UUID:
    resources = asked.resources
    return await queue_run(
        resources.pool,
        resources.vault,
        user_id=asked.user_id,
        days=asked.values["days"] or resources.settings.sync_days_lookback,
        origin="rest",
        token=asked.values["X-Polar-Token"],
        create_account=asked.caller.user_id is None,
        now=resources.clock(),
    )


def _outcome(run: SyncRun, feeds: Sequence[SyncFeed]) -> SyncResult:
    """A dead token is a 401, unless it died on the way, after some feeds were stored."""
    stored = any(feed.state in {FeedState.SUCCESS, FeedState.PARTIAL} for feed in feeds)
    if run.error_code == PolarUnauthorized.code and not stored:
        raise PolarUnauthorized(run.error or CONNECT_AGAIN)
    return result(run, feeds)


async def runs(asked: Asked) -> list[Run]:
    """Runs of the last days, the newest first."""
    since = asked.resources.clock() - dt.timedelta(days=asked.values["days"])
    found = await sync.runs(asked.pool, asked.user_id, since, MOST_RUNS)
    return [Run.of(run) for run in found]


async def run(asked: Asked) -> RunDetail:
    """One run of this person with its feeds."""
    found = await sync.run(asked.pool, asked.values["run_id"])
    if found is None or found.user_id != asked.user_id:
        raise NotFound("There is no such run. List the runs to see their ids.")
    return RunDetail.with_feeds(found, await sync.feeds(asked.pool, found.run_id))
