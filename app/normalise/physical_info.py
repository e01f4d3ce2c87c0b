"""A person's settings at Polar."""

from app.normalise.values import Harvest, above_zero, newest, or_none, whole, word
from app.records.physical_info import PhysicalInfo
from app.upstream.wire.physical_info import PhysicalInfo as WireInfo


def physical_infos(rows: list[WireInfo]) -> Harvest:
    """Versions of the settings."""
    return [[_info(row) for row in newest(rows, lambda row: row.as_of)]]


def _info(row: WireInfo) -> PhysicalInfo:
    return PhysicalInfo(
        modified_at=row.as_of,
        created_at=row.created,
        birthday=row.birthday,
        gender=row.gender,
        weight_kg=above_zero(row.weight),
        weight_source=word(row.weight_source, "SOURCE_"),
        height_cm=above_zero(row.height),
        maximum_heart_rate=row.maximum_heart_rate,
        resting_heart_rate=row.resting_heart_rate,
        aerobic_threshold=row.aerobic_threshold,
        anaerobic_threshold=row.anaerobic_threshold,
        vo2_max=whole(row.vo2_max),
        training_background=row.training_background,
        typical_day=row.typical_day,
        sleep_goal_s=row.sleep_goal,
        extra=or_none(row.extra),
    )
