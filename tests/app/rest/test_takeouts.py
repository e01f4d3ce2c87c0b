"""Exports of everything over REST: ordered, written by a worker, fetched, and gone in time."""

import io
import os
import uuid
import zipfile
from pathlib import Path

import httpx
import pytest

from app.deeds.people import delete_person
from app.records.account import DataClass, Scope
from app.resources import Resources
from app.settings import Settings
from app.store.imports import ImportOrder, queue_import
from app.store.keys import create_key
from app.store.pool import Pool
from app.store.takeouts import queue_takeout
from app.takeout.files import forget_files
from app.takeout.work import takeout_path, takeout_run
from tests.app.deeds.doubles import OWNER, house
from tests.app.imports.archives import rows
from tests.app.rest.conftest import MASTER, Workers
from tests.app.series import new_person, one_of_each


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with a place for files."""
    return Settings.model_validate({"api_key": MASTER, "data_dir": tmp_path / "data"})


def files(settings: Settings) -> list[str]:
    """What lies on the disk."""
    return sorted(each.name for each in settings.data_dir.glob("*/*"))


async def ready(resources: Resources, user_id: str) -> uuid.UUID:
    """An export that lies ready."""
    now = resources.clock()
    run_id = await queue_takeout(resources.pool, user_id, "rest", now, actor="test")
    assert run_id is not None
    assert await takeout_run(resources, run_id) == "success"
    return run_id


async def test_from_order_to_end(
    client: httpx.AsyncClient, key: str, person: str, workers: Workers, resources: Resources
) -> None:
    """It is ordered once, told while it is written, and lies ready."""
    url, mine = f"/api/v1/users/{person}/takeouts", {"X-API-Key": key}
    ordered = await client.post(url, headers=mine)
    run_id = workers.runs[0]
    assert (ordered.status_code, ordered.json()["status"]) == (202, "queued")
    assert ordered.headers["location"] == f"{url}/{run_id}"
    again = await client.post(url, headers=mine)
    assert (again.status_code, again.json()["code"]) == (409, "takeout_running")
    early = await client.get(f"{url}/{run_id}/file", headers=mine)
    assert (early.status_code, early.json()["code"]) == (409, "conflict")
    assert await takeout_run(resources, run_id) == "success"
    assert await takeout_run(resources, run_id) is None
    (told,) = (await client.get(url, headers=mine)).json()
    assert (told["status"], told["phase"]) == ("success", "done")
    assert (await client.get(f"{url}/{run_id}", headers=mine)).json() == told


async def test_the_file(
    client: httpx.AsyncClient, key: str, person: str, resources: Resources, pool: Pool
) -> None:
    """It is fetched, also in ranges, by those who may, and deleted when its week is over."""
    await one_of_each(pool, person, resources.clock().date())
    run_id = await ready(resources, person)
    path, mine = f"takeouts/{run_id}/file", {"X-API-Key": key}
    url = f"/api/v1/users/{person}/{path}"
    answer = await client.get(url, headers=mine)
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as made:
        assert {"README.txt", "data-dictionary.csv", "ursa-export.json"} <= set(made.namelist())
    part = await client.get(url, headers=mine | {"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"PK\x03\x04")
    foreign = f"/api/v1/users/{await new_person(pool)}/{path}"
    assert (await client.get(foreign, headers={"X-API-Key": MASTER})).status_code == 404
    over = "UPDATE takeout_run SET expires_at = queued_at WHERE run_id = %s RETURNING 1"
    assert await rows(pool, over, run_id)
    await forget_files(resources)
    assert (await client.get(url, headers=mine)).status_code == 404


async def test_keys_of_some_classes(client: httpx.AsyncClient, pool: Pool, person: str) -> None:
    """Everything is for keys that read everything."""
    _, secret = await create_key(
        pool,
        user_id=person,
        label="sleep",
        scopes=[Scope.READ],
        actor="test",
        classes=[DataClass.SLEEP],
    )
    url, mine = f"/api/v1/users/{person}/takeouts", {"X-API-Key": secret}
    for answer in (
        await client.post(url, headers=mine),
        await client.get(f"{url}/{uuid.uuid4()}/file", headers=mine),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_nothing_stays_of_the_deleted(
    pool: Pool, resources: Resources, settings: Settings
) -> None:
    """Uploads and exports of somebody who is deleted go from the disk at once; others stay."""
    gone, stays = [await new_person(pool) for _ in range(2)]
    for who in (gone, stays):
        run_id = await ready(resources, who)
    upload = ImportOrder(
        run_id=uuid.uuid4(),
        user_id=gone,
        origin="rest",
        file_path="somewhere",
        file_kept=False,
        file_bytes=1,
    )
    assert await queue_import(pool, upload, resources.clock())
    sent = settings.data_dir / "archives" / f"{upload.run_id}.zip"
    sent.parent.mkdir()
    sent.write_bytes(b"of nobody any more")
    left = settings.data_dir / "takeouts" / f"{run_id}.zip.left"
    left.mkdir()
    await delete_person(house(resources), OWNER, gone, even_when_polar_is_silent=True)
    assert files(settings) == [f"{run_id}.zip", left.name]
    await rows(pool, "DELETE FROM takeout_run WHERE user_id = %s RETURNING 1", stays)
    assert await forget_files(resources) == 0  # Written a moment ago.
    for each in (takeout_path(settings, run_id), left):
        os.utime(each, (0, 0))
    assert await forget_files(resources) == 1
    assert files(settings) == []
