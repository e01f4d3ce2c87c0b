"""The short way through flat lists answers what graphql-core answers."""

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import orjson
import strawberry
from graphql import ExecutionResult, GraphQLObjectType, GraphQLSchema, execute_sync, parse, validate
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from app.store.arrays import listed
from schema.executor import FlatRowExecutor
from schema.publish import Made, leaves, mark_flat, publish, words
from schema.rows import Rows
from schema.scalars import SCALARS

Text = Annotated[str | None, "A text."]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One of everything."""

    date: Annotated[dt.date, "A day."]
    start_at: Annotated[dt.datetime | None, "A moment."] = None
    start_local: Annotated[dt.datetime | None, "A wall clock."] = None
    count: Annotated[int, "A number that is always there."] = 0
    size: Annotated[int | None, "A whole number."] = None
    share: Annotated[float | None, "A number."] = None
    good: Annotated[bool | None, "A truth."] = None
    text: Text = None
    word: Annotated[str | None, "A word."] = None
    words: Annotated[list[str], "Words."]
    name: Annotated[int | None, "An id."] = None

    @property
    def double(self) -> float | None:
        """Twice the share; breaks for texts."""
        return None if self.share is None else self.share + self.share + 0.0


def schema_of(rows: list[Any], numbers: list[Any], *, owned: bool = False) -> GraphQLSchema:
    """A schema whose lists hold these values; `owned`: each row says by itself whose it is."""
    of_somebody = Rows("somebody", rows)
    word: type[enum.Enum] = words("Word", "A word.", LOW="Low.", HIGH="High.")
    slow = strawberry.field(resolver=lambda root: root.count, graphql_type=int | None)
    row: Made = publish(
        Row, name="Row", enums={"word": word}, ids=("name",), key=("date",), more={"slow": slow}
    )

    def read_rows() -> Made:
        return of_somebody.owned() if owned else of_somebody

    def read_numbers() -> Made:
        return numbers

    members = {
        "rows": strawberry.field(resolver=read_rows, graphql_type=list[row]),
        "maybe": strawberry.field(
            resolver=read_rows,
            graphql_type=list[row | None] | None,
        ),
        "floats": strawberry.field(resolver=read_numbers, graphql_type=list[float | None] | None),
        "ints": strawberry.field(resolver=read_numbers, graphql_type=list[int] | None),
        "nested": strawberry.field(
            resolver=lambda: [numbers], graphql_type=list[list[float]] | None
        ),
    }
    query = strawberry.type(type("Query", (), members), name="Query")
    made = strawberry.Schema(query, config=StrawberryConfig(scalar_map=SCALARS))._schema
    mark_flat(made)
    return made


FIELDS = [
    "id",
    "date",
    "startAt",
    "startLocal",
    "count",
    "size",
    "share",
    "good",
    "text",
    "word",
    "words",
    "name",
    "double",
    "slow",
    "__typename",
]
SELECTIONS = st.lists(
    st.tuples(
        st.sampled_from(FIELDS),
        st.sampled_from(["", "x: ", "y: "]),
        st.sampled_from(["", " @skip(if: $yes)", " @skip(if: $no)", " @include(if: $no)"]),
        st.sampled_from(["{}", "... on Row {{ {} }}", "... {{ {} }}", "...Part {}"]),
    ),
    min_size=1,
    max_size=8,
)
MAYBE = st.none()
NUMBERS = st.one_of(
    st.floats(), st.integers(-(2**40), 2**40), st.booleans(), st.just("3"), st.just("no"), MAYBE
)
ROWS = st.builds(
    Row,
    date=st.one_of(st.dates(), st.dates(), st.just(None), st.just("2026-01-01")),
    start_at=st.one_of(MAYBE, st.datetimes(timezones=st.just(dt.UTC)), st.just(3)),
    start_local=st.one_of(MAYBE, st.datetimes()),
    count=st.one_of(st.integers(0, 9), st.just(2**33), MAYBE),
    size=NUMBERS,
    share=NUMBERS,
    good=st.one_of(MAYBE, st.booleans(), st.just(1)),
    text=st.one_of(MAYBE, st.text(max_size=3), st.integers(0, 3)),
    word=st.one_of(MAYBE, st.sampled_from(["LOW", "high", "NEW"])),
    words=st.one_of(st.lists(st.text(max_size=2), max_size=2), MAYBE, st.just("abc")),
    name=st.one_of(MAYBE, st.integers()),
)


def document(field: str, selections: list[tuple[str, str, str, str]]) -> str:
    """A document of one list, its selection told in several ways."""
    parts = [
        around.format(f"{alias}{name}{directive}") for name, alias, directive, around in selections
    ]
    return (
        f"query($yes: Boolean! = true, $no: Boolean! = false) {{ {field} {{ "
        f"{' '.join(parts)} a: date @skip(if: $yes) b: date @include(if: $no) ...Part }} }}"
        " fragment Part on Row { count }"
    )


def answers(schema: GraphQLSchema, text: str, executor: type) -> tuple[bytes, list[Any]]:
    """Data as JSON and errors."""
    parsed = parse(text)
    assert validate(schema, parsed) == [] or "x: " in text or "y: " in text
    result = execute_sync(schema, parsed, executor_class=executor)
    assert isinstance(result, ExecutionResult)
    written = orjson.dumps(result.data, option=orjson.OPT_SERIALIZE_NUMPY)
    return written, [error.formatted for error in result.errors or ()]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(ROWS, ROWS, ROWS, MAYBE), max_size=4),
    SELECTIONS,
    st.sampled_from(["rows", "maybe"]),
)
def test_rows_are_answered_as_graphql_core_answers_them(
    rows: list[Any], selections: list[tuple[str, str, str, str]], field: str
) -> None:
    """Aliases, fragments, directives, nulls and errors come out the same on both ways."""
    text = document(field, selections)
    by_themselves = schema_of(rows, [], owned=True)
    plain = answers(by_themselves, text, StrawberryGraphQLCoreExecutionContext)
    assert answers(schema_of(rows, []), text, FlatRowExecutor) == plain


@settings(max_examples=150, deadline=None)
@given(st.lists(NUMBERS, max_size=5), st.sampled_from(["floats", "ints", "nested"]))
def test_columns_are_answered_as_graphql_core_answers_them(numbers: list[Any], field: str) -> None:
    """Lists of numbers with nulls, infinities and strangers come out the same on both ways."""
    schema, text = schema_of([], numbers), f"{{ {field} }}"
    plain = answers(schema, text, StrawberryGraphQLCoreExecutionContext)
    assert answers(schema, text, FlatRowExecutor) == plain


ARRAYS = st.one_of(
    arrays(np.float64, st.integers(0, 5), elements=st.floats()),
    arrays(np.float32, st.integers(0, 5), elements=st.floats(width=32)),
    arrays(np.int16, st.integers(0, 5)),
    arrays(np.int32, st.integers(0, 5)),
    arrays(np.int64, st.integers(0, 5)),
)


@settings(max_examples=300, deadline=None)
@given(ARRAYS, st.sampled_from(["floats", "ints", "nested"]))
@example(np.array([2**24 + 1], np.int32), "floats")
@example(np.array([2**53 + 1], np.int64), "floats")
def test_numpy_columns_are_answered_as_lists_are(numbers: Any, field: str) -> None:  # noqa: ANN401 -- an array
    """A column of the database is written as its list would be: NaN is null, infinity an error."""
    text = f"{{ {field} }}"
    plain = answers(schema_of([], listed(numbers)), text, StrawberryGraphQLCoreExecutionContext)
    flat = answers(schema_of([], numbers), text, FlatRowExecutor)
    assert (orjson.loads(flat[0]), flat[1]) == (orjson.loads(plain[0]), plain[1])


def test_rows_without_a_field() -> None:
    """Where everything is skipped, the rows are there all the same."""
    rows = [Row(date=dt.date(2026, 1, day), words=[]) for day in (1, 2)]
    schema, text = schema_of(rows, []), "{ rows { date @skip(if: true) } }"
    flat = answers(schema, text, FlatRowExecutor)
    assert flat == answers(schema, text, StrawberryGraphQLCoreExecutionContext)
    assert flat[0] == b'{"rows":[{},{}]}'


def test_the_short_way_is_taken() -> None:
    """Good rows never meet graphql-core's own list completion."""
    rows = [Row(date=dt.date(2026, 1, day), words=["a"]) for day in (1, 2)]
    schema = schema_of(rows, [1.5, None])

    class Short(FlatRowExecutor):
        """Fails where the short way is left."""

        def complete_list_item_value(self, *_: object, **__: object) -> bool:
            """Never called."""
            raise AssertionError

    result = execute_sync(schema, parse("{ rows { date words } floats }"), executor_class=Short)
    assert result.errors is None
    assert result.data == {
        "rows": [
            {"date": dt.date(2026, 1, 1), "words": ["a"]},
            {"date": dt.date(2026, 1, 2), "words": ["a"]},
        ],
        "floats": [1.5, None],
    }


def test_every_daily_list_is_flat() -> None:
    """The types of Ursa's long lists are all written the short way."""
    from schema.build import build_schema  # noqa: PLC0415 -- the real one, for this test alone

    types = build_schema()._schema.type_map
    long = ("Night", "Recharge", "ActivityDay", "StepDay", "CardioLoadDay", "HeartRateDay")
    more = ("SkinTemperatureNight", "BodyTemperaturePeriod", "AlertnessHour", "Bedtime")
    tests = (
        "PhysicalInfo",
        "SyncFeed",
        "ExerciseZone",
        "MetricDefinition",
        "Export",
        "Series",
    )
    for name in (*long, *more, *tests):
        named = types[name]
        assert isinstance(named, GraphQLObjectType)
        assert set(leaves(named)) == set(named.fields), name
