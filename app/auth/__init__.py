"""Who is asking: a key becomes a caller, and a caller may see one person or everybody."""

from app.auth.auth import Auth, open_auth, require, require_person
from app.auth.caller import Caller, Rate

__all__ = ["Auth", "Caller", "Rate", "open_auth", "require", "require_person"]
