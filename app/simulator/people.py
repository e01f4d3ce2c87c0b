"""The people of the demo, and as many more as a benchmark wants.

| id   | name            | zone            | story (day 0 is the first day)                        |
|------|-----------------|-----------------|-------------------------------------------------------|
| 1001 | Aino Quiet      | Europe/Helsinki | healthy regular runner; nothing happens               |
| 1002 | Ben Camp        | Europe/Berlin   | influenza on days 58-64, camp on days 92-98, a cold   |
|      |                 |                 | on days 117-119: the last weeks of 120 are full       |
| 1003 | Chiara Journey  | Europe/Rome     | no watch on days 20-23 and 71-72, New York on days    |
|      |                 |                 | 40-49, a new watch with Elixir sensors from day 60,   |
|      |                 |                 | Tokyo on days 96-104                                  |

A story begins again after 120 days. Everything follows from the seed, the id and the first day.
"""

from datetime import date, timedelta

import numpy as np

from app.simulator.body import STORY_DAYS, Chapter, Device, Kind, Person, Week

PACER = Device("Polar Pacer Pro", "1A2B3C4D")
VANTAGE = Device("Polar Vantage V2", "2B3C4D5E")
IGNITE = Device("Polar Ignite 2", "3C4D5E6F")
ELIXIR = Device("Polar Vantage V3", "4D5E6F7A", elixir=True, hrv_factor=1.06)

RUNNER: Week = ((), ("intervals",), ("strength",), ("easy",), (), ("walk",), ("long",))
ATHLETE: Week = (("mobility",), ("intervals",), ("easy",), ("ride",), (), ("easy",), ("long",))
COMMUTER: Week = (("walk",), (), ("easy",), (), ("strength",), ("ride",), ("walk",))
WEEKS = (RUNNER, ATHLETE, COMMUTER)
ZONES = ("Europe/Helsinki", "Europe/London", "America/Chicago", "Asia/Kolkata", "Asia/Tokyo")
FIRST_ID = 1001


def demo_people(first_day: date, seed: int = 0) -> tuple[Person, Person, Person]:
    """Return the three people of the module's table, their watches new on `first_day`."""
    aino = Person(
        *(1001, "Aino", "Quiet", "Runs four times a week; nothing happens", first_day),
        device=PACER,
        week=RUNNER,
        seed=seed,
    )
    ben = Person(
        *(1002, "Ben", "Camp", "Two illnesses and a training camp", first_day),
        device=VANTAGE,
        week=ATHLETE,
        seed=seed,
        zone="Europe/Berlin",
        chapters=(
            Chapter(Kind.ILLNESS, 58, 7),
            Chapter(Kind.CAMP, 92, 7),
            Chapter(Kind.ILLNESS, 117, 6),
        ),
        birthday=date(1993, 2, 3),
        gender="MALE",
        weight_kg=74.0,
        height_cm=181.0,
        hrv_ms=58.0,
        night_bpm=48.0,
        max_bpm=194,
        steps=4600,
    )
    return aino, ben, _traveller(first_day, seed)


def _traveller(first_day: date, seed: int) -> Person:
    return Person(
        *(1003, "Chiara", "Journey", "Travels far, forgets her watch, buys a new one", first_day),
        device=IGNITE,
        week=COMMUTER,
        seed=seed,
        zone="Europe/Rome",
        chapters=(
            Chapter(Kind.NO_WATCH, 20, 4),
            Chapter(Kind.JOURNEY, 40, 10, zone="America/New_York"),
            Chapter(Kind.NEW_DEVICE, 60, device=ELIXIR),
            Chapter(Kind.NO_WATCH, 71, 2),
            Chapter(Kind.JOURNEY, 96, 9, zone="Asia/Tokyo"),
        ),
        birthday=date(1979, 11, 22),
        weight_kg=61.0,
        height_cm=166.0,
        hrv_ms=41.0,
        night_bpm=56.0,
        max_bpm=178,
        steps=6600,
    )


def people(count: int, first_day: date, seed: int = 0) -> tuple[Person, ...]:
    """Return `count` people: the three of the demo first, then others with drawn stories."""
    demo = demo_people(first_day, seed)
    rest = (_stranger(FIRST_ID + place, first_day, seed) for place in range(3, count))
    return (*demo[:count], *rest)


def _stranger(polar_user_id: int, first_day: date, seed: int) -> Person:
    rng = np.random.default_rng([seed, polar_user_id])
    draw = rng.uniform(size=8)
    days = rng.integers(8, STORY_DAYS - 12, 3)
    return Person(
        polar_user_id,
        "Person",
        str(polar_user_id),
        "Drawn from the seed",
        first_day,
        device=(PACER, VANTAGE, IGNITE, ELIXIR)[int(draw[0] * 4)],
        week=WEEKS[int(draw[1] * 3)],
        seed=seed,
        zone=ZONES[int(draw[2] * 5)],
        chapters=(
            Chapter(Kind.ILLNESS, int(days[0]), 6),
            Chapter(Kind.NO_WATCH, int(days[1]), 2),
            Chapter(Kind.CAMP, int(days[2]), 7),
        ),
        birthday=date(1965, 1, 1) + timedelta(days=int(draw[3] * 14_000)),
        gender="MALE" if draw[4] < 0.5 else "FEMALE",  # noqa: PLR2004 - a coin.
        weight_kg=round(52 + 40 * float(draw[5]), 1),
        hrv_ms=34 + 32 * float(draw[6]),
        night_bpm=47 + 11 * float(draw[7]),
    )
