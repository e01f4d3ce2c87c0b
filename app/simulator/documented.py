"""The spelling and the shapes of Polar's documentation, made from those of the live service."""

from collections.abc import Callable, Iterator

from app.simulator.payloads import Row

RESPELT = {
    "running_index": "running-index",
    "lower_limit": "lower-limit",
    "upper_limit": "upper-limit",
    "in_zone": "in-zone",
    "recording_rate": "recording-rate",
    "sample_type": "sample-type",
    "very_high": "very-high",
}
MILLISECONDS = slice(19, 23)  # Of `2026-01-10T23:12:41.340+02:00`.


def walk(data: object) -> Iterator[Row]:
    """Yield every object inside a JSON value, outer ones first."""
    if isinstance(data, dict):
        yield data
    for value in (
        data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    ):
        if isinstance(value, dict | list):
            yield from walk(value)


def respell(data: object) -> object:
    """Return a JSON value whose keys have the documentation's hyphens."""
    if isinstance(data, dict):
        return {RESPELT.get(key, key): respell(value) for key, value in data.items()}
    return [respell(value) for value in data] if isinstance(data, list) else data


def reshape(data: object) -> object:
    """Return a JSON value in the documentation's shape: keys, times, types and wrappers."""
    for row in walk(data):
        reshape_row(row)
    if isinstance(data, dict) and data.get("heart_rates"):
        data = data["heart_rates"][0]  # The documentation shows a bare day for the range, too.
    return respell(data)


def without_millis(value: object) -> str:
    """Return `2026-01-10T23:12:41+02:00` for a local time with milliseconds."""
    text = str(value)
    return text[: MILLISECONDS.start] + text[MILLISECONDS.stop :]


def unwrapped(value: object) -> object:
    """Return the list inside an object of samples."""
    return value["samples"] if isinstance(value, dict) else value


CHANGES: dict[str, Callable[[object], object]] = {
    "sample_type": str,
    "upload_time": lambda value: str(value).replace("Z", ".000Z"),
    "expires_in": lambda _: 31_535_999,
    "inactivity_stamps": unwrapped,
    "sleep_start_time": without_millis,
    "sleep_end_time": without_millis,
}


def reshape_row(row: Row) -> None:
    """Give one object the documentation's shape, in place."""
    for key in row.keys() & CHANGES.keys():
        row[key] = CHANGES[key](row[key])
    if "upload_time" in row:
        row["training_load"] = 100.0
    load = row.get("training_load_pro")
    if isinstance(load, dict):
        load["date"] = str(row["start_time"])[:10]
