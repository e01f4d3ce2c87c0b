"""Elixir biosensing: blood oxygen, ECG, temperatures, skin contact."""

import datetime as dt
from collections.abc import Iterator

import numpy as np

from app.normalise.absent import Sources, absent, emptied
from app.normalise.rivals import best_of_each, named
from app.normalise.values import (
    Harvest,
    above_zero,
    above_zero_whole,
    joined,
    not_negative,
    on_the_clock,
    or_none,
    word,
    zero_counts,
)
from app.records.answers import Told
from app.records.biosensing import (
    BodyTemperaturePeriod,
    BodyTemperatureSamples,
    EcgTest,
    SkinContactChange,
    SkinTemperature,
    Spo2Test,
)
from app.upstream.wire import biosensing as wire
from app.upstream.wire.columns import TemperatureColumns

PASSED = "PASSED"


def spo2_tests(rows: list[wire.SpO2]) -> Harvest:
    """Blood oxygen tests."""
    rows, notes, others = best_of_each(rows, lambda row: row.test_time, _has_oxygen)
    return Harvest([[_spo2(row) for row in rows]], notes, others)


def _oxygen(row: wire.SpO2) -> int | None:
    """Blood oxygen, percent, unless Polar calls the test inconclusive."""
    passed = word(row.test_status, "SPO2_TEST_") in {None, PASSED}
    return above_zero_whole(row.blood_oxygen_percent) if passed else None


def _has_oxygen(row: wire.SpO2) -> bool:
    return _oxygen(row) is not None


def _spo2(row: wire.SpO2) -> Spo2Test:
    return Spo2Test(
        test_at=row.test_time,
        test_local=on_the_clock(row.test_time, row.time_zone_offset),
        utc_offset_minutes=row.time_zone_offset,
        device_id=row.source_device_id or None,
        test_status=word(row.test_status, "SPO2_TEST_"),
        blood_oxygen_percent=_oxygen(row),
        spo2_class=word(row.spo2_class, "SPO2_CLASS_"),
        deviation_from_baseline=word(row.spo2_value_deviation_from_baseline, "DEVIATION_"),
        hrv_deviation_from_baseline=word(row.spo2_hrv_deviation_from_baseline, "DEVIATION_"),
        quality_percent=not_negative(row.spo2_quality_average_percent),
        heart_rate_avg=above_zero_whole(row.average_heart_rate_bpm),
        hrv_ms=above_zero(row.heart_rate_variability_ms),
        altitude_m=row.altitude_meters,
        extra=or_none(row.extra),
        absent=absent(Spo2Test, row, SPO2_SOURCES),
    )


def ecg_tests(rows: list[wire.Ecg]) -> Harvest:
    """Wrist ECGs with their waveforms."""
    rows, notes, others = best_of_each(rows, lambda row: row.test_time)
    return Harvest([[_ecg(row) for row in rows]], notes, others)


def _ecg(row: wire.Ecg) -> EcgTest:
    wave, quality = row.samples, row.quality_measurements
    return EcgTest(
        test_at=row.test_time,
        test_local=on_the_clock(row.test_time, row.time_zone_offset),
        utc_offset_minutes=row.time_zone_offset,
        device_id=row.source_device_id or None,
        heart_rate_avg=above_zero_whole(row.average_heart_rate_bpm),
        hrv_ms=above_zero(row.heart_rate_variability_ms),
        hrv_level=word(row.heart_rate_variability_level, "ECG_HRV_LEVEL_"),
        rri_ms=above_zero(row.rri_ms),
        pulse_transit_time_systolic_ms=above_zero(row.pulse_transit_time_systolic_ms),
        pulse_transit_time_diastolic_ms=above_zero(row.pulse_transit_time_diastolic_ms),
        pulse_transit_time_quality_index=not_negative(row.pulse_transit_time_quality_index),
        sample_offset_ms=wave.delta_ms.tolist() if wave else None,
        amplitude_mv=wave.amplitude_mv.tolist() if wave else None,
        quality_offset_ms=quality.delta_ms.tolist() if quality else None,
        quality_level=[q.removeprefix("ECG_QUALITY_") for q in quality.quality_level.tolist()]
        if quality
        else None,
        extra=or_none(row.extra),
        absent=absent(EcgTest, row, ECG_SOURCES),
    )


def skin_temperatures(rows: list[wire.SkinTemperature]) -> Harvest:
    """Nights' skin temperature."""
    rows, notes, others = best_of_each(rows, lambda row: row.sleep_date)
    return Harvest([[_skin_temperature(row) for row in rows]], notes, others)


def _skin_temperature(row: wire.SkinTemperature) -> SkinTemperature:
    return SkinTemperature(
        date=row.sleep_date,
        temperature_c=above_zero(row.sleep_time_skin_temperature_celsius),
        deviation_from_baseline_c=_deviation(row),
        extra=or_none(row.extra),
        absent=absent(SkinTemperature, row, SKIN_SOURCES),
    )


def _deviation(row: wire.SkinTemperature) -> float | None:
    """Against the usual, degrees Celsius; 0 and -1 beside no temperature are none."""
    name = "sleep_time_skin_temperature_celsius"
    found = row.deviation_from_baseline_celsius
    real = zero_counts(row, {name: above_zero(getattr(row, name))}) or found not in {0, -1}
    return found if real else None


def body_temperatures(rows: list[wire.BodyTemperature]) -> Harvest:
    """Periods of measurement and their samples."""
    rows, notes, others = best_of_each(
        rows, _period_key, lambda row: row.modified_time or _LONG_AGO
    )
    notes += list(_told_twice(rows))
    told = Told(BodyTemperatureSamples, [_period_key(row) for row in rows if _is_silent(row)])
    return Harvest([[_period(row) for row in rows], _temperatures(rows)], notes, others, told)


def _is_silent(row: wire.BodyTemperature) -> bool:
    """Whether samples came, and none that is a temperature."""
    if row.samples is None or not len(row.samples):
        return emptied(row, "samples")
    return not row.samples.signals()


def _told_twice(rows: list[wire.BodyTemperature]) -> Iterator[str]:
    for row, samples in ((row, row.samples) for row in rows if row.samples):
        deltas = _measured(samples).delta_ms
        if twice := len(deltas) - len(np.unique(deltas)):
            yield f"{named(row)}: {twice} samples left out at whose moment there is another one"


def _period_key(row: wire.BodyTemperature) -> tuple[str, str, dt.datetime]:
    return (
        row.source_device_id or "",
        word(row.measurement_type, "TM_") or "UNKNOWN",
        row.start_time,
    )


def _period(row: wire.BodyTemperature) -> BodyTemperaturePeriod:
    device_id, measurement_type, start_at = _period_key(row)
    return BodyTemperaturePeriod(
        device_id=device_id,
        measurement_type=measurement_type,
        start_at=start_at,
        end_at=row.end_time,
        modified_at=row.modified_time,
        sensor_location=word(row.sensor_location, "SL_"),
        extra=or_none(row.extra),
        absent=absent(BodyTemperaturePeriod, row, PERIOD_SOURCES),
    )


def _temperatures(rows: list[wire.BodyTemperature]) -> BodyTemperatureSamples:
    sent = [(_period_key(row), _measured(row.samples)) for row in rows if row.samples]
    starts = [np.full(len(s), _naive(key[2]), "datetime64[ms]") for key, s in sent]
    return BodyTemperatureSamples(
        device_id=np.repeat([key[0] for key, _ in sent], [len(s) for _, s in sent]).astype(str),
        measurement_type=np.repeat([k[1] for k, _ in sent], [len(s) for _, s in sent]).astype(str),
        start_at=joined(starts, "datetime64[ms]"),
        measured_at=joined(
            [
                start + s.delta_ms.astype("timedelta64[ms]")
                for start, (_, s) in zip(starts, sent, strict=True)
            ],
            "datetime64[ms]",
        ),
        temperature_c=joined([s.celsius for _, s in sent], "f8"),
    )


def _measured(samples: TemperatureColumns) -> TemperatureColumns:
    """The samples that are a temperature."""
    there = samples.measured()
    return TemperatureColumns(samples.delta_ms[there], samples.celsius[there])


def _naive(moment: dt.datetime) -> dt.datetime:
    """UTC without its zone, which numpy does not know."""
    return moment.astimezone(dt.UTC).replace(tzinfo=None)


def skin_contacts(rows: list[wire.SkinContacts]) -> Harvest:
    """Changes of skin contact."""
    changes = [
        SkinContactChange(
            device_id=row.source_device_id or "",
            changed_at=row.start_time + dt.timedelta(milliseconds=delta),
            skin_contact=touching,
        )
        for row in rows
        if row.skin_contact_changes
        for delta, touching in zip(
            row.skin_contact_changes.delta_ms.tolist(),
            row.skin_contact_changes.skin_contact.tolist(),
            strict=True,
        )
    ]
    # A moment that is told twice touches the skin where any telling says so.
    told = {(c.device_id, c.changed_at): c for c in sorted(changes, key=lambda c: c.skin_contact)}
    silent = [
        (row.source_device_id or "", row.start_time, row.end_time)
        for row in rows
        if emptied(row, "skin_contact_changes")
    ]
    both = len({*changes}) - len(told)
    note = f"skin contacts: at {both} moments a device both touched the skin and did not, it did"
    notes = [note] if both else []
    return Harvest([[*told.values()]], notes, emptied=Told(SkinContactChange, silent))


_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)
TEST_SOURCES: Sources = {
    "test_at": "test_time",
    "test_local": ("test_time", "time_zone_offset"),
    "utc_offset_minutes": "time_zone_offset",
    "device_id": "source_device_id",
    "heart_rate_avg": "average_heart_rate_bpm",
    "hrv_ms": "heart_rate_variability_ms",
}
SPO2_SOURCES: Sources = {
    **TEST_SOURCES,
    "deviation_from_baseline": "spo2_value_deviation_from_baseline",
    "hrv_deviation_from_baseline": "spo2_hrv_deviation_from_baseline",
    "quality_percent": "spo2_quality_average_percent",
    "altitude_m": "altitude_meters",
}
ECG_SOURCES: Sources = {
    **TEST_SOURCES,
    "hrv_level": "heart_rate_variability_level",
    "sample_offset_ms": "samples",
    "amplitude_mv": "samples",
    "quality_offset_ms": "quality_measurements",
    "quality_level": "quality_measurements",
}
SKIN_SOURCES = {
    "date": "sleep_date",
    "temperature_c": "sleep_time_skin_temperature_celsius",
    "deviation_from_baseline_c": "deviation_from_baseline_celsius",
}
PERIOD_SOURCES: Sources = {
    "device_id": (),
    "measurement_type": (),
    "start_at": "start_time",
    "end_at": "end_time",
    "modified_at": "modified_time",
}
