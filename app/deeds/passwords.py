"""The owner's password: kept as Argon2id, and tried slowly.

A try costs 64 MiB and a tenth of a second, so that two are worked on at the same time and a few
wait. Wrong ones make the next one wait, longer each time: per address, and less long for the
account, lest a stranger lock the owner out.
"""

import asyncio
import math
import unicodedata
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from app.errors import InvalidInput, TooManyRequests, Unauthenticated
from app.records.session import Browser
from app.resources import Resources
from app.store import sessions as store
from app.turns import Turns

SHORTEST, LONGEST = 10, 256
ACCOUNT_WAITS_S, ADDRESS_WAITS_S = 60, 900
"""Longest that the next try waits."""
WORKED_ON, IN_LINE = 2, 16

WRONG = "This password is not the owner's."
BUSY = "Many passwords are being tried. Try again in a few seconds."


@cache
def _turns() -> Turns:
    return Turns(working=WORKED_ON, most=IN_LINE)


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


def checked(password: str) -> str:
    """The password as it is hashed; raises InvalidInput for one that is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidInput(f"password: {SHORTEST} to {LONGEST} characters.", "password")
    return _plain(password)


def _plain(password: str) -> str:
    """The same characters whatever keyboard made them; bytes that are no text become none."""
    return unicodedata.normalize("NFKC", password).encode(errors="replace").decode()


async def hashed(password: str) -> str:
    """What is stored of a password; raises InvalidInput."""
    plain = checked(password)
    async with _turn():
        return await asyncio.to_thread(_hasher().hash, plain)


async def check(resources: Resources, password: str, browser: Browser) -> str:
    """The owner's name, when it is their password.

    Raises Unauthenticated, or TooManyRequests after wrong ones; each wrong one is told in the
    audit log.
    """
    async with _turn():
        await _wait_is_over(resources, browser)
        owner = await store.find_owner(resources.pool)
        known = owner is not None and len(password) <= LONGEST
        if owner is None or not known or not await _fits(owner.password_argon2, password):
            await _note(resources, browser)
            raise Unauthenticated(WRONG)
    await store.forget_wrong_passwords(resources.pool, list(_longest(browser)))
    return owner.name


@asynccontextmanager
async def _turn() -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(_turns().take("passwords"))
        except TooManyRequests:
            raise TooManyRequests(BUSY, 5) from None
        yield


async def _fits(password_argon2: str, password: str) -> bool:
    try:
        return await asyncio.to_thread(_hasher().verify, password_argon2, _plain(password))
    except (Argon2Error, InvalidHashError):
        return False


def _longest(browser: Browser) -> dict[str, int]:
    """Whose wrong passwords are counted, and how long each waits at most."""
    return {"owner": ACCOUNT_WAITS_S, f"address:{browser.address}": ADDRESS_WAITS_S}


async def _wait_is_over(resources: Resources, browser: Browser) -> None:
    now = resources.clock()
    next_at = await store.next_password_at(resources.pool, list(_longest(browser)), now)
    if next_at is not None:
        seconds = math.ceil((next_at - now).total_seconds())
        raise TooManyRequests(
            f"There were wrong passwords. The next one is looked at in {seconds} s.", seconds
        )


async def _note(resources: Resources, browser: Browser) -> None:
    await store.note_wrong_password(
        resources.pool, _longest(browser), browser.address, resources.clock()
    )
