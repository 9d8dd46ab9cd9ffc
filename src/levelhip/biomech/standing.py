"""The signals of the standing tests, all at once and cheaply, for live use.

A live frame is one row, a file is many. Array calls cost more than their arithmetic for one row,
plain floats more for many, so that the formulas here are written once for both: `_signals` takes
floats or arrays, with the few operations that differ in `_FLOATS` and `_ARRAYS`. Sums, products,
quotients and square roots round the same way in both (IEEE 754), and the arc tangent is numpy's in
both, so that a row gives the same bits however many come with it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from levelhip.biomech.loading import FOOT_PART, FOOT_REACH
from levelhip.biomech.segments import BodyModel
from levelhip.core import Array

SIGNALS: tuple[str, ...] = (
    "com_x_m",
    "com_y_m",
    "com_z_m",
    "left_foot_x_m",
    "left_foot_y_m",
    "left_foot_z_m",
    "right_foot_x_m",
    "right_foot_y_m",
    "right_foot_z_m",
    "com_across_m",
    "stance_width_m",
    "com_height_m",
    "load_share",
    "pelvic_obliquity_deg",
    "trunk_lean_deg",
    "left_hip_abduction_deg",
    "right_hip_abduction_deg",
    "left_knee_flexion_deg",
    "right_knee_flexion_deg",
)
"""Columns of `StandingSignals.rows`. `load_share` is the quasi-static one; feet are the support
points of `loading.support_points`."""

_POINTS = tuple(
    f"{side}_{joint}"
    for joint in ("hip", "shoulder", "knee", "ankle", "foot_index")
    for side in ("left", "right")
)
_LH, _RH, _LS, _RS, _LK, _RK, _LA, _RA, _LT, _RT = range(len(_POINTS))
_FIRST_ANGLE = SIGNALS.index("pelvic_obliquity_deg")
_FIRST_ABDUCTION = SIGNALS.index("left_hip_abduction_deg")
_DEG = 180.0 / np.pi
_BLOCK = 1024
_FEW = 4
"""Up to so many rows are worked out as floats, more as arrays."""

_Number: TypeAlias = Any
"""A float, or an array of one number a row."""


class StandingSignals:
    """Every signal of the standing tests from one source's landmarks, row by row.

    The values are those of `segments`, `loading` and `angles` (a test keeps them so).

    Parameters
    ----------
    names : sequence of str
        The source's landmarks, in the order of its arrays.
    sex : "female", "male" or None
        Whose segment table.

    Raises
    ------
    NotEnoughData
        When a shoulder, hip, knee or ankle is not among the names.
    """

    def __init__(self, names: Sequence[str], sex: str | None = None) -> None:
        self.body = BodyModel(names, sex)
        self.column = {name: index for index, name in enumerate(SIGNALS)}
        # Without toes in the source the ankles stand in for them.
        chosen = [
            name if name in names else name.replace("foot_index", "ankle") for name in _POINTS
        ]
        self._columns = np.array([names.index(name) for name in chosen])
        self._flat_columns = [3 * int(column) for column in self._columns]

    def rows(self, xyz: Array) -> Array:
        """The signals of some rows.

        Parameters
        ----------
        xyz : (T, L, 3), m, LAB
            Landmarks in the order of the names; X may be NaN (a camera).

        Returns
        -------
        Array
            (T, 19), in the order of `SIGNALS`; NaN where a landmark or a needed X is unknown.
        """
        result = np.empty((len(xyz), len(SIGNALS)))
        if len(xyz) <= _FEW:
            for index in range(len(xyz)):
                self._fill_one(result[index], xyz[index : index + 1])
            return result
        for start in range(0, len(xyz), _BLOCK):
            block = slice(start, start + _BLOCK)
            self._fill_many(result[block], xyz[block])
        return result

    def _fill_one(self, result: Array, xyz: Array) -> None:
        flat = xyz.ravel().tolist()
        com = self.body.one_centre(flat)
        if com is None:
            com = self.body.centre(xyz)[0].tolist()
        x = [flat[column] for column in self._flat_columns]
        y = [flat[column + 1] for column in self._flat_columns]
        z = [flat[column + 2] for column in self._flat_columns]
        values, top, bottom = _signals(x, y, z, com, _FLOATS)
        angles = np.arctan2(np.array(top), np.array(bottom))
        result[:_FIRST_ANGLE] = values
        np.multiply(angles, _DEG, out=result[_FIRST_ANGLE:])
        result[_FIRST_ABDUCTION : _FIRST_ABDUCTION + 2] -= 90.0

    def _fill_many(self, result: Array, xyz: Array) -> None:
        points = np.ascontiguousarray(xyz.take(self._columns, axis=1).transpose(2, 1, 0))
        com = list(np.ascontiguousarray(self.body.centre(xyz).T))
        with np.errstate(divide="ignore", invalid="ignore"):
            values, top, bottom = _signals(points[0], points[1], points[2], com, _ARRAYS)
        result[:, :_FIRST_ANGLE] = np.stack(values, axis=1)
        angles = np.arctan2(np.stack(top), np.stack(bottom))
        angles *= _DEG
        result[:, _FIRST_ANGLE:] = angles.T
        result[:, _FIRST_ABDUCTION : _FIRST_ABDUCTION + 2] -= 90.0


@dataclass(frozen=True, slots=True)
class _Operations:
    """What differs between one float and an array of them."""

    sqrt: Callable[[_Number], _Number]
    unknown: Callable[[_Number], _Number]
    ratio: Callable[[_Number, _Number], _Number]
    pick: Callable[[_Number, _Number, _Number], _Number]
    part: Callable[[_Number], _Number]


def _float_ratio(top: float, bottom: float) -> float:
    if bottom == 0.0:
        return math.nan if top == 0.0 or top != top else math.copysign(math.inf, top)
    return top / bottom


def _float_pick(condition: bool, value: float, other: float) -> float:
    return value if condition else other


def _float_part(value: float) -> float:
    if value != value:
        return FOOT_PART
    low, high = FOOT_REACH
    return min(max(value, low), high)


def _array_part(value: Array) -> Array:
    return np.where(np.isnan(value), FOOT_PART, np.clip(value, *FOOT_REACH))


_FLOATS = _Operations(math.sqrt, math.isnan, _float_ratio, _float_pick, _float_part)
_ARRAYS = _Operations(np.sqrt, np.isnan, np.divide, np.where, _array_part)


def _signals(
    x: Sequence[_Number],
    y: Sequence[_Number],
    z: Sequence[_Number],
    com: Sequence[_Number],
    do: _Operations,
) -> tuple[list[_Number], list[_Number], list[_Number]]:
    """Signals before the angles, then numerators and denominators of the angles' tangents."""
    unknown, pick, sqrt, ratio = do.unknown, do.pick, do.sqrt, do.ratio
    com_x, com_y, com_z = com

    # Feet: the ankles give what is ahead, then each foot its support point.
    dx, dz = x[_RA] - x[_LA], z[_RA] - z[_LA]
    apart = sqrt(dx * dx + dz * dz)
    ahead_x, ahead_z = ratio(dz, apart), ratio(-dx, apart)
    feet = []
    for ankle, toe in ((_LA, _LT), (_RA, _RT)):
        foot_x, foot_y, foot_z = x[toe] - x[ankle], y[toe] - y[ankle], z[toe] - z[ankle]
        reach = (com_x - x[ankle]) * ahead_x + (com_z - z[ankle]) * ahead_z
        length = foot_x * ahead_x + foot_z * ahead_z
        part = do.part(ratio(reach, pick(abs(length) < 1e-6, 1e-6, length)))
        point_z = z[ankle] + part * foot_z
        unseen = unknown(point_z)
        feet.append(
            (
                pick(unseen, x[ankle], x[ankle] + part * foot_x),
                pick(unseen, y[ankle], y[ankle] + part * foot_y),
                pick(unseen, z[ankle], point_z),
            )
        )
    (left_x, left_y, left_z), (right_x, right_y, right_z) = feet

    # Load: along the line between the feet, or across the picture where there is no depth.
    dx, dz = right_x - left_x, right_z - left_z
    off_x, off_z = com_x - 0.5 * (left_x + right_x), com_z - 0.5 * (left_z + right_z)
    height = com_y - 0.5 * (left_y + right_y)
    flat = unknown(dx)
    width = pick(flat, dz, sqrt(dx * dx + dz * dz))
    across = pick(flat, off_z, ratio(off_x * dx + off_z * dz, width))
    values = [com_x, com_y, com_z, left_x, left_y, left_z, right_x, right_y, right_z]
    values += [across, width, height, 0.5 - ratio(across, width)]

    # Angles of the frontal plane; X counts as 0 where it is unknown.
    hip_x, hip_y, hip_z = x[_RH] - x[_LH], y[_RH] - y[_LH], z[_RH] - z[_LH]
    flat = unknown(hip_x)
    hip_x = pick(flat, 0.0, hip_x)
    level = sqrt(hip_x * hip_x + hip_z * hip_z)
    trunk_x = 0.5 * (x[_LS] + x[_RS]) - 0.5 * (x[_LH] + x[_RH])
    trunk_y = 0.5 * (y[_LS] + y[_RS]) - 0.5 * (y[_LH] + y[_RH])
    trunk_z = 0.5 * (z[_LS] + z[_RS]) - 0.5 * (z[_LH] + z[_RH])
    trunk_x = pick(unknown(trunk_x), 0.0, trunk_x)
    sideways = pick(flat, trunk_z, ratio(trunk_x * hip_x + trunk_z * hip_z, level))
    top, bottom = [-hip_y, sideways], [level, trunk_y]
    bent_top, bent_bottom = [], []
    for hip, knee, ankle, sign in ((_LH, _LK, _LA, 1.0), (_RH, _RK, _RA, -1.0)):
        ax, ay, az = x[knee] - x[hip], y[knee] - y[hip], z[knee] - z[hip]
        bx, by, bz = x[ankle] - x[knee], y[ankle] - y[knee], z[ankle] - z[knee]
        cx, cy, cz = ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx
        bent_top.append(sqrt(cx * cx + cy * cy + cz * cz))
        bent_bottom.append(ax * bx + ay * by + az * bz)
        ax = pick(unknown(ax), 0.0, ax)
        bx, by, bz = sign * hip_x, sign * hip_y, sign * hip_z
        cx, cy, cz = ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx
        top.append(sqrt(cx * cx + cy * cy + cz * cz))
        bottom.append(ax * bx + ay * by + az * bz)
    return values, top + bent_top, bottom + bent_bottom
