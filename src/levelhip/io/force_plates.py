"""Whose foot is on a plate, and how the plate's axes lie in the lab frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from levelhip.core import Array, BadRecording, Force, Sentence, Side, phrase
from levelhip.io.force_columns import OPPOSITE

LOADED_N = 20.0
"""Below this vertical force a plate counts as unloaded, and its centre of pressure as unknown;
the usual threshold of gait laboratories, N."""

TOGETHER_PART = 0.25
"""Two plates loaded together for this part of the time are one under each foot; chosen by us."""

FEET_APART_M = 0.05
"""Centres of pressure closer than this do not tell which plate is on which side; chosen by us."""


@dataclass(slots=True)
class Plate:
    """The columns that belong to one foot or plate.

    Attributes
    ----------
    who : "left", "right", another name of a foot, the number of a plate, or empty
    force, centre : column of each axis
    """

    who: str
    force: dict[str, int] = field(default_factory=dict)
    centre: dict[str, int] = field(default_factory=dict)


FLAT_AXES: dict[str, tuple[str, str]] = {
    "x": ("y", "z"),
    "y": ("z", "x"),
    "z": ("x", "y"),
    "up": ("across", "forward"),
}
"""For each axis that may point up, the two others so that the three are right-handed in the order
(first, second, up); with the first to the right, the second points forward."""


def sides_of(
    names: Sequence[str],
    told: dict[str, Side],
    vectors: tuple[Array, Array],
    up: str,
    *,
    file: str,
    notes: list[str],
    repairs: list[Sentence],
) -> tuple[Side, ...]:
    """Whose foot stands on each plate.

    Parameters
    ----------
    names : P names as the file has them
    told : side of each name, as the person says
    vectors : force and centre, (T, P, 3) each, N and m, in the order of `FLAT_AXES`, up last
    up : the axis of the file that points up
    file : str
        File name, for messages.
    notes, repairs : list of str
        What was found and what was assumed is added to them.

    Returns
    -------
    tuple of Side
        P sides; `BOTH` where either foot may be.

    Raises
    ------
    BadRecording
        When two plates carry the person and nothing says which is the left.
    """
    own = {side.value: side for side in Side}
    if all(who in told or who in own for who in names):
        return tuple(told[who] if who in told else own[who] for who in names)
    for one, other in OPPOSITE.items():
        if sorted(names) != sorted((one, other)):
            continue
        if one in told or other in told:
            first = told[one] if one in told else told[other].other
        else:
            first = Side.LEFT
            repairs.append(
                phrase(
                    "the file does not say which side is {given}: {given} is shown as left, "
                    '{given_2} as right; say it in a map, as [plates] {given} = "right"',
                    given=one,
                    given_2=other,
                )
            )
        return tuple(first if who == one else first.other for who in names)
    return _by_place(len(names), *vectors, up, file, notes)


def _by_place(
    count: int, newton: Array, centre: Array, up: str, file: str, notes: list[str]
) -> tuple[Side, ...]:
    """Of two numbered plates under one person, the one further along Z is the right foot's."""
    with np.errstate(invalid="ignore"):
        loaded = newton[:, :, 2] > LOADED_N
    used = [i for i in range(count) if loaded[:, i].any()]
    both = loaded[:, used].all(axis=1)
    if len(used) != 2 or both.mean() < TOGETHER_PART:
        notes.append("no side named for the plates: either foot may be on any of them")
        return (Side.BOTH,) * count
    at = _medians(centre[both][:, used, 0]) if up == "y" else [np.nan, np.nan]
    if not np.isfinite(at).all() or abs(at[0] - at[1]) < FEET_APART_M:
        raise BadRecording(
            "{file}: two plates carry the person and nothing says which is the left; say it in a "
            'map, as [plates] 1 = "left" (--marker-map)',
            file=file,
        )
    right = used[int(np.argmax(at))]
    notes.append("the plate further along Z is the right foot's (Y up, the person faces along X)")
    return tuple(
        Side.BOTH if i not in used else Side.RIGHT if i == right else Side.LEFT
        for i in range(count)
    )


def _medians(values: Array) -> list[float]:
    """Median of each column; NaN where a column has no number."""
    seen = (column[np.isfinite(column)] for column in values.T)
    return [float(np.median(column)) if column.size else float("nan") for column in seen]


def lab_force(
    time_s: Array, vectors: tuple[Array, Array], sides: tuple[Side, ...], up: str, notes: list[str]
) -> Force:
    """Forces in the lab frame; horizontal axes unknown where nothing tells them.

    Parameters
    ----------
    time_s : (T,), s
    vectors : force and centre, (T, P, 3) each, N and m, in the order of `FLAT_AXES`, up last
    sides : P sides
    up : the axis of the file that points up
    notes : list of str
        How the axes lie is added.

    Returns
    -------
    Force
        X forward, Y up, Z to the right; NaN where unknown, and centres of unloaded plates.
    """
    newton, centre = vectors
    right = _rightward(centre, newton, sides, up)
    out = []
    for values in (newton, centre):
        lab = np.full(values.shape, np.nan)
        lab[:, :, 1] = values[:, :, 2]
        if right is not None:
            lab[:, :, 2] = _along(values, right)
            lab[:, :, 0] = _along(values, (-right[1], right[0]))
        out.append(lab)
    with np.errstate(invalid="ignore"):
        out[1][~(newton[:, :, 2] > LOADED_N)] = np.nan
    if right is None and np.isfinite(newton[:, :, :2]).any():
        notes.append("horizontal axes cannot be told, only vertical forces are used")
    return Force(time_s, out[0], out[1], sides)


def _along(values: Array, direction: tuple[int, int]) -> Array:
    """Component along a horizontal axis; the other axis may be missing."""
    axis = 0 if direction[0] else 1
    return np.asarray(values[:, :, axis] * direction[axis])


def _rightward(
    centre: Array, newton: Array, sides: tuple[Side, ...], up: str
) -> tuple[int, int] | None:
    """Direction to the person's right in the first two axes, of length one."""
    if up == "up":
        return (1, 0)
    feet = [i for i, side in enumerate(sides) if side is not Side.BOTH]
    if {sides[i] for i in feet} == {Side.LEFT, Side.RIGHT} and len(feet) == 2:
        with np.errstate(invalid="ignore"):
            both = (newton[:, feet, 2] > LOADED_N).all(axis=1)
        first, second = (_medians(centre[both, i, :2]) for i in feet)
        turn = 1 if sides[feet[1]] is Side.RIGHT else -1
        apart = turn * (np.array(second) - np.array(first))
        axis = int(np.argmax(np.nan_to_num(np.abs(apart))))
        other = float(np.nan_to_num(abs(apart[1 - axis])))
        if abs(apart[axis]) >= FEET_APART_M and abs(apart[axis]) >= 2 * other:
            sign = 1 if apart[axis] > 0 else -1
            return (sign, 0) if axis == 0 else (0, sign)
    return (1, 0) if up == "y" else None
