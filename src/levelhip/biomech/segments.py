"""The whole body's centre of mass from joint landmarks.

Each segment's centre lies on a line between two landmarks (`segment_table`), so that the body's
centre is one weighted sum of landmarks. A `BodyModel` holds the weights and applies them row by
row, in a fixed order: the same bits wherever a series is cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from levelhip.biomech.segment_table import (
    HEAD_ABOVE_HIP_M,
    TRUNK_FROM_C7,
    TRUNK_FROM_STERNUM,
    of_sex,
    segment_table,
)
from levelhip.core import Array, Estimate, NotEnoughData, Track

_Indices: TypeAlias = NDArray[np.intp]

REQUIRED = tuple(
    f"{side}_{joint}"
    for joint in ("shoulder", "hip", "knee", "ankle")
    for side in ("left", "right")
)
"""Without any of these there is no centre of mass."""

_OPTIONAL = (
    "c7",
    "sternum",
    "left_ear",
    "right_ear",
    "nose",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)
_LANDMARKS = REQUIRED + _OPTIONAL

MODEL_SD_M = 0.006
"""Standard uncertainty of one coordinate of the centre of mass that the segment tables bring to a
standing body, sideways and up. Chosen by us: against the plates of the one person measured
(opencap_subject4) the sideways coordinate was off by less than 1 mm on average, with an SD of 4 mm
in squats and sit-to-stand; bodies unlike the tables' young adults will be off by more. Front to
back it was off by 1 to 3 cm, SD up to 3 cm; nothing is judged by that direction."""

# Where a part of the body is not seen, how far its own centre may lie from where it is put (one
# coordinate, standard deviation). Chosen by us: a hanging arm swings and spreads by some 15 cm, a
# forearm by 12 cm, a head tilts by 3 cm, a foot's centre lies 4 cm before the ankle. The nose
# is some 9 cm before the head's centre, but beside it by little.
_UNSEEN_ARM_M = 0.15
_UNSEEN_FOREARM_M = 0.12
_UNSEEN_HEAD_M = 0.03
_NOSE_M = 0.05
_UNSEEN_FOOT_M = 0.04

_BLOCK = 512


@dataclass(frozen=True, slots=True)
class _Weights:
    """What the centre of mass is a sum of, for one set of visible landmarks."""

    columns: _Indices
    weights: Array
    unseen_m: float
    used: tuple[str, ...]


class BodyModel:
    """The centre of mass as a weighted sum of the landmarks of one source.

    Parameters
    ----------
    names : sequence of str
        The source's landmarks, in the order of its arrays.
    sex : "female", "male" or None
        Whose table; the mean of both when unknown.

    Raises
    ------
    NotEnoughData
        When a shoulder, hip, knee or ankle is not among the names.
    """

    def __init__(self, names: Sequence[str], sex: str | None = None) -> None:
        missing = [name for name in REQUIRED if name not in names]
        if missing:
            raise NotEnoughData(
                "centre of mass: no landmark {markers}; it needs both shoulders, hips, knees and "
                "ankles",
                markers=", ".join(missing),
            )
        self.sex = sex
        self._column = {name: names.index(name) for name in _LANDMARKS if name in names}
        self._by_seen: dict[tuple[str, ...], _Weights] = {}
        self._all = self._weights_for(tuple(self._column))
        self.terms = tuple(
            (int(column), float(weight))
            for column, weight in zip(self._all.columns, self._all.weights[:, 0], strict=True)
        )
        """Place and weight of each landmark when all are seen, in the order of the sum."""
        self._flat_terms = [(3 * column, weight) for column, weight in self.terms]

    @property
    def landmarks(self) -> tuple[str, ...]:
        """The landmarks that carry weight when all are seen."""
        return self._all.used

    @property
    def method(self) -> str:
        """How the centre of mass is got, and what stands in for landmarks the source lacks."""
        table = self.sex or "mean of sexes"
        lacking = [
            part
            for part, needed in (
                ("head along the trunk", ("left_ear", "right_ear")),
                ("arms hanging", ("left_elbow", "right_elbow")),
                ("feet at the ankles", ("left_heel", "left_foot_index")),
            )
            if not all(name in self._column for name in needed)
        ]
        return f"de-leva-1996 ({'; '.join([table, *lacking])})"

    def centre(self, xyz: Array) -> Array:
        """Whole-body centre of mass, row by row.

        A head, arm or foot that is not seen in a row is put where it most likely is (head along
        the trunk's line, arm hanging along the trunk, foot at the ankle); see `spread`.

        Parameters
        ----------
        xyz : (T, L, 3), m, LAB
            Landmarks in the order of the names; X may be NaN throughout.

        Returns
        -------
        Array
            (T, 3), m; NaN where a shoulder, hip, knee or ankle is not seen.
        """
        result = _summed(xyz, self._all)
        lost = np.isnan(result[:, 2])
        if lost.any():
            rows = np.flatnonzero(lost)
            for seen, chosen in self._groups(xyz, rows):
                if seen is not None:
                    result[chosen] = _summed(xyz[chosen], seen)
        return result

    def one_centre(self, flat: Sequence[float]) -> list[float] | None:
        """The centre of one row, from plain floats: the bits of `centre` at a fraction of the time.

        Parameters
        ----------
        flat : 3 L floats, m, LAB
            Landmarks in the order of the names, x y z x y z ….

        Returns
        -------
        list of float or None
            x, y, z; None where a landmark is not seen and `centre` must say what stands in.
        """
        x = y = z = 0.0
        for column, weight in self._flat_terms:
            x += flat[column] * weight
            y += flat[column + 1] * weight
            z += flat[column + 2] * weight
        return None if z != z else [x, y, z]

    def spread(self, xyz: Array, *, sigma_m: float) -> Array:
        """Standard uncertainty of one coordinate of the centre of mass.

        Parameters
        ----------
        xyz : (T, L, 3), m, LAB
            The landmarks, for which of them are seen.
        sigma_m : m
            Standard deviation of one coordinate of one landmark.

        Returns
        -------
        Array
            (T,), m: landmark noise, segment tables (`MODEL_SD_M`) and unseen parts together.
        """
        result = np.full(len(xyz), np.nan)
        for seen, chosen in self._groups(xyz, np.arange(len(xyz))):
            if seen is not None:
                noise = sigma_m * float(np.sqrt((seen.weights**2).sum()))
                result[chosen] = float(np.sqrt(noise**2 + MODEL_SD_M**2 + seen.unseen_m**2))
        return result

    def _groups(self, xyz: Array, rows: _Indices) -> list[tuple[_Weights | None, _Indices]]:
        """The rows, put together by which landmarks they show; None where one too many is lost."""
        names = tuple(self._column)
        columns = list(self._column.values())
        gone = np.isnan(xyz[rows][:, columns, 1]) | np.isnan(xyz[rows][:, columns, 2])
        patterns, which = np.unique(gone, axis=0, return_inverse=True)
        groups: list[tuple[_Weights | None, _Indices]] = []
        for index, pattern in enumerate(patterns):
            seen = tuple(name for name, lost in zip(names, pattern, strict=True) if not lost)
            enough = all(name in seen for name in REQUIRED)
            chosen = rows[np.ravel(which) == index]
            groups.append((self._weights_for(seen) if enough else None, chosen))
        return groups

    def _weights_for(self, seen: tuple[str, ...]) -> _Weights:
        if seen not in self._by_seen:
            weights, unseen_m = _landmark_weights(frozenset(seen), self.sex)
            used = tuple(name for name in self._column if weights.get(name, 0.0) != 0.0)
            self._by_seen[seen] = _Weights(
                np.array([self._column[name] for name in used]),
                np.array([weights[name] for name in used])[:, None],
                unseen_m,
                used,
            )
        return self._by_seen[seen]


def centre_of_mass(track: Track, *, sigma_m: float, sex: str | None = None) -> Estimate:
    """Where the whole body's centre of mass is.

    Parameters
    ----------
    track : Track
        LAB, m, with at least both shoulders, hips, knees and ankles. X may be NaN (a camera).
    sigma_m : m
        Standard deviation of one coordinate of one landmark.
    sex : "female", "male" or None
        Whose segment table; the mean of both when unknown.

    Returns
    -------
    Estimate
        value (T, 3), sd (T, 1), m, LAB. `method` says which parts are put where they most likely
        are because the source has no landmark for them; `sd` grows with them.

    Raises
    ------
    NotEnoughData
        When the track lacks a landmark that nothing can stand in for.
    """
    body = BodyModel(track.names, sex)
    spread = body.spread(track.xyz, sigma_m=sigma_m)
    return Estimate(body.centre(track.xyz), spread[:, None], unit="m", method=body.method)


def _summed(xyz: Array, seen: _Weights) -> Array:
    """Weighted sum over landmarks, one after the other: the order is the same for every row."""
    result = np.empty((len(xyz), 3))
    for start in range(0, len(xyz), _BLOCK):
        block = xyz[start : start + _BLOCK]
        # Landmark by landmark over contiguous times: twice as fast as over (T, 3).
        part = np.ascontiguousarray(block.take(seen.columns, axis=1).transpose(1, 2, 0))
        part *= seen.weights[:, :, None]
        total = np.zeros(part.shape[1:])
        for term in part:
            total += term
        result[start : start + _BLOCK] = total.T
    return result


def _landmark_weights(seen: frozenset[str], sex: str | None) -> tuple[dict[str, float], float]:
    """Weight of each landmark, and the spread (m) that unseen parts of the body bring."""
    table = segment_table(sex)
    weights = dict.fromkeys(_LANDMARKS, 0.0)
    unseen = 0.0

    def put(mass: float, *parts: tuple[str, float]) -> None:
        for name, share in parts:
            weights[name] += mass * share

    def on_trunk(mass: float, share: float, *tops: str) -> None:
        """Put a mass on the line from mid-hip (0) to the middle of some upper points (1)."""
        put(mass, ("left_hip", (1 - share) / 2), ("right_hip", (1 - share) / 2))
        put(mass, *((top, share / len(tops)) for top in tops))

    shoulders = ("left_shoulder", "right_shoulder")
    has_neck = {"c7", "sternum"} <= seen
    trunk, head = table["trunk"], table["head"].mass
    if has_neck:
        # Three lines of the same table to the same centre: their mean halves what one badly placed
        # marker does. C7 and breast bone only together: one is behind, the other in front.
        on_trunk(trunk.mass / 3, 1 - trunk.centre, *shoulders)
        on_trunk(trunk.mass / 3, 1 - of_sex(TRUNK_FROM_STERNUM, sex)[0], "sternum")
        on_trunk(trunk.mass / 3, 1 - of_sex(TRUNK_FROM_C7, sex)[0], "c7")
    else:
        on_trunk(trunk.mass, 1 - trunk.centre, *shoulders)
    if {"left_ear", "right_ear"} <= seen:
        # The ear canals lie within about a centimetre of the head's centre of mass (60 % of the way
        # from the vertex to the angle of the jaw).
        put(head, ("left_ear", 0.5), ("right_ear", 0.5))
    else:
        if "nose" in seen:
            put(head, ("nose", 1.0))
            unseen += (head * _NOSE_M) ** 2
        else:
            above = of_sex(HEAD_ABOVE_HIP_M, sex)[0]
            unseen += (head * _UNSEEN_HEAD_M) ** 2
            if has_neck:
                neck_m = (of_sex(TRUNK_FROM_STERNUM, sex)[1] + of_sex(TRUNK_FROM_C7, sex)[1]) / 2
                on_trunk(head, above / neck_m, "c7", "sternum")
            else:
                on_trunk(head, above / trunk.length_m, *shoulders)
    upper, fore, hand = table["upper_arm"], table["forearm"], table["hand"]
    reach = hand.centre * hand.length_m / fore.length_m
    for side in ("left", "right"):
        shoulder, elbow, wrist = (f"{side}_{joint}" for joint in ("shoulder", "elbow", "wrist"))
        if {elbow, wrist} <= seen:
            put(upper.mass, (shoulder, 1 - upper.centre), (elbow, upper.centre))
            put(fore.mass, (elbow, 1 - fore.centre), (wrist, fore.centre))
            # The hand goes on where the forearm points.
            put(hand.mass, (elbow, -reach), (wrist, 1 + reach))
        elif elbow in seen:
            put(upper.mass, (shoulder, 1 - upper.centre), (elbow, upper.centre))
            below = fore.mass * fore.centre + hand.mass * (1 + reach)
            put(fore.mass + hand.mass, (elbow, 1.0))
            beyond = below * fore.length_m / upper.length_m
            put(beyond, (elbow, 1.0), (shoulder, -1.0))
            unseen += ((fore.mass + hand.mass) * _UNSEEN_FOREARM_M) ** 2
        else:
            mass = upper.mass + fore.mass + hand.mass
            moment = upper.mass * upper.centre * upper.length_m
            moment += fore.mass * (upper.length_m + fore.centre * fore.length_m)
            moment += hand.mass * (upper.length_m + fore.length_m * (1 + reach))
            put(mass, (shoulder, 1.0))
            # Down along the trunk, as far as the arm's own centre hangs below the shoulder.
            on_trunk(moment / trunk.length_m, 0.0, *shoulders)
            on_trunk(-moment / trunk.length_m, 1.0, *shoulders)
            unseen += (mass * _UNSEEN_ARM_M) ** 2
        thigh, shank, foot = table["thigh"], table["shank"], table["foot"]
        hip, knee, ankle = (f"{side}_{joint}" for joint in ("hip", "knee", "ankle"))
        put(thigh.mass, (hip, 1 - thigh.centre), (knee, thigh.centre))
        put(shank.mass, (knee, 1 - shank.centre), (ankle, shank.centre))
        heel, toe = f"{side}_heel", f"{side}_foot_index"
        if {heel, toe} <= seen:
            put(foot.mass, (heel, 1 - foot.centre), (toe, foot.centre))
        else:
            put(foot.mass, (ankle, 1.0))
            unseen += (foot.mass * _UNSEEN_FOOT_M) ** 2
    # The women's masses sum to 0.9999 as printed; a weighted mean needs a sum of one.
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}, float(np.sqrt(unseen))
