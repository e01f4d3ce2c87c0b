"""Continuous heart rate: samples and the day in four numbers."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import numpy.typing as npt

from app.records.samples import DaySamples


@dataclass(frozen=True, slots=True, kw_only=True)
class HeartRateDay:
    """A day's heart rate on the wearer's clock; all values NULL when no sample has a signal."""

    date: Annotated[dt.date, "The wearer's day."]
    hr_min: Annotated[float | None, "Lowest sample, bpm."] = None
    hr_mean: Annotated[
        float | None, "Mean over minutes, each minute's mean first, bpm: bursts do not outweigh."
    ] = None
    hr_max: Annotated[float | None, "Highest sample, bpm."] = None
    sample_count: Annotated[int, "Samples with a signal."] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeartRateSamples(DaySamples):
    """Samples in columns of equal length.

    `bpm` is NaN where the watch had no signal. `minute_weight` is 1 / (samples with a signal in
    the same minute), 0 without signal: a mean weighted with it is the mean over minutes.
    """

    bpm: npt.NDArray[np.float64]
    minute_weight: npt.NDArray[np.float64]
