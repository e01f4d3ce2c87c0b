"""A small AccessLink: one person's answers, path by path, as files of troubles write them."""

import datetime as dt
from collections import Counter
from collections.abc import Container
from pathlib import Path
from typing import Any

import httpx
import orjson

from app.upstream.client import AccessLink
from app.upstream.http import open_client
from app.upstream.rate_limits import RateLimits

FAULTS = Path(__file__).parents[4] / "shared" / "polar" / "faults"
TODAY = dt.date(2026, 11, 27)
NOTHING: dict[str, Any] = {
    "/v3/users/sleep": {"nights": []},
    "/v3/users/nightly-recharge": {"recharges": []},
    "/v3/users/continuous-heart-rate": {"heart_rates": []},
    "/v3/users/physical-info": [404],
    "/v3/users/activities": [200, []],
    "/v3/users/activities/samples": [200, []],
    "/v3/exercises": [200, []],
    "/v3/users/cardio-load": [200, []],
}
"""How AccessLink says that there are no data; single exercises answer 404, all others 204."""


class LittlePolar:
    """Answers as `answers` says: a body, or `[status, body, headers]`; `requests` counts paths.

    `seq:PATH` has one answer after another, the last one stays; `*` answers everything else.
    Tokens that are `dead` are refused.
    """

    def __init__(self, answers: dict[str, Any], dead: Container[str] = ()) -> None:
        self.answers, self.dead = answers, dead
        self.requests: Counter[str] = Counter()
        self.transport = httpx.MockTransport(self._answer)

    @classmethod
    def of_file(cls, name: str) -> "LittlePolar":
        """The answers of one file of `faults/`."""
        return cls(orjson.loads((FAULTS / f"{name}.json").read_bytes()))

    def link(self) -> AccessLink:
        """A client of it, which waits for nobody."""
        return AccessLink(open_client(self.transport), "http://polar", RateLimits(), sleep=_at_once)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path, query = request.url.path, request.url.query.decode()
        full = f"{path}?{query}" if query else path
        if request.headers.get("Authorization", "").removeprefix("Bearer ") in self.dead:
            return httpx.Response(401, json={"errorType": "unauthorized", "corrId": "0"})
        self.requests[full] += 1
        found = self._found(full, path)
        status, body, headers = _parts(found)
        content = body.encode() if isinstance(body, str) else orjson.dumps(body)
        return httpx.Response(status, content=b"" if body is None else content, headers=headers)

    def _found(self, full: str, path: str) -> Any:  # noqa: ANN401 -- as the file says
        for key in (full, path):
            if key in self.answers:
                return self.answers[key]
            if f"seq:{key}" in self.answers:
                queue = self.answers[f"seq:{key}"]
                return queue.pop(0) if len(queue) > 1 else queue[0]
        if "*" in self.answers:
            return self.answers["*"]
        return NOTHING.get(path, [404] if path.startswith("/v3/exercises/") else [204])


async def _at_once(_: float) -> None:
    """No pause between tries."""


def _parts(found: Any) -> tuple[int, Any, dict[str, str]]:  # noqa: ANN401 -- as the file says
    """Status, body and headers: a list that begins with a status has all three."""
    if isinstance(found, list) and found and isinstance(found[0], int):
        status, body, headers = [*found, None, None][:3]
        return status, body, headers or {}
    return 200, found, {}
