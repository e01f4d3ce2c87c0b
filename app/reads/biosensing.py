"""Blood oxygen, wrist ECG, body and skin temperature."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from app.days import Window
from app.records.biosensing import EcgTest, SkinTemperature, Spo2Test
from app.store.pool import Pool
from app.store.read import fetch_all, fetch_one


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


async def spo2_tests(pool: Pool, user_id: str, window: Window) -> list[Spo2Test]:
    """Blood oxygen tests of the window, the newest first."""
    return await fetch_all(
        pool, Spo2Test, "spo2_tests", user_id=user_id, first=window.first, last=window.last
    )


async def ecg_tests(pool: Pool, user_id: str, window: Window) -> list[EcgRecording]:
    """Wrist ECGs of the window without their waveforms, the newest first."""
    return await fetch_all(
        pool, EcgRecording, "ecg_tests", user_id=user_id, first=window.first, last=window.last
    )


async def ecg_test(pool: Pool, user_id: str, test_at: dt.datetime) -> EcgRecording | None:
    """The wrist ECG of that second, with its waveform."""
    return await fetch_one(pool, EcgRecording, "ecg_test", user_id=user_id, test_at=test_at)


async def body_temperatures(pool: Pool, user_id: str, window: Window) -> list[BodyTemperature]:
    """Stretches that start in the window on the wearer's clock, the newest first."""
    return await fetch_all(
        pool,
        BodyTemperature,
        "body_temperatures",
        user_id=user_id,
        first=window.first,
        last=window.last,
    )


async def skin_temperatures(pool: Pool, user_id: str, window: Window) -> list[SkinTemperature]:
    """Nights of the window, the newest first."""
    return await fetch_all(
        pool,
        SkinTemperature,
        "skin_temperatures",
        user_id=user_id,
        first=window.first,
        last=window.last,
    )
