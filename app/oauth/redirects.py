"""Where people may be sent back to: an https address, or a program on their own machine."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode, urlsplit

from app.settings import LOOPBACK

LONGEST = 1_024


def possible(uri: str) -> bool:
    """Whether it may be registered: no pattern, nothing that a browser could read otherwise."""
    plain = uri.isascii() and uri.isprintable() and not set(uri) & set(' "<>\\^`{|}*#')
    if not plain or len(uri) > LONGEST:
        return False
    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return False
    if not parts.hostname or "@" in parts.netloc or port == 0:
        return False
    return parts.scheme == "https" or on_own_machine(uri)


def on_own_machine(uri: str) -> bool:
    """Whether a program on the person's own machine waits there (RFC 8252)."""
    parts = urlsplit(uri)
    return parts.scheme == "http" and parts.hostname in LOOPBACK


def allowed(uri: str, registered: Sequence[str]) -> bool:
    """Whether it is one of them to the letter; on the own machine, by any port (RFC 8252, 7.3)."""
    if uri in registered:
        return True
    if not possible(uri) or not on_own_machine(uri):
        return False
    return any(
        on_own_machine(each) and _without_port(each) == _without_port(uri) for each in registered
    )


def _without_port(uri: str) -> tuple[str | None, str, str]:
    parts = urlsplit(uri)
    return parts.hostname, parts.path, parts.query


def host(uri: str) -> str:
    """Whose address it is, as people are told."""
    return urlsplit(uri).hostname or ""


def same_place(uri: str, other: str) -> bool:
    """Whether one server answers both: scheme, host and port are the same."""
    one, two = urlsplit(uri), urlsplit(other)
    return (one.scheme, one.netloc) == (two.scheme, two.netloc)


def with_answer(uri: str, answer: Mapping[str, str | None]) -> str:
    """The address with what is told to who waits there."""
    told = urlencode({name: value for name, value in answer.items() if value is not None})
    return f"{uri}{'&' if urlsplit(uri).query else '?'}{told}"
