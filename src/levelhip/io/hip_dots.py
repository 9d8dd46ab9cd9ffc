"""Dots on the hip bones, looked for while the pixels of a video are at hand."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from levelhip.biomech.dots import (
    LEARN_VIEWS,
    DotColours,
    HipView,
    NoDots,
    found_dots,
    hip_box,
    learned_colours,
)


class Sight(Protocol):
    """A picture, or what is known of one: its size, and any part at full resolution."""

    @property
    def size(self) -> tuple[int, int]:
        """(width, height), px."""

    def cut(self, box: tuple[int, int, int, int]) -> NDArray[np.uint8]:
        """The part left, top, right, bottom (px)."""


def hip_view(picture: Sight, landmarks: NDArray[np.float32]) -> HipView | None:
    """The part of a picture around the hips, at full resolution; None without hips in view.

    Parameters
    ----------
    picture : Sight
        The upright picture.
    landmarks : (33, 2) or more columns, px of the full picture
        The person in it.
    """
    points = landmarks[:, :2].astype(np.float64)
    box = hip_box(points, picture.size)
    if box is None:
        return None
    return HipView(np.ascontiguousarray(picture.cut(box)), box[:2], points)


@dataclass(slots=True)
class DotColourSource:
    """The dots' colours, learned once by the first stretch of a clip and waited for by the rest.

    Attributes
    ----------
    found : DotColours, NoDots, or None while it is not known
    """

    found: DotColours | NoDots | None = None
    _known: threading.Event = field(default_factory=threading.Event)

    def tell(self, found: DotColours | NoDots) -> None:
        """Say what was learned."""
        self.found = found
        self._known.set()

    def give_up(self) -> None:
        """Let those who wait go on without dots."""
        self._known.set()

    def wait(self) -> DotColours | NoDots | None:
        """What was learned, as soon as it is known."""
        self._known.wait()
        return self.found


class DotWatch:
    """Looks for the dots in the pictures of one stretch.

    Parameters
    ----------
    source : DotColourSource
        Shared by all stretches of a clip.
    learns : bool
        Whether this stretch learns the colours.
    """

    def __init__(self, source: DotColourSource, *, learns: bool) -> None:
        self._source = source
        self._learns = learns
        self._views: list[tuple[NDArray[np.float64], HipView]] = []

    @property
    def learning(self) -> bool:
        """Whether rows given to `look` are not filled yet."""
        return self._learns and self._source.found is None

    @property
    def pending(self) -> bool:
        """Whether rows already given to `look` are still to be filled."""
        return self.learning and bool(self._views)

    def look(
        self, picture: Sight, landmarks: NDArray[np.float32], row: NDArray[np.float64]
    ) -> None:
        """Write the two centres into a row, at once or when the colours are known.

        Parameters
        ----------
        picture : Sight
            The upright picture.
        landmarks : (33, 2) or more columns, px
            The person in it.
        row : (2, 2), px
            Left and right centre; left as it is (NaN) for a dot that is not accepted.
        """
        if self.learning:
            view = hip_view(picture, landmarks)
            if view is not None:
                self._views.append((row, view))
                if len(self._views) >= LEARN_VIEWS:
                    self.finish()
            return
        colours = self._source.wait()
        if isinstance(colours, DotColours):
            view = hip_view(picture, landmarks)
            if view is not None:
                _fill(row, view, colours)

    def finish(self) -> None:
        """Learn from what was seen, if that is still to be done."""
        if not self.learning:
            return
        views = [view for _, view in self._views]
        found = (
            learned_colours(views) if views else NoDots("no-person", "nobody seen, no dots either")
        )
        self._source.tell(found)
        if isinstance(found, DotColours):
            for row, view in self._views:
                _fill(row, view, found)
        self._views.clear()


def _fill(row: NDArray[np.float64], view: HipView, colours: DotColours) -> None:
    dots = found_dots(view, colours)
    row[0] = dots.left
    row[1] = dots.right
