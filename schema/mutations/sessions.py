"""The owner's account, and who is signed in to the pages."""

import uuid
from typing import Annotated

import strawberry

from app.deeds import sessions as deeds
from app.errors import NotFound
from schema.context import Info
from schema.fields import answered, asked, field
from schema.prices import ADMIN, ANY_KEY, AS_A_ROW


@asked
class CreateOwnerInput:
    """Who owns this house."""

    name: str = strawberry.field(description="What to call them, 1 to 100 characters.")
    password: str = strawberry.field(description="Their password, 10 to 256 characters.")


@answered()
class CreateOwnerPayload:
    """The owner's account."""

    name: Annotated[str, "The owner's name. Sign in with the password now: `POST /session`."]


@asked
class SetOwnerPasswordInput:
    """The owner's new password."""

    password: str = strawberry.field(description="The new password, 10 to 256 characters.")


@answered()
class SetOwnerPasswordPayload:
    """The new password counts."""

    done: Annotated[bool, "Always true; every other session of the owner's has ended."]


@asked
class EndSessionInput:
    """Which session to end."""

    session_id: strawberry.ID = strawberry.field(description="`sessionId` of the session.")


@answered()
class EndSessionPayload:
    """The end of a session."""

    session_id: Annotated[strawberry.ID, "The session that has ended."]


CreateOwner = Annotated[
    CreateOwnerInput, strawberry.argument(name="input", description="Who the owner is.")
]
SetOwnerPassword = Annotated[
    SetOwnerPasswordInput, strawberry.argument(name="input", description="The new password.")
]
EndSession = Annotated[
    EndSessionInput, strawberry.argument(name="input", description="Which session.")
]


@strawberry.type
class SessionDeeds:
    """Deeds about who signs in."""

    @field(price=AS_A_ROW, scope=ANY_KEY)
    async def create_owner(self, info: Info, asked: CreateOwner) -> CreateOwnerPayload | None:
        """Make the owner's account, once.

        For who came by the link of `ursa serve` or `ursa setup-link`, and for keys of the owner's
        own (the master key) with the scope ADMIN.
        """
        context = info.context
        await deeds.create_owner(context.state, context.holder, asked.name, asked.password)
        return CreateOwnerPayload(name=asked.name.strip())

    @field(price=AS_A_ROW, scope=ADMIN)
    async def set_owner_password(
        self, info: Info, asked: SetOwnerPassword
    ) -> SetOwnerPasswordPayload | None:
        """Set the owner's password anew; every other session of theirs ends.

        Needs the scope ADMIN, and is the owner's alone.
        """
        context = info.context
        await deeds.set_password(context.state, context.holder, asked.password)
        return SetOwnerPasswordPayload(done=True)

    @field(price=AS_A_ROW, scope=ANY_KEY)
    async def end_session(self, info: Info, asked: EndSession) -> EndSessionPayload | None:
        """End a session of the pages: one's own, or with the scope ADMIN another that one sees."""
        context, session_id = info.context, _named(str(asked.session_id))
        await deeds.end(context.state, context.holder, session_id)
        return EndSessionPayload(session_id=strawberry.ID(str(session_id)))


def _named(word: str) -> uuid.UUID:
    try:
        return uuid.UUID(word)
    except ValueError:
        raise NotFound(deeds.NO_SUCH_SESSION) from None
