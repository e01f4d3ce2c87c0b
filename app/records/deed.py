"""Deeds that somebody named, and what they were answered."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDeed:
    """A deed under a name of the caller's own."""

    actor: Annotated[str, "Who does it."]
    name: Annotated[str, "The name."]
    user_id: Annotated[str | None, "Whom it is about; NULL: anybody."]
    request_sha256: Annotated[bytes, "What is asked for, as a digest."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a deed was answered over HTTP, less what is different each time."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    done: Annotated[bool, "Whether anything was done; a deed that was refused may be tried again."]
    again: Annotated[bool, "Whether it is the answer of an earlier request."] = False


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What is known of a deed that was begun."""

    request_sha256: bytes
    done_at: dt.datetime | None
    answer_sealed: bytes | None
