"""What Ursa finds out about a person, worked out now."""

from typing import Annotated

import strawberry

from app.deeds import findings
from app.metrics import FORETOLD, Metric
from app.patterns import NAMES
from app.records.account import Scope
from app.records.findings import Forecast, Pattern
from schema.context import Info
from schema.fields import answered, asked, field
from schema.findings import Baseline
from schema.mutations.words import WHO
from schema.person import Person
from schema.prices import ANALYSIS, READ, STATEMENT, SYNC, flat


@asked
class CalculateBaselinesInput:
    """Whose baselines to calculate."""

    user_id: strawberry.ID = strawberry.field(description=WHO)


@answered(baselines=len(Metric))
class CalculateBaselinesPayload:
    """Baselines that were calculated and stored now."""

    person: Annotated[Person, "The person."]
    baselines: Annotated[list[Baseline], "Their baselines, of metrics with a value in 90 days."]


@asked
class DetectPatternsInput:
    """Whose patterns to detect."""

    user_id: strawberry.ID = strawberry.field(description=WHO)


@answered(patterns=len(NAMES), forecasts=len(FORETOLD))
class DetectPatternsPayload:
    """Patterns and forecasts that were found and stored now."""

    person: Annotated[Person, "The person."]
    patterns: Annotated[tuple[Pattern, ...], "All patterns."]
    forecasts: Annotated[tuple[Forecast, ...], "All forecasts, withheld ones with their reasons."]


CalculateBaselines = Annotated[
    CalculateBaselinesInput, strawberry.argument(name="input", description="Whose.")
]
DetectPatterns = Annotated[
    DetectPatternsInput, strawberry.argument(name="input", description="Whose.")
]


@strawberry.type
class FindingDeeds:
    """Deeds about findings."""

    @field(price=flat(STATEMENT), scope=READ | SYNC)
    async def calculate_baselines(
        self, info: Info, asked: CalculateBaselines
    ) -> CalculateBaselinesPayload | None:
        """Calculate and store a person's baselines now; needs the scopes SYNC and READ.

        It also happens after each sync and every night.
        """
        context = info.context
        account = await context.account(str(asked.user_id), Scope.SYNC)
        context.changed()
        found = await findings.calculate(context.state, context.holder, account)
        return CalculateBaselinesPayload(
            person=Person(account=account), baselines=[Baseline(record=one) for one in found]
        )

    @field(price=flat(STATEMENT + ANALYSIS), scope=READ | SYNC)
    async def detect_patterns(
        self, info: Info, asked: DetectPatterns
    ) -> DetectPatternsPayload | None:
        """Find and store a person's patterns and forecasts now; needs the scopes SYNC and READ.

        It also happens after each sync and every night.
        """
        context = info.context
        account = await context.account(str(asked.user_id), Scope.SYNC)
        context.changed()
        found = await findings.detect(context.state, context.holder, account)
        return DetectPatternsPayload(
            person=Person(account=account), patterns=found.patterns, forecasts=found.forecasts
        )
