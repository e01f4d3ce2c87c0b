"""Archives that are damaged, hostile or too large: refused or counted, and nothing is lost."""

import asyncio
import io
import struct
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any, BinaryIO, cast

import orjson
import pytest

from app.archive.container import Limits, open_archive
from app.archive.decoding import LARGEST_ITEM, Strict, items, whole
from app.archive.kinds import Kind
from app.errors import ArchiveRefused, Collided, DatabaseUnavailable
from app.imports import reading, work
from app.imports.work import import_run
from app.normalise.archive import nights
from app.resources import Resources
from app.store.accounts import delete_account
from app.store.imports import SILENT_S, Tally, store_pieces
from app.store.pool import Pool
from tests.app.imports.archives import everything, imported, named, queued, rows, told, zipped

DAY = {"date": "2025-08-01", "summary": {"startTime": "00:00:00.000", "stepCount": 1000}}
FILES = {named("activity-2025-08-01"): DAY}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "no whole ZIP"),
        (b"PK\x03\x04 and no more", "no whole ZIP"),
        (b"PK\x05\x06" + b"\xff" * 18, "no whole ZIP|files"),
        (b"<html>sign in</html>", "no whole ZIP"),
    ],
)
def test_no_zip(tmp_path: Path, body: bytes, words: str) -> None:
    """What is no ZIP is refused with words that say what to do."""
    path = tmp_path / "archive.zip"
    path.write_bytes(body)
    with pytest.raises(ArchiveRefused, match=words), open_archive(path):
        pass


def test_a_truncated_zip(tmp_path: Path) -> None:
    """A download that broke off is refused at once."""
    whole_one = zipped(tmp_path, {named("activity-2025-08-01"): b"0" * 10_000}).read_bytes()
    path = tmp_path / "half.zip"
    path.write_bytes(whole_one[: len(whole_one) // 2])
    with pytest.raises(ArchiveRefused, match="Download the archive"), open_archive(path):
        pass


def test_too_many_members_are_refused_before_they_are_read(tmp_path: Path) -> None:
    """200,000 members are counted at the end of the file, in no time and no memory."""
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    large = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 200_000, 200_000, 30_000_000, 0
    )
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    path = tmp_path / "many.zip"
    path.write_bytes(large + locator + end)
    began = time.monotonic()
    with pytest.raises(ArchiveRefused, match="200,000 files"), open_archive(path):
        pass
    assert time.monotonic() - began < 1


def test_a_bomb(tmp_path: Path) -> None:
    """An archive that would unpack to more than is allowed is refused; no byte is unpacked."""
    path = zipped(tmp_path, {named("activity-2025-08-01"): b" " * 1_000_000})
    assert path.stat().st_size < 10_000
    with (
        pytest.raises(ArchiveRefused, match="ARCHIVE_MAX_UNPACKED_GIB"),
        open_archive(path, Limits(archive_bytes=999_999)),
    ):
        pass
    with open_archive(path, Limits(member_bytes=999_999)) as archive:
        assert [member.trouble for member in archive.members] == ["it is larger than 999,999 bytes"]


async def test_members_that_are_left_out(
    pool: Pool, resources: Resources, person: str, tmp_path: Path
) -> None:
    """Paths that lead out, archives in archives, encrypted and huge members are counted."""
    path = zipped(
        tmp_path,
        {
            f"export/{named('activity-2025-08-01')}": DAY,
            f"../../etc/{named('activity-2025-08-02')}": DAY,
            f"C:\\{named('activity-2025-08-03')}": DAY,
            "inner.zip": b"PK",
            "unheard-of.json": {},
            named("sleep_score_1"): b"[ not json",
            named("sleep_result_1"): b"\xff\xfe[\x00]\x00",
            named("activity-2025-08-05"): b"[1, 2]",
            named("activity-2025-08-06"): b'{"date": "2025-99-99"}',
            named("training-session-2025-08-07-8"): {"something": "else"},
        },
    )
    locked = named("activity-2025-08-04")
    with zipfile.ZipFile(path, "a") as made:
        made.writestr(locked, b"{}")
    body = path.read_bytes()
    directory = body.rindex(b"PK\x01\x02")
    path.write_bytes(body[: directory + 8] + b"\x01\x00" + body[directory + 10 :])
    run = await imported(resources, person, path)
    assert run.state == "success"
    assert await rows(pool, "SELECT steps FROM activity WHERE user_id = %s", person) == [(1000,)]
    reasons = " ".join(run.report["reasons"])
    for words in (
        "leads out of the archive",
        "an archive in the archive",
        "it is encrypted",
        "its kind is not known",
        "sleep_score: it is no JSON",
        "sleep_result: it is no JSON",
        "its layout is not known",
    ):
        assert words in reasons, words
    assert run.report["kinds"]["activity"]["left_out"] == 4
    assert run.report["notes"] == ["a day of activity without a date was left out"]


def test_a_document_that_is_too_large_is_not_read_whole() -> None:
    """A JSON of 500 MB that should be small is left out before a byte of it is read."""
    with pytest.raises(ArchiveRefused, match="larger than"):
        whole(io.BytesIO(b"{}"), 500_000_000)


class Endless(io.RawIOBase):
    """A document whose second part has no end; `given` counts its bytes."""

    def __init__(self, begin: bytes, part: bytes) -> None:
        self.given, self._next, self._part = 0, begin, part

    def read(self, _: int = -1) -> bytes:
        """Some more."""
        piece, self._next = self._next, self._part
        self.given += len(piece)
        return piece


@pytest.mark.parametrize(
    ("begin", "part"),
    [(b'], "more": [1', b",1" * 2**16), (b", [1", b",1" * 2**16), (b', "a', b"a" * 2**18)],
)
def test_an_item_without_an_end_is_not_held(begin: bytes, part: bytes) -> None:
    """What came before is read; then the reader stops after so many bytes, whatever they are."""
    stream = Endless(b'{"deviceDays": [{"a": 1}' + begin, part)
    found = items(cast("BinaryIO", stream), "deviceDays.item")
    assert next(found) == {"a": 1}
    with pytest.raises(ArchiveRefused, match="without a whole item"):
        next(found)
    assert LARGEST_ITEM < stream.given < LARGEST_ITEM + 2**20


async def test_a_month_that_is_cut_off(
    pool: Pool, resources: Resources, person: str, tmp_path: Path
) -> None:
    """Of members that end too early, nights and days that are whole are stored."""
    dates = [f"2025-08-0{day}" for day in (1, 2, 3)]
    beats = [{"heartRate": 52, "secondsFromDayStart": 3}]
    days = [{"date": date, "samples": beats} for date in dates]
    nights = [{"night": date, "evaluation": {"asleepDuration": "PT7H"}} for date in dates]
    cut = {
        named("247ohr_2025_08"): orjson.dumps({"deviceDays": days})[:-9],
        named("sleep_result_10000001"): orjson.dumps(nights)[:-9],
    }
    run = await imported(resources, person, zipped(tmp_path, cut))
    assert run.state == "success"
    beat_days = "SELECT local_time::date::text FROM heart_rate_sample WHERE user_id = %s ORDER BY 1"
    assert await rows(pool, beat_days, person) == [("2025-08-01",), ("2025-08-02",)]
    night_days = "SELECT date::text FROM sleep WHERE user_id = %s ORDER BY 1"
    assert await rows(pool, night_days, person) == [("2025-08-01",), ("2025-08-02",)]
    kinds = [words.partition(":")[0] for words in sorted(run.report["reasons"])]
    assert kinds == ["heart_rate", "sleep_result"]


async def test_a_member_with_an_item_too_large(
    pool: Pool, resources: Resources, person: str, tmp_path: Path
) -> None:
    """Days before it are stored, other members too, and the report says what was left out."""
    beats = {"heartRate": 52, "secondsFromDayStart": 3}
    day = {"deviceId": "A", "date": "2025-08-01", "samples": [beats]}
    huge = b'{"deviceDays": [' + orjson.dumps(day) + b', {"samples": [1' + b",1" * 9 * 2**20
    files = {
        named("247ohr_2025_08"): huge + b"]}]}",
        **FILES,
    }
    run = await imported(resources, person, zipped(tmp_path, files))
    assert run.state == "success"
    assert await rows(pool, "SELECT bpm FROM heart_rate_sample WHERE user_id = %s", person) == [
        (52,)
    ]
    assert await rows(pool, "SELECT count(*) FROM activity WHERE user_id = %s", person) == [(1,)]
    reason = "heart_rate: it goes on for 16,777,216 bytes without a whole item"
    assert run.report["reasons"] == {reason: 1}


def test_bare_nan_is_read_as_null_in_a_stream() -> None:
    """NaN and Infinity are null outside of texts, wherever the pieces of a stream end."""
    body = b'\xef\xbb\xbf{"a": [1.5, NaN, -Infinity, "NaN, \\" NaN", {"b": NaN}], "c": "NaN"}'
    assert list(items(io.BytesIO(body), "a.item")) == [1.5, None, None, 'NaN, " NaN', {"b": None}]
    assert whole(io.BytesIO(body), len(body))["c"] == "NaN"
    for size in range(1, 12):
        stream = Strict(io.BytesIO(body))
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("app.archive.decoding.CHUNK", size)
            assert stream.read(-1) == body[3:].replace(
                b"[1.5, NaN, -Infinity,", b"[1.5, null, null,"
            ).replace(b'"b": NaN', b'"b": null')


async def test_another_person_s_archive(resources: Resources, person: str, tmp_path: Path) -> None:
    """A second archive with another owner is refused, unless the owner of this Ursa insists."""
    mine = {named("account-data-1"): {"username": "a@example.org"}}
    other = {named("account-data-2"): {"username": "b@example.org"}}
    assert (await imported(resources, person, zipped(tmp_path, mine))).state == "success"
    refused = await imported(resources, person, zipped(tmp_path, other))
    assert (refused.state, refused.error_code) == ("failed", "archive_refused")
    assert "--foreign-owner" in str(refused.error)
    taken = await imported(resources, person, zipped(tmp_path, other), foreign_owner_accepted=True)
    assert taken.state == "success"


async def test_files_of_two_people(resources: Resources, person: str, tmp_path: Path) -> None:
    """One archive is one person's."""
    files: dict[str, Any] = {named("sleep_score_1"): [], named("nightly_recovery_2"): []}
    run = await imported(resources, person, zipped(tmp_path, files))
    assert (run.state, run.error_code) == ("failed", "archive_refused")


async def test_two_at_once(pool: Pool, resources: Resources, person: str, tmp_path: Path) -> None:
    """While one import of a person is under way, no second one is queued, nor worked on twice."""
    path = zipped(tmp_path, FILES)
    first = await queued(pool, person, path, resources)
    with pytest.raises(AssertionError):
        await queued(pool, person, path, resources)
    ends = await asyncio.gather(*(import_run(resources, first) for _ in range(2)))
    assert sorted(str(end) for end in ends) == ["None", "success"]


class Killed(BaseException):
    """The process dies here."""


@pytest.mark.parametrize(
    ("pieces", "seconds"),
    [
        (0, -SILENT_S - 1),
        (1, -SILENT_S - 1),
        (2, -SILENT_S - 1),
        (3, -SILENT_S - 1),
        (2, 3_456_000),
    ],
)  # The last one died while the clock ran 40 days ahead.
async def test_a_kill_in_the_middle(
    pool: Pool,
    resources: Resources,
    person: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    pieces: int,
    seconds: int,
) -> None:
    """However far a worker came, the next one goes on from there: nothing twice, nothing lost."""
    monkeypatch.setattr(work, "MOST_PIECES", 1)
    told_nights: list[Any] = [
        {"night": f"2025-08-{d:02}", "meanNightlyRecoveryRri": 1000} for d in range(1, 13)
    ]
    monkeypatch.setitem(reading.ITEMS, Kind.RECOVERY, (nights.recoveries, 5))
    path = zipped(tmp_path, {**FILES, named("nightly_recovery_1"): told_nights})
    run_id = await queued(pool, person, path, resources)
    store, stored = store_pieces, 0

    async def dying(*given: Any, **named: Any) -> int:  # noqa: ANN401 -- as the real one
        nonlocal stored
        stored += 1
        if stored > pieces:
            raise Killed
        return await store(*given, **named)

    monkeypatch.setattr(work, "store_pieces", dying)
    with pytest.raises(Killed):
        await import_run(resources, run_id)
    monkeypatch.setattr(work, "store_pieces", store)
    assert await import_run(resources, run_id) is None  # The dead one may still be alive.
    await rows(
        pool,
        "UPDATE import_run SET alive_at = alive_at + make_interval(secs => %s)"
        " WHERE run_id = %s RETURNING 1",
        seconds,
        run_id,
    )
    assert await import_run(resources, run_id) == "success"
    run = await told(pool, run_id)
    assert run.report["kinds"] == {
        "activity": {"files": 1, "new": 1},
        "recovery": {"files": 1, "new": 12},
    }
    assert (run.rows_written, run.files_done) == (13, 2)


async def test_a_row_that_the_database_refuses(
    pool: Pool, resources: Resources, person: str, tmp_path: Path
) -> None:
    """Its file is left out with the database's words, and the others are stored."""
    long = {"night": "2025-08-02", "meanNightlyRecoveryRri": 1e-300}
    files = {**FILES, named("nightly_recovery_1"): [long]}
    run = await imported(resources, person, zipped(tmp_path, files))
    assert run.state == "success"
    assert await rows(pool, "SELECT steps FROM activity WHERE user_id = %s", person) == [(1000,)]


async def test_a_batch_that_met_another_transaction(
    resources: Resources, person: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is stored at the second try, and what was counted at the first is forgotten."""
    store, tries = store_pieces, 0

    async def meeting(*given: Any, **named: Any) -> int:  # noqa: ANN401 -- as the real one
        nonlocal tries
        tries += 1
        if tries == 1:
            for _, count in given[2]:
                count(Tally(rows=Counter(new=7), notes=["not to be told"]))
            raise Collided("Try again.")
        return await store(*given, **named)

    monkeypatch.setattr(work, "store_pieces", meeting)
    run = await imported(resources, person, zipped(tmp_path, FILES))
    assert (run.state, tries, run.files_done, run.rows_written) == ("success", 2, 1, 1)
    assert run.report["kinds"] == {"activity": {"files": 1, "new": 1}}
    assert run.report["notes"] == []


async def test_the_disk_of_the_database_is_full(
    resources: Resources, person: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pool: Pool
) -> None:
    """The import waits to be gone on with, and ends with words once it was tried often enough."""
    run_id = await queued(pool, person, zipped(tmp_path, FILES), resources)

    async def full(*_: object, **__: object) -> int:
        raise DatabaseUnavailable("The database does not answer.")

    monkeypatch.setattr(work, "store_pieces", full)
    for _ in range(work.MOST_TRIES - 1):
        with pytest.raises(DatabaseUnavailable):
            await import_run(resources, run_id)
        await rows(
            pool,
            "UPDATE import_run SET alive_at = alive_at - interval '1 hour' RETURNING 1",
        )
    assert await import_run(resources, run_id) == "failed"
    assert (await told(pool, run_id)).error_code == DatabaseUnavailable.code


async def test_a_person_who_is_deleted_meanwhile(
    pool: Pool, resources: Resources, person: str, tmp_path: Path
) -> None:
    """Nothing is stored for nobody."""
    run_id = await queued(pool, person, zipped(tmp_path, FILES), resources)
    await delete_account(pool, person, actor="test", deregistered=False)
    assert await import_run(resources, run_id) is None
    assert (await everything(pool, person))["activity"] == []
