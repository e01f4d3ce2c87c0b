"""Days of cardio load."""

from app.reads.days import day_list
from app.records.cardio_load import CardioLoadDay

cardio_load_days = day_list(
    CardioLoadDay, "cardio_load_days", "Days of the window, the newest first."
)
