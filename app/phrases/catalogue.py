"""The catalogue of codes: as entries for programs, and as a page for readers, `docs/codes.md`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from app.phrases.codes import Code
from app.phrases.english import ENGLISH
from app.phrases.language import Language

_HEAD = """# What Ursa says, as codes

Generated from `app/phrases/codes.py`. Each observation, suggestion, pattern, finding and anomaly
has a stable `code`, its `metric` where it speaks of one, and its numbers as `params`, beside the
English sentence: `code`, `reason_code`, `recommendation_codes` in a pattern's `details` over REST,
fields of the same names over GraphQL, where codes are in capitals. Parameters keep their names;
new ones may be added. Whoever meets a code that is not here shows its sentence.

| code | stands for | means | `params` | in English |
|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A number or name in a sentence."""

    name: Annotated[str, "Its name in `params`."]
    meaning: Annotated[str, "What it is, and its unit."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that Ursa says: where it stands, what it means, and its words in a language."""

    code: Annotated[str, "Its code."]
    stands_for: Annotated[str, "Where it stands in answers."]
    meaning: Annotated[str, "What it means."]
    parameters: Annotated[tuple[Parameter, ...], "What is in its `params`."]
    fact: Annotated[str, "The sentence, its parameters in braces."]
    context: Annotated[str | None, "What stands beside it, likewise."]


def entries(language: Language) -> list[Entry]:
    """Everything that is said, in the order of the registry."""
    return [_entry(code, language) for code in Code]


def _entry(code: Code, language: Language) -> Entry:
    fact, context = language.sentences[code]
    return Entry(
        code=code.key,
        stands_for=code.spec.subject.value,
        meaning=code.spec.meaning,
        parameters=_parameters(code.spec.params),
        fact=_plain(fact),
        context=context and _plain(context),
    )


def _parameters(params: Mapping[str, str]) -> tuple[Parameter, ...]:
    return tuple(Parameter(name=name, meaning=meaning) for name, meaning in params.items())


def catalogue() -> str:
    """The page."""
    return _HEAD + "".join(map(_row, entries(ENGLISH)))


def _row(entry: Entry) -> str:
    params = "; ".join(f"`{each.name}`: {each.meaning}" for each in entry.parameters)
    said = " — ".join(each for each in (entry.fact, entry.context) if each).replace("|", r"\|")
    return f"| `{entry.code}` | {entry.stands_for} | {entry.meaning} | {params} | {said} |\n"


def _plain(template: str) -> str:
    """A template without the ways in which its parameters are written."""
    chosen = re.sub(r"\{\w+:#?([^|{}]*)\|([^|{}]*)\}", r"[\1/\2]", template)
    return re.sub(r"\{(\w+)(:[^{}]*)?\}", r"{\1}", chosen)
