"""Tests that a person makes on purpose: beyond the document, what the archive tells."""

from dataclasses import dataclass
from typing import Annotated

from app.records import spot_tests as records
from app.rest.shapes.values import about, local, moment


@dataclass
class OrthostaticTest:
    """One orthostatic test: how the heart answers to standing up."""

    id: Annotated[int, about("The test's time in seconds since 1970, UTC.", 1768116600)]
    test_time: Annotated[
        str, moment("Start of the test, on the wearer's clock.", "2026-01-11 07:30:00")
    ]
    rr_supine_ms: Annotated[float | None, about("Mean RR interval lying, ms.", 1174.0)]
    rr_standing_up_min_ms: Annotated[
        float | None, about("Shortest RR interval while standing up, ms.", 640.0)
    ]
    rr_standing_ms: Annotated[float | None, about("Mean RR interval standing, ms.", 870.0)]
    rmssd_supine_ms: Annotated[float | None, about("RMSSD lying, ms.", 55.0)]
    rmssd_standing_ms: Annotated[float | None, about("RMSSD standing, ms.", 24.0)]
    heart_rate: Annotated[
        list[int] | None, about("Heart rate through the test, bpm, in order.", [51, 49, 47])
    ]

    @classmethod
    def of(cls, test: records.OrthostaticTest) -> "OrthostaticTest":
        """The row of a test."""
        return cls(
            int(test.test_at.timestamp()),
            local(test.test_local),
            test.rr_supine_ms,
            test.rr_standing_up_min_ms,
            test.rr_standing_ms,
            test.rmssd_supine_ms,
            test.rmssd_standing_ms,
            test.heart_rate_bpm,
        )


@dataclass
class FitnessTest:
    """One fitness test at rest."""

    id: Annotated[int, about("The test's time in seconds since 1970, UTC.", 1768116600)]
    test_time: Annotated[
        str, moment("Start of the test, on the wearer's clock.", "2026-01-11 07:30:00")
    ]
    own_index: Annotated[int | None, about("VO2max, ml/kg/min.", 47)]
    fitness_class: Annotated[str | None, about("Polar's word for it.", "GOOD")]
    average_heart_rate: Annotated[int | None, about("Average heart rate, bpm.", 52)]
    max_heart_rate: Annotated[int | None, about("Highest heart rate, bpm.", 60)]
    weight_kg: Annotated[float | None, about("Weight that it reckoned with, kg.", 76.4)]

    @classmethod
    def of(cls, test: records.FitnessTest) -> "FitnessTest":
        """The row of a test."""
        return cls(
            int(test.test_at.timestamp()),
            local(test.test_local),
            test.own_index,
            test.fitness_class,
            test.heart_rate_avg,
            test.heart_rate_max,
            test.weight_kg,
        )
