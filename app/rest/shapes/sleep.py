"""Nights."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Annotated

from app.reads.series import Series
from app.reads.sleep import NightSummary, NightWithRecharge
from app.records.sleep import STAGES
from app.records.sleep import Nap as NapRecord
from app.rest.shapes.values import about, by_clock, hours, local, moment, real, two, whole

_CODES = {stage: code for code, stage in enumerate(STAGES)}
_UNKNOWN = _CODES["UNKNOWN"]


@dataclass
class Sleep:
    """One night, named by the day of waking up."""

    date: Annotated[dt.date, about("Day of waking up.", "2026-01-11")]
    sleep_score: Annotated[
        int | None, about("Polar sleep score, 1-100; null when not calculated.", 85)
    ]
    total_sleep_hours: Annotated[
        float | None, about("Time asleep in a known stage, hours; null without staging.", 7.5)
    ]
    deep_sleep_hours: Annotated[float | None, about("Deep sleep, hours.", 1.8)]
    rem_sleep_hours: Annotated[float | None, about("REM sleep, hours.", 1.9)]
    light_sleep_hours: Annotated[float | None, about("Light sleep, hours.", 3.8)]
    hrv_avg: Annotated[
        float | None,
        about("Heart rate variability (RMSSD) of the night's nightly recharge, ms.", 45.2),
    ]
    heart_rate_avg: Annotated[
        int | None,
        about("Mean heart rate in sleep, bpm; nightly recharge's when there are no samples.", 52),
    ]

    @classmethod
    def of(cls, night: NightSummary | NightWithRecharge) -> "Sleep":
        """The row of a night."""
        return cls(
            night.date,
            night.sleep_score,
            hours(night.total_s),
            hours(night.deep_s),
            hours(night.rem_s),
            hours(night.light_s),
            real(night.hrv_rmssd_ms),
            whole(night.heart_rate_avg),
        )


@dataclass
class SleepDetail(Sleep):
    """One night with everything that is known of it."""

    breathing_rate_avg: Annotated[float | None, about("Breathing rate, breaths per minute.", 14.2)]
    sleep_start_time: Annotated[
        str | None, moment("Fell asleep, on the wearer's clock.", "2026-01-10 23:02:00")
    ]
    sleep_end_time: Annotated[
        str | None, moment("Woke up, on the wearer's clock.", "2026-01-11 06:58:00")
    ]
    utc_offset_minutes: Annotated[int | None, about("The wearer's clock minus UTC, minutes.", 120)]
    device_id: Annotated[str | None, about("Device that recorded the night.", "1111AAAA")]
    light_sleep_seconds: Annotated[int | None, about("Light sleep, seconds.", 13680)]
    deep_sleep_seconds: Annotated[int | None, about("Deep sleep, seconds.", 6480)]
    rem_sleep_seconds: Annotated[int | None, about("REM sleep, seconds.", 6840)]
    unrecognized_sleep_seconds: Annotated[int | None, about("Asleep, stage unknown, seconds.", 0)]
    interruptions_hours: Annotated[
        float | None, about("Awake between falling asleep and waking up, hours.", 0.43)
    ]
    interruptions_seconds: Annotated[int | None, about("The same, seconds.", 1560)]
    short_interruption_seconds: Annotated[
        int | None, about("Interruptions shorter than 90 s, seconds.", 600)
    ]
    long_interruption_seconds: Annotated[
        int | None, about("Interruptions of 90 s or more, seconds.", 960)
    ]
    sleep_charge: Annotated[
        int | None, about("Against the usual 28 days, 1 much below to 5 much above.", 3)
    ]
    sleep_rating: Annotated[int | None, about("The person's own rating, 1-5.", 4)]
    continuity: Annotated[float | None, about("Continuity, 1.0-5.0; 5 is unbroken.", 3.4)]
    continuity_class: Annotated[int | None, about("Continuity in words' rank, 1-5.", 3)]
    sleep_cycles: Annotated[int | None, about("Number of sleep cycles.", 5)]
    sleep_goal_hours: Annotated[float | None, about("The person's sleep goal, hours.", 8.0)]
    group_duration_score: Annotated[
        float | None, about("Theme of the sleep score: duration, 1-100.", 80.5)
    ]
    group_solidity_score: Annotated[
        float | None, about("Theme of the sleep score: solidity, 1-100.", 82.0)
    ]
    group_regeneration_score: Annotated[
        float | None, about("Theme of the sleep score: regeneration, 1-100.", 91.3)
    ]
    sleep_efficiency_percent: Annotated[
        float | None,
        about("Time asleep as a share of the time from falling asleep to waking up, %.", 94.54),
    ]
    heart_rate_min: Annotated[int | None, about("Lowest heart rate in sleep, bpm.", 46)]
    heart_rate_max: Annotated[int | None, about("Highest heart rate in sleep, bpm.", 71)]
    hypnogram: Annotated[
        dict[str, int],
        about(
            "Changes of stage: clock time to Polar's code (0 wake, 1 REM, 2 and 3 light, 4 deep, "
            "5 unknown), in the order of the night.",
            {"23:02": 2, "23:15": 4},
        ),
    ]
    heart_rate_samples: Annotated[
        dict[str, int | None],
        about(
            "Clock time to heart rate, bpm, about every 5 minutes; null without a signal.",
            {"23:05": 54, "23:10": 52},
        ),
    ]

    @classmethod
    def with_series(
        cls, night: NightWithRecharge, hypnogram: Series, heart_rates: Series
    ) -> "SleepDetail":
        """The night with its hypnogram and heart rate."""
        signal = [bpm for bpm in heart_rates.values if bpm is not None]
        return cls(
            **asdict(Sleep.of(night)),
            breathing_rate_avg=night.breathing_rate_avg,
            sleep_start_time=local(night.sleep_start_local),
            sleep_end_time=local(night.sleep_end_local),
            utc_offset_minutes=night.utc_offset_minutes,
            device_id=night.device_id,
            light_sleep_seconds=night.light_s,
            deep_sleep_seconds=night.deep_s,
            rem_sleep_seconds=night.rem_s,
            unrecognized_sleep_seconds=night.unrecognized_s,
            interruptions_hours=hours(night.interruption_s),
            interruptions_seconds=night.interruption_s,
            short_interruption_seconds=night.short_interruption_s,
            long_interruption_seconds=night.long_interruption_s,
            sleep_charge=night.sleep_charge,
            sleep_rating=night.sleep_rating,
            continuity=night.continuity,
            continuity_class=night.continuity_class,
            sleep_cycles=night.sleep_cycles,
            sleep_goal_hours=hours(night.sleep_goal_s),
            group_duration_score=night.duration_score,
            group_solidity_score=night.solidity_score,
            group_regeneration_score=night.regeneration_score,
            sleep_efficiency_percent=two(night.efficiency_percent),
            heart_rate_min=min(signal, default=None),
            heart_rate_max=max(signal, default=None),
            hypnogram=by_clock(hypnogram, lambda stage: _CODES.get(stage, _UNKNOWN)),
            heart_rate_samples=by_clock(heart_rates),
        )


@dataclass
class Nap:
    """A sleep beside the night of its date."""

    date: Annotated[dt.date, about("The date that Polar gives it.", "2026-01-11")]
    start_time: Annotated[str, moment("Fell asleep, on the wearer's clock.", "2026-01-11 14:00:00")]
    end_time: Annotated[
        str | None, moment("Woke up, on the wearer's clock.", "2026-01-11 15:10:00")
    ]
    duration_hours: Annotated[float | None, about("From falling asleep to waking up, hours.", 1.17)]
    total_sleep_hours: Annotated[
        float | None, about("Time asleep in a known stage, hours; null without staging.", 1.05)
    ]
    deep_sleep_hours: Annotated[float | None, about("Deep sleep, hours.", 0.2)]
    rem_sleep_hours: Annotated[float | None, about("REM sleep, hours.", 0.1)]
    light_sleep_hours: Annotated[float | None, about("Light sleep, hours.", 0.75)]
    unrecognized_sleep_hours: Annotated[
        float | None, about("Asleep, stage unknown, hours.", example=0.0)
    ]
    interruptions_hours: Annotated[float | None, about("Awake in between, hours.", 0.12)]
    heart_rate_avg: Annotated[int | None, about("Mean heart rate, bpm.", 55)]
    device_id: Annotated[str | None, about("Device that recorded it.", "1111AAAA")]
    hypnogram: Annotated[
        dict[str, int],
        about(
            "Changes of stage: clock time to Polar's code, as of nights.", {"14:00": 3, "15:10": 0}
        ),
    ]
    heart_rate_samples: Annotated[
        dict[str, int | None], about("Clock time to heart rate, bpm.", {"14:05": 55})
    ]

    @classmethod
    def of(cls, nap: NapRecord) -> "Nap":
        """The row of a nap."""
        return cls(
            nap.date,
            local(nap.sleep_start_local),
            local(nap.sleep_end_local),
            hours(nap.duration_s),
            hours(nap.total_s),
            hours(nap.deep_s),
            hours(nap.rem_s),
            hours(nap.light_s),
            hours(nap.unrecognized_s),
            hours(nap.interruption_s),
            whole(nap.heart_rate_avg),
            nap.device_id,
            by_clock(
                _since(nap, nap.stage_minute, nap.stage), lambda stage: _CODES.get(stage, _UNKNOWN)
            ),
            by_clock(_since(nap, nap.heart_rate_minute, nap.heart_rate_bpm)),
        )


def _since(nap: NapRecord, minutes: list[int] | None, values: Sequence[object] | None) -> Series:
    """Values some minutes after falling asleep as a series on the clock."""
    start = nap.sleep_start_local
    moments = [start + dt.timedelta(minutes=minute) for minute in minutes or []]
    return Series(local_time=moments, values=list(values or []))
