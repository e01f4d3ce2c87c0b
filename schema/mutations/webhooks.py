"""Polar's webhook."""

from typing import Annotated

import strawberry

from app.deeds import webhooks
from app.records.webhook import PolarWebhook
from schema.context import Info
from schema.fields import answered, asked, field
from schema.prices import ADMIN, AS_A_ROW


@asked
class CreatePolarWebhookInput:
    """Where Polar sends its notices."""

    url: str | None = strawberry.field(
        default=None, description="An https address; `/webhooks/polar` of BASE_URL unless told."
    )


@answered()
class CreatePolarWebhookPayload:
    """The webhook that was made."""

    webhook: Annotated[PolarWebhook, "The webhook."]


@answered()
class DeletePolarWebhookPayload:
    """That there is no webhook any more."""

    deleted: Annotated[bool, "Whether there was one."]


CreatePolarWebhook = Annotated[
    CreatePolarWebhookInput, strawberry.argument(name="input", description="Where to.")
]


@strawberry.type
class WebhookDeeds:
    """Deeds about Polar's webhook."""

    @field(price=AS_A_ROW, scope=ADMIN)
    async def create_polar_webhook(
        self, info: Info, asked: CreatePolarWebhook
    ) -> CreatePolarWebhookPayload | None:
        """Make the webhook at Polar, which pings its address meanwhile; there is one at a time.

        Needs the scope ADMIN and a key that opens everybody.
        """
        context = info.context
        made = await webhooks.create_webhook(context.state, context.holder, asked.url)
        return CreatePolarWebhookPayload(webhook=made)

    @field(price=AS_A_ROW, scope=ADMIN)
    async def delete_polar_webhook(self, info: Info) -> DeletePolarWebhookPayload | None:
        """End the webhook at Polar and forget its secret.

        Needs the scope ADMIN and a key that opens everybody.
        """
        context = info.context
        gone = await webhooks.delete_webhook(context.state, context.holder)
        return DeletePolarWebhookPayload(deleted=gone)
