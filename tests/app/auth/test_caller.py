"""Callers: who sees the same."""

import uuid
from dataclasses import fields, replace
from typing import Any

import pytest

from app.auth.caller import Caller, Rate
from app.records.account import DataClass, Scope

CALLER = Caller(
    key_id=uuid.UUID(int=1),
    user_id="1001",
    scopes=frozenset({Scope.READ}),
    rate=Rate(20, 19, 60),
    actor="one",
)
SEEN: dict[str, Any] = {
    "user_id": None,
    "scopes": frozenset({Scope.READ, Scope.SYNC}),
    "classes": frozenset({DataClass.SLEEP}),
}
"""Fields that decide what a caller sees, and another value for each."""
OF_THE_KEY = {
    *("key_id", "rate", "actor", "prefix", "expires_at", "renews_itself", "budgets"),
    *("session", "fresh", "app"),
}
"""Fields that say who asks, how often and for how long, and nothing of what they see."""


def test_every_field_was_thought_of() -> None:
    """Whoever adds a field says here whether it decides what is seen."""
    assert {field.name for field in fields(Caller)} == SEEN.keys() | OF_THE_KEY


@pytest.mark.parametrize("name", SEEN)
def test_other_rights_are_another_view(name: str) -> None:
    """Callers who see different things are never given the same remembered answer."""
    assert replace(CALLER, **{name: SEEN[name]}).view != CALLER.view


def test_keys_with_the_same_rights_have_one_view() -> None:
    """Which of two such keys asks makes no difference to the answer."""
    other = replace(CALLER, key_id=uuid.UUID(int=2), actor="two", rate=Rate(9, 9, 9))
    assert other.view == CALLER.view
