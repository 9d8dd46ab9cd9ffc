"""Measures of one repetition of the wall drop, as far as the source may say."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from levelhip.biomech.camera import LEAN_SD_DEG
from levelhip.biomech.dots import DROP_SD_DEG
from levelhip.biomech.wall_faults import LEAST_DROP_PART
from levelhip.biomech.wall_reps import ABOUT_S, DROP_PART, SHALLOW_DEG, TOUCH_PART
from levelhip.core import Event, Side
from levelhip.engine.hold_measures import lean as held_lean
from levelhip.engine.instruments import MARKER_DROP_SD_DEG, MARKER_LEAN_SD_DEG, method_name
from levelhip.engine.part import CERTAIN
from levelhip.engine.reading import NOT_SEEN, Answer, Reading, Refusal
from levelhip.engine.scene import Scene, Trial

PHONE_SD_DEG = 2.0
"""Standard uncertainty of a phone's turn on the sacrum in a slow repetition: 1 to 2 degrees are
expected in a static hold, so the upper end; chosen by us."""

HIP_SD_M = 0.003
"""Standard uncertainty of the height of one hip above the other in a picture, against one's own
level, in the metres of that picture; chosen by us: the pose model's hips scatter by 2 to 3 mm about
a straight line against the truth on three rendered clips. Of one repetition against the others of
its set: 1.5 to 1.9 mm there, 2.5 to 2.8 mm in simulated sets (`make accuracy`, part wall_drop)."""

REACH_SD_M = 0.01
"""Standard uncertainty of how near to the wall a knee comes in a picture; chosen by us: half of
`wall_faults.NEAR_WALL_M`, by which the standing person sways and a pose model's knee jitters."""

MARGIN = "drive_margin"
"""How far a drive is above the least that touches, in halves of its 95 % range, as the event keeps
it: between -1 and 1 it is too close to tell."""

KNEE_SD_DEG = 3.0
"""Standard uncertainty of a knee's bend from markers; chosen by us: skin over thigh and shank."""

SQUEEZE_SD_S = 0.15
"""Standard uncertainty of the time near the top: its edges lie on a smooth curve; chosen by us."""

NO_TOUCH_SEEN = Refusal(
    "no-own-touch",
    "Parts of the own way to the wall need a way: hold the level, then drive the hip up until the "
    "leg touches the wall.",
)
SHORT_OF = frozenset({"shallow", "no-touch"})
"""Faults by which a repetition is not full."""

DOTS_LOST = Refusal(
    "dots-lost",
    "The dots were hidden in this repetition: keep the shirt tucked and the arms away from them.",
)


def drop_depth(scene: Scene, trial: Trial) -> Answer:
    """How far the wall-side hip hung below level at the lowest point, in degrees."""
    return _slope(scene, trial, _kept(trial, "low_s"), -1.0, "pelvis-line-lowest")


def drive_height(scene: Scene, trial: Trial) -> Answer:
    """How far the wall-side hip was driven above level at the top, in degrees."""
    answer = _slope(scene, trial, trial.event.peak_s, 1.0, "pelvis-line-highest")
    return _with_margin(scene, trial, answer)


def _slope(scene: Scene, trial: Trial, at_s: float, sign: float, name: str) -> Answer:
    if trial.event.kind != "rep":
        return None
    slope = _about(scene, "pelvic_hike_deg", at_s)
    if math.isnan(slope):
        return DOTS_LOST if scene.is_camera else NOT_SEEN
    sd = {"camera": DROP_SD_DEG, "motion": PHONE_SD_DEG}.get(scene.source, MARKER_DROP_SD_DEG)
    name = "dots-change" if scene.is_camera else name
    method = method_name(scene.source, name)
    return Reading(
        sign * slope, 0.0, "deg", method, steady_sd=sd, experimental=scene.source == "motion"
    )


def drop_part(scene: Scene, trial: Trial) -> Answer:
    """How deep the hip dropped, in parts of the own way from level up to the wall."""
    return _part(scene, trial, "drop")


def drive_part(scene: Scene, trial: Trial) -> Answer:
    """How high the hip was driven, in parts of the own way from level up to the wall."""
    return _with_margin(scene, trial, _part(scene, trial, "drive"))


def _with_margin(scene: Scene, trial: Trial, answer: Answer) -> Answer:
    """The same, with how far the drive is from the least that touches, as seen by what decides."""
    if not isinstance(answer, Reading):
        return answer
    margin = _kept(trial, "reach_spare") / (CERTAIN * REACH_SD_M)
    if math.isnan(margin):
        sd = HIP_SD_M if scene.is_camera else answer.total_sd
        margin = (_kept(trial, "drive") - TOUCH_PART * _touch(scene, trial)) / (CERTAIN * sd)
    return answer if math.isnan(margin) else replace(answer, beside=((MARGIN, margin),))


def _touch(scene: Scene, trial: Trial) -> float:
    """The own way to the wall: as it was shown, else the middle of all that reached it."""
    shown = _kept(trial, "touch")
    if not math.isnan(shown):
        return shown
    own = [each for each in scene.trials if each.side is trial.side and each.event.kind == "rep"]
    tops = [_kept(each, "drive") for each in own if "no-touch" not in each.event.faults]
    return median(tops) if tops else math.nan


def _part(scene: Scene, trial: Trial, name: str) -> Answer:
    touch, way = _touch(scene, trial), _kept(trial, name)
    if not touch > 0.0 or math.isnan(way):
        return NO_TOUCH_SEEN
    part = way / touch
    sd = HIP_SD_M / touch
    # The level is the same error in every repetition, and so is the touch.
    shared_sd = abs(part) * sd
    method = "hip-height-pose/1"
    return Reading(part, sd, "1", method, steady_sd=sd, shared_sd=shared_sd, keeps_sd=True)


def wall_knee_angle(scene: Scene, trial: Trial) -> Answer:
    """How far the wall-side knee is bent at the top, 0 = straight."""
    return _knee(scene, "wall_knee_deg", trial.event.peak_s)


def standing_knee_bend(scene: Scene, trial: Trial) -> Answer:
    """How far the standing knee is bent at the lowest point, against the level pose."""
    return _knee(scene, "stance_bend_deg", _kept(trial, "low_s"))


def _knee(scene: Scene, name: str, at_s: float) -> Answer:
    value = _about(scene, name, at_s)
    if math.isnan(value):
        return NOT_SEEN
    method = method_name(scene.source, "knee-flexion")
    return Reading(value, 0.0, "deg", method, steady_sd=KNEE_SD_DEG)


def trunk_lean(scene: Scene, trial: Trial) -> Answer:
    """Trunk lean against one's own standing, positive over the standing leg.

    In a repetition at the wall where it is largest, at the lowest point or the top; in a hold its
    mean.
    """
    if "stance_lean_deg" not in scene.recorder.column:
        return held_lean(scene, trial)
    leans = [
        value
        for at_s in (_kept(trial, "low_s"), trial.event.peak_s)
        if not math.isnan(value := _about(scene, "stance_lean_deg", at_s))
    ]
    if not leans:
        return NOT_SEEN
    sd = LEAN_SD_DEG if scene.is_camera else MARKER_LEAN_SD_DEG
    method = method_name(scene.source, "trunk-line-change")
    return Reading(max(leans, key=abs), 0.0, "deg", method, steady_sd=sd)


def squeeze_time(scene: Scene, trial: Trial) -> Answer:
    """How long the hip stayed within a fifth of the way below the top."""
    value = _kept(trial, "squeeze")
    if math.isnan(value):
        return None
    return Reading(value, SQUEEZE_SD_S, "s", method_name(scene.source, "near-top"))


def shallow_count(scene: Scene, side: Side) -> Answer:
    """How many repetitions dropped too little to count as full."""
    return _counted(scene, side, sum("shallow" in rep.faults for rep in _reps(scene, side)))


def untouched_count(scene: Scene, side: Side) -> Answer:
    """How many repetitions ended below the wall."""
    return _counted(scene, side, sum("no-touch" in rep.faults for rep in _reps(scene, side)))


def unclear_count(scene: Scene, side: Side) -> Answer:
    """How many repetitions that seem full are too close to the least of a full one to tell."""
    if "shallow" in scene.ignored:
        return None
    drops, drives = unclear_drops(scene, side), unclear_drives(scene, side)
    unclear = [trial.event for trial in scene.trials if trial in drops or trial in drives]
    return _counted(scene, side, sum(not set(rep.faults) & SHORT_OF for rep in unclear))


def unclear_drops(scene: Scene, side: Side) -> tuple[Trial, ...]:
    """Repetitions whose drop is within its error of the least that counts as full.

    Parameters
    ----------
    scene : Scene
    side : Side
        The standing leg.

    Returns
    -------
    tuple of Trial
        In order of time; none where no drop is asked for.
    """
    found: list[tuple[Trial, Reading]] = []
    if "shallow" in scene.ignored:
        return ()
    for trial in scene.trials:
        for name in ("drop_depth", "drop_part"):
            answer = trial.answers.get(name)
            if trial.side is side and isinstance(answer, Reading):
                found.append((trial, answer))
                break
    parts = [answer.value for _, answer in found if answer.unit == "1"]
    least = least_drop(parts)
    return tuple(
        trial
        for trial, answer in found
        if abs(answer.value - (least if answer.unit == "1" else SHALLOW_DEG))
        <= CERTAIN * (answer.sd if answer.keeps_sd else answer.total_sd)
    )


def unclear_drives(scene: Scene, side: Side) -> tuple[Trial, ...]:
    """Repetitions whose drive is within its error of the least that touches.

    Parameters
    ----------
    scene : Scene
    side : Side
        The standing leg.

    Returns
    -------
    tuple of Trial
        In order of time; none where no drop is asked for.
    """
    if "shallow" in scene.ignored:
        return ()
    return tuple(
        trial
        for trial in scene.trials
        if trial.side is side and any(abs(each) <= 1.0 for each in _margins(trial))
    )


def _margins(trial: Trial) -> list[float]:
    found = [trial.answers.get(name) for name in ("drive_height", "drive_part")]
    told = [dict(each.beside).get(MARGIN) for each in found if isinstance(each, Reading)]
    return [each for each in told if each is not None]


def least_drop(parts: Sequence[float]) -> float:
    """The least drop that counts as full, in parts of the own way from level up to the wall.

    Parameters
    ----------
    parts : sequence of float
        The drops of one side in these parts, all of them.

    Returns
    -------
    float
        Of the middle of the drops, of which those below it are left out.
    """
    if not parts:
        return LEAST_DROP_PART
    rough = DROP_PART * median(parts)
    return max(DROP_PART * median([each for each in parts if each >= rough]), LEAST_DROP_PART)


def _reps(scene: Scene, side: Side) -> list[Event]:
    return [t.event for t in scene.trials if t.event.kind == "rep" and t.side is side]


def _counted(scene: Scene, side: Side, count: int) -> Answer:
    return Reading(float(count), 0.0, "1", "count/1") if _reps(scene, side) else None


def _kept(trial: Trial, name: str) -> float:
    return dict(trial.event.values).get(name, math.nan)


def _about(scene: Scene, name: str, at_s: float) -> float:
    """Mean of a signal about a time; NaN where most of it is unknown."""
    if math.isnan(at_s):
        return math.nan
    values = scene.recorder.values(name, scene.recorder.span(at_s - ABOUT_S, at_s + ABOUT_S))
    known = values[np.isfinite(values)]
    return float(known.mean()) if 2 * known.size > values.size else math.nan
