"""What an import found, counted: it is kept with the run, and grows as the run goes on."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from app.store.imports import Tally

MOST_NOTES = 20
MOST_REASONS = 50


@dataclass(slots=True)
class Report:
    """Files and rows by kind, reasons for what was left out, and words."""

    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)
    odd: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    within: int = 0
    """Pieces of the present file that are stored already."""

    def file(self, kind: str) -> None:
        """Count a file."""
        self._of(kind)["files"] += 1

    def leave(self, kind: str, reason: str, count: int = 1) -> None:
        """Count what is left out, and why."""
        self._of(kind)["left_out"] += count
        words = f"{kind}: {reason}"
        if words in self.reasons or len(self.reasons) < MOST_REASONS:
            self.reasons[words] += count

    def count(self, kind: str, tally: Tally) -> None:
        """Count what became of a piece's rows."""
        self._of(kind).update(tally.rows)
        for reason, count in tally.reasons.items():
            self.leave(kind, reason, count)
        self.note(tally.notes)

    def note(self, words: list[str]) -> None:
        """Keep the first words."""
        self.notes.extend(words[: max(MOST_NOTES - len(self.notes), 0)])

    def as_json(self) -> dict[str, Any]:
        """The report as it is kept."""
        return {
            "kinds": {kind: dict(counts) for kind, counts in self.kinds.items()},
            "reasons": dict(self.reasons),
            "unreadable_values": dict(self.odd.most_common(MOST_REASONS)),
            "notes": self.notes,
            "within": self.within,
        }

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "Report":
        """A report as it was kept."""
        return cls(
            {kind: Counter(counts) for kind, counts in kept.get("kinds", {}).items()},
            Counter(kept.get("reasons", {})),
            Counter(kept.get("unreadable_values", {})),
            list(kept.get("notes", [])),
            int(kept.get("within", 0)),
        )

    def _of(self, kind: str) -> Counter[str]:
        return self.kinds.setdefault(kind, Counter())
