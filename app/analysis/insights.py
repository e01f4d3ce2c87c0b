"""Everything at once, for dashboards and coaching: what stands out, and what to do about it.

Observations and suggestions are tables of rules: each rule looks at the facts and says nothing,
or one sentence with its numbers. Values older than two days are shown and never judged.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.analysis import anomaly, words
from app.metrics import Better, Metric
from app.records.findings import (
    Anomaly,
    Baseline,
    BaselineInsight,
    BaselineStatus,
    Category,
    CurrentMetrics,
    Direction,
    Feature,
    Insights,
    InsightsStatus,
    Observation,
    Pattern,
    PatternInsight,
    Priority,
    Reading,
    Severity,
    Significance,
    Suggestion,
    TrendWord,
    UnlockProgress,
)

UNLOCK_DAYS = {
    "baselines_7d": 7,
    "baselines_30d": 30,
    "patterns": 21,
    "anomaly_detection": 21,
    "ml_predictions": 60,
}
PARTIAL_DAYS, READY_DAYS = 7, 21

CURRENT = {
    "hrv": Metric.HRV_RMSSD,
    "sleep_score": Metric.SLEEP_SCORE,
    "resting_hr": Metric.RESTING_HR,
    "training_load_ratio": Metric.TRAINING_LOAD_RATIO,
}

TELLING, ALARMING = 10.0, 25.0
"""Percent from the baseline that make an observation, and a grave one."""

STRONG = 0.7
"""Rank correlation from which the document speaks of a strong connection."""

HIGH_RATIO = 1.5
"""Polar calls a ratio of acute to chronic load above 1.5 overreaching."""

RANK = {priority: place for place, priority in enumerate(Priority)}
SURE = (Significance.HIGH, Significance.MEDIUM)
CONFIDENCE = {Priority.CRITICAL: 0.95, Priority.HIGH: 0.85, Priority.MEDIUM: 0.7}
"""How well founded a suggestion is, by the priority of what it stands on: a convention."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at."""

    today: dt.date
    days: int
    newest: Mapping[str, Reading]
    baselines: Mapping[str, BaselineInsight]
    patterns: Mapping[str, Pattern]
    anomalies: Sequence[Anomaly]

    def fresh(self, metric: Metric) -> BaselineInsight | None:
        """A metric against its baseline, if its newest value speaks of now."""
        reading = self.newest.get(metric.key)
        if reading is None or not anomaly.is_fresh(reading, self.today):
            return None
        return self.baselines.get(metric.key)


def data_age_days(first_night: dt.date | None, today: dt.date) -> int:
    """Days from the first night to today, both counted; 0 before the first."""
    return 0 if first_night is None else max(0, (today - first_night).days + 1)


def insights(
    *,
    today: dt.date,
    first_night: dt.date | None,
    newest: Mapping[str, Reading],
    baselines: Iterable[Baseline],
    patterns: Iterable[Pattern],
    data_freshness: dt.datetime | None = None,
) -> Insights:
    """All insights; `newest` by metric's key, `patterns` the documented ones or all of them."""
    days = data_age_days(first_night, today)
    known = list(baselines) if days >= PARTIAL_DAYS else []
    facts = Facts(
        today=today,
        days=days,
        newest=newest,
        baselines={each.metric: found for each in known if (found := _against(each, newest))},
        patterns={each.pattern_name: each for each in patterns} if days >= READY_DAYS else {},
        anomalies=anomaly.scan(newest, known, today) if days >= READY_DAYS else (),
    )
    return _told(facts, data_freshness)


def _told(facts: Facts, data_freshness: dt.datetime | None) -> Insights:
    return Insights(
        data_freshness=data_freshness,
        data_age_days=facts.days,
        status=status_of(facts.days),
        feature_availability=tuple(
            feature(name, at, facts.days) for name, at in UNLOCK_DAYS.items()
        ),
        unlock_progress=unlock_progress(facts.days),
        current_metrics=_current(facts.newest),
        baselines=tuple(facts.baselines.values()),
        patterns=tuple(
            pattern_insight(each)
            for each in facts.patterns.values()
            if each.significance != Significance.INSUFFICIENT
        ),
        anomalies=tuple(facts.anomalies),
        observations=observations(facts),
        suggestions=suggestions(facts),
    )


def status_of(days: int) -> InsightsStatus:
    """Ready from 21 days, partial from 7."""
    if days >= READY_DAYS:
        return InsightsStatus.READY
    return InsightsStatus.PARTIAL if days >= PARTIAL_DAYS else InsightsStatus.UNAVAILABLE


def feature(name: str, unlock_at: int, days: int) -> Feature:
    """Whether a feature is there, and in how many days it will be."""
    if days >= unlock_at:
        return Feature(name=name, available=True)
    message = f"Unlocks in {words.days(unlock_at - days)}"
    return Feature(name=name, available=False, message=message, unlock_at_days=unlock_at)


def unlock_progress(days: int) -> UnlockProgress:
    """The next feature to unlock, counted from the first day."""
    locked = [(at, name) for name, at in UNLOCK_DAYS.items() if days < at]
    if not locked:
        return UnlockProgress(next_unlock=None, days_until_next=0, percent_to_next=100.0)
    at, name = min(locked, key=lambda each: each[0])
    percent = round(100 * days / at, 1)
    return UnlockProgress(next_unlock=name, days_until_next=at - days, percent_to_next=percent)


def pattern_insight(pattern: Pattern) -> PatternInsight:
    """A pattern in short; its factors without their numbers, as the document has them."""
    factors = pattern.details.get("risk_factors", ())
    return PatternInsight(
        name=pattern.pattern_name,
        pattern_type=pattern.pattern_type,
        score=pattern.score,
        significance=pattern.significance,
        factors=tuple(re.sub(r" \d+%", "", factor) for factor in factors),
        interpretation=pattern.details.get("interpretation"),
    )


def _against(baseline: Baseline, newest: Mapping[str, Reading]) -> BaselineInsight | None:
    usual, reading = baseline.baseline_value, newest.get(baseline.metric)
    if usual is None or baseline.status == BaselineStatus.INSUFFICIENT:
        return None
    current = reading.value if reading else None
    percent = round(100 * current / usual, 1) if current is not None and usual > 0 else None
    return BaselineInsight(
        metric=baseline.metric,
        current=current,
        baseline=usual,
        baseline_7d=baseline.baseline_7d,
        baseline_30d=baseline.baseline_30d,
        percent_of_baseline=percent,
        trend=_trend(baseline),
        status=baseline.status,
    )


def _trend(baseline: Baseline) -> TrendWord | None:
    """7 days against 30 days; stable within 5 %."""
    week, month = baseline.baseline_7d, baseline.baseline_30d
    if week is None or not month:
        return None
    return words.trend_word(_metric(baseline.metric), 100 * (week - month) / abs(month))


def _metric(key: str) -> Metric:
    return Metric[key.upper()]


def _current(newest: Mapping[str, Reading]) -> CurrentMetrics:
    values = {
        name: newest[metric.key].value if metric.key in newest else None
        for name, metric in CURRENT.items()
    }
    return CurrentMetrics(**values)


# Observations: one rule, one sentence.


def observations(facts: Facts) -> tuple[Observation, ...]:
    """What stands out, what matters most first."""
    found = [each for rule in RULES for each in rule(facts)]
    return tuple(sorted(found, key=lambda each: RANK[each.priority]))


def _onboarding(facts: Facts) -> Iterable[Observation]:
    if facts.days >= READY_DAYS:
        return
    early = facts.days < PARTIAL_DAYS
    goal = PARTIAL_DAYS if early else READY_DAYS
    left = words.days(goal - facts.days)
    what, next_up = (
        ("Building your personal baselines", "Basic insights unlock")
        if early
        else ("Learning your personal patterns", "Pattern and anomaly detection unlock")
    )
    yield Observation(
        category=Category.ONBOARDING,
        priority=Priority.INFO,
        fact=f"{what} ({facts.days}/{goal} days)",
        context=f"Keep wearing your device. {next_up} in {left}.",
    )


def _against_baseline(
    metric: Metric, category: Category
) -> Callable[[Facts], Iterable[Observation]]:
    """Rule: the newest value lies 10 % or more from the baseline."""

    def rule(facts: Facts) -> Iterable[Observation]:
        found = facts.fresh(metric)
        change = _change(found)
        if found is None or found.current is None or abs(change) < TELLING:
            return
        now, usual = words.amount(metric, found.current), words.amount(metric, found.baseline)
        yield Observation(
            category=category,
            priority=_priority(metric, category, change),
            fact=f"{_off_baseline(metric, change)} personal baseline",
            context=f"Current: {now}, Baseline: {usual}",
            trend=found.trend,
        )

    return rule


def _change(found: BaselineInsight | None) -> float:
    percent = found.percent_of_baseline if found else None
    return 0.0 if percent is None else percent - 100


def _off_baseline(metric: Metric, change: float) -> str:
    return f"{words.title(metric)} is {words.percent(change)} {words.side(change)}"


def _priority(metric: Metric, category: Category, change: float) -> Priority:
    good = (change > 0) == (metric.spec.better is Better.HIGHER)
    if good:
        return Priority.POSITIVE
    if abs(change) >= ALARMING:
        return Priority.CRITICAL if category is Category.RECOVERY else Priority.HIGH
    return Priority.HIGH if category is Category.RECOVERY else Priority.MEDIUM


def _load_ratio(facts: Facts) -> Iterable[Observation]:
    found = facts.fresh(Metric.TRAINING_LOAD_RATIO)
    if found is None or found.current is None or found.current < HIGH_RATIO:
        return
    now = words.amount(Metric.TRAINING_LOAD_RATIO, found.current)
    usual = words.amount(Metric.TRAINING_LOAD_RATIO, found.baseline)
    yield Observation(
        category=Category.TRAINING,
        priority=Priority.MEDIUM,
        fact=f"Training load of the last days is {now} times what you are used to",
        context=f"Current ratio: {now}, Baseline: {usual}",
        trend=found.trend,
    )


def _overtraining(facts: Facts) -> Iterable[Observation]:
    pattern = facts.patterns.get("overtraining_risk")
    if pattern is None or pattern.significance != Significance.HIGH or pattern.score is None:
        return
    yield Observation(
        category=Category.TRAINING,
        priority=Priority.HIGH,
        fact=f"Overtraining risk is high ({pattern.score:.0f} of 100)",
        context="; ".join(pattern.details.get("risk_factors", ())) or None,
    )


def _connection(facts: Facts) -> Iterable[Observation]:
    pattern = facts.patterns.get("sleep_hrv_correlation")
    if pattern is None or pattern.significance not in SURE or pattern.score is None:
        return
    strong = pattern.score >= STRONG
    size = words.strength(pattern.score).capitalize()
    way = "lower" if pattern.score < 0 else "higher"
    yield Observation(
        category=Category.RECOVERY,
        priority=Priority.INFO,
        fact=f"{size} connection between your sleep quality and HRV detected",
        context="Better sleep directly improves your recovery metrics"
        if strong
        else f"Nights with better sleep tend to come with {way} HRV "
        f"(correlation {pattern.score:.2f})",
    )


def _trend_of(name: str, metric: Metric) -> Callable[[Facts], Iterable[Observation]]:
    """Rule: the last 7 days differ from the 23 before, beyond chance."""

    def rule(facts: Facts) -> Iterable[Observation]:
        pattern = facts.patterns.get(name)
        if pattern is None or pattern.significance not in SURE or pattern.score is None:
            return
        way = "fallen" if pattern.score < 0 else "risen"
        good = (pattern.score > 0) == (metric.spec.better is Better.HIGHER)
        yield Observation(
            category=Category.TREND,
            priority=Priority.POSITIVE if good else Priority.MEDIUM,
            fact=f"{words.title(metric)} has {way} {words.percent(pattern.score)} "
            "in the last 7 days",
            context=_means(metric, pattern.details),
            trend=words.trend_word(metric, pattern.score),
        )

    return rule


def _means(metric: Metric, details: Mapping[str, Any]) -> str | None:
    now, before = details.get("mean_7d"), details.get("mean_before")
    if now is None or before is None:
        return None
    return (
        f"Last 7 days: {words.amount(metric, now)}, "
        f"the 23 days before: {words.amount(metric, before)}"
    )


def _illness(facts: Facts) -> Iterable[Observation]:
    pattern = facts.patterns.get("illness_signal")
    if pattern is None or not pattern.details.get("alarm"):
        return
    joined = pattern.significance == Significance.HIGH
    yield Observation(
        category=Category.RECOVERY,
        priority=Priority.CRITICAL if joined else Priority.HIGH,
        fact=str(pattern.details.get("interpretation")),
        context="This often comes before an illness; alcohol, heat, travel and hard training "
        "can do the same",
    )


def _anomalies(facts: Facts) -> Iterable[Observation]:
    for each in facts.anomalies:
        metric = _metric(each.metric)
        low, high = (words.amount(metric, v) for v in (each.lower_bound, each.upper_bound))
        size = "high" if each.direction == Direction.ABOVE else "low"
        grave = each.severity == Severity.CRITICAL
        yield Observation(
            category=Category.ANOMALY,
            priority=Priority.CRITICAL if grave else Priority.HIGH,
            fact=f"{words.title(metric)} is unusually {size}: "
            f"{words.amount(metric, each.current_value)}",
            context=f"Your usual range: {low} to {high}",
        )


RULES: tuple[Callable[[Facts], Iterable[Observation]], ...] = (
    _onboarding,
    _illness,
    _against_baseline(Metric.HRV_RMSSD, Category.RECOVERY),
    _against_baseline(Metric.RESTING_HR, Category.RECOVERY),
    _against_baseline(Metric.SLEEP_SCORE, Category.SLEEP),
    _load_ratio,
    _overtraining,
    _anomalies,
    _trend_of("hrv_trend", Metric.HRV_RMSSD),
    _trend_of("sleep_trend", Metric.SLEEP_SCORE),
    _connection,
)


# Suggestions: what follows from an observation.


def suggestions(facts: Facts) -> tuple[Suggestion, ...]:
    """What to do, each action once, the best founded first."""
    found: dict[str, Suggestion] = {}
    for rule in ADVICE:
        for each in rule(facts):
            found.setdefault(each.action, each)
    return tuple(sorted(found.values(), key=lambda each: -each.confidence))


def _rest_when_ill(facts: Facts) -> Iterable[Suggestion]:
    for each in _illness(facts):
        yield Suggestion(
            action="rest",
            description="Rest, and skip hard training until your heart rate is back to normal",
            confidence=CONFIDENCE[each.priority],
            reason=each.fact,
        )


def _recover(metric: Metric) -> Callable[[Facts], Iterable[Suggestion]]:
    """Rule: recovery first, when a sign of it lies 10 % or more on the bad side."""
    observe = _against_baseline(metric, Category.RECOVERY)

    def rule(facts: Facts) -> Iterable[Suggestion]:
        for each in observe(facts):
            if each.priority is not Priority.POSITIVE:
                yield Suggestion(
                    action="prioritize_recovery",
                    description="Prioritize sleep and recovery today",
                    confidence=CONFIDENCE[each.priority],
                    reason=f"{_off_baseline(metric, _change(facts.fresh(metric)))} baseline",
                )

    return rule


def _sleep_more(facts: Facts) -> Iterable[Suggestion]:
    for each in _against_baseline(Metric.SLEEP_SCORE, Category.SLEEP)(facts):
        if each.priority is not Priority.POSITIVE:
            change = _change(facts.fresh(Metric.SLEEP_SCORE))
            yield Suggestion(
                action="improve_sleep",
                description="Go to bed earlier tonight",
                confidence=CONFIDENCE[each.priority],
                reason=f"{_off_baseline(Metric.SLEEP_SCORE, change)} baseline",
            )


def _train_less(facts: Facts) -> Iterable[Suggestion]:
    for each in (*_overtraining(facts), *_load_ratio(facts)):
        yield Suggestion(
            action="reduce_training",
            description="Reduce training intensity for the next days",
            confidence=CONFIDENCE[each.priority],
            reason=each.fact,
        )


ADVICE: tuple[Callable[[Facts], Iterable[Suggestion]], ...] = (
    _rest_when_ill,
    _recover(Metric.HRV_RMSSD),
    _recover(Metric.RESTING_HR),
    _sleep_more,
    _train_less,
)
