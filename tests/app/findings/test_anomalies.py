"""Anomalies of stored days: as the document has them, and of other metrics once they are sure."""

import datetime as dt

from app.findings.anomalies import anomalies
from app.metrics import Metric
from app.reads.desk import Desk
from app.records.findings import Baseline, Direction
from app.store import findings
from app.store.pool import Pool
from tests.app.series import TODAY, keep

YESTERDAY = TODAY - dt.timedelta(days=1)
STEPS, LOAD = Metric.STEPS.key, Metric.TRAINING_LOAD.key


async def told(pool: Pool, person: str, *, extended: bool) -> list[tuple[str, dt.date, Direction]]:
    """Metric, day and side of each."""

    async def baselines() -> list[Baseline]:
        return (await findings.baselines_as_of(pool, [person], TODAY))[person]

    found = await anomalies(Desk(pool), person, TODAY, baselines, extended=extended)
    return [(each.metric, each.date, each.direction) for each in found]


async def test_this_morning_is_no_anomaly_of_the_day(pool: Pool, person: str) -> None:
    """A metric of the document is told by its newest value; of steps yesterday's count so far."""
    calm = [5_000.0, 5_200.0] * 15
    await keep(pool, person, {STEPS: [*calm, 90_000, 10], LOAD: [*calm, 90_000, 10]})
    low = (LOAD, TODAY, Direction.BELOW)
    assert await told(pool, person, extended=False) == [low]
    high = (STEPS, YESTERDAY, Direction.ABOVE)
    assert await told(pool, person, extended=True) == [low, high]
