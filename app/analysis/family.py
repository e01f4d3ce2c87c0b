"""Many tests at once: what is left of them when their number is counted in.

Benjamini & Hochberg (1995): q is the share of flukes among all findings with a p-value as small.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import false_discovery_control

from app.analysis import claim
from app.analysis.chance import Floats
from app.analysis.history import History
from app.metrics import Metric
from app.patterns import PatternName
from app.phrases.codes import Code
from app.phrases.phrase import Phrase
from app.records.findings import Pattern

LONGEST = 20
"""Findings that are told; a reader stops earlier."""


SAID = ("interpretation", "code", "metric", "params")
"""Details of a finding that are told as the pattern's own."""


@dataclass(frozen=True, slots=True)
class Test:
    """One test of a family; it is described only when it stands out."""

    p_value: float
    n: int
    describe: Callable[[], dict[str, Any]]


def q_values(p_values: Floats) -> Floats:
    """Benjamini-Hochberg q-values, in the order of the p-values."""
    if not len(p_values):
        return p_values
    result: Floats = false_discovery_control(p_values, method="bh")
    return result


def told(
    pattern: PatternName, history: History, tests: Sequence[Test], *, nothing: Phrase
) -> Pattern:
    """Pattern of a family of tests; `nothing` is the reason when there is none.

    A description has `metrics`, `effect` and what `claim.said` makes; the strongest gives the
    pattern its score and its words.
    """
    if not tests:
        return claim.Claim(pattern, ()).insufficient(history.today, reason=nothing)
    q = q_values(np.array([test.p_value for test in tests]))
    order = [place for place in np.argsort(q, kind="stable") if q[place] < claim.TOLD]
    counts = {"tests": len(tests), "findings_count": len(order)}
    if not order:
        return claim.Claim(pattern, ()).insufficient(
            history.today,
            reason=Phrase(Code.NONE_STANDS_OUT, params={"tests": len(tests)}),
            sample_count=max(test.n for test in tests),
            details=counts | {"findings": []},
        )
    described = [_described(tests[place], q[place]) for place in order[:LONGEST]]
    return _standing_out(pattern, history, described, counts)


def _described(test: Test, q_value: float) -> dict[str, Any]:
    return test.describe() | {"n": test.n, "p_value": test.p_value, "q_value": float(q_value)}


def _standing_out(
    pattern: PatternName,
    history: History,
    findings: list[dict[str, Any]],
    counts: dict[str, int],
) -> Pattern:
    first = findings[0]
    return claim.Claim(pattern, _metrics(findings)).told(
        history.today,
        significance=claim.significance_of(first["q_value"]),
        score=first["effect"],
        confidence=1 - first["q_value"],
        sample_count=first["n"],
        details=counts | {name: first[name] for name in SAID} | {"findings": findings},
    )


def _metrics(findings: Sequence[dict[str, Any]]) -> tuple[Metric, ...]:
    keys = {key for finding in findings for key in finding["metrics"]}
    return tuple(metric for metric in Metric if metric.key in keys)
