"""One import of one archive, from its beginning or from where a worker that died had come."""

import asyncio
import os
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from app.archive.container import Archive, Limits, open_archive
from app.errors import ArchiveRefused, RowsRefused, UrsaError
from app.imports.grouping import groups, harvest_of
from app.imports.plan import File, Plan, planned
from app.imports.reading import Piece, pieces
from app.imports.report import Report
from app.imports.restoring import is_export, tables
from app.imports.restoring import pieces as table_pieces
from app.normalise.archive.context import Context
from app.normalise.values import Harvest
from app.reads import imports
from app.records.imports import ImportState
from app.resources import Resources
from app.store.again import despite_collisions
from app.store.imports import (
    ClaimedImport,
    Owner,
    Reach,
    Step,
    Tally,
    claim_import,
    derive_loads,
    finish_import,
    keep_account,
    keep_owner,
    nights_of,
    note_step,
    restore_rows,
    store_pieces,
)

AT_ONCE, AT_ONCE_EMBEDDED = 40_000, 8_000
"""Rows that are stored in one transaction, about. The embedded database is one session: until a
transaction is over, everybody else waits."""
MOST_PIECES = 40
READING_AND_STORING = 2
"""Cores that both at once keep busy."""
MOST_TRIES = 5
GIB = 2**30

Watch = Callable[[Step], None]
"""Called when the import has come further."""


async def import_run(
    resources: Resources, run_id: uuid.UUID, watch: Watch = lambda _: None
) -> ImportState | None:
    """Work on an import until its end; None when another process does, or when it is over.

    An archive that is refused ends the import with a reason. Whatever else goes wrong is raised,
    and leaves it to go on with.
    """
    claimed = await claim_import(resources.pool, run_id, resources.clock())
    if claimed is None:
        return None
    try:
        await _Import(resources, claimed, watch).work()
    except (UrsaError, OSError) as error:
        return await _failed(resources, claimed, error)
    await finish_import(resources.pool, run_id, ImportState.SUCCESS.value, now=resources.clock())
    _forget_file(claimed)
    return ImportState.SUCCESS


async def whom_an_import_changed(resources: Resources, run_id: uuid.UUID) -> str | None:
    """The person of an import that brought rows and is over; None where there is nothing new."""
    run = await imports.import_run(resources.fresh_pool, run_id)
    brought = run is not None and run.rows_written > 0 and ImportState(run.state).final
    return run.user_id if run is not None and brought else None


async def _failed(
    resources: Resources, claimed: ClaimedImport, error: UrsaError | OSError
) -> ImportState:
    """A refused archive is refused for good; a database that is away is tried again."""
    if not isinstance(error, ArchiveRefused) and claimed.tries < MOST_TRIES:
        raise error
    code = error.code if isinstance(error, UrsaError) else "file_unreadable"
    await finish_import(
        resources.pool,
        claimed.run_id,
        ImportState.FAILED.value,
        now=resources.clock(),
        error_code=code,
        error=str(error)[:1000],
    )
    _forget_file(claimed)
    return ImportState.FAILED


def _forget_file(claimed: ClaimedImport) -> None:
    """An upload goes when it is done with; a file of the person's own stays."""
    if not claimed.file_kept:
        Path(claimed.file_path).unlink(missing_ok=True)


@dataclass(slots=True)
class _Import:
    """An import under way."""

    resources: Resources
    claimed: ClaimedImport
    watch: Watch
    report: Report = field(default_factory=Report)
    done: int = 0
    total: int = 0

    async def work(self) -> None:
        """Read and store what is not stored yet."""
        settings = self.resources.settings
        limits = Limits(archive_bytes=settings.archive_max_unpacked_gib * GIB)
        path = Path(self.claimed.file_path)
        with open_archive(path, limits) as archive:
            if is_export(archive):
                await self._restore(archive)
                return
            plan = await self._plan(archive)
            reach = await self._owned(plan)
            await self._read(archive, plan, reach)
            await self._derive(plan)

    async def _restore(self, archive: Archive) -> None:
        """Take an export of Ursa's own back; raises ArchiveRefused for one that was uploaded."""
        if not self.claimed.file_kept:
            raise ArchiveRefused(
                "An export of Ursa's own says of each row where it is from, and is taken back by "
                "who owns this Ursa alone: ursa import FILE.zip --user ID."
            )
        found = tables(archive)
        self.report = Report.of(self.claimed.report)
        self.done, self.total = self.claimed.files_done, len(found)
        await self._step()
        for relation, member in [*found.items()][self.done :]:
            self.report.file(relation)
            for rows in table_pieces(archive, member):
                restore = partial(
                    restore_rows,
                    self.resources.pool,
                    self.claimed,
                    relation,
                    rows,
                    partial(self._restored, relation),
                    now=self.resources.clock(),
                )
                await despite_collisions(partial(self._counted, restore))
            self.done += 1
            await self._step()

    def _restored(self, relation: str, tally: Tally) -> tuple[Step, dict[str, object]]:
        self.report.count(relation, tally)
        return self._standing()

    async def _plan(self, archive: Archive) -> Plan:
        """The same plan each time; on a second try the report goes on where it was."""
        fresh = Report()
        plan = await asyncio.to_thread(planned, archive, fresh)
        self.done = self.claimed.files_done
        self.total = len(plan.files)
        self.report = Report.of(self.claimed.report) if self.claimed.report else fresh
        return plan

    async def _owned(self, plan: Plan) -> Reach:
        """Raises ArchiveRefused for another person's archive."""
        owner = Owner(plan.flow_id, plan.username_sha256, plan.newest_day)
        older = await keep_owner(
            self.resources.pool,
            self.claimed.user_id,
            owner,
            insists=self.claimed.foreign_owner_accepted,
        )
        if older is None:
            raise ArchiveRefused(
                "This archive is another person's than the one that was imported before. Who owns "
                "this Ursa may insist: ursa import --foreign-owner."
            )
        await keep_account(self.resources.pool, self.claimed, plan.time_zone, plan.display_name)
        return Reach(plan.newest_day, older)

    async def _read(self, archive: Archive, plan: Plan, reach: Reach) -> None:
        await self._step()
        context = await self._context(plan)
        files = plan.files[self.done :]
        at_once = AT_ONCE_EMBEDDED if self.resources.settings.embedded else AT_ONCE
        batches = _batches(archive, files, context, self.report.within, at_once)
        async for batch in _in_turn(batches):
            await self._store(batch, reach)
            self.watch(Step("reading", self.total, self.done))

    async def _derive(self, plan: Plan) -> None:
        """Strain and tolerance of the years before AccessLink told them."""
        if plan.newest_day is not None:
            days = await derive_loads(self.resources.pool, self.claimed, plan.newest_day)
            if days:
                self.report.count("cardio_load_derived", Tally(rows=Counter(new=days)))
            await self._step()

    async def _store(self, batch: list[Piece], reach: Reach) -> None:
        """Store a batch at once; where the database refuses a row of it, piece by piece."""
        try:
            await self._stored(batch, reach)
        except RowsRefused as error:
            if len(batch) == 1:
                refused = replace(batch[0], harvest=Harvest(), left_out=str(error)[:300])
                await self._stored([refused], reach)
            else:
                for piece in batch:
                    await self._store([piece], reach)

    async def _stored(self, batch: list[Piece], reach: Reach) -> None:
        store = partial(
            store_pieces,
            self.resources.pool,
            self.claimed,
            [(harvest_of(group), self._counting(group)) for group in groups(batch)],
            self._standing,
            now=self.resources.clock(),
            reach=reach,
        )
        await despite_collisions(partial(self._counted, store))

    async def _counted(self, store: Callable[[], Awaitable[int]]) -> None:
        """What one transaction counts counts where it is stored."""
        before = deepcopy(self.report), self.done
        try:
            await store()
        except UrsaError:
            self.report, self.done = before
            raise

    async def _context(self, plan: Plan) -> Context:
        zone = self.claimed.time_zone or plan.time_zone
        spans = await nights_of(self.resources.pool, self.claimed.user_id)
        return Context(ZoneInfo(zone) if zone else None, spans=spans, ppi=self.claimed.with_ppi)

    def _counting(self, group: list[Piece]) -> Callable[[Tally], None]:
        """Count pieces of one kind once their rows are stored, and move on."""

        def count(tally: Tally) -> None:
            self.report.count(group[0].file.named.kind.key, tally)
            for piece in group:
                self._passed(piece)

        return count

    def _passed(self, piece: Piece) -> None:
        kind = piece.file.named.kind.key
        self.report.note(piece.harvest.notes)
        self.report.odd.update({f"{kind}: {name}": n for name, n in piece.odd.items()})
        if piece.left_out is not None:
            self.report.leave(kind, piece.left_out)
        self.done += piece.last
        self.report.within = 0 if piece.last else self.report.within + 1

    def _standing(self) -> tuple[Step, dict[str, object]]:
        return Step("reading", self.total, self.done), self.report.as_json()

    async def _step(self) -> None:
        step, report = self._standing()
        await note_step(
            self.resources.pool, self.claimed.run_id, step, report, now=self.resources.clock()
        )
        self.watch(step)


def _batches(
    archive: Archive, files: tuple[File, ...], context: Context, stored: int, at_once: int
) -> Iterator[list[Piece]]:
    """Pieces that are stored at once; the first `stored` ones of the first file are already."""
    waiting: list[Piece] = []
    for file in files:
        for place, piece in enumerate(pieces(archive, file, context)):
            if place >= stored:
                waiting.append(piece)
            if len(waiting) >= MOST_PIECES or sum(p.weight for p in waiting) >= at_once:
                yield waiting
                waiting = []
        stored = 0
    if waiting:
        yield waiting


async def _in_turn(
    batches: Iterator[list[Piece]], cores: int = os.cpu_count() or 1
) -> AsyncIterator[list[Piece]]:
    """Batches, read without holding up the event loop.

    One is read while the one before is stored, where that leaves a core for who is answered: with
    two, an import that keeps both busy makes a tenth of all answers wait for a turn.
    """
    ahead = cores > READING_AND_STORING
    upcoming = _asked(batches)
    try:
        while (batch := await upcoming) is not None:
            if ahead:
                upcoming = _asked(batches)
            yield batch
            if not ahead:
                upcoming = _asked(batches)
    finally:
        await asyncio.wait([upcoming])


def _asked(batches: Iterator[list[Piece]]) -> asyncio.Future[list[Piece] | None]:
    return asyncio.ensure_future(asyncio.to_thread(next, batches, None))
