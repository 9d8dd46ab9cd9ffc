"""What is drawn onto a picture: body, centre of mass, pelvis line and phase."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from levelhip.core import DOT_NAMES, POSE_NAMES, Array, Event, Side
from levelhip.io.lettering import Lettering, rounded_box
from levelhip.io.planes import Cover, Planes, ink

SLATE, PAPER, TEAL, MIST = ink("#10282d"), ink("#f5f2ea"), ink("#2bb3a3"), ink("#9db4b5")

SURE = 0.5
"""Least visibility of a landmark that is drawn; chosen by us."""

HELD_S = 0.2
"""How long a number stays as it is, so that it can be read; chosen by us."""

NAMES = POSE_NAMES + DOT_NAMES
_AT = {name: i for i, name in enumerate(NAMES)}

# No line from hip to hip: it would look like the pelvis, and it is not.
_SIDES_BONES = tuple(
    (_AT[f"{side}_{a}"], _AT[f"{side}_{b}"])
    for side in ("left", "right")
    for a, b in (
        ("shoulder", "elbow"),
        ("elbow", "wrist"),
        ("shoulder", "hip"),
        ("hip", "knee"),
        ("knee", "ankle"),
        ("ankle", "heel"),
        ("heel", "foot_index"),
        ("ankle", "foot_index"),
    )
)
BONES: tuple[tuple[int, int], ...] = (
    *_SIDES_BONES,
    (_AT["left_shoulder"], _AT["right_shoulder"]),
)
JOINTS: tuple[int, ...] = tuple(
    _AT[f"{side}_{name}"]
    for side in ("left", "right")
    for name in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
)
_FEET = tuple(_AT[f"{s}_{n}"] for s in ("left", "right") for n in ("heel", "foot_index", "ankle"))

_PHASE_WORDS = {0: "Standing", 1: "Left foot up", 2: "Right foot up", 3: "Moving"}


@dataclass(frozen=True, slots=True)
class Figure:
    """The person in one picture.

    Attributes
    ----------
    points : (35, 2), px of the drawn picture, `NAMES` in order; NaN where unseen
    sure : (35,), bool
    centre : (2,), px, centre of mass; NaN when unknown
    """

    points: Array
    sure: NDArray[np.bool_]
    centre: Array


def held(series: Mapping[str, NDArray[Any]], name: str, time_s: float) -> float:
    """A signal's value at the nearest step of `HELD_S`: at most half of it early or late.

    Parameters
    ----------
    series : mapping of name to (T,)
        With `time_s`.
    name : str
        Of the signal.
    time_s : s
        The moment.

    Returns
    -------
    float
        NaN when it is unknown.
    """
    times, values = series.get("time_s"), series.get(name)
    if times is None or values is None or not len(times):
        return float("nan")
    step_s = min(round(time_s / HELD_S) * HELD_S, max(time_s, float(times[-1])))
    index = int(np.searchsorted(times, step_s))
    return float(values[index]) if index < len(values) else float("nan")


class Overlay:
    """Draws on the pictures of one clip, one after the other.

    Parameters
    ----------
    size : (width, height), px
        Of the drawn picture.
    series : mapping of name to (T,)
        With `time_s`; signals by the names of docs/measures.md.
    events : sequence of Event
        From the engine.
    """

    def __init__(
        self,
        size: tuple[int, int],
        series: Mapping[str, NDArray[Any]],
        events: Sequence[Event],
    ) -> None:
        self._size = size
        self._series = series
        self._spans = [e for e in events if e.kind in {"hold", "rep"}]
        self._steps = np.array(sorted(e.start_s for e in events if e.kind == "step"))
        # Only the leg that is lifted lying on the side is told by this signal.
        self._lies = "hip_abduction_deg" in series
        self._unit = min(size) / 540
        self._words = Lettering(self._px(20))
        self._boxes: dict[tuple[int, int], Cover] = {}

    def draw(self, on: Planes, time_s: float, figure: Figure | None) -> None:
        """Draw all there is to say about one moment.

        Parameters
        ----------
        on : Planes
            The picture.
        time_s : s
            Since the first picture.
        figure : Figure or None
            None when nobody is seen.
        """
        if figure is not None:
            self._body(on, figure)
            self._pelvis(on, figure)
            self._mass(on, figure)
        self._phase(on, time_s, seen=figure is not None)

    def _px(self, units: float) -> int:
        return max(1, round(units * self._unit))

    def _body(self, on: Planes, figure: Figure) -> None:
        lines = [figure.points[[a, b]] for a, b in BONES if figure.sure[a] and figure.sure[b]]
        for colour, width in ((SLATE, 6.5), (PAPER, 3.0)):
            on.lines(lines, colour, width * self._unit)
        joints = figure.points[[joint for joint in JOINTS if figure.sure[joint]]]
        for colour, radius in ((SLATE, 5.5), (TEAL, 3.5)):
            on.discs(joints, radius * self._unit, colour)

    def _pelvis(self, on: Planes, figure: Figure) -> None:
        """The pelvis line, only where two dots were seen: nothing else in a picture shows it."""
        left, right = (figure.points[_AT[name]] for name in DOT_NAMES)
        if np.isnan(left).any() or np.isnan(right).any():
            return
        beyond = 0.45 * (left - right)
        line = np.array([right - beyond, left + beyond])
        level = np.column_stack((line[:, 0], np.full(2, line[:, 1].mean())))
        for colour, width in ((SLATE, 3.5), (MIST, 1.5)):
            on.lines([level], colour, width * self._unit)
        for colour, width in ((SLATE, 8.0), (TEAL, 4.5)):
            on.lines([line], colour, width * self._unit)
        for colour, radius in ((SLATE, 6.0), (PAPER, 4.0)):
            on.discs(np.array([left, right]), radius * self._unit, colour)

    def _mass(self, on: Planes, figure: Figure) -> None:
        """The usual mark of a centre of mass; of one who stands, where it hangs above the floor."""
        centre = figure.centre
        feet = figure.points[list(_FEET), 1]
        if np.isnan(centre).any():
            return
        radius = 11 * self._unit
        if not (self._lies or np.isnan(feet).all()):
            floor = np.array([centre[0], float(np.nanmax(feet))])
            plumb = np.array([centre + np.array([0.0, radius]), floor])
            for colour, width in ((SLATE, 3.5), (TEAL, 1.5)):
                on.lines([plumb], colour, width * self._unit)
            on.discs(floor[None], 5 * self._unit, SLATE)
            on.discs(floor[None], 3.5 * self._unit, TEAL)
        on.discs(centre[None], radius + 2 * self._unit, SLATE)
        on.discs(centre[None], radius, PAPER)
        for from_deg in (-90.0, 90.0):
            on.wedge(centre, radius, from_deg, TEAL)

    def _phase(self, on: Planes, time_s: float, *, seen: bool) -> None:
        text = self._phase_text(time_s) if seen else "Nobody in view"
        if not text:
            return
        edge, pad = self._px(16), self._px(12)
        width = self._words.width(text) + 2 * pad
        self._box(on, edge, edge, width, self._words.height + pad)
        on.stamp(self._words.cover(text), edge + pad, edge + pad // 2, PAPER)

    def _phase_text(self, time_s: float) -> str:
        for event in self._spans:
            if event.start_s <= time_s <= event.end_s:
                lasted = f"{time_s - event.start_s:.1f} s"
                if event.kind == "rep":
                    return f"Repetition {event.trial}  ·  {lasted}"
                side = "Left" if event.side is Side.LEFT else "Right"
                part = "leg" if self._lies else "foot"
                return f"{side} {part} up  ·  trial {event.trial}  ·  {lasted}"
        if self._steps.size:
            return f"Steps  {int(np.searchsorted(self._steps, time_s, side='right'))}"
        phase = held(self._series, "phase", time_s)
        if np.isnan(phase):
            return ""
        return "Lying" if self._lies and not phase else _PHASE_WORDS.get(int(phase), "")

    def _box(self, on: Planes, left: int, top: int, width: int, height: int) -> None:
        key = (width, height)
        if key not in self._boxes:
            if len(self._boxes) > 64:
                self._boxes.clear()
            self._boxes[key] = rounded_box(width, height, self._px(10), 0.78)
        on.stamp(self._boxes[key], left, top, SLATE)


def left_is_on_the_right(figure: Figure) -> bool:
    """Whether the person faces the camera, so that their left is on the picture's right.

    Parameters
    ----------
    figure : Figure
        The person.

    Returns
    -------
    bool
        True as well when it cannot be told: most are filmed from the front.
    """
    left, right = figure.points[_AT["left_hip"], 0], figure.points[_AT["right_hip"], 0]
    return not left < right
