"""The archive of a simulated person, as Polar hands it out: the same body in another form."""

import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
import orjson

from app.simulator.body import Day
from app.simulator.payloads import Row, activity, exercise, recharge, sleep
from app.simulator.payloads.activity import distance, recorded, stamps
from app.simulator.people import FIRST_ID, people
from app.simulator.view import Upload, View
from app.simulator.watch import Stage
from app.simulator.world import World

Document = Row | list[Row]
STATES = {
    Stage.WAKE: "WAKE",
    Stage.REM: "REM",
    Stage.LIGHT: "NONREM2",
    Stage.DEEP: "NONREM3",
}
MINUTE_MS = 60_000
SPORT_IDS = {
    "RUNNING": "1",
    "WALKING": "3",
    "STRENGTH_TRAINING": "15",
    "ROAD_RUNNING": "19",
    "TRACK_AND_FIELD_RUNNING": "36",
    "ROAD_BIKING": "38",
    "MOBILITY_STATIC": "111",
}


def write_archive(
    view: View,
    path: Path,
    first: date,
    export: int = 1,
    watch: Callable[[int], None] = lambda _: None,
) -> int:
    """Write what a view knows since `first` to a ZIP; answers its number of files.

    Another `export` gives the files other names, as Polar does.
    """
    count = 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for stem, document in _documents(view, first):
            made.writestr(f"{stem}-{UUID(int=export << 64 | count)}.json", orjson.dumps(document))
            count += 1
            watch(count)
    return count


def write_simulated(path: Path, *, days: int, seed: int = 0, dense: bool = False) -> int:
    """Write the archive of the first simulated person's last days; answers its number of files."""
    now = datetime.now(UTC)
    first = now.date() - timedelta(days=days - 1)
    world = World(people(1, first, seed=seed), now=now, dense=dense)
    world.token_for(FIRST_ID, registered=now)
    return write_archive(world.view(FIRST_ID), path, first)


def _documents(view: View, first: date) -> Iterator[tuple[str, Document]]:
    """Names without their changing end, and documents; one day is in memory at a time."""
    who = view.person.polar_user_id
    last = view.today
    yield f"account-data-{who}", _account(view)
    yield f"products-devices-{who}", _devices(view, first, last)
    nights = view.nights(first, last)
    yield f"sleep_result_{who}", [_result(view, day) for day in nights]
    yield f"sleep_score_{who}", [_score(view, day) for day in nights]
    yield f"nightly_recovery_{who}", [_recovery(view, day) for day in nights]
    yield f"nightly_recovery_blob_{who}", [_recovery_samples(view, day) for day in nights]
    for day in view.days(first, last):
        yield f"activity-{day.date}", _activity(view, day)
        for upload in view.uploads(day):
            yield _session(view, upload)
    for month, days in _months(view.days(first, last)):
        yield f"247ohr_{month}", {"deviceDays": [_heart_rate(view, day) for day in days]}


def _months(days: list[Day]) -> Iterator[tuple[str, list[Day]]]:
    months: dict[str, list[Day]] = {}
    for day in days:
        months.setdefault(f"{day.date:%Y_%m}", []).append(day)
    yield from months.items()


def _account(view: View) -> Row:
    person = view.person
    return {
        "exportVersion": "2.6",
        "username": f"{person.polar_user_id}@example.org",
        "firstName": person.first_name,
        "lastName": person.last_name,
        "settings": {"timeZone": person.zone},
    }


def _devices(view: View, first: date, last: date) -> Row:
    found = {day.device.device_id: day.device.model for day in view.days(first, last)}
    return {"devices": [{"deviceId": key, "name": name} for key, name in found.items()]}


def _result(view: View, day: Day) -> Row:
    """One night, with its stages to the half minute."""
    row: Any = sleep.night(view, day)
    hypnogram = view.watch.hypnogram(day.date)
    span = 30 * len(hypnogram.stages)
    changes = [
        {"offsetFromStart": f"PT{30 * epoch}S", "state": STATES[Stage(hypnogram.stages[epoch])]}
        for epoch in hypnogram.changes().tolist()
    ]
    interrupted = row["total_interruption_duration"]
    return {
        "night": str(day.date),
        "evaluation": {
            "sleepType": "SLEEP_PLUS_STAGES",
            "sleepSpan": f"PT{span}S",
            "asleepDuration": f"PT{span - interrupted}S",
            "analysis": {
                "continuityIndex": row["continuity"],
                "continuityClass": row["continuity_class"],
            },
            "interruptions": {
                "totalDuration": f"PT{interrupted}S",
                "shortDuration": f"PT{row['short_interruption_duration']}S",
                "longDuration": f"PT{row['long_interruption_duration']}S",
            },
            "phaseDurations": {
                "wake": f"PT{interrupted}S",
                "rem": f"PT{row['rem_sleep']}S",
                "light": f"PT{row['light_sleep']}S",
                "deep": f"PT{row['deep_sleep']}S",
                "unknown": "PT0S",
            },
        },
        "sleepResult": {
            "hypnogram": {
                "sleepStart": row["sleep_start_time"],
                "sleepEnd": row["sleep_end_time"],
                "sleepStateChanges": [*changes, {"offsetFromStart": f"PT{span}S", "state": "WAKE"}],
                "rating": "UNKNOWN",
                "sleepGoal": f"PT{row['sleep_goal']}S",
                "deviceId": day.device.device_id,
            },
            "sleepCycles": {"cycles": {"sleepCycleModels": [{}] * row["sleep_cycles"]}},
        },
    }


def _score(view: View, day: Day) -> Row:
    row: Any = sleep.night(view, day)
    return {
        "night": str(day.date),
        "sleepScoreResult": {
            "sleepScore": float(row["sleep_score"]),
            "groupDurationScore": row["group_duration_score"],
            "groupSolidityScore": row["group_solidity_score"],
            "groupRefreshScore": row["group_regeneration_score"],
        },
        "sleepScoreBaselines": {"sleepTimeAverageMinutes": 450 if day.index else 0},
    }


def _recovery(view: View, day: Day) -> Row:
    row: Any = recharge.recharge(view, day)
    told = {
        "night": str(day.date),
        "sleepTip": "-1",
        "meanNightlyRecoveryRri": row["beat_to_beat_avg"],
        "meanNightlyRecoveryRmssd": row["heart_rate_variability_avg"],
        "meanNightlyRecoveryRespirationInterval": round(MINUTE_MS / row["breathing_rate_avg"]),
    }
    if "ans_charge" not in row:
        return told
    return told | {
        "recoveryIndicator": row["nightly_recharge_status"],
        "recoveryIndicatorSubLevel": 50,
        "ansStatus": row["ans_charge"],
        "ansRate": row["ans_charge_status"],
        "meanBaselineRri": round(MINUTE_MS / view.person.night_bpm),
        "meanBaselineRmssd": round(view.person.hrv_ms),
    }


def _recovery_samples(view: View, day: Day) -> Row:
    recorded_night = view.watch.hypnogram(day.date)
    return {
        "hrvData": [_series(day, recorded_night.hrv_at, recorded_night.hrv)],
        "breathingRateData": [_series(day, recorded_night.breathing_at, recorded_night.breathing)],
    }


def _series(day: Day, at: npt.NDArray[Any], values: npt.NDArray[Any]) -> Row:
    seconds = at.tolist()
    step = seconds[1] - seconds[0] if len(seconds) > 1 else 300
    start = day.night.asleep + timedelta(seconds=seconds[0] if seconds else 0)
    return {
        "startTime": _naive(start),
        "samplingIntervalInMillis": 1000 * step,
        "samples": values.tolist(),
    }


def _naive(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")


def _activity(view: View, day: Day) -> Row:
    minutes = recorded(view, day)
    clock = [f"{minute // 60:02}:{minute % 60:02}:00.000" for minute in range(len(minutes.steps))]
    steps = [
        {"localTime": time, "value": count}
        for time, count in zip(clock, minutes.steps.tolist(), strict=True)
    ]
    row: Any = activity.activity(view, day, activity.Parts())
    return {
        "exportVersion": "2.6",
        "date": str(day.date),
        "summary": {
            "startTime": activity.start(day).strftime("%H:%M:%S.000"),
            "endTime": activity.end(view, day).replace(second=0).strftime("%H:%M:%S.000"),
            "stepCount": int(minutes.steps.sum()),
            "stepsDistance": distance(minutes),
            "calories": row["calories"],
            "inactivityAlertCount": len(stamps(minutes)),
            "activityLevels": [],
        },
        "samples": {"steps": steps, "mets": [], "metSources": [day.device.device_id]},
    }


def _session(view: View, upload: Upload) -> tuple[str, Row]:
    """A session in the newer layout, a value a second."""
    workout, day = upload.workout, upload.day
    track = view.watch.track(day.date, upload.place)
    start, end = workout.start, workout.start + timedelta(seconds=int(workout.seconds))
    number = str(8_000_000_000 + day.date.toordinal() * 10 + upload.place)
    row: Any = exercise.exercise(view, upload, exercise.Parts())
    times = {"startTime": _naive(start), "stopTime": _naive(end)}
    both = {
        **times,
        "durationMillis": round(1000 * workout.seconds),
        "calories": row["calories"],
        "sport": {"id": SPORT_IDS.get(workout.sport.detail, "16")},
        "timezoneOffsetMinutes": day.offset_minutes,
        **({"distanceMeters": row["distance"]} if "distance" in row else {}),
    }
    name = f"training-session_{start:%Y-%m-%dT%H-%M-%S}_{number}"
    return name, {
        "identifier": {"id": number},
        **both,
        "hrAvg": row["heart_rate"]["average"],
        "hrMax": row["heart_rate"]["maximum"],
        "deviceId": day.device.device_id,
        "product": {"modelName": day.device.model},
        "note": "",
        "trainingLoadReport": {"cardioLoad": workout.load, "muscleLoad": -1.0},
        "exercises": [
            {
                **both,
                "laps": {"laps": [], "autoLaps": _laps(track.distance_m, workout.sport.outdoors)},
                "zones": [],
                "samples": {
                    "samples": [
                        _values("HEART_RATE", track.heart_rate),
                        _values("ALTITUDE", track.altitude_m),
                        *([_values("SPEED", track.speed_kmh)] if workout.sport.outdoors else []),
                    ]
                },
            }
        ],
    }


def _values(kind: str, values: npt.NDArray[Any]) -> Row:
    return {"type": kind, "intervalMillis": 1000, "values": values.tolist()}


def _laps(metres: npt.NDArray[Any], outdoors: bool) -> list[Row]:  # noqa: FBT001
    """A lap each kilometre."""
    if not outdoors:
        return []
    marks = np.searchsorted(metres, np.arange(1000, float(metres[-1]), 1000)).tolist()
    return [
        {"splitTimeMillis": 1000 * mark, "durationMillis": 1000 * (mark - before)}
        | {"distanceMeters": 1000.0}
        for before, mark in zip([0, *marks], marks, strict=False)
    ]


def _heart_rate(view: View, day: Day) -> Row:
    at, beats = view.watch.heart(day.date, view.dense)
    over = int(at.searchsorted(view.cutoff_second(day.date)))
    return {
        "userId": view.person.polar_user_id,
        "deviceId": day.device.device_id,
        "date": str(day.date),
        "samples": [
            {"heartRate": bpm, "secondsFromDayStart": second, "source": "SIMULATED"}
            for second, bpm in zip(at[:over].tolist(), beats[:over].tolist(), strict=True)
        ],
    }
