"""Blood oxygen, wrist ECG, body and skin temperature."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Annotated

from app.reads.biosensing import BodyTemperature as Stretch
from app.reads.biosensing import EcgRecording
from app.reads.biosensing import SkinContact as Contact
from app.records.biosensing import SkinTemperature as Night
from app.records.biosensing import Spo2Test
from app.rest.shapes.values import about, local, moment, two, whole

PASSED = "PASSED"


@dataclass
class Spo2:
    """One blood oxygen test."""

    test_time: Annotated[
        str, moment("Time of the test, on the wearer's clock.", "2026-01-11 22:30:00")
    ]
    blood_oxygen_percent: Annotated[
        int | None, about("Blood oxygen, percent; null unless the test passed.", 98)
    ]
    spo2_class: Annotated[str | None, about("VERY_LOW, LOW, NORMAL.", "NORMAL")]
    avg_heart_rate: Annotated[int | None, about("Heart rate in the test, bpm.", 62)]
    hrv_ms: Annotated[float | None, about("Heart rate variability in the test, ms.", 45.2)]
    altitude_meters: Annotated[int | None, about("Altitude, metres.", 150)]

    @classmethod
    def of(cls, test: Spo2Test) -> "Spo2":
        """The row of a test."""
        return cls(
            local(test.test_local),
            test.blood_oxygen_percent if test.test_status == PASSED else None,
            test.spo2_class,
            test.heart_rate_avg,
            test.hrv_ms,
            whole(test.altitude_m),
        )


@dataclass
class Ecg:
    """One wrist ECG."""

    id: Annotated[int, about("The test's time in seconds since 1970, UTC.", 1768141800)]
    test_time: Annotated[
        str, moment("Time of the test, on the wearer's clock.", "2026-01-11 16:30:00")
    ]
    avg_heart_rate: Annotated[int | None, about("Heart rate in the test, bpm.", 58)]
    hrv_ms: Annotated[float | None, about("Heart rate variability in the test, ms.", 51.0)]
    hrv_level: Annotated[
        str | None, about("BELOW_USUAL, USUAL, ABOVE_USUAL; null without a baseline.", "USUAL")
    ]
    rri_ms: Annotated[float | None, about("Interval between beats, ms.", 1034.0)]
    duration_seconds: Annotated[float | None, about("Length of the waveform, seconds.", 30.0)]
    sample_count: Annotated[int, about("Samples of the waveform.", 3900)]
    has_samples: Annotated[bool, about("Whether there is a waveform.", example=True)]

    @classmethod
    def of(cls, test: EcgRecording) -> "Ecg":
        """The row of a test."""
        return cls(
            int(test.test_at.timestamp()),
            local(test.test_local),
            test.heart_rate_avg,
            test.hrv_ms,
            test.hrv_level,
            test.rri_ms,
            None if test.duration_ms is None else test.duration_ms / 1000,
            test.sample_count,
            test.sample_count > 0,
        )


@dataclass
class EcgSample:
    """One sample of the waveform."""

    time_ms: Annotated[int, about("Time since the start of the test, ms.", 8)]
    amplitude_mv: Annotated[float, about("Amplitude, mV.", 0.12)]


@dataclass
class EcgQuality:
    """Quality of the signal from a moment on."""

    time_ms: Annotated[int, about("Time since the start of the test, ms.", 0)]
    quality: Annotated[str, about("NO_CONTACT, LOW, HIGH.", "HIGH")]


@dataclass
class EcgDetail(Ecg):
    """One wrist ECG with its waveform."""

    device_id: Annotated[str | None, about("Device that made the test.", "1111AAAA")]
    ptt_systolic_ms: Annotated[float | None, about("Pulse transit time, systolic, ms.", 201.0)]
    ptt_diastolic_ms: Annotated[float | None, about("Pulse transit time, diastolic, ms.", 250.0)]
    ptt_quality_index: Annotated[float | None, about("Quality of the two.", 0.9)]
    samples: Annotated[list[EcgSample], about("The waveform.", [])]
    quality: Annotated[list[EcgQuality], about("Quality of the signal, at each change.", [])]

    @classmethod
    def with_waveform(cls, test: EcgRecording) -> "EcgDetail":
        """The test with its waveform."""
        wave = zip(test.sample_offset_ms or [], test.amplitude_mv or [], strict=False)
        quality = zip(test.quality_offset_ms or [], test.quality_level or [], strict=False)
        return cls(
            **asdict(Ecg.of(test)),
            device_id=test.device_id,
            ptt_systolic_ms=test.pulse_transit_time_systolic_ms,
            ptt_diastolic_ms=test.pulse_transit_time_diastolic_ms,
            ptt_quality_index=test.pulse_transit_time_quality_index,
            samples=[EcgSample(at, amplitude) for at, amplitude in wave],
            quality=[EcgQuality(at, level) for at, level in quality],
        )


@dataclass
class BodyTemperature:
    """One stretch of temperature measurement."""

    start_time: Annotated[str, moment("Start, on the wearer's clock.", "2026-01-10 23:30:00")]
    end_time: Annotated[str | None, moment("End, on the wearer's clock.", "2026-01-11 01:30:00")]
    measurement_type: Annotated[
        str, about("SKIN_TEMPERATURE or CORE_TEMPERATURE.", "SKIN_TEMPERATURE")
    ]
    sensor_location: Annotated[str | None, about("DISTAL or PROXIMAL.", "DISTAL")]
    temp_min: Annotated[float | None, about("Lowest sample, °C.", 34.09)]
    temp_avg: Annotated[float | None, about("Mean of the samples, °C.", 35.07)]
    temp_max: Annotated[float | None, about("Highest sample, °C.", 35.76)]
    sample_count: Annotated[int, about("Number of samples.", 24)]

    @classmethod
    def of(cls, stretch: Stretch) -> "BodyTemperature":
        """The row of a stretch."""
        return cls(
            local(stretch.start_local),
            local(stretch.end_local),
            stretch.measurement_type,
            stretch.sensor_location,
            two(stretch.temperature_c_min),
            two(stretch.temperature_c_mean),
            two(stretch.temperature_c_max),
            stretch.sample_count,
        )


@dataclass
class SkinTemperature:
    """Skin temperature of one night."""

    sleep_date: Annotated[dt.date, about("Day of waking up.", "2026-01-11")]
    temperature_celsius: Annotated[float | None, about("Skin temperature in sleep, °C.", 35.1)]
    deviation_from_baseline: Annotated[
        float | None, about("Against the person's usual, °C; null without a baseline.", 0.2)
    ]
    is_elevated: Annotated[
        bool | None, about("More than half a degree above the usual.", example=False)
    ]

    @classmethod
    def of(cls, night: Night) -> "SkinTemperature":
        """The row of a night."""
        return cls(
            night.date, night.temperature_c, night.deviation_from_baseline_c, night.is_elevated
        )


@dataclass
class SkinContact:
    """The moment at which a sensor met or left the skin."""

    change_time: Annotated[
        str, moment("Time of the change, on the wearer's clock.", "2026-01-11 03:10:00")
    ]
    skin_contact: Annotated[
        bool, about("Whether the sensor touches the skin from now on.", example=False)
    ]
    device_id: Annotated[str | None, about("Device that felt it.", "1111AAAA")]

    @classmethod
    def of(cls, change: Contact) -> "SkinContact":
        """The row of a change."""
        return cls(local(change.changed_local), change.skin_contact, change.device_id or None)
