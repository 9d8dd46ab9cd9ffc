"""Measures of one lift of the leg in side-lying, and of a set of them."""

from __future__ import annotations

import math

from levelhip.biomech.leg_judgement import CERTAIN, CHANGE_SD_DEG
from levelhip.core import Side
from levelhip.engine import hold_measures, rep_measures
from levelhip.engine.instruments import method_name
from levelhip.engine.reading import Answer, Reading, Refusal
from levelhip.engine.scene import Scene, Trial

HOLD_SD_S = 0.1
"""Standard uncertainty of when a leg is up, and of when it begins to come down; chosen by us: both
are read off the edge of a smooth movement."""

LOWER_SD_S = 0.1
"""Standard uncertainty of the time of lowering; chosen by us, likewise."""

SURE_SD = {"toe": 0.17, "midline": 0.37}
"""Standard uncertainty of a yes or no that counts as clear: right in 97 of 100 cases for the toe,
84 of 100 for the midline, as a camera was when it was tried on rendered people."""

TOE_UNSURE = Refusal(
    "toe-unsure",
    "Whether the toes pointed down was not clear in this lift: turn the foot further, or put the "
    "camera in front at the height of the hips.",
)
MIDLINE_UNSURE = Refusal(
    "midline-unsure",
    "Whether the leg was past the midline was not clear in this lift: a camera does not see how "
    "far back it is. Wear the phone on the thigh to know.",
)
BACK_UNKNOWN = Refusal(
    "extension-unknown",
    "How far back the leg was is not known in this lift: the sensor lost it. Hold still for a "
    "second between repetitions.",
)
TURN_UNKNOWN = Refusal(
    "toe-turn-unknown",
    "How far the toes were turned is not known in this lift: the foot or the sensor was lost.",
)


def abduction_range(scene: Scene, trial: Trial) -> Answer:
    """How far the leg was lifted above the line of the body."""
    value, sd = _kept(trial, "top_deg"), _kept(trial, "top_sd_deg")
    if math.isnan(value) or math.isnan(sd):
        return None
    return _angle(scene, value, sd, "leg-lift")


def extension_reached(scene: Scene, trial: Trial) -> Answer:
    """How far behind the line of the trunk the leg was while it was up; negative in front."""
    value, sd = _kept(trial, "extension_deg"), _kept(trial, "extension_sd_deg")
    if math.isnan(value) or math.isnan(sd):
        return BACK_UNKNOWN
    return _angle(scene, value, sd, "thigh-back")


def toe_turn(scene: Scene, trial: Trial) -> Answer:
    """How far the toes were turned down while the leg was up; negative when they pointed up."""
    value, sd = _kept(trial, "toe_deg"), _kept(trial, "toe_sd_deg")
    if math.isnan(value) or math.isnan(sd):
        return TURN_UNKNOWN
    return _angle(scene, value, sd, "thigh-turn")


def toe_down(scene: Scene, trial: Trial) -> Answer:
    """1 when the toes clearly pointed down while the leg was up, 0 when they clearly did not."""
    return _clear(scene, trial, "toe", TOE_UNSURE)


def past_midline(scene: Scene, trial: Trial) -> Answer:
    """1 when the leg was clearly past the midline while it was up, 0 when it clearly was not."""
    return _clear(scene, trial, "extension", MIDLINE_UNSURE)


def lower_time(scene: Scene, trial: Trial) -> Answer:
    """How long the way down from the top to the line took."""
    value = _kept(trial, "lower_s")
    if math.isnan(value) or "not-lowered" in trial.event.faults:
        return None
    return Reading(value, LOWER_SD_S, "s", method_name(scene.source, "leg-lift"))


def tempo(scene: Scene, trial: Trial) -> Answer:
    """How long a repetition took, of the leg in side-lying or of any other kind."""
    if not _is_leg(trial):
        return rep_measures.tempo(scene, trial)
    value = trial.event.end_s - trial.event.start_s
    return Reading(value, _kept(trial, "time_sd_s"), "s", method_name(scene.source, "leg-lift"))


def hold_time(scene: Scene, trial: Trial) -> Answer:
    """How long a leg was held up, or a foot was off the ground."""
    if not _is_leg(trial):
        return hold_measures.hold_time(scene, trial)
    value = trial.event.end_s - trial.event.start_s
    sd = math.sqrt(2.0) * HOLD_SD_S
    return Reading(value, sd, "s", method_name(scene.source, "leg-up-to-down"))


def faulty_count(scene: Scene, side: Side) -> Answer:
    """How many repetitions were not as asked, of each side that worked."""
    reps = [t.event for t in scene.trials if t.event.kind == "rep" and t.side is side]
    if not reps:
        return None
    return Reading(float(sum(bool(rep.faults) for rep in reps)), 0.0, "1", "count/1")


def _is_leg(trial: Trial) -> bool:
    return "top_deg" in dict(trial.event.values)


def _kept(trial: Trial, name: str) -> float:
    return dict(trial.event.values).get(name, math.nan)


def _angle(scene: Scene, value: float, sd: float, name: str) -> Reading:
    """An angle whose error is nearly the same in every lift of a side."""
    steady = math.sqrt(max(sd * sd - CHANGE_SD_DEG * CHANGE_SD_DEG, 0.0))
    method = method_name(scene.source, name)
    return Reading(value, min(sd, CHANGE_SD_DEG), "deg", method, steady_sd=steady)


def _clear(scene: Scene, trial: Trial, name: str, unsure: Refusal) -> Answer:
    if not _is_leg(trial):
        return None
    value, sd = _kept(trial, f"{name}_deg"), _kept(trial, f"{name}_sd_deg")
    if math.isnan(value) or math.isnan(sd) or abs(value) <= CERTAIN * sd:
        return unsure
    sure = SURE_SD["toe" if name == "toe" else "midline"]
    return Reading(float(value > 0.0), sure, "1", method_name(scene.source, f"{name}-clear"))
