"""How much one document may ask for: tokens, depth, aliases, and rows."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLIncludeDirective,
    GraphQLSchema,
    GraphQLSkipDirective,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    get_directive_values,
    get_named_type,
)
from graphql.execution.values import get_argument_values

from app.metrics import Metric
from app.reads.patterns import FORECAST, NAMES
from app.reads.timeline import LONGEST, Resolution
from schema.connections import DEFAULT_SIZE, LARGEST_SIZE
from schema.context import DEFAULT_DAYS, MOST_DAYS
from schema.person import DEFAULT_POINTS
from schema.publish import Made


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one document may ask for."""

    tokens: Annotated[int, "Words and signs of a document."] = 4_000
    depth: Annotated[int, "Fields inside of fields; introspection is not counted."] = 10
    aliases: Annotated[int, "Fields under another name."] = 50
    cost: Annotated[int, "Units; see `cost_of`."] = 100_000
    body_bytes: Annotated[int, "Bytes of a request's body."] = 262_144


@dataclass(frozen=True, slots=True)
class Cost:
    """What a document asks for, and its dearest field."""

    units: int
    dearest: str = ""
    dearest_units: int = 0


ROW = 1
STATEMENT = 10
"""A field that asks the database costs so much before its first row."""
ANALYSIS = 200
"""Who has no findings of today is analysed on the spot: a tenth of a second of models."""

Arguments = Mapping[str, Any]
Price = Callable[[Arguments, dt.date], tuple[int, int]]
"""Own units of a field, and how many rows its selection is answered for."""


def _days(arguments: Arguments, today: dt.date) -> int:
    """Days in the window that the arguments mean; none in one that the field will refuse."""
    days: int | None = arguments.get("days")
    first: dt.date | None = arguments.get("from")
    if days is not None:
        return days + 1 if days <= MOST_DAYS else 0
    if first is not None:
        last: dt.date = arguments.get("to") or today
        span = (last - first).days + 1
        return span if span <= MOST_DAYS + 1 else 0
    return DEFAULT_DAYS + 1


def _daily(rows_a_day: int = 1) -> Price:
    return lambda arguments, today: (STATEMENT, rows_a_day * _days(arguments, today))


def _page(arguments: Arguments, _: dt.date) -> tuple[int, int]:
    size = arguments.get("last")
    if size is None:
        size = arguments.get("first")
    size = DEFAULT_SIZE if size is None else size
    return STATEMENT, min(max(size, 0), LARGEST_SIZE)


def _flat(own: int, rows: int = 1) -> Price:
    return lambda _, __: (own, rows)


_POINTS_A_DAY = {"HOUR": 24.0, "DAY": 1.0, "WEEK": 1 / 7, "MONTH": 1 / 30}
_POINTS_A_UNIT = 10
_SAMPLES_A_DAY = 3_000
"""Raw samples must be read before they can be thinned."""


def _series(arguments: Arguments, today: dt.date) -> tuple[int, int]:
    """Columns are cheap: ten points cost what one field of one row costs."""
    resolution = getattr(arguments.get("resolution"), "value", "DAY")
    days = _days(arguments, today)
    series = len(arguments.get("metrics") or ())
    if days > LONGEST[Resolution[resolution]] + 1:  # The field will refuse it.
        return STATEMENT, series
    if resolution == "RAW":
        points = arguments.get("maxPoints", DEFAULT_POINTS) + days * _SAMPLES_A_DAY
    else:
        points = round(days * _POINTS_A_DAY[resolution])
    return STATEMENT + series * points // _POINTS_A_UNIT, series


def _samples(arguments: Arguments, _: dt.date) -> tuple[int, int]:
    """All of an exercise is some thousand moments in some ten columns."""
    most = arguments.get("maxPoints")
    return STATEMENT + (500 if most is None else min(500, 50 + most // 4)), 1


PRICES: Mapping[tuple[str, str], Price] = {
    **dict.fromkeys(
        [
            ("Person", name)
            for name in (
                "sleep",
                "recharge",
                "activity",
                "steps",
                "cardioLoad",
                "heartRate",
                "skinTemperature",
                "bedtimes",
            )
        ],
        _daily(),
    ),
    ("Person", "alertness"): _daily(24),
    ("Person", "bodyTemperature"): _daily(2),
    ("Person", "physicalInfo"): lambda arguments, _: (STATEMENT, arguments.get("versions", 1)),
    ("Person", "exercises"): _page,
    ("Person", "spo2Tests"): _page,
    ("Person", "ecgTests"): _page,
    ("Person", "syncRuns"): _page,
    ("Person", "apiKeys"): _flat(STATEMENT, 20),
    ("Person", "exports"): _flat(0, 4),
    ("Person", "series"): _series,
    ("Person", "baselines"): lambda arguments, _: (
        STATEMENT,
        len(arguments.get("metrics") or Metric),
    ),
    ("Person", "anomalies"): _flat(2 * STATEMENT, 5),
    ("Person", "patterns"): _flat(STATEMENT + ANALYSIS, len(NAMES)),
    ("Person", "forecasts"): _flat(STATEMENT + ANALYSIS, len(FORECAST)),
    ("Person", "insights"): _flat(3 * STATEMENT + ANALYSIS),
    ("Person", "analyticsStatus"): _flat(STATEMENT),
    ("Person", "recordCounts"): _flat(STATEMENT),
    ("Person", "polarConnection"): _flat(STATEMENT),
    ("Mutation", "calculateBaselines"): _flat(STATEMENT),
    ("Mutation", "detectPatterns"): _flat(STATEMENT + ANALYSIS),
    ("CalculateBaselinesPayload", "baselines"): _flat(0, len(Metric)),
    ("DetectPatternsPayload", "patterns"): _flat(0, len(NAMES)),
    ("DetectPatternsPayload", "forecasts"): _flat(0, len(FORECAST)),
    ("Person", "exercise"): _flat(STATEMENT),
    ("Pattern", "findings"): _flat(0, 5),
    ("Forecast", "days"): _flat(0, 7),
    ("Insights", "baselines"): _flat(0, 5),
    ("Insights", "patterns"): _flat(0, 4),
    ("Insights", "observations"): _flat(0, 10),
    ("Insights", "suggestions"): _flat(0, 5),
    ("Query", "people"): _page,
    ("Query", "apiKey"): _flat(STATEMENT),
    ("Query", "metrics"): _flat(0, 30),
    **{
        ("NightDetail", name): _flat(STATEMENT + 20)
        for name in ("sleep", "recharge", "hypnogram", "heartRate", "hrv", "breathing")
    },
    **{
        ("DayDetail", name): _flat(STATEMENT + 100)
        for name in ("activity", "cardioLoad", "heartRate", "steps", "zones", "inactivityAlerts")
    },
    ("Exercise", "zones"): _flat(ROW, 5),
    ("Exercise", "samples"): _samples,
    ("Exercise", "route"): _flat(STATEMENT + 300),
    ("Exercise", "rrIntervalMs"): _flat(STATEMENT + 300),
    ("EcgTest", "waveform"): _flat(STATEMENT + 300),
    ("SyncRun", "feeds"): _flat(ROW, 15),
    ("Query", "node"): _flat(STATEMENT),
    ("Subscription", "syncProgress"): _flat(500),
    ("Query", "__type"): _flat(ROW, 9),
    ("__Schema", "types"): _flat(0, 150),
    ("__Schema", "directives"): _flat(0, 5),
    ("__Type", "fields"): _flat(0, 5),
    ("__Type", "inputFields"): _flat(0, 1),
    ("__Type", "enumValues"): _flat(0, 2),
    ("__Type", "possibleTypes"): _flat(0, 1),
    ("__Type", "interfaces"): _flat(0, 1),
    ("__Field", "args"): _flat(0, 1),
}
"""What is asked for; the schema's own rows are what its types have on the average, but for
`__type`, which may ask for the largest of them."""
_CHEAPER = 10
"""So much cheaper is what is asked of the whole schema: no database has to be."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Units of a part of a document, and those of them that are told of its dear fields."""

    units: int = 0
    told: int = 0

    def __add__(self, other: "Weight") -> "Weight":
        return Weight(self.units + other.units, self.told + other.told)


@dataclass(slots=True)
class Meter:
    """Walks one operation with its variables and adds up what it asks for."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Any
    today: dt.date
    dearest: tuple[int, str] = (0, "")
    _seen: dict[tuple[str, str], Weight] = field(default_factory=dict)

    def selection(self, of: Made, selections: SelectionSetNode, path: str, times: int) -> Weight:
        """Weight of one selection for one row; `times` it is answered, for the dearest field."""
        total = Weight()
        for one in selections.selections:
            if self._skipped(one):
                continue
            if isinstance(one, FieldNode):
                total += self._field(of, one, path, times)
            elif isinstance(one, InlineFragmentNode):
                total += self.selection(self._on(one, of), one.selection_set, path, times)
            elif isinstance(one, FragmentSpreadNode):
                total += self._spread(one.name.value, path, times)
        return total

    def _skipped(self, node: SelectionNode) -> bool:
        if not node.directives:
            return False
        try:
            skip = get_directive_values(GraphQLSkipDirective, node, self.variables)
            include = get_directive_values(GraphQLIncludeDirective, node, self.variables)
        except GraphQLError:
            return False  # Execution will say what is wrong.
        return bool(skip and skip["if"]) or bool(include and not include["if"])

    def _on(self, fragment: Made, of: Made) -> Made:
        condition = fragment.type_condition
        return of if condition is None else self.schema.get_type(condition.name.value)

    def _spread(self, name: str, path: str, times: int) -> Weight:
        """Each fragment is counted once a place; how often it nests can not blow this up."""
        key = (name, path)
        if key not in self._seen:
            fragment = self.fragments[name]
            of = self.schema.get_type(fragment.type_condition.name.value)
            self._seen[key] = self.selection(of, fragment.selection_set, path, times)
        return self._seen[key]

    def _field(self, of: Made, node: FieldNode, path: str, times: int) -> Weight:
        name = node.name.value
        definition = self.schema.get_field(of, name)
        if definition is None:
            return Weight(ROW)
        path = f"{path}.{name}" if path else name
        own, rows = self._price(of.name, name, definition, node)
        below = Weight()
        if node.selection_set is not None:
            inner = get_named_type(definition.type)
            below = self.selection(inner, node.selection_set, path, times * rows)
        units = own + rows * below.units // (_CHEAPER if name == "__schema" else 1)
        if (of.name, name) not in PRICES:
            return Weight(units, rows * below.told)
        self.dearest = max(self.dearest, ((units - rows * below.told) * times, path))
        return Weight(units, units)

    def _price(
        self,
        of: str,
        name: str,
        definition: Made,
        node: FieldNode,
    ) -> tuple[int, int]:
        price = PRICES.get((of, name))
        if price is None:
            return ROW, 1
        try:
            own, rows = price(get_argument_values(definition, node, self.variables), self.today)
        except GraphQLError:
            return ROW, 1  # The field itself will say what is wrong.
        return max(own, 0), max(rows, 0)  # A negative argument pays for nothing else.


def cost_of(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Made,
    today: dt.date,
) -> Cost:
    """Units that an operation asks for: about one for each field of each row.

    A field that asks the database costs 10 more, ten points of a series cost 1.
    """
    meter = Meter(schema, fragments_of(document), variables, today)
    root = schema.get_root_type(operation.operation)
    units = meter.selection(root, operation.selection_set, "", 1).units
    return Cost(units, meter.dearest[1], meter.dearest[0])


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """Fragments of a document by their names."""
    return {
        one.name.value: one
        for one in document.definitions
        if isinstance(one, FragmentDefinitionNode)
    }


def check_shape(document: DocumentNode, limits: Limits) -> list[GraphQLError]:
    """Errors of a document that is too deep or has too many aliases."""
    fragments = fragments_of(document)
    depths: dict[str, int] = {}
    depth = aliases = 0
    for one in document.definitions:
        if isinstance(one, OperationDefinitionNode):
            depth = max(depth, _depth(one.selection_set, fragments, depths, frozenset()))
        if isinstance(one, (OperationDefinitionNode, FragmentDefinitionNode)):
            aliases += _aliases(one.selection_set)
    return [
        GraphQLError(message, extensions={"code": code})
        for code, message, wrong in (
            (
                "too_deep",
                f"The document is {depth} fields deep; {limits.depth} are allowed. Split it.",
                depth > limits.depth,
            ),
            (
                "too_many_aliases",
                f"The document has {aliases} aliases; {limits.aliases} are allowed. Split it.",
                aliases > limits.aliases,
            ),
        )
        if wrong
    ]


def _depth(
    selections: SelectionSetNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    depths: dict[str, int],
    above: frozenset[str],
) -> int:
    """Fields inside of fields; a fragment that spreads itself is left to validation."""
    deepest = 0
    for one in selections.selections:
        if isinstance(one, FieldNode):
            inner = one.selection_set
            if one.name.value.startswith("__"):
                continue
            depth = 1 + (_depth(inner, fragments, depths, above) if inner else 0)
        elif isinstance(one, InlineFragmentNode):
            depth = _depth(one.selection_set, fragments, depths, above)
        else:
            depth = _spread_depth(one.name.value, fragments, depths, above)  # type: ignore[attr-defined]
        deepest = max(deepest, depth)
    return deepest


def _spread_depth(
    name: str,
    fragments: Mapping[str, FragmentDefinitionNode],
    depths: dict[str, int],
    above: frozenset[str],
) -> int:
    if name in above or name not in fragments:
        return 0
    if name not in depths:
        inner = fragments[name].selection_set
        depths[name] = _depth(inner, fragments, depths, above | {name})
    return depths[name]


def _aliases(selections: SelectionSetNode) -> int:
    total = 0
    for one in selections.selections:
        inner = getattr(one, "selection_set", None)
        total += getattr(one, "alias", None) is not None
        total += _aliases(inner) if inner else 0
    return total
