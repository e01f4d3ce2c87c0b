"""Imports over GraphQL: watched, and taken back."""

from pathlib import Path

import pytest

from app.imports.work import import_run
from app.resources import Resources
from app.store.pool import Pool
from tests.app.imports.archives import examples, queued, zipped
from tests.schema.conftest import Ask

EVERYTHING = """query($id: ID!) { person(id: $id) {
  imports { runId state phase filesTotal filesDone rowsWritten report }
  orthostaticTests(from: "2025-09-20", to: "2025-09-20") { testLocal rrSupineMs heartRateBpm }
  fitnessTests(from: "2024-05-12", to: "2024-05-12") { ownIndex fitnessClass }
  weights(from: "2023-02-01", to: "2023-02-28") { weightKg }
  diary(from: "2023-02-01", to: "2023-02-28") { kind text }
  trainingTargets(from: "2025-08-01", to: "2025-08-31") { name done parts }
  plannedRoutes { name wayLatitude }
  devices { name removedLocal }
  exercises(from: "2026-03-14", to: "2026-03-14") {
    nodes { note ascentMetres laps { kind lapIndex durationSeconds distanceMetres } } }
  recharge(from: "2025-08-18", to: "2025-08-18") { baselineRmssdMs exerciseTip }
} }"""
UNDO = "mutation($run: ID!) { undoImport(input: { runId: $run }) { run { state } } }"


async def test_what_an_archive_brought(
    ask: Ask, pool: Pool, resources: Resources, person: str, polar_bodies: Path, tmp_path: Path
) -> None:
    """Every noun of the archive is told, and gone when the import was undone."""
    path = zipped(tmp_path, examples(polar_bodies / "export"))
    run_id = await queued(pool, person, path, resources)
    assert await import_run(resources, run_id) == "success"
    found = (await ask(EVERYTHING, id=person))["data"]["person"]
    (run,) = found["imports"]
    assert (run["runId"], run["state"], run["filesDone"]) == (str(run_id), "success", 25)
    assert found["orthostaticTests"][0]["rrSupineMs"] == 1174
    assert found["orthostaticTests"][0]["heartRateBpm"][:3] == [51, 49, 47]
    assert found["fitnessTests"] == [{"ownIndex": 47, "fitnessClass": "GOOD"}]
    assert [each["weightKg"] for each in found["weights"]] == [75.9, 76.4]
    assert [each["text"] for each in found["diary"]] == ["GOOD", "Cold, no training"]
    assert [each["name"] for each in found["trainingTargets"]] == ["Intervals", "Running"]
    assert found["plannedRoutes"][0]["wayLatitude"] == [40.04587, 40.04635, 40.04661, 40.0457]
    assert [each["name"] for each in found["devices"]] == ["Polar Vantage V3", "Polar V800"]
    (session,) = found["exercises"]["nodes"]
    assert (session["note"], session["ascentMetres"]) == ("Windy, felt strong", 212)
    assert [lap["kind"] for lap in session["laps"]] == ["MANUAL", "AUTOMATIC", "AUTOMATIC"]
    assert found["recharge"] == [{"baselineRmssdMs": 43, "exerciseTip": "E14.2"}]
    undone = await ask(UNDO, run=str(run_id))
    assert undone.get("errors") is None
    assert undone["data"]["undoImport"] == {"run": {"state": "undone"}}
    after = (await ask(EVERYTHING, id=person))["data"]["person"]
    assert (after["weights"], after["devices"], after["exercises"]["nodes"]) == ([], [], [])


@pytest.mark.parametrize("run", ["x", "7b0f4b3e-6a3e-4a53-9a1c-0c3b1c1c9b55"])
async def test_an_import_that_is_not_there(ask: Ask, run: str) -> None:
    """What nobody imported can not be taken back."""
    body = await ask(UNDO, run=run)
    assert body["errors"][0]["extensions"]["code"] == "not_found"
