"""The guard before the database: guesses are few, holders of keys are not kept waiting."""

import asyncio
import hashlib
from typing import Any, cast

import pytest

from app.auth.keyring import KeyRing
from app.errors import DatabaseUnavailable, TooManyRequests
from app.store.pool import Pool
from tests.app.auth.doubles import Hands, MakeKey, Watched


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


@pytest.fixture
def ring(watched: Watched, hands: Hands) -> KeyRing:
    """A ring that knows no key yet."""
    return KeyRing(cast("Pool", watched), hands.timer)


async def _guess(ring: KeyRing, first: int, number: int) -> list[Any]:
    """Try wrong keys, all at once; answers what came of each."""
    guesses = (ring.key(_digest(str(guess))) for guess in range(first, first + number))
    return await asyncio.gather(*guesses, return_exceptions=True)


async def test_a_flood_of_guesses_is_one_statement(
    ring: KeyRing, watched: Watched, hands: Hands
) -> None:
    """Of 500 wrong keys at once, 50 are told that they are unknown; the others, to wait."""
    for second in range(1, 3):
        answers = await _guess(ring, second * 1000, 500)
        assert watched.statements == second
        refused = [answer for answer in answers if isinstance(answer, TooManyRequests)]
        assert (answers.count(None), len(refused)) == (50, 450)
        assert {error.retry_after_s for error in refused} == {1}
        hands.seconds += 1


async def test_right_keys_pass_a_flood(ring: KeyRing, make_key: MakeKey, hands: Hands) -> None:
    """In the middle of a flood, a key met before is found again, and so is one never seen."""
    (known, known_secret), (new, new_secret) = await make_key(), await make_key()
    await ring.key(_digest(known_secret))
    hands.seconds += 5
    found = await asyncio.gather(
        _guess(ring, 0, 2_500), ring.key(_digest(known_secret)), ring.key(_digest(new_secret))
    )
    assert [held.key.key_id for held in found[1:] if held] == [known.key_id, new.key_id]


async def test_many_good_keys_at_once_are_no_flood(
    ring: KeyRing, make_key: MakeKey, watched: Watched
) -> None:
    """After a start, a hundred people with good keys come in at the same moment."""
    made = [await make_key() for _ in range(100)]
    found = await asyncio.gather(*(ring.key(_digest(secret)) for _, secret in made))
    assert [held.key.key_id for held in found if held] == [key.key_id for key, _ in made]
    assert watched.statements == 1


async def test_a_silent_database_does_not_use_up_the_guesses(
    ring: KeyRing, watched: Watched
) -> None:
    """Look-ups that fail are not counted as guesses."""
    watched.broken = True
    answers = await _guess(ring, 0, 100)
    assert {type(answer) for answer in answers} == {DatabaseUnavailable}
    watched.broken = False
    assert await _guess(ring, 0, 50) == [None] * 50
