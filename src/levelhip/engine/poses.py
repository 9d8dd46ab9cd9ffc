"""Poses and rests of a worn phone: where up was in each, found from marks or from stillness."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from levelhip.biomech.orientation import Attitude
from levelhip.core import Array, Mark

LATE_S = 0.5
"""A pose counts from so long after its mark: the person still settles; chosen by us."""

SHORTEST_S = 0.5
"""Shortest part of a pose that is looked at; chosen by us."""

STILL_S = {True: 0.3, False: 1.5}
"""How long a sensor with (True) or without a gyroscope must be told to rest before a still stretch
counts. Chosen by us: the first is told 1.5 s late by VQF."""

STEADY_DEG = 2.0
"""Furthest that up may be from its mean in a still stretch; chosen by us."""

QUIET_S, QUIET_PARTS = 2.5, 10
"""A limb that trembles is never told to rest. It is still all the same when for so long it stays
within twice `STEADY_DEG`, looked at in so many parts; chosen by us: where a lift turns round it
stays there for less than a second, and stillness is asked for three."""

LOOKED_S = 1.0
"""How much of a still stretch is averaged; chosen by us."""

POSES = {
    "pose-line": "line",
    "pose-back": "back",
    "pose-level": "level",
    "pose-touch": "touch",
}
"""Poses by the mark that begins them."""

ASKED_BY_MARK: dict[str, str] = {
    "set": "nothing",
    "pose-line": "nothing",
    "pose-back": "nothing",
    "rest": "nothing",
    "stop": "nothing",
    "go": "reps",
    "hold": "hold",
}
"""What the person is asked to do from a mark on (`leg_reps.ASKED`)."""


class Row(NamedTuple):
    """One moment of a sensor's attitude (see `Attitude`)."""

    time_s: float
    up: list[float]
    sd_deg: float
    resting: bool
    turn: list[float] | None


@dataclass(frozen=True, slots=True)
class Pose:
    """A pose or a rest.

    Attributes
    ----------
    name : "line", "back", "level", "touch" from marks, "rest" still after such a mark, "still"
        still without any
    end_s : s
    up : (3,), mean direction of up in sensor axes
    turn : (4,), quaternion in the middle of it; None without a gyroscope
    spread_deg : deg, furthest that up was from its mean
    """

    name: str
    end_s: float
    up: Array
    turn: list[float] | None
    spread_deg: float


def rows_of(attitude: Attitude) -> Iterator[Row]:
    """An attitude row by row.

    Parameters
    ----------
    attitude : Attitude

    Yields
    ------
    Row
    """
    ups = attitude.up.tolist()
    turns = None if attitude.turn is None else attitude.turn.tolist()
    sds, resting = attitude.sd_deg.tolist(), (attitude.resting > 0.0).tolist()
    for i, time_s in enumerate(attitude.time_s.tolist()):
        yield Row(time_s, ups[i], sds[i], resting[i], None if turns is None else turns[i])


class Poses:
    """Finds poses and rests as rows and marks come, each told once.

    As soon as the mark "set" was seen only marked poses are told until "go"; the script leads then.

    Parameters
    ----------
    rate_hz : Hz
        Of the rows.
    """

    def __init__(self, rate_hz: float) -> None:
        self.gyroscope = True
        self._rate_hz = rate_hz
        self._name = ""
        self._from_s = math.inf
        self._rows: list[Row] = []
        self._resting: deque[Row] = deque(maxlen=max(2, round(LOOKED_S * rate_hz)))
        self._n_resting = 0
        self._quiet = _Quiet(rate_hz)
        self._led = False
        self._rest_named = False

    def marked(self, mark: Mark) -> Pose | None:
        """Heed a mark; the pose that it ends.

        Parameters
        ----------
        mark : Mark

        Returns
        -------
        Pose or None
        """
        if mark.name == "tap":
            return None
        ended = self._mean(self._name, self._rows) if self._name else None
        self._name, self._rows = "", []
        if mark.name in POSES:
            self._name, self._from_s = POSES[mark.name], mark.time_s + LATE_S
        if mark.name in ("set", "go"):
            self._led = mark.name == "set"
        self._rest_named = mark.name == "rest"
        return ended

    def push(self, row: Row) -> Pose | None:
        """Take the next row.

        Parameters
        ----------
        row : Row

        Returns
        -------
        Pose or None
            A still stretch, when it has lasted long enough.
        """
        if self._name and row.time_s >= self._from_s and not math.isnan(row.up[0]):
            self._rows.append(row)
        found = self._quiet.push(row)
        if not row.resting or math.isnan(row.up[0]):
            self._n_resting = 0
            self._resting.clear()
        else:
            self._resting.append(row)
            self._n_resting += 1
            if self._n_resting == max(2, round(STILL_S[self.gyroscope] * self._rate_hz)):
                self._quiet.told = True
                found = list(self._resting)
        if not found or self._name or self._led:
            return None
        return self._mean("rest" if self._rest_named else "still", found)

    def _mean(self, name: str, rows: list[Row]) -> Pose | None:
        if len(rows) < SHORTEST_S * self._rate_hz and not name.startswith(("rest", "still")):
            return None
        ups = np.array([row.up for row in rows])
        mean = ups.mean(axis=0)
        mean = mean / np.sqrt((mean * mean).sum())
        far = np.sqrt(((ups - mean) ** 2).sum(axis=1)).max()
        if name in ("rest", "still") and np.degrees(far) > STEADY_DEG:
            return None
        middle = rows[len(rows) // 2]
        return Pose(name, rows[-1].time_s, mean, middle.turn, float(np.degrees(far)))


class _Quiet:
    """Finds stretches in which a limb only trembles, each told once."""

    def __init__(self, rate_hz: float) -> None:
        self._n_part = max(2, round(QUIET_S * rate_hz / QUIET_PARTS))
        self._part: list[Row] = []
        self._parts: deque[list[Row]] = deque(maxlen=QUIET_PARTS)
        self._bounds: deque[tuple[list[float], list[float]]] = deque(maxlen=QUIET_PARTS)
        self.told = False
        """Whether the stretch that runs has been told."""

    def push(self, row: Row) -> list[Row]:
        """The rows of a stretch that has lasted long enough; empty otherwise."""
        if math.isnan(row.up[0]):
            self._begin_anew()
            return []
        self._part.append(row)
        if len(self._part) < self._n_part:
            return []
        part, self._part = self._part, []
        axes = list(zip(*(each.up for each in part), strict=True))
        self._parts.append(part)
        self._bounds.append(([min(axis) for axis in axes], [max(axis) for axis in axes]))
        if not self._is_quiet():
            self.told = False
            return []
        if self.told or len(self._parts) < QUIET_PARTS:
            return []
        self.told = True
        return [each for part in self._parts for each in part]

    def _begin_anew(self) -> None:
        self._part = []
        self._parts.clear()
        self._bounds.clear()
        self.told = False

    def _is_quiet(self) -> bool:
        """Whether up and heading have stayed in one place."""
        most = 2.0 * STEADY_DEG
        lows, highs = (zip(*each, strict=True) for each in zip(*self._bounds, strict=True))
        for low, high in zip(lows, highs, strict=True):
            if math.degrees(max(high) - min(low)) > most:
                return False
        turns = [part[len(part) // 2].turn for part in self._parts]
        last = turns[-1]
        return last is None or all(turn is None or _apart(turn, last) <= most for turn in turns)


def _apart(first: list[float], second: list[float]) -> float:
    """Angle of the turn from one quaternion to another, deg."""
    along = abs(sum(a * b for a, b in zip(first, second, strict=True)))
    return math.degrees(2.0 * math.acos(min(1.0, along)))
