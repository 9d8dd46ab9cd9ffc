"""Which way of a quantity is the better one, and how far a person's days differ from each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from levelhip.engine.summary import DIFFERENCE

Better = Literal["more", "less", "nearer", ""]
"""More, less, nearer to `Bearing.target`; empty when neither way is better."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """How a quantity is read when two days are compared.

    Attributes
    ----------
    reason : why this way is better (or none is), and where the days' spread comes from
    better : which way
    target : where "nearer" leads, in the quantity's unit
    day_sd : standard deviation of one person's days about their mean, with nothing changed and
        nothing of the instrument in it, in the quantity's unit; None when nothing is known
    day_part : the same as a part of the value, added to `day_sd` as a root sum of squares
    repeats : whether the metric's own standard uncertainty is another error on every day, so that
        several days average it out; otherwise it is taken as the same on all of them
    step : between neighbouring values, where only whole numbers are said or counted
    """

    reason: str
    better: Better = ""
    target: float = 0.0
    day_sd: float | None = None
    day_part: float = 0.0
    repeats: bool = False
    step: float = 0.0


_ALIKE = (
    "nothing says which way is better; a person's days are taken to differ as their trials do "
    "(chosen by us)"
)
_PAIN = (
    "less pain is better; the standard error of one number (Childs 2005) comes from "
    "people who said they had not changed between two days, so their days are in it"
)
_AGAIN = (
    "10 is as before the pain; the smallest detectable change (PSFS) comes from people "
    "who said they had not changed, so their days are in it"
)
_SWAY = (
    "less sway is steadier; repeated on another day it differs by about a quarter "
    "(Clark 2010: correlations of 0.66 to 0.94; the quarter is chosen by us)"
)
_SHARE = (
    "half on each foot is even (claim standing-difference); no spread between days was found, two "
    "points of body weight are chosen by us"
)
_FAULTS = (
    "fewer faulty repetitions are better; three faulty ones in ten come with a spread of one and a "
    "half by chance alone (binomial)"
)

_ASKED_FAR = (
    "how far is asked for by pain and comfort, so that more is not called better; days as trials "
    "(chosen by us)"
)
_AS_ASKED = (
    "part of the repetitions done as asked; two in ten of a difference come by chance (binomial)"
)
_PLACE = "a spot is in one place or in another; the 25 mm rule says whether it is the same one"

BEARINGS: Mapping[str, Bearing] = {
    # The equal weight test: geometry demands a shift of everybody, so only left against right and
    # what concerns the trunk and pelvis has a better way.
    "lift_count": Bearing("how often is asked for, not achieved", day_sd=0.0),
    "standing_share": Bearing(_SHARE, "nearer", 0.5, day_sd=0.02),
    "stance_width": Bearing(_ALIKE, day_sd=0.02),
    "weight_shift": Bearing(_ALIKE, day_sd=0.08),
    "needed_shift": Bearing(_ALIKE, day_sd=0.03),
    "excess_shift": Bearing("no norm was found (claim no-shift-norm); " + _ALIKE, day_sd=0.08),
    "shift_distance": Bearing(_ALIKE, day_sd=0.015),
    "unload_time": Bearing(_ALIKE, day_sd=0.2),
    "trunk_lean": Bearing(
        "an upright trunk lets a level pelvis be judged (claim lean-hides-drop); days as trials, "
        "chosen by us",
        "nearer",
        0.0,
        day_sd=1.5,
    ),
    "pelvic_drop": Bearing(
        "the lifted side is to be raised (Hardcastle & Nade 1985); the pelvis in one-leg standing "
        "repeats within a standard error of 2 degrees by goniometer (Youdas 2007), taken as the "
        "person's",
        "less",
        day_sd=2.0,
    ),
    "sway_path": Bearing(_SWAY, "less", day_sd=0.0, day_part=0.25),
    "sway_angle": Bearing(_SWAY, "less", day_sd=0.0, day_part=0.25),
    "hold_time": Bearing(
        "longer is better where it is held as long as it can be; the side-lying hold repeats "
        "within 11.5 s (Van Cant, claim hold-endurance)",
        "more",
        day_sd=11.5,
    ),
    "best_hold_time": Bearing(
        "longer is better; the standard error of the side-lying hold (Van Cant) stands in for "
        "standing on one leg, for which none was found",
        "more",
        day_sd=11.5,
    ),
    # Squats.
    "load_share": Bearing(_SHARE, "nearer", 0.5, day_sd=0.02),
    "middle_share": Bearing(_SHARE, "nearer", 0.5, day_sd=0.02),
    "bottom_share": Bearing(_SHARE, "nearer", 0.5, day_sd=0.02),
    "lateral_shift": Bearing("straight down is even; " + _ALIKE, "nearer", 0.0, day_sd=0.01),
    "pelvic_obliquity": Bearing(
        "level is even; 2 degrees between days as in a gait laboratory (McGinley)",
        "nearer",
        0.0,
        day_sd=2.0,
    ),
    "depth": Bearing("as deep as is comfortable; " + _ALIKE, day_sd=0.03),
    "tempo": Bearing(_ALIKE, day_sd=0.3),
    "rep_count": Bearing("how many is asked for, not achieved", day_sd=0.0),
    "symmetry": Bearing(
        "1 is even; a person's days are taken to differ by 5 points (chosen by us)",
        "more",
        day_sd=0.05,
    ),
    # Walking: all of it goes with speed, for which there is no better or worse here.
    "step_count": Bearing("how long is asked for, not achieved", day_sd=0.0),
    "cadence": Bearing(
        "goes with speed; days differ by some 4 steps/min, chosen by us", day_sd=4.0
    ),
    "step_time": Bearing("goes with speed; days as 4 steps/min, chosen by us", day_sd=0.02),
    "obliquity_range": Bearing("goes with speed; 2 degrees, McGinley", day_sd=2.0),
    "roll_range": Bearing("goes with speed; 2 degrees, McGinley", day_sd=2.0),
    "walk_time": Bearing("how long is asked for, not achieved", day_sd=0.0),
    "load_part": Bearing("what is carried is chosen, not achieved", day_sd=0.0),
    "swing_period": Bearing("goes with the strap's length and the speed; " + _ALIKE, day_sd=0.05),
    "swing_ratio": Bearing("goes with the strap's length and the speed; " + _ALIKE, day_sd=0.05),
    # Repetitions on the side and by the wall. Further across the midline, or a deeper drop, presses
    # on the tendons of the outer hip (docs/evidence.md#past-midline-tendon): more of it is not
    # called better.
    "abduction_range": Bearing(_ASKED_FAR, day_sd=3.0),
    "extension_reached": Bearing(_ASKED_FAR, day_sd=3.0),
    "toe_turn": Bearing(_ASKED_FAR, day_sd=5.0),
    "toe_down": Bearing(_AS_ASKED, "more", day_sd=0.2),
    "past_midline": Bearing(_ASKED_FAR, day_sd=0.2),
    "lower_time": Bearing(_ALIKE, day_sd=0.3),
    "drop_depth": Bearing(_ASKED_FAR, day_sd=2.0),
    "drive_height": Bearing(_ASKED_FAR, day_sd=2.0),
    "drop_part": Bearing(_ASKED_FAR, day_sd=0.2),
    "drive_part": Bearing(_ASKED_FAR, day_sd=0.2),
    "wall_knee_angle": Bearing(_ASKED_FAR, day_sd=5.0),
    "standing_knee_bend": Bearing(
        "a straight knee is asked for; days as trials, chosen by us", "nearer", 0.0, day_sd=3.0
    ),
    "squeeze_time": Bearing(_ALIKE, day_sd=0.3),
    "pelvic_drop_by_hands": Bearing(
        "a clear drop or none, experimental: no way is called better", day_sd=0.5
    ),
    "faulty_count": Bearing(_FAULTS, "less", day_sd=1.5, step=1.0),
    "shallow_count": Bearing(_FAULTS, "less", day_sd=1.5, step=1.0),
    "untouched_count": Bearing(_FAULTS, "less", day_sd=1.5, step=1.0),
    "unclear_count": Bearing("how much the recording shows, not what was done", day_sd=1.5),
    # Where people point. Two examiners' marks of one spot lie 12.9 mm apart on average
    # (docs/evidence.md#spot-size), which is 7.3 mm of each mark in each direction.
    "back_spot_view": Bearing(_PLACE, day_sd=0.0),
    "back_spot_x": Bearing(_PLACE, day_sd=0.0073),
    "back_spot_y": Bearing(_PLACE, day_sd=0.0073),
    "hip_spot_view": Bearing(_PLACE, day_sd=0.0),
    "hip_spot_x": Bearing(_PLACE, day_sd=0.0073),
    "hip_spot_y": Bearing(_PLACE, day_sd=0.0073),
    # What people say.
    "pressure_pain_start": Bearing(_PAIN, "less", day_sd=0.0, repeats=True, step=1.0),
    "pressure_pain_end": Bearing(_PAIN, "less", day_sd=0.0, repeats=True, step=1.0),
    "pressure_pain_change": Bearing(_PAIN, "less", day_sd=0.0, repeats=True, step=1.0),
    "usual_pain": Bearing(_PAIN, "less", day_sd=0.0, repeats=True, step=1.0),
    "back_spot_pain": Bearing(_PAIN, "less", day_sd=0.0, repeats=True, step=1.0),
    "hip_spot_pain": Bearing(_PAIN, "less", day_sd=0.0, repeats=True, step=1.0),
    "session_pain": Bearing(_PAIN, "less", day_sd=0.0, repeats=True, step=1.0),
    "morning_pain": Bearing(_PAIN, "less", day_sd=0.0, repeats=True, step=1.0),
    "pressure_pain": Bearing(_PAIN, "less", day_sd=0.0, repeats=True, step=1.0),
    "psfs": Bearing(_AGAIN, "more", day_sd=0.0, repeats=True),
    "psfs_activity": Bearing(_AGAIN, "more", day_sd=0.0, repeats=True, step=1.0),
    "rmdq24": Bearing(
        "fewer everyday things that the back makes hard are better (Ostelo 2008)",
        "less",
        day_sd=0.0,
        repeats=True,
        step=1.0,
    ),
    "walk_minutes": Bearing("what was walked is done, not achieved", day_sd=0.0, repeats=True),
    "self_rating": Bearing(
        "0 is easy, 3 is not possible (Nelson-Wong); days are in its error of half a "
        "step, chosen by us",
        "less",
        day_sd=0.0,
        repeats=True,
        step=1.0,
    ),
}
"""By the name of the metric. Where a day's spread is "as trials", it is the `trial_sd` that the
measure itself uses for a single trial."""

UNKNOWN = Bearing("nothing is known of how days differ, and no way is called better")

SHIFT_SYMMETRY_SD = 0.13
"""Days' spread of the symmetry of the weight shift: that of each side (0.08), of both together,
over a shift of some nine tenths of half the stance width."""

ASKED = {"equal-weight": ("hold_time",)}
"""Protocols in which a quantity that is otherwise better when larger is asked for, by its name."""


def bearing(name: str, protocol: str = "") -> Bearing:
    """How a quantity is read.

    Parameters
    ----------
    name : str
        Of the metric; left less right of a quantity ends in `DIFFERENCE`.
    protocol : str
        Id; some quantities are asked for in one test and achieved in another.

    Returns
    -------
    Bearing
        `UNKNOWN` for a name that is not listed.
    """
    if name.endswith(DIFFERENCE):
        side = bearing(name.removesuffix(DIFFERENCE))
        # The two sides' days are taken as independent, which is the larger of what may be.
        day_sd = None if side.day_sd is None else 2.0**0.5 * side.day_sd
        return replace(
            side, reason="left and right alike is even", better="nearer", target=0.0, day_sd=day_sd
        )
    found = BEARINGS.get(name, UNKNOWN)
    if name == "symmetry" and protocol == "equal-weight":
        return replace(found, day_sd=SHIFT_SYMMETRY_SD)
    if name in ASKED.get(protocol, ()):
        return replace(found, better="", day_sd=0.5, reason="how long is asked for, not achieved")
    return found
