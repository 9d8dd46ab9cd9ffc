"""How a phone sits round the thigh, from the first lifts of the leg."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from levelhip.biomech.thigh import (
    BENT_DEG,
    LIFT_DEG,
    angle_between,
    lift_direction,
    worn_along,
)
from levelhip.core import Array

SEEN_DEG = 15.0
"""Without a gyroscope a movement along the phone's long edge counts from here; chosen by us: a kick
of the leg passes for ten degrees."""

PEAKED = 0.8
"""A lift has peaked when it is back below this part of its height; chosen by us."""


def came_late(line: Array, from_s: float, ups: Sequence[tuple[float, Sequence[float]]]) -> bool:
    """Whether a limb had left the place where it first lay still twice and oftener than after that.

    Parameters
    ----------
    line : (3,)
        Direction of up in that place, in sensor axes.
    from_s : s
        When it had lain there.
    ups : sequence of (s, (3,))
        Times, and the same at them; NaN where unknown.

    Returns
    -------
    bool
    """
    counts, is_away = [0, 0], False
    for at_s, up in ups:
        tilt = angle_between(up, line)
        if tilt >= LIFT_DEG:
            is_away = True
        elif is_away and tilt <= LIFT_DEG / 2.0:
            counts[at_s >= from_s] += 1
            is_away = False
    return counts[0] > max(1, counts[1])


class LiftPath:
    """The way that up takes in the first lift, in sensor axes, and where that puts the knee.

    Parameters
    ----------
    line : (3,) or None
        Direction of up with the leg in line, unit vector; None when it is not known yet.
    sees_turns : bool
        Whether it is known when the hip is bent (a gyroscope). Otherwise the phone's long edge is
        taken for the thigh, its top for the hip unless the lifts say the opposite twice.
    """

    def __init__(self, line: Array | None = None, *, sees_turns: bool = True) -> None:
        self._line = line
        self._sees_turns = sees_turns
        self._edge = None if line is None else worn_along(line, None)
        self._upside_down = 0
        self._highest = 0.0
        self._is_over = False
        self._way: list[tuple[float, Sequence[float]]] = []
        self._earlier: Array | None = None
        self.direction: Array | None = None
        """To the knee; None before the first lift."""

    def push(self, up: Sequence[float], turned_deg: float) -> bool:
        """Whether, with this row, the lifts have shown how the phone is worn.

        Parameters
        ----------
        up : (3,)
            Direction of up; NaN where unknown.
        turned_deg : deg
            How far the thigh is turned about the vertical: a bent hip is no lift.

        Returns
        -------
        bool
        """
        if self._line is None or math.isnan(up[0]):
            return False
        if not self._sees_turns:
            return self._seen_along(up)
        tilt = angle_between(up, self._line)
        if tilt <= LIFT_DEG / 2.0 or turned_deg > BENT_DEG:
            self._is_over = False
        elif not self._is_over:
            self._highest = max(self._highest, tilt)
            self._way.append((tilt, up))
        if self._highest < LIFT_DEG or tilt > PEAKED * self._highest:
            return False
        # The rest of the way down is no other lift.
        self._is_over = True
        self.direction = self._found()
        self._highest, self._way = 0.0, []
        worn = worn_along(self._line, self.direction)
        if self.direction is None or worn is None:
            return False
        lengthwise = abs(angle_between(worn[0], np.array([0.0, 1.0, 0.0])) - 90.0) > 45.0
        earlier, self._earlier = self._earlier, self.direction
        # Any other way of wearing it must be seen twice.
        return lengthwise or (earlier is not None and angle_between(earlier, self.direction) < 30.0)

    def _seen_along(self, up: Sequence[float]) -> bool:
        """Whether the lifts have shown which end of the phone's long edge is at the hip."""
        if self._edge is None:
            return False
        slope = math.degrees(math.asin(min(1.0, max(-1.0, float(np.dot(up, self._edge[0]))))))
        if abs(slope) > abs(self._highest):
            self._highest = slope
        if abs(self._highest) < SEEN_DEG or abs(slope) > PEAKED * abs(self._highest):
            return False
        is_up, self._highest = self._highest > 0.0, 0.0
        self._upside_down += not is_up
        self.direction = self._edge[0] if is_up else -self._edge[0]
        return is_up or self._upside_down > 1

    def _found(self) -> Array | None:
        assert self._line is not None  # noqa: S101 -- push looks first
        high = [up for tilt, up in self._way if tilt >= 0.5 * self._highest]
        return lift_direction(np.array(high), self._line)
