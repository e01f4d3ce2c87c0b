"""Cardio load: -1.0 becomes NULL, 0.0 stays a rest day."""

from app.normalise.absent import absent
from app.normalise.rivals import best_of_each
from app.normalise.values import Harvest, above_zero, not_negative, or_none, word, zero_counts
from app.records.cardio_load import CardioLoadDay
from app.upstream.wire.cardio_load import CardioLoad, CardioLoadLevel


def cardio_loads(rows: list[CardioLoad]) -> Harvest:
    """Days of load."""
    rows, notes, others = best_of_each(rows, lambda row: row.date)
    return Harvest([[_day(row) for row in rows]], notes, others)


def _day(row: CardioLoad) -> CardioLoadDay:
    load, tolerance = not_negative(row.cardio_load), not_negative(row.tolerance)
    # Where Polar has nothing at all to say, its strain of 0.0 is no measurement either.
    zero = zero_counts(row, {"cardio_load": load, "tolerance": tolerance})
    return CardioLoadDay(
        date=row.date,
        cardio_load=load,
        strain=not_negative(row.strain) if zero else above_zero(row.strain),
        tolerance=tolerance,
        cardio_load_ratio=not_negative(row.cardio_load_ratio),
        cardio_load_status=word(row.cardio_load_status, "LOAD_STATUS_"),
        **{f"level_{name}": value for name, value in _levels(row.cardio_load_level).items()},
        extra=or_none(row.extra),
        absent=absent(CardioLoadDay, row, SOURCES),
    )


def _levels(sent: CardioLoadLevel | None) -> dict[str, float | None]:
    """The thresholds; all of them 0.0 means that they are not available."""
    found = {name: not_negative(getattr(sent, name, None)) for name in LEVELS}
    return found if any(found.values()) else dict.fromkeys(LEVELS)


LEVELS = tuple(CardioLoadLevel.model_fields)
SOURCES = {f"level_{name}": f"cardio_load_level.{name}" for name in LEVELS}
