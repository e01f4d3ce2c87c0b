import pytest

from app.analysis import words
from app.metrics import Metric
from app.records.findings import TrendWord


@pytest.mark.parametrize(
    ("metric", "value", "text"),
    [
        (Metric.HRV_RMSSD, 45.2, "45ms"),
        (Metric.RESTING_HR, 52.0, "52 bpm"),
        (Metric.SLEEP_SCORE, 78.0, "78"),
        (Metric.TRAINING_LOAD_RATIO, 1.1, "1.10"),
        (Metric.SLEEP_HOURS, 7.25, "7.2 h"),
    ],
)
def test_amounts(metric: Metric, value: float, text: str) -> None:
    """Values are written with their unit, as the document does."""
    assert words.amount(metric, value) == text


def test_names() -> None:
    """Abbreviations stay capital in the middle of a sentence, words do not."""
    assert words.name(Metric.HRV_RMSSD) == "HRV"
    assert words.name(Metric.RESTING_HR) == "resting heart rate"
    assert words.name(Metric.REM_SLEEP_HOURS) == "REM sleep"


@pytest.mark.parametrize(
    ("metric", "change", "word"),
    [
        (Metric.HRV_RMSSD, -6.7, TrendWord.DECLINING),
        (Metric.HRV_RMSSD, 6.0, TrendWord.IMPROVING),
        (Metric.RESTING_HR, 6.0, TrendWord.DECLINING),
        (Metric.RESTING_HR, -6.0, TrendWord.IMPROVING),
        (Metric.HRV_RMSSD, -5.0, TrendWord.STABLE),
        (Metric.TRAINING_LOAD, 6.0, TrendWord.INCREASING),
        (Metric.TRAINING_LOAD_RATIO, -6.0, TrendWord.DECREASING),
    ],
)
def test_trend_words(metric: Metric, change: float, word: TrendWord) -> None:
    """Good and bad follow the metric's better direction, loads only rise and fall."""
    assert words.trend_word(metric, change) is word


def test_correlations() -> None:
    """Size and sign come before the two names."""
    assert words.correlation(-0.5, "steps", "HRV") == (
        "Moderate negative correlation between steps and HRV"
    )
    assert words.strength(0.1) == "weak"


def test_counted_days() -> None:
    """One day is no days."""
    assert (words.days(1), words.days(2)) == ("1 day", "2 days")
