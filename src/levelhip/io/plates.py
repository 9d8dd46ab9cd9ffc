"""Force plates of a marker laboratory: into the lab frame, and whose foot stands on which."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from levelhip.biomech.clusters import turned
from levelhip.core import Array, Force, Sentence, Side, Track, phrase
from levelhip.io.marker_axes import Axes

LOADED_N = 20.0
"""Vertical force from which a foot stands on a plate, N; chosen by us: plates at hand drift by up
to 17 N unloaded. Below it the centre of pressure is unknown."""

USED_N = 60.0
"""A plate that never carries this much was not stood on, N; chosen by us, 3 times `LOADED_N`."""

FOOT_REACH_M = 0.08
"""How far the centre of pressure may lie from the line heel to toe and still be under that foot, m;
chosen by us: half a foot's breadth and a few centimetres for where markers sit."""

OWN_SHARE = 0.8
"""Part of a plate's loaded samples that must lie under one foot to call the plate that side's; the
other foot may have at most a tenth. Chosen by us."""


@dataclass(slots=True)
class RawPlates:
    """Force plates in the file's axes.

    Attributes
    ----------
    time_s : (T,), s, rising
    newton : (T, P, 3), N, force on the person or by the person
    centre : (T, P, 3), m, centre of pressure; NaN where unknown
    rate_hz : Hz
    sides : sides by the file's column names; None where it does not say
    up : axis that points up as far as the force file itself tells ("+Y"); empty when it shares the
        markers' axes
    """

    time_s: Array
    newton: Array
    centre: Array
    rate_hz: float
    sides: tuple[Side | None, ...]
    up: str = ""


def lab_force(
    raw: RawPlates,
    axes: Axes,
    track: Track | None,
    *,
    sides: Mapping[int, str],
) -> tuple[Force | None, list[str], list[Sentence]]:
    """Plates in the lab frame with the side of the foot on each.

    A side comes from the marker map, else from the file's column names, else from the foot whose
    line heel to toe the centre of pressure keeps to; else it is `BOTH`. Plates that nobody stood on
    are left out.

    Parameters
    ----------
    raw : RawPlates
        In the file's axes.
    axes : Axes
        Of the markers.
    track : Track or None
        Lab frame, with heels and toes for the sides.
    sides : mapping of int to str
        Sides by the number of the plate (1, 2 …) as the marker map gives them.

    Returns
    -------
    tuple of Force or None, list of str, list of str
        None when nobody stood on any plate; notes; repairs.
    """
    newton = turned(raw.newton, axes.rotation)
    centre = turned(raw.centre, axes.rotation)
    notes: list[str] = []
    repairs: list[Sentence] = []
    used: list[int] = []
    for i in range(newton.shape[1]):
        vertical = newton[:, i, 1]
        if not np.nanmax(np.abs(vertical), initial=0.0) >= USED_N:
            continue
        used.append(i)
        if np.nanmedian(vertical[np.abs(vertical) >= LOADED_N]) < 0.0:
            newton[:, i] = -newton[:, i]
            notes.append(
                f"plate {i + 1}: gives the force on the plate; turned to that on the person"
            )
    total = newton.shape[1]
    idle = [str(i + 1) for i in range(total) if i not in used]
    if idle:
        notes.append(f"left out, nobody stood on it: plate {', '.join(idle)} (of {total})")
    if not used:
        return None, notes, repairs
    newton, centre = newton[:, used], centre[:, used]
    missing = ~np.isfinite(newton[:, :, 1])
    if missing.any():
        repairs.append(
            phrase(
                "force: {count} samples are no numbers and stay unknown", count=int(missing.sum())
            )
        )
    loaded = newton[:, :, 1] >= LOADED_N
    centre = np.where(loaded[:, :, None], centre, np.nan)
    owners: list[Side] = []
    for column, i in enumerate(used):
        named = sides.get(i + 1)
        written = raw.sides[i] if i < len(raw.sides) else None
        if named is not None:
            owner, why = Side(named), "by the marker map"
        elif written is not None:
            owner, why = written, "by its column names"
        else:
            owner, why = _foot_on(raw.time_s, centre[:, column], loaded[:, column], track)
        owners.append(owner)
        where = {Side.BOTH: "either foot"}.get(owner, f"{owner} foot")
        notes.append(f"plate {i + 1}: {where}, {why}")
    return Force(raw.time_s, newton, centre, tuple(owners)), notes, repairs


def _distance(point: Array, heel: Array, toe: Array) -> Array:
    """Distance on the floor of (T, 2) from the line between heel and toe, m."""
    foot = toe - heel
    length2 = foot[:, 0] ** 2 + foot[:, 1] ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        along = ((point - heel) * foot).sum(axis=1) / length2
    nearest = heel + np.clip(along, 0.0, 1.0)[:, None] * foot
    return np.asarray(np.hypot(*(point - nearest).T))


def _foot_on(
    time_s: Array, centre: Array, loaded: NDArray[np.bool_], track: Track | None
) -> tuple[Side, str]:
    if track is None:
        return Side.BOTH, "no markers tell whose foot stands on it"
    away: dict[Side, Array] = {}
    rows = np.flatnonzero(loaded & np.isfinite(centre[:, 0]))
    if not rows.size or not len(track):
        return Side.BOTH, "its centre of pressure is unknown"
    nearest = np.searchsorted(track.time_s, time_s[rows]).clip(0, len(track) - 1)
    for side in (Side.LEFT, Side.RIGHT):
        if {f"{side}_heel", f"{side}_foot_index"} <= set(track.names):
            heel = track.point(f"{side}_heel")[nearest][:, [0, 2]]
            toe = track.point(f"{side}_foot_index")[nearest][:, [0, 2]]
            away[side] = _distance(centre[rows][:, [0, 2]], heel, toe)
    if len(away) < 2:
        return Side.BOTH, "heel and toe markers of both feet are needed to tell whose foot it is"
    left, right = away[Side.LEFT], away[Side.RIGHT]
    with np.errstate(invalid="ignore"):
        on_left = (left <= FOOT_REACH_M) & ~(right < left)
        on_right = (right <= FOOT_REACH_M) & ~(left < right)
    shares = {Side.LEFT: float(on_left.mean()), Side.RIGHT: float(on_right.mean())}
    side = max(shares, key=lambda s: shares[s])
    if shares[side] >= OWN_SHARE and shares[side.other] <= 0.1:
        return (
            side,
            f"its foot markers stand there in {100 * shares[side]:.0f} % of the loaded time",
        )
    left_word, right_word = (f"{100 * shares[s]:.0f} %" for s in (Side.LEFT, Side.RIGHT))
    return Side.BOTH, f"left foot there in {left_word}, right in {right_word} of the loaded time"


def mean_rate(time_s: Array) -> float:
    """Rate of a series by the median of its steps, Hz; NaN for fewer than two samples.

    Parameters
    ----------
    time_s : (T,), s
        Rising.
    """
    if time_s.size < 2:
        return float("nan")
    # Times in decimal seconds miss the rate by their last digits.
    return round(float(1.0 / np.median(np.diff(time_s))), 6)
