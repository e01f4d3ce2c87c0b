"""Deleting people: at Polar, and every row of theirs here."""

from app.ingest.registration import end_registration
from app.records.connection import Receipt
from app.resources import Resources
from app.store.accounts import delete_account


async def delete_person(
    resources: Resources, *, user_id: str, actor: str, even_when_polar_is_silent: bool = False
) -> Receipt:
    """Deregister a person at Polar and delete every row of theirs; a line in the audit log stays.

    Syncs under way end by themselves. Raises NotFound, or PolarUnavailable when Polar can not be
    asked and is not passed over; then nothing was deleted. The caller's `Auth` has to forget the
    person.
    """
    deregistered = await end_registration(
        resources, user_id, even_when_polar_is_silent=even_when_polar_is_silent
    )
    return await delete_account(resources.pool, user_id, actor=actor, deregistered=deregistered)
