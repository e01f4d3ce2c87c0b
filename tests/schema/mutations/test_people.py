"""What people like is kept, and their days begin where they live."""

import pytest

from app.store import change
from app.store.pool import Pool
from app.store.write import store_harvest
from tests.schema.conftest import Ask
from tests.schema.mutations.errors import error
from tests.schema.year import NOW, year

SET = """mutation($input: SetPreferencesInput!) { setPreferences(input: $input) {
  person { timeZone units language hourCycle today } } }"""


async def test_likes_are_kept(ask: Ask, person: str) -> None:
    """What is not named stays, and null takes back."""
    first = {"userId": person, "units": "IMPERIAL", "language": "FI", "hourCycle": "H12"}
    await ask(SET, input=first)
    body = await ask(SET, input={"userId": person, "units": None, "timeZone": "Europe/Helsinki"})
    assert body["data"]["setPreferences"]["person"] == {
        "timeZone": "Europe/Helsinki",
        "units": None,
        "language": "FI",
        "hourCycle": "H12",
        "today": "2026-01-11",
    }


@pytest.mark.parametrize(
    ("zone", "today"),
    [("Pacific/Kiritimati", "2026-01-12"), ("Pacific/Niue", "2026-01-11"), (None, "2026-01-11")],
)
async def test_days_follow_the_zone(ask: Ask, person: str, zone: str | None, today: str) -> None:
    """`today` is the person's at once, whoever asks."""
    await ask("query($id: ID!) { person(id: $id) { today } }", id=person)
    await ask(SET, input={"userId": person, "timeZone": zone})
    body = await ask("query($id: ID!) { person(id: $id) { today } }", id=person)
    assert body["data"]["person"]["today"] == today


@pytest.mark.parametrize("zone", ["Europe/Nowhere", "../../etc/passwd", "", "Europe/helsinki"])
async def test_a_zone_is_one_of_iana(ask: Ask, person: str, zone: str) -> None:
    """What is no zone is refused with an example, and nothing is kept."""
    told = error(await ask(SET, input={"userId": person, "timeZone": zone, "units": "METRIC"}))
    assert told["code"] == "invalid_input"
    assert "Europe/Helsinki" in told["message"]
    body = await ask("query($id: ID!) { person(id: $id) { units } }", id=person)
    assert body["data"]["person"]["units"] is None


async def test_the_newest_offset_is_learnt(ask: Ask, pool: Pool, person: str) -> None:
    """An exercise after the last night tells where the person is now."""
    await store_harvest(pool, person, year(3))
    async with pool.connection() as connected:
        await connected.execute(
            "UPDATE exercise SET utc_offset_minutes = 540, start_at = %s WHERE exercise_id = ("
            "SELECT max(exercise_id) FROM exercise WHERE user_id = %s)",
            [NOW, person],
        )
        await connected.execute(
            "UPDATE exercise SET start_local = %s WHERE user_id = %s AND utc_offset_minutes = 540",
            [NOW.replace(tzinfo=None), person],
        )
    await change.execute(pool, "account_synced", user_id=person, synced_at=NOW)
    query = "query($id: ID!) { person(id: $id) { utcOffsetMinutes timeZone } }"
    body = await ask(query, id=person)
    assert body["data"]["person"] == {"utcOffsetMinutes": 540, "timeZone": None}
