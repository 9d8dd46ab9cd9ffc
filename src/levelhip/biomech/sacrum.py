"""The pelvis as a phone on the sacrum sees it, against the person's own quiet standing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from levelhip.biomech.orientation import (
    Alignment,
    Attitude,
    AttitudeStream,
    body_angles,
    standing_alignment,
)
from levelhip.core import Array, Motion

SETTLE_S = 2.0
"""Seconds of quiet standing that make the baseline; chosen by us."""
_STEADY_DEG = 1.0
"""Within this cone about its mean the direction of up must stay meanwhile; chosen by us."""


@dataclass(frozen=True, slots=True)
class PelvisSeries:
    """Turn of the pelvis over time against the quiet standing at the start.

    Attributes
    ----------
    time_s : (T,), s
    obliquity_deg : (T,), deg, positive = left side higher; NaN before the baseline is known
    tilt_deg : (T,), deg, positive = forward; NaN likewise
    sd_deg : (T,), deg, standard uncertainty of the direction of gravity alone
    """

    time_s: Array
    obliquity_deg: Array
    tilt_deg: Array
    sd_deg: Array


class PelvisStream:
    """`PelvisSeries` as the samples come; the same rows however the motion is cut.

    The first stretch in which the phone stays turned the same way is taken for quiet standing.

    Parameters
    ----------
    rate_hz : Hz
        Of the sensor.
    screen : {"out", "in"}
        Whether the screen faces away from the body or towards it.
    """

    def __init__(self, rate_hz: float, *, screen: Literal["out", "in"] = "out") -> None:
        self._attitude = AttitudeStream(rate_hz)
        self._screen: Literal["out", "in"] = screen
        self._wanted = max(2, round(SETTLE_S * rate_hz))
        self._quiet: list[tuple[float, Array, float]] = []
        self.alignment: Alignment | None = None
        self.baseline: Attitude | None = None
        """The quiet standing that was found, None before."""
        self._zero = (np.nan, np.nan)

    def push(self, motion: Motion) -> PelvisSeries:
        """The rows that have become known.

        Parameters
        ----------
        motion : Motion
            Later than all before.

        Returns
        -------
        PelvisSeries
        """
        return self._series(self._attitude.push(motion))

    def finish(self) -> PelvisSeries:
        """The rows still held back when the recording ends."""
        return self._series(self._attitude.finish())

    def _series(self, rows: Attitude) -> PelvisSeries:
        size = rows.time_s.size
        learnt = 0
        while self.alignment is None and learnt < size:
            self._learn(float(rows.time_s[learnt]), rows.up[learnt], float(rows.sd_deg[learnt]))
            learnt += 1
        obliquity, tilt = np.full(size, np.nan), np.full(size, np.nan)
        if self.alignment is not None:
            known = slice(learnt, size)
            obliquity[known], tilt[known] = body_angles(rows.up[known], self.alignment.body)
            obliquity[known] -= self._zero[0]
            tilt[known] -= self._zero[1]
        return PelvisSeries(rows.time_s, obliquity, tilt, rows.sd_deg)

    def _learn(self, time_s: float, up: Array, sd_deg: float) -> None:
        if np.isnan(up).any():
            self._quiet = []
            return
        self._quiet.append((time_s, up, sd_deg))
        if len(self._quiet) < self._wanted:
            return
        ups = np.array([row[1] for row in self._quiet])
        mean = ups.mean(axis=0)
        furthest = np.degrees(np.sqrt(((ups - mean) ** 2).sum(axis=1)).max())
        if furthest > _STEADY_DEG:
            # Half a window on, so that the search does not look at every sample anew.
            self._quiet = self._quiet[self._wanted // 2 :]
            return
        self.baseline = Attitude(
            np.array([row[0] for row in self._quiet]),
            ups,
            np.array([row[2] for row in self._quiet]),
            np.ones(len(self._quiet)),
        )
        self.alignment = standing_alignment(self.baseline, screen=self._screen)
        self._zero = tuple(
            float(angle[0]) for angle in body_angles(mean[None, :], self.alignment.body)
        )  # type: ignore[assignment]
        self._quiet = []
