"""Exports of everything about a person."""

import uuid
from dataclasses import dataclass
from typing import Annotated

from app.records import takeouts
from app.rest.shapes.values import about, instant, utc


@dataclass
class Takeout:
    """One export of everything about one person."""

    run_id: Annotated[
        uuid.UUID, about("Name of the export.", "7b0f4b3e-6a3e-4a53-9a1c-0c3b1c1c9b55")
    ]
    status: Annotated[str, about("queued, running, success, failed, gone.", "success")]
    phase: Annotated[str, about("What is being written: a relation, documents, done.", "done")]
    rows: Annotated[int, about("Rows of all relations.", 21_000_000)]
    documents: Annotated[int, about("Nights and exercises with a document.", 3_812)]
    file_bytes: Annotated[int | None, about("Size of the ZIP, bytes.", 104_857_600)]
    queued_at: Annotated[str | None, instant("When it was asked for, UTC.", "2026-01-11T08:00:00Z")]
    started_at: Annotated[str | None, instant("When a worker began, UTC.", "2026-01-11T08:00:00Z")]
    ended_at: Annotated[str | None, instant("When it was over, UTC.", "2026-01-11T08:03:30Z")]
    expires_at: Annotated[
        str | None, instant("When the file is deleted, UTC.", "2026-01-18T08:03:30Z")
    ]
    error_code: Annotated[str | None, about("Stable code of what ended it.", None)]
    error: Annotated[str | None, about("What went wrong and what to do.", None)]

    @classmethod
    def of(cls, run: takeouts.Takeout) -> "Takeout":
        """The row of an export."""
        return cls(
            run.run_id,
            run.state,
            run.phase,
            run.told_rows,
            run.documents,
            run.file_bytes,
            utc(run.queued_at),
            utc(run.started_at),
            utc(run.ended_at),
            utc(run.expires_at),
            run.error_code,
            run.error,
        )
