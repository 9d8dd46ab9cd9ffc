"""People made of formulas: where each point is over time, what plates and phones would read."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from levelhip.core import POSE_NAMES, Force, Frame, Motion, Samples, Side, Track
from levelhip.engine import SourceInfo

# Quiet stance, m: height above the floor, sideways (right side; the left one mirrored).
_STANCE = {
    "nose": (1.60, 0.0),
    "eye_inner": (1.64, 0.02),
    "eye": (1.64, 0.03),
    "eye_outer": (1.64, 0.04),
    "ear": (1.62, 0.07),
    "mouth": (1.56, 0.02),
    "shoulder": (1.42, 0.18),
    "elbow": (1.12, 0.24),
    "wrist": (0.88, 0.25),
    "pinky": (0.82, 0.25),
    "index": (0.80, 0.24),
    "thumb": (0.82, 0.23),
    "hip": (0.93, 0.09),
    "knee": (0.49, 0.13),
    "ankle": (0.08, 0.15),
    "heel": (0.04, 0.15),
    "foot_index": (0.02, 0.17),
}
_AHEAD = {"heel": -0.05, "foot_index": 0.17, "nose": 0.08}
_FIXED = ("ankle", "heel", "foot_index")


@dataclass(frozen=True)
class Lifted:
    """One lift: which leg, from when to when the foot is off the floor."""

    side: str
    off_s: float
    down_s: float


def smooth(times, start, length):
    """From 0 to 1 along a half cosine."""
    part = np.clip((times - start) / length, 0.0, 1.0)
    return 0.5 - 0.5 * np.cos(np.pi * part)


def lab_points(times, lifts=(), *, squats=(), shift_m=0.12, drop_deg=0.0, lean_deg=0.0):
    """Every pose point in LAB, (T, 33, 3); depth follows simple rules."""
    up = {side: np.zeros_like(times) for side in ("left", "right")}
    moved = np.zeros_like(times)
    for lift in lifts:
        raised = smooth(times, lift.off_s, 0.4) * (1 - smooth(times, lift.down_s - 0.4, 0.4))
        up[lift.side] += raised
        over = smooth(times, lift.off_s - 0.8, 0.8) * (1 - smooth(times, lift.down_s, 0.8))
        moved += over * (shift_m if lift.side == "left" else -shift_m)
    deep = sum(
        (smooth(times, s, 1.0) * (1 - smooth(times, s + 1.2, 1.0)) for s in squats),
        np.zeros_like(times),
    )
    towards = up["left"] - up["right"]
    points = np.empty((times.size, len(POSE_NAMES), 3))
    for i, name in enumerate(POSE_NAMES):
        part = name.removeprefix("left_").removeprefix("right_")
        part = part.removeprefix("mouth_") if part.startswith("mouth_") else part
        key = "mouth" if name.startswith("mouth") else part
        y, z = _STANCE[key]
        left = "left" in name
        z = -z if left else z
        points[:, i, 0] = _AHEAD.get(key, 0.0)
        points[:, i, 1] = y
        points[:, i, 2] = z
        if key in _FIXED:
            raised = up["left" if left else "right"]
            points[:, i, 1] += 0.3 * raised
            points[:, i, 0] -= 0.3 * raised
        elif key == "knee":
            points[:, i, 2] += 0.5 * moved
            points[:, i, 1] -= 0.1 * deep
            points[:, i, 0] += 0.25 * deep
        else:
            points[:, i, 2] += moved
            points[:, i, 1] -= 0.35 * deep
        if key == "hip":
            # The lifted side hangs: its own hip lower, the other higher.
            tilt = 0.09 * np.sin(np.radians(drop_deg)) * towards
            points[:, i, 1] += -tilt if left else tilt
        if y > 1.0:
            points[:, i, 2] += np.tan(np.radians(lean_deg)) * (y - 0.93) * towards
    return points


def in_picture(points, *, scale=520.0, size=(720, 1280)):
    """LAB points as a camera straight in front sees them, px."""
    pixels = np.zeros_like(points)
    pixels[..., 0] = 0.5 * size[0] - scale * points[..., 2]
    pixels[..., 1] = 1180.0 - scale * points[..., 1]
    return pixels


def six_lifts(*, hold_s=2.5):
    """Three lifts a side, left and right by turns, after three seconds of standing."""
    gap = hold_s + 3.0
    return tuple(
        Lifted("left" if i % 2 == 0 else "right", 4.0 + gap * i, 4.0 + gap * i + hold_s)
        for i in range(6)
    )


def camera_samples(lifts, *, rate_hz=30.0, seed=0, noise_px=0.4, duration_s=None, **shape):
    """A camera's landmarks of somebody who lifts their feet, or squats."""
    rng = np.random.default_rng(seed)
    ends = [lift.down_s for lift in lifts] + [s + 3.0 for s in shape.get("squats", ())]
    times = np.arange(0.0, duration_s or (max(ends) + 2.5), 1.0 / rate_hz)
    pixels = in_picture(lab_points(times, lifts, **shape))
    pixels[..., :2] += rng.normal(scale=noise_px, size=pixels[..., :2].shape)
    track = Track(times, pixels, np.full(pixels.shape[:2], 0.95), POSE_NAMES, Frame.IMAGE)
    return Samples(track=track), SourceInfo("video", rate_hz, (720, 1280))


def marker_samples(lifts, *, rate_hz=100.0, seed=0, noise_m=0.0005, **shape):
    """Joint centres in LAB of the same person."""
    rng = np.random.default_rng(seed)
    ends = [lift.down_s for lift in lifts] + [s + 3.0 for s in shape.get("squats", ())]
    times = np.arange(0.0, max(ends) + 2.5, 1.0 / rate_hz)
    points = lab_points(times, lifts, **shape)
    points += rng.normal(scale=noise_m, size=points.shape)
    track = Track(times, points, np.ones(points.shape[:2]), POSE_NAMES, Frame.LAB)
    return Samples(track=track), SourceInfo("markers", rate_hz)


def force_samples(lifts, *, rate_hz=200.0, seed=0, mass_kg=70.0, standing_share=0.5):
    """Two plates under the same person."""
    rng = np.random.default_rng(seed)
    times = np.arange(0.0, max(lift.down_s for lift in lifts) + 2.5, 1.0 / rate_hz)
    share = np.full_like(times, standing_share)
    for lift in lifts:
        over = smooth(times, lift.off_s - 0.8, 0.8) * (1 - smooth(times, lift.down_s, 0.8))
        share += over * ((0.0 if lift.side == "left" else 1.0) - standing_share)
    newton = np.zeros((times.size, 2, 3))
    newton[:, 0, 1] = share * mass_kg * 9.81
    newton[:, 1, 1] = (1 - share) * mass_kg * 9.81
    newton[..., 1] += rng.normal(scale=1.0, size=newton.shape[:2])
    centre = np.zeros_like(newton)
    centre[:, 0, 2], centre[:, 1, 2] = -0.15, 0.15
    force = Force(times, newton, centre, (Side.LEFT, Side.RIGHT))
    return Samples(force=force), SourceInfo("force", rate_hz)


def on_plates(samples, *, rate_hz=400.0, seed=0, mass_kg=70.0, shares=None):
    """The same recording with plates under both feet, in the way of c3d files.

    `shares` (times, left parts) is what the plates read; by default a slow to and fro about 0.44.
    """
    rng = np.random.default_rng(seed)
    start_s, end_s = samples.track.time_s[[0, -1]]
    times = np.arange(start_s, end_s + 0.5 / rate_hz, 1.0 / rate_hz)
    share = 0.44 + 0.02 * np.sin(times) if shares is None else np.interp(times, *shares)
    newton = np.zeros((times.size, 2, 3))
    newton[:, 0, 1], newton[:, 1, 1] = (1 - share) * mass_kg * 9.81, share * mass_kg * 9.81
    newton[..., 1] += rng.normal(scale=1.0, size=newton.shape[:2])
    centre = np.zeros_like(newton)
    centre[:, 0, 2], centre[:, 1, 2] = 0.15, -0.15
    force = Force(times, newton, centre, (Side.RIGHT, Side.LEFT))
    return Samples(track=samples.track, people=samples.people, force=force)


def walking_motion(*, rate_hz=100.0, seed=0, duration_s=30.0):
    """A phone in the pocket of somebody who walks."""
    rng = np.random.default_rng(seed)
    times = np.arange(0.0, duration_s, 1.0 / rate_hz)
    walks = ((times > 4) & (times < duration_s - 4)).astype(float)
    beat = 2 * np.pi * 1.8 * times
    up = 9.81 + walks * (2.5 * np.cos(beat) + 1.0 * np.cos(2 * beat + 1.0))
    acceleration = np.stack([0.3 * walks * np.sin(beat / 2), up, 0.2 * walks * np.cos(beat)], 1)
    acceleration += rng.normal(scale=0.05, size=acceleration.shape)
    motion = Motion(times, acceleration, np.full_like(acceleration, np.nan), "pocket")
    return Samples(motion=motion), SourceInfo("motion", rate_hz, location="pocket")


def sacrum_motion(lifts, *, rate_hz=100.0, seed=0, drop_deg=0.0, shift_m=0.12):
    """A phone on the sacrum, screen out and upright, of the person who lifts their feet."""
    rng = np.random.default_rng(seed)
    times = np.arange(0.0, max(lift.down_s for lift in lifts) + 2.5, 1.0 / rate_hz)
    moved, slope = np.zeros_like(times), np.zeros_like(times)
    for lift in lifts:
        way = 1.0 if lift.side == "left" else -1.0
        over = smooth(times, lift.off_s - 0.8, 0.8) * (1 - smooth(times, lift.down_s, 0.8))
        raised = smooth(times, lift.off_s - 0.2, 0.6) * (1 - smooth(times, lift.down_s - 0.4, 0.6))
        moved += shift_m * way * over
        slope -= np.radians(drop_deg) * way * raised
    sideways = np.gradient(np.gradient(moved, times), times)
    # Sensor axes: x to the person's right, y up, z out of the screen to the back; a pelvis whose
    # left side rises turns the sensor about the axis that points forward.
    up = np.stack([-np.sin(slope), np.cos(slope), np.zeros_like(slope)], axis=1)
    right = np.stack([np.cos(slope), np.sin(slope), np.zeros_like(slope)], axis=1)
    acceleration = 9.80665 * up + sideways[:, None] * right
    rotation = np.zeros_like(acceleration)
    rotation[:, 2] = -np.gradient(slope, times)
    acceleration += rng.normal(scale=0.02, size=acceleration.shape)
    rotation += rng.normal(scale=0.002, size=rotation.shape)
    motion = Motion(times, acceleration, rotation, "sacrum")
    return Samples(motion=motion), SourceInfo("motion", rate_hz, location="sacrum")


def walking_points(*, rate_hz=100.0, seed=0, duration_s=12.0, in_camera=False):
    """Somebody who walks ahead, 1.1 s a stride."""
    rng = np.random.default_rng(seed)
    times = np.arange(0.0, duration_s, 1.0 / rate_hz)
    points = lab_points(times)
    speed = 1.2
    for i, name in enumerate(POSE_NAMES):
        points[:, i, 0] += speed * times
        key = name.removeprefix("left_").removeprefix("right_")
        if key in (*_FIXED, "knee"):
            phase = 2 * np.pi * times / 1.1 + (0.0 if name.startswith("left") else np.pi)
            reach = 0.32 if key in _FIXED else 0.16
            points[:, i, 0] += reach * np.sin(phase)
            lifted = np.clip(np.cos(phase), 0, None)
            points[:, i, 1] += (0.12 if key in _FIXED else 0.04) * lifted
    if in_camera:
        pixels = in_picture(points)
        pixels[..., :2] += rng.normal(scale=0.3, size=pixels[..., :2].shape)
        track = Track(times, pixels, np.full(pixels.shape[:2], 0.95), POSE_NAMES, Frame.IMAGE)
        return Samples(track=track), SourceInfo("video", rate_hz, (720, 1280))
    points += rng.normal(scale=0.0005, size=points.shape)
    track = Track(times, points, np.ones(points.shape[:2]), POSE_NAMES, Frame.LAB)
    return Samples(track=track), SourceInfo("markers", rate_hz)


def scale_readings(shares=(0.48, 0.5, 0.49), mass_kg=70.0):
    """Readings of two bathroom scales, a second apart."""
    times = np.arange(len(shares), dtype=float)
    newton = np.full((times.size, 2, 3), np.nan)
    newton[:, 0, 1] = np.array(shares) * mass_kg * 9.81
    newton[:, 1, 1] = (1 - np.array(shares)) * mass_kg * 9.81
    force = Force(times, newton, np.full_like(newton, np.nan), (Side.LEFT, Side.RIGHT))
    return Samples(force=force), SourceInfo("scales", 1.0)


@pytest.fixture(scope="session")
def people():
    """The makers above, by name."""
    return SimpleNamespace(
        Lifted=Lifted,
        camera_samples=camera_samples,
        force_samples=force_samples,
        marker_samples=marker_samples,
        on_plates=on_plates,
        sacrum_motion=sacrum_motion,
        scale_readings=scale_readings,
        six_lifts=six_lifts,
        walking_motion=walking_motion,
        walking_points=walking_points,
    )
