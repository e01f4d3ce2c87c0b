"""Grafana's dashboards: every panel's question runs as Grafana would send it, and has an answer."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.store.pool import Pool
from app.store.queries import SQL
from tests.sql.boards import BOARDS, FOLDER, window
from tests.sql.roles import as_role, made


def _panels() -> Iterator[Any]:
    for name, board in BOARDS.items():
        for panel in board["panels"]:
            yield pytest.param(panel, id=f"{name}: {panel['title']}")


@pytest.mark.parametrize("panel", list(_panels()))
async def test_a_panel_has_an_answer(panel: dict[str, Any], demo: Pool) -> None:
    """A panel's question runs for an analyst; a course has a time, in order, and values."""
    (target,) = panel["targets"]
    async with made(demo, people=["chiara"]) as name, as_role(demo, name) as connected:
        cursor = await connected.execute("SELECT now() - interval '28 days', now()")
        ((first, last),) = await cursor.fetchall()
        cursor = await connected.execute(window(target["rawSql"], first, last).encode())
        rows = await cursor.fetchall()
        names = [column.name for column in cursor.description or ()]
    assert rows
    if target["format"] == "time_series":
        at = names.index("time")
        assert [row[at] for row in rows] == sorted(row[at] for row in rows)
        for value in range(len(names)):
            assert any(row[value] is not None for row in rows), names[value]


MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"


@pytest.mark.parametrize("panel", list(_panels()))
def test_the_page_shows_a_panel_s_answer(panel: dict[str, Any]) -> None:
    """What a panel asks stands on the page about the boards, with rows below it."""
    page = re.sub(MOMENT, "", (SQL.parent / "docs" / "analysts-boards.md").read_text())
    now = dt.datetime.now(dt.UTC)
    asked = re.sub(MOMENT, "", window(panel["targets"][0]["rawSql"], now, now))
    assert re.search(re.escape(f"```sql\n{asked}\n```") + r"\n\n```text\n.+\n(?!\(0 rows).", page)


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
