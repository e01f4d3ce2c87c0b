"""Elixir biosensing: blood oxygen, wrist ECG, body and skin temperature."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt

from app.records.answers import Absent

ELEVATED_C = 0.5
"""Deviation from the baseline above which skin temperature counts as elevated, °C."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spo2Test:
    """One blood oxygen test."""

    test_at: Annotated[dt.datetime, "Time of the test, absolute."]
    test_local: Annotated[dt.datetime, "Time of the test, on the wearer's clock."]
    utc_offset_minutes: Annotated[int | None, "The wearer's clock minus UTC, minutes."] = None
    device_id: Annotated[str | None, "Device that made the test."] = None
    test_status: Annotated[str | None, "PASSED, or INCONCLUSIVE_… with the reason."] = None
    blood_oxygen_percent: Annotated[
        int | None, "Blood oxygen, percent; NULL when inconclusive."
    ] = None
    spo2_class: Annotated[str | None, "VERY_LOW, LOW, NORMAL."] = None
    deviation_from_baseline: Annotated[str | None, "BELOW_USUAL, USUAL, ABOVE_USUAL."] = None
    hrv_deviation_from_baseline: Annotated[str | None, "BELOW_USUAL, USUAL, ABOVE_USUAL."] = None
    quality_percent: Annotated[float | None, "Signal quality, percent."] = None
    heart_rate_avg: Annotated[int | None, "Heart rate in the test, bpm."] = None
    hrv_ms: Annotated[float | None, "Heart rate variability in the test, milliseconds."] = None
    altitude_m: Annotated[float | None, "Altitude, metres."] = None
    extra: Annotated[
        dict[str, Any] | None, "Fields that Polar sends and Ursa has no column for."
    ] = None
    absent: Absent = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class EcgTest:
    """One wrist ECG with its waveform."""

    test_at: Annotated[dt.datetime, "Time of the test, absolute."]
    test_local: Annotated[dt.datetime, "Time of the test, on the wearer's clock."]
    utc_offset_minutes: Annotated[int | None, "The wearer's clock minus UTC, minutes."] = None
    device_id: Annotated[str | None, "Device that made the test."] = None
    heart_rate_avg: Annotated[int | None, "Heart rate in the test, bpm."] = None
    hrv_ms: Annotated[float | None, "Heart rate variability in the test, milliseconds."] = None
    hrv_level: Annotated[str | None, "BELOW_USUAL, USUAL, ABOVE_USUAL; NULL: no baseline."] = None
    rri_ms: Annotated[float | None, "Interval between beats, milliseconds."] = None
    pulse_transit_time_systolic_ms: Annotated[float | None, "Systolic, milliseconds."] = None
    pulse_transit_time_diastolic_ms: Annotated[float | None, "Diastolic, milliseconds."] = None
    pulse_transit_time_quality_index: Annotated[float | None, "Quality of the two."] = None
    sample_offset_ms: Annotated[
        list[int] | None, "Waveform: time since the start of the test, milliseconds."
    ] = None
    amplitude_mv: Annotated[list[float] | None, "Waveform: amplitude, millivolt."] = None
    quality_offset_ms: Annotated[list[int] | None, "Quality: time since the start, ms."] = None
    quality_level: Annotated[list[str] | None, "Quality: NO_CONTACT, LOW, HIGH."] = None
    extra: Annotated[
        dict[str, Any] | None, "Fields that Polar sends and Ursa has no column for."
    ] = None
    absent: Absent = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class SkinTemperature:
    """Skin temperature of one night."""

    date: Annotated[dt.date, "Day of waking up."]
    temperature_c: Annotated[float | None, "Skin temperature in sleep, degrees Celsius."] = None
    deviation_from_baseline_c: Annotated[
        float | None, "Against the person's usual, degrees Celsius; NULL without a baseline."
    ] = None
    extra: Annotated[
        dict[str, Any] | None, "Fields that Polar sends and Ursa has no column for."
    ] = None
    absent: Absent = frozenset()

    @property
    def is_elevated(self) -> bool | None:
        """Whether it is more than half a degree above the usual."""
        deviation = self.deviation_from_baseline_c
        return None if deviation is None else deviation > ELEVATED_C


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyTemperaturePeriod:
    """One stretch of temperature measurement."""

    device_id: Annotated[str, "Device; empty when Polar does not say."]
    measurement_type: Annotated[str, "SKIN_TEMPERATURE or CORE_TEMPERATURE."]
    start_at: Annotated[dt.datetime, "Start, absolute time."]
    end_at: Annotated[dt.datetime | None, "End, absolute time."] = None
    modified_at: Annotated[dt.datetime | None, "Last change at Polar, absolute time."] = None
    sensor_location: Annotated[str | None, "DISTAL or PROXIMAL."] = None
    extra: Annotated[
        dict[str, Any] | None, "Fields that Polar sends and Ursa has no column for."
    ] = None
    absent: Absent = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyTemperatureSamples:
    """Temperatures in columns: keys of the period, absolute time, degrees Celsius."""

    device_id: npt.NDArray[np.str_]
    measurement_type: npt.NDArray[np.str_]
    start_at: npt.NDArray[np.datetime64]
    measured_at: npt.NDArray[np.datetime64]
    temperature_c: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkinContactChange:
    """The moment at which a sensor met or left the skin."""

    device_id: Annotated[str, "Device; empty when Polar does not say."]
    changed_at: Annotated[dt.datetime, "Time of the change, absolute."]
    skin_contact: Annotated[bool, "Whether the sensor touches the skin from now on."]
