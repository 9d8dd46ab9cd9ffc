"""Acceleration on an even grid, whatever the rate and however the samples come."""

from __future__ import annotations

import numpy as np

from levelhip.biomech.cadence import GRID_HZ
from levelhip.core import Array


class EvenGrid:
    """The length of the acceleration on the even grid, as samples come; row by row the same."""

    def __init__(self) -> None:
        self._start_s = np.nan
        self._last_s = np.empty(0)
        self._last = [np.empty(0)] * 3
        self._integral = [np.zeros(1)] * 3
        self._edge = [np.zeros(1)] * 3
        self._next = 1
        self.offset_s = np.nan

    @property
    def count(self) -> int:
        """Cells given so far."""
        return self._next - 1

    def reaches(self, time_s: float, count: int) -> bool:
        """Whether a sample at this time completes so many cells; True before the first sample."""
        return not time_s - self._start_s < count / GRID_HZ

    def push(self, time_s: Array, acceleration: Array) -> Array:
        """Mean over each grid cell that is now complete: (N, 4), m/s2, length and three axes."""
        missing = np.isnan(acceleration[:, 0] + acceleration[:, 1] + acceleration[:, 2])
        if missing.any():
            time_s, acceleration = time_s[~missing], acceleration[~missing]
        if not time_s.size:
            return np.empty((0, 4))
        if np.isnan(self._start_s):
            self._start_s = float(time_s[0])
            self.offset_s = self._start_s + 0.5 / GRID_HZ
        time = np.concatenate([self._last_s, time_s - self._start_s])
        edges = np.arange(self._next, int(time[-1] * GRID_HZ) + 2) / GRID_HZ
        edges = edges[edges <= time[-1]]
        self._next += edges.size
        gap = 0.5 * (time[1:] - time[:-1])
        cells = np.empty((edges.size, 4))
        for i in range(3):
            axis = np.concatenate([self._last[i], acceleration[:, i]])
            self._last[i] = axis[-1:]
            # A running sum continued from its last value is the same however it is cut.
            steps = np.concatenate([self._integral[i], (axis[1:] + axis[:-1]) * gap])
            integral = np.add.accumulate(steps)
            self._integral[i] = integral[-1:]
            at_edge = np.concatenate([self._edge[i], np.interp(edges, time, integral)])
            self._edge[i] = at_edge[-1:]
            cells[:, i + 1] = (at_edge[1:] - at_edge[:-1]) * GRID_HZ
        self._last_s = time[-1:]
        x, y, z = cells[:, 1], cells[:, 2], cells[:, 3]
        cells[:, 0] = np.sqrt(x * x + y * y + z * z)
        return cells
