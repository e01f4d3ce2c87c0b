"""Who is asking: a key becomes a caller, and a caller may see one person or everybody."""

from app.auth.auth import (
    Auth,
    open_auth,
    require,
    require_house,
    require_person,
    require_to_see,
)
from app.auth.caller import Budget, Caller, Rate, owner

__all__ = [
    "Auth",
    "Budget",
    "Caller",
    "Rate",
    "open_auth",
    "owner",
    "require",
    "require_house",
    "require_person",
    "require_to_see",
]
