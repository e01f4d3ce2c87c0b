"""Grafana's boards, and their questions as Grafana sends them."""

import datetime as dt
import json
import re

from app.store.queries import SQL

FOLDER = SQL.parent / "docs" / "grafana"
BOARDS = {
    path.stem: json.loads(path.read_text()) for path in sorted(FOLDER.glob("dashboards/*.json"))
}
MACROS = (
    (r"\$__timeGroupAlias\(([^,]+), *'7d'\)", "time_bucket('604800s',\\1) AS \"time\""),
    (r"\$__timeGroupAlias\(([^,]+), *\$__interval\)", "time_bucket('300s',\\1) AS \"time\""),
    (r"\$__timeFilter\(([^)]+)\)", "\\1 BETWEEN '{first}' AND '{last}'"),
    (r"\$__timeFrom\(\)", "'{first}'"),
    (r"\$__timeTo\(\)", "'{last}'"),
    (r"\$\{person:sqlstring\}", "'chiara'"),
)
"""What Grafana makes of its macros, with TimescaleDB switched on in the data source."""


def window(text: str, first: dt.datetime, last: dt.datetime) -> str:
    """A panel's question for a window of time, its macros expanded."""
    for macro, sense in MACROS:
        text = re.sub(macro, sense, text)
    assert "$" not in text
    return text.format(first=f"{first:%Y-%m-%dT%H:%M:%SZ}", last=f"{last:%Y-%m-%dT%H:%M:%SZ}")
