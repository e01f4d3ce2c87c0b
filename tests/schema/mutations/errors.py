"""What answers to mutations tell when they fail."""

from typing import Any


def error(body: dict[str, Any]) -> dict[str, Any]:
    """What the first error tells."""
    found: dict[str, Any] = body["errors"][0]
    return {"message": found["message"], **found["extensions"]}
