import pytest

from app.analysis.status import analytics_status
from app.records.findings import DataDays, Unlock


def test_document_example() -> None:
    """45, 45, 45 and 30 days give the document's answer."""
    found = analytics_status(DataDays(sleep=45, recharge=45, activity=45, cardio_load=30))
    assert found.min_data_days == 30
    assert found.features_available == {
        "basic_stats": True,
        "trend_analysis": True,
        "personalized_baselines": True,
        "predictive_models": True,
        "advanced_ml": False,
        "long_term_patterns": False,
    }
    assert found.unlock_progress == (
        Unlock(
            feature="advanced_ml",
            unlocked=False,
            days_required=60,
            days_remaining=30,
            progress_percent=50.0,
        ),
    )
    assert found.recommendations == (
        "Great progress! Advanced ML features unlock after 60 days of data.",
    )


@pytest.mark.parametrize(
    ("days", "unlocked"), [(0, 0), (6, 0), (7, 1), (14, 2), (21, 3), (30, 4), (60, 5), (90, 6)]
)
def test_timeline(days: int, unlocked: int) -> None:
    """Features unlock after 7, 14, 21, 30, 60 and 90 days."""
    found = analytics_status(DataDays(sleep=days, recharge=days, activity=days, cardio_load=days))
    assert sum(found.features_available.values()) == unlocked
    assert len(found.unlock_progress) == int(unlocked < 6)


def test_everything_unlocked() -> None:
    """With 90 days of everything there is nothing left to unlock."""
    found = analytics_status(DataDays(sleep=90, recharge=90, activity=90, cardio_load=90))
    assert found.unlock_progress == ()
    assert found.recommendations == ("All analytics features are unlocked.",)


def test_a_feed_that_holds_everything_back_is_named() -> None:
    """Without a day of cardio load the smallest count is 0, and the advice says why."""
    found = analytics_status(DataDays(sleep=40, recharge=40, activity=40))
    assert found.min_data_days == 0
    assert found.recommendations[1] == "No cardio load has come in yet: sync it to unlock more."
