"""How often each fault of a camera was seen, from when to when, kept up as the frames come."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from levelhip.biomech.faults import Fault
from levelhip.core import Array

TOWARDS = int(Fault.TURNED_AWAY | Fault.NOBODY | Fault.SIDE_ON | Fault.LYING)
"""Frames with none of these face the camera."""

_LOOKED_FOR = np.array([*Fault, TOWARDS], dtype=np.int16)
_PLACE = {int(what): i for i, what in enumerate(_LOOKED_FOR)}
_TOWARDS_I = _PLACE[TOWARDS]


class FaultCounts:
    """What `Gatekeeper` judges by; a live stream is judged every few seconds, however long it is.

    Attributes
    ----------
    frames : how many there were
    """

    def __init__(self) -> None:
        self.frames = 0
        self._count = np.zeros(len(_LOOKED_FOR), dtype=np.int64)
        self._first_s = np.full(len(_LOOKED_FOR), np.nan)
        self._last_s = np.full(len(_LOOKED_FOR), np.nan)

    def add(self, time_s: Array, flags: NDArray[np.int16]) -> None:
        """Count the next frames.

        Parameters
        ----------
        time_s : (n,), s
        flags : (n,), int16
            `Fault` bits.
        """
        hits = (flags & _LOOKED_FOR[:, None]) != 0
        np.logical_not(hits[_TOWARDS_I], out=hits[_TOWARDS_I])
        count = np.add.reduce(hits, axis=1, dtype=np.int64)
        seen = np.flatnonzero(count)
        new = seen[self._count[seen] == 0]
        if new.size:
            self._first_s[new] = time_s[hits[new].argmax(axis=1)]
        self._last_s[seen] = time_s[len(time_s) - 1 - hits[seen, ::-1].argmax(axis=1)]
        self._count += count
        self.frames += len(time_s)

    def count(self, what: int) -> int:
        """How many frames have it.

        Parameters
        ----------
        what : int
            A `Fault`, or `TOWARDS`.

        Returns
        -------
        int
        """
        return int(self._count[_PLACE[what]])

    def span_s(self, what: int) -> tuple[float, float]:
        """From when to when it was seen.

        Parameters
        ----------
        what : int
            A `Fault`, or `TOWARDS`.

        Returns
        -------
        first, last : float
            s; NaN when no frame has it.
        """
        return float(self._first_s[_PLACE[what]]), float(self._last_s[_PLACE[what]])
