"""Series of samples in columns: thousands of objects are slow everywhere."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Annotated, Any, Self

import numpy as np
import numpy.typing as npt

from app.reads.desk import Question, question
from app.store.arrays import listed
from app.store.pool import Pool
from app.store.read import fetch_each

__all__ = ["Columns", "DaySeries", "Moments", "Series", "day_series", "listed", "peaks", "taken"]

Places = npt.NDArray[np.intp]
"""Where in a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Columns of equal length as the database sent them: numpy's, or lists where there are gaps."""

    def listed(self) -> Self:
        """The same in plain lists, with None where there is nothing."""
        columns = ((field.name, getattr(self, field.name)) for field in fields(self))
        return type(self)(**{name: listed(column) for name, column in columns})


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments(Columns):
    """Moments, and nothing else."""

    local_time: Annotated[list[dt.datetime], "Moments on the wearer's clock."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series(Moments):
    """One quantity over time, columns of equal length."""

    values: Annotated[list[Any], "The values; None where there was no signal."]

    def thinned(self, most: int | None) -> Self:
        """At most so many moments, chosen so that peaks stay; None: all of them."""
        if most is None or len(self.values) <= most:
            return self
        places = peaks(self.values, most)
        return replace(
            self, local_time=taken(self.local_time, places), values=taken(self.values, places)
        )


def peaks(values: Sequence[float | None], most: int) -> Places:
    """Places of the lowest and the highest value of each stretch, in order; at most `most`.

    A stretch without any value keeps one gap.
    """
    numbers = np.asarray(values, np.float64)
    stretches = min(most // 2, len(numbers))
    stretch = np.arange(len(numbers)) * stretches // len(numbers)
    starts = np.searchsorted(stretch, np.arange(stretches))
    lowest, highest = (np.lexsort((one, stretch))[starts] for one in (numbers, -numbers))
    return np.unique(np.concatenate((lowest, highest)))


def taken(column: list[Any], places: Places) -> list[Any]:
    """What stands at these places of a column, which may be numpy's."""
    if isinstance(column, np.ndarray):
        found: list[Any] = column[places]
        return found
    return [column[place] for place in places]


DaySeries = Question[str, [dt.date], Series]
"""A series of one day, for one person or for several."""


def day_series(name: str, meaning: str) -> DaySeries:
    """Columns of `sql/queries/read/{name}.sql`; `meaning` says what they are."""

    async def series(pool: Pool, user_ids: Sequence[str], date: dt.date) -> dict[str, Series]:
        asked = {"user_ids": list(user_ids), "date": date}
        found = await fetch_each(pool, Series, name, asked, binary=True)
        none = Series(local_time=[], values=[])
        return {user_id: found.get(user_id, none) for user_id in user_ids}

    series.__doc__ = meaning
    return question(series)
