from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from app.analysis.forecast import (
    Parameters,
    _past_forecasts,
    backtest,
    estimate,
    fitted,
    forecast,
    forecasts,
    standard,
)
from app.analysis.history import History
from app.metrics import Metric

Floats = npt.NDArray[np.float64]
Person = Callable[..., History]
Series = Callable[..., Floats]


def covariance(parameters: Parameters, days: npt.NDArray[np.int64]) -> Floats:
    """Covariance of the model's days: what lasts fades with the distance, noise is each day's."""
    apart = np.abs(days[:, None] - days[None, :])
    lasting: Floats = parameters.lasting * parameters.autocorrelation**apart
    return lasting + parameters.noise * np.eye(len(days))


def kriging(y: Floats, parameters: Parameters) -> tuple[Floats, Floats]:
    """Best linear forecasts of the next 7 days with an unknown mean, from dense matrices."""
    day = np.flatnonzero(np.isfinite(y))
    coming = len(y) + np.arange(7)
    all_days = np.concatenate([day, coming])
    whole = covariance(parameters, all_days)
    known, cross = whole[: len(day), : len(day)], whole[: len(day), len(day) :]
    one, solve = np.ones(len(day)), np.linalg.solve
    level = (one @ solve(known, y[day])) / (one @ solve(known, one))
    mean = level + cross.T @ solve(known, y[day] - level)
    rest = 1 - cross.T @ solve(known, one)
    variance = np.diag(whole[len(day) :, len(day) :] - cross.T @ solve(known, cross))
    return mean, np.sqrt(variance + rest**2 / (one @ solve(known, one)))


def test_forecast_is_the_best_linear_one(gappy: Series) -> None:
    """Statsmodels' filter gives what dense matrices give, gaps included."""
    y = standard(gappy(60, phi=0.8))
    parameters, result = fitted(y, weekly=False)
    mean, width = kriging(y, parameters)
    ahead = result.get_forecast(7)
    assert ahead.predicted_mean == pytest.approx(mean, abs=1e-5)
    assert np.sqrt(ahead.var_pred_mean) == pytest.approx(width, abs=1e-5)


@pytest.mark.parametrize("weekly", [False, True])
def test_past_forecasts_are_those_of_the_past(gappy: Series, weekly: bool) -> None:  # noqa: FBT001
    """One pass of the filter gives the forecasts that the shorter series would have given."""
    y = standard(gappy(90))
    parameters, result = fitted(y, weekly=weekly)
    origins = np.array([40, 62])
    means, widths = _past_forecasts(result, origins)
    for column, origin in enumerate(origins):
        past = result.model.clone(y[: origin + 1]).filter(result.params, cov_type="none")
        ahead = past.get_forecast(7)
        assert means[:, column] == pytest.approx(ahead.predicted_mean, abs=1e-6)
        assert widths[:, column] ** 2 == pytest.approx(ahead.var_pred_mean, abs=1e-6)
    assert 0 <= parameters.autocorrelation < 1


def test_parameters_by_dense_likelihood(gappy: Series) -> None:
    """The grid's restricted likelihood is that of the dense covariance matrix."""
    y = standard(gappy(60, phi=0.6))
    day = np.flatnonzero(np.isfinite(y))
    grid = np.array([0.0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.86, 0.91, 0.95, 0.98])
    found, weights = [], []
    for share in (0.25, 0.5, 0.75, 1.0):
        for phi in grid:
            sigma = covariance(Parameters(phi, share, 1 - share), day)
            one, inverse = np.ones(len(day)), np.linalg.inv(sigma)
            level = one @ inverse @ y[day] / (one @ inverse @ one)
            rest = (y[day] - level) @ inverse @ (y[day] - level)
            freedom = len(day) - 1
            log = np.linalg.slogdet(sigma)[1] + np.log(one @ inverse @ one)
            weights.append(-0.5 * (log + freedom * np.log(rest)))
            found.append((phi, share, rest / freedom))
    w = np.exp(np.array(weights) - max(weights))
    w /= w.sum()
    phi, share, variance = np.array(found).T
    lasting = w * share * variance
    parameters = estimate(y)
    assert parameters.lasting == pytest.approx(lasting.sum(), abs=1e-9)
    assert parameters.noise == pytest.approx((w * (1 - share) * variance).sum(), abs=1e-9)
    expected = (lasting * phi).sum() / lasting.sum()
    assert parameters.autocorrelation == pytest.approx(expected, abs=1e-9)


def lower_end(gains: Floats) -> float:
    """Mean less 1.86 standard errors of days that share what they gain for two weeks."""
    centred = gains - gains.mean()
    long_run = centred @ centred
    for lag in range(1, 15):
        long_run += 2 * (1 - lag / 15) * (centred[lag:] @ centred[:-lag])
    return float(gains.mean() - 1.86 * np.sqrt(long_run) / len(gains))


def test_skill_by_plain_loops(gappy: Series) -> None:  # noqa: PLR0915  One loop, day by day.
    """Skill compares errors with those of the 28-day mean; what is told was known on that day."""
    y = standard(gappy(110, phi=0.8))
    _, result = fitted(y, weekly=False)
    model_error, usual_error, inside, origins = [], [], [], 0
    gains: list[float] = []
    seen: list[tuple[int, tuple[float, float]]] = []
    for origin in range(len(y) - 7):
        past = y[max(0, origin - 27) : origin + 1]
        enough = np.isfinite(y[: origin + 1]).sum() >= 14 and np.isfinite(past).sum() >= 7
        ahead = y[origin + 1 : origin + 8]
        if not enough or not np.isfinite(ahead).any():
            continue
        origins += 1
        means, widths = _past_forecasts(result, np.array([origin]))
        usual = np.nanmean(past)
        before = [each for day, each in seen if day <= origin - 7]
        cross, power = (sum(each[n] for each in before) for n in (0, 1))
        share = min(1.0, max(0.0, (3.0 + cross) / (6.0 + power)))
        there = np.flatnonzero(np.isfinite(ahead))
        said = means[:, 0] - usual
        products = float((ahead - usual)[there] @ said[there]), float(said[there] @ said[there])
        seen.append((origin, products))
        for step in there:
            model_error.append(abs(ahead[step] - usual - share * said[step]))
            usual_error.append(abs(ahead[step] - usual))
            inside.append(model_error[-1] <= 1.2815515655446004 * widths[step, 0])
        count = len(there)
        gains.append(np.mean(usual_error[-count:]) - np.mean(model_error[-count:]))
    found = backtest(y, result)
    assert found.origins == origins
    low = lower_end(np.array(gains)) / np.mean(usual_error)
    assert found.skill_low == pytest.approx(low, abs=1e-9)
    assert found.skill == pytest.approx(1 - np.mean(model_error) / np.mean(usual_error), abs=1e-9)
    assert found.coverage == pytest.approx(np.mean(inside), abs=1e-9)


def test_a_weekly_load_is_forecast_with_its_weekdays(person: Person) -> None:
    """Hard Sundays and free Mondays come back in the forecast."""
    rng = np.random.default_rng(17)
    week = np.array([80.0, 60, 90, 40, 100, 180, 0])
    loads = week[(np.arange(120) - 119) % 7] + 4 * rng.standard_normal(120)
    found = forecast(person({Metric.TRAINING_LOAD: np.maximum(loads, 0)}), Metric.TRAINING_LOAD)
    assert found.weekly
    assert found.skill is not None
    assert found.skill > 0.5
    assert [day.value for day in found.days] == pytest.approx([60, 90, 40, 100, 180, 0, 80], abs=8)
    assert all(0 <= day.low <= day.value <= day.high for day in found.days)
    assert str(found.days[0].date) == "2026-01-14"
    assert found.reason is None


def test_white_noise_is_withheld(person: Person) -> None:
    """Where nothing can be known in advance, nothing is told, and the reason is."""
    rng = np.random.default_rng(18)
    found = forecast(person({Metric.HRV_RMSSD: 50 + rng.standard_normal(180)}), Metric.HRV_RMSSD)
    assert found.days == ()
    assert found.reason is not None
    assert found.reason.startswith("On your own past it was no better than the mean of 28 days")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([], "0 days with a value; it takes 30."),
        ([50.0] * 29, "29 days with a value; it takes 30."),
        ([50.0] * 60, "All values are the same."),
        ([*np.arange(60.0), *[None] * 7], "No value in the last 7 days."),
        (
            [*np.arange(20.0), *[None] * 100, *np.arange(10.0)],
            "6 past days can be tested; it takes 28.",
        ),
    ],
)
def test_reasons(person: Person, values: list[float], reason: str) -> None:
    """A forecast that can not be made says why."""
    found = forecast(person({Metric.HRV_RMSSD: values}), Metric.HRV_RMSSD)
    assert (found.days, found.skill) == ((), None)
    assert found.reason == reason


def test_four_metrics(person: Person) -> None:
    """HRV, resting heart rate, sleep score and training load are forecast."""
    found = forecasts(person({}))
    assert [each.metric for each in found] == [
        "hrv_rmssd",
        "resting_hr",
        "sleep_score",
        "training_load",
    ]
