"""Rows into models: what is kept, what is left empty, what is skipped, and what is said."""

import datetime as dt
import time
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.upstream.parse import parse_rows
from app.upstream.wire.activity import Activity, ActivityDaySamples
from app.upstream.wire.base import Wire
from app.upstream.wire.biosensing import (
    BodyTemperature,
    Ecg,
    SkinContacts,
    SkinTemperature,
    SpO2,
)
from app.upstream.wire.cardio_load import CardioLoad
from app.upstream.wire.exercise import Exercise
from app.upstream.wire.heart_rate import HeartRateDay
from app.upstream.wire.physical_info import PhysicalInfo
from app.upstream.wire.recharge import NightlyRecharge
from app.upstream.wire.sleep import Sleep
from app.upstream.wire.sleepwise import Alertness, CircadianBedtime
from app.upstream.wire.user import User

MODELS: list[type[Wire]] = [
    Activity,
    ActivityDaySamples,
    Alertness,
    BodyTemperature,
    CardioLoad,
    CircadianBedtime,
    Ecg,
    Exercise,
    HeartRateDay,
    NightlyRecharge,
    PhysicalInfo,
    SkinContacts,
    SkinTemperature,
    Sleep,
    SpO2,
    User,
]

NIGHT: dict[str, Any] = {"date": "2026-01-11", "sleep_score": 85}
RUN: dict[str, Any] = {"id": "aQlC83Kd", "start_time": "2026-01-11T07:30:04"}


def _problems(model: type[Wire], *rows: object) -> list[str]:
    return [str(problem) for problem in parse_rows(model, rows).problems]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("sleep_score", "abc", '`sleep_score` should be a number, got "abc"'),
        ("sleep_score", 1_000, "`sleep_score` should be at most 100, got 1000"),
        ("sleep_score", True, "`sleep_score` should be a number, got true"),
        ("sleep_score", [1], "`sleep_score` should be a number, got a list"),
        ("light_sleep", "x", '`light_sleep` should be a whole number, got "x"'),
        ("light_sleep", -30, "`light_sleep` should be at least -1, got -30"),
        ("device_id", 5.5, "`device_id` should be text, got 5.5"),
        ("polar_user", [5], "`polar_user` should be text, got a list"),
        ("device_id", "a\0b", '`device_id` contains a NUL character, got "a\\u0000b"'),
        (
            "device_id",
            "x" * 10_000,
            "`device_id` is longer than 200 characters, got " + '"' + "x" * 39 + "…",
        ),
        (
            "sleep_start_time",
            "2026-02-30T23:12:41+02:00",
            '`sleep_start_time` is no time of the calendar, got "2026-02-30T23:12:41+02:00"',
        ),
        ("hypnogram", [1], "`hypnogram` should be an object of clock times and values, got a list"),
    ],
)
def test_a_broken_field_is_left_empty(field: str, value: object, said: str) -> None:
    """A broken field is None and kept as sent; the row and others stay, the problem names it."""
    parsed = parse_rows(Sleep, [NIGHT | {field: value}, NIGHT])
    assert getattr(parsed.rows[0], field) is None
    assert parsed.rows[1].sleep_score == 85
    assert parsed.rows[0].extra == {field: "a\ufffdb" if value == "a\0b" else value}
    assert [str(p) for p in parsed.problems] == [f"sleep 2026-01-11: {said}; left empty"]
    assert parsed.problems[0].kept
    assert (parsed.problem_count, parsed.skipped) == (1, 0)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (None, "sleep row 1: `row` should be an object, got null; row skipped"),
        ([], "sleep row 1: `row` should be an object, got a list; row skipped"),
        ({}, "sleep row 1: `date` is missing; row skipped"),
        ({"date": None}, "sleep row 1: `date` should look like 2026-01-11, got null; row skipped"),
        (
            {"date": "2026-13-01", "sleep_score": "abc"},
            'sleep 2026-13-01: `date` is no day of the calendar, got "2026-13-01"; row skipped',
        ),
        (
            {"date": "1066-10-14"},
            (
                'sleep 1066-10-14: `date` should be between 1971 and 2099, got "1066-10-14"; '
                "row skipped"
            ),
        ),
    ],
)
def test_a_row_without_its_key_is_skipped(row: object, said: str) -> None:
    """A row whose essential field is broken is skipped with one problem; the others stay."""
    parsed = parse_rows(Sleep, [row, NIGHT])
    assert [night.date for night in parsed.rows] == [dt.date(2026, 1, 11)]
    assert [str(p) for p in parsed.problems] == [said]
    assert not parsed.problems[0].kept
    assert parsed.skipped == 1


def test_absent_and_null_are_no_problem() -> None:
    """Everything but the key may be absent or null."""
    null = dict.fromkeys(Sleep.model_fields) | {"date": "2026-01-11"}
    parsed = parse_rows(Sleep, [null, {"date": "2026-01-11"}])
    assert parsed.problems == []
    assert parsed.rows[0].model_dump() == parsed.rows[1].model_dump()


@pytest.mark.parametrize(
    ("field", "sent", "read"),
    [
        ("light_sleep", 7.5, 8),
        ("light_sleep", 8.4, 8),
        ("light_sleep", "14310.0", 14_310),
        ("sleep_charge", 3.0, 3),
        ("device_id", 12345678, "12345678"),
        ("device_id", 5.0, "5"),
        ("sleep_start_time", "2026-01-10T23:12:41", dt.datetime(2026, 1, 10, 23, 12, 41)),
    ],
)
def test_other_types_are_read(field: str, sent: object, read: object) -> None:
    """Decimals, numbers as ids and times without an offset are no problem."""
    parsed = parse_rows(Sleep, [NIGHT | {field: sent}])
    assert (getattr(parsed.rows[0], field), parsed.problems) == (read, [])


def test_a_numeric_id_of_an_exercise_is_text() -> None:
    """Polar's ids are kept as text, whatever they were sent as."""
    parsed = parse_rows(Exercise, [RUN | {"id": 2_147_483_648}])
    assert ([row.id for row in parsed.rows], parsed.problems) == (["2147483648"], [])


def test_what_came_broken_was_not_sent() -> None:
    """A field that can not be read says nothing; null does, and so in nested objects."""
    broken = {"average": "fast", "maximum": None}
    row = parse_rows(Exercise, [RUN | {"heart_rate": broken, "samples": 5, "calories": 7}]).rows[0]
    assert row.model_fields_set == {"id", "start_time", "heart_rate", "calories"}
    assert row.heart_rate is not None
    assert row.heart_rate.model_fields_set == {"maximum"}


def test_broken_map_entries_are_left_out() -> None:
    """Of a clock map the good entries stay, and the broken ones are counted."""
    sent = {"23:12": 54, "25:00": 55, "23:12:00": 7, "00:03": 301, "00:08": "x", "00:13": 0}
    parsed = parse_rows(Sleep, [NIGHT | {"heart_rate_samples": sent}])
    assert parsed.rows[0].heart_rate_samples == {dt.time(23, 12): 54, dt.time(0, 13): 0}
    assert str(parsed.problems[0]) == (
        "sleep 2026-01-11: `heart_rate_samples` 4 of 6 entries can not be read, "
        'first "25:00": 55; left out'
    )


def test_map_entries_without_signal_are_no_fault() -> None:
    """Null and -1 are no signal; 24:00 is midnight."""
    sent = {"23:12": None, "24:00": 55, "00:03": -1, "00:08": ""}
    parsed = parse_rows(Sleep, [NIGHT | {"heart_rate_samples": sent}])
    assert parsed.problems == []
    assert [*(parsed.rows[0].heart_rate_samples or {}).values()] == [-1, 55, -1, -1]


def test_problems_below_a_field_are_named_with_their_path() -> None:
    """Nested objects lose only what is broken in them, and the path says where."""
    row = RUN | {
        "heart_rate": {"average": "fast", "maximum": 170},
        "heart_rate_zones": [{"index": 0, "in_zone": "4 min"}, {"index": None}, None, {"index": 3}],
        "samples": [{"sample_type": "1", "data": "1,x,null"}, {"sample_type": 0, "data": 5}],
    }
    parsed = parse_rows(Exercise, [row])
    assert [str(problem).removeprefix("exercise aQlC83Kd: ") for problem in parsed.problems] == [
        '`heart_rate.average` should be a whole number, got "fast"; left empty',
        "`heart_rate_zones[1].index` should be a whole number, got null; left out",
        "`heart_rate_zones[2]` should be an object, got null; left out",
        '`heart_rate_zones.in_zone` should look like PT1H29M13S, got "4 min"; left empty',
        "`samples[1].data` should be text like 88,89,null, got 5; left out",
        '`samples.data` 1 of 3 values can not be read, first "x"; left out',
    ]
    exercise = parsed.rows[0]
    assert exercise.heart_rate is not None
    assert (exercise.heart_rate.average, exercise.heart_rate.maximum) == (None, 170)
    assert [zone.index for zone in exercise.heart_rate_zones or []] == [0, 3]
    assert [stream.sample_type for stream in exercise.samples or []] == [1]


def test_a_nested_field_of_another_type_is_left_empty() -> None:
    """An object field that holds something else is None."""
    assert _problems(Exercise, RUN | {"heart_rate": 149, "heart_rate_zones": {"a": 1}}) == [
        "exercise aQlC83Kd: `heart_rate` should be an object, got 149; left empty",
        "exercise aQlC83Kd: `heart_rate_zones` should be a list, got an object; left empty",
    ]


@pytest.mark.parametrize("empty", ["", [], {}])
@pytest.mark.parametrize(
    "name", ["heart_rate", "training_load_pro", "samples", "route", "sport", "duration", "calories"]
)
def test_what_is_empty_is_nothing(name: str, empty: object) -> None:
    """A text, a list or an object of nothing is no fault, whatever should stand there."""
    parsed = parse_rows(Exercise, [RUN | {name: empty}])
    assert parsed.problems == []
    assert not getattr(parsed.rows[0], name) or name in {"heart_rate", "training_load_pro"}


def test_parts_that_can_not_be_read_are_kept() -> None:
    """Elements, entries, samples and values that are left out stand in `extra` as they came."""
    night = NIGHT | {"hypnogram": {"23:00": 3, "x": 1}}
    assert parse_rows(Sleep, [night]).rows[0].extra == {"hypnogram": {"x": 1}}
    zones = [{"index": "x"}, {"index": 1, "in_zone": "60 s"}]
    samples = [{"sample_type": 0, "recording_rate": 1, "data": "60,abc,null"}]
    run = RUN | {"heart_rate_zones": zones, "samples": samples, "route": [{"latitude": 600}]}
    (row,) = parse_rows(Exercise, [run]).rows
    assert row.extra == {
        "heart_rate_zones": [{"in_zone": "60 s"}],
        "samples": [{"data": {"1": "abc"}}],
        "route": [{"latitude": 600}],
    }


def test_unknown_keys_are_kept() -> None:
    """What Ursa does not know stays in `extra`, also from nested objects, without NULs."""
    row = RUN | {
        "brand-new": {"a-b": [1, "x\0"]},
        "heart_rate": {"average": 149, "minimum": 60},
        "heart_rate_zones": [{"index": 0}, {"index": 1, "name": "easy"}],
    }
    parsed = parse_rows(Exercise, [row])
    assert parsed.problems == []
    assert parsed.rows[0].extra == {
        "brand_new": {"a-b": [1, "x\ufffd"]},
        "heart_rate": {"minimum": 60},
        "heart_rate_zones": [{}, {"name": "easy"}],
    }


def test_unknown_keys_that_no_database_takes_are_left_out() -> None:
    """An unknown value that is too large or too deep is dropped, and that is said."""
    deep: list[Any] = []
    for _ in range(600):
        deep = [deep]
    parsed = parse_rows(Sleep, [NIGHT | {"huge": "x" * 70_000, "deep": deep, "ok": 1}])
    assert parsed.rows[0].extra == {"ok": 1}
    assert [str(p) for p in parsed.problems] == [
        f"sleep 2026-01-11: `{name}` is unknown to Ursa and too large to keep; left out"
        for name in ("deep", "huge")
    ]


@pytest.mark.parametrize(
    ("model", "live", "documented"),
    [
        (
            Exercise,
            RUN
            | {
                "running_index": 51,
                "heart_rate_zones": [{"index": 1, "lower_limit": 110, "in_zone": "PT4S"}],
                "samples": [{"recording_rate": 5, "sample_type": 1, "data": "0,100,null"}],
                "training_load_pro": {"cardio_load": 1.5, "user_rpe": "RPE_EASY"},
            },
            RUN
            | {
                "running-index": 51,
                "heart_rate_zones": [{"index": 1, "lower-limit": 110, "in-zone": "PT4S"}],
                "samples": [{"recording-rate": 5, "sample-type": "1", "data": "0,100,null"}],
                "training_load_pro": {"cardio-load": 1.5, "user-rpe": "RPE_EASY"},
            },
        ),
        (
            CardioLoad,
            {"date": "2026-01-11", "cardio_load_level": {"very_high": 140.6}},
            {"date": "2026-01-11", "cardio-load-level": {"very-high": 140.6}},
        ),
        (
            HeartRateDay,
            {
                "date": "2026-01-11",
                "heart_rate_samples": [{"heart_rate": 60, "sample_time": "00:00:01"}],
            },
            {
                "date": "2026-01-11",
                "heart-rate-samples": [{"heart-rate": 60, "sample-time": "00:00:01"}],
            },
        ),
    ],
)
def test_both_spellings_are_equal(model: type[Wire], live: object, documented: object) -> None:
    """Hyphens and underscores give the same model, all the way down."""
    parsed = parse_rows(model, [live, documented])
    assert parsed.problems == []
    assert parsed.rows[0] == parsed.rows[1]


def test_where_both_spellings_are_there_the_live_one_counts() -> None:
    """The underscore wins over the hyphen."""
    parsed = parse_rows(CardioLoad, [{"date": "2026-01-11", "cardio-load": 1, "cardio_load": 2}])
    assert parsed.rows[0].cardio_load == 2


def test_physical_info_needs_a_time() -> None:
    """Without `modified` and `created` the row can not be told from the next one."""
    assert _problems(PhysicalInfo, {"weight": 70}) == [
        "physical info row 1: `row` needs `modified` or `created`, got an object; row skipped"
    ]
    row = parse_rows(PhysicalInfo, [{"created": "2026-01-02T12:00:00Z"}]).rows[0]
    assert row.as_of == dt.datetime(2026, 1, 2, 12, tzinfo=dt.UTC)


def test_problems_are_kept_up_to_a_hundred_and_then_counted() -> None:
    """A list of nothing but rubbish is told in a hundred problems and a count."""
    parsed = parse_rows(Sleep, [None] * 12_000)
    assert (len(parsed.problems), parsed.problem_count, parsed.skipped) == (100, 10_001, 12_000)


def test_without_parse_rows_the_models_are_strict() -> None:
    """A model that is validated alone raises instead of leaving fields empty."""
    with pytest.raises(ValueError, match="sleep_score"):
        Sleep.model_validate(NIGHT | {"sleep_score": "abc"})


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["2026-01-11", "2026-01-11T07:30:04+02:00", "PT1H", "00:04:39", "1,null"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *sorted({name for model in MODELS for name in model.model_fields}),
                    "timestamp",
                    "zone",
                    "heart_rate",
                    "sample_time",
                    "average",
                    "very-new",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_random_json_never_raises(model: type[Wire], data: st.DataObject) -> None:
    """Whatever JSON comes, rows are read or skipped, and what is left can be stored as JSON."""
    fields = st.fixed_dictionaries({}, optional=dict.fromkeys(model.model_fields, JSON))
    key = {"date": "2026-01-11", "id": "a", "start_time": "2026-01-11T00:00"}
    key |= {"period_start_time": "2026-01-11T00:00", "sleep_date": "2026-01-11"}
    rows = data.draw(st.lists(JSON | fields | fields.map(lambda row: row | key), max_size=3))
    parsed = parse_rows(model, rows)
    assert len(parsed.rows) + parsed.skipped == len(rows)
    assert all("\0" not in str(problem) for problem in parsed.problems)
    for row in parsed.rows:
        assert b"\\u0000" not in orjson.dumps(list(row.extra.values()))


def test_a_month_of_dense_heart_rate_is_read_quickly() -> None:
    """28 days of 4,000 samples cost less than two seconds, even with a broken one in each."""
    times = [str(dt.timedelta(seconds=20 * i)).zfill(8) for i in range(4_000)]
    day = [{"heart_rate": 60, "sample_time": text} for text in times]
    samples = [*day, None]
    rows = [{"date": f"2026-01-{n:02}", "heart_rate_samples": samples} for n in range(1, 29)]
    started = time.process_time()
    parsed = parse_rows(HeartRateDay, rows)
    assert time.process_time() - started < 2
    assert parsed.problem_count == 28
    assert sum(len(row.heart_rate_samples or []) for row in parsed.rows) == 112_000
