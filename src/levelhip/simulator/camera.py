"""A camera with a pose model behind it: what both make of a simulated body."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from levelhip.core import DOT_NAMES, POSE_NAMES, Array, Frame, Samples, Track
from levelhip.simulator.marking import Marked, marked
from levelhip.simulator.paths import generator, wander, wanders
from levelhip.simulator.scene import Scene

DEPTH_TURN, DEPTH_SD_M = 0.05, 0.008
"""How a pose model misreads depth: the body seems turned out of the picture's plane by this much
(tangent, slowly changing: 4 cm at head and feet), and each point is off by this. Chosen by us:
several centimetres in all, while angles between neighbours stay within 2 to 3 degrees."""

WORLD_SD_M = 0.003
"""Jitter of the metric landmarks from frame to frame; chosen by us."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole camera on a stand, without distortion.

    Attributes
    ----------
    rate_hz : Hz
    size : (width, height), px, of the upright picture; None = upright for somebody who stands,
        across for somebody who lies
    focal_px : px; None = 0.9 times the longer side, a view of 58 degrees
    distance_m, height_m : m, from the person and above the floor; None = 2.8 and 0.95 (standing),
        2.7 and 0.65 (lying)
    yaw_deg : deg, + = moved towards the person's left, still looking at the person
    roll_deg : deg, + turns the picture's content counter-clockwise
    away : whether the person faces away from it
    dots : whether bright dots on the front hip bones are worn and looked for
    """

    rate_hz: float = 30.0
    size: tuple[int, int] | None = None
    focal_px: float | None = None
    distance_m: float | None = None
    height_m: float | None = None
    yaw_deg: float = 0.0
    roll_deg: float = 0.0
    away: bool = False
    dots: bool = False

    def placed(self, *, lying: bool) -> Camera:
        """The same camera with everything decided."""
        size = self.size or ((1280, 720) if lying else (720, 1280))
        return Camera(
            self.rate_hz,
            size,
            self.focal_px or 0.9 * max(size),
            self.distance_m or (2.7 if lying else 2.8),
            self.height_m or (0.65 if lying else 0.95),
            self.yaw_deg,
            self.roll_deg,
            self.away,
            self.dots,
        )

    def axes(self, target: Array) -> tuple[Array, Array]:
        """Where it stands, (3,), m, and its right, down and forward as rows, (3, 3), in LAB.

        Parameters
        ----------
        target : (3,), m, LAB
            What it looks at.

        Returns
        -------
        tuple of Array
        """
        yaw = np.radians(self.yaw_deg + (180.0 if self.away else 0.0))
        distance, height = self.distance_m or 0.0, self.height_m or 0.0
        off = distance * np.array([np.cos(yaw), 0.0, -np.sin(yaw)])
        place = np.array([target[0], 0.0, target[2]]) + off + np.array([0.0, height, 0.0])
        ahead = target - place
        ahead = ahead / np.sqrt(ahead @ ahead)
        right = np.cross(ahead, np.array([0.0, 1.0, 0.0]))
        right = right / np.sqrt(right @ right)
        down = np.cross(ahead, right)
        roll = np.radians(self.roll_deg)
        rolled_right = np.cos(roll) * right + np.sin(roll) * down
        rolled_down = -np.sin(roll) * right + np.cos(roll) * down
        return place, np.stack([rolled_right, rolled_down, ahead])

    def project(self, points: Array, target: Array) -> Array:
        """Points of LAB in the picture.

        Parameters
        ----------
        points : (..., 3), m, LAB
        target : (3,), m, LAB
            What it looks at.

        Returns
        -------
        Array
            (..., 3): x and y, px, and the distance along the line of sight, m.
        """
        place, axes = self.axes(target)
        seen = (points - place) @ axes.T
        width, height = self.size or (0, 0)
        focal = self.focal_px or 0.0
        out = np.empty_like(seen)
        out[..., 0] = 0.5 * width + focal * seen[..., 0] / seen[..., 2]
        out[..., 1] = 0.5 * height + focal * seen[..., 1] / seen[..., 2]
        out[..., 2] = seen[..., 2]
        return out


def camera_samples(scene: Scene, camera: Camera, *, seed: int, noise: float) -> Samples:
    """Landmarks of the whole scene as reader and pose model would give them.

    Parameters
    ----------
    scene : Scene
    camera : Camera
        Placed (`Camera.placed`).
    seed : int
    noise : float
        Of all random parts, 1 = usual, 0 = none; what the pose model gets wrong every time stays.

    Returns
    -------
    Samples
        Track (IMAGE), world (CAMERA), people.
    """
    rng = generator(seed, "camera")
    count = int(np.floor(scene.time_s[-1] * camera.rate_hz)) + 1
    time_s = np.arange(count) / camera.rate_hz
    distance_m, height_m = float(camera.distance_m or 0.0), float(camera.height_m or 0.0)
    seen: Marked = marked(
        scene,
        time_s,
        seed=seed,
        noise=noise,
        distance_m=-distance_m if camera.away else distance_m,
        height_m=height_m,
    )
    target = _target(scene, camera)
    names = POSE_NAMES
    pixels = camera.project(seen.xyz, target)
    metre_px = (camera.focal_px or 0.0) / float(camera.distance_m or 1.0)
    hips = [names.index("left_hip"), names.index("right_hip")]
    middle = pixels[:, hips, 2].mean(axis=1, keepdims=True)
    depth = pixels[..., 2] - middle + _misread_depth(pixels, rng, camera.rate_hz, noise, metre_px)
    pixels[..., 2] = depth * metre_px
    pixels[..., :2] += noise * seen.jitter_px * rng.standard_normal((*pixels.shape[:2], 2))
    _, axes = camera.axes(target)
    about = seen.world - seen.world[:, hips].mean(axis=1, keepdims=True)
    world = about @ axes.T
    world += noise * WORLD_SD_M * rng.standard_normal(world.shape)
    world[..., 2] = depth
    confidence = seen.confidence
    if camera.dots:
        dots = camera.project(seen.dots, target)
        dots[..., :2] += noise * 0.4 * rng.standard_normal((count, 2, 2))
        dots[..., 2] = 0.0
        pixels = np.concatenate((pixels, dots), axis=1)
        confidence = np.concatenate((confidence, np.ones((count, 2))), axis=1)
        names = (*names, *DOT_NAMES)
    return Samples(
        track=Track(time_s, pixels, confidence, names, Frame.IMAGE),
        world=Track(time_s, world, seen.confidence, POSE_NAMES, Frame.CAMERA),
        people=np.ones(count),
    )


def _misread_depth(
    pixels: Array, rng: np.random.Generator, rate_hz: float, noise: float, metre_px: float
) -> Array:
    """Error of the depth of each point, (T, L), m."""
    count, points = pixels.shape[:2]
    out = np.zeros((count, points))
    if noise == 0.0:
        return out
    about = pixels[..., :2] - pixels[..., :2].mean(axis=1, keepdims=True)
    for axis in (0, 1):
        turned = wander(rng, count, rate_hz, sd=noise * DEPTH_TURN, cutoff_hz=0.1)
        out += turned[:, None] * about[..., axis] / metre_px
    out += wanders(rng, points, count, rate_hz, sd=noise * DEPTH_SD_M, cutoff_hz=0.3).T
    return out + noise * WORLD_SD_M * rng.standard_normal(out.shape)


def _target(scene: Scene, camera: Camera) -> Array:
    """What the camera looks at: straight ahead at its own height, or down at a lying body."""
    middle = scene.figure.centre.mean(axis=0)
    height = 0.28 if scene.posture == "lying" else float(camera.height_m or 0.0)
    return np.array([middle[0], height, middle[2]])
