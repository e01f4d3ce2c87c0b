"""The database for those who configure none: PostgreSQL with TimescaleDB in WebAssembly."""

from app.embedded.claim import running_url
from app.embedded.server import EmbeddedDatabase, open_embedded

__all__ = ["EmbeddedDatabase", "open_embedded", "running_url"]
