"""`make dev`: the server, started anew whenever code or SQL changes.

It is `ursa serve` as a whole process that starts again, not uvicorn's reload: two processes on one
data directory would destroy the embedded database, so the old one has ended before the new one
starts, however long it takes to close.
"""

import signal
import subprocess
import sys
from pathlib import Path
from threading import Event

from watchfiles import watch

ROOT = Path(__file__).parents[1]
ROOMS = tuple(ROOT / room for room in ("app", "schema", "workers", "sql"))
SERVE = (sys.executable, "-c", "from app.cli import main; main()", "serve")


def main(rooms: tuple[Path, ...] = ROOMS, command: tuple[str, ...] = SERVE) -> None:
    """Serve until Ctrl-C; a server that fails is started again after the next change."""
    stopped = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    while not stopped.is_set():
        with subprocess.Popen(command, cwd=ROOT) as server:  # noqa: S603 -- our own command
            next(watch(*rooms, stop_event=stopped, raise_interrupt=False), None)
            server.terminate()


if __name__ == "__main__":
    main()
