"""The newest row of each person, however it is asked for: compressed chunks answer as others do."""

import datetime as dt
import secrets

import psycopg
from psycopg import sql

from app.store import change
from app.store.pool import Pool

FIRST = dt.datetime(2016, 1, 1)
"""No other test has rows then: the chunks are this test's own."""

NIGHTS = """
    INSERT INTO sleep (user_id, date, sleep_score)
    SELECT %(person)s, %(first)s::date + (day * 7 %% 300), day
    FROM generate_series(%(from)s::int, %(to)s::int) AS day
    ON CONFLICT (user_id, date) DO UPDATE SET sleep_score = excluded.sleep_score
"""
BEATS = """
    INSERT INTO heart_rate_sample (user_id, local_time, bpm, minute_weight)
    SELECT %(person)s, %(first)s::timestamp + make_interval(mins => beat * 7 %% 3000), beat %% 90, 1
    FROM generate_series(%(from)s::int, %(to)s::int) AS beat
    ON CONFLICT (user_id, local_time, fold) DO UPDATE SET bpm = excluded.bpm
"""
NIGHTS_NOW = """
    INSERT INTO sleep (user_id, date, sleep_score)
    SELECT person, '2016-11-01'::date + day, day
    FROM unnest(%s::text[]) AS person CROSS JOIN generate_series(0, 59) AS day
    ON CONFLICT DO NOTHING
"""
COMPRESS = """
    SELECT compress_chunk(format('%%I.%%I', chunk_schema, chunk_name)::regclass, TRUE)
    FROM timescaledb_information.chunks
    WHERE hypertable_name = %s AND range_end < '2018-01-01'
"""
ASKED = {
    "distinct": (
        "SELECT DISTINCT ON (user_id) user_id, {time} FROM {relation}"
        " WHERE user_id = ANY(%s) ORDER BY user_id, {time} DESC"
    ),
    "largest": "SELECT user_id, max({time}) FROM {relation} WHERE user_id = ANY(%s) GROUP BY 1",
    "numbered": (
        "SELECT user_id, {time} FROM (SELECT user_id, {time}, row_number()"
        " OVER (PARTITION BY user_id ORDER BY {time} DESC) AS place FROM {relation}) AS numbered"
        " WHERE user_id = ANY(%s) AND place = 1"
    ),
}


async def test_a_distinct_row_beside_compressed_chunks(pool: Pool, database_url: str) -> None:
    """The newest night is told where its chunk is plain and older ones are not, to psql, too."""
    people = [f"beside-{secrets.token_hex(4)}" for _ in range(30)]
    for person in people:
        await change.execute(pool, "account_create", user_id=person)
    await _written(pool, people, NIGHTS, 0, 40)
    async with pool.connection() as connected:
        await connected.execute(COMPRESS, ["sleep"])
        await connected.execute(NIGHTS_NOW, [people])
        await connected.execute("ANALYZE sleep")
    newest = "SELECT DISTINCT ON (user_id) user_id, date FROM sleep ORDER BY user_id, date DESC"
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as bare:
        await bare.execute("SET enable_seqscan = off")
        await bare.execute("SET enable_bitmapscan = off")
        for each in (await (await bare.execute(newest)).fetchall(), await _asked(pool, newest)):
            assert {date for person, date in each if person in people} == {dt.date(2016, 12, 30)}
        cursor = await bare.execute("SHOW timescaledb.enable_skipscan")
        assert await cursor.fetchone() == ("off",)
    for person in people:
        await _asked(pool, f"SELECT delete_person('{person}')")


async def _asked(pool: Pool, asked: str) -> list[tuple[str, dt.date]]:
    async with pool.connection() as connected:
        return await (await connected.execute(asked.encode())).fetchall()


async def test_the_newest_row_is_the_newest(pool: Pool) -> None:
    """With batches, rows beside them and rows over them, three ways to ask find the same row."""
    people = [f"newest-{secrets.token_hex(4)}-{place}" for place in range(4)]
    for person in people:
        await change.execute(pool, "account_create", user_id=person)
    for relation, time, rows, size in (
        ("sleep", "date", NIGHTS, 60),
        ("heart_rate_sample", "local_time", BEATS, 1300),
    ):
        for turn in range(3):
            await _written(pool, people, rows, turn * size, size)
            await _alike(pool, people, relation, time)
            async with pool.connection() as connected:
                await connected.execute(COMPRESS, [relation])
            await _alike(pool, people, relation, time)
    for person in people:
        async with pool.connection() as connected:
            await connected.execute("SELECT delete_person(%s)", [person])


async def _written(pool: Pool, people: list[str], rows: str, begin: int, size: int) -> None:
    for place, person in enumerate(people):
        span = {"from": begin, "to": begin + size - 7 * place}
        async with pool.connection() as connected:
            await connected.execute(rows.encode(), {"person": person, "first": FIRST, **span})


async def _alike(pool: Pool, people: list[str], relation: str, time: str) -> None:
    names = {"relation": sql.Identifier(relation), "time": sql.Identifier(time)}
    found: dict[str, dict[str, object]] = {}
    async with pool.connection() as connected:
        for way, asked in ASKED.items():
            cursor = await connected.execute(sql.SQL(asked).format(**names), [people])
            found[way] = dict(await cursor.fetchall())
    assert len(found["largest"]) == len(people)
    assert found["distinct"] == found["largest"] == found["numbered"]
