"""Tests that a person makes on purpose: lying and standing, and of fitness."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from app.records.answers import Absent


@dataclass(frozen=True, slots=True, kw_only=True)
class OrthostaticTest:
    """One orthostatic test: how the heart answers to standing up."""

    test_local: Annotated[dt.datetime, "Start of the test, on the wearer's clock."]
    test_at: Annotated[
        dt.datetime, "Start, absolute time; without an offset the wall clock taken as UTC."
    ]
    utc_offset_minutes: Annotated[
        int | None, "The wearer's clock minus UTC, minutes; NULL when it is not known."
    ] = None
    rr_supine_ms: Annotated[float | None, "Mean RR interval lying, milliseconds."] = None
    rr_standing_up_min_ms: Annotated[
        float | None, "Shortest RR interval while standing up, milliseconds."
    ] = None
    rr_standing_ms: Annotated[float | None, "Mean RR interval standing, milliseconds."] = None
    rr_supine_usual_ms: Annotated[float | None, "The same lying, as usual, milliseconds."] = None
    rr_standing_usual_ms: Annotated[float | None, "The same standing, as usual, ms."] = None
    rmssd_supine_ms: Annotated[float | None, "RMSSD lying, milliseconds."] = None
    rmssd_standing_ms: Annotated[float | None, "RMSSD standing, milliseconds."] = None
    rmssd_supine_usual_ms: Annotated[float | None, "RMSSD lying, as usual, milliseconds."] = None
    rmssd_standing_usual_ms: Annotated[float | None, "RMSSD standing, as usual, ms."] = None
    heart_rate_bpm: Annotated[
        list[int] | None, "Heart rate through the test, bpm, in order; its rate is not known."
    ] = None
    absent: Absent = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class FitnessTest:
    """One fitness test at rest."""

    test_local: Annotated[dt.datetime, "Start of the test, on the wearer's clock."]
    test_at: Annotated[
        dt.datetime, "Start, absolute time; without an offset the wall clock taken as UTC."
    ]
    utc_offset_minutes: Annotated[
        int | None, "The wearer's clock minus UTC, minutes; NULL when it is not known."
    ] = None
    own_index: Annotated[int | None, "Polar's OwnIndex: VO2max, ml/kg/min."] = None
    fitness_class: Annotated[str | None, "Polar's word for it."] = None
    heart_rate_avg: Annotated[int | None, "Average heart rate, bpm."] = None
    heart_rate_max: Annotated[int | None, "Highest heart rate, bpm."] = None
    weight_kg: Annotated[float | None, "Weight that the test reckoned with, kilograms."] = None
    absent: Absent = frozenset()
