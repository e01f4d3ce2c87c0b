"""How a language writes names, numbers, dates and sentences.

A sentence is a template: `{change_percent:percent}` writes a parameter in one of the ways of
`WAYS`, `{change_percent:fallen|risen}` takes the first word for a negative number, and
`{left:#day|days}` the first for exactly one; `{low:from}` and `{high:to}` are ends of a range.
`{metric}` is the metric at the head of a sentence, `{metric:name}` within it.
"""

import datetime as dt
import math
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.metrics import Metric, metric_of
from app.phrases.codes import Code

DECIMALS = {"ratio": 2, "h": 1, "°C": 1, "1/min": 1, "km": 1, "1-5": 1, "-10..+10": 1}
"""Digits behind the point, by unit; none where nothing is said."""

SMALL_MS = 20
"""Below so many milliseconds a digit behind the point tells 8 from 8.4."""

NOTHING: Mapping[Code, tuple[str, float]] = {
    Code.TREND_7D: ("change_percent", 0.5),
    Code.SOCIAL_JETLAG: ("shift_hours", 0.05),
    Code.SLEEP_DEBT: ("debt_hours", 0.05),
}
"""Sentences of a difference, their parameter, and the size from which it is one: 0 % is none."""

Template = tuple[str, str | None]
"""A sentence, and the one beside it: numbers, or what to make of it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with its numbers in it, and what stands beside it."""

    fact: str
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language."""

    code: str
    titles: Mapping[Metric, str]
    units: Mapping[str, str]
    sentences: Mapping[Code, Template]
    strengths: tuple[tuple[float, str], ...]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    words: Mapping[str, str]
    alike: Mapping[Code, Template]
    in_months: tuple[str, ...] = ()
    date: str = "{day} {month} {year}"
    both: str = " and "
    point: str = "."
    percent: str = "%"
    nouns_are_capital: bool = False

    def say(self, code: Code, metric: Metric | None, params: Mapping[str, Any]) -> Said:
        """The sentence of a code."""
        fact, context = self.alike[code] if is_nothing(code, params) else self.sentences[code]
        beside = self._filled(context, metric, params) if context else None
        return Said(self._filled(fact, metric, params), beside or None)

    def _filled(self, template: str, metric: Metric | None, params: Mapping[str, Any]) -> str:
        return _Writer(self, metric, params).vformat(template, (), {**params, "metric": metric})

    def title(self, metric: Metric) -> str:
        """Name of a metric at the head of a sentence."""
        return self.titles.get(metric, metric.spec.title)

    def name(self, metric: Metric) -> str:
        """Name of a metric in the middle of a sentence."""
        head = self.title(metric)
        keeps = self.nouns_are_capital or head[:2].isupper()
        return head if keeps else head[0].lower() + head[1:]

    def number(self, value: float, decimals: int = 0) -> str:
        """A number with so many digits behind the point."""
        return f"{value:.{decimals}f}".replace(".", self.point)

    def amount(self, metric: Metric, value: float) -> str:
        """Value with its unit: '45ms', '52 bpm', '78', '1.10'."""
        return self.number(value, _decimals(metric, value)) + self.unit(metric.spec.unit)

    def ends(self, metric: Metric, low: float, high: float) -> tuple[str, str]:
        """Ends of a range, rounded inwards: what lies outside of it is seen to do so."""
        for more in range(_MOST_DECIMALS):
            from_, to = _decimals(metric, low) + more, _decimals(metric, high) + more
            inner = _rounded(math.ceil, low, from_), _rounded(math.floor, high, to)
            if inner[0] <= inner[1]:
                unit = self.unit(metric.spec.unit)
                return self.number(inner[0], from_) + unit, self.number(inner[1], to) + unit
        return self.amount(metric, low), self.amount(metric, high)

    def unit(self, unit: str) -> str:
        """A unit as it follows a number."""
        return self.units.get(unit, f" {unit}")

    def strength(self, coefficient: float) -> str:
        """'strong', 'moderate' or 'weak', after Cohen's habit for correlations of daily life."""
        return next(word for limit, word in self.strengths if abs(coefficient) >= limit)

    def day(self, day: dt.date) -> str:
        """'3 March 2026'."""
        month = self.months[day.month - 1]
        return self.date.format(day=day.day, month=month, year=day.year)

    def listed(self, metrics: Sequence[str]) -> str:
        """Names of metrics, as one says them one after the other."""
        return self.both.join(dict.fromkeys(self.name(metric_of(each)) for each in metrics))


_MOST_DECIMALS = 4


def _decimals(metric: Metric, value: float) -> int:
    unit = metric.spec.unit
    return 1 if unit == "ms" and abs(value) < SMALL_MS else DECIMALS.get(unit, 0)


def _rounded(to_whole: Callable[[float], int], value: float, decimals: int) -> float:
    """53.999999999 is 54, whichever way."""
    ones = 10.0**decimals
    return to_whole(round(value * ones, 6)) / ones


def is_nothing(code: Code, params: Mapping[str, Any]) -> bool:
    """Whether a sentence of a difference has none to tell."""
    name, least = NOTHING.get(code, ("", 0.0))
    return bool(abs(params.get(name, 0.0)) < least)


def _slope(language: Language, metric: Metric | None, value: float) -> str:
    unit = "" if metric is None else language.unit(metric.spec.unit)
    return f"{abs(value):.2g}".replace(".", language.point) + unit


Way = Callable[[Language, Metric | None, Any], str]

WAYS: Mapping[str, Way] = {
    "": lambda language, _, value: (
        language.title(value) if isinstance(value, Metric) else str(value)
    ),
    "name": lambda language, _, value: language.name(
        value if isinstance(value, Metric) else metric_of(value)
    ),
    "title": lambda language, _, value: language.title(metric_of(value)),
    "0": lambda language, _, value: language.number(value),
    "1": lambda language, _, value: language.number(value, 1),
    "2": lambda language, _, value: language.number(value, 2),
    "size": lambda language, _, value: language.number(abs(value), 1),
    "percent": lambda language, _, value: language.number(abs(value)) + language.percent,
    "amount": lambda language, metric, value: (
        language.number(value) if metric is None else language.amount(metric, value)
    ),
    "slope": _slope,
    "strength": lambda language, _, value: language.strength(value),
    "Strength": lambda language, _, value: language.strength(value).capitalize(),
    "weekday": lambda language, _, value: language.weekdays[value],
    "month": lambda language, _, value: (language.in_months or language.months)[value - 1],
    "date": lambda language, _, value: language.day(dt.date.fromisoformat(str(value))),
    "word": lambda language, _, value: language.words[value],
    "factors": lambda language, _, value: "; ".join(
        language.say(Code.OVERTRAINING_FACTOR, metric_of(each["metric"]), each).fact
        for each in value
    ),
}
"""The ways to write a parameter."""

ENDS = {"from": 0, "to": 1}
"""The ways to write `low` and `high`, where something lies outside of them."""


class _Writer(string.Formatter):
    """Fills a template in."""

    def __init__(
        self, language: Language, metric: Metric | None, params: Mapping[str, Any]
    ) -> None:
        self._language, self._metric, self._params = language, metric, params

    def format_field(self, value: Any, format_spec: str) -> str:  # noqa: ANN401
        if format_spec.startswith("?"):
            named = self._language.listed(value)
            return format_spec[1:].replace("@", named) if value else ""
        if "|" in format_spec:
            return _chosen(value, *format_spec.split("|"))
        if format_spec in ENDS and self._metric is not None:
            ends = self._language.ends(self._metric, self._params["low"], self._params["high"])
            return ends[ENDS[format_spec]]
        return WAYS[format_spec](self._language, self._metric, value)


def _chosen(value: float, first: str, second: str) -> str:
    """The first word for one of something, or for less than nothing."""
    if first.startswith("#"):
        return first[1:] if value == 1 else second
    return first if value < 0 else second
