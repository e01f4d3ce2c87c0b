"""Seconds from `ursa serve` to its first answer, on an existing embedded database."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

from tests.running import free_port

GOAL_S = 6
ROOT = Path(__file__).parents[1]


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1) as answer:  # noqa: S310 -- loopback
            return bool(answer.status == 200)
    except (URLError, TimeoutError):
        return False


def first_answer_s(folder: str) -> float:
    """Start, wait for the first answer, end."""
    port = free_port()
    environment = {**os.environ, "DATA_DIR": folder, "PORT": str(port), "LOG_LEVEL": "WARNING"}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve"], cwd=ROOT, env=environment
    )
    while not _answers(f"http://127.0.0.1:{port}/health"):
        time.sleep(0.02)
    took = time.perf_counter() - began
    process.send_signal(signal.SIGTERM)
    process.wait()
    return took


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        print(f"embedded, new: {first_answer_s(folder):.1f} s")
        for _ in range(3):
            took = first_answer_s(folder)
            print(f"embedded, existing: {took:.1f} s ({took / GOAL_S:.2f} x goal)")
