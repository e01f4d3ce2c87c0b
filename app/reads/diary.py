"""What a person wrote down and planned, their tests on purpose, and their devices."""

from collections.abc import Sequence

from app.reads.days import day_list
from app.reads.desk import question
from app.records.diary import BodyWeight, Device, DiaryEntry, PlannedRoute, TrainingTarget
from app.records.spot_tests import FitnessTest, OrthostaticTest
from app.store.pool import Pool
from app.store.read import fetch_lists

body_weights = day_list(BodyWeight, "body_weights", "Weighings, the newest first.")
diary_entries = day_list(DiaryEntry, "diary_entries", "Notes and feelings, the newest first.")
training_targets = day_list(TrainingTarget, "training_targets", "Plans, the newest first.")
orthostatic_tests = day_list(OrthostaticTest, "orthostatic_tests", "Tests, the newest first.")
fitness_tests = day_list(FitnessTest, "fitness_tests", "Tests, the newest first.")


@question
async def planned_routes(pool: Pool, user_ids: Sequence[str]) -> dict[str, list[PlannedRoute]]:
    """Routes to follow."""
    asked = {"user_ids": list(user_ids)}
    return await fetch_lists(pool, PlannedRoute, "planned_routes", user_ids, asked)


@question
async def devices(pool: Pool, user_ids: Sequence[str]) -> dict[str, list[Device]]:
    """Devices, those in use first."""
    asked = {"user_ids": list(user_ids)}
    return await fetch_lists(pool, Device, "devices", user_ids, asked)
