"""Messages that workers gave up on become rows that people can see."""

from collections import deque

import orjson
from dramatiq import Broker
from dramatiq.broker import MessageProxy
from dramatiq.middleware import Middleware, SkipMessage

from app.store.jobs import DeadLetter, keep_letter
from workers.ledger import one_line
from workers.loop import WorkerLoop

KEPT = 100
"""Letters that wait in memory while the database does not answer."""


class DeadLetters(Middleware):
    """Writes a `job` row in state `dead` for each message that has used up its tries."""

    def __init__(self, loop: WorkerLoop) -> None:
        self._loop = loop
        self._waiting: deque[DeadLetter] = deque(maxlen=KEPT)

    def before_process_message(self, _broker: Broker, message: MessageProxy) -> None:
        """Count the try; the number travels with the message."""
        message.options["attempts"] = message.options.get("attempts", 0) + 1

    def before_nack(self, _broker: Broker, message: MessageProxy) -> None:
        """Write the letter, and those that could not be written before."""
        error = message._exception  # noqa: SLF001 -- Dramatiq hands it over nowhere else
        if isinstance(error, SkipMessage):
            return  # Too old: the timetable's next message has overtaken it.
        self._waiting.append(self._letter(message, error))
        self._loop.run(self.flush)

    async def flush(self) -> None:
        """Write the waiting letters; DatabaseUnavailable leaves them for the next chance."""
        while self._waiting:
            letter = self._waiting.popleft()
            try:
                await keep_letter(self._loop.resources.pool, letter)
            except BaseException:
                self._waiting.appendleft(letter)
                raise

    def _letter(self, message: MessageProxy, error: BaseException | None) -> DeadLetter:
        return DeadLetter(
            job_id=message.message_id,
            actor=message.actor_name,
            arguments=orjson.dumps(message.kwargs).decode(),
            attempts=message.options.get("attempts", 0),
            error=one_line(error) if error else "Given up without an error.",
            ended_at=self._loop.resources.clock(),
        )
