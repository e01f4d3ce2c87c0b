"""Sentences that a person understands, with the numbers in them."""

from app.metrics import Better, Metric
from app.records.findings import TrendWord

SHORT = {
    Metric.HRV_RMSSD: "HRV",
    Metric.RESTING_HR: "Resting heart rate",
    Metric.TRAINING_LOAD: "Training load",
    Metric.TRAINING_LOAD_RATIO: "Training load ratio",
    Metric.STRAIN: "Strain",
    Metric.TOLERANCE: "Tolerance",
    Metric.SLEEP_EFFICIENCY: "Sleep efficiency",
    Metric.SLEEP_HEART_RATE: "Heart rate in sleep",
    Metric.BREATHING_RATE: "Breathing rate",
    Metric.ACTIVE_CALORIES: "Active energy",
    Metric.HR_MEAN: "Mean heart rate of the day",
    Metric.SKIN_TEMPERATURE_DEVIATION: "Skin temperature deviation",
}
"""Names shorter than the registry's titles."""

JOINED_UNITS = {"ms": "ms", "%": "%", "points": "", "1-5": "", "ratio": "", "-10..+10": ""}
"""Units that are written without a space, or not at all."""

DECIMALS = {
    "ratio": 2,
    "h": 1,
    "°C": 1,
    "1/min": 1,
    "km": 1,
    "1-5": 1,
    "-10..+10": 1,
}

STRENGTHS = ((0.7, "strong"), (0.4, "moderate"), (0.0, "weak"))

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def title(metric: Metric) -> str:
    """Name of a metric at the head of a sentence."""
    return SHORT.get(metric, metric.spec.title)


def name(metric: Metric) -> str:
    """Name of a metric in the middle of a sentence."""
    head = title(metric)
    keeps = head[:2].isupper()
    return head if keeps else head[0].lower() + head[1:]


def amount(metric: Metric, value: float) -> str:
    """Value with its unit: '45ms', '52 bpm', '78', '1.10'."""
    unit = metric.spec.unit
    number = f"{value:.{DECIMALS.get(unit, 0)}f}"
    return number + JOINED_UNITS.get(unit, f" {unit}")


def percent(change: float) -> str:
    """Size of a change without its sign: '13%'."""
    return f"{abs(change):.0f}%"


def side(change: float) -> str:
    """'below' or 'above'."""
    return "below" if change < 0 else "above"


def days(count: int) -> str:
    """'1 day', '2 days'."""
    return f"{count} day" if count == 1 else f"{count} days"


def strength(coefficient: float) -> str:
    """'strong', 'moderate' or 'weak', after Cohen's habit for correlations of daily life."""
    return next(word for limit, word in STRENGTHS if abs(coefficient) >= limit)


def correlation(coefficient: float, first: str, second: str) -> str:
    """'Strong positive correlation between sleep quality and HRV'."""
    sign = "positive" if coefficient >= 0 else "negative"
    size = strength(coefficient).capitalize()
    return f"{size} {sign} correlation between {first} and {second}"


def trend_word(metric: Metric, change_percent: float, stable: float = 5.0) -> TrendWord:
    """Where a metric is going: good or bad by its better direction, up or down without one."""
    if abs(change_percent) <= stable:
        return TrendWord.STABLE
    rising = change_percent > 0
    if metric.spec.better is Better.NEITHER:
        return TrendWord.INCREASING if rising else TrendWord.DECREASING
    good = rising == (metric.spec.better is Better.HIGHER)
    return TrendWord.IMPROVING if good else TrendWord.DECLINING
