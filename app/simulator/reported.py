"""Troubles that people reported of data: each a function of a row, or of the JSON value."""

from datetime import date, datetime, timedelta
from typing import cast

from app.simulator.documented import walk
from app.simulator.payloads import Row
from app.simulator.payloads.exercise import again, number_of
from app.simulator.rows import is_list, objects_of, rows_of
from app.simulator.times import duration_seconds, read_duration, zulu

SENTINELS: dict[str, object] = {
    "cardio_load": -1.0,
    "strain": 0.0,
    "tolerance": -1.0,
    "cardio_load_ratio": -1.0,
    "cardio_load_status": "LOAD_STATUS_NOT_AVAILABLE",
    "muscle-load": -1.0,
    "muscle-load-interpretation": "NOT_AVAILABLE",
    "heart_rate_avg": 0,
    "beat_to_beat_avg": 0,
    "heart_rate_variability_avg": 0,
    "nightly_recharge_status": 0,
    "ans_charge_status": 0,
    "average_heart_rate_bpm": 0,
    "heart_rate_variability_ms": 0.0,
    "blood_oxygen_percent": 0,
    "spo2_class": "SPO2_CLASS_UNKNOWN",
}
NO_STAGES: dict[str, object] = {
    **dict.fromkeys(("light_sleep", "deep_sleep", "rem_sleep", "total_interruption_duration"), 0),
    **dict.fromkeys(("short_interruption_duration", "long_interruption_duration"), 0),
    **dict.fromkeys(("sleep_score", "sleep_rating", "sleep_cycles", "continuity_class"), 0),
    **dict.fromkeys(("group_duration_score", "group_solidity_score", "continuity"), 0.0),
    "group_regeneration_score": 0.0,
    "sleep_charge": -1,
}
STAGE_KEYS = ("light_sleep", "deep_sleep", "rem_sleep", "total_interruption_duration")


COUNTED = (*STAGE_KEYS, "short_interruption_duration", "long_interruption_duration", "sleep_cycles")
"""What is told of a whole night, and of each half of it."""
SECOND_DEVICE = "5E6F7A8B"
TURNED_AT = "04:00"
THINNED = 5
NEWEST_DAYS, DEFAULT_GAP = 20, 80.0
DAYS = (
    "date",
    "sleep_date",
    "start_time",
    "period_start_time",
    "preferred_sleep_period_start_time",
)
"""Where rows say their day."""


def sentinel(row: Row) -> None:
    """Put Polar's sentinels where a number would be; a night loses its stages."""
    row |= {key: value for key, value in SENTINELS.items() if key in row}
    if "light_sleep" in row:
        total = sum(cast("int", row[key]) for key in STAGE_KEYS)
        row |= NO_STAGES | {"unrecognized_sleep_stage": total}
        times = list(cast("dict[str, int]", row["hypnogram"]))
        row["hypnogram"] = {times[0]: 5, times[-1]: 0}


def crop(row: Row) -> None:
    """Let an exercise be half as long, with half of each sample list, uploaded a day later."""
    if "upload_time" not in row:
        return
    uploaded = datetime.fromisoformat(str(row["upload_time"])) + timedelta(days=1)
    row["duration"] = duration_seconds(read_duration(str(row["duration"])) / 2)
    row["upload_time"] = zulu(uploaded)
    for sensor in cast("list[dict[str, str]]", row.get("samples", [])):
        values = sensor["data"].split(",")
        sensor["data"] = ",".join(values[: (len(values) + 1) // 2])


def add_naps(data: object) -> object:
    """Let a nap of half an hour in the afternoon follow each night, under the same date."""
    nights = [row for row in objects_of(data) if "sleep_start_time" in row]
    if is_list(data):
        rows_of(data).extend([nap_of(night) for night in nights])
    return data


def nap_of(night: Row) -> Row:
    """Return a nap without stages eight hours after a night."""
    begun = datetime.fromisoformat(str(night["sleep_end_time"])) + timedelta(hours=8)
    ended = begun + timedelta(minutes=30)
    nap = {key: night[key] for key in ("polar_user", "date", "device_id") if key in night}
    return nap | {
        "sleep_start_time": begun.isoformat(timespec="milliseconds"),
        "sleep_end_time": ended.isoformat(timespec="milliseconds"),
        "unrecognized_sleep_stage": 1800,
        "hypnogram": {f"{begun:%H:%M}": 5, f"{ended:%H:%M}": 0},
    }


def start_late(row: Row) -> None:
    """Let a night begin two minutes after its first keys."""
    if "sleep_start_time" in row:
        begun = datetime.fromisoformat(str(row["sleep_start_time"])) + timedelta(minutes=2)
        row["sleep_start_time"] = begun.isoformat(timespec="milliseconds")
    if "light_sleep" in row:
        row["light_sleep"] = cast("int", row["light_sleep"]) - 120


def shift_stamps(row: Row) -> None:
    """Let the stamps of a day's steps and zones lie two hours earlier."""
    for sample in walk(row):
        stamp = sample.get("timestamp")
        if isinstance(stamp, str):
            earlier = datetime.fromisoformat(stamp) - timedelta(hours=2)
            sample["timestamp"] = earlier.isoformat(timespec="minutes")


def withdraw(row: Row) -> None:
    """Take back what was measured; a night is an hour shorter, too."""
    sentinel(row)
    if "sleep_end_time" in row:
        ended = datetime.fromisoformat(str(row["sleep_end_time"])) - timedelta(hours=1)
        row["sleep_end_time"] = ended.isoformat(timespec="milliseconds")
    if "light_sleep" in row:
        row["unrecognized_sleep_stage"] = cast("int", row["unrecognized_sleep_stage"]) - 3600


def change_devices(data: object) -> object:
    """Let each night of a list come in two halves, the longer first one by its own device."""
    if is_list(data):
        rows_of(data)[:] = [half for row in rows_of(data) for half in halves_of(row)]
    return data


def halves_of(night: object) -> list[object]:
    """Return two thirds of a night and the rest of it; anything else as it is."""
    if not isinstance(night, dict) or "hypnogram" not in night:
        return [night]
    begun, ended = (datetime.fromisoformat(night[f"sleep_{end}_time"]) for end in ("start", "end"))
    change = (begun + (ended - begun) * 2 / 3).replace(second=0, microsecond=0)
    at = change.isoformat(timespec="milliseconds")
    counts = {key: round(cast("int", night[key]) * 2 / 3) for key in COUNTED}
    rest = {key: cast("int", night[key]) - counts[key] for key in COUNTED}
    first, second = (parted(night, begun, change, before=before) for before in (True, False))
    second |= {"sleep_start_time": at, "device_id": SECOND_DEVICE}
    return [{**night, **counts, "sleep_end_time": at, **first}, {**night, **rest, **second}]


def parted(night: Row, begun: datetime, change: datetime, *, before: bool) -> Row:
    """Return a night's maps with what lies before or after the change of devices."""
    maps = {key: cast("dict[str, int]", night[key]) for key in ("hypnogram", "heart_rate_samples")}
    length = (change - begun.replace(second=0, microsecond=0)).seconds // 60
    return {
        key: {at: value for at, value in found.items() if (since(at, begun) < length) == before}
        for key, found in maps.items()
    }


def since(at: str, begun: datetime) -> int:
    """Return the minutes from the minute of a beginning to an `HH:MM` behind it."""
    return (int(at[:2]) * 60 + int(at[3:]) - begun.hour * 60 - begun.minute) % 1440


def turn_back(row: Row) -> None:
    """Let a sample's clock from four o'clock on show an hour less."""
    for key in ("sample_time", "timestamp", "stamp"):
        text = str(row.get(key, ""))
        day, _, clock = text.rpartition("T")
        if clock >= TURNED_AT:
            row[key] = f"{day}{'T' * bool(day)}{int(clock[:2]) - 1:02}{clock[2:]}"


def forget_zone(row: Row) -> None:
    """Take the UTC offset from the times of a night."""
    for key in ("sleep_start_time", "sleep_end_time"):
        if key in row:
            moment = datetime.fromisoformat(str(row[key])).replace(tzinfo=None)
            row[key] = moment.isoformat(timespec="milliseconds")


def end_first(row: Row) -> None:
    """Let a night's start and end change places."""
    if "sleep_start_time" in row:
        start, end = row["sleep_start_time"], row["sleep_end_time"]
        row |= {"sleep_start_time": end, "sleep_end_time": start}


def rename(data: object) -> object:
    """Let every exercise of a list come again under another id."""
    if is_list(data):
        sessions = [row for row in objects_of(data) if "upload_time" in row]
        rows_of(data).extend([{**row, "id": again(str(row["id"]))} for row in sessions])
    return data


def number_ids(row: Row) -> None:
    """Turn ids of exercises and devices into numbers."""
    for key in ("device_id", "source_device_id", *(("id",) if "upload_time" in row else ())):
        text = row.get(key)
        if isinstance(text, str):
            row[key] = int(text) if text.isdecimal() else number_of(text)


def thin_out(row: Row) -> None:
    """Leave of an exercise's series, but for the heart rate, every fifth value."""
    sensors = cast("list[Row]", row.get("samples", []) if "upload_time" in row else [])
    for sensor in sensors:
        if sensor["sample_type"] != 0:
            sensor["recording_rate"] = THINNED
            sensor["data"] = ",".join(str(sensor["data"]).split(",")[::THINNED])


def last_long(row: Row) -> None:
    """Let an exercise last for a day, two hours and three minutes."""
    if "upload_time" in row:
        row["duration"] = "P1DT2H3M"


def empty_days(data: object, today: date, days: float | None) -> object:
    """Leave out rows of so many days before the newest ones; an answer by date stays."""
    last = today - timedelta(days=NEWEST_DAYS)
    first = last - timedelta(days=(DEFAULT_GAP if days is None else days) - 1)
    if is_list(data):
        rows = rows_of(data)
        rows[:] = [row for row in rows if not f"{first}" <= day_of(row) <= f"{last}"]
    return data


def day_of(row: object) -> str:
    """Return the day that a row tells of, "" where it tells none."""
    said = row if isinstance(row, dict) else {}
    return next((str(said[key])[:10] for key in DAYS if key in said), "")
