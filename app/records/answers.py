"""What a record knows of the answer that it comes from."""

from typing import Annotated

Absent = Annotated[
    frozenset[str], "Fields that Polar's answer lacked: what is stored for them stays."
]
"""Type of the field `absent`, which is no column: everything else is written as it is."""
