"""A number that knows how far it may be off."""

from __future__ import annotations

import math
from dataclasses import dataclass

from levelhip.core.arrays import Array

MDC95_FACTOR = 1.96 * math.sqrt(2.0)
"""Smallest detectable change at 95 %, in standard errors of one measurement (docs/evidence.md)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value or series with its standard uncertainty.

    Attributes
    ----------
    value : float or (T,) array, in `unit`; NaN where it is unknown
    sd : standard uncertainty, same shape or one number for all, in `unit`
    unit : "1", "deg", "s", "m", "kg", "steps/min", …
    method : how it was got, in a few words
    version : number of the method; a change of the method's results raises it
    """

    value: float | Array
    sd: float | Array
    unit: str
    method: str = ""
    version: int = 1

    @property
    def mdc95(self) -> float | Array:
        """Smallest change between two such measurements that is more than noise (95 %)."""
        return MDC95_FACTOR * self.sd
