"""What a stage hands on to the finders of events."""

from __future__ import annotations

from typing import NamedTuple

from levelhip.core import Array, Motion, Track


class Places(NamedTuple):
    """Where a few points are, without the checks and names of a `Track`.

    Attributes
    ----------
    time_s : (n,), s, of the samples themselves
    xyz : (n, P, 3), m, LAB
    """

    time_s: Array
    xyz: Array


class Chunk(NamedTuple):
    """Newly known rows of all signals, and the samples they came from where a finder wants them.

    Attributes
    ----------
    time_s : (n,), s, on the uniform grid
    rows : (n, C), columns of the stage's recorder
    track : points in LAB with their own times; None when no finder asks for them
    motion : sensor samples with their own times; None likewise
    places : some of the points in LAB, as the stage was asked; None likewise
    """

    time_s: Array
    rows: Array
    track: Track | None = None
    motion: Motion | None = None
    places: Places | None = None
