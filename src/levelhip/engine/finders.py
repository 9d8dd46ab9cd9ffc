"""Finders of events by name: what a protocol's `events` may ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol as Interface

import numpy as np

from levelhip.biomech.camera import FOOT_DOWN_BIAS_S, FOOT_OFF_BIAS_S, LIFT_PART
from levelhip.biomech.gait import GaitFinder
from levelhip.biomech.lifts import LiftFinder
from levelhip.biomech.repetitions import RepFinder
from levelhip.biomech.steps import StepFinder
from levelhip.core import BadProtocol, Event, Side
from levelhip.engine.chunk import Chunk
from levelhip.engine.leg_finder import LEG_SETTINGS, LegReps
from levelhip.engine.recorder import Recorder
from levelhip.engine.sacrum import SacrumLifts
from levelhip.engine.taps import TapHolds, TapLifts, TapReps
from levelhip.engine.wall import WALL_SETTINGS, WallReps
from levelhip.protocols import EventRule, Source

KNEE_RISE_M = 0.05
"""A knee that rises by more than this is a thigh that is not straight down; chosen by us: a foot
lifted behind moves the knee by 2 cm, a thigh lifted 30 degrees by 5 to 6."""


SOLE_M = 0.015
"""With markers, a foot whose lowest point is higher than this above its standing height is off the
floor; chosen by us: markers stay within 5 mm while it stands."""


TOUCH_S = 0.3
"""How long after the ankle is low the sole may take to touch the floor; chosen by us."""


class Finder(Interface):
    """What finds events in the chunks of a stage."""

    def push(self, chunk: Chunk) -> tuple[Event, ...]:
        """The events that have become certain."""

    def finish(self) -> tuple[Event, ...]:
        """The events still held back when the stream ends."""


@dataclass(frozen=True, slots=True)
class FinderKind:
    """How a finder is made.

    Attributes
    ----------
    make : from the rule, the source, the recorder and the rate (Hz)
    settings : names of the settings it takes
    wants_points : whether it looks at points or sensor samples instead of a signal
    """

    make: Callable[[EventRule, Source, Recorder, float], Finder]
    settings: tuple[str, ...] = ()
    wants_points: bool = False


class Lifts:
    """Lifts of a foot: "lift_off", "foot_down"; an unfinished one comes at the end.

    Parameters
    ----------
    rule : EventRule
        Settings `on`, `off`, `least_s`.
    source : Source
        From a camera the times are corrected for what the pose model does to them; from markers
        they are those of the sole.
    recorder : Recorder
        Where the signal is kept.
    """

    def __init__(self, rule: EventRule, source: Source, recorder: Recorder, _: float) -> None:
        self._stream = LiftFinder(**rule.settings).stream()
        self._least_s = rule.settings["least_s"]
        self._level = rule.settings["off"]
        self._recorder = recorder
        self._signal = rule.signal
        self._column = recorder.column[rule.signal]
        self._is_camera = source == "camera"
        self._off = Event("", Side.BOTH, np.nan, np.nan, np.nan)
        self._floor_m = 0.0
        self._touch_s = TOUCH_S if "sole_lift_m" in recorder.column else 0.0
        self._waiting: list[Event] = []

    def push(self, chunk: Chunk) -> tuple[Event, ...]:
        """The events that have become certain."""
        found = self._stream.push(chunk.time_s, chunk.rows[:, self._column])
        if found:
            self._waiting.extend(found)
        if not self._waiting or not len(chunk.time_s):
            return ()
        return self._told(float(chunk.time_s[-1]))

    def finish(self) -> tuple[Event, ...]:
        """A lift that lasts to the end: "foot_down" with its end unknown."""
        self._waiting.extend(self._stream.finish())
        return self._told(np.inf)

    def _told(self, now_s: float) -> tuple[Event, ...]:
        """The waiting events in order, as far as their soles have had time to touch the floor."""
        told: list[Event] = []
        while self._waiting:
            event = self._waiting[0]
            if event.kind == "foot_down" and event.end_s + self._touch_s > now_s:
                break
            told.append(self._timed(self._waiting.pop(0)))
        return tuple(told)

    def _timed(self, event: Event) -> Event:
        if self._is_camera:
            event = self._corrected(event)
        elif "sole_lift_m" in self._recorder.column:
            event = self._from_soles(event)
        if event.kind == "lift_off":
            self._off = event
            return event
        # The end carries the beginning that was told.
        return replace(event, start_s=self._off.start_s, faults=self._off.faults)

    def _from_soles(self, event: Event) -> Event:
        """The moment at which the lowest point of the foot leaves the floor or comes back."""
        rising = event.kind == "lift_off"
        if rising:
            before = self._recorder.values(
                "sole_lift_m", self._recorder.span(event.start_s - 2.0, event.start_s - 0.5)
            )
            known = before[np.isfinite(before)]
            self._floor_m = float(np.median(known)) if known.size else 0.0
        if np.isnan(event.end_s):
            return event
        rows = (
            self._recorder.span(event.start_s - 1.0, event.start_s) if rising else self._end(event)
        )
        sign = 1.0 if event.side is Side.LEFT else -1.0
        height = sign * (self._recorder.values("sole_lift_m", rows) - self._floor_m)
        times = self._recorder.time_s[rows]
        low = height < SOLE_M
        if not rising and height.size and not np.isnan(height).all():
            low[: int(np.nanargmax(height))] = False
        down = np.flatnonzero(low)
        # A foot that hovers between two lifts keeps the time of the ankle.
        if not down.size:
            return event
        at = float(times[down[-1 if rising else 0]])
        if rising:
            return replace(event, start_s=at, peak_s=at, end_s=at)
        return replace(event, peak_s=at, end_s=at)

    def _corrected(self, event: Event) -> Event:
        """From a camera: at a part of the height, less what the pose model is early or late."""
        if event.kind == "lift_off":
            at = event.start_s
            rows = self._recorder.span(at - 0.2, at + self._least_s)
            way = "free" if self._knee_rise(event.side, rows) > KNEE_RISE_M else "behind"
            crossed = self._crossed(event.side, rows, rising=True)
            at = (at if np.isnan(crossed) else crossed) - FOOT_OFF_BIAS_S[way]
            faults = ("thigh-not-straight",) if way == "free" else ()
            return replace(event, start_s=at, peak_s=at, end_s=at, faults=faults)
        if np.isnan(event.end_s):
            return event
        way = "free" if "thigh-not-straight" in self._off.faults else "behind"
        rows = self._end(event)
        crossed = self._crossed(event.side, rows, rising=False)
        at = (event.end_s if np.isnan(crossed) else crossed) - FOOT_DOWN_BIAS_S[way]
        return replace(event, peak_s=at, end_s=at)

    def _end(self, event: Event) -> slice:
        """The last second of a lift, or all of a shorter one."""
        start_s = self._off.start_s
        from_s = event.end_s - 1.0 if np.isnan(start_s) else max(event.end_s - 1.0, start_s)
        return self._recorder.span(from_s, event.end_s + self._touch_s)

    def _knee_rise(self, side: Side, rows: slice) -> float:
        knee = self._recorder.values("knee_lift_m", rows)
        if not np.isfinite(knee).any():
            return 0.0
        return float(np.nanmax(knee if side is Side.LEFT else -knee))

    def _crossed(self, side: Side, rows: slice, *, rising: bool) -> float:
        """When the foot passed the part of its height at which it counts as off the floor."""
        height = self._recorder.values(self._signal, rows)
        times = self._recorder.time_s[rows]
        if side is Side.RIGHT:
            height = -height
        if height.size < 2 or not np.isfinite(height).all():
            return float("nan")
        level = max(LIFT_PART * float(height.max()), self._level)
        below = np.flatnonzero(height < level)
        if rising:
            below = below[below < int(height.argmax())]
            if not below.size:
                return float("nan")
            i = int(below[-1])
            j = i + 1
        else:
            below = below[below > int(height.argmax())]
            if not below.size:
                return float("nan")
            j = int(below[0])
            i = j - 1
        part = (level - height[i]) / (height[j] - height[i])
        return float(times[i] + (times[j] - times[i]) * part)


class Reps:
    """Repetitions in a signal.

    Parameters
    ----------
    rule : EventRule
        Setting `travel`, and `back` and `edge` if they are to differ from the finder's own.
    recorder : Recorder
        Where the signal is kept.
    """

    def __init__(self, rule: EventRule, _: Source, recorder: Recorder, __: float) -> None:
        self._stream = RepFinder(**rule.settings).stream()
        self._column = recorder.column[rule.signal]

    def push(self, chunk: Chunk) -> tuple[Event, ...]:
        """The events that have become certain."""
        return self._stream.push(chunk.time_s, chunk.rows[:, self._column])

    def finish(self) -> tuple[Event, ...]:
        """A repetition that was nearly done."""
        return self._stream.finish()


class Steps:
    """Steps from the points of the feet."""

    def __init__(self, _: EventRule, source: Source, __: Recorder, ___: float) -> None:
        self.stream = GaitFinder(view="frontal" if source == "camera" else "all").stream()

    def push(self, chunk: Chunk) -> tuple[Event, ...]:
        """The events that have become certain."""
        return () if chunk.track is None else self.stream.push(chunk.track)

    def finish(self) -> tuple[Event, ...]:
        """The last steps."""
        return self.stream.finish()


class PhoneSteps:
    """Steps from a phone worn anywhere."""

    def __init__(self, _: EventRule, __: Source, ___: Recorder, ____: float) -> None:
        self.stream = StepFinder().stream()

    def push(self, chunk: Chunk) -> tuple[Event, ...]:
        """The events that have become certain."""
        return () if chunk.motion is None else self.stream.push(chunk.motion)

    def finish(self) -> tuple[Event, ...]:
        """The last steps."""
        return self.stream.finish()


FINDERS: Mapping[str, FinderKind] = {
    "lifts": FinderKind(Lifts, ("on", "off", "least_s")),
    "sacrum-lifts": FinderKind(SacrumLifts, ("on", "off")),
    "reps": FinderKind(Reps, ("travel", "back", "edge")),
    "leg-reps": FinderKind(LegReps, LEG_SETTINGS),
    "steps": FinderKind(Steps, (), wants_points=True),
    "wall-reps": FinderKind(WallReps, WALL_SETTINGS),
    "phone-steps": FinderKind(PhoneSteps, (), wants_points=True),
    "tap-reps": FinderKind(TapReps, ("least_s",)),
    "tap-holds": FinderKind(TapHolds, ("least_s",)),
    "tap-lifts": FinderKind(TapLifts, ("least_s",)),
}
"""Finders by the name that a protocol gives."""


def finder(rule: EventRule, source: Source, recorder: Recorder, rate_hz: float) -> Finder:
    """The finder that a rule asks for.

    Parameters
    ----------
    rule : EventRule
        From the protocol.
    source : Source
        What the recording is measured with.
    recorder : Recorder
        Of the stage.
    rate_hz : Hz
        Of the grid.

    Returns
    -------
    Finder

    Raises
    ------
    BadProtocol
        When the stage has no such signal.
    """
    if rule.signal and rule.signal not in recorder.column:
        known = ", ".join(recorder.names)
        raise BadProtocol(f"signal {rule.signal}: {source} has none; give one of {known}")
    return FINDERS[rule.finder].make(rule, source, recorder, rate_hz)
