"""The end of a person's registration at Polar, and what happens when Polar does not answer."""

import logging
import re

from app.errors import (
    ConfigurationError,
    PolarError,
    PolarForbidden,
    PolarUnauthorized,
    PolarUnavailable,
)
from app.resources import Resources
from app.store.accounts import existing_account
from app.store.connections import Credential, find_credential
from app.upstream.client import PolarSession

log = logging.getLogger(__name__)

_POLAR_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


async def end_registration(
    resources: Resources, user_id: str, *, even_when_polar_is_silent: bool
) -> bool:
    """Deregister a person, which also kills their token; whether Polar had something to end.

    It has not when nobody is connected, the token is dead or the person is not registered. Raises
    NotFound, or PolarUnavailable when Polar can not be asked and is not passed over.
    """
    await existing_account(resources.pool, user_id)
    credential = await find_credential(resources.pool, user_id)
    if credential is None:
        return False
    try:
        return await _end(resources, credential)
    except (PolarError, ConfigurationError) as error:
        if not even_when_polar_is_silent:
            raise _undone(error) from error
        log.warning("the registration of %s at Polar was not ended: %s", user_id, error.message)
        return False


async def _end(resources: Resources, credential: Credential) -> bool:
    number = _polar_number(credential)
    if number is None:
        return False
    session = resources.polar.session(resources.vault.open(credential.token_encrypted))
    try:
        there = await _registered(session, number)
        if there:
            await session.delete_user(number)
    except PolarUnauthorized:
        return False
    return there


def _polar_number(credential: Credential) -> int | None:
    """Polar's number of the person; one who was never connected here may be named by it."""
    named = _POLAR_NUMBER.fullmatch(credential.user_id)
    return credential.polar_user_id or (int(credential.user_id) if named else None)


async def _registered(session: PolarSession, number: int) -> bool:
    """Whether Polar knows the token's person by this number; it answers 403 about all others."""
    try:
        user = await session.user(number)
    except PolarForbidden:
        return False
    return user is not None and user.polar_user_id == number


def _undone(error: PolarError | ConfigurationError) -> PolarUnavailable:
    return PolarUnavailable(
        "The registration at Polar could not be ended, so nothing was deleted. Try again later, or "
        "force it: the registration then stays until the person ends it at "
        f"https://account.polar.com. ({error.message})"
    )
