"""Hands on the hip bones: whether the pelvis clearly drops, hangs level, or one cannot tell.

Experimental. The line through both wrists follows the pelvis as long as the hands rest on the hip
bones. On rendered people, whose hands are glued on, its change from standing came out 0.1 to 1.8
degrees from the truth (four lifts of two people; the best factor between the two was 1.0, so none
is applied). Real hands slip, and hands that follow the trunk instead read nothing at all, so what
is said here is a word and never a number of degrees.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

import numpy as np

from levelhip.core import Array

HandSign = Literal["clear drop", "level", "unsure"]

HAND_SD_DEG = 2.0
"""Standard uncertainty of the wrist line as a drop, deg; chosen by us in the middle of the 1.5 to
2.5 degrees measured on rendered people with other poses of the hand."""

CLEAR_DEG = 5.0
"""Change of the wrist line from which a drop is called clear; chosen by us: 2.5 times
`HAND_SD_DEG`, so that no drop at all would read as one in less than one of a hundred."""

LEVEL_DEG = 2.0
"""Change of the wrist line up to which the pelvis is called level; chosen by us: `HAND_SD_DEG`."""

TRUNK_TILT_DEG = 4.0
"""Change of the shoulder line up to which the trunk counts as still; chosen by us. A person who
leans takes the arms along, and the hands then follow the trunk (9 degrees of lean hid 6 degrees of
drop in a rendered clip)."""

WRIST_UP = (0.08, 0.5)
"""Height of a wrist over its hip point, trunk lengths; chosen by us: 0.22 to 0.36 with the hands on
the hips, -0.15 to -0.02 with hanging arms, in clips of eight rendered people and poses."""

WRIST_OUT = (-0.05, 0.45)
"""Distance of a wrist outwards from its hip point, trunk lengths; 0.12 to 0.26 in those clips."""

ELBOW_OUT = 0.12
"""Least distance of an elbow outwards from its shoulder, trunk lengths; 0.17 to 0.34 with the hands
on the hips, 0.04 to 0.10 with hanging arms."""


def hands_on_hips(lab_xyz: Array, names: Sequence[str]) -> Array:
    """Whether both hands rest on the hip bones, by where wrists and elbows are.

    Parameters
    ----------
    lab_xyz : (T, L, 3), m, LAB
        From `camera.frontal`; X is not looked at.
    names : sequence of str
        The L names; must hold shoulders, elbows, wrists and hips.

    Returns
    -------
    Array
        (T,): 1 where they do, 0 where not, NaN where a point is missing. Each row depends on that
        row alone.
    """
    points = {
        name: lab_xyz[:, names.index(name)]
        for side in ("left", "right")
        for name in (f"{side}_shoulder", f"{side}_elbow", f"{side}_wrist", f"{side}_hip")
    }
    trunk_up = points["left_shoulder"][:, 1] + points["right_shoulder"][:, 1]
    trunk_up = (trunk_up - points["left_hip"][:, 1] - points["right_hip"][:, 1]) / 2.0
    trunk_across = points["left_shoulder"][:, 2] + points["right_shoulder"][:, 2]
    trunk_across = (trunk_across - points["left_hip"][:, 2] - points["right_hip"][:, 2]) / 2.0
    trunk = np.sqrt(trunk_up * trunk_up + trunk_across * trunk_across)
    rest = np.ones(len(lab_xyz), dtype=bool)
    known = np.isfinite(trunk)
    for side, outwards in (("left", -1.0), ("right", 1.0)):
        wrist = points[f"{side}_wrist"] - points[f"{side}_hip"]
        elbow = points[f"{side}_elbow"] - points[f"{side}_shoulder"]
        up, out, elbow_out = wrist[:, 1], outwards * wrist[:, 2], outwards * elbow[:, 2]
        known &= np.isfinite(up + elbow_out)
        rest &= (up >= WRIST_UP[0] * trunk) & (up <= WRIST_UP[1] * trunk)
        rest &= (out >= WRIST_OUT[0] * trunk) & (out <= WRIST_OUT[1] * trunk)
        rest &= elbow_out >= ELBOW_OUT * trunk
    return np.where(known, rest, np.nan)


def wrist_line(lab_xyz: Array, names: Sequence[str]) -> Array:
    """Slope of the line through both wrists, positive = left higher.

    Parameters
    ----------
    lab_xyz : (T, L, 3), m, LAB
        From `camera.frontal`; X is not looked at.
    names : sequence of str
        The L names; must hold both wrists.

    Returns
    -------
    Array
        (T,), deg. Each row depends on that row alone.
    """
    return _line(lab_xyz, names, "wrist")


def shoulder_line(lab_xyz: Array, names: Sequence[str]) -> Array:
    """Slope of the line through both shoulders, positive = left higher.

    Parameters
    ----------
    lab_xyz : (T, L, 3), m, LAB
        From `camera.frontal`; X is not looked at.
    names : sequence of str
        The L names; must hold both shoulders.

    Returns
    -------
    Array
        (T,), deg. Each row depends on that row alone.
    """
    return _line(lab_xyz, names, "shoulder")


def hand_sign(
    change_deg: float, *, shoulder_change_deg: float = 0.0, spread_deg: float = 0.0
) -> HandSign:
    """What the hands say about a drop, in a word.

    Parameters
    ----------
    change_deg : deg
        `wrist_line` in the hold less that in quiet standing, positive = lower on the lifted side
        (so: as it is for a lifted right leg, with the other sign for a left one).
    shoulder_change_deg : deg
        The same of `shoulder_line`; when the trunk tilts, the hands may have followed it.
    spread_deg : deg
        Standard deviation of the wrist line within the hold.

    Returns
    -------
    HandSign
        "unsure" also when a change is NaN.
    """
    if not math.isfinite(change_deg + shoulder_change_deg + spread_deg):
        return "unsure"
    more = spread_deg / HAND_SD_DEG
    widened = math.sqrt(1.0 + more * more)
    tilt = abs(shoulder_change_deg)
    with_trunk = tilt if tilt > TRUNK_TILT_DEG else 0.0
    if change_deg - with_trunk >= CLEAR_DEG * widened:
        return "clear drop"
    if abs(change_deg) <= LEVEL_DEG / widened and not with_trunk:
        return "level"
    return "unsure"


def _line(lab_xyz: Array, names: Sequence[str], joint: str) -> Array:
    left = lab_xyz[:, names.index(f"left_{joint}")]
    right = lab_xyz[:, names.index(f"right_{joint}")]
    slope: Array = np.degrees(np.arctan2(left[:, 1] - right[:, 1], right[:, 2] - left[:, 2]))
    return slope
