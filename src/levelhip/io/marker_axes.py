"""From a laboratory's axes and units to the lab frame, by where the person's points are."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from levelhip.biomech.clusters import turned
from levelhip.core import Array, BadRecording, Sentence, phrase

UNITS_M: Mapping[str, float] = {"mm": 0.001, "cm": 0.01, "m": 1.0}
"""Metres in one unit."""

_UNIT_WORDS = {
    "mm": "mm", "millimeter": "mm", "millimeters": "mm", "millimetre": "mm", "millimetres": "mm",
    "cm": "cm", "centimeter": "cm", "centimeters": "cm", "centimetre": "cm", "centimetres": "cm",
    "m": "m", "meter": "m", "meters": "m", "metre": "m", "metres": "m",
}  # fmt: skip

BODY_LENGTHS_M: tuple[tuple[str, str, float, float], ...] = (
    ("left_knee_lateral", "left_ankle_lateral", 0.2, 0.6),
    ("right_knee_lateral", "right_ankle_lateral", 0.2, 0.6),
    ("left_asis", "right_asis", 0.12, 0.45),
    ("left_acromion", "right_acromion", 0.2, 0.6),
    ("left_knee", "left_ankle", 0.2, 0.6),
    ("right_knee", "right_ankle", 0.2, 0.6),
    ("left_hip", "right_hip", 0.08, 0.3),
    ("left_heel", "left_foot_index", 0.08, 0.35),
    ("right_heel", "right_foot_index", 0.08, 0.35),
)
"""Distances that every person's markers keep, m; chosen by us, wide enough for people of 1.2 to
2.2 m and narrow enough that no two of mm, cm and m fit at once."""

UPRIGHT_SHARE = 0.8
"""How much of the line from feet to trunk must lie along one axis for it to be called vertical;
chosen by us (37 degrees off it at most: the deepest squat in the data has 0.9)."""

WALK_M = 0.6
"""Net travel of the pelvis beyond which a recording counts as walking, m; chosen by us."""

FACING_MIN = 0.5
"""Mean length of the unit facing vectors below which the person turned too much to be given one
heading; chosen by us (1 = never turned, 0 = full circles)."""

_LOW = (
    "left_ankle_lateral", "right_ankle_lateral", "left_ankle", "right_ankle", "left_heel",
    "right_heel", "left_foot_index", "right_foot_index",
)  # fmt: skip
_MIDDLE = ("left_knee_lateral", "right_knee_lateral", "left_knee", "right_knee")
_HIGH = (
    "c7", "sternum", "left_acromion", "right_acromion", "left_asis", "right_asis", "sacrum",
    "left_psis", "right_psis", "left_hip", "right_hip", "left_shoulder", "right_shoulder",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Axes:
    """How a file's numbers become metres in the lab frame.

    Attributes
    ----------
    rotation : (3, 3), lab = rotation @ file; a reflection when the file's axes are left-handed
    scale : metres in one of the file's units
    mirrored : whether `rotation` reflects
    notes, repairs : in words
    """

    rotation: Array
    scale: float
    mirrored: bool
    notes: tuple[str, ...]
    repairs: tuple[Sentence, ...]

    def to_lab(self, positions: Array) -> Array:
        """Positions (…, 3) of the file as metres in the lab frame."""
        return turned(positions, self.rotation) * self.scale


def _mean(points: Mapping[str, Array], names: tuple[str, ...]) -> Array | None:
    present = [points[name] for name in names if name in points]
    if not present:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # rows without any of the points stay NaN
        mean: Array = np.nanmean(np.stack(present), axis=0)
    return mean if np.isfinite(mean).all(axis=1).any() else None


def _middle(values: Array) -> Array:
    finite = values[np.isfinite(values).all(axis=-1)] if values.ndim > 1 else values
    middle: Array = np.asarray(np.nanmedian(finite, axis=0))
    return middle


def unit_of(
    points: Mapping[str, Array], declared: str, source: str
) -> tuple[str, list[str], list[Sentence]]:
    """Unit of length of a file, from what it says and from the person's size.

    Parameters
    ----------
    points : mapping of (T, 3)
        Named points, in the file's unit.
    declared : str
        What the file says; empty when it says nothing.
    source : str
        The file's name for messages.

    Returns
    -------
    tuple of str, list of str, list of str
        "mm", "cm" or "m"; notes; repairs.

    Raises
    ------
    BadRecording
        When no unit gives a person's size.
    """
    said = _UNIT_WORDS.get(declared.strip().lower(), "")
    votes = dict.fromkeys(UNITS_M, 0)
    seen: list[str] = []
    for a, b, low, high in BODY_LENGTHS_M:
        if a not in points or b not in points:
            continue
        apart = np.sqrt(((points[a] - points[b]) ** 2).sum(axis=1))
        if not np.isfinite(apart).any():
            continue
        length = float(np.nanmedian(apart))
        seen.append(f"{a} to {b} {length:.4g}")
        for unit, metres in UNITS_M.items():
            votes[unit] += low <= length * metres <= high
    most = max(votes.values())
    if not seen or (said and votes[said] == most and 2 * most >= len(seen)):
        if not said:
            raise BadRecording(
                "{file}: its unit of length is {unit} and no two markers of known distance were "
                'found; give unit = "mm" (or "cm", "m") in a marker map',
                file=source,
                unit=declared or Sentence("not given"),
            )
        return said, [f"unit: {said}, as the file says"], []
    if 2 * most < len(seen):
        raise BadRecording(
            "{file}: in none of mm, cm and m is this a person: {seen}; check the names of the "
            "markers and the unit",
            file=source,
            seen=", ".join(seen[:3]),
        )
    likely = max(votes, key=lambda unit: votes[unit])
    if said:
        mended = phrase(
            "unit: the file says {given}, but the body has its size in {unit}",
            given=declared,
            unit=likely,
        )
        return likely, [], [mended]
    word = f"the file says {declared!r}" if declared.strip() else "the file does not say"
    return likely, [f"unit: {likely}, by the size of the body ({word})"], []


def _axis_name(vector: Array) -> str:
    i = int(np.argmax(np.abs(vector)))
    return f"{'+' if vector[i] > 0 else '-'}{'XYZ'[i]}"


def _axis(name: str) -> Array:
    vector = np.zeros(3)
    vector["XYZ".index(name[1])] = 1.0 if name[0] == "+" else -1.0
    return vector


def up_axis(
    points: Mapping[str, Array], usual: str, usual_why: str, source: str
) -> tuple[Array, list[str]]:
    """Which axis of the file points up.

    Parameters
    ----------
    points : mapping of (T, 3)
        Named points.
    usual : str
        What the file or its format says, as "+Y"; empty when nothing does.
    usual_why : str
        Where that comes from.
    source : str
        The file's name for messages.

    Returns
    -------
    tuple of (3,), list of str
        Unit vector along one axis; notes.

    Raises
    ------
    BadRecording
        When neither the points nor the format tell.
    """
    high = _mean(points, _HIGH)
    low = _mean(points, _LOW)
    if high is None or low is None:
        knees = _mean(points, _MIDDLE)
        high = high if high is not None else knees
        low = low if low is not None else knees
    if high is not None and low is not None and high is not low:
        line = _middle(high - low)
        size = float(np.sqrt((line**2).sum()))
        if np.isfinite(size) and size > 0.0 and np.abs(line).max() / size >= UPRIGHT_SHARE:
            name = _axis_name(line)
            note = f"vertical: {name}, from the feet to the trunk"
            if usual and usual != name:
                note += f" (not {usual}, {usual_why})"
            return _axis(name), [note]
    if usual:
        return _axis(usual), [f"vertical: {usual}, {usual_why}; the points do not tell"]
    raise BadRecording(
        "{file}: which axis is vertical cannot be told, since no markers of feet and trunk were "
        'found; give up = "+Y" (or "+Z" …) in a marker map',
        file=source,
    )


def _level(vectors: Array, up: Array) -> Array:
    flat = vectors - turned(vectors, np.outer(up, up))
    length = np.sqrt((flat**2).sum(axis=-1, keepdims=True))
    return np.asarray(flat / np.where(length > 0.0, length, np.nan))


def _facings(points: Mapping[str, Array], up: Array) -> tuple[Array | None, Array | None]:
    """Facing by left and right (it supposes right-handed axes), and by front and back."""
    aside = None
    for name in ("asis", "psis", "hip", "acromion", "heel", "ankle_lateral", "knee_lateral"):
        left, right = points.get(f"left_{name}"), points.get(f"right_{name}")
        if left is not None and right is not None and np.isfinite(right - left).all(1).any():
            aside = _level(np.cross(up, right - left), up)
            break
    pairs = [
        (_mean(points, ("left_asis", "right_asis")),
         _mean(points, ("left_psis", "right_psis", "sacrum"))),
        (points.get("left_foot_index"), points.get("left_heel")),
        (points.get("right_foot_index"), points.get("right_heel")),
        (points.get("sternum"), points.get("c7")),
    ]  # fmt: skip
    fronts = [_level(front - back, up) for front, back in pairs
              if front is not None and back is not None]  # fmt: skip
    ahead = None
    if fronts:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            ahead = np.nanmean(np.stack(fronts), axis=0)
    return aside, ahead


def _average(facing: Array) -> Array:
    rows = facing[np.isfinite(facing).all(axis=1)]
    return np.asarray(rows.mean(axis=0)) if rows.size else np.full(3, np.nan)


def lab_axes(
    points: Mapping[str, Array], *, declared_unit: str, usual_up: str, usual_why: str, source: str
) -> Axes:
    """How a file's axes become the lab frame: X where the person faces, Y up, Z to the right.

    The heading is the direction of walking where the pelvis travels more than `WALK_M` in the
    direction it faces, and the mean facing of the pelvis otherwise. Left-handed axes show in a
    front that lies on the wrong side of left and right; they are mirrored across the heading.

    Parameters
    ----------
    points : mapping of (T, 3)
        Named points, in the file's axes and unit.
    declared_unit : str
        What the file says of its unit.
    usual_up : str
        What the file or its format says of the vertical, as "+Y".
    usual_why : str
        Where that comes from.
    source : str
        The file's name for messages.

    Returns
    -------
    Axes

    Raises
    ------
    BadRecording
        When unit, vertical or heading cannot be told.
    """
    unit, notes, repairs = unit_of(points, declared_unit, source)
    up, up_notes = up_axis(points, usual_up, usual_why, source)
    notes += up_notes
    aside, ahead = _facings(points, up)
    facing = aside if aside is not None else ahead
    if facing is None:
        raise BadRecording(
            "{file}: where the person faces cannot be told, since no left and right markers of "
            "pelvis, shoulders or feet were found; map them in a marker map",
            file=source,
        )
    mirrored = False
    if aside is not None and ahead is not None:
        agree = (aside * ahead).sum(axis=1)
        mirrored = bool(np.nanmedian(agree) < 0.0) if np.isfinite(agree).any() else False
        facing = -aside if mirrored else aside
    mean = _average(facing)
    steady = float(np.sqrt((mean**2).sum()))
    if not np.isfinite(steady):
        raise BadRecording(
            "{file}: no sample has the markers that tell where the person faces", file=source
        )
    walk = _walk(points, up, UNITS_M[unit])
    forward, how = mean, "mean facing of the person"
    if steady < FACING_MIN:
        notes.append(
            "heading: the person turned during the recording; the lab frame faces the mean of it"
        )
    if walk is not None and steady > 0.0 and float((walk * mean).sum()) > 0.5 * steady:
        forward, how = walk, "direction of walking"
    if not np.sqrt((forward**2).sum()) > 1e-6:
        forward, how = _any_level(up), "none, the person turned full circles"
    forward = forward / np.sqrt((forward**2).sum())
    right = np.cross(forward, up)
    if mirrored:
        right = -right
        repairs.append(
            Sentence(
                "axes: left-handed, or left and right names swapped (the front of the body is on "
                "the wrong side of left and right); mirrored so that front is front; check that "
                "the left leg is the left one"
            )
        )
    turn = float(np.degrees(np.arctan2(*_in_plane(forward, up))))
    notes.append(
        f"heading: {how}, {turn:.1f} degrees about the vertical from the file's "
        f"{_axis_name(_any_level(up))}; lab X is forward, Y up, Z to the person's right"
    )
    return Axes(
        np.stack([forward, up, right]), UNITS_M[unit], mirrored, tuple(notes), tuple(repairs)
    )


def _any_level(up: Array) -> Array:
    first = np.zeros(3)
    first[1 if abs(up[0]) > 0.5 else 0] = 1.0
    return first


def _in_plane(forward: Array, up: Array) -> tuple[float, float]:
    first = _any_level(up)
    second = np.cross(up, first)
    return float((forward * second).sum()), float((forward * first).sum())


def _walk(points: Mapping[str, Array], up: Array, metres: float) -> Array | None:
    pelvis = _mean(points, ("left_asis", "right_asis", "left_psis", "right_psis", "sacrum"))
    if pelvis is None:
        pelvis = _mean(points, _HIGH)
    if pelvis is None:
        return None
    seen = pelvis[np.isfinite(pelvis).all(axis=1)]
    travel = seen[-1] - seen[0]
    travel = travel - up * float((up * travel).sum())
    length = float(np.sqrt((travel**2).sum()))
    return travel / length if length * metres > WALK_M else None
