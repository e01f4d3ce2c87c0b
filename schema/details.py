"""What lets a reader check a pattern, typed: weighted parts, the band of HRV, what stands."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from schema import enums
from schema.publish import Made, plain_field, publish


@dataclass(frozen=True, slots=True)
class Part:
    """What one metric adds to a pattern that is made of several."""

    metric: Annotated[str, "The metric."]
    weight: Annotated[float, "Its share in the score, 0 to 1; those that are there add up to 1."]
    rank: Annotated[
        float | None, "READINESS: where it ranks among the own last 60 days, 100 is best."
    ]
    points: Annotated[float | None, "OVERTRAINING_RISK: points of 25 that it adds."]
    change_percent: Annotated[
        float | None, "OVERTRAINING_RISK: 7 days against the 23 before, percent."
    ]
    standard_deviations: Annotated[
        float | None, "The same in the person's own standard deviations of 90 days."
    ]
    p_value: Annotated[float | None, "Chance of such a change, corrected for autocorrelation."]

    @classmethod
    def of(cls, metric: str, detail: Mapping[str, Any], parts: int) -> "Part":
        """One of the `parts` of a pattern's details; where none is weighted, all weigh the same."""
        names = ("rank", "points", "change_percent", "standard_deviations", "p_value")
        weight = detail.get("weight", 1 / parts)
        return cls(metric, weight, *(detail.get(name) for name in names))


@dataclass(frozen=True, slots=True)
class Standing:
    """Since when a finding is told: three mornings begin it, one that finds nothing ends it."""

    level: Annotated[str | None, "MEDIUM or HIGH; null for what only describes."]
    since: Annotated[dt.date, "First morning on which it was told."]
    until: Annotated[dt.date | None, "Morning that ended it; null while it stands."]
    change_percent: Annotated[float | None, "Change without glitches, percent."]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Standing":
        """What `told` says of a pattern's details."""
        level, until = told.get("level"), told.get("until")
        return cls(
            level,
            dt.date.fromisoformat(told["since"]),
            dt.date.fromisoformat(until) if until else None,
            told.get("change_percent"),
        )


@dataclass(frozen=True, slots=True)
class Band:
    """A week's HRV held against the person's own band, and the mornings before, for a picture."""

    side: Annotated[str, "Where the week lies: BELOW, WITHIN or ABOVE."]
    low: Annotated[float, "Lower end of what is usual: ms for HRV_BAND, percent for HRV_VARIATION."]
    high: Annotated[float, "Upper end, in the same unit."]
    dates: Annotated[list[dt.date], "The last 30 mornings, the oldest first."]
    weeks: Annotated[
        list[float | None],
        "Of each morning the week: its mean, ms, or its variation, percent; null: too few nights.",
    ]
    lows: Annotated[list[float | None], "HRV_BAND: lower end on each morning, ms; else empty."]
    highs: Annotated[list[float | None], "HRV_BAND: upper end on each morning, ms; else empty."]

    @classmethod
    def of(cls, details: Mapping[str, Any]) -> "Band":
        """What a pattern's details say of weeks and bands."""
        mornings: Mapping[str, Any] = details["mornings"]
        weeks = mornings.get("mean_7d") or mornings.get("variation_percent") or []
        lows, highs = (mornings.get(name) or [] for name in ("low", "high"))
        first = dt.date.fromisoformat(mornings["from"])
        dates = [first + dt.timedelta(days=place) for place in range(len(weeks))]
        low, high = details["low"], details["high"]
        return cls(details["side"], low, high, dates, weeks, lows, highs)


PART = publish(Part, name="PatternPart", enums={"metric": enums.METRIC})
STANDING = publish(Standing, name="PatternStanding", enums={"level": enums.SIGNIFICANCE})
BAND = publish(Band, name="HrvBand", enums={"side": enums.SIDE})


def parts(details: Mapping[str, Any]) -> Sequence[Part]:
    """The parts of a pattern; of most there are none."""
    found: Mapping[str, Any] = details.get("parts") or {}
    return [Part.of(metric, each, len(found)) for metric, each in found.items()]


def standing(details: Mapping[str, Any]) -> Standing | None:
    """What is told of a pattern, or was until some days ago."""
    told = details.get("told")
    return Standing.of(told) if told and "since" in told else None


def band(details: Mapping[str, Any]) -> Band | None:
    """The band of a pattern that has one."""
    return Band.of(details) if "mornings" in details else None


TYPED: Mapping[str, Made] = {
    "parts": plain_field(
        lambda row: parts(row.details),
        "READINESS, OVERTRAINING_RISK: what each metric adds.",
        list[PART],  # type: ignore[valid-type]
        rows=4,
    ),
    "standing": plain_field(
        lambda row: standing(row.details),
        "Since when it is told on mornings, and until when; null where it is not.",
        STANDING | None,
    ),
    "band": plain_field(
        lambda row: band(row.details),
        "HRV_BAND, HRV_VARIATION: the week against the own band, morning by morning.",
        BAND | None,
    ),
}
"""Fields of `Pattern` that read its details."""
