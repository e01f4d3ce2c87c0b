"""Which source wins where two tell of the same: one table, by relation and column.

A sync writes what Polar's API answers, over whatever is stored. An archive asks this table.
"""

from collections.abc import Mapping
from enum import Enum

from app.records.sleep import MEASURED, SCORED


class Wins(Enum):
    """Of a row that is stored and one that an archive tells."""

    STORED = "what is stored stays; the archive fills in what is missing"
    ARCHIVE = "the archive's values take the place of others, and what it lacks stays"
    DAY = "a day (night, exercise, period) that was told before is left as it is"


WINS: Mapping[str, Wins] = {
    "sleep": Wins.STORED,
    "nightly_recharge": Wins.STORED,
    "activity": Wins.ARCHIVE,  # The API's totals were those of the moment; the archive's are final.
    "exercise": Wins.STORED,
    "exercise_zone": Wins.DAY,
    "exercise_lap": Wins.DAY,
    "exercise_sample": Wins.DAY,
    "route_point_sample": Wins.DAY,
    "spo2_test": Wins.STORED,
    "ecg_test": Wins.STORED,
    "body_temperature_period": Wins.STORED,
    "body_temperature_sample": Wins.DAY,
    "skin_contact_change": Wins.STORED,
    "physical_info": Wins.STORED,
    "orthostatic_test": Wins.STORED,
    "fitness_test": Wins.STORED,
    "body_weight": Wins.STORED,
    "diary_entry": Wins.STORED,
    "training_target": Wins.ARCHIVE,  # What was planned is done later.
    "planned_route": Wins.STORED,
    "device": Wins.ARCHIVE,  # A device is taken out of use later.
    "heart_rate_sample": Wins.DAY,
    "step_sample": Wins.DAY,
    "met_sample": Wins.DAY,
    "sleep_stage_sample": Wins.DAY,
    "hrv_sample": Wins.DAY,
    "breathing_sample": Wins.DAY,
    "ppi_sample": Wins.DAY,
    "pulse_interval_sample": Wins.DAY,
}
"""Of two archives the day of samples that says more wins, whichever is read first; of rows that an
archive wins the newer archive's do. An older one never rolls back. A value that differs and does
not win is a conflict, counted and told."""

FINAL_AFTER = frozenset({"activity"})
"""Relations whose archive row of the archive's own last day is not final, and wins nothing."""

TOGETHER: Mapping[str, frozenset[str]] = {"sleep": MEASURED | SCORED}
"""Columns that are filled in only where what was measured is the same in both."""
DECIDES: Mapping[str, frozenset[str]] = {"sleep": MEASURED}

ONLY_ARCHIVE: Mapping[str, tuple[str, ...]] = {
    "nightly_recharge": (
        "recharge_sub_level",
        "baseline_beat_to_beat_ms",
        "baseline_beat_to_beat_sd_ms",
        "baseline_rmssd_ms",
        "baseline_rmssd_sd_ms",
        "baseline_breath_ms",
        "baseline_breath_sd_ms",
        "sleep_tip",
        "vitality_tip",
        "exercise_tip",
    ),
    "exercise": (
        "name",
        "note",
        "feeling",
        "ascent_m",
        "descent_m",
        "recovery_time_s",
        "training_benefit",
        "start_trigger",
    ),
}
"""Columns that no other source tells: of a row that a sync has taken over, these alone go when the
import is undone."""
