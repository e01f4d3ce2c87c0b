"""Asking addresses that strangers named, without being led into the own network.

The name is looked up once, every address that it has must be a public one, and the connection goes
to that very address: a name that changes its meaning in between leads nowhere else.
"""

import asyncio
import ipaddress
import re
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

Look = Callable[[str, int], Awaitable[Sequence[str]]]
"""Addresses that a name has."""

_IPV4_WITHIN = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("2002::/16"),
    ipaddress.ip_network("2001::/32"),
    ipaddress.ip_network("::/96"),
)
"""Ways to write an IPv4 address as an IPv6 one: where they lead depends on the network."""
_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{4,253}}$)({_LABEL}\.)+[a-z][a-z0-9-]{{0,61}}[a-z0-9]")


class OutsideRefused(Exception):
    """What was named is not asked, or did not answer as it should; says why."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was answered."""

    body: bytes
    content_type: str
    cache_control: str


async def look_up(host: str, port: int) -> Sequence[str]:
    """Addresses of a name, by the machine's own resolver."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return [str(address[4][0]) for address in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """Asks public https addresses alone, for little, and not for long."""

    most_bytes: int = 5_120
    patience_s: float = 5.0
    look_up: Look = look_up
    tls: ssl.SSLContext | bool = True
    port: int = field(default=443)
    """Of every address; tests stand elsewhere."""
    public: Callable[[str], bool] = field(default_factory=lambda: is_public)

    async def get(self, url: str, accept: str) -> Found:
        """The document at a public https address; raises OutsideRefused."""
        host, path = checked(url)
        try:
            async with asyncio.timeout(self.patience_s):
                return await self._get(host, path, await self._address(host), accept)
        except TimeoutError:
            raise OutsideRefused(f"it took longer than {self.patience_s:g} s") from None
        except (httpx.HTTPError, ssl.SSLError, OSError) as error:
            raise OutsideRefused(f"it can not be reached ({type(error).__name__})") from None

    async def _address(self, host: str) -> str:
        found = await self.look_up(host, self.port)
        if not found:
            raise OutsideRefused("there is no such host")
        if not all(self.public(address) for address in found):
            raise OutsideRefused("its host is not on the public network")
        return found[0]

    async def _get(self, host: str, path: str, address: str, accept: str) -> Found:
        shown = f"[{address}]" if ":" in address else address
        headers = {"Host": host, "Accept": accept, "Accept-Encoding": "identity"}
        async with (
            httpx.AsyncClient(trust_env=False, verify=self.tls, timeout=self.patience_s) as http,
            http.stream(
                "GET",
                f"https://{shown}:{self.port}{path}",
                headers=headers,
                extensions={"sni_hostname": host},
                follow_redirects=False,
            ) as got,
        ):
            return await self._read(got)

    async def _read(self, got: httpx.Response) -> Found:
        if got.status_code != httpx.codes.OK:
            raise OutsideRefused(f"it answered {got.status_code}, and redirects are not followed")
        if got.headers.get("content-encoding", "identity") != "identity":
            raise OutsideRefused("it is packed, which was not asked for")
        body = b""
        async for piece in got.aiter_raw():
            body += piece
            if len(body) > self.most_bytes:
                raise OutsideRefused(f"it is longer than {self.most_bytes:,} bytes")
        kind = got.headers.get("content-type", "")
        return Found(body, kind, got.headers.get("cache-control", ""))


def checked(url: str) -> tuple[str, str]:
    """Host and path of an https address that may be asked; raises OutsideRefused."""
    if not (url.isascii() and url.isprintable() and " " not in url and "\\" not in url):
        raise OutsideRefused("it is no plain address")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise OutsideRefused("it is no address") from None
    if parts.scheme != "https" or parts.fragment or "@" in parts.netloc or port is not None:
        raise OutsideRefused("it has to be https, without a port, a user or a fragment")
    if not _HOST.fullmatch(parts.hostname or ""):
        raise OutsideRefused("its host has to be a name of the public network")
    query = f"?{parts.query}" if parts.query else ""
    return str(parts.hostname), f"{parts.path or '/'}{query}"


def is_public(address: str) -> bool:
    """Whether an address is one of the public network, however it is written."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_public(str(found.ipv4_mapped))
        if any(found in network for network in _IPV4_WITHIN):
            return False
    return found.is_global and not found.is_multicast
