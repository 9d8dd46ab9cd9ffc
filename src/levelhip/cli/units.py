"""Body measures, times and days as people write them."""

from __future__ import annotations

import re
from datetime import date, datetime

from levelhip.cli.misuse import bad_value

KILOGRAMS_PER_POUND = 0.45359237
METRES_PER_INCH = 0.0254
METRES_AT_MOST = 3.0
"""A height without unit is in metres up to this, else in centimetres; nobody is that tall."""

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_FEET = re.compile(rf"(\d+)\s*(?:ft|feet|')\s*(?:{_NUMBER}\s*(?:in|inches|\"|'')?)?")
_METRES = re.compile(rf"{_NUMBER}\s*(m|cm)?")
_MASS = re.compile(rf"{_NUMBER}\s*(kg|lbs?)?")
_SECONDS = re.compile(rf"{_NUMBER}\s*(?:s|sec|seconds)?")


def height_m(text: str) -> float:
    """A height in metres from "1.78", "1.78m", "178", "178 cm" or "5ft10".

    Parameters
    ----------
    text : str
        As typed; a comma may stand for the point.

    Returns
    -------
    float
        m.

    Raises
    ------
    click.BadParameter
        When it cannot be read as a height.
    """
    written = text.strip().lower()
    feet = _FEET.fullmatch(written)
    if feet:
        inches = 12 * float(feet[1]) + _number(feet[2] or "0")
        return round(inches * METRES_PER_INCH, 4)
    match = _METRES.fullmatch(written)
    if not match:
        raise bad_value("{given} is not a height; give 1.78, 178cm or 5ft10", given=repr(text))
    number, unit = _number(match[1]), match[2]
    in_centimetres = unit == "cm" or (unit is None and number > METRES_AT_MOST)
    return number / 100 if in_centimetres else number


def length_m(text: str) -> float:
    """A length in metres from "0.5", "0.5m" or "50 cm".

    Parameters
    ----------
    text : str
        As typed; a comma may stand for the point.

    Returns
    -------
    float
        m.

    Raises
    ------
    click.BadParameter
        When it cannot be read as a length.
    """
    match = _METRES.fullmatch(text.strip().lower())
    if not match:
        raise bad_value("{given} is not a length; give 0.5, 0.5m or 50cm", given=repr(text))
    return _number(match[1]) / (100.0 if match[2] == "cm" else 1.0)


def mass_kg(text: str) -> float:
    """A body mass in kilograms from "71", "71kg" or "156lb".

    Parameters
    ----------
    text : str
        As typed.

    Returns
    -------
    float
        kg.

    Raises
    ------
    click.BadParameter
        When it cannot be read as a mass.
    """
    match = _MASS.fullmatch(text.strip().lower())
    if not match:
        raise bad_value("{given} is not a mass; give 71, 71kg or 156lb", given=repr(text))
    factor = KILOGRAMS_PER_POUND if (match[2] or "").startswith("lb") else 1.0
    return _number(match[1]) * factor


def day_given(text: str) -> date:
    """A day from "2026-01-31".

    Parameters
    ----------
    text : str
        As typed.

    Returns
    -------
    date

    Raises
    ------
    click.BadParameter
        When it is no date.
    """
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 -- a day has no zone
    except ValueError:
        raise bad_value("{given} is no date; give 2026-01-31", given=repr(text)) from None


def seconds(text: str) -> float:
    """A time in seconds from "5" or "5s".

    Parameters
    ----------
    text : str
        As typed.

    Returns
    -------
    float
        s, more than 0.

    Raises
    ------
    click.BadParameter
        When it cannot be read as a time.
    """
    match = _SECONDS.fullmatch(text.strip().lower())
    if not match or _number(match[1]) <= 0:
        raise bad_value("{given} is not a time; give seconds, as 30", given=repr(text))
    return _number(match[1])


def _number(text: str) -> float:
    return float(text.replace(",", "."))
