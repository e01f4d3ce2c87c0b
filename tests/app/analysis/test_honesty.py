import numpy as np
import pytest

from bench import honesty


@pytest.mark.timeout(170)
def test_a_small_table_is_honest() -> None:
    """With few simulated people the shares lie in wide bounds around those of the README."""
    for line in honesty.table(0.03):
        if line.what.startswith("false: any"):
            assert line.share <= 0.3, line
        elif line.what.startswith("false"):
            assert line.share <= 0.18, line
        elif line.what == "coverage: all":
            assert 0.65 <= line.share <= 0.95, line
        elif line.what == "illness: +8 bpm seen on day 2":
            assert line.share >= 0.6, line


def test_simulated_series_have_their_autocorrelation() -> None:
    """The truth that the table is held against is the one it was meant to be."""
    series = honesty.ar1(np.random.default_rng(1), 0.6, (2000, 60))
    assert series.std() == pytest.approx(1, abs=0.02)
    assert (series[:, 1:] * series[:, :-1]).mean() == pytest.approx(0.6, abs=0.02)
