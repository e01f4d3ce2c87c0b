"""A sentence that has not been said yet: its code, its metric, its parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.metrics import Metric
from app.phrases.codes import Code
from app.phrases.english import ENGLISH
from app.phrases.language import Said


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is said, in no language; parameters are plain numbers, words and lists."""

    code: Code
    metric: Metric | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def english(self) -> Said:
        """The sentence, and what stands beside it."""
        return ENGLISH.say(self.code, self.metric, self.params)

    @property
    def fact(self) -> str:
        """The sentence in English."""
        return self.english.fact
