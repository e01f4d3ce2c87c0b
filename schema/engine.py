"""From a request to an answer: parse, check, weigh, execute; every transport comes through here."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from inspect import isawaitable
from math import ceil
from typing import Annotated, Any, cast

from graphql import (
    DocumentNode,
    ExecutionResult,
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    execute,
    get_operation_ast,
    parse,
    specified_rules,
    subscribe,
    validate,
)
from graphql.execution.values import VariableValues, get_variable_values
from graphql.validation import NoSchemaIntrospectionCustomRule
from graphql.validation.rules import overlapping_fields_can_be_merged
from graphql.validation.validate import ValidationAbortedError
from strawberry.execution import optimized_is_awaitable

from app.auth import Caller
from app.auth.auth import NO_KEY
from app.errors import TooManyRequests, Unauthenticated, UrsaError
from app.state import State
from schema.build import build_schema, public_fields
from schema.context import Context
from schema.documents import Documents, GraphQLRequest, UnknownDocumentError
from schema.errors import formatted, of_error, shortened
from schema.executor import FlatRowExecutor
from schema.limits import TOO_COMPLEX, Limits, check_shape, cost_of, cost_of_answer
from schema.publish import Made

KEPT_DOCUMENTS = 256
LONGEST_KEPT = 8_192
MOST_ERRORS = 20
UNITS_A_REQUEST = 1_000
"""A document that costs more counts as several requests in its key's minute."""
UNITS_OF_STRANGERS = 10_000
TOKENS_A_REQUEST = 200
"""So does one that is refused, by its length: reading and checking it was work, too."""
LONGEST_OF_STRANGERS, LONGEST_INTROSPECTION = 1_024, 4_096
"""What is answered without a key: a page's own small documents, and every tool's introspection."""
TOO_LONG_WITHOUT_KEY = (
    f"Without a key, documents of up to {LONGEST_OF_STRANGERS:,} characters are answered, and "
    "introspection. Send your API key in the X-API-Key header."
)
_TOKEN = re.compile(r"\w+|[^\s,\w]")
# The default lets 10 KB keep a core busy for seconds; screens made of 40 fragments need less.
overlapping_fields_can_be_merged.MAX_COMPLEXITY_BUDGET = 50_000

Headers = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How one server answers GraphQL."""

    limits: Annotated[Limits, "What one document may ask for."] = field(default_factory=Limits)
    introspection: Annotated[bool, "Whether clients may ask for the schema."] = True
    suggestions: Annotated[bool, "Whether errors say 'Did you mean'."] = True
    documents: Annotated[
        Mapping[str, str], "Trusted documents: sha-256 in hex to the document's text."
    ] = field(default_factory=dict)
    only_trusted: Annotated[bool, "Whether trusted documents are all that is answered."] = False
    origins: Annotated[frozenset[str], "Pages of other origins that may open sockets."] = (
        frozenset()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is answered, and what a transport needs to know about it."""

    body: dict[str, Any]
    caller: Caller | None = None
    status: Annotated[int, "HTTP status where data were not reached; 200 where they were."] = 200
    retry_after_s: int | None = None

    @property
    def reached(self) -> bool:
        """Whether execution began: then the body has `data`, be it null."""
        return "data" in self.body


@dataclass(frozen=True, slots=True)
class Checked:
    """A document that was parsed and validated, or what is wrong with it."""

    document: DocumentNode | None
    errors: tuple[GraphQLError, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """The operation that a request means, in a document that is valid."""

    text: str
    document: DocumentNode
    node: OperationDefinitionNode
    asked: GraphQLRequest

    @property
    def kind(self) -> OperationType:
        """Query, mutation or subscription."""
        return self.node.operation


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An operation that may be executed, by whom, and what it costs."""

    operation: Operation
    context: Context
    cost: dict[str, Any]
    values: VariableValues


class RefusedError(Exception):
    """The request is answered without execution."""

    def __init__(self, *errors: GraphQLError, status: int = 400) -> None:
        super().__init__(errors[0].message)
        self.answer = Answer(
            body={"errors": formatted(errors)},
            status=status,
            retry_after_s=getattr(errors[0].original_error, "retry_after_s", None),
        )


class Engine:
    """Answers operations of one schema; documents are parsed and validated once."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.schema: GraphQLSchema = build_schema()._schema  # noqa: SLF001 -- as in build_schema
        self._documents = Documents(options.documents, only_trusted=options.only_trusted)
        self._checked: OrderedDict[str, Checked] = OrderedDict()
        self._rules = [*specified_rules]
        if not options.introspection:
            self._rules.append(NoSchemaIntrospectionCustomRule)

    async def caller(self, state: State, headers: Headers, method: str) -> Caller | None:
        """The key's holder, or who is signed in; None without either; raises RefusedError.

        Looked at before the document is: what is long to check is checked for those we know.
        """
        try:
            return await state["auth"].authenticate(headers, method)
        except Unauthenticated as error:
            if _shows_key(headers):
                raise refused(error) from None
        except UrsaError as error:
            raise refused(error) from None
        await self._count_stranger(state)
        return None

    async def operation(
        self, state: State, asked: GraphQLRequest, caller: Caller | None
    ) -> Operation:
        """The operation to execute, as far as this caller may ask; raises RefusedError.

        A document that is refused costs by its length, so that nobody sends such ones for nothing.
        """
        text = self._text(asked)
        try:
            if caller is None:
                async with state["auth"].turn(None):
                    await asyncio.sleep(0)  # The place is kept until others have had their turn.
                    return self._operation(text, asked, caller)
            return self._operation(text, asked, caller)
        except RefusedError:
            await self._charged(state, caller, 1 + len(_TOKEN.findall(text)) // TOKENS_A_REQUEST)
            raise

    def _operation(self, text: str, asked: GraphQLRequest, caller: Caller | None) -> Operation:
        longest = len(text) > LONGEST_OF_STRANGERS and caller is None
        if longest and not introspects(text):
            raise refused(Unauthenticated(TOO_LONG_WITHOUT_KEY))
        checked = self._check(text)
        if checked.document is None or checked.errors:
            raise RefusedError(*checked.errors)
        if caller is not None:  # Strangers put nothing into memory that others would lose by it.
            self._documents.keep(asked)
        node = get_operation_ast(checked.document, asked.operation_name)
        if node is None:
            raise RefusedError(_refusal("operation_unknown", _which(asked.operation_name)))
        return Operation(text=text, document=checked.document, node=node, asked=asked)

    async def plan(self, state: State, caller: Caller | None, operation: Operation) -> Plan:
        """The operation and what it costs this caller; raises RefusedError."""
        if caller is None and not _is_public(operation.node):
            raise refused(Unauthenticated(NO_KEY))
        values = self._variables(operation)
        units, budget = self._weigh(state, caller, operation, values)
        requests = max(1, ceil(units / UNITS_A_REQUEST))
        caller = await self._charged(state, caller, requests)
        cost = {"requested": units, "budget": budget, "requests": requests}
        context = Context(state=state, caller=caller)
        return Plan(operation=operation, context=context, cost=cost, values=values)

    async def _settled(self, plan: Plan, answer: Answer) -> Answer:
        """The answer, less what was charged for rows that are not there."""
        charged, caller = plan.cost["requests"], answer.caller
        data = answer.body.get("data")
        if charged == 1 or caller is None or data is None:
            return answer
        found = self._cost_of_answer(plan, data)
        due = max(1, ceil(found / UNITS_A_REQUEST))
        if due < charged:
            caller = await plan.context.state["auth"].give_back(caller, charged - due)
        cost = {**plan.cost, "found": found, "requests": min(due, charged)}
        return replace(answer, caller=caller, body={**answer.body, "extensions": {"cost": cost}})

    async def execute(self, plan: Plan) -> Answer:
        """The answer to a query or a mutation; raises RefusedError where too many wait for one."""
        try:
            _note_what_apps_read(plan)
            async with plan.context.state["auth"].turn(plan.context.caller):
                return await self._execute(plan)
        except TooManyRequests as error:
            raise refused(error) from None

    async def _execute(self, plan: Plan) -> Answer:
        result = execute(
            self.schema,
            plan.operation.document,
            context_value=plan.context,
            variable_values=dict(plan.operation.asked.variables),
            operation_name=plan.operation.asked.operation_name,
            is_awaitable=cast("Any", optimized_is_awaitable),
            executor_class=FlatRowExecutor,
            hide_suggestions=not self.options.suggestions,
        )
        return await self._settled(
            plan, _answer(plan, await result if isawaitable(result) else result)
        )

    async def stream(self, plan: Plan) -> AsyncIterator[Answer]:
        """The answers to a subscription, or the one answer to anything else."""
        if plan.operation.kind is not OperationType.SUBSCRIPTION:
            yield await self.execute(plan)
            return
        found = subscribe(
            self.schema,
            plan.operation.document,
            context_value=plan.context,
            variable_values=dict(plan.operation.asked.variables),
            operation_name=plan.operation.asked.operation_name,
            executor_class=FlatRowExecutor,
            hide_suggestions=not self.options.suggestions,
        )
        events: Any = await found if isawaitable(found) else found
        if isinstance(events, ExecutionResult):
            yield _answer(plan, events)
            return
        async with aclosing(events):
            async for answer in _events(plan, events):
                yield answer

    def _text(self, asked: GraphQLRequest) -> str:
        """The document's text, sent or known; raises RefusedError."""
        try:
            return self._documents.text(asked)
        except UnknownDocumentError as unknown:
            raise RefusedError(unknown.error, status=unknown.status) from None

    def _check(self, text: str) -> Checked:
        checked = self._checked.get(text)
        if checked is not None:
            self._checked.move_to_end(text)
            return checked
        checked = self._parsed(text)
        if len(text) <= LONGEST_KEPT:
            self._checked[text] = checked
            while len(self._checked) > KEPT_DOCUMENTS:
                self._checked.popitem(last=False)
        return checked

    def _parsed(self, text: str) -> Checked:
        limits = self.options.limits
        try:
            document = parse(text, max_tokens=limits.tokens)
        except GraphQLError as error:
            return Checked(None, (error,))
        errors = check_shape(document, limits) or self._validated(document)
        return Checked(document, tuple(errors))

    def _validated(self, document: DocumentNode) -> list[GraphQLError]:
        try:
            errors = validate(
                self.schema,
                document,
                self._rules,
                max_errors=MOST_ERRORS,
                hide_suggestions=not self.options.suggestions,
            )
        except RecursionError:
            return [_refusal("too_deep", "The document is nested too deeply. Split it.")]
        given_up = bool(errors) and isinstance(errors[0], ValidationAbortedError)
        return [_refusal("too_complex", TOO_COMPLEX)] if given_up else errors

    async def _count_stranger(self, state: State, requests: int = 1) -> None:
        try:
            await state["auth"].count_stranger(requests)
        except UrsaError as error:
            raise refused(error) from None

    async def _charged(self, state: State, caller: Caller | None, requests: int) -> Caller | None:
        """The caller, whose minute is the smaller the more is asked for."""
        if requests == 1:
            return caller
        if caller is None:
            await self._count_stranger(state, requests - 1)
            return None
        try:
            return await state["auth"].charge(caller, requests - 1)
        except UrsaError as error:
            raise refused(error) from None

    def _variables(self, operation: Operation) -> VariableValues:
        """The values of the operation's variables; raises RefusedError."""
        values = get_variable_values(
            self.schema,
            operation.node.variable_definitions or (),
            dict(operation.asked.variables),
            max_errors=MOST_ERRORS,
            hide_suggestions=not self.options.suggestions,
        )
        if not isinstance(values, VariableValues):
            raise RefusedError(*values)
        return values

    def _cost_of_answer(self, plan: Plan, data: Mapping[str, Any]) -> int:
        document, node, today = (
            plan.operation.document,
            plan.operation.node,
            plan.context.now.date(),
        )
        return cost_of_answer(self.schema, document, node, plan.values, today, data)

    def _weigh(
        self, state: State, caller: Caller | None, operation: Operation, values: VariableValues
    ) -> tuple[int, int]:
        """Units asked for and the most that is allowed; no more than the key has in a minute."""
        today = state["resources"].clock().date()
        cost = cost_of(self.schema, operation.document, operation.node, values, today)
        budget = UNITS_OF_STRANGERS if caller is None else caller.rate.limit * UNITS_A_REQUEST
        most = min(self.options.limits.cost, budget)
        if cost.units > most:
            raise RefusedError(
                _refusal(
                    "too_costly",
                    f"This asks for about {cost.units} units; {most} are allowed. Most of them "
                    f"are in {cost.dearest} ({cost.dearest_units}): ask for fewer days, a smaller "
                    "first, a coarser resolution or fewer fields.",
                    requested=cost.units,
                    budget=most,
                )
            )
        return cost.units, most


async def _events(plan: Plan, events: Made) -> AsyncIterator[Answer]:
    """One answer an event; an error that ends the source is the last one."""
    try:
        async for result in events:
            yield _answer(plan, result)
    except Exception as error:  # noqa: BLE001 -- told and logged like every other
        yield Answer(body={"errors": [of_error(error)], "data": None}, caller=plan.context.caller)


def _answer(plan: Plan, result: ExecutionResult) -> Answer:
    """Data and errors; an error without a path means that execution did not begin."""
    body: dict[str, Any] = {}
    if result.errors:
        body["errors"] = formatted(result.errors)
    refused = result.data is None and result.errors and not any(e.path for e in result.errors)
    if not refused:
        body["data"] = result.data
    body["extensions"] = {"cost": plan.cost}
    return Answer(body=body, caller=plan.context.caller, status=400 if refused else 200)


def refused(error: UrsaError) -> RefusedError:
    """An error of ours, as the answer to a whole request."""
    return RefusedError(GraphQLError(error.message, original_error=error), status=error.status)


def _refusal(code: str, message: str, **more: object) -> GraphQLError:
    return GraphQLError(message, extensions={"code": code, **more})


def _note_what_apps_read(plan: Plan) -> None:
    """Who let an application in sees the fields that it asked for."""
    caller, asked = plan.context.caller, plan.context.state["auth"].asked
    if caller is not None and caller.app:
        for name in _fields(plan.operation.node):
            asked.read(caller, f"graphql {name}")


def _fields(operation: OperationDefinitionNode) -> set[str]:
    """Root fields, and of a person what is asked about them."""
    roots = [one for one in operation.selection_set.selections if isinstance(one, FieldNode)]
    found = {one.name.value for one in roots}
    for one in roots:
        if one.name.value in {"me", "person"} and one.selection_set is not None:
            below = one.selection_set.selections
            found |= {each.name.value for each in below if isinstance(each, FieldNode)}
    return found - {"me", "person"}


def _which(name: str | None) -> str:
    if name is None:
        return "The document has several operations, or none; say which with operationName."
    return f"The document has no operation {shortened(name)!r}."


def _shows_key(headers: Headers) -> bool:
    return bool(headers.get("x-api-key") or headers.get("authorization"))


def introspects(text: str) -> bool:
    """Whether a document asks about the schema and for nothing else; short enough to look."""
    if len(text) > LONGEST_INTROSPECTION:
        return False
    try:
        document = parse(text, max_tokens=LONGEST_INTROSPECTION // 4)
    except GraphQLError:
        return False
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    roots = [one for operation in operations for one in operation.selection_set.selections]
    return all(isinstance(one, FieldNode) and one.name.value == "__schema" for one in roots)


def _is_public(operation: OperationDefinitionNode) -> bool:
    """Whether every root field is public; a fragment may hide one that is not."""
    return operation.operation is OperationType.QUERY and all(
        getattr(getattr(one, "name", None), "value", None) in public_fields()
        and getattr(one, "kind", "") == "field"
        for one in operation.selection_set.selections
    )
