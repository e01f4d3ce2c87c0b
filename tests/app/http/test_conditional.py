"""Conditional requests: tags, and who has them."""

import pytest

from app.http.conditional import names, weak_tag

TAG = weak_tag(b"one", b"two")


def test_a_tag_names_its_parts() -> None:
    """Other parts, or the same bytes parted elsewhere, have another tag; the same have the same."""
    assert TAG.startswith('W/"')
    assert weak_tag(b"one", b"two") == TAG
    assert len({TAG, weak_tag(b"onet", b"wo"), weak_tag(b"one"), weak_tag(b"one", b"")}) == 4


@pytest.mark.parametrize(
    ("header", "named"),
    [
        (TAG, True),
        (TAG.removeprefix("W/"), True),
        (f'"other", {TAG}', True),
        (f'W/"other",{TAG} , "more"', True),
        (None, False),
        ("", False),
        ("*", False),
        ('W/"other"', False),
        (TAG[3:-1], False),
        (TAG[:-2] + '"', False),
    ],
)
def test_who_has_it(header: str | None, *, named: bool) -> None:
    """A list of tags, strong or weak, has it or not; what is no tag is none."""
    assert names(header, TAG) is named
