"""A stick person with known geometry, for tests."""

from __future__ import annotations

import numpy as np
from scipy.spatial.transform import Rotation

from levelhip.core import POSE_NAMES

PLACES = {
    "nose": (0.10, 1.62, 0.0),
    "left_ear": (0.0, 1.63, -0.07),
    "right_ear": (0.0, 1.63, 0.07),
    "left_shoulder": (0.0, 1.42, -0.18),
    "right_shoulder": (0.0, 1.42, 0.18),
    "left_elbow": (0.0, 1.12, -0.22),
    "right_elbow": (0.0, 1.12, 0.22),
    "left_wrist": (0.05, 0.88, -0.22),
    "right_wrist": (0.05, 0.88, 0.22),
    "left_hip": (0.0, 0.92, -0.09),
    "right_hip": (0.0, 0.92, 0.09),
    "left_knee": (0.02, 0.50, -0.13),
    "right_knee": (0.02, 0.50, 0.13),
    "left_ankle": (-0.02, 0.08, -0.16),
    "right_ankle": (-0.02, 0.08, 0.16),
    "left_heel": (-0.07, 0.03, -0.15),
    "right_heel": (-0.07, 0.03, 0.15),
    "left_foot_index": (0.18, 0.02, -0.20),
    "right_foot_index": (0.18, 0.02, 0.20),
}
NAMES = tuple(name for name in POSE_NAMES if name in PLACES)


def person(count: int = 1) -> np.ndarray:
    """The stick person standing still, (count, L, 3), m, LAB."""
    return np.repeat(np.array([[PLACES[name] for name in NAMES]]), count, axis=0)


def moving(rng: np.random.Generator, count: int, spread_m: float = 0.05) -> np.ndarray:
    """Rows of the stick person, each point moved at random."""
    return person(count) + rng.normal(0.0, spread_m, (count, len(NAMES), 3))


def turned(points: np.ndarray, heading_deg: float) -> np.ndarray:
    """The room turned about the vertical."""
    rotation = Rotation.from_euler("Y", heading_deg, degrees=True)
    return rotation.apply(points.reshape(-1, 3)).reshape(points.shape)


def mirrored(points: np.ndarray) -> np.ndarray:
    """The person seen in a mirror: left and right swapped, in place and in name."""
    swap = {"left": "right", "right": "left"}
    order = []
    for name in NAMES:
        side, _, rest = name.partition("_")
        order.append(NAMES.index(f"{swap[side]}_{rest}") if side in swap else NAMES.index(name))
    return points[:, order] * np.array([1.0, 1.0, -1.0])


def point(points: np.ndarray, name: str) -> np.ndarray:
    """One landmark's path."""
    return points[:, NAMES.index(name)]
