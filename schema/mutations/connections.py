"""People's connections to Polar."""

from operator import attrgetter
from typing import Annotated

import strawberry

from app.auth import require
from app.deeds.connections import disconnect, finish_and_sync, start_connection
from app.deeds.syncs import MOST_DAYS
from app.records.account import Scope
from app.records.connection import Disconnected, StartedConnection
from schema.context import Info
from schema.fields import answered, asked, field
from schema.mutations.words import FORCE, WHO
from schema.nodes import SyncRun, sync_run
from schema.person import Person
from schema.prices import ADMIN, AS_A_ROW, READ, SYNC
from schema.publish import plain_field, publish


@asked
class StartConnectionInput:
    """Whom to connect to Polar."""

    user_id: strawberry.ID | None = strawberry.field(
        default=None,
        description=(
            "Your name for the person, known to Ursa or new; as in REST's URLs. Null: whom the key "
            "opens, or else whom Polar says, under Polar's number."
        ),
    )
    redirect_uri: str | None = strawberry.field(
        default=None,
        description=(
            "Where Polar sends the browser back to, as it is registered with Polar byte for byte; "
            "null: the default that is registered there."
        ),
    )


publish(StartedConnection, name="StartConnectionPayload")


@asked
class FinishConnectionInput:
    """What Polar sent back."""

    state: str = strawberry.field(description="`state` of the address that Polar sent back to.")
    code: str = strawberry.field(description="`code` of the same address; it works once.")
    days: int | None = strawberry.field(
        default=None,
        description=(
            f"Days that the first sync looks back, 1 to {MOST_DAYS}; null: the server's setting."
        ),
    )


@answered()
class FinishConnectionPayload:
    """A person whose data Ursa fetches from now on."""

    person: Annotated[Person, "The person."]
    new: Annotated[bool, "Whether Ursa did not know the person before."]
    run: Annotated[
        SyncRun | None,
        "The first sync; null when one is under way already, or no worker can be reached.",
    ]


@asked
class DisconnectPersonInput:
    """Whom to disconnect from Polar."""

    user_id: strawberry.ID = strawberry.field(description=WHO)
    force: bool = strawberry.field(default=False, description=FORCE)


publish(
    Disconnected,
    name="DisconnectPersonPayload",
    more={"userId": plain_field(attrgetter("user_id"), "The person.", strawberry.ID)},
)

StartConnection = Annotated[
    StartConnectionInput, strawberry.argument(name="input", description="Whom to connect.")
]
FinishConnection = Annotated[
    FinishConnectionInput, strawberry.argument(name="input", description="What Polar sent back.")
]
DisconnectPerson = Annotated[
    DisconnectPersonInput, strawberry.argument(name="input", description="Whom to disconnect.")
]


@strawberry.type
class ConnectionDeeds:
    """Deeds about connections."""

    @field(price=AS_A_ROW, scope=SYNC)
    async def start_connection(
        self, info: Info, asked: StartConnection
    ) -> StartedConnection | None:
        """Begin to connect a person to Polar: send their browser to `authorizationUrl`.

        Needs the scope SYNC; a key that opens everybody can connect new people.
        """
        context = info.context
        user_id = None if asked.user_id is None else await context.named(asked.user_id)
        return await start_connection(
            context.state, context.holder, user_id, redirect_uri=asked.redirect_uri
        )

    @field(price=AS_A_ROW, scope=READ | SYNC)
    async def finish_connection(
        self, info: Info, asked: FinishConnection
    ) -> FinishConnectionPayload | None:
        """Connect the person who came back from Polar, and start their first sync.

        Needs the scopes SYNC and READ. After any error, start again: a code works once.
        """
        context = info.context
        require(context.holder, Scope.READ)  # The answer leads to the person's data.
        made, run_id = await finish_and_sync(
            context.state,
            context.holder,
            state=asked.state,
            code=asked.code,
            days=asked.days,
            origin="graphql",
        )
        context.changed()
        run = None if run_id is None else await sync_run(context, run_id)
        return FinishConnectionPayload(person=Person(account=made.account), new=made.new, run=run)

    @field(price=AS_A_ROW, scope=ADMIN)
    async def disconnect_person(self, info: Info, asked: DisconnectPerson) -> Disconnected | None:
        """End a person's connection, here and at Polar; their data stay. Needs the scope ADMIN."""
        context, user_id = info.context, await info.context.named(asked.user_id)
        ended = await disconnect(
            context.state, context.holder, user_id, even_when_polar_is_silent=asked.force
        )
        context.changed()
        return ended
