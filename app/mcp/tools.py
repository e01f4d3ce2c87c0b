"""The tools: what an assistant can ask, each in a few lines.

Their docstrings are what assistants read to choose among them, and the annotations of their
parameters what they read to fill them in.
"""

import uuid
from collections.abc import Sequence
from typing import Annotated, TypedDict

from mcp.types import CallToolResult
from pydantic import BeforeValidator, Field

from app.days import DAY, Window
from app.deeds import syncs
from app.deeds.syncs import SyncOrder
from app.errors import InvalidInput, NotFound
from app.findings.baselines import baselines, of_metrics
from app.findings.insights import insights
from app.findings.readable import require_metric
from app.mcp import answers, metric_days, sessions
from app.mcp.answers import Period, told
from app.mcp.asked import Ctx, ToolRequest, asked
from app.mcp.asked import people as known_people
from app.mcp.compare import comparison
from app.mcp.periods import day, window
from app.metrics import Better, Metric
from app.reads import exercises, pages, sleep, sync
from app.reads.timeline import Resolution, timelines
from app.records.account import Scope
from app.records.findings import Insights
from app.records.sync import FeedState


def _as_text(given: object) -> object:
    """A number as its digits: assistants send `1001` for "1001"."""
    return str(given) if isinstance(given, int) and not isinstance(given, bool) else given


Whom = Annotated[
    str | None,
    BeforeValidator(_as_text),
    Field(description="Person, as `people` lists them; leave it out where there is only one."),
]
Back = Annotated[int, Field(description="How many days, `until` included.")]
Until = Annotated[
    str, Field(description="Last day, on the wearer's calendar: today, yesterday or YYYY-MM-DD.")
]
Detail = Annotated[
    str, Field(description="summary: one line a metric; daily: also the value of each day.")
]
Name = Annotated[str, Field(description="Metric, as `explain_metric` lists them: hrv_rmssd …")]

MOST_OBSERVATIONS = 3
"""The headline, and what else stands out."""
MOST_SESSIONS = 20
SYNC_PATIENCE_S = 60.0

SLEEP = (
    Metric.SLEEP_SCORE,
    Metric.SLEEP_HOURS,
    Metric.DEEP_SLEEP_HOURS,
    Metric.REM_SLEEP_HOURS,
    Metric.SLEEP_EFFICIENCY,
)
RECOVERY = (Metric.HRV_RMSSD, Metric.RESTING_HR, Metric.BREATHING_RATE, Metric.ANS_CHARGE)
TRAINING = (
    Metric.TRAINING_LOAD,
    Metric.STRAIN,
    Metric.TOLERANCE,
    Metric.TRAINING_LOAD_RATIO,
    Metric.STEPS,
)
HEART = (Metric.HR_MIN, Metric.HR_MEAN, Metric.HR_MAX, Metric.RESTING_HR)
THIS_MORNING = (
    Metric.SLEEP_SCORE,
    Metric.HRV_RMSSD,
    Metric.RESTING_HR,
    Metric.TRAINING_LOAD_RATIO,
)


async def today(context: Ctx, person: Whom = None) -> Annotated[CallToolResult, answers.Today]:
    """What matters this morning: last night against their usual, what stands out, what to do."""
    about = await asked(context, person)
    found = await insights(about.desk, about.account, about.today, about.calculate, about.analyse)
    around = Window(about.today - 2 * DAY, about.today)
    values = await metric_days.daily(about, THIS_MORNING, around)
    metrics = await metric_days.summaries(about, values)
    answer = answers.Today(
        **_about(about, around, len(metrics)),
        missing=metric_days.missing(about, THIS_MORNING, values, around),
        headline=_headline(found),
        observations=[each.fact for each in found.observations[1:MOST_OBSERVATIONS]],
        suggestions=[each.description for each in found.suggestions[:1]],
        metrics=[newest for each in metrics if (newest := metric_days.newest_of(each))],
        synced_at=about.account.synced_at,
    )
    lines = [answer.headline, metric_days.in_a_line(answer.metrics), *answer.missing]
    return told("\n".join(filter(None, lines)), answer)


def _headline(found: Insights) -> str:
    if found.observations:
        return found.observations[0].fact
    return "Nothing stands out."


async def sleep_tool(
    context: Ctx,
    days: Back = 7,
    until: Until = "today",
    detail: Detail = "summary",
    person: Whom = None,
) -> Annotated[CallToolResult, answers.Days]:
    """How the person slept: score, hours, stages, efficiency, and when, against their usual."""
    about = await asked(context, person)
    period = window(days, until, about.today)
    nights = await about.desk.ask(sleep.nights, about.user_id, period)
    when = [
        answers.Night(date=each.date, asleep=each.sleep_start_local, awake=each.sleep_end_local)
        for each in nights[: metric_days.MOST_POINTS]
        if each.sleep_start_local and each.sleep_end_local
    ]
    shown = when if detail == "daily" else when[:1]
    first = [f"Last night there is: {_clock(shown[0])}."] if shown else []
    return await _days(about, SLEEP, period, detail, nights=shown, before=first)


def _clock(night: answers.Night) -> str:
    return f"{night.date}, asleep {night.asleep:%H:%M} to {night.awake:%H:%M}"


async def recovery(
    context: Ctx,
    days: Back = 7,
    until: Until = "today",
    detail: Detail = "summary",
    person: Whom = None,
) -> Annotated[CallToolResult, answers.Days]:
    """How the person recovered at night: HRV (RMSSD), resting heart rate, breathing, ANS charge."""
    about = await asked(context, person)
    return await _days(about, RECOVERY, window(days, until, about.today), detail)


async def training(
    context: Ctx,
    days: Back = 28,
    until: Until = "today",
    detail: Detail = "summary",
    person: Whom = None,
) -> Annotated[CallToolResult, answers.Days]:
    """How much the person trained: load, strain (7 days), tolerance (28 days), ratio, steps."""
    about = await asked(context, person)
    return await _days(about, TRAINING, window(days, until, about.today), detail)


async def heart_rate(
    context: Ctx,
    days: Back = 7,
    until: Until = "today",
    detail: Detail = "summary",
    person: Whom = None,
) -> Annotated[CallToolResult, answers.Days]:
    """Heart rate of whole days: lowest, mean, highest, and at rest in the night."""
    about = await asked(context, person)
    return await _days(about, HEART, window(days, until, about.today), detail)


async def metric_trend(
    context: Ctx,
    metric: Name,
    days: Back = 90,
    until: Until = "today",
    detail: Annotated[
        str, Field(description="summary, or series: at most 200 values, of days, weeks or months.")
    ] = "summary",
    person: Whom = None,
) -> Annotated[CallToolResult, answers.Days]:
    """One metric over a longer time, up to ten years: mean, range, usual range, values in time."""
    about = await asked(context, person)
    one, period = _metric(metric), window(days, until, about.today)
    require_metric(about.pool, one)
    _of(detail, ("summary", "series"))
    if detail == "summary":
        return await _days(about, (one,), period, "summary")
    return await _series(about, one, period)


async def _series(about: ToolRequest, one: Metric, period: Window) -> CallToolResult:
    """Days as far as they are few; else weeks or months, so that nothing has to be cut off."""
    resolution = _fitting(period.days)
    (found,) = await timelines(
        about.desk, about.user_id, [one], period, resolution, metric_days.MOST_POINTS
    )
    series = metric_days.points(one, metric_days.plain(found.columns), resolution)
    count = len(series.values)
    answer = answers.Days(
        **_about(about, period, count),
        metrics=[],
        points=[series],
        missing=[] if count else [f"{one.key}: no value in the period"],
    )
    return told(
        f"{one.spec.title} in {one.spec.unit}: {count} {series.resolution} values from "
        f"{period.first} to {period.last}.",
        answer,
    )


def _fitting(days: int) -> Resolution:
    if days <= metric_days.MOST_POINTS:
        return Resolution.DAY
    return Resolution.WEEK if days <= 7 * (metric_days.MOST_POINTS - 1) else Resolution.MONTH


async def compare_periods(
    context: Ctx,
    metric: Name,
    days: Back = 28,
    until: Until = "today",
    until_before: Annotated[
        str | None, Field(description="Last day of the other period; default: the one just before.")
    ] = None,
    person: Whom = None,
) -> Annotated[CallToolResult, answers.Comparison]:
    """One metric in two periods of equal length: means, difference, and how much it says."""
    about = await asked(context, person)
    one, now = _metric(metric), window(days, until, about.today)
    require_metric(about.pool, one)
    last = now.first - DAY if until_before is None else day(until_before, about.today)
    answer = await comparison(about, one, now, Window.of(days, last))
    return told(_difference(answer), answer)


def _difference(found: answers.Comparison) -> str:
    if found.mean is None or found.mean_before is None:
        return f"There is nothing to compare: {found.how_sure}."
    return (
        f"{found.metric}: {found.mean:g} {found.unit} ({found.period.first} to "
        f"{found.period.last}, {found.days} days), before {found.mean_before:g} "
        f"({found.before.first} to {found.before.last}, {found.days_before} days): "
        f"{found.difference:+g}. How sure: {found.how_sure}."
    )


async def explain_metric(
    context: Ctx, metric: Name, person: Whom = None
) -> Annotated[CallToolResult, answers.Explained]:
    """What a metric is, its unit, which direction is good news, this person's usual range.

    Where a new device or a new level begins it anew: what was usual before, and is since.
    """
    about = await asked(context, person)
    one = _metric(metric)
    require_metric(about.pool, one)
    known = await baselines(about.desk, about.user_id, about.today, about.calculate)
    (found,) = of_metrics(known, [one], about.today)
    usual = metric_days.usual_of(found)
    text = f"{one.spec.title}, in {one.spec.unit}. {_BETTER[one.spec.better]}"
    if usual:
        text += f" Half of the last {usual.days} days: {usual.low:g} to {usual.high:g}."
    parts = metric_days.parts_of(found)
    text = " ".join([text, *map(metric_days.part_in_words, parts or [])])
    answer = answers.Explained(
        person=about.user_id,
        metric=one.key,
        title=one.spec.title,
        unit=one.spec.unit,
        better=one.spec.better.value,
        usual=usual,
        parts=parts,
        status=found.status.value,
        text=text,
    )
    return told(text, answer)


_BETTER = {
    Better.HIGHER: "Higher is usually good news.",
    Better.LOWER: "Lower is usually good news.",
    Better.NEITHER: "Neither direction is good or bad by itself.",
}


async def find_exercises(
    context: Ctx,
    days: Back = 28,
    until: Until = "today",
    sport: Annotated[str | None, Field(description="Polar's word: RUNNING, CYCLING …")] = None,
    text: Annotated[str | None, Field(description="Words in sport or device.")] = None,
    person: Whom = None,
) -> Annotated[CallToolResult, answers.Sessions]:
    """Training sessions, the newest first, at most 20: start, sport, minutes, km, load."""
    about = await asked(context, person)
    period = window(days, until, about.today)
    request = pages.PageRequest(
        size=MOST_SESSIONS,
        first=period.first,
        last=period.last,
        sports=None if sport is None else (sport.upper(),),
        words=None if text is None else tuple(text.split()[:8]),
    )
    found = await about.desk.ask(pages.exercises, about.user_id, request)
    shown = [sessions.session(each) for each in found.rows]
    further = f"until={shown[-1].start.date()} for older ones" if found.more else None
    answer = answers.Sessions(
        **_about(about, period, len(shown)),
        sessions=shown,
        truncated=found.more,
        next=further,
        missing=[] if shown else ["no session in the period that fits"],
    )
    lines = [sessions.in_words(each) for each in shown] or ["No session fits."]
    return told("\n".join([*lines, *([f"There are more: {further}."] if further else [])]), answer)


async def exercise(
    context: Ctx,
    identifier: Annotated[
        str,
        BeforeValidator(_as_text),
        Field(description="Its `id`, as `find_exercises` tells it."),
    ],
    person: Whom = None,
) -> Annotated[CallToolResult, answers.OneSession]:
    """One training session: its figures and the time in each heart-rate zone."""
    about = await asked(context, person)
    found = await exercises.exercise(about.pool, about.user_id, identifier)
    if found is None or found.exercise_id is None:
        raise NotFound("There is no such session. `find_exercises` tells the ids.")
    in_zones = await about.desk.ask(exercises.zones, found.exercise_id)
    zones = [sessions.zone(each) for each in in_zones]
    one, on = sessions.session(found), found.start_local.date()
    answer = answers.OneSession(
        **_about(about, Window(on, on), 1),
        session=one,
        zones=zones,
        missing=[] if zones else ["zones: Polar sent none for this session"],
    )
    lines = [f"zone {each.zone} {each.minutes:g} min" for each in zones]
    return told("\n".join([sessions.in_words(one), *([", ".join(lines)] if lines else [])]), answer)


async def sync_now(
    context: Ctx, person: Whom = None
) -> Annotated[CallToolResult, answers.SyncDone]:
    """Fetch what is new from Polar, and wait for it. Takes seconds; needs access to sync."""
    about = await asked(context, person, Scope.SYNC)
    order = SyncOrder(user_id=about.user_id, origin="mcp")
    run_id = await syncs.trigger(about.state, about.caller, order)
    await context.report_progress(0, 1, "Polar is asked")
    return await _outcome(context, about, run_id)


async def _outcome(context: Ctx, about: ToolRequest, run_id: uuid.UUID) -> CallToolResult:
    pool = about.resources.fresh_pool
    run = await sync.wait_for_run(pool, run_id, SYNC_PATIENCE_S)
    feeds = await sync.feeds(pool, run_id)
    problems = [f"{each.feed}: {each.error}" for each in feeds if each.state is FeedState.FAILED]
    problems += [run.error] if run.error else []
    stored = sum(each.rows_written for each in feeds)
    await context.report_progress(1, 1, run.state)
    answer = answers.SyncDone(
        person=about.user_id, state=run.state, stored=stored, problems=problems[:5]
    )
    return told("\n".join([f"Sync: {run.state}, {stored} rows new.", *problems[:5]]), answer)


async def people(context: Ctx) -> Annotated[CallToolResult, answers.People]:
    """Whom this access opens, and when each was synced last."""
    found = [
        answers.Person(person=each.user_id, name=each.display_name, synced_at=each.synced_at)
        for each in await known_people(context)
    ]
    lines = [f"{each.person}" + (f" ({each.name})" if each.name else "") for each in found]
    return told("\n".join(lines) or "Nobody.", answers.People(count=len(found), people=found))


async def _days(
    about: ToolRequest,
    metrics: Sequence[Metric],
    period: Window,
    detail: str,
    *,
    nights: Sequence[answers.Night] = (),
    before: Sequence[str] = (),
) -> CallToolResult:
    """Metrics over a period against what is usual; with each day's values where asked for."""
    _of(detail, ("summary", "daily"))
    found = await metric_days.daily(about, metrics, period)
    told_of = await metric_days.summaries(about, found)
    cut = period.days > metric_days.MOST_POINTS
    daily = detail == "daily" and not cut
    answer = answers.Days(
        **_about(about, period, max((each.days for each in told_of), default=0)),
        missing=metric_days.missing(about, metrics, found, period),
        metrics=told_of,
        points=_points(found) if daily else [],
        nights=list(nights),
        truncated=detail == "daily" and cut,
        next="metric_trend with detail=series" if detail == "daily" and cut else None,
    )
    lines = [*before, *(metric_days.in_words(each) for each in told_of), *answer.missing]
    return told("\n".join(lines) or "Nothing is known of these days.", answer)


def _points(found: metric_days.Found) -> list[answers.Points]:
    return [
        metric_days.points(metric, columns, Resolution.DAY)
        for metric, columns in found.items()
        if columns.values
    ]


class _AboutIt(TypedDict):
    person: str
    period: Period
    time_zone: str
    count: int


def _about(about: ToolRequest, period: Window, count: int) -> _AboutIt:
    return {
        "person": about.user_id,
        "period": Period(first=period.first, last=period.last),
        "time_zone": about.time_zone,
        "count": count,
    }


def _metric(name: str) -> Metric:
    try:
        return Metric[name.strip().upper()]
    except KeyError:
        known = ", ".join(each.key for each in Metric)
        raise InvalidInput(f"There is no metric of that name. Known: {known}.", "metric") from None


def _of(word: str, known: Sequence[str]) -> None:
    if word not in known:
        raise InvalidInput(f"`detail` is one of {', '.join(known)}.", "detail")
