"""Pieces of an import that are stored together."""

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.archive.container import Member, open_archive
from app.archive.kinds import Kind, Named
from app.imports import work
from app.imports.grouping import groups, harvest_of
from app.imports.plan import File, planned
from app.imports.reading import Piece
from app.imports.report import Report
from app.normalise.archive.context import Context
from app.normalise.values import Harvest
from app.records.activity import StepSamples
from app.records.exercise import Exercise
from app.resources import Resources
from app.store.imports import undo_import
from app.store.pool import Pool
from app.store.write import store_harvest
from tests.app.imports.archives import everything, imported, named, zipped


def piece(*harvest: Any, kind: Kind = Kind.ACTIVITY) -> Piece:  # noqa: ANN401 -- lists and blocks
    """A file's only piece."""
    return Piece(File(Member(0, "x.json", 1), Named(kind)), Harvest(harvest), last=True)


def steps(day: str, *minutes: int) -> StepSamples:
    """Steps of some minutes of a day."""
    moments = np.datetime64(day, "s") + np.array(minutes).astype("m8[m]")
    return StepSamples(local_time=moments, steps=np.array(minutes))


def session(name: str, seconds: int) -> list[Exercise]:
    """A session that begins some seconds after nine."""
    start = dt.datetime(2026, 3, 14, 9) + dt.timedelta(seconds=seconds)
    return [
        Exercise(polar_exercise_id=name, start_at=start.replace(tzinfo=dt.UTC), start_local=start)
    ]


@pytest.mark.parametrize(
    ("harvests", "sizes"),
    [
        pytest.param([[steps("2026-01-01", 1)], [steps("2026-01-02", 1)]], [2], id="two days"),
        pytest.param([[steps("2026-01-01", 1)], [steps("2026-01-01", 9)]], [1, 1], id="one day"),
        pytest.param([[session("a", 0)], [session("b", 600)]], [2], id="two sessions"),
        pytest.param([[session("a", 0)], [session("a", 600)]], [1, 1], id="one name"),
        pytest.param([[session("a", 1)], [session("b", 3)]], [1, 1], id="within two seconds"),
        pytest.param(
            [[session("a", 0)], [session("b", 0)], [session("c", 600)]], [1, 2], id="then go on"
        ),
    ],
)
def test_no_two_of_a_group_tell_the_same(harvests: list[Any], sizes: list[int]) -> None:
    """Pieces keep their order; one that tells of what another told begins a new group."""
    told = [piece(*harvest) for harvest in harvests]
    found = list(groups(told))
    assert [len(group) for group in found] == sizes
    assert [each for group in found for each in group] == told


def test_a_group_is_of_one_kind() -> None:
    """Reports count by kind."""
    told = [piece(steps("2026-01-01", 1)), piece(session("a", 0), kind=Kind.SESSION)]
    assert [len(group) for group in groups(told)] == [1, 1]


def test_a_group_s_harvest_has_each_kind_once() -> None:
    """Blocks of days become one, with all their days."""
    (block,) = harvest_of([piece(steps("2026-01-01", 1, 2), []), piece(steps("2026-01-02", 3))])
    assert block.steps.tolist() == [1, 2, 3]
    assert block.told.astype(str).tolist() == ["2026-01-01", "2026-01-02"]


def activity(day: int, count: int, minutes: int) -> dict[str, Any]:
    """A day of an archive, with steps in its first minutes."""
    clocks = [f"00:{minute:02}:00.000" for minute in range(minutes)]
    samples = {"steps": [{"localTime": clock, "value": 7} for clock in clocks]}
    summary = {"startTime": "00:00:00.000", "stepCount": count}
    return {"date": f"2026-03-{day:02}", "summary": summary, "samples": samples}


def training(name: str, second: int, calories: int) -> dict[str, Any]:
    """A session of an archive with two samples of heart rate."""
    series = {"type": "HEART_RATE", "intervalMillis": 1000, "values": [100, 101]}
    return {
        "identifier": {"id": name},
        "startTime": f"2026-03-14T09:05:{second:02}",
        "durationMillis": 60_000,
        "calories": calories,
        "exercises": [{"samples": {"samples": [series]}}],
    }


FILES = {
    **{named(f"activity-2026-03-{d:02}"): activity(d, 1000 * d, d) for d in range(1, 9)},
    named("activity-2026-03-03", 2): activity(3, 9, 20),
    **{
        named(f"training-session-2026-03-14-{n}"): training(str(n), second, n)
        for n, second in ((1, 10), (2, 11), (3, 40), (4, 50))
    },
}
"""A day twice, the second time with more; two sessions that are one."""


def test_as_much_is_stored_at_once_as_is_wanted(tmp_path: Path) -> None:
    """A batch is over once it has so many rows; where others wait for its end, they are few."""
    days = {named(f"activity-2026-03-{d:02}"): activity(d, 1, 10) for d in range(1, 9)}
    with open_archive(zipped(tmp_path, days)) as archive:
        files = planned(archive, Report()).files
        for at_once, sizes in ((1000, [8]), (30, [3, 3, 2]), (1, [1] * 8)):
            batches = work._batches(archive, files, Context(None), 0, at_once)
            assert [len(batch) for batch in batches] == sizes


async def test_together_is_as_one_by_one(
    pool: Pool,
    resources: Resources,
    person: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same rows, counts and words, also where a day was told already and another one twice."""
    kept = StepSamples(
        local_time=np.array(["2026-03-02T12:00"], "datetime64[s]"), steps=np.array([1])
    )
    await store_harvest(pool, person, [kept])
    sizes: Counter[int] = Counter()

    def watched(batch: list[Piece]) -> list[list[Piece]]:
        made = list(groups(batch))
        sizes.update(map(len, made))
        return made

    found = []
    for way in (watched, lambda batch: [[each] for each in batch]):
        monkeypatch.setattr(work, "groups", way)
        run = await imported(resources, person, zipped(tmp_path, FILES))
        found.append((run.report, run.rows_written, await everything(pool, person)))
        await undo_import(pool, person, run.run_id, resources.clock(), actor="test")
    assert found[0] == found[1]
    assert max(sizes) > 1
    kinds = found[0][0]["kinds"]
    assert (kinds["activity"]["files"], kinds["session"]["new"]) == (9, 3)
