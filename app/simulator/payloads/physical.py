"""What a person is and has filled in: the user object and physical info."""

from datetime import datetime, timedelta

from app.simulator.payloads import Row
from app.simulator.times import duration, midnight, to_utc, zulu, zulu_millis
from app.simulator.view import View

WEIGHING_DAYS = 14


def user(view: View, member_id: str) -> Row:
    """Return U1 and U2; the keys are hyphenated."""
    person = view.person
    return {
        "polar-user-id": person.polar_user_id,
        "member-id": member_id,
        "registration-date": zulu_millis(view.registered),
        "first-name": person.first_name,
        "last-name": person.last_name,
        "birthdate": person.birthday.isoformat(),
        "gender": person.gender,
        "weight": person.weight_kg,
        "height": person.height_cm,
        "extra-info": [],
    }


def info(view: View) -> Row | None:
    """Return P1, None for a person who never filled it in; a new weight every other week."""
    person = view.person
    if not person.physical_info:
        return None
    weighings = weighed(view)
    return {
        "weight": round(person.weight_kg + (weighings * 7 % 5 - 2) * 0.3, 1),
        "height": person.height_cm,
        "created": zulu(first_morning(view)),
        "modified": zulu(modified(view)),
        "birthday": person.birthday.isoformat(),
        "gender": person.gender,
        "maximum_heart_rate": person.max_bpm,
        "resting_heart_rate": round(person.night_bpm) + 2,
        "aerobic_threshold": round(person.max_bpm * 0.74),
        "anaerobic_threshold": round(person.max_bpm * 0.89),
        "vo2_max": round(36 + 0.25 * person.hrv_ms),
        "weight_source": "SOURCE_USER",
        "training_background": "REGULAR",
        "typical_day": "MOSTLY_SITTING",
        "sleep_goal": duration(60 * person.goal_minutes),
    }


def weighed(view: View) -> int:
    """Return how often the person has weighed in."""
    return max((view.now - first_morning(view)).days, 0) // WEIGHING_DAYS


def modified(view: View) -> datetime:
    """Return when the person last weighed in."""
    return first_morning(view) + timedelta(days=weighed(view) * WEIGHING_DAYS)


def first_morning(view: View) -> datetime:
    """Return six o'clock of the first day in UTC, when the account was made."""
    return to_utc(midnight(view.person.first_day) + timedelta(hours=6), 0)
