"""Markers with plates under both feet: bodies from the markers, loads from the plates."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from levelhip.biomech.camera import Calibration
from levelhip.core import Array, Force, Frame, Quality, Samples, Side, Track
from levelhip.engine.chunk import Chunk
from levelhip.engine.forces import FASTEST_HZ, ForceStage
from levelhip.engine.recorder import PLATE_SHARE, Recorder
from levelhip.engine.source import SourceInfo
from levelhip.engine.tracks import TrackStage

BESIDE_M = 0.06
"""Where the plates put the force may be this far, along the line between the feet, from where the
markers put it; further, part of a foot stands beside its plate and the markers are believed. Chosen
by us: markers come within 2 cm, a whole foot beside its plate is 10 cm and more."""


def are_plates_beside(track: Track | None, force: Force | None) -> bool:
    """Whether markers come with plates that tell left from right.

    Parameters
    ----------
    track, force : of the first samples

    Returns
    -------
    bool
    """
    if track is None or force is None or track.frame is not Frame.LAB:
        return False
    return Side.LEFT in force.sides and Side.RIGHT in force.sides


class PlateStage:
    """The signals of a `TrackStage` with one more: `plate_share`, the plates' part of the weight.

    `load_share` is the plates' wherever they know it, the motion's elsewhere. Rows wait until the
    plates have come as far as the markers, so that the result does not depend on how the two
    streams are cut.

    Parameters
    ----------
    points : TrackStage
        For the markers.
    force : Force
        The first samples, for whose foot stands on which plate.
    info : SourceInfo
        Of the recording.
    """

    def __init__(self, points: TrackStage, force: Force, info: SourceInfo) -> None:
        self.points = points
        self._plates = ForceStage(force, replace(info, rate_hz=FASTEST_HZ))
        self._period_s = 1.0 / FASTEST_HZ
        self.recorder = Recorder(
            (*points.recorder.names, PLATE_SHARE), {"load_share": self._plates_first}
        )
        self._width = points.recorder.column["stance_width_m"]
        self._waiting: deque[Chunk] = deque()

    def push(self, samples: Samples) -> Iterator[Chunk]:
        """The signals that have become known.

        Parameters
        ----------
        samples : Samples
            With a track, a force or both.

        Yields
        ------
        Chunk
        """
        for _ in self._plates.push(samples):
            pass
        for chunk in self.points.push(samples):
            self._waiting.append(chunk)
        times = self._plates.recorder.time_s
        yield from self._known(float(times[-1]) if times.size else -np.inf)

    def finish(self) -> Iterator[Chunk]:
        """The rows still held back when the streams end.

        Yields
        ------
        Chunk
        """
        for _ in self._plates.finish():
            pass
        self._waiting.extend(self.points.finish())
        yield from self._known(np.inf)

    @property
    def calibration(self) -> Calibration | None:
        """Of the camera; None with markers."""
        return self.points.calibration

    @property
    def hands(self) -> Recorder:
        """Points of arms and trunk at the same rows."""
        return self.points.hands

    def abilities(self, *, at_end: bool) -> frozenset[str]:
        """What the markers can show."""
        return self.points.abilities(at_end=at_end)

    def quality(self) -> Quality:
        """How far the set of markers can be trusted."""
        return self.points.quality()

    def _known(self, until_s: float) -> Iterator[Chunk]:
        while self._waiting:
            chunk = self._waiting[0]
            if len(chunk.time_s) and chunk.time_s[-1] > until_s:
                return
            self._waiting.popleft()
            rows = np.column_stack((chunk.rows, self._believed(chunk)))
            self.recorder.append(chunk.time_s, rows)
            yield chunk._replace(rows=rows)

    def _believed(self, chunk: Chunk) -> Array:
        """The plates' share at the times of a chunk; NaN where a foot is beside its plate."""
        share = self._at(chunk.time_s)
        moving = self.points.recorder.share(chunk.rows)
        beside = np.abs(share - moving) * chunk.rows[:, self._width] > BESIDE_M
        return np.where(beside, np.nan, share)

    def _plates_first(self, block: Array) -> Array:
        share = block[:, -1]
        return np.where(np.isnan(share), self.points.recorder.share(block), share)

    def _at(self, times: Array) -> Array:
        """The plates' share at some times, by straight lines; NaN before and after the plates."""
        if not times.size:
            return np.empty(0)
        margin_s = 2.0 * self._period_s
        recorder = self._plates.recorder
        rows = recorder.span(float(times[0]) - margin_s, float(times[-1]) + margin_s)
        plate_s, share = recorder.time_s[rows], recorder.values("load_share", rows)
        if not plate_s.size:
            return np.full(times.size, np.nan)
        right = np.minimum(plate_s.searchsorted(times), plate_s.size - 1)
        left = np.maximum(right - 1, 0)
        wide = np.where(right > left, plate_s[right] - plate_s[left], 1.0)
        # Up to one period outside, the nearest sample stands.
        part = np.clip((times - plate_s[left]) / wide, 0.0, 1.0)
        value = share[left] + (share[right] - share[left]) * part
        # At the edge of what the plates know, the neighbour stands too.
        value = np.where(np.isnan(share[left]), share[right], value)
        value = np.where(np.isnan(share[right]), share[left], value)
        outside = (times < plate_s[0] - self._period_s) | (times > plate_s[-1] + self._period_s)
        return np.where(outside, np.nan, value)
