"""A person's past, as far back as Polar goes."""

import datetime as dt
from typing import Annotated

import strawberry

from app.deeds import backfills
from app.reads.backfills import PersonsBackfill
from schema.context import Info
from schema.fields import answered, asked, field
from schema.mutations.words import WHO
from schema.prices import AS_A_ROW, SYNC


@asked
class StartBackfillInput:
    """Whose past, and down to which day."""

    user_id: strawberry.ID = strawberry.field(description=WHO)
    until: dt.date = strawberry.field(
        description="The oldest day to ask for; each feed ends where Polar shows no more."
    )


@asked
class StopBackfillInput:
    """Whose backfill to end."""

    user_id: strawberry.ID = strawberry.field(description=WHO)


@answered(backfill=15)
class BackfillPayload:
    """The backfill as it stands."""

    backfill: Annotated[PersonsBackfill, "The backfill; ask for `Person.backfill` to follow it."]


StartBackfill = Annotated[
    StartBackfillInput, strawberry.argument(name="input", description="Whose, and how far.")
]
StopBackfill = Annotated[
    StopBackfillInput, strawberry.argument(name="input", description="Whose backfill.")
]


@strawberry.type
class BackfillDeeds:
    """Deeds about the past."""

    @field(price=AS_A_ROW, scope=SYNC)
    async def start_backfill(self, info: Info, asked: StartBackfill) -> BackfillPayload | None:
        """Ask Polar for all that it still has of a person; needs the scope SYNC.

        It goes on in slices as the request budget allows, also after a restart. While one is
        running, that one is answered.
        """
        context, who = info.context, str(asked.user_id)
        found = await backfills.start_backfill(context.state, context.holder, who, asked.until)
        context.changed()
        return BackfillPayload(backfill=found)

    @field(price=AS_A_ROW, scope=SYNC)
    async def stop_backfill(self, info: Info, asked: StopBackfill) -> BackfillPayload | None:
        """End a backfill; what it brought stays. Needs the scope SYNC."""
        context, who = info.context, str(asked.user_id)
        found = await backfills.stop_backfill(context.state, context.holder, who)
        context.changed()
        return BackfillPayload(backfill=found)
