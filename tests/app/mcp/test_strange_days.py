"""Days that nobody lives, over every surface: an answer with its reason, no error and no NaN."""

import datetime as dt
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any

import httpx
import numpy as np
import numpy.typing as npt
import pytest

from app.modelling import Models
from app.records.account import Scope
from app.records.sleep import Night
from app.simulator.people import people
from app.simulator.world import World
from app.store import keys
from app.store.pool import Pool
from app.store.write import store_harvest
from tests.app.conftest import NOW, simulated
from tests.app.mcp.conftest import served
from tests.app.series import keep, new_person

Floats = npt.NDArray[np.float64]
Columns = Mapping[str, Floats]

TODAY, DAYS = NOW.date(), 120
METRICS = ("hrv_rmssd", "resting_hr", "sleep_score", "training_load", "training_load_ratio")
USUAL = {
    "hrv_rmssd": (60.0, 9.0),
    "resting_hr": (52.0, 2.5),
    "sleep_score": (78.0, 6.0),
    "training_load": (80.0, 30.0),
    "training_load_ratio": (1.0, 0.1),
}
EXTREMES = {
    "hrv_rmssd": (3.0, 300.0),
    "resting_hr": (20.0, 150.0),
    "sleep_score": (1.0, 100.0),
    "training_load": (0.0, 3000.0),
    "training_load_ratio": (0.01, 20.0),
}

GRAPHQL = """query($id: ID!) { person(id: $id) {
  baselines { metric baselineValue status lowerBound expected { value low high }
    parts { era since because baselineValue status } check(value: 1) { severity } }
  patterns { pattern significance score interpretation reason reasonCode details
    parts { metric weight rank points pValue } standing { since } band { low high weeks } }
  forecasts { metric reason days { value low high } }
  anomalies { metric currentValue }
  insights { status observations { priority fact context params } suggestions { description } }
  seasons { metric date median }
} }"""


def quiet(days: int = DAYS) -> dict[str, Floats]:
    """Somebody like anybody."""
    random = np.random.default_rng(days)
    return {
        metric: np.clip(level + spread * random.standard_normal(days), *EXTREMES[metric])
        for metric, (level, spread) in USUAL.items()
    }


def equal() -> Columns:
    """Every day is the same."""
    return {metric: np.full(DAYS, USUAL[metric][0]) for metric in METRICS}


def two_values() -> Columns:
    """Days of two kinds, by turns."""
    low, high = 0.9, 1.1
    odd = np.arange(DAYS) % 2
    return {m: USUAL[m][0] * np.where(odd, low, high) for m in METRICS}


def glitches() -> Columns:
    """Nothing but what no night says."""
    random = np.random.default_rng(1)
    return {m: np.where(random.random(DAYS) < 0.5, *EXTREMES[m]) for m in METRICS}


def appearing() -> Columns:
    """HRV is there from today on."""
    return quiet() | {"hrv_rmssd": np.array([61.0])}


def old() -> Columns:
    """Ten years of nights."""
    return {m: column for m, column in quiet(3650).items() if m in METRICS[:2]}


STRANGE: Mapping[str, Callable[[], Columns]] = {
    "all equal": equal,
    "two values": two_values,
    "all glitches": glitches,
    "alternating devices": quiet,
    "ten years": old,
    "future days": quiet,
    "a metric that appears today": appearing,
    "nothing": dict,
}


def nights(who: str) -> list[Night]:
    """Nights with their devices, those of the future included."""
    ahead = 5 if who == "future days" else 0
    return [
        Night(
            date=TODAY - dt.timedelta(days=back),
            device_id="second" if who == "alternating devices" and back % 2 else "first",
            sleep_start_local=dt.datetime.combine(TODAY - dt.timedelta(days=back + 1), dt.time(23)),
            sleep_end_local=dt.datetime.combine(TODAY - dt.timedelta(days=back), dt.time(7)),
            light_s=20_000,
        )
        for back in range(-ahead, 30)
    ]


async def live(pool: Pool, who: str) -> str:
    """Somebody with strange days."""
    person, columns = await new_person(pool), STRANGE[who]()
    if columns:
        ahead = dt.timedelta(days=5 if who == "future days" else 0)
        await keep(pool, person, columns, TODAY + ahead)
        await store_harvest(pool, person, [nights(who)])
    return person


def numbers(told: Any) -> Iterator[float]:  # noqa: ANN401 -- JSON
    """Every number of an answer."""
    if isinstance(told, Mapping):
        told = list(told.values())
    if isinstance(told, list):
        for each in told:
            yield from numbers(each)
    elif isinstance(told, float):
        yield told


def check(text: str) -> None:
    """No sentence with a number that is none."""
    assert not re.search(r"\b(nan|inf|infinity|none)\b", text, re.IGNORECASE), text


@pytest.fixture(scope="module")
async def address(
    database_url: str, pool: Pool, tmp_path_factory: pytest.TempPathFactory, models: Models
) -> AsyncIterator[str]:
    """Everything of Ursa behind HTTP, and nobody in it yet."""
    assert pool  # It has migrated the database.
    world = World(people(1, TODAY, seed=7), now=NOW)
    folder = tmp_path_factory.mktemp("strange")
    async with (
        simulated(database_url, world, folder, models) as resources,
        served(resources) as (address, _),
    ):
        yield address


@pytest.mark.parametrize("who", list(STRANGE))
async def test_strange_days_are_answered(address: str, pool: Pool, who: str) -> None:
    """REST, GraphQL and MCP answer, and say why where there is nothing to say."""
    person = await live(pool, who)
    _, secret = await keys.create_key(
        pool, user_id=person, label="strange", scopes=(Scope.READ,), actor="test"
    )
    async with httpx.AsyncClient(
        base_url=address, headers={"X-API-Key": secret}, timeout=120
    ) as http:
        await rest(http, person)
        await graphql(http, person)
        await assistant(http, who)


async def rest(http: httpx.AsyncClient, person: str) -> None:
    """Everything that is found out, over REST."""
    for name in ("baselines", "patterns", "anomalies", "insights", "forecasts", "analytics/status"):
        found = await http.get(f"/api/v1/users/{person}/{name}", params={"extended": "true"})
        if found.status_code == 400:  # It knows no such parameter.
            found = await http.get(f"/api/v1/users/{person}/{name}")
        assert found.status_code == 200, found.text
        assert all(np.isfinite(each) for each in numbers(found.json()))
        if name == "patterns":
            for each in found.json():
                assert each["significance"] != "insufficient" or each["details"]["reason"]
                check(f"{each['details'].get('interpretation', '')}")
    check_value = await http.get(f"/api/v1/users/{person}/baselines/check/hrv_rmssd/50")
    assert check_value.status_code == 200


async def graphql(http: httpx.AsyncClient, person: str) -> None:
    """The same over GraphQL, typed."""
    asked = {"query": GRAPHQL, "variables": {"id": person}}
    found = (await http.post("/graphql", json=asked)).json()
    assert "errors" not in found, found["errors"]
    told = found["data"]["person"]
    assert all(np.isfinite(each) for each in numbers(told))
    for each in told["insights"]["observations"]:
        check(f"{each['fact']} {each['context'] or ''}")
    assert all(each["reason"] or len(each["days"]) == 7 for each in told["forecasts"])


async def assistant(http: httpx.AsyncClient, who: str) -> None:
    """The same for an assistant, in a protocol's bare words."""
    calls: list[tuple[str, dict[str, Any]]] = [
        ("today", {}),
        ("recovery", {}),
        ("metric_trend", {"metric": "hrv_rmssd"}),
    ]
    for name, arguments in calls:
        asked = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": name, "arguments": arguments},
        }
        headers = {"Accept": "application/json, text/event-stream"}
        found = await http.post("/mcp", json=asked, headers=headers)
        assert found.status_code == 200, (who, found.text)
        assert '"isError":true' not in found.text, (who, found.text)
        assert "NaN" not in found.text
