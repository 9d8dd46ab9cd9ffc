"""Joint centres and bony points from mapped markers, by the names of `core.landmarks`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from levelhip.biomech import centres
from levelhip.core import BONY_NAMES, Array


def joint_centres(points: Mapping[str, Array]) -> tuple[dict[str, Array], list[str]]:
    """Joint centres and bony points from what the map found.

    Parameters
    ----------
    points : mapping of (T, 3), m, lab frame
        By the names that maps use.

    Returns
    -------
    tuple of dict of (T, 3), list of str
        Points by the names of `core.landmarks`; notes on how they were got.
    """
    made: dict[str, Array] = {}
    notes: list[str] = []
    for name in (*BONY_NAMES, "nose", "left_ear", "right_ear", "left_heel", "right_heel",
                 "left_foot_index", "right_foot_index", "sacrum"):  # fmt: skip
        if name in points:
            made[name] = points[name]
    right = _hips(points, made, notes)
    for joint, upper, breadth in (
        ("knee", "hip", centres.KNEE_HALF_BREADTH),
        ("ankle", "knee", centres.ANKLE_HALF_BREADTH),
    ):
        _leg_joint(points, made, notes, joint=joint, upper=upper, breadth=breadth, right=right)
    _arms(points, made, notes)
    return made, notes


def _hips(points: Mapping[str, Array], made: dict[str, Array], notes: list[str]) -> Array | None:
    """Add the hip centres; the unit vector to the person's right, where the pelvis tells it."""
    back, back_word = None, ""
    if "left_psis" in points and "right_psis" in points:
        back, back_word = centres.midpoint(points["left_psis"], points["right_psis"]), "PSIS"
    elif "sacrum" in points:
        back, back_word = points["sacrum"], "sacrum"
    left, right = points.get("left_asis"), points.get("right_asis")
    axes = None
    if left is not None and right is not None and back is not None:
        axes = centres.pelvis_axes(left, right, back)
    if "left_hip" in points and "right_hip" in points:
        made["left_hip"], made["right_hip"] = points["left_hip"], points["right_hip"]
        notes.append("hip centres: as the marker map names them")
    elif axes is not None:
        made["left_hip"], made["right_hip"] = centres.harrington_hips(axes)
        notes.append(
            f"hip centres: regression of Harrington 2007 on ASIS and {back_word}, off by 12 mm in "
            "the mean; their line is parallel to the ASIS line"
        )
    elif "left_hip_given" in points and "right_hip_given" in points:
        made["left_hip"], made["right_hip"] = points["left_hip_given"], points["right_hip_given"]
        notes.append(
            "hip centres: those that the file brings along, since ASIS or PSIS are missing"
        )
    else:
        notes.append("hip centres: none, since they need left and right ASIS and PSIS (or sacrum)")
    if axes is not None:
        return axes.right
    if "left_hip" in made:
        across = made["right_hip"] - made["left_hip"]
        return np.asarray(across / np.sqrt((across**2).sum(axis=1))[:, None])
    return None


def _leg_joint(
    points: Mapping[str, Array],
    made: dict[str, Array],
    notes: list[str],
    *,
    joint: str,
    upper: str,
    breadth: float,
    right: Array | None,
) -> None:
    how: dict[str, list[str]] = {}
    for side in ("left", "right"):
        name = f"{side}_{joint}"
        outer, inner = points.get(f"{name}_lateral"), points.get(f"{name}_medial")
        above = made.get(f"{side}_{upper}")
        if name in points:
            made[name] = points[name]
            word = "as the marker map names it"
        elif outer is not None and inner is not None:
            made[name] = centres.midpoint(outer, inner)
            word = "middle of outer and inner marker"
        elif outer is not None and above is not None and right is not None:
            made[name] = centres.inside_of(
                outer, above, right, half_breadth=breadth, is_left=side == "left"
            )
            word = f"outer marker moved inwards by {breadth:g} of the limb's length"
        elif outer is not None:
            made[name] = outer
            word = "the outer marker itself"
        else:
            continue
        how.setdefault(word, []).append(side)
    for word, sides in how.items():
        notes.append(f"{' and '.join(sides)} {joint} centre: {word}")


def _arms(points: Mapping[str, Array], made: dict[str, Array], notes: list[str]) -> None:
    tops = [points.get("left_acromion"), points.get("right_acromion")]
    hips = None
    if "left_hip" in made and "right_hip" in made:
        hips = centres.midpoint(made["left_hip"], made["right_hip"])
    for i, side in enumerate(("left", "right")):
        this, other = tops[i], tops[1 - i]
        if f"{side}_shoulder" in points:
            made[f"{side}_shoulder"] = points[f"{side}_shoulder"]
        elif this is not None and other is not None and hips is not None:
            made[f"{side}_shoulder"] = centres.shoulder_centre(this, other, hips)
            if i == 0:
                notes.append("shoulder centres: 0.17 of the acromion distance below the markers")
        elif this is not None:
            made[f"{side}_shoulder"] = this
            notes.append(f"{side} shoulder: the marker on the acromion itself")
        for joint, first, second in (
            ("elbow", "elbow_lateral", "elbow_medial"),
            ("wrist", "wrist_radius", "wrist_ulna"),
        ):
            found = [
                points[f"{side}_{name}"] for name in (joint, first, second)
                if f"{side}_{name}" in points
            ]  # fmt: skip
            if f"{side}_{joint}" in points or len(found) == 1:
                made[f"{side}_{joint}"] = found[0]
            elif found:
                made[f"{side}_{joint}"] = centres.midpoint(found[0], found[1])
