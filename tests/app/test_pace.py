"""Moments at an even distance."""

import pytest

from app.pace import Pace
from tests.app.auth.doubles import Hands


@pytest.fixture
def hands() -> Hands:
    """The clock."""
    return Hands()


def test_a_few_come_at_once_and_the_rest_one_after_the_other(hands: Hands) -> None:
    """Ten a second, of which five may come together: the sixth waits for its tenth of a second."""
    pace = Pace(hands.timer, a_second=10, at_once=5)
    delays = [pace.delay() for _ in range(9)]
    assert delays == pytest.approx([0, 0, 0, 0, 0, 0, 0.1, 0.2, 0.3])


def test_who_waited_has_taken_the_moment(hands: Hands) -> None:
    """After the flood it takes a rest until as many may come at once again."""
    pace = Pace(hands.timer, a_second=10, at_once=5)
    for _ in range(16):
        pace.delay()
    hands.seconds += 1
    assert pace.delay() == pytest.approx(0.1)
    hands.seconds += 10
    assert [pace.delay() for _ in range(7)] == pytest.approx([0] * 6 + [0.1])
