"""A real embedded database for the tests of this folder."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.embedded.node import node_path
from tests.app.embedded.wire import PASSWORD, Running, Wire

SERVER = Path(__file__).parents[3] / "app" / "embedded" / "server.mjs"


def _start(directory: Path) -> subprocess.Popen[bytes]:
    command: list[str | Path] = [node_path(), SERVER, directory, "--idle-seconds", "1", "--relaxed"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pgdata folder that was made and closed once; tests copy it, which is quicker."""
    directory = tmp_path_factory.mktemp("template") / "pgdata"
    with _start(directory) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{PASSWORD}\n".encode())
        process.stdin.flush()
        process.stdout.readline()
        process.stdin.close()
        assert process.wait(30) == 0
    return directory


@pytest.fixture(scope="module")
def running(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with a patience of one second, shared by the tests of a module."""
    directory = tmp_path_factory.mktemp("running") / "pgdata"
    shutil.copytree(template, directory)
    with _start(directory) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{PASSWORD}\n".encode())
        process.stdin.flush()
        ready = json.loads(process.stdout.readline())
        yield Running(ready["port"], ready["pid"])
        process.stdin.close()
        assert process.wait(30) == 0


@pytest.fixture
def data_dir(template: Path, tmp_path: Path) -> Path:
    """A data directory of the test's own that has a database in it."""
    shutil.copytree(template, tmp_path / "data" / "pgdata")
    return tmp_path / "data"


@pytest.fixture
def stranger(running: Running) -> Iterator[Wire]:
    """A socket that has said nothing yet."""
    with closing(Wire(running.port)) as wire:
        yield wire


@pytest.fixture
def wire(stranger: Wire) -> Wire:
    """A socket that is logged in."""
    stranger.log_in()
    stranger.until("Z")
    return stranger


@pytest.fixture
def another(running: Running) -> Iterator[Callable[[], Wire]]:
    """Opens further logged-in sockets."""
    opened: list[Wire] = []

    def connect() -> Wire:
        opened.append(Wire(running.port))
        opened[-1].log_in()
        opened[-1].until("Z")
        return opened[-1]

    yield connect
    for connected in opened:
        connected.close()
