import datetime as dt
from collections.abc import Hashable
from dataclasses import replace
from typing import Any

import pytest

from app.findings import baselines, patterns
from app.findings.readable import reading
from app.metrics import FORETOLD, Metric
from app.patterns import NAMES
from app.reads.desk import Desk
from app.records.account import DataClass
from app.records.findings import Baseline, Forecast, Pattern, PatternType, Significance
from app.remembering import Memory
from app.store import findings
from app.store.findings import Findings
from app.store.pool import Pool
from tests.app.series import TODAY, live, one

NOW = dt.datetime(2026, 1, 11, 20, tzinfo=dt.UTC)
FOUND = Findings(
    patterns=tuple(
        Pattern(
            pattern_type=PatternType.TREND,
            pattern_name=name,
            significance=Significance.LOW,
            metrics_involved=(),
            as_of=TODAY,
            analyzed_at=NOW,
        )
        for name in NAMES
    ),
    forecasts=tuple(
        Forecast(metric=metric.key, reason="None.", as_of=TODAY, calculated_at=NOW)
        for metric in FORETOLD
    ),
)


class Analysis:
    """An analysis that counts how often it is asked."""

    asked = 0

    async def __call__(self) -> Findings:
        """Answer the same."""
        self.asked += 1
        return FOUND


@pytest.mark.parametrize(
    ("days_ago", "asked"), [(0, 0), (1, 0), (2, 2), (30, 2), (-1, 2)]
)  # Tomorrow's come from a zone that the person has left.
async def test_findings_older_than_yesterday_are_found_anew(
    pool: Pool, person: str, days_ago: int, asked: int
) -> None:
    """Those of today and of yesterday are told as they are, others are not waited for."""
    day = TODAY - dt.timedelta(days=days_ago)
    old = [replace(each, as_of=day) for each in FOUND.patterns]
    forecasts = [replace(each, as_of=day) for each in FOUND.forecasts]
    await findings.store_findings(pool, person, old[::-1], forecasts[::-1], NOW)
    analysis = Analysis()
    told = await patterns.patterns(Desk(pool), person, TODAY, analysis)
    coming = await patterns.forecasts(Desk(pool), person, TODAY, analysis)
    assert [each.pattern_name for each in told] == list(NAMES)
    assert [each.metric for each in coming] == [metric.key for metric in FORETOLD]
    assert analysis.asked == asked


async def test_a_pattern_that_is_new_to_ursa_is_found(pool: Pool, person: str) -> None:
    """After an update that brings a pattern, nobody has to wait for the night."""
    await findings.store_findings(pool, person, FOUND.patterns[1:], [], NOW)
    analysis = Analysis()
    assert len(await patterns.patterns(Desk(pool), person, TODAY, analysis)) == len(NAMES)
    assert analysis.asked == 1


async def test_baselines_are_of_today(pool: Pool, person: str) -> None:
    """Stored ones are told on their own day; a day later they are calculated."""
    await live(pool, person, 30)
    asked = []

    async def calculate() -> list[Baseline]:
        asked.append(1)
        return await one(findings.calculate_baselines, pool, person, TODAY, NOW)

    first = await baselines.baselines(Desk(pool), person, TODAY, calculate)
    assert await baselines.baselines(Desk(pool), person, TODAY, calculate) == first
    assert len(asked) == 1
    await baselines.baselines(Desk(pool), person, TODAY + dt.timedelta(days=1), calculate)
    assert len(asked) == 2


async def test_what_was_found_is_remembered_for_a_version(pool: Pool, person: str) -> None:
    """The same data are asked about once; a night that comes, and who reads less, ask anew."""
    memory: Memory[Hashable, Any] = Memory(100)
    await findings.store_findings(pool, person, FOUND.patterns[1:], [], NOW)
    analysis = Analysis()

    async def told(reader: Pool) -> int:
        return len(await patterns.patterns(Desk(reader, memory), person, TODAY, analysis))

    assert (await told(pool), await told(pool), analysis.asked) == (len(NAMES), len(NAMES), 1)
    assert await told(reading(pool, frozenset({DataClass.SLEEP}))) < len(NAMES)
    assert (await told(pool), analysis.asked) == (len(NAMES), 2)
    await live(pool, person, 1)
    assert (await told(pool), analysis.asked) == (len(NAMES), 3)


async def test_nobody_is_remembered(pool: Pool) -> None:
    """Who is not there has no version that anything could hold for."""
    analysis, desk = Analysis(), Desk(pool, Memory(100))
    for _ in range(2):
        await patterns.forecasts(desk, "nobody", TODAY, analysis)
    assert analysis.asked == 2


def test_what_is_shown() -> None:
    """Documented metrics are there or insufficient; others only when asked for and there."""
    found = [Baseline(metric="steps", sample_count=9, as_of=TODAY)]
    plain = baselines.shown(found, TODAY, extended=False)
    assert [each.metric for each in plain] == [each.key for each in Metric if each.spec.documented]
    assert {each.status for each in plain} == {"insufficient"}
    assert baselines.shown(found, TODAY, extended=True) == [*plain, found[0]]
