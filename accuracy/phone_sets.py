"""Simulated phones on thigh and sacrum during exercises, with known angles.

Written for judging what the phone stages say. Bones follow a script of postures; the phone sits on
them askew, turns a little on skin and strap, and has the faults of a phone: bias, noise, jitter,
rounding. Sizes are chosen by us; angles follow Wu et al. 2002 (J Biomech 35:543).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from accuracy.phone_walks import PLACES, Stand, Walk, schedule, trunk
from levelhip.core import Array, Mark, Motion, Side

GRAVITY = 9.80665
FINE_HZ = 400.0

Posture = tuple[float, float, float, float]
"""Seconds to get there, then three angles in degrees."""


@dataclass(frozen=True, slots=True)
class Wearing:
    """How a phone is worn and how good it is.

    Attributes
    ----------
    around_deg : how far round the thigh towards its front it sits (0 = on the outside)
    askew_deg : how far its long edge is off the thigh
    spin_deg : turned in its own plane (180 = top towards the knee)
    wobble_deg : strap and skin, about the three axes of the thigh (front, long, outward)
    bias_deg_s : of the gyroscope, each axis
    acceleration_bias : m/s2, each axis
    lever_m : from the hip
    """

    around_deg: float = 0.0
    askew_deg: float = 0.0
    spin_deg: float = 0.0
    wobble_deg: tuple[float, float, float] = (0.0, 0.0, 0.0)
    bias_deg_s: tuple[float, float, float] = (0.0, 0.0, 0.0)
    acceleration_bias: tuple[float, float, float] = (0.0, 0.0, 0.0)
    lever_m: float = 0.25


@dataclass(frozen=True, slots=True)
class LegSet:
    """A simulated set and its truth.

    Attributes
    ----------
    motion : of the phone
    marks : poses of the session
    time_s : (T,), s, of the truth
    angles : (T, 3), deg: abduction, extension, toe turn (signs as in docs/measures.md)
    lifts_s : (R,), s, when each repetition was at its top
    hold_s : s, how long the leg was held up at the end; 0 for not at all
    """

    motion: Motion
    marks: tuple[Mark, ...]
    time_s: Array
    angles: Array
    lifts_s: Array
    hold_s: float = 0.0


@dataclass(frozen=True, slots=True)
class DropSet:
    """A simulated set of wall drops and its truth.

    Attributes
    ----------
    motion : of the phone on the sacrum
    marks : poses of the session
    time_s : (T,), s, of the truth
    hike_deg : (T,), deg, wall-side hip above level
    tops_s : (R,), s, when each repetition was at its top
    """

    motion: Motion
    marks: tuple[Mark, ...]
    time_s: Array
    hike_deg: Array
    tops_s: Array


def any_wearing(rng: np.random.Generator, *, lengthwise: bool = True) -> Wearing:
    """A phone as somebody might strap it on; `lengthwise` or any way round."""

    def three(sd: float) -> tuple[float, float, float]:
        a, b, c = (float(value) for value in rng.normal(0.0, sd, 3))
        return a, b, c

    spin = float(rng.choice([0.0, 180.0])) if lengthwise else float(rng.choice([90.0, 270.0]))
    return Wearing(
        around_deg=float(rng.uniform(0.0, 80.0)) if lengthwise else 0.0,
        askew_deg=float(rng.normal(0.0, 4.0)),
        spin_deg=spin,
        wobble_deg=(
            float(rng.normal(0.0, 1.2)),
            float(rng.normal(0.0, 2.5)),
            float(rng.normal(0.0, 1.2)),
        ),
        bias_deg_s=three(0.3),
        acceleration_bias=three(0.03),
    )


def leg_set(
    wearing: Wearing,
    side: Side,
    *,
    reps: int = 10,
    hold_s: float = 20.0,
    lift_deg: float = 28.0,
    back_deg: float = 12.0,
    toe_deg: float = 12.0,
    toe_at_top_deg: float | None = None,
    pause_s: tuple[float, float] = (0.3, 2.5),
    rate_hz: float = 100.0,
    gyroscope: bool = True,
    rest_sd: float = 1.0,
    seed: int = 0,
) -> LegSet:
    """A set of side-lying leg lifts with the phone on the upper thigh.

    `rest_sd` is how far from the line the leg rests, 1 = a few degrees, 0 = exactly in line.
    """
    rng = np.random.default_rng(seed)
    top = toe_deg if toe_at_top_deg is None else toe_at_top_deg
    way: list[Posture] = [(0.0, 0.0, 0.0, 0.0), (5.0, 0.0, 0.0, 0.0)]
    way += [(1.5, 0.0, back_deg + 3.0, 0.0), (4.0, 0.0, back_deg + 3.0, 0.0)]
    way += [(1.5, 0.0, 0.0, 0.0), (2.5, 0.0, 0.0, 0.0)]
    tops = []
    for _ in range(reps):
        a, e, t = lift_deg, back_deg, toe_deg
        a, e = a + rng.normal(0.0, 2.0), e + rng.normal(0.0, 2.0)
        t, high = t + rng.normal(0.0, 1.5), top + rng.normal(0.0, 1.5)
        way += [(0.9, -10.0, -40.0, 3.0), (0.2, -10.0, -40.0, 3.0), (0.9, 0.0, e, t)]
        way += [(1.2, a, e, high)]
        tops.append(len(way) - 1)
        way += [(0.4, a, e, high), (1.2, 0.0, e, t), (0.6, *_rest(rng, rest_sd))]
        pause = float(rng.uniform(*pause_s))
        way += [(pause, *way[-1][1:])]
    hold_from_s = sum(step[0] for step in way)
    if hold_s:
        way += [(1.0, 0.0, back_deg, toe_deg), (1.5, 20.0, back_deg, toe_deg)]
        way += [(hold_s, 19.0, back_deg, toe_deg), (1.2, 0.0, 0.0, 0.0)]
    way += [(2.5, 0.0, 0.0, 0.0)]
    time_s, angles = _played(way)
    ends = np.cumsum([step[0] for step in way])
    marks = (
        Mark(0.1, "set", side),
        Mark(1.0, "pose-line", side),
        Mark(4.9, "pose-end", side),
        Mark(6.6, "pose-back", side),
        Mark(10.4, "pose-end", side),
        Mark(14.0, "go", side),
        *((Mark(hold_from_s - 0.01, "hold", side),) if hold_s else ()),
    )
    bone = _thigh_turn(angles, side, float(rng.uniform(0.0, 360.0)))
    motion = _felt(
        time_s, bone, np.array([0.0, -wearing.lever_m, 0.0]), wearing, side, rate_hz, rng
    )
    if not gyroscope:
        nothing = np.full_like(motion.rotation, np.nan)
        motion = Motion(motion.time_s, motion.acceleration, nothing, "thigh")
    return LegSet(motion, marks, time_s, angles, ends[tops] + 0.2, hold_s)


def drop_set(
    standing: Side,
    *,
    drops_deg: Sequence[float] = (8.0,) * 10,
    drive_deg: float = 6.0,
    wearing: Wearing | None = None,
    rate_hz: float = 100.0,
    seed: int = 0,
) -> DropSet:
    """A set of wall drops with a phone flat on the sacrum."""
    rng = np.random.default_rng(seed)
    worn = wearing or Wearing(
        askew_deg=float(rng.normal(0.0, 10.0)),
        around_deg=float(rng.normal(0.0, 5.0)),
        bias_deg_s=(0.2, -0.3, 0.1),
        acceleration_bias=(0.02, -0.02, 0.03),
    )
    # Height of the wall-side hip, forward tilt.
    way: list[Posture] = [(0.0, 0.0, 0.0, 0.0), (4.0, 0.0, 0.0, 0.0)]
    way += [(1.5, 0.0, -3.0, 0.0), (4.0, 0.0, -3.0, 0.0)]
    way += [(1.5, drive_deg, -4.0, 0.0), (3.0, drive_deg, -4.0, 0.0)]
    way += [(1.5, 0.0, -3.0, 0.0), (1.5, 0.0, -3.0, 0.0)]
    tops = []
    for drop in drops_deg:
        way += [(1.2, -drop, -3.0, 0.0), (0.3, -drop, -3.0, 0.0)]
        way += [(1.4, drive_deg, -4.0, 0.0), (0.8, drive_deg, -4.0, 0.0)]
        tops.append(len(way) - 2)
        way += [(1.2, 0.0, -3.0, 0.0), (0.3, 0.0, -3.0, 0.0)]
    way += [(2.0, 0.0, 0.0, 0.0)]
    time_s, angles = _played(way)
    ends = np.cumsum([step[0] for step in way])
    marks = (
        Mark(0.1, "set", standing),
        Mark(5.6, "pose-level", standing),
        Mark(9.4, "pose-end", standing),
        Mark(11.1, "pose-touch", standing),
        Mark(13.9, "pose-end", standing),
        Mark(16.5, "go", standing),
    )
    left_up = 1.0 if standing is Side.RIGHT else -1.0
    turns = np.column_stack([-angles[:, 1], left_up * angles[:, 0]])
    upright = Rotation.from_matrix([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
    bone = upright * Rotation.from_euler("ZX", turns, degrees=True)
    flat = _on_sacrum(worn)
    place = np.array([-0.1, 0.05, 0.0])
    motion = _sensed(time_s, bone, place, worn, flat, rate_hz, rng, "sacrum")
    return DropSet(motion, marks, time_s, angles[:, 0], ends[tops])


@dataclass(frozen=True, slots=True)
class LoadedWalk:
    """A simulated walk with a phone on the sacrum and its truth.

    Attributes
    ----------
    motion : of the phone
    strikes_s : (R,), s, when each foot landed
    roll_deg : how far the pelvis rolls from one side to the other in a stride
    """

    motion: Motion
    strikes_s: Array
    roll_deg: float


def loaded_walk(
    cadence: float = 95.0,
    *,
    steps: int = 60,
    roll_deg: float = 8.0,
    rate_hz: float = 100.0,
    seed: int = 0,
) -> LoadedWalk:
    """Standing, then walking slowly with a phone flat on the sacrum."""
    rng = np.random.default_rng(seed)
    worn = Wearing(
        askew_deg=float(rng.normal(0.0, 8.0)),
        around_deg=float(rng.normal(0.0, 5.0)),
        bias_deg_s=(0.2, -0.3, 0.1),
        acceleration_bias=(0.02, -0.02, 0.03),
    )
    strikes, strengths, last_s = schedule([Stand(4.0), Walk(steps, cadence)], rng)
    time_s = np.arange(0.0, last_s + 1.0, 1.0 / FINE_HZ)
    pushed, swing = trunk(time_s, strikes, strengths, PLACES["sacrum"], rng)
    roll = 0.5 * roll_deg * swing
    turns = np.column_stack([3.0 * swing, np.full_like(roll, -3.0), roll])
    upright = Rotation.from_matrix([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])
    bone = upright * Rotation.from_euler("YZX", turns, degrees=True)
    place = np.array([-0.1, 0.05, 0.0])
    forward, up, right = pushed.T
    felt = np.column_stack([forward, -right, up])
    flat = _on_sacrum(worn)
    motion = _sensed(time_s, bone, place, worn, flat, rate_hz, rng, "sacrum", pushed=felt)
    return LoadedWalk(motion, strikes, roll_deg)


def _on_sacrum(worn: Wearing) -> Rotation:
    """The screen looks back, the top points up; askew in its plane and on the round of the back."""
    flat = Rotation.from_matrix([[0.0, 0.0, -1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    flat = Rotation.from_euler("y", worn.around_deg, degrees=True) * flat
    return flat * Rotation.from_euler("z", worn.askew_deg, degrees=True)


def _rest(rng: np.random.Generator, sd: float) -> tuple[float, float, float]:
    abduction, extension, toe = (sd * rng.normal(0.0, each) for each in (1.0, 2.5, 1.5))
    return float(abduction), float(extension), float(toe)


def _played(way: Sequence[Posture]) -> tuple[Array, Array]:
    """Postures joined by movements of least jerk."""
    ends = np.cumsum([step[0] for step in way])
    places = np.array([step[1:] for step in way])
    time_s = np.arange(0.0, ends[-1], 1.0 / FINE_HZ)
    i = np.clip(np.searchsorted(ends, time_s, side="right"), 1, len(way) - 1)
    part = (time_s - ends[i - 1]) / np.maximum(ends[i] - ends[i - 1], 1e-9)
    smooth = part**3 * (10.0 - 15.0 * part + 6.0 * part**2)
    return time_s, places[i - 1] + (places[i] - places[i - 1]) * smooth[:, None]


def _thigh_turn(angles: Array, side: Side, heading_deg: float) -> Rotation:
    """From the axes of the thigh (front, up to the hip, right) to the room (third axis up)."""
    outward = 1.0 if side is Side.RIGHT else -1.0
    abduction, extension, toe = angles.T
    in_body = Rotation.from_euler(
        "ZXY", np.column_stack([-extension, -outward * abduction, outward * toe]), degrees=True
    )
    # The body lies on its other side: its right points up, or down.
    lying = Rotation.from_matrix(
        np.column_stack([[0.0, -outward, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, outward]])
    )
    return Rotation.from_euler("z", heading_deg, degrees=True) * lying * in_body


def _felt(
    time_s: Array,
    bone: Rotation,
    place: Array,
    wearing: Wearing,
    side: Side,
    rate_hz: float,
    rng: np.random.Generator,
) -> Motion:
    outward = 1.0 if side is Side.RIGHT else -1.0
    # Screen to the outside, top to the hip; then round the limb, askew, and spun in its own plane.
    flat = np.column_stack([[outward, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, outward]])
    worn = Rotation.from_euler("y", outward * wearing.around_deg, degrees=True)
    worn = worn * Rotation.from_matrix(flat)
    worn = worn * Rotation.from_euler("z", wearing.spin_deg + wearing.askew_deg, degrees=True)
    return _sensed(time_s, bone, place, wearing, worn, rate_hz, rng, "thigh")


def _sensed(
    time_s: Array,
    bone: Rotation,
    place: Array,
    wearing: Wearing,
    worn: Rotation,
    rate_hz: float,
    rng: np.random.Generator,
    location: str,
    *,
    pushed: Array | float = 0.0,
) -> Motion:
    """What a phone at a place of a bone feels, through skin and with the faults of a phone."""
    # Skin moves with the limb, the more the farther it is from its first place, and creeps.
    away = (bone[0].inv() * bone).magnitude() / np.radians(30.0)
    knots = np.arange(0.0, time_s[-1] + 4.0, 2.0)
    drift = np.interp(time_s, knots, rng.normal(0.0, 0.07, knots.size))
    skin = (away + drift)[:, None] * np.radians(wearing.wobble_deg)
    phone = bone * Rotation.from_rotvec(skin) * worn
    path = bone.apply(place)
    free = pushed + np.gradient(np.gradient(path, axis=0), axis=0) * FINE_HZ**2
    felt = phone.inv().apply(free + np.array([0.0, 0.0, GRAVITY]))
    spin = (phone[:-1].inv() * phone[1:]).as_rotvec() * FINE_HZ
    period = 1.0 / rate_hz
    ticks = np.arange(period, time_s[-1] - period, period)
    ticks = ticks + rng.uniform(-0.05, 0.05, ticks.size) * period
    acceleration = np.column_stack([np.interp(ticks, time_s, felt[:, i]) for i in range(3)])
    rotation = np.column_stack([np.interp(ticks, time_s[:-1], spin[:, i]) for i in range(3)])
    acceleration += wearing.acceleration_bias + rng.normal(0.0, 0.04, acceleration.shape)
    rotation += np.radians(wearing.bias_deg_s) + rng.normal(0.0, 0.003, rotation.shape)
    return Motion(ticks, np.round(acceleration / 0.01) * 0.01, rotation, location)
