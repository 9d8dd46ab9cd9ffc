"""The signals of the standing tests from a camera, which knows nothing of depth.

Without X much of `StandingSignals` comes out as unknown, or simpler: the feet's support points lie
at a fixed part of each foot, distances are those along Z. What is left is worked out here on one
long row for each coordinate.
"""

from __future__ import annotations

from collections.abc import Sequence

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

_FEW = 32
"""Up to so many samples are quicker summed in one go; measured."""


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
        self._columns = np.array([point for point, _ in self._terms])
        self._weights = np.array([weight for _, weight in self._terms])[:, None, None]
        # Without toes in the source the ankles stand in for them.
        y = {
            point: 2
            * names.index(point if point in names else point.replace("foot_index", "ankle"))
            for point in _POINTS
        }

        def both(joint: str, side: str) -> list[int]:
            return [y[f"{side}_{joint}"], y[f"{side}_{joint}"] + 1]

        ankles = [*both("ankle", "left"), *both("ankle", "right")]
        toes = [*both("foot_index", "left"), *both("foot_index", "right")]
        self._ankles = np.array(ankles)
        # From the ankles to the toes; of ankles and knees how much higher the left one is.
        self._from = np.array([*toes, y["left_ankle"], y["left_knee"]])
        self._to = np.array([*ankles, y["right_ankle"], y["right_knee"]])
        self._left, self._right = (
            np.array([*both("shoulder", side), *both("hip", side)]) for side in ("left", "right")
        )
        self._ankles_at = ankles
        self._pairs = list(zip(self._from.tolist(), self._to.tolist(), strict=True))
        self._ends = list(zip(self._left.tolist(), self._right.tolist(), strict=True))

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
        count = planes.shape[2]
        flat = planes.reshape(2 * len(planes), count)
        if count == 1:
            return np.array(self._one(flat[:, 0].tolist(), planes))[:, None]
        centre = self._centre(planes)
        apart = flat.take(self._from, axis=0) - flat.take(self._to, axis=0)
        ankles = flat.take(self._ankles, axis=0)
        feet = ankles + FOOT_PART * apart[:4]
        lost = np.isnan(feet[1::2])
        if lost.any():  # the ankle stands in for the foot
            feet = np.where(lost.repeat(2, axis=0), ankles, feet)
        middle = 0.5 * (feet[:2] + feet[2:])
        ends = 0.5 * (flat.take(self._left, axis=0) + flat.take(self._right, axis=0))
        trunk = ends[:2] - ends[2:]
        rows: Array = np.empty((len(PICTURE_SIGNALS), count))
        rows[:2] = centre
        rows[2:4] = feet[1::2]
        rows[6:3:-2] = centre - middle
        np.subtract(feet[3], feet[1], out=rows[5])
        np.arctan2(trunk[1], trunk[0], out=rows[_LEAN])
        rows[_LEAN] *= _DEG
        rows[8:] = apart[4:]
        return rows

    def _one(self, flat: list[float], planes: Array) -> list[float]:
        """The same of a single sample, on plain floats: half as much work, with the same bits."""
        com_y = com_z = 0.0
        for point, weight in self._terms:
            com_y += flat[2 * point] * weight
            com_z += flat[2 * point + 1] * weight
        if com_z != com_z:
            com_y, com_z = self._centre(planes)[:, 0].tolist()
        apart = [flat[i] - flat[j] for i, j in self._pairs]
        ankles = [flat[i] for i in self._ankles_at]
        feet = [ankle + FOOT_PART * way for ankle, way in zip(ankles, apart, strict=False)]
        for i in (0, 2):
            if feet[i + 1] != feet[i + 1]:  # the ankle stands in for the foot
                feet[i : i + 2] = ankles[i : i + 2]
        left_y, left_z, right_y, right_z = feet
        shoulder_y, shoulder_z, hip_y, hip_z = (0.5 * (flat[i] + flat[j]) for i, j in self._ends)
        lean = float(np.arctan2(shoulder_z - hip_z, shoulder_y - hip_y)) * _DEG
        across, height = com_z - 0.5 * (left_z + right_z), com_y - 0.5 * (left_y + right_y)
        width = right_z - left_z
        return [com_y, com_z, left_z, right_z, across, width, height, lean, *apart[4:]]

    def _centre(self, planes: Array) -> Array:
        """Y and Z of the centre of mass, (2, T), by the sums of `BodyModel.centre`."""
        if planes.shape[2] <= _FEW:
            # The same sums in the same order, in one go.
            terms = planes.take(self._columns, axis=0)
            terms *= self._weights
            total: Array = np.add.accumulate(terms, axis=0, out=terms)[-1]
        else:
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
