"""Things with a global id: exercises, tests, sync runs; people are in schema/person.py."""

import datetime as dt
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import strawberry

from app.reads import biosensing, exercises, pages, sync, training
from app.reads.pages import EcgOf, ExerciseOf, Spo2TestOf
from app.records import sync as records
from schema import enums, ids
from schema.context import Context, Info, checked
from schema.fields import field, leaf
from schema.prices import AS_A_ROW, ROW, STATEMENT, Arguments, flat
from schema.publish import Made, published
from schema.types import PERSON, person_of

if TYPE_CHECKING:
    from schema.days import DayDetail

T = TypeVar("T", bound=Made)

DAY: Made = Annotated["DayDetail", strawberry.lazy("schema.days")]

FEWEST_POINTS, MOST_POINTS = 2, 50_000
MaxPoints = Annotated[
    int | None,
    strawberry.argument(
        description=f"At most so many moments, 2 to {MOST_POINTS}, evenly chosen; all unless told."
    ),
]
MostSamples = Annotated[
    int | None,
    strawberry.argument(
        description=(
            f"At most so many samples, 2 to {MOST_POINTS}: the lowest and the highest of each "
            "stretch, so that peaks stay; all unless told."
        )
    ),
]
SHORTEST_SPLIT, LONGEST_SPLIT = 100, 100_000
SplitMetres = Annotated[
    int,
    strawberry.argument(
        description=f"How long a stretch is, metres, {SHORTEST_SPLIT} to {LONGEST_SPLIT}."
    ),
]


def points(most: int | None) -> int | None:
    """The value of `maxPoints` itself; raises InvalidInput outside of its bounds."""
    return None if most is None else checked("maxPoints", most, FEWEST_POINTS, MOST_POINTS)


@strawberry.interface(description="Something with a global id, to be fetched with `node`.")
class Node:
    """What every node has."""

    @leaf
    def id(self) -> strawberry.ID:
        """Global id, opaque; hand it to `node`."""
        raise NotImplementedError


def global_id(kind: str, *key: object) -> strawberry.ID:
    """The name of a thing for `node`: its kind, its person, and where it stands."""
    return strawberry.ID(ids.opaque(kind, *key))


def _samples_price(arguments: Arguments, _: dt.date) -> tuple[int, int]:
    """All of an exercise is some thousand moments in some ten columns."""
    most = arguments.get("maxPoints")
    return STATEMENT + (500 if most is None else min(500, 50 + most // 4)), 1


@published(
    "record",
    leave_out=("rr_interval_ms",),
    ids=("exercise_id",),
    enums={
        "sport": enums.SPORT,
        "user_rpe": enums.EFFORT,
        "cardio_load_interpretation": enums.LOAD_LEVEL,
        "muscle_load_interpretation": enums.LOAD_LEVEL,
        "perceived_load_interpretation": enums.LOAD_LEVEL,
    },
)
class Exercise(Node):
    """One training session."""

    record: strawberry.Private[ExerciseOf]

    @leaf
    def id(self) -> strawberry.ID:
        """Global id, opaque; hand it to `node`.

        `exercise(id:)` takes it, and the two names that REST and Polar have: `exerciseId`,
        `polarExerciseId`.
        """
        return global_id("Exercise", self.record.user_id, self.record.exercise_id)

    @leaf
    def sport_word(self) -> str | None:
        """`sport` in Polar's own word, also where that is none of the enum."""
        return self.record.sport

    @leaf
    def user_rpe_word(self) -> str | None:
        """`userRpe` in Polar's own word, also where that is none of the enum."""
        return self.record.user_rpe

    @field(price=AS_A_ROW, kind=PERSON | None)
    async def person(self, info: Info) -> Made:
        """Whose it is."""
        from schema.person import Person  # noqa: PLC0415 -- people are made of what they did

        return Person(account=await info.context.account(self.record.user_id))

    @field(price=AS_A_ROW, kind=DAY | None)
    async def day(self) -> Made:
        """The wearer's day on which it began."""
        from schema.days import DayDetail  # noqa: PLC0415 -- as above

        return DayDetail(user_id=self.record.user_id, date=self.record.start_local.date())

    @field(price=flat(ROW, 5))
    async def zones(self, info: Info) -> list[exercises.ZoneOf]:
        """Time in each heart-rate zone, the lowest first."""
        return await info.context.desk.ask(exercises.zones, self._number)

    @field(price=flat(ROW, 50))
    async def laps(self, info: Info) -> list[exercises.LapOf]:
        """Its laps, those that were pressed by hand first; the archive alone tells them."""
        return await info.context.desk.ask(exercises.laps, self._number)

    @field(price=_samples_price)
    async def samples(
        self, info: Info, max_points: MaxPoints = None
    ) -> exercises.ExerciseSeries | None:
        """What was sampled, mostly once a second, in columns."""
        most = points(max_points)
        return await info.context.desk.ask(exercises.samples, self._key, most)

    @field(price=flat(STATEMENT + 300))
    async def route(self, info: Info, max_points: MaxPoints = None) -> exercises.Route:
        """Where it went, in columns; empty when there is no route."""
        return await info.context.desk.ask(exercises.route, self._key, points(max_points))

    @field(price=flat(STATEMENT + 300))
    async def rr_interval_ms(self, info: Info) -> list[int | None] | None:
        """RR intervals in order, milliseconds; null in the list: sensor offline."""
        return await info.context.desk.ask(exercises.beats, self._number)

    @field(price=flat(STATEMENT + 300, 20))
    async def splits(self, info: Info, every_metres: SplitMetres = 1000) -> list[training.Split]:
        """Equal stretches of its distance, the first one first; [] when none was sampled."""
        metres = checked("everyMetres", every_metres, SHORTEST_SPLIT, LONGEST_SPLIT)
        return await info.context.desk.ask(training.splits, self._key, metres)

    @field(price=flat(STATEMENT + 300))
    async def heart_rate_recovery(self, info: Info) -> training.Recovery | None:
        """Heart rate in the 10 minutes after its end; null when its own was not sampled."""
        return await info.context.desk.ask(training.recoveries, self._key)

    @field(price=flat(STATEMENT))
    async def earlier_id(self, info: Info) -> strawberry.ID | None:
        """Global id of the person's exercise before it; null when it is the first."""
        found = await info.context.desk.ask(training.neighbours, self._number)
        return self._id_of(found.earlier_id)

    @field(price=flat(STATEMENT))
    async def later_id(self, info: Info) -> strawberry.ID | None:
        """Global id of the person's exercise after it; null when it is the last."""
        found = await info.context.desk.ask(training.neighbours, self._number)
        return self._id_of(found.later_id)

    def _id_of(self, number: int | None) -> strawberry.ID | None:
        return None if number is None else global_id("Exercise", self.record.user_id, number)

    @property
    def _number(self) -> int:
        return self.record.exercise_id or 0

    @property
    def _key(self) -> exercises.ExerciseKey:
        return exercises.key_of(self.record.user_id, self.record)


@published(
    "record",
    leave_out=("sample_offset_ms", "amplitude_mv", "quality_offset_ms", "quality_level"),
    enums={"hrv_level": enums.USUAL},
)
class EcgTest(Node):
    """One wrist ECG."""

    record: strawberry.Private[EcgOf]

    @leaf
    def id(self) -> strawberry.ID:
        """Global id, opaque; hand it to `node`."""
        return global_id("EcgTest", self.record.user_id, self.record.test_at)

    @field(price=flat(STATEMENT + 300))
    async def waveform(
        self, info: Info, max_points: MostSamples = None
    ) -> biosensing.Waveform | None:
        """The waveform; null when Polar sent none."""
        most, key = points(max_points), (self.record.user_id, self.record.test_at)
        found = await info.context.desk.ask(biosensing.waveforms, key)
        return None if found is None else found.thinned(most)


@published(
    "record",
    enums={
        "spo2_class": enums.SPO2_CLASS,
        "deviation_from_baseline": enums.USUAL,
        "hrv_deviation_from_baseline": enums.USUAL,
    },
)
class Spo2Test(Node):
    """One blood oxygen test."""

    record: strawberry.Private[Spo2TestOf]

    @leaf
    def id(self) -> strawberry.ID:
        """Global id, opaque; hand it to `node`."""
        return global_id("Spo2Test", self.record.user_id, self.record.test_at)


@published("record", ids=("run_id",), enums={"state": enums.RUN_STATE, "origin": enums.ORIGIN})
class SyncRun(Node):
    """One sync of one person."""

    record: strawberry.Private[records.SyncRun]

    @leaf
    def id(self) -> strawberry.ID:
        """Global id, opaque; hand it to `node`."""
        return global_id("SyncRun", self.record.user_id, self.record.run_id)

    @leaf
    def user_id(self) -> strawberry.ID:
        """Whose it is, as in the URLs of the REST API."""
        return strawberry.ID(self.record.user_id)

    @field(price=flat(ROW), kind=PERSON | None)
    async def person(self, info: Info) -> Made:
        """Whose it is; needs the scope READ."""
        return await person_of(info.context, self.record.user_id)

    @field(price=flat(ROW, 15))
    async def feeds(self, info: Info) -> list[records.SyncFeed]:
        """What each feed did, in the order in which they ended."""
        return await info.context.own_desk.ask(sync.feeds, self.record.run_id)


async def _exercise(context: Context, user_id: str, key: int) -> Exercise | None:
    return await _known_exercise(context, user_id, str(key))


async def _known_exercise(context: Context, user_id: str, key: str) -> Exercise | None:
    found = await exercises.exercise(context.pool, user_id, key)
    return None if found is None else Exercise(record=_owned(ExerciseOf, found, user_id))


async def exercise_of(context: Context, user_id: str, word: str) -> Exercise | None:
    """A person's exercise by Ursa's number, Polar's id or its global id."""
    parts = ids.parts_of(word, ids.text, ids.text, ids.number)
    if parts is None:
        return await _known_exercise(context, user_id, word)
    if parts[:2] != ("Exercise", user_id):
        return None
    return await _exercise(context, user_id, parts[2])


async def _ecg(context: Context, user_id: str, key: dt.datetime) -> EcgTest | None:
    found = await biosensing.ecg_test(context.pool, user_id, key)
    if found is None or found.test_at != key:
        return None
    return EcgTest(record=_owned(EcgOf, found, user_id))


async def _spo2(context: Context, user_id: str, key: dt.datetime) -> Spo2Test | None:
    found = await pages.spo2_test(context.pool, user_id, key)
    return None if found is None else Spo2Test(record=found)


async def sync_run(context: Context, run_id: uuid.UUID) -> SyncRun | None:
    """A run, whoever's it is."""
    found = await sync.run(context.own_desk.pool, run_id)
    return None if found is None else SyncRun(record=found)


async def _run(context: Context, user_id: str, key: uuid.UUID) -> SyncRun | None:
    found = await sync_run(context, key)
    return found if found is not None and found.record.user_id == user_id else None


def _owned(of: type[T], record: Made, user_id: str) -> T:
    """The record and whose it is."""
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    made: T = of(**values, user_id=user_id)
    return made


@dataclass(frozen=True, slots=True)
class Place:
    """What a global id leads to."""

    kind: str
    user_id: str
    key: Annotated[tuple[Any, ...], "Where it stands among the person's; of people, nothing."]


Fetch = Callable[[Context, str, Any], Awaitable[Any]]
_KINDS: dict[str, tuple[ids.Reader, Fetch]] = {
    "Exercise": (ids.number, _exercise),
    "EcgTest": (ids.moment, _ecg),
    "Spo2Test": (ids.moment, _spo2),
    "SyncRun": (ids.name, _run),
}
_READERS = {"Person": (), **{kind: (reader,) for kind, (reader, _) in _KINDS.items()}}


def place_of(global_id: str) -> Place | None:
    """Where a global id leads; None for what is none."""
    kind = ids.kind_of(global_id) or ""
    if kind not in _READERS:
        return None
    parts = ids.parts_of(global_id, ids.text, ids.text, *_READERS[kind])
    return None if parts is None else Place(kind, parts[1], parts[2:])


async def fetch(context: Context, place: Place) -> Node | None:
    """The thing in that place; people have a door of their own."""
    _, fetch_one = _KINDS[place.kind]
    found: Node | None = await fetch_one(context, place.user_id, *place.key)
    return found
