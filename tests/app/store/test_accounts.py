"""People's rows."""

import asyncio
import secrets

import pytest

from app.errors import InvalidInput
from app.store.accounts import _USER_ID, create_account, find_account, possible_user_id
from app.store.pool import Pool

IMPOSSIBLE = ["", "a/b", "a'b", "a\0b", "a b", "é", "x" * 129, "a\n", "%"]


async def test_a_person_is_made_once(pool: Pool) -> None:
    """Making a person again, also at the same moment, finds the one who is there."""
    name = secrets.token_hex(8)
    assert await find_account(pool, name) is None
    made = await asyncio.gather(*(create_account(pool, name) for _ in range(10)))
    assert len(set(made)) == 1
    assert made[0].user_id == name
    assert await find_account(pool, name) == made[0]


@pytest.mark.parametrize("user_id", IMPOSSIBLE)
async def test_an_impossible_person_is_not_made(pool: Pool, user_id: str) -> None:
    """A name outside the allowed characters or length is refused with what is allowed."""
    assert not possible_user_id(user_id)
    with pytest.raises(InvalidInput, match="user_id: 1 to 128") as refused:
        await create_account(pool, user_id)
    assert refused.value.parameter == "user_id"


@pytest.mark.parametrize("user_id", ["1", "x" * 128, "a.b_c@d:e-f", "60000001"])
async def test_a_possible_person_is_made(pool: Pool, user_id: str) -> None:
    """What the pattern allows, the database stores."""
    assert (await create_account(pool, user_id)).user_id == user_id


async def test_the_pattern_is_the_database_s_own(pool: Pool) -> None:
    """Python judges names by the very pattern that the relation checks."""
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = 'account'::regclass AND contype = 'c'"
        )
        checks = [str(check) for (check,) in await cursor.fetchall()]
    [check] = [each for each in checks if "user_id" in each]
    assert f"'^{_USER_ID.pattern}$'" in check
