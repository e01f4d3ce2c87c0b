"""A process that takes Polar's notices, and can be killed: `… DATABASE_URL SECRET DATA_DIR`."""

import asyncio
import socket
import sys
from typing import Any

from starlette.applications import Starlette

from app.resources import open_resources
from app.settings import Settings
from app.webhooks import webhook_routes
from tests.running import running


async def main(url: str, secret: str, folder: str) -> None:
    """Answer at the address that is printed, until it is killed."""
    settings = Settings.model_validate({"polar_webhook_secret": secret, "data_dir": folder})
    app = Starlette(routes=webhook_routes())
    async with open_resources(settings, database_url=url) as resources:

        async def answering(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 -- ASGI's
            await app({**scope, "state": {"resources": resources}}, receive, send)

        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            async with running(answering, listener) as address:
                print(address, flush=True)  # noqa: T201 -- whom the test listens to
                await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
