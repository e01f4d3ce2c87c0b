import subprocess
import sys

from app.patterns import DOCUMENTED, NAMES, PatternName

HEAVY = ("pandas", "scipy", "statsmodels")


def test_the_registry_is_light() -> None:
    """Whoever asks for a pattern's name does not wait for the models to load."""
    asked = f"import sys, app.patterns; print([x for x in {HEAVY} if x in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_names_are_the_members_in_order() -> None:
    """A pattern's name is its member's, in lower case; two lines alike would be one pattern."""
    assert tuple(name.lower() for name in PatternName.__members__) == NAMES
    assert DOCUMENTED == (
        "sleep_hrv_correlation",
        "overtraining_risk",
        "hrv_trend",
        "sleep_trend",
    )
