"""Parts of sample blocks: some of their rows, some of their days."""

from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from app.records.samples import DaySamples

R = TypeVar("R")
D = TypeVar("D", bound=DaySamples)


def masked(block: R, mask: npt.NDArray[np.bool_]) -> R:
    """The rows of a block that are marked."""
    names = [f.name for f in fields(block) if f.name != "told"]  # type: ignore[arg-type]
    return replace(block, **{name: getattr(block, name)[mask] for name in names})  # type: ignore[type-var]


def without_days(block: D, days: npt.NDArray[Any]) -> D:
    """A block that does not speak of these days."""
    told = block.told[~np.isin(block.told, days)]
    return replace(masked(block, ~np.isin(block.days, days)), told=told)


def only_days(block: D, days: npt.NDArray[Any]) -> D:
    """A block that speaks of these days alone."""
    told = block.told[np.isin(block.told, days)]
    return replace(masked(block, np.isin(block.days, days)), told=told)
