import numpy as np
import pytest

from bench import honesty, wearers


@pytest.mark.timeout(170)
def test_a_small_table_is_honest() -> None:
    """With few simulated people the shares lie in wide bounds around those of the README."""
    for line in honesty.table(0.03):
        if line.what.startswith("false: any"):
            assert line.share <= 0.3, line
        elif line.what.startswith("false"):
            assert line.share <= 0.25, line
        elif line.what == "coverage: all":
            assert 0.65 <= line.share <= 0.95, line
        elif line.what == "illness: +8 bpm seen on day 2":
            assert line.share >= 0.3, line


def test_simulated_series_have_their_autocorrelation() -> None:
    """The truth that the table is held against is the one it was meant to be."""
    series = wearers.ar1(np.random.default_rng(1), 0.6, (2000, 60))
    assert series.std() == pytest.approx(1, abs=0.02)
    assert (series[:, 1:] * series[:, :-1]).mean() == pytest.approx(0.6, abs=0.02)


def test_simulated_nights_are_a_level_and_noise() -> None:
    """Half noise halves what a night has of the night before, at every distance."""
    body = wearers.Body(0.9, 0.5)
    nights = wearers.nights(np.random.default_rng(2), body, (3000, 60))
    assert nights.std() == pytest.approx(1, abs=0.02)
    for apart in (1, 4):
        alike = (nights[:, apart:] * nights[:, :-apart]).mean()
        assert alike == pytest.approx(0.5 * 0.9**apart, abs=0.02)


def test_watches_are_left_off_in_runs() -> None:
    """A tenth of the nights is missing, and a missing one is mostly followed by another."""
    worn = wearers.worn(np.random.default_rng(3), (2000, 120))
    off = ~worn[:, 40:]
    assert off.mean() == pytest.approx(0.04 / 0.44, abs=0.01)
    assert off[:, 1:][off[:, :-1]].mean() == pytest.approx(0.6, abs=0.02)


def test_an_interval_is_wilsons() -> None:
    """Of 5 in 100 people the interval is that of the textbook."""
    low, high = honesty.Line("", "", 0.05, people=100).interval
    assert (low, high) == pytest.approx((0.02154, 0.11175), abs=1e-4)


def test_a_share_holds_when_its_interval_touches_the_bounds() -> None:
    """9.3 % of 600 people may be 9 %; of 6000 people it is more."""
    assert honesty.Line("", "", 0.093, 0.0, 0.09, people=600).holds
    assert not honesty.Line("", "", 0.1, 0.0, 0.09, people=6000).holds
