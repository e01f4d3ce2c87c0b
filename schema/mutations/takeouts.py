"""Exports of everything about a person; the file itself is fetched over REST."""

from typing import Annotated

import strawberry

from app.deeds import takeouts
from app.records.takeouts import Takeout
from schema.context import Info
from schema.fields import answered, asked, field
from schema.mutations.words import WHO
from schema.prices import READ, flat

EXPORT_COST = 500


@asked
class StartTakeoutInput:
    """Of whom."""

    user_id: strawberry.ID = strawberry.field(description=WHO)


@answered()
class StartTakeoutPayload:
    """The export that a worker writes now."""

    takeout: Annotated[Takeout, "The export; subscribe to `takeoutProgress` to follow it."]


StartTakeout = Annotated[
    StartTakeoutInput, strawberry.argument(name="input", description="Of whom.")
]


@strawberry.type
class TakeoutDeeds:
    """Deeds about exports."""

    @field(price=flat(EXPORT_COST), scope=READ)
    async def start_takeout(self, info: Info, asked: StartTakeout) -> StartTakeoutPayload | None:
        """Have everything about a person written to a ZIP; needs the scope READ of all classes.

        It holds a table of each relation (CSV, Parquet), a document per night and exercise, GPX
        and TCX, and lies ready at `path` for a week, or until the next one.
        """
        context, who = info.context, str(asked.user_id)
        found = await takeouts.start(context.state, context.holder, who, "graphql")
        context.changed()
        return StartTakeoutPayload(takeout=found)
