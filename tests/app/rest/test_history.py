"""Earlier versions of rows over REST."""

import datetime as dt

import httpx
import pytest

from app.records.sleep import Night
from app.store import deletions, write
from app.store.pool import Pool
from tests.app.rest.conftest import MASTER

DAY = dt.date(2026, 1, 11)
OWNER = {"X-API-Key": MASTER}


async def test_a_withdrawn_night(client: httpx.AsyncClient, pool: Pool, person: str) -> None:
    """Its versions are told, the newest first, and page by page from a number on."""
    for night in (Night(date=DAY, sleep_score=80), Night(date=DAY)):
        await write.store_harvest(pool, person, [[night]])
    await deletions.delete_night(pool, person, DAY, actor="test")
    url = f"/api/v1/users/{person}/history/sleep"
    deleted, changed = (await client.get(url, headers=OWNER)).json()
    assert [each["reason"] for each in (deleted, changed)] == ["deleted", "changed"]
    assert (changed["relation"], changed["key"]) == ("sleep", {"date": "2026-01-11"})
    assert (changed["what"]["sleep_score"], deleted["what"]["sleep_score"]) == (80, None)
    older = await client.get(f"{url}?before={deleted['history_id']}", headers=OWNER)
    assert older.json() == [changed]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("history/account", 404, "sleep, nap, nightly_recharge"),
        ("history/sleep?before=0", 400, "before must be a whole number"),
        ("history/sleep?before=x", 400, "before must be a whole number"),
    ],
)
async def test_bad_input(
    client: httpx.AsyncClient, person: str, path: str, status: int, words: str
) -> None:
    """What is no relation with a history, and no number, is said so."""
    answer = await client.get(f"/api/v1/users/{person}/{path}", headers=OWNER)
    assert answer.status_code == status
    assert words in answer.json()["detail"]
