"""What one landmark frame costs the engine, pushed alone and as part of a whole file."""

from __future__ import annotations

import statistics
import time

import numpy as np

from accuracy.table import Table
from levelhip.core import POSE_NAMES, Frame, Person, Samples, Track
from levelhip.engine import Engine, SourceInfo
from levelhip.protocols import protocol

RATE_HZ = 30.0
SIZE = (720, 1280)
LIVE_FRAMES = 9_000
WHOLE_FRAMES = 500_000
CYCLE_S = 16.0
"""Four seconds of standing, ten with a foot up, two to come back."""
PERSON = Person(height_m=1.75, mass_kg=70.0, sex="female")

HEIGHTS_M = {
    "nose": 1.60,
    "eye": 1.64,
    "ear": 1.62,
    "mouth": 1.56,
    "shoulder": 1.42,
    "elbow": 1.12,
    "wrist": 0.88,
    "hip": 0.93,
    "knee": 0.49,
    "ankle": 0.08,
    "heel": 0.04,
    "foot": 0.02,
}


def standing_and_lifting(frames: int) -> Track:
    """Landmarks of somebody who holds a foot up for ten seconds, left and right by turns."""
    rng = np.random.default_rng(1)
    time_s = np.arange(frames) / RATE_HZ
    xyz = np.zeros((frames, len(POSE_NAMES), 3))
    cycle = time_s % CYCLE_S
    up = np.clip((cycle - 4.0) / 0.4, 0, 1) * np.clip((14.0 - cycle) / 0.4, 0, 1)
    over = np.clip((cycle - 3.2) / 0.8, 0, 1) * np.clip((14.8 - cycle) / 0.8, 0, 1)
    left_turn = (time_s // CYCLE_S) % 2 == 0
    for i, name in enumerate(POSE_NAMES):
        part = next((key for key in HEIGHTS_M if key in name), "wrist")
        side = 1.0 if "left" in name else -1.0
        spread = {"hip": 0.09, "knee": 0.13, "shoulder": 0.18, "nose": 0.0}.get(part, 0.15)
        x = side * spread
        y = np.full(frames, HEIGHTS_M[part])
        if part in ("ankle", "heel", "foot"):
            y += 0.3 * up * (left_turn if side > 0 else ~left_turn)
            moved = np.zeros(frames)
        else:
            moved = 0.12 * over * np.where(left_turn, -1.0, 1.0)
        xyz[:, i, 0] = 360.0 + 520.0 * (x + moved)
        xyz[:, i, 1] = 1180.0 - 520.0 * y
    xyz[..., :2] += rng.normal(scale=0.4, size=xyz[..., :2].shape)
    return Track(time_s, xyz, np.full(xyz.shape[:2], 0.95), POSE_NAMES, Frame.IMAGE)


def live(track: Track) -> list[float]:
    """Seconds for each frame pushed by itself, once the camera is calibrated."""
    engine = Engine(protocol("equal-weight"), SourceInfo("video", RATE_HZ, SIZE), PERSON)
    frames = [Samples(track=track.cut(i, i + 1)) for i in range(len(track))]
    spent = []
    for frame in frames:
        start = time.perf_counter()
        engine.push(frame)
        spent.append(time.perf_counter() - start)
    engine.finish()
    engine.outcome()
    return spent[300:]


def whole(track: Track) -> float:
    """Seconds for a whole recording, with its outcome."""
    engine = Engine(protocol("equal-weight"), SourceInfo("video", RATE_HZ, SIZE), PERSON)
    samples = Samples(track=track)
    start = time.perf_counter()
    engine.push(samples)
    engine.finish()
    engine.outcome()
    return time.perf_counter() - start


def tables() -> list[Table]:
    """Microseconds per frame live, frames per second whole."""
    one = live(standing_and_lifting(LIVE_FRAMES))
    median_us = 1e6 * statistics.median(one)
    mean_us = 1e6 * statistics.fmean(one)
    p99_us = 1e6 * float(np.percentile(one, 99))
    track = standing_and_lifting(WHOLE_FRAMES)
    per_s = max(WHOLE_FRAMES / whole(track) for _ in range(3))
    rows: list[list[object]] = [
        ["pushed one at a time, median", f"{median_us:.0f} µs per frame"],
        ["pushed one at a time, mean", f"{mean_us:.0f} µs per frame"],
        ["pushed one at a time, 99th percentile", f"{p99_us:.0f} µs per frame"],
        ["pushed whole", f"{per_s:,.0f} frames per second"],
    ]
    goals = [
        _goal("60 µs per frame or less at the median", f"{median_us:.0f} µs", median_us <= 60),
        _goal("500,000 frames per second or more", f"{per_s:,.0f}", per_s >= 500_000),
    ]
    note = (
        f"equal-weight with every metric, 33 landmarks; {LIVE_FRAMES} frames live, "
        f"{WHOLE_FRAMES:,} frames whole with their outcome (best of three)"
    )
    return [Table("Engine", ["how", "cost"], rows, note, goals)]


def _goal(text: str, measured: str, met: bool) -> str:
    return f"goal {text}: measured {measured} ({'met' if met else 'not met'})"
