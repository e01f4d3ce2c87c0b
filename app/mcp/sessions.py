"""Training sessions, in brief."""

from app.mcp.answers import Session, Zone
from app.mcp.metric_days import short
from app.reads.exercises import ZoneOf
from app.records.exercise import Exercise


def session(found: Exercise) -> Session:
    """One session."""
    return Session(
        id=str(found.exercise_id),
        start=found.start_local,
        sport=found.detailed_sport or found.sport,
        minutes=None if found.duration_s is None else short(found.duration_s / 60),
        km=None if found.distance_m is None else short(found.distance_m / 1000),
        mean_bpm=found.heart_rate_avg,
        max_bpm=found.heart_rate_max,
        load=None if found.cardio_load is None else short(found.cardio_load),
        kcal=found.calories,
    )


def zone(found: ZoneOf) -> Zone:
    """Time in a zone."""
    return Zone(
        zone=found.zone_index + 1,
        minutes=short((found.in_zone_s or 0) / 60),
        from_bpm=found.lower_bpm,
        to_bpm=found.upper_bpm,
    )


def in_words(told: Session) -> str:
    """One line of what is known of it."""
    parts = [
        f"{told.start:%Y-%m-%d %H:%M}",
        (told.sport or "session").lower().replace("_", " "),
        _with(told.minutes, "min"),
        _with(told.km, "km"),
        _with(told.mean_bpm, "bpm on average"),
        _with(told.load, "TRIMP"),
    ]
    return " · ".join(part for part in parts if part) + f" (id {told.id})"


def _with(value: float | None, unit: str) -> str:
    return "" if value is None else f"{value:g} {unit}"
