"""Keys: no key gives away more than it has, and making many gains nothing."""

import asyncio
import datetime as dt
import uuid
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from app.auth import Auth, Caller, keyring, open_auth
from app.auth.sessions import caller_of
from app.deeds import keys, sessions
from app.deeds.keys import LONGEST_LINE, MOST_KEYS, KeyOrder, NewSecret, Powers
from app.errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    TooManyRequests,
    Unauthenticated,
)
from app.records.account import ApiKey, DataClass, Scope
from app.records.session import Browser, Role
from app.resources import Resources
from app.state import State
from app.store import keys as store
from app.store.pool import Pool, open_pool
from tests.app.deeds.doubles import OWNER, Workers
from tests.app.series import new_person

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
RATE = 20


@pytest.fixture
async def auth(resources: Resources) -> AsyncIterator[Auth]:
    """A door whose minute stands still."""
    async with open_auth(
        resources.settings, resources.pool, lambda: NOON, timer=lambda: 1200.0
    ) as opened:
        yield opened


@pytest.fixture
def house(resources: Resources, auth: Auth, pool: Pool) -> State:
    """A house at noon."""
    assert pool is not None
    return State(resources=replace(resources, clock=lambda: NOON), auth=auth, dispatch=Workers())


def order(user_id: str | None, *scopes: Scope, **more: Any) -> KeyOrder:  # noqa: ANN401
    """A key for everything unless told, with few requests a minute."""
    renews_itself = more.pop("renews_itself", False)
    powers: dict[str, Any] = {
        "rate_limit_per_minute": RATE,
        "scopes": frozenset(scopes or Scope),
    } | more
    return KeyOrder(
        label="test", powers=Powers(user_id=user_id, **powers), renews_itself=renews_itself
    )


async def holder(house: State, made: NewSecret) -> Caller:
    """Whoever shows this secret."""
    return await house["auth"].authenticate({"x-api-key": made.secret})


@pytest.fixture
async def root(house: State, person: str) -> NewSecret:
    """The person's first key, by the owner."""
    return await keys.make(house, OWNER, order(person, expires_at=NOON + 9 * DAY))


async def test_what_the_owner_makes_heads_a_family(house: State, person: str) -> None:
    """The owner's keys have no maker, and more requests a minute than anybody counts."""
    made = await keys.make(house, OWNER, order(person, rate_limit_per_minute=1_000_000))
    assert (made.key.parent_id, made.key.rate_limit_per_minute) == (None, 1_000_000)


async def test_a_key_makes_keys_like_itself(house: State, root: NewSecret, person: str) -> None:
    """All that the maker has can be given away, and the child knows its maker."""
    wanted = order(person, expires_at=NOON + 9 * DAY)
    made = await keys.make(house, await holder(house, root), wanted)
    assert made.key.parent_id == root.key.key_id
    assert Powers.of(made.key) == wanted.powers


@pytest.mark.parametrize(
    "more",
    [
        {"rate_limit_per_minute": RATE + 1},
        {"expires_at": NOON + 10 * DAY},
        {"expires_at": None},
        {"user_id": None},
        {"user_id": "somebody-else"},
    ],
    ids=str,
)
async def test_a_key_gives_away_no_more_than_it_has(
    house: State, root: NewSecret, person: str, more: dict[str, Any]
) -> None:
    """Neither requests, nor life, nor other people."""
    wanted: dict[str, Any] = {"user_id": person, "expires_at": NOON + DAY} | more
    with pytest.raises(Forbidden):
        await keys.make(house, await holder(house, root), order(**wanted))


@pytest.mark.parametrize("scope", [Scope.READ, Scope.SYNC])
async def test_no_scope_comes_from_nowhere(house: State, person: str, scope: Scope) -> None:
    """An admin who may not read gives out no key that may; who is no admin gives out none."""
    admin = await holder(house, await keys.make(house, OWNER, order(person, Scope.ADMIN)))
    with pytest.raises(Forbidden, match=scope.value):
        await keys.make(house, admin, order(person, scope))
    other = await holder(house, await keys.make(house, OWNER, order(person, scope)))
    with pytest.raises(Forbidden, match="admin"):
        await keys.make(house, other, order(person, scope))


async def test_no_class_comes_from_nowhere(house: State, person: str) -> None:
    """A key of two classes makes keys of them and of no others, and none of all."""
    two = frozenset({DataClass.SLEEP, DataClass.HEART})
    maker = await holder(house, await keys.make(house, OWNER, order(person, classes=two)))
    made = await keys.make(house, maker, order(person, classes=frozenset({DataClass.HEART})))
    assert made.key.classes == ["heart"]
    for more in (None, frozenset({DataClass.HEART, DataClass.LOCATION})):
        with pytest.raises(Forbidden, match="sleep, heart"):
            await keys.make(house, maker, order(person, classes=more))


@pytest.mark.parametrize(
    ("more", "parameter"),
    [
        ({"expires_at": NOON}, "expires_at"),
        ({"expires_at": NOON.replace(tzinfo=None)}, "expires_at"),
        ({"classes": frozenset()}, "classes"),
        ({"classes": frozenset({"mood"})}, "classes"),
    ],
    ids=str,
)
async def test_impossible_keys(
    house: State, person: str, more: dict[str, Any], parameter: str
) -> None:
    """An end that is past or has no zone, and classes that are none, are refused by name."""
    with pytest.raises(InvalidInput) as refused:
        await keys.make(house, OWNER, order(person, **more))
    assert refused.value.parameter == parameter


async def spent(house: State, secret: str, most: int) -> int:
    """How many of so many requests at once come in."""
    answers = await asyncio.gather(
        *(house["auth"].authenticate({"x-api-key": secret}) for _ in range(most)),
        return_exceptions=True,
    )
    return sum(isinstance(answer, Caller) for answer in answers)


async def test_making_keys_gains_no_request(house: State, root: NewSecret, person: str) -> None:
    """Make, spend, revoke, again: a family of a key of 20 a minute has 20 a minute."""
    caller, reads = await holder(house, root), 0
    for _ in range(5):
        made = await keys.make(house, caller, order(person, expires_at=NOON + DAY))
        reads += await spent(house, made.secret, RATE)
        await keys.revoke(house, caller, made.key.key_id)
    assert reads == RATE - 1  # One was the maker's own.
    with pytest.raises(TooManyRequests, match="used up"):
        await holder(house, root)


async def signed_in(house: State, user_id: str) -> Caller:
    """Somebody in the pages."""
    browser = Browser(address="192.0.2.7")
    begun = await sessions.begin(house, browser, Role.PERSON, how="test", user_id=user_id)
    found = await house["auth"].sessions.session(begun.secret, NOON)
    return caller_of(found, NOON)


async def test_making_keys_in_the_pages_gains_no_request(
    house: State, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Make, spend, revoke, again: all keys that a person makes in sessions share one minute."""
    monkeypatch.setattr(keyring, "SHARED_PER_MINUTE", RATE)
    reads = 0
    for _ in range(3):  # Each time in another browser.
        caller = await signed_in(house, person)
        made = await keys.make(house, caller, order(person))
        reads += await spent(house, made.secret, RATE)
        await keys.revoke(house, caller, made.key.key_id)
    assert reads == RATE
    made = await keys.make(house, await signed_in(house, person), order(person))
    with pytest.raises(TooManyRequests, match="made in the person's pages are used up"):
        await holder(house, made)
    await holder(house, await keys.make(house, OWNER, order(person)))


async def test_what_a_key_of_the_pages_makes_shares_their_minute(
    house: State, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child is taken from its maker's minute and from the person's; another person is not."""
    monkeypatch.setattr(keyring, "SHARED_PER_MINUTE", 5)
    head = await holder(
        house, await keys.make(house, await signed_in(house, person), order(person))
    )
    child = await keys.make(house, head, order(person))
    assert await spent(house, child.secret, 10) == 5 - 1
    other = await new_person(house["resources"].pool)
    theirs = await keys.make(house, await signed_in(house, other), order(other))
    assert await spent(house, theirs.secret, 10) == 5


async def test_a_family_of_everybody_has_twenty_keys(house: State, person: str) -> None:
    """As many as a person's, the service key at its head counted; keys of people are not."""
    maker = await holder(house, await keys.make(house, OWNER, order(None)))
    made = [await keys.make(house, maker, order(None)) for _ in range(MOST_KEYS - 1)]
    child = await holder(house, made[0])
    for caller in (maker, child):
        with pytest.raises(Conflict, match="family of this key has 20 keys"):
            await keys.make(house, caller, order(None))
    await keys.make(house, maker, order(person))
    await keys.revoke(house, maker, made[1].key.key_id)
    await keys.make(house, child, order(None))
    await keys.make(house, OWNER, order(None))


@pytest.mark.parametrize("everybody", [True, False])
async def test_a_line_of_keys_ends(
    house: State,
    person: str,
    everybody: bool,  # noqa: FBT001 -- a case's
) -> None:
    """Each of four made the next one, and the fourth makes none."""
    of = None if everybody else person
    last = await keys.make(house, OWNER, order(of))
    for _ in range(LONGEST_LINE - 1):
        last = await keys.make(house, await holder(house, last), order(of))
    with pytest.raises(Conflict, match="no line is longer"):
        await keys.make(house, await holder(house, last), order(of))


async def test_a_grandchild_spends_from_all_before_it(house: State, person: str) -> None:
    """A small key's children share what is small about it, however much the head has."""
    head = await holder(
        house, await keys.make(house, OWNER, order(person, rate_limit_per_minute=600))
    )
    small = await holder(house, await keys.make(house, head, order(person)))
    made = [await keys.make(house, small, order(person)) for _ in range(4)]
    assert sum([await spent(house, each.secret, RATE) for each in made]) == RATE - 1
    assert (await house["auth"].charge(head, 1)).rate.remaining == 600 - RATE - 2


async def test_what_is_refused_is_not_taken(house: State, root: NewSecret, person: str) -> None:
    """Much at once that the maker has not is refused, and the child's own minute stays whole."""
    caller = await holder(house, root)
    made = await keys.make(house, caller, order(person, expires_at=NOON + DAY))
    child = await holder(house, made)
    await house["auth"].charge(caller, 10)
    with pytest.raises(TooManyRequests, match="made by"):
        await house["auth"].charge(child, 15)
    assert (await house["auth"].charge(child, 8)).rate.remaining == 0


async def test_twenty_keys_are_made_however_many_ask_at_once(
    house: State, database_url: str, person: str
) -> None:
    """Of 60 creations in parallel, on ten connections, exactly 20 succeed."""
    maker = await holder(house, await keys.make(house, OWNER, order(None)))
    async with open_pool(database_url, size=10, prepare=False) as wide:
        crowd = State(**house)
        crowd["resources"] = replace(house["resources"], pool=wide)
        ends = await asyncio.gather(
            *(keys.make(crowd, maker, order(person, Scope.READ)) for _ in range(60)),
            return_exceptions=True,
        )
    assert Counter(type(end) for end in ends) == {NewSecret: MOST_KEYS, Conflict: 40}
    assert len(await store.list_keys(house["resources"].pool, user_id=person)) == MOST_KEYS


async def test_keys_that_have_ended_are_not_counted(
    house: State, root: NewSecret, person: str
) -> None:
    """A revoked key and an expired one leave their places to others."""
    caller = await holder(house, root)
    soon = order(person, expires_at=NOON + DAY)
    made = [await keys.make(house, caller, soon) for _ in range(MOST_KEYS - 1)]
    with pytest.raises(Conflict, match="has 20 keys"):
        await keys.make(house, caller, soon)
    await keys.revoke(house, caller, made[0].key.key_id)
    await keys.make(house, caller, soon)
    later = State(**house)
    later["resources"] = replace(house["resources"], clock=lambda: NOON + 2 * DAY)
    for _ in range(MOST_KEYS - 1):
        await keys.make(later, caller, order(person, expires_at=NOON + 3 * DAY))
    assert (await keys.make(house, OWNER, order(person))).key.parent_id is None


async def test_an_ended_key_ends_what_it_made(house: State, root: NewSecret, person: str) -> None:
    """Children and grandchildren end with a key at once; the log says with which."""
    caller = await holder(house, root)
    child = await keys.make(house, caller, order(person, expires_at=NOON + DAY))
    grandchild = await keys.make(
        house, await holder(house, child), order(person, expires_at=NOON + DAY)
    )
    sibling = await keys.make(house, caller, order(person, expires_at=NOON + DAY))
    await holder(house, grandchild)
    await keys.revoke(house, caller, child.key.key_id)
    for made in (child, grandchild):
        with pytest.raises(Unauthenticated, match="revoked"):
            await holder(house, made)
    await holder(house, sibling)
    assert await _ends(house, child.key) == [None]
    assert await _ends(house, grandchild.key) == [str(child.key.key_id)]


async def _ends(house: State, key: ApiKey) -> list[Any]:
    async with house["resources"].pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT details ->> 'with' FROM audit_log"
            " WHERE action = 'api_key.revoke' AND details ->> 'key_id' = %s",
            [str(key.key_id)],
        )
        return [word for (word,) in await cursor.fetchall()]


async def test_no_child_slips_through_while_its_maker_ends(
    house: State, root: NewSecret, person: str
) -> None:
    """Of keys that are made while the head of the family is revoked, none works afterwards."""
    caller = await holder(house, root)
    wanted = order(person, expires_at=NOON + DAY)
    made = await asyncio.gather(
        *(keys.make(house, caller, wanted) for _ in range(5)),
        keys.revoke(house, OWNER, root.key.key_id),
        *(keys.make(house, caller, wanted) for _ in range(5)),
        return_exceptions=True,
    )
    assert {type(each) for each in made} <= {NewSecret, ApiKey, Conflict}
    left = await store.list_keys(house["resources"].pool, user_id=person)
    assert {key.revoked_at is None for key in left} == {False}
    with pytest.raises(Conflict, match="has ended"):
        await keys.make(house, caller, wanted)


async def test_a_renewed_key_keeps_its_children(house: State, root: NewSecret, person: str) -> None:
    """The old secret is dead, the same powers have a new one, and what the key made works on."""
    caller = await holder(house, root)
    child = await keys.make(house, caller, order(person, expires_at=NOON + DAY))
    renewed = await keys.renew(house, caller, root.key.key_id)
    assert Powers.of(renewed.key) == Powers.of(root.key)
    assert (await holder(house, renewed)).key_id == root.key.key_id
    await holder(house, child)
    with pytest.raises(Unauthenticated, match="not known"):
        await holder(house, root)


@pytest.mark.parametrize(
    "stronger",
    [
        {"scopes": frozenset(Scope)},
        {"rate_limit_per_minute": RATE + 1},
        {"expires_at": None},
        {"classes": None},
    ],
    ids=["scopes", "rate", "expiry", "classes"],
)
async def test_a_stronger_key_is_not_renewed(
    house: State, person: str, stronger: dict[str, Any]
) -> None:
    """It is refused, and neither taken nor made weaker."""
    powers = {
        "scopes": frozenset({Scope.READ, Scope.ADMIN}),
        "classes": frozenset({DataClass.SLEEP}),
        "expires_at": NOON + DAY,
    }
    caller = await holder(house, await keys.make(house, OWNER, order(person, **powers)))
    like = await keys.make(house, OWNER, order(person, **powers))
    strong = await keys.make(house, OWNER, order(person, **(powers | stronger)))
    await keys.renew(house, caller, like.key.key_id)
    with pytest.raises(Forbidden):
        await keys.renew(house, caller, strong.key.key_id)
    assert Powers.of(await _found(house, strong.key)) == Powers.of(strong.key)
    await holder(house, strong)


async def _found(house: State, key: ApiKey) -> ApiKey:
    found = await store.find_key(house["resources"].pool, key.key_id)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("scopes", "renews_itself", "may"),
    [
        ({Scope.READ}, False, False),
        ({Scope.READ}, True, True),
        ({Scope.READ, Scope.SYNC}, False, True),
        ({Scope.ADMIN}, False, True),
    ],
    ids=["read", "read, renews itself", "read and sync", "admin"],
)
async def test_who_renews_itself(
    house: State,
    person: str,
    scopes: set[Scope],
    renews_itself: bool,  # noqa: FBT001 -- a case's
    may: bool,  # noqa: FBT001 -- a case's
) -> None:
    """A key that may only read does so where the owner allowed it; others do."""
    made = await keys.make(house, OWNER, order(person, *scopes, renews_itself=renews_itself))
    caller = await holder(house, made)
    if may:
        assert await holder(house, await keys.renew(house, caller, made.key.key_id))
    else:
        with pytest.raises(Forbidden, match="--renews-itself"):
            await keys.renew(house, caller, made.key.key_id)


async def test_only_the_owner_lets_readers_renew_themselves(
    house: State, root: NewSecret, person: str
) -> None:
    """An admin's key can not hand on what is the owner's to allow."""
    wanted = order(person, Scope.READ, expires_at=NOON + DAY, renews_itself=True)
    with pytest.raises(Forbidden, match="owner"):
        await keys.make(house, await holder(house, root), wanted)


async def test_every_key_ends_itself_and_admins_end_others(house: State, person: str) -> None:
    """A key that may only read ends itself and no other; an admin ends a stronger one, too."""
    strong = await keys.make(house, OWNER, order(person, rate_limit_per_minute=600))
    reader = await keys.make(house, OWNER, order(person, Scope.READ))
    caller = await holder(house, reader)
    with pytest.raises(Forbidden, match="admin"):
        await keys.revoke(house, caller, strong.key.key_id)
    assert (await keys.revoke(house, caller, reader.key.key_id)).revoked_at is not None
    admin = await holder(house, await keys.make(house, OWNER, order(person, Scope.ADMIN)))
    await keys.revoke(house, admin, strong.key.key_id)


async def test_other_people_s_keys_are_not_found(
    house: State, root: NewSecret, person: str
) -> None:
    """An unknown key, one of somebody else and one of everybody are answered alike."""
    caller = await holder(house, root)
    everybody = await keys.make(house, OWNER, order(None))
    assert everybody.key.user_id != person
    for key_id in (uuid.uuid4(), everybody.key.key_id):
        for deed in (keys.renew, keys.revoke):
            with pytest.raises(NotFound, match="no such key"):
                await deed(house, caller, key_id)
    for word in ("", "x", "\0", "1" * 1000):
        with pytest.raises(NotFound, match="no such key"):
            keys.named(word)


async def test_a_secret_is_told_by_no_repr(root: NewSecret) -> None:
    """A new key may be logged: its secret is not in there."""
    assert root.secret not in repr(root)
    assert root.key.prefix in repr(root)
