"""Conditional requests: what a client has already is not sent again (RFC 9110, section 13)."""

import hashlib
import re

_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def weak_tag(*known: bytes) -> str:
    """An `ETag` of what an answer depends on; weak, because its encodings are other bytes.

    Each part has its length before it, so that no two lists of parts look alike.
    """
    digest = hashlib.blake2b(digest_size=15)
    for part in known:
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return f'W/"{digest.hexdigest()}"'


def names(header: str | None, tag: str) -> bool:
    """Whether `If-None-Match` has the tag, in whatever strength; `*` is for who writes."""
    return header is not None and tag.removeprefix("W/").strip('"') in _TAG.findall(header)
