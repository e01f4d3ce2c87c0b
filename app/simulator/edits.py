"""Troubles that change what an answer says: each a function of the JSON value."""

from app.simulator import reported
from app.simulator.documented import reshape, respell, walk
from app.simulator.payloads import Row
from app.simulator.rows import Edit, everywhere, in_rows, is_list, rows_of
from app.simulator.troubles import Trouble

ESSENTIAL = frozenset(
    (
        "polar_user",
        "date",
        "id",
        "upload_time",
        "start_time",
        "end_time",
        "start_time_utc_offset",
        "duration",
        "sport",
        "has_route",
        "sleep_start_time",
        "sleep_end_time",
        "heart_rate_samples",
        "period_start_time",
        "period_end_time",
        "preferred_sleep_period_start_time",
        "preferred_sleep_period_end_time",
        "sleep_gate_start_time",
        "sleep_gate_end_time",
        "sleep_period_start_time",
        "sleep_period_end_time",
        "sleep_timezone_offset_minutes",
        "test_time",
        "time_zone_offset",
        "test_status",
        "sleep_date",
        "sleep_time_skin_temperature_celsius",
        "source_device_id",
        "created",
        "modified",
        "polar-user-id",
        "member-id",
        "registration-date",
        "access_token",
        "x_user_id",
    )
)
WORDS = frozenset(
    (
        "sport",
        "detailed_sport_info",
        "cardio_load_status",
        "grade_type",
        "grade_classification",
        "validity",
        "sleep_inertia",
        "sleep_type",
        "result_type",
        "alertness_level",
        "quality",
        "zone",
        "measurement_type",
        "sensor_location",
        "heart_rate_variability_level",
        "quality_level",
        "spo2_class",
        "gender",
        "user-rpe",
        "weight_source",
        "training_background",
        "typical_day",
        "cardio-load-interpretation",
    )
)
NEW_WORD, NEW_STAGE = "SOMETHING_NEW", 9
RR_DATA = "798,792,820,null,null,815,812,null,826,794"
LONG = "X" * 10_000


def silence(row: Row) -> None:
    """Turn every heart-rate sample to 0."""
    samples = row.get("heart_rate_samples")
    if isinstance(samples, dict):
        row["heart_rate_samples"] = dict.fromkeys(samples, 0)
    if isinstance(samples, list):
        for sample in samples:
            sample["heart_rate"] = 0


def strip(row: Row) -> None:
    """Remove every key that is not essential."""
    for key in row.keys() - ESSENTIAL:
        del row[key]


def blank(row: Row) -> None:
    """Set every value to null that is not essential."""
    row |= dict.fromkeys(row.keys() - ESSENTIAL)


def take_off(row: Row) -> None:
    """Make all zones of a day one NON_WEAR."""
    zones = row.get("activity_zones")
    if isinstance(zones, dict):
        zones["samples"] = [{**zone, "zone": "NON_WEAR"} for zone in zones["samples"][:1]]


def add_rr(row: Row) -> None:
    """Add RR intervals with gaps to an exercise's samples."""
    samples = row.get("samples")
    if isinstance(samples, list) and "training_load_pro" in row:
        samples.append({"recording_rate": None, "sample_type": 11, "data": RR_DATA})


def go_inside(row: Row) -> None:
    """Take distance and route from an exercise."""
    if "has_route" in row:
        row.pop("distance", None)
        row.pop("route", None)
        row["has_route"] = False


def invent(row: Row) -> None:
    """Replace known words and a stage by new ones."""
    row |= dict.fromkeys(row.keys() & WORDS, NEW_WORD)
    hypnogram = row.get("hypnogram")
    if isinstance(hypnogram, dict):
        hypnogram[next(iter(hypnogram))] = NEW_STAGE


def extend(row: Row) -> None:
    """Add keys that nobody knows."""
    row |= {"x_new_key": {"a": [1, None]}, "x_new_number": 1.5}


def confuse(row: Row) -> None:
    """Change the type of everything that is not essential."""
    for key in row.keys() - (ESSENTIAL - {"heart_rate_samples"}):
        row[key] = confused(row[key])


def confused(value: object) -> object:
    """Return a value of another type: words for numbers, lists for objects, and back."""
    if isinstance(value, dict):
        return [1, 2, 3]
    if isinstance(value, list):
        return {"a": 1}
    return "many" if isinstance(value, int | float) else [value]


def sample_lists(row: Row) -> list[list[object]]:
    """Return every list inside a row that holds objects or is named like samples."""
    lists = (value for each in walk(row) for value in each.values() if isinstance(value, list))
    return [each for each in lists if each]


def lose_sample(row: Row) -> None:
    """Let every list of samples begin with null, every map of samples with a null."""
    for each in sample_lists(row):
        each.insert(0, None)
    for key in ("heart_rate_samples", "hrv_samples", "breathing_samples", "hypnogram"):
        value = row.get(key)
        if isinstance(value, dict):
            value[next(iter(value))] = None


def repeat_sample(row: Row) -> None:
    """Let the first sample of every list come twice."""
    for each in sample_lists(row):
        each.insert(0, each[0])


def lose_row(data: object) -> object:
    """Let a list begin with null; an answer by date stays as it is."""
    rows = rows_of(data)
    if rows and rows[0] is not data:
        rows.insert(0, None)
    return data


def repeat_rows(data: object) -> object:
    """Let every row of a list come twice."""
    rows = rows_of(data)
    if rows and rows[0] is not data:
        rows[:] = [row for row in rows for _ in range(2)]
    return data


def litter(data: object) -> object:
    """Let things that are no rows stand between the rows; an answer by date stays as it is."""
    if is_list(data):
        rows = rows_of(data)
        rows[:] = [each for row in rows for each in (row, 7, "a word", [1, 2], {})]
    return data


def reverse(data: object) -> object:
    """Let rows come the other way round."""
    rows_of(data).reverse()
    return data


def empty(data: object) -> object:
    """Let a list be empty; an answer by date stays as it is."""
    if is_list(data):
        rows_of(data).clear()
    return data


def misplace(_: object) -> object:
    """Let a word stand where the list should be."""
    return "none"


def apologise(_: object) -> object:
    """Let an error object stand where the list should be."""
    return {"status": 500, "errorType": "internal_error", "message": "Please try again later"}


def lengthen(row: Row) -> None:
    """Give an exercise a sport of 10,000 characters."""
    if "sport" in row:
        row["sport"] = LONG


def forget_offset(row: Row) -> None:
    """Set the offset of a circadian bedtime to 0."""
    if "sleep_gate_start_time" in row:
        row["sleep_timezone_offset_minutes"] = 0


EDITS: dict[Trouble, Edit] = {
    Trouble.SENTINELS: everywhere(reported.sentinel),
    Trouble.HR_ZEROS: in_rows(silence),
    Trouble.MISSING_KEYS: in_rows(strip),
    Trouble.NULLS: in_rows(blank),
    Trouble.NON_WEAR: everywhere(take_off),
    Trouble.RR_NULLS: in_rows(add_rr),
    Trouble.INDOOR: in_rows(go_inside),
    Trouble.UNKNOWN_WORD: everywhere(invent),
    Trouble.EXTRA_KEYS: everywhere(extend),
    Trouble.ZERO_OFFSET: in_rows(forget_offset),
    Trouble.WRONG_TYPES: in_rows(confuse, only_first=True),
    Trouble.NULL_SAMPLE: in_rows(lose_sample, only_first=True),
    Trouble.NULL_ROW: lose_row,
    Trouble.LONG_SPORT: in_rows(lengthen, only_first=True),
    Trouble.DUPLICATE_ROWS: repeat_rows,
    Trouble.DUPLICATE_TIMES: in_rows(repeat_sample),
    Trouble.HYPHENS: respell,
    Trouble.DOCUMENTED: reshape,
    Trouble.JUNK_ROWS: litter,
    Trouble.REVERSED: reverse,
    Trouble.EDITED: in_rows(reported.crop),
    Trouble.NAP: reported.add_naps,
    Trouble.EARLY_KEYS: in_rows(reported.start_late),
    Trouble.UTC_STAMPS: in_rows(reported.shift_stamps),
    Trouble.WITHDRAWN: everywhere(reported.withdraw),
    Trouble.TWO_DEVICES: reported.change_devices,
    Trouble.REPEATED_HOUR: everywhere(reported.turn_back),
    Trouble.NAIVE_TIMES: in_rows(reported.forget_zone),
    Trouble.ENDS_FIRST: in_rows(reported.end_first),
    Trouble.SECOND_ID: reported.rename,
    Trouble.NUMERIC_IDS: everywhere(reported.number_ids),
    Trouble.OWN_RATES: in_rows(reported.thin_out),
    Trouble.DAYS_LONG: in_rows(reported.last_long),
    Trouble.EMPTY_LIST: empty,
    Trouble.NO_LIST: misplace,
    Trouble.ERROR_OBJECT: apologise,
}
