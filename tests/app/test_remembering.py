"""A bounded memory."""

from app.remembering import Memory


def test_the_least_recently_used_goes_first() -> None:
    """What was looked for stays, what was not makes room."""
    memory: Memory[str, int] = Memory(2)
    memory.keep("a", 1)
    memory.keep("b", 2)
    assert memory.find("a") == 1
    memory.keep("c", 3)
    assert [memory.find(each) for each in "abc"] == [1, None, 3]


def test_sizes_count() -> None:
    """A large answer takes the place of several small ones; kept twice, it counts once."""
    memory: Memory[str, str] = Memory(10, len)
    for each in ("a", "b", "c"):
        memory.keep(each, each * 3)
    memory.keep("c", "other")
    assert memory.find("a") == "aaa"
    assert memory.keep("d", "d" * 8) == "d" * 8
    assert [memory.find(each) for each in "abcd"] == [None, None, None, "d" * 8]
