"""How arrays are held inside values: float64, C-ordered, read-only, checked once."""

from __future__ import annotations

import math
import operator
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from levelhip.core.errors import BadRecording

Array: TypeAlias = NDArray[np.float64]

_FEW = 12
"""Up to so many numbers are quicker one by one; measured."""


def frozen_array(values: ArrayLike, *, shape: tuple[int | None, ...], name: str) -> Array:
    """A read-only float64 array of the asked shape.

    Parameters
    ----------
    values : array-like
        Numbers; NaN stands for missing.
    shape : tuple of int or None
        Expected length of each axis; None accepts any length.
    name : str
        How the array is called in the error message.

    Returns
    -------
    Array
        C-ordered, read-only; the given array itself when it is all that already.

    Raises
    ------
    BadRecording
        When the shape is another one.
    """
    if isinstance(values, np.ndarray) and values.shape == shape and _is_frozen(values):
        return values
    array = np.ascontiguousarray(values, dtype=np.float64)
    fits = array.ndim == len(shape) and all(
        wanted is None or got == wanted for got, wanted in zip(array.shape, shape, strict=False)
    )
    if not fits:
        wanted_text = " x ".join("any" if n is None else str(n) for n in shape)
        raise BadRecording(f"{name}: shape is {array.shape}; give {wanted_text}")
    if array.flags.writeable:
        array = array.copy() if array is values else array
        array.flags.writeable = False
    return array


def _is_frozen(array: NDArray[Any]) -> bool:
    """Whether it is held already as all are here; a server looks at a thousand of them a second."""
    flags = array.flags
    return array.dtype == np.float64 and flags.c_contiguous and not flags.writeable


def rising_times(time_s: ArrayLike, *, name: str) -> Array:
    """Time stamps (T,), s, finite and strictly increasing.

    Parameters
    ----------
    time_s : array-like
        (T,), s.
    name : str
        How the series is called in the error message.

    Returns
    -------
    Array
        (T,), read-only.

    Raises
    ------
    BadRecording
        When a time is not finite, or not later than the one before.
    """
    if isinstance(time_s, np.ndarray) and time_s.ndim == 1 and _is_frozen(time_s):
        times = time_s
    else:
        times = frozen_array(time_s, shape=(None,), name=f"{name}.time_s")
    # Steps between finite ends that all rise are finite themselves.
    if times.size and not (math.isfinite(times[0]) and math.isfinite(times[-1])):
        raise BadRecording(f"{name}.time_s: a time is not a finite number; drop that sample")
    if times.size <= _FEW:
        few = times.tolist()
        if all(map(operator.lt, few, few[1:])):
            return times
    steps = times[1:] > times[:-1]
    if not steps.all():
        at = int(np.argmin(steps))
        raise BadRecording(
            f"{name}.time_s: sample {at + 1} is at {times[at + 1]} s, "
            f"not later than {times[at]} s; "
            "sort the samples and drop repeated times"
        )
    return times
