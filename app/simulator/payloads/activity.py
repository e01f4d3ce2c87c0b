"""Daily activity: sums of a day, its steps per minute and its zones per half minute."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from app.simulator.body import Day
from app.simulator.payloads import Row
from app.simulator.times import CLOCK, duration, midnight, to_minute
from app.simulator.view import View
from app.simulator.watch import FIRST_DAY_MINUTE, MINUTES, Minutes, Zone

KCAL_PER_MINUTE = np.array([0.0, 0.25, 1.7, 4.6, 10.5, 0.0])  # Above rest, of 70 kg, by zone.
STAMP_MINUTES = 55
RUNNING_STEPS = 140


@dataclass(frozen=True, slots=True)
class Parts:
    """Which samples were asked for."""

    steps: bool = True
    activity_zones: bool = True
    inactivity_stamps: bool = True


def activities(view: View, first: date, last: date, parts: Parts) -> list[Row]:
    """Return A1: one row per worn day."""
    return [activity(view, day, parts) for day in view.days(first, last)]


def by_date(view: View, on: date, parts: Parts) -> Row | None:
    """Return A2: one day, None where there is none."""
    day = view.day(on)
    return activity(view, day, parts) if day else None


def samples_list(view: View, first: date, last: date) -> list[Row]:
    """Return A3: the samples of each worn day."""
    return [samples(day, recorded(view, day), Parts()) for day in view.days(first, last)]


def samples_by_date(view: View, on: date) -> Row | None:
    """Return A4: the samples of one day, None where there is none."""
    day = view.day(on)
    return samples(day, recorded(view, day), Parts()) if day else None


def recorded(view: View, day: Day) -> Minutes:
    """Return a day's minutes so far: of today only those that are over."""
    minutes = view.watch.minutes(day.date)
    over = view.cutoff_second(day.date) // 60
    return Minutes(minutes.steps[:over], minutes.zones[: 2 * over])


def activity(view: View, day: Day, parts: Parts) -> Row:
    """Return one day in the live shape; there is no `date`."""
    minutes = recorded(view, day)
    halves = np.bincount(minutes.zones, minlength=len(Zone))
    active = int(halves[[Zone.LIGHT, Zone.MODERATE, Zone.VIGOROUS]].sum())
    burnt = float((halves * KCAL_PER_MINUTE).sum()) / 2 * view.person.weight_kg / 70
    steps = int(minutes.steps.sum())
    row: Row = {
        "start_time": to_minute(start(day)),
        "end_time": to_minute(end(view, day)),
        "active_duration": duration(30 * active),
        "inactive_duration": duration(30 * int(halves[Zone.SEDENTARY])),
        "daily_activity": round(burnt / 9.5, 2),
        "calories": round(burnt + resting_kcal(view) * len(minutes.steps) / MINUTES),
        "active_calories": round(burnt),
        "steps": steps,
        "inactivity_alert_count": len(stamps(minutes)),
        "distance_from_steps": distance(minutes),
    }
    asked = parts.steps or parts.activity_zones or parts.inactivity_stamps
    return {**row, "samples": samples(day, minutes, parts)} if asked else row


def start(day: Day) -> datetime:
    """Return midnight, on the first day of a watch the minute it was put on."""
    return midnight(day.date) + timedelta(minutes=0 if day.index else FIRST_DAY_MINUTE)


def end(view: View, day: Day) -> datetime:
    """Return the last second of a finished day, of today the minute it is."""
    over = view.cutoff_second(day.date) // 60
    last = timedelta(minutes=over) if over < MINUTES else timedelta(days=1, seconds=-1)
    return midnight(day.date) + last


def resting_kcal(view: View) -> float:
    """Return what the body burns at rest in a day (Harris and Benedict, shortened)."""
    person = view.person
    return 10 * person.weight_kg + 6.25 * person.height_cm - 180 + 90 * (person.gender == "MALE")


def distance(minutes: Minutes) -> float:
    """Return metres: a running step is longer than a walking one."""
    stride = np.where(minutes.steps >= RUNNING_STEPS, 1.05, 0.72)
    return round(float((minutes.steps * stride).sum()), 2)


def samples(day: Day, minutes: Minutes, parts: Parts) -> Row:
    """Return the samples that were asked for."""
    row: Row = {"date": day.date.isoformat()}
    if parts.steps:
        row["steps"] = steps(day, minutes)
    if parts.activity_zones:
        row["activity_zones"] = {"samples": zones(day, minutes)}
    if parts.inactivity_stamps:
        prefix = day.date.isoformat()
        stamped = [{"stamp": f"{prefix}T{CLOCK[minute]}"} for minute in stamps(minutes)]
        row["inactivity_stamps"] = {"samples": stamped}
    return row


def steps(day: Day, minutes: Minutes) -> Row:
    """Return steps per minute; a value equal to the one before is left out."""
    prefix = day.date.isoformat()
    changed = np.flatnonzero(np.diff(minutes.steps, prepend=-1)).tolist()
    counts = minutes.steps.tolist()
    return {
        "interval_ms": 60000,
        "total_steps": sum(counts),
        "samples": [
            {"steps": counts[minute], "timestamp": f"{prefix}T{CLOCK[minute]}"}
            for minute in changed
        ],
    }


def zones(day: Day, minutes: Minutes) -> list[Row]:
    """Return the zone at each change."""
    prefix = day.date.isoformat()
    changed = np.flatnonzero(np.diff(minutes.zones, prepend=-1)).tolist()
    names = [zone.name for zone in Zone]
    codes = minutes.zones.tolist()
    return [
        {
            "timestamp": f"{prefix}T{CLOCK[half // 2]}" + (":30" if half % 2 else ""),
            "zone": names[codes[half]],
        }
        for half in changed
    ]


def stamps(minutes: Minutes) -> list[int]:
    """Return the minutes at which somebody had been sitting for 55 minutes without a break."""
    sitting = minutes.zones[::2] == Zone.SEDENTARY
    edges = np.flatnonzero(np.diff(sitting, prepend=False, append=False))
    runs = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [begin + STAMP_MINUTES for begin, stop in runs if stop - begin > STAMP_MINUTES]
