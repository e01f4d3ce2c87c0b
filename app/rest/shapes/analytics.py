"""What the amount of data is enough for."""

from dataclasses import dataclass
from typing import Annotated

from app.records import findings as records
from app.rest.shapes.values import about


@dataclass
class DataDays:
    """Days with data, of the last 400."""

    sleep: Annotated[int, about("Nights.", 45)]
    recharge: Annotated[int, about("Nightly recharges.", 45)]
    activity: Annotated[int, about("Days of activity.", 45)]
    cardio_load: Annotated[int, about("Days of cardio load.", 30)]


@dataclass
class Unlock:
    """How far a feature is away."""

    unlocked: Annotated[bool, about("Whether it is there.", example=False)]
    days_required: Annotated[int, about("Days of data it takes.", 60)]
    days_remaining: Annotated[int, about("Days that are missing.", 30)]
    progress_percent: Annotated[float, about("Share that is there, percent.", 50.0)]


_UNLOCK = {
    "unlocked": False,
    "days_required": 60,
    "days_remaining": 30,
    "progress_percent": 50.0,
}


@dataclass
class AnalyticsStatus:
    """What the amount of data is enough for."""

    user_id: Annotated[str, about("The person.", "12345")]
    data_days: Annotated[DataDays, about("Days with data, of the last 400.", None)]
    min_data_days: Annotated[int, about("The smallest of them.", 30)]
    features_available: Annotated[
        dict[str, bool],
        about(
            "Whether each feature is there.",
            {
                "basic_stats": True,
                "trend_analysis": True,
                "personalized_baselines": True,
                "predictive_models": True,
                "advanced_ml": False,
                "long_term_patterns": False,
            },
        ),
    ]
    unlock_progress: Annotated[
        dict[str, Unlock], about("The next feature.", {"advanced_ml": _UNLOCK})
    ]
    recommendations: Annotated[
        list[str],
        about(
            "What to do next.",
            ["Great progress! Advanced ML features unlock after 60 days of data."],
        ),
    ]

    @classmethod
    def of(cls, user_id: str, found: records.AnalyticsStatus) -> "AnalyticsStatus":
        """The status of a person."""
        days = found.data_days
        return cls(
            user_id,
            DataDays(days.sleep, days.recharge, days.activity, days.cardio_load),
            found.min_data_days,
            found.features_available,
            {
                each.feature: Unlock(
                    each.unlocked, each.days_required, each.days_remaining, each.progress_percent
                )
                for each in found.unlock_progress
            },
            list(found.recommendations),
        )
