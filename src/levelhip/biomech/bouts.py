"""Which swings of a signal are steps: from sure walking outwards, to the first and last step."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

REACH_S = 5.0
"""Seconds to either side of sure walking in which a swing may still be a step. Chosen by us: people
set off and stop within a few steps, and turn within a few seconds."""
LINK = (0.5, 1.7)
"""Step periods between one step and the next. Chosen by us: first and last steps are slow."""


class Swing(NamedTuple):
    """One round of the phase.

    Attributes
    ----------
    time_s : s
    period_s : s, step period there
    strength : m/s2, amplitude at that period
    surely : whether the movement around it is sure to be walking
    """

    time_s: float
    period_s: float
    strength: float
    surely: bool


class Bouts:
    """Swings taken one by one; steps given as soon as their bout is long enough.

    Parameters
    ----------
    fewest : int
        Steps of the shortest bout.
    edge_share, neighbour_share : 1
        A step is at least this share of sure walking nearby, and of its neighbour towards it.
    """

    def __init__(self, fewest: int, edge_share: float, neighbour_share: float) -> None:
        self._fewest = fewest
        self._edge_share = edge_share
        self._neighbour_share = neighbour_share
        self._maybe: deque[Swing] = deque()
        self._last: Swing | None = None
        self._sure_s = 0.0
        self._level = 0.0
        self._held: list[float] = []
        self._count = 0
        self.spans: list[tuple[float, float, int]] = []

    def push(self, swing: Swing) -> list[float]:
        """Take the next swing; give the times of the steps that have become certain, s."""
        if self._last is not None and self._goes_on(self._last, swing):
            return self._step(swing)
        self._last = None
        if not swing.surely:
            self._maybe.append(swing)
            while self._maybe[0].time_s < swing.time_s - REACH_S - 1.0:
                self._maybe.popleft()
            return []
        self._held, self._count = [], 0
        self._level = swing.strength
        given = []
        for earlier in self._lead(swing):
            given += self._step(earlier)
        return given + self._step(swing)

    def _goes_on(self, last: Swing, swing: Swing) -> bool:
        if not _linked(last, swing) or swing.strength < self._edge_share * self._level:
            return False
        if swing.surely:
            return True
        near = swing.time_s - self._sure_s <= REACH_S
        return near and swing.strength >= self._neighbour_share * last.strength

    def _lead(self, swing: Swing) -> list[Swing]:
        """The steps that led up to the first sure one, in order of time."""
        lead: list[Swing] = []
        after = swing
        while self._maybe:
            before = self._maybe.pop()
            weak = before.strength < max(
                self._edge_share * swing.strength, self._neighbour_share * after.strength
            )
            far = before.time_s < swing.time_s - REACH_S
            taken = bool(self.spans) and before.time_s <= self.spans[-1][1]
            if weak or far or taken or not _linked(before, after):
                break
            lead.append(before)
            after = before
        self._maybe.clear()
        return lead[::-1]

    def _step(self, swing: Swing) -> list[float]:
        if swing.surely:
            self._sure_s = swing.time_s
            # A slow mean, so that one odd step does not move the bar.
            self._level += 0.2 * (swing.strength - self._level)
        self._last = swing
        self._held.append(swing.time_s)
        self._count += 1
        if self._count < self._fewest:
            return []
        given, self._held = self._held, []
        if self._count == len(given):
            self.spans.append((given[0], given[-1], self._count))
        else:
            self.spans[-1] = (self.spans[-1][0], given[-1], self._count)
        return given


def _linked(before: Swing, after: Swing) -> bool:
    gap_s = after.time_s - before.time_s
    return LINK[0] * after.period_s <= gap_s <= LINK[1] * max(before.period_s, after.period_s)
