"""The body's outline from four sides: data drawn by us, and how it stands in a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from levelhip.biomech.body_map import SpotView
from levelhip.plot.svg import Point, number, smooth_curves, smooth_path

TOP, BOTTOM = 400.0, -300.0
"""Highest and lowest drawn place, thousandths of body height from the belt line."""

HALF_WIDTH = {True: 105.0, False: 215.0}
"""Half of the width of a side view, and of a front or back view with the arms; likewise."""

# Outlines in thousandths of body height, x from the middle line (forwards in the side views), y
# from the belt line; heights of joints from Drillis & Contini 1966 (in Winter 2009), the rest drawn
# by us.
_HEAD = (
    (0, 395),
    (24, 390),
    (40, 371),
    (45, 345),
    (50, 338),
    (49, 320),
    (43, 312),
    (38, 291),
    (28, 274),
    (26, 256),
    (29, 242),
)
_SHOULDER_AND_ARM = (
    (29, 242),
    (38, 231),
    (66, 221),
    (97, 209),
    (119, 189),
    (132, 158),
    (140, 118),
    (148, 75),
    (155, 38),
    (163, 0),
    (171, -45),
    (177, -90),
    (181, -118),
    (189, -142),
    (192, -172),
    (189, -203),
    (180, -217),
    (171, -209),
    (166, -186),
    (158, -172),
    (156, -150),
    (159, -118),
    (150, -75),
    (140, -30),
    (130, 10),
    (122, 45),
    (114, 85),
    (104, 125),
    (98, 152),
)
_FLANK_AND_LEG = (
    (98, 152),
    (93, 120),
    (86, 80),
    (79, 45),
    (80, 15),
    (88, -18),
    (97, -60),
    (100, -95),
    (98, -140),
    (92, -190),
    (84, -245),
    (76, -310),
)
_INNER_LEG = ((14, -310), (13, -260), (11, -200), (7, -160), (0, -138))
_SIDE_FRONT = (
    (6, 396),
    (34, 388),
    (50, 366),
    (53, 345),
    (60, 325),
    (54, 316),
    (52, 296),
    (44, 278),
    (26, 270),
    (21, 252),
    (24, 234),
    (42, 205),
    (57, 168),
    (60, 130),
    (55, 85),
    (54, 40),
    (57, 5),
    (55, -35),
    (49, -75),
    (51, -120),
    (52, -170),
    (46, -240),
    (37, -310),
)
_SIDE_BACK = (
    (-31, -310),
    (-37, -250),
    (-42, -190),
    (-46, -150),
    (-58, -128),
    (-71, -95),
    (-68, -55),
    (-54, -18),
    (-43, 15),
    (-41, 45),
    (-48, 90),
    (-60, 140),
    (-62, 180),
    (-50, 215),
    (-34, 240),
    (-30, 262),
    (-42, 285),
    (-54, 320),
    (-52, 355),
    (-34, 386),
    (6, 396),
)
# Lines inside the outline that help to find a place: strokes in each view.
_BOTH_SIDES = {
    SpotView.BACK: (
        ((30, 196), (46, 176), (50, 146), (40, 120)),
        ((19, -34), (24, -31), (29, -36)),
        ((14, -138), (40, -146), (70, -138)),
    ),
    SpotView.FRONT: (
        ((8, 221), (40, 217), (86, 211)),
        ((66, -26), (72, -36), (70, -48)),
        ((68, -56), (45, -88), (14, -126)),
    ),
}
_MIDDLE = {
    SpotView.BACK: (((0, -62), (1, -95), (0, -136)),),
    SpotView.FRONT: (((-4, -6), (0, -10), (4, -6)),),
}
_SIDE_LINES = (
    ((-46, -22), (-22, -3), (14, 0), (40, -14), (47, -30)),
    ((-30, 205), (-12, 222), (12, 220), (26, 202)),
)
TROCHANTER = (0.0, -75.0)


@dataclass(frozen=True, slots=True)
class Panel:
    """Where one view stands in the picture: units a thousandth of body height, and its origin."""

    view: SpotView
    scale: float
    x: float
    y: float

    @property
    def mirrored(self) -> bool:
        """Looked at from the front, and from the left, right or forwards is on paper left."""
        return self.view in (SpotView.FRONT, SpotView.LEFT)

    def at(self, point: tuple[float, float]) -> Point:
        """A place in thousandths of body height, in picture units."""
        way = -1 if self.mirrored else 1
        return self.x + way * self.scale * point[0], self.y - self.scale * point[1]


def strokes(view: SpotView) -> list[Sequence[tuple[float, float]]]:
    """Lines inside the outline, in thousandths of body height.

    Parameters
    ----------
    view : SpotView
    """
    if view.is_side:
        return list(_SIDE_LINES)
    mirrored = [tuple((-x, y) for x, y in line) for line in _BOTH_SIDES[view]]
    return [*_BOTH_SIDES[view], *mirrored, *_MIDDLE[view]]


def outline(panel: Panel) -> str:
    """The outline as a path.

    Parameters
    ----------
    panel : Panel
        Where it stands.
    """

    def placed(points: Sequence[tuple[float, float]], way: int) -> list[Point]:
        return [panel.at((way * x, y)) for x, y in points]

    if panel.view.is_side:
        pieces = [placed(_SIDE_FRONT, 1), placed(_SIDE_BACK, 1)]
    else:
        right = [_HEAD, _SHOULDER_AND_ARM, _FLANK_AND_LEG, _INNER_LEG]
        pieces = [placed(piece, 1) for piece in right]
        pieces += [placed(piece, -1)[::-1] for piece in reversed(right)]
    start = pieces[0][0]
    told = [f"M{number(start[0])} {number(start[1])}"]
    for piece in pieces:
        told.append(f"L{number(piece[0][0])} {number(piece[0][1])}")
        told += smooth_curves(piece)
    return " ".join([*told, "Z"])


@dataclass(frozen=True, slots=True)
class BodyView:
    """One view at the scale of thousandths of body height, y down, the belt line at 0.

    Attributes
    ----------
    view : SpotView
    mirrored : whether the person's right (in a side view: forwards) is on paper left
    outline : path
    strokes : paths of lines within it
    half_width, top, bottom : the drawing's edges, `top` negative
    """

    view: SpotView
    mirrored: bool
    outline: str
    strokes: tuple[str, ...]
    half_width: float
    top: float
    bottom: float


def body_view(view: SpotView) -> BodyView:
    """The body from one side, to be drawn by others.

    Parameters
    ----------
    view : SpotView

    Returns
    -------
    BodyView
    """
    panel = Panel(view, 1.0, 0.0, 0.0)
    lines = tuple(smooth_path([panel.at(point) for point in line]) for line in strokes(view))
    half = HALF_WIDTH[view.is_side]
    return BodyView(view, panel.mirrored, outline(panel), lines, half, -TOP, -BOTTOM)
