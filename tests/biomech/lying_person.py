"""Somebody who lies on the side and lifts the upper leg, drawn from angles of the test's choice."""

from dataclasses import dataclass, replace

import numpy as np

from levelhip.core import POSE_NAMES, Frame, Samples, Side, Track

RATE_HZ = 30.0
SIZE = (640, 480)
FORWARD = (-5.0, -35.0, 5.0, 50.0)
"""Knee down and forward: abduction, extension, inward turn and knee bend, deg."""
BACK = (0.0, 12.0, 15.0, 0.0)
"""Leg straight and back, not lifted yet."""


@dataclass(frozen=True)
class Rep:
    """One repetition as it is to be done."""

    top: float = 30.0
    extension: float = 12.0
    turn: float = 20.0
    forward: bool = True
    lowered: bool = True
    kick_s: float = 0.6
    lift_s: float = 0.8
    top_s: float = 0.3


def eased(way):
    """Half a cosine from 0 to 1."""
    return 0.5 - 0.5 * np.cos(np.pi * way)


class Leg:
    """Angles over time, (n, 4): abduction, extension, inward turn, knee bend, deg."""

    def __init__(self, start=FORWARD, rate_hz=RATE_HZ):
        self.rate_hz = rate_hz
        self.rows = [np.array(start, dtype=float)]
        self.tops, self.starts, self.ends, self.held = [], [], [], []

    @property
    def now_s(self):
        return (len(self.rows) - 1) / self.rate_hz

    def stay(self, length_s):
        self.rows += [self.rows[-1]] * round(length_s * self.rate_hz)
        return self

    def go(self, to, length_s):
        n = max(round(length_s * self.rate_hz), 1)
        start = self.rows[-1]
        self.rows += [start + (np.array(to) - start) * eased(i / n) for i in range(1, n + 1)]
        return self

    def rep(self, rep):
        self.starts.append(self.now_s)
        line = (0.0, rep.extension, 15.0, 0.0)
        self.go(line, rep.kick_s)
        self.go((rep.top, rep.extension, rep.turn, 0.0), rep.lift_s).stay(rep.top_s)
        self.tops.append(self.now_s)
        if rep.lowered:
            self.go(line, rep.lift_s)
            self.go(FORWARD if rep.forward else line, rep.kick_s)
        else:
            self.go((0.6 * rep.top, rep.extension, rep.turn, 0.0), 0.5 * rep.lift_s)
        self.ends.append(self.now_s)
        return self

    def hold(self, length_s, *, top=28.0, sag=0.0, extension=12.0, turn=20.0):
        self.go((0.0, extension, 15.0, 0.0), 0.7)
        self.go((top, extension, turn, 0.0), 0.8)
        start_s = self.now_s
        self.go((top - sag, extension, turn, 0.0), length_s)
        self.held.append((start_s, self.now_s))
        return self.go(FORWARD, 0.8)

    @property
    def angles(self):
        return np.array(self.rows)

    @property
    def time_s(self):
        return np.arange(len(self.rows)) / self.rate_hz


def a_set(reps, *, hold_s=0.0, sag=0.0, rest_s=0.2):
    """Some repetitions, then perhaps a hold, with rests."""
    leg = Leg().stay(1.5)
    for rep in reps:
        leg.rep(rep).stay(rest_s)
    leg.stay(0.5)
    if hold_s:
        leg.hold(hold_s, sag=sag)
    return leg.stay(1.5)


def body(angles, side=Side.RIGHT):
    """Points of a body that lies with this side up, by name, (n, 3), m; LAB, head along Z."""
    n = len(angles)
    abduction, extension, turn, bend = np.radians(angles.T)
    head = np.array([0.0, 0.0, 1.0])
    right = np.array([0.0, 1.0 if side is Side.RIGHT else -1.0, 0.0])
    ahead = np.cross(head, right)
    out = right if side is Side.RIGHT else -right
    middle = np.array([0.0, 0.2, 0.0])

    def still(vector):
        return np.tile(middle + vector, (n, 1))

    points = {"nose": still(0.62 * head + 0.1 * ahead)}
    for name, sign in (("left", -1.0), ("right", 1.0)):
        points[f"{name}_shoulder"] = still(0.48 * head + 0.17 * sign * right)
        points[f"{name}_hip"] = still(0.09 * sign * right)
        points[f"{name}_elbow"] = still(0.3 * head + 0.2 * ahead + 0.1 * sign * right)
        points[f"{name}_wrist"] = still(0.1 * head + 0.3 * ahead + 0.1 * sign * right)
    below = side.other.value
    lower_hip = points[f"{below}_hip"]
    points[f"{below}_knee"] = lower_hip - 0.40 * head + 0.12 * ahead
    points[f"{below}_ankle"] = points[f"{below}_knee"] - 0.38 * head - 0.1 * ahead
    points[f"{below}_heel"] = points[f"{below}_ankle"] - 0.05 * ahead
    points[f"{below}_foot_index"] = points[f"{below}_ankle"] - 0.12 * head + 0.14 * ahead
    thigh = (
        np.cos(abduction)[:, None]
        * (-np.cos(extension)[:, None] * head - np.sin(extension)[:, None] * ahead)
        + np.sin(abduction)[:, None] * out
    )
    front = np.cross(-thigh, right)
    front /= np.linalg.norm(front, axis=1, keepdims=True)
    shank = np.cos(bend)[:, None] * thigh - np.sin(bend)[:, None] * front
    front = np.cross(-shank, right)
    front /= np.linalg.norm(front, axis=1, keepdims=True)
    outward = np.cross(front, -shank) * (1.0 if side is Side.RIGHT else -1.0)
    toes = np.cos(turn)[:, None] * front - np.sin(turn)[:, None] * outward
    up = side.value
    points[f"{up}_knee"] = points[f"{up}_hip"] + 0.41 * thigh
    points[f"{up}_ankle"] = points[f"{up}_knee"] + 0.40 * shank
    points[f"{up}_heel"] = points[f"{up}_ankle"] - 0.06 * toes + 0.02 * shank
    # A relaxed foot points 50 degrees away from its right angle.
    point = np.radians(50.0)
    way = np.cos(point) * toes + np.sin(point) * shank
    points[f"{up}_foot_index"] = points[f"{up}_heel"] + 0.24 * way
    return points


def marker_samples(leg, side=Side.RIGHT, *, noise_m=0.0, seed=0):
    """The body as a marker file gives it."""
    points = body(leg.angles, side)
    names = tuple(points)
    xyz = np.stack([points[name] for name in names], axis=1)
    xyz = xyz + noise_m * np.random.default_rng(seed).standard_normal(xyz.shape)
    return Samples(track=Track(leg.time_s, xyz, np.ones(xyz.shape[:2]), names, Frame.LAB))


def camera_samples(
    leg, side=Side.RIGHT, *, behind=False, noise_px=0.0, noise_m=0.0, seed=0, world=True
):
    """The body as a camera with a perfect pose model would give it, 2.6 m away, 0.4 m high."""
    points = body(leg.angles, side)
    rng = np.random.default_rng(seed)
    ahead = np.cross([0.0, 0.0, 1.0], [0.0, 1.0 if side is Side.RIGHT else -1.0, 0.0])
    look = ahead if behind else -ahead  # from the camera to the body
    rightward = np.cross(look, [0.0, 1.0, 0.0])
    eye = np.array([0.0, 0.4, 0.0]) - 2.6 * look
    n = len(leg.rows)
    pixels, metres = np.zeros((n, 33, 3)), np.zeros((n, 33, 3))
    for i, name in enumerate(POSE_NAMES):
        # What the body lacks lies at the nose, as good as the model's idea of it.
        at = points.get(name, points["nose"]) - eye
        depth = at @ look
        metres[:, i] = np.stack([at @ rightward, -at[:, 1], depth], axis=1)
        pixels[:, i, 0] = 320.0 + 565.0 * metres[:, i, 0] / depth
        pixels[:, i, 1] = 240.0 + 565.0 * metres[:, i, 1] / depth
    pixels[..., :2] += noise_px * rng.standard_normal((n, 33, 2))
    metres += noise_m * rng.standard_normal(metres.shape)
    sure = np.ones((n, 33))
    return Samples(
        track=Track(leg.time_s, pixels, sure, POSE_NAMES, Frame.IMAGE),
        world=Track(leg.time_s, metres, sure, POSE_NAMES, Frame.CAMERA) if world else None,
        people=np.ones(n),
    )


def leg_rows(leg, side=Side.RIGHT, *, sds=(2.0, 4.0, 5.0), known=(True, True, True), asked=np.nan):
    """What a finder of lifts takes, (n, 8), from the angles themselves."""
    n = len(leg.rows)
    rows = np.full((n, 8), np.nan)
    for i in range(3):
        if known[i]:
            rows[:, i], rows[:, 3 + i] = leg.angles[:, i], sds[i]
    rows[:, 6] = 1.0 if side is Side.RIGHT else -1.0
    rows[:, 7] = asked
    return rows


GOOD = Rep()
TOE_UP = replace(GOOD, turn=-30.0)
IN_FRONT = replace(GOOD, extension=-9.0)
LOW = replace(GOOD, top=12.0)
