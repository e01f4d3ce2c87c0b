"""Moments of a column are told as offsets, too."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from schema.moments import offsets_of, start_of
from tests.schema.conftest import Ask

START = dt.datetime(2026, 1, 11, 7, 30)
MOMENTS = [START, START + dt.timedelta(seconds=5), START + dt.timedelta(seconds=60, milliseconds=5)]
COLUMNS = [MOMENTS, np.array(MOMENTS, "M8[us]")]

SERIES = "series(metrics: [HR_MEAN, STEPS], days: 0, resolution: RAW) { %s }"
EVERYWHERE = (
    "query($id: ID!) { person(id: $id) { "
    'night(date: "2026-01-11") { hrv { %s } hypnogram { %s } } '
    'day(date: "2026-01-11") { heartRate { %s } zones { %s } } '
    "exercises(first: 1) { nodes { samples { %s } route { %s } } } "
    f"{SERIES} }} }}"
).replace("%s", "start offsetsSeconds timestamps")


@pytest.mark.parametrize("column", COLUMNS, ids=["list", "numpy"])
def test_offsets_are_seconds(column: list[dt.datetime]) -> None:
    """Lists and numpy's columns have a first moment and seconds since then, none of them none."""
    assert start_of(column) == START
    assert list(offsets_of(column)) == [0.0, 5.0, 60.005]
    assert start_of(column[:0]) is None
    assert list(offsets_of(column[:0])) == []


@pytest.mark.usefixtures("data")
async def test_offsets_say_what_timestamps_say(ask: Ask, person: str) -> None:
    """Wherever there are timestamps, start and offsets lead to the same moments."""
    body = await ask(EVERYWHERE, id=person)
    assert "errors" not in body, body["errors"]
    found = list(columns_in(body["data"]))
    assert len(found) == 8
    for one in found:
        start = dt.datetime.fromisoformat(one["start"])
        moments = [start + dt.timedelta(seconds=offset) for offset in one["offsetsSeconds"]]
        assert moments == [dt.datetime.fromisoformat(moment) for moment in one["timestamps"]]


@pytest.mark.usefixtures("data")
async def test_nothing_has_no_start(ask: Ask, person: str) -> None:
    """Where there is no moment, there is no first one."""
    asked = (
        'query($id: ID!) { person(id: $id) { night(date: "1999-01-01") '
        "{ hrv { start offsetsSeconds } } } }"
    )
    body = await ask(asked, id=person)
    assert body["data"]["person"]["night"]["hrv"] == {"start": None, "offsetsSeconds": []}


def columns_in(found: object) -> list[dict[str, Any]]:
    """Every object with timestamps in an answer."""
    if isinstance(found, dict) and "timestamps" in found:
        return [found]
    below = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    return [one for part in below for one in columns_in(part)]
