"""What the house was told in the pages, opened: Polar's client among it."""

import logging

from app.errors import SecretUnreadable
from app.resources import Resources
from app.store.house import find_settings
from app.vault import Sealed

log = logging.getLogger(__name__)

CLIENT_ID, CLIENT_SECRET = "polar_client_id", "polar_client_secret"


async def told(resources: Resources, *names: str) -> dict[str, str]:
    """Settings of these names that were made; others stay closed, be their key lost or not.

    Raises SecretUnreadable for one of these whose key is lost.
    """
    sealed = await find_settings(resources.pool)
    return {
        name: resources.vault.open(sealed[name], Sealed.SETTING) for name in names if name in sealed
    }


async def readable(resources: Resources, name: str) -> str | None:
    """A setting as it was told; None for one that was not, or whose key is lost."""
    try:
        return (await told(resources, name)).get(name)
    except SecretUnreadable as error:
        log.warning("%s: %s", error.code, error)
        return None


async def credentials(resources: Resources) -> tuple[str, str] | None:
    """Id and secret of the client at Polar: the environment's, else what was told in the pages."""
    settings = resources.settings
    if settings.polar_client_id is not None and settings.polar_client_secret is not None:
        return settings.polar_client_id, settings.polar_client_secret.get_secret_value()
    found = await told(resources, CLIENT_ID, CLIENT_SECRET)
    if CLIENT_ID not in found or CLIENT_SECRET not in found:
        return None
    return found[CLIENT_ID], found[CLIENT_SECRET]
