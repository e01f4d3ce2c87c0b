"""Classes of data: everything is decided, and nothing is answered that was not."""

import importlib
import pkgutil
from dataclasses import dataclass, is_dataclass

import pytest

import app.records
from app.errors import Forbidden
from app.metrics import Metric
from app.reads.timeline import SAMPLED
from app.records.account import DataClass
from app.records.classes import RECORDS
from app.records.sleep import Night
from app.store import classes
from app.store.pool import Pool
from app.store.queries import SQL
from app.store.read import fetch_value

SLEEP = frozenset({DataClass.SLEEP})

OF_NOBODY_S_BODY = {
    "account": "people and keys",
    "analyst": "roles of the database, and their guards",
    "apps": "what people let in, and for how long",
    "answers": "what Polar answered, never told",
    "backfill": "how far back Polar was asked",
    "connection": "how people come and go",
    "deed": "answers of deeds, sealed, for the very key that did them",
    "deletion": "receipts",
    "findings": "told apart by their metrics",
    "history": "told apart by their relations",
    "house": "what the owner tells the house",
    "session": "who is signed in",
    "imports": "files and counts",
    "takeouts": "files and counts",
    "samples": "what blocks of samples have in common",
    "server": "the house itself",
    "sync": "runs and feeds",
    "timetable": "when everybody is synced",
    "webhook": "the application's, nobody's",
}
"""Modules of records that no key is barred from, and why."""


def test_every_record_is_decided() -> None:
    """Each record with data of a body has a class; the other modules say why they have none."""
    decided = {record.__module__.rpartition(".")[2] for record in RECORDS} | set(OF_NOBODY_S_BODY)
    for found in pkgutil.iter_modules(app.records.__path__):
        module = importlib.import_module(f"app.records.{found.name}")
        there = {
            each
            for each in vars(module).values()
            if is_dataclass(each) and each.__module__ == module.__name__
        }
        if there and found.name not in OF_NOBODY_S_BODY:
            assert there <= set(RECORDS), found.name
        assert not there or found.name in decided


def test_every_question_is_decided() -> None:
    """Each file of sql/queries/read says what it needs, and no file is missing."""
    there = {path.stem for path in (SQL / "queries" / "read").glob("*.sql")}
    assert set(classes.QUESTIONS) == there


def test_samples_are_of_their_metric_s_class() -> None:
    """A timeline of samples needs what the timeline of its days needs."""
    assert {source: metric.data_class for metric, source in SAMPLED.items()} == classes.SOURCES


def test_metrics_are_of_what_they_measure() -> None:
    """A heart rate is one in sleep, too; and no metric tells of places or of the profile."""
    assert Metric.SLEEP_HEART_RATE.data_class is DataClass.HEART
    assert Metric.SLEEP_SCORE.data_class is DataClass.SLEEP
    assert {metric.data_class for metric in Metric} == classes.FOUND


async def test_a_question_that_nobody_decided_is_not_answered(pool: Pool) -> None:
    """Not even to who reads everything."""
    with pytest.raises(KeyError):
        await fetch_value(pool, "no_such_question")


async def test_what_is_of_no_class_is_answered_to_all(pool: Pool) -> None:
    """Whether the database is there is nobody's secret; what writes is the house's own."""
    limited = classes.reading(pool, SLEEP)
    assert await fetch_value(limited, "alive")
    with pytest.raises(Forbidden, match="sleep alone"):
        classes.check(limited, "write/baselines_calculate", {})


async def test_quantities_of_other_classes_are_left_out(pool: Pool) -> None:
    """A night without its heart rate, for who reads sleep alone; whole for who reads both."""

    @dataclass(frozen=True, slots=True, kw_only=True)
    class More(Night):
        """As reads make them."""

        hrv_rmssd_ms: int | None = None

    night = More(
        date=None,  # type: ignore[arg-type]  # It is not looked at.
        sleep_score=80,
        heart_rate_avg=52,
        hrv_rmssd_ms=50,
    )
    (seen,) = classes.masked(classes.reading(pool, SLEEP), More, [night])
    assert (seen.sleep_score, seen.heart_rate_avg, seen.hrv_rmssd_ms) == (80, None, None)
    both = classes.reading(pool, SLEEP | {DataClass.HEART})
    assert classes.masked(both, More, [night]) == [night]
    assert classes.masked(pool, More, [night]) == [night]
