"""Forces under the feet, over time or read from two scales, turned into signals."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from levelhip.biomech.filtering import FilterBank, low_pass_taps
from levelhip.biomech.grid import Grid
from levelhip.biomech.loading import force_share
from levelhip.core import Array, BadRecording, Force, Quality, Reason, Samples, Side
from levelhip.engine.chunk import Chunk
from levelhip.engine.recorder import Recorder
from levelhip.engine.source import SourceInfo
from levelhip.engine.tracks import BLOCK, SIGNAL_CUTOFF_HZ

LEAST_NEWTON = 100.0
"""Together on both feet, below which nobody stands there; chosen by us (10 kg)."""

FASTEST_HZ = 200.0
"""Plates that sample faster are brought to this rate: standing and stepping need less than a
twentieth of it; chosen by us."""

COLUMNS: tuple[str, ...] = ("load_share", "unload", "cop_x_m", "cop_z_m", "force_n")
"""Columns of the recorder: `unload` is +1 with all the weight on the right foot (the left one is
lifted) and -1 with all of it on the left; the centre of pressure is that of both feet together."""


class ForceStage:
    """From plates to signals, the same however the stream is cut.

    Parameters
    ----------
    force : Force
        The first samples, for whose foot stands on which plate.
    info : SourceInfo
        Of the recording.
    """

    calibration = None
    hands = None

    def __init__(self, force: Force, info: SourceInfo) -> None:
        self.recorder = Recorder(COLUMNS)
        self.rate_hz = min(info.rate_hz, FASTEST_HZ)
        self._sides = force.sides
        self._grid = Grid(self.rate_hz, len(COLUMNS))
        smooth = low_pass_taps(self.rate_hz, cutoff_hz=SIGNAL_CUTOFF_HZ)
        self._bank = FilterBank([smooth] * len(COLUMNS))
        self._late_s = np.empty(0)

    def push(self, samples: Samples) -> Iterator[Chunk]:
        """The signals that have become known.

        Parameters
        ----------
        samples : Samples
            With a force; other streams are not looked at.

        Yields
        ------
        Chunk
        """
        force = samples.force
        if force is None or not len(force):
            return
        if force.sides != self._sides:
            raise BadRecording("force: its plates change on the way; give each push the same ones")
        if not self._knows_sides:
            return
        for start in range(0, len(force), BLOCK):
            part = slice(start, start + BLOCK)
            rows = _rows(force.newton[part], force.centre[part], self._sides)
            yield self._filtered(*self._grid.push(force.time_s[part], rows))

    def finish(self) -> Iterator[Chunk]:
        """The rows still held back when the stream ends.

        Yields
        ------
        Chunk
        """
        yield self._filtered(*self._grid.finish())
        known = self._bank.finish()[: self._late_s.size]
        self.recorder.append(self._late_s, known)
        yield Chunk(self._late_s, known)

    def abilities(self, *, at_end: bool) -> frozenset[str]:
        """What the recording can show; the same throughout."""
        del at_end
        return frozenset({"sides", "height", "pelvis"})

    def quality(self) -> Quality:
        """Whether the plates tell left from right."""
        if self._knows_sides:
            return Quality()
        text = "It is not known which foot stood on which plate: name a left and a right column."
        return Quality("refused", (Reason("plates-without-side", text),))

    @property
    def _knows_sides(self) -> bool:
        return Side.LEFT in self._sides and Side.RIGHT in self._sides

    def _filtered(self, grid_s: Array, rows: Array) -> Chunk:
        late_s = np.concatenate((self._late_s, grid_s))
        known = self._bank.push(rows)
        self._late_s = late_s[len(known) :]
        times = late_s[: len(known)]
        self.recorder.append(times, known)
        return Chunk(times, known)


class ScaleStage:
    """Two bathroom scales: each sample is one reading of both."""

    calibration = None
    hands = None

    def __init__(self) -> None:
        self.recorder = Recorder(COLUMNS)

    def push(self, samples: Samples) -> Iterator[Chunk]:
        """The readings as they are.

        Parameters
        ----------
        samples : Samples
            With a force of one left and one right plate.

        Yields
        ------
        Chunk
        """
        force = samples.force
        if force is not None and len(force):
            rows = _rows(force.newton, force.centre, force.sides)
            self.recorder.append(force.time_s, rows)
            yield Chunk(force.time_s, rows)

    def finish(self) -> Iterator[Chunk]:
        """Nothing is held back.

        Returns
        -------
        iterator of Chunk
        """
        return iter(())

    def abilities(self, *, at_end: bool) -> frozenset[str]:
        """What the recording can show; the same throughout."""
        del at_end
        return frozenset({"sides", "height", "pelvis"})

    def quality(self) -> Quality:
        """Whether there is a reading of both scales."""
        if np.isfinite(self.recorder.values("load_share")).any():
            return Quality()
        text = "There is no reading of both scales: stand with one foot on each and read both."
        return Quality("refused", (Reason("no-reading", text),))


def _rows(newton: Array, centre: Array, sides: tuple[Side, ...]) -> Array:
    """Signals of some samples, each from its own sample alone."""
    left = _sum([newton[:, i, 1] for i, side in enumerate(sides) if side is Side.LEFT])
    right = _sum([newton[:, i, 1] for i, side in enumerate(sides) if side is Side.RIGHT])
    out = np.empty((len(newton), len(COLUMNS)))
    share = force_share(left, right, least_newton=LEAST_NEWTON)
    total = left + right
    out[:, 0] = share
    out[:, 1] = 1.0 - 2.0 * share
    for column, axis in ((2, 0), (3, 2)):
        moments = [_moment(newton[:, i, 1], centre[:, i, axis]) for i in range(len(sides))]
        out[:, column] = np.where(np.isnan(share), np.nan, _sum(moments) / total)
    out[:, 4] = total
    return out


def _sum(columns: list[Array]) -> Array:
    total = columns[0]
    for column in columns[1:]:
        total = total + column
    return total


def _moment(newton: Array, centre: Array) -> Array:
    # The centre of an unloaded plate is unknown, and does not matter.
    return np.where(np.isnan(centre) & (np.abs(newton) < LEAST_NEWTON / 2), 0.0, newton * centre)
