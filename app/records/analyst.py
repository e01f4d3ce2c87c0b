"""People who read SQL: their roles, and what holds these back."""

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True, kw_only=True)
class Analyst:
    """A role of the database that reads the schema analytics, or a group of such roles."""

    role_name: Annotated[str, "Name of the role."]
    logs_in: Annotated[bool, "Whether somebody logs in as it; else a group."]
    connection_limit: Annotated[int, "Connections at once; -1: any number."]
    groups: Annotated[list[str], "Groups that it is in: it sees whom they see, too."]
    everybody: Annotated[bool, "Whether it sees everybody, those to come included."]
    people: Annotated[int, "How many people it was granted one by one."]
    classes: Annotated[list[str] | None, "Classes of data that it sees; NULL: all."]
    lab: Annotated[str | None, "The schema that it writes in; NULL: none."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Something that holds an analyst back."""

    guard: Annotated[str, "What it is about."]
    value: Annotated[str, "What is allowed."]
    forced: Annotated[bool, "Whether no SET of the analyst's lifts it."]
