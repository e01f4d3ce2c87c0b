import asyncio
from collections.abc import Mapping, Sequence

import pytest

from app.gathering import AT_ONCE, Gathering


class Answerer:
    """Squares numbers, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.broken = False

    async def __call__(self, numbers: Sequence[int]) -> Mapping[int, int]:
        """Squares of even numbers; there are none of odd ones."""
        self.asked.append(list(numbers))
        await asyncio.sleep(0)
        if self.broken:
            raise ValueError("no")
        return {number: number**2 for number in numbers if number % 2 == 0}


async def test_who_asks_together_is_answered_together() -> None:
    """One question is under way, whoever asks; what nobody knows is None."""
    answerer = Answerer()
    gathering = Gathering(answerer)
    assert await asyncio.gather(*(gathering.ask(n) for n in (2, 3, 2, 4))) == [4, None, 4, 16]
    assert answerer.asked == [[2, 3, 4]]
    assert await gathering.ask(6) == 36
    assert answerer.asked == [[2, 3, 4], [6]]


async def test_questions_are_bounded() -> None:
    """More than fit into one question go into the next."""
    answerer = Answerer()
    gathering = Gathering(answerer)
    found = await asyncio.gather(*(gathering.ask(n) for n in range(2 * AT_ONCE + 1)))
    assert len(found) == 2 * AT_ONCE + 1
    assert [len(numbers) for numbers in answerer.asked] == [AT_ONCE, AT_ONCE, 1]


async def test_a_fault_is_told_to_all_who_wait() -> None:
    """And the next ones are asked for anew."""
    answerer = Answerer()
    gathering = Gathering(answerer)
    answerer.broken = True
    found = await asyncio.gather(*(gathering.ask(n) for n in (2, 4)), return_exceptions=True)
    assert [type(each) for each in found] == [ValueError, ValueError]
    answerer.broken = False
    assert await gathering.ask(2) == 4


async def test_who_gives_up_disturbs_nobody() -> None:
    """The others are answered."""
    gathering = Gathering(Answerer())
    impatient = asyncio.create_task(gathering.ask(2))
    patient = asyncio.create_task(gathering.ask(2))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient == 4
    with pytest.raises(asyncio.CancelledError):
        await impatient
