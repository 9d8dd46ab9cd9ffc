"""What one rule of a verdict says, and how it writes numbers."""

from __future__ import annotations

from dataclasses import dataclass

from levelhip.core import Sentence, phrase
from levelhip.core.rounding import digits_by, rounded_up
from levelhip.engine.reading import Reading

CERTAIN = 1.96
"""Standard uncertainties past which a difference is more than the error of measuring (95 %)."""

WRITTEN = {"1": (100.0, " %"), "deg": (1.0, "°"), "m": (100.0, " cm")}
"""Factor and unit in which a quantity is written; others as they are."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one rule says.

    Attributes
    ----------
    state : "even", "within" (no difference past the error), "uneven", "unsure" or "measured"
    said : its sentences
    metrics : what it looked at
    """

    state: str
    said: tuple[Sentence, ...]
    metrics: tuple[str, ...]


def said(value: float, unit: str, half: float) -> str | Sentence:
    """A size as people read it.

    Parameters
    ----------
    value : float
        In `unit`; not below 0 where it is a difference.
    unit : str
        As in `core.Metric`.
    half : float
        Half of its 95 % range, by which the digits are cut.

    Returns
    -------
    str or Sentence
        "less than 1 %" for what would be written as nothing.
    """
    factor, words = _written(unit)
    digits = digits_by(factor * half)
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
    factor, words = _written(unit)
    return f"{rounded_up(factor * value, digits_by(factor * value))}{words}"


def with_error(reading: Reading) -> str:
    """A value with half of its 95 % range.

    Parameters
    ----------
    reading : Reading

    Returns
    -------
    str
        As "8° ± 2°", with the digits that its row in the table has.
    """
    factor, words = _written(reading.unit)
    half = CERTAIN * reading.total_sd
    value = f"{factor * reading.value:.{digits_by(factor * half)}f}"
    value = value.lstrip("-") if not float(value) else value
    return f"{value}{words} ± {said_error(half, reading.unit)}"


def _written(unit: str) -> tuple[float, str]:
    return WRITTEN.get(unit, (1.0, f" {unit}"))
