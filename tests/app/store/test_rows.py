"""Records are made of rows as their own `__init__` would make them."""

import datetime as dt
from dataclasses import dataclass, field, fields
from typing import Any

import pytest

from app.reads.biosensing import EcgRecording
from app.reads.sleep import NightSummary, NightWithRecharge
from app.records.findings import Baseline, Pattern, PatternType, Significance
from app.store.rows import maker

DAY = dt.date(2026, 1, 11)
NOW = dt.datetime(2026, 1, 11, tzinfo=dt.UTC)


@dataclass
class Open:
    """A record without slots."""

    first: int
    second: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Checked:
    """A record that looks at itself."""

    first: int

    def __post_init__(self) -> None:
        """Refuse what is no number."""
        assert self.first > 0


CASES: list[tuple[type[Any], dict[str, object]]] = [
    (NightWithRecharge, {"date": DAY, "sleep_score": 80, "hrv_rmssd_ms": 45}),
    (NightSummary, dict.fromkeys((f.name for f in fields(NightSummary)), 3)),
    (EcgRecording, {"test_at": NOW, "test_local": NOW, "utc_offset_minutes": 0}),
    (Baseline, {"metric": "steps", "as_of": DAY}),
    (
        Pattern,
        {
            "pattern_type": PatternType.TREND,
            "pattern_name": "x",
            "significance": Significance.LOW,
            "metrics_involved": (),
            "as_of": DAY,
        },
    ),
    (Open, {"first": 1}),
    (Checked, {"first": 1}),
]


@pytest.mark.parametrize(("record", "values"), CASES, ids=lambda one: getattr(one, "__name__", ""))
def test_a_record_is_what_init_makes(record: type[Any], values: dict[str, object]) -> None:
    """Fields with a column have its value, the others their default."""
    assert maker(record, list(values))(list(values.values())) == record(**values)


def test_defaults_are_not_shared() -> None:
    """Each record has a list of its own."""
    make = maker(
        Pattern, ["pattern_type", "pattern_name", "significance", "metrics_involved", "as_of"]
    )
    one, other = (make([PatternType.TREND, "x", Significance.LOW, (), DAY]) for _ in range(2))
    assert one.details is not other.details


@pytest.mark.parametrize("names", [["date", "no_such_field"], ["sleep_score"]])
def test_columns_that_do_not_fit(names: list[str]) -> None:
    """A column without a field, and a field without column and default, are bugs."""
    with pytest.raises(TypeError):
        maker(NightWithRecharge, names)


def test_a_row_of_another_width() -> None:
    """A row has as many values as there are columns."""
    with pytest.raises(ValueError, match="values to unpack"):
        maker(NightWithRecharge, ["date"])([DAY, 3])
