"""Where a pose model puts the points of a body: the errors of docs/accuracy, made again.

What it gets wrong every time (the hip line that follows a drop by a fifth to two fifths, ankles
marked low, feet too far apart, a lifted ankle that rises early) is there without noise too: a
simulated camera must not be able to do what a real one cannot.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from levelhip.biomech.camera import FOOT_DOWN_BIAS_S, FOOT_OFF_BIAS_S, LIFT_PART, POSE_LAG_S
from levelhip.core import POSE_NAMES, Array
from levelhip.simulator.paths import generator, there_and_back, wanders
from levelhip.simulator.pose_errors import PERSON_PART, misplace_held, misplace_standing
from levelhip.simulator.scene import RATE_HZ, Lifted, Scene
from levelhip.simulator.skeleton import NAMES, SIDES

ANKLE_LOW = 0.016
"""How far below the joint the ankle is marked, in body heights: eyes to ankles measured 0.913 where
bodies have 0.897 (`biomech.calibration.EYE_TO_ANKLE`)."""

FEET_APART, FOOT_SD_M, FEET_SD_M = 0.04, 0.005, 0.003
"""How much too far apart the feet are marked, 4 % in the mean, how far each is off outwards and
both to one side: the width between them is then off by 7 % root mean square (measures)."""

HEIGHT_SD = 0.012
"""Spread between people of what is marked as eyes to ankles; chosen by us so that the scale is off
by little less than the 2 % that `biomech.calibration.SCALE_SD` allows for."""

GROUP_SD_M, OWN_SD_M, SLOW_HZ = 0.0035, 0.0015, 0.3
"""Slow wandering that trunk and head, each arm and each leg have together, and that each point has
on top; chosen by us so that the centre of mass, with what `pose_errors` adds, is off by 3 to 5 mm
and the hips scatter by 2 to 3 mm against each other, as on the rendered people."""

HIP_LINE_SD_DEG = 5.0
"""Steady error of the hip line on one leg: 5 to 9 degrees in all."""

DOT_SLIP_DEG = 0.7
"""How far skin and cloth under two dots turn their line against the bones while one foot is up,
so that drops are 0.4 to 1.1 degrees off. Chosen by us: the dots of rendered people are glued to the
bone, and theirs are off by less than 0.2 (docs/accuracy/camera.md)."""

JITTER_PX = 0.8
"""From frame to frame; chosen by us: the pose model's own jitter is about one pixel."""

OFF_SD_S, DOWN_SD_S, OPPOSED = 0.035, 0.029, 0.85
"""Spread of foot-off and foot-down as the pose model sees them (`biomech.camera.LIFT_PART`), and
how much of it is one error: a foot seen to rise too early is seen to come down too late (r -0.85).
Measured 0.029 and 0.024 on the 18 lifts on which their four biases were measured as well; a fifth
more for a person who was not among them."""

PICTURE_BIAS_DEG = 3.9
"""How much too large a leg's angle is in the picture of somebody on the side
(docs/accuracy/side_lying.md)."""

SEEN, HIDDEN = 0.97, 0.45
"""Confidence of points in view, and of a foot behind the other leg."""


@dataclass(slots=True)
class Marked:
    """Points as a pose model would mark them, before the camera's projection.

    Attributes
    ----------
    xyz : (T, 33, 3), m, LAB
        As drawn in the picture.
    world : (T, 33, 3), m, LAB
        Of the metric landmarks; they do not share what the picture gets wrong of a lying body.
    confidence : (T, 33)
    jitter_px : px
    dots : (T, 2, 3), m, LAB; where dots on the front hip bones truly are
    """

    xyz: Array
    world: Array
    confidence: Array
    jitter_px: float
    dots: Array


def marked(
    scene: Scene, time_s: Array, *, seed: int, noise: float, distance_m: float, height_m: float
) -> Marked:
    """What the pose model marks at some times.

    Parameters
    ----------
    scene : Scene
    time_s : (T,), s
    seed : int
    noise : float
        See `camera_samples`.
    distance_m, height_m : m
        Of the camera; the distance is negative when it stands behind the person.

    Returns
    -------
    Marked
    """
    rng = generator(seed, "pose model")
    points = at_times(scene.figure.xyz, (time_s - POSE_LAG_S) * RATE_HZ)
    xyz = points[:, : len(POSE_NAMES)].copy()
    confidence = np.full(xyz.shape[:2], SEEN)
    dots = _dots(scene, time_s, seed, noise)
    own = rng.standard_normal(8) * noise
    for side, _ in SIDES:
        xyz[:, POSE_NAMES.index(f"{side}_ankle")] = _marked_ankle(xyz, side, _tall(scene))
    if scene.posture == "standing":
        _time_lifts(scene, time_s, xyz, rng, noise, (distance_m, height_m))
        misplace_standing(xyz, rng, noise)
        held = [(lift, on_one_leg(lift, time_s - POSE_LAG_S)) for lift in scene.lifts]
        misplace_held(scene, xyz, held, rng, noise)
    _misread_hip_line(scene, time_s, xyz, rng, noise)
    _move_feet(scene, xyz, own)
    if scene.posture != "lying":
        _stretch(scene, xyz, float(own[0]))
    _hide(scene, time_s, confidence, rng, noise)
    if noise > 0.0:
        xyz += _wandering(time_s, rng, noise)
    world = xyz
    if scene.posture == "lying":
        world = xyz.copy()
        _lower_upper_hip(scene, time_s, xyz, own)
    return Marked(xyz, world, confidence, JITTER_PX, dots)


def _dots(scene: Scene, time_s: Array, seed: int, noise: float) -> Array:
    """Where dots on the front hip bones are drawn: found in each picture, so without delay."""
    names = [NAMES.index("left_asis"), NAMES.index("right_asis")]
    dots = at_times(scene.figure.xyz[:, names], time_s * RATE_HZ)
    rng = generator(seed, "dots")
    usual = {side: rng.standard_normal() for side, _ in SIDES}
    for lift in scene.lifts:
        drawn = PERSON_PART * usual[lift.side] + np.sqrt(1 - PERSON_PART**2) * rng.standard_normal()
        apart = np.abs(dots[0, 1, 2] - dots[0, 0, 2]) * np.radians(DOT_SLIP_DEG)
        slip = 0.5 * noise * drawn * apart * on_one_leg(lift, time_s)
        dots[:, 0, 1] += slip
        dots[:, 1, 1] -= slip
    return dots


def _wandering(time_s: Array, rng: np.random.Generator, noise: float) -> Array:
    """Slow error of each point, (T, 33, 3), m."""
    count = len(time_s)
    rate_hz = 1.0 / float(np.median(np.diff(time_s)))
    groups = [_group(name) for name in POSE_NAMES]
    kinds = sorted(set(groups))
    together = wanders(
        rng, 3 * len(kinds), count, rate_hz, sd=noise * GROUP_SD_M, cutoff_hz=SLOW_HZ
    ).reshape(len(kinds), 3, count)
    own = wanders(rng, 3 * len(groups), count, rate_hz, sd=noise * OWN_SD_M, cutoff_hz=SLOW_HZ)
    whole = own.reshape(len(groups), 3, count) + together[[kinds.index(each) for each in groups]]
    return np.asarray(whole.transpose(2, 0, 1))


def _group(name: str) -> str:
    """Which part of the body a point belongs to."""
    for part, joints in (
        ("leg", ("knee", "ankle", "heel", "foot")),
        ("arm", ("elbow", "wrist", "pinky", "index", "thumb")),
    ):
        if any(joint in name for joint in joints):
            return f"{name.partition('_')[0]} {part}"
    return "trunk"


def at_times(path: Array, at: Array) -> Array:
    """A path on the even grid at places between its samples, by straight lines.

    Parameters
    ----------
    path : (T, ...)
    at : (n,)
        In samples.

    Returns
    -------
    Array
        (n, ...).
    """
    at = np.clip(at, 0.0, len(path) - 1.0)
    low = np.minimum(at.astype(np.intp), len(path) - 2)
    part = (at - low).reshape(-1, *[1] * (path.ndim - 1))
    return np.asarray(path[low] * (1.0 - part) + path[low + 1] * part)


def on_one_leg(lift: Lifted, time_s: Array) -> Array:
    """From 0 to 1 as one leg takes over, and back."""
    return there_and_back(time_s, lift.off_s - 0.4, 0.8, lift.down_s - 0.4, 0.8)


def _of_side(side: str, *joints: str) -> list[int]:
    return [POSE_NAMES.index(f"{side}_{joint}") for joint in joints]


def _time_lifts(
    scene: Scene,
    time_s: Array,
    xyz: Array,
    rng: np.random.Generator,
    noise: float,
    sight: tuple[float, float],
) -> None:
    """The lifted ankle rises and comes down when the pose model believes it does."""
    variant = "behind" if scene.behind else "free"
    usual = rng.standard_normal()
    for lift in scene.lifts:
        # Three quarters are the person's, alike in every lift (r 0.79 between lifts of a clip).
        one, own = np.sqrt(0.75) * usual + 0.5 * rng.standard_normal(), rng.standard_normal(2)
        apart = np.sqrt(OPPOSED) * one * np.array([1.0, -1.0]) + np.sqrt(1.0 - OPPOSED) * own
        spread = noise * apart * (OFF_SD_S, DOWN_SD_S)
        feet = _of_side(lift.side, "ankle", "heel", "foot_index")
        ankle = _marked_ankle(scene.figure.xyz, lift.side, _tall(scene))
        # As the camera sees it: what is further away seems nearer to the camera's own height.
        distance_m, height_m = sight
        nearer = distance_m / (distance_m - ankle[:, 0])
        height = height_m - (height_m - ankle[:, 1]) * nearer
        off = _crossing(scene.time_s, height, lift, rising=True)
        down = _crossing(scene.time_s, height, lift, rising=False)
        # Read at t is what was at t + late: positive makes it rise earlier.
        late_off = off - (lift.off_s + FOOT_OFF_BIAS_S[variant] + spread[0])
        late_down = down - (lift.down_s + FOOT_DOWN_BIAS_S[variant] + spread[1])
        held = there_and_back(time_s, lift.off_s - 1.2, 0.7, lift.down_s + 0.5, 0.7)
        middle = 0.5 * (lift.off_s + lift.down_s)
        over = np.clip((time_s - middle) / max(lift.down_s - lift.off_s - 1.0, 0.5) + 0.5, 0.0, 1.0)
        late = late_off + (late_down - late_off) * over
        late = held * (late + POSE_LAG_S) - POSE_LAG_S
        path = scene.figure.xyz[:, feet].copy()
        path[:, 0] = ankle
        moved = at_times(path, (time_s + late) * RATE_HZ)
        moved -= at_times(path, (time_s - POSE_LAG_S) * RATE_HZ)
        # It is the rise that is misread, not the way to the side.
        xyz[:, feet, :2] += moved[:, :, :2]


def _tall(scene: Scene) -> float:
    """Height of the crown in standing, m."""
    return float(scene.figure.point("head_top")[0, 1]) if scene.posture != "lying" else 1.7


def _marked_ankle(xyz: Array, side: str, tall: float) -> Array:
    """The ankle a little too far down the shank."""
    ankle, knee = (xyz[:, point] for point in _of_side(side, "ankle", "knee"))
    way = ankle - knee
    return np.asarray(ankle + ANKLE_LOW * tall * way / np.sqrt((way * way).sum(axis=1))[:, None])


def _crossing(time_s: Array, height: Array, lift: Lifted, *, rising: bool) -> float:
    """When the ankle truly passes the part of its height at which the engine cuts it."""
    held = (time_s >= lift.off_s) & (time_s <= lift.down_s)
    low = float(height[0])
    level = low + LIFT_PART * (float(np.quantile(height[held], 0.8)) - low)
    above = held & (height >= level)
    if not above.any():
        return lift.off_s if rising else lift.down_s
    return float(time_s[above][0 if rising else -1])


def _misread_hip_line(
    scene: Scene, time_s: Array, xyz: Array, rng: np.random.Generator, noise: float
) -> None:
    left, right = POSE_NAMES.index("left_hip"), POSE_NAMES.index("right_hip")
    low, high = scene.slope_read
    kept = low + (high - low) * (float(rng.random()) if noise > 0.0 else 0.5)
    if scene.posture == "lying":
        return
    line = xyz[:, right] - xyz[:, left]
    length = np.sqrt((line * line).sum(axis=1))
    slope = np.arcsin(-line[:, 1] / length)
    steady = noise * np.radians(rng.standard_normal(3) * [1.0, HIP_LINE_SD_DEG, HIP_LINE_SD_DEG])
    wrong = np.full(len(time_s), steady[0])
    for lift in scene.lifts:
        wrong += on_one_leg(lift, time_s) * steady[1 if lift.side == "left" else 2]
    start = float(np.median(slope[: max(len(slope) // 20, 1)]))
    read = start + kept * (slope - start) + wrong
    rise = 0.5 * length * (np.sin(read) - np.sin(slope))
    xyz[:, left, 1] += rise
    xyz[:, right, 1] -= rise


def _move_feet(scene: Scene, xyz: Array, own: Array) -> None:
    for side, sign in SIDES:
        if scene.posture == "standing":
            first = xyz[0, POSE_NAMES.index("right_ankle")] - xyz[0, POSE_NAMES.index("left_ankle")]
            outward = 0.5 * FEET_APART * float(first[2]) + FOOT_SD_M * float(own[1])
            feet = _of_side(side, "ankle", "heel", "foot_index")
            xyz[:, feet, 2] += sign * outward + FEET_SD_M * float(own[6])


def _stretch(scene: Scene, xyz: Array, own: float) -> None:
    """Head points marked a little too high or low, which is what the scale is taken from."""
    head = slice(0, POSE_NAMES.index("left_shoulder"))
    xyz[:, head, 1] += own * HEIGHT_SD * _tall(scene)


def _lower_upper_hip(scene: Scene, time_s: Array, xyz: Array, own: Array) -> None:
    """In the picture the upper hip is drawn too low when its leg is up, which adds to the angle."""
    for side, sign in SIDES:
        hip, knee = _of_side(side, "hip", "knee")
        upper = xyz[:, hip, 1] > xyz[:, POSE_NAMES.index(_other(side) + "_hip"), 1]
        up = at_times(scene.series[f"{side}_hip_abduction_deg"], time_s * RATE_HZ)
        thigh = np.sqrt(((xyz[:, knee] - xyz[:, hip]) ** 2).sum(axis=1))
        wrong = np.radians(PICTURE_BIAS_DEG + 2.0 * float(own[2] + 0.3 * sign * own[3]))
        xyz[:, hip, 1] -= upper * np.clip(up / 25.0, 0.0, 1.2) * thigh * np.tan(wrong)


def _other(side: str) -> str:
    return "left" if side == "right" else "right"


def _hide(
    scene: Scene, time_s: Array, confidence: Array, rng: np.random.Generator, noise: float
) -> None:
    for lift in scene.lifts:
        feet = _of_side(lift.side, "ankle", "heel", "foot_index")
        hidden = on_one_leg(lift, time_s)[:, None] * (SEEN - HIDDEN if scene.behind else 0.1)
        confidence[:, feet] -= hidden
    if scene.posture == "lying":
        for side, _ in SIDES:
            hip = NAMES.index(f"{side}_hip")
            other = NAMES.index(f"{_other(side)}_hip")
            height = at_times(scene.figure.xyz[:, [hip, other], 1], time_s * RATE_HZ)
            lower = (height[:, 0] < height[:, 1])[:, None]
            arm = _of_side(side, "elbow", "wrist", "ankle", "heel", "foot_index")
            confidence[:, arm] -= lower * 0.35
    if noise > 0.0:
        confidence += noise * 0.02 * rng.standard_normal(confidence.shape)
    np.clip(confidence, 0.0, 1.0, out=confidence)
