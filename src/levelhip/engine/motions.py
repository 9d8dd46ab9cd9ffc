"""A phone or sensor worn on the body, handed on to the finders of steps."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from levelhip.core import Motion, Quality, Reason, Samples
from levelhip.engine.chunk import Chunk
from levelhip.engine.recorder import Recorder

COLUMNS: tuple[str, ...] = ("acceleration_m_s2",)
"""Columns of the recorder: length of the acceleration with gravity, at the sensor's own times."""


class MotionStage:
    """From a sensor to its samples' plain length; the finders look at the samples themselves."""

    calibration = None
    hands = None

    def __init__(self) -> None:
        self.recorder = Recorder(COLUMNS)

    def push(self, samples: Samples) -> Iterator[Chunk]:
        """The samples as they are.

        Parameters
        ----------
        samples : Samples
            With a motion; other streams are not looked at.

        Yields
        ------
        Chunk
        """
        motion = samples.motion
        if motion is None or not len(motion):
            return
        yield Chunk(motion.time_s, self._rows(motion), motion=motion)

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
        return frozenset({"height", "pelvis"})

    def quality(self) -> Quality:
        """Whether there is any sample."""
        if len(self.recorder):
            return Quality()
        return Quality("refused", (Reason("no-samples", "The recording holds no samples."),))

    def _rows(self, motion: Motion) -> np.ndarray:
        x, y, z = (motion.acceleration[:, axis] for axis in range(3))
        rows = np.sqrt(x * x + y * y + z * z)[:, None]
        self.recorder.append(motion.time_s, rows)
        return rows
