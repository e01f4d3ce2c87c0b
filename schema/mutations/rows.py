"""Single exercises, tests and nights."""

import datetime as dt
from operator import attrgetter
from typing import Annotated

import strawberry

from app.deeds import rows
from app.records.deletion import RowReceipt, SpotTest
from schema.context import Context, Info
from schema.fields import asked, field
from schema.ids import exercise_of
from schema.mutations.words import WHO
from schema.prices import ADMIN, AS_A_ROW
from schema.publish import plain_field, publish


@asked
class DeleteExerciseInput:
    """Which exercise to delete."""

    user_id: strawberry.ID = strawberry.field(description=WHO)
    exercise_id: strawberry.ID = strawberry.field(
        description="`exerciseId`, `polarExerciseId`, or the global id."
    )


@asked
class DeleteNightInput:
    """Which night to delete."""

    user_id: strawberry.ID = strawberry.field(description=WHO)
    date: dt.date = strawberry.field(description="Day of waking up.")


@asked
class DeleteTestInput:
    """Which test to delete."""

    user_id: strawberry.ID = strawberry.field(description=WHO)
    test_at: dt.datetime = strawberry.field(description="Time of the test, to the second.")


publish(
    RowReceipt,
    name="DeleteRowPayload",
    ids=("receipt_id",),
    more={"userId": plain_field(attrgetter("user_id"), "The person.", strawberry.ID)},
)

DeleteExercise = Annotated[
    DeleteExerciseInput, strawberry.argument(name="input", description="Which exercise.")
]
DeleteNight = Annotated[
    DeleteNightInput, strawberry.argument(name="input", description="Which night.")
]
DeleteTest = Annotated[
    DeleteTestInput, strawberry.argument(name="input", description="Which test.")
]


@strawberry.type
class RowDeeds:
    """Deeds about single rows."""

    @field(price=AS_A_ROW, scope=ADMIN)
    async def delete_exercise(self, info: Info, asked: DeleteExercise) -> RowReceipt | None:
        """Delete an exercise, its samples, its route and every record that repeats it.

        Needs the scope ADMIN. No later sync brings it back.
        """
        context, user_id = info.context, await info.context.named(asked.user_id)
        exercise = exercise_of(str(asked.exercise_id), user_id)
        receipt = await rows.delete_exercise(context.state, context.holder, user_id, exercise)
        context.changed()
        return receipt

    @field(price=AS_A_ROW, scope=ADMIN)
    async def delete_night(self, info: Info, asked: DeleteNight) -> RowReceipt | None:
        """Delete what was measured in a night: sleep, recovery, skin temperature, their samples.

        Needs the scope ADMIN. No later sync brings it back.
        """
        context = info.context
        receipt = await rows.delete_night(
            context.state, context.holder, await context.named(asked.user_id), asked.date
        )
        context.changed()
        return receipt

    @field(price=AS_A_ROW, scope=ADMIN)
    async def delete_spo2_test(self, info: Info, asked: DeleteTest) -> RowReceipt | None:
        """Delete a blood oxygen test.

        Needs the scope ADMIN. No later sync brings it back.
        """
        return await _test(info.context, SpotTest.SPO2, asked)

    @field(price=AS_A_ROW, scope=ADMIN)
    async def delete_ecg_test(self, info: Info, asked: DeleteTest) -> RowReceipt | None:
        """Delete a wrist ECG.

        Needs the scope ADMIN. No later sync brings it back.
        """
        return await _test(info.context, SpotTest.ECG, asked)

    @field(price=AS_A_ROW, scope=ADMIN)
    async def delete_orthostatic_test(self, info: Info, asked: DeleteTest) -> RowReceipt | None:
        """Delete an orthostatic test.

        Needs the scope ADMIN. No later sync brings it back.
        """
        return await _test(info.context, SpotTest.ORTHOSTATIC, asked)

    @field(price=AS_A_ROW, scope=ADMIN)
    async def delete_fitness_test(self, info: Info, asked: DeleteTest) -> RowReceipt | None:
        """Delete a fitness test.

        Needs the scope ADMIN. No later sync brings it back.
        """
        return await _test(info.context, SpotTest.FITNESS, asked)


async def _test(context: Context, kind: SpotTest, asked: DeleteTestInput) -> RowReceipt:
    receipt = await rows.delete_test(
        context.state, context.holder, await context.named(asked.user_id), kind, asked.test_at
    )
    context.changed()
    return receipt
