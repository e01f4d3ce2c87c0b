"""Alert rules and the operator's board: they ask for metrics that there are, and are explained."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "prometheus"
RULES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "ursa.rules.yml").read_text())["groups"][0][
    "rules"
]
BOARD = json.loads((FOLDER / "operator.json").read_text())
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
TOLD = "".join((ROOT / "app" / name).read_text() for name in ("watching.py", "http/counting.py"))


def _metrics(expression: str) -> set[str]:
    """Names of Ursa's metrics, without what a histogram adds."""
    found = re.findall(r"\bursa_[a-z_]+", expression)
    return {re.sub(r"_(count|bucket|sum)$", "", name) for name in found}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_every_alert_asks_for_what_is_told_and_is_explained(rule: dict[str, Any]) -> None:
    """Its metrics exist, and the operator finds what to do."""
    for name in _metrics(rule["expr"]):
        stem = re.sub(r"_(size|available|waiting)$", "_", name)
        assert name in TOLD or f'"{stem}{{name}}"' in TOLD, name
    assert f"| `{rule['alert']}` |" in OPERATIONS
    assert rule["annotations"]["summary"].endswith(".")


def test_the_board_asks_for_what_is_told() -> None:
    """Every panel's metrics exist."""
    for panel in BOARD["panels"]:
        for target in panel["targets"]:
            for name in _metrics(target["expr"]):
                stem = re.sub(r"_(size|available|waiting)$", "_", name)
                assert name in TOLD or f'"{stem}{{name}}"' in TOLD, name
