"""What is worked out and stored now, because somebody asked, and not when it is missed.

It changes nothing that was measured, and leaves no line in the audit log.
"""

from app.auth import Caller, require_person
from app.findings import analyse
from app.findings.patterns import Findings
from app.findings.readable import FOUND, reading, require_classes
from app.records.account import Account, Scope
from app.records.findings import Baseline
from app.state import State


async def calculate(house: State, caller: Caller, account: Account) -> list[Baseline]:
    """Baselines of today, in the order of the registry. Raises Forbidden."""
    _allowed(house, caller, account)
    return await analyse.calculate(house["resources"], account)


async def detect(house: State, caller: Caller, account: Account) -> Findings:
    """Patterns and forecasts of today.

    Raises Forbidden, NotFound for a person who was deleted meanwhile, TooManyRequests and
    AnalysisUnavailable as the models do.
    """
    _allowed(house, caller, account)
    return await analyse.analyse_soon(house["resources"], account)


def _allowed(house: State, caller: Caller, account: Account) -> None:
    """What is worked out is answered, too: who may not read it does not have it worked out."""
    require_person(caller, account.user_id, Scope.READ, Scope.SYNC)
    require_classes(reading(house["resources"].pool, caller.classes), FOUND)
