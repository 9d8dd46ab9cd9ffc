"""What a stage hands on to the finders of events."""

from __future__ import annotations

from typing import NamedTuple

from levelhip.core import Array, Motion, Track


class Chunk(NamedTuple):
    """Newly known rows of all signals, and the samples they came from where a finder wants them.

    Attributes
    ----------
    time_s : (n,), s, on the uniform grid
    rows : (n, C), columns of the stage's recorder
    track : points in LAB with their own times; None when no finder asks for them
    motion : sensor samples with their own times; None likewise
    """

    time_s: Array
    rows: Array
    track: Track | None = None
    motion: Motion | None = None
