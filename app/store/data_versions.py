"""Versions of people's data: raised by what writes, read by who would answer as before."""

from collections.abc import Sequence
from dataclasses import fields

from app.records.account import PersonVersion
from app.store.pool import Connection, Pool, connection
from app.store.queries import query
from app.store.rows import maker

DAYS, FINDINGS = "days", "findings"
"""The parts: what came from Polar, and what was worked out of it."""

_made = maker(PersonVersion, [field.name for field in fields(PersonVersion)])
"""The statement has the record's columns in the record's order; a test compares them."""


async def raise_version(connected: Connection, user_id: str, part: str) -> None:
    """What is told about a person changes with this transaction; call it after the change."""
    parameters = {"user_id": user_id, "part": part}
    await connected.execute(query("write/data_version_raise"), parameters)


async def person_versions(pool: Pool, user_ids: Sequence[str]) -> dict[str, PersonVersion | None]:
    """People as they are now, and the versions of their data; None for nobody.

    It is asked before every answer, and so takes the short way: the making of records is made once.
    """
    found: dict[str, PersonVersion | None] = dict.fromkeys(user_ids)
    async with connection(pool) as connected:
        asked = {"user_ids": list(user_ids)}
        cursor = await connected.execute(query("read/person_versions"), asked)
        for person in map(_made, await cursor.fetchall()):
            found[person.user_id] = person
    return found
