"""The body from four sides, drawn to scale, with thumb-sized marks where it hurts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from levelhip.biomech.body_map import MEAN_HEIGHT_M, Spot, SpotView
from levelhip.plot.canvas import SMALL, TEXT, WIDTH, Picture
from levelhip.plot.svg import (
    Point,
    drawn,
    letters,
    number,
    smooth_curves,
    smooth_path,
    standalone,
)

THUMB_M = 0.025
"""Diameter of a mark: the size of a thumb's tip, and the distance up to which two marks are one
spot."""

TOP, BOTTOM = 400.0, -300.0
"""Highest and lowest drawn place, thousandths of body height from the belt line."""

FADE = 70.0
"""Over how much of the thighs the drawing fades away, thousandths of body height."""

HALF_WIDTH = {True: 105.0, False: 215.0}
"""Half of the width of a side view, and of a front or back view with the arms; likewise."""

TALLEST = 400.0
"""Height of one view in picture units, at most; chosen by us: a thumb is then about 8 units."""

TITLE_ROOM, FOOT_ROOM = 30.0, 30.0

EXAMPLE_WIDTH = 760.0
"""Of the picture in the docs."""

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
_TROCHANTER = (0.0, -75.0)


@dataclass(frozen=True, slots=True)
class SpotMark:
    """One mark on the map.

    Attributes
    ----------
    spot : where
    kind : "back" (drawn round) or "hip" (drawn as a diamond)
    label : a few words beside it; empty for none
    age : 0 for now, 1, 2 … for each earlier marking, drawn ever fainter and without a filling
    """

    spot: Spot
    kind: str
    label: str = ""
    age: int = 0


@dataclass(frozen=True, slots=True)
class _Panel:
    """Where one view stands in the picture: units a thousandth of body height, and its origin."""

    view: SpotView
    scale: float
    x: float
    y: float

    def at(self, point: tuple[float, float]) -> Point:
        """A place in thousandths of body height, in picture units."""
        # Looked at from the front, and from the person's left, right or forwards is on paper left.
        mirrored = self.view in (SpotView.FRONT, SpotView.LEFT)
        return self.x + (-1 if mirrored else 1) * self.scale * point[
            0
        ], self.y - self.scale * point[1]


def spot_map(
    marks: Sequence[SpotMark],
    *,
    name: str,
    text: str,
    views: Sequence[SpotView] = (),
    height_m: float | None = None,
    width: float = WIDTH,
) -> Picture:
    """Where it hurts, on the body seen from one or more sides.

    Parameters
    ----------
    marks : sequence of SpotMark
        Older ones are drawn beneath newer ones.
    name : str
        Unique in the page.
    text : str
        What is to be seen, in sentences.
    views : sequence of SpotView
        Which sides, from left to right; those with marks when none are given.
    height_m : m or None
        Of the person: the body grows with it, a thumb does not.
    width : float
        Of the picture, in its units.

    Returns
    -------
    Picture
        Left and right are as one sees the person from that side.
    """
    shown = tuple(views) or tuple(sorted({mark.spot.view for mark in marks})) or (SpotView.BACK,)
    half = [HALF_WIDTH[view.is_side] for view in shown]
    scale = min(width / sum(2.0 * each for each in half), TALLEST / (TOP - BOTTOM))
    left = (width - scale * sum(2.0 * each for each in half)) / 2.0
    parts = [_fading(name)]
    height = height_m or MEAN_HEIGHT_M
    for i, view in enumerate(shown):
        x = left + scale * (sum(2.0 * each for each in half[:i]) + half[i])
        panel = _Panel(view, scale, x, TITLE_ROOM + scale * TOP)
        parts += _body(panel, name)
        own = [mark for mark in marks if mark.spot.view is view]
        for mark in sorted(own, key=lambda each: -each.age):
            parts += _mark(panel, mark, height, width)
    whole = TITLE_ROOM + scale * (TOP - BOTTOM) + FOOT_ROOM
    parts += _scale_bar(scale / height, width, whole)
    title = "Where it hurts" if marks else "Body map"
    return drawn(parts, width=width, height=whole, name=name, title=title, text=text)


def _fading(name: str) -> str:
    """The thighs fade away towards the knees."""
    start = 100.0 * (TOP - BOTTOM - FADE) / (TOP - BOTTOM)
    return (
        f'<defs><linearGradient id="{name}-fade" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="{start:.0f}%" stop-color="#fff"/>'
        '<stop offset="100%" stop-color="#fff" stop-opacity="0"/></linearGradient></defs>'
    )


def _body(panel: _Panel, name: str) -> list[str]:
    view, scale = panel.view, panel.scale
    half = HALF_WIDTH[view.is_side]
    box = (
        f'x="{number(panel.x - scale * half)}" y="{number(TITLE_ROOM)}" '
        f'width="{number(2 * scale * half)}" height="{number(scale * (TOP - BOTTOM))}"'
    )
    mask = f"{name}-{view.name.lower()}"
    edge = 'stroke="var(--soft)" stroke-width="1.6"'
    parts = [
        letters(view.word, (panel.x, 17), size=TEXT, anchor="middle"),
        f'<mask id="{mask}" maskUnits="userSpaceOnUse" {box}>',
        f'<rect {box} fill="url(#{name}-fade)"/></mask>',
        f'<g mask="url(#{mask})" fill="none" stroke-linecap="round">',
        f'<path d="{_outline(panel)}" fill="var(--accent-soft)" fill-opacity="0.35" {edge}/>',
    ]
    parts += [
        f'<path d="{smooth_path([panel.at(point) for point in line])}" '
        'stroke="var(--soft)" stroke-width="1.1" opacity="0.75"/>'
        for line in _strokes(view)
    ]
    if view.is_side:
        x, y = (number(value) for value in panel.at(_TROCHANTER))
        circle = f'cx="{x}" cy="{y}" r="{number(14 * scale)}"'
        parts.append(f'<circle {circle} stroke="var(--soft)" opacity="0.75"/>')
    parts.append("</g>")
    return parts + _guides(panel)


def _strokes(view: SpotView) -> list[Sequence[tuple[float, float]]]:
    if view.is_side:
        return list(_SIDE_LINES)
    mirrored = [tuple((-x, y) for x, y in line) for line in _BOTH_SIDES[view]]
    return [*_BOTH_SIDES[view], *mirrored, *_MIDDLE[view]]


def _outline(panel: _Panel) -> str:
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


def _guides(panel: _Panel) -> list[str]:
    """The two lines from which places are told: the belt line and the middle (or side) line."""
    reach = 62.0 if panel.view.is_side else 94.0
    top, low = (222.0, -290.0) if panel.view.is_side else (228.0, -62.0)
    ends = [((-reach, 0.0), (reach, 0.0)), ((0.0, top), (0.0, low))]
    parts = []
    for a, b in ends:
        (x1, y1), (x2, y2) = panel.at(a), panel.at(b)
        parts.append(
            f'<path d="M{number(x1)} {number(y1)} L{number(x2)} {number(y2)}" '
            'stroke="var(--soft)" stroke-width="1" stroke-dasharray="1 4" stroke-linecap="round"/>'
        )
    return parts


def _mark(panel: _Panel, mark: SpotMark, height_m: float, width: float) -> list[str]:
    x, y = panel.at((1000 * mark.spot.x_m / height_m, 1000 * mark.spot.y_m / height_m))
    radius = 1000 * panel.scale * THUMB_M / height_m / 2
    if mark.age:
        opacity = max(0.4, 0.9 - 0.2 * mark.age)
        look = f'fill="none" stroke="var(--accent)" stroke-width="1.5" opacity="{opacity:.1f}"'
    else:
        look = 'fill="var(--accent)" stroke="var(--ground)" stroke-width="1.5"'
    if mark.kind == "hip":
        # A diamond as broad as the thumb's mark is round.
        r = 1.15 * radius
        corners = ((x, y - r), (x + r, y), (x, y + r), (x - r, y))
        path = "M" + " L".join(f"{number(u)} {number(v)}" for u, v in corners) + " Z"
        shape = f'<path d="{path}" {look}/>'
    else:
        shape = f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" {look}/>'
    if not mark.label:
        return [shape]
    # The label goes where there is more room for it.
    way = 1 if x < width / 2 else -1
    halo = 'paint-order="stroke" stroke="var(--sheet)" stroke-width="3" stroke-linejoin="round"'
    at = (x + way * (radius + 6), y + 5)
    words = letters(mark.label, at, size=SMALL, anchor="start" if way > 0 else "end", extra=halo)
    return [shape, words]


def _scale_bar(scale: float, width: float, height: float) -> list[str]:
    """Ten centimetres, by the thousandth of a metre's units."""
    length = 1000.0 * scale * 0.1
    x, y = (width - length) / 2.0, height - 20.0
    path = f"M{number(x)} {number(y - 3)} v6 M{number(x)} {number(y)} h{number(length)} m0 -3 v6"
    return [
        f'<path d="{path}" fill="none" stroke="var(--soft)" stroke-width="1.2"/>',
        letters("10 cm", (width / 2, height - 3), size=SMALL, anchor="middle", ink="soft"),
    ]


def example() -> Picture:
    """The four sides with one back spot and one hip spot, for docs/protocols."""
    marks = (
        SpotMark(Spot(SpotView.BACK, -0.055, -0.02), "back", "", 1),
        SpotMark(Spot(SpotView.BACK, -0.045, 0.01), "back", "back spot"),
        SpotMark(Spot(SpotView.LEFT, -0.02, -0.055), "hip", "hip spot"),
    )
    text = (
        "The body from the front, the back, the left and the right side. A round mark left of the "
        "spine, an open older one beside it, and a diamond on the side of the left hip."
    )
    views = tuple(SpotView)
    return spot_map(marks, name="map", text=text, views=views, width=EXAMPLE_WIDTH)


if __name__ == "__main__":
    # Writes what docs/protocols/pictures/pain-spot.svg must hold.
    sys.stdout.write(standalone(example()))
