import datetime as dt
import json

import numpy as np
import pytest

from app.analysis.claim import Claim, significance_of
from app.analysis.plain import finite, plain
from app.metrics import Metric
from app.patterns import PatternName
from app.records.findings import Severity, Significance

TODAY = dt.date(2026, 1, 13)


@pytest.mark.parametrize(
    ("p_value", "word"),
    [
        (0.0099, Significance.HIGH),
        (0.01, Significance.MEDIUM),
        (0.05, Significance.LOW),
        (0.1, Significance.INSUFFICIENT),
        (None, Significance.INSUFFICIENT),
        (float("nan"), Significance.INSUFFICIENT),
    ],
)
def test_words_of_p_values(p_value: float | None, word: Significance) -> None:
    """High below 0.01, medium below 0.05, low below 0.1, insufficient from there."""
    assert significance_of(p_value) is word


def test_details_are_plain_json() -> None:
    """Numpy's numbers, dates and enums become JSON's, NaN and infinity null."""
    value = {
        "a": np.float64(1.5),
        "b": np.int64(2),
        "c": np.bool_(True),  # noqa: FBT003
        "d": [np.nan, float("inf"), TODAY],
        "e": Severity.WARNING,
        "f": (np.arange(2), None),
    }
    expected = {
        "a": 1.5,
        "b": 2,
        "c": True,
        "d": [None, None, "2026-01-13"],
        "e": "warning",
        "f": [[0, 1], None],
    }
    assert json.dumps(plain(value), allow_nan=False) == json.dumps(expected)


def test_a_claim_has_no_nan() -> None:
    """Scores that are no numbers are None."""
    claim = Claim(PatternName.SLOW_TRENDS, (Metric.STEPS,))
    found = claim.told(TODAY, significance=Significance.LOW, score=float("nan"))
    assert found.score is None
    assert found.metrics_involved == ("steps",)
    assert finite(float("-inf")) is None
