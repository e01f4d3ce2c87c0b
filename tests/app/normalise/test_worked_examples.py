"""The worked examples in docstrings are true."""

import doctest
from types import ModuleType

import pytest

from app.normalise import activity, clock, heart_rate


@pytest.mark.parametrize("module", [activity, clock, heart_rate], ids=lambda m: m.__name__)
def test_worked_examples(module: ModuleType) -> None:
    """What a docstring shows is what comes out."""
    failed, tried = doctest.testmod(module)
    assert (failed, tried > 0) == (0, True)
