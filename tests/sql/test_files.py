"""The SQL files: each parses, says what it is, and is asked for with the parameters it declares."""

import re
from pathlib import Path

import pglast
import pytest

from app.store.migrations import FROZEN, migrations
from app.store.queries import SQL, query

QUERIES = sorted((SQL / "queries").rglob("*.sql"))
PARAMETER = re.compile(r":'(\w+)'")


def _name(path: Path) -> str:
    return str(path.relative_to(SQL).with_suffix(""))


@pytest.mark.parametrize("path", QUERIES, ids=_name)
def test_query(path: Path) -> None:
    """A query has one statement that parses, and a header with title, parameters and grain."""
    text = path.read_text()
    assert re.findall(r"^-- (Title|Parameters|Grain): \S", text, re.MULTILINE) == [
        "Title",
        "Parameters",
        "Grain",
    ]
    names = list(dict.fromkeys(PARAMETER.findall(text)))
    numbered = PARAMETER.sub(lambda found: f"${names.index(found[1]) + 1}", text)
    assert len(pglast.parse_sql(numbered)) == 1


@pytest.mark.parametrize("path", QUERIES, ids=_name)
def test_query_is_used(path: Path) -> None:
    """No query lies around that nobody asks for."""
    root = SQL.parent
    code = "".join(
        file.read_text() for room in ("app", "schema", "workers") for file in _python(root / room)
    )
    assert f'"{path.stem}"' in code or f'/{path.stem}"' in code


def _python(room: Path) -> list[Path]:
    return [file for file in room.rglob("*.py") if "node_modules" not in file.parts]


def test_the_loader_leaves_percent_signs_alone() -> None:
    """A percent sign of SQL is doubled for the driver, and a parameter becomes a placeholder."""
    text = query("write/account_hold")
    assert b"%(user_id)s" in text
    assert b":'" not in text


def test_released_migrations_do_not_change() -> None:
    """Every migration is in frozen.txt, once, with the hash of its file.

    `make freeze` adds new ones. One whose hash differs has been changed after it ran somewhere:
    restore it, and write another one.
    """
    frozen = [tuple(line.split()) for line in FROZEN.read_text().splitlines() if line.strip()]
    assert sorted(frozen) == [(migration.name, migration.sha256) for migration in migrations()]
