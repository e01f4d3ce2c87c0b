"""Analysts for tests: made as the command makes them, and read as by SET ROLE."""

import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from psycopg import sql

from app.records.account import DataClass
from app.store.analysts import AnalystOrder, create_analyst, drop_analyst
from app.store.pool import Connection, Pool

SETTINGS = """
    SELECT split_part(setting, '=', 1), split_part(setting, '=', 2),
        current_setting(split_part(setting, '=', 1))
    FROM pg_roles, unnest(rolconfig) AS setting
    WHERE rolname = %s
"""
"""What a login of the role would bring, as SET ROLE does not; and what is there without it."""


@asynccontextmanager
async def made(
    pool: Pool,
    *,
    people: Sequence[str] | None,
    classes: frozenset[DataClass] | None = None,
    lab: bool = False,
) -> AsyncIterator[str]:
    """Name of an analyst who is dropped at the end."""
    name = f"analyst_{secrets.token_hex(4)}"
    order = AnalystOrder(name=name, people=people, classes=classes, lab=lab)
    await create_analyst(pool, order, "test")
    yield name
    await drop_analyst(pool, name, with_lab=lab, actor="test")


@asynccontextmanager
async def as_role(pool: Pool, name: str) -> AsyncIterator[Connection]:
    """A connection that reads as the role does, with the settings of its logins."""
    async with pool.connection() as connected:
        settings = await (await connected.execute(SETTINGS, [name])).fetchall()
        for setting, value, _ in settings:
            await connected.execute("SELECT set_config(%s, %s, FALSE)", [setting, value])
        await connected.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(name)))
        try:
            yield connected
        finally:
            await connected.execute("RESET ROLE")
            for setting, _, before in settings:
                await connected.execute("SELECT set_config(%s, %s, FALSE)", [setting, before])
