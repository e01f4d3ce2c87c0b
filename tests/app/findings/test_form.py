"""Training form day by day."""

import numpy as np
import pytest

from app.analysis.history import History
from app.analysis.load import training_form as pattern_of
from app.days import Window
from app.findings.form import training_form
from app.metrics import Metric
from app.reads.desk import Desk
from app.store.findings import daily_values
from app.store.pool import Pool
from tests.app.series import TODAY, gappy, keep

LOAD = Metric.TRAINING_LOAD.key


async def test_today_is_what_the_pattern_says(pool: Pool, person: str) -> None:
    """The last day has the numbers of the pattern `training_form`."""
    await keep(pool, person, {LOAD: gappy(np.random.default_rng(2), 200).clip(0)})
    form = await training_form(Desk(pool), person, Window.of(90, TODAY))
    days = await daily_values(pool, person, Window.of(400, TODAY).first, TODAY)
    told = pattern_of(History.of(days, TODAY)).details
    assert form.acute_load[-1] == pytest.approx(told["acute_load"], abs=1e-9)
    assert form.chronic_load[-1] == pytest.approx(told["chronic_load"], abs=1e-9)
    assert form.form[-1] == pytest.approx(told["form"], abs=1e-9)
    assert len(form.dates) == len(form.load) == len(form.load_ratio) == 90


async def test_too_few_loads(pool: Pool, person: str) -> None:
    """The week's mean takes 7 loads, the habit 42, and what needs both waits for both."""
    await keep(pool, person, {LOAD: [50.0] * 45})
    form = await training_form(Desk(pool), person, Window.of(50, TODAY))
    assert form.load[:6] == [None] * 5 + [50.0]
    assert (form.acute_load[10], form.chronic_load[45], form.form[45]) == (None, None, None)
    assert form.acute_load[11] == pytest.approx(50)
    assert form.chronic_load[46] == pytest.approx(50)
    assert form.load_ratio[46] == pytest.approx(1)


async def test_no_loads(pool: Pool, person: str) -> None:
    """Somebody without any load has days, and nothing on them; a habit of 0 makes no ratio."""
    form = await training_form(Desk(pool), person, Window.of(3, TODAY))
    assert (form.load, form.form, form.load_ratio) == ([None] * 3, [None] * 3, [None] * 3)
    await keep(pool, person, {LOAD: [0.0] * 60})
    form = await training_form(Desk(pool), person, Window.of(3, TODAY))
    assert (form.form, form.load_ratio) == ([0.0] * 3, [None] * 3)
