"""What quantities, events and faults are called in plain words."""

from __future__ import annotations

from dataclasses import dataclass

from levelhip.protocols import session_words
from levelhip.protocols.claims import Claim


@dataclass(frozen=True, slots=True)
class Wording:
    """How a quantity is called.

    Attributes
    ----------
    label : a few words, lower case
    meaning : one sentence that a twelve-year-old understands
    """

    label: str
    meaning: str


WORDINGS = {
    "pelvic_drop": Wording(
        "pelvic drop", "How far the pelvis hangs down on the side of the lifted foot."
    ),
    "pelvic_drop_by_hands": Wording(
        "pelvic drop, by the hands", "As far as hands on the hip bones show it."
    ),
    "pelvic_obliquity": Wording(
        "pelvic tilt to the side", "Slope of the line through both hips; plus = left hip higher."
    ),
    "obliquity_range": Wording(
        "pelvic movement", "From the lowest to the highest slope of the hip line within a step."
    ),
    "weight_shift": Wording(
        "weight shift", "How far the body travels sideways; 100 % is half the way between the feet."
    ),
    "excess_shift": Wording(
        "shift beyond need", "Weight shift less the part that everybody needs to lift this foot."
    ),
    "needed_shift": Wording(
        "shift that everybody needs", "Half the way between the feet, less half a foot's breadth."
    ),
    "shift_distance": Wording("way travelled sideways", "The weight shift in centimetres."),
    "lateral_shift": Wording(
        "sideways shift at the bottom", "How far the body is off the middle at the lowest point."
    ),
    "load_share": Wording("weight on the left foot", "Part of the body weight on the left foot."),
    "standing_share": Wording(
        "weight on the left foot, standing", "Part of the body weight on the left foot at rest."
    ),
    "middle_share": Wording(
        "weight on the left foot, halfway", "The share halfway down, over all repetitions."
    ),
    "bottom_share": Wording(
        "weight on the left foot, lowest", "The share at the lowest point, over all repetitions."
    ),
    "trunk_lean": Wording("trunk lean", "How far the trunk leans over the standing leg."),
    "drop_depth": Wording(
        "depth of the drop", "How far the hip at the wall hung below level at the lowest point."
    ),
    "drive_height": Wording(
        "height of the drive", "How far the hip at the wall was above level at the top."
    ),
    "drop_part": Wording(
        "drop against the drive", "100 % is as far down as your own touch of the wall is up."
    ),
    "drive_part": Wording(
        "drive against the touch", "100 % is as high as your own touch of the wall."
    ),
    "wall_knee_angle": Wording("knee at the wall", "Bend of the lifted knee; 0° is straight."),
    "standing_knee_bend": Wording(
        "bend of the standing knee", "How far the standing knee gives way at the lowest point."
    ),
    "squeeze_time": Wording("time at the top", "How long the hip stayed up before coming down."),
    "shallow_count": Wording("shallow repetitions", "How many dropped too little."),
    "untouched_count": Wording("short of the wall", "How many did not reach the wall."),
    "unclear_count": Wording(
        "too close to tell",
        "How many repetitions seem full, but are too close to a limit.",
    ),
    "hold_time": Wording("time held", "How long the foot or the leg stayed up."),
    "best_hold_time": Wording("best time", "The longest of all tries of a side."),
    "unload_time": Wording("time to unload", "From the first shift to the moment the foot is off."),
    "sway_path": Wording(
        "sway", "How far the body wandered during the hold; best against oneself."
    ),
    "hip_abduction": Wording("leg out to the side", "Angle of the thigh away from the midline."),
    "hip_extension": Wording("leg back", "Angle of the thigh behind the body."),
    "knee_flexion": Wording("knee bend", "0° is a straight knee."),
    "toe_turn": Wording("toe turn", "How far the toes point down or up."),
    "tempo": Wording("time per repetition", "How long one repetition takes."),
    "range": Wording("range", "From the lowest to the highest point of a repetition."),
    "depth": Wording("depth", "How far the hips went down."),
    "symmetry": Wording("left-right symmetry", "100 % means left and right are the same."),
    "cadence": Wording("steps per minute", "How many steps a minute."),
    "step_time": Wording("step time", "From one foot's landing to the other's."),
    "step_count": Wording("steps", "How many steps were seen."),
    "rep_count": Wording("repetitions", "How many repetitions were seen."),
    "lift_count": Wording("lifts", "How many times a foot was lifted."),
    "stance_width": Wording("feet apart", "Distance between the ankles in quiet stance."),
    "faulty_count": Wording("not as asked", "Repetitions in which something was not as asked."),
    "abduction_range": Wording("leg up", "How high the leg was lifted above the line of the body."),
    "extension_reached": Wording(
        "leg behind the body", "How far behind the line of the body the thigh was at the top."
    ),
    "toe_down": Wording("toes down", "Part of the lifts in which the toes clearly pointed down."),
    "past_midline": Wording(
        "past the midline", "Part of the lifts in which the leg was clearly behind the body."
    ),
    "sway_angle": Wording("sway of the pelvis", "How much the pelvis tilted to and fro in a hold."),
    "walk_time": Wording("time walked", "Pauses left out."),
    "load_part": Wording("weight against your own", "The load as a part of your body mass."),
    "lower_time": Wording("time to lower", "How long the way down took; slowly is asked for."),
    "roll_range": Wording(
        "roll of the pelvis", "How far the pelvis rolls from side to side in a stride."
    ),
    "swing_period": Wording("time of one swing", "How long the hanging weight takes to and fro."),
    "swing_ratio": Wording(
        "stride against swing", "Time of a stride by that of a swing; near 1 it swings up."
    ),
    "pressure_pain_start": Wording(
        "pain under the thumb before", "0 is none, 10 the worst; said at the start of the set."
    ),
    "pressure_pain_end": Wording(
        "pain under the thumb after", "0 is none, 10 the worst; said at the end of the set."
    ),
    "pressure_pain_change": Wording(
        "change of pain under the thumb", "After less before: minus is less pain."
    ),
    "usual_pain": Wording("usual pain", "The back on a day like most, without any thumb."),
    "self_rating": Wording("your own rating", "0 is still and easy, 3 could not be steadied."),
    "back_spot_view": Wording("back spot", "From where the body is looked at."),
    "hip_spot_view": Wording("hip spot", "From where the body is looked at."),
    "back_spot_x": Wording("back spot sideways", "+ = right of the spine, or to the front."),
    "back_spot_y": Wording("back spot height", "+ = above the belt line."),
    "back_spot_pain": Wording("pain at the back spot", "0 is none, 10 the worst."),
    "hip_spot_x": Wording("hip spot sideways", "+ = right of the middle, or to the front."),
    "hip_spot_y": Wording("hip spot height", "+ = above the belt line."),
    "hip_spot_pain": Wording("pain at the hip spot", "0 is none, 10 the worst."),
}
"""Words of quantities by their name in the result file; docs/measures.md defines each."""


def wording(name: str) -> Wording:
    """Words for a quantity; its own name, made readable, when it has none.

    Parameters
    ----------
    name : str
        As in the result file.

    Returns
    -------
    Wording
        Label and meaning.
    """
    return WORDINGS.get(name) or Wording(name.replace("_", " "), "")


def fault_words(code: str) -> str:
    """A fault in a few words; its code, made readable, when it has none.

    Parameters
    ----------
    code : str
        As in the result file.

    Returns
    -------
    str
    """
    told = session_words().faults.get(code)
    return told.show if told else code.replace("-", " ").replace("_", " ")


QUALITY_WORDS = {
    "ok": ("●", "Good recording"),
    "poor": ("▲", "Read with care"),
    "refused": ("■", "Not measured"),
}
"""Shape and word of each quality, so that none is told by colour alone."""

ANSWERED = "Your own answers"
"""The word of a good quality where nothing was recorded but taps and answers."""


def quality_words(state: str, kind: str) -> tuple[str, str]:
    """Shape and word of a quality.

    Parameters
    ----------
    state : str
        As in the result file.
    kind : str
        Of the recording; "self" where nothing was recorded but taps and answers.

    Returns
    -------
    tuple of str
    """
    shape, word = QUALITY_WORDS[state]
    return shape, ANSWERED if (state, kind) == ("ok", "self") else word


VERDICT_WORDS = {
    "even": "Even",
    "within": "No measurable difference",
    "uneven": "Something stands out",
    "unsure": "Cannot tell yet",
    "measured": "Measured",
    "refused": "Not measured",
}
"""A short word for each state of a verdict."""


def verdict_words(state: str, kind: str) -> str:
    """The short word of a verdict.

    Parameters
    ----------
    state : str
        As in the result file.
    kind : str
        Of the recording; "self" where nothing was recorded but taps and answers.

    Returns
    -------
    str
    """
    return ANSWERED if (state, kind) == ("measured", "self") else VERDICT_WORDS.get(state, state)


GRADES = {
    "F": "read in the source's abstract or in a passage of it",
    "M": "provisional: from memory of the source, not yet checked",
    "D": "provisional: worked out or chosen by levelhip",
}
"""What the grade of a claim means (docs/evidence.md)."""

NOT_READ = "provisional: the source itself was not read"
"""What grade M means where nobody's memory but another page stands for the source."""


def grade_words(claim: Claim) -> str:
    """What the grade of a claim means, in agreement with how its source was read.

    Parameters
    ----------
    claim : Claim

    Returns
    -------
    str
    """
    is_second_hand = claim.grade == "M" and claim.read != "from memory"
    return NOT_READ if is_second_hand else GRADES[claim.grade]


EVENT_WORDS = {
    "rep": "repetitions",
    "hold": "holds",
    "step": "steps",
    "lift_off": "feet lifted",
    "foot_down": "feet put down",
}
"""Kinds of events, for the technical details."""

KIND_WORDS = {
    "self": "taps and answers",
    "motion": "a phone's motion",
    "force": "forces",
    "scales": "two scales",
}
"""Kinds of recordings, where their own name says less."""

STRAND_WORDS = {
    "load_share": "weight on the left foot, %",
    "hip_abduction_deg": "leg up, °, + = above the line of the body",
    "hip_extension_deg": "leg back, °, shaded: behind the body",
    "toe_turn_deg": "toes, °, shaded: pointing down",
    "pelvic_hike_deg": "wall-side hip, °, + = above level",
    "hike_part": "wall-side hip, % of the way to the wall",
    "com_across_m": "body across, cm, + = to the right",
    "trunk_lean_deg": "trunk lean, °, + = to the right",
    "pelvic_obliquity_deg": "pelvis, °, + = left hip higher",
    "com_height_m": "height of the body's middle, cm",
    "acceleration_m_s2": "acceleration, m/s²",
}
"""Series that are drawn over time."""


_AGAIN = "Test again in two to four weeks, in the same place and in the same way."
_COUNTS = (
    "A change counts once it is larger than the smallest change, which stands beside each number "
    "under “All numbers”."
)

NEXT_WORDS = {
    "even": (
        "Left and right are alike: the difference stays below its mark, its error included.",
        f"{_AGAIN} That shows whether it stays so.",
    ),
    "within": (
        "No difference is larger than its error. That is not the same as alike: one may be there.",
        f"More tries on each side, and a second day, make the error smaller. {_AGAIN}",
    ),
    "uneven": (
        "One recording is one look. Do the test again on another day, as often on each side.",
        f"If the difference is there again, practise the side that stands out. {_AGAIN} {_COUNTS}",
    ),
    "unsure": (
        "“Cannot tell yet” is an answer.",
        "More tries on each side, and a second day, make the error smaller.",
    ),
    "measured": (f"Keep this as your own starting point. {_AGAIN} {_COUNTS}",),
    "again": (f"The change since last time is below. {_AGAIN} {_COUNTS}",),
    "refused": ("Record once more, with the advice above. This recording says nothing about you.",),
}
"""What to do next, by the state of the verdict; "again" where the same was measured before and no
rule judges it; chosen by us."""

NEXT_EXERCISE = {
    "faulty": "Next time keep what was as asked, and mend one thing at a time.",
    "clean": "Nothing clear to mend: do it in the same way next time.",
    "counted": "Only the count is known here, not how it was done.",
    "after": f"Pain on the next morning decides whether to do more, the same or less. {_COUNTS}",
}
"""What to do next after an exercise, by what was seen of it; chosen by us."""

NEXT_SPOT = (
    "Mark both spots again in two to four weeks, in the same views.",
    "Up to 25 mm apart counts as the same spot; a pain number must change by 3 points to count.",
)
"""What to do next after marking spots; chosen by us."""
