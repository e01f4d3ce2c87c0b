"""Sentinels and words."""

import pytest

from app.normalise import values


def test_sentinels_become_none() -> None:
    """0 and -1 are no measurements, where Polar means them so."""
    assert [values.above_zero(v) for v in (0, -1, None, 2.5)] == [None, None, None, 2.5]
    assert [values.not_negative(v) for v in (0.0, -1.0, None)] == [0.0, None, None]


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        ("LOAD_STATUS_NOT_AVAILABLE", None),
        ("PRODUCTIVE", "PRODUCTIVE"),
        ("LOAD_STATUS_PRODUCTIVE", "PRODUCTIVE"),
        ("", None),
        (None, None),
        ("SOMETHING_NEW", "SOMETHING_NEW"),
    ],
)
def test_words_lose_their_prefix(sent: str | None, word: str | None) -> None:
    """Prefixes go, words for "unknown" are NULL, new words stay."""
    assert values.word(sent, "LOAD_STATUS_") == word
