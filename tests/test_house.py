"""The house itself: generated files are fresh, locks are clean, the README's commands are there."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from app.cli import app as command
from app.generate import GENERATED
from app.settings import Settings

ROOT = Path(__file__).parents[1]
ROOMS = ("app", "schema", "workers")
README = (ROOT / "README.md").read_text()


@pytest.mark.parametrize("name", GENERATED)
def test_generated_file_is_fresh(name: str) -> None:
    """What `make generate` writes is what is committed."""
    assert (ROOT / name).read_text() == GENERATED[name]()


def test_locks_hold_hashes_and_no_addresses() -> None:
    """Python packages are pinned by hash, npm packages by integrity, and no registry is named."""
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text()
        pins = re.findall(r"^[a-z0-9][^\s=]*==", text, re.MULTILINE)
        assert len(pins) > 50
        assert text.count("--hash=sha256:") >= len(pins)
        assert "://" not in text
    locks = [p for p in ROOT.glob("*/**/package-lock.json") if "node_modules" not in p.parts]
    assert locks
    for path in locks:
        assert '"resolved"' not in path.read_text(), path


def test_every_command_is_in_the_readme() -> None:
    """The README's table names every command of `ursa`, and no other."""
    told = set(re.findall(r"`ursa ([a-z-]+)", README))
    assert told == set(get_command(command).commands)  # type: ignore[attr-defined]


def test_the_two_commands_are_targets_of_make() -> None:
    """`make run` and `make test` are what the README says, and bare `make` prints a menu."""
    menu = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {"make run", "make test"} <= set(re.findall(r"make [a-z-]+", menu))
    assert (ROOT / ".ci" / "run").read_text().rstrip().endswith("make test")


def test_files_that_the_readme_points_to_are_there() -> None:
    """Every relative link leads somewhere."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_settings_of_the_compose_file_are_known() -> None:
    """Every variable that docker-compose.yml hands to Ursa is one of its settings."""
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    handed = compose["x-ursa"]["environment"]
    assert {name for name in handed if name.lower() not in Settings.model_fields} == set()


def _sources() -> list[Path]:
    rooms = (ROOT / room for room in ("app", "schema", "workers"))
    return [
        path for room in rooms for path in room.rglob("*.py") if "node_modules" not in str(path)
    ]


def test_every_setting_has_a_reader() -> None:
    """No variable is promised that nothing in the code asks for."""
    asked = {
        node.attr
        for path in _sources()
        if path.name != "settings.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
    }
    properties = set(re.findall(r"self\.([a-z_]+)", (ROOT / "app" / "settings.py").read_text()))
    assert set(Settings.model_fields) - asked - properties == set()


def test_functions_are_short(record_property: Callable[[str, object], None]) -> None:
    """Half of all functions have at most 6 lines, nine of ten at most 15, docstrings included."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [node for path in _sources() for node in ast.walk(ast.parse(path.read_text()))]
    lengths = sorted(
        (node.end_lineno or 0) - node.lineno + 1 for node in nodes if isinstance(node, kinds)
    )
    half, nine_of_ten = lengths[len(lengths) // 2], lengths[len(lengths) * 9 // 10]
    record_property("lines", f"median {half}, p90 {nine_of_ten}, longest {lengths[-1]}")
    print(f"{len(lengths)} functions: median {half} lines, p90 {nine_of_ten}")  # noqa: T201
    assert half <= 6
    assert nine_of_ten <= 15


def test_every_package_carries_its_types() -> None:
    """Who imports a package of ours gets its types."""
    assert [room for room in ROOMS if not (ROOT / room / "py.typed").exists()] == []


def test_hooks_are_tools_of_the_environment() -> None:
    """What runs before a commit is what `make lint` runs, from the same environment."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    makefile = (ROOT / "Makefile").read_text()
    for hook in hooks:
        tool = hook["entry"].split()[0]
        assert hook["language"] == "system"
        assert (ROOT / tool).exists()
        assert f"$(BIN)/{Path(tool).name}" in makefile


def test_versions_agree() -> None:
    """Python 3.11 is the oldest for the package, the type checker and the linter."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["project"]["requires-python"] == ">=3.11"
    assert project["tool"]["mypy"]["python_version"] == "3.11"
    assert project["tool"]["ruff"]["target-version"] == "py311"
