"""Roles of analysts: made with guards, listed, dropped; labs, and how people leave them."""

import asyncio
import datetime as dt
import re
import secrets
import subprocess
import sys
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.sql import SQL, Identifier

from app.cli.analysts import _classes, _whom
from app.errors import Conflict, InvalidInput, NotFound
from app.records.account import DataClass
from app.store.analysts import AnalystOrder, create_analyst, drop_analyst
from app.store.analysts import analysts as listed
from app.store.change import execute
from app.store.pool import Connection, Pool
from tests.app.series import new_person
from tests.databases import SERVER
from tests.sql.roles import as_role, made

ROOT = Path(__file__).parents[2]

needs_logins = pytest.mark.skipif(SERVER is None, reason="the embedded database knows one login")


async def _all(connected: Connection, statement: str) -> list[tuple[Any, ...]]:
    return await (await connected.execute(statement.encode())).fetchall()


async def test_people_to_come(pool: Pool) -> None:
    """Who sees everybody sees people who come later, too."""
    async with made(pool, people=None) as name:
        later = await new_person(pool)
        async with as_role(pool, name) as connected:
            assert (later,) in await _all(connected, "SELECT user_id FROM person")


async def test_a_group_is_listed_with_its_member(pool: Pool, person: str) -> None:
    """A member sees whom its group sees; the list says who sees whom."""
    async with made(pool, people=[person], classes=frozenset({DataClass.SLEEP})) as group:
        member = AnalystOrder(name=f"{group}_m", people=[], groups=[group])
        await create_analyst(pool, member, "test")
        async with as_role(pool, member.name) as connected:
            assert await _all(connected, "SELECT user_id FROM person") == [(person,)]
        told = {analyst.role_name: analyst for analyst in await listed(pool)}
        await drop_analyst(pool, member.name, with_lab=False, actor="test")
    assert (told[group].people, told[group].classes) == (1, ["sleep"])
    assert told[member.name].groups == [group]


async def test_a_kept_plan_follows_grants(pool: Pool, person: str) -> None:
    """A statement that is planned once shows what is granted whenever it runs, more or less."""
    day = "INSERT INTO metric_daily (user_id, metric, date, value) VALUES (%s, 'steps', now(), 1)"
    one = "UPDATE analyst_grant SET user_id = %s WHERE role_name = %s"
    other = await new_person(pool)
    async with pool.connection() as connected:
        for who in (person, other):
            await connected.execute(day, [who])
    for first, later in ((None, person), (person, None)):
        async with made(pool, people=first and [first]) as name, as_role(pool, name) as reader:
            await reader.execute("SET plan_cache_mode = force_generic_plan")
            await reader.execute(
                "PREPARE kept AS SELECT DISTINCT user_id FROM metric_daily WHERE user_id <> 'x'"
            )
            for granted in (first, later, first):
                async with pool.connection() as connected:
                    await connected.execute(one, [granted, name])
                seen = {who for (who,) in await _all(reader, "EXECUTE kept")}
                assert seen == {person} if granted else seen >= {person, other}
            await reader.execute("DEALLOCATE kept")
            await reader.execute("RESET plan_cache_mode")


@pytest.mark.parametrize("name", ["Ada", "pg_ada", "ursa_analyst", "a b", '"', "", "a" * 52])
async def test_a_name_that_is_none(name: str, pool: Pool) -> None:
    """What can not be a role's name is refused before the database is asked."""
    with pytest.raises(InvalidInput, match="lower-case"):
        await create_analyst(pool, AnalystOrder(name=name, people=None), "test")


async def test_what_is_refused(pool: Pool, person: str) -> None:
    """A name that is taken, a person or a group who is not there, an analyst who is none."""
    async with made(pool, people=[person]) as name:
        for order, refusal in (
            (AnalystOrder(name=name, people=None), Conflict),
            (AnalystOrder(name=f"{name}_2", people=["nobody"]), NotFound),
            (AnalystOrder(name=f"{name}_2", people=[], groups=["nobody_s"]), NotFound),
        ):
            with pytest.raises(refusal):
                await create_analyst(pool, order, "test")
    with pytest.raises(NotFound, match="no analyst"):
        await drop_analyst(pool, name, with_lab=False, actor="test")


@pytest.mark.parametrize(
    ("whom", "refusal"),
    [
        ({"people": None, "groups": None, "everybody": False}, "Say whom"),
        ({"people": ["1001"], "groups": None, "everybody": True}, "two things"),
    ],
)
def test_whom_it_sees_is_said_once(whom: dict[str, Any], refusal: str) -> None:
    """Who names people does not get everybody, and who names nobody gets no role."""
    with pytest.raises(InvalidInput, match=refusal):
        _whom(whom["people"], whom["groups"], everybody=whom["everybody"])


@pytest.mark.parametrize("named", ["sleep,heart", "heart, sleep"])
def test_classes_between_commas(named: str) -> None:
    """Spaces between names are none of theirs."""
    assert _classes(named) == frozenset({DataClass.SLEEP, DataClass.HEART})


async def test_a_schema_that_a_former_role_left(pool: Pool) -> None:
    """Nobody gets what a role of the same name has left behind."""
    name = f"left_{secrets.token_hex(4)}"
    async with pool.connection() as connected:
        await connected.execute(f"CREATE SCHEMA lab_{name}".encode())
    with pytest.raises(Conflict, match=f"left the schema lab_{name}"):
        await create_analyst(pool, AnalystOrder(name=name, people=None, lab=True), "test")
    assert name not in {analyst.role_name for analyst in await listed(pool)}


async def test_ursa_is_no_analyst(pool: Pool, person: str) -> None:
    """The owner's role, and who may be it, are not listed, stopped or dropped among analysts."""
    named = {"name": Identifier(f"own_{secrets.token_hex(4)}")}
    deeds = (
        "CREATE ROLE {name}; GRANT {analyst} TO {name}",
        "ALTER SCHEMA analytics OWNER TO {name}",
    )
    async with made(pool, people=[person]) as name:
        named["analyst"] = Identifier(name)
        async with pool.connection() as connected, connected.transaction(force_rollback=True):
            told = []
            for deed in deeds:
                await connected.execute(SQL(deed).format(**named))
                told.append(await _all(connected, OWNERS))
    assert [len(found) for found in told] == [1, 0]


OWNERS = "SELECT role_name FROM analyst WHERE role_name LIKE 'own\\_%'"


async def test_views_are_opened_with_the_first_role(pool: Pool, person: str) -> None:
    """Where a migration could not let analysts read, the first role made afterwards can."""
    async with pool.connection() as connected:
        await connected.execute("REVOKE USAGE ON SCHEMA analytics FROM ursa_analyst")
    async with made(pool, people=[person]) as name, as_role(pool, name) as reader:
        assert await _all(reader, "SELECT user_id FROM person") == [(person,)]


async def test_a_role_without_rights_makes_no_roles(pool: Pool) -> None:
    """One line says what a superuser has to do."""
    async with pool.connection() as connected:
        await connected.execute("CREATE ROLE powerless")
        try:
            await connected.execute("GRANT ALL ON SCHEMA public TO powerless")
            await connected.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO powerless")
            await connected.execute("GRANT ALL ON ALL FUNCTIONS IN SCHEMA public TO powerless")
            await connected.execute("SET ROLE powerless")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await connected.execute(
                    "SELECT analyst_create('ada', 'x', NULL, NULL, '{}', FALSE)"
                )
        finally:
            await connected.execute("RESET ROLE")
            await connected.execute("DROP OWNED BY powerless")
            await connected.execute("DROP ROLE powerless")


async def test_baselines_before_the_first_day(pool: Pool, person: str) -> None:
    """What was normal before there was anybody is told of nobody, without an error."""
    async with made(pool, people=[person]) as name, as_role(pool, name) as connected:
        assert await _all(connected, "SELECT * FROM baselines_on('1999-01-01')") == []


# Labs.

TABLES = """
    CREATE TABLE {0}.plain (user_id text, n integer);
    CREATE TABLE {0}.beside (n integer);
    CREATE TABLE {0}.checked (user_id text, n integer CHECK (n > 0));
    CREATE TABLE {0}.indexed (user_id text, n integer);
    CREATE INDEX ON {0}.indexed ((n + 1));
    CREATE TABLE {0}.ruled (user_id text, n integer);
    CREATE RULE quiet AS ON DELETE TO {0}.ruled DO INSTEAD NOTHING;
    CREATE TABLE {0}.triggered (user_id text, n integer);
    CREATE FUNCTION {0}.spy() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN CREATE TABLE public.mine AS SELECT current_user; RETURN OLD; END';
    CREATE TRIGGER spy BEFORE DELETE ON {0}.triggered FOR EACH ROW EXECUTE FUNCTION {0}.spy();
    CREATE MATERIALIZED VIEW {0}.kept AS SELECT * FROM {0}.plain;
    CREATE TABLE {0}.parted (user_id text, n integer) PARTITION BY LIST (user_id);
    CREATE TABLE {0}.part PARTITION OF {0}.parted DEFAULT;
"""


LEFT = """
    SELECT relname FROM pg_class
    WHERE relkind IN ('r', 'm') AND relnamespace = '{}'::regnamespace ORDER BY 1
"""


async def test_a_person_leaves_every_lab(pool: Pool, person: str) -> None:
    """Rows go, others' stay, what can not be told apart is emptied, and nothing of a lab's runs."""
    other = await new_person(pool)
    async with made(pool, people=[person, other], lab=True) as name:
        lab = f"lab_{name}"
        async with as_role(pool, name) as connected:
            await connected.execute(TABLES.format(lab).encode())
            for table in ("plain", "checked", "indexed", "ruled", "triggered", "parted"):
                rows = f"INSERT INTO {lab}.{table} VALUES ('{person}', 1), ('{other}', 2)"
                await connected.execute(rows.encode())
            await connected.execute(f"INSERT INTO {lab}.beside VALUES (1)".encode())
            await connected.execute(f"REFRESH MATERIALIZED VIEW {lab}.kept".encode())
        await execute(pool, "person_delete", user_id=person, actor="test", deregistered=False)
        async with as_role(pool, name) as connected:
            assert await _all(connected, "SELECT user_id, n FROM plain") == [(other, 2)]
            assert await _all(connected, "SELECT n FROM beside") == []
            assert await _all(connected, LEFT.format(lab)) == [("beside",), ("kept",), ("plain",)]
            with pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState):
                await connected.execute("SELECT * FROM kept")
        async with pool.connection() as connected:
            assert await _all(connected, "SELECT to_regclass('public.mine')") == [(None,)]


@needs_logins
async def test_who_writes_in_a_lab_is_not_waited_for(
    pool: Pool, database_url: str, person: str
) -> None:
    """A transaction that has a person's row in its hands ends when the person is deleted."""
    async with made(pool, people=[person], lab=True) as name:
        at = make_conninfo(database_url, user=name)
        async with await psycopg.AsyncConnection.connect(at) as writer:
            await writer.execute("CREATE TABLE plain (user_id text, n integer)")
            await writer.execute("INSERT INTO plain VALUES (%s, 1)", [person])
            await writer.commit()
            await writer.execute("UPDATE plain SET n = 2")
            await execute(pool, "person_delete", user_id=person, actor="test", deregistered=False)
            with pytest.raises(psycopg.OperationalError):
                await writer.execute("SELECT 1")
        async with as_role(pool, name) as connected:
            assert await _all(connected, "SELECT * FROM plain") == []


@needs_logins
async def test_temporary_tables_go_with_their_session(
    pool: Pool, database_url: str, person: str
) -> None:
    """Who has one when a person is deleted loses it, and who has none goes on."""
    async with made(pool, people=[person], lab=True) as name:
        at = make_conninfo(database_url, user=name)
        connect = partial(psycopg.AsyncConnection.connect, at, autocommit=True)
        async with await connect() as keeper, await connect() as reader:
            await keeper.execute("CREATE TEMPORARY TABLE kept AS SELECT user_id FROM person")
            await execute(pool, "person_delete", user_id=person, actor="test", deregistered=False)
            assert await _all(reader, "SELECT user_id FROM person") == []
            with pytest.raises(psycopg.OperationalError):
                await keeper.execute("SELECT 1")


async def test_a_lab_is_not_dropped_unasked(pool: Pool, person: str) -> None:
    """Tables of an analyst go with their role only where somebody says so."""
    async with made(pool, people=[person], lab=True) as name:
        async with as_role(pool, name) as connected:
            await connected.execute("CREATE TABLE mine AS SELECT user_id FROM person")
        with pytest.raises(Conflict, match="--with-lab"):
            await drop_analyst(pool, name, with_lab=False, actor="test")


async def test_who_may_write_writes_in_their_lab_alone(pool: Pool, person: str) -> None:
    """The schemas of Ursa's are closed to them, and so is another's lab."""
    async with (
        made(pool, people=[person], lab=True) as one,
        made(pool, people=[person], lab=True) as other,
        as_role(pool, one) as connected,
    ):
        for place in ("public", "analytics", f"lab_{other}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await connected.execute(f"CREATE TABLE {place}.mine (n integer)".encode())


# Logins, which the embedded database does not know.


@pytest.fixture
async def login(pool: Pool, database_url: str, person: str) -> AsyncIterator[str]:
    """Connection string of an analyst of one person."""
    async with made(pool, people=[person]) as name:
        yield make_conninfo(database_url, user=name)


@needs_logins
async def test_guards_of_a_login(login: str) -> None:
    """A session starts guarded; what a SET lifts leads nowhere, and what is forced stays."""
    async with await psycopg.AsyncConnection.connect(login, autocommit=True) as connected:
        for setting, value in (
            ("search_path", "analytics, public, pg_catalog"),
            ("default_transaction_read_only", "on"),
            ("statement_timeout", "1min"),
            ("temp_file_limit", "2GB"),
        ):
            assert await _all(connected, f"SHOW {setting}") == [(value,)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await connected.execute("SET temp_file_limit = -1")
        await connected.execute("SET default_transaction_read_only = off")
        for attempt in ("CREATE TABLE public.mine ()", "CREATE TEMPORARY TABLE mine ()"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await connected.execute(attempt.encode())
        assert await _all(connected, "SELECT time_bucket('1 day', now()) IS NOT NULL") == [(True,)]


@needs_logins
async def test_a_ninth_connection_is_refused(login: str) -> None:
    """The connection limit holds."""
    opened = [await psycopg.AsyncConnection.connect(login) for _ in range(8)]
    with pytest.raises(psycopg.OperationalError, match="too many connections"):
        await psycopg.AsyncConnection.connect(login)
    for connection in opened:
        await connection.close()


CROSS_JOIN = "SELECT count(*) FROM generate_series(1, 99999) AS a, generate_series(1, 99999) AS b"


@needs_logins
async def test_a_cross_join_ends(login: str) -> None:
    """A cross join of everything is ended by the time of a statement."""
    async with await psycopg.AsyncConnection.connect(login, autocommit=True) as connected:
        await connected.execute("SET statement_timeout = '200ms'")
        with pytest.raises(psycopg.errors.QueryCanceled):
            await connected.execute(CROSS_JOIN)


STUBBORN = """
    DO $$
    BEGIN
        LOOP
            BEGIN
                PERFORM pg_sleep(600);
            EXCEPTION WHEN query_canceled THEN NULL;
            END;
        END LOOP;
    END
    $$
"""
UNDER_WAY = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE usename = %s AND {0})"


async def _until(pool: Pool, login: str, state: str) -> None:
    """Wait for the analyst's session to be in that state."""
    who = conninfo_to_dict(login)["user"]
    async with pool.connection() as connected:
        while (await _under_way(connected, who, state)) != [(True,)]:
            pass


async def _under_way(connected: Connection, who: Any, state: str) -> list[Any]:  # noqa: ANN401 -- of a connection string
    return await (await connected.execute(UNDER_WAY.format(state).encode(), [who])).fetchall()


async def _stop(pool: Pool, *may: int) -> None:
    names = ("statement_may", "statement_ends", "transaction_may")
    hours = {name: dt.timedelta(hours=many) for name, many in zip(names, may, strict=True)}
    await execute(pool, "analysts_stop_long", **hours)


@needs_logins
@pytest.mark.parametrize(
    ("statement", "turns", "end"),
    [
        ("SELECT pg_sleep(600)", [(0, 1, 1)], psycopg.errors.QueryCanceled),
        (STUBBORN, [(0, 1, 1), (0, 0, 1)], psycopg.errors.AdminShutdown),
        ("SELECT pg_sleep(600)", [(1, 1, 1), (1, 1, 0)], psycopg.errors.AdminShutdown),
    ],
    ids=["cancelled", "ended that caught it", "ended with an old transaction"],
)
async def test_a_statement_ends_whatever_it_catches(
    statement: str, turns: list[tuple[int, ...]], end: type[Exception], login: str, pool: Pool
) -> None:
    """A time-out that was lifted is held by the timetable: first by asking, then by ending."""
    async with await psycopg.AsyncConnection.connect(login, autocommit=True) as connected:
        await connected.execute("SET statement_timeout = 0")
        asked = asyncio.create_task(connected.execute(statement.encode()))
        for may in turns:
            await _until(pool, login, "wait_event = 'PgSleep'")
            await _stop(pool, *may)
        with pytest.raises(end):
            await asked


@needs_logins
async def test_who_may_end_nobody_ends_nobody(login: str, pool: Pool) -> None:
    """Where analysts' roles are somebody else's, that is no fault at each turn of the timetable."""
    named, stop = {"name": Identifier(f"weak_{secrets.token_hex(4)}")}, "analysts_stop_long"
    deeds = (
        "CREATE ROLE {name}; GRANT SELECT ON analyst TO {name}",
        f"GRANT EXECUTE ON FUNCTION {stop}(interval, interval, interval) TO {{name}}",
        "SET LOCAL ROLE {name}",
    )
    async with await psycopg.AsyncConnection.connect(login) as reader:
        await reader.execute("SELECT 1")
        async with pool.connection() as connected, connected.transaction(force_rollback=True):
            for deed in deeds:
                await connected.execute(SQL(deed).format(**named))
            assert await _all(connected, f"SELECT * FROM {stop}('0', '0', '0')") == []
        await reader.execute("SELECT 1")


@needs_logins
async def test_a_transaction_in_which_nothing_happens_ends(login: str, pool: Pool) -> None:
    """One that is young is let be."""
    async with await psycopg.AsyncConnection.connect(login) as connected:
        await connected.execute("SELECT 1")
        await _until(pool, login, "state = 'idle in transaction'")
        await _stop(pool, 1, 1, 1)
        await connected.execute("SELECT 1")
        await _stop(pool, 0, 1, 1)
        with pytest.raises(psycopg.OperationalError):
            await connected.execute("SELECT 1")


@needs_logins
async def test_a_person_is_deleted_while_an_analyst_reads(
    login: str, pool: Pool, person: str
) -> None:
    """Neither waits for the other; the next question finds nobody."""
    async with await psycopg.AsyncConnection.connect(login) as reader:
        assert await _all(reader, "SELECT user_id FROM person") == [(person,)]
        await execute(pool, "person_delete", user_id=person, actor="test", deregistered=False)
        assert await _all(reader, "SELECT user_id FROM person") == []


@needs_logins
async def test_the_command(database_url: str, person: str, tmp_path: Path) -> None:
    """The printed password opens the database for the role, which is then listed and dropped."""

    def ursa(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "app.cli", "analyst", *arguments],
            env={"DATABASE_URL": database_url, "DATA_DIR": str(tmp_path), "COLUMNS": "200"},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    name = f"cli_{urlsplit(database_url).path[-6:]}"
    told = ursa("create", name, "--people", person, "--classes", "sleep,heart")
    found = re.search(r"^password: (\S{32})$", told, re.MULTILINE)
    assert found
    opened = make_conninfo(database_url, user=name, password=found[1])
    async with await psycopg.AsyncConnection.connect(opened) as connected:
        assert await _all(connected, "SELECT user_id FROM person") == [(person,)]
    assert re.search(rf"{name}\s.*1 people.*heart, sleep", ursa("list"))
    assert "is dropped" in ursa("drop", name)
    assert name not in ursa("list")
