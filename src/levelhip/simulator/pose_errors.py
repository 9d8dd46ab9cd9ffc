"""What a pose model gets wrong of a standing body, as it was measured on rendered people.

On nine rendered people of four builds (`dev_eb_*`, `dev_ew_*`; 18 lifts) each landmark of the pose
model was held against where the joint is drawn in the picture. Three kinds of error came out, and
the simulated camera has all of them: a place that is off for a person (`STANDING_SD_M`), a place
that moves with standing on one leg (`HELD`), and a delay (`biomech.camera.POSE_LAG_S`). The clips
served for measuring these sizes; nothing was set to make simulated intervals fit.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from levelhip.core import POSE_NAMES, Array
from levelhip.simulator.scene import Lifted, Scene
from levelhip.simulator.skeleton import SIDES

STANDING_SD_M = {
    "shoulder": (0.003, 0.0055, 0.007),
    "elbow": (0.003, 0.006, 0.010),
    "wrist": (0.003, 0.009, 0.013),
    "hip": (0.0045, 0.005, 0.0),
    "knee": (0.003, 0.004, 0.008),
}
"""Spread between people of where joints are marked in quiet standing, m: of the middle between left
and right to the side, of each outwards from there, and upwards. Shoulders, hips and ankles as they
were on eleven people (their middle 3.0, 5.4 and 3.1 mm); with the feet the centre of mass is then
6 mm off the middle between them, as it was. Feet have their own (`marking.FOOT_SD_M`), and so has
the slope of the hip line."""

PERSON_PART = 0.87
"""Part of the spread in `HELD` that a person and side have in every lift; the rest (0.5) is new in
each; chosen by us."""

Place = tuple[float, float, float, float]
"""Sideways towards the standing foot, its spread, upwards, its spread, m."""

HELD: dict[str, dict[tuple[str, str], Place]] = {
    "behind": {
        ("hip", "swing"): (-0.002, 0.0038, 0.0, 0.0),
        ("hip", "stance"): (-0.003, 0.0038, 0.0, 0.0),
        ("shoulder", "swing"): (0.003, 0.0037, -0.002, 0.0036),
        ("shoulder", "stance"): (0.003, 0.0048, -0.002, 0.0036),
        ("elbow", "swing"): (0.0, 0.003, -0.001, 0.006),
        ("elbow", "stance"): (0.002, 0.003, -0.001, 0.007),
        ("wrist", "swing"): (0.002, 0.0043, -0.001, 0.006),
        ("wrist", "stance"): (0.001, 0.003, 0.003, 0.0054),
        ("knee", "swing"): (0.001, 0.009, 0.0, 0.0),
        ("knee", "stance"): (-0.003, 0.009, 0.0, 0.0),
        ("ankle", "swing"): (0.0, 0.021, 0.0, 0.0),
        ("ankle", "stance"): (0.004, 0.006, 0.0, 0.0),
    },
    "free": {
        ("hip", "swing"): (0.002, 0.0038, 0.0, 0.0),
        ("hip", "stance"): (-0.004, 0.0057, 0.0, 0.0),
        ("shoulder", "swing"): (0.004, 0.003, -0.001, 0.003),
        ("shoulder", "stance"): (0.002, 0.0035, 0.002, 0.003),
        ("elbow", "swing"): (0.0, 0.003, -0.005, 0.005),
        ("elbow", "stance"): (0.002, 0.004, 0.001, 0.008),
        ("wrist", "swing"): (0.001, 0.008, -0.004, 0.008),
        ("wrist", "stance"): (0.004, 0.010, 0.003, 0.010),
        ("knee", "swing"): (-0.003, 0.008, 0.0, 0.0),
        ("knee", "stance"): (0.010, 0.005, 0.0, 0.0),
        ("ankle", "swing"): (-0.012, 0.010, 0.0, 0.0),
        ("ankle", "stance"): (0.008, 0.007, 0.0, 0.0),
    },
}
"""How far joints are marked from where they were marked in quiet standing while one foot is up
(12 lifts behind, 6 free). Heights of legs and hips are left to the models of foot-off, foot-down
and hip line, which were measured apart. Heel and toe go with the ankle, the head with both
shoulders."""

_PARTS = {
    "hip": ("hip",),
    "shoulder": ("shoulder",),
    "elbow": ("elbow",),
    "wrist": ("wrist", "pinky", "index", "thumb"),
    "knee": ("knee",),
    "ankle": ("ankle", "heel", "foot_index"),
}
_HEAD = list(range(POSE_NAMES.index("left_shoulder")))


def _points(joint: str, side: str) -> list[int]:
    return [POSE_NAMES.index(f"{side}_{name}") for name in _PARTS[joint]]


def misplace_standing(xyz: Array, rng: np.random.Generator, noise: float) -> None:
    """Move each joint to where the model marks it in this person, for the whole recording.

    Parameters
    ----------
    xyz : (T, 33, 3), m, LAB
        Changed in place.
    rng : Generator
    noise : float
        1 = usual, 0 = none.
    """
    for joint, (middle_sd, outward_sd, up_sd) in STANDING_SD_M.items():
        across, outward, up = noise * rng.standard_normal(3) * (middle_sd, outward_sd, up_sd)
        for side, sign in SIDES:
            points = _points(joint, side)
            xyz[:, points, 1] += up
            xyz[:, points, 2] += across + sign * outward


def misplace_held(
    scene: Scene,
    xyz: Array,
    held: Sequence[tuple[Lifted, Array]],
    rng: np.random.Generator,
    noise: float,
) -> None:
    """Move joints to where the model marks them while one foot is up.

    Parameters
    ----------
    scene : Scene
    xyz : (T, 33, 3), m, LAB
        Changed in place.
    held : sequence of (Lifted, (T,))
        Each lift with the part of it that is done, 0 to 1.
    rng : Generator
    noise : float
        Of the spreads; the means are there without noise too.
    """
    table = HELD["behind" if scene.behind else "free"]
    usual = {
        (side, key): PERSON_PART * rng.standard_normal(2) for side, _ in SIDES for key in table
    }
    own_part = float(np.sqrt(1.0 - PERSON_PART**2))
    for lift, over in held:
        towards = 1.0 if lift.side == "left" else -1.0
        other = "right" if lift.side == "left" else "left"
        head = np.zeros(2)
        for key, (across, across_sd, up, up_sd) in table.items():
            joint, role = key
            drawn = usual[lift.side, key] + own_part * rng.standard_normal(2)
            off = np.array([up, across]) + noise * drawn * (up_sd, across_sd)
            off[1] *= towards
            points = _points(joint, lift.side if role == "swing" else other)
            xyz[:, points, 1:] += over[:, None, None] * off
            if joint == "shoulder":
                head += 0.5 * off
        xyz[:, _HEAD, 1:] += over[:, None, None] * head
