"""`ursa backup` and `ursa restore`: one backup written, one put back and looked at."""

import datetime as dt
import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import anyio

from app.embedded.claim import claim
from app.embedded.server import open_embedded
from app.errors import ConfigurationError, DiskFull, InvalidInput
from app.keeping import dump, files, folder, manifest
from app.keeping.manifest import Manifest
from app.keeping.replaced import PGDATA, aside, weighed
from app.reads.backups import newest_at
from app.reads.server import database_size
from app.records.server import Check
from app.resources import Resources, utc_now
from app.settings import Settings
from app.store import keeping
from app.store.keeping import Kept
from app.store.migrations import migrate
from app.store.pool import Pool, open_pool
from app.vault import open_vault

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """A backup that is whole, and those that went for it."""

    path: Path
    manifest: Manifest
    gone: list[Path] = field(default_factory=list)


async def backup(
    settings: Settings, pool: Pool, place: Path, now: dt.datetime, keep: int = 0
) -> Written:
    """Write a backup to a new folder in `place`, while everything goes on.

    Of the whole ones in `place` the newest `keep` stay, all of them with 0. Raises DiskFull,
    Conflict when one is under way, ConfigurationError.
    """
    with folder.new_backup(place, now) as partial:
        written = await _write(settings, pool, partial, now)
        await anyio.to_thread.run_sync(manifest.write, partial, written)
    gone = await anyio.to_thread.run_sync(folder.rotate, place, keep)
    return Written(partial.with_suffix(""), written, gone)


async def _write(settings: Settings, pool: Pool, to: Path, now: dt.datetime) -> Manifest:
    size = await database_size(pool)
    assert size is not None  # noqa: S101 -- the statement has no condition
    roles = await keeping.named_roles(pool)
    if settings.database_url is None:
        kept = await files.copy(pool, settings.data_dir / PGDATA, to / files.ARCHIVE)
    else:
        url, version = settings.database_url, size.postgres_version
        kept = await dump.dump(pool, url, to / dump.FOLDER, version)
    return Manifest(
        kind="embedded" if settings.embedded else "server",
        made_at=now,
        postgres_version=size.postgres_version,
        timescale_version=size.timescale_version,
        size_bytes=await anyio.to_thread.run_sync(folder.size_of, to),
        sha256=await anyio.to_thread.run_sync(files.digest, to / files.ARCHIVE)
        if settings.embedded
        else None,
        key_at=manifest.key_place(settings),
        proof=manifest.proof(open_vault(settings)),
        roles=roles,
        kept=kept,
    )


async def back_up_when_due(resources: Resources) -> Written | None:
    """The embedded database's own backup, where BACKUP_HOURS went by since the last; else None.

    A server's is its operator's: they know where it should lie.
    """
    settings, now = resources.settings, utc_now()
    if not settings.embedded or not settings.backup_hours:
        return None
    last = await anyio.to_thread.run_sync(newest_at, settings.backup_place)
    if last is not None and dt.timedelta() <= now - last < _between(settings):
        return None
    place, keep = settings.backup_place, settings.backup_keep
    written = await backup(settings, resources.pool, place, now, keep)
    log.info("backup %s: %.1f MB", written.path, written.manifest.size_bytes / 2**20)
    return written


def _between(settings: Settings) -> dt.timedelta:
    return dt.timedelta(hours=settings.backup_hours)


async def restore(
    settings: Settings, place: Path, *, replace: bool, now: dt.datetime
) -> tuple[Path, list[Check]]:
    """Put the newest backup of `place`, or the one that it is, back; answers what was looked at.

    What a database held before is kept: an embedded one's folder is moved aside (`replace`), a
    server's must be empty. Raises InvalidInput and ConfigurationError, and nothing was changed.
    """
    found = folder.newest(place)
    told = manifest.read(found)
    if (told.kind == "embedded") != settings.embedded:
        raise InvalidInput(_OTHER_KIND[told.kind])
    if settings.database_url is not None:
        return found, await _restore_server(settings, settings.database_url, found, told)
    with _room(settings.data_dir):
        await _put_files(settings, found, told, replace=replace, now=now)
    async with (
        open_embedded(settings.data_dir) as database,
        open_pool(database.url, size=2, prepare=False) as pool,
    ):
        return found, await _look(settings, pool, told) + _moved(settings.data_dir)


def _moved(data_dir: Path) -> list[Check]:
    """What was there before takes its room until it is deleted."""
    found = weighed(data_dir)
    advice = "Once all is well, `ursa replaced --delete` makes room."
    return [Check(what="Moved aside", good=True, found=found, advice=advice)] if found else []


_OTHER_KIND = {
    "embedded": "This backup is of the embedded database, and DATABASE_URL is set. Unset it, "
    "restore, and take each person over with `ursa export` and `ursa import`.",
    "server": "This backup is of a database server: set DATABASE_URL to a new, empty database.",
}


async def _put_files(
    settings: Settings, found: Path, told: Manifest, *, replace: bool, now: dt.datetime
) -> None:
    """The copied files in the place of what was there, which is moved aside."""
    pgdata = settings.data_dir / PGDATA
    async with claim(settings.data_dir):
        if pgdata.exists() and not replace:
            raise InvalidInput(
                f"{settings.data_dir} has a database already. Add --replace to move it aside, or "
                "set another DATA_DIR."
            )
        unpacked = pgdata.with_name("restored")
        await anyio.to_thread.run_sync(files.unpack, found / files.ARCHIVE, told.sha256, unpacked)
        if pgdata.exists():
            pgdata.rename(aside(settings.data_dir, now))
        unpacked.rename(pgdata)


async def _restore_server(settings: Settings, url: str, found: Path, told: Manifest) -> list[Check]:
    async with open_pool(url, size=2, prepare=False) as pool:
        if not await keeping.is_empty(pool):
            raise InvalidInput(
                "The database of DATABASE_URL is not empty, and nothing is restored over what is "
                "there. Make a new one (createdb) and set DATABASE_URL to it."
            )
        versions = (await keeping.postgres_version(pool), told.timescale_version)
        strangers = await dump.restore(pool, url, found / dump.FOLDER, versions, told.roles)
        checks = await _look(settings, pool, told)
        await keeping.forget_strangers(pool)
    return [*checks, *_about(strangers)]


def _about(strangers: list[str]) -> list[Check]:
    if not strangers:
        return []
    found = f"not here: {', '.join(strangers)}"
    advice = "Roles belong to a server: make them anew with `ursa analyst create`."
    return [Check(what="Roles of analysts", good=False, found=found, advice=advice)]


async def _look(settings: Settings, pool: Pool, told: Manifest) -> list[Check]:
    """Whether everything came back; then the database is brought up to date."""
    now_there = await keeping.kept(pool)
    checks = [_compared(kind, what, told.kept, now_there) for kind, what in KINDS]
    checks.append(await _key(settings, pool, told))
    ran = await migrate(pool)
    found = f"{len(ran)} migrations ran" if ran else "nothing to do"
    return [*checks, Check(what="Up to date", good=True, found=found)]


KINDS = (("relation", "Rows of tables"), ("aggregate", "Aggregates"), ("policy", "Policies"))


def _compared(kind: str, what: str, before: list[Kept], after: list[Kept]) -> Check:
    held = {each.name: each.counted for each in before if each.kind == kind}
    holds = {each.name: each.counted for each in after if each.kind == kind}
    unlike = sorted(name for name in held | holds if held.get(name) != holds.get(name))
    if not unlike:
        return Check(
            what=what, good=True, found=f"{sum(held.values()):,} in {len(held)}, as they were"
        )
    name = unlike[0]
    found = f"{len(unlike)} differ; {name}: {holds.get(name, 0):,} of {held.get(name, 0):,}"
    return Check(what=what, good=False, found=found, advice="Take another backup, and keep this.")


async def _key(settings: Settings, pool: Pool, told: Manifest) -> Check:
    """Whether Polar's tokens can be opened here; one of them is."""
    what, vault = "Key of Polar's tokens", open_vault(settings)
    sealed = await keeping.some_token(pool)
    opened = manifest.fits(told, vault)
    if opened and sealed is not None:
        with suppress(ConfigurationError):
            vault.open(sealed)
            return Check(what=what, good=True, found="fits: one token was opened")
    if opened and sealed is None:
        return Check(what=what, good=True, found="fits; nobody is connected")
    advice = f"Bring the key from {told.key_at} of where it was taken, or connect people again."
    return Check(what=what, good=False, found="another key: no token can be opened", advice=advice)


@contextmanager
def _room(place: Path) -> Iterator[None]:
    """A full disk is told by its name."""
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise DiskFull(f"The disk of {place} is full: nothing was restored. Make room.") from error
