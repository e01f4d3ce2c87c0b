"""SleepWise: how alert a night lets somebody be, and when the body would like to sleep."""

from datetime import date, datetime, timedelta

from app.simulator.body import Day, within
from app.simulator.payloads import Row
from app.simulator.times import midnight, naive, naive_fraction, to_utc
from app.simulator.view import View

FIRST_NIGHTS = 5
VALID_SECONDS = 57_600
HOUR = timedelta(hours=1)
GRADES = ((4.0, "WEAK"), (6.5, "FAIR"), (8.5, "STRONG"))
INERTIAS = ((0.3, "NO_INERTIA"), (1.2, "MILD"), (2.2, "MODERATE"))
LEVELS = ("MINIMAL", "VERY_LOW", "LOW", "HIGH", "VERY_HIGH")
LEVEL_BY_HOUR = (1, 2, 3, 4, 4, 3, 3, 3, 2, 3, 3, 3, 3, 2, 2, 1, 0, 0)
GATE_MINUTES = 15


def alertness(view: View, first: date, last: date) -> list[Row]:
    """Return W1 and W2: one row per night that ended in the range; none before five nights."""
    return [alert(view, day) for day in view.nights(first, last) if seasoned(view, day)]


def bedtime(view: View, first: date, last: date) -> list[Row]:
    """Return W3 and W4: one row per night that touches the range, the coming one included."""
    mornings = [day for day in view.nights(first, last) if seasoned(view, day)]
    rows = [preferred(view, day, day.date) for day in mornings]
    latest = view.nights(view.today, view.today)
    if latest and last >= view.today and seasoned(view, latest[0]):
        rows.append(preferred(view, latest[0], view.today + timedelta(days=1)))
    return rows


def seasoned(view: View, day: Day) -> bool:
    """Return whether there were five nights with the watch, the given one included."""
    days = view.watch.body.days(day.date - timedelta(days=13), day.date)
    return sum(each.night.worn for each in days) >= FIRST_NIGHTS


def bridged(view: View, day: Day) -> str:
    """Return whether the night before was recorded, or had to be guessed."""
    before = view.watch.body.day(day.date - timedelta(days=1))
    return "VALIDITY_VALID" if before and before.night.worn else "VALIDITY_ESTIMATE"


def grade(day: Day) -> float:
    """Return 0 to 10: sleep debt, short nights and a shifted body clock make it lower."""
    short = max(7.5 - day.night.epochs / 120, 0)
    tired = 1.3 * day.sleep_debt_hours + 1.1 * short + 0.3 * abs(day.jet_lag_hours)
    return round(within(8.6 - tired - 2 * day.illness, 0, 10), 1)


def word(steps: tuple[tuple[float, str], ...], value: float, last: str) -> str:
    """Return the name of the first step above the value."""
    return next((name for limit, name in steps if value < limit), last)


def alert(view: View, day: Day) -> Row:
    """Return the alertness that follows one night; all times are naive UTC."""
    asleep = to_utc(day.night.asleep, day.offset_minutes)
    awake = to_utc(day.night.awake, day.offset_minutes)
    ends = awake + timedelta(seconds=VALID_SECONDS)
    validity, value = bridged(view, day), grade(day)
    return {
        "grade": value,
        "grade_validity_seconds": VALID_SECONDS,
        "grade_type": "GRADE_TYPE_PRIMARY",
        "grade_classification": f"GRADE_CLASSIFICATION_{word(GRADES, value, 'EXCELLENT')}",
        "validity": validity,
        "sleep_inertia": f"SLEEP_INERTIA_{word(INERTIAS, day.sleep_debt_hours, 'HEAVY')}",
        "sleep_type": "SLEEP_TYPE_PRIMARY",
        "result_type": f"ALERTNESS_TYPE_{'PREDICTION' if ends > view.now else 'HISTORY'}",
        "period_start_time": naive(asleep),
        "period_end_time": naive(ends),
        "sleep_period_start_time": naive_fraction(asleep),
        "sleep_period_end_time": naive_fraction(awake),
        "sleep_timezone_offset_minutes": day.offset_minutes,
        "hourly_data": hours(awake, ends, value, validity),
    }


def hours(awake: datetime, ends: datetime, value: float, validity: str) -> list[Row]:
    """Return a level per clock hour; the first and the last bucket are partial."""
    begin = awake.replace(second=0, microsecond=0) + timedelta(minutes=1)
    rows: list[Row] = []
    while begin < ends:
        stop = min(begin.replace(minute=0) + HOUR, ends)
        raised = LEVEL_BY_HOUR[min(len(rows), len(LEVEL_BY_HOUR) - 1)] + (value - 7.5) / 3
        rows.append(
            {
                "validity": validity,
                "alertness_level": f"ALERTNESS_LEVEL_{LEVELS[int(within(round(raised), 0, 4))]}",
                "start_time": naive(begin),
                "end_time": naive(stop),
            }
        )
        begin = stop
    return rows


def preferred(view: View, day: Day, morning: date) -> Row:
    """Return when the body would like to sleep the night before `morning`, as `day` tells it."""
    lag = within(day.jet_lag_hours, -5, 6)
    evening = midnight(morning) + timedelta(minutes=round(view.person.bedtime_minutes + 40 * lag))
    begin = to_utc(evening + timedelta(seconds=30), day.offset_minutes)
    end = begin + timedelta(minutes=view.person.goal_minutes)
    gate = timedelta(minutes=GATE_MINUTES)
    weak = "COMPROMISED" if abs(lag) > 1 else "CLEARLY_RECOGNIZABLE"
    return {
        "validity": bridged(view, day),
        "quality": f"CIRCADIAN_BEDTIME_QUALITY_{weak}",
        "result_type": f"CIRCADIAN_BEDTIME_TYPE_{'PREDICTION' if end > view.now else 'HISTORY'}",
        "period_start_time": naive(begin),
        "period_end_time": naive(end),
        "preferred_sleep_period_start_time": naive(begin),
        "preferred_sleep_period_end_time": naive(end),
        "sleep_gate_start_time": naive(begin - gate),
        "sleep_gate_end_time": naive(begin + gate),
        "sleep_timezone_offset_minutes": day.offset_minutes,
    }
