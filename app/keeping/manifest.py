"""What lies beside a backup: what it holds, by what it can be read, and when it was taken."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from pydantic import TypeAdapter, ValidationError

from app.errors import ConfigurationError, InvalidInput
from app.reads.backups import MANIFEST
from app.settings import Settings
from app.store.keeping import Kept
from app.vault import Vault

FORMAT = 1
_WORD = "ursa"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A backup that is whole: the manifest is written last."""

    format: int = FORMAT
    kind: str
    """embedded: files; server: a dump."""
    made_at: dt.datetime
    postgres_version: str
    timescale_version: str
    size_bytes: int
    sha256: str | None = None
    """Of the files' archive; pg_restore checks dumps by itself."""
    key_at: str
    """Where the key is that opens Polar's tokens; it is in no backup."""
    proof: str
    """A word sealed with that key: whoever opens it has the right one."""
    roles: list[str] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)


_SCHEMA = TypeAdapter(Manifest)


def write(folder: Path, manifest: Manifest) -> None:
    """Write it whole or not at all."""
    beside = folder / f"{MANIFEST}.new"
    beside.write_bytes(orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
    beside.replace(folder / MANIFEST)


def read(folder: Path) -> Manifest:
    """The manifest of a backup; InvalidInput when there is none, or not one of ours."""
    try:
        found = _SCHEMA.validate_json((folder / MANIFEST).read_bytes())
    except OSError:
        raise InvalidInput(
            f"{folder} holds no whole backup: {MANIFEST} is not there. Name the folder that "
            "`ursa backup` wrote to, or one backup in it."
        ) from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "its text"
        raise InvalidInput(
            f"{folder / MANIFEST} can not be read: {where}, {first['msg']}."
        ) from None
    if found.format > FORMAT:
        raise InvalidInput(f"{folder} is of a newer Ursa. Restore it with that one.")
    return found


def key_place(settings: Settings) -> str:
    """Where the key is that opens Polar's tokens, in words."""
    if settings.encryption_key is not None:
        return "ENCRYPTION_KEY"
    return str((settings.data_dir / "encryption.key").absolute())


def proof(vault: Vault) -> str:
    """A word that this vault's key opens."""
    return vault.seal(_WORD).decode()


def fits(manifest: Manifest, vault: Vault) -> bool:
    """Whether this vault opens what was sealed when the backup was taken."""
    try:
        return vault.open(manifest.proof.encode()) == _WORD
    except ConfigurationError:
        return False
