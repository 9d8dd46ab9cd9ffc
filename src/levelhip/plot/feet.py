"""The equal-weight result, drawn: two feet from above, pelvis and trunk above them from behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from levelhip.core import Side, phrase
from levelhip.core.sentence import Translated
from levelhip.plot.canvas import (
    INKS,
    LINE,
    SMALL,
    TEXT,
    WIDTH,
    Picture,
    blank,
    breadth,
    in_lines,
    picture,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

USUAL_NEED = 0.75
"""Shift that everybody needs, in half stance widths, when the recording does not say: feet 0.40 m
apart and 0.10 m broad (chosen by us; half the width less half a foot's breadth:
docs/evidence.md#everybody-shifts)."""

ANGLES_DRAWN = 2.0
"""How many times larger than life angles are drawn; the caption says so. Chosen by us: at life size
3 degrees is 2 units on the pelvis line."""

LEGS, NECK, HEAD = 48.0, 62.0, 36.0
"""Height of the hips above the words below a body, of the neck above the hips, and of the rest."""

LEVEL = 72.0
"""Half of the level line, so much longer than the pelvis that it is seen beyond it."""

HALF = WIDTH / 2 - 6.0
"""Room for the words of one side."""

FOOT_LENGTHS = 2.5
"""Length of a foot in its breadths; for the drawing only, chosen by us."""


@dataclass(frozen=True, slots=True)
class Lift:
    """How far one lift went.

    Attributes
    ----------
    shift : half stance widths, towards the standing foot
    spread : half width of its 95 % range, half stance widths
    """

    shift: float
    spread: float


@dataclass(frozen=True, slots=True)
class StanceSide:
    """What one lifted leg gave.

    Attributes
    ----------
    lifted : the lifted leg
    lifts : in their order
    needed : shift that everybody needs on this side, half stance widths
    drop : deg, pelvic drop and half its 95 % range; positive = lifted side hangs; None = not known
    lean : deg, trunk lean and half its 95 % range; positive = towards the standing leg; or None
    label : below the foot, as "beyond need: 12 % ± 5 %"
    drop_text, lean_text : the two angles as they are written
    """

    lifted: Side
    lifts: tuple[Lift, ...]
    needed: float = USUAL_NEED
    drop: tuple[float, float] | None = None
    lean: tuple[float, float] | None = None
    label: str = ""
    drop_text: str = ""
    lean_text: str = ""

    @property
    def towards(self) -> float:
        """Where the standing foot is on paper: 1 = on the right, which is the person's right."""
        return 1.0 if self.lifted is Side.LEFT else -1.0


def feet_from_above(
    sides: tuple[StanceSide, ...], *, name: str, text: str, translated: Translated = str
) -> Picture:
    """How far each lift carried the body, against the shift that everybody needs.

    Parameters
    ----------
    sides : tuple of StanceSide
        One or two; the person is seen from behind, so left is on the left.
    name : str
        Unique in the page.
    text : str
        What is to be seen, in sentences.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Picture
        Feet at their true width in units of the stance, one line per lift, pelvis and trunk above.
    """
    foot, start = _stance(sides)
    tips = [abs(start + s.towards * (lift.shift + lift.spread)) for s in sides for lift in s.lifts]
    reach = min(max(1.0 + foot / 2, *tips), 2.5) + 0.12
    scale = WIDTH / (2 * reach)
    labels = {side.towards: _label_lines(side.label) for side in sides}
    room = 4.0 + LINE * max(map(len, labels.values()))
    floor = scale * foot * FOOT_LENGTHS + 12 + room
    heads = {side.towards: _head_lines(side, translated) for side in sides}
    angles = {side.towards: _angle_lines(side, translated) for side in sides}
    hip = 8.0 + LINE * max(map(len, angles.values())) + LEGS
    crown = hip + NECK + HEAD
    body = crown + 4.0 + (LINE + 2.0) * max(map(len, heads.values()))
    height = floor + body
    figure = blank(height)
    above = figure.add_axes((0, floor / height, 1, body / height))
    above.set(xlim=(0, WIDTH), ylim=(0, body))
    above.axis("off")
    below = figure.add_axes((0, 0, 1, floor / height))
    below.set(xlim=(-reach, reach), ylim=(-(floor + room) / scale / 2, (floor - room) / scale / 2))
    below.axis("off")
    for side in (-1.0, 1.0):
        _sole(below, side, foot)
    for stance in sides:
        _travel(below, stance, foot, start)
        x = WIDTH / 2 + stance.towards * WIDTH / 4
        for i, line in enumerate(reversed(heads[stance.towards])):
            _line(above, line, (x, crown + 6.0 + (LINE + 2.0) * i), size=TEXT + 1, weight="bold")
        for i, (line, ink) in enumerate(angles[stance.towards]):
            _line(above, line, (x, hip - LEGS - LINE * (i + 1)), ink=ink)
        for i, line in enumerate(reversed(labels[stance.towards])):
            at = (stance.towards * reach / 2, below.get_ylim()[0] + (6.0 + LINE * i) / scale)
            _line(below, line, at)
        _trunk(above, stance, (x, hip))
        _pelvis(above, stance, (x, hip))
    # At most two lines, which end where the band does: beyond it is the foot.
    width = scale * sum(side.needed for side in sides)
    needed = translated("everybody needs this")
    lines = in_lines(needed, max(width, 0.7 * breadth(needed)))
    middle = start + sum(side.towards * side.needed for side in sides) / 2
    beyond = max(breadth(max(lines, key=len)) - width, 0.0) / 2 / scale
    below.text(
        middle - beyond * sum(side.towards for side in sides),
        foot * 0.62 + 3 / scale,
        "\n".join(lines),
        ha="center",
        va="bottom",
        color=INKS["soft"],
        size=SMALL,
    )
    below.plot(
        [start], [0], ls="", marker="o", ms=9, mfc=INKS["ground"], mec=INKS["ink"], mew=2, zorder=6
    )
    return picture(figure, name=name, title=translated("Two feet seen from above"), text=text)


def _stance(sides: tuple[StanceSide, ...]) -> tuple[float, float]:
    """Breadth of a foot, and where the weight was in quiet stance, in half stance widths.

    What is needed ends at the inner edge of the standing foot. With both sides known, their mean
    gives the breadth and their difference tells how far off the middle the person stood.
    """
    needs = {side.towards: side.needed for side in sides}
    breadth = 2.0 * (1.0 - sum(needs.values()) / len(needs))
    start = (needs[-1.0] - needs[1.0]) / 2 if len(needs) == 2 else 0.0
    return float(np.clip(breadth, 0.2, 1.2)), start


def _sole(axes: Axes, side: float, breadth: float) -> None:
    """One foot: toes up the page, the great toe on the inner side."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    # Outline of a right sole in breadths from its centre, drawn by us; mirrored for the left.
    knots = np.array(
        [
            (-0.06, -1.22),
            (0.26, -1.20),
            (0.34, -0.78),
            (0.36, -0.35),
            (0.48, 0.25),
            (0.52, 0.78),
            (0.30, 1.16),
            (-0.04, 1.24),
            (-0.36, 1.22),
            (-0.50, 0.85),
            (-0.44, 0.35),
            (-0.26, -0.25),
            (-0.32, -0.78),
        ]
    )
    middle = (knots + np.roll(knots, -1, axis=0)) / 2
    points = [middle[-1]]
    codes = [Path.MOVETO]
    for knot, after in zip(knots, middle, strict=True):
        points += [knot, after]
        codes += [Path.CURVE3, Path.CURVE3]
    outline = np.array(points) * breadth
    outline[:, 0] = side * (1.0 + outline[:, 0])
    axes.add_patch(
        PathPatch(
            Path(outline, codes), facecolor="none", edgecolor=INKS["ink"], linewidth=1.6, zorder=3
        )
    )


def _travel(axes: Axes, stance: StanceSide, foot: float, start: float) -> None:
    from matplotlib.patches import Rectangle

    half = foot * 0.62
    left = start + min(0.0, stance.towards * stance.needed)
    axes.add_patch(
        Rectangle(
            (left, -half),
            stance.needed,
            2 * half,
            facecolor=INKS["band"],
            edgecolor=INKS["soft"],
            lw=1,
            zorder=1,
        )
    )
    rows = np.linspace(0.66, -0.66, len(stance.lifts)) * half if len(stance.lifts) > 1 else [0.0]
    marker = "o" if stance.lifted is Side.LEFT else "s"
    for row, lift in zip(rows, stance.lifts, strict=True):
        tip = start + stance.towards * lift.shift
        axes.plot([start, tip], [row, row], color=INKS["accent"], lw=2.4, zorder=4)
        ends = [tip - lift.spread, tip + lift.spread]
        axes.plot(
            ends,
            [row, row],
            color=INKS["accent"],
            lw=9,
            alpha=0.35,
            solid_capstyle="butt",
            zorder=4,
        )
        # Paler than a line may be: its ends say where it ends.
        axes.plot(ends, [row, row], ls="", marker="|", ms=9, mew=1.6, color=INKS["ink"], zorder=5)
        axes.plot([tip], [row], marker=marker, ms=7, color=INKS["accent"], zorder=5)


def _label_lines(label: str) -> list[str]:
    """What stands below a foot: a size stays whole."""
    if breadth(label) <= HALF:
        return [label]
    words, _, size = label.partition(": ")
    return [f"{words}:", size] if size else in_lines(label, HALF)


def _head_lines(stance: StanceSide, translated: Translated) -> list[str]:
    is_left = stance.lifted is Side.LEFT
    words = translated("left foot lifted") if is_left else translated("right foot lifted")
    return in_lines(words, HALF, size=TEXT + 3)


def _angle_lines(stance: StanceSide, translated: Translated) -> list[tuple[str, str]]:
    """What trunk and pelvis did, in lines, each with its ink."""
    if stance.lean is None:
        lean, ink = _label_lines(translated("trunk: not measured")), "soft"
    else:
        size = translated(stance.lean_text)
        lean, ink = phrase("lean\n{size}", size=size).filled(translated).split("\n"), "ink"
        if breadth(" ".join(lean)) <= HALF:
            lean = [" ".join(lean)]
    told = [(line, ink) for line in lean]
    if stance.drop is None:
        return [
            *told,
            *((line, "soft") for line in _label_lines(translated("pelvis: not measured"))),
        ]
    size = translated(stance.drop_text)
    words = phrase("pelvic drop {size}", size=size).filled(translated)
    drop = [words] if breadth(words) <= HALF else words.replace(f" {size}", f"\n{size}").split("\n")
    return [*told, *((line, "ink") for line in drop)]


def _line(
    axes: Axes,
    words: str,
    at: tuple[float, float],
    *,
    ink: str = "ink",
    size: float = SMALL,
    weight: str = "normal",
) -> None:
    axes.text(*at, words, ha="center", color=INKS[ink], size=size, weight=weight)


def _trunk(axes: Axes, stance: StanceSide, hip: tuple[float, float]) -> None:
    """The trunk from behind, above the standing foot, with the band of its error."""
    if stance.lean is None:
        return
    lean, spread = stance.lean
    x, y = hip
    # Turning towards the standing leg is clockwise when that leg is on the right.
    _needle(axes, hip, 90.0, -stance.towards * lean, spread, NECK)
    axes.plot([x, x], [y, y + NECK], color=INKS["ink"], lw=1.2, ls=(0, (2, 3)), zorder=4)
    tilt = np.radians(-stance.towards * lean * ANGLES_DRAWN)
    along, across = np.array([-np.sin(tilt), np.cos(tilt)]), np.array([np.cos(tilt), np.sin(tilt)])
    middle = np.array(hip) + NECK * along
    shoulders = np.transpose([middle - 30 * across, middle + 30 * across])
    axes.plot(*shoulders, color=INKS["ink"], lw=1.6)
    axes.plot(
        *(middle + 18 * along), ls="", marker="o", ms=20, mfc="none", mec=INKS["ink"], mew=1.6
    )


def _pelvis(axes: Axes, stance: StanceSide, hip: tuple[float, float]) -> None:
    """The pelvis line and the legs."""
    if stance.drop is None:
        return
    drop, spread = stance.drop
    x, y = hip
    # The lifted side hangs on paper where the standing leg is not.
    turn = np.radians(stance.towards * drop * ANGLES_DRAWN)
    axes.plot([x - LEVEL, x + LEVEL], [y, y], color=INKS["ink"], lw=1.2, ls=(0, (2, 3)), zorder=4)
    for rest in (0.0, 180.0):
        _needle(axes, hip, rest, stance.towards * drop, spread, 46.0)
    for way, foot in ((stance.towards, LEGS), (-stance.towards, LEGS - 14.0)):
        end = x + way * 34 * np.cos(turn), y + way * 34 * np.sin(turn)
        axes.plot([end[0], end[0]], [end[1], y - foot], color=INKS["ink"], lw=1.6)


def _needle(
    axes: Axes,
    pivot: tuple[float, float],
    rest_deg: float,
    turn_deg: float,
    spread_deg: float,
    length: float,
) -> None:
    """A line turned by an angle, inside the wedge of the angle's 95 % range."""
    from matplotlib.patches import Polygon

    def end(angle_deg: float, reach: float) -> tuple[float, float]:
        angle = np.radians(rest_deg + angle_deg * ANGLES_DRAWN)
        return pivot[0] + reach * np.cos(angle), pivot[1] + reach * np.sin(angle)

    rim = [end(turn_deg + part * spread_deg, length) for part in np.linspace(-1, 1, 9)]
    wedge = Polygon([pivot, *rim], closed=True, color=INKS["accent"], alpha=0.35, lw=0, zorder=1)
    axes.add_patch(wedge)
    for far in (rim[0], rim[-1]):
        axes.plot([pivot[0], far[0]], [pivot[1], far[1]], color=INKS["accent"], lw=0.8, zorder=2)
    tip = end(turn_deg, length)
    axes.plot([pivot[0], tip[0]], [pivot[1], tip[1]], color=INKS["accent"], lw=3, zorder=3)
