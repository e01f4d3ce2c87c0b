"""How much one document may ask for: tokens, depth, aliases, and rows."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
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

from schema.prices import AS_A_ROW, ROW, Price, flat
from schema.publish import Made, terms_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one document may ask for."""

    tokens: Annotated[int, "Words and signs of a document."] = 4_000
    depth: Annotated[int, "Fields inside of fields; introspection is not counted."] = 10
    aliases: Annotated[int, "Fields under another name."] = 50
    selections: Annotated[int, "Fields and fragments, counted wherever they are spread."] = 2_000
    cost: Annotated[int, "Units; see `cost_of`."] = 100_000
    body_bytes: Annotated[int, "Bytes of a request's body."] = 262_144


@dataclass(frozen=True, slots=True)
class Cost:
    """What a document asks for, and its dearest field."""

    units: int
    dearest: str = ""
    dearest_units: int = 0


INTROSPECTION: Mapping[tuple[str, str], Price] = {
    ("Query", "__type"): flat(ROW, 9),
    ("__Schema", "types"): flat(0, 150),
    ("__Schema", "directives"): flat(0, 5),
    ("__Type", "fields"): flat(0, 5),
    ("__Type", "inputFields"): flat(0, 1),
    ("__Type", "enumValues"): flat(0, 2),
    ("__Type", "possibleTypes"): flat(0, 1),
    ("__Type", "interfaces"): flat(0, 1),
    ("__Field", "args"): flat(0, 1),
}
"""GraphQL's own fields, which none of ours can price: rows are what our types have on the average,
but for `__type`, which may ask for the largest of them."""
_CHEAPER = 10
"""So much cheaper is what is asked of the whole schema: no database has to be."""


@dataclass(frozen=True, slots=True)
class Weight:
    """Units of a part of a document, and those of them that fields with a price stand for."""

    units: int = 0
    priced: int = 0

    def __add__(self, other: "Weight") -> "Weight":
        return Weight(self.units + other.units, self.priced + other.priced)


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
                total += self.selection(self.on(one, of), one.selection_set, path, times)
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

    def on(self, fragment: Made, of: Made) -> Made:
        """The type that a fragment speaks of."""
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
        own, rows = self.worth(of, definition, node)
        below = Weight()
        if node.selection_set is not None:
            inner = get_named_type(definition.type)
            below = self.selection(inner, node.selection_set, path, times * rows)
        units = own + rows * below.units // (_CHEAPER if name == "__schema" else 1)
        if price_of(of.name, name, definition) is AS_A_ROW:
            return Weight(units, rows * below.priced)
        self.dearest = max(self.dearest, ((units - rows * below.priced) * times, path))
        return Weight(units, units)

    def worth(self, of: Made, definition: GraphQLField, node: FieldNode) -> tuple[int, int]:
        """Own units of a field, and for how many rows its selection is asked."""
        price = price_of(of.name, node.name.value, definition)
        if price is AS_A_ROW:
            return ROW, 1
        try:
            own, rows = price(get_argument_values(definition, node, self.variables), self.today)
        except GraphQLError:
            return ROW, 1  # The field itself will say what is wrong.
        return max(own, 0), max(rows, 0)  # A negative argument pays for nothing else.


def price_of(of: str, name: str, definition: GraphQLField) -> Price:
    """The price that stands at a field; a row's, where none does."""
    terms = terms_of(definition)
    return INTROSPECTION.get((of, name), AS_A_ROW) if terms is None else terms.price


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


def cost_of_answer(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Made,
    today: dt.date,
    data: Mapping[str, Any],
) -> int:
    """Units of what was found: the same prices, for the rows that are there."""
    meter = Meter(schema, fragments_of(document), variables, today)
    root = schema.get_root_type(operation.operation)
    return Bill(meter).row(root, operation.selection_set, data)


@dataclass(slots=True)
class Bill:
    """Walks an operation beside its answer; rows of plain fields are counted, not walked."""

    meter: Meter

    def row(self, of: Made, selections: SelectionSetNode, row: Mapping[str, Any]) -> int:
        """Units of one row."""
        return sum(self._selection(of, one, row) for one in selections.selections)

    def _selection(self, of: Made, one: SelectionNode, row: Mapping[str, Any]) -> int:
        if isinstance(one, FieldNode):
            return self._field(of, one, row)
        if isinstance(one, InlineFragmentNode):
            return self.row(self.meter.on(one, of), one.selection_set, row)
        spread = cast("FragmentSpreadNode", one)
        fragment = self.meter.fragments[spread.name.value]
        return self.row(self.meter.on(fragment, of), fragment.selection_set, row)

    def _field(self, of: Made, node: FieldNode, row: Mapping[str, Any]) -> int:
        """What was skipped, and what is of another type, is not in the row."""
        key = node.alias.value if node.alias else node.name.value
        definition = self.meter.schema.get_field(of, node.name.value)
        if key not in row or definition is None:
            return 0
        own, _ = self.meter.worth(of, definition, node)
        if node.selection_set is None or row[key] is None:
            return own
        return own + self._value(get_named_type(definition.type), node.selection_set, row[key])

    def _value(self, of: Made, selections: SelectionSetNode, value: Made) -> int:
        if not isinstance(value, list):
            return self.row(of, selections, value)
        rows = [row for row in value if row is not None]
        if _plain(selections):
            return len(rows) * len(selections.selections) * ROW
        return sum(self._value(of, selections, row) for row in rows)


def _plain(selections: SelectionSetNode) -> bool:
    """Whether nothing hangs below: then all rows cost the same."""
    return all(
        isinstance(one, FieldNode) and one.selection_set is None for one in selections.selections
    )


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """Fragments of a document by their names."""
    return {
        one.name.value: one
        for one in document.definitions
        if isinstance(one, FragmentDefinitionNode)
    }


TOO_COMPLEX = "The document repeats fields or fragments too often to be checked. Split it."


def check_shape(document: DocumentNode, limits: Limits) -> list[GraphQLError]:
    """Errors of a document that is too deep, or too much to compare its fields.

    It is one walk over what was written: nothing here grows faster than the document does.
    """
    fragments = fragments_of(document)
    depths: dict[str, int] = {}
    spread: dict[str, int] = {}
    depth = aliases = selections = 0
    for one in document.definitions:
        if isinstance(one, OperationDefinitionNode):
            depth = max(depth, _depth(one.selection_set, fragments, depths, frozenset()))
            selections += _spread(one.selection_set, fragments, spread, frozenset())
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
            ("too_complex", TOO_COMPLEX, selections > limits.selections),
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


def _spread(
    selections: SelectionSetNode,
    fragments: Mapping[str, FragmentDefinitionNode],
    known: dict[str, int],
    above: frozenset[str],
) -> int:
    """Selections with those of fragments in their places; circles are left to validation."""
    total = 0
    for one in selections.selections:
        total += 1
        if isinstance(one, FragmentSpreadNode):
            total += _of_fragment(one.name.value, fragments, known, above)
        elif (inner := getattr(one, "selection_set", None)) is not None:
            total += _spread(inner, fragments, known, above)
    return total


def _of_fragment(
    name: str,
    fragments: Mapping[str, FragmentDefinitionNode],
    known: dict[str, int],
    above: frozenset[str],
) -> int:
    if name in above or name not in fragments:
        return 0
    if name not in known:
        known[name] = _spread(fragments[name].selection_set, fragments, known, above | {name})
    return known[name]


def _aliases(selections: SelectionSetNode) -> int:
    total = 0
    for one in selections.selections:
        inner = getattr(one, "selection_set", None)
        total += getattr(one, "alias", None) is not None
        total += _aliases(inner) if inner else 0
    return total
