"""The physiology: one seeded person's days, each of them hanging on the days before it."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum, auto
from math import copysign, exp, log, sqrt
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from app.simulator.sports import SPORTS, Sport, cardio_load
from app.simulator.times import midnight

STORY_DAYS = 120  # After so many days a story begins again, so that a long demo stays lively.
BLOCK_DAYS = 256  # Noise is drawn in blocks: a day does not change when later ones are asked for.
BASELINE_NIGHTS = 28
FIRST_BASELINE = 5
ILLNESS_CURVE = (0.55, 1.0, 1.0, 0.85, 0.55, 0.25)
UNWORN_NIGHT = -2.1  # Noise below it, one night in fifty: the watch was on its charger.
LAZY_DAY = -1.5  # Noise below it, one day in fifteen: the planned session is skipped.
TOO_ILL = 0.2
NOISES = 18
SATURDAY = 5


class Kind(Enum):
    """What may happen in a story."""

    ILLNESS = auto()
    CAMP = auto()
    JOURNEY = auto()
    NO_WATCH = auto()
    NEW_DEVICE = auto()


@dataclass(frozen=True, slots=True)
class Device:
    """A watch: its name, whether it has Elixir sensors, and its bias in measuring HRV."""

    model: str
    device_id: str
    elixir: bool = False
    hrv_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Chapter:
    """Something that happens from day `first` of the story (0 is the first day) for `days` days.

    A new device stays for ever; everything else comes again when the story begins again.
    """

    kind: Kind
    first: int
    days: int = 1
    zone: str = ""
    device: Device | None = None

    def position(self, index: int) -> int | None:
        """Return how many days ago this chapter began, None outside of it."""
        if self.kind is Kind.NEW_DEVICE:
            return index - self.first if index >= self.first else None
        since = index % STORY_DAYS - self.first
        return since if 0 <= since < self.days else None


Week = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Person:
    """Somebody with a watch: constants of the body, habits of the week, and a story."""

    polar_user_id: int
    first_name: str
    last_name: str
    story: str
    first_day: date
    device: Device
    week: Week
    seed: int = 0
    zone: str = "Europe/Helsinki"
    chapters: tuple[Chapter, ...] = ()
    birthday: date = date(1988, 5, 14)
    gender: str = "FEMALE"
    weight_kg: float = 66.0
    height_cm: float = 170.0
    hrv_ms: float = 52.0
    night_bpm: float = 52.0
    breaths: float = 14.0
    max_bpm: int = 190
    goal_minutes: int = 465
    bedtime_minutes: int = -50
    alarm_minutes: int = 405
    steps: int = 6200
    physical_info: bool = True

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Workout:
    """One planned and done session; `start` is the wearer's wall clock, effort a mean."""

    sport: Sport
    start: datetime
    seconds: float
    effort: float
    load: float
    upload_lag_minutes: int


@dataclass(frozen=True, slots=True)
class Night:
    """The night that ends on a day's morning, as the body had it; 30-second epochs.

    `hrv` (ms), `heart_rate` (bpm) and `breathing` (1/min) are means of the four hours that begin
    30 minutes after falling asleep; the charge and deviation are None until there is a baseline.
    """

    worn: bool
    asleep: datetime
    epochs: int
    hrv: float
    heart_rate: float
    breathing: float
    skin_celsius: float
    deep_share: float
    rem_share: float
    wake_share: float
    ans_charge: float | None
    skin_deviation: float | None

    @property
    def awake(self) -> datetime:
        """The moment of waking up, naive local."""
        return self.asleep + timedelta(seconds=30 * self.epochs)


@dataclass(frozen=True, slots=True)
class Day:
    """One local day of a person: what the body did, and what the story says about it."""

    index: int
    date: date
    offset_minutes: int
    device: Device
    worn: bool
    workday: bool
    illness: float
    camp: bool
    jet_lag_hours: float
    sleep_debt_hours: float
    fitness: float
    fatigue: float
    steps: int
    load: float
    workouts: tuple[Workout, ...]
    night: Night


@dataclass(frozen=True, slots=True)
class Scene:
    """What the story says about a day."""

    illness: float
    camp: bool
    worn: bool
    device: Device
    offset_minutes: int


@dataclass(slots=True)
class Carry:
    """What one day hands to the next."""

    offset_minutes: int
    mean_load: float
    fitness: float
    fatigue: float
    load: float = 0.0
    debt_hours: float = 0.0
    jet_lag_hours: float = 0.0
    hrv_noise: float = 0.0
    heart_noise: float = 0.0
    breath_noise: float = 0.0
    nights: deque[Night] = field(default_factory=lambda: deque(maxlen=BASELINE_NIGHTS))


class Body:
    """All days of one person from the first day on, computed in order and kept."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self._days: list[Day] = []
        self._life = self._live()

    def day(self, on: date) -> Day | None:
        """Return a day, None before the first day of the watch."""
        index = (on - self.person.first_day).days
        if index < 0:
            return None
        while len(self._days) <= index:
            self._days.append(next(self._life))
        return self._days[index]

    def offset_minutes(self, on: date) -> int:
        """Return the UTC offset of a local day, also before the first day."""
        day = self.day(on)
        return day.offset_minutes if day else zone_offset(self.person.zone, on)

    def days(self, first: date, last: date) -> list[Day]:
        """Return the days from `first` to `last`, both included, that the watch was owned."""
        dates = (first + timedelta(days=i) for i in range((last - first).days + 1))
        return [day for on in dates if (day := self.day(on))]

    def _live(self) -> Iterator[Day]:
        carry = begin(self.person)
        for block in range(10_000):
            rng = np.random.default_rng([self.person.seed, self.person.polar_user_id, block])
            for row, noise in enumerate(rng.standard_normal((BLOCK_DAYS, NOISES))):
                yield live_day(self.person, block * BLOCK_DAYS + row, noise, carry)


Noise = NDArray[np.float64]


def zone_offset(zone: str, on: date) -> int:
    """Return the UTC offset in minutes at noon of a local day."""
    noon = midnight(on).replace(hour=12, tzinfo=ZoneInfo(zone))
    offset = noon.utcoffset()
    return int(offset.total_seconds()) // 60 if offset else 0


def begin(person: Person) -> Carry:
    """Return the state of the evening before the first day: a body used to its usual week."""
    sessions = (SPORTS[name] for names in person.week for name in names)
    mean = sum(cardio_load(sport.minutes, sport.effort) for sport in sessions) / 7
    return Carry(zone_offset(person.zone, person.first_day), mean, mean, mean, load=mean)


def scene(person: Person, index: int) -> Scene:
    """Return what the story says about day `index`."""
    on = person.first_day + timedelta(days=index)
    now = {
        chapter.kind: (chapter, since)
        for chapter in person.chapters
        if (since := chapter.position(index)) is not None
    }
    zone = now[Kind.JOURNEY][0].zone if Kind.JOURNEY in now else person.zone
    device = now[Kind.NEW_DEVICE][0].device if Kind.NEW_DEVICE in now else None
    return Scene(
        illness=severity(*now[Kind.ILLNESS]) if Kind.ILLNESS in now else 0.0,
        camp=Kind.CAMP in now,
        worn=Kind.NO_WATCH not in now,
        device=device or person.device,
        offset_minutes=zone_offset(zone, on),
    )


def severity(chapter: Chapter, since: int) -> float:
    """Return how ill somebody is, 0 to 1, `since` days after the illness began."""
    stage = since / max(chapter.days - 1, 1) * (len(ILLNESS_CURVE) - 1)
    return float(np.interp(stage, range(len(ILLNESS_CURVE)), ILLNESS_CURVE))


def live_day(person: Person, index: int, noise: Noise, carry: Carry) -> Day:
    """Live one day: sleep, wake, train; the carry becomes what the next day starts from."""
    on = person.first_day + timedelta(days=index)
    told = scene(person, index)
    travel(told, carry)
    drift(noise, carry)
    night = sleep(person, index, told, noise, carry)
    workouts = train(person, on, told, night, noise)
    day = Day(
        index=index,
        date=on,
        offset_minutes=told.offset_minutes,
        device=told.device,
        worn=told.worn,
        workday=on.weekday() < SATURDAY,
        illness=told.illness,
        camp=told.camp,
        jet_lag_hours=carry.jet_lag_hours,
        sleep_debt_hours=carry.debt_hours,
        fitness=carry.fitness,
        fatigue=carry.fatigue,
        steps=walk(person, on, told, noise),
        load=round(sum((workout.load for workout in workouts), 0.0), 4),
        workouts=workouts,
        night=night,
    )
    remember(day, carry)
    return day


def travel(told: Scene, carry: Carry) -> None:
    """Shift the body clock: it lags by the hours flown east and heals about an hour a day."""
    lag = carry.jet_lag_hours + (told.offset_minutes - carry.offset_minutes) / 60
    healing = 1.0 if lag > 0 else 1.4
    flown = told.offset_minutes != carry.offset_minutes
    carry.jet_lag_hours = lag if flown else copysign(max(abs(lag) - healing, 0.0), lag)
    carry.offset_minutes = told.offset_minutes


def drift(noise: Noise, carry: Carry) -> None:
    """Move the night-to-night noise on: each is a first-order autoregression."""
    carry.hrv_noise = 0.44 * carry.hrv_noise + 0.115 * float(noise[0])
    carry.heart_noise = 0.40 * carry.heart_noise + 0.9 * float(noise[1])
    carry.breath_noise = 0.35 * carry.breath_noise + 0.22 * float(noise[2])


def sleep(person: Person, index: int, told: Scene, noise: Noise, carry: Carry) -> Night:
    """Sleep the night that ends on day `index`."""
    on = person.first_day + timedelta(days=index)
    start, epochs = bedtime(person, on, told, noise, carry)
    carry.debt_hours = owe(person, epochs, carry)
    hrv, heart_rate = heart(person, told, carry)
    breathing = person.breaths + 2.0 * told.illness + carry.breath_noise
    celsius = 34.9 + 0.95 * told.illness + 0.16 * float(noise[3])
    worn = told.worn and index > 0 and float(noise[4]) > UNWORN_NIGHT
    tired = min(carry.load / 150, 1.5)
    return Night(
        worn=worn,
        asleep=start,
        epochs=epochs,
        hrv=hrv,
        heart_rate=heart_rate,
        breathing=breathing,
        skin_celsius=celsius,
        deep_share=within(0.175 + 0.02 * tired + 0.025 * float(noise[5]), 0.10, 0.25),
        rem_share=within(0.225 - 0.03 * told.illness + 0.02 * float(noise[6]), 0.18, 0.30),
        wake_share=within(0.06 + 0.03 * told.illness + 0.012 * float(noise[7]), 0.042, 0.105),
        ans_charge=charge(hrv, heart_rate, breathing, carry.nights),
        skin_deviation=warmth(celsius, carry.nights),
    )


def within(value: float, low: float, high: float) -> float:
    """Return the value, or the end of the range that it passed."""
    return min(max(value, low), high)


def bedtime(
    person: Person, on: date, told: Scene, noise: Noise, carry: Carry
) -> tuple[datetime, int]:
    """Return when somebody falls asleep and for how many epochs; free mornings are late."""
    free = on.weekday() >= SATURDAY
    lag = within(carry.jet_lag_hours, -5, 6)
    fall = person.bedtime_minutes + 45 * free - 25 * told.illness + 30 * lag + 20 * float(noise[8])
    rested = fall + person.goal_minutes + 25 * carry.debt_hours + 22 * float(noise[9])
    alarm = person.alarm_minutes + 20 * lag + 9 * float(noise[9])
    slept = within((rested if free else min(rested + 40, alarm)) - fall, 290, 590)
    # The body falls asleep at no round second; the milliseconds are there to be parsed.
    seconds = round(fall * 60) + abs(float(noise[10])) % 1
    return midnight(on) + timedelta(milliseconds=int(seconds * 1000)), round(slept * 2)


def owe(person: Person, epochs: int, carry: Carry) -> float:
    """Return the sleep debt in hours after a night: a third of it is forgiven every day."""
    missing = (person.goal_minutes - epochs / 2) / 60
    return within(0.65 * carry.debt_hours + 0.6 * missing, -0.5, 4.0)


def heart(person: Person, told: Scene, carry: Carry) -> tuple[float, float]:
    """Return HRV (ms) and heart rate (bpm): yesterday's load and illness tire the heart."""
    load = carry.load - carry.mean_load
    gained = (carry.fitness - carry.mean_load) / max(carry.mean_load, 1.0)
    strain = (
        0.0017 * load
        + 0.0016 * (carry.fatigue - carry.mean_load)
        + 0.40 * told.illness
        + 0.03 * carry.debt_hours
    )
    lag = 0.015 * abs(carry.jet_lag_hours)
    deviation = carry.hrv_noise + 0.06 * gained - strain - lag
    hrv = within(person.hrv_ms * told.device.hrv_factor * exp(deviation), 12, 140)
    beats = 0.022 * load + 10.5 * told.illness + 0.7 * carry.debt_hours
    beats += 0.25 * abs(carry.jet_lag_hours) - 6 * carry.hrv_noise + carry.heart_noise - gained
    return hrv, person.night_bpm + beats


def charge(hrv: float, bpm: float, breathing: float, nights: deque[Night]) -> float | None:
    """Return the autonomic charge (-10 to +10) against the nights before; None without them."""
    if len(nights) < FIRST_BASELINE:
        return None
    raised = (
        1.9 * deviation(log(hrv), [log(night.hrv) for night in nights], 0.09)
        - 1.3 * deviation(bpm, [night.heart_rate for night in nights], 1.2)
        - 0.5 * deviation(breathing, [night.breathing for night in nights], 0.25)
    )
    return round(within(raised, -10, 10), 1)


def deviation(value: float, before: list[float], least: float) -> float:
    """Return how many spreads a value lies from the mean of those before it."""
    mean = sum(before) / len(before)
    spread = sqrt(sum((each - mean) ** 2 for each in before) / len(before))
    return (value - mean) / max(spread, least)


def warmth(celsius: float, nights: deque[Night]) -> float | None:
    """Return the skin temperature against the worn nights before; None without them."""
    if len(nights) < FIRST_BASELINE:
        return None
    return round(celsius - sum(night.skin_celsius for night in nights) / len(nights), 2)


def train(person: Person, on: date, told: Scene, night: Night, noise: Noise) -> tuple[Workout, ...]:
    """Return the day's sessions: the plan of the weekday, more in a camp, none when ill."""
    if told.illness > TOO_ILL or not told.worn or float(noise[11]) < LAZY_DAY:
        return ()
    names = [(name, 1.25 if told.camp else 1.0) for name in person.week[on.weekday()]]
    if told.camp:
        names.append(("easy", 0.8))
    return tuple(
        session(SPORTS[name], factor, place, night, noise)
        for place, (name, factor) in enumerate(names)
    )


def session(sport: Sport, factor: float, place: int, night: Night, noise: Noise) -> Workout:
    """Return one session; the second of a day is in the afternoon, before the evening one."""
    awake = midnight(night.awake.date())
    free = awake.weekday() >= SATURDAY
    hours = (10.0, 15.5) if free else (18.0, 15.5)
    minute = 60 * hours[min(place, 1)] + 12 * float(noise[12 + place % 2])
    begins = max(awake + timedelta(minutes=minute), night.awake + timedelta(minutes=40))
    minutes = sport.minutes * factor * exp(0.10 * float(noise[14]))
    effort = within(sport.effort + 0.02 * float(noise[15]), 0.1, 0.9)
    return Workout(
        sport=sport,
        start=begins.replace(microsecond=0),
        seconds=round(minutes * 60, 3),
        effort=effort,
        load=cardio_load(minutes, effort),
        upload_lag_minutes=3 + int(abs(float(noise[16])) * 9),
    )


def walk(person: Person, on: date, told: Scene, noise: Noise) -> int:
    """Return the steps outside of sport that the day aims at: fewer on free days and when ill."""
    habit = person.steps * (0.85 if on.weekday() >= SATURDAY else 1.0)
    return int(habit * exp(0.22 * float(noise[17])) * (1 - 0.6 * told.illness))


def remember(day: Day, carry: Carry) -> None:
    """Fold a day's load into fitness (42 days) and fatigue (7 days); keep the worn night."""
    carry.load = day.load
    carry.fitness += (day.load - carry.fitness) / 42
    carry.fatigue += (day.load - carry.fatigue) / 7
    if day.night.worn:
        carry.nights.append(day.night)
