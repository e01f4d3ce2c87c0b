"""Tokens at rest."""

import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from app.errors import ConfigurationError
from app.settings import Settings
from app.vault import Vault, open_vault


def test_a_sealed_token_is_not_readable() -> None:
    """What is stored does not contain the token, and opens again."""
    vault = Vault([Fernet.generate_key().decode()])
    sealed = vault.seal("polar-token")
    assert b"polar-token" not in sealed
    assert vault.open(sealed) == "polar-token"


def test_keys_can_be_rotated() -> None:
    """A newer key in front still opens what the older one sealed."""
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    sealed = Vault([old]).seal("x")
    assert Vault([new, old]).open(sealed) == "x"
    with pytest.raises(ConfigurationError, match="ENCRYPTION_KEY"):
        Vault([new]).open(sealed)


def test_a_bad_key_stops_the_start() -> None:
    """A value that is no Fernet key is named."""
    with pytest.raises(ConfigurationError, match="ENCRYPTION_KEY"):
        Vault(["short"])


def test_the_own_key_is_made_once_and_private(tmp_path: Path) -> None:
    """Without ENCRYPTION_KEY a key is made in DATA_DIR, for its owner alone."""
    settings = Settings(data_dir=tmp_path / "data")
    sealed = open_vault(settings).seal("x")
    assert open_vault(settings).open(sealed) == "x"
    mode = stat.S_IMODE((tmp_path / "data" / "encryption.key").stat().st_mode)
    assert mode == 0o600
