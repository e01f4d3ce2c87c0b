"""The sports that simulated people do: how long, how hard, how fast."""

from dataclasses import dataclass
from math import exp


@dataclass(frozen=True, slots=True)
class Sport:
    """One kind of session. Effort is a share of the heart-rate reserve, speed is km/h."""

    sport: str
    detail: str
    minutes: float
    effort: float
    speed_kmh: float = 0.0
    cadence: int = 0
    steps_per_minute: int = 0
    surges: bool = False

    @property
    def outdoors(self) -> bool:
        """Whether the satellite receiver is on, so that there is a distance and a route."""
        return self.speed_kmh > 0

    @property
    def runs(self) -> bool:
        """Whether running power and a running index are measured."""
        return self.sport == "RUNNING"


SPORTS = {
    "easy": Sport("RUNNING", "RUNNING", 45, 0.62, 10.4, 80, 162),
    "intervals": Sport("RUNNING", "TRACK_AND_FIELD_RUNNING", 52, 0.71, 11.6, 84, 168, surges=True),
    "long": Sport("RUNNING", "ROAD_RUNNING", 95, 0.60, 10.0, 80, 160),
    "walk": Sport("OTHER", "WALKING", 45, 0.30, 5.4, 56, 112),
    "ride": Sport("CYCLING", "ROAD_BIKING", 80, 0.54, 26.0, 82, 0),
    "strength": Sport("STRENGTH_TRAINING", "STRENGTH_TRAINING", 50, 0.40, 0.0, 0, 12),
    "mobility": Sport("OTHER", "MOBILITY_STATIC", 25, 0.15, 0.0, 0, 2),
}


def cardio_load(minutes: float, effort: float) -> float:
    """Return Banister's training impulse of a session; four decimals, as Polar sends it."""
    return round(minutes * effort * 0.64 * exp(1.92 * effort), 4)
