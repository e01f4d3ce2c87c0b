"""What the amount of data is enough for, by the document's timeline."""

from app.records.findings import AnalyticsStatus, DataDays, Unlock

TIMELINE = {
    "basic_stats": 7,
    "trend_analysis": 14,
    "personalized_baselines": 21,
    "predictive_models": 30,
    "advanced_ml": 60,
    "long_term_patterns": 90,
}
"""Days of data that unlock each feature."""

PRAISE = {
    "basic_stats": "Keep wearing your device. Basic statistics unlock after 7 days of data.",
    "trend_analysis": "Good start! Trend analysis unlocks after 14 days of data.",
    "personalized_baselines": (
        "Good progress! Personalized baselines unlock after 21 days of data."
    ),
    "predictive_models": "Good progress! Predictive models unlock after 30 days of data.",
    "advanced_ml": "Great progress! Advanced ML features unlock after 60 days of data.",
    "long_term_patterns": (
        "Great progress! Long-term pattern recognition unlocks after 90 days of data."
    ),
}
"""What is said about the next feature."""

FEEDS = {
    "sleep": "sleep",
    "recharge": "nightly recharge",
    "activity": "activity",
    "cardio_load": "cardio load",
}


def analytics_status(data_days: DataDays) -> AnalyticsStatus:
    """Features, progress and advice, by the smallest of the four day counts."""
    smallest = min(getattr(data_days, feed) for feed in FEEDS)
    locked = [(feature, days) for feature, days in TIMELINE.items() if smallest < days]
    return AnalyticsStatus(
        data_days=data_days,
        min_data_days=smallest,
        features_available={feature: smallest >= days for feature, days in TIMELINE.items()},
        unlock_progress=tuple(unlock(feature, days, smallest) for feature, days in locked[:1]),
        recommendations=(
            PRAISE[locked[0][0]] if locked else "All analytics features are unlocked.",
            *_missing(data_days),
        ),
    )


def unlock(feature: str, days: int, there: int) -> Unlock:
    """How far a feature is away."""
    return Unlock(
        feature=feature,
        unlocked=there >= days,
        days_required=days,
        days_remaining=max(0, days - there),
        progress_percent=round(min(100.0, 100 * there / days), 1),
    )


def _missing(data_days: DataDays) -> list[str]:
    """The feeds without a single day, when others have some: they hold everything back."""
    missing = [words for feed, words in FEEDS.items() if getattr(data_days, feed) == 0]
    if len(missing) == len(FEEDS):
        return []
    return [f"No {words} has come in yet: sync it to unlock more." for words in missing]
