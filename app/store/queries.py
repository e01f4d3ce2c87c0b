"""SQL by name: files of sql/queries, made ready for psycopg."""

import re
from functools import cache
from pathlib import Path

SQL = Path(__file__).parents[2] / "sql"
_PARAMETER = re.compile(r":'(\w+)'")


@cache
def query(name: str) -> bytes:
    """Text of `sql/queries/{name}.sql`; psql's :'parameter' becomes psycopg's %(parameter)s."""
    text = (SQL / "queries" / f"{name}.sql").read_text()
    ready = _PARAMETER.sub(r"%(\1)s", text.replace("%", "%%")).encode()
    _NAMES[ready] = name
    return ready


_NAMES: dict[bytes, str] = {}


def name_of(statement: object) -> str:
    """The file that a statement came from; one of nowhere is called so."""
    return _NAMES.get(statement, "statement") if isinstance(statement, bytes) else "statement"
