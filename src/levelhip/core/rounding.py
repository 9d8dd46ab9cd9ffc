"""How many digits of a number are written: no more than its error allows."""

from __future__ import annotations

import math


def digits_by(half: float) -> int:
    """Digits after the point: one significant digit of an error, two when it begins with 1.

    Parameters
    ----------
    half : float
        Half of the 95 % range, in the unit that is written; not below 0.

    Returns
    -------
    int
        0 to 3; 1 where no error is known.
    """
    if half <= 0 or not math.isfinite(half):
        return 1
    place = math.floor(math.log10(half))
    leading = half / 10**place
    return min(3, max(0, -place + (1 if leading < 2 else 0)))


def rounded_up(value: float, digits: int) -> str:
    """An error as it is written: never smaller than it is.

    Parameters
    ----------
    value : float
        Not below 0.
    digits : int
        After the point.

    Returns
    -------
    str
    """
    step = 10.0**-digits
    # 1e-9: a value that is a whole number of steps but for rounding stays what it is.
    return f"{math.ceil(value / step - 1e-9) * step:.{digits}f}"
