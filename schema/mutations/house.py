"""What the owner tells the house: its client at Polar, who may join, whom they invite."""

from typing import Annotated

import strawberry

from app.deeds import house
from app.records.house import Invitation, Joining, PolarClient
from schema import enums
from schema.context import Info
from schema.fields import answered, asked, field
from schema.prices import ADMIN, AS_A_ROW
from schema.publish import publish


@asked
class SetPolarClientInput:
    """Ursa's client at Polar, from https://admin.polaraccesslink.com."""

    client_id: str = strawberry.field(description="Its id.")
    client_secret: str = strawberry.field(description="Its secret; kept encrypted, never told.")


@answered()
class SetPolarClientPayload:
    """The client, which Polar knows."""

    client: Annotated[PolarClient, "The client."]


@asked
class SetJoiningInput:
    """Whether strangers may join."""

    joining: enums.JOINING = strawberry.field(  # type: ignore[valid-type]
        description="Whether people whom nobody connected may come in through Polar."
    )


@answered()
class SetJoiningPayload:
    """Whether strangers may join."""

    open: Annotated[bool, "Whether they may."]


@asked
class InvitePersonInput:
    """Whom to invite."""

    label: str | None = strawberry.field(
        default=None, description="Whom it is for, in your words; for the audit log."
    )


publish(Invitation, name="InvitePersonPayload")

SetPolarClient = Annotated[
    SetPolarClientInput, strawberry.argument(name="input", description="The client.")
]
SetJoining = Annotated[
    SetJoiningInput, strawberry.argument(name="input", description="Whether they may.")
]
InvitePerson = Annotated[
    InvitePersonInput, strawberry.argument(name="input", description="Whom to invite.")
]


@strawberry.type
class HouseDeeds:
    """Deeds about the house itself."""

    @field(price=AS_A_ROW, scope=ADMIN)
    async def set_polar_client(
        self, info: Info, asked: SetPolarClient
    ) -> SetPolarClientPayload | None:
        """Tell Ursa its client at Polar; it is tried at Polar's token address first.

        Needs the scope ADMIN and a key that opens everybody. POLAR_CLIENT_ID of the environment
        goes first.
        """
        context = info.context
        client = await house.set_polar_client(
            context.state, context.holder, asked.client_id, asked.client_secret
        )
        return SetPolarClientPayload(client=client)

    @field(price=AS_A_ROW, scope=ADMIN)
    async def set_joining(self, info: Info, asked: SetJoining) -> SetJoiningPayload | None:
        """Say whether strangers may join through Polar without an invitation.

        Needs the scope ADMIN and a key that opens everybody.
        """
        context = info.context
        wanted = Joining[asked.joining.value]  # type: ignore[attr-defined]
        told = await house.set_joining(context.state, context.holder, wanted)
        return SetJoiningPayload(open=told is Joining.OPEN)

    @field(price=AS_A_ROW, scope=ADMIN)
    async def invite_person(self, info: Info, asked: InvitePerson) -> Invitation | None:
        """Make a link by which one person may join through Polar, within a week.

        Needs the scope ADMIN and a key that opens everybody.
        """
        context = info.context
        return await house.invite(context.state, context.holder, asked.label)
