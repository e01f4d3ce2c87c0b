import signal
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import sys
from pathlib import Path
from app.dev import main
main((Path(sys.argv[1]),), (sys.executable, "-c", SERVER, *sys.argv[1:]))
"""
SERVER = """
import signal, sys, time
from pathlib import Path
room, first = Path(sys.argv[1]), Path(sys.argv[2])
changes = not first.exists()
first.touch()
signal.signal(signal.SIGTERM, lambda *_: sys.exit())
print("start", flush=True)
try:
    for count in range(10_000):
        if changes:
            (room / f"{count}.py").touch()
        time.sleep(0.02)
finally:
    time.sleep(0.2)
    print("end", flush=True)
"""


def test_a_change_starts_the_server_anew(tmp_path: Path) -> None:
    """The old one has ended before the new one starts, and the last ends with the program."""
    room = tmp_path / "room"
    room.mkdir()
    program = [sys.executable, "-c", f"SERVER = {SERVER!r}\n{PROGRAM}"]
    program += [str(room), str(tmp_path / "first")]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        told = [running.stdout.readline().strip() for _ in range(3)]
        running.send_signal(signal.SIGINT)
        told += running.stdout.read().split()
    assert running.returncode == 0
    assert told == ["start", "end", "start", "end"]
