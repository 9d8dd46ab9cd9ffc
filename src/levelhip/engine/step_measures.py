"""Measures of walking: steps, cadence, step times, pelvis per step."""

from __future__ import annotations

import math

import numpy as np

from levelhip.core import Estimate, Side
from levelhip.engine.finders import PhoneSteps, Steps
from levelhip.engine.reading import NOT_SEEN, ONLY_LEFT, ONLY_RIGHT, Answer, Reading, Refusal
from levelhip.engine.scene import Scene

OBLIQUITY_SD_DEG = 1.0
"""Standard uncertainty of a range of pelvic obliquity from markers (EVIDENCE, McGinley 2009: a
gait laboratory repeats within 2 degrees); chosen by us."""


def step_count(scene: Scene, side: Side) -> Answer:
    """How many steps were seen."""
    steps = [s for s in scene.steps if side is Side.BOTH or s.side is side]
    return Reading(float(len(steps)), 0.0, "1", _method(scene))


def cadence(scene: Scene, side: Side) -> Answer:
    """Steps per minute while walking."""
    finder = _finder(scene)
    if side is not Side.BOTH or finder is None:
        return NOT_SEEN
    found = finder.stream.gait() if isinstance(finder, Steps) else finder.stream.steps()
    return _reading(scene, found.cadence)


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
