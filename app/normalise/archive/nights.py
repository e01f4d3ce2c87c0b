"""Nights: sleep and its score, recovery and its samples."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from app.archive.said import Said
from app.normalise.archive.context import Context, Spans
from app.normalise.values import (
    Harvest,
    above_zero,
    above_zero_whole,
    joined,
    minutes_of,
    whole,
)
from app.records.recharge import BreathingSamples, HrvSamples, Recharge
from app.records.sleep import Night, SleepStageSamples

STAGES = {
    "WAKE": "WAKE",
    "REM": "REM",
    "NONREM1": "LIGHTER",
    "NONREM2": "LIGHT",
    "NONREM3": "DEEP",
    "WS_UNKNOWN": "UNKNOWN",
}
RATINGS = {"BAD": 1, "QUITE_BAD": 2, "NEITHER_BAD_NOR_WELL": 3, "QUITE_WELL": 4, "WELL": 5}
"""Polar's words from bad to well, behind SLEPT_ or bare. That they are AccessLink's 1 to 5 in this
order is a guess."""

Times = npt.NDArray[np.datetime64]
UNSTAGED = "UNKNOWN"
MINUTE_MS = 60_000


def sleep_results(items: Iterable[Said], _: Context) -> Harvest:
    """Nights and their stages."""
    told = [(night, each) for each in items if (night := _night(each)) is not None]
    stages = [_stages(night, each) for night, each in told]
    blocks = [
        SleepStageSamples(
            local_time=joined([moments for moments, _ in stages], "datetime64[s]"),
            date=np.repeat(
                np.array([night.date for night, _ in told], "datetime64[D]"),
                [len(moments) for moments, _ in stages],
            ),
            stage=joined([names for _, names in stages], "U16"),
        )
    ]
    return Harvest([[night for night, _ in told], *(blocks if told else [])])


def _night(item: Said) -> Night | None:
    date, evaluation = item.day("night"), item.said("evaluation")
    if date is None:
        return None
    result = item.said("sleepResult")
    hypnogram, analysis = result.said("hypnogram"), evaluation.said("analysis")
    cycles = list(result.said("sleepCycles").said("cycles").each("sleepCycleModels"))
    return Night(
        date=date,
        **_times(hypnogram),
        **_durations(evaluation),
        device_id=hypnogram.text("deviceId"),
        sleep_rating=RATINGS.get((hypnogram.word("rating") or "").removeprefix("SLEPT_")),
        continuity=above_zero(analysis.number("continuityIndex")),
        continuity_class=above_zero_whole(analysis.number("continuityClass")),
        sleep_goal_s=above_zero_whole(hypnogram.seconds("sleepGoal")),
        sleep_cycles=len(cycles) or None,
        extra=_extra(evaluation),
    )


def _extra(evaluation: Said) -> dict[str, Any] | None:
    """What Ursa has no column for: kind of sleep, counts of interruptions, Polar's feedback."""
    interruptions = evaluation.said("interruptions")
    told = {
        "sleep_type": evaluation.word("sleepType"),
        "feedback": evaluation.said("analysis").whole("feedback"),
        "interruption_count": interruptions.whole("totalCount"),
        "short_interruption_count": interruptions.whole("shortCount"),
        "long_interruption_count": interruptions.whole("longCount"),
    }
    return {name: value for name, value in told.items() if value is not None} or None


def _times(hypnogram: Said) -> dict[str, Any]:
    """Times with an offset, as Polar writes them; a clock alone is no absolute time."""
    start, end = hypnogram.moment("sleepStart"), hypnogram.moment("sleepEnd")
    aware = end or start
    return {
        "sleep_start_at": start if start and start.tzinfo else None,
        "sleep_end_at": end if end and end.tzinfo else None,
        "sleep_start_local": start and start.replace(tzinfo=None),
        "sleep_end_local": end and end.replace(tzinfo=None),
        "utc_offset_minutes": minutes_of(aware.utcoffset()) if aware and aware.tzinfo else None,
    }


def _durations(evaluation: Said) -> dict[str, Any]:
    """Seconds; a watch without stages knows only how long somebody was asleep."""
    phases, interruptions = evaluation.said("phaseDurations"), evaluation.said("interruptions")
    unknown = phases.seconds("unknown") if phases else evaluation.seconds("asleepDuration")
    told = {
        "light_s": phases.seconds("light"),
        "deep_s": phases.seconds("deep"),
        "rem_s": phases.seconds("rem"),
        "unrecognized_s": unknown,
        "interruption_s": interruptions.seconds("totalDuration"),
        "short_interruption_s": interruptions.seconds("shortDuration"),
        "long_interruption_s": interruptions.seconds("longDuration"),
    }
    return {name: whole(value) for name, value in told.items()}


def _stages(night: Night, item: Said) -> tuple[Times, npt.NDArray[np.str_]]:
    """Changes of stage; a last WAKE at or behind the end of the span is none.

    Without staging Polar writes one asleep state for all sleep: its stage is not known.
    """
    start = night.sleep_start_local
    if start is None:
        return np.array([], "datetime64[s]"), np.array([], "U16")
    staged = bool(item.said("evaluation").said("phaseDurations"))
    changes = _changes(item, staged=staged)
    moments = [start + dt.timedelta(seconds=offset) for offset in changes]
    return np.array(moments, "datetime64[s]"), np.array([*changes.values()], "U16")


def _changes(item: Said, *, staged: bool) -> dict[float, str]:
    """Stages by seconds since falling asleep."""
    span = item.said("evaluation").seconds("sleepSpan") or np.inf
    found: dict[float, str] = {}
    for change in item.said("sleepResult").said("hypnogram").each("sleepStateChanges"):
        offset, stage = change.seconds("offsetFromStart"), STAGES.get(change.text("state") or "")
        if offset is None or stage is None or (stage == "WAKE" and offset >= span):
            continue
        found[offset] = stage if staged or stage == "WAKE" else UNSTAGED
    return found


def sleep_scores(items: Iterable[Said], _: Context) -> Harvest:
    """Scores of nights; one without a sleep result still is a night."""
    return Harvest([[night for each in items if (night := _scored(each)) is not None]])


def _scored(item: Said) -> Night | None:
    date, result = item.day("night"), item.said("sleepScoreResult")
    if date is None:
        return None
    return Night(
        date=date,
        sleep_score=above_zero_whole(result.number("sleepScore")),
        duration_score=above_zero(result.number("groupDurationScore")),
        solidity_score=above_zero(result.number("groupSolidityScore")),
        regeneration_score=above_zero(result.number("groupRefreshScore")),
        extra=_components(item),
    )


COMPONENTS = (
    "sleepTimeOwnTargetScore",
    "sleepTimeRecommendationScore",
    "continuityScore",
    "efficiencyScore",
    "remScore",
    "n3Score",
    "longInterruptionsScore",
    "scoreRate",
)


def _components(item: Said) -> dict[str, Any] | None:
    """Parts of the score and their usual levels, by Polar's names; an average of 0 is none yet."""
    result, usual = item.said("sleepScoreResult"), item.said("sleepScoreBaselines")
    parts = {name: result.number(name) for name in COMPONENTS}
    levels = {name: above_zero(usual.number(name)) for name in sorted(usual.values)[:_MOST]}
    told = {"score_parts": _known(parts), "score_baselines": _known(levels)}
    return {name: value for name, value in told.items() if value} or None


_MOST = 50


def _known(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def recoveries(items: Iterable[Said], _: Context) -> Harvest:
    """Nights' recovery, with the usual levels that Polar holds it against."""
    return Harvest([[found for each in items if (found := _recovery(each)) is not None]])


def _recovery(item: Said) -> Recharge | None:
    date = item.day("night")
    if date is None:
        return None
    beat = above_zero(item.number("meanNightlyRecoveryRri"))
    breath = above_zero(item.number("meanNightlyRecoveryRespirationInterval"))
    rate = above_zero_whole(item.number("ansRate", 0, 5))
    return Recharge(
        date=date,
        heart_rate_avg=whole(beat and MINUTE_MS / beat),
        beat_to_beat_avg_ms=whole(beat),
        hrv_rmssd_ms=above_zero_whole(item.number("meanNightlyRecoveryRmssd")),
        breathing_rate_avg=breath and round(MINUTE_MS / breath, 1),
        nightly_recharge_status=above_zero_whole(item.number("recoveryIndicator", 0, 6)),
        ans_charge=item.number("ansStatus") if rate else None,
        ans_charge_status=rate,
        **_usual(item),
    )


def _usual(item: Said) -> dict[str, Any]:
    """Columns that AccessLink does not know: baselines, the finer level, tips ("-1": none)."""
    return {
        "recharge_sub_level": item.whole("recoveryIndicatorSubLevel", 0, 99),
        "baseline_beat_to_beat_ms": above_zero(item.number("meanBaselineRri")),
        "baseline_beat_to_beat_sd_ms": above_zero(item.number("sdBaselineRri")),
        "baseline_rmssd_ms": above_zero(item.number("meanBaselineRmssd")),
        "baseline_rmssd_sd_ms": above_zero(item.number("sdBaselineRmssd")),
        "baseline_breath_ms": above_zero(item.number("meanBaselineRespirationInterval")),
        "baseline_breath_sd_ms": above_zero(item.number("sdBaselineRespirationInterval")),
        "sleep_tip": item.word("sleepTip"),
        "vitality_tip": item.word("vitalityTip"),
        "exercise_tip": item.word("exerciseTip"),
    }


def recovery_samples(items: Iterable[Said], context: Context) -> Harvest:
    """HRV and breathing of nights: no night is named, so it is the one whose sleep they lie in."""
    told = list(items)
    hrv = [_series(s, context.spans) for each in told for s in each.each("hrvData")]
    breaths = [_series(s, context.spans) for each in told for s in each.each("breathingRateData")]
    lost = sum(found is None for found in (*hrv, *breaths))
    notes = [f"{lost} series of recovery lie in no night that is known, and were left out"]
    first, second = _block([s for s in hrv if s]), _block([s for s in breaths if s])
    return Harvest(
        [
            HrvSamples(**first[0], rmssd_ms=first[1]),
            BreathingSamples(**second[0], breaths_per_minute=second[1]),
        ],
        notes if lost else [],
    )


Found = tuple[dt.date, Times, npt.NDArray[np.float64]]


def _series(series: Said, spans: Spans) -> Found | None:
    """Night, moments and values of one series; None where its start lies in no night."""
    start, step = series.local("startTime"), series.number("samplingIntervalInMillis", 1, 10**7)
    night = None if start is None else night_at(start, spans)
    values = series.values.get("samples")
    if night is None or start is None or step is None or not isinstance(values, list):
        return None
    read = [float(v) if isinstance(v, int | float) and v > 0 else np.nan for v in values]
    ticks = np.round(np.arange(len(read)) * step).astype("timedelta64[ms]")
    moments = (np.datetime64(start, "ms") + ticks).astype("datetime64[s]")
    return night, moments, np.array(read, "f8")


def night_at(moment: dt.datetime, spans: Spans) -> dt.date | None:
    """The night in whose sleep a moment lies."""
    for day in (moment.date(), moment.date() + dt.timedelta(days=1)):
        span = spans.get(day)
        if span is not None and span[0] - _EARLY <= moment <= span[1]:
            return day
    return None


_EARLY = dt.timedelta(minutes=30)
"""A series may begin before somebody is found to be asleep."""


def _block(found: list[Found]) -> tuple[dict[str, Any], npt.NDArray[np.float64]]:
    """One block of several series; of one moment the later one counts."""
    moments = joined([times for _, times, _ in found], "datetime64[s]")
    date = joined([np.full(len(t), d, "datetime64[D]") for d, t, _ in found], "datetime64[D]")
    values = joined([values for *_, values in found], "f8")
    _, place = np.unique(moments[::-1], return_index=True)
    place = len(moments) - 1 - place
    return {"local_time": moments[place], "date": date[place]}, values[place]
