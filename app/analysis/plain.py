"""Numbers and details as JSON knows them; of numpy alone, so who only tells loads no models."""

import datetime as dt
import enum
import math
from collections.abc import Mapping
from typing import Any

import numpy as np


def finite(value: float | None) -> float | None:
    """A Python float; None in place of NaN and infinity."""
    if value is None or not math.isfinite(value):
        return None
    return float(value)


def plain(value: Any) -> Any:  # noqa: ANN401  JSON has no type of its own.
    """The value as JSON knows it: numpy's numbers, dates and enums are resolved, NaN is null."""
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(each) for each in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return _plain_scalar(value)


def _plain_scalar(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, enum.StrEnum):
        return value.value
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return int(value)
    return finite(float(value)) if isinstance(value, (float, np.floating)) else value
