"""The numbers that are followed as people read them."""

from __future__ import annotations

from collections.abc import Callable

from levelhip.core import Side
from levelhip.program.trends import Trend
from levelhip.report.numbers import everyday_unit

SCALES = ("of 10", "of 24")
"""Units of what was said: the end of a scale."""

SPARKS = "▁▂▃▄▅▆▇█"


def trend_name(trend: Trend, translated: Callable[[str], str] = str) -> str:
    """What is followed, with its side.

    Parameters
    ----------
    trend : Trend
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    str
    """
    title = trend.title.filled(translated)
    return title if trend.side is Side.BOTH else f"{title}, {translated(trend.side)}"


def trend_number(trend: Trend, value: float | None, *, signed: bool = False) -> str:
    """A number in the trend's everyday unit; empty for None.

    Parameters
    ----------
    trend : Trend
    value : float or None
        In the trend's unit.
    signed : bool
        Whether a plus stands before it, as for a change.

    Returns
    -------
    str
    """
    if value is None:
        return ""
    scale, unit = everyday(trend)
    digits = 0 if abs(scale * value) >= 100 or trend.unit == "min/week" else 1
    told = f"{scale * value:{'+' if signed else ''}.{digits}f}"
    if float(told) == 0:
        told = told.lstrip("+-")
    return f"{told}{unit}".replace("-", "−")


def trend_level(trend: Trend, value: float | None) -> str:
    """A number with all that it is of, "3.6 of 10", for where it stands by itself; empty for None.

    Parameters
    ----------
    trend : Trend
    value : float or None
        In the trend's unit.

    Returns
    -------
    str
    """
    number = trend_number(trend, value)
    return f"{number} {trend.unit}" if number and trend.unit in SCALES else number


def important_words(trend: Trend) -> str:
    """The smallest changes that matter, "1.3 / 2.3 / 2.7"; empty when none is known.

    Parameters
    ----------
    trend : Trend

    Returns
    -------
    str
    """
    return " / ".join(f"{each:.1f}".removesuffix(".0") for each in trend.important)


def everyday(trend: Trend) -> tuple[float, str]:
    """What a trend's numbers are multiplied by to be read, and the unit behind them.

    Parameters
    ----------
    trend : Trend

    Returns
    -------
    tuple of float and str
        As 100 and " %"; an empty unit for points.
    """
    if trend.unit in SCALES:
        return 1.0, ""
    if trend.unit == "min/week":
        return 1.0, " min"
    scale, unit = everyday_unit(trend.name, trend.unit)
    return scale, "" if unit.startswith(" of ") or unit == " points" else unit


def spark(trend: Trend, *, width: int = 12) -> str:
    """The course of a number in one line of small bars.

    Parameters
    ----------
    trend : Trend
    width : int
        Most bars; each is the mean of the days that fall into it, a blank is days without one.

    Returns
    -------
    str
    """
    first, last = trend.points[0].on, trend.points[-1].on
    span = (last - first).days + 1
    count = min(width, span, len(trend.points))
    cells: list[list[float]] = [[] for _ in range(count)]
    for point in trend.points:
        cells[(point.on - first).days * count // span].append(point.value)
    means = [sum(cell) / len(cell) if cell else None for cell in cells]
    known = [mean for mean in means if mean is not None]
    low, high = _ends(trend, known)
    steps = len(SPARKS) - 1
    return "".join(
        " " if mean is None else SPARKS[round(steps * (mean - low) / ((high - low) or 1.0))]
        for mean in means
    )


def _ends(trend: Trend, known: list[float]) -> tuple[float, float]:
    if trend.unit in SCALES:
        return 0.0, float(trend.unit.split()[-1])
    return min(*known, 0.0), max(*known, 0.0)
