"""Nightly recharge: heart rate, HRV and breathing of a night, and the charge they give."""

from datetime import date

from app.simulator.body import Day
from app.simulator.payloads import HOST, Row
from app.simulator.payloads.sleep import clock_at, sleep_charge
from app.simulator.view import View

ANS_STEPS = (-5.0, -1.5, 1.5, 5.0)
STATUS_STEPS = (-6.0, -3.5, -1.2, 1.2, 4.0)


def recharges(view: View) -> Row:
    """Return R1: the recharges of the last 28 days."""
    return {"recharges": [recharge(view, day) for day in view.nights(*view.last_days)]}


def by_date(view: View, on: date) -> Row | None:
    """Return R2: one recharge, None where there is none."""
    day = view.night(on)
    return recharge(view, day) if day else None


def recharge(view: View, day: Day) -> Row:
    """Return one recharge; the averages cover four hours from 30 minutes after falling asleep."""
    night, recorded = day.night, view.watch.hypnogram(day.date)
    hrv = zip(recorded.hrv_at.tolist(), recorded.hrv.tolist(), strict=True)
    breathing = zip(recorded.breathing_at.tolist(), recorded.breathing.tolist(), strict=True)
    return {
        "polar_user": f"{HOST}/{view.person.polar_user_id}",
        "date": day.date.isoformat(),
        "heart_rate_avg": round(night.heart_rate),
        "beat_to_beat_avg": round(60000 / night.heart_rate),
        "heart_rate_variability_avg": round(night.hrv),
        "breathing_rate_avg": round(night.breathing, 1),
        **charges(view, day),
        "hrv_samples": {clock_at(day, second): ms for second, ms in hrv},
        "breathing_samples": {clock_at(day, second): rate for second, rate in breathing},
    }


def charges(view: View, day: Day) -> Row:
    """Return charge and statuses; without a baseline the keys are absent."""
    charge = day.night.ans_charge
    if charge is None:
        return {}
    both = charge + 1.2 * (sleep_charge(view, day) - 3)
    return {
        "nightly_recharge_status": 1 + sum(both > step for step in STATUS_STEPS),
        "ans_charge": charge,
        "ans_charge_status": 1 + sum(charge > step for step in ANS_STEPS),
    }
