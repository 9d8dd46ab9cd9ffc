"""The body from four sides, drawn to scale, with thumb-sized marks where it hurts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from levelhip.biomech.body_map import MEAN_HEIGHT_M, Spot, SpotView
from levelhip.core.sentence import Translated
from levelhip.plot.body_outline import (
    BOTTOM,
    HALF_WIDTH,
    TOP,
    TROCHANTER,
    Panel,
    outline,
    strokes,
)
from levelhip.plot.canvas import SMALL, TEXT, WIDTH, Picture, breadth
from levelhip.plot.svg import (
    drawn,
    letters,
    number,
    smooth_path,
    standalone,
)

THUMB_M = 0.025
"""Diameter of a mark: the size of a thumb's tip, and the distance up to which two marks are one
spot."""

FADE = 70.0
"""Over how much of the thighs the drawing fades away, thousandths of body height."""

TALLEST = 320.0
"""Height of one view in picture units, at most; chosen by us: a thumb is then about 6 units."""

TITLE_ROOM, FOOT_ROOM = 30.0, 34.0

ROW = 20.0
"""Height of a line below a view."""

EXAMPLE_WIDTH = 610.0
"""Of the picture in the docs."""


@dataclass(frozen=True, slots=True)
class SpotMark:
    """One mark on the map.

    Attributes
    ----------
    spot : where
    kind : "back" (drawn round) or "hip" (drawn as a diamond)
    label : a few words below its view; empty for none
    age : 0 for now, 1, 2 … for each earlier marking, drawn ever fainter and without a filling
    """

    spot: Spot
    kind: str
    label: str = ""
    age: int = 0


def spot_map(
    marks: Sequence[SpotMark],
    *,
    name: str,
    text: str,
    views: Sequence[SpotView] = (),
    height_m: float | None = None,
    width: float = WIDTH,
    translated: Translated = str,
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
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Picture
        Left and right are as one sees the person from that side.
    """
    shown = tuple(views) or tuple(sorted({mark.spot.view for mark in marks})) or (SpotView.BACK,)
    half = [HALF_WIDTH[view.is_side] for view in shown]
    scale = min(width / sum(2.0 * each for each in half), TALLEST / (TOP - BOTTOM))
    left = (width - scale * sum(2.0 * each for each in half)) / 2.0
    parts, named = [_fading(name)], []
    height = height_m or MEAN_HEIGHT_M
    for i, view in enumerate(shown):
        x = left + scale * (sum(2.0 * each for each in half[:i]) + half[i])
        panel = Panel(view, scale, x, TITLE_ROOM + scale * TOP)
        parts += _body(panel, name, translated)
        own = [mark for mark in marks if mark.spot.view is view]
        for mark in sorted(own, key=lambda each: -each.age):
            at = panel.at((1000 * mark.spot.x_m / height, 1000 * mark.spot.y_m / height))
            parts.append(_mark(at, mark, _thumb(panel, height)))
        named += [(panel, mark) for mark in own if mark.label]
    words, rows = _named(named, height, width)
    parts += words
    whole = TITLE_ROOM + scale * (TOP - BOTTOM) + ROW * rows + FOOT_ROOM
    parts += _scale_bar(scale / height, width, whole)
    title = translated("Where it hurts") if marks else translated("Body map")
    return drawn(parts, width=width, height=whole, name=name, title=title, text=text)


def _fading(name: str) -> str:
    """The thighs fade away towards the knees."""
    start = 100.0 * (TOP - BOTTOM - FADE) / (TOP - BOTTOM)
    return (
        f'<defs><linearGradient id="{name}-fade" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="{start:.0f}%" stop-color="#fff"/>'
        '<stop offset="100%" stop-color="#fff" stop-opacity="0"/></linearGradient></defs>'
    )


def _body(panel: Panel, name: str, translated: Translated) -> list[str]:
    view, scale = panel.view, panel.scale
    half = HALF_WIDTH[view.is_side]
    box = (
        f'x="{number(panel.x - scale * half)}" y="{number(TITLE_ROOM)}" '
        f'width="{number(2 * scale * half)}" height="{number(scale * (TOP - BOTTOM))}"'
    )
    mask = f"{name}-{view.name.lower()}"
    edge = 'stroke="var(--soft)" stroke-width="1.6"'
    parts = [
        letters(translated(view.word), (panel.x, 17), size=TEXT, anchor="middle"),
        f'<mask id="{mask}" maskUnits="userSpaceOnUse" {box}>',
        f'<rect {box} fill="url(#{name}-fade)"/></mask>',
        f'<g mask="url(#{mask})" fill="none" stroke-linecap="round">',
        f'<path d="{outline(panel)}" fill="var(--accent-soft)" fill-opacity="0.35" {edge}/>',
    ]
    parts += [
        f'<path d="{smooth_path([panel.at(point) for point in line])}" '
        'stroke="var(--soft)" stroke-width="1.1" opacity="0.75"/>'
        for line in strokes(view)
    ]
    if view.is_side:
        x, y = (number(value) for value in panel.at(TROCHANTER))
        circle = f'cx="{x}" cy="{y}" r="{number(14 * scale)}"'
        parts.append(f'<circle {circle} stroke="var(--soft)" opacity="0.75"/>')
    parts.append("</g>")
    return parts + _guides(panel)


def _guides(panel: Panel) -> list[str]:
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


def _thumb(panel: Panel, height_m: float) -> float:
    return 1000 * panel.scale * THUMB_M / height_m / 2


def _named(
    named: Sequence[tuple[Panel, SpotMark]], height_m: float, width: float
) -> tuple[list[str], int]:
    """What each mark is, below its view: beside it the body's lines would cross it.

    Words stand in the first of the rows in which they touch no other; with them comes how many
    rows there are.
    """
    parts: list[str] = []
    ends: list[float] = []
    for panel, mark in named:
        top = TITLE_ROOM + panel.scale * (TOP - BOTTOM)
        radius = _thumb(panel, height_m)
        whole = breadth(mark.label) + 2 * radius + 6
        left = max(min(panel.x - 0.5 * whole, width - whole), 0.0)
        row = next((i for i, end in enumerate(ends) if end < left), len(ends))
        ends[row : row + 1] = [left + whole]
        y = top + ROW * (row + 0.6)
        parts.append(_mark((left + radius, y), mark, radius))
        parts.append(letters(mark.label, (left + 2 * radius + 6, y + 5), size=SMALL))
    return parts, len(ends)


def _mark(at: tuple[float, float], mark: SpotMark, radius: float) -> str:
    x, y = at
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
        return f'<path d="{path}" {look}/>'
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" {look}/>'


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
