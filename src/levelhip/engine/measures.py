"""Measures by name: what a protocol's `metrics` may ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from levelhip.core import Side
from levelhip.engine import answers
from levelhip.engine import hold_measures as holds
from levelhip.engine import leg_measures as legs
from levelhip.engine import load_measures as loads
from levelhip.engine import rep_measures as reps
from levelhip.engine import shift_measures as shifts
from levelhip.engine import step_measures as steps
from levelhip.engine import wall_measures as walls
from levelhip.engine.reading import NOBODY_COUNTED, Answer, Reading
from levelhip.engine.scene import Scene, Trial

Measure = Callable[[Scene, Trial], Answer]
"""How a quantity of one trial is got."""


@dataclass(frozen=True, slots=True)
class TrialMeasure:
    """A quantity of one lift or repetition.

    Attributes
    ----------
    measure : from the scene and the trial; None when the question does not arise
    trial_sd : how far one person's trials differ from each other (standard deviation), in the
        unit of the quantity; stands in where only one trial was done. Chosen by us from what
        people ordinarily show; three trials a side replace it by their own scatter.
    unit : of the quantity
    trial_part : the same as a part of the value, for lengths that grow with what is done
    kinds : kinds of events that it is measured in; empty for all
    in_hindsight : whether later trials bear on it, too
    """

    measure: Measure
    trial_sd: float
    unit: str
    trial_part: float = 0.0
    kinds: tuple[str, ...] = ()
    in_hindsight: bool = False


@dataclass(frozen=True, slots=True)
class WholeMeasure:
    """A quantity of the whole recording, without a side."""

    measure: Callable[[Scene], Answer]
    unit: str


@dataclass(frozen=True, slots=True)
class SideMeasure:
    """A quantity of the whole recording for each side, or for both together."""

    measure: Callable[[Scene, Side], Answer]
    unit: str
    sides: tuple[Side, ...] = (Side.LEFT, Side.RIGHT, Side.BOTH)


def lift_count(scene: Scene, side: Side) -> Answer:
    """How often a foot was lifted."""
    if scene.source == "self" and not _count(scene, "hold"):
        return NOBODY_COUNTED
    return Reading(float(_count(scene, "hold", side)), 0.0, "1", "count/1")


def rep_count(scene: Scene, side: Side) -> Answer:
    """How many repetitions were seen, of each side that worked, or of both legs together."""
    if scene.source == "self" and not _count(scene, "rep", side):
        told = answers.counted(scene, "rep_count", side)
        if told is not None or side is not Side.BOTH:
            return told
        sides = [answers.counted(scene, "rep_count", each) for each in (Side.LEFT, Side.RIGHT)]
        return None if any(sides) or _count(scene, "rep") else NOBODY_COUNTED
    count = _count(scene, "rep", side)
    others = sum(trial.event.kind == "rep" for trial in scene.trials) - count
    if not count and (others or side is not Side.BOTH):
        return None
    return Reading(float(count), 0.0, "1", "count/1")


def _count(scene: Scene, kind: str, side: Side | None = None) -> int:
    own = [trial for trial in scene.trials if trial.event.kind == kind]
    return len(own) if side is None else sum(trial.side is side for trial in own)


MEASURES: Mapping[str, TrialMeasure | WholeMeasure | SideMeasure] = {
    "lift_count": SideMeasure(lift_count, "1", (Side.LEFT, Side.RIGHT)),
    "rep_count": SideMeasure(rep_count, "1"),
    "standing_share": WholeMeasure(reps.standing_share, "1"),
    "stance_width": WholeMeasure(reps.stance_width, "m"),
    "weight_shift": TrialMeasure(shifts.shift, 0.08, "1"),
    "needed_shift": TrialMeasure(shifts.needed, 0.03, "1"),
    "excess_shift": TrialMeasure(shifts.excess, 0.08, "1"),
    "shift_distance": TrialMeasure(shifts.distance, 0.015, "m"),
    "unload_time": TrialMeasure(shifts.unload_time, 0.2, "s"),
    "hold_time": TrialMeasure(legs.hold_time, 0.5, "s", kinds=("hold",)),
    "trunk_lean": TrialMeasure(walls.trunk_lean, 1.5, "deg"),
    "best_hold_time": SideMeasure(holds.best_hold_time, "s", (Side.LEFT, Side.RIGHT)),
    "drop_depth": TrialMeasure(walls.drop_depth, 1.5, "deg"),
    "drive_height": TrialMeasure(walls.drive_height, 1.5, "deg"),
    "drop_part": TrialMeasure(walls.drop_part, 0.2, "1", in_hindsight=True),
    "drive_part": TrialMeasure(walls.drive_part, 0.2, "1", in_hindsight=True),
    "wall_knee_angle": TrialMeasure(walls.wall_knee_angle, 5.0, "deg"),
    "standing_knee_bend": TrialMeasure(walls.standing_knee_bend, 3.0, "deg"),
    "squeeze_time": TrialMeasure(walls.squeeze_time, 0.3, "s"),
    "shallow_count": SideMeasure(walls.shallow_count, "1"),
    "untouched_count": SideMeasure(walls.untouched_count, "1"),
    "unclear_count": SideMeasure(walls.unclear_count, "1"),
    "pelvic_drop": TrialMeasure(holds.drop, 1.0, "deg"),
    "pelvic_drop_by_hands": TrialMeasure(holds.drop_by_hands, 0.0, "1"),
    "sway_path": TrialMeasure(holds.sway, 0.0, "m", 0.25),
    "sway_angle": TrialMeasure(holds.sway_angle, 0.3, "deg"),
    "load_share": TrialMeasure(reps.load_share, 0.02, "1"),
    "middle_share": TrialMeasure(reps.middle_share, 0.02, "1"),
    "bottom_share": TrialMeasure(reps.bottom_share, 0.02, "1"),
    "lateral_shift": TrialMeasure(reps.lateral_shift, 0.01, "m"),
    "depth": TrialMeasure(reps.depth, 0.03, "m"),
    "pelvic_obliquity": TrialMeasure(reps.obliquity, 1.0, "deg"),
    "tempo": TrialMeasure(legs.tempo, 0.3, "s", kinds=("rep",)),
    "step_count": SideMeasure(steps.step_count, "1"),
    "cadence": SideMeasure(steps.cadence, "steps/min", (Side.BOTH,)),
    "step_time": SideMeasure(steps.step_time, "s"),
    "obliquity_range": SideMeasure(steps.obliquity_range, "deg"),
    "roll_range": SideMeasure(loads.roll_range, "deg", (Side.BOTH,)),
    "walk_time": WholeMeasure(loads.walk_time, "s"),
    "swing_period": WholeMeasure(loads.swing_period, "s"),
    "swing_ratio": WholeMeasure(loads.swing_ratio, "1"),
    "load_part": WholeMeasure(loads.load_part, "1"),
    "faulty_count": SideMeasure(legs.faulty_count, "1"),
    "abduction_range": TrialMeasure(legs.abduction_range, 3.0, "deg", kinds=("rep",)),
    "extension_reached": TrialMeasure(legs.extension_reached, 3.0, "deg", kinds=("rep",)),
    "toe_turn": TrialMeasure(legs.toe_turn, 5.0, "deg", kinds=("rep",)),
    "toe_down": TrialMeasure(legs.toe_down, 0.0, "1", kinds=("rep",)),
    "past_midline": TrialMeasure(legs.past_midline, 0.0, "1", kinds=("rep",)),
    "lower_time": TrialMeasure(legs.lower_time, 0.3, "s", kinds=("rep",)),
    "pressure_pain_start": SideMeasure(answers.pressure_pain_start, "1"),
    "pressure_pain_end": SideMeasure(answers.pressure_pain_end, "1"),
    "pressure_pain_change": SideMeasure(answers.pressure_pain_change, "1"),
    "usual_pain": SideMeasure(answers.usual_pain, "1", (Side.BOTH,)),
    "self_rating": SideMeasure(answers.self_rating, "1"),
    "back_spot_view": WholeMeasure(answers.back_spot_view, "1"),
    "back_spot_x": WholeMeasure(answers.back_spot_x, "m"),
    "back_spot_y": WholeMeasure(answers.back_spot_y, "m"),
    "back_spot_pain": SideMeasure(answers.back_spot_pain, "1", (Side.BOTH,)),
    "hip_spot_view": WholeMeasure(answers.hip_spot_view, "1"),
    "hip_spot_x": WholeMeasure(answers.hip_spot_x, "m"),
    "hip_spot_y": WholeMeasure(answers.hip_spot_y, "m"),
    "hip_spot_pain": SideMeasure(answers.hip_spot_pain, "1", (Side.BOTH,)),
}
"""Measures by the name that a protocol gives. `symmetry` is derived from another one."""

WITHOUT_TRIALS: Mapping[str, WholeMeasure] = {
    "load_share": WholeMeasure(reps.whole_share, "1"),
    "trunk_lean": WholeMeasure(loads.walking_lean, "deg"),
}
"""What takes the place of a measure of trials where a recording cannot be cut into trials."""
