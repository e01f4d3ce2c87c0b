from collections.abc import Callable

import numpy as np
import pytest

from app.analysis import claim, family
from app.analysis.family import LONGEST, q_values, told
from app.analysis.history import History
from app.metrics import Metric
from app.patterns import PatternName
from app.phrases.codes import Code
from app.phrases.phrase import Phrase
from app.records.findings import Significance

Person = Callable[..., History]
NOTHING = Phrase(Code.NOTHING_VARIES)


def a_test(p_value: float, effect: float = 1.0) -> family.Test:
    """A test with a description."""
    return family.Test(
        p_value,
        40,
        lambda: {"metrics": ["steps"], "effect": effect} | claim.said(_sentence(effect)),
    )


def _sentence(effect: float) -> Phrase:
    return Phrase(Code.SLOW_TREND, Metric.STEPS, {"slope_per_30_days": effect, "days": 90})


def test_q_values_by_plain_loops() -> None:
    """Q is the smallest p m / rank of all p-values at least as large."""
    p = np.random.default_rng(1).random(50) ** 3
    order = np.sort(p)
    bounds = [(value, value * 50 / rank) for rank, value in enumerate(order, start=1)]
    expected = [min([1.0, *(q for value, q in bounds if value >= each)]) for each in p]
    assert q_values(p) == pytest.approx(expected, abs=1e-12)
    assert len(q_values(np.array([]))) == 0


def test_the_strongest_finding_speaks(person: Person) -> None:
    """Score, confidence and words are those of the smallest q; its family's size is told."""
    tests = [a_test(0.9), a_test(0.0001, effect=-3.0), a_test(0.02, effect=2.0)]
    found = told(PatternName.SLOW_TRENDS, person({}), tests, nothing=NOTHING)
    assert found.score == -3.0
    assert found.significance is Significance.HIGH
    assert found.confidence == pytest.approx(1 - 0.0003)
    assert found.metrics_involved == ("steps",)
    assert found.details["interpretation"].startswith("Steps has fallen by about 3 steps")
    assert found.details["code"] == "slow_trend"
    assert found.details["params"]["slope_per_30_days"] == -3.0
    assert found.details["tests"] == 3
    assert [each["q_value"] for each in found.details["findings"]] == pytest.approx([0.0003, 0.03])


def test_flukes_are_counted_in(person: Person) -> None:
    """One p of 0.03 among ten tests is no finding."""
    tests = [a_test(0.03)] + [a_test(0.5)] * 9
    found = told(PatternName.SLOW_TRENDS, person({}), tests, nothing=NOTHING)
    assert found.significance is Significance.INSUFFICIENT
    assert found.details["reason"] == "Of 10 tests none stands out from chance."


def test_the_list_ends(person: Person) -> None:
    """More findings than a reader wants are counted and cut."""
    tests = [a_test(1e-9)] * (LONGEST + 5)
    found = told(PatternName.SLOW_TRENDS, person({}), tests, nothing=NOTHING)
    assert found.details["findings_count"] == LONGEST + 5
    assert len(found.details["findings"]) == LONGEST


def test_no_tests_have_a_reason(person: Person) -> None:
    """Nothing to test is told as such."""
    found = told(PatternName.SLOW_TRENDS, person({}), [], nothing=NOTHING)
    assert found.details["reason"] == "Nothing varies."
