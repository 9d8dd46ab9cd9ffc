"""Lifts: when a foot is off the ground, found as the samples come (see `holds`)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from levelhip.biomech.holds import Hold, HoldFinder
from levelhip.core import Array, Event, Side


@dataclass(frozen=True, slots=True)
class LiftFinder:
    """Finds when a foot is off the ground, from one signal that is positive for the left foot.

    Attributes
    ----------
    on, off, least_s : as in `HoldFinder`; a lift of the right foot is below `-on`
    """

    on: float
    off: float
    least_s: float = 0.3

    def find(self, time_s: Array, signal: Array) -> tuple[Event, ...]:
        """Lifts of a whole series.

        Parameters
        ----------
        time_s : (T,), s
        signal : (T,)
            Height of the left foot above the right, or another signal of the same sign; NaN
            where unknown.

        Returns
        -------
        tuple of Event
            Kind "lift_off" and "foot_down", see `LiftStream.push`.
        """
        stream = self.stream()
        return (*stream.push(time_s, signal), *stream.finish())

    def stream(self) -> LiftStream:
        """The same finder for a signal that arrives bit by bit."""
        return LiftStream(self)


class LiftStream:
    """Lifts as they come.

    Parameters
    ----------
    finder : LiftFinder
        The levels.
    """

    def __init__(self, finder: LiftFinder) -> None:
        holds = HoldFinder(finder.on, finder.off, finder.least_s)
        self._sides = ((Side.LEFT, 1.0, holds.stream()), (Side.RIGHT, -1.0, holds.stream()))

    def push(self, time_s: Array, signal: Array) -> tuple[Event, ...]:
        """What became certain.

        Parameters
        ----------
        time_s : (n,), s
        signal : (n,)

        Returns
        -------
        tuple of Event
            "lift_off" (once the foot has been up for `least_s`; its time is NaN when the foot was
            up from the first sample on) and "foot_down" (start = lift-off, peak = end = down);
            side = the lifted leg.
        """
        if time_s.size == 1:
            return self._one(float(time_s[0]), float(signal[0]))
        found: list[tuple[float, bool, Event]] = []
        for side, sign, stream in self._sides:
            for begun, hold in stream.push(time_s, signal * sign):
                found.append((hold.known_s, begun, _lift_event(side, begun, hold)))
        if len(found) > 1:
            found.sort(key=lambda item: item[:2])
        return tuple(event for _, _, event in found)

    def _one(self, time_s: float, value: float) -> tuple[Event, ...]:
        """The plain case of live input; ends come before beginnings here too."""
        holds = [
            (begun, side, hold)
            for side, sign, stream in self._sides
            for begun, hold in stream.push_one(time_s, value * sign)
        ]
        if not holds:
            return ()
        holds.sort(key=lambda item: item[0])
        return tuple(_lift_event(side, begun, hold) for begun, side, hold in holds)

    def finish(self) -> tuple[Event, ...]:
        """A foot still up when the stream ends: "foot_down" with peak and end NaN."""
        return tuple(
            Event("foot_down", side, hold.start_s, np.nan, np.nan)
            for side, _, stream in self._sides
            for hold in stream.finish()
        )


def _lift_event(side: Side, begun: bool, hold: Hold) -> Event:
    at = hold.start_s if begun else hold.end_s
    return Event("lift_off" if begun else "foot_down", side, hold.start_s, at, at)
