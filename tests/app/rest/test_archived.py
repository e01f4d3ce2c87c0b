"""What the archive alone tells, over REST: tests, weights, notes, plans, devices, laps."""

from pathlib import Path
from typing import Any

import httpx

from app.resources import Resources
from tests.app.imports.archives import examples, imported, rows, zipped

FIRST: dict[str, dict[str, Any]] = {
    "weights?days=9999": {"weight_kg": 75.9},
    "diary?days=9999": {"noted_at": "2023-02-12 00:00:00", "kind": "FEELING", "text": "GOOD"},
    "training-targets?days=9999": {"name": "Intervals", "start_time": "2025-08-28 18:00:00"},
    "planned-routes": {"name": "Sample loop", "origin": "STRAVA"},
    "devices": {"device_id": "0A1B2C3D", "name": "Polar Vantage V3", "removed_at": None},
    "orthostatic-tests?days=9999": {"rr_supine_ms": 1174.0},
    "fitness-tests?days=9999": {"own_index": 47, "fitness_class": "GOOD"},
}
"""What the first row says, among other things."""


async def test_what_an_archive_brought(
    client: httpx.AsyncClient,
    key: str,
    person: str,
    resources: Resources,
    polar_bodies: Path,
    tmp_path: Path,
) -> None:
    """Every noun of the examples is told, with notes and laps of its sessions."""
    await imported(resources, person, zipped(tmp_path, examples(polar_bodies / "export")))
    headers = {"X-API-Key": key}

    async def get(path: str) -> Any:  # noqa: ANN401 -- any JSON
        answer = await client.get(f"/api/v1/users/{person}/{path}", headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    for path, told in FIRST.items():
        first = (await get(path))[0]
        assert {name: first[name] for name in told} == told, path
    noted = "SELECT exercise_id FROM exercise WHERE user_id = %s AND note IS NOT NULL"
    ((number,),) = await rows(resources.pool, noted, person)
    detail = await get(f"exercises/{number}")
    assert (detail["note"], detail["ascent_meters"]) == ("Windy, felt strong", 212)
    laps = await get(f"exercises/{number}/laps")
    assert [lap["kind"] for lap in laps] == ["MANUAL", "AUTOMATIC", "AUTOMATIC"]
