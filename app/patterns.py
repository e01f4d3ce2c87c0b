"""THE REGISTRY of patterns: one line per pattern, beside `app.metrics`.

A line says what the pattern asks, what kind of answer it gives, the metrics that it may look at,
and the module of `app.analysis` in which the function of the pattern's own name finds it. From
the line follow its place in the analysis and in what is stored, its name in REST, and its name
and description in GraphQL.

Modules are named and not imported: models take seconds to load, and whoever only needs to know a
pattern's name shall not wait for them.
"""

from dataclasses import dataclass
from enum import Enum

from app.metrics import Metric
from app.records.findings import PatternType

EVERY = tuple(Metric)
_CORRELATION, _TREND = PatternType.CORRELATION, PatternType.TREND
_COMPOSITE = PatternType.COMPOSITE


@dataclass(frozen=True, slots=True)
class Spec:
    """Title, type, module of the analysis, what it looks at, and whether plain REST tells it."""

    title: str
    type: PatternType
    module: str
    metrics: tuple[Metric, ...]
    documented: bool = False


class PatternName(Enum):
    """Patterns in the order in which they are told; the lower-case name is the name everywhere."""

    # fmt: off
    SLEEP_HRV_CORRELATION = Spec("Whether better sleep goes with higher HRV, over 90 days.", _CORRELATION, "correlation", (Metric.SLEEP_SCORE, Metric.HRV_RMSSD), documented=True)
    OVERTRAINING_RISK = Spec("Signs of overtraining in 0 to 100 points.", _COMPOSITE, "overtraining", (Metric.HRV_RMSSD, Metric.SLEEP_SCORE, Metric.RESTING_HR, Metric.TRAINING_LOAD_RATIO), documented=True)
    HRV_TREND = Spec("HRV of 7 days against the 23 days before.", _TREND, "trend", (Metric.HRV_RMSSD,), documented=True)
    SLEEP_TREND = Spec("Sleep score of 7 days against the 23 days before.", _TREND, "trend", (Metric.SLEEP_SCORE,), documented=True)
    CROSS_CORRELATIONS = Spec("Pairs of metrics that move together, on the same day or up to 3 days on.", _CORRELATION, "cross_correlation", EVERY)
    SLOW_TRENDS = Spec("Metrics that rise or fall slowly, over up to 180 days.", _TREND, "slow_trend", EVERY)
    WEEKDAY_EFFECTS = Spec("Metrics that depend on the day of the week.", _TREND, "weekday", EVERY)
    CHANGE_POINTS = Spec("Days since which a metric has been at another level.", _TREND, "change_point", EVERY)
    TRAINING_FORM = Spec("Acute against chronic training load: form, monotony and strain.", _COMPOSITE, "load", (Metric.TRAINING_LOAD,))
    SLEEP_REGULARITY = Spec("How regular the times of sleep are, 0 to 100.", _COMPOSITE, "sleep_habits", (Metric.SLEEP_HOURS,))
    SOCIAL_JETLAG = Spec("How far sleep on free days is shifted against work days.", _COMPOSITE, "sleep_habits", (Metric.SLEEP_HOURS,))
    SLEEP_DEBT = Spec("Sleep that is missing against the goal, over 14 nights.", _COMPOSITE, "sleep_habits", (Metric.SLEEP_HOURS,))
    ILLNESS_SIGNAL = Spec("Resting heart rate far above the usual on two nights running.", _COMPOSITE, "illness", (Metric.RESTING_HR, Metric.HRV_RMSSD, Metric.BREATHING_RATE, Metric.SKIN_TEMPERATURE, Metric.SKIN_TEMPERATURE_DEVIATION))
    HRV_BAND = Spec("HRV of 7 days against the person's own band, the smallest worthwhile change.", _TREND, "band", (Metric.HRV_RMSSD,))
    HRV_VARIATION = Spec("How much HRV varies within 7 days, against the person's own weeks before.", _TREND, "band", (Metric.HRV_RMSSD,))
    READINESS = Spec("Where today's signs of recovery rank in the own last 60 days, 0 to 100.", _COMPOSITE, "readiness", (Metric.HRV_RMSSD, Metric.RESTING_HR, Metric.SLEEP_SCORE, Metric.TRAINING_LOAD_RATIO))
    # fmt: on

    @property
    def key(self) -> str:
        """Name of the pattern in SQL, REST and GraphQL."""
        return self.name.lower()

    @property
    def spec(self) -> Spec:
        """The pattern's line."""
        return self.value


NAMES = tuple(pattern.key for pattern in PatternName)
"""Every pattern's name, in the order in which they are told."""

DOCUMENTED = tuple(pattern.key for pattern in PatternName if pattern.spec.documented)
"""Patterns that plain REST tells."""
