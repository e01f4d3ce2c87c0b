"""What a record knows of the answer that it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

Absent = Annotated[
    frozenset[str], "Fields that Polar's answer lacked: what is stored for them stays."
]
"""Type of the field `absent`, which is no column: everything else is written as it is."""


@dataclass(frozen=True, slots=True)
class Told:
    """Parents of which an answer told that they have no rows of a kind: `[]` or null in its place.

    Each parent by the values that name it.
    """

    kind: type[Any]
    parents: Sequence[tuple[Any, ...]]
