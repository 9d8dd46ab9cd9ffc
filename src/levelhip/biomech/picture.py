"""The signals of the standing tests from a camera, which knows nothing of depth.

Without X much of `StandingSignals` comes out as unknown, or simpler: the feet's support points lie
at a fixed part of each foot, distances are those along Z. What is left is worked out here on one
long row for each coordinate, or on plain floats for a few live frames, with the same bits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np

from levelhip.biomech.loading import FOOT_PART
from levelhip.biomech.segments import BodyModel
from levelhip.core import Array

PICTURE_SIGNALS: tuple[str, ...] = (
    "com_y_m",
    "com_z_m",
    "left_foot_z_m",
    "right_foot_z_m",
    "com_across_m",
    "stance_width_m",
    "com_height_m",
    "trunk_lean_deg",
    "foot_lift_m",
    "knee_lift_m",
)
"""Rows of `PictureSignals.rows`: those of `StandingSignals`, and how much higher the left ankle and
knee are than the right ones."""

_LEAN = PICTURE_SIGNALS.index("trunk_lean_deg")
_POINTS = tuple(
    f"{side}_{joint}"
    for joint in ("hip", "shoulder", "knee", "ankle", "foot_index")
    for side in ("left", "right")
)
_DEG = 180.0 / np.pi

_FEW = 4
"""Up to so many samples are quicker one by one; measured."""

_Number: TypeAlias = Any
"""A float, or an array of one number a sample."""


class PictureSignals:
    """The signals of the standing tests that do not need depth.

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
        self._terms = self.body.terms
        # Without toes in the source the ankles stand in for them.
        self._points = [
            names.index(name if name in names else name.replace("foot_index", "ankle"))
            for name in _POINTS
        ]

    def rows(self, planes: Array) -> Array:
        """The signals of some samples, one long row a signal.

        Parameters
        ----------
        planes : (L, 2, T), m, LAB
            Y and Z of each landmark, as `camera.frontal_planes` gives them.

        Returns
        -------
        Array
            (10, T), in the order of `PICTURE_SIGNALS`; NaN where a landmark is unknown. Each
            sample depends on that sample alone.
        """
        if 0 < planes.shape[2] <= _FEW:
            flat = planes.reshape(-1, planes.shape[2]).T.tolist()
            each = [self._one(row, planes[:, :, i : i + 1]) for i, row in enumerate(flat)]
            return np.array(each).T
        com_y, com_z = self._centre(planes)
        y, z = planes[self._points].transpose(1, 0, 2)
        values, sideways, along = _signals(y, z, com_y, com_z, np.where)
        rows = np.empty((len(PICTURE_SIGNALS), planes.shape[2]))
        for row, value in zip(rows, values, strict=True):
            row[:] = value
        np.arctan2(sideways, along, out=rows[_LEAN])
        rows[_LEAN] *= _DEG
        return rows

    def _one(self, flat: list[float], planes: Array) -> list[float]:
        com_y = com_z = 0.0
        for point, weight in self._terms:
            com_y += flat[2 * point] * weight
            com_z += flat[2 * point + 1] * weight
        if com_z != com_z:
            com_y, com_z = self._centre(planes)[:, 0].tolist()
        y = [flat[2 * point] for point in self._points]
        z = [flat[2 * point + 1] for point in self._points]
        values, sideways, along = _signals(y, z, com_y, com_z, _pick)
        values[_LEAN] = float(np.arctan2(sideways, along)) * _DEG
        return values

    def _centre(self, planes: Array) -> Array:
        """Y and Z of the centre of mass, (2, T), by the sums of `BodyModel.centre`."""
        total = np.zeros(planes.shape[1:])
        term = np.empty_like(total)
        for point, weight in self._terms:
            np.multiply(planes[point], weight, out=term)
            total += term
        lost = np.flatnonzero(np.isnan(total[1]))
        if lost.size:
            # Something stands in for what is not seen: the body model knows what.
            xyz = np.full((lost.size, len(planes), 3), np.nan)
            xyz[:, :, 1:] = planes[:, :, lost].transpose(2, 0, 1)
            total[:, lost] = self.body.centre(xyz)[:, 1:].T
        return total


def _pick(condition: bool, value: float, other: float) -> float:
    return value if condition else other


def _signals(
    y: Sequence[_Number],
    z: Sequence[_Number],
    com_y: _Number,
    com_z: _Number,
    pick: Callable[[_Number, _Number, _Number], _Number],
) -> tuple[list[_Number], _Number, _Number]:
    """All signals but the lean, whose place holds a nought; then the sides of its tangent."""
    (left_hip, right_hip, left_shoulder, right_shoulder, left_knee, right_knee) = range(6)
    left_ankle, right_ankle, left_toe, right_toe = range(6, 10)
    left_part = z[left_ankle] + FOOT_PART * (z[left_toe] - z[left_ankle])
    right_part = z[right_ankle] + FOOT_PART * (z[right_toe] - z[right_ankle])
    # A number that is not itself is unknown: the ankle stands in for the foot.
    left_lost, right_lost = left_part != left_part, right_part != right_part
    left_z = pick(left_lost, z[left_ankle], left_part)
    right_z = pick(right_lost, z[right_ankle], right_part)
    left_y = y[left_ankle] + FOOT_PART * (y[left_toe] - y[left_ankle])
    right_y = y[right_ankle] + FOOT_PART * (y[right_toe] - y[right_ankle])
    left_y = pick(left_lost, y[left_ankle], left_y)
    right_y = pick(right_lost, y[right_ankle], right_y)
    values = [
        com_y,
        com_z,
        left_z,
        right_z,
        com_z - 0.5 * (left_z + right_z),
        right_z - left_z,
        com_y - 0.5 * (left_y + right_y),
        0.0,
        y[left_ankle] - y[right_ankle],
        y[left_knee] - y[right_knee],
    ]
    sideways = 0.5 * (z[left_shoulder] + z[right_shoulder]) - 0.5 * (z[left_hip] + z[right_hip])
    along = 0.5 * (y[left_shoulder] + y[right_shoulder]) - 0.5 * (y[left_hip] + y[right_hip])
    return values, sideways, along
