"""Logs for people or for machines."""

import datetime as dt
import logging
import sys
import time
from collections.abc import Callable

import orjson

from app.errors import Unavailable
from app.naming import names
from app.settings import Settings

_QUIET = ("httpx", "httpcore", "dramatiq", "psycopg.pool", "uvicorn.error", "asyncio")


AWAY = ("redis", "pika", "psycopg", "psycopg_pool", "dramatiq")
"""Modules whose errors say that a broker or a database is away: where they were met is no news."""
AGAIN_S = 10.0
"""What is said over and over while something is away is said once in so many seconds."""
IDS = ("request_id", "run_id", "user_id")
"""What a line names beside its words: of what goes on there, or `extra=` of whoever logs."""


class Calm(logging.Filter):
    """One line for what is away, however often libraries say so; a traceback for faults of ours."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._said: dict[tuple[str, str], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is news; it loses its traceback where that is none."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None or not _away(error):
            return True
        kind = (record.name, type(error).__name__)
        then, swallowed = self._said.get(kind, (-AGAIN_S, 0))
        if self._clock() - then < AGAIN_S:
            self._said[kind] = (then, swallowed + 1)
            return False
        self._said[kind] = (self._clock(), 0)
        _shorten(record, error, swallowed)
        return True


def _away(error: BaseException) -> bool:
    return isinstance(error, (OSError, Unavailable)) or type(error).__module__.split(".")[0] in AWAY


def _shorten(record: logging.LogRecord, error: BaseException, swallowed: int) -> None:
    first = (str(error).strip().splitlines() or [""])[0]
    more = f" (and {swallowed} lines like it)" if swallowed else ""
    record.msg = f"{record.getMessage().splitlines()[0]}: {type(error).__name__}: {first}{more}"
    record.args, record.exc_info, record.exc_text, record.stack_info = (), None, None, None


class _AsJson(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in names().items() if name in IDS}
        line |= {name: str(value) for name in IDS if (value := getattr(record, name, None))}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(line).decode()


def configure(settings: Settings, *, quiet: bool = False) -> None:
    """Send logs to stderr in the wanted format; libraries speak from WARNING on.

    `quiet` is for commands whose answer is the point: they speak of trouble only.
    """
    handler = logging.StreamHandler(sys.stderr)
    text = logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    handler.addFilter(Calm())
    handler.setFormatter(_AsJson() if settings.log_format == "json" else text)
    level = "WARNING" if quiet and settings.log_level == "INFO" else settings.log_level
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.root.level))
