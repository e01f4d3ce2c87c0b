"""Databases that restores moved aside."""

import datetime as dt
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.keeping.replaced import aside, forget, replaced, weighed


@pytest.fixture
def moved(tmp_path: Path) -> list[Path]:
    """Three, of three days; beside them the database that runs."""
    days = [dt.datetime(2026, 1, day, tzinfo=dt.UTC) for day in (9, 10, 11)]
    for path in [*(aside(tmp_path, day) for day in days), tmp_path / "pgdata"]:
        path.mkdir()
        (path / "PG_VERSION").write_bytes(b"1" * 2**20)
    return [aside(tmp_path, day) for day in days]


def test_the_newest_stay(moved: list[Path], tmp_path: Path) -> None:
    """As many as are wanted; the database that runs is none of them."""
    assert replaced(tmp_path) == moved
    assert weighed(tmp_path) == f"3 in {tmp_path}, 3 MB"
    assert forget(tmp_path, 5) == []
    assert forget(tmp_path, 1) == moved[:2]
    assert forget(tmp_path, 0) == moved[2:]
    assert weighed(tmp_path) == ""
    assert (tmp_path / "pgdata" / "PG_VERSION").exists()


def test_the_command(moved: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It deletes only when it is told to."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    listed = CliRunner().invoke(app, ["replaced"])
    assert [line.split(": ") for line in listed.output.splitlines()] == [
        [str(path), "1.0 MB"] for path in moved
    ]
    assert replaced(tmp_path) == moved
    CliRunner().invoke(app, ["replaced", "--delete", "--keep", "1"])
    assert replaced(tmp_path) == moved[2:]
