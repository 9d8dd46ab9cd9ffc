"""Numbers as people read them: in everyday units, no more digits than the error allows."""

from __future__ import annotations

import math
from dataclasses import dataclass

from levelhip.core.rounding import digits_by, rounded_up

RANGE_FACTOR = 1.96
"""Half width of the 95 % range in standard uncertainties, for a normal error."""

PERCENT_NAMES = frozenset(
    {"load_share", "weight_shift", "excess_shift", "needed_shift", "symmetry", "asymmetry"}
)
"""Quantities of unit 1 that are parts of a whole; others of unit 1 are counts or ratios."""

COUNT_ENDINGS = ("count", "lifts", "reps", "steps", "holds")
"""Last words of the names of counts."""

DIFFERENCE = "_difference"
"""End of the name of a metric that is left less right of the quantity before it."""

SCALES = {"pain": 10, "rating": 3}
"""Highest answer by the last word of a quantity's name, or a word before `_start` and `_end`."""

YES_NO = frozenset({"toe_down", "past_midline"})
"""Quantities that are 1 or 0 in a single trial, and over all trials the part that is 1."""

METRE_NAMES = frozenset({"height", "distance", "path_length"})
"""Lengths that people give in metres; all other lengths are shown in centimetres."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A quantity as it is shown.

    Attributes
    ----------
    value : "6.2", without its unit
    error : half of the 95 % range, "0.8"; empty when there is none to show
    change : smallest change that is more than noise, "1.5"; empty when it is not known
    unit : " °", " %", " cm", …, to be put right after a number
    """

    value: str
    error: str
    change: str
    unit: str

    @property
    def text(self) -> str:
        """Value and error with their unit, as "6.2° ± 0.8°" or "49 ± 4 %"."""
        if not self.error:
            return f"{self.value}{self.unit}"
        first = self.unit if self.unit == "°" else ""
        return f"{self.value}{first} ± {self.error}{self.unit}"

    @property
    def change_text(self) -> str:
        """The smallest change with its unit, or a dash; on a scale in points."""
        if not self.change:
            return "–"
        points = " point" if self.change == "1" else " points"
        return f"{self.change}{points if self.unit.startswith(' of ') else self.unit}"


def is_count(name: str, unit: str) -> bool:
    """Whether a quantity counts things.

    Parameters
    ----------
    name, unit : str
        As in the result file.

    Returns
    -------
    bool
        True for counts, as "lift_count" in unit "1".
    """
    return unit == "1" and name.endswith(COUNT_ENDINGS)


def scale_of(name: str) -> int | None:
    """Highest number of the scale that a quantity was answered on; None for what was measured.

    Parameters
    ----------
    name : str
        As in the result file.

    Returns
    -------
    int or None
    """
    bare = name.removesuffix(DIFFERENCE)
    for ending in ("_start", "_end", "_change"):
        bare = bare.removesuffix(ending)
    return SCALES.get(bare.rsplit("_", 1)[-1])


def everyday_unit(name: str, unit: str) -> tuple[float, str]:
    """Factor and unit in which a quantity is shown.

    Parameters
    ----------
    name, unit : str
        As in the result file.

    Returns
    -------
    tuple
        What to multiply by, and the unit as it follows a number.
    """
    most = scale_of(name)
    if most is not None:
        return 1.0, " points" if name.endswith((DIFFERENCE, "_change")) else f" of {most}"
    name = name.removesuffix(DIFFERENCE)
    if unit == "deg":
        return 1.0, "°"
    if unit == "m":
        return (1.0, " m") if name in METRE_NAMES else (100.0, " cm")
    if unit == "1":
        return (100.0, " %") if _is_part(name) else (1.0, "")
    return 1.0, f" {unit}"


def _is_part(name: str) -> bool:
    endings = ("_share", "_part", "_shift", "_symmetry", "_asymmetry")
    return name in PERCENT_NAMES | YES_NO or name.endswith(endings)


def shown(
    name: str,
    value: float,
    sd: float | None,
    mdc95: float | None,
    unit: str,
    *,
    digits: int | None = None,
) -> Shown:
    """A measured quantity as it is shown, its digits cut where the error begins.

    Parameters
    ----------
    name, unit : str
        As in the result file.
    value, sd, mdc95 : float
        In `unit`; sd and mdc95 may be None.
    digits : int or None
        Digits after the point; None = as the error allows.

    Returns
    -------
    Shown
        Error and smallest change are rounded up, never down.
    """
    factor, shown_unit = everyday_unit(name, unit)
    if is_count(name, unit):
        wrong = RANGE_FACTOR * sd if sd else 0.0
        error = str(math.ceil(wrong)) if wrong else ""
        change = str(math.ceil(mdc95)) if mdc95 else ""
        return Shown(f"{value:.0f}", error, change, "")
    if scale_of(name) is not None:
        # Answers are whole numbers.
        error = str(math.ceil(RANGE_FACTOR * sd - 1e-9)) if sd else ""
        change = str(math.ceil(mdc95 - 1e-9)) if mdc95 else ""
        return Shown(f"{value:.3g}".replace("-", "−"), error, change, shown_unit)
    half = factor * RANGE_FACTOR * sd if sd else 0.0
    if digits is None:
        digits = digits_by(half or abs(factor * value) / 50)
    number = f"{factor * value:.{digits}f}"
    if float(number) == 0:
        number = number.lstrip("-")
    least = factor * mdc95 if mdc95 else 0.0
    # A change that is mostly the person's own days is not known as finely as one measurement.
    finely = digits if least <= 3.0 * half else min(digits, digits_by(least))
    return Shown(
        value=number.replace("-", "−"),
        error=rounded_up(half, digits) if half else "",
        change=rounded_up(least, finely) if least else "",
        unit=shown_unit,
    )
