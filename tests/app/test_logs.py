"""Logs: one line for what is away, a traceback for faults of ours, ids where they are known."""

import io
import logging
from collections.abc import Iterator

import orjson
import psycopg
import pytest
import redis

from app import logs
from app.settings import Settings


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is written in JSON; the logging of the tests comes back."""
    screen, root = io.StringIO(), logging.getLogger()
    before, level = list(root.handlers), root.level
    monkeypatch.setattr("sys.stderr", screen)
    logs.configure(Settings(log_format="json"))
    yield screen
    root.handlers[:] = before
    root.setLevel(level)


def lines(screen: io.StringIO) -> list[dict[str, str]]:
    """Each line, read."""
    return [orjson.loads(line) for line in screen.getvalue().splitlines()]


def fail(error: Exception, times: int = 1) -> None:
    """Libraries say it again and again."""
    for _ in range(times):
        try:
            raise error.with_traceback(None)
        except type(error):
            logging.getLogger("a.library").exception("It failed.\nMore words")


@pytest.mark.parametrize(
    "error",
    [redis.ConnectionError("no\nbody"), psycopg.OperationalError("no"), ConnectionError("no")],
)
def test_what_is_away_is_one_line(error: Exception, told: io.StringIO) -> None:
    """A hundred tracebacks of a broker that is away are one line, which says what it was."""
    fail(error, times=100)
    (line,) = lines(told)
    assert line["message"] == f"It failed.: {type(error).__name__}: no"
    assert "exception" not in line


def test_a_fault_of_ours_keeps_its_traceback(told: io.StringIO) -> None:
    """Each time."""
    fail(ValueError("mine"), times=2)
    assert all("Traceback" in line["exception"] for line in lines(told))
    assert len(lines(told)) == 2


def test_what_was_swallowed_is_counted() -> None:
    """The next line says how many were like it."""
    now = 0.0
    calm = logs.Calm(lambda: now)
    error = OSError("no")
    records = [
        logging.LogRecord("x", 40, "", 0, "Lost", (), (OSError, error, None)) for _ in range(4)
    ]
    assert [calm.filter(record) for record in records[:3]] == [True, False, False]
    now = logs.AGAIN_S
    assert calm.filter(records[3])
    assert records[3].getMessage() == "Lost: OSError: no (and 2 lines like it)"


def test_ids_are_fields(told: io.StringIO) -> None:
    """What a line is about can be searched for."""
    logging.getLogger("app.sync").warning("late", extra={"run_id": "r", "user_id": "1001"})
    (line,) = lines(told)
    assert (line["run_id"], line["user_id"]) == ("r", "1001")
    assert "request_id" not in line
