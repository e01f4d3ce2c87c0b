"""The server of the protocol: tools, resources, prompts and one card, made once a process."""

import functools
from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files
from typing import Any

from mcp.server.apps import Apps
from mcp.server.caching import CacheHint
from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import ValidationError

from app import __version__
from app.errors import UrsaError
from app.mcp import tools
from app.mcp.asked import Ctx, caller_of
from app.metrics import Metric

INSTRUCTIONS = """\
Ursa knows one or several people's data of Polar watches: sleep, recovery, training, heart rate.
Begin with `today`. Days are the wearer's own. "Usual" means usual for this very person: say it so,
and call nothing normal or abnormal. What is missing is told with the reason: do not fill it in.
Nothing here is a diagnosis."""

CARD = "ui://ursa/today.html"
LONGEST_NAME = 128
LISTS_KEEP_MS = 3_600_000

READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
SYNCS = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=True
)

Tool = Callable[..., Awaitable[CallToolResult]]

TOOLS: Mapping[str, tuple[str, Tool, ToolAnnotations]] = {
    "sleep": ("Sleep", tools.sleep_tool, READS),
    "recovery": ("Recovery at night", tools.recovery, READS),
    "training": ("Training load", tools.training, READS),
    "heart_rate": ("Heart rate of days", tools.heart_rate, READS),
    "metric_trend": ("One metric over time", tools.metric_trend, READS),
    "compare_periods": ("Two periods of a metric", tools.compare_periods, READS),
    "explain_metric": ("What a metric is", tools.explain_metric, READS),
    "find_exercises": ("Training sessions", tools.find_exercises, READS),
    "exercise": ("One training session", tools.exercise, READS),
    "sync": ("Fetch from Polar now", tools.sync_now, SYNCS),
    "people": ("Whom this opens", tools.people, READS),
}
"""Beside `today`, which has a card: name, title, who answers, what it does to the world."""


class Server(MCPServer[None]):
    """The SDK's server, with words for arguments that are none."""

    async def call_tool(
        self,
        name: str,
        arguments: dict[str, Any],
        context: Any = None,  # noqa: ANN401 -- the SDK's
    ) -> Any:  # noqa: ANN401 -- the SDK's
        """Answer a call; raises ToolError, with a sentence that says what to send instead."""
        self._check_known(name, arguments)
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                raise ToolError(_in_words(error.__cause__)) from None
            raise

    def _check_known(self, name: str, arguments: dict[str, Any]) -> None:
        """The SDK drops what a tool does not take, and answers another question than was asked."""
        tool = self._tool_manager.get_tool(name)
        takes = tool.parameters["properties"] if tool else arguments
        if unknown := [each for each in arguments if each not in takes]:
            raise ToolError(
                f"{name} takes no {', '.join(unknown)}. It takes: {', '.join(takes) or 'nothing'}."
            )


def _in_words(error: ValidationError) -> str:
    """What is wrong with each argument."""
    return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())


def create_server() -> MCPServer[None]:
    """A server that keeps nothing of its clients: every request brings what it needs."""
    server = Server(
        "ursa",
        title="Ursa",
        description="Sleep, recovery and training of people with Polar watches.",
        instructions=INSTRUCTIONS,
        version=__version__,
        extensions=[_today()],
        cache_hints={
            name: CacheHint(ttl_ms=LISTS_KEEP_MS, scope="private")
            for name in ("tools/list", "prompts/list", "resources/list")
        },
        subscriptions=False,
        log_level="WARNING",
    )
    for name, (title, answer, hints) in TOOLS.items():
        server.add_tool(answering(name, answer), name=name, title=title, annotations=hints)
    _resources(server)
    _prompts(server)
    return server


def _today() -> Apps:
    apps = Apps()
    apps.tool(
        resource_uri=CARD,
        name="today",
        title="This morning",
        annotations=READS,
        structured_output=True,
    )(answering("today", tools.today))
    card = files("app.mcp").joinpath("today.html").read_text("utf-8")
    apps.add_html_resource(CARD, card, title="This morning")
    return apps


def answering(name: str, answer: Tool) -> Tool:
    """The tool, told in the audit log with each call.

    Its expected errors an assistant reads as a sentence that says what to do.
    """

    @functools.wraps(answer)
    async def answered(context: Ctx, **kwargs: Any) -> CallToolResult:  # noqa: ANN401 -- as they come
        error = None
        try:
            return await answer(context, **kwargs)
        except UrsaError as expected:
            error = expected.code
            raise ToolError(f"{expected.message} ({expected.code})") from None
        finally:
            _tell(context, name, kwargs.get("person"), error)

    return answered


def _tell(context: Ctx, name: str, person: object, error: str | None) -> None:
    """Who called what about whom, and what came of it; arguments beside the person are not kept."""
    state, caller = caller_of(context)
    asked = state["auth"].asked
    asked.read(caller, f"mcp {name}")
    named = isinstance(person, str) and person.isprintable() and len(person) <= LONGEST_NAME
    about = str(person) if named else caller.user_id
    asked.call(caller, f"mcp.{name}", about, **({"error": error} if error else {}))


def _resources(server: MCPServer[None]) -> None:
    @server.resource("ursa://metrics", title="The metrics", mime_type="text/plain")
    def metrics() -> str:
        """Every metric: name, title, unit, which direction is good news."""
        return "\n".join(
            f"{each.key}: {each.spec.title} [{each.spec.unit}], better: {each.spec.better.value}"
            for each in Metric
        )

    @server.resource("ursa://week/{person}", title="The last seven days", mime_type="text/plain")
    async def week(person: str, context: Ctx) -> str:
        """Sleep, recovery and training of the last seven days; `me`: whom the access is for."""
        whom = None if person == "me" else person
        answers = (tools.sleep_tool, tools.recovery, tools.training)
        found = [(await answer(context, person=whom)).content[0] for answer in answers]
        return "\n".join(each.text for each in found if isinstance(each, TextContent))


def _prompts(server: MCPServer[None]) -> None:
    @server.prompt(title="Weekly review")
    def weekly_review() -> str:
        """How the last seven days were, for the person themselves."""
        return (
            "Ask `sleep`, `recovery` and `training` for the last 7 days and `compare_periods` of "
            "hrv_rmssd and sleep_hours with 7 days. Tell in ten lines at most what was unlike this "
            "person's usual, what is missing and why, and one thing to do next week."
        )

    @server.prompt(title="Why was my HRV low?")
    def why_was_hrv_low(date: str = "today") -> str:
        """What else was unlike the usual around a night of low HRV."""
        return (
            f"Ask `recovery`, `sleep` and `training` for 7 days until {date} with detail=daily. "
            "List what was unlike this person's usual in the days before, with figures, and say of "
            "each that it came before, not that it was the cause."
        )
