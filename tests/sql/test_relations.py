"""The relations: described to the last column, closed to strangers, and free of impossible rows."""

import datetime as dt
import re
import secrets
from dataclasses import asdict
from itertools import product

import psycopg
import pytest
from psycopg import sql

from app.records.sleep import Night
from app.store import change, write
from app.store.pool import Pool
from app.store.queries import SQL
from app.store.relations import RECORDS, SAMPLES

README = (SQL / "README.md").read_text()
EXAMPLES = [text for text in re.findall(r"```sql\n(.*?)```", README, re.DOTALL) if "SELECT" in text]
CHECKS = {path.stem: path.read_bytes() for path in sorted((SQL / "checks").glob("*.sql"))}


async def test_every_column_is_described(pool: Pool) -> None:
    """Every relation and every column has a comment."""
    async with pool.connection() as connected:
        cursor = await connected.execute(
            """
            SELECT class.relname, attribute.attname
            FROM pg_class AS class
            JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid
            WHERE attribute.attnum > 0 AND class.relkind IN ('r', 'v')
                AND class.relnamespace = 'public'::regnamespace
                AND class.relname NOT LIKE 'schema%' AND NOT attribute.attisdropped
                AND (col_description(class.oid, attribute.attnum) IS NULL
                     OR obj_description(class.oid, 'pg_class') IS NULL)
            ORDER BY 1, 2
            """
        )
        assert await cursor.fetchall() == []


async def test_every_row_of_people_says_where_it_is_from(pool: Pool) -> None:
    """Source, time and run stand on each, and in no key."""
    said = ["source", "written_at", "run_id"]
    async with pool.connection() as connected:
        cursor = await connected.execute(
            """
            SELECT class.relname, attribute.attname, bool_or(index.indexrelid IS NOT NULL)
            FROM pg_class AS class
            INNER JOIN pg_attribute AS attribute ON class.oid = attribute.attrelid
            LEFT JOIN pg_index AS index
                ON class.oid = index.indrelid
                AND index.indisunique
                AND attribute.attnum = ANY (index.indkey)
            WHERE class.oid = ANY (%s::regclass[]) AND attribute.attname = ANY (%s)
            GROUP BY class.relname, attribute.attname
            """,
            [[*RECORDS.values(), *SAMPLES.values()], said],
        )
        found = {(relation, name): keyed for relation, name, keyed in await cursor.fetchall()}
    assert found == dict.fromkeys(product((RECORDS | SAMPLES).values(), said), False)


@pytest.mark.parametrize("check", CHECKS)
async def test_no_row_that_should_not_exist(check: str, pool: Pool) -> None:
    """What a check looks for is not there."""
    async with pool.connection() as connected:
        cursor = await connected.execute(CHECKS[check])
        assert await cursor.fetchall() == []


@pytest.fixture
async def analyst(pool: Pool, person: str) -> str:
    """A role of an analyst who may see one person."""
    name = f"analyst_{secrets.token_hex(4)}"
    async with pool.connection() as connected:
        role = sql.Identifier(name)
        await connected.execute(sql.SQL("CREATE ROLE {} IN ROLE ursa_analyst").format(role))
        await connected.execute(
            "INSERT INTO analyst_grant (role_name, user_id) VALUES (%s, %s)", [name, person]
        )
    return name


async def test_an_analyst_sees_whom_they_may(pool: Pool, person: str, analyst: str) -> None:
    """Rows of a granted person are there, those of others are not, however one asks."""
    stranger = f"stranger-{secrets.token_hex(4)}"
    await change.execute(pool, "account_create", user_id=stranger)
    for user_id in (person, stranger):
        await _value(pool, user_id)
    seen = "SELECT DISTINCT user_id FROM analytics.metric_daily"
    assert await _as(pool, analyst, seen) == [(person,)]
    for attempt in (
        f"SELECT * FROM analytics.metric_daily WHERE user_id = '{stranger}'",
        f"SELECT * FROM analytics.metric_weekly WHERE user_id = '{stranger}'",
        f"SELECT user_id FROM analytics.metric_monthly EXCEPT SELECT '{person}'",
    ):
        assert await _as(pool, analyst, attempt) == []


@pytest.mark.parametrize(
    "attempt",
    [
        "SELECT * FROM public.metric_daily",
        "SELECT * FROM public.credential",
        "SELECT * FROM public.api_key",
        "SELECT * FROM public.analyst_grant",
        "INSERT INTO public.analyst_grant VALUES (current_user, 'x')",
        "UPDATE analytics.sleep SET sleep_score = 1",
        "DELETE FROM analytics.sleep",
    ],
)
async def test_an_analyst_can_do_nothing_else(pool: Pool, analyst: str, attempt: str) -> None:
    """Relations, secrets, grants and writing are out of reach."""
    with pytest.raises(REFUSED):
        await _as(pool, analyst, attempt)


REFUSED = (
    psycopg.errors.InsufficientPrivilege,
    psycopg.errors.ObjectNotInPrerequisiteState,  # No view of theirs can be written to by anybody.
)


async def _value(pool: Pool, user_id: str) -> None:
    await change.execute(
        pool,
        "metric_daily",
        user_id=user_id,
        metric=["hrv_rmssd"],
        date=["2026-01-11"],
        value=["50"],
        **asdict(write.Origin()),
    )


async def _as(pool: Pool, role: str, statement: str) -> list[tuple[object, ...]]:
    async with pool.connection() as connected, connected.transaction():
        await connected.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
        cursor = await connected.execute(statement.encode())
        return await cursor.fetchall()


UNOWNED = {
    "schema_migration": "what was done to the database",
    "schema_view": "what stands in the database",
    "audit_log": "the receipts: who did what to whom, told also of people who are gone",
    "sync_feed": "goes with its sync_run",
    "exercise_zone": "goes with its exercise",
    "setting": "is the house's",
    "owner_account": "the owner is no person with data",
    "one_time_link": "is for nobody who is known yet",
    "wrong_password": "names addresses, for a day",
    "exercise_lap": "goes with its exercise",
    "polar_webhook": "the application's",
    "timetable": "how long an interval is",
    "polar_spending": "what keys spent in the last minutes",
    "polar_budget": "what Polar allows to the whole application",
    "api_key_day": "goes with its api_key",
    "app_grant": "goes with its api_key",
    "app_token": "goes with its app_grant",
    "app_read": "goes with its api_key",
    "job": "names people in its arguments, and delete_person looks there",
}
"""Tables that a deletion does not find by their column user_id, and why none is left behind."""


async def test_every_table_is_deleted_from(pool: Pool) -> None:
    """A table has a column user_id, by which delete_person finds it, or a reason to have none."""
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p')"
            " AND oid NOT IN (SELECT relation FROM relations_of_people())"
        )
        assert {name for (name,) in await cursor.fetchall()} == set(UNOWNED)


async def test_an_analyst_deletes_nobody(pool: Pool, person: str, analyst: str) -> None:
    """The functions that know all relations are not for analysts."""
    for attempt in (f"SELECT delete_person('{person}')", "SELECT * FROM rows_of_nobody()"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await _as(pool, analyst, attempt)


async def test_every_relation_is_in_the_readme(pool: Pool) -> None:
    """sql/README.md has a row for each relation."""
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'v') AND relname NOT LIKE 'schema%'"
        )
        names = [name for (name,) in await cursor.fetchall()]
    assert [name for name in names if f"`{name}`" not in README] == []


@pytest.mark.parametrize("example", EXAMPLES)
async def test_an_example_runs(pool: Pool, example: str) -> None:
    """What sql/README.md shows to analysts runs as it stands there."""
    async with pool.connection() as connected:
        await connected.execute(example.encode())


async def test_the_example_prints_a_withdrawn_night(pool: Pool, person: str) -> None:
    """The README's question about nights tells the score from before Polar withdrew it."""
    day = dt.date(2026, 1, 11)
    for night in (Night(date=day, sleep_score=80), Night(date=day)):
        await write.store_harvest(pool, person, [[night]])
    (example,) = [text for text in EXAMPLES if "FROM history" in text]
    async with pool.connection() as connected:
        cursor = await connected.execute(example.replace("1001", person).encode())
        ((*found, _),) = await cursor.fetchall()
    assert found == [day.isoformat(), "80", None]


async def test_the_dictionary_is_whole(pool: Pool) -> None:
    """Every column that analysts see is described."""
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT relation, column_name FROM analytics.data_dictionary WHERE description IS NULL"
        )
        assert await cursor.fetchall() == []


async def test_the_dictionary_says_where_everything_is_from(pool: Pool) -> None:
    """Every relation has a source: Polar's, the archive, or what Ursa makes it of."""
    async with pool.connection() as connected:
        cursor = await connected.execute(
            "SELECT DISTINCT relation FROM analytics.data_dictionary WHERE source IS NULL"
        )
        assert await cursor.fetchall() == []


CHECKED = """
    SELECT dictionary.relation, dictionary.column_name, dictionary.allowed_values, checked.words
    FROM analytics.data_dictionary AS dictionary
    INNER JOIN (
        SELECT
            conrelid::regclass::text AS relation,
            pg_get_constraintdef(oid) AS told,
            ARRAY(
                SELECT word[1]
                FROM regexp_matches(pg_get_constraintdef(oid), '''(\\w+)''::text', 'g') AS word
            ) AS words
        FROM pg_constraint WHERE contype = 'c' AND pg_get_constraintdef(oid) LIKE '%= ANY%'
    ) AS checked
        ON dictionary.relation = checked.relation
        AND checked.told LIKE format('%%((%s = ANY%%', dictionary.column_name)
"""


async def test_the_dictionary_knows_the_words(pool: Pool) -> None:
    """Words that a relation is held to are those that the dictionary tells."""
    async with pool.connection() as connected:
        rows = await (await connected.execute(CHECKED.encode())).fetchall()
    assert len(rows) >= 5
    for relation, column, allowed, words in rows:
        assert allowed == words, (relation, column)
