"""Text of strangers on a terminal: labels of keys, names, what Polar and databases say."""

from rich.text import Text


def plain(text: object, style: str = "") -> Text:
    """The text as it is: brackets are no markup, and control characters steer no terminal."""
    shown = (sign if sign.isprintable() else " " for sign in str(text))
    return Text("".join(shown), style=style)
