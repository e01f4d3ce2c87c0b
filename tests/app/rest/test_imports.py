"""Archives over REST: sent as they come, watched, and taken back."""

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from app.auth import Auth
from app.imports.work import import_run
from app.records.imports import ImportRun
from app.resources import Resources
from app.rest.shapes.imports import Import
from app.settings import Settings
from app.store.pool import Pool
from app.turns import Places
from tests.app.imports.archives import named, rows, zipped
from tests.app.rest.conftest import MASTER, Get, Workers

DAY = {"date": "2025-08-01", "summary": {"startTime": "00:00:00.000", "stepCount": 1000}}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with little room for archives."""
    limits = {"data_dir": tmp_path / "data", "archive_max_gib": 1e-4}
    return Settings.model_validate({"api_key": MASTER, **limits})


@pytest.fixture
def archive(tmp_path: Path) -> bytes:
    """A small archive."""
    return zipped(tmp_path, {named("activity-2025-08-01"): DAY}).read_bytes()


async def pieces(body: bytes) -> AsyncIterator[bytes]:
    """A body that comes bit by bit."""
    for start in range(0, len(body), 100):
        yield body[start : start + 100]


def uploads(settings: Settings) -> list[Path]:
    """Archives that lie on the disk."""
    return [*(settings.data_dir / "archives").glob("*")]


async def test_few_uploads_at_the_same_time(
    auth: Auth, client: httpx.AsyncClient, key: str, person: str, archive: bytes, settings: Settings
) -> None:
    """An archive beyond them is refused before anything of it is kept; one on its way is not."""
    url, headers = f"/api/v1/users/{person}/imports", {"X-API-Key": key}
    auth.lasting.uploads = Places(1, "archives are being sent.")
    inside: list[httpx.Response] = []

    async def with_another() -> AsyncIterator[bytes]:
        yield archive[:100]
        inside.append(await client.post(url, content=archive, headers=headers))
        yield archive[100:]

    sent = await client.post(url, content=with_another(), headers=headers)
    assert (inside[0].status_code, inside[0].json()["code"]) == (429, "too_many_requests")
    assert sent.status_code == 202
    assert len(uploads(settings)) == 1


async def test_from_upload_to_undo(
    client: httpx.AsyncClient,
    get: Get,
    key: str,
    person: str,
    archive: bytes,
    workers: Workers,
    resources: Resources,
    pool: Pool,
    settings: Settings,
) -> None:
    """An upload is queued, worked on, told, forgotten on the disk, and taken back."""
    url = f"/api/v1/users/{person}/imports"
    answer = await client.post(url, content=pieces(archive), headers={"X-API-Key": key})
    run_id = str(workers.runs[0])
    assert answer.status_code == 202
    assert answer.json() == {"status": "queued", "user_id": person, "run_id": run_id}
    assert answer.headers["location"] == f"{url}/{run_id}"
    busy = await client.post(url, content=archive, headers={"X-API-Key": key})
    assert (busy.status_code, busy.json()["code"]) == (409, "import_running")
    assert [path.stem for path in uploads(settings)] == [run_id]
    assert await import_run(resources, workers.runs[0]) == "success"
    assert uploads(settings) == []
    told = (await get(f"imports/{run_id}")).json()
    assert (told["status"], told["files_done"], told["rows_written"]) == ("success", 1, 1)
    assert told["report"]["kinds"] == {"activity": {"files": 1, "new": 1}}
    assert [run["run_id"] for run in (await get("imports")).json()] == [run_id]
    mine = await client.delete(f"{url}/{run_id}", headers={"X-API-Key": key})
    assert mine.status_code == 403
    undone = await client.delete(f"{url}/{run_id}", headers={"X-API-Key": MASTER})
    assert (undone.status_code, undone.json()["status"]) == (200, "undone")
    assert await rows(pool, "SELECT FROM activity WHERE user_id = %s", person) == []
    again = await client.delete(f"{url}/{run_id}", headers={"X-API-Key": MASTER})
    assert again.status_code == 409


async def test_what_stands_in_the_way_of_an_undoing(
    client: httpx.AsyncClient,
    person: str,
    archive: bytes,
    tmp_path: Path,
    workers: Workers,
    resources: Resources,
    pool: Pool,
) -> None:
    """A later import does, and is named; one that was refused, and brought nothing, does not."""
    url, master = f"/api/v1/users/{person}/imports", {"X-API-Key": MASTER}
    of_two: dict[str, object] = {named("sleep_score_1"): [], named("sleep_score_2"): []}
    refused = zipped(tmp_path, of_two).read_bytes()
    for body in (archive, archive, refused, refused):
        await client.post(url, content=body, headers=master)
        await import_run(resources, workers.runs[-1])
    states = [run["status"] for run in (await client.get(url, headers=master)).json()]
    assert states == ["failed", "failed", "success", "success"]
    first, second, *_ = workers.runs
    beneath = await client.delete(f"{url}/{first}", headers=master)
    assert (beneath.status_code, beneath.json()["code"]) == (409, "conflict")
    assert "Undo the latest first" in beneath.json()["detail"]
    for run in (second, first):
        undone = await client.delete(f"{url}/{run}", headers=master)
        assert (undone.status_code, undone.json()["status"]) == (200, "undone")
    again = await client.delete(f"{url}/{first}", headers=master)
    assert again.json()["detail"] == "This import was undone before."
    assert await rows(pool, "SELECT FROM activity WHERE user_id = %s", person) == []


async def test_what_is_not_taken(
    client: httpx.AsyncClient, key: str, person: str, archive: bytes, settings: Settings
) -> None:
    """No ZIP, one that is too large, another person's door, an owner's word: nothing is kept."""
    url, mine = f"/api/v1/users/{person}/imports", {"X-API-Key": key}
    for path, body, status, code in (
        (url, b"no zip", 422, "archive_refused"),
        (url, b"x" * 200_000, 400, "invalid_input"),
        (url, b"", 422, "archive_refused"),
        (f"{url}?foreign_owner=true", archive, 403, "forbidden"),
        ("/api/v1/users/somebody-else/imports", archive, 403, "forbidden"),
    ):
        answer = await client.post(path, content=body, headers=mine)
        assert (answer.status_code, answer.json()["code"]) == (status, code), path
    assert uploads(settings) == []


async def test_somebody_new(
    client: httpx.AsyncClient, person: str, archive: bytes, workers: Workers, pool: Pool
) -> None:
    """A key that opens everybody makes an unknown person known."""
    url = f"/api/v1/users/{person}-new/imports"
    answer = await client.post(url, content=archive, headers={"X-API-Key": MASTER})
    assert (answer.status_code, len(workers.runs)) == (202, 1)
    found = await rows(pool, "SELECT 1 FROM account WHERE user_id = %s", f"{person}-new")
    assert found == [(1,)]


async def test_a_full_disk(
    client: httpx.AsyncClient,
    key: str,
    person: str,
    archive: bytes,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A disk that fills up in the middle is told, and nothing of the archive stays."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.deeds.imports._write", full)
    answer = await client.post(
        f"/api/v1/users/{person}/imports", content=archive, headers={"X-API-Key": key}
    )
    assert (answer.status_code, answer.json()["code"]) == (503, "disk_full")
    assert uploads(settings) == []


def test_a_run_says_it_all() -> None:
    """The shape has every field of an import but the person."""
    ours = {field.name for field in dataclasses.fields(ImportRun)} - {"user_id", "state"}
    assert ours | {"status"} == {field.name for field in dataclasses.fields(Import)}
