"""Measures of walking: steps, cadence, step times, pelvis per step."""

from __future__ import annotations

import math

import numpy as np

from levelhip.core import Estimate, Side
from levelhip.engine.answers import counted
from levelhip.engine.finders import PhoneSteps, Steps
from levelhip.engine.reading import (
    NOBODY_COUNTED,
    NOT_SEEN,
    ONLY_LEFT,
    ONLY_RIGHT,
    Answer,
    Reading,
    Refusal,
)
from levelhip.engine.scene import Scene
from levelhip.engine.taps import walked_s

OBLIQUITY_SD_DEG = 1.0
"""Standard uncertainty of a range of pelvic obliquity from markers (McGinley 2009, from memory: a
gait laboratory repeats within 2 degrees); chosen by us."""

WALK_SD_S = 0.7
"""Standard uncertainty of the length of a walk that a voice begins and ends: at each end a person
follows about half a second late or early; chosen by us."""


def step_count(scene: Scene, side: Side) -> Answer:
    """How many steps were seen, or counted by the person."""
    if scene.source == "self":
        return _counted(scene, side)
    if scene.source == "motion" and side is not Side.BOTH:
        return None  # a phone does not tell which foot lands
    steps = [s for s in scene.steps if side is Side.BOTH or s.side is side]
    return Reading(float(len(steps)), 0.0, "1", _method(scene))


def cadence(scene: Scene, side: Side) -> Answer:
    """Steps per minute while walking."""
    if scene.source == "self":
        return _told_cadence(scene, side)
    finder = _finder(scene)
    if side is not Side.BOTH or finder is None:
        return NOT_SEEN
    found = finder.stream.gait() if isinstance(finder, Steps) else finder.stream.steps()
    return _reading(scene, found.cadence)


def _counted(scene: Scene, side: Side) -> Answer:
    if side is not Side.BOTH:
        return None
    return counted(scene, "step_count", side) or NOBODY_COUNTED


def _told_cadence(scene: Scene, side: Side) -> Answer:
    """From the steps that the person counted and the time that the voice took."""
    steps, whole_s = _counted(scene, side), walked_s(scene.recorder)
    if not isinstance(steps, Reading):
        return steps
    if not whole_s > 0:
        return NOT_SEEN
    value = 60.0 * steps.value / whole_s
    part = math.hypot(steps.sd / max(steps.value, 1.0), WALK_SD_S / whole_s)
    return Reading(value, value * part, "steps/min", "self-count/1")


def told_walk_time(scene: Scene) -> Answer:
    """How long was walked by the voice's own begin and end."""
    whole_s = walked_s(scene.recorder)
    return Reading(whole_s, WALK_SD_S, "s", "voice-time/1") if whole_s > 0 else NOT_SEEN


def step_time(scene: Scene, side: Side) -> Answer:
    """Time from the strike before to the strike of this foot."""
    finder = _finder(scene)
    if isinstance(finder, Steps):
        return _reading(scene, finder.stream.gait().step_time(side))
    if isinstance(finder, PhoneSteps) and side is Side.BOTH:
        return _reading(scene, finder.stream.steps().step_time)
    return NOT_SEEN


def obliquity_range(scene: Scene, side: Side) -> Answer:
    """Movement of the pelvis within the steps that end on this foot."""
    steps = [s for s in scene.steps if side is Side.BOTH or s.side is side]
    found = [dict(step.values).get("obliquity_deg", math.nan) for step in steps]
    values = np.array(found, dtype=np.float64)
    values = values[np.isfinite(values)]
    if not values.size:
        return _missing(scene)
    own = float(values.std(ddof=1)) / math.sqrt(values.size) if values.size > 1 else 1.0
    return Reading(float(values.mean()), own, "deg", _method(scene), steady_sd=OBLIQUITY_SD_DEG)


def _missing(scene: Scene) -> Refusal:
    """Why steps have no value: those of one foot alone tell neither the other nor a time."""
    seen = {step.side for step in scene.steps}
    if seen == {Side.LEFT}:
        return ONLY_LEFT
    return ONLY_RIGHT if seen == {Side.RIGHT} else NOT_SEEN


def _finder(scene: Scene) -> Steps | PhoneSteps | None:
    for finder in scene.finders.values():
        if isinstance(finder, Steps | PhoneSteps):
            return finder
    return None


def _reading(scene: Scene, estimate: Estimate) -> Answer:
    value, sd = float(estimate.value), float(estimate.sd)
    if math.isnan(value):
        return _missing(scene)
    method = f"{estimate.method}/{estimate.version}" if estimate.method else _method(scene)
    return Reading(value, 0.0 if math.isnan(sd) else sd, estimate.unit, method)


def _method(scene: Scene) -> str:
    name = {"camera": "steps-pose", "markers": "steps-markers", "motion": "steps-phone"}
    return f"{name[scene.source]}/1"
