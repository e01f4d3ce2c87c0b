"""A deed that has a name is done once: who asks again under it is told what was told first.

The name is what clients send as `Idempotency-Key`; it belongs to the caller, for 24 hours.

| under the same name | is answered |
|---|---|
| the same request, which was done | as the first time; 409 where that was too large to keep |
| the same request, which is under way | 409 |
| the same request, which was refused or broke | anew |
| another request | 422 |

Answers are sealed as Polar's tokens are, because one may be the secret of a new key. Who renewed
their own key has no answer to come back to: the old secret opens nothing any more.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress

import orjson

from app.auth import Caller
from app.errors import (
    ConfigurationError,
    DeedDone,
    DeedUnderWay,
    InvalidInput,
    NameTaken,
    TooManyRequests,
    UrsaError,
)
from app.records.deed import Answered, KeptAnswer, NamedDeed
from app.state import State
from app.store import deed_answers as store
from app.vault import Vault

HEADER = "Idempotency-Key"
MOST_BYTES = 65_536
"""Of an answer that is kept."""
MOST_NAMES = 1_000
"""Of one caller in 24 hours."""
TOO_MANY = (
    f"This key has named {MOST_NAMES:,} deeds in 24 hours. Leave {HEADER} out, or try again later."
)

_NAME = re.compile(r"[ -~]{1,255}")

Do = Callable[[], Awaitable[Answered]]


def named(name: str, caller: Caller, user_id: str | None, request: object) -> NamedDeed:
    """The deed under this name; `request` is whatever makes it another one, as JSON has it.

    Raises InvalidInput for what is no name.
    """
    if not _NAME.fullmatch(name):
        raise InvalidInput(f"{HEADER}: 1 to 255 printable ASCII characters are allowed.", HEADER)
    asked = orjson.dumps(request, default=str, option=orjson.OPT_SORT_KEYS)
    digest = hashlib.sha256(asked).digest()
    return NamedDeed(actor=caller.actor, name=name, user_id=user_id, request_sha256=digest)


async def once(house: State, deed: NamedDeed, do: Do) -> Answered:
    """The answer of `do`, or the one that the deed got when it was done.

    Raises DeedUnderWay, DeedDone, NameTaken, TooManyRequests, and what `do` raises.
    """
    resources = house["resources"]
    begun_at = resources.clock()
    if await store.begin(resources.pool, deed, begun_at, MOST_NAMES):
        return await _first(house, deed, begun_at, do)
    kept = await store.find(resources.pool, deed)
    if kept is None:
        raise TooManyRequests(TOO_MANY, 60)
    return _again(resources.vault, deed, kept)


async def _first(house: State, deed: NamedDeed, begun_at: dt.datetime, do: Do) -> Answered:
    pool = house["resources"].pool
    try:
        answered = await do()
    except Exception:
        with suppress(UrsaError):  # Without a database the name is free again later.
            await store.let_go(pool, deed, begun_at)
        raise
    if not answered.done:
        await store.let_go(pool, deed, begun_at)
        return answered
    await _keep(house, deed, begun_at, answered)
    return answered


async def _keep(house: State, deed: NamedDeed, begun_at: dt.datetime, answered: Answered) -> None:
    """What was done is answered, whether its answer can be kept or not."""
    resources = house["resources"]
    sealed = None
    if len(answered.body) <= MOST_BYTES:
        sealed = _sealed(resources.vault, answered)
    with suppress(UrsaError):
        await store.end(resources.pool, deed, begun_at, resources.clock(), sealed)


def _again(vault: Vault, deed: NamedDeed, kept: KeptAnswer) -> Answered:
    if kept.request_sha256 != deed.request_sha256:
        raise NameTaken(
            f"This {HEADER} was sent with another request before. Make a new one for each deed."
        )
    if kept.done_at is None:
        raise DeedUnderWay("This very request is being answered. Ask again in a few seconds.")
    if kept.answer_sealed is None:
        raise DeedDone("This was done, and its answer was too large to be kept.")
    return _opened(vault, kept.answer_sealed)


def _sealed(vault: Vault, answered: Answered) -> bytes:
    told = [answered.status, dict(answered.headers), answered.body.decode()]
    return vault.seal(orjson.dumps(told).decode())


def _opened(vault: Vault, sealed: bytes) -> Answered:
    try:
        status, headers, body = orjson.loads(vault.open(sealed))
    except ConfigurationError:
        raise DeedDone("This was done, and its answer can not be read any more.") from None
    return Answered(status=status, headers=headers, body=body.encode(), done=True, again=True)
