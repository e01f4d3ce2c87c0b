"""A person's settings at Polar."""

from app.normalise.absent import Sources, absent
from app.normalise.rivals import best_of_each
from app.normalise.values import Harvest, above_zero, above_zero_whole, not_negative, or_none, word
from app.records.physical_info import PhysicalInfo
from app.upstream.wire.physical_info import PhysicalInfo as WireInfo


def physical_infos(rows: list[WireInfo]) -> Harvest:
    """Versions of the settings."""
    rows, notes, others = best_of_each(rows, lambda row: row.as_of)
    return Harvest([[_info(row) for row in rows]], notes, others)


def _info(row: WireInfo) -> PhysicalInfo:
    return PhysicalInfo(
        modified_at=row.as_of,
        created_at=row.created,
        birthday=row.birthday,
        gender=row.gender,
        weight_kg=above_zero(row.weight),
        weight_source=word(row.weight_source, "SOURCE_"),
        height_cm=above_zero(row.height),
        maximum_heart_rate=above_zero_whole(row.maximum_heart_rate),
        resting_heart_rate=above_zero_whole(row.resting_heart_rate),
        aerobic_threshold=above_zero_whole(row.aerobic_threshold),
        anaerobic_threshold=above_zero_whole(row.anaerobic_threshold),
        vo2_max=above_zero_whole(row.vo2_max),
        training_background=row.training_background,
        typical_day=row.typical_day,
        sleep_goal_s=not_negative(row.sleep_goal),
        extra=or_none(row.extra),
        absent=absent(PhysicalInfo, row, SOURCES),
    )


SOURCES: Sources = {
    "modified_at": (),
    "created_at": "created",
    "weight_kg": "weight",
    "height_cm": "height",
    "sleep_goal_s": "sleep_goal",
}
