import doctest

import pytest

from app.store import questions
from app.store.questions import told_whole


def test_the_worked_example() -> None:
    """The docstring's example is true."""
    assert doctest.testmod(questions).failed == 0


def test_the_rest_of_a_question_stays() -> None:
    """Who is asked about stands first, and what is worked out comes after the record's columns."""
    text = "SELECT\n    nap.user_id,\n    nap.stage,\n    1 AS more\nFROM nap\n"
    assert told_whole(text, "nap", ["date", "stage"]) == (
        "SELECT\n    nap.user_id,\n    nap.date,\n    nap.stage,\n    1 AS more\nFROM nap\n"
    )


def test_a_question_about_something_else() -> None:
    """A question that tells nothing of the relation is not made up."""
    with pytest.raises(LookupError, match="nap"):
        told_whole("SELECT 1;", "nap", ["date"])
