"""When a foot lands and leaves, as samples come: from markers, and from a camera in front."""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

import numpy as np

from levelhip.biomech.filtering import FilterBank, low_pass_taps, second_derivative_taps
from levelhip.biomech.grid import Grid
from levelhip.core import Array, BadRecording, Side, Track

MARKER_HZ, CAMERA_HZ = 100.0, 60.0
"""Rates of the even grids; 10 ms and 17 ms, refined between samples."""
CONTACT_CUTOFF_HZ = 12.0
"""Of the vertical acceleration of heel and toe. Of 8, 12, 20 and 30 Hz, 12 gave the least spread
against force plates (5.4 ms, 18 strikes of 5 walkers); chosen by us."""
LEAD_CUTOFF_HZ = 8.0
"""Of how far one heel is ahead of the other; a step has nothing above it. Chosen by us."""
PELVIS_CUTOFF_HZ = 6.0
"""Of the hip line, the usual one for gait markers."""
HEIGHT_CUTOFF_HZ = 4.0
"""Of the height of one ankle above the other in a camera; the pose model jumps faster than that,
steps do not. Chosen by us."""
CONTACT_PEAK = 2.5
"""m/s2, least upward acceleration of a heel that lands or a toe that leaves; the weakest seen in
the walkers above were 5.1 and 6.5. Chosen by us."""
AHEAD_M = 0.1
"""The landing heel is at least this far ahead of the other, the leaving one behind it: a quarter of
a short step. Chosen by us."""
LANDING_SPEED = 1.2
"""m/s at which a landing heel may still move forward past the other; in mid-swing, where the heel
also turns upward, it is 3 and more. Chosen by us."""
APART_S = 0.3
"""Least time between two landings, or two leavings, of one foot. Chosen by us."""
OFF_BIAS_S = -0.015
"""The toe's peak comes 15 ms before the plate is empty (n = 16, sd 10 ms); taken away."""
RAISED_M = 0.015
"""How far one ankle must be seen above the other before its coming down counts as a step; standing
people are within 5 mm. Chosen by us."""
LOWERED_M = 0.005
"""Below this height over the other ankle the foot has come down. Chosen by us."""
CAMERA_BIAS_S = -0.12
"""The ankles change places 0.12 s before the foot lands (41 landings in two rendered clips, sd 9 ms
within a clip, 10 ms between them); taken away."""


class Footfall(NamedTuple):
    """A foot that lands or leaves.

    Attributes
    ----------
    kind : "strike" or "off"
    side : whose foot
    time_s : s
    """

    kind: Literal["strike", "off"]
    side: Side
    time_s: float


class Footfalls(Protocol):
    """What both sources have in common."""

    def push(self, track: Track) -> list[Footfall]:
        """The footfalls that have become certain, in order of time."""

    def finish(self) -> list[Footfall]:
        """The ones still held back."""

    def pelvis_span(self, start_s: float, end_s: float) -> tuple[float, float]:
        """Least and greatest obliquity between two times, deg; NaN when it is not measured."""


class MarkerFootfalls:
    """Landings and leavings from heels and toes, with the hip line for what the pelvis does.

    A foot lands where its heel, ahead of the other and slow, is pushed up hardest, and leaves where
    its toe, behind the other foot, is. Hreljac and Marshall (2000, J Biomech 33:783) found the
    vertical acceleration of heel and toe to mark contact within a sample or so; which of its peaks
    is meant follows from the lead of the heel, as Zeni et al. (2008, Gait Posture 27:710) use it.
    """

    _POINTS = ("left_heel", "right_heel", "left_foot_index", "right_foot_index")

    def __init__(self) -> None:
        self._grid = Grid(MARKER_HZ, 14)
        acceleration = second_derivative_taps(MARKER_HZ, cutoff_hz=CONTACT_CUTOFF_HZ)
        lead = low_pass_taps(MARKER_HZ, cutoff_hz=LEAD_CUTOFF_HZ)
        pelvis = low_pass_taps(MARKER_HZ, cutoff_hz=PELVIS_CUTOFF_HZ)
        self._bank = FilterBank([acceleration] * 4 + [lead, pelvis])
        self._times = np.empty(0)
        self._rows = np.empty((0, 6))
        self._pelvis_s = np.empty(0)
        self._pelvis = np.empty(0)
        self._latest: dict[tuple[str, Side], float] = {}

    def push(self, track: Track) -> list[Footfall]:
        """The footfalls that have become certain, in order of time."""
        names = (*self._POINTS, "left_hip", "right_hip")
        missing = [name for name in names if name not in track.names]
        if missing:
            raise BadRecording(
                "track: no {markers}; steps from markers need heels, toes and hips",
                markers=", ".join(missing),
            )
        columns = np.concatenate(
            [track.point(name) for name in names[:2]]
            + [track.point(name)[:, 1:2] for name in names[2:4]]
            + [track.point(name) for name in names[4:]],
            axis=1,
        )
        return self._filter(*self._grid.push(track.time_s, columns))

    def finish(self) -> list[Footfall]:
        """The ones still held back."""
        found = self._filter(*self._grid.finish())
        return found + self._look(self._bank.finish())

    def pelvis_span(self, start_s: float, end_s: float) -> tuple[float, float]:
        """Least and greatest obliquity between two times, deg."""
        inside = self._pelvis[
            np.searchsorted(self._pelvis_s, start_s) : np.searchsorted(self._pelvis_s, end_s)
        ]
        # What lies before the latest two landings is not asked for again.
        keep = np.searchsorted(self._pelvis_s, start_s)
        self._pelvis_s, self._pelvis = self._pelvis_s[keep:], self._pelvis[keep:]
        if not inside.size or np.isnan(inside).any():
            return np.nan, np.nan
        return float(inside.min()), float(inside.max())

    def _filter(self, time_s: Array, columns: Array) -> list[Footfall]:
        self._times = np.concatenate([self._times, time_s])
        across = columns[:, 11:14] - columns[:, 8:11]
        level = np.sqrt(across[:, 0] * across[:, 0] + across[:, 2] * across[:, 2])
        length = np.where(level > 0.0, level, np.nan)
        # Forward is up x right: (z, 0, -x) of the hip line.
        heels = columns[:, 0:3] - columns[:, 3:6]
        lead = (heels[:, 0] * across[:, 2] - heels[:, 2] * across[:, 0]) / length
        obliquity = np.degrees(np.arctan2(-across[:, 1], level))
        rows = np.stack(
            [columns[:, 1], columns[:, 4], columns[:, 6], columns[:, 7], lead, obliquity], axis=1
        )
        return self._look(self._bank.push(rows))

    def _look(self, filtered: Array) -> list[Footfall]:
        rows = np.concatenate([self._rows, filtered])
        times = self._times[: rows.shape[0]]
        fresh = slice(rows.shape[0] - filtered.shape[0], None)
        self._pelvis_s = np.concatenate([self._pelvis_s, times[fresh]])
        self._pelvis = np.concatenate([self._pelvis, rows[fresh, 5]])
        keep = max(rows.shape[0] - 2, 0)
        self._rows, self._times = rows[keep:], self._times[keep:]
        if rows.shape[0] < 3:
            return []
        before, now, after = rows[:-2], rows[1:-1], rows[2:]
        pace = (after[:, 4] - before[:, 4]) * (0.5 * MARKER_HZ)
        peaks = (now[:, :4] > before[:, :4]) & (now[:, :4] >= after[:, :4])
        peaks &= now[:, :4] >= CONTACT_PEAK
        found: list[tuple[int, Footfall]] = []
        for side, sign, i in ((Side.LEFT, 1.0, 0), (Side.RIGHT, -1.0, 1)):
            ahead, speed = sign * now[:, 4], sign * pace
            lands = peaks[:, i] & (ahead >= AHEAD_M) & (speed <= LANDING_SPEED)
            leaves = peaks[:, i + 2] & (ahead <= -AHEAD_M)
            for kind, which, column, bias_s in (
                ("strike", lands, i, 0.0),
                ("off", leaves, i + 2, OFF_BIAS_S),
            ):
                for k in np.flatnonzero(which).tolist():
                    part = _summit(before[k, column], now[k, column], after[k, column])
                    time_s = float(times[k + 1]) + part / MARKER_HZ
                    found.append((k, Footfall(kind, side, time_s - bias_s)))  # type: ignore[arg-type]
        return [fall for _, fall in sorted(found, key=lambda item: item[0]) if self._is_new(fall)]

    def _is_new(self, fall: Footfall) -> bool:
        key = (fall.kind, fall.side)
        if fall.time_s - self._latest.get(key, -np.inf) < APART_S:
            return False
        self._latest[key] = fall.time_s
        return True


class CameraFootfalls:
    """Landings where the ankle that was seen higher comes down to the other.

    Only what a camera in front shows is used: heights. The foot in front is lower in the picture,
    the foot in the air higher, and both make the two ankles change places once a step.
    """

    def __init__(self) -> None:
        self._grid = Grid(CAMERA_HZ, 2)
        self._bank = FilterBank([low_pass_taps(CAMERA_HZ, cutoff_hz=HEIGHT_CUTOFF_HZ)])
        self._times = np.empty(0)
        self._last = (np.nan, np.nan)
        self._raised = Side.BOTH

    def push(self, track: Track) -> list[Footfall]:
        """The footfalls that have become certain, in order of time."""
        heights = np.stack(
            [track.point("left_ankle")[:, 1], track.point("right_ankle")[:, 1]], axis=1
        )
        return self._filter(*self._grid.push(track.time_s, heights))

    def finish(self) -> list[Footfall]:
        """The ones still held back."""
        found = self._filter(*self._grid.finish())
        return found + self._look(self._bank.finish()[:, 0])

    def pelvis_span(self, start_s: float, end_s: float) -> tuple[float, float]:
        """NaN: the hip line of a camera is no pelvis."""
        del start_s, end_s
        return np.nan, np.nan

    def _filter(self, time_s: Array, heights: Array) -> list[Footfall]:
        self._times = np.concatenate([self._times, time_s])
        return self._look(self._bank.push((heights[:, 0] - heights[:, 1])[:, None])[:, 0])

    def _look(self, left_over_right: Array) -> list[Footfall]:
        times = self._times[: left_over_right.size]
        self._times = self._times[left_over_right.size :]
        found: list[Footfall] = []
        for time_s, height in zip(times.tolist(), left_over_right.tolist(), strict=True):
            before_s, before = self._last
            self._last = (time_s, height)
            if np.isnan(height):
                self._raised = Side.BOTH
                continue
            sign = -1.0 if self._raised is Side.RIGHT else 1.0
            if self._raised is not Side.BOTH and sign * height <= LOWERED_M:
                part = (sign * before - LOWERED_M) / (sign * (before - height))
                at_s = before_s + part * (time_s - before_s) - CAMERA_BIAS_S
                found.append(Footfall("strike", self._raised, at_s))
                self._raised = Side.BOTH
            if height >= RAISED_M:
                self._raised = Side.LEFT
            elif height <= -RAISED_M:
                self._raised = Side.RIGHT
        return found


def _summit(before: float, now: float, after: float) -> float:
    """Where between samples a parabola through three of them peaks, -0.5 to 0.5."""
    bend = before - 2.0 * now + after
    return 0.5 * (before - after) / bend if bend < 0.0 else 0.0
