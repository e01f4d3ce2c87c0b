"""The upserts, made of the records, and what imports and deletions say of the same relations.

Templates are in sql/templates: one for records, one for blocks of samples, two for imports, one
for the tests that a person makes on purpose.

`make generate` writes them to sql/queries/write, where psql runs them as they are. Nothing else
imports this module: Jinja2 is there where Ursa is developed, not where it runs.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from functools import partial
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.metrics import metrics_of
from app.records.activity import ActivityZoneSamples, InactivityStampSamples, StepSamples
from app.records.deletion import SpotTest
from app.records.samples import DatedSamples, DaySamples
from app.store.columns import NO_COLUMNS
from app.store.queries import SQL
from app.store.relations import (
    BURIED,
    COMPLETE,
    COUNTED,
    HISTORY,
    KEYS,
    NIGHT_DEVICE,
    RECORDS,
    SAMPLES,
    SPANS,
    TOGETHER,
    WHOLE,
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column, the type in which it is sent (one array of it) and the one in which it is kept."""

    name: str
    sent: str
    stored: str


@dataclass(frozen=True, slots=True)
class Upsert:
    """What a template has to know of one relation."""

    relation: str
    source: type[Any]
    sent: tuple[Column, ...]
    """What goes over, in the order of the fields."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """What is stored: the key, then the values."""
        return self.key + self.values

    @property
    def key(self) -> tuple[Column, ...]:
        """The columns that name a row among a person's rows."""
        known = {column.name: column for column in self._named}
        return tuple(known.get(name, _LOCAL_TIME) for name in KEYS[self.relation])

    @property
    def values(self) -> tuple[Column, ...]:
        """The columns outside of the key."""
        return tuple(c for c in self._named if c.name not in KEYS[self.relation])

    @property
    def of_exercise(self) -> bool:
        """Whether its rows hang on an exercise, which is sent by Polar's id."""
        return self.relation != "exercise" and self.sent[0].name == "polar_exercise_id"

    @property
    def day(self) -> str | None:
        """The day that a stored sample belongs to, where days are told as a whole."""
        if not issubclass(self.source, DaySamples):
            return None
        moment = "kept.local_time::date"
        if not issubclass(self.source, DatedSamples):
            return moment
        return f"coalesce(kept.date, {moment})" if self.source in _DATED_LATER else "kept.date"

    @property
    def device(self) -> str | None:
        """Where the device is known from, if not from the record itself."""
        if self.of_exercise:
            return "exercise.device_id"
        return "night.device_id" if self.relation in NIGHT_DEVICE else None

    @property
    def grave(self) -> dict[str, Any] | None:
        """Which tombstones it heeds."""
        relation = BURIED.get(self.relation)
        return None if relation is None else {"relation": relation, "key": KEYS[relation]}

    @property
    def together(self) -> tuple[list[str], list[str]]:
        """Names of the columns that move the others with them, and of those that are moved."""
        parts = TOGETHER.get(self.relation, ((), ()))
        movers, moved = ([c.name for c in self.values if c.name in part] for part in parts)
        return movers, moved

    @property
    def _named(self) -> tuple[Column, ...]:
        return (_EXERCISE_ID, *self.sent[1:]) if self.of_exercise else self.sent


_DATED_LATER = {StepSamples, ActivityZoneSamples, InactivityStampSamples}
"""Kinds that have rows from before their answers told the day."""

_EXERCISE_ID = Column("exercise_id", "text", "bigint")
_LOCAL_TIME = Column("local_time", "timestamp", "timestamp")


def upserts() -> dict[str, Callable[[], str]]:
    """Path of every upsert and of what imports ask before, and what makes its text."""
    kinds = {**dict.fromkeys(RECORDS, "records.j2"), **dict.fromkeys(SAMPLES, "samples.j2")}
    kept: dict[str, Callable[[], str]] = {
        f"sql/queries/write/kept/{relation}.sql": partial(upsert, kind, "kept.j2")
        for kind, relation in RECORDS.items()
        if relation not in COUNTED
    }
    fresh: dict[str, Callable[[], str]] = {
        f"sql/queries/write/fresh/{relation}.sql": partial(upsert, kind, "fresh.j2")
        for kind, relation in SAMPLES.items()
        if relation != "body_temperature_sample"  # Its clock comes from the nights around it.
    }
    return (
        kept
        | fresh
        | {f"sql/queries/write/{test}_delete.sql": partial(test_delete, test) for test in SpotTest}
        | {
            f"sql/queries/write/{_RELATIONS[kind]}.sql": partial(upsert, kind, template)
            for kind, template in kinds.items()
        }
    )


_RELATIONS = RECORDS | SAMPLES


def test_delete(test: SpotTest) -> str:
    """The end of one test, in psql's form."""
    (key,) = KEYS[test]
    template = TEMPLATES.get_template("test_delete.j2")
    return template.render(relation=test.value, title=test.said, key=key)


def upsert(kind: type[Any], template: str) -> str:
    """The upsert of one kind of record or block, in psql's form."""
    return _text(described(kind), template)


def described(kind: type[Any]) -> Upsert:
    """What the templates have to know of one kind."""
    return Upsert(_RELATIONS[kind], kind, tuple(_columns(kind)))


def _text(made: Upsert, template: str) -> str:
    return TEMPLATES.get_template(template).render(
        relation=made.relation,
        origin=f"{made.source.__module__}.{made.source.__name__}",
        title=made.relation.replace("_", " ") + "s" * made.relation.endswith("_sample"),
        sent=made.sent,
        columns=made.columns,
        key=made.key,
        values=made.values,
        whole=WHOLE.get(made.relation),
        day=made.day,
        span=SPANS.get(made.relation),
        device=made.device,
        grave=made.grave,
        measured_together=made.together[0],
        moved_together=made.together[1],
        partial=made.relation not in COMPLETE,
        remembered=made.relation in HISTORY,
        measured=bool(metrics_of(made.source)),
        counted=made.relation in COUNTED,
        of_exercise=made.of_exercise,
        dated=issubclass(made.source, DatedSamples),
    )


TEMPLATES = Environment(
    loader=FileSystemLoader(SQL / "templates"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    autoescape=False,  # noqa: S701 -- SQL is not HTML
)


def _columns(kind: type[Any]) -> Iterator[Column]:
    hints = get_type_hints(kind)
    for field in fields(kind):
        if field.name not in NO_COLUMNS:
            yield Column(field.name, *_types(field.name, hints[field.name]))


def _types(name: str, hint: Any) -> tuple[str, str]:  # noqa: ANN401 -- any annotation
    """How a field is sent and stored, by its type and, where that does not tell, its name."""
    plain = _without_none(hint)
    kind, parts = get_origin(plain) or plain, get_args(plain)
    if kind is np.ndarray:
        return _types_of_samples(name, get_args(parts[1])[0])
    if kind is list:
        return "jsonb", _STORED.get(name, f"{_TEXT[_without_none(parts[0])]}[]")
    sent = _moment(name) if kind is dt.datetime else _TEXT[kind]
    return sent, sent


def _without_none(hint: Any) -> Any:  # noqa: ANN401 -- any annotation
    return get_args(hint)[0] if isinstance(hint, UnionType) else hint


def _types_of_samples(name: str, element: type[Any]) -> tuple[str, str]:
    sent = "date" if name == "date" else _SENT[element]
    stored = _moment(name) if sent == "timestamp" else _WIDTH.get(sent, sent)
    return sent, _STORED.get(name, stored)


def _moment(name: str) -> str:
    return "timestamp" if "local" in name else "timestamptz"


_TEXT: dict[type[Any], str] = {
    str: "text",
    int: "integer",
    float: "double precision",
    bool: "boolean",
    dt.date: "date",
    dict: "jsonb",
}
"""Types of a record's fields; all are sent as texts, which the upsert casts."""

_SENT: dict[type[Any], str] = {
    np.datetime64: "timestamp",
    np.str_: "text",
    np.int64: "bigint",
    np.int8: "bigint",
    np.float64: "double precision",
}
"""Types of a block's columns, which are sent in binary form."""

_WIDTH = {"double precision": "real", "bigint": "integer"}
"""Samples are many: they are stored in half the width..."""

_STORED = {
    "amplitude_mv": "real[]",
    "bpm": "smallint",
    "heart_rate": "smallint",
    "interval_ms": "smallint",
    "satellites": "smallint",
    "fix": "smallint",
    "fold": "smallint",
    "latitude": "double precision",
    "longitude": "double precision",
}
"""...except where a column needs less or more."""
