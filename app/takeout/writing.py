"""One ZIP of everything: rows of each relation, a document per night and exercise, GPX and TCX."""

import asyncio
import datetime as dt
import tempfile
import zipfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from app.reads import takeout as reads
from app.store.graves import TOMBSTONE
from app.store.pool import Pool
from app.store.relations import RECORDS, SAMPLES
from app.takeout.tables import write_tables
from app.takeout.tracks import gpx, tcx

MANIFEST = "ursa-export.json"
VERSION = 1
RELATIONS = (*RECORDS.values(), *SAMPLES.values(), "metric_daily", TOMBSTONE)
"""What was deleted comes last: a record that repeats a deleted one is stored before."""
WINDOW = dt.timedelta(days=91)
README = """Everything that Ursa knows of one person.

tables/NAME.parquet, tables/NAME.csv   one file per relation; data-dictionary.csv tells each column
                                       (tombstone: what was deleted, and stays away)
nights/DATE.json                       one document per night
exercises/START.json, .gpx, .tcx       one per exercise; where it went and what was sampled

Times ending in _at are in UTC; local ones are on the wearer's clock. `ursa import` takes this file
back into any Ursa.
"""
Watch = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Told:
    """What an export holds."""

    rows: int
    documents: int


async def write_takeout(
    pool: Pool, user_id: str, path: Path, now: dt.datetime, watch: Watch = lambda _: None
) -> Told:
    """Write everything about a person to `path`; nothing is there until all of it is.

    No more than a quarter of a year of samples is in memory at once.
    """
    partial = path.with_name(f"{path.name}.partial")
    place = await asyncio.to_thread(_folder, path)
    with tempfile.TemporaryDirectory(prefix=f"{path.name}.", dir=place) as folder:
        try:
            with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as made:
                writing = _Writing(pool, user_id, made, Path(folder), watch)
                counts = {name: await writing.relation(name) for name in RELATIONS}
                documents = await writing.documents()
                await writing.dictionary()
                made.writestr("README.txt", README)
                manifest = {"version": VERSION, "made_at": now, "rows": counts}
                made.writestr(MANIFEST, orjson.dumps(manifest))
            await asyncio.to_thread(partial.replace, path)
        finally:
            await asyncio.to_thread(partial.unlink, missing_ok=True)
    return Told(sum(counts.values()), documents)


def _folder(path: Path) -> Path:
    """Where the export goes: its parts need the same disk."""
    folder = path.absolute().parent
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass(frozen=True, slots=True)
class _Writing:
    """An export under way."""

    pool: Pool
    user_id: str
    made: zipfile.ZipFile
    folder: Path
    watch: Watch

    async def relation(self, name: str) -> int:
        """Rows of a relation, in both forms; answers how many."""
        self.watch(name)
        lines = self.folder / "rows.ndjson"
        count = 0
        with lines.open("wb") as file:
            async for rows in self._windows(name):
                body = b"".join(orjson.dumps(row) + b"\n" for row in rows)
                await asyncio.to_thread(file.write, body)
                count += len(rows)
        if count:
            await asyncio.to_thread(self._tables, name, await reads.columns(self.pool, name))
        return count

    def _tables(self, name: str, columns: reads.Columns) -> None:
        parquet, csv = self.folder / "table.parquet", self.folder / "table.csv"
        write_tables(self.folder / "rows.ndjson", columns, parquet, csv)
        self.made.write(parquet, f"tables/{name}.parquet", zipfile.ZIP_STORED)
        self.made.write(csv, f"tables/{name}.csv")

    async def _windows(self, name: str) -> AsyncIterator[list[dict[str, Any]]]:
        """Rows of a relation, samples a quarter at a time."""
        if name not in SAMPLES.values():
            yield await reads.rows(self.pool, self.user_id, name, None, None)
            return
        first, last = await reads.span(self.pool, self.user_id, name)
        while first is not None and last is not None and first <= last:
            until = min(first + WINDOW, last)
            yield await reads.rows(self.pool, self.user_id, name, first, until)
            first = until + dt.timedelta(days=1)

    async def documents(self) -> int:
        """A document per night and per exercise; answers how many."""
        self.watch("documents")
        told = await reads.documents(self.pool, self.user_id)
        for date, number in told:
            if number is None:
                night = await reads.night(self.pool, self.user_id, date)
                self._json(f"nights/{date}.json", night)
            else:
                self._exercise(await reads.exercise(self.pool, self.user_id, number))
        return len(told)

    def _exercise(self, document: dict[str, Any]) -> None:
        exercise = document["exercise"]
        start = exercise["start_local"][:19].replace(":", "-")
        name = f"exercises/{start}_{exercise['exercise_id']}"
        self._json(f"{name}.json", document)
        for ending, make in ((".gpx", gpx), (".tcx", tcx)):
            body = make(document)
            if body is not None:
                self.made.writestr(name + ending, body)

    def _json(self, name: str, document: dict[str, Any]) -> None:
        self.made.writestr(name, orjson.dumps(document, option=orjson.OPT_INDENT_2))

    async def dictionary(self) -> None:
        """What each column means."""
        told = await reads.dictionary(self.pool, RELATIONS)
        lines = ["relation,column,type,description", *(",".join(map(_quoted, row)) for row in told)]
        self.made.writestr("data-dictionary.csv", "\r\n".join(lines) + "\r\n")


def _quoted(value: object) -> str:
    text = str(value or "").replace('"', '""')
    return f'"{text}"'
