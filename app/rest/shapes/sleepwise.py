"""SleepWise."""

from dataclasses import dataclass
from typing import Annotated

from app.reads.sleepwise import GradedHour
from app.records.sleepwise import AlertnessPeriod as Period
from app.records.sleepwise import Bedtime as Record
from app.rest.shapes.values import about, clock_time, local, moment, on_clock


@dataclass
class Alertness:
    """One hour of predicted alertness, with the grade of its period."""

    period_start_time: Annotated[
        str, moment("Start of the hour, on the wearer's clock.", "2026-01-11 08:00:00")
    ]
    period_end_time: Annotated[
        str, moment("End of the hour, on the wearer's clock.", "2026-01-11 09:00:00")
    ]
    grade: Annotated[float | None, about("The period's boost from sleep, 0-10.", 4.2)]
    grade_classification: Annotated[
        str | None, about("Polar's word: WEAK, FAIR, STRONG, EXCELLENT.", "FAIR")
    ]

    @classmethod
    def of(cls, hour: GradedHour) -> "Alertness":
        """The row of an hour."""
        return cls(
            local(hour.local_time), local(hour.end_local), hour.grade, hour.grade_classification
        )


@dataclass
class AlertnessPeriod:
    """One sleep and the boost that it gives to the day after it."""

    period_start_time: Annotated[
        str, moment("Start of the period, on the wearer's clock.", "2026-01-10 23:02:00")
    ]
    period_end_time: Annotated[
        str | None, moment("End of the period, on the wearer's clock.", "2026-01-11 21:25:00")
    ]
    sleep_start_time: Annotated[
        str | None, moment("Start of the sleep, on the wearer's clock.", "2026-01-10 23:02:00")
    ]
    sleep_end_time: Annotated[
        str | None, moment("End of the sleep, on the wearer's clock.", "2026-01-11 06:58:00")
    ]
    grade: Annotated[float | None, about("Boost from sleep, 0-10; null when not valid.", 4.2)]
    grade_classification: Annotated[
        str | None, about("Polar's word: WEAK, FAIR, STRONG, EXCELLENT.", "FAIR")
    ]
    grade_type: Annotated[str | None, about("PRIMARY or ADDITIONAL.", "PRIMARY")]
    grade_validity_seconds: Annotated[int | None, about("How long the grade holds.", 3600)]
    sleep_inertia: Annotated[str | None, about("NO_INERTIA, MILD, MODERATE, HEAVY.", "NO_INERTIA")]
    sleep_type: Annotated[str | None, about("PRIMARY, SECONDARY, ARTIFICIAL.", "PRIMARY")]
    result_type: Annotated[str | None, about("PREDICTION or HISTORY.", "HISTORY")]
    validity: Annotated[str | None, about("VALID, ESTIMATE, NOT_VALID, RESET.", "VALID")]

    @classmethod
    def of(cls, period: Period) -> "AlertnessPeriod":
        """The row of a period."""
        offset = period.utc_offset_minutes
        return cls(
            local(on_clock(period.period_start_at, offset)),
            local(on_clock(period.period_end_at, offset)),
            local(on_clock(period.sleep_start_at, offset)),
            local(on_clock(period.sleep_end_at, offset)),
            period.grade,
            period.grade_classification,
            period.grade_type,
            period.grade_validity_s,
            period.sleep_inertia,
            period.sleep_type,
            period.result_type,
            period.validity,
        )


@dataclass
class Bedtime:
    """One night's best time for bed."""

    period_start_time: Annotated[
        str, moment("Start of the period, on the wearer's clock.", "2026-01-11 22:30:00")
    ]
    period_end_time: Annotated[
        str | None, moment("End of the period, on the wearer's clock.", "2026-01-12 06:30:00")
    ]
    preferred_sleep_start: Annotated[
        str | None, about("Best time to fall asleep, HH:MM:SS on the wearer's clock.", "22:30:00")
    ]
    preferred_sleep_end: Annotated[
        str | None, about("Best time to wake up, HH:MM:SS on the wearer's clock.", "06:30:00")
    ]
    sleep_gate_start: Annotated[
        str | None, about("Window to fall asleep: start, HH:MM:SS.", "22:00:00")
    ]
    sleep_gate_end: Annotated[
        str | None, about("Window to fall asleep: end, HH:MM:SS.", "23:00:00")
    ]
    quality: Annotated[
        str | None,
        about("Polar's word: WEAK, COMPROMISED, CLEARLY_RECOGNIZABLE.", "CLEARLY_RECOGNIZABLE"),
    ]

    @classmethod
    def of(cls, night: Record) -> "Bedtime":
        """The row of a night."""
        offset = night.utc_offset_minutes
        return cls(
            local(on_clock(night.period_start_at, offset)),
            local(on_clock(night.period_end_at, offset)),
            clock_time(on_clock(night.preferred_sleep_start_at, offset)),
            clock_time(on_clock(night.preferred_sleep_end_at, offset)),
            clock_time(on_clock(night.sleep_gate_start_at, offset)),
            clock_time(on_clock(night.sleep_gate_end_at, offset)),
            night.quality,
        )
