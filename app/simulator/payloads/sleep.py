"""Sleep: nights with their stages, scores and five-minute heart rate."""

from datetime import date, timedelta
from math import sqrt

from app.simulator.body import BASELINE_NIGHTS, Day, within
from app.simulator.payloads import HOST, Row
from app.simulator.times import clock, with_offset
from app.simulator.view import View
from app.simulator.watch import Hypnogram, Purpose, Stage, generator

SHORT_SECONDS = 90
CHARGE_STEPS = (-1.2, -0.4, 0.4, 1.2)
FIRST_CHARGE = 3
UNAVAILABLE = -1


def nights(view: View) -> Row:
    """Return S1: the nights of the last 28 days."""
    return {"nights": [night(view, day) for day in view.nights(*view.last_days)]}


def available(view: View) -> Row:
    """Return S3: which nights exist."""
    return {
        "available": [
            {"date": day.date.isoformat(), "start_time": times[0], "end_time": times[1]}
            for day in view.nights(*view.last_days)
            for times in [span(day)]
        ]
    }


def by_date(view: View, on: date) -> Row | None:
    """Return S2: one night, None where there is none."""
    day = view.night(on)
    return night(view, day) if day else None


def span(day: Day) -> tuple[str, str]:
    """Return falling asleep and waking up, local with offset."""
    times = (day.night.asleep, day.night.awake)
    return with_offset(times[0], day.offset_minutes), with_offset(times[1], day.offset_minutes)


def night(view: View, day: Day) -> Row:
    """Return one night in the live shape."""
    recorded = view.watch.hypnogram(day.date)
    start, end = span(day)
    short, long = interrupted(recorded)
    return {
        "polar_user": f"{HOST}/{view.person.polar_user_id}",
        "date": day.date.isoformat(),
        "sleep_start_time": start,
        "sleep_end_time": end,
        "device_id": day.device.device_id,
        **continuity(recorded),
        "light_sleep": recorded.totals[Stage.LIGHT],
        "deep_sleep": recorded.totals[Stage.DEEP],
        "rem_sleep": recorded.totals[Stage.REM],
        "unrecognized_sleep_stage": 0,
        "sleep_score": score(view, recorded),
        "total_interruption_duration": short + long,
        "sleep_charge": sleep_charge(view, day),
        "sleep_rating": rating(view, day),
        "short_interruption_duration": short,
        "long_interruption_duration": long,
        "sleep_goal": 60 * view.person.goal_minutes,
        **themes(view, recorded),
        "sleep_cycles": max(3, round(day.night.epochs / 185)),
        "hypnogram": hypnogram(day, recorded),
        "heart_rate_samples": {
            clock_at(day, second): bpm
            for second, bpm in zip(
                recorded.heart_at.tolist(), recorded.heart_rate.tolist(), strict=True
            )
        },
    }


def clock_at(day: Day, second: int) -> str:
    """Return the local `HH:MM` of a second since falling asleep."""
    moment = day.night.asleep + timedelta(seconds=second)
    return clock(60 * moment.hour + moment.minute)


def interrupted(recorded: Hypnogram) -> tuple[int, int]:
    """Return the seconds awake in interruptions under 90 seconds, and in longer ones."""
    lengths = recorded.interruptions()
    short = int(lengths[lengths < SHORT_SECONDS].sum())
    return short, int(lengths.sum()) - short


def continuity(recorded: Hypnogram) -> Row:
    """Return how unbroken a night was, 1.0 to 5.0, and its class."""
    share = recorded.totals[Stage.WAKE] / (30 * len(recorded.stages))
    value = round(within(4.7 - 14 * share - 0.03 * len(recorded.interruptions()), 1, 5), 1)
    return {"continuity": value, "continuity_class": int(value + 0.5)}


def themes(view: View, recorded: Hypnogram) -> dict[str, float]:
    """Return the three themes of the score: enough, unbroken, refreshing."""
    total = 30 * len(recorded.stages)
    asleep = total - recorded.totals[Stage.WAKE]
    refreshing = recorded.totals[Stage.DEEP] + 0.8 * recorded.totals[Stage.REM]
    solid = 100 - 370 * recorded.totals[Stage.WAKE] / total
    return {
        "group_duration_score": float(
            round(100 * within(asleep / view.person.goal_minutes / 60, 0.1, 1))
        ),
        "group_solidity_score": round(within(solid, 1, 100), 4),
        "group_regeneration_score": round(within(195 * refreshing / total, 1, 100), 4),
    }


def score(view: View, recorded: Hypnogram) -> int:
    """Return the sleep score, 1 to 100: a weighted mean of its themes."""
    duration, solidity, regeneration = themes(view, recorded).values()
    return round(0.4 * duration + 0.3 * solidity + 0.3 * regeneration)


def sleep_charge(view: View, day: Day) -> int:
    """Return 1 to 5: the score against the worn nights of four weeks; -1 without them."""
    days = view.watch.body.days(
        day.date - timedelta(days=BASELINE_NIGHTS), day.date - timedelta(days=1)
    )
    before = [score(view, view.watch.hypnogram(each.date)) for each in days if each.night.worn]
    if len(before) < FIRST_CHARGE:
        return UNAVAILABLE
    mean = sum(before) / len(before)
    spread = sqrt(sum((each - mean) ** 2 for each in before) / len(before))
    raised = (score(view, view.watch.hypnogram(day.date)) - mean) / max(spread, 2.0)
    return 1 + sum(raised > step for step in CHARGE_STEPS)


def rating(view: View, day: Day) -> int:
    """Return the person's own rating, 1 to 5; on most mornings nobody is asked: 0."""
    draw = generator(view.person, day, Purpose.TESTS, 1).uniform()
    usual = 3 if day.night.wake_share > 0.06 else 4  # noqa: PLR2004 - a typical night.
    return usual + round(float(draw) * 4 - 1) if draw < 0.4 else 0  # noqa: PLR2004 - four in ten.


def hypnogram(day: Day, recorded: Hypnogram) -> dict[str, int]:
    """Return a stage at each change; a second change inside a minute overwrites the first."""
    drawn = {
        clock_at(day, 30 * epoch): int(recorded.stages[epoch])
        for epoch in recorded.changes().tolist()
    }
    return {**drawn, clock_at(day, 30 * day.night.epochs): int(Stage.WAKE)}
