"""Nights, naps, halves, and what stands in their columns."""

import datetime as dt
from itertools import permutations
from typing import Any

import pytest

from app.normalise.sleep import nights
from app.normalise.values import Harvest
from app.records.sleep import Nap, Night
from app.upstream.parse import parse_rows
from app.upstream.wire.sleep import Sleep

DAY = dt.date(2026, 11, 24)


def _row(start: str, end: str, *, device: str = "A", share: float = 0.5, **more: Any) -> Any:  # noqa: ANN401 -- JSON
    """A sleep from `start` to `end`, day and clock, of which `share` is light sleep."""
    begin, stop = (dt.datetime.fromisoformat(f"2026-11-{text}") for text in (start, end))
    span = round((stop - begin).total_seconds())
    return {
        "date": "2026-11-24",
        "sleep_start_time": f"{begin.isoformat()}+01:00",
        "sleep_end_time": f"{stop.isoformat()}+01:00",
        "device_id": device,
        "light_sleep": round(span * share),
        "deep_sleep": 0,
        "rem_sleep": 0,
        "unrecognized_sleep_stage": 0,
        "total_interruption_duration": max(span - round(span * share), 0),
        "sleep_score": 80,
        "hypnogram": {f"{begin:%H:%M}": 3, f"{stop:%H:%M}": 0},
        "heart_rate_samples": {f"{begin:%H:%M}": 50},
    } | more


NIGHT = _row("23T23:10", "24T07:10")
NAP = _row("24T14:00", "24T15:10", share=0)
FIRST = _row("23T23:10", "24T03:00")
SECOND = _row("24T03:20", "24T07:10", device="B")
OTHER_WRIST = _row("23T23:30", "24T06:50", device="B")
TO_TEN_PAST = _row("23T23:10", "24T03:10")
FROM_FIVE_PAST = _row("24T03:05", "24T07:10", device="B")
BETWEEN = _row("24T00:10", "24T02:00", device="C")
BETWEEN_TWO = _row("24T01:20", "24T03:10", device="B")
NOTHING: dict[str, Any] = {
    "light_sleep": 0,
    "total_interruption_duration": 0,
    "sleep_score": 0,
    "hypnogram": None,
    "heart_rate_samples": {"23:10": 0},
}
EMPTY: dict[str, Any] = {"date": "2026-11-24"}
TOO_SHORT = _row("24T07:40", "24T08:10", share=0)


def _harvest(*rows: dict[str, Any]) -> Harvest:
    parsed = parse_rows(Sleep, rows)
    assert parsed.problems == []
    return nights(parsed.rows)


def _spans(sleeps: list[Night]) -> list[str]:
    times = ((one.sleep_start_local, one.sleep_end_local) for one in sleeps)
    return [f"{start:%H:%M}-{end:%H:%M}" for start, end in times if start and end]


@pytest.mark.parametrize(
    ("rows", "night", "naps"),
    [
        ([NIGHT], "23:10-07:10", []),
        ([NAP], "14:00-15:10", []),
        ([NIGHT, NAP], "23:10-07:10", ["14:00-15:10"]),
        ([NIGHT, NIGHT], "23:10-07:10", []),
        ([NIGHT, EMPTY], "23:10-07:10", []),
        ([FIRST, SECOND], "23:10-07:10", []),
        ([FIRST, SECOND, NAP], "23:10-07:10", ["14:00-15:10"]),
        ([NIGHT, OTHER_WRIST], "23:10-07:10", []),
        ([TO_TEN_PAST, FROM_FIVE_PAST], "23:10-07:10", []),
        ([TO_TEN_PAST, FROM_FIVE_PAST, NAP], "23:10-07:10", ["14:00-15:10"]),
        ([FIRST, SECOND, BETWEEN], "23:10-07:10", []),
        (
            [_row("23T23:10", "24T01:10"), BETWEEN_TWO, _row("24T03:20", "24T07:10")],
            "23:10-07:10",
            [],
        ),
        ([NIGHT, _row("23T23:10", "23T23:50", device="B", hypnogram=None)], "23:10-07:10", []),
        ([FIRST, _row("23T21:00", "24T07:10", device="B", **NOTHING)], "23:10-03:00", []),
        ([NIGHT, TOO_SHORT], "23:10-07:10", ["07:40-08:10"]),
        ([FIRST, SECOND | {"device_id": "A", "sleep_score": 0}], "23:10-03:00", ["03:20-07:10"]),
        ([_row("23T23:10", "24T07:10", share=0), NAP], "23:10-07:10", ["14:00-15:10"]),
        (
            [_row("24T00:00", "24T04:00"), _row("24T14:00", "24T19:00", share=0)],
            "00:00-04:00",
            ["14:00-19:00"],
        ),
    ],
)
def test_sleeps_of_one_date(rows: list[dict[str, Any]], night: str, naps: list[str]) -> None:
    """Whatever their order, the staged, longer one is the night, what lies beside it are naps."""
    for order in permutations(rows):
        harvest = _harvest(*order)
        assert _spans(harvest[0]) == [night]
        assert sorted(_spans(harvest[0]) + _spans(harvest[1])) == sorted([night, *naps])
        assert all(isinstance(nap, Nap) for nap in harvest[1])


def test_two_halves_are_added() -> None:
    """Stages and interruptions are the sum, the change of devices is awake, and it all fits."""
    for rows in ([FIRST, SECOND], [SECOND, FIRST]):
        harvest = _harvest(*rows)
        night = harvest[0][0]
        assert (night.light_s, night.interruption_s, night.sleep_score) == (13_800, 15_000, 80)
        assert night.light_s + night.interruption_s == 8 * 3_600
        stages = harvest[2]
        assert [str(moment)[11:16] for moment in stages.local_time] == [
            "23:10",
            "03:00",
            "03:20",
            "07:10",
        ]
        assert harvest.notes == [
            "sleep 2026-11-24: 2 sleeps of one date, the night is 23:10 to 07:10"
        ]


def test_a_nap_keeps_its_own_series() -> None:
    """The samples of a nap hang on the nap, and never on the night of its date."""
    harvest = _harvest(NIGHT, NAP)
    nap = harvest[1][0]
    assert (nap.stage_minute, nap.stage) == ([0, 70], ["LIGHT", "WAKE"])
    assert (nap.heart_rate_minute, nap.heart_rate_bpm) == ([0], [50])
    assert len(harvest[2].local_time) == 2
    assert harvest.notes == [
        (
            "sleep 2026-11-24: 2 sleeps of one date, the night is 23:10 to 07:10,"
            " a nap is 14:00 to 15:10"
        )
    ]


def test_another_telling_of_the_same_hours_is_kept() -> None:
    """What a second device says of the same hours is no nap, and is not lost."""
    night = _harvest(NIGHT, OTHER_WRIST)[0][0]
    assert night.device_id == "A"
    assert [row["device_id"] for row in night.extra["other_rows"]] == ["B"]
    assert "extra" not in night.absent


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ({"light_sleep": 100}, {"light_s": 100, "deep_s": 0, "interruption_s": 0}),
        ({"light_sleep": 0}, {"light_s": None, "deep_s": None, "interruption_s": None}),
        (
            {
                "light_sleep": 0,
                "unrecognized_sleep_stage": 27_000,
                "total_interruption_duration": 1_800,
                "short_interruption_duration": 600,
                "long_interruption_duration": 1_200,
            },
            {
                "light_s": None,
                "unrecognized_s": 27_000,
                "interruption_s": 1_800,
                "short_interruption_s": 600,
                "long_interruption_s": 1_200,
            },
        ),
        ({"sleep_score": 0, "sleep_charge": -1}, {"sleep_score": None, "sleep_charge": None}),
        ({"light_sleep": -1, "deep_sleep": 5.0}, {"light_s": None, "deep_s": 5}),
        (
            {
                "sleep_start_time": "2026-11-23T23:10:00",
                "sleep_end_time": "2026-11-24T07:10:00",
            },
            {
                "sleep_start_local": dt.datetime(2026, 11, 23, 23, 10),
                "sleep_start_at": None,
                "utc_offset_minutes": None,
            },
        ),
    ],
)
def test_columns(sent: dict[str, Any], stored: dict[str, Any]) -> None:
    """What was not measured is None, what was sent without an offset keeps its wall clock."""
    zero = dict.fromkeys(
        ("light_sleep", "deep_sleep", "rem_sleep", "total_interruption_duration"), 0
    )
    night = _harvest({"date": "2026-11-24"} | zero | sent)[0][0]
    assert {name: getattr(night, name) for name in stored} == stored


def test_a_naive_night_has_an_efficiency() -> None:
    """The wall clock is enough to say how long a night was."""
    naive = {"sleep_start_time": "2026-11-23T23:10:00", "sleep_end_time": "2026-11-24T07:10:00"}
    assert _harvest(NIGHT | naive)[0][0].efficiency_percent == 50


def test_more_stages_than_night_are_told() -> None:
    """A night is kept as it was sent, and one line says that it does not add up."""
    harvest = _harvest(NIGHT | {"light_sleep": 40_000, "total_interruption_duration": -1})
    assert harvest[0][0].light_s == 40_000
    (note,) = harvest.notes
    assert note.startswith("sleep 2026-11-24: stages and interruptions of ")
    assert note.endswith(" minutes in 480")
    assert _harvest(NIGHT).notes == []


def test_a_night_that_ends_before_it_starts_is_told() -> None:
    """It is kept as it was sent, and one line says so."""
    harvest = _harvest(_row("24T07:10", "23T23:10", share=0))
    assert _spans(harvest[0]) == ["07:10-23:10"]
    assert harvest.notes == [
        (
            "sleep 2026-11-24: ends at 2026-11-23 23:10:00+01:00 before it starts at"
            " 2026-11-24 07:10:00+01:00"
        )
    ]


@pytest.mark.parametrize(
    ("sent", "told"),
    [({}, 0), ({"hypnogram": None}, 1), ({"hypnogram": {}}, 1), ({"hypnogram": 5}, 0)],
)
def test_an_empty_hypnogram_is_told(sent: dict[str, Any], told: int) -> None:
    """A hypnogram that was withdrawn takes the stored one with it; one that lacks does not."""
    parsed = parse_rows(Sleep, [{"date": "2026-11-24"} | sent])
    assert len(nights(parsed.rows)[2].told) == told


def test_a_fall_back_night_keeps_both_hours() -> None:
    """What comes after the clock was set back is folded."""
    keys = {"23:10": 50, "02:10": 51, "02:50": 52, "02:05": 53, "02:45": 54, "03:10": 55}
    beats = _harvest(NIGHT | {"heart_rate_samples": keys})[3]
    folded = [str(t)[11:16] for t, fold in zip(beats.local_time, beats.fold, strict=True) if fold]
    assert (len(beats.local_time), folded) == (6, ["02:05", "02:45"])


def test_halves_that_overlap_tell_of_no_minute_twice() -> None:
    """Stages fit into the night, and of the shared minutes one half's samples count."""
    shared = {"hypnogram": {"23:10": 3, "03:04": 1, "03:07": 4, "03:10": 0}}
    for rows in permutations([TO_TEN_PAST | shared, FROM_FIVE_PAST]):
        harvest = _harvest(*rows)
        night = harvest[0][0]
        assert night.light_s + night.interruption_s == 8 * 3_600
        assert [str(moment)[11:16] for moment in harvest[2].local_time] == [
            "23:10",
            "03:04",
            "03:05",
            "07:10",
        ]
        assert len(harvest.notes) == 1
        assert len(harvest.others) == 2


def test_halves_awake_overlap_too() -> None:
    """Interruptions fit into the night as stages do."""
    awake = {"light_sleep": 0, "short_interruption_duration": 600}
    halves = [
        row
        | awake
        | {"total_interruption_duration": span, "long_interruption_duration": span - 600}
        for row, span in ((TO_TEN_PAST, 14_400), (FROM_FIVE_PAST, 14_700))
    ]
    for rows in permutations(halves):
        sums = _stages(_harvest(*rows)[0][0])
        assert sums == (28_800, 1_200, 27_600)


def _stages(night: Night) -> tuple[int | None, ...]:
    return night.interruption_s, night.short_interruption_s, night.long_interruption_s


def test_a_third_device_is_kept_with_the_night() -> None:
    """What tells of hours of one half is another telling, and takes no part in the sums."""
    for rows in permutations([FIRST, SECOND, BETWEEN]):
        night = _harvest(*rows)[0][0]
        assert night.light_s + night.interruption_s == 8 * 3_600
        assert [row["device_id"] for row in night.extra["other_rows"]] == ["C"]


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ({"total_interruption_duration": 0}, {"interruption_s": 0}),
        ({"sleep_goal": "PT8H"}, {"sleep_goal_s": 28_800}),
        (
            {"sleep_start_time": "2026-11-23T23:10:00+01:00", "sleep_end_time": "2026-11-24T07:00"},
            {"utc_offset_minutes": 60, "sleep_end_at": None},
        ),
        ({"date": "2026-11-24T00:00:00+01:00"}, {"date": DAY}),
    ],
)
def test_what_stands_alone_counts(sent: dict[str, Any], stored: dict[str, Any]) -> None:
    """No value waits for another one."""
    night = _harvest(EMPTY | sent)[0][0]
    assert {name: getattr(night, name) for name in stored} == stored
