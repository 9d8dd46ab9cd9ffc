"""What turns samples into signals: the stages by name, and which one a protocol gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol as Interface

from levelhip.biomech.camera import Calibration
from levelhip.core import Person, Quality, Samples
from levelhip.engine.chunk import Chunk
from levelhip.engine.finders import FINDERS
from levelhip.engine.forces import ForceStage, ScaleStage
from levelhip.engine.loaded_walk import LoadedWalkStage
from levelhip.engine.lying import LyingStage
from levelhip.engine.motions import MotionStage
from levelhip.engine.plates import PlateStage, are_plates_beside
from levelhip.engine.recorder import Recorder
from levelhip.engine.sacrum import SacrumStage
from levelhip.engine.sacrum_drop import SacrumDropStage
from levelhip.engine.source import SourceInfo
from levelhip.engine.taps import SelfStage
from levelhip.engine.thigh import ThighStage
from levelhip.engine.tracks import TrackStage
from levelhip.engine.wall import WallStage
from levelhip.protocols import EventRule, Protocol, Source

SHARES = frozenset({"standing_share", "load_share", "middle_share", "bottom_share"})
"""Metrics for which plates beside markers are looked at; in walking a foot may miss its plate."""


class Stage(Interface):
    """What turns one kind of samples into signals."""

    @property
    def recorder(self) -> Recorder:
        """Where the signals are kept."""

    @property
    def calibration(self) -> Calibration | None:
        """Of the camera; None without one, or before it is known."""

    @property
    def hands(self) -> Recorder | None:
        """Points of arms and trunk at the same rows, unfiltered; None without a camera."""

    def push(self, samples: Samples) -> Iterator[Chunk]:
        """The signals that have become known; marks are heeded at their own time."""

    def finish(self) -> Iterator[Chunk]:
        """The signals still held back when the stream ends."""

    def quality(self) -> Quality:
        """How far the samples can be trusted."""

    def abilities(self, *, at_end: bool) -> frozenset[str]:
        """What the recording can show (see `checking.ABILITIES`).

        Before the end only what can no longer change counts, so that cuts change no event.
        """


@dataclass(frozen=True, slots=True)
class Setting:
    """All that a stage may want to know before its first sample.

    Attributes
    ----------
    protocol : what is done
    source : what it is measured with
    info : where the samples come from
    person : whose body it is
    first : the first samples
    """

    protocol: Protocol
    source: Source
    info: SourceInfo
    person: Person
    first: Samples

    @property
    def finders(self) -> tuple[EventRule, ...]:
        """The protocol's rules for events from this source."""
        return tuple(rule for rule in self.protocol.events if self.source in rule.sources)


def stage(setting: Setting) -> Stage:
    """The stage that a protocol names for a source, or the usual one.

    Parameters
    ----------
    setting : Setting

    Returns
    -------
    Stage
    """
    name = setting.protocol.stages.get(setting.source)
    return STAGES[name](setting) if name else _usual(setting)


def _usual(setting: Setting) -> Stage:
    samples, info = setting.first, setting.info
    if samples.track is not None:
        points = _standing(setting)
        weighs = any(rule.name in SHARES for rule in setting.protocol.metrics)
        if weighs and samples.force is not None and are_plates_beside(samples.track, samples.force):
            return PlateStage(points, samples.force, info)
        return points
    if setting.source == "self":
        return SelfStage(info)
    if setting.source == "scales":
        return ScaleStage()
    if samples.force is not None:
        return ForceStage(samples.force, info)
    if samples.motion is not None and any(rule.signal for rule in setting.finders):
        return SacrumStage(samples.motion, info)
    return MotionStage()


def _standing(setting: Setting) -> TrackStage:
    track = setting.first.track
    assert track is not None  # noqa: S101 -- the source is a camera or markers
    wants = any(FINDERS[rule.finder].wants_points for rule in setting.finders)
    view = setting.protocol.view
    return TrackStage(track, setting.info, setting.person, view, wants_track=wants)


def _thigh(setting: Setting) -> Stage:
    motion = setting.first.motion
    return ThighStage(setting.info, motion.location if motion else "unknown")


def _loaded_walk(setting: Setting) -> Stage:
    motion = setting.first.motion
    assert motion is not None  # noqa: S101 -- the source is a phone
    return LoadedWalkStage(motion, setting.info)


def _sacrum_drop(setting: Setting) -> Stage:
    motion = setting.first.motion
    assert motion is not None  # noqa: S101 -- the source is a phone
    return SacrumDropStage(motion, setting.info)


STAGES: Mapping[str, Callable[[Setting], Stage]] = {
    "loaded-walk": _loaded_walk,
    "sacrum-drop": _sacrum_drop,
    "thigh": _thigh,
    "wall": WallStage,
    "lying": LyingStage,
}
"""Stages by the name that a protocol gives; the usual one needs no name."""
