"""Things with a global id: exercises, tests, sync runs; people are in schema/person.py."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import fields
from typing import Annotated, Any, TypeVar

import strawberry

from app.errors import Forbidden, NotFound
from app.reads import biosensing, exercises, pages, sync
from app.reads.pages import EcgOf, ExerciseOf, Spo2TestOf
from app.records.sync import SyncRun
from schema import enums, ids, types
from schema.context import Context, Info, checked
from schema.publish import Made, plain_field, publish

T = TypeVar("T", bound=Made)

FEWEST_POINTS, MOST_POINTS = 2, 50_000


@strawberry.interface(description="Something with a global id, to be fetched with `node`.")
class Node:
    """What every node has."""

    id: strawberry.ID = strawberry.field(description="Global id, opaque; hand it to `node`.")


def id_field(kind: str, *key: str) -> Made:
    """The global id of a row: its kind, its person, and where it stands."""

    def read(row: Made) -> str:
        return ids.opaque(kind, *(getattr(row, part) for part in key))

    return plain_field(read, "Global id, opaque; hand it to `node`.", strawberry.ID)


async def _zones(root: Made, info: Info) -> Made:
    return await info.context.desk.ask(exercises.zones, root.exercise_id)


async def _samples(
    root: Made,
    info: Info,
    max_points: Annotated[
        int | None,
        strawberry.argument(
            description=(
                f"At most so many moments, 2 to {MOST_POINTS}, evenly chosen; all unless told."
            )
        ),
    ] = None,
) -> Made:
    if max_points is not None:
        checked("maxPoints", max_points, FEWEST_POINTS, MOST_POINTS)
    course = exercises.course(root.user_id, root)
    return await info.context.desk.ask(exercises.samples, course, max_points)


async def _route(root: Made, info: Info) -> Made:
    return await info.context.desk.ask(exercises.route, exercises.course(root.user_id, root))


async def _beats(root: Made, info: Info) -> Made:
    return await info.context.desk.ask(exercises.beats, root.exercise_id)


EXERCISE = publish(
    ExerciseOf,
    name="Exercise",
    description="One training session.",
    interfaces=(Node,),
    leave_out=("rr_interval_ms",),
    ids=("exercise_id",),
    enums={
        "cardio_load_interpretation": enums.LOAD_LEVEL,
        "muscle_load_interpretation": enums.LOAD_LEVEL,
        "perceived_load_interpretation": enums.LOAD_LEVEL,
    },
    more={
        "id": id_field("Exercise", "user_id", "exercise_id"),
        "zones": strawberry.field(
            resolver=_zones,
            description="Time in each heart-rate zone, the lowest first.",
            graphql_type=list[types.ZONE],
        ),
        "samples": strawberry.field(
            resolver=_samples,
            description="What was sampled, mostly once a second, in columns.",
            graphql_type=types.EXERCISE_COLUMNS,
        ),
        "route": strawberry.field(
            resolver=_route,
            description="Where it went, in columns; empty when there is no route.",
            graphql_type=types.ROUTE,
        ),
        "rrIntervalMs": strawberry.field(
            resolver=_beats,
            description="RR intervals in order, milliseconds; null in the list: sensor offline.",
            graphql_type=list[int | None] | None,
        ),
    },
)


async def _waveform(root: Made, info: Info) -> Made:
    return await info.context.desk.ask(biosensing.waveforms, (root.user_id, root.test_at))


ECG = publish(
    EcgOf,
    name="EcgTest",
    description="One wrist ECG.",
    interfaces=(Node,),
    leave_out=("sample_offset_ms", "amplitude_mv", "quality_offset_ms", "quality_level"),
    enums={"hrv_level": enums.USUAL},
    more={
        "id": id_field("EcgTest", "user_id", "test_at"),
        "waveform": strawberry.field(
            resolver=_waveform,
            description="The waveform; null when Polar sent none.",
            graphql_type=types.WAVEFORM | None,
        ),
    },
)
SPO2 = publish(
    Spo2TestOf,
    name="Spo2Test",
    description="One blood oxygen test.",
    interfaces=(Node,),
    enums={
        "spo2_class": enums.SPO2_CLASS,
        "deviation_from_baseline": enums.USUAL,
        "hrv_deviation_from_baseline": enums.USUAL,
    },
    more={"id": id_field("Spo2Test", "user_id", "test_at")},
)


async def _feeds(root: Made, info: Info) -> Made:
    return await info.context.own_desk.ask(sync.feeds, root.run_id)


SYNC_RUN = publish(
    SyncRun,
    name="SyncRun",
    interfaces=(Node,),
    ids=("run_id",),
    enums={"state": enums.RUN_STATE, "origin": enums.ORIGIN},
    more={
        "id": id_field("SyncRun", "user_id", "run_id"),
        "feeds": strawberry.field(
            resolver=_feeds,
            description="What each feed did, in the order in which they ended.",
            graphql_type=list[types.SYNC_FEED],
        ),
    },
)


async def _exercise(context: Context, user_id: str, key: int) -> ExerciseOf | None:
    return await _known_exercise(context, user_id, str(key))


async def _known_exercise(context: Context, user_id: str, key: str) -> ExerciseOf | None:
    found = await exercises.exercise(context.pool, user_id, key)
    return found if found is None else _owned(ExerciseOf, found, user_id)


async def exercise_of(context: Context, user_id: str, word: str) -> ExerciseOf | None:
    """A person's exercise by Ursa's number, Polar's id or its global id."""
    parts = ids.parts_of(word, ids.text, ids.text, ids.number)
    if parts is None:
        return await _known_exercise(context, user_id, word)
    if parts[:2] != ("Exercise", user_id):
        return None
    return await _exercise(context, user_id, parts[2])


async def _ecg(context: Context, user_id: str, key: dt.datetime) -> EcgOf | None:
    found = await biosensing.ecg_test(context.pool, user_id, key)
    return None if found is None or found.test_at != key else _owned(EcgOf, found, user_id)


async def _spo2(context: Context, user_id: str, key: dt.datetime) -> Spo2TestOf | None:
    return await pages.spo2_test(context.pool, user_id, key)


async def _run(context: Context, user_id: str, key: Made) -> SyncRun | None:
    found = await sync.run(context.own_desk.pool, key)
    return found if found is not None and found.user_id == user_id else None


def _owned(of: type[T], record: Made, user_id: str) -> T:
    """The record and whose it is."""
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    made: T = of(**values, user_id=user_id)
    return made


Fetch = Callable[[Context, str, Any], Awaitable[Any]]
_KINDS: dict[str, tuple[ids.Reader, Fetch]] = {
    "Exercise": (ids.number, _exercise),
    "EcgTest": (ids.moment, _ecg),
    "Spo2Test": (ids.moment, _spo2),
    "SyncRun": (ids.name, _run),
}


async def fetch_node(context: Context, global_id: str) -> Made:
    """The thing behind a global id; None for unknown ones and for other people's."""
    kind = ids.kind_of(global_id)
    if kind == "Person":
        found = ids.parts_of(global_id, ids.text, ids.text)
        return None if found is None else await _visible(context, found[1])
    if kind not in _KINDS:
        return None
    reader, fetch = _KINDS[kind]
    parts = ids.parts_of(global_id, ids.text, ids.text, reader)
    if parts is None or await _visible(context, parts[1]) is None:
        return None
    return await fetch(context, parts[1], parts[2])


async def _visible(context: Context, user_id: str) -> Made:
    """The person, or None when the caller may not know of them."""
    try:
        return await context.account(user_id)
    except (Forbidden, NotFound):
        return None
