"""Drawn pictures of hips in shorts with two dots, every centre known to a fraction of a pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from levelhip.biomech.dots import HipView, hip_box
from levelhip.core import POSE_NAMES

SIZE = (400, 460)
TRUNK_PX = 220.0
HIP_Y, MIDDLE_X = 260.0, 200.0
SKIN, SHIRT, WALL = (215, 165, 140), (90, 120, 170), (205, 200, 190)
MAGENTA, GREEN, SHORTS = (205, 40, 145), (70, 215, 85), (60, 60, 65)


def landmarks():
    """(33, 3), px, of somebody who stands in the middle of the picture, facing the camera."""
    points = np.zeros((len(POSE_NAMES), 3))
    places = {
        "left_shoulder": (0.36, 1.0),
        "right_shoulder": (-0.36, 1.0),
        "left_hip": (0.2, 0.0),
        "right_hip": (-0.2, 0.0),
    }
    for name, (along, up) in places.items():
        x, y = MIDDLE_X + along * TRUNK_PX, HIP_Y - up * TRUNK_PX
        points[POSE_NAMES.index(name), :2] = x, y
    return points


@dataclass(frozen=True)
class Scene:
    """What is drawn; lengths in trunk lengths."""

    left: tuple[int, int, int] | None = MAGENTA
    right: tuple[int, int, int] | None = GREEN
    shorts: tuple[int, int, int] = SHORTS
    tilt_deg: float = 0.0
    diameter: float = 0.06
    narrow: float = 1.0
    light: float = 1.0
    slope: float = 0.0
    noise: float = 0.0
    seed: int = 0

    def centres(self):
        """Centres of the left and the right dot, px; the pelvis turns about its middle."""
        tilt = np.radians(self.tilt_deg)
        middle = np.array([MIDDLE_X + 3.3, HIP_Y - 0.13 * TRUNK_PX])
        arm = 0.21 * TRUNK_PX * np.array([np.cos(tilt), -np.sin(tilt)])
        return middle + arm, middle - arm

    def picture(self):
        """(H, W, 3), uint8."""
        width, height = SIZE
        y, x = np.mgrid[0:height, 0:width] + 0.5
        along, up = (x - MIDDLE_X) / TRUNK_PX, (HIP_Y - y) / TRUNK_PX
        rgb = np.empty((height, width, 3))
        rgb[:] = WALL
        rgb[(np.abs(along) < 0.3) & (up > 0.2) & (up < 1.1)] = SHIRT
        rgb[(np.abs(along) < 0.31) & (up <= 0.2) & (up > -0.35)] = self.shorts
        rgb[(np.abs(np.abs(along) - 0.4) < 0.05) & (up > -0.2) & (up < 0.9)] = SKIN
        rgb[(np.abs(along) < 0.28) & (up <= -0.35)] = SKIN
        for colour, (cx, cy) in zip((self.left, self.right), self.centres(), strict=True):
            if colour is not None:
                radius = self.diameter * TRUNK_PX / 2
                self.disc(rgb, x, y, cx, cy, radius, colour)
        shade = self.light * (1.0 + self.slope * (x - MIDDLE_X) / width)
        rgb *= shade[..., None]
        if self.noise:
            rgb += np.random.default_rng(self.seed).normal(0.0, self.noise, rgb.shape)
        return np.clip(rgb, 0, 255).astype(np.uint8)

    def disc(self, rgb, x, y, cx, cy, radius, colour):
        """Paint a disc whose rim pixels hold as much of it as they are covered."""
        away = np.hypot((x - cx) / self.narrow, y - cy)
        cover = np.clip(radius - away + 0.5, 0.0, 1.0)[..., None]
        rgb[:] = cover * np.asarray(colour, dtype=float) + (1.0 - cover) * rgb

    def view(self, picture=None):
        """The cut around the hips, of this scene or of a picture made from it."""
        return view_of(self.picture() if picture is None else picture)


def view_of(picture):
    """The cut around the hips."""
    points = landmarks()
    left, top, right, bottom = hip_box(points, SIZE)
    cut = np.ascontiguousarray(picture[top:bottom, left:right])
    return HipView(cut, (left, top), points)
