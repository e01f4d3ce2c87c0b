import datetime as dt
from dataclasses import replace

import pytest

from app.metrics import Metric
from app.reads import baselines, patterns
from app.reads.desk import Desk
from app.records.findings import Baseline, Forecast, Pattern, PatternType, Significance
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
        for name in patterns.NAMES
    ),
    forecasts=tuple(
        Forecast(metric=metric.key, reason="None.", as_of=TODAY, calculated_at=NOW)
        for metric in patterns.FORECAST
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
    assert [each.pattern_name for each in told] == list(patterns.NAMES)
    assert [each.metric for each in coming] == [metric.key for metric in patterns.FORECAST]
    assert analysis.asked == asked


async def test_a_pattern_that_is_new_to_ursa_is_found(pool: Pool, person: str) -> None:
    """After an update that brings a pattern, nobody has to wait for the night."""
    await findings.store_findings(pool, person, FOUND.patterns[1:], [], NOW)
    analysis = Analysis()
    assert len(await patterns.patterns(Desk(pool), person, TODAY, analysis)) == len(patterns.NAMES)
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


def test_what_is_shown() -> None:
    """Documented metrics are there or insufficient; others only when asked for and there."""
    found = [Baseline(metric="steps", sample_count=9, as_of=TODAY)]
    plain = baselines.shown(found, TODAY, extended=False)
    assert [each.metric for each in plain] == [each.key for each in Metric if each.spec.documented]
    assert {each.status for each in plain} == {"insufficient"}
    assert baselines.shown(found, TODAY, extended=True) == [*plain, found[0]]
