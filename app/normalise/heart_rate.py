"""Continuous heart rate: samples, and the day in four numbers."""

import datetime as dt
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.normalise.clock import folds, last_of_each, outdone
from app.normalise.rivals import distinct, grouped
from app.normalise.values import Harvest, days, joined
from app.records.heart_rate import HeartRateDay, HeartRateSamples
from app.upstream.wire.heart_rate import HeartRateDay as WireDay


@dataclass(frozen=True, slots=True)
class United:
    """A day's samples out of all its rows; `others`: rows with signals that found no place."""

    samples: HeartRateSamples
    note: str
    others: list[WireDay]


def heart_rates(rows: list[WireDay]) -> Harvest:
    """Samples of days, and each day's lowest, mean and highest; rows of one day are united."""
    told = [row for row in rows if "heart_rate_samples" in row.model_fields_set]
    united = {date: _united(date, g) for date, g in grouped(told, lambda row: row.date).items()}
    blocks = {date: day.samples for date, day in united.items()}
    return Harvest(
        [[_day(*each) for each in blocks.items()], _together(blocks)],
        [day.note for day in united.values() if day.note],
        [row for day in united.values() for row in day.others],
    )


def _united(date: dt.date, rows: list[WireDay]) -> United:
    """The samples of all rows of a day; of one moment, a signal counts, then the longer row."""
    rows = distinct(rows)
    told = [(row, row.heart_rate_samples) for row in rows if row.heart_rate_samples is not None]
    told.sort(key=lambda each: (len(each[1]), repr(each[1])))
    sent = [columns for _, columns in told]
    second = joined([columns.second_of_day for columns in sent], "i4")
    fold = joined([folds(columns.second_of_day) for columns in sent], "i1")
    bpm = joined([columns.bpm for columns in sent], "i2").astype(np.float64)
    signal_last = np.argsort(bpm > 0, kind="stable")
    order = signal_last[last_of_each(second[signal_last], fold[signal_last])]
    lost = np.flatnonzero(outdone(second, fold, bpm, order) & (bpm > 0))
    others = np.unique(np.repeat(np.arange(len(sent)), [len(c) for c in sent])[lost])
    return United(
        _block(date, second[order], fold[order], bpm[order]),
        _note(date, len(rows), len(lost)),
        [told[place][0] for place in others],
    )


def _note(date: dt.date, rows: int, lost: int) -> str:
    """What was done, in words; "" where there was nothing to do."""
    done = [f"{rows} rows in one answer, united"] if rows > 1 else []
    if lost:
        done.append(f"{lost} samples left out in whose second there is another one")
    return f"heart rate {date}: {', '.join(done)}" if done else ""


def _block(
    date: dt.date,
    second: npt.NDArray[np.int32],
    fold: npt.NDArray[np.int8],
    bpm: npt.NDArray[np.float64],
) -> HeartRateSamples:
    return HeartRateSamples(
        local_time=np.datetime64(date, "s") + second.astype("timedelta64[s]"),
        fold=fold,
        told=days([date]),
        bpm=np.where(bpm > 0, bpm, np.nan),
        minute_weight=minute_weights(second // 60 * 2 + fold, bpm > 0),
    )


def minute_weights(
    minute: npt.NDArray[np.int32], signal: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """1 / (samples with a signal in the same minute), 0 without a signal.

    Two samples of minute 0 share its weight, the one without a signal in minute 1 has none:

    >>> minute_weights(np.array([0, 0, 1, 1]), np.array([True, True, True, False])).tolist()
    [0.5, 0.5, 1.0, 0.0]
    """
    counts = np.bincount(minute[signal], minlength=int(minute.max(initial=0)) + 1)[minute]
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


def _together(blocks: dict[dt.date, HeartRateSamples]) -> HeartRateSamples:
    return HeartRateSamples(
        local_time=joined([block.local_time for block in blocks.values()], "datetime64[s]"),
        fold=joined([block.fold for block in blocks.values()], "i1"),
        told=days(blocks),
        bpm=joined([block.bpm for block in blocks.values()], "f8"),
        minute_weight=joined([block.minute_weight for block in blocks.values()], "f8"),
    )
