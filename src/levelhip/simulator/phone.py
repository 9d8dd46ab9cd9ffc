"""A phone worn on the body: what its accelerometer and gyroscope give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from levelhip.core import Array, Motion, Samples
from levelhip.simulator.forces import acceleration
from levelhip.simulator.marking import on_one_leg
from levelhip.simulator.paths import generator, wander
from levelhip.simulator.rotations import rotation_rate, turn
from levelhip.simulator.scene import GRAVITY, RATE_HZ, Scene

SEGMENTS: Mapping[str, str] = {"sacrum": "pelvis", "thigh": "thigh", "pocket": "thigh"}
"""Which part of the body each place belongs to."""

WOBBLE_DEG, SETTLED_DEG = 0.4, 0.8
"""How far skin and strap let the phone turn: all the time, and from standing to a hold; chosen by
us so that a held pelvis is off by 1 to 2 degrees."""

LIFT_TURN_DEG, LIFT_ROLL_DEG, LIFT_DEG = 1.2, 2.5, 30.0
"""How far muscle and skin turn a phone on the thigh in a lift of so many degrees, across and about
the thigh; chosen by us, as in docs/accuracy ("A phone on the thigh in side-lying")."""

RINGING_HZ = 6.0
"""Below which skin lets it wobble; chosen by us."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone and how it is fixed.

    Attributes
    ----------
    mount_deg : deg, three turns (about its own X, Y, Z) away from its usual seat; None = drawn
        within 5 degrees
    anyhow : whether it is fixed in any orientation at all, drawn
    side : leg that wears it, "left" or "right"; None = the leg that works, or the right one
    gyroscope : whether it has one
    acceleration_sd, rotation_sd : m/s2, rad/s, noise of a sample (phone sensors' data sheets)
    acceleration_bias, rotation_bias : m/s2, rad/s, standard deviation of what each axis is off by
    """

    mount_deg: tuple[float, float, float] | None = None
    anyhow: bool = False
    side: str | None = None
    gyroscope: bool = True
    acceleration_sd: float = 0.03
    rotation_sd: float = 0.003
    acceleration_bias: float = 0.05
    rotation_bias: float = 0.004


USUAL: Mapping[str, Array] = {
    # Screen out to the back, upright: x to the right, y up, z back.
    "sacrum": np.array([[0.0, 0.0, -1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]),
    # On the front of the thigh, screen out, upright: x to the left, y up, z ahead.
    "thigh": np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [-1.0, 0.0, 0.0]]),
    # In a side pocket, upside down, screen out to the right.
    "pocket": np.array([[-1.0, 0.0, 0.0], [0.0, -1.0, 0.0], [0.0, 0.0, 1.0]]),
}
"""Columns are the sensor's axes in the axes of the body part."""


def phone_samples(
    scene: Scene, place: str, phone: Phone, *, seed: int, noise: float, side: str = "right"
) -> Samples:
    """Acceleration with gravity and rotation, in the phone's own axes.

    Parameters
    ----------
    scene : Scene
    place : str
        "sacrum", "thigh" or "pocket".
    phone : Phone
    seed : int
    noise : float
        Of all random parts, 1 = usual, 0 = none.
    side : str
        The leg that wears it.

    Returns
    -------
    Samples
        With a motion of `RATE_HZ`.
    """
    rng = generator(seed, f"phone {place}")
    part = SEGMENTS[place]
    name = part if part == "pelvis" else f"{side}_{part}"
    frames = scene.figure.frames[name]
    wobble = _wobble(scene, rng, noise, side)
    mount = USUAL[place] @ _mount(phone, rng, noise)
    sensor = frames @ wobble @ mount
    path = _place(scene, place, side)
    if scene.travel is not None:
        path = path + scene.travel[:, None] * np.array([1.0, 0.0, 0.0])
    felt = acceleration(path, 1.0 / RATE_HZ)
    felt[:, 1] += GRAVITY
    axes = np.swapaxes(sensor, 1, 2)
    linear = (axes @ felt[:, :, None])[:, :, 0]
    turning = rotation_rate(sensor, 1.0 / RATE_HZ)
    count = len(linear)
    linear += noise * phone.acceleration_bias * rng.standard_normal(3)
    linear += noise * phone.acceleration_sd * rng.standard_normal((count, 3))
    turning += noise * phone.rotation_bias * rng.standard_normal(3)
    turning += noise * phone.rotation_sd * rng.standard_normal((count, 3))
    if not phone.gyroscope:
        turning = np.full_like(turning, np.nan)
    return Samples(motion=Motion(scene.time_s, linear, turning, place))


def _mount(phone: Phone, rng: np.random.Generator, noise: float) -> Array:
    drawn = np.radians(5.0) * np.clip(rng.standard_normal(3), -2.0, 2.0) * min(noise, 1.0)
    whole = rng.standard_normal(4)
    if phone.mount_deg is not None:
        drawn = np.radians(phone.mount_deg)
    if phone.anyhow:
        w, x, y, z = whole / np.sqrt((whole**2).sum())
        return np.array(
            [
                [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
                [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
                [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
            ]
        )
    turns = [turn(axis, np.array([angle]))[0] for axis, angle in enumerate(drawn)]
    return np.asarray(turns[0] @ turns[1] @ turns[2])


def _wobble(scene: Scene, rng: np.random.Generator, noise: float, side: str) -> Array:
    """How the phone turns against the bone."""
    count = len(scene.time_s)
    angles = []
    for _ in range(3):
        slow = wander(rng, count, RATE_HZ, sd=noise * WOBBLE_DEG, cutoff_hz=0.2)
        quick = wander(rng, count, RATE_HZ, sd=noise * 0.05 * WOBBLE_DEG, cutoff_hz=RINGING_HZ)
        usual = {side: SETTLED_DEG * float(rng.standard_normal()) for side in ("left", "right")}
        for lift in scene.lifts:
            own = 0.5 * SETTLED_DEG * float(rng.standard_normal())
            slow = slow + noise * (usual[lift.side] + own) * on_one_leg(lift, scene.time_s)
        angles.append(np.radians(slow + quick))
    if scene.posture == "lying":
        lifted = scene.series[f"{side}_hip_abduction_deg"] / LIFT_DEG
        sizes = np.radians([LIFT_TURN_DEG, LIFT_ROLL_DEG, LIFT_TURN_DEG])
        for axis, size in enumerate(noise * sizes * rng.standard_normal(3)):
            angles[axis] = angles[axis] + size * lifted
    return np.asarray(turn(0, angles[0]) @ turn(1, angles[1]) @ turn(2, angles[2]))


def _place(scene: Scene, place: str, side: str) -> Array:
    figure = scene.figure
    if place == "sacrum":
        return 0.5 * (figure.point("left_psis") + figure.point("right_psis"))
    hip, knee = figure.point(f"{side}_hip"), figure.point(f"{side}_knee")
    thigh = figure.frames[f"{side}_thigh"]
    if place == "pocket":
        sign = 1.0 if side == "right" else -1.0
        return np.asarray(hip + 0.25 * (knee - hip) + sign * 0.08 * thigh[:, :, 2])
    return np.asarray(hip + 0.55 * (knee - hip) + 0.08 * thigh[:, :, 0])
