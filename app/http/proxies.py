"""From where somebody asks: what trusted proxies say of it, and nobody else."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address

Network = IPv4Network | IPv6Network
UNKNOWN = "unknown"


def address_of(peer: str | None, forwarded: str | None, trusted: Sequence[Network]) -> str:
    """The address that a trusted proxy vouches for, else the peer's.

    `forwarded` is X-Forwarded-For: each proxy adds at its end whom it has heard. So it is read from
    the end, for as long as who wrote the next one is trusted; what stands before that anybody may
    have written.
    """
    found = peer or UNKNOWN
    for said in reversed((forwarded or "").split(",")):
        if not _trusted(found, trusted) or not _is_address(said.strip()):
            return found
        found = said.strip()
    return found


def _trusted(address: str, trusted: Sequence[Network]) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in trusted)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
