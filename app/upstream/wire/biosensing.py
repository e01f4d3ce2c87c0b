"""Elixir biosensing: temperature, skin contact, ECG and SpO2, as AccessLink sends them."""

from typing import ClassVar

from app.upstream.wire.base import Wire
from app.upstream.wire.columns import (
    ContactColumns,
    EcgColumns,
    EcgQualityColumns,
    TemperatureColumns,
)
from app.upstream.wire.types import (
    Bpm,
    Celsius,
    Day,
    DeviceId,
    EpochTime,
    Milliseconds,
    OffsetMinutes,
    Percent,
    Real,
    UtcTime,
    Word,
)


class BodyTemperature(Wire):
    """One period of temperature samples."""

    subject: ClassVar[str] = "body temperature"
    key: ClassVar[tuple[str, ...]] = ("start_time", "measurement_type", "source_device_id")

    start_time: UtcTime
    end_time: UtcTime | None = None
    modified_time: UtcTime | None = None
    source_device_id: DeviceId | None = None
    measurement_type: Word | None = None
    sensor_location: Word | None = None
    samples: TemperatureColumns | None = None


class SkinTemperature(Wire):
    """Skin temperature in one night's sleep, °C."""

    subject: ClassVar[str] = "skin temperature"
    key: ClassVar[tuple[str, ...]] = ("sleep_date",)

    sleep_date: Day
    sleep_time_skin_temperature_celsius: Celsius | None = None
    deviation_from_baseline_celsius: Celsius | None = None


class SkinContacts(Wire):
    """One period of changes between skin contact and none."""

    subject: ClassVar[str] = "skin contacts"
    key: ClassVar[tuple[str, ...]] = ("start_time", "source_device_id")

    start_time: UtcTime
    end_time: UtcTime | None = None
    modified_time: UtcTime | None = None
    source_device_id: DeviceId | None = None
    skin_contact_changes: ContactColumns | None = None


class Ecg(Wire):
    """One wrist ECG test with its waveform; 0 means none for heart rate and variability."""

    subject: ClassVar[str] = "ECG"
    key: ClassVar[tuple[str, ...]] = ("test_time",)
    clock: ClassVar[tuple[str, str] | None] = ("test_time", "time_zone_offset")

    test_time: EpochTime
    time_zone_offset: OffsetMinutes | None = None
    source_device_id: DeviceId | None = None
    average_heart_rate_bpm: Bpm | None = None
    heart_rate_variability_ms: Milliseconds | None = None
    heart_rate_variability_level: Word | None = None
    rri_ms: Milliseconds | None = None
    pulse_transit_time_systolic_ms: Milliseconds | None = None
    pulse_transit_time_diastolic_ms: Milliseconds | None = None
    pulse_transit_time_quality_index: Real | None = None
    samples: EcgColumns | None = None
    quality_measurements: EcgQualityColumns | None = None


class SpO2(Wire):
    """One blood oxygen test; an inconclusive one carries zeros."""

    subject: ClassVar[str] = "SpO2"
    key: ClassVar[tuple[str, ...]] = ("test_time",)
    clock: ClassVar[tuple[str, str] | None] = ("test_time", "time_zone_offset")

    test_time: EpochTime
    time_zone_offset: OffsetMinutes | None = None
    source_device_id: DeviceId | None = None
    test_status: Word | None = None
    blood_oxygen_percent: Percent | None = None
    spo2_class: Word | None = None
    spo2_value_deviation_from_baseline: Word | None = None
    spo2_hrv_deviation_from_baseline: Word | None = None
    spo2_quality_average_percent: Percent | None = None
    average_heart_rate_bpm: Bpm | None = None
    heart_rate_variability_ms: Milliseconds | None = None
    altitude_meters: Real | None = None
