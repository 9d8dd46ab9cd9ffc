"""The thigh of a person who lies on the side, from a phone worn on it.

Lying on the side, the outward axis of the upper hip points up. Lifting the leg tips the thigh's
long axis against gravity and turning the toes rolls the thigh about it, so that abduction and toe
turn can be seen from gravity alone. Bending and stretching the hip turns the thigh about the
vertical: only a gyroscope sees that, and it drifts. The angles are those of the sequence
flexion, abduction, rotation (Wu et al. 2002, J Biomech 35:543), in which the first does not enter
the other two; they are the thigh's in space, against its own place in line with the trunk.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from levelhip.core import Array, Side

EDGE_SD_DEG = 5.0
"""How far an edge of a strapped phone lies off the thigh's long axis; chosen by us: what the eye
sets straight on a limb."""

FREE_SD_DEG = 12.0
"""The same when only the lifts tell the long axis: toes that turn 5 degrees in a lift of 25 shift
it by so much; chosen by us."""

STANDING_SD_DEG = 4.0
"""How far the thigh of a standing person is off the vertical; chosen by us."""

LONGWAYS_DEG = 60.0
"""Up to so far from the lifts' direction the phone's long edge is taken for the thigh's axis
before any other edge: toes that turn 20 degrees in a lift tilt it by 35; chosen by us."""

NEAR_EDGE_DEG = 25.0
"""Up to so far another edge of the phone is taken for it; chosen by us."""

LEVEL_PART, LENGTHWISE_PART = 0.35, 0.2
"""Sine of how far an edge may point up or down, leg in line, to lie along the thigh: 20 degrees;
and 12 to be taken for it however the toes turn. A thigh in line is level within some degrees and a
strap is set straight within 5; an edge further off is a phone's that is fixed anyhow. Chosen by
us."""

LIFT_DEG = 15.0
"""A lift that shows where the knee is tips the thigh by more than this; chosen by us: a knee that
comes down 10 degrees with the toes turned by as much tips it by 14."""

BENT_DEG = 25.0
"""A hip turned further than this about the vertical is bent: no lift; chosen by us."""

SKIN_SD_DEG = {"abduction": 1.5, "extension": 1.5, "toe": 3.0}
"""How far strap, skin and muscle let a phone turn against the thigh bone. Chosen by us: as for the
sacrum, more for a limb, and twice as much about its long axis, along which nothing holds."""

RATE_SD_DEG_S = 0.2
"""What is left of the gyroscope's bias after the line pose; chosen by us: breath and muscle turn a
resting thigh by half a degree within the two or three seconds from which it is learned."""

WANDER_DEG = 0.1
"""Drift after a second that has no steady rate; it grows with the root of time. Chosen by us, from
the noise of phone gyroscopes and of a strap."""

SURE_DEG = 12.0
"""An extension less sure than this is not given; chosen by us: it is as large as the extension."""

REST_PLACE_SD_DEG = 4.0
"""How far from its line the leg comes to rest between repetitions, alike every time, and"""
REST_SD_DEG = 2.5
"""how far one rest is from the next; both chosen by us."""


@dataclass(frozen=True, slots=True)
class ThighAxes:
    """How a phone sits on the thigh.

    Attributes
    ----------
    front, outward, along : unit vectors in sensor axes: to the front, to the outside of the body
        (up, lying on the other side), and along the thigh to the knee
    sd_deg : deg, standard uncertainty of their turn about `outward`
    numbers : the nine numbers of the three, one after another
    """

    front: Array
    outward: Array
    along: Array
    sd_deg: float
    numbers: tuple[float, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Take the numbers out of the arrays once, not for every sample."""
        numbers = (*self.front.tolist(), *self.outward.tolist(), *self.along.tolist())
        object.__setattr__(self, "numbers", numbers)


def thigh_axes(up: Array, along: Array, side: Side, sd_deg: float) -> ThighAxes:
    """The axes of the thigh, from its place in line with the body and roughly where the knee is.

    Parameters
    ----------
    up : (3,)
        Direction of up in sensor axes with the leg in line; need not be of unit length.
    along : (3,)
        Direction to the knee in sensor axes; only what is across `up` counts.
    side : Side
        The leg, LEFT or RIGHT.
    sd_deg : deg
        Standard uncertainty of `along`.

    Returns
    -------
    ThighAxes
    """
    outward = _unit(up)
    level = _unit(along - (along @ outward) * outward)
    front = np.cross(outward, level)
    return ThighAxes(front if side is Side.RIGHT else -front, outward, level, sd_deg)


def lying_angles(up: Sequence[float], axes: ThighAxes) -> tuple[float, float]:
    """Abduction and toe turn of the upper thigh at one moment.

    Parameters
    ----------
    up : (3,)
        Direction of up in sensor axes.
    axes : ThighAxes

    Returns
    -------
    tuple of float
        Deg: abduction, positive = knee higher than in line; toe turn, positive = internal rotation
        (toes down). NaN where `up` is.
    """
    x, y, z = up
    a, b, c, d, e, f, g, h, i = axes.numbers
    front = x * a + y * b + z * c
    outward = x * d + y * e + z * f
    along = x * g + y * h + z * i
    abduction = math.atan2(along, math.sqrt(front * front + outward * outward))
    return math.degrees(abduction), math.degrees(math.atan2(-front, outward))


def heading(turn: Sequence[float], along: Array | Sequence[float]) -> float:
    """Which way a direction of the sensor heads on the level ground at one moment.

    Parameters
    ----------
    turn : (4,)
        A row of `Attitude.turn`.
    along : (3,)
        Direction in sensor axes.

    Returns
    -------
    float
        Deg, about the vertical (anticlockwise seen from above), from any beginning.
    """
    w, x, y, z = turn
    a, b, c = along.tolist() if isinstance(along, np.ndarray) else along
    east = (1 - 2 * (y * y + z * z)) * a + 2 * (x * y - w * z) * b + 2 * (x * z + w * y) * c
    north = 2 * (x * y + w * z) * a + (1 - 2 * (x * x + z * z)) * b + 2 * (y * z - w * x) * c
    return math.degrees(math.atan2(north, east))


def turned_back(heading_deg: float, line_deg: float, side: Side) -> float:
    """Extension of the hip from headings of the thigh.

    Lying on the left side, the right thigh going back turns clockwise seen from above; the left
    thigh, lying on the right side, the other way.

    Parameters
    ----------
    heading_deg : deg
        Of the thigh's long axis.
    line_deg : deg
        The same with the leg in line.
    side : Side
        The leg.

    Returns
    -------
    float
        Deg, -180 to 180, positive = backwards past the line of the trunk.
    """
    way = -1.0 if side is Side.RIGHT else 1.0
    return (way * (heading_deg - line_deg) + 180.0) % 360.0 - 180.0


def lift_direction(up: Array, line: Array) -> Array | None:
    """Where the knee is, in sensor axes, from the way that up took in a lift.

    Lifts at any constant turn of the toes move up on circles that all pass through the long axis of
    the thigh, so that the turn does not matter.

    Parameters
    ----------
    up : (T, 3)
        Direction of up during the lift.
    line : (3,)
        The same with the leg in line, unit vector.

    Returns
    -------
    Array or None
        (3,), unit vector across `line`; None when the lift was too small to tell.
    """
    if len(up) < 3:
        return None
    scatter = np.array([[float((up[:, i] * up[:, j]).sum()) for j in range(3)] for i in range(3)])
    values, vectors = np.linalg.eigh(scatter)
    if values[1] < 1e-3 * values[2]:
        # All in one place, as in a hold that was there from the first sample: that place tells.
        across = up.mean(axis=0) - (up.mean(axis=0) @ line) * line
        return _unit(across) if np.sqrt(across @ across) > 0.1 else None
    direction = np.cross(vectors[:, 0], line)
    length = float(np.sqrt(direction @ direction))
    if length < 0.3:
        return None
    direction = direction / length
    return np.asarray(direction if float(up.mean(axis=0) @ direction) > 0.0 else -direction)


def worn_along(line: Array, direction: Array | None) -> tuple[Array, float] | None:
    """Which edge of the phone points along the thigh to the knee.

    Parameters
    ----------
    line : (3,)
        Direction of up with the leg in line, unit vector in sensor axes.
    direction : (3,) or None
        From `lift_direction`; None when there was no lift: then the top edge is at the hip.

    Returns
    -------
    tuple of (3,) and deg, or None
        The direction to the knee and its standard uncertainty; None when neither the phone's long
        edge nor a lift tells it.
    """
    if direction is None:
        lengthwise = abs(_LONG @ line) < 0.7
        return (_unit((_LONG @ line) * line - _LONG), EDGE_SD_DEG) if lengthwise else None
    for edges, least, limit in (
        ((_LONG,), LENGTHWISE_PART, LONGWAYS_DEG),
        ((_LONG, *_OTHERS), LEVEL_PART, NEAR_EDGE_DEG),
    ):
        level = [
            _unit(sign * (edge - (edge @ line) * line))
            for edge in edges
            if abs(edge @ line) <= least
            for sign in (-1.0, 1.0)
        ]
        off = [angle_between(edge, direction) for edge in level]
        if off and min(off) <= limit:
            return level[int(np.argmin(off))], EDGE_SD_DEG
    return direction, FREE_SD_DEG


_LONG = np.array([0.0, 1.0, 0.0])
"""Phones agree that the second axis runs along the long edge to the top."""
_OTHERS = (np.array([1.0, 0.0, 0.0]), np.array([0.0, 0.0, 1.0]))


class HeadingError:
    """How far a heading from a gyroscope has drifted, and what each rest of the leg says about it.

    A Kalman filter of three numbers: how far the heading is off, how fast that grows (what is left
    of the gyroscope's bias), and where the leg comes to rest between repetitions. That place need
    not be the line: the first rests, while the heading is still good, tell it; later ones tell the
    drift.

    Parameters
    ----------
    sd_deg : deg
        Standard uncertainty of the heading at the beginning.
    rate_sd : deg/s
        Standard uncertainty of the drift.
    """

    def __init__(self, sd_deg: float, rate_sd: float = RATE_SD_DEG_S) -> None:
        self._off = np.zeros(3)  # heading, rate, place
        self._covariance = np.diag([sd_deg**2, rate_sd**2, REST_PLACE_SD_DEG**2])
        self._since_s = 0.0  # since the last rest
        self._lost = False
        self._note()

    def _note(self) -> None:
        """What is asked for at every sample, as plain numbers."""
        self._shift, self._rate, _ = self._off.tolist()
        own = self._covariance
        self._variances = float(own[0, 0]), float(own[0, 1]), float(own[1, 1])

    @property
    def shift_deg(self) -> float:
        """To be taken from a measured extension now."""
        return self._shift + self._rate * self._since_s

    @property
    def sd_deg(self) -> float:
        """Standard uncertainty now; infinite after missing samples until the next rest."""
        if self._lost:
            return math.inf
        t, (own, both, rate) = self._since_s, self._variances
        drift = 2.0 * t * both + t * t * rate
        return math.sqrt(own + drift + (WANDER_DEG * math.sqrt(t)) ** 2)

    def drifted(self, seconds: float) -> None:
        """Some time has gone by.

        Parameters
        ----------
        seconds : s
        """
        self._since_s += seconds

    def lost(self) -> None:
        """The heading means nothing until the next rest: samples are missing."""
        self._lost = True

    def rested(self, extension_deg: float, sd_deg: float = REST_SD_DEG) -> None:
        """The leg was at rest in its usual place.

        Parameters
        ----------
        extension_deg : deg
            What was measured there, before `shift_deg` is taken off.
        sd_deg : deg
            How far one rest is from the usual place.
        """
        on = np.eye(3)
        on[0, 1] = self._since_s
        off, own = on @ self._off, on @ self._covariance @ on.T
        own[0, 0] += WANDER_DEG**2 * self._since_s
        if self._lost:
            # Nothing of the old heading holds: the usual place is all there is.
            own[0, :] = own[:, 0] = 0.0
            own[0, 0] = 180.0**2
        seen = np.array([1.0, 0.0, 1.0])
        missed = (extension_deg - off[0] - off[2] + 180.0) % 360.0 - 180.0
        gain = own @ seen / (seen @ own @ seen + sd_deg**2)
        self._off = off + gain * missed
        kept = np.eye(3) - np.outer(gain, seen)
        self._covariance = kept @ own @ kept.T + sd_deg**2 * np.outer(gain, gain)
        self._since_s, self._lost = 0.0, False
        self._note()


def angle_between(first: Sequence[float] | Array, second: Sequence[float] | Array) -> float:
    """Angle between two directions.

    Parameters
    ----------
    first, second : (3,)
        Of any length.

    Returns
    -------
    float
        Deg, 0 to 180.
    """
    (a, b, c), (x, y, z) = first, second
    crossed = math.hypot(b * z - c * y, c * x - a * z, a * y - b * x)
    return math.degrees(math.atan2(crossed, a * x + b * y + c * z))


def across(line: Array) -> Array:
    """Any direction across another one.

    Parameters
    ----------
    line : (3,)
        Unit vector.

    Returns
    -------
    Array
        (3,), unit vector.
    """
    smallest = int(np.argmin(np.abs(line)))
    edge = np.zeros(3)
    edge[smallest] = 1.0
    return _unit(edge - (edge @ line) * line)


def _unit(vector: Array) -> Array:
    return np.asarray(vector / np.sqrt((vector * vector).sum()))
