"""Roles of analysts are the owner's to make, to list and to drop."""

import uuid
from dataclasses import replace

import pytest

from app.deeds import analysts
from app.errors import Forbidden
from app.resources import Resources
from app.store.analysts import AnalystOrder
from tests.app.deeds.doubles import OWNER, house


async def test_only_the_owner_makes_roles(resources: Resources) -> None:
    """A key with every scope is not enough: a role reads past every key."""
    somebody, order = replace(OWNER, key_id=uuid.uuid4()), AnalystOrder(name="ada", people=None)
    for deed in (
        analysts.create(house(resources), somebody, order),
        analysts.drop(house(resources), somebody, "ada", with_lab=True),
        analysts.listed(house(resources), somebody),
    ):
        with pytest.raises(Forbidden):
            await deed


async def test_the_owner_makes_and_ends_them(resources: Resources) -> None:
    """A role is there between the two, and both leave a line in the audit log."""
    here, name = house(resources), f"role_{uuid.uuid4().hex[:8]}"
    guards, password = await analysts.create(here, OWNER, AnalystOrder(name=name, people=None))
    assert password
    assert {guard.guard for guard in guards if guard.forced} >= {"reads", "writes", "connections"}
    assert name in {analyst.role_name for analyst in await analysts.listed(here, OWNER)}
    await analysts.drop(here, OWNER, name, with_lab=False)
    assert name not in {analyst.role_name for analyst in await analysts.listed(here, OWNER)}
    async with resources.pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT action FROM audit_log WHERE details ->> 'role' = %s ORDER BY audit_id", [name]
        )
        assert await cursor.fetchall() == [("analyst.create",), ("analyst.drop",)]
