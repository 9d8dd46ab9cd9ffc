"""What one rule of a verdict says, and how it writes numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

from levelhip.core import Sentence, phrase
from levelhip.engine.reading import Reading

CERTAIN = 1.96
"""Standard uncertainties past which a difference is more than the error of measuring (95 %)."""

WRITTEN = {"1": (100.0, 0, " %"), "deg": (1.0, 1, "°"), "m": (100.0, 1, " cm")}
"""Factor, digits after the point and unit in which a quantity is written; others as they are."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one rule says.

    Attributes
    ----------
    state : "even", "uneven", "unsure" or "measured"
    said : its sentences
    metrics : what it looked at
    """

    state: str
    said: tuple[Sentence, ...]
    metrics: tuple[str, ...]


def said(value: float, unit: str) -> str | Sentence:
    """A size as people read it.

    Parameters
    ----------
    value : float
        In `unit`; not below 0 where it is a difference.
    unit : str
        As in `core.Metric`.

    Returns
    -------
    str or Sentence
        "less than 1 %" for what would be written as nothing.
    """
    factor, digits, words = _written(unit)
    told = f"{factor * value:.{digits}f}"
    if not float(told):
        return phrase("less than {size}", size=f"{10.0**-digits:g}{words}")
    return f"{told}{words}"


def said_error(value: float, unit: str) -> str:
    """An error as people read it, rounded up as everywhere.

    Parameters
    ----------
    value : float
        In `unit`.
    unit : str
        As in `core.Metric`.

    Returns
    -------
    str
    """
    factor, digits, words = _written(unit)
    step = 10.0**-digits
    # 1e-9: a value that is a whole number of steps but for rounding stays what it is.
    return f"{math.ceil(factor * value / step - 1e-9) * step:.{digits}f}{words}"


def with_error(reading: Reading) -> str:
    """A value with half of its 95 % range.

    Parameters
    ----------
    reading : Reading

    Returns
    -------
    str
        As "8.3° ± 2.0°".
    """
    factor, digits, words = _written(reading.unit)
    error = said_error(CERTAIN * reading.total_sd, reading.unit)
    return f"{factor * reading.value:.{digits}f}{words} ± {error}"


def _written(unit: str) -> tuple[float, int, str]:
    return WRITTEN.get(unit, (1.0, 2, f" {unit}"))
