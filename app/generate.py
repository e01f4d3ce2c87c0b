"""Generated files, written anew by `make generate` and compared by a test."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

import orjson

from app.metrics import Metric
from app.phrases.catalogue import catalogue
from app.records.account import Account, ApiKey
from app.records.classes import QUANTITIES
from app.records.heart_rate import HeartRateDay
from app.records.imports import ImportRun
from app.records.recharge import HrvWeek
from app.records.sync import SyncFeed, SyncRun
from app.records.takeouts import Takeout
from app.rest.openapi import openapi_document
from app.store.classes import SHOWN
from app.store.questions import questions
from app.store.relations import RECORDS
from app.store.upserts import TEMPLATES, upserts
from schema.build import sdl

ROOT = Path(__file__).parents[1]


def column_comments() -> str:
    """COMMENT ON COLUMN for every column that a record describes."""
    head = "-- Title: What each column means\n-- Generated from app/records by `make generate`.\n"
    return head + "".join(_comments())


def _comments() -> Iterator[str]:
    for record, relation in (RECORDS | STATE).items():
        for name, description in _described(record):
            text = description.replace("'", "''")
            yield f"COMMENT ON COLUMN {relation}.{name} IS '{text}';\n"


def _described(record: type[Any]) -> Iterator[tuple[str, str]]:
    hints = get_type_hints(record, include_extras=True)
    for field in fields(record):
        if field.name != "absent" and field.name not in _ELSEWHERE.get(record.__name__, ()):
            yield field.name, hints[field.name].__metadata__[0]


STATE: dict[type[Any], str] = {
    Account: "account",
    ApiKey: "api_key",
    SyncRun: "sync_run",
    SyncFeed: "sync_feed",
    ImportRun: "import_run",
    Takeout: "takeout_run",
}

_ELSEWHERE = {
    "Exercise": ("exercise_id",),
    "ExerciseZone": ("polar_exercise_id",),
    "ExerciseLap": ("polar_exercise_id",),
}
"""Fields whose column is another relation's, or described where it is made."""


def metric_table() -> str:
    """The registry as a table for readers."""
    lines = ["| metric | title | unit | source | better |", "|---|---|---|---|---|"]
    for metric in Metric:
        spec = metric.spec
        source = f"{spec.record.__name__}.{spec.attribute}"
        cells = (f"`{metric.key}`", spec.title, spec.unit, f"`{source}`", spec.better.value)
        lines.append(f"| {' | '.join(cells)} |")
    return "# Daily metrics\n\nGenerated from `app/metrics.py`.\n\n" + "\n".join(lines) + "\n"


def registries() -> str:
    """The registries of metrics and classes, as relations."""
    return TEMPLATES.get_template("registries.j2").render(
        metrics=[_metric(metric) for metric in Metric],
        relations=sorted((name, each.value) for name, of in SHOWN.items() for each in of),
        quantities=sorted((name, each.value) for name, each in QUANTITIES.items()),
    )


def _metric(metric: Metric) -> tuple[str, ...]:
    spec = metric.spec
    made = {HeartRateDay: "heart_rate_daily", HrvWeek: "metric_daily"}
    quantity = Metric.HRV_RMSSD.key if metric.is_derived else spec.attribute
    source = f"{(RECORDS | made)[spec.record]}.{quantity}"
    direction, data_class = spec.better.value, metric.data_class.value
    return metric.key, spec.title, spec.unit, source, direction, data_class


def openapi() -> str:
    """The OpenAPI document."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(openapi_document(), option=options).decode()


GENERATED: dict[str, Callable[[], str]] = {
    "sql/views/00_column_comments.sql": column_comments,
    "sql/METRICS.md": metric_table,
    "docs/codes.md": catalogue,
    "sql/views/08_registries.sql": registries,
    "app/rest/openapi.json": openapi,
    "schema/schema.graphql": sdl,
    **upserts(),
    **questions(),
}


PAGES = ROOT / "app" / "web" / "client"


def _pages() -> None:
    """Types of the pages' documents follow from the schema; npm's tools make them."""
    npm = shutil.which("npm")
    if npm and (PAGES / "node_modules" / "graphql").is_dir():
        subprocess.run([npm, "run", "--silent", "codegen"], cwd=PAGES, check=True)  # noqa: S603 -- our own tool


if __name__ == "__main__":
    for name, make in GENERATED.items():
        (ROOT / name).write_text(make())
    _pages()
