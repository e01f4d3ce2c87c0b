"""Blood oxygen, wrist ECG, body and skin temperature."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Self

from app.reads.days import day_list
from app.reads.desk import question
from app.reads.series import Columns, peaks, taken
from app.records.biosensing import EcgTest, SkinContactChange, SkinTemperature, Spo2Test
from app.store.pool import Pool
from app.store.read import fetch_each, fetch_one


@dataclass(frozen=True, slots=True, kw_only=True)
class EcgRecording(EcgTest):
    """A wrist ECG and the size of its waveform; the waveform itself only when asked for."""

    sample_count: Annotated[int, "Samples of the waveform."] = 0
    duration_ms: Annotated[int | None, "Time of the last sample since the start, ms."] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyTemperature:
    """One stretch of temperature measurement in numbers."""

    device_id: Annotated[str, "Device; empty when Polar does not say."]
    measurement_type: Annotated[str, "SKIN_TEMPERATURE or CORE_TEMPERATURE."]
    sensor_location: Annotated[str | None, "DISTAL or PROXIMAL."]
    start_at: Annotated[dt.datetime, "Start, absolute time."]
    end_at: Annotated[dt.datetime | None, "End, absolute time."]
    start_local: Annotated[dt.datetime, "Start, on the wearer's clock."]
    end_local: Annotated[dt.datetime | None, "End, on the wearer's clock."]
    temperature_c_min: Annotated[float | None, "Lowest sample, degrees Celsius."]
    temperature_c_mean: Annotated[float | None, "Mean of the samples, degrees Celsius."]
    temperature_c_max: Annotated[float | None, "Highest sample, degrees Celsius."]
    sample_count: Annotated[int, "Number of samples."]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkinContact(SkinContactChange):
    """A change of contact with its time on the wearer's clock."""

    changed_local: Annotated[dt.datetime, "Time of the change, on the wearer's clock."]


spo2_tests = day_list(Spo2Test, "spo2_tests", "Blood oxygen tests, the newest first.")
ecg_tests = day_list(
    EcgRecording, "ecg_tests", "Wrist ECGs without their waveforms, the newest first."
)
body_temperatures = day_list(
    BodyTemperature,
    "body_temperatures",
    "Stretches that start in the window on the wearer's clock, the newest first.",
)
skin_temperatures = day_list(
    SkinTemperature, "skin_temperatures", "Nights of the window, the newest first."
)
skin_contacts = day_list(
    SkinContact, "skin_contacts", "Changes of contact in the window, the newest first."
)


async def ecg_test(pool: Pool, user_id: str, test_at: dt.datetime) -> EcgRecording | None:
    """The wrist ECG of that second, with its waveform."""
    return await fetch_one(pool, EcgRecording, "ecg_test", user_id=user_id, test_at=test_at)


Test = tuple[str, dt.datetime]
"""Whose test, and when it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waveform(Columns):
    """A wrist ECG's waveform, in columns."""

    sample_offset_ms: Annotated[list[int], "Time since the start of the test, milliseconds."]
    amplitude_mv: Annotated[list[float], "Amplitude, millivolt."]
    quality_offset_ms: Annotated[list[int], "Quality: time since the start, milliseconds."]
    quality_level: Annotated[list[str], "Quality: NO_CONTACT, LOW, HIGH."]

    def thinned(self, most: int | None) -> Self:
        """At most so many samples, chosen so that beats stay; None: all. Quality is told whole."""
        if most is None or len(self.amplitude_mv) <= most:
            return self
        places = peaks(self.amplitude_mv, most)
        return replace(
            self,
            sample_offset_ms=taken(self.sample_offset_ms, places),
            amplitude_mv=taken(self.amplitude_mv, places),
        )


@question
async def waveforms(pool: Pool, tests: Sequence[Test]) -> dict[Test, Waveform | None]:
    """Waveforms of wrist ECGs; None where Polar sent none."""
    user_ids, moments = (list(column) for column in zip(*tests, strict=True))
    asked = {"user_ids": user_ids, "moments": moments}
    found = await fetch_each(pool, Waveform, "ecg_waveforms", asked, binary=True)
    return {test: found.get(place) for place, test in enumerate(tests, start=1)}
