"""Each deed that changes something, or begins a person, is a line in the audit log."""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.deeds import connections, findings, imports, syncs, takeouts
from app.resources import Resources
from app.simulator.world import World
from app.state import State
from app.store.accounts import find_account
from app.store.pool import Pool
from tests.app.conftest import token_of
from tests.app.deeds.doubles import OWNER, house
from tests.app.imports.archives import zipped


@dataclass
class Scene:
    """A house, somebody in it, and a token that Polar takes."""

    house: State
    user_id: str
    token: str
    folder: Path


Done = Callable[[Scene], Awaitable[object]]


async def _sync(at: Scene) -> object:
    order = syncs.SyncOrder(user_id=at.user_id, origin="rest", polar_token=at.token)
    return await syncs.trigger(at.house, OWNER, order)


async def _import(at: Scene) -> object:
    order = imports.ArchiveOrder(user_id=at.user_id, origin="command")
    return await imports.import_file(at.house, OWNER, order, zipped(at.folder, {}))


async def _begin_connection(at: Scene) -> object:
    return await connections.start_connection(at.house, OWNER, at.user_id, redirect_uri=None)


async def _export(at: Scene) -> object:
    to = at.folder / "all.zip"
    return await takeouts.write(at.house, OWNER, at.user_id, to, lambda _: None)


async def _recalculate(at: Scene) -> object:
    account = await find_account(at.house["resources"].pool, at.user_id)
    assert account is not None
    return await findings.calculate(at.house, OWNER, account)


@pytest.mark.parametrize(
    ("deed", "known", "lines"),
    [
        (_sync, True, ["sync.start"]),
        (_sync, False, ["person.begin", "sync.start"]),
        (_import, True, ["import.start"]),
        (_import, False, ["person.begin", "import.start"]),
        (_begin_connection, True, ["connection.start"]),
        (_export, True, ["takeout.write"]),
        (_recalculate, True, []),
    ],
)
async def test_a_deed_leaves_its_line(
    resources: Resources,
    pool: Pool,
    world: World,
    person: str,
    tmp_path: Path,
    deed: Done,
    lines: list[str],
    *,
    known: bool,
) -> None:
    """With who did it; what is only worked out anew leaves none."""
    user_id = person if known else f"test-{uuid.uuid4().hex[:12]}"
    await deed(Scene(house(resources), user_id, token_of(world, 1001), tmp_path))
    assert await _told(pool, user_id) == [(action, OWNER.actor) for action in lines]


async def test_who_began_meanwhile_began_once(
    resources: Resources,
    pool: Pool,
    world: World,
    person: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A sync that finds a person whom nobody knew a moment ago does not tell that they begin."""

    async def nobody(_: Pool, user_id: str) -> None:
        assert user_id == person

    monkeypatch.setattr(syncs, "find_account", nobody)
    await _sync(Scene(house(resources), person, token_of(world, 1001), tmp_path))
    assert await _told(pool, person) == [("sync.start", OWNER.actor)]


async def _told(pool: Pool, user_id: str) -> list[tuple[str, str]]:
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT action, actor FROM audit_log WHERE user_id = %s ORDER BY audit_id", [user_id]
        )
        return [(action, actor) for action, actor in await cursor.fetchall()]
