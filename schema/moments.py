"""Moments of a column as offsets from the first one: a third of the bytes of timestamps."""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from schema.publish import Leaf, Made, plain_field
from schema.scalars import LocalDateTime

Moments = Sequence[dt.datetime]
"""A list of moments, or numpy's column of them."""

SECOND = np.timedelta64(1, "s")


def start_of(moments: Moments) -> dt.datetime | None:
    """The first moment; None when there is none."""
    if not len(moments):
        return None
    first: dt.datetime = moments[0].item() if isinstance(moments, np.ndarray) else moments[0]
    return first


def offsets_of(moments: Moments) -> Sequence[float]:
    """Seconds from the first moment to each."""
    if isinstance(moments, np.ndarray):
        return (moments - moments[:1]) / SECOND
    return [(moment - moments[0]).total_seconds() for moment in moments]


def with_offsets(moments: Leaf) -> dict[str, Made]:
    """Fields that say what `timestamps` says in fewer bytes."""
    return {
        "start": plain_field(
            lambda row: start_of(moments(row)),
            "The first of `timestamps`; null when there is none.",
            LocalDateTime | None,
        ),
        "offsetsSeconds": plain_field(
            lambda row: offsets_of(moments(row)),
            "`timestamps` as seconds since `start`: the same in a third of the bytes.",
            list[float],
        ),
    }
