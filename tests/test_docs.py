"""Documents: what they point to is there, what they name exists, what must be told is told."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text()
PAGES = sorted(
    path.relative_to(ROOT)
    for pattern in ("*.md", "docs/**/*.md", "app/**/README.md", "bench/*.md", "sql/*.md")
    for path in ROOT.glob(pattern)
    if "node_modules" not in path.parts
)
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:)([^)\s]+)\)")
CODE = re.compile(r"`([A-Za-z_][\w.]*)`")


def links(page: Path) -> list[tuple[str, Path, str]]:
    """Text, file and anchor of every relative link of a page."""
    found = []
    for text, target in LINK.findall((ROOT / page).read_text()):
        name, _, anchor = target.partition("#")
        at = (ROOT / page).parent / name if name else ROOT / page
        found.append((text, at.resolve(), anchor))
    return found


def slugs(page: Path) -> set[str]:
    """Anchors of a page's headings."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def defined(path: Path) -> set[str]:
    """Names that a module defines, and `Class.member` of its classes."""
    found: set[str] = set()
    for node in ast.parse(path.read_text()).body:
        found |= _names(node)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{name}" for inner in node.body for name in _names(inner)}
    return found


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_link_leads_somewhere(page: Path) -> None:
    """Files that a page points to are there, and so are the headings."""
    for _, at, anchor in links(page):
        assert at.exists(), at
        assert not anchor or anchor.rstrip("-") in {slug.rstrip("-") for slug in slugs(at)}, anchor


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_what_a_link_names_is_in_the_file(page: Path) -> None:
    """A link from a name in code to a module leads to where the name is defined."""
    for text, at, _ in links(page):
        name = CODE.fullmatch(text)
        if at.suffix == ".py" and name and not text.strip("`").endswith(".py"):
            assert name[1] in defined(at), f"{text} in {at}"


def test_the_walks_lead_to_code() -> None:
    """The night and the key are walked from module to module."""
    night, key = ARCHITECTURE.partition("## A key's renewal")[::2]
    for walk, least in ((night, 15), (key.partition("## What may import")[0], 5)):
        assert len(re.findall(r"\[`\w[\w.]*`\]\(\.\./[\w/]+\.py\)", walk)) >= least


def test_every_contract_of_the_layers_is_told() -> None:
    """docs/architecture.md lists what import-linter holds."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    told = [c["name"] for c in tool["contracts"] if f"**{c['name']}**" in ARCHITECTURE]
    assert told == [contract["name"] for contract in tool["contracts"]]


def test_every_decision_is_in_the_index() -> None:
    """docs/decisions/README.md lists each page, and each says why and what it costs."""
    folder = ROOT / "docs" / "decisions"
    pages = sorted(path.name for path in folder.glob("0*.md"))
    assert re.findall(r"\]\((0\d+[\w-]+\.md)\)", (folder / "README.md").read_text()) == pages
    for page in pages:
        text = (folder / page).read_text()
        assert all(f"**{word}**" in text for word in ("Decided.", "Why.", "Costs.")), page


def test_what_a_newcomer_is_told_to_make_can_be_made() -> None:
    """Every `make` of the documents is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = "\n".join((ROOT / page).read_text() for page in PAGES)
    told = set(re.findall(r"(?:^|`)make ([a-z][a-z-]+)", text, re.MULTILINE))
    assert told <= targets
    assert {"run", "test", "dev", "seed", "check", "lint", "fix", "generate", "feed"} <= told


def test_every_demand_of_the_protocols_has_its_test() -> None:
    """Each line of docs/musts.md ends with tests, and with nothing else."""
    page = (ROOT / "docs" / "musts.md").read_text()
    lines = re.findall(r"^\|(?!---).* \| (.*) \|$", page, re.MULTILINE)
    told = [line for line in lines if line != "tests"]
    assert len(told) > 50
    assert [line for line in told if not re.fullmatch(TESTS, line)] == []


TESTS = r"(\[`test_\w+`\]\(\.\./tests/[\w/]+\.py\)(, )?)+"
