"""Backups: taken while others write, put back elsewhere, and compared row by row of counts."""

import asyncio
import datetime as dt
import re
import secrets
import shutil
import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from app.errors import InvalidInput
from app.keeping import dump, folder, manifest, work
from app.keeping.replaced import replaced
from app.reads.backups import MANIFEST, newest_at
from app.resources import utc_now
from app.settings import Settings
from app.store import keeping
from app.store.pool import Pool, open_pool
from app.vault import open_vault
from tests.databases import SERVER, database_on

KEY = SecretStr("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")
OTHER = SecretStr("YWJjZGVmMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODk=")


def _fitting_pg_dump() -> bool:
    if SERVER is None:
        return True
    if shutil.which("pg_dump") is None:
        return False
    told = subprocess.run(["pg_dump", "--version"], capture_output=True, text=True, check=True)
    with psycopg.connect(SERVER) as connected:
        server = connected.info.server_version // 10_000
    found = re.search(r"\d+", told.stdout)
    return found is not None and int(found[0]) >= server


pytestmark = pytest.mark.skipif(
    not _fitting_pg_dump(), reason="no pg_dump of the server's version or newer is in PATH"
)


@pytest.fixture(scope="module")
def settings(database_url: str, database_folder: Path) -> Settings:
    """The test database, as its owner sees it."""
    url = database_url if SERVER else None
    return Settings(database_url=url, data_dir=database_folder, encryption_key=KEY)


async def _someone(pool: Pool, settings: Settings) -> str:
    """A connected person."""
    who = f"kept-{secrets.token_hex(4)}"
    sealed = open_vault(settings).seal("a token of Polar's")
    async with pool.connection() as connected:
        await connected.execute("INSERT INTO account (user_id) VALUES (%s)", [who])
        await connected.execute(
            "INSERT INTO credential (user_id, token_encrypted) VALUES (%s, %s)", [who, sealed]
        )
    return who


async def _write_on(pool: Pool) -> None:
    """Somebody who writes all the time."""
    while True:
        async with pool.connection() as connected:
            await connected.execute(
                "INSERT INTO audit_log (actor, action) VALUES ('test', 'backup.beside')"
            )
        await asyncio.sleep(0)


@pytest.fixture(scope="module")
async def written(
    settings: Settings, pool: Pool, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[work.Written, str]]:
    """A backup that was taken while somebody wrote, after one that was killed halfway."""
    who = await _someone(pool, settings)
    if SERVER is None:
        await keeping.begin_files(pool)
    writer = asyncio.create_task(_write_on(pool))
    try:
        place = tmp_path_factory.mktemp("backups")
        yield await work.backup(settings, pool, place, utc_now()), who
    finally:
        writer.cancel()
        await asyncio.wait([writer])


async def test_everything_comes_back_and_another_key_is_told(
    written: tuple[work.Written, str], settings: Settings, tmp_path: Path
) -> None:
    """Rows, aggregates and policies are as they were; the key that was not brought is missed."""
    backup, who = written
    if SERVER is None:
        place = Settings(data_dir=tmp_path / "restored", encryption_key=OTHER)
        found, checks = await work.restore(place, backup.path.parent, replace=False, now=utc_now())
    else:
        with database_on(SERVER) as url:
            place = Settings(database_url=url, data_dir=tmp_path, encryption_key=OTHER)
            found, checks = await work.restore(place, backup.path, replace=False, now=utc_now())
            async with open_pool(url, size=1) as pool, pool.connection() as connected:
                cursor = await connected.execute("SELECT user_id FROM account")
                assert (who,) in await cursor.fetchall()
    assert found == backup.path
    assert {check.what: check.good for check in checks} == {
        "Rows of tables": True,
        "Aggregates": True,
        "Policies": True,
        "Key of Polar's tokens": False,
        "Up to date": True,
    }
    assert "ENCRYPTION_KEY" in checks[3].advice
    assert manifest.fits(backup.manifest, open_vault(settings))
    assert not manifest.fits(backup.manifest, open_vault(place))


async def test_what_is_there_is_not_overwritten(
    written: tuple[work.Written, str], settings: Settings
) -> None:
    """A restore into a database that has something in it changes nothing, and says what to do."""
    backup, _ = written
    if SERVER is None:
        data_dir = backup.path.parent / "taken"
        (data_dir / "pgdata").mkdir(parents=True)
        settings = Settings(data_dir=data_dir, encryption_key=KEY)
    with pytest.raises(InvalidInput, match=r"--replace|Make a new one"):
        await work.restore(settings, backup.path, replace=False, now=utc_now())


@pytest.mark.skipif(SERVER is not None, reason="a server's database is never replaced")
async def test_what_was_there_is_moved_aside_and_told(
    written: tuple[work.Written, str], tmp_path: Path
) -> None:
    """With --replace the earlier database stays beside the restored one, and takes its room."""
    backup, _ = written
    (tmp_path / "pgdata").mkdir()
    (tmp_path / "pgdata" / "earlier").write_bytes(b"1" * 2**21)
    settings = Settings(data_dir=tmp_path, encryption_key=KEY)
    _, checks = await work.restore(settings, backup.path, replace=True, now=utc_now())
    moved = checks[-1]
    assert (moved.what, moved.good, moved.found) == ("Moved aside", True, f"1 in {tmp_path}, 2 MB")
    assert "ursa replaced --delete" in moved.advice
    assert [[file.name for file in path.iterdir()] for path in replaced(tmp_path)] == [["earlier"]]


@pytest.mark.skipif(SERVER is not None, reason="pg_restore checks dumps by itself")
async def test_a_damaged_backup_makes_nothing(
    written: tuple[work.Written, str], tmp_path: Path
) -> None:
    """One byte is enough; the folder stays as it was."""
    backup, _ = written
    copy = tmp_path / backup.path.name
    shutil.copytree(backup.path, copy)
    with (copy / "base.tar.zst").open("r+b") as file:
        file.seek(1000)
        file.write(b"?")
    settings = Settings(data_dir=tmp_path / "data", encryption_key=KEY)
    with pytest.raises(InvalidInput, match="damaged"):
        await work.restore(settings, tmp_path, replace=False, now=utc_now())
    assert not (tmp_path / "data" / "pgdata").exists()


async def test_a_backup_of_the_other_kind_is_refused(
    written: tuple[work.Written, str], tmp_path: Path
) -> None:
    """Files are no dump; the words say which way leads on."""
    backup, _ = written
    other = replace(backup.manifest, kind="server" if SERVER is None else "embedded")
    manifest.write(tmp_path, other)
    url = "postgresql://127.0.0.1:1/x" if other.kind == "embedded" else None
    settings = Settings(database_url=url, data_dir=tmp_path)
    with pytest.raises(InvalidInput, match="DATABASE_URL"):
        await work.restore(settings, tmp_path, replace=False, now=utc_now())


def test_backups_appear_whole_and_the_oldest_go(tmp_path: Path) -> None:
    """One whose block fails leaves nothing; of the whole ones the newest stay."""
    begun = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
    for day in range(3):
        with folder.new_backup(tmp_path, begun + dt.timedelta(days=day)) as made:
            (made / MANIFEST).touch()
    assert [path.name for path in folder.rotate(tmp_path, 2)] == ["ursa-20260501T120000Z"]
    assert newest_at(tmp_path) == begun + dt.timedelta(days=2)
    with pytest.raises(RuntimeError), folder.new_backup(tmp_path, utc_now()):
        raise RuntimeError
    assert len(list(tmp_path.iterdir())) == 2


def test_what_is_no_manifest_is_told(tmp_path: Path) -> None:
    """A folder without one, one that is cut off, and one of a newer Ursa."""
    with pytest.raises(InvalidInput, match="holds no backup"):
        folder.newest(tmp_path)
    for text, words in (("{", "can not be read"), ('{"format": 9}', "can not be read")):
        (tmp_path / MANIFEST).write_text(text)
        with pytest.raises(InvalidInput, match=words):
            manifest.read(tmp_path)


def test_a_newer_pg_restore_may_set_too_much() -> None:
    """What an older server does not know is forgiven; whatever else fails is not."""
    setting = (
        "pg_restore: error: could not execute query: ERROR:  "
        'unrecognized configuration parameter "transaction_timeout"\n'
        "Command was: SET transaction_timeout = 0;\n"
    )
    ignored = "pg_restore: warning: errors ignored on restore: 1\n"
    other = 'pg_restore: error: could not execute query: ERROR:  relation "a" does not exist\n'
    assert dump._only_unknown_settings(setting + ignored)
    assert not dump._only_unknown_settings(setting + other + ignored)
    assert not dump._only_unknown_settings(ignored)
