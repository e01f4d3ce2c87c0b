"""Records are published with what they say of themselves."""

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Annotated, Any

import pytest

from schema import ids
from schema.publish import OTHER, camel, described, enum_of, plain, publish, words


@pytest.mark.parametrize(
    ("attribute", "name"),
    [
        ("date", "date"),
        ("light_s", "lightSeconds"),
        ("distance_m", "distanceMetres"),
        ("temperature_c", "temperatureCelsius"),
        ("temperature_c_min", "temperatureCelsiusMin"),
        ("hrv_rmssd_ms", "hrvRmssdMs"),
        ("start_at", "startAt"),
        ("s", "s"),
    ],
)
def test_names(attribute: str, name: str) -> None:
    """Names are camel case, with seconds, metres and degrees spelled out."""
    assert camel(attribute) == name


def test_descriptions_are_for_front_ends() -> None:
    """SQL's NULL is GraphQL's null, and a description is one line with a capital."""
    assert plain("mean of\n   90 days; NULL below 7.") == "Mean of 90 days; null below 7."


@dataclass(frozen=True)
class Silent:
    """A record that says nothing."""

    date: dt.date


def test_a_field_without_description_is_refused() -> None:
    """What is not described can not be published, and neither can what is no record."""
    with pytest.raises(TypeError, match=r"Silent\.date has no description"):
        publish(Silent, name="Silent")
    with pytest.raises(TypeError, match="int is no record"):
        described(int)


class Side(enum.StrEnum):
    """An enum of ours."""

    LEFT = "left"
    RIGHT = "right"


def test_every_member_is_described() -> None:
    """A member without a description stops the start."""
    with pytest.raises(TypeError, match="each member is described once"):
        enum_of(Side, "Sides.", LEFT="Left.")


def test_words_are_open() -> None:
    """Every enum of Polar's words has a place for new ones."""
    assert list(words("Word", "Words.", LOW="Low.").__members__) == ["LOW", OTHER]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody."""

    user_id: Annotated[str, "Whose."]
    extra: Annotated[dict[str, Any] | None, "Left out."]
    size: Annotated[int, "Size."]


def test_what_is_left_out() -> None:
    """Whose a row is and what Polar sends beside it are not published by themselves."""
    made = publish(Person, name="Somebody")
    assert [field.name for field in made.__strawberry_definition__.fields] == ["size"]


@pytest.mark.parametrize("parts", [(), ("Person", "ä:b"), ("x", 1, None), ("Test", 2**62)])
def test_opaque_words_come_back(parts: tuple[Any, ...]) -> None:
    """A word holds its parts, and nothing that looks nearly like it does."""
    word = ids.opaque(*parts)
    assert ids.parts_of(word, *[lambda part: part] * len(parts)) == parts
    assert ids.parts_of(word + "A", *[lambda part: part] * len(parts)) is None
    assert ids.parts_of(word, *[lambda part: part] * (len(parts) + 1)) is None
