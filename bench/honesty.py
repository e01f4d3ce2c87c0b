"""How honest the findings are, measured on simulated nights with known truth.

`python -m bench.honesty` prints the table of the README (some minutes of one core); `--quick`
takes a tenth of the people. All numbers are shares of simulated people, with the interval (Wilson
1927, 95 %) that their number leaves open.
"""

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from app.analysis.baseline import baseline
from app.analysis.chance import regressions, spearman
from app.analysis.change_point import changes
from app.analysis.cross_correlation import pairs_of
from app.analysis.family import q_values
from app.analysis.forecast import (
    AHEAD,
    Z80,
    backtest,
    coming,
    fitted,
    standard,
)
from app.analysis.glitch import steady
from app.analysis.history import OF_THE_BODY, History
from app.analysis.illness import Nights, alarms, nights_of
from app.analysis.insights import SURE, insights
from app.analysis.overtraining import overtraining_risk
from app.analysis.patterns import finder
from app.analysis.readiness import readiness
from app.analysis.slow_trend import judged, lines
from app.analysis.weekday import design_of
from app.metrics import Metric
from app.patterns import PatternName
from app.records.findings import Category, Observation, Priority
from bench.wearers import GLITCH_MS, QUIET, TYPICAL, WORN, Body, ar1, hrv, nights

Floats = npt.NDArray[np.float64]
PHIS, LENGTHS = (0.0, 0.3, 0.6, 0.85), (60, 90)
SEED, NOMINAL = 20260113, 0.05
TODAY = dt.date(2026, 1, 13)
ENOUGH = 60
"""Fewer people say nothing about a coverage."""

TOGETHER = 100
"""People whose series are worked on at once: more do not fit the processor's memory."""

KNOWN_PHI = 0.9
"""Up to here a half year knows its own memory."""


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
        """Whether the share may lie where it must: its interval touches the bounds."""
        if not 0 <= self.share <= 1 or not self.people:
            return self.low <= self.share <= self.high
        low, high = self.interval
        return self.low <= high and low <= self.high

    @property
    def interval(self) -> tuple[float, float]:
        """What the number of people leaves open: Wilson's 95 %; of a share between 0 and 1."""
        n, p, z = self.people, self.share, 1.96
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        reach = z * np.sqrt(max(p * (1 - p), 0) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return middle - reach, middle + reach


def history(columns: dict[Metric, Floats]) -> History:
    """Person whose metrics end today."""
    length = max(len(values) for values in columns.values())
    frame = pd.DataFrame(
        {metric.key: columns.get(metric, np.full(length, np.nan)) for metric in Metric}
    )
    return History(TODAY, frame)


# Claims that must be rare when nothing is there: p-values of many people at once.


def _p_trend(y: Floats) -> Floats:
    """Of people who wore the watch on 3 of the last 7 days."""
    y = y[np.isfinite(y[:, -7:]).sum(axis=1) > 2]
    length = min(90, y.shape[1])
    back = np.arange(length)[::-1]
    columns = [np.ones(length), *([back < 30] if length > 30 else []), back < 7]
    return regressions(y[:, -length:], np.column_stack(columns).astype(float)).p_value


def _p_slow(y: Floats) -> Floats:
    fits, days = lines(y), [np.flatnonzero(np.isfinite(row)) for row in y]
    found = [
        judged(day, row[day], fits.of(n)) for n, (day, row) in enumerate(zip(days, y, strict=True))
    ]
    return np.array([each["p_value"] for each in found])


def _p_weekday(y: Floats) -> Floats:
    return regressions(y, design_of(np.arange(y.shape[1]) % 7), tested=6).p_value


def _p_change(y: Floats) -> Floats:
    return np.array([each.p_value for each in changes(y)])


SINGLE: dict[str, Callable[[Floats], Floats]] = {
    "trend of 7 days": _p_trend,
    "slow trend": _p_slow,
    "weekday": _p_weekday,
    "change point": _p_change,
}


def found(p_values: Callable[[Floats], Floats], y: Floats) -> float:
    """Share of people in whom something is found at nominal 5 %."""
    parts = np.array_split(y, max(1, len(y) // TOGETHER))
    return float((np.concatenate([p_values(part) for part in parts]) < NOMINAL).mean())


def false_positives(random: np.random.Generator, people: int) -> list[Line]:
    """Every significance claim on unrelated AR(1) series: at most 7 % at nominal 5 %."""
    told = []
    for phi in PHIS:
        for length in LENGTHS:
            where = f"phi {phi}, {length} days"
            x, y = ar1(random, phi, (people, length)), ar1(random, phi, (people, length))
            share = float((spearman(x, y).p_value < NOMINAL).mean())
            told.append(Line("false: correlation", where, share, 0.02, 0.07, people))
            for what, p_values in SINGLE.items():
                share = found(p_values, y)
                told.append(Line(f"false: {what}", where, share, 0.0, 0.07, people))
    return told


def false_with_gaps(random: np.random.Generator, people: int) -> list[Line]:
    """The same with a fifth of the days missing at random."""
    told = []
    for phi in PHIS:
        x, y = (ar1(random, phi, (people, 90)) for _ in range(2))
        y[random.random(y.shape) < 0.2] = np.nan
        where = f"phi {phi}, 90 days, 20 % missing"
        share = float((spearman(x, y).p_value < NOMINAL).mean())
        told.append(Line("false: correlation", where, share, 0.02, 0.07, people))
        told += [
            Line(f"false: {what}", where, found(SINGLE[what], y), 0.0, 0.07, people)
            for what in ("slow trend", "change point")
        ]
    return told


def false_on_wearers(random: np.random.Generator, people: int) -> list[Line]:
    """The same on quiet wearers: 3 to 7 % on average, at most 9 % where phi is up to 0.9."""
    tests = {what: test for what, test in SINGLE.items() if what != "weekday"}
    told: list[Line] = []
    for length in (90, 180):
        cells = {each: nights(random, each, (people, length)) for each in (*QUIET, *WORN)}
        for what, test in tests.items():
            lines_of = [
                _on(what, each, found(test, y), length, people) for each, y in cells.items()
            ]
            mean = float(np.mean([line.share for line in lines_of]))
            every = people * len(lines_of)
            where = f"mean of {len(lines_of)} wearers, {length} days"
            told += [*lines_of, Line(f"false: {what}", where, mean, 0.03, 0.07, every)]
    return told


def _on(what: str, body: Body, share: float, length: int, people: int) -> Line:
    high = 0.09 if body.phi <= KNOWN_PHI else 1.0
    return Line(f"false: {what}", f"{body}, {length} days", share, 0.0, high, people)


def false_families(random: np.random.Generator, people: int) -> list[Line]:
    """People with any finding at q < 0.05 among all unrelated metrics and lags: at most 7 %."""
    lines = []
    metrics = list(OF_THE_BODY)
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


def glitches(random: np.random.Generator, people: int) -> list[Line]:
    """One night of 250 ms: in the last week it makes no trend, 45 days back it hides none."""
    told = []
    for body in (TYPICAL, Body(0.5, 0.3)):
        ms = hrv(nights(random, body, (people, 90)))
        week, fallen = ms.copy(), ms.copy()
        week[np.arange(people), random.integers(83, 90, people)] = GLITCH_MS
        fallen[:, -7:] *= 0.75
        old = fallen.copy()
        old[:, -45] = GLITCH_MS
        share = found(_p_trend, steady(week))
        told.append(Line("false: trend beside a glitch", str(body), share, 0.0, 0.1, people))
        for what, each in {"clean": fallen, "beside an old glitch": old}.items():
            share = found(_p_trend, steady(each))
            told.append(Line(f"power: HRV -25 %, {what}", str(body), share, people=people))
    return told


def power(random: np.random.Generator, people: int) -> list[Line]:
    """Planted effects that are found at p < 0.05, and HRV that fell by 15 % for 7 days."""
    told = []
    for phi in (0.0, 0.3, 0.6):
        where = f"phi {phi}, 90 days"
        shared, own = ar1(random, phi, (people, 90)), ar1(random, phi, (people, 90))
        y = 0.5 * shared + np.sqrt(0.75) * own
        share = float((spearman(shared, y).p_value < NOMINAL).mean())
        told.append(Line("power: correlation 0.5", where, share, people=people))
        for spread in (0.08, 0.15):
            fallen = 1 + spread * ar1(random, phi, (people, 90))
            fallen[:, -7:] *= 0.85
            what = f"power: HRV -15 %, day to day {100 * spread:.0f} %"
            told.append(Line(what, where, found(_p_trend, fallen), people=people))
        step = ar1(random, phi, (people, 90))
        step[:, 45:] += 1.5
        told.append(
            Line("power: change point 1.5 SD", where, found(_p_change, step), people=people)
        )
        rising = ar1(random, phi, (people, 180)) + np.linspace(0, 1.5, 180)
        told.append(
            Line(
                "power: slow rise 1.5 SD",
                f"phi {phi}, 180 days",
                found(_p_slow, rising),
                people=people,
            )
        )
    return told


# Mornings: what a person reads in a month of them.

MONTH, LAST_DAYS = 30, 141
"""Mornings that are read, and the days that the first of them knows and the last."""

LIVES: dict[Metric, tuple[Body, float, float]] = {
    Metric.HRV_RMSSD: (TYPICAL, 60, 0.19),
    Metric.RESTING_HR: (Body(0.8, 0.5), 55, 0.06),
    Metric.SLEEP_SCORE: (Body(0.5, 0.7), 75, 0.09),
    Metric.TRAINING_LOAD: (Body(0.3), 70, 0.5),
    Metric.TRAINING_LOAD_RATIO: (Body(0.95), 1.0, 0.15),
}
"""How the documented metrics hang together: body, level, spread of the logarithm."""

MORNINGS = (
    PatternName.HRV_TREND,
    PatternName.SLEEP_TREND,
    PatternName.OVERTRAINING_RISK,
    PatternName.HRV_BAND,
)
"""What is told of mornings, but for illness, which has a budget of its own."""

LOUD = (Priority.CRITICAL, Priority.HIGH, Priority.MEDIUM)


def mornings(random: np.random.Generator, people: int) -> list[Line]:
    """Quiet months with anything told at "medium" or more: at most 20 %; at "high": at most 5 %."""
    months = [_month(_life(random)) for _ in range(people)]
    loud, grave = _share(months, LOUD), _share(months, LOUD[:2])
    fallen = [_month(_with_fall(_life(random)), last=8) for _ in range(people)]
    trends = [[each for each in month if each.category is Category.TREND] for month in fallen]
    return [
        Line("months: anything told at medium", "typical, quiet", loud, 0.0, 0.2, people),
        Line("months: anything told at high", "typical, quiet", grave, 0.0, 0.05, people),
        Line("power: HRV -25 % for 11 days told", "typical", _share(trends, LOUD), people=people),
    ]


def _life(random: np.random.Generator) -> dict[Metric, Floats]:
    return {
        metric: level * np.exp(spread * nights(random, body, (1, LAST_DAYS))[0])
        for metric, (body, level, spread) in LIVES.items()
    }


def _with_fall(life: dict[Metric, Floats]) -> dict[Metric, Floats]:
    fallen = life[Metric.HRV_RMSSD].copy()
    fallen[-11:] *= 0.75
    return life | {Metric.HRV_RMSSD: fallen}


def _month(life: dict[Metric, Floats], last: int = MONTH) -> list[Observation]:
    """All observations of the last mornings."""
    ends = range(LAST_DAYS - last + 1, LAST_DAYS + 1)
    return [each for end in ends for each in _morning({m: v[:end] for m, v in life.items()})]


def _morning(life: dict[Metric, Floats]) -> tuple[Observation, ...]:
    known = history(life)
    found = insights(
        today=TODAY,
        first_night=known.day(89),
        newest={m.key: new for m in life if (new := known.newest(m, within=2))},
        baselines=[baseline(m.key, values, TODAY) for m, values in life.items()],
        patterns=[finder(name)(known) for name in MORNINGS],
    )
    return found.observations


def _share(months: Sequence[Sequence[Observation]], levels: Sequence[Priority]) -> float:
    return float(np.mean([any(each.priority in levels for each in month) for month in months]))


# Forecasts.

FORETOLD = {
    "white noise": Body(0.0),
    "as HRV": Body(0.8, 0.5),
    "as heart rate": Body(0.9, 0.35),
    "as sleep": Body(0.5, 0.7),
    "phi 0.85": Body(0.85),
}


def forecasts(random: np.random.Generator, people: int) -> list[Line]:
    """Coverage, and what those that are told are worth on new days; PIT and CRPS of all."""
    lines = []
    for name, body in FORETOLD.items():
        for length in (90, 180):
            y = nights(random, body, (people, length + AHEAD))
            found = [_forecast(row, length) for row in y]
            lines += _forecast_lines(f"{name}, {length} days", found)
    return lines


def _forecast_lines(where: str, found: list["Outcome"]) -> list[Line]:
    told, n = [each for each in found if each.told], len(found)
    cover = float(np.mean([each.inside for each in found]))
    below = np.concatenate([each.below for each in found])
    crps = 1 - sum(e.crps for e in found) / sum(e.crps_usual for e in found)
    lines = [
        Line("coverage: all", where, cover, 0.75, 0.85, n),
        Line("PIT: below the lowest tenth", where, float((below < TENTH).mean()), people=n),
        Line("PIT: above the highest tenth", where, float((below > 1 - TENTH).mean()), people=n),
        Line("CRPS gained on the 28-day mean", where, crps, people=n),
        Line("forecasts told", where, len(told) / n, people=n),
    ]
    if len(told) >= ENOUGH:
        cover = float(np.mean([each.inside for each in told]))
        lines.append(Line("coverage: told", where, cover, 0.75, 0.85, len(told)))
        gain = 1 - sum(e.error for e in told) / sum(e.usual for e in told)
        lines.append(Line("skill of the told on new days", where, gain, people=len(told)))
    return lines


TENTH = 0.1


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one person's forecast did in the 7 days that came."""

    told: bool
    inside: float
    error: float
    usual: float
    crps: float
    crps_usual: float
    below: Floats


def _forecast(row: Floats, length: int) -> Outcome:
    past, came = row[:length], (row[length:] - row[:length].mean()) / row[:length].std()
    y = standard(past)
    _, result = fitted(y, weekly=False)
    test = backtest(y, result)
    mean, width = coming(result, y, test)
    error, usual = np.abs(came - mean), np.abs(came - y[-28:].mean())
    return Outcome(
        told=test.deserves_telling,
        inside=float((error <= Z80 * width).mean()),
        error=float(error.mean()),
        usual=float(usual.mean()),
        crps=float(_crps(came, mean, width).mean()),
        crps_usual=float(_crps(came, y[-28:].mean(), y[-90:].std()).mean()),
        below=special.ndtr((came - mean) / width),
    )


def _crps(came: Floats, mean: Floats | float, width: Floats | float) -> Floats:
    """Continuous ranked probability score of a normal forecast (Gneiting & Raftery 2007)."""
    z = (came - mean) / width
    density = np.exp(-z * z / 2) / np.sqrt(2 * np.pi)
    result: Floats = width * (z * (2 * special.ndtr(z) - 1) + 2 * density - 1 / np.sqrt(np.pi))
    return result


# Illness, overtraining, readiness.

ILLNESSES: dict[float, tuple[float, float]] = {5.0: (0.85, 0.5), 8.0: (0.75, 1.0)}
"""Rise of the heart rate in bpm, and what comes with it: factor of HRV, breaths a minute more."""

SPREADS = (1.5, 2.5, 4.0)
ALIKE, BREATHS, BREATHS_SPREAD = 0.55, 14.0, 0.6


def illness(random: np.random.Generator, people: int) -> list[Line]:
    """Alarms that begin in a healthy month, and illnesses seen by their second night."""
    lines = []
    for between in SPREADS:
        for body in (Body(0.5, 0.3), Body(0.8, 0.5), Body(0.8, 0.5, gaps=True)):
            where = f"{between} bpm from night to night, {body}"
            well = _recharges(random, body, between, (people, 60))
            high = 0.3 if between == SPREADS[-1] else np.inf
            starts = float(np.mean([_starts(_signs(each)) for each in well]))
            lines.append(Line("illness: alarms a healthy month", where, starts, 0.0, high, people))
            for bpm, company in ILLNESSES.items():
                fallen = [_signs(_ill(each, bpm, *company)) for each in well]
                seen = float(np.mean([alarms(each)[-1] for each in fallen]))
                what = f"illness: +{bpm:.0f} bpm seen on day 2"
                lines.append(Line(what, where, seen, people=people))
    return lines


def _recharges(
    random: np.random.Generator, body: Body, spread: float, shape: tuple[int, int]
) -> Floats:
    """Heart rate, HRV and breathing of people's nights: (people, 3, days)."""
    beats, own = nights(random, body, shape), nights(random, Body(body.phi, body.noise), shape)
    heart = 55 + spread * beats
    ms = hrv(np.sqrt(1 - ALIKE**2) * own - ALIKE * beats)
    breaths = BREATHS + BREATHS_SPREAD * nights(random, Body(0.3), shape)
    return np.stack([heart, ms, np.where(np.isfinite(heart), breaths, np.nan)], axis=1)


def _ill(recharge: Floats, bpm: float, factor: float, breaths: float) -> Floats:
    found = recharge.copy()
    found[:, -2:] = [
        found[0, -2:] + bpm,
        found[1, -2:] * factor,
        found[2, -2:] + breaths,
    ]
    return found


def _signs(recharge: Floats) -> Nights:
    metrics = (Metric.RESTING_HR, Metric.HRV_RMSSD, Metric.BREATHING_RATE)
    return nights_of(history(dict(zip(metrics, recharge, strict=True))), looks=MONTH + 1)


def _starts(nights: Nights) -> int:
    stands = alarms(nights)
    return sum(now and not before for before, now in pairwise(stands))


def days(random: np.random.Generator, people: int) -> list[Line]:
    """Quiet days of which overtraining is told, and nights on which readiness jumps."""
    risky, jumps, told = 0, 0, 0
    for _ in range(people):
        life = _life(random)
        ends = range(LAST_DAYS - MONTH + 1, LAST_DAYS + 1)
        known = [history({m: v[:end] for m, v in life.items()}) for end in ends]
        risky += sum(overtraining_risk(each).significance in SURE for each in known)
        scores = [readiness(each).score for each in known]
        moves = [abs(b - a) for a, b in pairwise(scores) if a is not None and b is not None]
        jumps, told = jumps + sum(move >= JUMP for move in moves), told + len(moves)
    many, where = people * MONTH, "typical, quiet"
    return [
        Line("overtraining: medium or high", where, risky / many, 0.0, 0.05, many),
        Line("readiness: moves by 20 or more", where, jumps / told, 0.0, 0.1, told),
    ]


JUMP = 20.0


# The table.

PARTS: tuple[tuple[Callable[[np.random.Generator, int], list[Line]], int], ...] = (
    (false_positives, 1000),
    (false_with_gaps, 1000),
    (false_on_wearers, 600),
    (false_families, 250),
    (glitches, 1000),
    (power, 1000),
    (mornings, 150),
    (forecasts, 600),
    (illness, 300),
    (days, 40),
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
    print(f"{'what':42}{'where':44}{'share':>7}  {'interval':15}must lie in     people")
    for line in lines:
        print(_row(line))
    return sum(not line.holds for line in lines)


def _row(line: Line) -> str:
    bounds = f"{line.low:.2f} to {line.high:.2f}" if line.high < np.inf else ""
    low, high = line.interval
    open_ = f"{low:.3f} to {high:.3f}" if 0 <= line.share <= 1 else ""
    mark = "" if line.holds else "  <-- outside"
    head = f"{line.what:42}{line.where:44}{line.share:7.3f}  {open_:15}"
    return f"{head}{bounds:14}{line.people:8}{mark}"


if __name__ == "__main__":
    sys.exit(min(1, main()))
