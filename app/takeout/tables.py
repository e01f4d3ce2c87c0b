"""A relation's rows as a file: Parquet and CSV, and back."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app.store.takeouts import parquet_rows

Columns = Sequence[tuple[str, str]]
"""Names and PostgreSQL's types."""

AT_ONCE = 5_000
PLAIN = {
    "text": "VARCHAR",
    "uuid": "VARCHAR",
    "smallint": "SMALLINT",
    "integer": "INTEGER",
    "bigint": "BIGINT",
    "real": "FLOAT",
    "double precision": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
    "timestamp without time zone": "TIMESTAMP",
    "timestamp with time zone": "TIMESTAMP",
}
"""Types that other programs know, too; moments are in UTC. Objects and arrays are JSON."""

BOUNDS: dict[str, Any] = {"memory_limit": "250MB", "threads": 1}


def _duckdb() -> Any:  # noqa: ANN401 -- its connection, of a package that is not there yet
    """It takes 14 MB, and most processes never write or read such a file."""
    import duckdb  # noqa: PLC0415 -- as above

    return duckdb.connect(config=BOUNDS)


def write_tables(lines: Path, columns: Columns, parquet: Path, csv: Path) -> None:
    """Write rows that stand in `lines`, one JSON object a line, in both forms."""
    kinds = {name: PLAIN.get(kind, "JSON") for name, kind in columns}
    with _duckdb() as connected:
        told = connected.read_json(
            str(lines), columns=kinds, format="newline_delimited", maximum_object_size=2**24
        )
        told.write_parquet(str(parquet), compression="zstd")
        told.write_csv(str(csv), header=True)


def read_table(parquet: Path) -> Iterator[list[dict[str, Any]]]:
    """Rows of a Parquet file, some at a time, as they were written."""
    with _duckdb() as connected:
        found: Any = connected.execute(parquet_rows(), {"path": str(parquet)})
        names = [column[0] for column in found.description]
        objects = [str(column[1]) == "JSON" for column in found.description]
        while rows := found.fetchmany(AT_ONCE):
            yield [_row(names, objects, row) for row in rows]


def _row(names: Sequence[str], objects: Sequence[bool], row: Sequence[Any]) -> dict[str, Any]:
    return {
        name: json.loads(value) if is_object and value is not None else value
        for name, is_object, value in zip(names, objects, row, strict=True)
    }
