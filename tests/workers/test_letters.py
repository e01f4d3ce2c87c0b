"""Dead letters while the database is away."""

import pytest
from dramatiq import Message
from dramatiq.broker import MessageProxy
from dramatiq.brokers.stub import StubBroker

from app.errors import DatabaseUnavailable
from app.store.jobs import DeadLetter
from app.store.pool import Pool
from workers.letters import KEPT, DeadLetters

from .conftest import Hire


def dead(number: int) -> MessageProxy:
    """A message that was given up."""
    message: Message[None] = Message("ursa", "sync_user", (), {"run_id": str(number)}, {})
    proxy = MessageProxy(message)
    proxy.stuff_exception(DatabaseUnavailable("The database does not answer."))
    return proxy


async def test_letters_wait_in_memory_until_the_database_answers(
    hire: Hire, jobs: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that is away costs no letter, but for the oldest of more than a hundred."""

    async def away(pool: Pool, letter: DeadLetter) -> None:
        assert (pool, letter) is not None
        raise DatabaseUnavailable("Away.")

    async with hire() as crew:
        letters = DeadLetters(crew.loop)
        with monkeypatch.context() as patched:
            patched.setattr("workers.letters.keep_letter", away)
            for number in range(KEPT + 1):
                with pytest.raises(DatabaseUnavailable):
                    letters.before_nack(StubBroker(), dead(number))
        crew.loop.run(letters.flush)
        crew.loop.run(letters.flush)
    async with jobs.connection() as connected:
        cursor = await connected.execute(
            "SELECT count(*), min((arguments ->> 'run_id')::int) FROM job WHERE state = 'dead'"
        )
        assert await cursor.fetchone() == (KEPT, 1)
