"""Connections that share the one backend."""

import asyncio
import select
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg import AsyncConnection, errors, sql
from psycopg.pq import ExecStatus

from tests.app.embedded.wire import Running, Wire, message, query

Another = Callable[[], Wire]


def status(wire: Wire) -> bytes:
    """Read an answer and return the transaction status at its end."""
    return wire.until("Z")[-1][1]


def connect(
    running: Running, options: str = "", *, prepare: int | None = None
) -> "psycopg.Connection[tuple[object, ...]]":
    """A psycopg connection that commits each statement, and prepares what was run so often."""
    return psycopg.connect(
        running.conninfo, autocommit=True, prepare_threshold=prepare, options=options
    )


def table(running: Running, name: str) -> None:
    """An empty table of a test's own."""
    with connect(running) as connected:
        create = sql.SQL("CREATE TABLE {} (id serial, word text)")
        connected.execute(create.format(sql.Identifier(name)))


def words(running: Running, name: str) -> list[object]:
    """The words in a test's table, in the order of their writing."""
    with connect(running) as connected:
        select = sql.SQL("TABLE {} ORDER BY id").format(sql.Identifier(name))
        rows = connected.execute(select)
        return [word for (_, word) in rows]


async def test_eight_in_transactions(running: Running) -> None:
    """Eight connections that read, think and write in transactions lose no update."""
    with connect(running) as setting_up:
        setting_up.execute("CREATE TABLE counter AS SELECT 0 AS n")

    async def count() -> None:
        connection = await AsyncConnection.connect(running.conninfo, prepare_threshold=None)
        async with connection:
            for _ in range(25):
                async with connection.transaction():
                    row = await (await connection.execute("SELECT n FROM counter")).fetchone()
                    assert row
                    await asyncio.sleep(0)
                    await connection.execute("UPDATE counter SET n = %s", (row[0] + 1,))
                await connection.commit()

    await asyncio.gather(*(count() for _ in range(8)))
    with connect(running) as looking:
        assert looking.execute("SELECT n FROM counter").fetchone() == (200,)


def test_first_come_first_served(running: Running, wire: Wire, another: Another) -> None:
    """Who waits for the backend gets it in the order of asking, and nobody before it is free."""
    table(running, "fair")
    wire.send(query("BEGIN; INSERT INTO fair (word) VALUES ('owner')"))
    assert status(wire) == b"T"
    waiting = [another()]
    for number in range(4):
        waiting[-1].send(query(f"INSERT INTO fair (word) VALUES ('{number}')"))
        # To have logged in another one tells that the message before has arrived.
        waiting.append(another())
    waiting.pop()
    wire.send(query("INSERT INTO fair (word) VALUES ('owner again')"))
    assert status(wire) == b"T"
    wire.send(query("COMMIT"))
    assert [status(one) for one in (wire, *waiting)] == [b"I"] * 5
    assert words(running, "fair") == ["owner", "owner again", "0", "1", "2", "3"]


def test_hang_up_in_a_transaction(running: Running, wire: Wire) -> None:
    """A socket that closes inside a transaction is rolled back, and the next one is served."""
    table(running, "hung_up")
    wire.send(query("BEGIN; INSERT INTO hung_up (word) VALUES ('lost')"))
    assert status(wire) == b"T"
    wire.close()
    assert words(running, "hung_up") == []


def test_hang_up_in_a_half_sent_query(running: Running, wire: Wire) -> None:
    """A socket that closes between Parse and Sync gives the backend back."""
    wire.send(message("P", b"\0SELECT 1\0\0\0") + message("H"))
    assert wire.kinds("1") == "1"
    wire.close()
    with connect(running) as connected:
        assert connected.execute("SELECT 1").fetchone() == (1,)


def test_idle_in_a_transaction(running: Running, wire: Wire) -> None:
    """A connection that is silent inside a transaction for too long is ended and rolled back."""
    table(running, "idle")
    wire.send(query("BEGIN; INSERT INTO idle (word) VALUES ('lost')"))
    assert status(wire) == b"T"
    assert words(running, "idle") == []
    fields = wire.fields()
    assert (fields["S"], fields["C"]) == ("FATAL", "25P03")


def test_idle_while_others_queue(wire: Wire, another: Another) -> None:
    """An owner's silence is not made shorter by others who come to wait."""
    wire.send(query("BEGIN"))
    assert status(wire) == b"T"
    waiting = []
    while not select.select([wire.socket], [], [], 0.25)[0]:
        waiting.append(another())
        waiting[-1].send(query("SELECT 1"))
    assert wire.fields()["C"] == "25P03"
    assert len(waiting) in {2, 3, 4}
    assert [status(one) for one in waiting] == [b"I"] * len(waiting)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processor time needs /proc")
def test_nothing_to_do(running: Running, wire: Wire, another: Another) -> None:
    """A server whose clients are silent or gone takes no processor time."""
    another().close()
    wire.send(query("SELECT 1"))
    assert status(wire) == b"I"
    assert any(ticks_of_a_moment(running, wire) < 3 for _ in range(100))


def ticks_of_a_moment(running: Running, wire: Wire) -> int:
    """Hundredths of a second that the server computes in a moment in which it says nothing."""
    before = processor_ticks(running)
    assert select.select([wire.socket], [], [], 0.2)[0] == []
    return processor_ticks(running) - before


def processor_ticks(running: Running) -> int:
    """Hundredths of a second that the server has computed."""
    fields = Path(f"/proc/{running.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def test_leaving_the_queue(wire: Wire, another: Another) -> None:
    """A client that says goodbye while it waits leaves, and those behind it are served."""
    wire.send(query("BEGIN"))
    assert status(wire) == b"T"
    leaving, hanging_up, staying = another(), another(), another()
    leaving.send(message("X"))
    hanging_up.send(query("SELECT 1"))
    hanging_up.close()
    staying.send(query("SELECT 1"))
    wire.send(query("COMMIT"))
    assert [status(wire), status(staying)] == [b"I", b"I"]
    assert leaving.kinds("") == ""


def test_dying_while_its_query_runs(running: Running, wire: Wire, another: Another) -> None:
    """A socket that closes while its query runs harms nobody, and its transaction is undone."""
    table(running, "dying")
    behind = another()
    wire.send(query("BEGIN; INSERT INTO dying (word) VALUES ('lost'); SELECT pg_sleep(0.2)"))
    wire.close()
    behind.send(query("SELECT 1"))
    assert behind.kinds() == "TDCZ"
    assert words(running, "dying") == []


def test_failed_transaction_keeps_its_turn(running: Running, wire: Wire, another: Another) -> None:
    """After an error in a transaction the backend is still its owner's, until ROLLBACK."""
    table(running, "failed")
    wire.send(query("BEGIN; SELECT nothing"))
    assert status(wire) == b"E"
    behind = another()
    behind.send(query("INSERT INTO failed (word) VALUES ('behind')"))
    wire.send(query("SELECT 1"))
    assert status(wire) == b"E"
    wire.send(query("ROLLBACK"))
    assert [status(wire), status(behind)] == [b"I", b"I"]
    assert words(running, "failed") == ["behind"]


def test_prepared_statements(running: Running) -> None:
    """Two connections may give the same name to different statements, and take them along."""
    with connect(running) as one, connect(running) as two:
        one.pgconn.prepare(b"same", b"SELECT 'one'")
        two.pgconn.prepare(b"same", b"SELECT 'two'")
        assert one.pgconn.exec_prepared(b"same", []).get_value(0, 0) == b"one"
        assert two.pgconn.exec_prepared(b"same", []).get_value(0, 0) == b"two"
        assert two.pgconn.describe_prepared(b"same").nfields == 1
    with connect(running) as looking:
        row = looking.execute("SELECT count(*) FROM pg_prepared_statements").fetchone()
        assert row == (0,)


@pytest.mark.parametrize("word", ["DEALLOCATE ALL", "deallocate prepare all;", "DISCARD ALL"])
@pytest.mark.parametrize("extended", [False, True])
def test_forgetting_what_was_prepared(running: Running, word: str, *, extended: bool) -> None:
    """A connection forgets its own statements, and no other's: psycopg does so after a rollback."""
    with connect(running) as one, connect(running) as two:
        for each in (one, two):
            each.pgconn.prepare(b"same", b"SELECT 1")
        told = one.pgconn
        ended = told.exec_params(word.encode(), []) if extended else told.exec_(word.encode())
        assert ended.status == ExecStatus.COMMAND_OK
        assert one.pgconn.exec_prepared(b"same", []).status == ExecStatus.FATAL_ERROR
        assert two.pgconn.exec_prepared(b"same", []).status == ExecStatus.TUPLES_OK


@pytest.mark.parametrize("word", ["DEALLOCATE same", 'DEALLOCATE PREPARE "same";'])
def test_forgetting_one_statement(running: Running, word: str) -> None:
    """A statement that is named is the connection's own, and may be prepared anew."""
    with connect(running) as one, connect(running) as two:
        for each in (one, two):
            each.pgconn.prepare(b"same", b"SELECT 1")
        assert one.pgconn.exec_(word.encode()).status == ExecStatus.COMMAND_OK
        assert one.pgconn.exec_(word.encode()).status == ExecStatus.FATAL_ERROR
        assert one.pgconn.prepare(b"same", b"SELECT 2").status == ExecStatus.COMMAND_OK
        assert two.pgconn.exec_prepared(b"same", []).get_value(0, 0) == b"1"


def test_others_keep_their_plans_through_a_rollback(running: Running) -> None:
    """What psycopg has prepared on one connection lives on when another rolls back."""
    ask = "SELECT count(*) FROM pg_class WHERE relname = %s"
    with connect(running, prepare=0) as one, connect(running, prepare=0) as two:
        for each in (one, two):
            each.execute(ask, ["nothing"])
        with pytest.raises(psycopg.Error), two.transaction():
            two.execute("SELECT 1 / %s", [0])
        two.execute(ask, ["nothing"])
        assert one.execute(ask, ["nothing"]).fetchone() == (0,)


def test_unnamed_statement(wire: Wire, another: Another) -> None:
    """An unnamed statement that was parsed earlier is still there after others had their turn."""
    other = another()
    wire.send(message("P", b"\0SELECT 'mine'\0\0\0") + message("S"))
    assert wire.kinds() == "1Z"
    other.send(message("P", b"\0SELECT 'other'\0\0\0") + message("S") + query("SELECT 1"))
    assert [other.kinds(), other.kinds()] == ["1Z", "TDCZ"]
    wire.send(message("B", b"\0\0" + b"\0" * 6) + message("E", b"\0" + b"\0" * 4) + message("S"))
    answer = [pair for pair in wire.until("Z") if pair[0] != "N"]
    assert "".join(kind for kind, _ in answer) == "2DCZ"
    assert answer[1][1].endswith(b"mine")


def test_settings_stay_with_their_connection(running: Running) -> None:
    """SET in one connection is unseen in another, and still there for the first."""
    show = "SELECT current_setting('search_path'), current_setting('work_mem')"
    with connect(running) as one, connect(running) as two:
        one.execute("SET search_path TO elsewhere, public")
        one.execute("SELECT set_config('work_mem', '1MB', false)")
        assert two.execute(show).fetchone() == ('"$user", public', "4MB")
        assert one.execute(show).fetchone() == ("elsewhere, public", "1MB")
        one.execute("RESET ALL")
        assert two.execute("SELECT 1").fetchone() == (1,)


def test_settings_end_with_their_connection(running: Running) -> None:
    """What a closed connection has set is gone."""
    with connect(running) as one:
        one.execute("SET search_path TO elsewhere")
    with connect(running) as two:
        assert two.execute("SHOW search_path").fetchone() == ('"$user", public',)


def test_role_stays_with_its_connection(running: Running) -> None:
    """A connection that took a lesser role keeps it, and no other one gets it."""
    who = "SELECT session_user::text, current_user::text"
    with connect(running) as one, connect(running) as two:
        two.execute("CREATE ROLE guest; CREATE ROLE host; GRANT host TO guest")
        one.execute("SET SESSION AUTHORIZATION guest")
        one.execute("/* still */ SET ROLE host")
        assert two.execute(who).fetchone() == ("postgres", "postgres")
        assert one.execute(who).fetchone() == ("guest", "host")


def test_settings_of_the_start(running: Running) -> None:
    """Settings in the start-up message hold for that connection, and it is told so."""
    options = r"-c work_mem=2MB --search_path=a,\ b"
    with connect(running, options=options) as one, connect(running) as two:
        assert two.execute("SHOW work_mem").fetchone() == ("4MB",)
        assert one.execute("SHOW work_mem").fetchone() == ("2MB",)
        assert one.execute("SHOW search_path").fetchone() == ("a, b",)


def test_bad_setting_at_the_start(running: Running) -> None:
    """A start-up setting that PostgreSQL refuses ends the connection with its words."""
    with connect(running, options="-c work_mem=lots") as one, connect(running) as two:
        with pytest.raises(errors.InvalidParameterValue, match="work_mem"):
            one.execute("SELECT 1")
        assert two.execute("SELECT 1").fetchone() == (1,)


def test_time_zone_of_the_start(running: Running) -> None:
    """A time zone in the start-up message is reported back as the client's own."""
    with connect(running, options="-c timezone=Europe/Helsinki") as one:
        assert one.pgconn.parameter_status(b"TimeZone") == b"Europe/Helsinki"


def test_slow_reader(running: Running, wire: Wire) -> None:
    """While one client does not read its 60 MB, others are served, and then it gets all of it."""
    wire.send(query("SELECT repeat('x', 1000000) FROM generate_series(1, 60)"))
    with connect(running) as other:
        assert other.execute("SELECT 1").fetchone() == (1,)
    rows = [body for kind, body in wire.until("Z") if kind == "D"]
    assert [len(row) for row in rows] == [1_000_006] * 60
