"""Work in a process of its own, behind all who are answered.

Two threads of one process take turns, 5 ms at a time: what holds a core for long in one of them
makes everybody wait who is answered by another. What is made apart comes over piece by piece.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")

POLITENESS = 10
"""Who answers comes first, wherever cores are few."""

MORE = 1
_SPAWN = multiprocessing.get_context("spawn")


@contextmanager
def made_apart(make: Callable[[], Iterator[T]]) -> Iterator[Iterator[T]]:
    """What `make()` yields, made in a process that ends with the context, each when asked for.

    `make` and what it yields are pickled. Whatever `make` raises is raised here. Raises OSError
    where the process was ended.
    """
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_make, args=(theirs, make, os.getpid()), daemon=True)
    process.start()
    theirs.close()
    try:
        yield _received(ours)
    finally:
        process.kill()
        process.join()
        ours.close()


def _received(ours: Connection) -> Iterator[T]:
    while (told := _next(ours)) is not None:
        if isinstance(told, Exception):
            raise told
        yield told


def _next(ours: Connection) -> Any:  # noqa: ANN401 -- a piece, an error, or None at the end
    try:
        ours.send(MORE)
        return ours.recv()
    except (EOFError, ConnectionError):
        raise OSError("A process at work was ended, perhaps for want of memory.") from None


def _make(theirs: Connection, make: Callable[[], Iterator[T]], parent: int) -> None:
    begin(parent)
    pieces = make()
    while theirs.recv() == MORE:
        try:
            theirs.send(next(pieces, None))
        except Exception as error:  # noqa: BLE001 -- raised where it is waited for
            theirs.send(error)


def begin(parent: int) -> None:
    """What each such process does first: it comes last, and stays no longer than its parent.

    A terminal's Ctrl-C is for the server, which ends its processes in order.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    give_way()
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()


def give_way() -> None:
    """Let those who answer go first, from now on and in all threads that are begun later."""
    os.nice(max(POLITENESS - os.getpriority(os.PRIO_PROCESS, 0), 0))


def _leave_with(parent: int) -> None:
    """A server that was killed ends nothing in order: its processes go by themselves."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
