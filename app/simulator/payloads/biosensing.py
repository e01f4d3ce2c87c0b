"""Elixir biosensing: temperatures, skin contacts, wrist ECG and SpO2 of watches that have it."""

from datetime import date, timedelta

import numpy as np

from app.simulator.body import Day
from app.simulator.payloads import Row
from app.simulator.times import naive, to_utc
from app.simulator.view import View
from app.simulator.watch import Purpose, Rng, generator

TEMPERATURE_STEP = 300
MODIFIED = timedelta(minutes=20)
ECG_STEP_MS, ECG_SAMPLES = 8, 3750
ECG_WEEKDAYS, SPO2_WEEKDAYS = (0, 3), (1, 3, 5)
INCONCLUSIVE_SHARE = 0.08
NO_BASELINE_DAYS = 14
# The heart's wave as bumps: when in the beat (share), how wide, how high (mV).
WAVE = ((0.18, 0.025, 0.12), (0.27, 0.008, -0.1), (0.29, 0.009, 1.0), (0.31, 0.009, -0.2))
WAVE_T = (0.52, 0.045, 0.28)


def elixir_nights(view: View, first: date, last: date) -> list[Day]:
    """Return the synced nights of a watch with the sensors."""
    return [day for day in view.nights(first, last) if day.device.elixir]


def body_temperature(view: View, first: date, last: date) -> list[Row]:
    """Return B1: one period per night, a sample every five minutes."""
    return [temperatures(view, day) for day in elixir_nights(view, first, last)]


def temperatures(view: View, day: Day) -> Row:
    """Return a night's skin temperatures: warming after falling asleep, cooling before waking."""
    begin = to_utc(day.night.asleep.replace(microsecond=0), day.offset_minutes)
    end = to_utc(day.night.awake.replace(microsecond=0), day.offset_minutes)
    at = np.arange(0, 30 * day.night.epochs, TEMPERATURE_STEP)
    rng = generator(view.person, day, Purpose.TEMPERATURE)
    bend = 0.9 * np.sin(np.pi * at / (30 * day.night.epochs)) - 0.55
    celsius = (day.night.skin_celsius + bend + rng.normal(0, 0.08, len(at))).round(2)
    return {
        "source_device_id": day.device.device_id,
        "measurement_type": "TM_SKIN_TEMPERATURE",
        "sensor_location": "SL_DISTAL",
        "start_time": naive(begin),
        "end_time": naive(end),
        "modified_time": naive(end + MODIFIED),
        "samples": [
            {"temperature_celsius": value, "recording_time_delta_milliseconds": 1000 * second}
            for second, value in zip(at.tolist(), celsius.tolist(), strict=True)
        ],
    }


def skin_temperature(view: View, first: date, last: date) -> list[Row]:
    """Return B2: one row per night; no deviation before there is a baseline."""
    return [skin(day) for day in elixir_nights(view, first, last)]


def skin(day: Day) -> Row:
    """Return one night's skin temperature."""
    row: Row = {"sleep_time_skin_temperature_celsius": round(day.night.skin_celsius, 1)}
    if day.night.skin_deviation is not None:
        row["deviation_from_baseline_celsius"] = round(day.night.skin_deviation, 1)
    return {**row, "sleep_date": day.date.isoformat()}


def skin_contacts(view: View, first: date, last: date) -> list[Row]:
    """Return B3: when the watch lost the skin in a night, and found it again."""
    return [contacts(view, day) for day in elixir_nights(view, first, last)]


def contacts(view: View, day: Day) -> Row:
    """Return one night's contact with the skin."""
    begin = to_utc(day.night.asleep.replace(microsecond=0), day.offset_minutes)
    end = to_utc(day.night.awake.replace(microsecond=0), day.offset_minutes)
    rng = generator(view.person, day, Purpose.TEMPERATURE, 1)
    lost = int(rng.integers(600_000, 25 * 600_000))
    changes = ((123, True), (lost, False), (lost + int(rng.integers(20_000, 200_000)), True))
    return {
        "source_device_id": day.device.device_id,
        "start_time": naive(begin),
        "end_time": naive(end),
        "modified_time": naive(end + MODIFIED),
        "skin_contact_changes": [
            {"skin_contact": touching, "recording_time_delta_milliseconds": at}
            for at, touching in changes
        ],
    }


def tested(view: View, first: date, last: date, weekdays: tuple[int, ...]) -> list[Day]:
    """Return the days on which a test was taken and synced, half an hour after waking up."""
    return [
        day
        for day in view.days(first, last)
        if day.device.elixir
        and day.date.weekday() in weekdays
        and day.night.awake + timedelta(minutes=30) + MODIFIED <= view.local_now
    ]


def taken(day: Day) -> Row:
    """Return the keys that every test has; the time is in epoch seconds."""
    at = day.night.awake.replace(microsecond=0) + timedelta(minutes=30)
    return {
        "source_device_id": day.device.device_id,
        "test_time": int(to_utc(at, day.offset_minutes).timestamp()),
        "time_zone_offset": day.offset_minutes,
    }


def ecg(view: View, first: date, last: date) -> list[Row]:
    """Return B4: thirty seconds of wrist ECG on two mornings a week."""
    return [electrocardiogram(view, day) for day in tested(view, first, last, ECG_WEEKDAYS)]


def electrocardiogram(view: View, day: Day) -> Row:
    """Return one ECG with its waveform."""
    rng = generator(view.person, day, Purpose.TESTS, 2)
    bpm, hrv = awake_heart(day, rng)
    charge = day.night.ans_charge or 0.0
    level = "BELOW" if charge < -4 else "ABOVE" if charge > 4 else ""  # noqa: PLR2004
    return {
        **taken(day),
        "average_heart_rate_bpm": bpm,
        "heart_rate_variability_ms": hrv,
        "heart_rate_variability_level": f"ECG_HRV_LEVEL_{level}_USUAL".replace("__", "_"),
        "rri_ms": round(60000 / bpm, 1),
        "pulse_transit_time_systolic_ms": round(176 + float(rng.normal(0, 5)), 1),
        "pulse_transit_time_diastolic_ms": round(302 + float(rng.normal(0, 8)), 1),
        "pulse_transit_time_quality_index": float(rng.integers(80, 99)),
        "samples": waveform(bpm, rng),
        "quality_measurements": [
            {"recording_time_delta_ms": 0, "quality_level": "ECG_QUALITY_LOW"},
            {"recording_time_delta_ms": 400, "quality_level": "ECG_QUALITY_HIGH"},
        ],
    }


def awake_heart(day: Day, rng: Rng) -> tuple[int, float]:
    """Return bpm and HRV of somebody who sits still in the morning."""
    bpm = day.night.heart_rate + 7 + float(rng.normal(0, 1.5))
    return round(bpm), round(day.night.hrv * 0.9 + float(rng.normal(0, 3)), 1)


def waveform(bpm: int, rng: Rng) -> list[Row]:
    """Return the amplitude every 8 ms."""
    at = np.arange(ECG_SAMPLES) * ECG_STEP_MS
    phase = (at * bpm / 60_000) % 1
    millivolts = sum(
        height * np.exp(-(((phase - place) / width) ** 2))
        for place, width, height in (*WAVE, WAVE_T)
    )
    drawn = (millivolts + rng.normal(0, 0.004, ECG_SAMPLES)).round(3)
    return [
        {"recording_time_delta_ms": ms, "amplitude_mv": value}
        for ms, value in zip(at.tolist(), drawn.tolist(), strict=True)
    ]


def spo2(view: View, first: date, last: date) -> list[Row]:
    """Return B5: a blood oxygen test on three mornings a week; some are inconclusive."""
    return [oxygen(view, day) for day in tested(view, first, last, SPO2_WEEKDAYS)]


def oxygen(view: View, day: Day) -> Row:
    """Return one SpO2 test."""
    rng = generator(view.person, day, Purpose.TESTS, 3)
    if rng.uniform() < INCONCLUSIVE_SHARE:
        return inconclusive(day)
    bpm, hrv = awake_heart(day, rng)
    early = view.watch.body.day(day.date - timedelta(days=NO_BASELINE_DAYS))
    usual = "USUAL" if early and early.device.elixir else "NO_BASELINE"
    percent = int(rng.integers(96, 100)) - round(2 * day.illness)
    return {
        **taken(day),
        "test_status": "SPO2_TEST_PASSED",
        "blood_oxygen_percent": percent,
        "spo2_class": "SPO2_CLASS_NORMAL",
        "spo2_value_deviation_from_baseline": f"DEVIATION_{usual}",
        "spo2_quality_average_percent": round(float(rng.uniform(88, 99)), 1),
        "average_heart_rate_bpm": bpm,
        "heart_rate_variability_ms": hrv,
        "spo2_hrv_deviation_from_baseline": f"DEVIATION_{usual}",
        "altitude_meters": float(rng.integers(10, 180)),
    }


def inconclusive(day: Day) -> Row:
    """Return a test that failed: zeros and unknowns."""
    return {
        **taken(day),
        "test_status": "SPO2_TEST_INCONCLUSIVE_TOO_LOW_OVERALL_QUALITY",
        "blood_oxygen_percent": 0,
        "spo2_class": "SPO2_CLASS_UNKNOWN",
        "spo2_value_deviation_from_baseline": "DEVIATION_NO_BASELINE",
        "spo2_quality_average_percent": 31.0,
        "average_heart_rate_bpm": 0,
        "heart_rate_variability_ms": 0.0,
        "spo2_hrv_deviation_from_baseline": "DEVIATION_NO_BASELINE",
    }
