import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.scaffold import LINES, ROOT, TEMPLATES, scaffold, words_of

LEFT_OUT = shutil.ignore_patterns(
    "node_modules", ".venv", ".git", ".ursa", "__pycache__", ".*_cache", "dist"
)
FIELD = (
    (
        "app/upstream/wire/recharge.py",
        "    hrv_samples: MillisecondMap",
        "    stress_level: Code | None = None\n",
    ),
    (
        "app/records/recharge.py",
        "    recharge_sub_level: Annotated",
        '    stress_rank: Annotated[int | None, "Stress, 1 to 5."] = None\n',
    ),
    (
        "app/normalise/recharge.py",
        "        extra=or_none(row.extra),",
        "        stress_rank=above_zero_whole(row.stress_level),\n",
    ),
)
"""What is written by hand for a field that Polar sends, beside the column's migration."""

FIELDS_FOLLOW = {
    "sql/queries/write/nightly_recharge.sql": "stress_rank",
    "sql/queries/write/kept/nightly_recharge.sql": "stress_rank",
    "sql/queries/read/recharges.sql": "    nightly_recharge.stress_rank,\n",
    "sql/views/00_column_comments.sql": "nightly_recharge.stress_rank IS 'Stress, 1 to 5.'",
    "schema/schema.graphql": "stressRank: Int",
}
GENERATED = ("sql/queries/write/body_battery.sql", "schema/schema.graphql")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree with a new feed in it."""
    copy = tmp_path_factory.mktemp("tree") / "ursa"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    scaffold("body_battery", copy)
    return copy


def run(tree: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """A Python of the tests, in the copy."""
    environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=tree, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_tree_with_a_new_feed_stands(tree: Path) -> None:
    """It imports, and generates the upsert, REST's document and GraphQL's schema."""
    asked = "import app, app.main; from app.sync.feeds import FEEDS; print(app.__file__, FEEDS)"
    told = run(tree, "-c", asked)
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith(str(tree))
    assert "body_battery" in told.stdout
    made = run(tree, "-m", "app.generate")
    assert made.returncode == 0, made.stderr
    assert "INSERT INTO body_battery" in (tree / GENERATED[0]).read_text()
    assert "bodyBattery(" in (tree / GENERATED[1]).read_text()
    assert "/body-battery" in (tree / "app/rest/openapi.json").read_text()


def test_a_field_is_written_in_four_places(tree: Path) -> None:
    """Wire, record, normaliser and migration: upsert, question, comment and GraphQL follow."""
    for path, before, text in FIELD:
        place = tree / path
        place.write_text(place.read_text().replace(before, text + before, 1))
    made = run(tree, "-m", "app.generate")
    assert made.returncode == 0, made.stderr
    assert len(FIELD) + 1 <= 4
    for path, text in FIELDS_FOLLOW.items():
        assert text in (tree / path).read_text(), path


def test_a_feed_is_filled_in_at_seven_places() -> None:
    """The numbers of the recipe, each in a file of its own."""
    texts = [path.read_text() for path in TEMPLATES.rglob("*.txt")]
    numbers = [re.findall(r"(?:#|--) (\d)\. ", text) for text in texts]
    assert sorted(filter(None, numbers)) == [[str(place)] for place in range(1, 8)]


def test_the_new_tests_fail_until_they_are_filled_in(tree: Path) -> None:
    """They are collected, and say where something is missing."""
    names = ("normalise", "rest/shapes")
    files = [f"tests/app/{folder}/test_body_battery.py" for folder in names]
    told = run(tree, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", *files)
    assert told.returncode == 1, told.stdout
    assert "2 failed, 2 passed" in told.stdout
    assert "app/upstream/wire/body_battery.py: fill in 1" in told.stdout
    assert "app/rest/shapes/body_battery.py: fill in 5" in told.stdout


def test_what_is_there_is_not_overwritten(tree: Path) -> None:
    """A second feed of the name is refused before anything is written."""
    before = (tree / "app/sync/feeds.py").read_text()
    with pytest.raises(FileExistsError, match="body_battery"):
        scaffold("body_battery", tree)
    assert (tree / "app/sync/feeds.py").read_text() == before


@pytest.mark.parametrize("name", ["", "Stress", "1st", "a-b", "../x", "a__b"])
def test_names_are_names(name: str) -> None:
    """Lower case and underscores, as the relation is called."""
    with pytest.raises(ValueError, match="body_battery"):
        words_of(name)


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.path}: {line.before[:30]!r}")
def test_every_place_for_a_line_is_there(line: object) -> None:
    """Who moves such a place mends the scaffold with it."""
    assert isinstance(line, type(LINES[0]))
    assert line.before in (ROOT / line.path).read_text()
