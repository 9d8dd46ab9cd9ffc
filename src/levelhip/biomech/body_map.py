"""Places on the body in metres, seen from one of four sides, and when two of them are one spot.

Each view has its own flat axes; y is always up from the belt line, the line between the tops of the
hip bones. x is

- in the **back** and the **front** view: to the person's right from the middle line (the spine, the
  navel);
- in the **left** and the **right** side view: forwards from the upright line through the bony point
  on the outside of the hip.

A place is where the thumb lies, measured on the skin; how the person is drawn plays no part in it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from levelhip.core import Sentence, phrase
from levelhip.core.sentence import Translated

SAME_SPOT_M = 0.025
"""Two marks nearer than this are called the same spot (docs/evidence.md#spot-size: the marks that
two experts made lay 12.9 mm apart on average; 25 mm is generous but fair, and takes in 95 % of two
such marks)."""

EXPERT_GAP_M = 0.0129
"""Mean distance between the marks of two experts for one spot (Holm-Jensen 2020)."""

FINDING_SD_M = EXPERT_GAP_M / (math.sqrt(math.pi / 2.0) * math.sqrt(2.0))
"""Standard deviation of one mark in each direction, 7.3 mm, if the distance of two is spread
evenly in all directions: its mean is sqrt(pi / 2) of its spread, and that sqrt(2) of one mark's."""

MAP_SD_M = 0.005
"""How far one misses the place on the picture that one means on the body, a fifth of the mark;
chosen by us."""

THUMB_PART = 0.0125
"""Breadth of a thumb as a part of body height: 21 mm at 1.70 m; chosen by us, hand surveys give 18
to 24 mm."""

COUNTING_SD_THUMBS = 0.25
"""Laying thumbs side by side and saying halves; chosen by us. That one's own thumb is broader or
narrower is the same at every marking and drops out of a comparison with oneself."""

MEAN_HEIGHT_M = 1.70
"""Height when none is known, as everywhere."""

CREST_PART = 0.605
"""Height of the belt line (tops of the hip bones) as a part of body height; chosen by us between
the navel and the lowest rib."""

TROCHANTER_PART = 0.53
"""Height of the bony point on the outside of the hip (Drillis & Contini 1966, in Winter 2009)."""

WIDEST_PART = 0.12
"""Nothing of the trunk or thigh lies further from a view's middle line, as a part of height (20 cm
at 1.70 m); half of the breadth of the hips is 0.1 (the same table). Chosen by us."""

CERTAIN = 1.96
"""Standard uncertainties past which a distance is more than the error of telling it (95 %)."""


class SpotView(IntEnum):
    """From where the body is looked at; the number is what answers and results hold."""

    FRONT = 1
    BACK = 2
    LEFT = 3
    RIGHT = 4

    @property
    def word(self) -> str:
        """As it is said: "front", "back", "left side", "right side"."""
        return {1: "front", 2: "back", 3: "left side", 4: "right side"}[self.value]

    @property
    def is_side(self) -> bool:
        """Whether x goes forwards."""
        return self in (SpotView.LEFT, SpotView.RIGHT)


VIEW_CODES = {int(view): view for view in SpotView}
"""Views by the number that answers and results hold."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One marked place.

    Attributes
    ----------
    view : from where it was marked
    x_m, y_m : m, in the axes of that view
    telling_sd_m : m, standard uncertainty of telling the place in each direction: on the map or in
        thumbs' widths. Finding the same place on the body once more comes on top (`sd_m`).
    """

    view: SpotView
    x_m: float
    y_m: float
    telling_sd_m: float = MAP_SD_M

    @property
    def sd_m(self) -> float:
        """Standard uncertainty of each coordinate against a second marking, m."""
        return math.hypot(FINDING_SD_M, self.telling_sd_m)

    def is_on_body(self, height_m: float | None) -> bool:
        """Whether there can be body at this place.

        Parameters
        ----------
        height_m : m or None
            Of the person; a mean one is taken when it is not known.
        """
        height = height_m or MEAN_HEIGHT_M
        if not (math.isfinite(self.x_m) and math.isfinite(self.y_m)):
            return False
        low, high = -CREST_PART * height, (1.0 - CREST_PART) * height
        return abs(self.x_m) <= WIDEST_PART * height and low <= self.y_m <= high


def told_in_metres(value_m: float) -> tuple[float, float]:
    """A coordinate marked on the map, with the standard uncertainty of marking it.

    Parameters
    ----------
    value_m : m

    Returns
    -------
    tuple of float
        m, m.
    """
    return value_m, MAP_SD_M


def told_in_thumbs(thumbs: float, *, height_m: float | None) -> tuple[float, float]:
    """A coordinate counted in thumbs' widths, with the standard uncertainty of that.

    Parameters
    ----------
    thumbs : widths of one's own thumb, halves allowed
    height_m : m or None
        Of the person; the thumb's breadth is taken from it.

    Returns
    -------
    tuple of float
        m, m: a quarter of a thumb for counting.
    """
    thumb_m = THUMB_PART * (height_m or MEAN_HEIGHT_M)
    return thumbs * thumb_m, COUNTING_SD_THUMBS * thumb_m


@dataclass(frozen=True, slots=True)
class SpotChange:
    """Whether two marks are one spot.

    Attributes
    ----------
    state : "same", "moved", or "unsure" when it cannot be told
    distance_m : m, between the marks; None when they were marked in different views
    sd_m : m, standard uncertainty of telling both places; None likewise
    text : the same in a sentence, in English
    said : the same, to be translated
    """

    state: Literal["same", "moved", "unsure"]
    distance_m: float | None
    sd_m: float | None
    text: str
    said: Sentence


def same_spot(before: Spot, after: Spot) -> SpotChange:
    """Whether two marks are the same spot, by the rule of 25 mm.

    Parameters
    ----------
    before, after : Spot

    Returns
    -------
    SpotChange
        "same" up to 25 mm; "moved" when the distance is larger by more than the error of telling
        both places; "unsure" between the two, when that error is itself as large as the rule, or
        when the two were marked in different views, whose axes do not meet.
    """
    if before.view is not after.view:
        said = phrase(
            "It was marked from the {then} before and from the {now} now: mark it in the same view "
            "to compare.",
            then=before.view.word,
            now=after.view.word,
        )
        return SpotChange("unsure", None, None, said.filled(), said)
    distance_m = math.hypot(after.x_m - before.x_m, after.y_m - before.y_m)
    sd_m = math.hypot(before.telling_sd_m, after.telling_sd_m)
    room_m = CERTAIN * sd_m
    state: Literal["same", "moved", "unsure"] = "unsure"
    if distance_m > SAME_SPOT_M + room_m:
        state = "moved"
    elif distance_m <= SAME_SPOT_M and room_m < SAME_SPOT_M:
        state = "same"
    said = phrase(_CHANGED[state], mm=f"{1000 * distance_m:.0f}")
    return SpotChange(state, distance_m, sd_m, said.filled(), said)


_CHANGED = {
    "same": "It is the same spot, as far as a thumb can tell: it lies {mm} mm from the mark "
    "before.",
    "moved": "The spot has moved: it lies {mm} mm from the mark before.",
    "unsure": "Whether it is the same spot cannot be told: it lies {mm} mm from the mark before, "
    "which is within the error.",
}


def place(spot: Spot) -> tuple[Sentence, ...]:
    """Where a spot is, in whole centimetres: "4 cm left of the spine", "1 cm above the belt line".

    Parameters
    ----------
    spot : Spot

    Returns
    -------
    tuple of Sentence
        Without a capital and without a point.
    """
    sides = {SpotView.LEFT: "on the left", SpotView.RIGHT: "on the right"}
    parts = [Sentence(sides[spot.view])] if spot.view in sides else []
    on_line, before, past = ACROSS[spot.view]
    for value_m, (at, less, more) in ((spot.x_m, (on_line, before, past)), (spot.y_m, HEIGHT)):
        whole_cm = round(100.0 * abs(value_m))
        words = at if whole_cm == 0 else more if value_m > 0 else less
        parts.append(phrase(words, cm=whole_cm) if whole_cm else Sentence(words))
    return tuple(parts)


def place_words(spot: Spot, translated: Translated = str) -> str:
    """Where a spot is, in words.

    Parameters
    ----------
    spot : Spot
    translated : callable
        From the English text to the other; as it is where there is none.

    Returns
    -------
    str
        Without a capital and without a point.
    """
    return ", ".join(each.filled(translated) for each in place(spot))


_SEAM = (
    "on the side seam of the trousers",
    "{cm} cm behind the side seam of the trousers",
    "{cm} cm in front of the side seam of the trousers",
)
ACROSS = {
    SpotView.FRONT: (
        "on the middle line",
        "{cm} cm left of the middle line",
        "{cm} cm right of the middle line",
    ),
    SpotView.BACK: ("on the spine", "{cm} cm left of the spine", "{cm} cm right of the spine"),
    SpotView.LEFT: _SEAM,
    SpotView.RIGHT: _SEAM,
}
HEIGHT = (
    "level with the belt line",
    "{cm} cm below the belt line",
    "{cm} cm above the belt line",
)
"""Where a spot is, by view: on the line, on its lesser side, on its greater side."""


@dataclass(frozen=True, slots=True)
class Region:
    """A named part of the body in one view.

    Attributes
    ----------
    name : as people say it
    x, y : lowest and highest coordinate, parts of body height; x counts away from the middle line
        in the front and back views, forwards in the side views
    note : why a thumb does not press here; empty where it may
    """

    name: str
    x: tuple[float, float]
    y: tuple[float, float]
    note: str = ""


_SPINE = "Do not press on the spine itself: feel for the muscle beside it."
_BONE = "Do not press on bone: feel for the soft muscle beside it."
# claim: pressure-by-feel
_GROIN = "Do not press in the groin or the front of the hip: vessels and nerves run there."

# First match wins. Places as parts of body height, from the tables named above where they give one
# (shoulder 0.818, crotch 0.47, outer hip bone 0.53) and otherwise drawn by us; nothing is measured
# by them, they only give a place its name and its note.
_REGIONS: dict[SpotView, tuple[Region, ...]] = {
    SpotView.BACK: (
        Region("neck", (0.0, 0.16), (0.215, 0.4)),
        Region("spine", (0.0, 0.009), (-0.005, 0.215), _SPINE),
        Region("bone above the tail", (0.0, 0.026), (-0.07, -0.005), _BONE),
        Region("tail bone", (0.0, 0.014), (-0.1, -0.07), _BONE),
        Region("lower back", (0.0, 0.055), (-0.005, 0.07)),
        Region("flank", (0.055, 0.16), (-0.005, 0.07)),
        Region("upper back", (0.0, 0.16), (0.07, 0.215)),
        Region("upper buttock", (0.0, 0.16), (-0.055, -0.005)),
        Region("buttock", (0.0, 0.16), (-0.14, -0.055)),
        Region("back of the thigh", (0.0, 0.16), (-0.33, -0.14)),
        Region("back of the lower leg", (0.0, 0.16), (-1.0, -0.33)),
    ),
    SpotView.FRONT: (
        Region("neck or head", (0.0, 0.16), (0.215, 0.4)),
        Region("chest", (0.0, 0.16), (0.09, 0.215)),
        Region("belly", (0.0, 0.07), (-0.02, 0.09), "Do not press hard on the belly."),
        Region("flank", (0.07, 0.16), (-0.01, 0.09)),
        Region("groin", (0.0, 0.055), (-0.16, -0.02), _GROIN),
        Region("front of the hip", (0.055, 0.16), (-0.12, -0.01), _GROIN),
        Region("front of the thigh", (0.0, 0.16), (-0.33, -0.12)),
        Region("lower leg", (0.0, 0.16), (-1.0, -0.33)),
    ),
}
_SIDES = (
    Region("neck or head", (-0.16, 0.16), (0.215, 0.4)),
    Region("side of the chest", (-0.16, 0.16), (0.07, 0.215)),
    Region("flank", (-0.16, 0.16), (-0.005, 0.07)),
    Region("bony point of the hip", (-0.018, 0.018), (-0.095, -0.058), _BONE),
    Region("front of the hip", (0.04, 0.16), (-0.12, -0.005), _GROIN),
    Region("side of the hip", (-0.035, 0.04), (-0.12, -0.005)),
    Region("buttock", (-0.16, -0.035), (-0.14, -0.005)),
    Region("outside of the thigh", (-0.16, 0.16), (-0.33, -0.12)),
    Region("lower leg", (-0.16, 0.16), (-1.0, -0.33)),
)

WORDS = tuple(
    dict.fromkeys(
        text
        for texts in (
            *ACROSS.values(),
            HEIGHT,
            ("on the left", "on the right", "beside the body"),
            _CHANGED.values(),
            (view.word for view in SpotView),
            *((r.name, r.note) for regions in (*_REGIONS.values(), _SIDES) for r in regions),
        )
        for text in texts
        if text
    )
)
"""All that is said of a place, for whoever translates it."""


def region(spot: Spot, *, height_m: float | None) -> Region:
    """The part of the body in which a spot lies.

    Parameters
    ----------
    spot : Spot
    height_m : m or None
        Of the person; a mean one is taken when it is not known.

    Returns
    -------
    Region
        Its `note` says why a thumb does not press there (docs/evidence.md#pressure-by-feel: never
        on bone, groin, front of the hip or spine); it is empty where it may.
    """
    height = height_m or MEAN_HEIGHT_M
    x, y = spot.x_m / height, spot.y_m / height
    if not spot.view.is_side:
        x = abs(x)
    for each in _REGIONS.get(spot.view, _SIDES):
        if each.x[0] <= x <= each.x[1] and each.y[0] <= y <= each.y[1]:
            return each
    return Region("beside the body", (x, x), (y, y))
