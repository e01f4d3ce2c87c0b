"""Imports of the archive that Polar hands out."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any


class ImportState(StrEnum):
    """Where an import stands; the last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCESS = "success"
    FAILED = "failed"
    UNDONE = "undone"

    @property
    def final(self) -> bool:
        """Whether nothing more will happen to the import by itself."""
        return self not in {ImportState.QUEUED, ImportState.RUNNING}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRun:
    """One import of an archive of one person."""

    run_id: Annotated[uuid.UUID, "Name of the import."]
    user_id: Annotated[str, "The person."]
    origin: Annotated[str, "rest, graphql, command."]
    state: Annotated[str, "queued, running, success, failed, undone."]
    phase: Annotated[str, "What is being done: waiting, reading, analysing, done."]
    file_bytes: Annotated[int, "Size of the archive, bytes."]
    files_total: Annotated[int, "Files in the archive."] = 0
    files_done: Annotated[int, "Files that are done with."] = 0
    rows_written: Annotated[int, "Rows that were new or had changed, samples included."] = 0
    report: Annotated[
        dict[str, Any],
        "What was found: `kinds` with files, rows that were new, enriched, equal, in conflict and "
        "left out; `reasons` for what was left out, with counts; `notes` in words.",
    ] = field(default_factory=dict)
    queued_at: Annotated[dt.datetime, "When it was asked for."]
    started_at: Annotated[dt.datetime | None, "When a worker began."] = None
    ended_at: Annotated[dt.datetime | None, "When it was over."] = None
    error_code: Annotated[str | None, "Stable code of what ended the import."] = None
    error: Annotated[str | None, "What went wrong and what to do, in words."] = None
