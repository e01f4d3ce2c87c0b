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
    return _PARAMETER.sub(r"%(\1)s", text.replace("%", "%%")).encode()
