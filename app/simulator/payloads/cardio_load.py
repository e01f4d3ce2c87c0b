"""Cardio load: a row for every day of a range, with or without data."""

from datetime import date, timedelta

from app.simulator.payloads import Row
from app.simulator.view import View, each_date

NOT_AVAILABLE = -1.0
STRAIN_DAYS, TOLERANCE_DAYS, LEVEL_DAYS = 7, 28, 90
LEVELS = {"very_low": 0.35, "low": 0.55, "medium": 0.87, "high": 1.28, "very_high": 1.7}
STATUSES = ((0.8, "DETRAINING"), (1.0, "MAINTAINING"), (1.3, "PRODUCTIVE"))


def rows(view: View, first: date, last: date) -> list[Row]:
    """Return C1, C3, C4, C5 (and C2 of one day): one row per date, ascending."""
    return [row(view, on) for on in each_date(first, last)]


def row(view: View, on: date) -> Row:
    """Return one day: sentinels outside of the history, tolerance from the 28th day on."""
    if on < view.person.first_day or on > view.today:
        return unavailable(on, NOT_AVAILABLE, 0.0)
    strain = mean(view, on, STRAIN_DAYS)
    tolerance = mean(view, on, TOLERANCE_DAYS)
    if (on - view.person.first_day).days < TOLERANCE_DAYS - 1 or tolerance == 0:
        return unavailable(on, load(view, on), strain)
    ratio = round(strain / tolerance, 5)
    return {
        "cardio_load_level": levels(view, on),
        "date": on.isoformat(),
        "cardio_load_status": next(
            (name for limit, name in STATUSES if ratio < limit), "OVERREACHING"
        ),
        "cardio_load_ratio": ratio,
        "cardio_load": load(view, on),
        "strain": strain,
        "tolerance": tolerance,
    }


def unavailable(on: date, known: float, strain: float) -> Row:
    """Return a row without status, as before there is enough history."""
    return {
        "cardio_load_level": dict.fromkeys(LEVELS, 0.0),
        "date": on.isoformat(),
        "cardio_load_status": "LOAD_STATUS_NOT_AVAILABLE",
        "cardio_load_ratio": NOT_AVAILABLE,
        "cardio_load": known,
        "strain": strain,
        "tolerance": NOT_AVAILABLE,
    }


def load(view: View, on: date) -> float:
    """Return the load of the sessions of a day that have been uploaded."""
    day = view.watch.body.day(on)
    if day is None:
        return 0.0
    if on < view.today - timedelta(days=1):
        return day.load
    return round(sum((upload.workout.load for upload in view.uploads(day)), 0.0), 4)


def mean(view: View, on: date, days: int) -> float:
    """Return the mean load of so many days, the given one included."""
    loads = (load(view, on - timedelta(days=back)) for back in range(days))
    return round(sum(loads) / days, 4)


def levels(view: View, on: date) -> Row:
    """Return the person's thresholds, from the training days of the last 90 days."""
    loads = [load(view, on - timedelta(days=back)) for back in range(LEVEL_DAYS)]
    trained = [each for each in loads if each > 0]
    usual = sum(trained) / max(len(trained), 1)
    return {name: round(share * usual, 2) for name, share in LEVELS.items()}
