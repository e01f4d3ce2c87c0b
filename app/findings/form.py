"""Training load as it adds up, day by day: what the pattern `training_form` says of today."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

import numpy as np

from app.analysis.smoothing import ACUTE, CHRONIC, Floats, smooth
from app.days import DAY, Window
from app.findings.metric_days import on_calendar
from app.metrics import Metric
from app.reads.desk import Desk
from app.reads.timeline import Resolution, columns_of

MEMORY_DAYS = 364
"""Of older loads nothing is left; the pattern looks as far back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingForm:
    """Load of each calendar day and its weighted means, columns of equal length."""

    dates: Annotated[list[dt.date], "Every day of the window, the oldest first."]
    load: Annotated[
        list[float | None], "Cardio load of the day, TRIMP; 0 is a rest day, NULL not known."
    ]
    acute_load: Annotated[
        list[float | None],
        "Load a day, weighted over 7 days: what was asked lately; NULL below 7 days with a load.",
    ]
    chronic_load: Annotated[
        list[float | None],
        "Load a day, weighted over 42 days: what the body is used to; NULL below 42 days.",
    ]
    form: Annotated[list[float | None], "`chronic_load` minus `acute_load`; above 0 is fresher."]
    load_ratio: Annotated[list[float | None], "`acute_load` divided by `chronic_load`."]


async def training_form(desk: Desk, user_id: str, window: Window) -> TrainingForm:
    """Form on each day of the window, out of the loads of up to a year before it."""
    memory = Window(window.first - DAY * MEMORY_DAYS, window.last)
    name = Metric.TRAINING_LOAD.key
    found = await desk.ask(columns_of, user_id, frozenset({name}), memory, Resolution.DAY, 0)
    loads = on_calendar(found.get(name), memory)
    return _form(loads, window)


def _form(loads: Floats, window: Window) -> TrainingForm:
    acute, chronic = _mean(loads, ACUTE), _mean(loads, CHRONIC)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(chronic > 0, acute / chronic, np.nan)
    return TrainingForm(
        dates=[window.first + DAY * number for number in range(window.days)],
        load=_listed(loads, window),
        acute_load=_listed(acute, window),
        chronic_load=_listed(chronic, window),
        form=_listed(chronic - acute, window),
        load_ratio=_listed(ratio, window),
    )


def _mean(loads: Floats, time_constant: int) -> Floats:
    """From so many days with a load on, as many as the mean is over."""
    known = np.isfinite(loads)
    if not known.any():
        return loads
    return np.where(np.cumsum(known) >= time_constant, smooth(loads, time_constant), np.nan)


def _listed(values: Floats, window: Window) -> list[float | None]:
    return [None if np.isnan(one) else one for one in values[-window.days :].tolist()]
