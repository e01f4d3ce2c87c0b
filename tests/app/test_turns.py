"""Nobody waits behind the many questions of somebody else."""

import asyncio

import pytest

from app.errors import TooManyRequests
from app.turns import Places, Turns, aside


class Work:
    """Questions under way, which go on when they may."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self.working: list[str] = []
        self.go_on = asyncio.Event()

    async def ask(self, family: str) -> None:
        """One question."""
        async with self._turns.take(family):
            self.working.append(family)
            await self.go_on.wait()

    async def ask_and_wait(self, family: str, others: asyncio.Event) -> None:
        """One question that waits for others' work in the middle."""
        async with self._turns.take(family):
            async with aside():
                await others.wait()
            self.working.append(family)


async def settle() -> None:
    """Let every task come as far as it comes."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_family_works_on_few_questions_and_others_go_on() -> None:
    """A hundred questions of one family leave the next family's first one alone."""
    work = Work(Turns(working=2))
    async with asyncio.TaskGroup() as tasks:
        for _ in range(100):
            tasks.create_task(work.ask("greedy"))
        await settle()
        tasks.create_task(work.ask("modest"))
        await settle()
        assert work.working == ["greedy", "greedy", "modest"]
        work.go_on.set()
    assert work.working.count("greedy") == 100


async def test_a_line_has_an_end() -> None:
    """One more than may wait is told so at once, and others are not."""
    turns = Turns(working=1, most=2)
    work = Work(turns)
    async with asyncio.TaskGroup() as tasks:
        for _ in range(2):
            tasks.create_task(work.ask("greedy"))
        await settle()
        with pytest.raises(TooManyRequests) as refused:
            await work.ask("greedy")
        assert refused.value.retry_after_s == 1
        work.go_on.set()
        await work.ask("modest")
    await work.ask("greedy")
    assert turns._lines == {}


async def test_who_waits_for_others_leaves_the_place() -> None:
    """A question that waits for a sync or a model holds up none of its family's."""
    work, others = Work(Turns(working=1)), asyncio.Event()
    work.go_on.set()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(work.ask_and_wait("one", others))
        await settle()
        await work.ask("one")
        assert work.working == ["one"]
        others.set()
    assert work.working == ["one", "one"]


async def test_parts_of_one_question_may_wait_at_once() -> None:
    """The place is taken up again once, when the last part goes on."""
    turns, others = Turns(working=1), asyncio.Event()

    async def part() -> None:
        async with aside():
            await others.wait()

    async with turns.take("one"):
        both = asyncio.gather(part(), part())
        await settle()
        async with asyncio.timeout(1), turns.take("one"):
            pass
        others.set()
        await both
    async with asyncio.timeout(1), turns.take("one"):
        pass


async def test_a_part_that_is_left_behind_keeps_no_place() -> None:
    """What goes on after its question was answered takes none of the family's places."""
    turns, others = Turns(working=1), asyncio.Event()

    async def part() -> None:
        async with aside():
            await others.wait()

    async with turns.take("one"):
        left = asyncio.create_task(part())
        await settle()
    others.set()
    await left
    async with asyncio.timeout(1), turns.take("one"):
        pass


async def test_who_gives_up_in_line_leaves_it() -> None:
    """A question that was cancelled while it waited keeps no place."""
    turns = Turns(working=1, most=2)
    work = Work(turns)
    first, second = (asyncio.create_task(work.ask("one")) for _ in range(2))
    await settle()
    second.cancel()
    await asyncio.wait([second])
    work.go_on.set()
    await first
    assert turns._lines == {}


async def test_without_a_turn_there_is_none_to_lay_down() -> None:
    """Who works for the house itself waits as they like."""
    async with aside():
        pass


def test_what_lasts_has_few_places() -> None:
    """One more of the family is told so, another family is not, and who leaves makes room."""
    places = Places(1, "of them are there.")
    with (
        places.take("one"),
        places.take("other"),
        pytest.raises(TooManyRequests, match="1 of them are there"),
        places.take("one"),
    ):
        pass
    with places.take("one"):
        pass
    assert not places.taken
