"""The live numbers under a picture: load on each foot, pelvis, trunk, and where in time it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from levelhip.core import Event
from levelhip.io.lettering import Lettering
from levelhip.io.overlay import MIST, PAPER, SLATE, TEAL, Figure, held, left_is_on_the_right
from levelhip.io.planes import Ink, Planes

WIDE_UNITS = 700
"""From this width on, in units of 1/540 of the shorter side, numbers stand beside the bar."""

ANGLES = (
    ("pelvic_obliquity_deg", "pelvis", "right higher", "level", "left higher"),
    ("trunk_lean_deg", "trunk", "to the left", "upright", "to the right"),
    ("hip_abduction_deg", "top leg", "below the line", "in line", "above the line"),
)
"""Signal, what it is of, and the words for below, at and above zero."""


class Readout:
    """The strip under the pictures of one clip, so that nothing of the picture is covered.

    Parameters
    ----------
    size : (width, height), px
        Of the picture above.
    duration_s : s
        Of the clip.
    series : mapping of name to (T,)
        With `time_s`; signals by the names of docs/measures.md.
    events : sequence of Event
        From the engine; holds and repetitions are marked in time.
    """

    def __init__(
        self,
        size: tuple[int, int],
        duration_s: float,
        series: Mapping[str, NDArray[Any]],
        events: Sequence[Event],
    ) -> None:
        self._size = size
        self._duration_s = max(duration_s, 1e-9)
        self._series = series
        self._spans = [e for e in events if e.kind in {"hold", "rep"}]
        self._unit = min(size) / 540
        self._small = Lettering(self._px(18))
        self._big = Lettering(self._px(30), bold=True)
        self._shares = self._known("load_share")
        self._angles = [angle for angle in ANGLES if self._known(angle[0])]
        self._wide = size[0] / self._unit >= WIDE_UNITS and self._shares and bool(self._angles)
        row = self._big.height + self._small.height
        rows = int(self._shares) + int(bool(self._angles)) - int(self._wide)
        height = rows * (row + self._px(8)) + self._px(36)
        self.height = height + height % 2

    def draw(self, on: Planes, time_s: float, figure: Figure | None) -> None:
        """Draw the strip of one moment.

        Parameters
        ----------
        on : Planes
            The whole picture; the strip is its lowest `height` rows.
        time_s : s
            Since the first picture.
        figure : Figure or None
            The person, to put left and right on the sides where they are.
        """
        on.fill(self._size[1], SLATE)
        edge, top = self._px(16), self._size[1] + self._px(10)
        width = self._size[0] - 2 * edge
        bar = width * 11 // 20 if self._wide else width
        if self._shares:
            share = held(self._series, "load_share", time_s)
            if not np.isnan(share):
                mirrored = figure is None or left_is_on_the_right(figure)
                self._share(on, share, (edge, top, edge + bar), mirrored=mirrored)
            if not self._wide:
                top += self._big.height + self._small.height + self._px(8)
        left = edge + bar + self._px(28) if self._wide else edge
        self._numbers(on, time_s, left, top)
        self._time(on, time_s)

    def _px(self, units: float) -> int:
        return max(1, round(units * self._unit))

    def _known(self, name: str) -> bool:
        values = self._series.get(name)
        return values is not None and bool(np.isfinite(values).any())

    def _numbers(self, on: Planes, time_s: float, left: int, top: int) -> None:
        """Angles in whole degrees, each with what it is."""
        step = (self._size[0] - self._px(16) - left) // max(2, len(self._angles))
        for i, (name, what, below, level, above) in enumerate(self._angles):
            value = held(self._series, name, time_s)
            if np.isnan(value):
                continue
            degrees = round(value)
            way = level if degrees == 0 else above if degrees > 0 else below
            x = left + i * step
            on.stamp(self._big.cover(f"{abs(degrees)}°"), x, top, PAPER)
            on.stamp(self._small.cover(f"{what}, {way}"), x, top + self._big.height, MIST)

    def _share(
        self, on: Planes, share: float, place: tuple[int, int, int], *, mirrored: bool
    ) -> None:
        """The part of the weight on each foot, the sides as they stand in the picture."""
        left, top, right = place
        on_left = round(100 * min(max(share, 0.0), 1.0))
        texts = {"left": f"{on_left} %", "right": f"{100 - on_left} %"}
        first, last = ("right", "left") if mirrored else ("left", "right")
        self._foot(on, texts[first], first, left, top, end=False)
        self._foot(on, texts[last], last, right, top, end=True)
        y = float(top + self._big.height + self._px(11))
        middle = (left + right) / 2
        # The mark moves towards the foot that carries more.
        towards = (on_left / 100 - 0.5) * (1 if mirrored else -1)
        mark = np.array([middle + towards * (right - left), y])
        on.lines([np.array([[left, y], [right, y]])], MIST, 3 * self._unit)
        on.lines([np.array([[middle, y], mark])], TEAL, 6 * self._unit)
        tick = np.array([[middle, y - 7 * self._unit], [middle, y + 7 * self._unit]])
        on.lines([tick], PAPER, 2 * self._unit)
        on.discs(mark[None], 8 * self._unit, PAPER)
        on.discs(mark[None], 5.5 * self._unit, TEAL)

    def _foot(self, on: Planes, value: str, side: str, x: int, top: int, *, end: bool) -> None:
        label, gap = f"{side} foot", self._px(8)
        drop = (self._big.height - self._small.height) // 2 + self._px(2)
        if end:
            x -= self._big.width(value) + gap + self._small.width(label)
        on.stamp(self._big.cover(value), x, top, PAPER)
        on.stamp(self._small.cover(label), x + self._big.width(value) + gap, top + drop, MIST)

    def _time(self, on: Planes, time_s: float) -> None:
        """A line for the whole clip, with holds and repetitions, and a head that moves along."""
        edge = self._px(16)
        y = self._size[1] + self.height - self._px(16)

        def at(moment_s: float) -> float:
            done = min(max(moment_s / self._duration_s, 0.0), 1.0)
            return edge + (self._size[0] - 2 * edge) * done

        def span(start_s: float, stop_s: float, colour: Ink, thick: float) -> None:
            on.lines([np.array([[at(start_s), y], [at(stop_s), y]])], colour, thick * self._unit)

        span(0, self._duration_s, MIST, 2)
        for event in self._spans:
            span(event.start_s, event.end_s, TEAL if event.valid else PAPER, 6)
        on.discs(np.array([[at(time_s), float(y)]]), 6 * self._unit, PAPER)
