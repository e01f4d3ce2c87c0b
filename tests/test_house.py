"""The house itself: generated files are fresh, locks are clean, the README's commands are there."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from app.cli import app as command
from app.generate import GENERATED
from app.settings import Settings

ROOT = Path(__file__).parents[1]
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


def test_versions_agree() -> None:
    """Python 3.11 is the oldest for the package, the type checker and the linter."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["project"]["requires-python"] == ">=3.11"
    assert project["tool"]["mypy"]["python_version"] == "3.11"
    assert project["tool"]["ruff"]["target-version"] == "py311"
