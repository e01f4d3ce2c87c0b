"""Encodings: which one a client takes, and that bodies survive them."""

import gzip
import sys

import pytest

from app.http.encoding import ENCODINGS, IN_A_THREAD_BYTES, accepted, quickly, worth_it

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BODY = b'{"date": "2026-01-11", "sleep_score": 85}' * 100
DECODE = {"gzip": gzip.decompress, "zstd": zstd.decompress}


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("gzip;q=0.5, zstd;q=0.2", "gzip"),
        ("gzip ; q=0.5", "gzip"),
        ("*", "zstd"),
        ("zstd;q=0, *", "gzip"),
        ("gzip;q=0", None),
        ("*;q=0", None),
        ("identity, gzip;q=0.5", None),
        ("gzip;q=much", None),
        ("br", None),
        ("identity", None),
        ("", None),
        ("gzip, " * 100, None),
    ],
)
def test_what_a_client_takes(header: str, name: str | None) -> None:
    """The encoding with the highest weight, the better one of two that weigh the same, or none."""
    found = accepted(header)
    assert (found and found.name) == name


@pytest.mark.parametrize("name", ENCODINGS)
def test_bodies_survive(name: str) -> None:
    """What is decoded is what was encoded, and its bytes depend on nothing else."""
    encoding = ENCODINGS[name]
    for encode in (encoding.quick, encoding.small):
        assert DECODE[name](encode(BODY)) == BODY
        assert encode(BODY) == encode(BODY)
        assert len(encode(BODY)) < len(BODY) / 10


@pytest.mark.parametrize("size", [10_000, IN_A_THREAD_BYTES])
async def test_in_a_thread_or_not(size: int) -> None:
    """A large body comes out as a small one does."""
    body = BODY * (size // len(BODY) + 1)
    assert DECODE["gzip"](await quickly(ENCODINGS["gzip"], body)) == body


@pytest.mark.parametrize(
    ("media_type", "size", "worth"),
    [
        ("application/json", 1_000, True),
        ("application/json", 999, False),
        ("text/csv; charset=utf-8", 5_000, True),
        ("application/graphql-response+json; charset=utf-8", 5_000, True),
        ("text/event-stream; charset=utf-8", 5_000, False),
        ("multipart/mixed", 5_000, False),
        ("font/woff2", 5_000, False),
    ],
)
def test_what_is_worth_it(media_type: str, size: int, *, worth: bool) -> None:
    """Texts of some length; no stream of events, and nothing that is packed already."""
    assert worth_it(media_type, size) is worth
