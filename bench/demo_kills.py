"""The demo killed with -9 at random moments of its seeding, and begun again; beside one left alone.

The account says how far it had come at each kill, and whether both have the same rows in the end.
"""

import asyncio
import datetime as dt
import os
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import psycopg

from bench.database import open_url
from bench.killing import URSA

KILLS = int(os.environ.get("KILLS", "4"))
PATIENCE_S = 1800
SAME = """
    SELECT user_id, md5(string_agg(told, ';' ORDER BY told)), count(*) FROM (
        SELECT user_id, 'sleep' || (to_jsonb(sleep) - '{written_at,run_id}'::text[])::text AS told
        FROM sleep WHERE date < %(until)s
        UNION ALL
        SELECT user_id, 'load' || date || cardio_load FROM cardio_load WHERE date < %(until)s
        UNION ALL
        SELECT user_id, 'beats' || local_time::date || count(*) || sum(bpm)
        FROM heart_rate_sample WHERE local_time < %(until)s GROUP BY user_id, local_time::date
        UNION ALL
        SELECT user_id, 'exercise' || polar_exercise_id FROM exercise WHERE start_local < %(until)s
    ) AS row
    GROUP BY user_id
    ORDER BY user_id
"""


@contextmanager
def demo(url: str, folder: Path) -> "Iterator[subprocess.Popen[bytes]]":
    """`ursa serve` with the demo, in a process group of its own."""
    environment = {"DEMO": "true", "PORT": "0", "DATABASE_URL": url, "DATA_DIR": str(folder)}
    with (folder / "demo.log").open("ab") as out:
        process = subprocess.Popen(
            [str(URSA), "serve"],
            env=os.environ | environment,
            stdout=out,
            stderr=out,
            process_group=0,
        )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def remembered(folder: Path) -> dict[str, Any]:
    """What the demo would know again."""
    path = folder / "demo.json"
    found: dict[str, Any] = orjson.loads(path.read_bytes()) if path.exists() else {}
    return found


async def until_seeded(process: "subprocess.Popen[bytes]", folder: Path) -> float:
    """Seconds until all is there: then the demo makes itself an owner."""
    began = time.monotonic()
    while not remembered(folder).get("password"):
        if process.poll() is not None or time.monotonic() - began > PATIENCE_S:
            raise RuntimeError((folder / "demo.log").read_text()[-2000:])
        await asyncio.sleep(0.5)
    return time.monotonic() - began


async def rows(url: str) -> list[tuple[object, ...]]:
    """What there is of each person, days ago: what is newer depends on the moment of the sync."""
    until = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=3)
    async with await psycopg.AsyncConnection.connect(url) as connected:
        return await (await connected.execute(SAME, {"until": until})).fetchall()


async def seeded(url: str, kills: int) -> list[tuple[object, ...]]:
    """A demo that was killed so often and then left alone; answers its rows."""
    chance = random.Random(11)  # noqa: S311 -- no secret
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kill in range(kills):
            with demo(url, folder):
                await asyncio.sleep(chance.uniform(5, 60))
            print(f"kill {kill + 1}: until {remembered(folder).get('walked')}", flush=True)
        with demo(url, folder) as process:
            seconds = await until_seeded(process, folder)
    print(f"{kills} kills, then whole after {seconds:.0f} s", flush=True)
    return await rows(url)


async def main() -> None:
    """Both demos, and whether they are the same."""
    async with open_url() as url:
        killed = await seeded(url, KILLS)
    async with open_url() as url:
        alone = await seeded(url, 0)
    for (who, told, many), (other, said, number) in zip(killed, alone, strict=True):
        same = (who, told, many) == (other, said, number)
        print(f"{who}: {many} rows after kills, {number} without; the same: {same}")


if __name__ == "__main__":
    asyncio.run(main())
