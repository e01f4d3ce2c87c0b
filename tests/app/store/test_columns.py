"""Array parameters."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.records.cardio_load import CardioLoadDay
from app.store import columns


@dataclass
class Block:
    """A block of one column."""

    value: Any


def _literal(array: Any) -> object:  # noqa: ANN401 -- any array
    return columns.of_block(Block(array))["value"]


def test_numbers() -> None:
    """NaN is NULL, whole numbers have no point, others keep every digit."""
    assert _literal(np.array([60.0, np.nan, 61.0])) == "{60,NULL,61}"
    assert _literal(np.array([0.1, np.nan])) == "{0.1,NULL}"
    assert _literal(np.array([np.nan, np.nan])) == "{NULL,NULL}"
    assert _literal(np.array([], float)) == "{}"


def test_times_and_texts() -> None:
    """Times are ISO; texts are left to the driver's quoting."""
    assert _literal(np.array(["2026-01-11T07:02"], "datetime64[s]")) == "{2026-01-11T07:02:00}"
    assert _literal(np.array(['{"x\\', "NULL"])) == ['{"x\\', "NULL"]


def test_records_become_texts_without_nul() -> None:
    """Every value is text that PostgreSQL can cast, and no NUL reaches it."""
    record = CardioLoadDay(date=dt.date(2026, 1, 11), cardio_load=0.5, extra={"x": "a\x00b"})
    found = columns.of_records([record])
    assert (found["date"], found["cardio_load"]) == (["2026-01-11"], ["0.5"])
    assert found["extra"] == ['{"x":"ab"}']
