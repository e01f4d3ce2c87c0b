"""Logs for people or for machines."""

import datetime as dt
import logging
import sys

import orjson

from app.settings import Settings

_QUIET = ("httpx", "httpcore", "dramatiq", "psycopg.pool", "uvicorn.error", "asyncio")


class _AsJson(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return orjson.dumps(line).decode()


def configure(settings: Settings, *, quiet: bool = False) -> None:
    """Send logs to stderr in the wanted format; libraries speak from WARNING on.

    `quiet` is for commands whose answer is the point: they speak of trouble only.
    """
    handler = logging.StreamHandler(sys.stderr)
    text = logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    handler.setFormatter(_AsJson() if settings.log_format == "json" else text)
    level = "WARNING" if quiet and settings.log_level == "INFO" else settings.log_level
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.root.level))
