"""The detection of all patterns that `app.patterns` lists."""

from collections.abc import Callable
from importlib import import_module

from app.analysis.history import History
from app.patterns import PatternName
from app.records.findings import Pattern

Finder = Callable[[History], Pattern]


def finder(pattern: PatternName) -> Finder:
    """The function that finds a pattern: it has the pattern's name, in the module of its line."""
    found: Finder = getattr(import_module(f"app.analysis.{pattern.spec.module}"), pattern.key)
    return found


def detect(history: History, *, extended: bool = True) -> list[Pattern]:
    """All patterns of a person in the registry's order; the documented ones if not extended."""
    return [
        finder(pattern)(history) for pattern in PatternName if extended or pattern.spec.documented
    ]
