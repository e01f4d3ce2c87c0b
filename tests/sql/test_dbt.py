"""The dbt project of docs/dbt: it builds in a lab, and again where there is something already."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import anyio.to_thread
import pytest

from app.store.pool import Pool
from app.store.queries import SQL
from tests.sql.roles import as_role, made

PROJECT = SQL.parent / "docs" / "dbt"
DBT = Path(sys.prefix) / "dbt" / "bin" / "dbt"


def _build(url: str, analyst: str, folder: Path) -> dict[str, str]:
    """One `dbt build`; how each node ended."""
    at = urlsplit(url)
    subprocess.run(
        [DBT, "build", "--profiles-dir", ".", "--target-path", folder, "--log-path", folder],
        cwd=PROJECT,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "URSA_HOST": at.hostname or "",
            "URSA_PORT": str(at.port),
            "URSA_DATABASE": at.path.removeprefix("/"),
            "URSA_LOGIN": unquote(at.username or ""),
            "URSA_PASSWORD": unquote(at.password or ""),
            "URSA_ANALYST": analyst,
        },
        capture_output=True,
        timeout=120,
        check=False,
    )
    results = json.loads((folder / "run_results.json").read_text())["results"]
    return {result["unique_id"]: result["status"] for result in results}


LATE = """
    UPDATE metric_daily SET value = value + 1, written_at = now() - interval '1 hour'
    WHERE metric = 'training_load'
        AND date = (SELECT max(date) FROM metric_daily WHERE metric = 'training_load')
"""
"""What a long transaction wrote that ended after the build."""
WEEKS = """
    SELECT user_id, week, round(training_load::numeric, 6) FROM training_week
    EXCEPT
    SELECT user_id, date_trunc('week', date)::date, round(sum(value)::numeric, 6)
    FROM analytics.metric_daily
    WHERE metric = 'training_load' GROUP BY 1, 2
"""
"""Weeks whose load is another than that of their days, but for the order of adding."""


@pytest.mark.skipif(not DBT.exists(), reason="dbt is not installed: make setup-dev")
async def test_the_project_builds(demo_url: str, demo: Pool, tmp_path: Path) -> None:
    """Sources pass their tests, models have rows, and what is new comes once, though it is late."""
    async with made(demo, people=["chiara"], lab=True) as name:
        for _ in range(2):
            ended = await anyio.to_thread.run_sync(_build, demo_url, name, tmp_path)
            assert set(ended.values()) == {"success", "pass"}, ended
            async with as_role(demo, name) as connected:
                for model in ("night_kept", "training_week", "zone_share"):
                    cursor = await connected.execute(f"SELECT user_id FROM {model}".encode())
                    assert {row for (row,) in await cursor.fetchall()} == {"chiara"}
                twice = "SELECT FROM night_kept GROUP BY user_id, date HAVING count(*) > 1"
                assert await (await connected.execute(twice.encode())).fetchall() == []
                assert await (await connected.execute(WEEKS.encode())).fetchall() == []
            async with demo.connection() as connected:
                await connected.execute(LATE.encode())
