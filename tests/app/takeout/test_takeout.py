"""Everything about one person, written out and taken back: the same rows."""

import asyncio
import csv
import io
import shutil
import uuid
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import duckdb
import orjson
import pytest

from app.imports.work import import_run
from app.resources import Resources
from app.store.imports import ImportOrder, queue_import, undo_import
from app.store.pool import Pool
from app.takeout.tracks import GPX, TCX
from app.takeout.writing import write_takeout
from tests.app.imports.archives import everything, examples, imported, rows, zipped
from tests.app.series import new_person, one_of_each


@pytest.fixture
async def export(
    pool: Pool, resources: Resources, person: str, polar_bodies: Path, tmp_path: Path
) -> Path:
    """All there is about somebody with every example of the archive, and a row of each kind."""
    await one_of_each(pool, person, resources.clock().date())
    await imported(resources, person, zipped(tmp_path, examples(polar_bodies / "export")))
    path = tmp_path / "out" / "everything.zip"
    told = await write_takeout(resources.fresh_pool, person, path, resources.clock())
    assert told.rows > 150
    assert [each.name for each in path.parent.iterdir()] == ["everything.zip"]
    return path


def _plain(told: dict[str, list[str]], person: str) -> dict[str, list[str]]:
    """Rows without whose they are; what a person is called is no row of data."""
    return {
        name: sorted(text.replace(person, "somebody") for text in texts)
        for name, texts in told.items()
        if name != "account"
    }


async def test_taken_back(pool: Pool, resources: Resources, person: str, export: Path) -> None:
    """Somebody who has nothing gets the same rows; once more, nothing; undone, nothing is left."""
    other = await new_person(pool)
    before = _plain(await everything(pool, other), other)
    run = await imported(resources, other, export)
    assert (run.state, run.error) == ("success", None)
    mine = _plain(await everything(pool, person), person)
    assert _plain(await everything(pool, other), other) == mine
    again = await imported(resources, other, export)
    assert again.rows_written == 0
    for each in (again, run):
        now = resources.clock()
        assert await undo_import(pool, other, each.run_id, now, actor="test") is not None
    assert _plain(await everything(pool, other), other) == before


async def test_what_others_read(export: Path, pool: Pool, person: str, tmp_path: Path) -> None:
    """Tables, documents and tracks are read by whoever reads such files."""
    assert await rows(pool, "SELECT 1 FROM account WHERE user_id = %s", person)
    with zipfile.ZipFile(export) as made:
        names = set(made.namelist())
        made.extract("tables/sleep.parquet", tmp_path)
        nights = [*csv.DictReader(io.StringIO(made.read("tables/sleep.csv").decode()))]
        night = orjson.loads(made.read("nights/2025-08-18.json"))
        track = next(name for name in names if name.startswith("exercises/2026-03-14"))
        stem = track.rpartition(".")[0]
        exercise = orjson.loads(made.read(f"{stem}.json"))
        gpx, tcx = (ET.fromstring(made.read(f"{stem}.{kind}")) for kind in ("gpx", "tcx"))  # noqa: S314
        dictionary = made.read("data-dictionary.csv").decode()
    with duckdb.connect() as connected:
        told = connected.read_parquet(str(tmp_path / "tables" / "sleep.parquet"))
        assert told.filter("date = '2025-08-18'").project("light_s, sleep_score").fetchall() == [
            (17_100, 86)
        ]
    assert "2025-08-18" in {each["date"] for each in nights}
    assert [night["sleep"]["sleep_score"], len(night["stages"])] == [86, 6]
    assert exercise["exercise"]["note"] == "Windy, felt strong"
    assert len(exercise["laps"]) == 3
    assert len(gpx.findall(f".//{{{GPX}}}trkpt")) == 3
    times = [each.text for each in tcx.findall(f".//{{{TCX}}}Trackpoint/{{{TCX}}}Time")]
    assert times[0] == "2026-03-14T08:05:11Z"
    assert '"sleep","light_s","integer","Light non-REM sleep, seconds' in dictionary
    assert "README.txt" in names


async def test_an_upload_is_not_taken_back(
    resources: Resources, pool: Pool, export: Path, tmp_path: Path
) -> None:
    """An export says of each row where it is from: that is believed on the command line alone."""
    other = await new_person(pool)
    copy = tmp_path / "upload.zip"
    await asyncio.to_thread(shutil.copy, export, copy)
    order = ImportOrder(
        run_id=uuid.uuid4(),
        user_id=other,
        origin="rest",
        file_path=str(copy),
        file_kept=False,
        file_bytes=1,
    )
    assert await queue_import(pool, order, resources.clock())
    assert await import_run(resources, order.run_id) == "failed"
    assert not copy.exists()
