"""What a client would like best: the weights of an `Accept-…` header."""

LONGEST = 256
"""Browsers say `gzip, deflate, br, zstd`; what is much longer is not looked at."""


def wishes(header: str) -> dict[str, float]:
    """Names in small letters and their weights, 1 where none is said, as they come."""
    return dict(map(_wish, header.lower().split(","))) if len(header) <= LONGEST else {}


def _wish(text: str) -> tuple[str, float]:
    """What can not be read is not wished for."""
    name, _, parameter = text.partition(";")
    key, _, value = parameter.partition("=")
    try:
        return name.strip(), float(value) if key.strip() == "q" else 1.0
    except ValueError:
        return name.strip(), 0.0
