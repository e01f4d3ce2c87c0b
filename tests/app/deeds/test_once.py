"""Deeds that have a name are done once."""

import asyncio
import datetime as dt
import uuid
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from app.auth.caller import Caller, owner
from app.deeds import once
from app.errors import DeedDone, DeedUnderWay, Forbidden, InvalidInput, NameTaken, TooManyRequests
from app.records.deed import Answered, NamedDeed
from app.resources import Resources
from app.state import State
from app.store import deed_answers as store
from app.store.accounts import delete_account
from app.store.pool import Pool
from app.vault import Vault
from tests.app.conftest import NOW

DONE = Answered(status=201, headers={"location": "/there"}, body=b'{"made":"it"}', done=True)


class Deed:
    """Counts how often it was done."""

    def __init__(self, answer: Answered | Exception = DONE) -> None:
        self.times = 0
        self._answer = answer

    async def __call__(self) -> Answered:
        """Do it."""
        self.times += 1
        if isinstance(self._answer, Exception):
            raise self._answer
        return self._answer


@pytest.fixture
def house(pool: Pool, resources: Resources) -> State:
    """What deeds need of the running server."""
    assert pool  # It has migrated the database.
    return {"resources": resources}  # type: ignore[typeddict-item]


@pytest.fixture
def caller() -> Caller:
    """Somebody of the test's own."""
    return owner(str(uuid.uuid4()))


def at(house: State, moment: dt.datetime) -> State:
    """The same at another time."""
    return {**house, "resources": replace(house["resources"], clock=lambda: moment)}


def named(caller: Caller, request: object = "a", user_id: str | None = None) -> NamedDeed:
    """A deed under the one name of these tests."""
    return once.named("the name", caller, user_id, request)


async def test_the_first_answer_is_told_again(house: State, caller: Caller) -> None:
    """The same request is answered with status, headers and body of the first, and says so."""
    deed = Deed()
    first = await once.once(house, named(caller), deed)
    assert first == DONE
    assert await once.once(house, named(caller), deed) == replace(DONE, again=True)
    assert deed.times == 1


async def test_of_two_at_once_one_is_done(house: State, caller: Caller) -> None:
    """While the first is under way, the second is told so."""
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> Answered:
        begun.set()
        await go_on.wait()
        return DONE

    first = asyncio.create_task(once.once(house, named(caller), slow))
    await begun.wait()
    second = Deed()
    with pytest.raises(DeedUnderWay):
        await once.once(house, named(caller), second)
    go_on.set()
    assert (await first, second.times) == (DONE, 0)


async def test_ten_at_once_begin_one(house: State, caller: Caller) -> None:
    """However they meet in the database, the deed is done once."""
    deed = Deed()
    told = await asyncio.gather(
        *(once.once(house, named(caller), deed) for _ in range(10)), return_exceptions=True
    )
    assert deed.times == 1
    assert {type(each) for each in told} <= {Answered, DeedUnderWay}


async def test_a_name_is_of_one_request(house: State, caller: Caller) -> None:
    """Another request under the same name is refused."""
    await once.once(house, named(caller), Deed())
    other = Deed()
    with pytest.raises(NameTaken):
        await once.once(house, named(caller, "b"), other)
    assert other.times == 0


async def test_a_name_is_of_one_caller(house: State, caller: Caller) -> None:
    """Somebody else's deed of the same name is theirs."""
    await once.once(house, named(caller), Deed())
    theirs = Deed()
    assert not (await once.once(house, named(owner(str(uuid.uuid4()))), theirs)).again


@pytest.mark.parametrize("answer", [Forbidden("No."), replace(DONE, done=False)])
async def test_what_was_refused_may_be_tried_again(
    house: State, caller: Caller, answer: Answered | Forbidden
) -> None:
    """The name of a deed that was not done is free."""
    refused = Deed(answer)
    for _ in range(2):
        try:
            assert await once.once(house, named(caller), refused) == answer
        except Forbidden:
            assert isinstance(answer, Forbidden)
    assert refused.times == 2


async def test_a_name_is_free_after_a_day(house: State, caller: Caller) -> None:
    """24 hours later the same name means a new deed, a moment before it does not."""
    deed = Deed()
    await once.once(house, named(caller), deed)
    before = at(house, NOW + dt.timedelta(hours=23, minutes=59))
    assert (await once.once(before, named(caller), deed)).again
    after = at(house, NOW + dt.timedelta(hours=24))
    assert not (await once.once(after, named(caller, "b"), deed)).again


async def test_who_ended_in_the_middle_holds_no_name(house: State, caller: Caller) -> None:
    """A deed whose process died may be done anew after ten minutes."""
    pool = house["resources"].pool
    assert await store.begin(pool, named(caller), NOW, 10)
    with pytest.raises(DeedUnderWay):
        await once.once(at(house, NOW + dt.timedelta(minutes=9)), named(caller), Deed())
    later = at(house, NOW + dt.timedelta(minutes=10))
    assert not (await once.once(later, named(caller), Deed())).again


async def test_a_large_answer_is_not_kept(house: State, caller: Caller) -> None:
    """What was done stays done: who asks again learns that much."""
    large = Deed(replace(DONE, body=b"x" * (once.MOST_BYTES + 1)))
    await once.once(house, named(caller), large)
    with pytest.raises(DeedDone, match="too large"):
        await once.once(house, named(caller), large)


async def test_answers_are_sealed(house: State, caller: Caller, pool: Pool) -> None:
    """The database holds no secret that an answer had, and another vault does not open it."""
    await once.once(house, named(caller), Deed())
    kept = await store.find(pool, named(caller))
    assert kept is not None
    assert kept.answer_sealed is not None
    assert b"made" not in kept.answer_sealed
    vault = Vault([Fernet.generate_key().decode()])
    moved: State = {**house, "resources": replace(house["resources"], vault=vault)}
    with pytest.raises(DeedDone, match="can not be read"):
        await once.once(moved, named(caller), Deed())


async def test_names_are_bounded(
    house: State, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A caller with as many names as may be gets no further one, and keeps those."""
    monkeypatch.setattr(once, "MOST_NAMES", 1)
    await once.once(house, named(caller), Deed())
    further = Deed()
    with pytest.raises(TooManyRequests):
        await once.once(house, once.named("another", caller, None, "a"), further)
    assert further.times == 0
    assert (await once.once(house, named(caller), further)).again


@pytest.mark.parametrize("name", ["", "é", "x" * 256, "a\tb"])
def test_names_are_plain(name: str, caller: Caller) -> None:
    """A name is printable ASCII of at most 255 characters."""
    with pytest.raises(InvalidInput):
        once.named(name, caller, None, "a")


@pytest.mark.parametrize("about", [True, False])
async def test_answers_go_with_the_person(
    house: State, caller: Caller, pool: Pool, person: str, *, about: bool
) -> None:
    """Deleting a person deletes answers about them, and those that may be about anybody."""
    deed = named(caller, user_id=person if about else None)
    await once.once(house, deed, Deed())
    assert await store.find(pool, deed)
    await delete_account(pool, person, actor="test", deregistered=False)
    assert await store.find(pool, deed) is None
