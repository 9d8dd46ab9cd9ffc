"""The session's time: the real one, or that of a recording which is played."""

from __future__ import annotations

import time

from levelhip.io.live import LiveSource

ROUND_S = 1 / 30
"""Time of the session from one round to the next."""


class SessionClock:
    """The session's time, s: the real one, or that of a recording which is played.

    Parameters
    ----------
    speed : float
        How much faster than real time; a recording is played round by round, so that what is heard
        and counted does not depend on it.
    plays : bool
        Whether a recording sets the time.
    """

    def __init__(self, *, speed: float = 1.0, plays: bool = False) -> None:
        self._speed = speed
        self._plays = plays
        self._begun_s = time.monotonic()
        self._rounds = 0

    def now(self) -> float:
        """The session's time."""
        if self._plays:
            return self._rounds * ROUND_S
        return time.monotonic() - self._begun_s

    def next_round(self, source: LiveSource) -> float | None:
        """Wait for the next round; its time, or None when a recording is not read so far yet."""
        if not self._plays:
            time.sleep(max(0.0, ROUND_S - (self.now() % ROUND_S)))
            return self.now()
        if not source.ready((self._rounds + 1) * ROUND_S):
            time.sleep(0.005)
            # What was waited for is not caught up with in a rush.
            self._begun_s = time.monotonic() - self._rounds * ROUND_S / self._speed
            return None
        self._rounds += 1
        early_s = self._begun_s + self._rounds * ROUND_S / self._speed - time.monotonic()
        if early_s > 0:
            time.sleep(early_s)
        return self._rounds * ROUND_S
