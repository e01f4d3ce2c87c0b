"""Exports of everything about one person, made by a worker."""

import datetime as dt
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated


class TakeoutState(StrEnum):
    """Where an export stands; the last three are final."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCESS = "success"
    FAILED = "failed"
    GONE = "gone"

    @property
    def final(self) -> bool:
        """Whether nothing more will happen to the export by itself."""
        return self not in {TakeoutState.QUEUED, TakeoutState.RUNNING}


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeout:
    """One export of everything about one person, as a ZIP that lies ready for a week."""

    run_id: Annotated[uuid.UUID, "Name of the export."]
    user_id: Annotated[str, "The person."]
    origin: Annotated[str, "rest, graphql."]
    state: Annotated[
        str, "queued, running, success, failed, gone: the file was deleted after its week."
    ]
    phase: Annotated[str, "What is being written: a relation, documents, done."]
    told_rows: Annotated[int, "Rows of all relations that were written."] = 0
    documents: Annotated[int, "Nights and exercises with a document of their own."] = 0
    file_bytes: Annotated[int | None, "Size of the ZIP, bytes."] = None
    queued_at: Annotated[dt.datetime, "When it was asked for."]
    started_at: Annotated[dt.datetime | None, "When a worker began."] = None
    ended_at: Annotated[dt.datetime | None, "When it was over."] = None
    expires_at: Annotated[dt.datetime | None, "When the file is deleted."] = None
    error_code: Annotated[str | None, "Stable code of what ended the export."] = None
    error: Annotated[str | None, "What went wrong and what to do, in words."] = None
