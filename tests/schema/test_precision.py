"""Numbers are told as exactly as they were measured."""

import math

import numpy as np
import pytest
from graphql import GraphQLObjectType, get_named_type

from schema.build import build_schema
from schema.precision import DECIMALS, EXACTLY, Rounded, decimals_of, rounded
from schema.publish import leaves
from tests.schema.conftest import Ask

WHOLE_OR_EXACT = {
    "AnomalyCheck.value",
    "PatternFinding.effect",
    "PatternFinding.pValue",
    "PatternFinding.qValue",
    "PatternPart.pValue",
    "Pattern.pValue",
}
"""Fields that are told as they are, each with its reason in `EXACTLY`; a p-value may be small."""

SINCE_THE_START = "offsetsSeconds"


def test_every_number_is_decided() -> None:
    """A Float of the schema is rounded, or is one of those that are told as they are."""
    as_they_are = {
        f"{named.name}.{name}"
        for named in build_schema()._schema.type_map.values()
        if isinstance(named, GraphQLObjectType)
        for name, field in named.fields.items()
        if get_named_type(field.type).name == "Float"
        and name != SINCE_THE_START
        and not isinstance(leaves(named)[name], Rounded)
    }
    assert as_they_are == WHOLE_OR_EXACT


@pytest.mark.parametrize(
    ("attribute", "decimals"),
    [
        ("temperature_c_mean", 2),
        ("breathing_rate_avg", 1),
        ("cardio_load_ratio", 2),
        ("latitude", 6),
        ("hr_mean", 1),
        ("std_dev", 2),
        ("score", 1),
        ("distance_km", 3),
        ("shrinkage", 4),
        ("pace", 2),
        ("requests_a_day", 1),
        ("offset", None),
    ],
)
def test_the_first_word_counts(attribute: str, decimals: int | None) -> None:
    """A field is as exact as its unit, whatever else its name says."""
    assert decimals_of("Anything", attribute) == decimals


def test_exceptions_are_exceptions() -> None:
    """Each field that goes by no word would be rounded otherwise."""
    words = {word for name in EXACTLY for word in name.partition(".")[2].split("_")}
    assert words - {"p", "q", "effect"} <= set(DECIMALS)


def test_columns_and_gaps() -> None:
    """Lists, numpy's columns, whole numbers and gaps are rounded as what they are."""
    assert rounded(None, 1) is None
    assert rounded([1.26, None, 3], 1) == [1.3, None, 3]
    assert list(rounded(np.array([36.5199966], np.float32), 2)) == [np.float32(36.52)]
    whole = np.array([7], np.int16)
    assert rounded(whole, 1) is whole
    assert math.isnan(rounded(math.nan, 1))
    read = Rounded(lambda row: row, 1)
    assert read.column([1.26, None]) == [read(1.26), read(None)] == [1.3, None]
    assert read.column([[1.26], 2]) == [[1.3], 2]


@pytest.mark.usefixtures("aggregates")
async def test_numbers_are_short(ask: Ask, person: str) -> None:
    """No answer has digits that nobody measured."""
    body = await ask(
        "query($id: ID!) { person(id: $id) { sleep(days: 30) { totalHours efficiencyPercent } "
        "skinTemperature(days: 30) { temperatureCelsius } "
        "series(metrics: [HR_MEAN, SLEEP_HOURS], days: 30, resolution: WEEK) { values stdDev } "
        "exercises(first: 3) { nodes { route { latitude } samples { speedKmh } } } "
        "baselines { median lowerBound } } }",
        id=person,
    )
    assert "errors" not in body
    assert max(decimals_in(body["data"])) <= 6
    assert max(decimals_in(body["data"]["person"]["sleep"])) <= 2
    assert max(decimals_in(body["data"]["person"]["series"])) <= 2


def decimals_in(found: object) -> list[int]:
    """How many decimals each number of an answer has."""
    if isinstance(found, dict):
        return [count for one in found.values() for count in decimals_in(one)]
    if isinstance(found, list):
        return [count for one in found for count in decimals_in(one)]
    return [len(repr(found).partition(".")[2])] if isinstance(found, float) else []
