"""What people like, and how they are deleted: at Polar, and every row of theirs here."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

from app.auth import Caller, require_person, require_to_see
from app.deeds.registration import end_registration
from app.errors import InvalidInput
from app.records.account import Account, HourCycle, Language, Scope, Units
from app.records.connection import Receipt
from app.state import State
from app.store.accounts import delete_account, existing_account, keep_likes
from app.store.takeouts import files_of_person
from app.takeout.files import delete_files

WORDS = {"units": Units, "language": Language, "hour_cycle": HourCycle}
"""What somebody may like, and the words for it; beside the time zone."""


async def prefer(
    house: State, caller: Caller, user_id: str, likes: Mapping[str, str | None]
) -> Account:
    """Keep what a person likes; what is not named stays, None lets the data or the browser say.

    `likes`: time_zone, units, language, hour_cycle. With the zone, their days begin elsewhere.
    Raises Forbidden, NotFound or InvalidInput.
    """
    require_to_see(caller, Scope.ADMIN)  # No password for units: nothing is lost by them.
    require_person(caller, user_id)
    pool = house["resources"].pool
    for name, value in likes.items():
        _check_like(name, value)
    now = await existing_account(pool, user_id)
    known = {name: getattr(now, name) for name in ("time_zone", *WORDS)}
    try:
        return await keep_likes(pool, user_id, known | dict(likes), actor=caller.actor)
    finally:
        house["auth"].forget_account(user_id)


def _check_like(name: str, value: str | None) -> None:
    if value is None:
        return
    if name == "time_zone" and value not in _zones():
        raise InvalidInput(
            "time_zone: a name of the IANA time zone database, such as Europe/Helsinki.", name
        )
    if name in WORDS and value not in set(WORDS[name]):
        raise InvalidInput(f"{name}: one of {', '.join(WORDS[name])}.", name)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


async def delete_person(
    house: State, caller: Caller, user_id: str, *, even_when_polar_is_silent: bool = False
) -> Receipt:
    """Deregister a person at Polar and delete every row of theirs; a line in the audit log stays.

    Archives that they sent and exports of theirs go from the disk, too. Syncs under way end by
    themselves. Raises Forbidden, NotFound, or PolarUnavailable when Polar can not be asked and is
    not passed over; then nothing was deleted.
    """
    require_person(caller, user_id, Scope.ADMIN)
    resources = house["resources"]
    deregistered = await end_registration(
        resources, user_id, even_when_polar_is_silent=even_when_polar_is_silent
    )
    files = await files_of_person(resources.pool, user_id)
    try:
        receipt = await delete_account(
            resources.pool, user_id, actor=caller.actor, deregistered=deregistered
        )
    finally:
        house["auth"].forget_account(user_id)
    await delete_files(resources.settings.data_dir, files)
    return receipt
