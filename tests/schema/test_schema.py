"""The schema as a contract: described, committed, linted, and usable by generators."""

from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
    is_introspection_type,
    is_specified_scalar_type,
    parse,
    validate,
)

from app.metrics import Metric
from schema.build import build_schema, sdl
from schema.limits import INTROSPECTION
from tests.schema.conftest import NODE, Node

ROOT = Path(__file__).parents[2]
SCHEMA = build_schema()._schema
TYPES = [
    named
    for named in SCHEMA.type_map.values()
    if not is_introspection_type(named) and not is_specified_scalar_type(named)
]
COMMITTED = ROOT / "schema" / "schema.graphql"
RELEASED = COMMITTED.with_name("released.graphql")
EXAMPLES = sorted((ROOT / "schema" / "web" / "examples").glob("*.graphql"))


def said(text: str | None) -> bool:
    """Whether a description is a sentence that says something."""
    if text is None or len(text) < 4:
        return False
    return text.endswith(".") and (text[0].isupper() or text[0].isdigit() or text[0] == "`")


@pytest.mark.parametrize("named", TYPES, ids=str)
def test_everything_is_described(named: object) -> None:
    """Every type, field, argument and enum value tells in a sentence what it is."""
    assert said(named.description)  # type: ignore[attr-defined]
    if isinstance(named, (GraphQLObjectType, GraphQLInterfaceType)):
        for name, field in named.fields.items():
            assert said(field.description), f"{named}.{name}"
            for key, argument in field.args.items():
                assert said(argument.description), f"{named}.{name}({key})"
    if isinstance(named, GraphQLInputObjectType):
        assert all(said(member.description) for member in named.fields.values())
    if isinstance(named, GraphQLEnumType):
        assert all(said(value.description) for value in named.values.values())
    if isinstance(named, GraphQLScalarType):
        assert named.specified_by_url


def test_the_committed_schema_is_fresh() -> None:
    """schema/schema.graphql is what the code says; `ursa schema > schema/schema.graphql`."""
    assert COMMITTED.read_text() == sdl()


def test_every_metric_is_an_enum_value() -> None:
    """The registry is the enum."""
    metric = SCHEMA.type_map["Metric"]
    assert isinstance(metric, GraphQLEnumType)
    assert list(metric.values) == [one.name for one in Metric]


def test_prices_of_introspection_are_of_fields() -> None:
    """No price is left behind when a field of GraphQL's own goes."""
    for of, name in INTROSPECTION:
        named = SCHEMA.type_map[of]
        assert isinstance(named, GraphQLObjectType)
        assert SCHEMA.get_field(named, name)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_valid(path: Path) -> None:
    """Each example of GraphiQL is a valid document."""
    assert validate(SCHEMA, parse(path.read_text())) == []


def module(name: str) -> str:
    """A program of a package in tests/schema/node."""
    return str(NODE / "node_modules" / name)


async def test_the_schema_is_linted(node: Node) -> None:
    """graphql-schema-linter finds nothing."""
    printed = await node(module("graphql-schema-linter/lib/cli.js"))
    assert printed.count("errors detected") == printed.count("0 errors detected")


async def test_types_are_generated_and_compile(node: Node) -> None:
    """graphql-codegen makes types of the examples, and a front end's code compiles with them."""
    await node(module("@graphql-codegen/cli/esm/bin.js"), "--config", "codegen.mjs")
    await node(module("typescript/bin/tsc"), "--project", "tsconfig.json")


async def test_relay_compiles(node: Node) -> None:
    """relay-compiler takes nodes, refetchable connections and the subscription."""
    (NODE / "generated" / "relay").mkdir(parents=True, exist_ok=True)
    printed = await node(module("relay-compiler/cli.js"), "relay.config.json")
    assert "Compilation completed." in printed


async def test_nothing_that_was_released_breaks(node: Node) -> None:
    """What front ends were given with the last release still holds, says graphql-inspector.

    schema/released.graphql is replaced by schema/schema.graphql when a version is released.
    """
    await node(module("@graphql-inspector/cli/cjs/index.js"), "diff", str(RELEASED), str(COMMITTED))


async def test_breaking_changes_are_found(node: Node, tmp_path: Path) -> None:
    """graphql-inspector lets an addition pass and stops a removal."""
    program = module("@graphql-inspector/cli/cjs/index.js")
    longer = tmp_path / "longer.graphql"
    longer.write_text(sdl() + '\n"""More."""\ntype More {\n  "One."\n  one: Int\n}\n')
    await node(program, "diff", str(COMMITTED), str(longer))
    with pytest.raises(AssertionError, match="More"):
        await node(program, "diff", str(longer), str(COMMITTED))
