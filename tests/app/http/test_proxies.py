"""From where somebody asks."""

from ipaddress import ip_network

import pytest

from app.http.proxies import address_of

TRUSTED = [ip_network("10.0.0.0/8"), ip_network("::1/128")]


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.9", "198.51.100.7", "203.0.113.9"),
        ("10.0.0.2", "198.51.100.7", "198.51.100.7"),
        ("::1", "1.1.1.1, 198.51.100.7, 10.1.1.1", "198.51.100.7"),
        ("10.0.0.2", "not an address", "10.0.0.2"),
        ("10.0.0.2", None, "10.0.0.2"),
        ("10.0.0.2", "10.0.0.3", "10.0.0.3"),
        (None, "198.51.100.7", "unknown"),
    ],
    ids=["a stranger's", "a proxy's", "two proxies'", "nonsense", "none", "all ours", "a socket"],
)
def test_trusted_proxies_are_believed(
    peer: str | None, forwarded: str | None, expected: str
) -> None:
    """What a trusted proxy heard counts, and nothing that was written before it came there."""
    assert address_of(peer, forwarded, TRUSTED) == expected


def test_nobody_is_believed_unless_told() -> None:
    """Without trusted proxies the header is what anybody may write."""
    assert address_of("127.0.0.1", "198.51.100.7", []) == "127.0.0.1"
