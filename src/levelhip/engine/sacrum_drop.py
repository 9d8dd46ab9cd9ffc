"""The wall drop from a phone on the sacrum: the slope of the pelvis against its own level."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from levelhip.biomech.wall import WALL_INPUTS, WALL_SIGNALS, WallSignals
from levelhip.core import Array, Motion, Quality, Reason, Samples, Side
from levelhip.engine.chunk import Chunk
from levelhip.engine.recorder import Recorder
from levelhip.engine.sacrum import COLUMNS, SacrumStage
from levelhip.engine.source import SourceInfo

NOTES = {
    "level-by-still": "Level is how the pelvis stood still before the first repetition: hold the "
    "hips level there for two seconds.",
    "level-by-middle": "Nobody stood still before the first repetition, so the middle of what was "
    "done is taken for level: begin with two seconds of level hips.",
    "touch-unclear": "In the pose at the wall the hip was hardly higher than level, so the highest "
    "repetitions are taken for the touch: drive the hip up until the leg touches.",
    "touch-by-tops": "Nobody showed the touch beforehand, so the middle of the highest points is "
    "taken for it: whether all of them missed the wall cannot be told. A first drive without a "
    "drop that is held for two seconds is taken for the touch being shown, and is not counted.",
}
"""What was assumed, in words."""

SLOPE = WALL_INPUTS.index("pelvis_line_deg")


class SacrumDropStage:
    """From the phone's motion to the signals of the wall drop, the same however the stream is cut.

    Columns of the recorder: those of `SacrumStage`, then `biomech.wall.WALL_SIGNALS`, of which a
    phone gives `pelvic_hike_deg`, `touch_deg` and `wall_side`.

    Parameters
    ----------
    motion : Motion
        The first samples, for where the phone is worn.
    info : SourceInfo
        Of the recording; its side is the standing leg.
    """

    calibration = None
    hands = None

    def __init__(self, motion: Motion, info: SourceInfo) -> None:
        self._inner = SacrumStage(motion, info)
        self._signals = WallSignals(is_plumb=False, side=info.side)
        self._has_side = info.side in (Side.LEFT, Side.RIGHT)
        self._shown = False  # whether the touch was marked
        self._rows = np.empty((0, len(COLUMNS)))  # of the inner stage, until the level is known
        self.recorder = Recorder((*COLUMNS, *WALL_SIGNALS))

    def push(self, samples: Samples) -> Iterator[Chunk]:
        """The signals that have become known.

        Parameters
        ----------
        samples : Samples
            With a motion, or marks; other streams are not looked at.

        Yields
        ------
        Chunk
        """
        self._signals.mark(samples.marks)
        for mark in samples.marks:
            self._shown |= mark.name == "pose-touch"
            self._has_side |= mark.name == "set" and mark.side is not Side.BOTH
        for chunk in self._inner.push(samples):
            yield from self._widened(chunk)

    def finish(self) -> Iterator[Chunk]:
        """The signals still held back when the stream ends.

        Yields
        ------
        Chunk
        """
        for chunk in self._inner.finish():
            yield from self._widened(chunk)
        yield from self._told(*self._signals.finish())

    def quality(self) -> Quality:
        """Whether the phone was on the sacrum, the standing leg was said, and what was assumed."""
        quality = self._inner.quality()
        if quality.state == "refused":
            return quality
        if not self._has_side:
            text = (
                "A phone on the sacrum does not tell which leg is at the wall. Say the standing "
                "leg: --side left or --side right."
            )
            return Quality("refused", (Reason("no-side-said", text),))
        notes = dict(self._signals.notes)
        if not self._shown:
            notes["touch-by-tops"] = None
        reasons = tuple(Reason(code, NOTES[code]) for code in notes)
        return Quality(quality.state, (*quality.reasons, *reasons))

    def abilities(self, *, at_end: bool) -> frozenset[str]:
        """What the recording can show; the same throughout."""
        del at_end
        return frozenset({"height", "pelvis", "sides"})

    def _widened(self, chunk: Chunk) -> Iterator[Chunk]:
        if not len(chunk.time_s):
            return
        inputs = np.full((len(chunk.rows), len(WALL_INPUTS)), np.nan)
        inputs[:, SLOPE] = chunk.rows[:, COLUMNS.index("pelvis_line_deg")]
        waits = len(self._rows) > 0
        self._rows = np.concatenate((self._rows, chunk.rows)) if waits else chunk.rows
        yield from self._told(*self._signals.push(chunk.time_s, inputs))

    def _told(self, time_s: Array, wall: Array) -> Iterator[Chunk]:
        count = len(time_s)
        if not count:
            return
        whole = np.concatenate((self._rows[:count], wall), axis=1)
        self._rows = self._rows[count:]
        self.recorder.append(time_s, whole)
        yield Chunk(time_s, whole)
