"""Imports of archives."""

import uuid
from dataclasses import dataclass
from typing import Annotated, Any

from app.records.imports import ImportRun
from app.rest.shapes.values import about, instant, utc

_REPORT = {
    "kinds": {"sleep_result": {"files": 1, "new": 812, "enriched": 27, "equal": 0}},
    "reasons": {"profile: address and phone are not kept": 1},
    "unreadable_values": {},
    "notes": [],
    "within": 0,
}


@dataclass
class Import:
    """One import of one archive."""

    run_id: Annotated[
        uuid.UUID, about("Name of the import.", "7b0f4b3e-6a3e-4a53-9a1c-0c3b1c1c9b55")
    ]
    status: Annotated[str, about("queued, running, success, failed, undone.", "success")]
    origin: Annotated[str, about("rest, command.", "rest")]
    phase: Annotated[str, about("waiting, reading, done.", "done")]
    file_bytes: Annotated[int, about("Size of the archive, bytes.", 52_428_800)]
    files_total: Annotated[int, about("Files in the archive.", 3157)]
    files_done: Annotated[int, about("Files that are done with.", 3157)]
    rows_written: Annotated[int, about("Rows that were new or changed.", 21_000_000)]
    report: Annotated[
        dict[str, Any],
        about(
            "By kind: files, rows new, enriched, equal, in conflict, left out; reasons.", _REPORT
        ),
    ]
    queued_at: Annotated[str | None, instant("When it was asked for, UTC.", "2026-01-11T08:00:00Z")]
    started_at: Annotated[str | None, instant("When a worker began, UTC.", "2026-01-11T08:00:00Z")]
    ended_at: Annotated[str | None, instant("When it was over, UTC.", "2026-01-11T08:03:30Z")]
    error_code: Annotated[str | None, about("Stable code of what ended it.", None)]
    error: Annotated[str | None, about("What went wrong and what to do.", None)]

    @classmethod
    def of(cls, run: ImportRun) -> "Import":
        """The row of an import."""
        return cls(
            run.run_id,
            run.state,
            run.origin,
            run.phase,
            run.file_bytes,
            run.files_total,
            run.files_done,
            run.rows_written,
            run.report,
            utc(run.queued_at),
            utc(run.started_at),
            utc(run.ended_at),
            run.error_code,
            run.error,
        )


@dataclass
class ImportQueued:
    """An import that will be done."""

    status: Annotated[str, about("queued.", "queued")]
    user_id: Annotated[str, about("The person.", "12345")]
    run_id: Annotated[
        uuid.UUID,
        about("Ask /imports/{run_id} how it goes.", "7b0f4b3e-6a3e-4a53-9a1c-0c3b1c1c9b55"),
    ]
