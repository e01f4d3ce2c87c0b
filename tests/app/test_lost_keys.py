"""What was stored with another encryption key: told, and in nobody's way."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from app import doctor
from app.auth import owner
from app.deeds import house as deeds
from app.errors import SecretUnreadable
from app.records.house import Joining
from app.resources import Resources
from app.settings import Settings
from app.state import State
from app.store.house import keep_settings
from app.store.pool import Pool
from app.sync.client import CLIENT_ID, credentials
from app.vault import Vault
from tests.app.conftest import NOW

OWNER = owner("test")


@pytest.fixture
async def key(pool: Pool) -> AsyncIterator[str]:
    """The key with which the pages' settings are stored."""
    key = Fernet.generate_key().decode()
    told = {CLIENT_ID: "ours", "polar_client_secret": "secret", "joining": Joining.OPEN.value}
    sealed = {name: Vault([key]).seal(value) for name, value in told.items()}
    async with pool.connection() as connected:
        await connected.execute("TRUNCATE polar_webhook, credential CASCADE")
    await keep_settings(pool, sealed, actor="test", now=NOW)
    yield key
    async with pool.connection() as connected:
        await connected.execute("DELETE FROM setting")


def _house(resources: Resources, key: str) -> State:
    bare = resources.settings.model_copy(
        update={"polar_client_id": None, "polar_client_secret": None}
    )
    resources = replace(resources, settings=bare, oauth=None, vault=Vault([key]))
    return State(resources=resources, auth=None, dispatch=None)  # type: ignore[typeddict-item]


async def test_the_pages_go_on(resources: Resources, key: str) -> None:
    """The house is closed to strangers and has no client, until it is told again."""
    known, lost = (_house(resources, each) for each in (key, Fernet.generate_key().decode()))
    assert await deeds.see_joining(known, OWNER) is Joining.OPEN
    assert (await deeds.polar_client(known, OWNER)).client_id == "ours"
    assert await deeds.see_joining(lost, OWNER) is Joining.CLOSED
    assert (await deeds.polar_client(lost, OWNER)).client_id is None
    with pytest.raises(SecretUnreadable, match="tell it again in the pages"):
        await credentials(lost["resources"])


async def test_the_doctor_says_it(database_url: str, key: str, tmp_path: Path) -> None:
    """A line says which secret can not be opened, and what helps."""
    settings = Settings(database_url=database_url, data_dir=tmp_path)
    whole = settings.model_copy(update={"encryption_key": SecretStr(key)})
    assert "can be opened" in await doctor._stored_secrets(whole)
    with pytest.raises(SecretUnreadable, match="setting of the house can not be decrypted"):
        await doctor._stored_secrets(settings)
