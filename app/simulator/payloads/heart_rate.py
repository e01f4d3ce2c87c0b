"""Continuous heart rate: a day's samples, every five minutes at rest and every second in bursts."""

from datetime import date

from app.simulator.body import Day
from app.simulator.payloads import HOST, Row
from app.simulator.times import clock_second
from app.simulator.view import View


def by_date(view: View, on: date) -> Row | None:
    """Return H1: one day, None where there is none."""
    day = view.day(on)
    return heart_rate(view, day) if day else None


def heart_rates(view: View, first: date, last: date) -> Row:
    """Return H2 in the live shape."""
    return {"heart_rates": [heart_rate(view, day) for day in view.days(first, last)]}


def heart_rate(view: View, day: Day) -> Row:
    """Return one day's samples, of today those that are over."""
    at, beats = view.watch.heart(day.date, view.dense)
    over = int(at.searchsorted(view.cutoff_second(day.date)))
    return {
        "polar_user": f"{HOST}/{view.person.polar_user_id}",
        "date": day.date.isoformat(),
        "heart_rate_samples": [
            {"heart_rate": bpm, "sample_time": clock_second(second)}
            for second, bpm in zip(at[:over].tolist(), beats[:over].tolist(), strict=True)
        ],
    }
