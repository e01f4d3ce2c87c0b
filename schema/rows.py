"""Rows of one person: a record names nobody, and a global id must say whose the row is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from schema.ids import opaque

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Owned(Generic[R]):
    """A record and whose it is; it is read as the record is."""

    user_id: Annotated[str, "Whose it is."]
    record: Annotated[R, "The row."]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever the record has
        """A field or property of the record."""
        return getattr(self.record, name)


class Rows(list[R]):
    """Records of one person: the records themselves, so that none is wrapped for nothing."""

    __slots__ = ("user_id",)

    def __init__(self, user_id: str, records: Iterable[R]) -> None:
        super().__init__(records)
        self.user_id = user_id

    def owned(self) -> list[Owned[R] | None]:
        """Each record with whose it is; None stays what it is."""
        return [None if record is None else Owned(self.user_id, record) for record in self]

    def first(self) -> Owned[R] | None:
        """The first one with whose it is; None when there is none."""
        return Owned(self.user_id, self[0]) if self else None


@dataclass(frozen=True, slots=True)
class Identity:
    """Reads the global id of a row: its kind, whose it is, and where it stands."""

    kind: Annotated[str, "Name of the type."]
    key: Annotated[tuple[str, ...], "Fields that tell a person's rows apart."]

    def __call__(self, row: Owned[Any]) -> str:
        """The id of one row."""
        return self._id(row.user_id, row.record)

    def column(self, rows: Rows[Any]) -> list[str]:
        """The ids of all rows; none is wrapped for it."""
        return [self._id(rows.user_id, record) for record in rows]

    def _id(self, user_id: str, record: object) -> str:
        return opaque(self.kind, user_id, *[getattr(record, part) for part in self.key])
