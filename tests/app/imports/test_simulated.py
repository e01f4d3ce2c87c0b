"""A simulated person whose archive is imported, and who is synced over AccessLink, too."""

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.archive.container import open_archive
from app.cli import app
from app.resources import Resources
from app.simulator.archive import write_archive
from app.simulator.world import World
from app.store.imports import undo_import
from app.store.pool import Pool
from tests.app.conftest import NOW, Sync, token_of
from tests.app.imports.archives import everything, imported, pack, rows

FIRST = NOW.date() - dt.timedelta(days=39)
ONCE = {
    "sleep": "date",
    "nightly_recharge": "date",
    "activity": "date",
    "exercise": "start_local",
}


@pytest.fixture
def archive(world: World, tmp_path: Path) -> Path:
    """Forty days of the person with every sensor."""
    path = tmp_path / "archive.zip"
    world.token_for(1003, registered=NOW)
    write_archive(world.view(1003), path, FIRST)
    return path


async def _days(pool: Pool, person: str) -> dict[str, tuple[int, int]]:
    """Rows and different days of each relation."""
    told = {}
    for relation, day in ONCE.items():
        unmarked = " AND duplicate_of IS NULL" if relation == "exercise" else ""
        statement = f"SELECT count(*), count(DISTINCT {day}) FROM {relation} WHERE user_id = %s"
        ((told[relation],),) = [(await rows(pool, statement + unmarked, person))]
    return told


@pytest.mark.parametrize("order", ["sync first", "sync first, packed", "archive first"])
async def test_both_sources(
    order: str,
    pool: Pool,
    resources: Resources,
    world: World,
    synced: Sync,
    person: str,
    archive: Path,
) -> None:
    """Every night, day and session stands there once, in whatever order, and both tell the same."""
    if order.startswith("sync first"):
        await synced(person, token_of(world, 1003, days=25), 28)
        if order.endswith("packed"):
            await pack(pool)
        before = await everything(pool, person)
        run = await imported(resources, person, archive)
        assert run.report["notes"] == []
        assert sum(counts.get("conflict", 0) for counts in run.report["kinds"].values()) == 0
    else:
        await imported(resources, person, archive)
        await synced(person, token_of(world, 1003, days=25), 28)
    days = await _days(pool, person)
    assert {relation: n - distinct for relation, (n, distinct) in days.items()} == dict.fromkeys(
        ONCE, 0
    )
    assert days["sleep"][0] > 28
    assert days["activity"][0] > 28
    if order.startswith("sync first"):
        await undo_import(pool, person, run.run_id, resources.clock(), actor="test")
        assert await everything(pool, person) == before


def test_the_command_writes_an_archive(tmp_path: Path) -> None:
    """`ursa simulator --archive` writes a ZIP that can be read, and ends."""
    path = tmp_path / "made.zip"
    told = CliRunner().invoke(app, ["simulator", "--archive", str(path), "--days", "3"])
    assert told.exit_code == 0, told.output
    with open_archive(path) as archive:
        assert any(member.name.startswith("247ohr_") for member in archive.members)
