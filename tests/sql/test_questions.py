"""Analysts' ten questions: they run as they are, and the page about them tells what they answer."""

import re
from typing import Any

import pytest
from psycopg import sql

from app.store.pool import Connection, Pool
from app.store.queries import SQL
from tests.sql.roles import as_role, made

QUESTIONS = {path.name: path.read_text() for path in sorted((SQL / "questions").glob("*.sql"))}
PAGE = (SQL.parent / "docs" / "analysts.md").read_text()


@pytest.mark.parametrize(("name", "question"), QUESTIONS.items(), ids=list(QUESTIONS))
async def test_a_question_is_answered(name: str, question: str, demo: Pool) -> None:
    """Each question has rows about the person who is granted."""
    async with made(demo, people=["chiara"]) as role, as_role(demo, role) as connected:
        cursor = await connected.execute(question.encode())
        rows = await cursor.fetchall()
        assert rows
        assert {row[0] for row in rows} == {"chiara"}
        assert _columns(cursor.description) == _told(name)


def _columns(description: Any) -> list[str]:  # noqa: ANN401 -- the driver's own
    return [column.name for column in description]


def _told(name: str) -> list[str]:
    """Columns of the answer that the page shows."""
    shown = PAGE[PAGE.index(f"sql/questions/{name}") :]
    table = re.search(r"```text\n(.*?)\n[-+]+\n", shown, re.DOTALL)
    assert table
    return [column.strip() for column in table[1].split("|")]


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
async def test_nobody_is_an_empty_answer(question: str, demo: Pool) -> None:
    """Who was granted nobody gets no rows, and no error."""
    async with made(demo, people=[]) as name, as_role(demo, name) as connected:
        cursor = await connected.execute(question.encode())
        assert await cursor.fetchall() == []


NATURAL = (
    ("heart_rate_sample", "local_time >= now() - interval '7 days'"),
    ("heart_rate_sample", "local_time >= current_date - 7"),
    ("heart_rate_sample", "local_time BETWEEN now() - interval '7 days' AND now()"),
    ("exercise_sample", "local_time > now() - interval '1 week'"),
    ("metric_daily", "date >= now() - interval '7 days'"),
    ("metric_daily", "date > localtimestamp - interval '7 days'"),
    ("sleep", "date BETWEEN now() - interval '7 days' AND now()"),
    ("heart_rate_hourly", "hour >= now() - interval '7 days'"),
)
"""Filters that come to mind first."""


@pytest.mark.parametrize(("view", "condition"), NATURAL)
async def test_a_natural_filter_goes_to_the_relation(view: str, condition: str, demo: Pool) -> None:
    """The planner asks it in the scan, where chunks are left out, and not of every row above."""
    async with made(demo, people=["chiara"]) as name, as_role(demo, name) as connected:
        plan = await _all(connected, f"EXPLAIN SELECT FROM analytics.{view} WHERE {condition}")
    text = "\n".join(line for (line,) in plan)
    above = re.search(r"Subquery Scan on \w+ .*\n\s+Filter:", text)
    assert above is None, text


COMPARED = """
    SELECT count(*) FROM
        (VALUES (interval '0'), (interval '1 second'), (interval '-1 second'), (interval '9 hours'))
            AS shift (by)
        CROSS JOIN generate_series(-1, 1) AS days
        CROSS JOIN LATERAL (SELECT
            timestamp '2026-03-10' + days * interval '1 day' + shift.by AS moment,
            date '2026-03-10' AS day
        ) AS pair
    WHERE (pair.{0}::{1} {2} pair.{3}::{4})
        IS DISTINCT FROM (pair.{0}::{1} OPERATOR(pg_catalog.{2}) pair.{3}::{4})
"""


@pytest.mark.parametrize("sign", [">=", ">", "<=", "<"])
@pytest.mark.parametrize(
    ("left", "kind", "right", "beside"),
    [
        ("moment", "timestamp", "day", "timestamptz"),
        ("moment", "timestamp", "day", "date"),
        ("moment", "timestamptz", "day", "timestamp"),
        ("moment", "timestamptz", "day", "date"),
        ("day", "date", "moment", "timestamp"),
        ("day", "date", "moment", "timestamptz"),
    ],
)
async def test_comparisons_answer_what_postgresql_s_do(
    left: str, kind: str, right: str, beside: str, sign: str, demo: Pool
) -> None:
    """Around midnight, too."""
    async with made(demo, people=[]) as name, as_role(demo, name) as connected:
        asked = COMPARED.format(left, kind, sign, right, beside)
        assert await _all(connected, asked) == [(0,)]
        found = sql.SQL("SELECT to_regoperator({}) IS NOT NULL").format(
            f"analytics.{sign}({kind},{beside})"
        )
        assert await (await connected.execute(found)).fetchall() == [(True,)]


async def _all(connected: Connection, statement: str) -> list[tuple[Any, ...]]:
    return await (await connected.execute(statement.encode())).fetchall()


REPEATED = """
    UPDATE exercise SET duplicate_of = exercise_id
    WHERE exercise_id = (SELECT min(exercise_id) FROM exercise WHERE user_id = 'chiara')
"""


async def test_what_repeats_an_exercise_is_counted_once(demo: Pool) -> None:
    """How heart rate fell after a session is told of the exercise, and of no record of it more."""
    told = "SELECT count(*) FROM analytics.exercise_recovery"
    counts = []
    async with (
        made(demo, people=["chiara"]) as role,
        demo.connection() as connected,
        connected.transaction(force_rollback=True),
    ):
        for before in ("SELECT", REPEATED):
            await connected.execute(before.encode())
            await connected.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
            counts += await _all(connected, told)
            await connected.execute("RESET ROLE")
    ((every,), (once,)) = counts
    assert once == every - 1 > 0
