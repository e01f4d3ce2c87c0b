"""Applications that were let in, sent away."""

from typing import Annotated

import strawberry

from app.deeds import apps
from app.records.apps import ConnectedApp
from schema.context import Info
from schema.fields import answered, asked, field
from schema.prices import ADMIN, AS_A_ROW


@asked
class DisconnectAppInput:
    """Which application to send away."""

    app_id: strawberry.ID = strawberry.field(description="`appId` of the application.")


@answered()
class DisconnectAppPayload:
    """The end of an application's access."""

    app: Annotated[ConnectedApp, "What it was allowed, and what it had done."]


DisconnectApp = Annotated[
    DisconnectAppInput, strawberry.argument(name="input", description="Which application.")
]


@strawberry.type
class AppDeeds:
    """Deeds about applications."""

    @field(price=AS_A_ROW, scope=ADMIN)
    async def disconnect_app(self, info: Info, asked: DisconnectApp) -> DisconnectAppPayload | None:
        """Send an application away: its tokens end at once. Needs the scope ADMIN."""
        context = info.context
        ended = await apps.end(context.state, context.holder, str(asked.app_id))
        return DisconnectAppPayload(app=ended)
