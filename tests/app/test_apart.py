"""Work in a process of its own."""

import os
import signal
from collections.abc import Iterator
from functools import partial

import pytest

from app.apart import POLITENESS, made_apart
from app.errors import ArchiveRefused


def count(end: int) -> Iterator[tuple[int, int]]:
    """Numbers, and who counted."""
    for each in range(end):
        yield each, os.getpid()
    if end == 2:
        raise ArchiveRefused("Two are too few.")


def test_pieces_are_made_elsewhere() -> None:
    """They come in their order, from one other process that is gone afterwards."""
    with made_apart(partial(count, 3)) as made:
        found = list(made)
    numbers, processes = zip(*found, strict=True)
    assert numbers == (0, 1, 2)
    (maker,) = set(processes)
    assert maker != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(maker, 0)


def test_it_comes_after_who_is_answered() -> None:
    """The process is polite, and makes nothing that nobody has asked for."""
    with made_apart(partial(count, 10**9)) as made:
        _, maker = next(made)
        own = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, maker) == max(own, POLITENESS)
        assert next(made) == (1, maker)


def test_what_it_raises_is_raised_here() -> None:
    """What came before is there, and the error says what the maker said."""
    with made_apart(partial(count, 2)) as made:
        assert [next(made)[0], next(made)[0]] == [0, 1]
        with pytest.raises(ArchiveRefused, match="Two are too few"):
            next(made)


def test_a_process_that_was_ended() -> None:
    """Whoever waits for it is told, and may try again."""
    with made_apart(partial(count, 10)) as made:
        _, maker = next(made)
        os.kill(maker, signal.SIGKILL)
        with pytest.raises(OSError, match="want of memory"):
            next(made)
