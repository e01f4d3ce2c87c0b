"""Continuous heart rate: samples, and the day in four numbers."""

import datetime as dt

import numpy as np
import numpy.typing as npt

from app.normalise.values import Harvest, joined, last_of_each, newest
from app.records.heart_rate import HeartRateDay, HeartRateSamples
from app.upstream.wire.columns import HeartRateColumns
from app.upstream.wire.heart_rate import HeartRateDay as WireDay


def heart_rates(rows: list[WireDay]) -> Harvest:
    """Samples of days, and each day's lowest, mean and highest."""
    blocks = [
        (row.date, _block(row.date, row.heart_rate_samples))
        for row in newest(rows, lambda row: row.date)
        if row.heart_rate_samples is not None and len(row.heart_rate_samples)
    ]
    return [[_day(date, block) for date, block in blocks], _together([b for _, b in blocks])]


def _block(date: dt.date, sent: HeartRateColumns) -> HeartRateSamples:
    order = last_of_each(sent.second_of_day)
    second, bpm = sent.second_of_day[order], sent.bpm[order].astype(np.float64)
    return HeartRateSamples(
        local_time=np.datetime64(date, "s") + second.astype("timedelta64[s]"),
        bpm=np.where(bpm > 0, bpm, np.nan),
        minute_weight=_minute_weights(second, bpm > 0),
    )


def _minute_weights(
    second: npt.NDArray[np.int32], signal: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """1 / (samples with a signal in the same minute), 0 without a signal."""
    minute = second // 60
    counts = np.bincount(minute[signal], minlength=24 * 60 + 1)[minute]
    return np.where(signal, 1 / np.maximum(counts, 1), 0.0)


def _day(date: dt.date, samples: HeartRateSamples) -> HeartRateDay:
    signal = ~np.isnan(samples.bpm)
    if not signal.any():
        return HeartRateDay(date=date)
    bpm, weight = samples.bpm[signal], samples.minute_weight[signal]
    return HeartRateDay(
        date=date,
        hr_min=float(bpm.min()),
        hr_mean=float(np.average(bpm, weights=weight)),
        hr_max=float(bpm.max()),
        sample_count=int(signal.sum()),
    )


def _together(blocks: list[HeartRateSamples]) -> HeartRateSamples:
    return HeartRateSamples(
        local_time=joined([block.local_time for block in blocks], "datetime64[s]"),
        bpm=joined([block.bpm for block in blocks], "f8"),
        minute_weight=joined([block.minute_weight for block in blocks], "f8"),
    )
