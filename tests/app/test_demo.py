"""What the demo prints."""

import sys
from pathlib import Path

import pytest

from app.demo import started_as


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The command, installed somewhere."""
    program = tmp_path / "bin" / "ursa"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return program


def test_lines_to_paste_name_the_command_as_it_was_started(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its name where that finds it, else by its path, as short as it goes from here."""
    monkeypatch.setattr(sys, "argv", [str(program), "serve"])
    monkeypatch.setenv("PATH", str(program.parent))
    assert started_as() == "ursa"
    monkeypatch.setenv("PATH", "/nowhere")
    assert started_as() == str(program)
    monkeypatch.chdir(tmp_path)
    assert started_as() == "bin/ursa"
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "app" / "cli" / "__main__.py")])
    assert started_as() == f"{sys.executable} -m app.cli"
