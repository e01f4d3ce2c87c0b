"""The simulator's answers have the keys and types of the examples in the shared folder."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.simulator.app import create_simulator
from app.simulator.world import World

Ask = Callable[..., Awaitable[httpx.Response]]

SHARED = Path(__file__).parents[4] / "shared" / "polar"
USERS = "/v3/users"
DAY = "2026-06-30"
SPAN = "from=2026-06-20&to=2026-06-30"
ALL = "steps=true&activity_zones=true&inactivity_stamps=true"
ARRAYS = "samples=true&zones=true&route=true"
ELIXIR = 1003

pytestmark = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the folder ../shared/polar with Polar's examples is not there"
)

LIVE = {
    "sleep-by-date": f"{USERS}/sleep/{DAY}",
    "sleep-list": f"{USERS}/sleep",
    "sleep-available": f"{USERS}/sleep/available",
    "nightly-recharge-by-date": f"{USERS}/nightly-recharge/{DAY}",
    "nightly-recharge-list": f"{USERS}/nightly-recharge",
    "activities-list": f"{USERS}/activities",
    "activities-list-with-samples": f"{USERS}/activities?{ALL}",
    "activity-by-date": f"{USERS}/activities/{DAY}",
    "activity-by-date-with-samples": f"{USERS}/activities/{DAY}?{ALL}",
    "activity-by-date-zones-only": f"{USERS}/activities/{DAY}?activity_zones=true",
    "activity-samples-list": f"{USERS}/activities/samples",
    "activity-samples-by-date": f"{USERS}/activities/samples/{DAY}",
    "continuous-heart-rate-by-date": f"{USERS}/continuous-heart-rate/{DAY}",
    "continuous-heart-rate-range": f"{USERS}/continuous-heart-rate?{SPAN}",
    "cardio-load-list": f"{USERS}/cardio-load",
    "cardio-load-by-date": f"{USERS}/cardio-load/{DAY}",
    "cardio-load-by-date-not-available": f"{USERS}/cardio-load/2026-01-02",
    "cardio-load-date-range": f"{USERS}/cardio-load/date?{SPAN}",
    "cardio-load-period-days": f"{USERS}/cardio-load/period/days/14",
    "cardio-load-period-months": f"{USERS}/cardio-load/period/months/1",
    "sleepwise-alertness": f"{USERS}/sleepwise/alertness",
    "sleepwise-alertness-date-range": f"{USERS}/sleepwise/alertness/date?{SPAN}",
    "sleepwise-circadian-bedtime": f"{USERS}/sleepwise/circadian-bedtime",
    "sleepwise-circadian-bedtime-date-range": f"{USERS}/sleepwise/circadian-bedtime/date?{SPAN}",
    "biosensing-bodytemperature": f"{USERS}/biosensing/bodytemperature",
    "biosensing-skintemperature": f"{USERS}/biosensing/skintemperature",
    "biosensing-skincontacts": f"{USERS}/biosensing/skincontacts",
    "biosensing-ecg": f"{USERS}/biosensing/ecg",
    "biosensing-spo2": f"{USERS}/biosensing/spo2",
    "physical-info": f"{USERS}/physical-info",
    "user": f"{USERS}/{ELIXIR}",
}
DOCUMENTED = {
    "sleep-by-date-documented-shape": f"{USERS}/sleep/{DAY}",
    "activity-samples-by-date-documented-shape": f"{USERS}/activities/samples/2026-06-04",
    "continuous-heart-rate-range-documented-shape": f"{USERS}/continuous-heart-rate?{SPAN}",
    "cardio-load-documented-shape": f"{USERS}/cardio-load",
}


def shape(value: object, path: str = "") -> dict[str, str]:
    """Return the type at every path of a JSON value; empty lists say nothing."""
    if isinstance(value, list):
        items = (shape(each, f"{path}[]") for each in value)
        return {key: kind for each in items for key, kind in each.items()}
    if isinstance(value, dict) and any(key[:1].isdigit() for key in value):
        return shape(next(iter(value.values())), f"{path}{{HH:MM}}")
    if isinstance(value, dict):
        inner = (shape(each, f"{path}.{key}") for key, each in value.items())
        return {key: kind for each in inner for key, kind in each.items()}
    return {path: type(value).__name__}


def example(name: str, folder: str = "examples") -> Any:  # noqa: ANN401 - JSON.
    """Return one of Polar's answers."""
    return json.loads((SHARED / folder / f"{name}.json").read_text())


@pytest.mark.parametrize("name", LIVE)
async def test_live_shapes(ask: Ask, name: str) -> None:
    """Every endpoint answers with the keys and types of its example."""
    answer = await ask(LIVE[name], ELIXIR)
    assert answer.status_code == 200
    assert shape(answer.json()) == shape(example(name))


@pytest.mark.parametrize(
    ("folder", "name", "path"),
    [
        ("captured", "sleep-by-date", f"{USERS}/sleep/{DAY}"),
        ("captured", "nightly-recharge-by-date", f"{USERS}/nightly-recharge/{DAY}"),
        ("captured", "activities-list", f"{USERS}/activities"),
        ("captured", "continuous-heart-rate-range", f"{USERS}/continuous-heart-rate?{SPAN}"),
        ("captured", "continuous-heart-rate-2025-07-03", f"{USERS}/continuous-heart-rate/{DAY}"),
    ],
)
async def test_captured_shapes(ask: Ask, folder: str, name: str, path: str) -> None:
    """Answers have the keys, in their order, and the types of what the real service sent."""
    answer = shape((await ask(path)).json())
    assert list(answer.items()) == list(shape(example(name, folder)).items())


@pytest.mark.parametrize(
    ("name", "sport"),
    [("exercise-by-id", "RUNNING"), ("exercise-by-id-indoor-no-distance", "STRENGTH_TRAINING")],
)
async def test_exercise_shapes(ask: Ask, name: str, sport: str) -> None:
    """A run and an indoor session have the keys and types of their examples."""
    found = next(row for row in (await ask("/v3/exercises")).json() if row["sport"] == sport)
    assert shape(found) == shape(example(name))


async def test_exercise_arrays(ask: Ask) -> None:
    """A run with everything has samples, zones and route as the example has them."""
    rows = (await ask(f"/v3/exercises?{ARRAYS}")).json()
    run = next(row for row in rows if row["sport"] == "RUNNING")
    wanted = example("exercise-by-id-samples-zones-route")
    mine, theirs = shape(run), shape(wanted)
    assert {key: kind for key, kind in mine.items() if key != ".running_index"} == theirs
    assert [s["sample_type"] for s in run["samples"]] == [
        s["sample_type"] for s in wanted["samples"]
    ]


@pytest.mark.parametrize("name", DOCUMENTED)
async def test_documented_shapes(world: World, asking: Callable[[World], Ask], name: str) -> None:
    """A documented world answers with the keys and types of the documentation."""
    world.documented = True
    answer = shape((await asking(world)(DOCUMENTED[name])).json())
    wanted = shape(example(name))
    assert answer.keys() == wanted.keys()


async def test_documented_exercise(world: World, asking: Callable[[World], Ask]) -> None:
    """The documentation's exercise has hyphens, textual sample types and a dated load."""
    world.documented = True
    rows = (await asking(world)(f"/v3/exercises?{ARRAYS}")).json()
    run = next(row for row in rows if row["sport"] == "RUNNING")
    wanted = shape(example("exercise-documented-shape"))
    assert wanted.keys() - shape(run).keys() == {".club_id", ".club_name"}
    assert run["samples"][0]["sample-type"] == "0"
    assert run["upload_time"].endswith(".000Z")


async def test_token_shape(world: World) -> None:
    """The token answer has the example's keys and types."""
    world.redirect_uris = ("http://ursa/oauth/callback",)
    code = world.authorize(1001, None)
    transport = httpx.ASGITransport(create_simulator(world))
    async with httpx.AsyncClient(transport=transport, base_url="http://polar") as client:
        form = {"grant_type": "authorization_code", "code": code}
        answer = await client.post("/v2/oauth2/token", data=form, auth=world.client)
    assert shape(answer.json()) == shape(example("oauth-token"))
