"""Syncs: start one and wait for it, look at runs."""

import datetime as dt
from collections.abc import Sequence

from starlette.responses import Response

from app.deeds import syncs
from app.deeds.syncs import SyncOrder
from app.errors import NotFound, PolarUnauthorized
from app.reads import connections, sync
from app.records.sync import FeedState, SyncFeed, SyncRun
from app.rest.endpoint import RestRequest, json
from app.rest.shapes.sync import Run, RunDetail, SyncQueued, SyncResult, result

PATIENCE_S = 120.0
TOKEN = "X-Polar-Token"  # noqa: S105 -- a header's name
"""Says in an answer whose token was used: `stored`."""
MOST_RUNS = 1000
CONNECT_AGAIN = "Polar does not accept this token any more. Connect the person to Polar again."


async def trigger(asked: RestRequest) -> Response | SyncResult:
    """Queue a run and hand it to the workers; wait for its end unless told not to.

    Without a token the stored one is used, and the answer says so in a header.
    """
    headers = await _whose_token(asked)
    order = SyncOrder(
        user_id=asked.user_id,
        origin="rest",
        days=asked.values["days"],
        polar_token=asked.values["X-Polar-Token"],
    )
    if asked.values["wait"]:
        with asked.state["auth"].lasting.waits.take(asked.caller.family):
            return json(await _waited_for(asked, order), 200, headers)
    run_id = await syncs.trigger(asked.state, asked.caller, order)
    headers["Location"] = f"/api/v1/users/{asked.user_id}/sync/runs/{run_id}"
    return json(SyncQueued("queued", asked.user_id, run_id), 202, headers)


async def _waited_for(asked: RestRequest, order: SyncOrder) -> SyncResult:
    """The run's outcome; nothing is queued for who finds no place to wait."""
    run_id, pool = await syncs.trigger(asked.state, asked.caller, order), asked.resources.fresh_pool
    run = await sync.wait_for_run(pool, run_id, PATIENCE_S)
    return _outcome(run, await sync.feeds(pool, run_id))


async def _whose_token(asked: RestRequest) -> dict[str, str]:
    """Nothing, or that the stored token will be used; PolarUnauthorized where there is none."""
    if asked.values["X-Polar-Token"] is not None:
        return {}
    if not await connections.connected(asked.resources.fresh_pool, asked.user_id):
        raise PolarUnauthorized(
            "No Polar token was sent, and none is stored. Send the person's AccessLink token in "
            "X-Polar-Token, or connect them."
        )
    return {TOKEN: "stored"}


def _outcome(run: SyncRun, feeds: Sequence[SyncFeed]) -> SyncResult:
    """A dead token is a 401, unless it died on the way, after some feeds were stored."""
    stored = any(feed.state in {FeedState.SUCCESS, FeedState.PARTIAL} for feed in feeds)
    if run.error_code == PolarUnauthorized.code and not stored:
        raise PolarUnauthorized(run.error or CONNECT_AGAIN)
    return result(run, feeds)


async def runs(asked: RestRequest) -> list[Run]:
    """Runs of the last days, the newest first."""
    since = asked.resources.clock() - dt.timedelta(days=asked.values["days"])
    found = await sync.runs(asked.pool, asked.user_id, since, MOST_RUNS)
    return [Run.of(run) for run in found]


async def run(asked: RestRequest) -> RunDetail:
    """One run of this person with its feeds."""
    found = await sync.run(asked.pool, asked.values["run_id"])
    if found is None or found.user_id != asked.user_id:
        raise NotFound("There is no such run. List the runs to see their ids.")
    return RunDetail.with_feeds(found, await sync.feeds(asked.pool, found.run_id))
