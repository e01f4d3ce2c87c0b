"""Cardio load: -1.0 becomes NULL, 0.0 stays a rest day."""

from app.normalise.values import Harvest, newest, not_negative, or_none, word
from app.records.cardio_load import CardioLoadDay
from app.upstream.wire.cardio_load import CardioLoad, CardioLoadLevel


def cardio_loads(rows: list[CardioLoad]) -> Harvest:
    """Days of load."""
    return [[_day(row) for row in newest(rows, lambda row: row.date)]]


def _day(row: CardioLoad) -> CardioLoadDay:
    level = _level(row.cardio_load_level)
    load, tolerance = not_negative(row.cardio_load), not_negative(row.tolerance)
    # Where Polar has nothing at all to say, its strain of 0.0 is no measurement either.
    silent = load is None and tolerance is None
    return CardioLoadDay(
        date=row.date,
        cardio_load=load,
        strain=None if silent and not row.strain else not_negative(row.strain),
        tolerance=tolerance,
        cardio_load_ratio=not_negative(row.cardio_load_ratio),
        cardio_load_status=word(row.cardio_load_status, "LOAD_STATUS_"),
        level_very_low=level.very_low,
        level_low=level.low,
        level_medium=level.medium,
        level_high=level.high,
        level_very_high=level.very_high,
        extra=or_none(row.extra),
    )


def _level(sent: CardioLoadLevel | None) -> CardioLoadLevel:
    """The thresholds; all of them 0.0 means that they are not available."""
    if sent is None or not any((sent.very_low, sent.low, sent.medium, sent.high, sent.very_high)):
        return CardioLoadLevel()
    return sent
