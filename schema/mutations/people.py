"""People themselves."""

from operator import attrgetter
from typing import Annotated

import strawberry

from app.auth import require
from app.deeds.people import WORDS, delete_person, prefer
from app.records.account import Scope
from app.records.connection import Receipt
from schema import enums
from schema.context import Info
from schema.fields import answered, asked, field
from schema.mutations.words import FORCE, WHO
from schema.person import Person
from schema.prices import ADMIN, AS_A_ROW, READ
from schema.publish import plain_field, publish


@asked
class DeletePersonInput:
    """Whom to delete."""

    user_id: strawberry.ID = strawberry.field(description=WHO)
    force: bool = strawberry.field(default=False, description=FORCE)


publish(
    Receipt,
    name="DeletePersonPayload",
    ids=("receipt_id",),
    rename={"rows": "deletedRows"},
    more={"userId": plain_field(attrgetter("user_id"), "The person.", strawberry.ID)},
)


@asked
class SetPreferencesInput:
    """What a person likes; what is not named stays, null lets data or browser say."""

    user_id: strawberry.ID = strawberry.field(description=WHO)
    time_zone: str | None = strawberry.field(
        default=strawberry.UNSET,
        description=(
            "IANA name, such as Europe/Helsinki: days begin there, and so does `today`. Null: the "
            "offset at which the newest night, exercise or test was measured."
        ),
    )
    units: enums.UNITS | None = strawberry.field(  # type: ignore[valid-type]
        default=strawberry.UNSET, description="Units; null: as the language has it."
    )
    language: enums.LANGUAGE | None = strawberry.field(  # type: ignore[valid-type]
        default=strawberry.UNSET, description="Language; null: as the browser says."
    )
    hour_cycle: enums.HOUR_CYCLE | None = strawberry.field(  # type: ignore[valid-type]
        default=strawberry.UNSET, description="The clock; null: as the language has it."
    )


@answered()
class SetPreferencesPayload:
    """The person, as they like it."""

    person: Annotated[Person, "The person."]


SetPreferences = Annotated[
    SetPreferencesInput, strawberry.argument(name="input", description="Who likes what.")
]
DeletePerson = Annotated[
    DeletePersonInput, strawberry.argument(name="input", description="Whom to delete.")
]


@strawberry.type
class PersonDeeds:
    """Deeds about people."""

    @field(price=AS_A_ROW, scope=ADMIN | READ)
    async def set_preferences(
        self, info: Info, asked: SetPreferences
    ) -> SetPreferencesPayload | None:
        """Keep a person's time zone, units, language and clock; needs the scopes ADMIN and READ."""
        context = info.context
        require(context.holder, Scope.READ)  # The answer leads to the person's data.
        user_id, likes = await info.context.named(asked.user_id), _likes(asked)
        account = await prefer(context.state, context.holder, user_id, likes)
        context.changed()
        return SetPreferencesPayload(person=Person(account=account))

    @field(price=AS_A_ROW, scope=ADMIN)
    async def delete_person(self, info: Info, asked: DeletePerson) -> Receipt | None:
        """Delete a person: the registration at Polar, every row, every key.

        Needs the scope ADMIN. What is left is the receipt.
        """
        context, user_id = info.context, await info.context.named(asked.user_id)
        receipt = await delete_person(
            context.state, context.holder, user_id, even_when_polar_is_silent=asked.force
        )
        context.changed()
        return receipt


def _likes(asked: SetPreferencesInput) -> dict[str, str | None]:
    """What was named, in the words of the deed."""
    named = {name: getattr(asked, name) for name in ("time_zone", *WORDS)}
    return {
        name: value if value is None or isinstance(value, str) else value.value.lower()
        for name, value in named.items()
        if value is not strawberry.UNSET
    }
