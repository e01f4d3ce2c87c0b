"""How honest the findings are, measured on simulated nights with known truth.

`python -m bench.honesty` prints the table of the README (about 4 minutes of one core);
`--quick` takes a tenth of the repetitions. All numbers are shares of simulated people.
"""

import argparse
import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.signal import lfilter

from app.analysis.chance import spearman
from app.analysis.change_point import change_point
from app.analysis.cross_correlation import pairs_of
from app.analysis.family import q_values
from app.analysis.forecast import (
    AHEAD,
    SKILL,
    Z80,
    backtest,
    fitted,
    standard,
)
from app.analysis.history import History
from app.analysis.illness import illness_signal
from app.analysis.slow_trend import mann_kendall
from app.analysis.trend import trend
from app.analysis.weekday import weekday_test
from app.metrics import Metric

Floats = npt.NDArray[np.float64]
PHIS, LENGTHS = (0.0, 0.3, 0.6, 0.85), (60, 90)
SEED, NOMINAL = 20260113, 0.05
TODAY = dt.date(2026, 1, 13)
ENOUGH = 60
"""Fewer people say nothing about a coverage."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what was measured, where, and within what it has to lie."""

    what: str
    where: str
    share: float
    low: float = -np.inf
    high: float = np.inf
    people: int = 0

    @property
    def holds(self) -> bool:
        """Whether the share lies where it must."""
        return self.low <= self.share <= self.high


def ar1(random: np.random.Generator, phi: float, shape: tuple[int, int]) -> Floats:
    """Stationary AR(1) series with standard deviation 1, one person per row."""
    shocks = random.standard_normal(shape) * np.sqrt(1 - phi**2)
    shocks[:, 0] /= np.sqrt(1 - phi**2)
    result: Floats = lfilter([1.0], [1.0, -phi], shocks, axis=1)
    return result


def history(columns: dict[Metric, Floats]) -> History:
    """Person whose metrics end today."""
    length = max(len(values) for values in columns.values())
    frame = pd.DataFrame(
        {metric.key: columns.get(metric, np.full(length, np.nan)) for metric in Metric}
    )
    return History(TODAY, frame)


# Claims that must be rare when nothing is there.


def _p_trend(y: Floats) -> float:
    found = trend(history({Metric.HRV_RMSSD: 60 + 8 * y}), Metric.HRV_RMSSD, "hrv_trend")
    return float(found.details["p_value"])


def _p_slow(y: Floats) -> float:
    found = mann_kendall(np.arange(len(y)), y)
    assert found is not None
    return float(found["p_value"])


def _p_weekday(y: Floats) -> float:
    day = np.arange(len(y))
    found = weekday_test(day, day % 7, y)
    assert found is not None
    return found.p_value


def _p_change(y: Floats) -> float:
    found = change_point(np.arange(len(y)), y)
    assert found is not None
    return found.p_value


SINGLE: dict[str, Callable[[Floats], float]] = {
    "trend of 7 days": _p_trend,
    "slow trend": _p_slow,
    "weekday": _p_weekday,
    "change point": _p_change,
}


def false_positives(random: np.random.Generator, people: int) -> list[Line]:
    """Every significance claim on unrelated series: 2 to 7 % at nominal 5 %."""
    lines = []
    for phi in PHIS:
        for length in LENGTHS:
            where = f"phi {phi}, {length} days"
            x, y = ar1(random, phi, (people, length)), ar1(random, phi, (people, length))
            share = float((spearman(x, y).p_value < NOMINAL).mean())
            lines.append(Line("false: correlation", where, share, 0.02, 0.07, people))
            for what, p_value in SINGLE.items():
                share = float(np.mean([p_value(row) < NOMINAL for row in y]))
                lines.append(Line(f"false: {what}", where, share, 0.02, 0.07, people))
    return lines


def false_with_gaps(random: np.random.Generator, people: int) -> list[Line]:
    """The same with a fifth of the days missing at random."""
    lines = []
    for phi in PHIS:
        x, y = (ar1(random, phi, (people, 90)) for _ in range(2))
        y[random.random(y.shape) < 0.2] = np.nan
        where = f"phi {phi}, 90 days, 20 % missing"
        share = float((spearman(x, y).p_value < NOMINAL).mean())
        lines.append(Line("false: correlation", where, share, 0.02, 0.07, people))
        for what, test in {"slow trend": mann_kendall, "change point": change_point}.items():
            share = float(np.mean([_p_of(test, row) < NOMINAL for row in y]))
            lines.append(Line(f"false: {what}", where, share, 0.02, 0.07, people))
    return lines


def _p_of(test: Callable[..., object], row: Floats) -> float:
    day = np.flatnonzero(np.isfinite(row))
    found = test(day, row[day])
    return float(found["p_value"] if isinstance(found, dict) else found.p_value)  # type: ignore[attr-defined]


def false_families(random: np.random.Generator, people: int) -> list[Line]:
    """People with any finding at q < 0.05 among all unrelated metrics and lags: at most 7 %."""
    lines = []
    metrics = list(Metric)
    pairs = pairs_of(metrics)
    place = {metric: number for number, metric in enumerate(metrics)}
    first = [place[pair.first] for pair in pairs]
    second = [place[pair.second] for pair in pairs]
    lag = np.array([pair.lag for pair in pairs])
    for phi in PHIS:
        hits = 0
        for _ in range(people):
            table = ar1(random, phi, (len(metrics), 93))
            x = np.stack(
                [table[f, 3 - back : 93 - back] for f, back in zip(first, lag, strict=True)]
            )
            hits += bool((q_values(spearman(x, table[second, 3:]).p_value) < NOMINAL).any())
        where = f"phi {phi}, {len(pairs)} tests"
        lines.append(Line("false: any of the family", where, hits / people, 0.0, 0.07, people))
    return lines


# Claims that must be found when something is there.


def power(random: np.random.Generator, people: int) -> list[Line]:
    """Planted effects that are found at p < 0.05, and HRV that fell by 15 % for 7 days."""
    lines = []
    for phi in (0.0, 0.3, 0.6):
        where = f"phi {phi}, 90 days"
        shared, own = ar1(random, phi, (people, 90)), ar1(random, phi, (people, 90))
        y = 0.5 * shared + np.sqrt(0.75) * own
        share = float((spearman(shared, y).p_value < NOMINAL).mean())
        lines.append(Line("power: correlation 0.5", where, share, people=people))
        for spread in (0.08, 0.15):
            hrv = 1 + spread * ar1(random, phi, (people, 90))
            hrv[:, -7:] *= 0.85
            share = float(np.mean([_p_trend((60 * row - 60) / 8) < NOMINAL for row in hrv]))
            what = f"power: HRV -15 %, day to day {100 * spread:.0f} %"
            lines.append(Line(what, where, share, people=people))
        step = ar1(random, phi, (people, 90))
        step[:, 45:] += 1.5
        share = float(np.mean([_p_change(row) < NOMINAL for row in step]))
        lines.append(Line("power: change point 1.5 SD", where, share, people=people))
    return lines


# Forecasts.


def forecasts(random: np.random.Generator, people: int) -> list[Line]:
    """Coverage of the 80 % intervals, and what those that are told are worth on new days."""
    lines = []
    for phi in PHIS:
        for length in LENGTHS:
            y = ar1(random, phi, (people, length + AHEAD))
            found = [_forecast(row, length) for row in y]
            told = [each for each in found if each.told]
            where = f"phi {phi}, {length} days"
            cover = float(np.mean([each.inside for each in found]))
            lines.append(Line("coverage: all", where, cover, 0.75, 0.85, people))
            lines.append(Line("forecasts told", where, len(told) / people, people=people))
            if len(told) >= ENOUGH:
                cover = float(np.mean([each.inside for each in told]))
                lines.append(Line("coverage: told", where, cover, 0.75, 0.85, len(told)))
                gain = 1 - sum(e.error for e in told) / sum(e.usual for e in told)
                lines.append(Line("skill of the told on new days", where, gain, people=len(told)))
    return lines


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one person's forecast did in the 7 days that came."""

    told: bool
    inside: float
    error: float
    usual: float


def _forecast(row: Floats, length: int) -> Outcome:
    past, coming = row[:length], (row[length:] - row[:length].mean()) / row[:length].std()
    y = standard(past)
    _, result = fitted(y, weekly=False)
    skill = backtest(y, result).skill
    ahead = result.get_forecast(AHEAD)
    error = np.abs(coming - ahead.predicted_mean)
    usual = np.abs(coming - y[-28:].mean())
    inside = error <= Z80 * np.sqrt(ahead.var_pred_mean)
    told = skill is not None and skill >= SKILL
    return Outcome(told, float(inside.mean()), float(error.mean()), float(usual.mean()))


# Illness.


def illness(random: np.random.Generator, people: int) -> list[Line]:
    """Alarm nights and alarms a month in health, and illnesses seen by their second day."""
    lines = []
    for spread in (1.5, 2.5):
        for phi in (0.3, 0.6):
            where = f"night to night {spread} bpm, phi {phi}"
            heart = 55 + spread * ar1(random, phi, (people, 60))
            alarms = [_alarms(row) for row in heart]
            starts = float(np.mean([_starts(each) for each in alarms]))
            lines.append(Line("illness: alarms a healthy month", where, starts, people=people))
            for height in (5.0, 8.0):
                ill = heart.copy()
                ill[:, -2:] += height
                seen = float(np.mean([_alarm_today(row) for row in ill]))
                what = f"illness: +{height:.0f} bpm seen on day 2"
                lines.append(Line(what, where, seen, people=people))
    return lines


def _alarms(row: Floats) -> list[bool]:
    return [_alarm_today(row[:end]) for end in range(31, 61)]


def _alarm_today(row: Floats) -> bool:
    return bool(illness_signal(history({Metric.RESTING_HR: row})).details.get("alarm"))


def _starts(alarms: list[bool]) -> int:
    return sum(now and not before for before, now in zip([False, *alarms], alarms, strict=False))


# The table.

PARTS: tuple[tuple[Callable[[np.random.Generator, int], list[Line]], int], ...] = (
    (false_positives, 2000),
    (false_with_gaps, 1000),
    (false_families, 250),
    (power, 1000),
    (forecasts, 600),
    (illness, 300),
)
"""Each part with the number of people it takes."""


def table(factor: float = 1.0) -> list[Line]:
    """All lines, with a share of the people."""
    return [
        line
        for number, (part, people) in enumerate(PARTS)
        for line in part(np.random.default_rng((SEED, number)), max(20, int(people * factor)))
    ]


def main() -> int:
    """Print the table; fail when a line does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the people")
    lines = table(0.1 if parser.parse_args().quick else 1.0)
    print(f"{'what':42}{'where':36}{'share':>8}  must lie in     people")
    for line in lines:
        bounds = f"{line.low:.2f} to {line.high:.2f}" if line.high < np.inf else ""
        mark = "" if line.holds else "  <-- outside"
        print(f"{line.what:42}{line.where:36}{line.share:8.3f}  {bounds:14}{line.people:8}{mark}")
    return sum(not line.holds for line in lines)


if __name__ == "__main__":
    sys.exit(min(1, main()))
