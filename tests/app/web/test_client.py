"""The pages' source: its types hold, and what is generated from the schema is fresh."""

import re
import subprocess
from pathlib import Path

import pytest

from app.metrics import SIDES_SO_FAR

CLIENT = Path(__file__).parents[3] / "app" / "web" / "client"

pytestmark = pytest.mark.skipif(
    not (CLIENT / "node_modules" / "typescript").is_dir(),
    reason="the pages' tools are not installed: npm ci in app/web/client",
)


def test_the_pages_fit_the_schema() -> None:
    """Every document fits the schema, its types are fresh, and the pages keep to them."""
    run = ["npm", "run", "--silent", "check"]
    checked = subprocess.run(run, cwd=CLIENT, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_pages_know_which_metrics_are_of_the_day() -> None:
    """The same as the registry: what changes until the day is over."""
    source = (CLIENT / "src" / "words" / "metrics.ts").read_text()
    (told,) = re.findall(r"OF_THE_DAY.*?= \[(.*?)\n\];", source, re.DOTALL)
    assert set(re.findall(r"'(\w+)'", told)) == {metric.name for metric in SIDES_SO_FAR}
