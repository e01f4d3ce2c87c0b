"""Everything at once, for dashboards and coaching: what stands out, and what to do about it.

Observations are a table of rules: each rule looks at the facts and says nothing, or one sentence
with its numbers. Of what the rules say, one sentence is told about each metric (`VOICES`), so that
no value is told twice and no "risen" stands beside a "below"; suggestions follow from what is
told. Values older than two days are shown and never judged.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any

from app.analysis import anomaly, baseline, norms, words
from app.analysis.plain import plain
from app.metrics import Better, Metric, metric_of
from app.patterns import PatternName
from app.phrases.codes import Code
from app.phrases.phrase import Phrase
from app.records.activity import ActivityDay
from app.records.cardio_load import CardioLoadDay
from app.records.findings import (
    Anomaly,
    Baseline,
    BaselineInsight,
    BaselinePart,
    BaselineStatus,
    Category,
    CurrentMetrics,
    Direction,
    Expected,
    Feature,
    Insights,
    InsightsStatus,
    Observation,
    Pattern,
    PatternInsight,
    Priority,
    Reading,
    Season,
    Severity,
    Significance,
    Split,
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

TELLING = 10.0
"""Percent from the baseline that make the last night worth a word."""

FOUR_IN_FIVE = 0.95
"""Interquartile ranges around the median that hold 80 % of normal values."""

STRONG = 0.7
"""Rank correlation from which the document speaks of a strong connection."""

WORTH_A_WORD = 0.4
"""Rank correlation below which a connection is sure, perhaps, and too weak to do anything with."""

HIGH_RATIO = 1.5
"""Polar calls a ratio of acute to chronic load above 1.5 overreaching."""

DEEDS = (CardioLoadDay, ActivityDay)
"""What a person does, and knows of: an unusual day of it is no sign of the body."""

SPLIT_STATISTICS = sorted(
    {each.name for each in fields(Baseline)} & {each.name for each in fields(BaselinePart)}
)
"""What a part of a baseline says in the whole one's place."""

FADES = 3.0
"""bpm above the usual with which an illness begins: with less it goes on, and is on its way out."""

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
    seasons: Sequence[Season] = ()
    told: Mapping[str, BaselineInsight] = field(default_factory=dict)
    """The baselines that sentences stand on: of one that begins anew, what has been since."""
    unusual: Sequence[Anomaly] = ()
    """Anomalies against those."""
    expected: Mapping[str, Expected] = field(default_factory=dict)
    """What the next night should show, of metrics with few nights."""
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Between what four values in five lie."""
    nights: Mapping[str, int] = field(default_factory=dict)
    """How many nights are known of each metric."""
    renewed: frozenset[str] = frozenset()
    """Metrics that a new device measures: earlier years are no measure for them."""

    def fresh(self, metric: Metric) -> BaselineInsight | None:
        """A metric against its baseline, if its newest value speaks of now."""
        reading = self.newest.get(metric.key)
        if reading is None or not anomaly.is_fresh(reading, self.today):
            return None
        return self.told.get(metric.key)

    @property
    def device_since(self) -> str | None:
        """First night of a device that is new, as HRV's trend was told of it."""
        trend = self.pattern(PatternName.HRV_TREND)
        new = trend is not None and trend.details.get("reason_code") == Code.NEW_DEVICE.key
        return trend.details["reason_params"]["since"] if trend and new else None

    def is_comparable(self, metric: Metric) -> bool:
        """Whether a value may be held against the baseline: not while HRV's device is new."""
        return metric is not Metric.HRV_RMSSD or self.device_since is None

    def speaks_by_itself(self, metric: Metric) -> bool:
        """Whether one night may be held against the baseline: not where devices take turns."""
        by_turns = metric is Metric.HRV_RMSSD and self.has_two_devices
        return self.is_comparable(metric) and not by_turns

    def is_common(self, metric: Metric, value: float) -> bool:
        """Whether four nights in five are like it, as far as the nights that are known tell."""
        few, known = self.expected.get(metric.key), self.ranges.get(metric.key)
        ends = (few.low, few.high) if few else known
        return ends is not None and ends[0] <= value <= ends[1]

    @property
    def has_two_devices(self) -> bool:
        """Whether two devices measure by turns: a night differs with who measured it."""
        trend = self.pattern(PatternName.HRV_TREND)
        return trend is not None and bool(trend.details.get("devices_by_turns"))

    def pattern(self, name: PatternName) -> Pattern | None:
        """A pattern, if enough days are there for any."""
        return self.patterns.get(name.key)


def data_age_days(first_night: dt.date | None, today: dt.date) -> int:
    """Days from the first night to today, both counted; 0 before the first."""
    return 0 if first_night is None else max(0, (today - first_night).days + 1)


def insights(
    *,
    today: dt.date,
    first_night: dt.date | None,
    newest: Mapping[str, Reading],
    before: Mapping[str, Reading] = MappingProxyType({}),
    baselines: Iterable[Baseline],
    patterns: Iterable[Pattern],
    seasons: Iterable[Season] = (),
    data_freshness: dt.datetime | None = None,
) -> Insights:
    """All insights; `newest` by metric's key and the values `before` those.

    `patterns` are the documented ones or all of them.
    """
    days = data_age_days(first_night, today)
    known = list(baselines) if days >= PARTIAL_DAYS else []
    since = [since_split(each) for each in known]
    is_ready = days >= READY_DAYS
    facts = Facts(
        today=today,
        days=days,
        newest=newest,
        baselines=_all_against(known, newest),
        patterns={each.pattern_name: each for each in patterns} if is_ready else {},
        anomalies=anomaly.scan(newest, known, today) if is_ready else (),
        seasons=tuple(seasons),
        told=_all_against(since, newest),
        unusual=anomaly.settled(newest, before, since, today) if is_ready else (),
        expected={each.metric: found for each in known if (found := norms.expected(each))},
        ranges={each.metric: ends for each in since if (ends := four_in_five(each))},
        nights={each.metric: each.sample_count for each in since},
        renewed=frozenset(each.metric for each in known if _is_renewed(each)),
    )
    return _insights(facts, data_freshness)


def since_split(whole: Baseline) -> Baseline:
    """A baseline without the days before it begins anew; the whole one where it does not."""
    if not whole.parts:
        return whole
    part = whole.parts[-1]
    return replace(whole, **{name: getattr(part, name) for name in SPLIT_STATISTICS})


def _insights(facts: Facts, data_freshness: dt.datetime | None) -> Insights:
    told = observations(facts)
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
        observations=told,
        suggestions=suggestions(told),
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
    left = unlock_at - days
    message = f"Unlocks in {left} {'day' if left == 1 else 'days'}"
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
        code=pattern.details.get("code"),
        metric=pattern.details.get("metric"),
        params=pattern.details.get("params", {}),
    )


def four_in_five(known: Baseline) -> tuple[float, float] | None:
    """Where four values in five lie, were they normal: 0.95 iqr around the median."""
    if known.median is None or known.iqr is None:
        return None
    reach = FOUR_IN_FIVE * known.iqr
    return known.median - reach, known.median + reach


def _is_renewed(whole: Baseline) -> bool:
    return any(part.because == Split.NEW_DEVICE for part in whole.parts)


def _all_against(
    baselines: Iterable[Baseline], newest: Mapping[str, Reading]
) -> dict[str, BaselineInsight]:
    found = ((each.metric, _against(each, newest)) for each in baselines)
    return {metric: told for metric, told in found if told is not None}


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
    return words.trend_word(metric_of(baseline.metric), 100 * (week - month) / abs(month))


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
    return tuple(sorted(one_voice(found), key=lambda each: RANK[each.priority]))


def one_voice(found: Iterable[Observation]) -> list[Observation]:
    """Of all sentences about a metric, or about its kin, the one of the first voice."""
    spoken_of: set[str] = set()
    told = []
    for each in sorted(found, key=_voice):
        about = _about(each)
        if not spoken_of & about:
            told.append(each)
            spoken_of |= about | _silenced(each)
    unsaid = {metric for each in told for metric in NO_PRAISE.get(each.code, ())}
    return [x for x in told if x.priority is not Priority.POSITIVE or x.metric not in unsaid]


def _voice(each: Observation) -> float:
    """The place of a sentence among the voices; a grave one-night value speaks early."""
    grave = each.category is Category.ANOMALY and each.priority is Priority.CRITICAL
    return GRAVE_VOICE if grave else VOICES.index(Code[each.code.upper()])


def _about(each: Observation) -> set[str]:
    """The metrics that a sentence speaks of; a sentence of several is about itself."""
    return {each.metric} | KIN.get(each.metric, frozenset()) if each.metric else {each.code}


def _silenced(each: Observation) -> set[str]:
    """What else it has told of: signs that an illness moves, factors of a risk."""
    factors = {factor["metric"] for factor in each.params.get("factors", ())}
    also = OVER.get(Code[each.code.upper()], frozenset())
    return factors | set(each.params.get("joined", ())) | also


def _onboarding(facts: Facts) -> Iterable[Observation]:
    if facts.days >= READY_DAYS:
        return
    if not facts.days and facts.newest:
        yield _observation(Phrase(Code.NO_NIGHT_YET), Category.ONBOARDING, Priority.INFO)
        return
    early = facts.days < PARTIAL_DAYS
    goal = PARTIAL_DAYS if early else READY_DAYS
    code = Code.BUILDING_BASELINES if early else Code.LEARNING_PATTERNS
    params = {"days": facts.days, "goal": goal, "left": goal - facts.days}
    yield _observation(Phrase(code, params=params), Category.ONBOARDING, Priority.INFO)


def _observation(
    phrase: Phrase, category: Category, priority: Priority, trend: TrendWord | None = None
) -> Observation:
    said = phrase.english
    return Observation(
        code=phrase.code.key,
        metric=phrase.metric and phrase.metric.key,
        params=plain(phrase.params),
        category=category,
        priority=priority,
        fact=said.fact,
        context=said.context,
        trend=trend,
    )


def _is_good(metric: Metric, change: float) -> bool:
    return metric.spec.better is (Better.HIGHER if change > 0 else Better.LOWER)


def _one_night(metric: Metric, category: Category) -> Callable[[Facts], Iterable[Observation]]:
    """Rule: the newest value lies 10 % or more from the baseline, as one night in five does.

    It is one night, and no alarm.
    """

    def rule(facts: Facts) -> Iterable[Observation]:
        found = facts.fresh(metric)
        change = _change(found)
        if found is None or found.current is None or abs(change) < TELLING:
            return
        if not facts.speaks_by_itself(metric) or facts.is_common(metric, found.current):
            return
        numbers = {"current": found.current, "baseline": found.baseline}
        phrase = Phrase(Code.ONE_NIGHT, metric, {"change_percent": change, **numbers})
        priority = Priority.POSITIVE if _is_good(metric, change) else Priority.LOW
        yield _observation(phrase, category, priority)

    return rule


def _change(found: BaselineInsight | None) -> float:
    percent = found.percent_of_baseline if found else None
    return 0.0 if percent is None else percent - 100


def _new_device(facts: Facts) -> Iterable[Observation]:
    since = facts.device_since
    if since is not None:
        phrase = Phrase(Code.NEW_DEVICE, params={"since": since})
        yield _observation(phrase, Category.RECOVERY, Priority.INFO)


def _band(facts: Facts) -> Iterable[Observation]:
    """The week's HRV outside of the person's own band, on three mornings running."""
    pattern = facts.pattern(PatternName.HRV_BAND)
    if pattern is None or not pattern.details.get("told"):
        return
    phrase = Phrase(Code.WEEK_OFF_BAND, Metric.HRV_RMSSD, pattern.details["params"])
    good = _is_good(Metric.HRV_RMSSD, pattern.score or 0.0)
    priority = Priority.POSITIVE if good else Priority.LOW
    yield _observation(phrase, Category.RECOVERY, priority)


def _load_ratio(facts: Facts) -> Iterable[Observation]:
    found = facts.fresh(Metric.TRAINING_LOAD_RATIO)
    if found is None or found.current is None or found.current < HIGH_RATIO:
        return
    params = {"current": found.current, "baseline": found.baseline}
    phrase = Phrase(Code.LOAD_RATIO_HIGH, Metric.TRAINING_LOAD_RATIO, params)
    yield _observation(phrase, Category.TRAINING, Priority.MEDIUM)


def _overtraining(facts: Facts) -> Iterable[Observation]:
    """A risk that mornings agreed to be high."""
    pattern = facts.pattern(PatternName.OVERTRAINING_RISK)
    told = _standing(pattern)
    if pattern is None or told is None or told["level"] != Significance.HIGH:
        return
    params = {"factors": [], **pattern.details["params"]}
    phrase = Phrase(Code.OVERTRAINING_HIGH, None, params)
    yield _observation(phrase, Category.TRAINING, Priority.HIGH)


def _standing(pattern: Pattern | None) -> Mapping[str, Any] | None:
    """What is told of a pattern, unless it has ended."""
    told: Mapping[str, Any] | None = pattern.details.get("told") if pattern else None
    return None if told is None or told.get("until") else told


def _connection(facts: Facts) -> Iterable[Observation]:
    pattern = facts.pattern(PatternName.SLEEP_HRV_CORRELATION)
    if pattern is None or pattern.significance not in SURE or pattern.score is None:
        return
    if abs(pattern.score) < WORTH_A_WORD:
        return
    code = Code.STRONG_CONNECTION if pattern.score >= STRONG else Code.CONNECTION
    phrase = Phrase(code, params={"effect": pattern.score})
    yield _observation(phrase, Category.RECOVERY, Priority.INFO)


def _trend_of(name: PatternName, metric: Metric) -> Callable[[Facts], Iterable[Observation]]:
    """Rule: the last 7 days differ from the 23 before, as several mornings running agreed."""

    def rule(facts: Facts) -> Iterable[Observation]:
        pattern = facts.pattern(name)
        told = _standing(pattern)
        if pattern is None or told is None or not told["change_percent"]:
            return
        change = float(told["change_percent"])
        phrase = Phrase(Code.TREND, metric, {"change_percent": change, **_means(pattern)})
        good = _is_good(metric, change)
        priority = Priority.POSITIVE if good else Priority(told["level"])
        yield _observation(phrase, Category.TREND, priority, words.trend_word(metric, change))

    return rule


def _means(pattern: Pattern) -> dict[str, float]:
    """Means of the sentence: those that were tested, without glitches."""
    params = pattern.details.get("params", pattern.details)
    return {name: params[name] for name in ("mean_7d", "mean_before")}


def _illness(facts: Facts) -> Iterable[Observation]:
    pattern = facts.pattern(PatternName.ILLNESS_SIGNAL)
    if pattern is None or not pattern.details.get("alarm"):
        return
    joined = pattern.significance == Significance.HIGH
    (first, second), with_it = pattern.details["rise_bpm"], pattern.details["joined_by"]
    params = {"first_rise": first, "second_rise": second, "joined": with_it}
    phrase = Phrase(Code.ILLNESS_SIGNAL, Metric.RESTING_HR, params)
    fades = min(first, second) < FADES
    high = Priority.CRITICAL if joined else Priority.HIGH
    yield _observation(phrase, Category.RECOVERY, Priority.MEDIUM if fades else high)


def _usual_so_far(metric: Metric) -> Callable[[Facts], Iterable[Observation]]:
    """Rule: in the first weeks, what is usual as far as the nights tell."""

    def rule(facts: Facts) -> Iterable[Observation]:
        found, known = facts.expected.get(metric.key), facts.nights.get(metric.key)
        if found is None or known is None or facts.days >= READY_DAYS:
            return
        params = {"usual": found.value, "low": found.low, "high": found.high, "nights": known}
        phrase = Phrase(Code.USUAL_SO_FAR, metric, params)
        yield _observation(phrase, Category.ONBOARDING, Priority.INFO)

    return rule


def _anomalies(facts: Facts) -> Iterable[Observation]:
    for each in facts.unusual:
        metric = metric_of(each.metric)
        if not facts.is_comparable(metric):
            continue
        phrase = Phrase(Code[each.code.upper()], metric, each.params)
        yield _observation(phrase, Category.ANOMALY, _gravity(each, metric))


def _gravity(found: Anomaly, metric: Metric) -> Priority:
    """Good news is no warning; a deed, and one day a little outside of the usual, is no alarm.

    Whose values hardly vary is told of any other one; within 10 % of the baseline it is small.
    """
    if _is_good(metric, 1.0 if found.direction == Direction.ABOVE else -1.0):
        return Priority.POSITIVE
    if metric.spec.record in DEEDS:
        return Priority.LOW
    if abs(found.deviation_percent or 100.0) < TELLING:
        return Priority.LOW
    if found.severity == Severity.CRITICAL:
        return Priority.CRITICAL
    iqr = (found.upper_bound - found.lower_bound) / (1 + 2 * baseline.FENCE)
    far = max(found.lower_bound - found.current_value, found.current_value - found.upper_bound)
    return Priority.HIGH if far >= iqr else Priority.LOW


def _season(metric: Metric) -> Callable[[Facts], Iterable[Observation]]:
    """Rule: the last 30 days lie outside of the middle half of this month in each earlier year."""

    def rule(facts: Facts) -> Iterable[Observation]:
        found = facts.baselines.get(metric.key)
        years = [each for each in facts.seasons if each.metric == metric.key]
        years = [each for each in years if each.sample_count >= SEASON_LEAST]
        now = found.baseline_30d if found else None
        if now is None or len(years) < SEASON_YEARS or metric.key in facts.renewed:
            return
        below, above = (
            all(now < each.q1 for each in years),
            all(now > each.q3 for each in years),
        )
        if below or above:
            code = Code.LOWER_THAN_THE_SEASON if below else Code.HIGHER_THAN_THE_SEASON
            numbers = {"mean_30d": now, "low": min(each.median for each in years)}
            params = {"years": len(years), "month": facts.today.month, **numbers}
            params["high"] = max(each.median for each in years)
            yield _observation(Phrase(code, metric, params), Category.TREND, Priority.INFO)

    return rule


SEASONAL = (Metric.HRV_RMSSD, Metric.RESTING_HR, Metric.SLEEP_SCORE)
"""Metrics whose earlier years are told of."""

SEASON_DAYS, SEASON_YEARS, SEASON_LEAST = 330 + 366, 2, 14
"""Days since the first night from which two earlier years may be there; years and days it takes."""

RULES: tuple[Callable[[Facts], Iterable[Observation]], ...] = (
    _onboarding,
    _usual_so_far(Metric.HRV_RMSSD),
    _usual_so_far(Metric.RESTING_HR),
    _new_device,
    _illness,
    _anomalies,
    _overtraining,
    _trend_of(PatternName.HRV_TREND, Metric.HRV_RMSSD),
    _trend_of(PatternName.SLEEP_TREND, Metric.SLEEP_SCORE),
    _band,
    _load_ratio,
    _one_night(Metric.HRV_RMSSD, Category.RECOVERY),
    _one_night(Metric.RESTING_HR, Category.RECOVERY),
    _one_night(Metric.SLEEP_SCORE, Category.SLEEP),
    _connection,
    *map(_season, SEASONAL),
)

VOICES = (
    Code.ILLNESS_SIGNAL,
    # A critical value in the bad direction, in `GRAVE_VOICE`'s place.
    Code.OVERTRAINING_HIGH,
    Code.TREND,
    Code.WEEK_OFF_BAND,
    Code.LOAD_RATIO_HIGH,
    Code.UNUSUALLY_HIGH,
    Code.UNUSUALLY_LOW,
    Code.ONE_NIGHT,
    Code.LOWER_THAN_THE_SEASON,
    Code.HIGHER_THAN_THE_SEASON,
    Code.STRONG_CONNECTION,
    Code.CONNECTION,
    Code.NEW_DEVICE,
    Code.USUAL_SO_FAR,
    Code.NO_NIGHT_YET,
    Code.BUILDING_BASELINES,
    Code.LEARNING_PATTERNS,
)
"""Who speaks of a metric when several would: what was tested before the one night."""

GRAVE_VOICE = 0.5

KIN = {
    Metric.TRAINING_LOAD.key: frozenset({Metric.TRAINING_LOAD_RATIO.key}),
    Metric.TRAINING_LOAD_RATIO.key: frozenset({Metric.TRAINING_LOAD.key}),
}
"""Metrics that say the same of a day."""

OVER = {Code.ILLNESS_SIGNAL: frozenset({Code.OVERTRAINING_HIGH.key})}
"""Sentences that another one makes idle: who may be ill is not told of training as well."""

NO_PRAISE = {Code.ILLNESS_SIGNAL.key: frozenset({Metric.HRV_RMSSD.key})}
"""Metrics whose good news sounds wrong beside a sentence."""


# Suggestions: what follows from what is told.


def suggestions(told: Iterable[Observation]) -> tuple[Suggestion, ...]:
    """What to do, each action once, the best founded first, and none that another one says."""
    found: dict[Code, Suggestion] = {}
    for each in told:
        code = ADVICE.get((each.code, each.metric))
        if code is not None and each.priority in CONFIDENCE:
            found.setdefault(code, _suggestion(code, each))
    idle = {code for advice in found for code in INSTEAD_OF.get(advice, ())}
    kept = [each for code, each in found.items() if code not in idle]
    return tuple(sorted(kept, key=lambda each: -each.confidence))


def _suggestion(code: Code, because: Observation) -> Suggestion:
    return Suggestion(
        action=code.key,
        description=Phrase(code).fact,
        confidence=CONFIDENCE[because.priority],
        reason=because.fact,
        because=because.code,
        metric=because.metric,
        params=because.params,
    )


ADVICE: Mapping[tuple[str, str | None], Code] = {
    (Code.ILLNESS_SIGNAL.key, Metric.RESTING_HR.key): Code.REST,
    (Code.UNUSUALLY_LOW.key, Metric.HRV_RMSSD.key): Code.PRIORITIZE_RECOVERY,
    (Code.UNUSUALLY_HIGH.key, Metric.RESTING_HR.key): Code.PRIORITIZE_RECOVERY,
    (Code.TREND.key, Metric.HRV_RMSSD.key): Code.PRIORITIZE_RECOVERY,
    (Code.UNUSUALLY_LOW.key, Metric.SLEEP_SCORE.key): Code.IMPROVE_SLEEP,
    (Code.TREND.key, Metric.SLEEP_SCORE.key): Code.IMPROVE_SLEEP,
    (Code.OVERTRAINING_HIGH.key, None): Code.REDUCE_TRAINING,
    (Code.LOAD_RATIO_HIGH.key, Metric.TRAINING_LOAD_RATIO.key): Code.REDUCE_TRAINING,
}
"""What to do about what is told in the bad direction, at medium or more."""

INSTEAD_OF = {Code.REST: (Code.REDUCE_TRAINING, Code.PRIORITIZE_RECOVERY)}
"""Who rests already trains less and recovers."""
