"""What the watch on the wrist records: series of samples, made on demand from a day's state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from app.simulator.body import Body, Day, Night, Person, Workout
from app.simulator.times import midnight

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Rng = np.random.Generator

MINUTES = 1440
WINDOW_START, WINDOW_END = 30 * 60, 270 * 60  # The four hours that a nightly recharge looks at.
STEP = 300.4  # Five-minute samples lose a minute in about six hours, as they do live.
DENSE_BURST_MINUTES = 66
SHORT_SHARE = 0.72  # Of the interruptions of a night, those under 90 seconds.
VIGOROUS_STEPS, MODERATE_STEPS, LIGHT_STEPS = 140, 95, 2  # A minute's least steps for a zone.
BOUT, BOUT_SHARE = 15, 0.6  # Everyday life moves in quarters of an hour, three of five.
AFTER_MINUTES = 4  # So long the watch goes on sampling every second when a session is over.
RECOVERY_SECONDS = 150  # In which heart rate falls by two thirds of the way to rest.
FIRST_DAY_MINUTE = 495  # On its first day a new watch is put on at 08:15.


class Purpose(IntEnum):
    """What a seeded generator is for: each series has its own, so that order never matters."""

    NIGHT = 1
    MINUTES = 2
    WORKOUT = 3
    HEART = 4
    TESTS = 5
    TEMPERATURE = 6


class Stage(IntEnum):
    """Polar's hypnogram codes that live nights use."""

    WAKE = 0
    REM = 1
    LIGHT = 3
    DEEP = 4


class Zone(IntEnum):
    """Activity zones, numbered for arrays."""

    SLEEP = 0
    SEDENTARY = 1
    LIGHT = 2
    MODERATE = 3
    VIGOROUS = 4
    NON_WEAR = 5


def generator(person: Person, day: Day, purpose: Purpose, place: int = 0) -> Rng:
    """Return the generator of one series of one day."""
    return np.random.default_rng([person.seed, person.polar_user_id, day.index, purpose, place])


@dataclass(frozen=True)
class Hypnogram:
    """A recorded night: a stage per 30-second epoch, and five-minute series over seconds."""

    stages: NDArray[np.int8]
    heart_at: Ints
    heart_rate: Ints
    hrv_at: Ints
    hrv: Ints
    breathing_at: Ints
    breathing: Floats

    def seconds(self, stage: Stage) -> int:
        """Return the time spent in a stage, in seconds."""
        return 30 * int(np.count_nonzero(self.stages == stage))

    def changes(self) -> Ints:
        """Return the epochs at which a stage begins, the first one included."""
        changes: Ints = np.flatnonzero(np.diff(self.stages, prepend=-1))
        return changes

    @cached_property
    def totals(self) -> dict[Stage, int]:
        """Return the seconds of every stage."""
        return {stage: self.seconds(stage) for stage in Stage}

    def interruptions(self) -> Ints:
        """Return the length in seconds of each run of being awake."""
        edges = np.append(self.changes(), len(self.stages))
        lengths: Ints = 30 * np.diff(edges)[self.stages[edges[:-1]] == Stage.WAKE]
        return lengths


@dataclass(frozen=True)
class Minutes:
    """A recorded day: steps per minute (1440) and a zone per half minute (2880)."""

    steps: Ints
    zones: NDArray[np.int8]


@dataclass(frozen=True)
class Track:
    """A recorded session at one sample per second; distance in metres is cumulative."""

    heart_rate: Ints
    speed_kmh: Floats
    cadence: Ints
    altitude_m: Floats
    power_w: Ints
    celsius: Floats
    distance_m: Floats


class Watch:
    """One person's watch: everything it recorded, each day computed when asked for and cached."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.body = Body(person)
        self.hypnogram: Callable[[date], Hypnogram] = lru_cache(512)(self._hypnogram)
        self.minutes: Callable[[date], Minutes] = lru_cache(128)(self._minutes)
        self.track: Callable[[date, int], Track] = lru_cache(64)(self._track)
        self.heart: Callable[[date, bool], tuple[Ints, Ints]] = lru_cache(64)(self._heart)

    def day(self, on: date) -> Day:
        """Return a day that is known to exist."""
        day = self.body.day(on)
        if day is None:
            raise LookupError(on)
        return day

    def _hypnogram(self, on: date) -> Hypnogram:
        day = self.day(on)
        return record_night(day.night, generator(self.person, day, Purpose.NIGHT))

    def _minutes(self, on: date) -> Minutes:
        day, tomorrow = self.day(on), self.day(on + timedelta(days=1))
        return record_minutes(day, tomorrow.night, generator(self.person, day, Purpose.MINUTES))

    def _track(self, on: date, place: int) -> Track:
        day = self.day(on)
        rng = generator(self.person, day, Purpose.WORKOUT, place)
        return record_workout(self.person, day.workouts[place], rng)

    def _heart(self, on: date, dense: bool) -> tuple[Ints, Ints]:  # noqa: FBT001 - a cache key.
        day = self.day(on)
        tracks = [self.track(on, place) for place in range(len(day.workouts))]
        rng = generator(self.person, day, Purpose.HEART)
        evening = self.day(on + timedelta(days=1)).night
        sampled = sample_times(day, self.minutes(on), rng, dense=dense)
        return sampled, beat(day, evening, self.minutes(on), tracks, sampled, rng)


def record_night(night: Night, rng: Rng) -> Hypnogram:
    """Return the stages and five-minute series of a night."""
    stages = stage_night(night, rng)
    seconds = 30 * night.epochs
    heart_at, hrv_at, breathing_at = (
        np.arange(rng.integers(20, 150), seconds, STEP).astype(np.int64) for _ in range(3)
    )
    rem = np.where(stages[heart_at // 30] == Stage.REM, 2.0, 0.0)
    falling = 3.5 * np.exp(-heart_at / 9000) + rem + rng.normal(0, 1.0, len(heart_at))
    beats = centre(night.heart_rate + falling, heart_at, night.heart_rate)
    ripple = np.exp(rng.normal(0, 0.2, len(hrv_at)) + 0.06 * hrv_at / seconds)
    hrv = centre(night.hrv * ripple, hrv_at, night.hrv)
    breaths = night.breathing + rng.normal(0, 0.7, len(breathing_at))
    return Hypnogram(
        stages=stages,
        heart_at=heart_at,
        heart_rate=np.rint(beats).clip(34).astype(np.int64),
        hrv_at=hrv_at,
        hrv=np.rint(hrv).clip(5).astype(np.int64),
        breathing_at=breathing_at,
        breathing=centre(breaths, breathing_at, night.breathing).round(1),
    )


def centre(values: Floats, at: Ints, mean: float) -> Floats:
    """Shift a night's series so that its mean over the recharge window is the given one."""
    window = (at >= WINDOW_START) & (at < WINDOW_END)
    centred: Floats = values - values[window].mean() + mean
    return centred


def stage_night(night: Night, rng: Rng) -> NDArray[np.int8]:
    """Return one stage per epoch: cycles with deep sleep early and REM late, then interruptions."""
    wake = round(night.epochs * night.wake_share)
    cycles = max(3, round(night.epochs / 185))
    early = np.arange(cycles, 0, -1) ** 1.4 * rng.uniform(0.8, 1.2, cycles)
    late = np.arange(1, cycles + 1) * rng.uniform(0.8, 1.2, cycles)
    deep = (early / early.sum() * night.epochs * night.deep_share).astype(int)
    rem = (late / late.sum() * night.epochs * night.rem_share).astype(int)
    light = night.epochs - wake - int(deep.sum() + rem.sum())
    shares = np.diff(np.linspace(0, light, 2 * cycles + 1).astype(int))
    lengths = np.column_stack((shares[::2], deep, shares[1::2], rem)).ravel()
    order = np.tile((Stage.LIGHT, Stage.DEEP, Stage.LIGHT, Stage.REM), cycles)
    return interrupt(np.repeat(order, lengths).astype(np.int8), wake, rng)


def interrupt(stages: NDArray[np.int8], wake: int, rng: Rng) -> NDArray[np.int8]:
    """Insert `wake` epochs of being awake: many short interruptions and a few long ones."""
    short = rng.uniform(size=wake) < SHORT_SHARE
    lengths = np.where(short, rng.integers(1, 3, wake), rng.integers(3, 11, wake))
    lengths = np.diff(np.minimum(np.cumsum(lengths), wake), prepend=0)
    places = rng.integers(4, len(stages) - 4, len(lengths))
    return np.insert(stages, np.repeat(places, lengths), Stage.WAKE)


def record_minutes(day: Day, evening: Night, rng: Rng) -> Minutes:
    """Return steps and zones of a whole day: asleep, about, in sport, and off the wrist."""
    asleep = sleeping(day, evening)
    sport, pace = sport_minutes(day, rng)
    steps = np.where(sport, pace, stroll(day, asleep | sport, rng))
    zones = np.select(
        [
            asleep & ~sport,
            steps >= VIGOROUS_STEPS,
            steps >= MODERATE_STEPS,
            (steps >= LIGHT_STEPS) | sport,
        ],
        [Zone.SLEEP, Zone.VIGOROUS, Zone.MODERATE, Zone.LIGHT],
        Zone.SEDENTARY,
    )
    halves = halve(zones.astype(np.int8), rng)
    off = np.repeat(unworn(day, evening, asleep | sport, rng), 2)
    halves[off] = Zone.NON_WEAR
    return Minutes(np.where(off[::2], 0, steps), halves)


def span(day: Day, night: Night) -> slice:
    """Return the minutes of a day that a night covers."""
    zero = midnight(day.date)
    first, last = (
        (moment - zero) // timedelta(minutes=1) for moment in (night.asleep, night.awake)
    )
    return slice(max(first, 0), max(min(last, MINUTES), 0))


def sleeping(day: Day, evening: Night) -> NDArray[np.bool_]:
    """Return which minutes of a day are slept, from last night and from the coming one."""
    asleep = np.zeros(MINUTES, dtype=np.bool_)
    asleep[span(day, day.night)] = True
    asleep[span(day, evening)] = True
    return asleep


def sport_minutes(day: Day, rng: Rng) -> tuple[NDArray[np.bool_], Ints]:
    """Return which minutes belong to sport, and the steps made in them."""
    sport, pace = np.zeros(MINUTES, dtype=np.bool_), np.zeros(MINUTES, dtype=np.int64)
    for workout in day.workouts:
        first = (workout.start - midnight(day.date)) // timedelta(minutes=1)
        minutes = slice(first, min(first + int(workout.seconds // 60), MINUTES))
        sport[minutes] = True
        rate = workout.sport.steps_per_minute
        jitter = rng.integers(-4, 5, MINUTES)[minutes]
        pace[minutes] = np.maximum(rate + jitter, 0) if rate else 0
    return sport, pace


def stroll(day: Day, busy: NDArray[np.bool_], rng: Rng) -> Ints:
    """Return the steps of everyday life: bouts that follow the hours of a working or free day."""
    hour = np.arange(MINUTES) / 60
    peaks = ((7.8, 0.7), (12.4, 0.8), (17.2, 1.0)) if day.workday else ((11.0, 1.8), (16.0, 2.4))
    profile = 0.08 + sum(np.exp(-(((hour - at) / width) ** 2)) for at, width in peaks)
    bouts = np.repeat(rng.uniform(size=MINUTES // BOUT) < BOUT_SHARE, BOUT)
    weights = profile * bouts * rng.gamma(1.2, 1.0, MINUTES) * ~busy
    steps: Ints = np.minimum(weights / max(weights.sum(), 1e-9) * day.steps, 128).astype(np.int64)
    return steps


def halve(zones: NDArray[np.int8], rng: Rng) -> NDArray[np.int8]:
    """Return half minutes: a second half may already belong to the next minute's zone."""
    after = np.append(zones[1:], zones[-1])
    second = np.where(rng.uniform(size=len(zones)) < 0.5, zones, after)  # noqa: PLR2004 - a coin.
    return np.column_stack((zones, second)).ravel()


def unworn(day: Day, evening: Night, busy: NDArray[np.bool_], rng: Rng) -> NDArray[np.bool_]:
    """Return the minutes off the wrist: charging, unworn nights, before the first day's start."""
    off = np.zeros(MINUTES, dtype=np.bool_)
    charging = int(rng.choice(np.flatnonzero(~busy)))
    off[charging : charging + int(rng.integers(15, 45))] = True
    off &= ~busy
    if not day.night.worn:
        off[: span(day, day.night).stop] = True
    if not evening.worn:
        off[span(day, evening)] = True
    if day.index == 0:
        off[:FIRST_DAY_MINUTE] = True
    return off


def record_workout(person: Person, workout: Workout, rng: Rng) -> Track:
    """Return the second-by-second record of a session; its mean heart rate is the planned one."""
    count = int(workout.seconds) + 1
    seconds = np.arange(count)
    surge = surges(workout, seconds)
    heart_rate = pulse(person, workout, seconds, surge, rng)
    speed = velocity(workout, seconds, surge, rng)
    moving = speed > 1
    cadence = np.where(moving, workout.sport.cadence + rng.integers(-1, 2, count), 0)
    power = np.where(moving, 2 * np.rint(speed * person.weight_kg * 0.155), 0)
    return Track(
        heart_rate=heart_rate,
        speed_kmh=speed,
        cadence=cadence,
        altitude_m=(24 + wander(rng, count, 60, 6.0)).round(3),
        power_w=power.astype(np.int64),
        celsius=(19.5 + wander(rng, count, 300, 1.2)).round(1),
        distance_m=np.cumsum(speed / 3.6).round(1),
    )


def surges(workout: Workout, seconds: Ints) -> Floats:
    """Return minus one to one: three hard minutes, two easy ones; 0 for a steady session."""
    if not workout.sport.surges:
        return np.zeros(len(seconds))
    hard = ((seconds % 300) < 180) & (seconds > 600) & (seconds < len(seconds) - 400)  # noqa: PLR2004
    return np.convolve(np.where(hard, 1.0, -1.0), np.ones(30) / 30, "same")


def wander(rng: Rng, count: int, every: int, spread: float) -> Floats:
    """Return smooth noise: a new value every so many seconds, straight lines between."""
    knots = rng.normal(0, spread, count // every + 2)
    return np.interp(np.arange(count) / every, np.arange(len(knots)), knots)


def pulse(person: Person, workout: Workout, seconds: Ints, surge: Floats, rng: Rng) -> Ints:
    """Return bpm per second: warming up from rest, drifting upwards, following the surges."""
    reserve = person.max_bpm - person.night_bpm
    target = person.night_bpm + reserve * workout.effort
    warm = 1 - np.exp(-seconds / 110)
    shape = warm * (1 + 0.04 * seconds / len(seconds)) + 0.09 * surge * warm
    raw = person.night_bpm + 22 + (target - person.night_bpm - 22) * shape
    raw += wander(rng, len(seconds), 15, 1.6)
    raw += target - raw.mean()
    beats: Ints = np.rint(raw.clip(person.night_bpm, person.max_bpm)).astype(np.int64)
    return beats


def velocity(workout: Workout, seconds: Ints, surge: Floats, rng: Rng) -> Floats:
    """Return km/h per second, 0 throughout indoors; the first four seconds stand still."""
    speed = workout.sport.speed_kmh * (1 + 0.12 * surge) + wander(
        rng, len(seconds), 20, 0.04 * workout.sport.speed_kmh
    )
    return (speed.clip(0) * np.clip((seconds - 4) / 10, 0, 1)).round(4)


def sample_times(day: Day, minutes: Minutes, rng: Rng, *, dense: bool) -> Ints:
    """Return the seconds of a day with a heart-rate sample: every five minutes, and in bursts.

    Bursts are one sample a second: in sport and shortly after, in the most active minutes (two,
    or 66 of a dense device, which gives it more than 4,000 samples a day). Nothing is sampled off
    the wrist.
    """
    resting = (np.cumsum(rng.integers(299, 303, 290)) - int(rng.integers(0, 300))).astype(np.int64)
    bursts = np.zeros(MINUTES, dtype=np.bool_)
    busiest = np.argsort(-minutes.steps, kind="stable")
    awake = busiest[minutes.zones[2 * busiest] != Zone.NON_WEAR]
    bursts[awake[: DENSE_BURST_MINUTES if dense else 2]] = True
    for workout in day.workouts:
        first = (workout.start - midnight(day.date)) // timedelta(minutes=1)
        bursts[first : first + int(workout.seconds // 60) + AFTER_MINUTES] = True
    every = np.flatnonzero(np.repeat(bursts, 60))
    both = np.union1d(resting[(resting >= 0) & (resting < 60 * MINUTES)], every)
    worn: Ints = both[minutes.zones[both // 30] != Zone.NON_WEAR]
    return worn


def beat(
    day: Day, evening: Night, minutes: Minutes, tracks: list[Track], at: Ints, rng: Rng
) -> Ints:
    """Return bpm at the sampled seconds, 0 where the sensor lost its signal."""
    curve = resting_curve(day, evening, minutes)
    bpm = np.interp(at / 60, np.arange(MINUTES), curve) + rng.normal(0, 1.6, len(at))
    for workout, track in zip(day.workouts, tracks, strict=True):
        since = at - (workout.start - midnight(day.date)) // timedelta(seconds=1)
        bpm = recover(bpm, since - len(track.heart_rate), float(track.heart_rate[-15:].mean()))
        inside = (since >= 0) & (since < len(track.heart_rate))
        bpm[inside] = track.heart_rate[since[inside]]
    return lose_signal(np.rint(bpm).clip(34, 220).astype(np.int64), rng)


def recover(bpm: Floats, after: Ints, last: float) -> Floats:
    """Return bpm that fall from a session's last one to rest, so many seconds after its end."""
    share = np.where(after >= 0, np.exp(-after.clip(0) / RECOVERY_SECONDS), 0.0)
    fallen: Floats = np.maximum(bpm, bpm + (last - bpm) * share)
    return fallen


def resting_curve(day: Day, evening: Night, minutes: Minutes) -> Floats:
    """Return bpm per minute: low asleep, higher awake, higher still with every step."""
    asleep = minutes.zones[::2] == Zone.SLEEP
    hour = np.arange(MINUTES) / 60
    awake = day.night.heart_rate + 13 + 4 * np.sin((hour - 9) / 24 * 2 * np.pi)
    night = np.where(hour < 14, day.night.heart_rate, evening.heart_rate + 2.0)  # noqa: PLR2004
    raised = np.convolve(minutes.steps, np.ones(4) / 4, "same") * 0.32
    return np.where(asleep, night, awake + raised)


def lose_signal(beats: Ints, rng: Rng) -> Ints:
    """Return the beats with about one sample in 150 turned to 0, and one stretch of a few."""
    lost = rng.uniform(size=len(beats)) < 1 / 150
    if len(beats) > 10:  # noqa: PLR2004 - there must be room for a stretch.
        first = int(rng.integers(0, len(beats) - 9))
        lost[first : first + int(rng.integers(3, 9))] = True
    return np.where(lost, 0, beats)
