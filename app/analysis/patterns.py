"""The table of all patterns, and their detection."""

from collections.abc import Callable
from dataclasses import dataclass

from app.analysis.change_point import change_points
from app.analysis.correlation import sleep_hrv_correlation
from app.analysis.cross_correlation import cross_correlations
from app.analysis.history import History
from app.analysis.illness import illness_signal
from app.analysis.load import training_form
from app.analysis.overtraining import overtraining_risk
from app.analysis.readiness import readiness
from app.analysis.sleep_habits import sleep_debt, sleep_regularity, social_jetlag
from app.analysis.slow_trend import slow_trends
from app.analysis.trend import hrv_trend, sleep_trend
from app.analysis.weekday import weekday_effects
from app.records.findings import Pattern, PatternType


@dataclass(frozen=True, slots=True)
class Kind:
    """One pattern: its name, its type, its function, and whether the REST document names it."""

    name: str
    type: PatternType
    find: Callable[[History], Pattern]
    documented: bool = False


CORRELATION, TREND, COMPOSITE = PatternType.CORRELATION, PatternType.TREND, PatternType.COMPOSITE

PATTERNS = (
    Kind("sleep_hrv_correlation", CORRELATION, sleep_hrv_correlation, documented=True),
    Kind("overtraining_risk", COMPOSITE, overtraining_risk, documented=True),
    Kind("hrv_trend", TREND, hrv_trend, documented=True),
    Kind("sleep_trend", TREND, sleep_trend, documented=True),
    Kind("cross_correlations", CORRELATION, cross_correlations),
    Kind("slow_trends", TREND, slow_trends),
    Kind("weekday_effects", TREND, weekday_effects),
    Kind("change_points", TREND, change_points),
    Kind("training_form", COMPOSITE, training_form),
    Kind("sleep_regularity", COMPOSITE, sleep_regularity),
    Kind("social_jetlag", COMPOSITE, social_jetlag),
    Kind("sleep_debt", COMPOSITE, sleep_debt),
    Kind("illness_signal", COMPOSITE, illness_signal),
    Kind("readiness", COMPOSITE, readiness),
)


def detect(history: History, *, extended: bool = True) -> list[Pattern]:
    """All patterns of a person in the table's order; the four documented ones if not extended."""
    return [kind.find(history) for kind in PATTERNS if extended or kind.documented]
