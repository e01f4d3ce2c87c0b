"""Polar's webhook."""

import datetime as dt
from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True, kw_only=True)
class PolarWebhook:
    """The webhook that Ursa made at Polar; there is one per application."""

    webhook_id: Annotated[str | None, "Polar's id of it; null while it is being made."]
    url: Annotated[str, "Where Polar sends its notices."]
    events: Annotated[list[str], "What they tell of, in Polar's words."]
    active: Annotated[bool | None, "Whether Polar sends notices, as it last said."]
    created_at: Annotated[dt.datetime, "When it was made."]
    checked_at: Annotated[dt.datetime | None, "When Polar was last asked about it."]
    reactivated_at: Annotated[
        dt.datetime | None, "When Ursa last switched it on again, after Polar had switched it off."
    ]
    error: Annotated[str | None, "What went wrong at the last look, in words."]
    notices_in_a_day: Annotated[int, "Notices that arrived in the last 24 hours."]
    last_notice_at: Annotated[dt.datetime | None, "When the last one arrived."]
