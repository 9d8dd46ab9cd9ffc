"""Drawing straight onto the brightness and colour planes of a video picture.

Converting a picture to RGB and back costs as much as decoding it; lines and letters can be drawn
on the three planes of YUV 4:2:0 as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from levelhip.core import Array

Plane = NDArray[np.uint8]

SUBPIXEL_BITS = 4
"""Positions are drawn to a sixteenth of a pixel, so that lines do not tremble."""


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour as the planes hold it (BT.709, video range): brightness and two differences."""

    y: int
    u: int
    v: int


def ink(rgb: str) -> Ink:
    """The ink of a colour written as "#rrggbb"."""
    red, green, blue = (int(rgb[i : i + 2], 16) / 255 for i in (1, 3, 5))
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return Ink(
        round(16 + 219 * luma),
        round(128 + 224 * (blue - luma) / 1.8556),
        round(128 + 224 * (red - luma) / 1.5748),
    )


@dataclass(frozen=True, slots=True)
class Cover:
    """How far a shape covers each pixel, 0 to 1: at full size, and at half size for colours.

    Attributes
    ----------
    full : (h, w), float32, both even
    half : (h/2, w/2), float32
    """

    full: NDArray[np.float32]
    half: NDArray[np.float32]


def cover(mask: NDArray[np.uint8]) -> Cover:
    """The cover of a mask, (h, w), 0 to 255; an odd last row or column is dropped."""
    height, width = mask.shape[0] // 2 * 2, mask.shape[1] // 2 * 2
    full = mask[:height, :width].astype(np.float32) / np.float32(255)
    return Cover(full, full.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3)))


class Planes:
    """A picture to draw on.

    Parameters
    ----------
    y : (H, W), uint8
    u, v : (H/2, W/2), uint8
    """

    def __init__(self, y: Plane, u: Plane, v: Plane) -> None:
        import cv2

        self.y, self.u, self.v = y, u, v
        self._cv2: Any = cv2

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, px."""
        return int(self.y.shape[1]), int(self.y.shape[0])

    def fill(self, top: int, colour: Ink) -> None:
        """One colour from a row (even) down."""
        for plane, value, shrink in self._layers(colour):
            plane[top // shrink :] = value

    def lines(self, paths: Sequence[Array], colour: Ink, width: float) -> None:
        """Lines through points, each (N, 2), px; `width` in px."""
        for plane, value, shrink in self._layers(colour):
            self._cv2.polylines(
                plane,
                [_grid(path, shrink)[:, None] for path in paths],
                isClosed=False,
                color=value,
                thickness=max(1, round(width / shrink)),
                lineType=self._cv2.LINE_AA,
                shift=SUBPIXEL_BITS,
            )

    def discs(self, centres: Array, radius: float, colour: Ink) -> None:
        """Filled circles; `centres` (N, 2) and `radius` in px."""
        for plane, value, shrink in self._layers(colour):
            fine = round(radius / shrink * (1 << SUBPIXEL_BITS))
            for x, y in _grid(centres, shrink).tolist():
                self._cv2.circle(
                    plane,
                    (x, y),
                    fine,
                    color=value,
                    thickness=-1,
                    lineType=self._cv2.LINE_AA,
                    shift=SUBPIXEL_BITS,
                )

    def wedge(self, centre: Array, radius: float, from_deg: float, colour: Ink) -> None:
        """A filled quarter circle from an angle on, degrees clockwise from the right."""
        turn = np.radians(np.linspace(from_deg, from_deg + 90, 13))
        rim = centre + radius * np.column_stack((np.cos(turn), np.sin(turn)))
        outline = np.vstack((centre, rim))
        for plane, value, shrink in self._layers(colour):
            path = _grid(outline, shrink)[:, None]
            self._cv2.fillPoly(
                plane, [path], value, lineType=self._cv2.LINE_AA, shift=SUBPIXEL_BITS
            )

    def stamp(self, cover: Cover, left: int, top: int, colour: Ink) -> None:
        """A shape with its corner at even pixels; what lies outside the picture is left out."""
        left, top = left // 2 * 2, top // 2 * 2
        if left < 0 or top < 0:
            return
        for plane, value, shrink in self._layers(colour):
            share = cover.full if shrink == 1 else cover.half
            part = plane[
                top // shrink : top // shrink + share.shape[0],
                left // shrink : left // shrink + share.shape[1],
            ]
            share = share[: part.shape[0], : part.shape[1]]
            mixed = np.float32(value) - part
            mixed *= share
            mixed += part
            np.rint(mixed, out=mixed)
            part[:] = mixed

    def _layers(self, colour: Ink) -> tuple[tuple[Plane, int, int], ...]:
        return ((self.y, colour.y, 1), (self.u, colour.u, 2), (self.v, colour.v, 2))


def _grid(points: Array, shrink: int) -> NDArray[np.int32]:
    """Points on OpenCV's fine grid: it counts from pixel centres, landmarks from pixel edges."""
    fine = (points / shrink - 0.5) * (1 << SUBPIXEL_BITS)
    return np.rint(fine).astype(np.int32)
