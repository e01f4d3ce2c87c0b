"""Pulse intervals of nights: RMSSD and SDNN of 5-minute pieces, and the intervals where asked for.

The archive says nothing of how good an interval is; those that no heart makes at rest are left out.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from app.archive.said import Said
from app.normalise.archive.context import Context
from app.normalise.archive.nights import night_at
from app.normalise.values import Harvest, joined
from app.records.recharge import PpiSamples, PulseIntervalSamples

SHORTEST_MS, LONGEST_MS = 300, 2000
PIECE = np.timedelta64(5, "m")
NOTHING = np.array([], "datetime64[D]")
"""A night may go on in the next file: no night is told as a whole."""
FEWEST = 2
"""Beats without which there is no variability."""

Times = npt.NDArray[np.datetime64]
Reals = npt.NDArray[np.float64]
Beats = tuple[dt.date, Times, Reals]


def pulse_intervals(items: Iterable[Said], context: Context) -> Harvest:
    """Pieces of the nights that are known; a device that told more of a night counts."""
    told: dict[tuple[dt.date, str], list[Beats]] = {}
    for item in items:
        for device in item.each("devicePpiSamplesList"):
            for beats in _by_night(device, context):
                told.setdefault((beats[0], device.text("deviceId") or ""), []).append(beats)
    found = _fullest(told)
    kept = [_intervals(found)] if context.ppi else []
    return Harvest([_pieces([piece for beats in found for piece in _cut(beats)]), *kept])


def _fullest(told: dict[tuple[dt.date, str], list[Beats]]) -> list[Beats]:
    """Each night as the device has it that told most of it."""
    nights: dict[dt.date, Beats] = {}
    for (night, _), parts in told.items():
        moments = joined([times for _, times, _ in parts], "datetime64[ms]")
        values = joined([values for *_, values in parts], "f8")
        if night not in nights or len(nights[night][1]) < len(moments):
            nights[night] = night, moments, values
    return [*nights.values()]


def _by_night(device: Said, context: Context) -> Iterator[Beats]:
    """The good intervals of each night that one device measured."""
    moments, values = _read(device.values.get("ppiSamples"))
    hours = moments.astype("datetime64[h]")
    for hour in np.unique(hours):
        inside = hours == hour
        night = night_at(hour.astype(dt.datetime) + dt.timedelta(minutes=30), context.spans)
        if night is not None:
            yield night, moments[inside], values[inside]


def _read(samples: object) -> tuple[Times, Reals]:
    pairs = [
        (str(sample["sampleDateTime"])[:23], float(sample["pulseLength"]))
        for sample in (samples if isinstance(samples, list) else ())
        if isinstance(sample, dict)
        and isinstance(sample.get("sampleDateTime"), str)
        and isinstance(sample.get("pulseLength"), int | float)
    ]
    try:
        moments = np.array([moment for moment, _ in pairs], "datetime64[ms]")
    except ValueError:
        return np.array([], "datetime64[ms]"), np.array([], "f8")
    values = np.array([value for _, value in pairs], "f8")
    good = (values >= SHORTEST_MS) & (values <= LONGEST_MS)
    return moments[good], values[good]


Piece = tuple[dt.date, np.datetime64, float, float, int]


def _cut(beats: Beats) -> Iterator[Piece]:
    night, moments, values = beats
    pieces = moments.astype("datetime64[m]").astype("i8") // 5 * 5
    for piece in np.unique(pieces):
        inside = pieces == piece
        found = values[inside]
        if len(found) >= FEWEST:
            follows = np.diff(moments[inside]).astype("i8") < LONGEST_MS + SHORTEST_MS
            steps = np.diff(found)[follows]
            rmssd = float(np.sqrt(np.mean(steps**2))) if len(steps) else np.nan
            start = np.datetime64(int(piece), "m")
            yield night, start, rmssd, float(np.std(found, ddof=1)), len(found)


def _pieces(pieces: list[Piece]) -> PpiSamples:
    once = {(night, start): piece for piece in pieces for night, start in [piece[:2]]}
    columns: list[Any] = [list(column) for column in zip(*once.values(), strict=True)] or [[]] * 5
    night, start, rmssd, sdnn, count = columns
    return PpiSamples(
        local_time=np.array(start, "datetime64[s]"),
        told=NOTHING,
        date=np.array(night, "datetime64[D]"),
        rmssd_ms=np.array(rmssd, "f8"),
        sdnn_ms=np.array(sdnn, "f8"),
        beats=np.array(count, "i8"),
    )


def _intervals(found: list[Beats]) -> PulseIntervalSamples:
    moments = joined([times for _, times, _ in found], "datetime64[ms]")
    nights = joined([np.full(len(t), d, "datetime64[D]") for d, t, _ in found], "datetime64[D]")
    values = joined([values for *_, values in found], "f8")
    times, place = np.unique(moments, return_index=True)
    return PulseIntervalSamples(
        local_time=times,
        told=NOTHING,
        date=nights[place],
        interval_ms=np.round(values[place]).astype("i8"),
    )
