"""Frames of reference. Only `biomech.geometry` converts between them."""

from enum import StrEnum


class Frame(StrEnum):
    """Where the axes of a series point.

    `LAB`: X forward, Y up, Z to the person's right, metres (ISB). `PELVIS`: the same axes fixed
    to the pelvis. `SENSOR`: as the device gives them. `IMAGE`: pixels, X right, Y down, Z away
    from the camera in the pixel scale of X. `CAMERA`: metres about the mid-hip point, X to the
    right of the picture, Y down, Z away from the camera (what a pose model calls its world).
    """

    LAB = "lab"
    PELVIS = "pelvis"
    SENSOR = "sensor"
    IMAGE = "image"
    CAMERA = "camera"


class Side(StrEnum):
    """The person's own side; `BOTH` for what has none."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"

    @property
    def other(self) -> "Side":
        """The opposite side; `BOTH` has none and stays itself."""
        return {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.BOTH: Side.BOTH}[self]
