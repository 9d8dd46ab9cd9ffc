"""Dots on the hip bones in small crops that a page sends: looked at, then forgotten."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from levelhip.core import Array
from levelhip.io.hip_dots import DotColourSource, DotWatch
from levelhip.io.pose import Pose
from levelhip.io.wire import HipCrop

Pixels = NDArray[np.uint8]


class CropPicture:
    """A picture of which only the part around the hips is known.

    Parameters
    ----------
    crop : HipCrop
    pixels : (H, W, 3), uint8
        The part, red, green, blue.
    """

    def __init__(self, crop: HipCrop, pixels: Pixels) -> None:
        self.size = crop.size
        self._left, self._top = crop.left, crop.top
        self._pixels = pixels

    def cut(self, box: tuple[int, int, int, int]) -> Pixels:
        """The part left, top, right, bottom (px of the full picture); black where it is not known.

        Parameters
        ----------
        box : left, top, right, bottom, px
        """
        left, top, right, bottom = box
        found = np.zeros((bottom - top, right - left, 3), np.uint8)
        height, width = self._pixels.shape[:2]
        x0, x1 = max(left, self._left), min(right, self._left + width)
        y0, y1 = max(top, self._top), min(bottom, self._top + height)
        if x0 < x1 and y0 < y1:
            found[y0 - top : y1 - top, x0 - left : x1 - left] = self._pixels[
                y0 - self._top : y1 - self._top, x0 - self._left : x1 - self._left
            ]
        return found


class CropDots:
    """Finds the dots in the crop that belongs to a pose."""

    def __init__(self) -> None:
        self._watch = DotWatch(DotColourSource(), learns=True)
        self._held: tuple[int, HipCrop] | None = None

    def hold(self, time_us: int, crop: HipCrop) -> None:
        """Keep a crop until the pose of the same picture comes.

        Parameters
        ----------
        time_us : µs
            Of the picture, on the sender's clock.
        crop : HipCrop
        """
        self._held = (time_us, crop)

    def found(self, time_us: int, pose: Pose) -> Array:
        """The two dots of a picture.

        Parameters
        ----------
        time_us : µs
            Of the picture.
        pose : Pose
            The person in it.

        Returns
        -------
        (2, 2), px
            Left and right; NaN without a crop of this picture or without dots in it.
        """
        row = np.full((2, 2), np.nan)
        held, self._held = self._held, None
        if held is None or held[0] != time_us:
            return row
        packed = np.frombuffer(held[1].jpeg, np.uint8)
        bgr: Any = cv2.imdecode(packed, cv2.IMREAD_COLOR)
        if bgr is not None:
            rgb: Pixels = np.ascontiguousarray(bgr[:, :, ::-1])
            self._watch.look(CropPicture(held[1], rgb), pose.image, row)
        return row
