"""Writes `docs/analysts-boards.md`: what each panel of Grafana's boards asks, and is answered.

    python -m bench.boards

On the server of TEST_DATABASE_URL or the embedded database: 28 days of the demo's person of every
sensor, asked as an analyst of that person would be by Grafana.
"""

import asyncio
import datetime as dt
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console

from app.seed import seed
from app.settings import Settings
from app.store.pool import Connection, open_pool
from bench.database import open_url
from tests.sql.boards import BOARDS, window
from tests.sql.roles import as_role, made

PERSON, ROWS = "chiara", 5
PAGE = Path(__file__).parents[1] / "docs" / "analysts-boards.md"
HEAD = """# What the boards ask, and are answered

Every panel of [docs/grafana/](grafana/) with its macros expanded as Grafana does, and the newest
rows of its answer: the demo's Chiara, 28 days. Written by `python -m bench.boards`;
[analysts.md](analysts.md#doors) says how to draw them.
"""


async def main() -> None:
    """Seed, ask every panel, write the page."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_url() as url:
            settings = Settings(database_url=url, data_dir=Path(folder))
            await seed(settings, PERSON, 28, Console(quiet=True))
            async with (
                open_pool(url, size=2, prepare=False) as pool,
                made(pool, people=[PERSON]) as role,
                as_role(pool, role) as connected,
            ):
                PAGE.write_text("\n".join([HEAD, *[part async for part in _parts(connected)]]))


async def _parts(connected: Connection) -> Any:  # noqa: ANN401 -- an iterator that is asynchronous
    now = dt.datetime.now(dt.UTC)
    for board in BOARDS.values():
        yield f"## {board['title']}\n"
        for panel in board["panels"]:
            asked = window(panel["targets"][0]["rawSql"], now - dt.timedelta(days=28), now)
            cursor = await connected.execute(asked.encode())
            names = [column.name for column in cursor.description or ()]
            rows = await cursor.fetchall()
            yield f"### {panel['title']}\n\n{panel['description']}\n\n```sql\n{asked}\n```\n"
            yield "\n".join(["```text", *_table(names, rows), "```", ""])


def _table(names: list[str], rows: list[tuple[Any, ...]]) -> Iterator[str]:
    shown = [names, *([_told(value) for value in row] for row in rows[-ROWS:])]
    widths = [max(len(line[column]) for line in shown) for column in range(len(names))]
    for line in shown:
        yield " | ".join(map(str.ljust, line, widths)).rstrip()
    yield f"({len(rows)} rows)"


def _told(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    return "" if value is None else str(value)


if __name__ == "__main__":
    asyncio.run(main())
