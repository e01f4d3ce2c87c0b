"""Answers remembered for seconds: bounded, fresh, and asked for once at a time."""

import asyncio

import pytest

from app.auth.cache import Cache
from tests.app.auth.doubles import Hands


class Source:
    """Answers a number with its double, and negative ones with nothing."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.open = asyncio.Event()
        self.open.set()
        self.failing = False

    async def look_up(self, question: int) -> int | None:
        """The double."""
        self.asked.append(question)
        await self.open.wait()
        if self.failing:
            raise OSError("gone")
        return None if question < 0 else 2 * question


def _cache(source: Source, hands: Hands) -> Cache[int, int]:
    return Cache(source.look_up, hands.timer, size=3, size_absent=2)


async def test_the_least_recently_used_answer_goes_first(hands: Hands) -> None:
    """With room for three, the fourth pushes out the one that nobody asked for longest."""
    source = Source()
    cache = _cache(source, hands)
    for question in (1, 2, 3, 1, 4):
        assert await cache.get(question) == 2 * question
    assert source.asked == [1, 2, 3, 4]
    for question in (1, 3, 4, 2):
        assert await cache.get(question) == 2 * question
    assert source.asked == [1, 2, 3, 4, 2]


async def test_wrong_questions_do_not_push_out_good_answers(hands: Hands) -> None:
    """Any number of wrong questions take two places of their own."""
    source = Source()
    cache = _cache(source, hands)
    await cache.get(1)
    for question in range(-100, 0):
        assert await cache.get(question) is None
    await cache.get(1)
    await cache.get(-1)
    assert source.asked == [1, *range(-100, 0)]
    assert len(cache._absent) == 2


async def test_questions_at_once_are_asked_once(hands: Hands) -> None:
    """Who gives up waiting takes the answer from nobody else."""
    source = Source()
    source.open.clear()
    cache = _cache(source, hands)
    waiting = [asyncio.create_task(cache.get(1)) for _ in range(10)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    await asyncio.wait([waiting[0]])
    source.open.set()
    assert await asyncio.gather(*waiting[1:]) == [2] * 9
    assert source.asked == [1]
    assert cache._under_way._tasks == {}


async def test_a_failure_is_everybody_s_and_not_kept(hands: Hands) -> None:
    """All who wait get the error, and the next one asks again."""
    source = Source()
    source.failing = True
    cache = _cache(source, hands)
    answers = await asyncio.gather(cache.get(1), cache.get(1), return_exceptions=True)
    assert [type(answer) for answer in answers] == [OSError, OSError]
    assert source.asked == [1]
    source.failing = False
    assert await cache.get(1) == 2
    assert source.asked == [1, 1]


async def test_an_answer_is_as_old_as_its_question(hands: Hands) -> None:
    """Five seconds count from the moment of asking, however long the answer took."""
    source = Source()
    source.open.clear()
    cache = _cache(source, hands)
    waiting = asyncio.create_task(cache.get(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    hands.seconds += 5
    source.open.set()
    assert await waiting == 2
    await cache.get(1)
    assert source.asked == [1, 1]


@pytest.mark.parametrize("question", [1, -1])
async def test_a_timer_set_back_does_not_lengthen_an_answer(hands: Hands, question: int) -> None:
    """When the timer goes back, answers from its future are asked for again."""
    source = Source()
    cache = _cache(source, hands)
    await cache.get(question)
    hands.seconds -= 3600
    await cache.get(question)
    assert source.asked == [question, question]


async def test_a_forgotten_answer_under_way_is_not_kept(hands: Hands) -> None:
    """Who waits gets the old answer; who comes after `forget` asks anew, and that one stays."""
    old: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    begun = asyncio.Event()
    answers = iter([old])

    async def look_up(_: int) -> str:
        waits = next(answers, None)
        begun.set()
        return "new" if waits is None else await waits

    cache: Cache[int, str] = Cache(look_up, hands.timer)
    before = asyncio.create_task(cache.get(1))
    await begun.wait()
    cache.forget(lambda _: False)
    assert await cache.get(1) == "new"
    old.set_result("old")
    assert await before == "old"
    assert await cache.get(1) == "new"


async def test_forgetting_drops_what_is_unwanted_only(hands: Hands) -> None:
    """Other answers stay."""
    source = Source()
    cache = _cache(source, hands)
    for question in (1, 2, 1, 2):
        await cache.get(question)
    cache.forget(lambda answer: answer == 4)
    await cache.get(1)
    await cache.get(2)
    assert source.asked == [1, 2, 2]
