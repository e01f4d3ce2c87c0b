"""Secrets at rest: encrypted with Fernet, keys can be rotated."""

import os
from enum import Enum
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from app.errors import ConfigurationError, SecretUnreadable
from app.settings import Settings


class Sealed(Enum):
    """What is kept encrypted: its name, and what helps where its key is lost."""

    TOKEN = ("Polar token", "connect the person again")
    WEBHOOK = (
        "secret of Polar's webhook",
        "make the webhook anew: `ursa webhook delete`, `ursa webhook create`",
    )
    SETTING = ("setting of the house", "tell it again in the pages")


class Vault:
    """Seals and opens secrets with the newest of its keys; older ones still open."""

    def __init__(self, keys: list[str]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise ConfigurationError(
                "ENCRYPTION_KEY: not a Fernet key (32 bytes in URL-safe base64). "
                "Make one with `ursa encryption-key`."
            ) from None

    def seal(self, secret: str) -> bytes:
        """The secret, encrypted."""
        return self._fernet.encrypt(secret.encode())

    def open(self, sealed: bytes, kind: Sealed = Sealed.TOKEN) -> str:
        """The secret itself; raises SecretUnreadable when no key fits."""
        try:
            return self._fernet.decrypt(bytes(sealed)).decode()
        except InvalidToken:
            name, remedy = kind.value
            raise SecretUnreadable(
                f"A stored {name} can not be decrypted: ENCRYPTION_KEY is not the one it was "
                f"stored with. Put the old key behind the new one, or {remedy}."
            ) from None


def open_vault(settings: Settings) -> Vault:
    """Vault with the keys of the settings, else with one kept in DATA_DIR."""
    if settings.encryption_key is not None:
        keys = settings.encryption_key.get_secret_value().split(",")
        return Vault([key.strip() for key in keys if key.strip()])
    return Vault([_own_key(settings.data_dir)])


def _own_key(data_dir: Path) -> str:
    """The key in DATA_DIR, made at the first start and readable by its owner alone."""
    path = data_dir / "encryption.key"
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    key = Fernet.generate_key().decode()
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key
