"""What axe-core finds on a page, for tests with either kind of Playwright."""

from pathlib import Path
from typing import Any

AXE = Path(__file__).parents[2] / "app/web/client/node_modules/axe-core/axe.min.js"
RUN = "options => axe.run(document, { resultTypes: ['violations'], ...options })"


def told(found: dict[str, Any]) -> list[str]:
    """Each violation: the rule, where, and why."""
    return [
        f"{each['id']}: {node['target']} {node.get('failureSummary', '')}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
