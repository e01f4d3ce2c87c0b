"""How often a feed is asked for, and how far back: counted in intervals of the timetable."""

from dataclasses import dataclass

NET = 4
"""So many times less often is asked for what webhooks announce."""
ALL = 365
"""Days that AccessLink shows at most."""


@dataclass(frozen=True, slots=True)
class Cadence:
    """Intervals between two questions.

    `morning`: in the wearer's morning, until the night is there. `announced`: a webhook tells
    when there is something new. `reach`: days that AccessLink shows.
    """

    every: int
    morning: int | None = None
    announced: bool = True
    reach: int = ALL


NIGHT = Cadence(6, morning=1, reach=28)
GROWS = Cadence(2)
SESSIONS = Cadence(2, reach=30)
SAMPLES = Cadence(4)
LOAD = Cadence(6, reach=180)
FORECAST = Cadence(12)
MEASURED = Cadence(12, announced=False)
TESTS = Cadence(24, announced=False)
SETTINGS = Cadence(24, reach=0)
