"""People walked day by day: whatever their nights are, no morning contradicts itself."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest

from app.analysis.baseline import baseline
from app.analysis.history import History
from app.analysis.insights import insights
from app.analysis.patterns import finder
from app.metrics import Better, Metric, metric_of
from app.patterns import PatternName
from app.records.findings import Insights, Observation, Priority
from bench.wearers import Body, hrv, nights, with_glitches, with_new_device
from tests.daily import daily

Floats = npt.NDArray[np.float64]
TODAY, DAYS, MORNINGS, YEAR = dt.date(2026, 1, 13), 150, 31, 365
TOLD = (
    PatternName.SLEEP_HRV_CORRELATION,
    PatternName.OVERTRAINING_RISK,
    PatternName.HRV_TREND,
    PatternName.SLEEP_TREND,
    PatternName.ILLNESS_SIGNAL,
    PatternName.HRV_BAND,
)
BAD, GOOD = -1, +1


def quiet(random: np.random.Generator) -> dict[Metric, Floats]:
    """A wearer to whom nothing happens; heart rate and HRV hang together."""
    shape = (1, DAYS)
    beats = nights(random, Body(0.8, 0.5, gaps=True), shape)
    own = nights(random, Body(0.8, 0.5), shape)
    load = nights(random, Body(0.3), shape)
    return {
        Metric.RESTING_HR: (55 + 3.5 * beats)[0],
        Metric.HRV_RMSSD: hrv(0.83 * own - 0.55 * beats)[0],
        Metric.SLEEP_SCORE: np.clip(75 + 7 * nights(random, Body(0.5, 0.7), shape), 1, 100)[0],
        Metric.BREATHING_RATE: (14 + 0.6 * nights(random, Body(0.3), shape))[0],
        Metric.TRAINING_LOAD: (70 * np.exp(0.5 * load))[0],
        Metric.TRAINING_LOAD_RATIO: np.exp(0.2 * nights(random, Body(0.95), shape))[0],
    }


def fallen(life: dict[Metric, Floats]) -> dict[Metric, Floats]:
    """Two weeks of overreaching a month ago, and an illness a week ago."""
    hard, ill = slice(DAYS - 45, DAYS - 30), slice(DAYS - 8, DAYS - 4)
    for metric, factor in ((Metric.HRV_RMSSD, 0.7), (Metric.SLEEP_SCORE, 0.8)):
        life[metric][hard] *= factor
    life[Metric.TRAINING_LOAD_RATIO][hard] = 1.7
    life[Metric.RESTING_HR][ill] += 9
    life[Metric.HRV_RMSSD][ill] *= 0.6
    life[Metric.BREATHING_RATE][ill] += 2
    return life


def worn_badly(random: np.random.Generator, life: dict[Metric, Floats]) -> dict[Metric, Floats]:
    """Glitches, and a watch that reads more for the last month."""
    loose = with_glitches(random, life[Metric.HRV_RMSSD][None])
    return life | {Metric.HRV_RMSSD: with_new_device(loose)[0]}


def lives() -> Iterator[tuple[str, dict[Metric, Floats]]]:
    """The people, by what happens to them."""
    for seed in (1, 2):
        random = np.random.default_rng((77, seed))
        yield f"quiet {seed}", quiet(random)
        yield f"fallen {seed}", fallen(quiet(random))
        yield f"worn badly {seed}", worn_badly(random, quiet(random))


def bootstrapped(random: np.random.Generator) -> dict[Metric, Floats]:
    """A year of stretches of 5 to 15 days that others lived, put one after the other."""
    others = [life for _, life in lives()]
    stretches: list[tuple[dict[Metric, Floats], slice]] = []
    while sum(part.stop - part.start for _, part in stretches) < YEAR + DAYS:
        first, length = int(random.integers(0, DAYS - 15)), int(random.integers(5, 16))
        whose = others[int(random.integers(len(others)))]
        stretches.append((whose, slice(first, first + length)))
    return {
        metric: np.concatenate([life[metric][part] for life, part in stretches])[-YEAR - DAYS :]
        for metric in others[0]
    }


def morning(life: dict[Metric, Floats], back: int) -> Insights:
    """What was told some days ago."""
    today = TODAY - dt.timedelta(days=back)
    known = {metric: values[: len(values) - back] for metric, values in life.items()}
    rows = [
        (metric.key, today - dt.timedelta(days=len(values) - 1 - place), float(value))
        for metric, values in known.items()
        for place, value in enumerate(values)
        if np.isfinite(value)
    ]
    history = History.of(daily(rows), today)
    return insights(
        today=today,
        first_night=today - dt.timedelta(days=DAYS - 1),
        newest={m.key: new for m in known if (new := history.newest(m, within=5))},
        baselines=[baseline(m.key, values, today) for m, values in known.items()],
        patterns=[finder(name)(history) for name in TOLD],
    )


def way(told: Observation) -> int:
    """Whether a sentence moves its metric in the good direction, the bad one, or neither."""
    metric = metric_of(told.metric) if told.metric else None
    change = told.params.get("change_percent")
    signs = {"unusually_high": 1.0, "unusually_low": -1.0, "illness_signal": 1.0}
    size = signs.get(told.code, change)
    if metric is None or size is None or metric.spec.better is Better.NEITHER:
        return 0
    return GOOD if (size > 0) == (metric.spec.better is Better.HIGHER) else BAD


@pytest.mark.parametrize(("who", "life"), list(lives()))
def test_no_morning_contradicts_itself(who: str, life: dict[Metric, Floats]) -> None:
    """One sentence a metric, good news is no warning, no advice about what is well."""
    assert who
    for back in range(MORNINGS):
        hold(morning(life, back))


def test_a_year_of_stretches_of_others_holds() -> None:
    """Somebody made of others' days, day by day for a year, is told nothing that contradicts."""
    life = bootstrapped(np.random.default_rng(365))
    for back in range(YEAR):
        hold(morning(life, back))


def hold(found: Insights) -> None:
    """What must hold of every morning."""
    about = Counter(each.metric for each in found.observations if each.metric)
    assert max(about.values(), default=1) == 1
    for each in found.observations:
        assert (each.priority is Priority.POSITIVE) == (way(each) is GOOD)
        assert each.trend is None or each.code == "trend"
        assert "nan" not in f"{each.fact}{each.context}"
    actions = [each.action for each in found.suggestions]
    assert len(actions) == len(set(actions))
    assert not {"rest", "reduce_training"} <= set(actions)
    told = {(each.code, each.metric): each for each in found.observations}
    for advice in found.suggestions:
        stands_on = told[advice.because, advice.metric]
        assert way(stands_on) is not GOOD
        assert stands_on.priority in {Priority.CRITICAL, Priority.HIGH, Priority.MEDIUM}
