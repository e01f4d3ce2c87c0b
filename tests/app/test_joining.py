import asyncio

import pytest

from app.joining import UnderWay


async def test_who_gives_up_does_not_end_the_work() -> None:
    """The work goes on for the others, and one who comes later begins anew."""
    under_way: UnderWay[str, int] = UnderWay()
    let_go, begun = asyncio.Event(), 0

    async def work() -> int:
        nonlocal begun
        begun += 1
        await let_go.wait()
        return begun

    first, second = (asyncio.create_task(under_way.join("same", work)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    let_go.set()
    assert await second == 1
    with pytest.raises(asyncio.CancelledError):
        await first
    assert await under_way.join("same", work) == 2


async def test_a_fault_is_everybodys_and_not_remembered() -> None:
    """All who wait are told of the fault; the next one tries again."""
    under_way: UnderWay[str, int] = UnderWay()

    async def broken() -> int:
        raise ValueError("no")

    async def whole() -> int:
        return 1

    told = await asyncio.gather(
        *(under_way.join("same", broken) for _ in range(3)), return_exceptions=True
    )
    assert [type(each) for each in told] == [ValueError] * 3
    assert await under_way.join("same", whole) == 1


async def test_the_end_cancels_what_is_left() -> None:
    """Nothing goes on after the resources are closed."""
    under_way: UnderWay[str, None] = UnderWay()
    waiting = asyncio.create_task(under_way.join("same", asyncio.Event().wait))  # type: ignore[arg-type]
    await asyncio.sleep(0)
    await under_way.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting
