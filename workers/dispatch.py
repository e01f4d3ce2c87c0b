"""How surfaces and the timetable hand work to the workers."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from dramatiq import Broker, Message

from app.errors import BrokerUnavailable
from app.settings import Settings
from app.tracing import Kind, carried, step
from workers.broker import QUEUE, InProcessBroker, fault, faults, greet, make_broker, reach

ANSWER_S = 2.0
TRACE = "trace"
"""Option of a message: the trace of who sent it."""


class Dispatch:
    """Sends messages without holding up the event loop; messages carry ids only."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        # One thread: RabbitMQ opens one connection for each thread that sends.
        self._thread = (
            None
            if isinstance(broker, InProcessBroker)
            else ThreadPoolExecutor(1, thread_name_prefix="ursa-dispatch")
        )

    async def sync(self, run_id: uuid.UUID) -> None:
        """Ask for the queued run `run_id` to be done; raises as `send` does."""
        await self.send("sync_user", run_id=str(run_id))

    async def import_archive(self, run_id: uuid.UUID) -> None:
        """Ask for the queued import `run_id` to be done; raises as `send` does."""
        await self.send("import_archive", run_id=str(run_id))

    async def takeout(self, run_id: uuid.UUID) -> None:
        """Ask for the queued export `run_id` to be written; raises as `send` does."""
        await self.send("write_takeout", run_id=str(run_id))

    async def analyse(self, user_id: str) -> None:
        """Ask for a person's findings to be renewed; raises as `send` does."""
        await self.send("analyse_user", user_id=user_id)

    async def send(self, actor: str, **arguments: str) -> None:
        """Ask `actor` to work; raises BrokerUnavailable when the broker does not take it."""
        try:
            with step(f"send {actor}", Kind.PRODUCER):
                await self._enqueue(_message(actor, arguments))
        except faults() as error:
            raise BrokerUnavailable(
                "The broker takes no work. Try again soon; who runs Ursa finds more in its log.",
                f"{fault(error)}; check BROKER_URL and that it runs",
            ) from error

    async def alive(self) -> bool:
        """Whether the broker answers within two seconds; who asks meanwhile waits for nobody."""
        if self._thread is None:
            return True
        loop = asyncio.get_running_loop()
        try:
            # A thread of its own: the one that sends may be waiting for this very broker.
            await asyncio.wait_for(loop.run_in_executor(None, greet, self._broker), ANSWER_S)
        except faults():  # TimeoutError is an OSError, and so among them.
            return False
        return True

    async def _enqueue(self, message: Message[None]) -> None:
        if self._thread is None:
            self._broker.enqueue(message)
        else:
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(self._thread, self._broker.enqueue, message)

    def close(self) -> None:
        """Let go of the thread; the broker is closed by who made it."""
        if self._thread is not None:
            self._thread.shutdown(wait=False, cancel_futures=True)


def _message(actor: str, arguments: dict[str, str]) -> Message[None]:
    options = {TRACE: carrier} if (carrier := carried()) else {}
    return Message(queue_name=QUEUE, actor_name=actor, args=(), kwargs=arguments, options=options)


@asynccontextmanager
async def open_dispatch(settings: Settings) -> AsyncIterator[Dispatch]:
    """Dispatch to the broker at BROKER_URL; ConfigurationError when it does not answer."""
    broker = make_broker(settings)
    await asyncio.to_thread(reach, broker, settings)
    dispatch = Dispatch(broker)
    try:
        yield dispatch
    finally:
        dispatch.close()
        await asyncio.to_thread(broker.close)
