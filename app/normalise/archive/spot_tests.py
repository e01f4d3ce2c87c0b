"""Spot tests, skin, orthostatic and fitness tests."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from app.archive.said import Said, number_of
from app.normalise.archive.context import Context
from app.normalise.biosensing import body_temperatures, ecg_tests, skin_contacts, spo2_tests
from app.normalise.values import Harvest, above_zero, above_zero_whole
from app.records.spot_tests import FitnessTest, OrthostaticTest
from app.upstream.parse import parse_rows
from app.upstream.wire import biosensing as wire

UNSET = dt.date(2023, 1, 1)
"""The day on which a watch begins whose clock was never set."""


def period(document: Said, _: Context) -> Harvest:
    """An ECG, a blood oxygen test, skin temperature or contact; raises ValueError for others."""
    meta, data = document.said("meta"), document.values.get("data")
    read = _READERS.get(int(meta.number("type") or 0))
    if read is None or not isinstance(data, dict):
        raise ValueError(f"no period of type {meta.values.get('type')!r} is known")
    start = meta.said("id").number("startTimeSeconds", 0, _LAST_SECOND)
    if start is not None and dt.datetime.fromtimestamp(start, dt.UTC).date() == UNSET:
        raise ValueError("the clock of the watch was not set: it says 2023-01-01")
    found = read(meta, data, start)
    if not any(found):
        raise ValueError("it has no time, or nothing in it")
    return found


_LAST_SECOND = 4_102_444_799


def _ecg(_: Said, data: dict[str, Any], __: float | None) -> Harvest:
    """`testTime` and its offset are true, what `meta` says of the end is not."""
    row = {
        "test_time": _plain(data.get("testTime"), 0),
        "time_zone_offset": data.get("timeZoneOffset"),
        "source_device_id": data.get("sourceDeviceId"),
        "average_heart_rate_bpm": data.get("averageHeartRateBpm"),
        "heart_rate_variability_ms": data.get("heartRateVariabilityMs"),
        "heart_rate_variability_level": data.get("heartRateVariabilityLevel"),
        "rri_ms": data.get("rriMs"),
        "pulse_transit_time_quality_index": data.get("pulseTransitTimeQualityIndex"),
        "samples": _each(data, "samples", {"recordingTimeDeltaMs": 0, "amplitudeMv": 0}, _ECG),
        "quality_measurements": _each(
            data, "qualityMeasurements", {"recordingTimeDeltaMs": 0, "qualityLevel": ""}, _ECG
        ),
        "pulse_arrival_time_at_contraction_ms": data.get("pulseArrivalTimeAtContractionMs"),
        "pulse_arrival_time_at_relaxation_ms": data.get("pulseArrivalTimeAtRelaxationMs"),
    }
    return ecg_tests(parse_rows(wire.Ecg, [_there(row)]).rows)


_ECG = {
    "recordingTimeDeltaMs": "recording_time_delta_ms",
    "amplitudeMv": "amplitude_mv",
    "qualityLevel": "quality_level",
}


def _spo2(_: Said, data: dict[str, Any], __: float | None) -> Harvest:
    """Start and end in `meta` are local times marked as UTC; `testTime` is true."""
    row = {
        "test_time": _plain(data.get("testTime"), 0),
        "time_zone_offset": data.get("timeZoneOffset"),
        "source_device_id": data.get("recordingDevice"),
        "blood_oxygen_percent": data.get("bloodOxygenPercent"),
        "spo2_class": data.get("spo2Class"),
        "spo2_value_deviation_from_baseline": data.get("spo2ValueDeviationFromBaseline"),
        "spo2_hrv_deviation_from_baseline": data.get("spo2HrvDeviationFromBaseline"),
        "spo2_quality_average_percent": data.get("spo2QualityAveragePercent"),
        "average_heart_rate_bpm": data.get("averageHeartRateBpm"),
        "heart_rate_variability_ms": data.get("heartRateVariabilityMs"),
        "test_status": data.get("testStatus"),
        "altitude_meters": data.get("altitudeMeters"),
    }
    return spo2_tests(parse_rows(wire.SpO2, [_there(row)]).rows)


def _temperature(meta: Said, data: dict[str, Any], start: float | None) -> Harvest:
    """Samples count from the period's start, which is taken as UTC (a guess)."""
    row = {
        "start_time": _utc(start),
        "end_time": meta.text("endTime"),
        "modified_time": meta.text("modified"),
        "source_device_id": data.get("sourceDeviceId"),
        "measurement_type": data.get("measurementType"),
        "sensor_location": data.get("sensorLocation"),
        "samples": _each(
            data,
            "temperatureMeasurementSamples",
            {"recordingTimeDeltaMilliseconds": 0, "temperatureCelsius": 0},
            _DELTAS,
        ),
    }
    return body_temperatures(parse_rows(wire.BodyTemperature, [_there(row)]).rows)


def _contacts(meta: Said, data: dict[str, Any], start: float | None) -> Harvest:
    """A `false`, like a 0, is left out by Polar."""
    row = {
        "start_time": _utc(start),
        "end_time": meta.text("endTime"),
        "modified_time": meta.text("modified"),
        "source_device_id": data.get("sourceDeviceId"),
        "skin_contact_changes": _each(
            data,
            "skinContactChanges",
            {"recordingTimeDeltaMilliseconds": 0, "skinContact": False},
            _DELTAS,
        ),
    }
    return skin_contacts(parse_rows(wire.SkinContacts, [_there(row)]).rows)


_DELTAS = {
    "recordingTimeDeltaMilliseconds": "recording_time_delta_milliseconds",
    "temperatureCelsius": "temperature_celsius",
    "skinContact": "skin_contact",
}

_READERS: dict[int, Callable[[Said, dict[str, Any], float | None], Harvest]] = {
    7: _temperature,
    8: _contacts,
    10: _ecg,
    11: _spo2,
}


def _utc(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return dt.datetime.fromtimestamp(seconds, dt.UTC).replace(tzinfo=None).isoformat()


def _there(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _each(
    data: dict[str, Any], name: str, otherwise: dict[str, Any], names: dict[str, str]
) -> list[dict[str, Any]] | None:
    """Samples under AccessLink's names; what Polar leaves out has its default."""
    samples = data.get(name)
    if not isinstance(samples, list):
        return None
    return [
        {names[key]: _plain(sample.get(key, value), value) for key, value in otherwise.items()}
        for sample in samples
        if isinstance(sample, dict)
    ]


def _plain(value: Any, otherwise: Any) -> Any:  # noqa: ANN401 -- as sent
    """Numbers that Polar writes as texts are numbers."""
    if isinstance(otherwise, bool | str):
        return value
    found = number_of(value)
    return value if found is None else round(found) if found == round(found) else found


def orthostatic_test(document: Said, context: Context) -> Harvest:
    """A test lying and standing; its series is beats per minute, whatever its name says."""
    start, result = document.local("startTime"), document.said("orthostaticTestResult")
    if start is None:
        raise ValueError("it has no start")
    series = result.values.get("rrSamples")
    beats = [round(v) for v in (series if isinstance(series, list) else ()) if number_of(v)]
    return Harvest(
        [
            [
                OrthostaticTest(
                    test_local=start,
                    test_at=context.absolute(start),
                    utc_offset_minutes=context.offset_at(start),
                    rr_supine_ms=above_zero(result.number("rrAvgSupine")),
                    rr_standing_up_min_ms=above_zero(result.number("rrMinStandup")),
                    rr_standing_ms=above_zero(result.number("rrAvgStand")),
                    rr_supine_usual_ms=above_zero(result.number("rrLtAvgSupine")),
                    rr_standing_usual_ms=above_zero(result.number("rrLtAvgStand")),
                    rmssd_supine_ms=above_zero(result.number("rmssdSupine")),
                    rmssd_standing_ms=above_zero(result.number("rmssdStand")),
                    rmssd_supine_usual_ms=above_zero(result.number("rmssdLtAvgSupine")),
                    rmssd_standing_usual_ms=above_zero(result.number("rmssdLtAvgStand")),
                    heart_rate_bpm=beats or None,
                )
            ]
        ]
    )


def fitness_test(document: Said, context: Context) -> Harvest:
    """A fitness test: its OwnIndex is a VO2max."""
    start, result = document.local("startTime"), document.said("fitnessTestResult")
    if start is None:
        raise ValueError("it has no start")
    offset = result.whole("timezoneOffsetMinutes", -24 * 60, 24 * 60)
    return Harvest(
        [
            [
                FitnessTest(
                    test_local=start,
                    test_at=context.absolute(start, offset),
                    utc_offset_minutes=context.offset_at(start, offset),
                    own_index=above_zero_whole(result.number("ownIndex")),
                    fitness_class=result.word("fitnessClass"),
                    heart_rate_avg=above_zero_whole(result.number("averageHeartRate")),
                    heart_rate_max=above_zero_whole(result.number("maximumHeartRate")),
                    weight_kg=above_zero(result.said("physicalInformation").number("weight")),
                )
            ]
        ]
    )
