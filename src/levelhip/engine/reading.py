"""One measured value with the parts of its uncertainty."""

from __future__ import annotations

import math
from dataclasses import dataclass

from levelhip.biomech.uncertainty import widened


@dataclass(frozen=True, slots=True)
class Reading:
    """A value as a measure gives it.

    Attributes
    ----------
    value : in `unit`
    sd : standard uncertainty that differs from trial to trial
    unit : as in `core.Metric`
    method : how it was got, with its version, as "com-pose/1"
    steady_sd : standard uncertainty that is the same error in every trial of a side (what an
        instrument makes of one posture) but another one on the other side
    shared_sd : standard uncertainty that is the same error in all trials and on both sides
    opposed_sd : standard uncertainty that is the same error in all trials, and on the other side
        the same with the opposite sign (where the middle between the feet is): it counts twice in
        a comparison of left with right
    experimental : shown with that word
    freedom : degrees of freedom of `sd`, where it was seen in the scatter of few trials
    keeps_sd : whether an event keeps `sd` beside the value, as NAME_sd: trials of one recording are
        told apart by it alone
    beside : what else an event keeps, by name
    """

    value: float
    sd: float
    unit: str
    method: str
    steady_sd: float = 0.0
    shared_sd: float = 0.0
    opposed_sd: float = 0.0
    experimental: bool = False
    freedom: float = math.inf
    keeps_sd: bool = False
    beside: tuple[tuple[str, float], ...] = ()

    @property
    def total_sd(self) -> float:
        """All parts together; 1.96 times it is half of the 95 % range."""
        whole = math.hypot(self.sd, self.steady_sd, self.shared_sd, self.opposed_sd)
        return widened(self.sd, whole, self.freedom)

    @property
    def side_sd(self) -> float:
        """What is left of it in a comparison of left with right, not widened for few trials."""
        # Two sides add up as squares: the root of two makes that twice the opposed part.
        return math.hypot(self.sd, self.steady_sd, math.sqrt(2.0) * self.opposed_sd)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a value cannot be given.

    Attributes
    ----------
    code : short name
    text : the reason and the way out, in plain words
    """

    code: str
    text: str


NO_STANDING = Refusal(
    "no-quiet-standing",
    "No quiet standing was seen before a lift: stand still on both feet for two seconds first.",
)
LIFT_NOT_SEEN = Refusal(
    "lift-not-seen",
    "The recording begins with the foot already up: start it while standing on both feet.",
)
NOT_SEEN = Refusal(
    "points-not-seen",
    "What is needed for this was hidden for most of the time: keep the whole body in view.",
)
NOT_STRAIGHT = Refusal(
    "thigh-not-straight",
    "The thigh was lifted in front, where a pelvis cannot be judged: lift the foot behind you.",
)
CANNOT_TELL = Refusal(
    "hands-unsure",
    "The hands show neither a clear drop nor a level pelvis: put dots on the hip bones to measure.",
)
ONLY_LEFT = Refusal(
    "one-side-only", "Only the left side was done or seen; do both sides to compare them."
)
ONLY_RIGHT = Refusal(
    "one-side-only", "Only the right side was done or seen; do both sides to compare them."
)
NO_SIDE = Refusal(
    "no-side", "Neither side gave this value, so that left and right were not compared."
)
NO_HEIGHT = Refusal(
    "needs-height",
    "Lengths from a camera need the person's height: give it.",
)
NO_SCALES = Refusal(
    "no-scales",
    "How the weight was shared was not measured: stand with one foot on each of two bathroom "
    "scales and say what both read.",
)
NOBODY_COUNTED = Refusal(
    "nobody-counted",
    "Nobody counted: the voice set the pace. Tap once for each one to have it counted.",
)
TOO_SHORT = Refusal("too-short", "The hold was too short for this: hold for at least two seconds.")

Answer = Reading | Refusal | None
"""What a measure gives: a value, why there is none, or nothing when the question does not arise."""
