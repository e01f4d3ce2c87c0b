"""What a page was answered, kept as it comes and read when a test asks.

A listener that waits for a body may still wait when its page is closed: the next test would fail.
"""

import json
import re

from playwright.async_api import Page, Response


class Answers:
    """The GraphQL answers of one page, without the streams that have no end."""

    def __init__(self, page: Page) -> None:
        self._came: list[Response] = []
        page.on("response", self._keep)

    def _keep(self, answer: Response) -> None:
        streamed = "event-stream" in answer.headers.get("content-type", "")
        asked = answer.url.endswith("/graphql") and answer.request.method == "POST"
        if asked and not streamed:
            self._came.append(answer)

    async def bodies(self) -> list[tuple[str, bytes]]:
        """Each answer so far: its query's name (empty without one) and its body."""
        return [(_name(each), await each.body()) for each in list(self._came)]


def _name(answer: Response) -> str:
    named = re.search(r"query (\w+)", json.loads(answer.request.post_data or "{}")["query"])
    return named[1] if named else ""
