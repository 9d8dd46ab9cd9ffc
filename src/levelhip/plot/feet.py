"""The equal-weight result, drawn: two feet from above, pelvis and trunk above them from behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from levelhip.core import Side, phrase
from levelhip.core.sentence import Translated
from levelhip.plot.canvas import INKS, SMALL, TEXT, WIDTH, Picture, blank, picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

USUAL_NEED = 0.75
"""Shift that everybody needs, in half stance widths, when the recording does not say: feet 0.40 m
apart and 0.10 m broad (chosen by us; half the width less half a foot's breadth:
docs/evidence.md#everybody-shifts)."""

ANGLES_DRAWN = 2.0
"""How many times larger than life angles are drawn; the caption says so. Chosen by us: at life size
3 degrees is 2 units on the pelvis line."""

BODY, HIP, NECK = 214.0, 80.0, 62.0
"""Height of the part with the bodies, of the hips in it, and of the neck above them."""

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
    label : one line below the foot, as "beyond need: 12 % ± 5 %"
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
    floor = scale * foot * FOOT_LENGTHS + 34
    height = floor + BODY
    figure = blank(height)
    above = figure.add_axes((0, floor / height, 1, BODY / height))
    above.set(xlim=(0, WIDTH), ylim=(0, BODY))
    above.axis("off")
    below = figure.add_axes((0, 0, 1, floor / height))
    below.set(xlim=(-reach, reach), ylim=(-floor / scale / 2 - 12 / scale, floor / scale / 2))
    below.axis("off")
    for side in (-1.0, 1.0):
        _sole(below, side, foot)
    for stance in sides:
        _travel(below, stance, foot, start)
        _body(above, stance, translated)
    width = scale * sum(side.needed for side in sides)
    needed = translated("everybody needs this")
    below.text(
        start + sum(side.towards * side.needed for side in sides) / 2,
        foot * 0.62 + 3 / scale,
        needed if width > 7.5 * len(needed) else needed.replace(" ", "\n", 1),
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
        Rectangle((left, -half), stance.needed, 2 * half, color=INKS["band"], lw=0, zorder=1)
    )
    rows = np.linspace(0.66, -0.66, len(stance.lifts)) * half if len(stance.lifts) > 1 else [0.0]
    marker = "o" if stance.lifted is Side.LEFT else "s"
    for row, lift in zip(rows, stance.lifts, strict=True):
        tip = start + stance.towards * lift.shift
        axes.plot([start, tip], [row, row], color=INKS["accent"], lw=2.4, zorder=4)
        axes.plot(
            [tip - lift.spread, tip + lift.spread],
            [row, row],
            color=INKS["accent"],
            lw=7,
            alpha=0.35,
            solid_capstyle="butt",
            zorder=4,
        )
        axes.plot([tip], [row], marker=marker, ms=7, color=INKS["accent"], zorder=5)
    bottom = axes.get_ylim()[0]
    axes.text(
        stance.towards * axes.get_xlim()[1] / 2,
        bottom + 0.02,
        stance.label,
        ha="center",
        va="bottom",
        color=INKS["ink"],
        size=SMALL,
    )


def _body(axes: Axes, stance: StanceSide, translated: Translated) -> None:
    """Pelvis and trunk from behind, above the standing foot, with the band of their error."""
    x = WIDTH / 2 + stance.towards * WIDTH / 4
    axes.text(
        x,
        BODY - 20,
        translated("left foot lifted")
        if stance.lifted is Side.LEFT
        else translated("right foot lifted"),
        ha="center",
        color=INKS["ink"],
        size=TEXT + 1,
        weight="bold",
    )
    _trunk(axes, stance, x, translated)
    _pelvis(axes, stance, x, translated)


def _trunk(axes: Axes, stance: StanceSide, x: float, translated: Translated) -> None:
    if stance.lean is None:
        words = translated("trunk: not measured")
        axes.text(x, HIP + 46, words, ha="center", color=INKS["soft"], size=SMALL)
        return
    lean, spread = stance.lean
    # Turning towards the standing leg is clockwise when that leg is on the right.
    _needle(axes, (x, HIP), 90.0, -stance.towards * lean, spread, NECK)
    axes.plot([x, x], [HIP, HIP + NECK + 6], color=INKS["soft"], lw=1, ls=(0, (1, 3)))
    tilt = np.radians(-stance.towards * lean * ANGLES_DRAWN)
    along, across = np.array([-np.sin(tilt), np.cos(tilt)]), np.array([np.cos(tilt), np.sin(tilt)])
    middle = np.array([x, HIP]) + NECK * along
    shoulders = np.transpose([middle - 30 * across, middle + 30 * across])
    axes.plot(*shoulders, color=INKS["ink"], lw=1.6)
    axes.plot(
        *(middle + 18 * along), ls="", marker="o", ms=20, mfc="none", mec=INKS["ink"], mew=1.6
    )
    axes.text(
        x + stance.towards * 40,
        HIP + NECK - 28,
        phrase("lean\n{size}", size=translated(stance.lean_text)).filled(translated),
        ha="left" if stance.towards > 0 else "right",
        va="center",
        color=INKS["ink"],
        size=SMALL,
    )


def _pelvis(axes: Axes, stance: StanceSide, x: float, translated: Translated) -> None:
    if stance.drop is None:
        words = translated("pelvis: not measured")
        axes.text(x, 12, words, ha="center", color=INKS["soft"], size=SMALL)
        return
    drop, spread = stance.drop
    # The lifted side hangs on paper where the standing leg is not.
    turn = np.radians(stance.towards * drop * ANGLES_DRAWN)
    axes.plot([x - 54, x + 54], [HIP, HIP], color=INKS["soft"], lw=1, ls=(0, (1, 3)))
    for rest in (0.0, 180.0):
        _needle(axes, (x, HIP), rest, stance.towards * drop, spread, 46.0)
    for way, foot in ((stance.towards, 32.0), (-stance.towards, 46.0)):
        hip = x + way * 34 * np.cos(turn), HIP + way * 34 * np.sin(turn)
        axes.plot([hip[0], hip[0]], [hip[1], foot], color=INKS["ink"], lw=1.6)
    words = phrase("pelvic drop {size}", size=translated(stance.drop_text)).filled(translated)
    axes.text(x, 12, words, ha="center", color=INKS["ink"], size=SMALL)


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
