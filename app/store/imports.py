"""Imports in the database: queued, claimed, stored piece by piece, taken back."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import orjson
from psycopg.rows import class_row

from app.metrics import metrics_of
from app.records.cardio_load import CardioLoadDay
from app.records.exercise import (
    Exercise,
    ExerciseLap,
    ExerciseSamples,
    ExerciseZone,
    RoutePointSamples,
)
from app.records.heart_rate import HeartRateDay
from app.records.samples import DaySamples
from app.records.sleep import Nap
from app.store import audit, columns
from app.store.again import begun_again
from app.store.aggregates import DAILY, note
from app.store.blocks import masked, only_days, without_days
from app.store.data_versions import DAYS, raise_version
from app.store.graves import DELETED, TOMBSTONE, Graves, graves_of
from app.store.merging import Merged, Verdict, merged
from app.store.outgrown import forget_naps, outgrown_naps
from app.store.pool import Connection, Pool, transaction
from app.store.queries import query
from app.store.relations import BURIED, COUNTED, KEYS, RECORDS, SAMPLES
from app.store.rows import record_row
from app.store.sources import FINAL_AFTER, ONLY_ARCHIVE
from app.store.write import Origin, Writer, derive_weeks, hold, refusals

R = TypeVar("R")
B = TypeVar("B")
D = TypeVar("D", bound=DaySamples)
EVER = "1970-01-01", "2200-01-01"
"""Days of which nothing is known but that an import may have told of them."""

SILENT_S = 120
"""After so many seconds without a sign of life the worker of an import is dead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOrder:
    """What is to be imported, for whom."""

    run_id: uuid.UUID
    user_id: str
    origin: str
    file_path: str
    file_kept: bool
    file_bytes: int
    foreign_owner_accepted: bool = False
    with_ppi: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedImport:
    """An import that this process works on."""

    run_id: uuid.UUID
    user_id: str
    file_path: str
    file_kept: bool
    foreign_owner_accepted: bool
    with_ppi: bool
    files_done: int
    report: dict[str, Any]
    tries: int
    time_zone: str | None
    display_name: str | None


@dataclass(slots=True)
class Tally:
    """What became of the rows of one piece: counts, and words about what is in conflict."""

    rows: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    written: int = 0

    def leave(self, count: int, reason: str) -> None:
        """Count what is not stored, and why."""
        if count:
            self.reasons[reason] += count


@dataclass(frozen=True, slots=True)
class Step:
    """How far an import is, once a piece is stored."""

    phase: str
    files_total: int
    files_done: int


@dataclass(frozen=True, slots=True)
class Owner:
    """What an archive says of whose it is, and how far it reaches."""

    flow_id: str | None
    username_sha256: bytes | None
    newest_day: dt.date | None


@dataclass(frozen=True, slots=True)
class Reach:
    """Where an archive ends: its last day is not over, and a newer one may have been read."""

    last_day: dt.date | None = None
    older: bool = False


TOLD = "this day, night, exercise or period was told before"
STORED = "it is stored here, and nobody deleted it"


async def queue_import(
    pool: Pool, order: ImportOrder, now: dt.datetime, *, actor: str = "worker"
) -> bool:
    """Queue an import; False while another one of the person is under way, or without a person."""
    parameters = {f.name: getattr(order, f.name) for f in fields(order)}
    async with transaction(pool) as connected:
        cursor = await connected.execute(query("write/import_queue"), {**parameters, "now": now})
        queued = await cursor.fetchone() is not None
        if queued:
            started = {"run_id": order.run_id}
            await audit.tell(connected, actor, "import.start", order.user_id, started)
        return queued


async def claim_import(pool: Pool, run_id: uuid.UUID, now: dt.datetime) -> ClaimedImport | None:
    """Begin or go on with an import; None when another process does, or when it is over."""
    async with (
        transaction(pool) as connected,
        connected.cursor(row_factory=class_row(ClaimedImport)) as cursor,
    ):
        parameters = {"run_id": run_id, "now": now, "silent_s": SILENT_S}
        await cursor.execute(query("write/import_claim"), parameters)
        return await cursor.fetchone()


async def imports_to_resend(pool: Pool, now: dt.datetime) -> list[uuid.UUID]:
    """Imports that nobody works on, although somebody should."""
    async with transaction(pool) as connected:
        parameters = {"now": now, "silent_s": SILENT_S}
        cursor = await connected.execute(query("read/import_resend"), parameters)
        return [run_id for (run_id,) in await cursor.fetchall()]


async def finish_import(
    pool: Pool,
    run_id: uuid.UUID,
    state: str,
    *,
    now: dt.datetime,
    error_code: str | None = None,
    error: str | None = None,
) -> None:
    """Record how an import ended."""
    async with transaction(pool) as connected:
        parameters = {"run_id": run_id, "state": state, "now": now}
        words = {"error_code": error_code, "error": error}
        await connected.execute(query("write/import_finish"), parameters | words)


async def keep_owner(pool: Pool, user_id: str, owner: "Owner", *, insists: bool) -> bool | None:
    """Whether an archive is older than one before; None when it is another person's.

    Their first one says whose theirs are.
    """
    async with transaction(pool) as connected:
        parameters = {
            "user_id": user_id,
            "flow_id": owner.flow_id,
            "username_sha256": owner.username_sha256,
            "newest_day": owner.newest_day,
            "insists": insists,
        }
        cursor = await connected.execute(query("write/import_owner"), parameters)
        row = await cursor.fetchone()
        return None if row is None else bool(row[0])


@begun_again
async def keep_account(
    pool: Pool, claimed: ClaimedImport, time_zone: str | None, display_name: str | None
) -> None:
    """The person's zone and name, where nobody told them before."""
    told = {
        name: value
        for name, value, known in (
            ("time_zone", time_zone, claimed.time_zone),
            ("display_name", display_name, claimed.display_name),
        )
        if known is None and value is not None
    }
    if told:
        async with transaction(pool) as connected:
            await hold(connected, claimed.user_id)
            noting = _Noting(connected, claimed.user_id, claimed.run_id)
            await noting.note("account", [({"user_id": claimed.user_id}, told, True)])
            parameters = {"time_zone": None, "display_name": None, **told}
            await connected.execute(
                query("write/import_account"), {"user_id": claimed.user_id, **parameters}
            )


async def nights_of(pool: Pool, user_id: str) -> dict[dt.date, tuple[dt.datetime, dt.datetime]]:
    """Spans of all nights on the wearer's clock."""
    async with transaction(pool) as connected:
        cursor = await connected.execute(query("read/import_nights"), {"user_id": user_id})
        return {date: (start, end) for date, start, end in await cursor.fetchall()}


@dataclass(frozen=True, slots=True)
class _Noting:
    """Notes what an import changes."""

    connected: Connection
    user_id: str
    run_id: uuid.UUID

    async def note(
        self, relation: str, changes: Sequence[tuple[dict[str, Any], Mapping[str, Any], bool]]
    ) -> None:
        """Key, what is brought, and whether the row is there, of each change."""
        if not changes:
            return
        parameters = {
            "user_id": self.user_id,
            "run_id": self.run_id,
            "relation": relation,
            "key": [_json(key) for key, _, _ in changes],
            "brought": [_json(brought) for _, brought, _ in changes],
            "there": [there for *_, there in changes],
        }
        await self.connected.execute(query("write/import_note"), parameters)


def _json(values: Mapping[str, Any]) -> str:
    return orjson.dumps(dict(values)).decode().replace("\\u0000", "")


async def store_pieces(
    pool: Pool,
    claimed: ClaimedImport,
    pieces: Sequence[tuple[Sequence[Any], Callable[[Tally], None]]],
    step: Callable[[], tuple[Step, dict[str, Any]]],
    *,
    now: dt.datetime,
    reach: Reach = Reach(),
) -> int:
    """Store harvests in one transaction, with how far the import has come; answers rows written.

    Each harvest comes with who counts what became of it; `step` is asked when all are counted.
    Raises NotFound when the person was deleted, RowsRefused as `store_harvest` does, and Collided
    without a second try: what was counted is the caller's.
    """
    async with refusals(), transaction(pool) as connected:
        await hold(connected, claimed.user_id)
        storing = _Storing(connected, claimed.user_id, claimed.run_id, reach)
        written = 0
        for harvest, count in pieces:
            tally = await storing.store(harvest)
            written += tally.written
            count(tally)
        if written:
            await raise_version(connected, claimed.user_id, DAYS)
        await _note_step(connected, claimed.run_id, *step(), written, now)
        return written


async def restore_rows(
    pool: Pool,
    claimed: ClaimedImport,
    relation: str,
    told: Sequence[Mapping[str, Any]],
    step: Callable[[Tally], tuple[Step, dict[str, Any]]],
    *,
    now: dt.datetime,
) -> int:
    """Rows of an export of Ursa's own, where they are not there yet; answers how many were not.

    What the person deleted here stays away; what they deleted there is deleted here, too, where
    it is not stored.
    """
    key = list(KEYS[relation]) if relation in _NOTED else None
    whose = {"user_id": claimed.user_id, "run_id": claimed.run_id}
    async with refusals(), transaction(pool) as connected:
        await hold(connected, claimed.user_id)
        rows, reason = await _restorable(connected, claimed.user_id, relation, told)
        cursor = await connected.execute(
            query("write/takeout_restore"),
            {**whose, "relation": relation, "key": key, "rows": orjson.dumps(rows).decode()},
        )
        (restored,) = await cursor.fetchone() or (0,)
        days = [str(row.get("local_time") or row.get("date"))[:10] for row in rows]
        if restored:
            await note(connected, claimed.user_id, relation, min(days), max(days))
            if relation in DAILY:
                await derive_weeks(connected, claimed.user_id, min(days), max(days))
            await raise_version(connected, claimed.user_id, DAYS)
        if relation == RECORDS[Exercise]:
            starts = {"user_id": claimed.user_id, "start_at": [row["start_at"] for row in rows]}
            await connected.execute(query("write/exercise_duplicates"), starts)
        tally = Tally(Counter(new=restored, equal=len(rows) - restored))
        tally.leave(len(told) - len(rows), reason)
        await _note_step(connected, claimed.run_id, *step(tally), restored, now)
        return int(restored)


_NOTED = {*RECORDS.values()} - {"exercise_zone", "exercise_lap", "cardio_load"}
"""Relations whose rows are noted one by one; others bear the run that brought them."""


async def _restorable(
    connected: Connection, user_id: str, relation: str, told: Sequence[Mapping[str, Any]]
) -> tuple[Sequence[Mapping[str, Any]], str]:
    """Rows that may be stored, and why the others may not."""
    if relation == TOMBSTONE:
        return await _tombstones(connected, user_id, told), STORED
    if relation == RECORDS[Exercise]:
        sessions = {name: [row.get(name) for row in told] for name in _SESSION}
        await connected.execute(
            query("write/exercises_deleted_before"), {"user_id": user_id, **sessions}
        )
    graves = await graves_of(connected, user_id)
    return [row for row in told if not graves.hold(relation, row)], DELETED


_SESSION = ("polar_exercise_id", "start_at", "start_local", "duration_s", "device_id", "device")


async def _tombstones(
    connected: Connection, user_id: str, told: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    known = [row for row in told if row["relation"] in BURIED.values()]
    parameters = {"user_id": user_id, "rows": orjson.dumps(known).decode()}
    cursor = await connected.execute(query("read/tombstones_to_restore"), parameters)
    return [row for (row,) in await cursor.fetchall()]


@begun_again
async def derive_loads(pool: Pool, claimed: ClaimedImport, last: dt.date) -> int:
    """Daily loads, strain and tolerance of the loads of sessions, where nobody told any.

    They are marked as derived, and give way to what Polar tells; answers how many days had none.
    """
    whose = {"user_id": claimed.user_id, "run_id": claimed.run_id}
    async with transaction(pool) as connected:
        await hold(connected, claimed.user_id)
        async with connected.cursor(row_factory=record_row(CardioLoadDay)) as cursor:
            await cursor.execute(query("write/cardio_load_derive"), {**whose, "last": last})
            days = await cursor.fetchall()
        await Writer(connected, {**whose, "source": "derived"}).store_metrics(days)
        if days:
            await raise_version(connected, claimed.user_id, DAYS)
        return len(days)


async def note_step(
    pool: Pool, run_id: uuid.UUID, step: Step, report: dict[str, Any], *, now: dt.datetime
) -> None:
    """Note how far an import is, without any rows."""
    async with transaction(pool) as connected:
        await _note_step(connected, run_id, step, report, 0, now)


async def _note_step(
    connected: Connection,
    run_id: uuid.UUID,
    step: Step,
    report: dict[str, Any],
    rows: int,
    now: dt.datetime,
) -> None:
    parameters = {
        "run_id": run_id,
        "phase": step.phase,
        "files_total": step.files_total,
        "files_done": step.files_done,
        "rows": rows,
        "report": _json(report),
        "now": now,
    }
    await connected.execute(query("write/import_step"), parameters)


@dataclass(slots=True)
class _Storing:
    """Stores harvests of one import within a transaction."""

    connected: Connection
    user_id: str
    run_id: uuid.UUID
    reach: Reach
    writer: Writer = field(init=False)
    tally: Tally = field(default_factory=Tally)
    renamed: dict[str, "_Stored"] = field(default_factory=dict)
    graves: Graves = field(default_factory=lambda: Graves({}))
    days_left: set[dt.date] = field(default_factory=set)

    def __post_init__(self) -> None:
        """All rows say whose they are, and which import brought them."""
        origin = Origin("archive", self.run_id)
        whose = {"user_id": self.user_id, "source": origin.source, "run_id": origin.run_id}
        self.writer = Writer(self.connected, whose)

    async def store(self, harvest: Sequence[Any]) -> Tally:
        """Store one harvest, and tell what became of it."""
        self.tally, self.days_left = Tally(), set()
        await self._meet(harvest)
        self.graves = await graves_of(self.connected, self.user_id)
        for part in sorted(harvest, key=_order):
            await self._store(part)
        return self.tally

    async def _meet(self, harvest: Sequence[Any]) -> None:
        """Find the stored exercise that each session of the harvest is."""
        told = [e for part in harvest if isinstance(part, list) for e in part]
        sessions = [each for each in told if isinstance(each, Exercise)]
        self.renamed = await _met(self.connected, self.user_id, sessions) if sessions else {}
        if new := [each for each in sessions if each.polar_exercise_id not in self.renamed]:
            parameters = {"user_id": self.user_id, **columns.of_records(new)}
            await self.connected.execute(query("write/exercises_deleted_before"), parameters)

    async def _store(self, part: Any) -> None:  # noqa: ANN401 -- a list or a block
        if isinstance(part, list):
            if part and type(part[0]) in RECORDS:
                await self._store_undeleted(type(part[0]), self._named(part))
            elif part:
                await self._store_days(part)
        elif columns.tells(left := self._undeleted(part)):
            await self._store_block(left)

    async def _store_undeleted(self, kind: type[Any], records: list[Any]) -> None:
        """Records but for those that the person deleted."""
        key = "polar_exercise_id" if kind in _HANGING else KEYS[RECORDS[kind]][0]
        relation = RECORDS[Exercise] if kind in _HANGING else RECORDS[kind]
        left = [each for each in records if not self.graves.has(relation, getattr(each, key))]
        self.tally.leave(len(records) - len(left), DELETED)
        if left:
            await self._store_records(kind, left)

    def _undeleted(self, block: B) -> B:
        """A block but for what belongs to nights and exercises that the person deleted."""
        left = block
        if isinstance(block, ExerciseSamples | RoutePointSamples):
            names = {name for name in block.polar_exercise_id.tolist() if self._is_deleted(name)}
            left = masked(block, ~np.isin(block.polar_exercise_id, [*names]))
        elif isinstance(block, DaySamples) and SAMPLES[type(block)] in BURIED:
            left = without_days(block, self.graves.nights)
        self.tally.leave(columns.length(block) - columns.length(left), DELETED)
        return left

    def _is_deleted(self, name: str) -> bool:
        return name not in self.renamed and self.graves.has("exercise", name)

    def _named(self, records: list[Any]) -> list[Any]:
        """Records of exercises under the names that are stored."""
        if not hasattr(records[0], "polar_exercise_id"):
            return records
        return [replace(each, polar_exercise_id=self._name(each)) for each in records]

    def _name(self, record: Any) -> str:  # noqa: ANN401 -- any record of an exercise
        stored = self.renamed.get(record.polar_exercise_id)
        return stored.polar_exercise_id if stored else str(record.polar_exercise_id)

    async def _store_records(self, kind: type[Any], records: list[Any]) -> None:
        relation = RECORDS[kind]
        if relation in COUNTED:
            await self._store_hanging(kind, records)
            return
        found = [
            merged(relation, kept, told, final=self._final(relation, told))
            for kept, told in await self._pairs(kind, records)
        ]
        changed = [each for each in found if each.brought or each.verdict is Verdict.NEW]
        noting = _Noting(self.connected, self.user_id, self.run_id)
        await noting.note(relation, [_change(relation, each) for each in changed])
        for each in found:
            self._count(relation, each)
        self.tally.written += len(changed)
        stored = [each.record for each in changed]
        await self.writer.store(stored)
        await self._forget_naps(noting, stored)

    async def _forget_naps(self, noting: "_Noting", stored: list[Any]) -> None:
        """Naps that one of these nights has grown over go; undoing the import brings them back."""
        naps = await outgrown_naps(self.connected, self.user_id, [stored])
        keys = [dict(zip(KEYS[RECORDS[Nap]], nap, strict=True)) for nap in naps]
        await noting.note(RECORDS[Nap], [(key, {}, True) for key in keys])
        await forget_naps(self.connected, self.writer.whose, naps)

    def _final(self, relation: str, told: Any) -> bool:  # noqa: ANN401 -- any record
        """Whether the archive's values may take the place of others."""
        if self.reach.older:
            return False
        return relation not in FINAL_AFTER or told.date != self.reach.last_day

    async def _pairs(self, kind: type[R], records: list[R]) -> list[tuple[R | None, R]]:
        """Each record with the row that is stored of the same."""
        relation = RECORDS[kind]
        key = KEYS[relation]
        parameters = columns.of_records(records)
        async with self.connected.cursor(row_factory=record_row(kind)) as cursor:
            await cursor.execute(
                query(f"write/kept/{relation}"), {"user_id": self.user_id, **parameters}
            )
            stored = {_key(key, row): row for row in await cursor.fetchall()}
        return [(stored.get(_key(key, each)), each) for each in records]

    def _count(self, relation: str, found: Merged[Any]) -> None:
        self.tally.rows[found.verdict.value] += 1
        if found.conflicts:
            key = ", ".join(str(getattr(found.record, name)) for name in KEYS[relation])
            names = ", ".join(found.conflicts[:5])
            self.tally.notes.append(f"{relation} {key}: {names} stay as they are stored")

    async def _store_hanging(self, kind: type[Any], records: list[Any]) -> None:
        """Zones and laps of exercises that have none yet."""
        lacks = _HANGING[kind]
        names = {s.polar_exercise_id for s in self.renamed.values() if getattr(s, lacks)}
        wanted = [each for each in records if each.polar_exercise_id not in names]
        self.tally.leave(len(records) - len(wanted), TOLD)
        self.tally.written += await self.writer.store(wanted)

    async def _store_days(self, records: list[Any]) -> None:
        """Numbers of days, for those whose samples were taken."""
        wanted = [each for each in records if each.date not in self.days_left]
        await self.writer.store(wanted)

    async def _store_block(self, block: Any) -> None:  # noqa: ANN401 -- any sample block
        fresh, compared = await self._wanted(block)
        taken = columns.length(fresh) + columns.length(compared)
        self.tally.rows["samples"] += taken
        self.tally.leave(columns.length(block) - taken, TOLD)
        if columns.length(fresh):
            self.tally.written += await self.writer.store_fresh(fresh)
        if columns.length(compared):
            self.tally.written += await self.writer.store(compared)

    async def _wanted(self, block: B) -> tuple[B, B]:
        """What is taken of a block: where nothing is stored of the same, and where something is."""
        nothing = masked(block, np.zeros(columns.length(block), bool))
        if isinstance(block, DaySamples):
            return await self._days_wanted(block) if len(block.told) else (nothing, block)
        if hasattr(block, "polar_exercise_id"):
            return self._course_wanted(block), nothing
        return nothing, block

    async def _days_wanted(self, block: D) -> tuple[D, D]:
        """Days that nobody has told, and those that an archive told with fewer samples."""
        days, counts = np.unique(block.days.astype("datetime64[D]"), return_counts=True)
        sent = dict(zip(days.tolist(), counts.tolist(), strict=True))
        parameters = {"user_id": self.user_id, "relation": SAMPLES[type(block)], "days": [*sent]}
        cursor = await self.connected.execute(query("read/import_days"), parameters)
        told = {day: (n, archived) for day, n, archived in await cursor.fetchall()}
        left = [d for d, (n, archived) in told.items() if not archived or n >= sent[d]]
        self.days_left |= set(left)
        fresh = only_days(block, _days_of({*sent} - {*told}))
        return fresh, only_days(block, _days_of({*told} - {*left}))

    def _course_wanted(self, block: Any) -> Any:  # noqa: ANN401 -- samples or a route
        """Courses of exercises that have none yet, under the names that are stored."""
        has = "has_samples" if isinstance(block, ExerciseSamples) else "has_route"
        names, places = np.unique(block.polar_exercise_id, return_inverse=True)
        known = [self.renamed.get(str(name)) for name in names]
        lacks = np.array([stored is None or not getattr(stored, has) for stored in known])
        now = [
            str(name) if stored is None else stored.polar_exercise_id
            for name, stored in zip(names, known, strict=True)
        ]
        renamed = replace(block, polar_exercise_id=np.array(now, "U64")[places])
        return masked(renamed, lacks[places])


_HANGING = {ExerciseZone: "has_zones", ExerciseLap: "has_laps"}
"""Kinds of records that hang on exercises, and whether a stored one has any."""


def _days_of(days: Iterable[dt.date]) -> npt.NDArray[np.datetime64]:
    return np.array([*days], "datetime64[D]")


def _order(part: Any) -> int:  # noqa: ANN401 -- a list or a block
    """Records before what hangs on them; a day's numbers behind its samples."""
    if not isinstance(part, list):
        return 1
    return 2 if part and isinstance(part[0], HeartRateDay) else 0


def _key(names: Sequence[str], record: Any) -> tuple[Any, ...]:  # noqa: ANN401 -- any record
    return tuple(getattr(record, name) for name in names)


def _change(relation: str, found: Merged[Any]) -> tuple[dict[str, Any], Mapping[str, Any], bool]:
    """What is noted of a row; of one that is new, what could be taken back by itself."""
    key = {name: getattr(found.record, name) for name in KEYS[relation]}
    is_new = found.verdict is Verdict.NEW
    only = ONLY_ARCHIVE.get(relation, ())
    brought = {n: v for n, v in found.brought.items() if not is_new or n in only}
    return key, brought, not is_new


# Exercises: which of the stored ones a session is.


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stored:
    """A stored exercise, and what it has."""

    polar_exercise_id: str
    start_local: dt.datetime
    duration_s: float | None
    device_id: str | None
    source: str
    has_zones: bool
    has_laps: bool
    has_samples: bool
    has_route: bool


NEAREST_S = 2.0
DURATIONS_DIFFER_S = 120.0


async def _met(
    connected: Connection, user_id: str, sessions: Sequence[Exercise]
) -> dict[str, _Stored]:
    """The stored exercise of each session that has one, by the session's name."""
    starts = [each.start_local for each in sessions]
    async with connected.cursor(row_factory=class_row(_Stored)) as cursor:
        await cursor.execute(
            query("read/import_exercises"), {"user_id": user_id, "start_local": starts}
        )
        stored = await cursor.fetchall()
    found = {each.polar_exercise_id: _nearest(each, stored) for each in sessions}
    return {name: exercise for name, exercise in found.items() if exercise is not None}


def _nearest(session: Exercise, stored: Sequence[_Stored]) -> _Stored | None:
    """By name; else by start, device and duration."""
    for each in stored:
        if each.polar_exercise_id == session.polar_exercise_id:
            return each
    near = [each for each in stored if _fits(session, each)]
    return min(near, key=lambda each: abs(each.start_local - session.start_local), default=None)


def _fits(session: Exercise, stored: _Stored) -> bool:
    apart = abs((stored.start_local - session.start_local).total_seconds())
    devices = {session.device_id, stored.device_id} - {None}
    return (
        apart <= NEAREST_S
        and len(devices) <= 1
        and (
            session.duration_s is None
            or stored.duration_s is None
            or abs(session.duration_s - stored.duration_s) <= DURATIONS_DIFFER_S
        )
    )


# Taking back.


@begun_again
async def undo_import(
    pool: Pool, user_id: str, run_id: uuid.UUID, now: dt.datetime, *, actor: str
) -> int | None:
    """Take back what an import brought, and only that; None when it can not be undone.

    Raises NotFound when there is no such person.
    """
    async with transaction(pool) as connected:
        await hold(connected, user_id)
        only = _json({name: list(found) for name, found in ONLY_ARCHIVE.items()})
        whose = {"user_id": user_id, "run_id": run_id}
        cursor = await connected.execute(
            query("write/import_undo"), {**whose, "archive_only": only, "now": now}
        )
        rows = await cursor.fetchone()
        if rows is None or rows[0] < 0:
            return None
        await _metrics_again(connected, whose)
        await derive_weeks(connected, user_id, *EVER)
        await connected.execute(query("write/import_forget_changes"), whose)
        await raise_version(connected, user_id, DAYS)
        await audit.tell(connected, actor, "import.undo", user_id, {"run_id": run_id})
        return int(rows[0])


async def _metrics_again(connected: Connection, whose: dict[str, Any]) -> None:
    """Daily metrics of rows that are still there, as those say now."""
    for kind in _measured():
        relation = RECORDS[kind]
        cursor = await connected.execute(
            query("read/import_remains"), {**whose, "relation": relation}
        )
        found = await cursor.fetchall()
        for source in {source for _, source in found}:
            keys = [key for key, its in found if its == source]
            writer = Writer(connected, {**whose, "source": source, "run_id": None})
            parameters = {n: [key[n] for key in keys] for n in KEYS[relation]}
            async with connected.cursor(row_factory=record_row(kind)) as kept:
                await kept.execute(query(f"write/kept/{relation}"), {**whose, **parameters})
                await writer.store_metrics(await kept.fetchall())


def _measured() -> Iterator[type[Any]]:
    """Kinds of records with daily metrics that archives bring."""
    for kind, relation in RECORDS.items():
        if metrics_of(kind) and relation not in COUNTED:
            yield kind
