"""A protocol and samples in, events and an outcome out. No clock, no files, no sockets."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from levelhip.core import (
    Event,
    Outcome,
    Person,
    Quality,
    Reason,
    Samples,
    Sentence,
    Side,
    Verdict,
    joined,
    phrase,
)
from levelhip.engine.checking import check_names
from levelhip.engine.chunk import Chunk
from levelhip.engine.finders import Finder, finder
from levelhip.engine.hindsight import in_hindsight
from levelhip.engine.recorder import PLATE_SHARE, Series
from levelhip.engine.scene import SETTLED_S, Scene, Trial, quiet_standing
from levelhip.engine.shift_measures import shift_path
from levelhip.engine.source import SourceInfo, measured_with
from levelhip.engine.stages import Setting, Stage, stage
from levelhip.engine.summary import all_refused, measured, summary
from levelhip.engine.verdict import verdict
from levelhip.protocols import Protocol, Source

SHORT_S = 0.3
"""A hold may be shorter than asked by this much and still counts; chosen by us: the error of its
time at both ends, and a person stops counting at the full number."""

PUBLIC_SIGNALS = {
    name: name
    for name in (
        "load_share",
        "trunk_lean_deg",
        "com_across_m",
        "com_height_m",
        "stance_width_m",
        "force_n",
        "cop_x_m",
        "cop_z_m",
        "acceleration_m_s2",
        "left_hip_abduction_deg",
        "right_hip_abduction_deg",
        "left_knee_flexion_deg",
        "right_knee_flexion_deg",
        "hip_abduction_deg",
        "hip_extension_deg",
        "toe_turn_deg",
        "hip_abduction_sd_deg",
        "hip_extension_sd_deg",
        "toe_turn_sd_deg",
        "pelvic_hike_deg",
        "hike_part",
        "free_hip_m",
    )
} | {"pelvic_obliquity_deg": "pelvis_line_deg"}
"""Columns of the series by their public name; the slope of the pelvis only by a believed route."""


class Engine:
    """Measures one recording or live stream by one protocol.

    Parameters
    ----------
    protocol : Protocol
        What is done and what is asked.
    source : SourceInfo
        Where the samples come from.
    person : Person
        Whose body it is.

    Raises
    ------
    BadProtocol
        When the protocol names what the engine does not have.
    """

    def __init__(self, protocol: Protocol, source: SourceInfo, person: Person) -> None:
        check_names(protocol)
        self.protocol = protocol
        self._info = source
        self._person = person
        self._stage: Stage | None = None
        self._early: list[Samples] = []  # marks and answers before the first of the stream
        self._scene: Scene | None = None
        self._finders: tuple[Finder, ...] = ()
        self._events: list[Event] = []
        self._lifted: Event | None = None
        self._down_s = -np.inf
        self._counts: dict[tuple[str, Side], int] = {}
        self._misfit: Sentence | None = None
        self._finished = False

    def push(self, samples: Samples) -> tuple[Event, ...]:
        """Take the next samples, give the events that have become certain.

        Parameters
        ----------
        samples : Samples
            Any number of them, later than all before.

        Returns
        -------
        tuple of Event
        """
        if self._stage is None and not self._misfit:
            if self._info.kind != "self" and not samples.has_series:
                self._early.append(samples)
                return ()
            samples = joined([*self._early, samples])
            self._begin(samples)
        if self._stage is None or self._scene is None:
            return ()
        self._scene.answers.extend(samples.answers)
        return self._taken(self._stage.push(samples))

    def finish(self) -> tuple[Event, ...]:
        """The events still held back when the stream ends; a second call gives none."""
        if self._stage is None or self._finished:
            return ()
        self._finished = True
        found = list(self._taken(self._stage.finish()))
        for each in self._finders:
            found += self._noted(each.finish())
        return tuple(found)

    @property
    def running(self) -> tuple[Event, ...]:
        """Holds and repetitions that have begun and not ended; their end is NaN."""
        if self._lifted is not None:
            return (replace(self._lifted, kind="hold", end_s=np.nan, peak_s=np.nan),)
        return tuple(event for each in self._finders for event in getattr(each, "running", ()))

    def now(self) -> dict[str, float]:
        """The latest known value of each public signal; they are a few tenths of a second old."""
        if self._stage is None or not len(self._stage.recorder):
            return {}
        latest = self._stage.recorder.latest(PUBLIC_SIGNALS)
        return {name: value for name, value in latest.items() if math.isfinite(value)}

    def quality(self) -> Quality | None:
        """How far the samples so far can be trusted; None before the first of them."""
        if self._misfit:
            return Quality("refused", (Reason.of("no-samples", self._misfit),))
        return self._stage.quality() if self._stage is not None else None

    def outcome(self) -> Outcome:
        """Metrics, quality and verdict of what there was so far."""
        stage, scene = self._stage, self._scene
        if stage is None or scene is None:
            said = self._misfit or Sentence(NOTHING_USABLE)
            return self._refusal(Quality("refused", (Reason.of("no-samples", said),)), None)
        quality = stage.quality()
        if quality.state == "refused":
            return self._refusal(quality, scene.source)
        self._look_again(at_end=True)
        events = in_hindsight(scene, self._events)
        told = summary(self.protocol, scene)
        reasons = (*quality.reasons, *told.reasons)
        return Outcome(
            events,
            tuple(told.metrics),
            Quality(quality.state, reasons),
            verdict(self.protocol, scene, told),
        )

    def series(self) -> Series:
        """The signals so far, by the names of docs/measures.md, with the phase.

        Returns
        -------
        Series
            `phase`: 0 = standing, 1 = left foot up, 2 = right foot up, 3 = in a repetition.
        """
        if self._stage is None:
            return Series(np.empty(0), {})
        told = self._stage.recorder.series(PUBLIC_SIGNALS)
        phase = np.zeros(len(told), dtype=np.float32)
        values = dict(told.values)
        codes = {Side.LEFT: 1.0, Side.RIGHT: 2.0, Side.BOTH: 3.0}
        for event in self._events:
            if event.kind in ("hold", "rep"):
                rows = self._stage.recorder.span(event.start_s, event.end_s)
                phase[rows] = 3.0 if event.kind == "rep" else codes[event.side]
                if event.kind == "hold" and "foot_lift_m" in self._stage.recorder.column:
                    # A foot in the air carries nothing; plates have measured it themselves.
                    unweighed = np.isnan(self._stage.recorder.values(PLATE_SHARE, rows))
                    values["load_share"][rows][unweighed] = float(event.side is Side.RIGHT)
        values["phase"] = phase
        if self._scene is not None and "com_z_m" in self._stage.recorder.column:
            shift = shift_path(self._scene)
            if np.isfinite(shift).any():
                values["weight_shift"] = shift.astype(np.float32)
        return Series(told.time_s, values)

    def _begin(self, samples: Samples) -> None:
        source = measured_with(self._info, samples)
        if source is None:
            return
        if source not in self.protocol.sources:
            ways, *more = [Sentence(SOURCE_WORDS[each]) for each in self.protocol.sources]
            for each in more:
                ways = phrase("{one} or {other_one}", one=ways, other_one=each)
            self._misfit = phrase(
                "{title} cannot be measured from {source}; give {ways}",
                title=self.protocol.title,
                source=SOURCE_WORDS[source],
                ways=ways,
            )
            return
        setting = Setting(self.protocol, source, self._info, self._person, samples)
        self._stage = stage(setting)
        rate_hz = getattr(self._stage, "rate_hz", self._info.rate_hz)
        recorder = self._stage.recorder
        made = {rule.finder: finder(rule, source, recorder, rate_hz) for rule in setting.finders}
        self._finders = tuple(made.values())
        hands = self._stage.hands
        self._scene = Scene(
            source,
            recorder,
            self._person,
            rate_hz,
            hands,
            finders=made,
            info=self._info,
            ignored=self.protocol.ignored_faults,
        )

    def _taken(self, chunks: Iterable[Chunk]) -> tuple[Event, ...]:
        found: list[Event] = []
        for chunk in chunks:
            for each in self._finders:
                events = each.push(chunk)
                if events:
                    self._look_again()
                    found += self._noted(events)
        return tuple(found)

    def _look_again(self, *, at_end: bool = False) -> None:
        """Bring what the scene knows of the recording up to date."""
        stage, scene = self._stage, self._scene
        assert stage is not None  # noqa: S101 -- callers look first
        assert scene is not None  # noqa: S101 -- made together with the stage
        scene.calibration = stage.calibration
        scene.abilities = stage.abilities(at_end=at_end)

    def _noted(self, events: Iterable[Event]) -> list[Event]:
        """The events with their trial numbers, holds made out of lifts, measured."""
        found: list[Event] = []
        for event in events:
            if event.kind == "foot_down":
                found += self._put_down(event)
            elif event.kind == "lift_off":
                self._lifted = event
                if not np.isnan(event.start_s):
                    found.append(self._numbered(replace(event, faults=())))
            elif event.kind in ("rep", "hold"):
                found.append(self._repeated(event))
            else:
                found.append(self._numbered(event))
                if event.kind == "step" and self._scene is not None:
                    self._scene.steps.append(found[-1])
        self._events += found
        return found

    def _put_down(self, event: Event) -> list[Event]:
        """The hold that ends with a foot coming down, and the coming down itself."""
        scene = self._scene
        assert scene is not None  # noqa: S101 -- events come from its stage
        self._lifted = None
        begun, ended = not np.isnan(event.start_s), not np.isnan(event.end_s)
        times = scene.recorder.time_s
        start_s = event.start_s if begun else float(times[0])
        end_s = event.end_s if ended else float(times[-1])
        asked_s = self.protocol.trials.hold_s
        faults = [each for each in event.faults if each not in self.protocol.ignored_faults]
        if not begun:
            faults.append("begun-before")
        if not ended:
            faults.append("not-put-down")
        if asked_s is not None and end_s - start_s < asked_s - SHORT_S:
            faults.append("short-hold")
        counts = not {"begun-before", "short-hold"} & set(faults)
        hold = self._numbered(
            Event("hold", event.side, start_s, start_s, end_s, 0, counts, tuple(faults))
        )
        standing = quiet_standing(scene, self._down_s + SETTLED_S, start_s) if begun else None
        trial = Trial(replace(hold, faults=event.faults), standing, begun, ended)
        scene.trials.append(trial)
        found = [replace(hold, values=measured(self.protocol, scene, trial))]
        if ended:
            down = Event("foot_down", event.side, event.end_s, event.end_s, event.end_s)
            found.append(self._numbered(down))
            self._down_s = event.end_s
        return found

    def _repeated(self, event: Event) -> Event:
        scene = self._scene
        assert scene is not None  # noqa: S101 -- events come from its stage
        rep = self._numbered(self._as_asked(event))
        before_s = scene.trials[-1].event.end_s if scene.trials else -np.inf
        standing = quiet_standing(scene, before_s, event.start_s)
        if standing is None and scene.trials:
            standing = scene.trials[-1].standing
        trial = Trial(rep, standing)
        scene.trials.append(trial)
        return replace(rep, values=measured(self.protocol, scene, trial))

    def _as_asked(self, event: Event) -> Event:
        """A repetition or hold without the faults that are none here; a hold may be too short."""
        faults = [each for each in event.faults if each not in self.protocol.ignored_faults]
        valid = event.valid and not set(self.protocol.apart).intersection(faults)
        asked_s = self.protocol.trials.hold_s
        short = asked_s is not None and event.end_s - event.start_s < asked_s - SHORT_S
        if event.kind == "hold" and short and "short-hold" not in faults:
            faults.append("short-hold")
            valid = False
        return replace(event, faults=tuple(faults), valid=valid)

    def _numbered(self, event: Event) -> Event:
        key = event.kind, event.side
        self._counts[key] = self._counts.get(key, 0) + 1
        return replace(event, trial=self._counts[key])

    def _refusal(self, quality: Quality, source: Source | None) -> Outcome:
        code = quality.reasons[0].code if quality.reasons else "refused"
        said = (Sentence("Not measured."), *(reason.sentence for reason in quality.reasons))
        return Outcome(
            (),
            tuple(all_refused(self.protocol, source, code)),
            quality,
            Verdict.of("refused", said),
        )


SOURCE_WORDS: dict[Source, str] = {
    "camera": "a video",
    "markers": "a marker file",
    "force": "a force file",
    "motion": "a phone's motion recording",
    "scales": "two bathroom scales",
    "self": "what you tap and say",
}
"""What a recording is, by its source."""

NOTHING_USABLE = "The recording holds nothing that this test can use."
