"""Somebody who does wall drops by formula: every angle of the pelvis is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from levelhip.core import DOT_NAMES, POSE_NAMES, Frame, Mark, Samples, Side, Track
from levelhip.engine import SourceInfo
from tests.engine.conftest import in_picture, lab_points, smooth

HIP_WIDTH_M = 0.18


@dataclass(frozen=True)
class Rep:
    """One repetition: how deep, how high (deg), and how long each part takes (s)."""

    drop_deg: float = 9.0
    drive_deg: float = 6.0
    way_s: float = 0.8
    squeeze_s: float = 0.6
    lean_deg: float = 0.0
    bend_deg: float = 0.0

    @property
    def length_s(self) -> float:
        return 3 * self.way_s + 0.2 + self.squeeze_s + 0.5


FULL, SHALLOW, LOW = Rep(), Rep(drop_deg=2.5), Rep(drive_deg=1.0)


def paths(times, reps, start_s):
    """Hike, lean and bend of the standing knee over time, deg."""
    hike, lean, bend = (np.zeros_like(times) for _ in range(3))
    at = start_s
    for rep in reps:
        down, up, back = at, at + rep.way_s + 0.2, at + 2 * rep.way_s + 0.2 + rep.squeeze_s
        hike -= rep.drop_deg * smooth(times, down, rep.way_s)
        hike += (rep.drop_deg + rep.drive_deg) * smooth(times, up, rep.way_s)
        hike -= rep.drive_deg * smooth(times, back, rep.way_s)
        there = smooth(times, down, rep.way_s) * (1 - smooth(times, up, rep.way_s))
        lean += rep.lean_deg * there
        bend += rep.bend_deg * there
        at += rep.length_s
    return hike, lean, bend


def wall_points(times, hike, *, wall="left", up_s=2.5, lean=0.0, bend=0.0, seen=1.0, bias_m=0.0):
    """Every point in LAB, (T, 33, 3), m.

    `seen` is the part of the hike that the hips show, `bias_m` how far a raised knee lifts its hip
    in the picture.
    """
    points = lab_points(times)
    sign = -1.0 if wall == "left" else 1.0
    other = "right" if wall == "left" else "left"
    at = {name: i for i, name in enumerate(POSE_NAMES)}
    up = smooth(times, up_s, 0.5)
    # The body over the standing foot.
    over = -sign * 0.12 * up
    for name, i in at.items():
        if not name.endswith(("ankle", "heel", "foot_index")):
            points[:, i, 2] += over * (0.5 if name == f"{other}_knee" else 1.0)
    tilt = np.radians(seen * hike)
    hip, stance = at[f"{wall}_hip"], at[f"{other}_hip"]
    points[:, hip, 1] = points[:, stance, 1] + HIP_WIDTH_M * np.sin(tilt) + bias_m * up
    points[:, hip, 2] = points[:, stance, 2] + sign * HIP_WIDTH_M * np.cos(tilt)
    knee, ankle = at[f"{wall}_knee"], at[f"{wall}_ankle"]
    # The knee goes up in front, and to the wall as the hip is driven up.
    points[:, knee, 1] += up * (points[:, hip, 1] - 0.30 - points[:, knee, 1])
    points[:, knee, 2] += sign * 0.008 * up * np.clip(hike, -2.0, None)
    points[:, knee, 0] += 0.3 * up
    for name in ("ankle", "heel", "foot_index"):
        i = at[f"{wall}_{name}"]
        points[:, i, 1] += 0.32 * up
        points[:, i, 2] += sign * 0.008 * up * np.clip(hike, -2.0, None)
    points[:, ankle, 0] = points[:, knee, 0] - 0.3 * up
    # A bent standing knee goes ahead; thigh and shank lie each at half the angle to the vertical.
    points[:, at[f"{other}_knee"], 0] += 0.42 * np.tan(np.radians(bend) / 2)
    for i in at.values():
        above = points[:, i, 1] - 0.93
        if above[0] > 0.2:
            points[:, i, 2] += -sign * np.tan(np.radians(lean)) * above
    return points


def wall_samples(
    reps,
    *,
    source="camera",
    wall="left",
    seed=0,
    rate_hz=30.0,
    dots=False,
    still_s=2.0,
    noise=True,
    **shape,
):
    """A recording: standing on both feet, the knee up, still, the repetitions, standing again."""
    start_s = 3.0 + still_s
    end_s = start_s + sum(rep.length_s for rep in reps) + 1.0
    times = np.arange(0.0, end_s, 1.0 / rate_hz)
    hike, lean, bend = paths(times, reps, start_s)
    return samples_of(
        times,
        hike,
        source=source,
        wall=wall,
        seed=seed,
        rate_hz=rate_hz,
        dots=dots,
        noise=noise,
        lean=lean,
        bend=bend,
        **shape,
    )


def samples_of(
    times, hike, *, source, wall, seed=0, rate_hz=30.0, dots=False, noise=True, marks=(), **shape
):
    """The same from a path of the pelvis."""
    rng = np.random.default_rng(seed)
    if source == "markers":
        points = wall_points(times, hike, wall=wall, **shape)
        points += rng.normal(scale=0.0005 * noise, size=points.shape)
        track = Track(times, points, np.ones(points.shape[:2]), POSE_NAMES, Frame.LAB)
        return Samples(track=track, marks=tuple(marks)), SourceInfo("markers", rate_hz)
    points = wall_points(times, hike, wall=wall, **{"seen": 0.6, "bias_m": 0.02, **shape})
    names = POSE_NAMES
    if dots:
        sign = 1.0 if wall == "left" else -1.0
        middle = points[:, [POSE_NAMES.index(f"{s}_hip") for s in ("left", "right")]].mean(axis=1)
        tilt = np.radians(sign * hike)
        arm = 0.12 * np.stack([np.zeros_like(tilt), np.sin(tilt), -np.cos(tilt)], axis=1)
        pair = np.stack([middle + arm, middle - arm], axis=1) + np.array([0.0, 0.05, 0.0])
        points, names = np.concatenate((points, pair), axis=1), (*POSE_NAMES, *DOT_NAMES)
    pixels = in_picture(points)
    pixels[..., :2] += rng.normal(scale=0.4 * noise, size=pixels[..., :2].shape)
    track = Track(times, pixels, np.full(pixels.shape[:2], 0.95), names, Frame.IMAGE)
    people = np.ones(times.size)
    samples = Samples(track=track, people=people, marks=tuple(marks))
    return samples, SourceInfo("video", rate_hz, (720, 1280))


def coached(reps, *, wall="left", source="camera", level_with_knee_up=True, **given):
    """A session as the voice leads it, with its marks: level, touch, then the repetitions."""
    rate_hz = given.pop("rate_hz", 30.0)
    go_s = 14.0
    times = np.arange(0.0, go_s + 2.0 + sum(r.length_s for r in reps) + 1.0, 1.0 / rate_hz)
    hike, lean, bend = paths(times, reps, go_s + 2.0)
    touch = 6.0 * smooth(times, 8.0, 0.8) * (1 - smooth(times, 12.0, 0.8))
    stands = Side.RIGHT if wall == "left" else Side.LEFT
    level_s = 4.0 if level_with_knee_up else 0.5
    marks = [
        Mark(0.0, "set", stands),
        Mark(level_s, "pose-level", stands),
        Mark(level_s + 2.0, "pose-end", stands),
        Mark(9.0, "pose-touch", stands),
        Mark(11.5, "pose-end", stands),
        Mark(go_s, "go", stands),
        Mark(float(times[-1]) - 0.4, "rest", stands),
    ]
    return samples_of(
        times,
        hike + touch,
        source=source,
        wall=wall,
        rate_hz=rate_hz,
        marks=marks,
        lean=lean,
        bend=bend,
        **given,
    )
