"""A new feed's files, one in each layer, to be filled in: `make feed NAME=body_battery`.

The feed is the plain one: one row a day, asked for by dates. Every file is written or gets its
line; tests that fail say what is still to be filled in. docs/feeds.md is the recipe.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEMPLATES = Path(__file__).parent / "feed"
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """Text that goes into a file that is there, before the first place where `before` stands."""

    path: str
    before: str
    text: str


LINES = (
    Line("app/upstream/client.py", "    physical_info = Endpoint(", '    NAME = Endpoint("WORDS", "/v3/users/DASHED", between)\n'),
    Line("app/sync/feeds.py", "\nfrom app.", "\nfrom app.normalise.NAME import NAME_days"),
    Line("app/sync/feeds.py", "\nfrom app.", "\nfrom app.upstream.wire.NAME import CLASS"),
    Line("app/sync/feeds.py", ")\n# fmt: on", '    Feed("NAME", MEASURED, Ranged(POLAR.NAME), CLASS, NAME_days),\n'),
    Line("app/records/classes.py", "\nfrom app.", "\nfrom app.records.NAME import CLASSDay"),
    Line("app/records/classes.py", "    physical_info.PhysicalInfo:", "    CLASSDay: DataClass.HEART,  # Decide which keys read it.\n"),
    Line("app/store/relations.py", "\nfrom app.", "\nfrom app.records.NAME import CLASSDay"),
    Line("app/store/relations.py", '}\n"""Relations of records:', '    CLASSDay: "NAME",\n'),
    Line("app/store/relations.py", '    "heart_rate_sample": (', '    "NAME": ("date",),\n'),
    Line("app/store/questions.py", '    "alertness_hours": ', '    "NAME_days": ("NAME", set()),\n'),
    Line("app/store/classes.py", "\nfrom app.", "\nfrom app.records.NAME import CLASSDay"),
    Line("app/store/classes.py", '    "account": _nothing,', '    "NAME_days": _of(CLASSDay),\n'),
    Line("app/rest/routes.py", "\nfrom app.", "\nfrom app.rest.shapes.NAME import CLASS as CLASSShape"),
    Line("app/rest/routes.py", "\nfrom app.", "\nfrom app.reads.NAME import NAME_days"),
    Line("app/rest/routes.py", '    Endpoint(\n        path=f"{PERSON}/physical-info",', '    Endpoint(\n        path=f"{PERSON}/DASHED",\n        handler=rows(NAME_days, CLASSShape.of),\n        answer=list[CLASSShape],\n        parameters=(USER_ID, MONTH),\n        tag="Beyond the document",\n        summary="Days of WORDS",\n    ),\n'),
    Line("schema/types.py", "\nfrom app.", "\nfrom app.records.NAME import CLASSDay"),
    Line("schema/types.py", "\n_TIMES = ", 'UPPER = publish(CLASSDay, name="CLASSDay")\n'),
    Line("schema/person.py", "\nfrom app.", "\nfrom app.reads.NAME import NAME_days"),
    Line("schema/person.py", "\nfrom app.", "\nfrom app.records.NAME import CLASSDay"),
    Line("schema/person.py", "    alertness = day_list(", '    NAME = day_list(NAME_days, CLASSDay, "Days of WORDS")\n'),
    Line("sql/README.md", "| `metric_daily` |", "| `NAME` | day | hypertable on `date` |\n"),
    Line("sql/views/10_analytics.sql", "'metric_daily',", "'NAME', "),
    Line("README.md", "  and `?as_of=` on the analysis.", "  `/DASHED`,\n"),
    Line("tests/app/upstream/test_client.py", "        (lambda s: s.physical_info(), ", '        (\n            lambda s: s.NAME(FIRST, LAST),\n            "/v3/users/DASHED?from=2026-01-01&to=2026-01-11",\n        ),\n'),
    Line("tests/app/upstream/test_client.py", "  # Endpoints that a session has.", " + 1"),
    Line("tests/schema/test_parity.py", '    listed("sleep", ', '    listed("DASHED", "CAMEL(days: 9)", {"date": "date"}),\n'),
    Line("tests/schema/year.py", "\nfrom app.records", "\nfrom app.records.NAME import CLASSDay"),
    Line("tests/schema/year.py", "        [SkinTemperature(", "        [CLASSDay(date=date) for date in dates],\n"),
    Line("tests/app/rest/test_classes.py", '    "physical-info": ', '    "DASHED": frozenset({HEART}),\n'),
    Line("tests/schema/test_classes.py", '    "physicalInfo": ', '    "CAMEL": ("CAMEL { date }", frozenset({HEART})),\n'),
    Line("tests/app/deeds/test_people.py", '    "INSERT INTO device ', '    "INSERT INTO NAME (user_id, date) VALUES (%s, \'2021-01-01\')",\n'),
    Line("CHANGELOG.md", "\n### Changed", "- WORDS: fetched, stored, answered over REST and GraphQL.\n"),
)  # fmt: skip


def words_of(name: str) -> dict[str, str]:
    """What stands in the templates, and what takes its place; raises ValueError."""
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a feed: say it like body_battery.")
    pascal = "".join(part.capitalize() for part in name.split("_"))
    return {
        "CLASS": pascal,
        "CAMEL": pascal[0].lower() + pascal[1:],
        "UPPER": name.upper(),
        "DASHED": name.replace("_", "-"),
        "WORDS": name.replace("_", " "),
        "NUMBER": "",
        "NAME": name,
    }


def scaffold(name: str, root: Path = ROOT) -> list[str]:
    """Write the files and lines of a new feed; answers the paths, in the order of the walk."""
    words = words_of(name) | {"NUMBER": _next_migration(root)}
    written = list(_files(words))
    there = [path for path, _ in written if (root / path).exists()]
    if there:
        raise FileExistsError(f"There is {there[0]} already.")
    for path, text in written:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    for line in LINES:
        _insert(root / line.path, line, words)
    return [path for path, _ in written] + list(dict.fromkeys(line.path for line in LINES))


def _next_migration(root: Path) -> str:
    numbers = [int(path.name[:4]) for path in (root / "sql/migrations").glob("[0-9]*.sql")]
    return f"{max(numbers) + 1:04}"


def _files(words: dict[str, str]) -> Iterator[tuple[str, str]]:
    for template in sorted(TEMPLATES.rglob("*.txt")):
        path = str(template.relative_to(TEMPLATES).with_suffix(""))
        yield _filled(path, words), _filled(template.read_text(), words)


def _insert(path: Path, line: Line, words: dict[str, str]) -> None:
    text = path.read_text()
    if line.before not in text:
        raise LookupError(f"{line.path}: {line.before!r} is not there; mend app/scaffold.")
    path.write_text(text.replace(line.before, _filled(line.text, words) + line.before, 1))


def _filled(text: str, words: dict[str, str]) -> str:
    for word, value in words.items():
        text = text.replace(word, value)
    return text


def main() -> int:
    """Scaffold the feed that the first argument names, and say what to do next."""
    try:
        paths = scaffold(sys.argv[1] if len(sys.argv) > 1 else "")
    except (ValueError, FileExistsError, LookupError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("\n".join((*paths, "", "Fill in what docs/feeds.md says.", "")))
    return 0
