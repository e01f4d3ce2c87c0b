"""The registered person, as AccessLink sends them."""

from typing import ClassVar

from app.upstream.wire.base import Rows, Wire
from app.upstream.wire.physical_info import Centimetres, Kilograms
from app.upstream.wire.types import BigNumber, Day, Real, UtcTime, Word


class ExtraInfo(Wire):
    """The answer to a partner's question."""

    name: Word | None = None
    index: Real | None = None
    value: Word | None = None


class User(Wire):
    """A person who is registered with this client. Kilograms, centimetres."""

    subject: ClassVar[str] = "user"
    key: ClassVar[tuple[str, ...]] = ("polar_user_id",)

    polar_user_id: BigNumber
    member_id: Word | None = None
    registration_date: UtcTime | None = None
    first_name: Word | None = None
    last_name: Word | None = None
    birthdate: Day | None = None
    gender: Word | None = None
    weight: Kilograms | None = None
    height: Centimetres | None = None
    extra_info: Rows[ExtraInfo] | None = None
