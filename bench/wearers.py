"""People as they wear watches: what the honesty of the analysis is measured on.

A night is a slowly moving level (AR(1)) and noise of its own, in shares that differ between
people; weekdays have a rhythm, nights are missing in runs, one in a hundred is a glitch, and now
and then the watch is a new one. One person per row, the last column is today; the values are in
the person's own standard deviations, HRV and heart rate are made of them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

Floats = npt.NDArray[np.float64]

HRV, HRV_SPREAD = 60.0, 0.19
"""Milliseconds, and the spread of its logarithm from night to night: median of 71 wearers."""

GLITCH_MS, GLITCHES = 250.0, 0.01
NEW_DEVICE_MS, DEVICE_DAYS = 8.0, 30

GAP_BEGINS, GAP_ENDS = 0.04, 0.4
"""Chances a night: runs of 2.5 nights, a tenth of all."""


@dataclass(frozen=True, slots=True)
class Body:
    """How a person's nights hang together: memory of the level, share of noise, weekdays."""

    phi: float
    noise: float = 0.0
    weekday: float = 0.0
    gaps: bool = False

    def __str__(self) -> str:
        extras = (", weekdays" if self.weekday else "") + (", gaps" if self.gaps else "")
        return f"phi {self.phi}, noise {self.noise}{extras}"


QUIET = tuple(Body(phi, noise) for phi in (0.5, 0.7, 0.8, 0.9, 0.95) for noise in (0.0, 0.35, 0.7))
"""Nobody here changes: whoever finds something found chance."""

WORN = (Body(0.8, 0.5, weekday=0.5, gaps=True), Body(0.9, 0.5, weekday=0.5, gaps=True))
"""The same, as they are worn."""

TYPICAL = Body(0.8, 0.5, gaps=True)
"""The median wearer of those that were measured."""


def ar1(random: np.random.Generator, phi: float, shape: tuple[int, int]) -> Floats:
    """Stationary AR(1) series with standard deviation 1."""
    shocks = random.standard_normal(shape) * np.sqrt(1 - phi**2)
    shocks[:, 0] /= np.sqrt(1 - phi**2)
    result: Floats = lfilter([1.0], [1.0, -phi], shocks, axis=1)
    return result


def nights(random: np.random.Generator, body: Body, shape: tuple[int, int]) -> Floats:
    """Nights with mean 0 and standard deviation 1 (without the weekdays); NaN where not worn."""
    lasting, own = ar1(random, body.phi, shape), random.standard_normal(shape)
    found = np.sqrt(1 - body.noise) * lasting + np.sqrt(body.noise) * own
    found += body.weekday * random.standard_normal((shape[0], 7))[:, np.arange(shape[1]) % 7]
    return np.where(worn(random, shape), found, np.nan) if body.gaps else found


def worn(random: np.random.Generator, shape: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """Nights with the watch on: a chain that leaves and comes back."""
    found, now = np.empty(shape, bool), np.ones(shape[0], bool)
    for place, chance in enumerate(random.random(shape[::-1])):
        now = np.where(now, chance >= GAP_BEGINS, chance < GAP_ENDS)
        found[:, place] = now
    return found


def hrv(nights_of: Floats) -> Floats:
    """Milliseconds of HRV out of standard deviations of its logarithm."""
    result: Floats = HRV * np.exp(HRV_SPREAD * nights_of)
    return result


def with_glitches(random: np.random.Generator, values: Floats) -> Floats:
    """One night in a hundred says 250 ms, as a loose strap does."""
    struck = (random.random(values.shape) < GLITCHES) & np.isfinite(values)
    return np.where(struck, GLITCH_MS, values)


def with_new_device(values: Floats) -> Floats:
    """A watch that reads 8 ms more, for a month."""
    found = values.copy()
    found[:, -DEVICE_DAYS:] += NEW_DEVICE_MS
    return found
