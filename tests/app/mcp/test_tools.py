"""What assistants are answered: briefly, in the wearer's days, with what is missing."""

import datetime as dt
from typing import Any

import jsonschema
import pytest
from mcp.types import CallToolResult, TextContent, Tool

from app.records.account import DataClass, Scope
from app.records.sleep import Night
from app.store import keys
from app.store.pool import Pool
from app.store.write import store_harvest
from tests.app.conftest import NOW
from tests.app.mcp.conftest import Connect, House, NewKey
from tests.app.series import keep, new_person

CALLS: list[tuple[str, dict[str, Any]]] = [
    ("today", {}),
    ("sleep", {}),
    ("sleep", {"days": 7, "detail": "daily"}),
    ("recovery", {}),
    ("training", {}),
    ("heart_rate", {}),
    ("metric_trend", {"metric": "hrv_rmssd"}),
    ("metric_trend", {"metric": "hrv_rmssd", "days": 28, "detail": "series"}),
    ("compare_periods", {"metric": "sleep_hours", "days": 14}),
    ("explain_metric", {"metric": "strain"}),
    ("find_exercises", {}),
    ("people", {}),
]


def words(found: CallToolResult) -> str:
    """What an assistant reads."""
    (content,) = found.content
    assert isinstance(content, TextContent)
    return content.text


def tokens(found: CallToolResult) -> float:
    """About how many tokens an answer takes."""
    return len(found.model_dump_json(by_alias=True, exclude_none=True).encode()) / 4


@pytest.mark.parametrize(("name", "arguments"), CALLS, ids=lambda each: str(each)[:40])
async def test_every_tool_answers_briefly(
    connect: Connect, name: str, arguments: dict[str, Any]
) -> None:
    """Each answer fits its schema and its bound of tokens, and says something."""
    async with connect() as client:
        found = await client.call_tool(name, arguments)
        tools = (await client.list_tools()).tools
    assert not found.is_error, words(found)
    assert words(found)
    assert tokens(found) <= (400 if name == "today" else 1_200)
    jsonschema.validate(found.structured_content, _schema(tools, name))


def _schema(tools: list[Tool], name: str) -> dict[str, Any]:
    (schema,) = [each.output_schema for each in tools if each.name == name]
    assert schema is not None
    return schema


async def test_today_is_the_wearers(connect: Connect, house: House) -> None:
    """The newest values stand against the person's usual, with their days and zone."""
    async with connect() as client:
        found = (await client.call_tool("today", {})).structured_content
    assert found is not None
    assert (found["person"], found["period"]["last"]) == (house.person, "2026-01-11")
    (hrv,) = [each for each in found["metrics"] if each["metric"] == "hrv_rmssd"]
    assert hrv["usual"]["low"] < hrv["usual"]["high"]
    assert hrv["unit"] == "ms"


async def test_yesterday_and_days_are_resolved(connect: Connect) -> None:
    """Words for days are resolved on the wearer's calendar, and told back."""
    async with connect() as client:
        found = await client.call_tool("sleep", {"days": 3, "until": "yesterday"})
    assert found.structured_content is not None
    assert found.structured_content["period"] == {"first": "2026-01-08", "last": "2026-01-10"}


async def test_an_exercise_is_found_and_told(connect: Connect) -> None:
    """The id of the list opens the session, with its zones and without its route."""
    async with connect() as client:
        listed = (await client.call_tool("find_exercises", {"days": 60})).structured_content or {}
        one = listed["sessions"][0]
        found = await client.call_tool("exercise", {"identifier": one["id"]})
    assert found.structured_content is not None
    assert found.structured_content["session"] == one
    assert found.structured_content["zones"]


@pytest.mark.parametrize(
    ("name", "arguments", "advice"),
    [
        ("sleep", {"days": 20_000}, "ask for fewer"),
        ("sleep", {"until": "tomorrow"}, "YYYY-MM-DD"),
        ("sleep", {"until": "2099-01-01"}, "lies outside"),
        ("sleep", {"detail": "all"}, "summary, daily"),
        ("metric_trend", {"metric": "mood"}, "hrv_rmssd"),
        ("exercise", {"identifier": "0"}, "find_exercises"),
        ("today", {"person": "somebody-else"}, "Use that person's own key"),
        ("sync", {}, "sync"),
        ("sleep", {"date": "2026-01-01"}, "It takes: days, until, detail, person."),
        ("sleep", {"days": "many"}, "days: Input should be a valid integer"),
        ("people", {"page": 2}, "people takes no page"),
    ],
)
async def test_errors_say_what_to_ask_instead(
    connect: Connect, name: str, arguments: dict[str, Any], advice: str
) -> None:
    """An error is a result that an assistant can read, and tells nothing of other people."""
    async with connect() as client:
        found = await client.call_tool(name, arguments)
    assert found.is_error
    assert advice in words(found)
    assert "http" not in words(found)


async def test_numbers_are_ids(connect: Connect) -> None:
    """An assistant that sends an id as a number is answered about it, not about its type."""
    async with connect() as client:
        (session, *_) = (await client.call_tool("find_exercises", {"days": 60})).structured_content[
            "sessions"
        ]
        found = await client.call_tool("exercise", {"identifier": int(session["id"])})
        nobody = await client.call_tool("today", {"person": 1001})
    assert not found.is_error
    assert "Use that person's own key" in words(nobody)


async def test_classes_of_data(connect: Connect, new_key: NewKey) -> None:
    """A key for sleep alone is told sleep, and what it does not read is said to be missing."""
    secret = await new_key(Scope.READ, classes={DataClass.SLEEP})
    async with connect(secret) as client:
        slept = await client.call_tool("sleep", {})
        trained = await client.call_tool("training", {})
        trend = await client.call_tool("metric_trend", {"metric": "training_load"})
    assert not slept.is_error
    assert "does not read that class" in words(trained)
    assert trained.structured_content is not None
    assert trained.structured_content["metrics"] == []
    assert trend.is_error


async def test_sync_fetches_what_is_new(connect: Connect, new_key: NewKey) -> None:
    """Who may sync waits for its end and is told how many rows are new."""
    async with connect(await new_key(Scope.READ, Scope.SYNC)) as client:
        found = await client.call_tool("sync", {})
    assert not found.is_error, words(found)
    assert found.structured_content is not None
    assert found.structured_content["state"] in {"success", "partial"}


async def test_what_is_usual_begins_anew_with_a_device(connect: Connect, pool: Pool) -> None:
    """What was usual before the new watch, and what has been since, with the day and the reason."""
    person = await new_person(pool)
    hrv = [50.0 + n % 7 for n in range(60)] + [70.0 + n % 7 for n in range(30)]
    await keep(pool, person, {"hrv_rmssd": hrv})
    days = [NOW.date() - dt.timedelta(days=back) for back in range(90)]
    nights = [
        Night(date=day, device_id="new" if back < 30 else "old") for back, day in enumerate(days)
    ]
    await store_harvest(pool, person, [nights])
    _, secret = await keys.create_key(
        pool, user_id=person, label="a", scopes=(Scope.READ,), actor="test"
    )
    async with connect(secret) as client:
        await client.call_tool("today", {})
        found = await client.call_tool("explain_metric", {"metric": "hrv_rmssd"})
    since = NOW.date() - dt.timedelta(days=29)
    assert found.structured_content is not None
    parts = found.structured_content["parts"]
    assert [(part["era"], part["day"], part["because"], part["days"]) for part in parts] == [
        ("before", since.isoformat(), "new_device", 60),
        ("since", since.isoformat(), "new_device", 30),
    ]
    assert parts[0]["usual"]["high"] < parts[1]["usual"]["low"]
    assert f"Since {since} (a new device): half of 30 days, 7" in words(found)


async def test_a_day_that_is_not_over_is_told_so_far(connect: Connect, pool: Pool) -> None:
    """Ten steps in the morning are not few; scales and ratios have no unit behind the value."""
    person = await new_person(pool)
    days = {"steps": [9_000.0] * 40 + [10.0], "ans_charge": [1.0, 2.0] * 20 + [1.5]}
    await keep(pool, person, days)
    _, secret = await keys.create_key(
        pool, user_id=person, label="a", scopes=(Scope.READ,), actor="test"
    )
    async with connect(secret) as client:
        steps = await client.call_tool("metric_trend", {"metric": "steps"})
        charge = await client.call_tool("metric_trend", {"metric": "ans_charge"})
    assert f"Steps: 10 steps on {NOW.date()} (so far; the day is not over)" in words(steps)
    assert steps.structured_content is not None
    assert steps.structured_content["metrics"][0]["so_far"]
    assert f"ANS charge: 1.5 on {NOW.date()} (as usual)" in words(charge)
