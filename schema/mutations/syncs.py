"""Syncs of a person with Polar."""

from typing import Annotated

import strawberry

from app.deeds.syncs import MOST_DAYS, SyncOrder, trigger
from app.errors import NotFound
from schema.context import Info
from schema.fields import answered, asked, field
from schema.mutations.words import WHO
from schema.nodes import SyncRun, sync_run
from schema.prices import AS_A_ROW, SYNC


@asked
class TriggerSyncInput:
    """Whom to sync, and how."""

    user_id: strawberry.ID = strawberry.field(description=WHO)
    days: int | None = strawberry.field(
        default=None,
        description=f"Days to look back, 1 to {MOST_DAYS}; the server's setting unless told.",
    )
    polar_token: str | None = strawberry.field(
        default=None, description="AccessLink token for this run alone; the stored one unless told."
    )


@answered()
class TriggerSyncPayload:
    """The sync that was asked for."""

    run: Annotated[SyncRun, "The run; follow it with the subscription `syncProgress`."]


TriggerSync = Annotated[
    TriggerSyncInput, strawberry.argument(name="input", description="Whom to sync, and how.")
]


@strawberry.type
class SyncDeeds:
    """Deeds about syncs."""

    @field(price=AS_A_ROW, scope=SYNC)
    async def trigger_sync(self, info: Info, asked: TriggerSync) -> TriggerSyncPayload | None:
        """Queue a sync of one person with Polar; needs the scope SYNC.

        One at a time: `sync_running` while another is under way.
        """
        context = info.context
        order = SyncOrder(
            user_id=await context.named(asked.user_id),
            origin="graphql",
            days=asked.days,
            polar_token=asked.polar_token,
        )
        run = await sync_run(context, await trigger(context.state, context.holder, order))
        if run is None:
            raise NotFound("This person was deleted at this very moment.")
        return TriggerSyncPayload(run=run)
