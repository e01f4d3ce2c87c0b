"""The wire server, message by message."""

import shutil
import socket
import struct
import subprocess
from contextlib import ExitStack, closing

import psycopg
import pytest
from psycopg import errors

from tests.app.embedded.wire import Running, Wire, message, query

SSL_REQUEST, GSS_REQUEST, CANCEL_REQUEST = 80877103, 80877104, 80877102
INT16_ZERO = b"\0\0"


def parse(text: str, name: str = "") -> bytes:
    """A Parse message without parameter types."""
    return message("P", f"{name}\0{text}\0".encode() + INT16_ZERO)


def bind(name: str = "") -> bytes:
    """A Bind message of the unnamed portal without parameters."""
    return message("B", f"\0{name}\0".encode() + INT16_ZERO * 3)


EXECUTE = message("E", b"\0" + struct.pack("!i", 0))
SYNC = message("S")


def test_encryption_is_declined(stranger: Wire) -> None:
    """SSL and GSS requests get an N, and the log-in goes on in the clear."""
    for request in (SSL_REQUEST, GSS_REQUEST):
        stranger.send(struct.pack("!ii", 8, request))
        assert stranger.byte() == b"N"
    stranger.log_in()
    assert stranger.kinds().endswith("KZ")


def test_wrong_password(stranger: Wire) -> None:
    """A wrong password is refused with 28P01 and the connection ends."""
    stranger.log_in("wrong")
    fields = stranger.fields()
    assert (fields["S"], fields["C"]) == ("FATAL", "28P01")
    assert stranger.read() == ("", b"")


@pytest.mark.parametrize(
    ("parameters", "code"),
    [({"user": "bob"}, "28P01"), ({"user": ""}, "28P01"), ({"database": "other"}, "3D000")],
)
def test_wrong_name(stranger: Wire, parameters: dict[str, str], code: str) -> None:
    """Only the user postgres is let in, and only to the database postgres."""
    stranger.log_in(**parameters)
    assert stranger.fields()["C"] == code


def test_query_before_password(stranger: Wire) -> None:
    """Nothing is answered before the password."""
    stranger.send(struct.pack("!ii", 9, 196608) + b"\0")
    stranger.read()
    stranger.send(query("SELECT 1"))
    assert stranger.fields()["C"] == "08P01"
    assert stranger.read() == ("", b"")


@pytest.mark.parametrize("length", [0, 3, 10001, 2**31 - 1])
def test_startup_length(stranger: Wire, length: int) -> None:
    """A start-up message that is impossibly short or long ends the connection."""
    stranger.send(struct.pack("!ii", length, 196608))
    assert stranger.fields()["C"] == "08P01"


def test_old_protocol(stranger: Wire) -> None:
    """Protocol 2 is refused by name."""
    stranger.send(struct.pack("!iiB", 9, 131072, 0))
    assert stranger.fields()["C"] == "0A000"


def test_newer_protocol(stranger: Wire) -> None:
    """A client of protocol 3.2 is told that 3.0 is spoken here."""
    stranger.send(struct.pack("!ii", 9, 196610) + b"\0")
    kind, body = stranger.read()
    assert (kind, struct.unpack("!ii", body)) == ("v", (196608, 0))


def test_cancel_request(stranger: Wire, running: Running) -> None:
    """A cancel request is taken and changes nothing."""
    stranger.send(struct.pack("!iiii", 16, CANCEL_REQUEST, 1, 1))
    assert stranger.byte() == b""
    with psycopg.connect(running.conninfo) as connected:
        assert connected.execute("SELECT 1").fetchone() == (1,)


def test_reported_settings(running: Running) -> None:
    """A client learns the version, the encodings and the time zone at its start."""
    with psycopg.connect(running.conninfo, application_name="here") as connected:
        status = connected.pgconn.parameter_status
        assert status(b"server_version") == b"17.5"
        assert status(b"client_encoding") == b"UTF8"
        assert status(b"TimeZone") == b"UTC"
        assert status(b"standard_conforming_strings") == b"on"
        assert status(b"application_name") == b"here"
        assert connected.info.backend_pid > 0


def test_split_message(wire: Wire) -> None:
    """A message that arrives byte by byte is one message."""
    for byte in query("SELECT 42"):
        wire.send(bytes([byte]))
    assert wire.kinds() == "TDCZ"


def test_joined_messages(wire: Wire) -> None:
    """Several messages in one packet get an answer each, in order."""
    wire.send(query("SELECT 1") + query("SELEC") + query("") + query("SELECT 2"))
    assert [wire.kinds() for _ in range(4)] == ["TDCZ", "EZ", "IZ", "TDCZ"]


def test_large_message(wire: Wire) -> None:
    """A message over many packets is put together whole."""
    text = "x" * 5_000_000
    wire.send(query(f"SELECT length('{text}')"))
    assert b"5000000" in wire.until("Z")[1][1]


def test_message_too_large(wire: Wire) -> None:
    """A message over 256 MiB is refused before it is read."""
    wire.send(b"Q" + struct.pack("!i", 300_000_000))
    fields = wire.fields()
    assert (fields["C"], fields["S"]) == ("08P01", "FATAL")
    assert "at most 268435456" in fields["M"]


def test_unknown_message(wire: Wire) -> None:
    """A message of no known type ends the connection with 08P01."""
    wire.send(message("?"))
    assert wire.fields()["C"] == "08P01"


def test_pipeline(wire: Wire) -> None:
    """Parse, Bind, Describe, Execute and Sync in one packet get their answers in order."""
    describe = message("D", b"P\0")
    wire.send((parse("SELECT 7") + bind() + describe + EXECUTE + SYNC) * 2)
    assert [wire.kinds(), wire.kinds()] == ["12TDCZ", "12TDCZ"]


def test_flush(wire: Wire) -> None:
    """Flush brings the answers before Sync."""
    wire.send(parse("SELECT 7") + bind() + message("D", b"P\0") + message("H"))
    assert wire.kinds("T") == "12T"
    wire.send(EXECUTE + SYNC)
    assert wire.kinds() == "DCZ"


def test_error_in_a_pipeline(wire: Wire) -> None:
    """After an error everything up to Sync is skipped, and what follows works."""
    wire.send(parse("SELECT nothing") + bind() + EXECUTE + SYNC)
    wire.send(parse("SELECT 1") + bind() + EXECUTE + SYNC)
    assert [wire.kinds(), wire.kinds()] == ["EZ", "12DCZ"]


def test_notice(wire: Wire) -> None:
    """A notice reaches the client whose statement raised it."""
    wire.send(query("DO $$ BEGIN RAISE NOTICE 'hello'; END $$"))
    assert [kind for kind, body in wire.until("Z") if b"hello" in body] == ["N"]


@pytest.mark.parametrize("status", ["I", "E"])
def test_copy_in_simple(wire: Wire, status: str) -> None:
    """COPY FROM STDIN is an error that says what to use, in and outside of a transaction."""
    begin = "BEGIN; " if status == "E" else ""
    wire.send(query("CREATE TABLE IF NOT EXISTS copied (x int)"))
    wire.until("Z")
    wire.send(query(f"{begin}COPY copied FROM STDIN"))
    wire.send(message("d", b"1\n") + message("c"))
    answer = [(kind, body) for kind, body in wire.until("Z") if kind in {"E", "G", "Z"}]
    assert [kind for kind, _ in answer] == ["E", "Z"]
    assert b"C0A000\0" in answer[0][1]
    assert b"unnest" in answer[0][1]
    assert answer[1][1] == status.encode()
    wire.send(query("ROLLBACK; SELECT count(*) FROM copied"))
    assert wire.kinds().endswith("TDCZ")


def test_copy_in_extended(wire: Wire) -> None:
    """COPY FROM STDIN in an extended query is the same error, up to Sync."""
    wire.send(query("CREATE TABLE IF NOT EXISTS copied (x int)"))
    wire.until("Z")
    wire.send(parse("COPY copied FROM STDIN") + bind() + EXECUTE + SYNC)
    assert wire.kinds() == "12EZ"
    wire.send(message("d", b"1\n") + message("f", b"no\0") + query("SELECT 1"))
    assert wire.kinds() == "TDCZ"


def test_copy_through_psycopg(running: Running) -> None:
    """COPY through psycopg is a feature that is not supported, and the connection stays usable."""
    with psycopg.connect(running.conninfo, autocommit=True) as connected:
        connected.execute("CREATE TABLE IF NOT EXISTS copied (x int)")
        with (
            pytest.raises(errors.FeatureNotSupported),
            connected.cursor() as cursor,
            cursor.copy("COPY copied FROM STDIN") as copy,
        ):
            copy.write_row((1,))
        assert connected.execute("SELECT 1").fetchone() == (1,)


def test_copy_out(running: Running) -> None:
    """COPY TO STDOUT works."""
    with (
        psycopg.connect(running.conninfo) as connected,
        connected.cursor() as cursor,
        cursor.copy("COPY (SELECT * FROM generate_series(1, 3)) TO STDOUT") as copy,
    ):
        assert [bytes(row) for row in copy] == [b"1\n", b"2\n", b"3\n"]


def test_answer_too_large(running: Running) -> None:
    """An answer over 256 MiB ends the connection with 54000 and nothing else."""
    with closing(psycopg.connect(running.conninfo, autocommit=True)) as connected:
        with pytest.raises(errors.ProgramLimitExceeded, match="with a cursor"):
            connected.execute("SELECT repeat('x', 1000000) FROM generate_series(1, 280)")
        assert connected.closed
    with psycopg.connect(running.conninfo) as connected:
        assert connected.execute("SELECT 1").fetchone() == (1,)


def test_too_many_connections(running: Running) -> None:
    """The hundred-and-first connection is told that there are too many."""
    with ExitStack() as crowd:
        for _ in range(100):
            crowd.enter_context(socket.create_connection(("127.0.0.1", running.port)))
        with pytest.raises(psycopg.OperationalError, match="there are too many connections"):
            psycopg.connect(running.conninfo)


@pytest.mark.skipif(shutil.which("psql") is None, reason="there is no psql on this machine")
def test_psql(running: Running) -> None:
    """Psql connects, and its backslash commands work."""
    command = ["psql", running.conninfo, "-X", "-At", "-c", r"\dx", "-c", r"\d"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True)
    assert "timescaledb|2.23" in done.stdout


def test_timescale(running: Running) -> None:
    """A hypertable takes rows, and its compressed chunks give them back."""
    with psycopg.connect(running.conninfo, autocommit=True) as connected:
        connected.execute(
            "CREATE TABLE beat (person int, at timestamp, bpm int);"
            "SELECT create_hypertable('beat', by_range('at'));"
            "ALTER TABLE beat SET (timescaledb.compress, timescaledb.compress_segmentby='person');"
            "INSERT INTO beat SELECT 1, timestamp '2026-01-01' + i * interval '1 minute', 60"
            " FROM generate_series(1, 1000) i;"
            "SELECT compress_chunk(c) FROM show_chunks('beat') c"
        )
        assert connected.execute("SELECT count(*), sum(bpm) FROM beat").fetchone() == (1000, 60000)
