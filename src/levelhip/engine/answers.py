"""What the person said becomes measures: pain, a rating of oneself, the place of a spot."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from levelhip.biomech.body_map import (
    FINDING_SD_M,
    VIEW_CODES,
    Spot,
    SpotView,
    told_in_metres,
    told_in_thumbs,
)
from levelhip.core import Answer as Said
from levelhip.core import Metric, Side
from levelhip.engine.reading import Answer, Reading, Refusal
from levelhip.engine.scene import Scene

NPRS_SD = 1.02
"""Standard error of one pain number from 0 to 10 (Childs 2005,
docs/evidence.md#pain-number-change): two single numbers must differ by 1.96 x sqrt(2) x 1.02 = 2.8,
so by 3, before they say that something changed."""

MOST_PAIN = 10.0

RATING_SD = 0.5
"""Half a step of the rating from 0 to 3: neighbouring steps are told apart by a "little" and a
"clear". No study of how well a self-rating repeats was found; chosen by us."""

HIGHEST_RATING = 3.0

COUNTED_SD, COUNTED_PART_SD = 0.5, 0.01
"""How far a person who counts is off: by none or one of ten repetitions, by one in a hundred of
many steps; chosen by us."""

NOT_SAID = Refusal(
    "not-said", "It was not asked, or not answered: answer the question by voice or by key."
)
NOT_ON_SCALE = Refusal(
    "not-on-scale", "The number that was said is not on the scale: say one that is."
)
NO_SPOT = Refusal(
    "no-spot",
    "No spot was marked: show it on the body map, or tell it in thumbs' widths from the spine.",
)
OFF_BODY = Refusal("off-body", "The spot that was told lies beside the body: tell it once more.")
ONLY_ONE_PAIN = Refusal(
    "one-pain-only",
    "Pain under the thumb was said only once: say it before and after to see whether it changed.",
)


def said(scene: Scene, name: str, side: Side | None, *, first: bool = False) -> Said | None:
    """What was said to a question; None when it was never answered.

    Parameters
    ----------
    scene : Scene
        With all answers so far.
    name : str
        The question.
    side : Side or None
        What it was about; `BOTH` finds only answers without a side, None any.
    first : bool
        Whether the first of several counts; otherwise the last, so that one may put right what one
        said.

    Returns
    -------
    core.Answer or None
    """
    found = [
        each
        for each in scene.answers
        if each.name == name and side in (None, each.side) and each.value is not None
    ]
    if not found:
        return None
    return found[0 if first else -1]


def _scale(
    name: str, most: float, sd: float, method: str, *, first: bool = False, sided: bool = True
) -> Callable[[Scene, Side], Answer]:
    """A number on a scale from 0 to `most`, of each side that it was said for."""

    def told(scene: Scene, side: Side) -> Answer:
        # What has no side may be asked in the middle of one.
        found = said(scene, name, side if sided else None, first=first)
        if found is None or found.value is None:
            return _open(scene, name, side) if sided else NOT_SAID
        if not 0.0 <= found.value <= most:
            return NOT_ON_SCALE
        return Reading(found.value, sd, "1", method)

    told.__doc__ = f"The answer to {name}, 0 to {most:g}."
    return told


def _open(scene: Scene, name: str, side: Side) -> Refusal | None:
    """Why there is no answer; None where an answer is not missed."""
    asked = [each for each in scene.answers if each.name == name]
    if side is not Side.BOTH:
        return NOT_SAID if any(each.side is side for each in asked) else None
    # Said for one side: that it was not said for both together is nothing to tell.
    return None if any(each.side is not Side.BOTH for each in asked) else NOT_SAID


pressure_pain_start = _scale("pressure_pain_start", MOST_PAIN, NPRS_SD, "self-report/1", first=True)
pressure_pain_end = _scale("pressure_pain_end", MOST_PAIN, NPRS_SD, "self-report/1")
usual_pain = _scale("usual_pain", MOST_PAIN, NPRS_SD, "self-report/1", sided=False)
back_spot_pain = _scale("back_spot_pain", MOST_PAIN, NPRS_SD, "self-report/1", sided=False)
hip_spot_pain = _scale("hip_spot_pain", MOST_PAIN, NPRS_SD, "self-report/1", sided=False)
self_rating = _scale("self_rating", HIGHEST_RATING, RATING_SD, "self-report/1")


def pressure_pain_change(scene: Scene, side: Side) -> Answer:
    """Pain under the thumb after the set less before it, from the same person's two answers."""
    before, after = pressure_pain_start(scene, side), pressure_pain_end(scene, side)
    if isinstance(before, Reading) and isinstance(after, Reading):
        sd = math.hypot(before.sd, after.sd)
        return Reading(after.value - before.value, sd, "1", "self-report/1")
    if isinstance(before, Reading) or isinstance(after, Reading):
        return ONLY_ONE_PAIN
    # `before or after` would lose a refusal of the second question alone.
    return before if before is not None else after


def spot(scene: Scene, kind: str) -> Spot | Refusal:
    """Where the person marked a spot.

    Parameters
    ----------
    scene : Scene
        With all answers so far; its person's height bounds the body.
    kind : str
        "back" or "hip": two different spots, each with its own pain.

    Returns
    -------
    Spot or Refusal
    """
    view = said(scene, f"{kind}_spot_view", None)
    on_left = said(scene, f"{kind}_spot_on_left", None)
    code: SpotView | None = SpotView.BACK
    if view is not None and view.value is not None:
        code = VIEW_CODES.get(round(view.value))
    elif on_left is not None:
        # Asked by ear: yes is the left side, no the right one.
        code = SpotView.LEFT if on_left.value else SpotView.RIGHT
    if code is None:
        return NO_SPOT
    told = [_coordinate(scene, f"{kind}_spot", axis) for axis in ("x", "y")]
    x, y = told
    if x is None or y is None:
        return NO_SPOT
    sd_m = max(x[1], y[1])
    found = Spot(code, x[0], y[0], sd_m)
    return found if found.is_on_body(scene.person.height_m) else OFF_BODY


def _coordinate(scene: Scene, name: str, axis: str) -> tuple[float, float] | None:
    """One coordinate and how surely it was told, m: from the map, or in thumbs' widths."""
    for side in (Side.BOTH, Side.LEFT, Side.RIGHT):
        # "Two thumbs to the left" is an answer of the left side.
        sign = -1.0 if side is Side.LEFT else 1.0
        metres = said(scene, f"{name}_{axis}", side)
        if metres is not None and metres.value is not None:
            return told_in_metres(sign * metres.value)
        thumbs = said(scene, f"{name}_thumbs_{axis}", side)
        if thumbs is not None and thumbs.value is not None:
            return told_in_thumbs(sign * thumbs.value, height_m=scene.person.height_m)
    # Asked by ear numbers have no sign: so many thumbs below the belt line, behind the seam.
    other_way = said(scene, f"{name}_thumbs_{_OTHER_WAY[axis]}", None)
    if other_way is not None and other_way.value is not None:
        return told_in_thumbs(-other_way.value, height_m=scene.person.height_m)
    return None


_OTHER_WAY = {"x": "behind", "y": "below"}


def _placed(kind: str, axis: str) -> Callable[[Scene], Answer]:
    def told(scene: Scene) -> Answer:
        found = spot(scene, kind)
        if isinstance(found, Refusal):
            return found
        if axis == "view":
            return Reading(float(found.view), 0.0, "1", "body-map/1")
        return Reading(found.x_m if axis == "x" else found.y_m, found.sd_m, "m", "body-map/1")

    told.__doc__ = f"The {axis} of the {kind} spot on the body map."
    return told


back_spot_view, back_spot_x, back_spot_y = (_placed("back", axis) for axis in ("view", "x", "y"))
hip_spot_view, hip_spot_x, hip_spot_y = (_placed("hip", axis) for axis in ("view", "x", "y"))


def scale_readings(scene: Scene) -> list[tuple[float, float]]:
    """What two bathroom scales were said to read, (left, right) in kg, one pair a trial.

    Parameters
    ----------
    scene : Scene
        With answers to "scale_kg" for the left and the right side, in turns.

    Returns
    -------
    list of tuple
        As many pairs as both sides have positive readings.
    """
    left, right = (
        [
            each.value
            for each in scene.answers
            if each.name == "scale_kg" and each.side is side and each.value and each.value > 0
        ]
        for side in (Side.LEFT, Side.RIGHT)
    )
    return list(zip(left, right, strict=False))


def marked_spot(metrics: Iterable[Metric], kind: str) -> Spot | None:
    """A spot read back from a result; None when the result has none.

    Parameters
    ----------
    metrics : iterable of Metric
        Of the result.
    kind : str
        "back" or "hip".

    Returns
    -------
    Spot or None
    """
    found = {m.name: m for m in metrics if m.name.startswith(f"{kind}_spot_") and not m.refused}
    view, x, y = (found.get(f"{kind}_spot_{axis}") for axis in ("view", "x", "y"))
    if view is None or x is None or y is None:
        return None
    if view.value is None or x.value is None or y.value is None:
        return None
    code = VIEW_CODES.get(round(view.value))
    if code is None:
        return None
    # What is left of the spread when finding the place again is taken off is telling it.
    telling_sd_m = math.sqrt(max((x.sd or 0.0) ** 2 - FINDING_SD_M**2, 0.0))
    return Spot(code, x.value, y.value, telling_sd_m)


def counted(scene: Scene, name: str, side: Side) -> Reading | None:
    """A number of repetitions or steps that a person who counted said; None when none was said.

    Parameters
    ----------
    scene : Scene
        With all answers so far.
    name : str
        "rep_count" or "step_count".
    side : Side
        Which side it was said for.

    Returns
    -------
    Reading or None
        The last one that was said.
    """
    found = said(scene, name, side)
    if found is None or found.value is None or found.value < 0:
        return None
    sd = max(COUNTED_SD, COUNTED_PART_SD * found.value)
    return Reading(found.value, sd, "1", "self-count/1")
