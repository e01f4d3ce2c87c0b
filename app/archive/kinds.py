"""Every kind of file in an archive, one line each; what is not here is counted as unknown.

The uuid at the end of a name changes with each export, and is never an identity.
"""

import re
from dataclasses import dataclass
from enum import Enum

_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


@dataclass(frozen=True, slots=True)
class Spec:
    """How the files of a kind are named and read."""

    stem: str
    """What the name is before the uuid; groups tell the day, the number, or the owner."""
    items: str | None = None
    """Where the items of a long document are; None: the document is read whole."""
    left_out: str | None = None
    """Why files of this kind are not kept."""


class Kind(Enum):
    """The kinds, in the order in which they are read: nights come before what lies in them."""

    ACCOUNT = Spec(r"account-data-(?P<owner>\d+)")
    DEVICES = Spec(r"products-devices-(?P<owner>\d+)")
    CALENDAR = Spec(r"calendar-items-(?P<owner>\d+)")
    SLEEP_RESULT = Spec(r"sleep_result_(?P<owner>\d+)", "item")
    SLEEP_SCORE = Spec(r"sleep_score_(?P<owner>\d+)", "item")
    RECOVERY = Spec(r"nightly_recovery_(?P<owner>\d+)", "item")
    RECOVERY_SAMPLES = Spec(r"nightly_recovery_blob_(?P<owner>\d+)", "item")
    ACTIVITY = Spec(r"activity-(?P<day>\d{4}-\d\d-\d\d)")
    SESSION = Spec(
        r"training-session[-_](?P<day>\d{4}-\d\d-\d\d)(?:T\d\d[-:]\d\d[-:]\d\d)?[-_](?P<number>.+?)"
    )
    ORTHOSTATIC_TEST = Spec(r"orthostatic-test-result-(?P<owner>\d+)-\d+")
    FITNESS_TEST = Spec(r"fitness-test-results-\d+-(?P<day>\d{4}-\d\d-\d\d).*?")
    PERIOD = Spec(rf"generic-period-{_UUID}")
    TARGET = Spec(r"training-target-(?P<day>\d{4}-\d\d-\d\d)-(?P<number>\d+)")
    ROUTE = Spec(r"planned-route-(?P<owner>\d+)-(?P<number>\d+)")
    HEART_RATE = Spec(r"247ohr_(?P<month>\d{4}_\d\d)", "deviceDays.item")
    PPI = Spec(r"ppi_samples_(?P<month>\d{4}_\d\d)_\d+", "item")
    SLEEP_WAKE = Spec(
        r"sleep_wake_(?P<owner>\d+)",
        left_out="a vector of whole days that also holds daytime; nights tell their own stages",
    )
    FAVOURITE = Spec(r"favourite-targets-.*?", left_out="a template of a target, no day's data")
    PROGRAM = Spec(r"programs-.*?", left_out="a program of Polar's, no day's data")
    SPORT_PROFILE = Spec(r"sport-profiles-.*?", left_out="settings of the watch")
    PROFILE = Spec(r"account-profile-(?P<owner>\d+)", left_out="address and phone are not kept")
    PICTURE = Spec(r"profile-picture-.*?", left_out="a picture is not kept")

    @property
    def key(self) -> str:
        """The kind's name in reports."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Named:
    """What a file's name tells."""

    kind: Kind
    day: str | None = None
    """`2025-08-01`, or the month as `2025_08`."""
    number: str | None = None
    owner: str | None = None
    """Polar Flow's number of the person."""


def named(name: str) -> Named | None:
    """The kind of a file by its base name, and what else the name tells; None: unknown."""
    for kind, pattern in _PATTERNS:
        found = pattern.fullmatch(name)
        if found:
            told = found.groupdict()
            day = told.get("day") or told.get("month")
            return Named(kind, day, told.get("number"), told.get("owner"))
    return None


def _pattern(kind: Kind) -> re.Pattern[str]:
    return re.compile(rf"{kind.value.stem}(?:[-_]{_UUID})?\.(?:json|data)", re.ASCII)


_PATTERNS = tuple((kind, _pattern(kind)) for kind in Kind)
