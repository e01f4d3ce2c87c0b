"""Takes down what was wrong with the rows of one answer while they are being read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import orjson
from pydantic_core import ErrorDetails

EXCERPT_CHARACTERS = 40
KEPT_PROBLEMS = 100

LEFT_EMPTY = "left empty"
LEFT_OUT = "left out"
ROW_SKIPPED = "row skipped"

_WORDS = {
    "missing": "is missing",
    "int_type": "should be a whole number",
    "int_parsing": "should be a whole number",
    "int_parsing_size": "should be a smaller number",
    "int_from_float": "should be a whole number",
    "float_type": "should be a number",
    "float_parsing": "should be a number",
    "finite_number": "should be a finite number",
    "bool_type": "should be true or false",
    "bool_parsing": "should be true or false",
    "string_type": "should be text",
    "string_too_long": "is longer than {max_length} characters",
    "string_too_short": "is empty",
    "string_pattern_mismatch": "has characters that do not belong there",
    "greater_than": "should be above {gt}",
    "greater_than_equal": "should be at least {ge}",
    "less_than_equal": "should be at most {le}",
    "list_type": "should be a list",
    "dict_type": "should be an object",
    "model_type": "should be an object",
    "model_attributes_type": "should be an object",
}


def excerpt(value: object) -> str:
    """Show the value as one short piece of JSON, with control characters escaped."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        value = value[: EXCERPT_CHARACTERS + 1]
    try:
        text = orjson.dumps(value).decode()
    except orjson.JSONEncodeError:
        return f"a {type(value).__name__}"
    return text if len(text) <= EXCERPT_CHARACTERS else f"{text[:EXCERPT_CHARACTERS]}…"


def in_words(error: ErrorDetails) -> str:
    """Say what pydantic found, as the end of the sentence that begins with the field's name."""
    words = _WORDS.get(error["type"])
    said = words.format(**error.get("ctx", {})) if words else error["msg"]
    return said if error["type"] == "missing" else f"{said}, got {excerpt(error['input'])}"


def dotted(path: list[str | int]) -> str:
    """Write `["hourly_data", 3, "validity"]` as `hourly_data[3].validity`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing that could not be read, and what became of it."""

    subject: str
    key: str
    field: str
    problem: str
    outcome: str

    @property
    def kept(self) -> bool:
        """Whether the row is still there."""
        return self.outcome != ROW_SKIPPED

    def __str__(self) -> str:
        return f"{self.subject} {self.key}: `{self.field}` {self.problem}; {self.outcome}"


@dataclass(slots=True)
class Unread:
    """What could not be read of one object: fields that came broken, and what was sent in them."""

    broken: set[str] = field(default_factory=set)
    sent: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Notes:
    """The first hundred problems of an answer, and how many there were altogether.

    It travels as pydantic's validation context. Without it the models are strict and raise.
    """

    subject: str
    key: str = ""
    problems: list[RowProblem] = field(default_factory=list)
    count: int = 0
    _path: list[str | int] = field(default_factory=list)
    _unread: list[Unread] = field(default_factory=list)

    def add(self, problem: str, outcome: str, *path: str | int) -> None:
        """Take down a problem at the present place, or below it."""
        self.count += 1
        if len(self.problems) < KEPT_PROBLEMS:
            place = dotted([*self._path, *path])
            self.problems.append(RowProblem(self.subject, self.key, place, problem, outcome))

    @contextmanager
    def at(self, name: str) -> Iterator[None]:
        """Everything noted inside belongs to the field `name`."""
        self._path.append(name)
        try:
            yield
        finally:
            self._path.pop()

    @contextmanager
    def of_one_object(self) -> Iterator[Unread]:
        """Gather what can not be read of the object's own fields."""
        self._unread.append(Unread())
        try:
            yield self._unread[-1]
        finally:
            self._unread.pop()

    def leave_empty(self, name: str, sent: object) -> None:
        """Remember that the field `name` of the object that is being read came broken."""
        self._unread[-1].broken.add(name)
        self._unread[-1].sent[name] = sent

    def keep_part(self, sent: object) -> None:
        """Remember a part of the field that is being read, which can not be read."""
        if self._unread and self._path:
            self._unread[-1].sent[str(self._path[-1])] = sent

    def mark(self) -> tuple[int, int]:
        """Remember a place to come back to with `back_to`."""
        return len(self.problems), self.count

    def back_to(self, mark: tuple[int, int]) -> None:
        """Forget what was noted since `mark`."""
        kept, self.count = mark
        del self.problems[kept:]
