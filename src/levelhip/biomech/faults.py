"""What may be wrong with one frame of a camera track, each frame judged by itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from levelhip.biomech.calibration import FACING_WIDTH
from levelhip.core import POSE_NAMES, Array

SEEN = 0.5
"""Confidence from which a point counts as seen (the pose model's own default threshold)."""

FEET_SEEN = 0.3
"""Middle confidence of knees, ankles, heels and toes from which the legs count as seen; chosen by
us: 0.7 or more in clips with a foot lifted behind, where single points fall to 0.1."""

LYING_DEG = 55.0
"""Slope of the trunk against the picture's vertical from which a person counts as lying; chosen by
us: up to 6 degrees standing on one leg, 85 or more on the side."""

SMALL_PX = 30.0
"""Distance between the hips below which one pixel is two degrees of their line."""

TOO_SMALL_PX = 18.0
"""Distance between the hips below which nothing is measured; chosen by us: one pixel, which is the
pose model's own jitter, is then 3 degrees and 1.2 cm."""

LEG_OVER_TRUNK = (0.75, 2.9)
"""Longer leg over trunk as seen, thigh and shank together; chosen by us: 1.4 to 2.0 in clips of
standing, squatting, walking and lying, from 20 degrees to the side."""

HEAD_OVER_TRUNK = (0.12, 0.95)
"""Nose to mid-shoulder over trunk; chosen by us: 0.33 to 0.55 in the same clips."""

SHOULDERS_OVER_TRUNK = 1.9
"""Largest shoulder width over trunk; chosen by us: 1.13 at the bottom of a squat, 0.75 standing."""

HIPS_OVER_SHOULDERS = (0.2, 1.5)
"""Hip width over shoulder width seen from the front; chosen by us: 0.53 to 0.75 in the clips."""

LEG_STEP_PART = 0.25
"""The same for knees and ankles of somebody who lies; chosen by us: 0.03 in a quick kick (an ankle
0.9 m from the hip, 45 degrees in 0.6 s, 30 frames a second), and feet are found less well."""

ON_SIDE_PART = 0.2
"""Who lies on the side has one hip and shoulder above the other by this part of the trunk, and the
hips no further apart than `HIPS_ON_SIDE`; chosen by us (see `lying.ON_SIDE_PART`)."""

HIPS_ON_SIDE = 0.9
"""Largest distance between the hips over trunk on the side; chosen by us: 0.36 in the clips."""

LEGS_ALIKE = 2.0
"""Largest ratio of the two legs' lengths as seen on the side; chosen by us: 1.3 in the clips with
the upper knee forward."""

STEP_PART = 0.12
"""Largest believable change of a trunk point's speed from frame to frame, in trunk lengths a frame;
chosen by us: 0.03 at most in the clips without smoothing, and half a metre a second more in one
frame is more than a person does."""

EDGE_PART = 0.01
"""Part of the picture at its edge where a point counts as cut off; chosen by us."""


class Fault(IntFlag):
    """What may be wrong with one frame."""

    NOBODY = 1
    UNSEEN = 2
    NOT_A_BODY = 4
    SECOND_PERSON = 8
    LYING = 16
    SMALL = 32
    CUT_OFF = 64
    SIDE_ON = 128
    JITTER = 256
    TOO_SMALL = 512
    TURNED_AWAY = 1024
    UPRIGHT = 2048
    NOT_ON_SIDE = 4096


UNUSABLE = (
    Fault.NOBODY
    | Fault.UNSEEN
    | Fault.NOT_A_BODY
    | Fault.LYING
    | Fault.CUT_OFF
    | Fault.SIDE_ON
    | Fault.TOO_SMALL
    | Fault.UPRIGHT
    | Fault.NOT_ON_SIDE
)
"""Faults that make a frame's numbers worthless."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a protocol asks of the picture; all is asked for unless said otherwise.

    Attributes
    ----------
    standing : the person must not lie
    frontal : the person must be seen from the front or from behind
    feet : knees, ankles and toes must be seen
    lying : the person must lie on the side, seen from the front or from behind
    still : quiet standing on both feet must be seen, which everything is measured against
    """

    standing: bool = True
    frontal: bool = True
    feet: bool = True
    lying: bool = False
    still: bool = False


ALL_NEEDS = Need()


def fault_flags(
    xyz: Array,
    confidence: Array,
    people: Array | None,
    *,
    image_size: tuple[int, int],
    need: Need = ALL_NEEDS,
) -> NDArray[np.int16]:
    """What is wrong with each frame, as `Fault` bits; each row depends on that row alone.

    Parameters
    ----------
    xyz : (T, L, 3), px, IMAGE
        The first 33 points are `core.POSE_NAMES`.
    confidence : (T, L), 0 to 1
        Of each point.
    people : (T,), or None
        Number of people in view; NaN where nobody looked.
    image_size : (width, height), px
        Of the upright picture.
    need : Need
        What the protocol asks.

    Returns
    -------
    (T,) int16
        0 where all is well; `JITTER` is never set here, because it takes neighbours to see.
    """
    x, y = judged_points(xyz, need)
    return faults_of(x, y, confidence, people, image_size=image_size, need=need)


def judged_points(xyz: Array, need: Need = ALL_NEEDS) -> Array:
    """The points that are looked at, one long row for each coordinate.

    Several times as fast to work with as columns of `xyz`.

    Parameters
    ----------
    xyz : (T, L, 3), px, IMAGE
        The first 33 points are `core.POSE_NAMES`.
    need : Need
        What the protocol asks.

    Returns
    -------
    Array
        (2, P, T), px: x and y of the nose, the trunk's points and, where needed, the legs'.
    """
    columns = _COLUMNS if need.feet else _COLUMNS[:, : len(_CORE)]
    flat = xyz.reshape(len(xyz), 3 * xyz.shape[1])
    rows: Array = flat.T[columns]
    return rows


def faults_of(
    x: Array,
    y: Array,
    confidence: Array,
    people: Array | None,
    *,
    image_size: tuple[int, int],
    need: Need,
) -> NDArray[np.int16]:
    """What `fault_flags` does, from the rows of `judged_points`.

    Parameters
    ----------
    x, y : (P, T), px
        From `judged_points`.
    confidence, people, image_size, need
        As for `fault_flags`.

    Returns
    -------
    (T,) int16
    """
    points = _CORE + _LEGS if need.feet else _CORE
    sure = confidence.T[points]
    nose, left_shoulder, right_shoulder, left_hip, right_hip = range(5)

    trunk_x = (x[left_shoulder] + x[right_shoulder] - x[left_hip] - x[right_hip]) / 2.0
    trunk_y = (y[left_shoulder] + y[right_shoulder] - y[left_hip] - y[right_hip]) / 2.0
    trunk = np.sqrt(trunk_x * trunk_x + trunk_y * trunk_y)
    head_x = x[nose] - (x[left_shoulder] + x[right_shoulder]) / 2.0
    head_y = y[nose] - (y[left_shoulder] + y[right_shoulder]) / 2.0
    head = np.sqrt(head_x * head_x + head_y * head_y)
    shoulders = _distance(x, y, left_shoulder, right_shoulder)
    hips = _distance(x, y, left_hip, right_hip)
    wide = x[left_shoulder] - x[right_shoulder] + x[left_hip] - x[right_hip]

    here = np.isfinite(trunk + head)
    lying = (np.abs(trunk_x) > math.tan(math.radians(LYING_DEG)) * np.abs(trunk_y)) | (trunk_y > 0)
    side_on = np.abs(wide) < 2.0 * FACING_WIDTH * trunk
    odd = (head > HEAD_OVER_TRUNK[1] * trunk) | (head < HEAD_OVER_TRUNK[0] * trunk)
    odd |= (shoulders > SHOULDERS_OVER_TRUNK * trunk) | (trunk < 3.0)
    odd |= ~side_on & (
        (hips > HIPS_OVER_SHOULDERS[1] * shoulders) | (hips < HIPS_OVER_SHOULDERS[0] * shoulders)
    )
    unseen = ~(np.minimum.reduce(sure[:5]) >= SEEN)
    if need.feet:
        knee, ankle = 5, 7
        left_leg = _distance(x, y, left_hip, knee) + _distance(x, y, knee, ankle)
        right_leg = _distance(x, y, right_hip, knee + 1) + _distance(x, y, knee + 1, ankle + 1)
        longer = np.maximum(left_leg, right_leg)
        if need.lying:
            odd |= longer > LEGS_ALIKE * np.minimum(left_leg, right_leg)
        odd |= (longer < LEG_OVER_TRUNK[0] * trunk) | (longer > LEG_OVER_TRUNK[1] * trunk)
        legs_seen = (sure[5:] >= FEET_SEEN) & np.isfinite(x[5:])
        unseen |= np.add.reduce(legs_seen, axis=0, dtype=np.int8) < len(_LEGS) // 2
    width, height = image_size
    beyond = (x < EDGE_PART * width) | (x > (1 - EDGE_PART) * width)
    beyond |= y < EDGE_PART * height
    beyond |= y > (1 - EDGE_PART) * height
    out = np.logical_or.reduce(beyond)
    # Trunk times 0.4 is a pelvis seen from the front, whichever way the person is turned.
    pelvis = np.maximum(hips, 0.4 * trunk)

    flags = unseen * np.int16(Fault.UNSEEN)
    if need.standing:
        flags += (lying & ~odd) * np.int16(Fault.LYING)
    if need.lying:
        higher = np.abs(y[left_shoulder] + y[left_hip] - y[right_shoulder] - y[right_hip])
        above = (higher >= 2.0 * ON_SIDE_PART * trunk) & (hips <= HIPS_ON_SIDE * trunk)
        flags += (~lying & ~odd) * np.int16(Fault.UPRIGHT)
        flags += (lying & ~odd & ~above) * np.int16(Fault.NOT_ON_SIDE)
    if need.frontal:
        flags += (side_on & ~lying) * np.int16(Fault.SIDE_ON)
    flags += odd * np.int16(Fault.NOT_A_BODY)
    flags += out * np.int16(Fault.CUT_OFF)
    flags += (pelvis < SMALL_PX) * np.int16(Fault.SMALL)
    flags += (pelvis < TOO_SMALL_PX) * np.int16(Fault.TOO_SMALL)
    flags += ((wide < 0) & ~side_on) * np.int16(Fault.TURNED_AWAY)
    flags = np.where(here, flags, np.int16(Fault.NOBODY))
    if people is not None:
        flags += (people > 1) * np.int16(Fault.SECOND_PERSON)
    return flags


def jumps(core: Array) -> NDArray[np.bool_]:
    """Whether the trunk's points change their speed more than a body can.

    Parameters
    ----------
    core : (2, 4, T + 2), px
        x and y of shoulders and hips (`TRUNK_ROWS` of `judged_points`), with the two frames before
        the first.

    Returns
    -------
    (T,) bool
        False where a point is missing in one of the three frames.
    """
    now = core[..., 2:]
    change = now - 2.0 * core[..., 1:-1]
    change += core[..., :-2]
    np.abs(change, out=change)
    trunk_x, trunk_y = (now[:, 0] + now[:, 1] - now[:, 2] - now[:, 3]) / 2.0
    length = np.sqrt(trunk_x * trunk_x + trunk_y * trunk_y)
    largest = np.maximum.reduce(change.reshape(8, -1))
    jump: NDArray[np.bool_] = largest > STEP_PART * length
    return jump


def leg_jumps(points: Array) -> NDArray[np.bool_]:
    """Whether knees or ankles change their speed more than a body's can.

    Parameters
    ----------
    points : (2, 8, T + 2), px
        x and y of shoulders, hips, knees and ankles (`BODY_ROWS` of `judged_points`), with the two
        frames before the first.

    Returns
    -------
    (T,) bool
        False where a point is missing in one of the three frames.
    """
    legs, trunk = points[:, 4:], points[:, :4, 2:]
    change = legs[..., 2:] - 2.0 * legs[..., 1:-1] + legs[..., :-2]
    trunk_x, trunk_y = (trunk[:, 0] + trunk[:, 1] - trunk[:, 2] - trunk[:, 3]) / 2.0
    length = np.sqrt(trunk_x * trunk_x + trunk_y * trunk_y)
    largest = np.maximum.reduce(np.abs(change).reshape(8, -1))
    jump: NDArray[np.bool_] = largest > LEG_STEP_PART * length
    return jump


def _distance(x: Array, y: Array, one: int, other: int) -> Array:
    dx, dy = x[one] - x[other], y[one] - y[other]
    length: Array = np.sqrt(dx * dx + dy * dy)
    return length


TRUNK_ROWS = slice(1, 5)
"""Shoulders and hips among the rows of `judged_points`."""

BODY_ROWS = slice(1, 9)
"""Shoulders, hips, knees and ankles among them."""

_CORE = [
    POSE_NAMES.index(name)
    for name in ("nose", "left_shoulder", "right_shoulder", "left_hip", "right_hip")
]
_LEGS = [
    POSE_NAMES.index(f"{side}_{joint}")
    for joint in ("knee", "ankle", "heel", "foot_index")
    for side in ("left", "right")
]
_COLUMNS = np.array([[3 * point + axis for point in _CORE + _LEGS] for axis in (0, 1)])
