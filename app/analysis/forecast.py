"""The next 7 days of a metric with 80 % intervals, told only to those for whom it is worth it.

A state-space model (Harvey 1989; Durbin & Koopman 2012; statsmodels `UnobservedComponents`):
a level that is not known, an AR(1) deviation from it, noise, and the weekday where `weekday_test`
finds one. Gaps need no filling; glitches are gaps. How much a day resembles the one before, and how
much is noise, come from the restricted likelihood on a grid, averaged rather than maximised: with
60 days the best point alone gives intervals that are too narrow. The level and the weekdays are
part of the state, so that one pass of the filter yields the forecast of every past day as it would
have been made then; the parameters alone have seen the whole window.

What the model says is shrunk toward the mean of the 28 days before, by as much as past days
deserve: on each past day by what the days before it had deserved (a regression through the origin,
with half as its prior), so that the skill is measured as it is told. Skill is 1 - mean absolute
error / that of the 28-day mean, from rolling origins of up to 120 past days, 1 to 7 days ahead, and
a forecast is told only where the lower end of its one-sided 95 % interval is above 0 (Diebold &
Mariano 1995, with Bartlett's weights over two weeks). HRV of most people is withheld so.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
from statsmodels.tsa.statespace.structural import UnobservedComponents

from app.analysis import claim
from app.analysis.chance import Days, Floats, is_constant
from app.analysis.glitch import steady
from app.analysis.history import History
from app.analysis.weekday import weekday_test, weekdays_before
from app.metrics import FORETOLD, Metric
from app.phrases.codes import Code
from app.phrases.phrase import Phrase
from app.records.findings import Forecast, ForecastDay

WINDOW, LEAST, AHEAD, FRESH_DAYS = 180, 30, 7, 7
BACKTEST, LEAST_BEFORE, LEAST_ORIGINS = 120, 14, 28
BENCHMARK, LEAST_BENCHMARK = 28, 7
WEEKLY_P, WEEKLY_LEAST = 0.05, 42
SKILL = 0.03
"""Smaller gains over the 28-day mean are within the noise of the measurement."""

LAGS, SIDE = 14, 1.86
"""Days that share what they gain; Student's 95 % for as few as eight independent stretches."""

PRIOR_WEIGHT, PRIOR_POWER = 0.5, 6.0
"""What the model deserves before anything is known of it, and how many squared deviations, in the
series' own variance, it takes to think otherwise."""

Z80 = 1.2815515655446004
"""Normal quantile of 90 %: 80 % lie within so many standard deviations."""

_PHI, _SHARE = (
    axis.ravel()
    for axis in np.meshgrid(
        np.array([0.0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.86, 0.91, 0.95, 0.98]),
        np.array([0.25, 0.5, 0.75, 1.0]),
    )
)
"""Grid: autocorrelation, and the share of the variance that has it; the rest is noise."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """Of a series with a standard deviation near 1."""

    autocorrelation: float
    lasting: float
    noise: float


@dataclass(frozen=True, slots=True)
class Backtest:
    """How the forecasts of the past did."""

    skill: float | None = None
    skill_low: float | None = None
    skill_by_day: tuple[float | None, ...] = ()
    coverage: float | None = None
    origins: int = 0
    weight: float = PRIOR_WEIGHT

    @property
    def deserves_telling(self) -> bool:
        """Whether the gain over the 28-day mean is worth it, and more than luck."""
        return (self.skill or 0) >= SKILL and (self.skill_low or 0) > 0


def forecasts(history: History) -> tuple[Forecast, ...]:
    """Forecasts of HRV, resting heart rate, sleep score and training load."""
    return tuple(forecast(history, metric) for metric in FORETOLD)


def forecast(history: History, metric: Metric) -> Forecast:
    """Next 7 days of one metric; `reason` says why when there are none."""
    values = steady(history.own(metric, WINDOW))
    known = values[np.isfinite(values)]
    reason = _reason(values, known)
    if reason:
        return Forecast(
            metric=metric.key, **claim.because(reason), sample_count=len(known), as_of=history.today
        )
    weekly = _is_weekly(values, history.today)
    parameters, result = fitted(standard(values), weekly=weekly)
    test = backtest(standard(values), result)
    good = test.deserves_telling
    return Forecast(
        metric=metric.key,
        days=_days(coming(result, standard(values), test), history.today, metric, known)
        if good
        else (),
        **({} if good else claim.because(_withheld(test))),
        skill=test.skill,
        skill_low=test.skill_low,
        skill_by_day=test.skill_by_day,
        shrinkage=1 - test.weight,
        origins=test.origins,
        coverage=test.coverage,
        autocorrelation=parameters.autocorrelation,
        weekly=weekly,
        sample_count=len(known),
        as_of=history.today,
    )


def standard(values: Floats) -> Floats:
    """Values with mean 0 and standard deviation 1, from the first known day on."""
    known = np.isfinite(values)
    found: Floats = (values - values[known].mean()) / values[known].std()
    return found[known.argmax() :]


def fitted(y: Floats, *, weekly: bool) -> tuple[Parameters, Any]:
    """Parameters, and statsmodels' filtered model of a standardised series."""
    parameters = estimate(_without_weekdays(y) if weekly else y)
    model = UnobservedComponents(
        y,
        level="dconstant",
        autoregressive=1,
        seasonal=7 if weekly else None,
        stochastic_seasonal=False,
    )
    fresh = parameters.lasting * (1 - parameters.autocorrelation**2)
    numbers = [max(parameters.noise, 1e-6), max(fresh, 1e-6), parameters.autocorrelation]
    return parameters, model.filter(numbers, cov_type="none")


def estimate(y: Floats) -> Parameters:
    """Parameters averaged over the grid by their restricted likelihood, the mean unknown.

    A Kalman filter of one state for all points of the grid at once, of the values and of a column
    of ones: the mean is then a regression.
    """
    state, ones, spread = np.zeros_like(_PHI), np.zeros_like(_PHI), _SHARE.copy()
    log_det, yy, y1, oo = (np.zeros_like(_PHI) for _ in range(4))
    for value in y:
        if np.isfinite(value):
            variance = spread + 1 - _SHARE
            error, error_of_ones, gain = value - state, 1 - ones, spread / variance
            log_det += np.log(variance)
            yy += error * error / variance
            y1 += error * error_of_ones / variance
            oo += error_of_ones * error_of_ones / variance
            state, ones = state + gain * error, ones + gain * error_of_ones
            spread = spread * (1 - gain)
        state, ones = _PHI * state, _PHI * ones
        spread = _PHI**2 * spread + _SHARE * (1 - _PHI**2)
    freedom = int(np.isfinite(y).sum()) - 1
    rest = np.maximum(yy - y1 * y1 / oo, 1e-12)
    return _averaged(-0.5 * (log_det + np.log(oo) + freedom * np.log(rest)), rest / freedom)


def _averaged(likelihood: Floats, variance: Floats) -> Parameters:
    weight = np.exp(likelihood - likelihood.max())
    weight /= weight.sum()
    lasting = weight * _SHARE * variance
    return Parameters(
        autocorrelation=float((lasting * _PHI).sum() / lasting.sum()),
        lasting=float(lasting.sum()),
        noise=float((weight * (1 - _SHARE) * variance).sum()),
    )


def backtest(y: Floats, result: Any) -> Backtest:  # noqa: ANN401  statsmodels has no types.
    """Forecasts from every past day against what came, and against the 28-day mean."""
    origins = _origins(y)
    if len(origins) < LEAST_ORIGINS:
        return Backtest(origins=len(origins))
    means, widths = _past_forecasts(result, origins)
    came = np.stack([y[origins + ahead] for ahead in range(1, AHEAD + 1)])
    usual = _benchmark(y)[origins]
    weights, weight = _deserved(came - usual, means - usual, origins)
    means = usual + weights * (means - usual)
    errors, of_usual = np.abs(came - means), np.abs(came - usual)
    there = np.isfinite(came)
    if of_usual[there].mean() == 0:
        return Backtest(origins=len(origins))
    return Backtest(
        skill=float(1 - errors[there].mean() / of_usual[there].mean()),
        skill_low=_skill_low(of_usual - errors, of_usual[there].mean()),
        skill_by_day=tuple(map(_skill, errors, of_usual)),
        coverage=float((errors <= Z80 * widths)[there].mean()),
        origins=len(origins),
        weight=weight,
    )


def coming(result: Any, y: Floats, test: Backtest) -> tuple[Floats, Floats]:  # noqa: ANN401
    """Means and standard deviations of the 7 days to come, shrunk as they deserve."""
    ahead, usual = result.get_forecast(AHEAD), _benchmark(y)[-1]
    mean, width = ahead.predicted_mean, np.sqrt(np.maximum(ahead.var_pred_mean, 0))
    known = np.isfinite(usual)
    return (usual + test.weight * (mean - usual) if known else mean), width


def _deserved(came: Floats, said: Floats, origins: Days) -> tuple[Floats, float]:
    """How much of what the model said each origin's past deserved, and all of it: 0 to 1.

    Deviations from the 28-day mean (7 days, origins); an origin knows those 7 days before it.
    """
    there = np.isfinite(came)
    cross = np.cumsum(np.where(there, came * said, 0.0).sum(axis=0))
    power = np.cumsum(np.where(there, said**2, 0.0).sum(axis=0))
    shares = (PRIOR_WEIGHT * PRIOR_POWER + cross) / (PRIOR_POWER + power)
    shares = np.clip(np.concatenate([[PRIOR_WEIGHT], shares]), 0, 1)
    return shares[np.searchsorted(origins, origins - AHEAD, side="right")], float(shares[-1])


def _skill(errors: Floats, usual: Floats) -> float | None:
    """Skill of one day ahead; None where nothing came or nothing varied."""
    there = np.isfinite(errors)
    total = usual[there].sum()
    return float(1 - errors[there].sum() / total) if total > 0 else None


def _skill_low(gains: Floats, usual: float) -> float:
    """Lower end of the skill: the mean gain of the origins, less what their spread leaves open."""
    there = np.isfinite(gains)
    each = np.nan_to_num(gains).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    n, centred = len(each), each - each.mean()
    lags = min(LAGS, n - 1)
    long_run = centred @ centred + 2 * sum(
        (1 - lag / (lags + 1)) * (centred[lag:] @ centred[:-lag]) for lag in range(1, lags + 1)
    )
    error = np.sqrt(max(float(long_run), 0.0)) / n
    return float((each.mean() - SIDE * error) / usual)


def _origins(y: Floats) -> Days:
    """Past days with enough behind them, and 7 days ahead of which some are known."""
    count = np.cumsum(np.isfinite(y))
    place = np.arange(max(0, len(y) - AHEAD - BACKTEST), max(0, len(y) - AHEAD))
    ahead = count[place + AHEAD] - count[place]
    usable = (count[place] >= LEAST_BEFORE) & (ahead > 0) & np.isfinite(_benchmark(y)[place])
    origins: Days = place[usable]
    return origins


def _benchmark(y: Floats) -> Floats:
    """Mean of the 28 days that end with each day; NaN below 7 values."""
    known = np.isfinite(y)
    total = np.cumsum(np.concatenate([np.zeros(BENCHMARK), np.where(known, y, 0.0)]))
    count = np.cumsum(np.concatenate([np.zeros(BENCHMARK), known]))
    total, count = total[BENCHMARK:] - total[:-BENCHMARK], count[BENCHMARK:] - count[:-BENCHMARK]
    return np.where(count >= LEAST_BENCHMARK, total / np.maximum(count, 1), np.nan)


def _past_forecasts(result: Any, origins: Days) -> tuple[Floats, Floats]:  # noqa: ANN401
    """Means and standard deviations of the forecasts 1 to 7 days after each origin."""
    design = result.filter_results.design[0, :, 0]
    transition = result.filter_results.transition[..., 0]
    selection = result.filter_results.selection[..., 0]
    shocks = selection @ result.filter_results.state_cov[..., 0] @ selection.T
    noise = result.filter_results.obs_cov[0, 0, 0]
    state = result.predicted_state[:, origins + 1]
    spread = np.moveaxis(result.predicted_state_cov[..., origins + 1], -1, 0)
    means, variances = [], []
    for _ in range(AHEAD):
        means.append(design @ state)
        variances.append(design @ spread @ design + noise)
        state, spread = transition @ state, transition @ spread @ transition.T + shocks
    return np.stack(means), np.sqrt(np.maximum(np.stack(variances), 0))


def _is_weekly(values: Floats, today: dt.date) -> bool:
    day = np.flatnonzero(np.isfinite(values))
    weekday = weekdays_before(today, len(values))[day]
    if len(day) < WEEKLY_LEAST or np.bincount(weekday, minlength=7).min() < 4:  # noqa: PLR2004
        return False
    found = weekday_test(day, weekday, values[day])
    return found is not None and found.p_value < WEEKLY_P


def _without_weekdays(y: Floats) -> Floats:
    """The mean of each weekday taken off; the spread that this costs is given back."""
    place, known = np.arange(len(y)) % 7, np.isfinite(y)
    count = np.bincount(place[known], minlength=7)
    means = np.bincount(place[known], y[known], minlength=7) / np.maximum(count, 1)
    n = known.sum()
    rest: Floats = (y - means[place]) * np.sqrt((n - 1) / (n - 7))
    return rest


def _reason(values: Floats, known: Floats) -> Phrase | None:
    if len(known) < LEAST:
        return Phrase(Code.TOO_FEW_DAYS, params={"there": len(known), "needed": LEAST})
    if is_constant(known):
        return Phrase(Code.ALL_THE_SAME)
    if not np.isfinite(values[-FRESH_DAYS:]).any():
        return Phrase(Code.NO_RECENT_VALUE, params={"days": FRESH_DAYS})
    return None


def _withheld(test: Backtest) -> Phrase:
    if test.skill is None:
        numbers = {"there": test.origins, "needed": LEAST_ORIGINS}
        return Phrase(Code.TOO_FEW_PAST_DAYS, params=numbers)
    skills = {"skill": test.skill, "skill_low": test.skill_low}
    return Phrase(Code.NO_BETTER_THAN_THE_MEAN, params={"days": BENCHMARK, **skills})


def _days(
    expected: tuple[Floats, Floats],
    today: dt.date,
    metric: Metric,
    known: Floats,
) -> tuple[ForecastDay, ...]:
    """Forecast in the metric's unit, kept within what the metric can be."""
    mean, width = expected[0], Z80 * expected[1]
    columns = (mean, mean - width, mean + width)
    spec = metric.spec
    value, low, high = (
        np.clip(column * known.std() + known.mean(), spec.low, spec.high) for column in columns
    )
    return tuple(
        ForecastDay(
            date=today + dt.timedelta(days=ahead + 1),
            value=float(value[ahead]),
            low=float(low[ahead]),
            high=float(high[ahead]),
        )
        for ahead in range(AHEAD)
    )
