"""The same month of earlier years: what is normal at this time of the year."""

import datetime as dt
from collections.abc import Iterable, Sequence

from app.findings.readable import may_read
from app.metrics import Metric
from app.reads.desk import Desk, question
from app.reads.memory import seasons
from app.records.findings import Season

asked = question(seasons)


async def seasons_of(
    desk: Desk, user_id: str, as_of: dt.date, metrics: Iterable[Metric]
) -> list[Season]:
    """The month of a day in up to 10 earlier years, of those metrics that the caller reads."""
    known: Sequence[str] = [m.key for m in metrics if may_read(desk.pool, {m.data_class})]
    if not known:
        return []
    which = tuple(known)
    return await desk.keep(
        lambda: desk.ask(asked, user_id, which, as_of), user_id, "seasons", which, as_of
    )
