"""The columns of questions about whole records, made of the records.

`make generate` writes them into the files of sql/queries/read: the lines `relation.column` that
stand together. The rest of a file is written by hand. As for upserts, nothing that runs imports
this module.
"""

import re
from collections.abc import Callable
from dataclasses import fields
from functools import partial
from typing import Any

from app.store.queries import SQL
from app.store.relations import RECORDS

_BOOKKEEPING = {"extra", "absent"}
_WAVEFORM = {"sample_offset_ms", "amplitude_mv", "quality_offset_ms", "quality_level"}

WHOLE_RECORDS: dict[str, tuple[str, set[str]]] = {
    "activity_days": ("activity", set()),
    "alertness_hours": ("alertness_hour", set()),
    "bedtimes": ("bedtime", set()),
    "cardio_load_days": ("cardio_load", set()),
    "devices": ("device", set()),
    "diary_entries": ("diary_entry", set()),
    "ecg_page": ("ecg_test", _WAVEFORM),
    "ecg_test": ("ecg_test", set()),
    "ecg_tests": ("ecg_test", _WAVEFORM),
    "exercise": ("exercise", set()),
    "exercise_laps": ("exercise_lap", {"polar_exercise_id"}),
    "exercise_page": ("exercise", {"rr_interval_ms"}),
    "exercise_zones": ("exercise_zone", {"polar_exercise_id"}),
    "exercises": ("exercise", {"rr_interval_ms"}),
    "fitness_tests": ("fitness_test", set()),
    "naps": ("nap", set()),
    "nights": ("sleep", {"heart_rate_avg"}),
    "orthostatic_tests": ("orthostatic_test", set()),
    "planned_routes": ("planned_route", set()),
    "recharges": ("nightly_recharge", set()),
    "skin_temperatures": ("skin_temperature", set()),
    "spo2_page": ("spo2_test", set()),
    "spo2_test": ("spo2_test", set()),
    "spo2_tests": ("spo2_test", set()),
    "training_targets": ("training_target", set()),
}
"""Questions that tell a record: its relation, and the fields that they leave to other questions."""


def questions() -> dict[str, Callable[[], str]]:
    """Path of every question that tells a record, and what makes its text."""
    records = {relation: record for record, relation in RECORDS.items()}
    return {
        f"sql/queries/read/{name}.sql": partial(_question, name, records[relation], relation, left)
        for name, (relation, left) in WHOLE_RECORDS.items()
    }


def _question(name: str, record: type[Any], relation: str, left_out: set[str]) -> str:
    text = (SQL / "queries" / "read" / f"{name}.sql").read_text()
    return told_whole(text, relation, _columns(record, left_out | _BOOKKEEPING))


def _columns(record: type[Any], left_out: set[str]) -> list[str]:
    return [field.name for field in fields(record) if field.name not in left_out]


def told_whole(text: str, relation: str, names: list[str]) -> str:
    r"""The question with these columns of the relation, after those that are none of the record's.

    >>> told_whole("SELECT\n    nap.user_id,\n    nap.date\n", "nap", ["date", "stage"])
    'SELECT\n    nap.user_id,\n    nap.date,\n    nap.stage\n'
    """
    found = re.search(rf"(?:^    {relation}\.\w+,?\n)+", text, re.MULTILINE)
    if found is None:
        raise LookupError(f"The question tells no column of {relation}.")
    there = re.findall(rf"{relation}\.(\w+)", found[0])
    columns = [name for name in there[:2] if name.endswith("_id") and name not in names]
    lines = ",\n".join(f"    {relation}.{name}" for name in [*columns, *names])
    comma = "," if found[0].endswith(",\n") else ""
    return f"{text[: found.start()]}{lines}{comma}\n{text[found.end() :]}"
