"""SleepWise."""

from dataclasses import dataclass
from typing import Annotated

from app.reads.sleepwise import GradedHour
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
