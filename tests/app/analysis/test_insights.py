import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from app.analysis.insights import data_age_days, feature, insights, unlock_progress
from app.metrics import Metric
from app.records.findings import (
    Baseline,
    BaselinePart,
    BaselineStatus,
    Category,
    CurrentMetrics,
    Era,
    Feature,
    Insights,
    InsightsStatus,
    Observation,
    Pattern,
    PatternInsight,
    PatternType,
    Priority,
    Reading,
    Season,
    Significance,
    Split,
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
    """The document's two observations, word by word and in its order; one night is a small one."""
    assert ready.observations == (
        Observation(
            code="one_night",
            metric="hrv_rmssd",
            params={"change_percent": pytest.approx(-13.1), "current": 45.2, "baseline": 52.0},
            category=Category.RECOVERY,
            priority=Priority.LOW,
            fact="HRV is 13% below personal baseline",
            context="Current: 45ms, Baseline: 52ms",
            trend=None,
        ),
        Observation(
            code="strong_connection",
            params={"effect": 0.72},
            category=Category.RECOVERY,
            priority=Priority.INFO,
            fact="Strong connection between your sleep quality and HRV detected",
            context="Better sleep directly improves your recovery metrics",
            trend=None,
        ),
    )


def test_one_night_gives_no_advice(ready: Insights) -> None:
    """What stands on one night alone suggests nothing."""
    assert ready.suggestions == ()


def test_a_fall_gives_the_documents_advice() -> None:
    """The document's suggestion and its confidence, where mornings agreed on a fall."""
    found = told_of([a_fall({**SINCE_YESTERDAY, "level": "high"})])
    assert found.suggestions == (
        Suggestion(
            action="prioritize_recovery",
            description="Prioritize sleep and recovery today",
            confidence=0.85,
            reason="HRV has fallen 15% in the last 7 days",
            because="trend",
            metric="hrv_rmssd",
            params={"change_percent": -15.0, "mean_7d": 38.2, "mean_before": 45.0},
        ),
    )


def told_of(patterns: list[Pattern], **values: tuple[float, float, float]) -> Insights:
    """Insights of 89 days; values are (newest, baseline, spread) by metric."""
    return insights(
        today=TODAY,
        first_night=TODAY - dt.timedelta(days=89),
        newest=readings({metric: newest for metric, (newest, _, _) in values.items()}),
        baselines=[
            a_baseline(metric, usual, spread) for metric, (_, usual, spread) in values.items()
        ],
        patterns=patterns,
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
            code="building_baselines",
            params={"days": 5, "goal": 7, "left": 2},
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
        details={
            "alarm": True,
            "rise_bpm": [7.0, 8.0],
            "joined_by": [],
        },
    )
    found = told_of([signal], resting_hr=(63.0, 55.0, 1.0), hrv_rmssd=(30.0, 50.0, 3.0))
    assert [(each.code, each.metric, each.priority) for each in found.observations] == [
        ("illness_signal", "resting_hr", "critical"),
        ("unusually_low", "hrv_rmssd", "high"),
    ]
    assert found.observations[1].fact == "HRV is unusually low: 30ms"
    assert found.observations[1].context == "Your usual range: 38ms to 62ms"
    assert [each.action for each in found.suggestions] == ["rest"]


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
        details={
            "params": {
                "score": 62.0,
                "factors": [{"metric": "hrv_rmssd", "change_percent": -12.0}],
            },
            "told": {"level": "high", "since": "2026-01-12", "until": None},
        },
    )
    found = told_of([risk], training_load_ratio=(1.6, 1.0, 0.3))
    assert [each.fact for each in found.observations] == [
        "Overtraining risk is high (62 of 100)",
        "Training load of the last days is 1.60 times what you are used to",
    ]
    assert found.observations[0].context == "HRV trending 12% below baseline"
    assert [(each.action, each.confidence) for each in found.suggestions] == [
        ("reduce_training", 0.85)
    ]


SINCE_YESTERDAY = {
    "level": "medium",
    "since": "2026-01-12",
    "until": None,
    "change_percent": -15.0,
}


def a_fall(told: dict[str, Any] | None) -> Pattern:
    """HRV's trend of this look, and what mornings agreed on."""
    return a_pattern(
        "hrv_trend",
        PatternType.TREND,
        score=-15.0,
        significance=Significance.HIGH,
        details={
            "params": {"mean_7d": 38.2, "mean_before": 45.0},
            "told": told,
        },
    )


def test_a_trend_is_told_with_its_means() -> None:
    """A fall of HRV on which mornings agreed is an observation of the category trend."""
    found = insights(
        today=TODAY,
        first_night=TODAY - dt.timedelta(days=89),
        newest={},
        baselines=[],
        patterns=[a_fall(SINCE_YESTERDAY)],
    )
    (told,) = found.observations
    assert told == Observation(
        code="trend",
        metric="hrv_rmssd",
        params={"change_percent": -15.0, "mean_7d": 38.2, "mean_before": 45.0},
        category=Category.TREND,
        priority=Priority.MEDIUM,
        fact="HRV has fallen 15% in the last 7 days",
        context="Last 7 days: 38ms, the 23 days before: 45ms",
        trend=TrendWord.DECLINING,
    )


def test_a_trend_that_has_ended_is_not_told() -> None:
    """What a morning has ended is known for some days, and told no more."""
    assert told_of([a_fall({**SINCE_YESTERDAY, "until": "2026-01-13"})]).observations == ()


def a_band(side: str) -> Pattern:
    """A week's HRV outside of the band."""
    numbers = {"change_percent": -9.0 if side == "below" else 9.0, "mean_7d": 45.0}
    return a_pattern(
        "hrv_band",
        PatternType.TREND,
        score=numbers["change_percent"],
        significance=Significance.LOW,
        details={
            "params": {**numbers, "low": 48.0, "high": 52.0},
            "told": {"side": side, "since": "2026-01-11"},
        },
    )


RISK = a_pattern(
    "overtraining_risk",
    PatternType.COMPOSITE,
    score=62.0,
    significance=Significance.HIGH,
    details={
        "params": {"score": 62.0, "factors": [{"metric": "hrv_rmssd", "change_percent": -12.0}]},
        "told": {"level": "high", "since": "2026-01-12", "until": None},
    },
)
ILL = a_pattern(
    "illness_signal",
    PatternType.COMPOSITE,
    significance=Significance.MEDIUM,
    details={"alarm": True, "rise_bpm": [7.0, 8.0], "joined_by": ["hrv_rmssd"]},
)
LOW_NIGHT, GRAVE_NIGHT = (44.0, 50.0, 5.0), (10.0, 50.0, 5.0)


@pytest.mark.parametrize(
    ("patterns", "hrv", "codes"),
    [
        ([a_fall(SINCE_YESTERDAY), a_band("below")], LOW_NIGHT, ["trend"]),
        ([a_band("below")], LOW_NIGHT, ["week_off_band"]),
        ([a_band("above")], LOW_NIGHT, ["week_off_band"]),
        ([], LOW_NIGHT, ["one_night"]),
        ([RISK, a_fall(SINCE_YESTERDAY)], LOW_NIGHT, ["overtraining_high"]),
        ([ILL, RISK, a_fall(SINCE_YESTERDAY)], LOW_NIGHT, ["illness_signal"]),
        ([a_band("above")], GRAVE_NIGHT, ["unusually_low"]),
        ([RISK], GRAVE_NIGHT, ["unusually_low", "overtraining_high"]),
        ([ILL], GRAVE_NIGHT, ["illness_signal"]),
    ],
)
def test_one_voice_speaks_of_a_metric(
    patterns: list[Pattern], hrv: tuple[float, float, float], codes: list[str]
) -> None:
    """The table of what excludes what: no value twice, no good word beside a bad one."""
    assert [each.code for each in told_of(patterns, hrv_rmssd=hrv).observations] == codes


def test_a_new_device_is_no_change_of_hrv() -> None:
    """While HRV's device is new its values are not held against the earlier ones'."""
    trend = a_pattern(
        "hrv_trend",
        PatternType.TREND,
        significance=Significance.INSUFFICIENT,
        details={"reason_code": "new_device", "reason_params": {"since": "2026-01-03"}},
    )
    (told,) = told_of([trend], hrv_rmssd=LOW_NIGHT).observations
    assert (told.code, told.params) == ("new_device", {"since": "2026-01-03"})
    assert told.fact.startswith("A new device measures since 3 January 2026")


@pytest.mark.parametrize(
    ("quartiles", "code"),
    [
        ([(54.0, 58.0), (53.0, 57.0)], "lower_than_the_season"),
        ([(44.0, 48.0), (43.0, 47.0)], "higher_than_the_season"),
        ([(54.0, 58.0), (47.0, 57.0)], None),
        ([(54.0, 58.0)], None),
    ],
)
def test_a_month_is_held_against_earlier_years(
    quartiles: list[tuple[float, float]], code: str | None
) -> None:
    """It is told where the last 30 days lie outside of the middle half of every earlier year."""
    years = [
        Season(
            metric="hrv_rmssd",
            date=dt.date(2025 - back, 1, 1),
            sample_count=28,
            q1=q1,
            median=(q1 + q3) / 2,
            q3=q3,
        )
        for back, (q1, q3) in enumerate(quartiles)
    ]
    found = insights(
        today=TODAY,
        first_night=TODAY - dt.timedelta(days=900),
        newest={},
        baselines=[a_baseline("hrv_rmssd", 50.0, 5.0, baseline_30d=50.0)],
        patterns=[],
        seasons=years,
    )
    assert [each.code for each in found.observations] == ([code] if code else [])
    if code == "lower_than_the_season":
        assert found.observations[0].fact == (
            "HRV is lower than in January of the last 2 years you have data of"
        )
        assert found.observations[0].context == (
            "Last 30 days: 50ms, January of earlier years: 55ms to 56ms"
        )


def test_a_trend_of_one_look_is_not_told() -> None:
    """However small today's p-value is: without mornings that agree there is no observation."""
    found = insights(
        today=TODAY,
        first_night=TODAY - dt.timedelta(days=89),
        newest={},
        baselines=[],
        patterns=[a_fall(None)],
    )
    assert found.observations == ()


@pytest.mark.parametrize(
    ("metric", "value", "priority"),
    [
        ("hrv_rmssd", 29.0, Priority.LOW),
        ("hrv_rmssd", 19.0, Priority.HIGH),
        ("hrv_rmssd", 14.0, Priority.CRITICAL),
        ("hrv_rmssd", 90.0, Priority.POSITIVE),
        ("resting_hr", 71.0, Priority.LOW),
        ("resting_hr", 90.0, Priority.CRITICAL),
        ("breathing_rate", 90.0, Priority.CRITICAL),
        ("training_load", 90.0, Priority.LOW),
    ],
)
def test_an_unusual_value_is_as_grave_as_it_is_far(
    metric: str, value: float, priority: Priority
) -> None:
    """A little outside, or a deed, is low; 2.5 iqr is high, critical stays, good news is good."""
    usual = a_baseline(metric, 50.0, 5.0, lower_bound=30.0, upper_bound=70.0)
    found = insights(
        today=TODAY,
        first_night=TODAY - dt.timedelta(days=89),
        newest=readings({metric: value}),
        baselines=[usual],
        patterns=[],
    )
    (told,) = (each for each in found.observations if each.category is Category.ANOMALY)
    assert told.priority is priority


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
        newest=readings({metric.key: 1e9}, TODAY - dt.timedelta(days=1)),
        baselines=[a_baseline(metric.key, 0.0, 1.0, baseline_7d=0.0, baseline_30d=0.0)],
        patterns=[],
    )
    assert len(found.anomalies) == 1
    assert found.anomalies[0].deviation_percent is None
    told = {each.code for each in found.observations}
    assert told & {"unusually_high", "load_ratio_high"}


def split(since: dict[str, Any], before: dict[str, Any]) -> tuple[BaselinePart, ...]:
    """Parts of an HRV baseline that a new device splits."""
    common: dict[str, Any] = {
        "metric": "resting_hr",
        "since": TODAY - dt.timedelta(days=40),
        "as_of": TODAY,
    }
    because = Split.NEW_DEVICE
    return (
        BaselinePart(era=Era.BEFORE, because=because, **common, **before),
        BaselinePart(era=Era.SINCE, because=because, **common, **since),
    )


def told_by(baseline: Baseline, newest: float, days: int = 89) -> Insights:
    """Insights of one baseline."""
    return insights(
        today=TODAY,
        first_night=TODAY - dt.timedelta(days=days),
        newest=readings({baseline.metric: newest}),
        baselines=[baseline],
        patterns=[],
    )


def test_what_is_told_stands_on_the_days_since_a_new_device() -> None:
    """52 bpm are unusual against both devices' nights, and usual for the new one."""
    ready = {"status": BaselineStatus.READY, "sample_count": 40}
    fences = {"q1": 50.0, "q3": 54.0, "iqr": 4.0, "lower_bound": 44.0, "upper_bound": 60.0}
    parts = split({"baseline_value": 52.0, **fences, **ready}, {"baseline_value": 44.0, **ready})
    whole = a_baseline("resting_hr", 46.0, 0.5, lower_bound=44.5, upper_bound=47.5)
    assert told_by(whole, 52.0).observations
    found = told_by(replace(whole, parts=parts), 52.0)
    assert found.observations == ()
    assert (len(found.anomalies), found.baselines[0].baseline) == (1, 46.0)


def test_one_night_that_four_in_five_are_like_is_not_told() -> None:
    """A sixth off the baseline is a word for who sleeps evenly, and none for who does not."""
    even = a_baseline("hrv_rmssd", 60.0, 3.0, median=60.0)
    uneven = a_baseline("hrv_rmssd", 60.0, 9.0, median=60.0)
    assert [each.code for each in told_by(even, 50.0).observations] == ["one_night"]
    assert told_by(uneven, 50.0).observations == ()


def test_the_first_nights_say_what_is_usual_so_far() -> None:
    """Nine nights are drawn to the norm of people, and a night that they leave open is not told."""
    young = a_baseline(
        "hrv_rmssd", 55.0, 5.0, std_dev=8.0, sample_count=9, status=BaselineStatus.PARTIAL
    )
    found = told_by(young, 48.0, days=9).observations
    assert [each.code for each in found] == ["usual_so_far", "learning_patterns"]
    assert found[0].params["nights"] == 9
    assert found[0].params["low"] < 48 < found[0].params["usual"] < 55
    assert told_by(young, 30.0, days=9).observations[0].code == "one_night"


def test_days_without_nights_are_asked_for_nights() -> None:
    """Who wears the watch by day alone is not told to wait for a week that never begins."""
    found = insights(
        today=TODAY, first_night=None, newest=readings({"steps": 9000}), baselines=[], patterns=[]
    )
    assert [each.code for each in found.observations] == ["no_night_yet"]


def test_nothing_grave_lies_within_a_tenth() -> None:
    """Whose heart rate hardly varies is not alarmed by three beats, and by eight is."""
    narrow = a_baseline("resting_hr", 48.0, 0.0, lower_bound=48.0, upper_bound=48.0)
    (small,) = told_by(narrow, 51.0).observations
    (large,) = told_by(narrow, 56.0).observations
    assert (small.priority, large.priority) == (Priority.LOW, Priority.CRITICAL)


def test_no_range_reaches_beyond_what_a_metric_can_be() -> None:
    """A load below zero, and a score above 100, is in no sentence."""
    load = a_baseline("training_load", 60.0, 40.0, lower_bound=-60.0, upper_bound=160.0)
    (found,) = told_by(load, 200.0).observations
    assert found.context == "Your usual range: 0 TRIMP to 160 TRIMP"


def test_an_illness_that_fades_is_medium() -> None:
    """It goes on with two beats above the usual, and is no grave news any more."""
    fading = a_pattern(
        "illness_signal",
        PatternType.COMPOSITE,
        significance=Significance.MEDIUM,
        details={"alarm": True, "rise_bpm": [2.2, 2.4], "joined_by": ["breathing_rate"]},
    )
    found = told_of([fading], hrv_rmssd=(66.0, 55.0, 3.0)).observations
    assert [(each.code, each.priority) for each in found] == [("illness_signal", Priority.MEDIUM)]


def test_devices_by_turns_make_no_single_night() -> None:
    """Whose nights two devices measure is not told that one differs from the other."""
    trend = a_pattern(
        "hrv_trend",
        PatternType.TREND,
        significance=Significance.INSUFFICIENT,
        details={"devices_by_turns": True},
    )
    assert told_of([trend], hrv_rmssd=(45.0, 60.0, 12.0)).observations == ()
