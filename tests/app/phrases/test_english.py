import pytest

from app.metrics import Metric
from app.phrases.catalogue import catalogue
from app.phrases.codes import Code
from app.phrases.english import ENGLISH
from app.phrases.phrase import Phrase


@pytest.mark.parametrize(
    ("metric", "value", "text"),
    [
        (Metric.HRV_RMSSD, 45.2, "45ms"),
        (Metric.RESTING_HR, 52.0, "52 bpm"),
        (Metric.SLEEP_SCORE, 78.0, "78"),
        (Metric.TRAINING_LOAD_RATIO, 1.1, "1.10"),
        (Metric.SLEEP_HOURS, 7.25, "7.2 h"),
    ],
)
def test_amounts(metric: Metric, value: float, text: str) -> None:
    """Values are written with their unit, as the document does."""
    assert ENGLISH.amount(metric, value) == text


def test_names() -> None:
    """Abbreviations stay capital in the middle of a sentence, words do not."""
    assert ENGLISH.name(Metric.HRV_RMSSD) == "HRV"
    assert ENGLISH.name(Metric.RESTING_HR) == "resting heart rate"
    assert ENGLISH.name(Metric.REM_SLEEP_HOURS) == "REM sleep"


def test_a_correlation_has_size_sign_names_and_days() -> None:
    """Size and sign come before the two names, one day is no days."""
    params = {"first": "steps", "second": "hrv_rmssd", "effect": -0.5, "lag_days": 1}
    assert Phrase(Code.CROSS_CORRELATION_LATER, params=params).fact == (
        "Moderate negative correlation between steps and HRV 1 day later"
    )
    assert Phrase(Code.CROSS_CORRELATION, params=params | {"effect": 0.1}).fact == (
        "Weak positive correlation between steps and HRV"
    )


def test_company_of_an_illness_is_named_once() -> None:
    """Two metrics that joined are told one after the other, none leaves the clause out."""
    params = {"first_rise": 6.6, "second_rise": 5.0, "joined": ["hrv_rmssd", "breathing_rate"]}
    phrase = Phrase(Code.ILLNESS_SIGNAL, Metric.RESTING_HR, params)
    assert phrase.fact == (
        "Resting heart rate was 7 and 5 bpm above your usual on two nights running, "
        "and HRV and breathing rate moved with it"
    )
    alone = Phrase(Code.ILLNESS_SIGNAL, Metric.RESTING_HR, params | {"joined": []})
    assert alone.fact.endswith("on two nights running")


@pytest.mark.parametrize("code", list(Code))
def test_every_code_is_in_the_catalogue(code: Code) -> None:
    """A reader finds each code, each of its parameters, and its sentence."""
    (row,) = (line for line in catalogue().splitlines() if line.startswith(f"| `{code.key}` |"))
    assert all(f"`{name}`: " in row for name in code.spec.params)
