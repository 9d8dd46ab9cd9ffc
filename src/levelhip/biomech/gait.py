"""Heel strikes, foot offs and steps with their side, from markers or camera landmarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from levelhip.biomech.footfalls import CameraFootfalls, Footfall, Footfalls, MarkerFootfalls
from levelhip.core import Array, Estimate, Event, Side, Track

View = Literal["all", "frontal"]

PAUSE_S = 1.5
"""Longer from one landing to the next is standing, not a step. Chosen by us: 40 steps a minute."""
STRIKE_SD_S = {"all": 0.006, "frontal": 0.03}
"""Scatter of one landing, s: markers against force plates, landmarks against rendered truth
(docs/accuracy.md)."""
_METHOD = {"all": "heel-acceleration", "frontal": "ankle-heights"}


@dataclass(frozen=True, slots=True)
class Gait:
    """Steps found in a track of points.

    Attributes
    ----------
    strike_s, strike_sides : (R,) s and R sides, when which foot lands, in order of time
    off_s, off_sides : (Q,) s and Q sides, when which foot leaves the ground; empty for a camera
    obliquity_deg : (R,), deg, how much the hip line turns in the step that ends with each strike
        (greatest less least obliquity); NaN for a camera and for a step without one before it
    drop_deg : (R,), deg, how far the side of the swinging leg hangs below level at most in that
        step, lab frame; NaN likewise
    view : what it was found in
    """

    strike_s: Array
    strike_sides: tuple[Side, ...]
    off_s: Array
    off_sides: tuple[Side, ...]
    obliquity_deg: Array
    drop_deg: Array
    view: View = "all"

    def step_times(self, side: Side = Side.BOTH) -> Array:
        """Times from the other foot's strike to the strike of `side`, (N,), s.

        Parameters
        ----------
        side : Side
            The foot that lands; BOTH for all steps.

        Returns
        -------
        Array
            (N,); pauses and two strikes of one foot in a row are left out.
        """
        gaps = np.diff(self.strike_s)
        wanted = [
            gap <= PAUSE_S and now is before.other and side in (Side.BOTH, now)
            for gap, before, now in zip(
                gaps.tolist(), self.strike_sides[:-1], self.strike_sides[1:], strict=True
            )
        ]
        return np.asarray(gaps[np.array(wanted, dtype=bool)])

    def step_time(self, side: Side = Side.BOTH) -> Estimate:
        """Mean time from the other foot's strike to the strike of `side`, s; NaN without a step.

        Parameters
        ----------
        side : Side
            The foot that lands; BOTH for all steps.

        Returns
        -------
        Estimate
        """
        times = self.step_times(side)
        method = _METHOD[self.view]
        if not times.size:
            return Estimate(np.nan, np.nan, unit="s", method=method)
        # Two strikes bound a step; neighbouring steps share one, which is left out of account.
        least = np.sqrt(2.0) * STRIKE_SD_S[self.view]
        spread = max(float(np.std(times, ddof=1)) if times.size > 1 else 0.0, least)
        return Estimate(float(times.mean()), spread / np.sqrt(times.size), unit="s", method=method)

    @property
    def cadence(self) -> Estimate:
        """Steps per minute while walking; NaN without a step."""
        step = self.step_time()
        mean, sd = float(step.value), float(step.sd)
        return Estimate(60.0 / mean, 60.0 * sd / mean**2, unit="steps/min", method=step.method)


@dataclass(frozen=True, slots=True)
class GaitFinder:
    """Finds steps in a LAB track.

    Attributes
    ----------
    view : "all" for markers (all three axes; heels, toes and hips), for walking that goes forward,
        also on a treadmill; "frontal" for a camera track whose X is NaN (ankles), also for walking
        on the spot
    """

    view: View = "all"

    def find(self, track: Track) -> Gait:
        """The steps of a whole recording.

        Parameters
        ----------
        track : Track
            LAB, m.

        Returns
        -------
        Gait
        """
        stream = self.stream()
        stream.push(track)
        stream.finish()
        return stream.gait()

    def stream(self) -> GaitStream:
        """The same finder for a track that arrives bit by bit."""
        return GaitStream(self)


class GaitStream:
    """Steps as they come, the same ones however the track is cut; markers 0.1 s late, camera 0.2 s.

    Events of kind "step": side = the foot that lands, start_s = that foot left the ground (equal to
    peak_s when that was not seen), peak_s = end_s = heel strike; values: ("step_time_s", s) from
    the strike before and, from markers, ("obliquity_deg", deg) and ("drop_deg", deg) as in `Gait`.

    Parameters
    ----------
    finder : GaitFinder
        Its settings.
    """

    def __init__(self, finder: GaitFinder) -> None:
        self._view: View = finder.view
        self._falls: Footfalls = MarkerFootfalls() if finder.view == "all" else CameraFootfalls()
        self._strikes: list[Footfall] = []
        self._offs: list[Footfall] = []
        self._spans: list[tuple[float, float]] = []

    def push(self, track: Track) -> tuple[Event, ...]:
        """Take a LAB track, give the steps that have become certain.

        Parameters
        ----------
        track : Track
            LAB, m, later than all before.

        Returns
        -------
        tuple of Event
            In order of time.
        """
        return self._events(self._falls.push(track))

    def finish(self) -> tuple[Event, ...]:
        """The steps still held back when the recording ends."""
        return self._events(self._falls.finish())

    def gait(self) -> Gait:
        """All steps so far."""
        return Gait(
            np.array([strike.time_s for strike in self._strikes]),
            tuple(strike.side for strike in self._strikes),
            np.array([off.time_s for off in self._offs]),
            tuple(off.side for off in self._offs),
            np.array([span[0] for span in self._spans]),
            np.array([span[1] for span in self._spans]),
            self._view,
        )

    def _events(self, falls: list[Footfall]) -> tuple[Event, ...]:
        events: list[Event] = []
        for fall in falls:
            if fall.kind == "off":
                self._offs.append(fall)
            else:
                events.append(self._step(fall))
        return tuple(events)

    def _step(self, strike: Footfall) -> Event:
        before = self._strikes[-1] if self._strikes else None
        values: list[tuple[str, float]] = []
        turned = drop = np.nan
        if before is not None and strike.time_s - before.time_s <= PAUSE_S:
            values.append(("step_time_s", strike.time_s - before.time_s))
            least, greatest = self._falls.pelvis_span(before.time_s, strike.time_s)
            turned = greatest - least
            # Obliquity is positive with the left side higher: a right leg hangs at the greatest.
            drop = greatest if strike.side is Side.RIGHT else -least
            if not np.isnan(turned):
                values += [("obliquity_deg", turned), ("drop_deg", drop)]
        self._strikes.append(strike)
        self._spans.append((turned, drop))
        left_s = strike.time_s
        for off in reversed(self._offs):
            if off.side is strike.side:
                left_s = off.time_s if strike.time_s - off.time_s <= PAUSE_S else left_s
                break
        return Event(
            "step", strike.side, left_s, strike.time_s, strike.time_s, values=tuple(values)
        )
