"""A person of sticks in front of a pinhole camera, with every length known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from levelhip.core import POSE_NAMES, Frame, Track

HEIGHT_M = 1.75
EYE_TO_ANKLE, ANKLE = 0.913, 0.039

# Forward, up, and sideways of one side, in body heights, standing.
STANDING = {
    "ear": (0.0, 0.945, 0.04),
    "eye": (0.0, EYE_TO_ANKLE + ANKLE, 0.02),
    "eye_inner": (0.0, 0.952, 0.01),
    "eye_outer": (0.0, 0.952, 0.03),
    "mouth": (0.0, 0.91, 0.015),
    "shoulder": (0.0, 0.82, 0.105),
    "elbow": (0.0, 0.63, 0.125),
    "wrist": (0.0, 0.48, 0.13),
    "pinky": (0.0, 0.44, 0.13),
    "index": (0.0, 0.43, 0.125),
    "thumb": (0.0, 0.44, 0.12),
    "hip": (0.0, 0.53, 0.055),
    "knee": (0.0, 0.285, 0.06),
    "ankle": (0.0, ANKLE, 0.07),
    "heel": (0.0, 0.02, 0.07),
    "foot_index": (0.0, 0.01, 0.08),
}
NAMES_OF_MOUTH = {"mouth_left": "left_mouth", "mouth_right": "right_mouth"}


def standing(*, shift_m=0.0, lean_deg=0.0, lifted=None, lift_m=0.25, height_m=HEIGHT_M):
    """Points by name, (3,), m: X forward, Y up, Z to the person's right."""
    points = {"nose": np.array([0.0, 0.93, 0.0]) * height_m}
    for side, sign in (("left", -1.0), ("right", 1.0)):
        for name, (x, y, z) in STANDING.items():
            points[f"{side}_{name}"] = np.array([x, y, sign * z]) * height_m
    legs = ("knee", "ankle", "heel", "foot_index")
    hip_height = 0.53 * height_m
    for name, point in points.items():
        if not name.endswith(legs):
            point[2] += shift_m
            if point[1] > hip_height:
                point[2] += np.tan(np.radians(lean_deg)) * (point[1] - hip_height)
    if lifted is not None:
        for name in ("ankle", "heel", "foot_index"):
            points[f"{lifted}_{name}"][1] += lift_m
    return points


def hands_on_hips(points, *, drop_right_deg=0.0, height_m=HEIGHT_M):
    """The same person with the wrists on the hip bones, the right one lower by an angle."""
    tilt = np.tan(np.radians(drop_right_deg))
    for side, sign in (("left", -1.0), ("right", 1.0)):
        hip = points[f"{side}_hip"]
        points[f"{side}_wrist"] = hip + np.array([0.0, 0.075, sign * 0.06]) * height_m
        points[f"{side}_wrist"][1] -= sign * 0.115 * height_m * tilt
        shoulder = points[f"{side}_shoulder"]
        points[f"{side}_elbow"] = shoulder + np.array([0.0, -0.115, sign * 0.08]) * height_m
    return points


@dataclass(frozen=True)
class Camera:
    """A pinhole camera at some distance, at the height of the hips."""

    size: tuple[int, int] = (720, 1280)
    focal_px: float = 1150.0
    distance_m: float = 2.6
    height_m: float = 0.9
    roll_deg: float = 0.0
    person_turned_deg: float = 0.0

    def pixels(self, points):
        """(33, 3), px, of a person's points; Z is left 0."""
        seen = np.zeros((len(POSE_NAMES), 3))
        turn, roll = np.radians(self.person_turned_deg), np.radians(self.roll_deg)
        for i, name in enumerate(POSE_NAMES):
            x, y, z = points[NAMES_OF_MOUTH.get(name, name)]
            ahead = x * np.cos(turn) - z * np.sin(turn)
            right = x * np.sin(turn) + z * np.cos(turn)
            scale = self.focal_px / (self.distance_m - ahead)
            u, v = -right * scale, (self.height_m - y) * scale
            # Content turned counter-clockwise: the head goes to the left of the picture.
            seen[i, 0] = self.size[0] / 2 + u * np.cos(roll) + v * np.sin(roll)
            seen[i, 1] = self.size[1] / 2 - u * np.sin(roll) + v * np.cos(roll)
        return seen


def track_of(poses, camera, *, rate_hz=30.0, noise_px=0.0, seed=0, confidence=1.0):
    """An IMAGE track of one pose a frame."""
    seen = {id(pose): camera.pixels(pose) for pose in {id(pose): pose for pose in poses}.values()}
    xyz = np.stack([seen[id(pose)] for pose in poses])
    if noise_px:
        xyz[..., :2] += np.random.default_rng(seed).normal(0.0, noise_px, xyz[..., :2].shape)
    times = np.arange(len(poses)) / rate_hz
    return Track(times, xyz, np.full(xyz.shape[:2], confidence), POSE_NAMES, Frame.IMAGE)
