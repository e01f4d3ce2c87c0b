"""Exponentially weighted means of daily values: how load adds up, for a pattern and for a chart."""

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

ACUTE, CHRONIC = 7, 42
"""Time constants in days: what the last week asked, and what the body is used to."""

SEED = 7
"""The means start at the mean of so many first values."""


def smooth(values: Floats, time_constant: float) -> Floats:
    """Exponentially weighted mean after each day, from the mean of the first 7 values on.

    A day without a value changes nothing. At least one value is needed.
    """
    keep = math.exp(-1 / time_constant)
    level, means = float(values[np.isfinite(values)][:SEED].mean()), []
    for value in values.tolist():
        level = level if math.isnan(value) else keep * level + (1 - keep) * value
        means.append(level)
    return np.array(means)
