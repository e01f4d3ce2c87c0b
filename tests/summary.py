"""What a run of the tests says at its end: who may what, and how long functions are."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

SIGNS = {"yes": "+", "403": "-", "401": "."}
SURFACES = {"query": "GraphQL", "mutation": "GraphQL", "subscription": "GraphQL", "tool": "MCP"}
MOST_NAMES = 6

Found = Mapping[str, Any]
"""Of one caller: `who` it is, and what was `seen` in each place."""


def summary(properties: Sequence[tuple[str, object]]) -> Iterator[str]:
    """Lines out of what tests recorded; none when the tests that record were not run."""
    for name, value in properties:
        if name == "lines":
            yield f"functions: {value}"
    callers: list[Any] = [value for name, value in properties if name == "matrix"]
    if callers:
        yield from matrix(sorted(callers, key=lambda found: str(found["who"])))


def matrix(callers: Sequence[Found]) -> Iterator[str]:
    """Callers in columns; places that answer all of them alike share a row."""
    yield "who may what (+ yes, - 403, . 401):"
    for number, found in enumerate(callers):
        yield f"{'|' * number}{found['who']}"
    for row, places in sorted(_rows(callers).items(), key=lambda each: -len(each[1])):
        more = f", and {len(places) - MOST_NAMES} more" if len(places) > MOST_NAMES else ""
        yield f"{row}  {', '.join(places[:MOST_NAMES])}{more}"
    yield f"{len(callers)} callers, {_counted(callers[0]['seen'])}"


def _rows(callers: Sequence[Found]) -> dict[str, list[str]]:
    rows: dict[str, list[str]] = defaultdict(list)
    for place in callers[0]["seen"]:
        rows["".join(SIGNS[found["seen"][place]] for found in callers)].append(place)
    return rows


def _counted(places: Sequence[str]) -> str:
    counts: dict[str, int] = defaultdict(int)
    for place in places:
        counts[SURFACES.get(place.split()[0], "REST")] += 1
    return ", ".join(f"{count} places of {surface}" for surface, count in counts.items())
