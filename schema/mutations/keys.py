"""API keys: made, renewed, ended."""

import datetime as dt
from typing import Annotated

import strawberry

from app.deeds import keys
from app.records.account import ApiKey, DataClass, Scope
from schema import enums
from schema.context import Context, Info
from schema.fields import answered, asked, field
from schema.prices import ADMIN, ANY_KEY, AS_A_ROW
from schema.publish import Made


@asked
class CreateApiKeyInput:
    """What a new key may do."""

    user_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The person it opens; null: everybody, for keys that open everybody.",
    )
    label: str = strawberry.field(description="What its owner calls it, 1 to 100 characters.")
    scopes: list[enums.SCOPE] = strawberry.field(  # type: ignore[valid-type]
        description="What it may do; never more than the key that makes it."
    )
    rate_limit_per_minute: int = strawberry.field(
        default=keys.DEFAULT_RATE_LIMIT_PER_MINUTE, description="Requests allowed in a minute."
    )
    expires_at: dt.datetime | None = strawberry.field(
        default=None, description="When it ends by itself, in the future; null: never."
    )
    classes: list[enums.DATA_CLASS] | None = strawberry.field(  # type: ignore[valid-type]
        default=None, description="Classes of data that it reads alone; null: all."
    )


@answered()
class CreateApiKeyPayload:
    """The new key."""

    key: Annotated[ApiKey, "The key as it may be shown."]
    secret: Annotated[str, "The secret. It is shown now and never again."]


@asked
class RegenerateApiKeyInput:
    """Which key to renew."""

    key_id: strawberry.ID = strawberry.field(description="`keyId` of the key.")
    overlap_hours: int = strawberry.field(
        default=0,
        description=(
            "Hours that the old secret goes on to work, 0 to "
            f"{keys.LONGEST_OVERLAP // dt.timedelta(hours=1)}; 0: it ends at once."
        ),
    )


@answered()
class RegenerateApiKeyPayload:
    """The key with a new secret."""

    key: Annotated[ApiKey, "The key as it may be shown."]
    secret: Annotated[str, "The new secret. It is shown now and never again."]


@asked
class RevokeApiKeyInput:
    """Which key to revoke."""

    key_id: strawberry.ID = strawberry.field(description="`keyId` of the key.")


@answered()
class RevokeApiKeyPayload:
    """The end of a key."""

    key: Annotated[ApiKey, "The key that has ended."]


CreateApiKey = Annotated[
    CreateApiKeyInput, strawberry.argument(name="input", description="What the key may do.")
]
RegenerateApiKey = Annotated[
    RegenerateApiKeyInput, strawberry.argument(name="input", description="Which key.")
]
RevokeApiKey = Annotated[
    RevokeApiKeyInput, strawberry.argument(name="input", description="Which key.")
]


@strawberry.type
class KeyDeeds:
    """Deeds about keys."""

    @field(price=AS_A_ROW, scope=ADMIN)
    async def create_api_key(self, info: Info, asked: CreateApiKey) -> CreateApiKeyPayload | None:
        """Make a key; needs the scope ADMIN.

        A key gives out no scope and no class that it has not, no more requests a minute and no
        later end than its own, and what it makes spends from its minute. A person has up to 20
        keys that work.
        """
        order = keys.KeyOrder(label=asked.label, powers=await _powers(info.context, asked))
        made = await keys.make(info.context.state, info.context.holder, order)
        return CreateApiKeyPayload(key=made.key, secret=made.secret)

    @field(price=AS_A_ROW, scope=ANY_KEY)
    async def regenerate_api_key(
        self, info: Info, asked: RegenerateApiKey
    ) -> RegenerateApiKeyPayload | None:
        """Give a key a new secret; the old one ends at once, or after an overlap.

        The own one, unless it may only read and the owner did not allow it, or with the scope
        ADMIN one that is no stronger.
        """
        context, key_id = info.context, keys.named(str(asked.key_id))
        overlap = dt.timedelta(hours=asked.overlap_hours)
        renewed = await keys.renew(context.state, context.holder, key_id, overlap=overlap)
        return RegenerateApiKeyPayload(key=renewed.key, secret=renewed.secret)

    @field(price=AS_A_ROW, scope=ANY_KEY)
    async def revoke_api_key(self, info: Info, asked: RevokeApiKey) -> RevokeApiKeyPayload | None:
        """End a key and all that it made, at once.

        The own one, or with the scope ADMIN another.
        """
        context, key_id = info.context, keys.named(str(asked.key_id))
        return RevokeApiKeyPayload(key=await keys.revoke(context.state, context.holder, key_id))


async def _powers(context: Context, asked: CreateApiKeyInput) -> keys.Powers:
    return keys.Powers(
        user_id=None if asked.user_id is None else await context.named(asked.user_id),
        scopes=frozenset(Scope[scope.value] for scope in asked.scopes),  # type: ignore[attr-defined]
        classes=_classes(asked.classes),
        rate_limit_per_minute=asked.rate_limit_per_minute,
        expires_at=asked.expires_at,
    )


def _classes(asked: Made) -> frozenset[DataClass] | None:
    return None if asked is None else frozenset(DataClass[one.value] for one in asked)
