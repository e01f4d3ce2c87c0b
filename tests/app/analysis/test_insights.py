import datetime as dt
from typing import Any

import pytest

from app.analysis.insights import data_age_days, feature, insights, unlock_progress
from app.metrics import Metric
from app.records.findings import (
    Baseline,
    BaselineStatus,
    Category,
    CurrentMetrics,
    Feature,
    Insights,
    InsightsStatus,
    Observation,
    Pattern,
    PatternInsight,
    PatternType,
    Priority,
    Reading,
    Significance,
    Suggestion,
    TrendWord,
    UnlockProgress,
)

TODAY = dt.date(2026, 1, 13)


def a_baseline(metric: str, usual: float, spread: float, **more: Any) -> Baseline:  # noqa: ANN401
    """Baseline with fences far enough out."""
    numbers: dict[str, Any] = {
        "q1": usual - spread,
        "q3": usual + spread,
        "iqr": 2 * spread,
        "lower_bound": usual - 4 * spread,
        "upper_bound": usual + 4 * spread,
        "sample_count": 45,
        "status": BaselineStatus.READY,
        "as_of": TODAY,
    }
    return Baseline(metric=metric, baseline_value=usual, **(numbers | more))


def a_pattern(name: str, kind: PatternType, **more: Any) -> Pattern:  # noqa: ANN401
    """Pattern of today."""
    return Pattern(pattern_type=kind, pattern_name=name, metrics_involved=(), as_of=TODAY, **more)


def readings(values: dict[str, float], day: dt.date = TODAY) -> dict[str, Reading]:
    """Newest values of one day."""
    return {metric: Reading(date=day, value=value) for metric, value in values.items()}


CORRELATION = a_pattern(
    "sleep_hrv_correlation",
    PatternType.CORRELATION,
    score=0.72,
    significance=Significance.HIGH,
    details={"interpretation": "Strong positive correlation between sleep quality and HRV"},
)
OVERTRAINING = a_pattern(
    "overtraining_risk",
    PatternType.COMPOSITE,
    score=35.0,
    significance=Significance.MEDIUM,
    details={"risk_factors": ["HRV trending 8% below baseline"]},
)
QUIET = a_pattern("hrv_trend", PatternType.TREND, significance=Significance.INSUFFICIENT)


@pytest.fixture
def ready() -> Insights:
    """The situation of the document's example with 45 days."""
    return insights(
        today=TODAY,
        first_night=TODAY - dt.timedelta(days=44),
        newest=readings(
            {"hrv_rmssd": 45.2, "sleep_score": 78, "resting_hr": 52, "training_load_ratio": 1.1}
        ),
        baselines=[
            a_baseline("hrv_rmssd", 52.0, 5.0, baseline_7d=48.5, baseline_30d=52.0),
            a_baseline("sleep_score", 82.0, 5.0, baseline_7d=81.0, baseline_30d=82.0),
        ],
        patterns=[CORRELATION, OVERTRAINING, QUIET],
        data_freshness=dt.datetime(2026, 1, 13, 6, tzinfo=dt.UTC),
    )


def test_ready_observations(ready: Insights) -> None:
    """The document's two observations, word by word and in its order."""
    assert ready.observations == (
        Observation(
            category=Category.RECOVERY,
            priority=Priority.HIGH,
            fact="HRV is 13% below personal baseline",
            context="Current: 45ms, Baseline: 52ms",
            trend=TrendWord.DECLINING,
        ),
        Observation(
            category=Category.RECOVERY,
            priority=Priority.INFO,
            fact="Strong connection between your sleep quality and HRV detected",
            context="Better sleep directly improves your recovery metrics",
            trend=None,
        ),
    )


def test_ready_suggestion(ready: Insights) -> None:
    """The document's suggestion, its confidence and its reason."""
    assert ready.suggestions == (
        Suggestion(
            action="prioritize_recovery",
            description="Prioritize sleep and recovery today",
            confidence=0.85,
            reason="HRV is 13% below baseline",
        ),
    )


def test_ready_numbers(ready: Insights) -> None:
    """Ages, percentages, trends and unlocks are the document's."""
    assert (ready.data_age_days, ready.status) == (45, InsightsStatus.READY)
    assert ready.current_metrics == CurrentMetrics(
        hrv=45.2, sleep_score=78, resting_hr=52, training_load_ratio=1.1
    )
    hrv, sleep = ready.baselines
    assert (hrv.percent_of_baseline, hrv.trend) == (86.9, TrendWord.DECLINING)
    assert (sleep.percent_of_baseline, sleep.trend) == (95.1, TrendWord.STABLE)
    assert ready.unlock_progress == UnlockProgress(
        next_unlock="ml_predictions", days_until_next=15, percent_to_next=75.0
    )
    assert ready.anomalies == ()
    assert ready.feature_availability[-1] == Feature(
        name="ml_predictions",
        available=False,
        message="Unlocks in 15 days",
        unlock_at_days=60,
    )
    assert all(each.available for each in ready.feature_availability[:-1])


def test_ready_patterns(ready: Insights) -> None:
    """Insufficient patterns are left out, factors lose their numbers, as in the document."""
    assert ready.patterns == (
        PatternInsight(
            name="sleep_hrv_correlation",
            pattern_type=PatternType.CORRELATION,
            score=0.72,
            significance=Significance.HIGH,
            factors=(),
            interpretation="Strong positive correlation between sleep quality and HRV",
        ),
        PatternInsight(
            name="overtraining_risk",
            pattern_type=PatternType.COMPOSITE,
            score=35.0,
            significance=Significance.MEDIUM,
            factors=("HRV trending below baseline",),
            interpretation=None,
        ),
    )


def test_new_user_example() -> None:
    """Five days give the document's second example, whatever else is handed in."""
    found = insights(
        today=TODAY,
        first_night=TODAY - dt.timedelta(days=4),
        newest=readings({"hrv_rmssd": 48.0, "sleep_score": 75, "resting_hr": 55}),
        baselines=[a_baseline("hrv_rmssd", 90.0, 1.0)],
        patterns=[CORRELATION],
    )
    assert (found.data_age_days, found.status) == (5, InsightsStatus.UNAVAILABLE)
    assert [(f.name, f.message, f.unlock_at_days) for f in found.feature_availability] == [
        ("baselines_7d", "Unlocks in 2 days", 7),
        ("baselines_30d", "Unlocks in 25 days", 30),
        ("patterns", "Unlocks in 16 days", 21),
        ("anomaly_detection", "Unlocks in 16 days", 21),
        ("ml_predictions", "Unlocks in 55 days", 60),
    ]
    assert found.unlock_progress == UnlockProgress(
        next_unlock="baselines_7d", days_until_next=2, percent_to_next=71.4
    )
    assert found.current_metrics == CurrentMetrics(hrv=48.0, sleep_score=75, resting_hr=55)
    assert (found.baselines, found.patterns, found.anomalies) == ((), (), ())
    assert found.suggestions == ()
    assert found.observations == (
        Observation(
            category=Category.ONBOARDING,
            priority=Priority.INFO,
            fact="Building your personal baselines (5/7 days)",
            context="Keep wearing your device. Basic insights unlock in 2 days.",
            trend=None,
        ),
    )


def test_stale_values_are_shown_and_not_judged() -> None:
    """HRV of three days ago is the newest value, and no observation stands on it."""
    found = insights(
        today=TODAY,
        first_night=TODAY - dt.timedelta(days=44),
        newest=readings({"hrv_rmssd": 20.0}, TODAY - dt.timedelta(days=3)),
        baselines=[a_baseline("hrv_rmssd", 52.0, 5.0)],
        patterns=[],
    )
    assert found.current_metrics.hrv == 20.0
    assert (found.observations, found.anomalies, found.suggestions) == ((), (), ())


def test_an_illness_is_told_first_and_gives_advice() -> None:
    """The signal, the unusual heart rate and rest as the first suggestion, in words."""
    signal = a_pattern(
        "illness_signal",
        PatternType.COMPOSITE,
        score=7.0,
        significance=Significance.HIGH,
        details={"alarm": True, "interpretation": "Resting heart rate was 7 and 8 bpm above"},
    )
    found = insights(
        today=TODAY,
        first_night=TODAY - dt.timedelta(days=89),
        newest=readings({"resting_hr": 63.0, "hrv_rmssd": 30.0}),
        baselines=[a_baseline("resting_hr", 55.0, 1.0), a_baseline("hrv_rmssd", 50.0, 3.0)],
        patterns=[signal],
    )
    assert [(each.category, each.priority) for each in found.observations] == [
        ("recovery", "critical"),
        ("recovery", "critical"),
        ("anomaly", "critical"),
        ("recovery", "high"),
        ("anomaly", "high"),
    ]
    assert found.observations[2].fact == "Resting heart rate is unusually high: 63 bpm"
    assert found.observations[2].context == "Your usual range: 51 bpm to 59 bpm"
    assert [each.action for each in found.suggestions] == ["rest", "prioritize_recovery"]


def test_good_news_is_positive_and_last() -> None:
    """HRV above and a heart rate below the baseline are good news, and need no advice."""
    found = insights(
        today=TODAY,
        first_night=TODAY - dt.timedelta(days=89),
        newest=readings({"hrv_rmssd": 60.0, "resting_hr": 45.0}),
        baselines=[a_baseline("hrv_rmssd", 50.0, 5.0), a_baseline("resting_hr", 55.0, 5.0)],
        patterns=[],
    )
    assert {each.priority for each in found.observations} == {Priority.POSITIVE}
    assert found.observations[0].fact == "HRV is 20% above personal baseline"
    assert found.suggestions == ()


def test_training_too_much() -> None:
    """A high risk and a high ratio are told, and the advice is given once."""
    risk = a_pattern(
        "overtraining_risk",
        PatternType.COMPOSITE,
        score=62.0,
        significance=Significance.HIGH,
        details={"risk_factors": ["HRV trending 12% below baseline"]},
    )
    found = insights(
        today=TODAY,
        first_night=TODAY - dt.timedelta(days=89),
        newest=readings({"training_load_ratio": 1.6}),
        baselines=[a_baseline("training_load_ratio", 1.0, 0.3)],
        patterns=[risk],
    )
    assert [each.fact for each in found.observations] == [
        "Overtraining risk is high (62 of 100)",
        "Training load of the last days is 1.60 times what you are used to",
    ]
    assert [(each.action, each.confidence) for each in found.suggestions] == [
        ("reduce_training", 0.85)
    ]


def test_a_trend_is_told_with_its_means() -> None:
    """A sure fall of HRV is an observation of the category trend."""
    fall = a_pattern(
        "hrv_trend",
        PatternType.TREND,
        score=-15.0,
        significance=Significance.HIGH,
        details={"mean_7d": 38.2, "mean_before": 45.0},
    )
    found = insights(
        today=TODAY,
        first_night=TODAY - dt.timedelta(days=89),
        newest={},
        baselines=[],
        patterns=[fall],
    )
    (told,) = found.observations
    assert told == Observation(
        category=Category.TREND,
        priority=Priority.MEDIUM,
        fact="HRV has fallen 15% in the last 7 days",
        context="Last 7 days: 38ms, the 23 days before: 45ms",
        trend=TrendWord.DECLINING,
    )


@pytest.mark.parametrize(
    ("days", "fact", "context"),
    [
        (
            0,
            "Building your personal baselines (0/7 days)",
            "Keep wearing your device. Basic insights unlock in 7 days.",
        ),
        (
            20,
            "Learning your personal patterns (20/21 days)",
            "Keep wearing your device. Pattern and anomaly detection unlock in 1 day.",
        ),
    ],
)
def test_onboarding(days: int, fact: str, context: str) -> None:
    """Until 21 days a person reads how far the way is."""
    first = TODAY - dt.timedelta(days=days - 1) if days else None
    found = insights(today=TODAY, first_night=first, newest={}, baselines=[], patterns=[])
    assert [(each.fact, each.context) for each in found.observations] == [(fact, context)]
    assert found.status == (InsightsStatus.PARTIAL if days else InsightsStatus.UNAVAILABLE)


def test_days_count_from_the_first_night() -> None:
    """The first night counts as day 1, one to come as none."""
    assert data_age_days(TODAY, TODAY) == 1
    assert data_age_days(TODAY + dt.timedelta(days=3), TODAY) == 0
    assert data_age_days(None, TODAY) == 0


def test_all_unlocked() -> None:
    """From 60 days on there is nothing left to wait for."""
    assert unlock_progress(60) == UnlockProgress(
        next_unlock=None, days_until_next=0, percent_to_next=100.0
    )
    assert feature("x", 7, 7) == Feature(name="x", available=True)


@pytest.mark.parametrize("metric", list(Metric))
def test_every_metric_can_be_an_anomaly(metric: Metric) -> None:
    """An unusual value of any metric makes a sentence with its unit, and never an exception."""
    found = insights(
        today=TODAY,
        first_night=TODAY - dt.timedelta(days=89),
        newest=readings({metric.key: 1e9}),
        baselines=[a_baseline(metric.key, 0.0, 1.0, baseline_7d=0.0, baseline_30d=0.0)],
        patterns=[],
    )
    assert len(found.anomalies) == 1
    assert found.anomalies[0].deviation_percent is None
    assert any(each.category is Category.ANOMALY for each in found.observations)
