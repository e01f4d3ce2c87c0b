"""Grafana's dashboards: every panel's question runs as Grafana would send it, and has an answer."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.store.pool import Pool
from app.store.queries import SQL
from tests.sql.roles import as_role, made

FOLDER = SQL.parent / "docs" / "grafana"
BOARDS = {
    path.stem: json.loads(path.read_text()) for path in sorted(FOLDER.glob("dashboards/*.json"))
}
MACROS = (
    (r"\$__timeGroupAlias\(([^,]+), *'7d'\)", "time_bucket('604800s',\\1) AS \"time\""),
    (r"\$__timeGroupAlias\(([^,]+), *\$__interval\)", "time_bucket('300s',\\1) AS \"time\""),
    (r"\$__timeFilter\(([^)]+)\)", "\\1 BETWEEN '{first}' AND '{last}'"),
    (r"\$__timeFrom\(\)", "'{first}'"),
    (r"\$__timeTo\(\)", "'{last}'"),
    (r"\$\{person:sqlstring\}", "'chiara'"),
)
"""What Grafana makes of its macros, with TimescaleDB switched on in the data source."""


def _panels() -> Iterator[Any]:
    for name, board in BOARDS.items():
        for panel in board["panels"]:
            yield pytest.param(panel, id=f"{name}: {panel['title']}")


def _sent(text: str, first: str, last: str) -> str:
    for macro, sense in MACROS:
        text = re.sub(macro, sense, text)
    assert "$" not in text
    return text.format(first=first, last=last)


@pytest.mark.parametrize("panel", list(_panels()))
async def test_a_panel_has_an_answer(panel: dict[str, Any], demo: Pool) -> None:
    """A panel's question runs for an analyst; a course has a time, in order, and values."""
    (target,) = panel["targets"]
    async with made(demo, people=["chiara"]) as name, as_role(demo, name) as connected:
        cursor = await connected.execute("SELECT now() - interval '28 days', now()")
        ((first, last),) = await cursor.fetchall()
        sent = _sent(target["rawSql"], f"{first:%Y-%m-%dT%H:%M:%SZ}", f"{last:%Y-%m-%dT%H:%M:%SZ}")
        cursor = await connected.execute(sent.encode())
        rows = await cursor.fetchall()
        names = [column.name for column in cursor.description or ()]
    assert rows
    if target["format"] == "time_series":
        at = names.index("time")
        assert [row[at] for row in rows] == sorted(row[at] for row in rows)
        for value in range(len(names)):
            assert any(row[value] is not None for row in rows), names[value]


@pytest.mark.parametrize("board", BOARDS.values(), ids=list(BOARDS))
def test_a_board_fits_its_data_source(board: dict[str, Any]) -> None:
    """Panels and variables ask the provisioned source, do not overlap, and say what they are."""
    source = yaml.safe_load((FOLDER / "provisioning/datasources/ursa.yaml").read_text())
    (uid,) = {each["uid"] for each in source["datasources"]}
    asked = [*board["panels"], *board["templating"]["list"]]
    assert {each["datasource"]["uid"] for each in asked} == {uid}
    assert all(panel["title"] and panel["description"] for panel in board["panels"])
    taken = [cell for panel in board["panels"] for cell in _cells(panel["gridPos"])]
    assert len(taken) == len(set(taken))
    assert board["timezone"] == "utc"


def _cells(at: dict[str, int]) -> Iterator[tuple[int, int]]:
    for x in range(at["x"], at["x"] + at["w"]):
        yield from ((x, y) for y in range(at["y"], at["y"] + at["h"]))


def test_the_provider_finds_the_boards() -> None:
    """The folder that the page says to mount is the one that Grafana looks in."""
    provider = yaml.safe_load((FOLDER / "provisioning/dashboards/ursa.yaml").read_text())
    (path,) = {Path(each["options"]["path"]) for each in provider["providers"]}
    page = (SQL.parent / "docs" / "analysts.md").read_text()
    assert f"docs/grafana/dashboards:{path}:ro" in page
