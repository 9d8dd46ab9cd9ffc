"""A phone on somebody who walks with a hanging weight: steps anywhere, roll on the sacrum."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from levelhip.core import Motion, Quality, Samples, joined
from levelhip.engine.chunk import Chunk
from levelhip.engine.motions import MotionStage
from levelhip.engine.recorder import Recorder
from levelhip.engine.sacrum import COLUMNS, LOCATION, SacrumStage
from levelhip.engine.source import SourceInfo

TOGETHER_S = 0.3
"""Samples of the slope wait until they are worked on together, which costs little more than one
alone: nothing is told by it while walking, and the screen shows it a few tenths of a second late in
any case. Chosen by us."""


class LoadedWalkStage:
    """From the phone's motion to its samples, for the steps, and to the slope of the pelvis.

    Without quiet standing, or anywhere but on the sacrum, the slope is unknown; steps are found
    all the same.

    Parameters
    ----------
    motion : Motion
        The first samples, for where the phone is worn.
    info : SourceInfo
        Of the recording.
    """

    calibration = None
    hands = None

    def __init__(self, motion: Motion, info: SourceInfo) -> None:
        self._plain = MotionStage()
        self._sacrum: SacrumStage | None = None
        if (info.location or motion.location) == LOCATION:
            self._sacrum = SacrumStage(motion, info)
        self._waiting: list[Samples] = []
        self._since_s = np.nan

    @property
    def recorder(self) -> Recorder:
        """The signals: of the pelvis from the sacrum, else of the plain samples."""
        return self._plain.recorder if self._sacrum is None else self._sacrum.recorder

    def push(self, samples: Samples) -> Iterator[Chunk]:
        """The signals that have become known, and the samples.

        Parameters
        ----------
        samples : Samples
            With a motion; other streams are not looked at.

        Yields
        ------
        Chunk
        """
        if self._sacrum is None:
            yield from self._plain.push(samples)
            return
        motion = samples.motion
        if motion is None or not len(motion):
            return
        if not self._waiting:
            self._since_s = float(motion.time_s[0])
        self._waiting.append(Samples(motion=motion))
        if motion.time_s[-1] - self._since_s >= TOGETHER_S:
            yield from self._slope(self._sacrum)
        for chunk in self._plain.push(samples):
            nothing = np.empty((0, len(COLUMNS)))
            yield Chunk(np.empty(0), nothing, motion=chunk.motion)

    def finish(self) -> Iterator[Chunk]:
        """The signals still held back when the stream ends.

        Yields
        ------
        Chunk
        """
        if self._sacrum is None:
            yield from self._plain.finish()
            return
        yield from self._slope(self._sacrum)
        yield from self._sacrum.finish()

    def _slope(self, sacrum: SacrumStage) -> Iterator[Chunk]:
        """The signals of the pelvis from the samples that waited."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            yield from sacrum.push(joined(waiting))

    def abilities(self, *, at_end: bool) -> frozenset[str]:
        """What the recording can show; the same throughout."""
        return self._plain.abilities(at_end=at_end)

    def quality(self) -> Quality:
        """Whether there is any sample."""
        return self._plain.quality()
