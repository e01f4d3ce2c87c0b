"""The embedded database's own backups: when they are due, and that the oldest go."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from app.keeping import folder, work
from app.reads.backups import MANIFEST, whole
from app.resources import Resources, utc_now
from app.settings import Settings


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many were to be kept, for each backup that was taken."""
    kept: list[int] = []

    async def backup(
        _settings: Settings, _pool: object, place: Path, now: dt.datetime, keep: int
    ) -> Any:  # noqa: ANN401 -- a stand-in
        kept.append(keep)
        with folder.new_backup(place, now) as made:
            (made / MANIFEST).touch()
        return SimpleNamespace(path=place, manifest=SimpleNamespace(size_bytes=1))

    monkeypatch.setattr(work, "backup", backup)
    return kept


async def test_one_is_taken_when_the_last_is_old(
    resources: Resources, asked: list[int], tmp_path: Path
) -> None:
    """The first at once, the next after BACKUP_HOURS; a clock that ran ahead stops none."""
    settings = Settings(data_dir=tmp_path, backup_keep=3)
    resources = replace(resources, settings=settings)
    assert await work.back_up_when_due(resources)
    assert await work.back_up_when_due(resources) is None
    assert asked == [3]
    (made,) = whole(settings.backup_place)
    ahead = f"ursa-{utc_now() + dt.timedelta(days=9):%Y%m%dT%H%M%SZ}"
    made.rename(made.with_name(ahead))
    assert await work.back_up_when_due(resources)
    assert asked == [3, 3]


@pytest.mark.parametrize(
    "settings",
    [Settings(backup_hours=0), Settings(database_url="postgresql://a/b")],
    ids=["switched off", "a server's"],
)
async def test_none_is_taken_where_nobody_wants_it(
    resources: Resources, asked: list[int], settings: Settings
) -> None:
    """A server's backups are its operator's."""
    assert await work.back_up_when_due(replace(resources, settings=settings)) is None
    assert asked == []
