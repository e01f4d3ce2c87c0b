"""Applications that are named by the address of a document about themselves (CIMD).

The document is fetched when somebody who is signed in looks at the application's request, and
never for strangers: nobody can make Ursa ask addresses without having an account here.
"""

import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from app.auth.cache import Timer
from app.errors import OAuthRefused
from app.http.outside import Outside, OutsideRefused, checked
from app.oauth import redirects
from app.records.apps import Client

FRESH_S = (300, 86_400)
"""A document is asked for again after so long at least and at most; between, as it says itself."""
STALE_S = 7 * 86_400
"""So long an older copy serves where the address does not answer."""
FAILED_S = 60
"""So long an address that failed is not asked again."""
MOST = 500
LONGEST_NAME = 100
MOST_URIS = 20
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age=(\d{1,9})")


@dataclass(frozen=True, slots=True)
class _Copy:
    client: Client | None
    at: float
    until: float
    why: str = ""


class Documents:
    """The documents that this process has seen."""

    def __init__(self, outside: Outside, timer: Timer) -> None:
        self._outside = outside
        self._timer = timer
        self._copies: OrderedDict[str, _Copy] = OrderedDict()

    async def client(self, client_id: str) -> Client:
        """The application; raises OAuthRefused that says what is wrong with its document."""
        there, now = self._copies.get(client_id), self._timer()
        if there is None or not there.at <= now < there.until:
            there = await self._fetched(client_id, there, now)
            self._keep(client_id, there)
        if there.client is None:
            raise OAuthRefused("invalid_client", _said(there.why))
        return there.client

    async def _fetched(self, client_id: str, old: _Copy | None, now: float) -> _Copy:
        try:
            found = await self._outside.get(client_id, "application/json")
            client = _read(client_id, found.body, found.content_type)
        except OutsideRefused as error:
            if old is not None and old.client is not None and now - old.at < STALE_S:
                return _Copy(old.client, old.at, now + FAILED_S)
            return _Copy(None, now, now + FAILED_S, str(error))
        return _Copy(client, now, now + _fresh_s(found.cache_control))

    def _keep(self, client_id: str, copy: _Copy) -> None:
        self._copies[client_id] = copy
        self._copies.move_to_end(client_id)
        while len(self._copies) > MOST:
            self._copies.popitem(last=False)


def possible(client_id: str) -> bool:
    """Whether an id is the address of a document: https, with a path, and nothing to be led by."""
    try:
        _, path = checked(client_id)
    except OutsideRefused:
        return False
    steps = path.partition("?")[0].split("/")
    return path != "/" and not {".", ".."} & set(steps)


def _said(why: str) -> str:
    return (
        f"The document about this application can not be used: {why}. Who makes the application "
        "has to mend it."
    )


def _fresh_s(cache_control: str) -> float:
    least, most = FRESH_S
    found = _MAX_AGE.search(cache_control.lower())
    return min(max(int(found.group(1)), least), most) if found else least


def _read(client_id: str, body: bytes, content_type: str) -> Client:
    """The application; raises OutsideRefused for a document that says something else."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind != "application/json" and not (
        kind.startswith("application/") and kind.endswith("+json")
    ):
        raise OutsideRefused("it is not sent as JSON")
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise OutsideRefused("it is no JSON") from None
    if not isinstance(told, dict) or told.get("client_id") != client_id:
        raise OutsideRefused("the client_id in it is not its own address")
    return _client(client_id, told)


def _client(client_id: str, told: Mapping[str, object]) -> Client:
    uris, method = told.get("redirect_uris"), told.get("token_endpoint_auth_method", "none")
    if method != "none" or told.get("client_secret") is not None:
        raise OutsideRefused("it asks for a secret; public clients (none) are let in")
    if not isinstance(uris, list) or not 0 < len(uris) <= MOST_URIS:
        raise OutsideRefused(f"it needs 1 to {MOST_URIS} redirect_uris")
    if not all(isinstance(each, str) and redirects.possible(each) for each in uris):
        raise OutsideRefused("its redirect_uris have to be https, or on the person's own machine")
    host, _ = checked(client_id)
    return Client(
        client_id=client_id,
        name=name_of(told.get("client_name"), host),
        redirect_uris=uris,
        host=host,
    )


def name_of(told: object, instead: str) -> str:
    """What an application calls itself, where that can be shown."""
    if not isinstance(told, str):
        return instead
    name = " ".join(told.split())[:LONGEST_NAME]
    return name if name and name.isprintable() else instead
