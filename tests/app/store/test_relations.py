import re
from dataclasses import fields
from typing import Any

import pytest

from app.store.queries import SQL
from app.store.relations import RECORDS, SAMPLES
from app.takeout.writing import RELATIONS

READ = [path.read_text() for path in (SQL / "queries" / "read").glob("*.sql")]
UNASKED = {
    "extra",  # What Ursa has no name for is told in SQL alone.
    "absent",  # What an answer lacked is no field of Polar's.
}
KEYS = {("body_temperature_period", "modified_at")}  # Polar's bookkeeping.
EXPORTED = {"met_sample", "ppi_sample", "pulse_interval_sample"}
"""What archives alone bring and no page shows: it is read as rows, by an export."""


def questions(relation: str) -> list[str]:
    """Read queries that ask a relation."""
    return [text for text in READ if re.search(rf"\b(FROM|JOIN) {relation}\b", text)]


@pytest.mark.parametrize("relation", (RECORDS | SAMPLES).values())
def test_every_relation_of_a_feed_is_asked(relation: str) -> None:
    """What is stored, some question names; what no question names, an export reads as rows."""
    assert (relation in EXPORTED) is not bool(questions(relation))
    assert relation in RELATIONS


@pytest.mark.parametrize(("record", "relation"), RECORDS.items(), ids=str)
def test_nothing_that_polar_sent_is_hidden(record: type[Any], relation: str) -> None:
    """Every field of a record is in the answer to a question."""
    asked = {field.name for field in fields(record)} - UNASKED
    about = " ".join(questions(relation))
    hidden = {(relation, name) for name in asked if not re.search(rf"\b{name}\b", about)}
    assert hidden <= KEYS
