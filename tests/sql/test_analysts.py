"""Analysts: they read whom they were granted, and find out nothing about anybody else."""

import re
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest
from psycopg import sql

from app.store.migrations import migrate
from app.store.pool import Connection, Pool, open_pool
from app.store.queries import SQL
from tests.databases import SERVER, empty_database

MINE, THEIRS = "1001", "1002"
KEPT = {
    "account": "the view person tells what of it is theirs",
    "analyst_grant": "who may see whom is the owner's",
    "api_key": "secrets",
    "app_code": "secrets",
    "archive_owner": "whose archives are a person's is no health data",
    "audit_log": "who did what is the owner's",
    "connection_attempt": "secrets",
    "credential": "secrets",
    "data_version": "that something changed is no health data",
    "deed_answer": "what deeds were answered is for who did them, and encrypted",
    "import_change": "what undoing an import needs; the rows themselves are seen",
    "import_run": "files and counts are no health data",
    "unread_row": "nobody knows which class of data it is of",
    "takeout_run": "files and counts are no health data",
    "sync_owed": "what a sync will ask for again is no health data",
    "sync_run": "secrets, while a run waits; the view sync_state tells the newest",
    "backfill": "how far back Polar was asked is no health data",
    "backfill_feed": "as above",
    "polar_notice": "that something was new is no health data",
    "feed_state": "when feeds were asked for is no health data",
    "tombstone": "what a person has deleted",
    "exchange_code": "secrets",
    "person_alias": "names are no health data",
    "web_session": "secrets",
    "unrefreshed": "which days were written of late is no health data",
    "sync_feed": "the view sync_state tells what failed",
    **dict.fromkeys(("api_key_day", "app_grant", "app_read"), "who asks is no health data"),
}
"""Relations with a person in them that analysts do not see, and why."""

MADE = (
    "daily_wide",
    "exercise_lap",
    "exercise_recovery",
    "exercise_zone",
    "night",
    "night_regularity",
    "person",
    "sleep_stage_segment",
    "sync_state",
)
"""Views that are made of others."""

FIXED: dict[str, dict[str, Any]] = {
    "baseline": {"status": "ready", "metric": "sleep_score"},
    "baseline_part": {
        "status": "ready",
        "metric": "sleep_score",
        "era": "since",
        "because": "step",
    },
    "forecast": {"reason": None, "metric": "sleep_score"},
    "history": {"reason": "changed", "relation": "sleep"},
    "pattern": {"significance": "high"},
}
"""What a relation allows in a column, where that is not just anything."""


@pytest.fixture(scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Pool]:
    """A database with two people: in every relation, old and compressed, recent, and aggregated."""
    async with (
        empty_database(tmp_path_factory.mktemp("analysts")) as url,
        open_pool(url, size=2, prepare=SERVER is not None) as opened,
    ):
        await migrate(opened)
        async with opened.connection() as connected:
            await _fill(connected)
        yield opened


async def _fill(connected: Connection) -> None:
    for person, day in ((MINE, 10), (THEIRS, 20)):
        await connected.execute("INSERT INTO account (user_id) VALUES (%s)", [person])
        for relation in await _names(connected, TABLES):
            for year in (2025, 2026):
                await _row(connected, relation, person, year, day)
        for statement in BESIDE:
            await connected.execute(statement.encode(), {"person": person, "day": day})
    await connected.execute(COMPRESS.encode())
    for aggregate in await _names(connected, AGGREGATES):
        refresh = f"CALL refresh_continuous_aggregate('{aggregate}', NULL, NULL)"
        await connected.execute(refresh.encode())


BESIDE = (
    """UPDATE exercise SET duration_s = 60 * %(day)s, duplicate_of = NULL
    WHERE user_id = %(person)s""",
    """INSERT INTO exercise_zone (exercise_id, zone_index, lower_bpm, upper_bpm, in_zone_s, source)
    SELECT exercise_id, zone, %(day)s, %(day)s, %(day)s, 'word ' || %(day)s
    FROM exercise CROSS JOIN generate_series(1, 2) AS zone WHERE user_id = %(person)s""",
    """INSERT INTO exercise_lap (exercise_id, kind, lap_index, duration_s, heart_rate_avg, source)
    SELECT exercise_id, 'MANUAL', 0, %(day)s, 100 + %(day)s, 'word ' || %(day)s
    FROM exercise WHERE user_id = %(person)s""",
    """INSERT INTO metric_daily (user_id, metric, date, value)
    SELECT %(person)s, metric, make_date(2026, 1, %(day)s), %(day)s FROM metric""",
    """INSERT INTO exercise_sample (user_id, local_time, exercise_id, heart_rate)
    SELECT user_id, start_local + duration_s * interval '1 second', exercise_id, 100 + %(day)s
    FROM exercise WHERE user_id = %(person)s""",
    """INSERT INTO heart_rate_sample (user_id, local_time, bpm, minute_weight)
    SELECT
        user_id, start_local + duration_s * interval '1 second' + interval '5 minutes',
        70 + %(day)s / 2, 1
    FROM exercise WHERE user_id = %(person)s""",
    """INSERT INTO sleep_stage_sample (user_id, date, local_time, stage)
    SELECT user_id, date, date + interval '3 hours', 'DEEP' FROM sleep
    WHERE user_id = %(person)s""",
    """INSERT INTO sync_run (user_id, origin, state, days, error)
    VALUES (%(person)s, 'word ' || %(day)s, 'failed', %(day)s, 'word ' || %(day)s)""",
    """UPDATE account SET display_name = 'word ' || %(day)s, time_zone = 'zone ' || %(day)s
    WHERE user_id = %(person)s""",
)
"""What rows of views that are made of others need, and a row of anything does not have."""

TABLES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        AND to_regclass('analytics.' || relname) IS NOT NULL
        AND relname NOT IN ('exercise_lap', 'exercise_zone')
    ORDER BY EXISTS (SELECT FROM pg_constraint WHERE confrelid = pg_class.oid) DESC, relname
"""
AGGREGATES = "SELECT view_name FROM timescaledb_information.continuous_aggregates"
VIEWS = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'analytics'::regnamespace AND relkind = 'v'
        AND relname NOT IN ('data_dictionary', 'metric')
    ORDER BY relname
"""
RELATIONS = """
    WITH named AS (
        SELECT attrelid AS relation FROM pg_attribute WHERE attname = 'user_id'
    )
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') AND oid IN (
        SELECT relation FROM named
        UNION SELECT conrelid FROM pg_constraint INNER JOIN named ON confrelid = relation
    )
    ORDER BY relname
"""
"""With a person in them, or part of what has one."""
COLUMNS = """
    SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
        AND attidentity = '' AND attgenerated = '' AND attname <> 'user_id'
"""
COMPRESS = """
    SELECT compress_chunk(format('%I.%I', chunk_schema, chunk_name)::regclass)
    FROM timescaledb_information.chunks
    WHERE hypertable_schema = 'public' AND range_end < '2025-12-01'
"""


async def _names(connected: Connection, statement: str) -> list[str]:
    cursor = await connected.execute(statement.encode())
    return [str(name) for (name,) in await cursor.fetchall()]


async def _columns(connected: Connection, relation: str) -> dict[str, str]:
    cursor = await connected.execute(COLUMNS, [relation])
    return {str(name): str(kind) for name, kind in await cursor.fetchall()}


async def _row(connected: Connection, relation: str, person: str, year: int, day: int) -> None:
    """A row with something in every column, which tells the person."""
    columns = await _columns(connected, f"public.{relation}")
    values = {name: _value(kind, year, day) for name, kind in columns.items()}
    row: dict[str, Any] = {"user_id": person} | values | FIXED.get(relation, {})
    statement = sql.SQL("INSERT INTO public.{} ({}) VALUES ({}) ON CONFLICT DO NOTHING").format(
        sql.Identifier(relation),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(sql.SQL("%s::") + sql.SQL(columns.get(name, "text")) for name in row),
    )
    await connected.execute(statement, list(row.values()))


def _value(kind: str, year: int, day: int) -> Any:  # noqa: ANN401 -- of the column's type
    if kind.endswith("[]"):
        return [_value(kind[:-2], year, day)]
    if kind.startswith(("date", "timestamp")):
        return f"{year}-01-{day}"
    others = {"text": f"word {day}", "jsonb": f"[{day}]", "boolean": day > 15, "uuid": f"{day:032}"}
    return others.get(kind, day)


# Roles.


@asynccontextmanager
async def _role(
    pool: Pool, *groups: str, granted: str | None = None, classes: list[str] | None = None
) -> AsyncIterator[str]:
    """A role in these groups, with a grant of one person where one is named."""
    name = f"test_{secrets.token_hex(6)}"
    role = sql.Identifier(name)
    async with pool.connection() as connected:
        within = sql.SQL(", ").join(map(sql.Identifier, groups))
        await connected.execute(sql.SQL("CREATE ROLE {} IN ROLE {}").format(role, within))
        if granted:
            await connected.execute(GRANT, [name, granted, classes])
    yield name
    async with pool.connection() as connected:
        await connected.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(role))


GRANT = "INSERT INTO analyst_grant (role_name, user_id, classes) VALUES (%s, %s, %s)"
ANALYSTS = "ursa_analyst"


@pytest.fixture(scope="module")
async def analyst(here: Pool) -> AsyncIterator[str]:
    """A role that was granted one of the two people."""
    async with _role(here, ANALYSTS, granted=MINE) as name:
        yield name


@pytest.fixture(scope="module")
async def member(here: Pool) -> AsyncIterator[str]:
    """A role without a grant, of a group that was granted one of the two people."""
    async with (
        _role(here, ANALYSTS, granted=MINE) as group,
        _role(here, group) as name,
    ):
        yield name


@pytest.fixture(scope="module")
async def stranger(here: Pool) -> AsyncIterator[str]:
    """A role that was granted the other person."""
    async with _role(here, ANALYSTS, granted=THEIRS) as name:
        yield name


@pytest.fixture(scope="module")
async def sleep_reader(here: Pool) -> AsyncIterator[str]:
    """A role that was granted one of the two people's sleep, and no other class of theirs."""
    async with _role(here, ANALYSTS, granted=MINE, classes=["sleep"]) as name:
        yield name


@pytest.fixture(params=["analyst", "member"])
def reader(request: pytest.FixtureRequest) -> str:
    """Each kind of role that may see one of the two people."""
    return str(request.getfixturevalue(request.param))


@asynccontextmanager
async def _as(pool: Pool, role: str) -> AsyncIterator[Connection]:
    async with pool.connection() as connected:
        await connected.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
        try:
            yield connected
        finally:
            await connected.execute("RESET ROLE")


async def _all(connected: Connection, statement: str) -> list[tuple[Any, ...]]:
    return await (await connected.execute(statement.encode())).fetchall()


# What they see.


def _views() -> list[str]:
    """The views, from the list in their file."""
    text = (SQL / "views" / "10_analytics.sql").read_text()
    listed = text[text.index("ARRAY[") : text.index("];")]
    return [*re.findall(r"'(\w+)'", listed), *MADE]


async def test_every_relation_of_people_is_seen_or_kept(here: Pool) -> None:
    """A relation with a person is a view of analysts, or has its reason not to be."""
    async with here.connection() as connected:
        relations = await _names(connected, RELATIONS)
        views = await _names(connected, VIEWS)
    parts = set(MADE) & set(relations)
    assert sorted([*set(views) - set(MADE), *parts, *KEPT]) == relations
    assert views == sorted(_views())


@pytest.mark.parametrize("view", _views())
async def test_whom_they_see(view: str, here: Pool, reader: str) -> None:
    """Every view has rows of the granted person, and of nobody else."""
    async with _as(here, reader) as connected:
        assert await _all(connected, f"SELECT DISTINCT user_id FROM analytics.{view}") == [(MINE,)]


async def test_what_of_them(here: Pool, sleep_reader: str, analyst: str) -> None:
    """A grant of classes opens rows and quantities of these classes, and no other."""
    seen = {}
    for role in (sleep_reader, analyst):
        for view in _views():
            seen[role, view] = await _asked(here, role, f"SELECT FROM analytics.{view}")
    opened = {view for view in _views() if seen[sleep_reader, view]}
    assert opened == SLEEP
    hidden = "SELECT DISTINCT heart_rate_avg FROM analytics.sleep"
    assert await _asked(here, sleep_reader, hidden) == [(None,)]
    assert await _asked(here, analyst, hidden) != [(None,)]
    metrics = await _asked(here, sleep_reader, "SELECT DISTINCT metric FROM analytics.metric_daily")
    of_sleep = await _asked(
        here, analyst, "SELECT metric FROM analytics.metric WHERE class = 'sleep'"
    )
    assert sorted(metrics) == sorted(of_sleep)


@pytest.mark.parametrize(
    ("view", "quantity"),
    [
        ("exercise", "heart_rate_avg"),
        ("exercise_lap", "heart_rate_avg"),
        ("exercise_recovery", "bpm_at_end"),
        ("exercise_sample", "heart_rate"),
    ],
)
async def test_training_tells_no_heart(view: str, quantity: str, here: Pool, analyst: str) -> None:
    """Rows of training show heart rate to who sees hearts, too."""
    asked = f"SELECT DISTINCT user_id, {quantity} IS NULL FROM analytics.{view}"
    async with _role(here, ANALYSTS, granted=MINE, classes=["training"]) as trainer:
        assert await _asked(here, trainer, asked) == [(MINE, True)]
    assert (MINE, False) in await _asked(here, analyst, asked)


SLEEP = {
    *("sleep", "nap", "sleep_stage_sample", "alertness_period", "alertness_hour", "bedtime"),
    *("metric_daily", "metric_weekly", "metric_monthly", "baseline", "forecast", "forecast_day"),
    *("history", "baseline_part"),
    *("daily_wide", "night", "night_regularity", "person", "sleep_stage_segment", "sync_state"),
}
"""Views with rows of who is granted sleep alone."""


async def test_a_recreated_role_inherits_nothing(here: Pool) -> None:
    """A role that has the name of one that was dropped sees nobody until it is granted somebody."""
    async with _role(here, ANALYSTS, granted=MINE) as name:
        role = sql.Identifier(name)
        async with here.connection() as connected:
            await connected.execute(sql.SQL("DROP ROLE {}").format(role))
            again = sql.SQL("CREATE ROLE {} IN ROLE ursa_analyst").format(role)
            await connected.execute(again)
        async with _as(here, name) as connected:
            assert await _all(connected, "SELECT FROM analytics.sleep") == []
        async with here.connection() as connected:
            await connected.execute(GRANT, [name, THEIRS, None])
            kept = f"SELECT user_id FROM analyst_grant WHERE role_name = '{name}'"
            assert await _all(connected, kept) == [(THEIRS,)]
        async with _as(here, name) as connected:
            seen = await _all(connected, "SELECT DISTINCT user_id FROM analytics.sleep")
            assert seen == [(THEIRS,)]


async def test_a_grant_names_a_role(here: Pool) -> None:
    """Nobody is granted to a role that may be made later."""
    async with here.connection() as connected:
        with pytest.raises(psycopg.errors.UndefinedObject, match="no role nobody_yet"):
            await connected.execute(GRANT, ["nobody_yet", MINE, None])


# What they find out.


BASELINES = "baselines_on('2026-01-25')"
"""The function that is read as a view is."""


@pytest.fixture(
    params=[("analyst", "seqscan"), ("analyst", "nestloop"), ("member", "seqscan")],
    ids=" without ".join,
)
def trial(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A role that may see one of the two people, and what its planner is to avoid."""
    who, avoided = request.param
    return str(request.getfixturevalue(who)), avoided


@pytest.mark.parametrize("view", [*_views(), BASELINES])
async def test_nothing_can_be_bisected(
    view: str, trial: tuple[str, str], here: Pool, stranger: str
) -> None:
    """No count in EXPLAIN ANALYZE tells whether somebody else has a value, or has not."""
    reader, avoided = trial
    columns = await _comparable(here, view, reader, stranger)
    assert columns
    await _hold_nothing_told(here, view, avoided, reader, columns)


@pytest.mark.parametrize("view", _views())
async def test_no_class_can_be_bisected(
    view: str, here: Pool, sleep_reader: str, analyst: str
) -> None:
    """What a grant does not open of its own person is told by no count either."""
    columns = await _comparable(here, view, sleep_reader, analyst)
    columns = [told for told in columns if (view, told[0]) not in TELLING_CLASSES]
    await _hold_nothing_told(here, view, "seqscan", sleep_reader, columns)


async def _hold_nothing_told(
    pool: Pool, view: str, avoided: str, reader: str, columns: list[tuple[str, str, str]]
) -> None:
    async with _as(pool, reader) as connected, connected.transaction():
        # How rows are grouped follows from estimates, and those are everybody's (SECURITY.md).
        await connected.execute(b"SET LOCAL enable_hashagg = off")
        await connected.execute(f"SET LOCAL enable_{avoided} = off".encode())
        for column, there, nowhere in columns:
            for whose in _asked_of(there):
                question = f"SELECT FROM analytics.{view} WHERE {whose}{column} BETWEEN %s AND %s"
                told = [await _told(connected, question, [v, v]) for v in (there, nowhere)]
                assert told[0] == told[1], (column, whose)


def _asked_of(there: str) -> tuple[str, ...]:
    """Everybody, and the other one; of two truths each is somebody's own, too."""
    alone = f"user_id = '{THEIRS}' AND "
    return (alone,) if there in {"true", "false"} else ("", alone)


COMPARABLE: dict[tuple[str, str, str], list[tuple[str, str, str]]] = {}
"""What was found out before."""


async def _comparable(
    pool: Pool, view: str, reader: str, stranger: str
) -> list[tuple[str, str, str]]:
    """Columns in which the two differ, the other's value, and one beside it that nobody has."""
    which = view, reader, stranger
    if which not in COMPARABLE:
        COMPARABLE[which] = await _compared(pool, *which)
    return COMPARABLE[which]


async def _compared(
    pool: Pool, view: str, reader: str, stranger: str
) -> list[tuple[str, str, str]]:
    async with pool.connection() as connected:
        kinds = await _kinds(connected, view)
    found = []
    for name, kind in kinds.items():
        if (view, name) not in TELLING:
            beside = _beside(name, kind)
            values = f"SELECT DISTINCT {name}::text, ({beside})::text FROM analytics.{view}"
            mine = {value for value, _ in await _asked(pool, reader, values)} | {None}
            asked = sorted(await _asked(pool, stranger, values), key=str)
            theirs = [pair for pair in asked if pair[0] not in mine]
            found += [(name, *pair) for pair in theirs[:1]]
    return found


async def _kinds(connected: Connection, view: str) -> dict[str, str]:
    if view != BASELINES:
        return await _columns(connected, f"analytics.{view}")
    await connected.execute(f"CREATE TEMP VIEW seen AS SELECT * FROM analytics.{view}".encode())
    kinds = await _columns(connected, "seen")
    await connected.execute("DROP VIEW seen")
    return kinds


async def _asked(pool: Pool, role: str, statement: str) -> list[tuple[Any, ...]]:
    async with _as(pool, role) as connected:
        return await _all(connected, statement)


def _beside(name: str, kind: str) -> str:
    """What makes a value of the type one that nobody has, or of a truth the other one."""
    if kind in {"smallint", "integer", "bigint", "real", "double precision"}:
        return f"{name} + 7"
    if kind == "time without time zone":
        return f"{name} + interval '7 minutes'"
    if kind in {"date", "timestamp without time zone", "timestamp with time zone"}:
        return f"{name} + interval '3 days'"
    return f"{name} || {name}" if kind.endswith("[]") else OTHERWISE[kind].format(name)


OTHERWISE = {
    "text": "{} || ' '",
    "boolean": "NOT {}",
    "uuid": "overlay({}::text PLACING 'ffff' FROM 1)::uuid",
    "jsonb": "{} || '[\"more\"]'",
}


TELLING = {
    ("exercise", "exercise_id"): "a number of everybody's: that it is taken is no secret",
    ("history", "replaced_at"): "an index of everybody's counts when rows were replaced",
    **dict.fromkeys(
        (
            ("exercise_lap", "exercise_id"),
            ("exercise_recovery", "exercise_id"),
            ("exercise_zone", "exercise_id"),
            ("heart_rate_hourly", "hour"),
            ("heart_rate_daily", "day"),
            ("steps_hourly", "hour"),
            ("steps_daily", "day"),
            ("steps_daily", "date"),
            ("body_temperature_hourly", "hour"),
            ("body_temperature_hourly", "measurement_type"),
            ("metric_weekly", "week"),
            ("metric_weekly", "metric"),
            ("metric_monthly", "month"),
            ("metric_monthly", "metric"),
        ),
        "TimescaleDB's index of an aggregate counts when there are rows",
    ),
}
"""Columns with an index across people, in which their rows are counted."""


@pytest.mark.parametrize(("view", "column"), TELLING)
async def test_what_is_counted_is_everybody_s(
    view: str, column: str, here: Pool, analyst: str, stranger: str
) -> None:
    """In columns that count rows across people, nobody's name changes a count."""
    of_them = f"SELECT DISTINCT {column}::text FROM analytics.{view}"
    theirs = [value for (value,) in await _asked(here, stranger, of_them)]
    assert theirs
    async with _as(here, analyst) as connected:
        for value in theirs:
            told = [
                await _told(
                    connected,
                    f"SELECT FROM analytics.{view} WHERE user_id = '{of}'"
                    f" AND {column} BETWEEN %s AND %s",
                    [value, value],
                )
                for of in (THEIRS, "nobody")
            ]
            assert told[0] == told[1], value


TELLING_CLASSES = {
    ("metric_daily", "metric"): "the key of a person's rows tells that they have values, not which",
    ("pattern", "pattern_name"): "the key of a person's rows tells that it was looked for",
}
"""Columns of the keys, in which rows of a class that was not granted are counted."""


async def _told(connected: Connection, question: str, given: list[str]) -> list[tuple[str, Any]]:
    explain = f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, FORMAT JSON) {question}"
    cursor = psycopg.AsyncClientCursor(connected)
    await cursor.execute(explain.encode(), given)
    ((plans,),) = await cursor.fetchall()
    return list(_counts(plans[0]["Plan"]))


def _counts(node: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What each step of a plan counted."""
    for name, value in node.items() if node.get("Relation Name") != "pg_authid" else ():
        if name.startswith(("Actual", "Rows Removed", "Heap", "Exact", "Lossy", "Node Type")):
            yield name, value
    for child in node.get("Plans", []):
        yield from _counts(child)


@pytest.mark.parametrize(
    "told",
    [
        f"1 / (CASE WHEN user_id = '{THEIRS}' THEN 0 ELSE 1 END) = 1",
        f"(CASE WHEN user_id = '{THEIRS}' THEN 'no' ELSE '1' END)::integer = 1",
        "1 / (user_id = '{mine}' OR {column}::text <> '{theirs}')::integer = 1",
    ],
)
@pytest.mark.parametrize("view", _views())
async def test_nothing_is_told_by_errors(
    view: str, told: str, here: Pool, analyst: str, stranger: str
) -> None:
    """A division by zero or a cast that fails at somebody else's row never happens."""
    for column, theirs, _ in await _comparable(here, view, analyst, stranger):
        async with _as(here, analyst) as connected:
            condition = told.replace("{column}", column).replace("{theirs}", theirs)
            condition = condition.replace("{mine}", MINE)
            found = await _all(connected, f"SELECT user_id FROM analytics.{view} WHERE {condition}")
            assert {user_id for (user_id,) in found} <= {MINE}


async def test_statistics_are_closed(here: Pool, reader: str) -> None:
    """What the planner has learned of everybody's values can not be read."""
    async with here.connection() as connected:
        await connected.execute("ANALYZE account")
        learned = "SELECT DISTINCT tablename FROM pg_stats WHERE schemaname = 'public'"
        assert await _all(connected, learned)
    async with _as(here, reader) as connected:
        assert await _all(connected, learned) == []


# What they can do.


async def test_what_everybody_may_do(here: Pool, reader: str) -> None:
    """In Ursa's database nobody makes tables or large objects, or has the server work by itself."""
    async with here.connection() as connected:
        assert await _all(connected, "SELECT deed FROM open_to_everybody()") == []
    async with _as(here, reader) as connected:
        for attempt in ATTEMPTS:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await connected.execute(attempt.encode())


ATTEMPTS = (
    "CREATE TABLE public.mine (n integer)",
    "CREATE TEMPORARY TABLE mine (n integer)",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT add_job('pg_sleep', interval '1 second')",
    "CALL run_job(1000)",
    "SELECT delete_job(1000)",
    "SELECT * FROM public.sleep",
)
