"""Measures of walking with a weight that hangs from the waist."""

from __future__ import annotations

import math

import numpy as np

from levelhip.biomech.camera import LEAN_SD_DEG
from levelhip.biomech.pendulum import swing_period as own_swing
from levelhip.core import Array, Side
from levelhip.engine.instruments import MARKER_LEAN_SD_DEG, method_name
from levelhip.engine.reading import NOT_SEEN, Answer, Reading, Refusal
from levelhip.engine.scene import Scene
from levelhip.engine.step_measures import cadence, told_walk_time

LONGEST_STEP_S = 1.5
"""Two steps further apart do not belong to one walk; chosen by us: half of the slowest cadence at
which steps are found."""

FEWEST_STRIDES = 4
"""Fewer strides give no mean; chosen by us."""

ROLL_SD_DEG = 1.5
"""Standard uncertainty of the roll of a phone on the sacrum in a stride: what skin and belt add,
and what the filter takes for gravity. Chosen by us: it has not been compared with bones."""

SCALES_SD_PART = 0.02
"""Standard uncertainty of a weight and of a body mass that were said, as part of them; chosen by
us."""

STRAP_UNKNOWN = Refusal(
    "strap-unknown",
    "The weight's own swing needs the length of the strap, from the waist to the middle of the "
    "weight: give it (--strap 0.5).",
)
LOAD_UNKNOWN = Refusal(
    "load-unknown",
    "The load as part of the body mass needs both: give them (--load 8 --mass 71).",
)
NO_ROLL = Refusal(
    "no-roll",
    "The roll of the pelvis was not measured: it needs a phone flat on the sacrum, two seconds of "
    "quiet standing first, and ten steps without a stop.",
)


def swing_period(scene: Scene) -> Answer:
    """Time of the weight's own swing."""
    strap_m = scene.info.strap_m if scene.info else None
    if strap_m is None:
        return STRAP_UNKNOWN
    found = own_swing(strap_m)
    return Reading(float(found.value), float(found.sd), "s", f"{found.method}/1")


def swing_ratio(scene: Scene) -> Answer:
    """Time of a stride (two steps) in parts of the weight's own swing."""
    period, rate = swing_period(scene), cadence(scene, Side.BOTH)
    if not isinstance(period, Reading):
        return period
    if not isinstance(rate, Reading):
        return rate
    ratio = 120.0 / rate.value / period.value
    part = math.hypot(rate.total_sd / rate.value, period.total_sd / period.value)
    return Reading(ratio, ratio * part, "1", "stride-by-swing/1")


def load_part(scene: Scene) -> Answer:
    """The load in parts of the body mass."""
    load_kg = scene.info.load_kg if scene.info else None
    if load_kg is None or scene.person.mass_kg is None:
        return LOAD_UNKNOWN
    part = load_kg / scene.person.mass_kg
    return Reading(part, part * math.sqrt(2.0) * SCALES_SD_PART, "1", "load-by-mass/1")


def walk_time(scene: Scene) -> Answer:
    """How long was walked, pauses left out."""
    if scene.source == "self":
        return told_walk_time(scene)
    gaps = np.diff(_step_times(scene))
    if not gaps.size:
        return NOT_SEEN
    walked = gaps[gaps <= LONGEST_STEP_S]
    step_s = float(np.median(walked)) if walked.size else 0.0
    return Reading(float(walked.sum()), step_s, "s", method_name(scene.source, "steps"))


def roll_range(scene: Scene, side: Side) -> Answer:
    """How far the pelvis rolls from side to side in a stride, from a phone on the sacrum."""
    del side
    times = _step_times(scene)
    line = scene.recorder.values("pelvis_line_deg")
    found = []
    for first, last in zip(times[:-2:2], times[2::2], strict=False):
        if last - first > 2.0 * LONGEST_STEP_S:
            continue
        part = line[scene.recorder.span(float(first), float(last))]
        if part.size and np.isfinite(part).all():
            found.append(float(part.max() - part.min()))
    if len(found) < FEWEST_STRIDES:
        return NO_ROLL
    own = float(np.std(found, ddof=1)) / math.sqrt(len(found))
    method = method_name(scene.source, "sacrum-roll")
    return Reading(
        float(np.mean(found)), own, "deg", method, steady_sd=ROLL_SD_DEG, experimental=True
    )


def walking_lean(scene: Scene) -> Answer:
    """Mean sideways lean of the trunk while walking, positive to the right."""
    times = _step_times(scene)
    if times.size < 2:
        return NOT_SEEN
    rows = scene.recorder.span(float(times[0]), float(times[-1]))
    lean = scene.recorder.values("trunk_lean_deg", rows)
    known = lean[np.isfinite(lean)]
    if 2 * known.size < lean.size or not known.size:
        return NOT_SEEN
    own = float(known.std()) / math.sqrt(times.size)
    sd = LEAN_SD_DEG if scene.is_camera else MARKER_LEAN_SD_DEG
    return Reading(
        float(known.mean()), own, "deg", method_name(scene.source, "trunk-line"), steady_sd=sd
    )


def _step_times(scene: Scene) -> Array:
    return np.array([step.peak_s for step in scene.steps])
