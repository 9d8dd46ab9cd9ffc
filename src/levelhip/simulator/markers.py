"""Markers on the skin of a simulated body: what a laboratory's cameras give of them."""

from __future__ import annotations

import numpy as np

from levelhip.core import Array, Frame, Samples, Track
from levelhip.simulator.marking import on_one_leg
from levelhip.simulator.paths import generator, wanders
from levelhip.simulator.scene import RATE_HZ, Scene
from levelhip.simulator.skeleton import NAMES

MARKER_SD_M, SKIN_SD_M = 0.0002, 0.001
"""Noise of a marker system, and skin that wanders over bone, slowly; chosen by us."""

PELVIS_TURN_DEG = 0.65
"""How far skin turns what markers show of the pelvis, from standing to one leg or to the bottom of
a squat: a gait laboratory's obliquity repeats within 2 degrees (McGinley 2009, from memory),
half of that as standard deviation, less what each point and its wandering add (0.75)."""

HELD_SD_M = {"hip": 0.001, "asis": 0.001, "psis": 0.001, "ankle": 0.002, "heel": 0.002}
USUAL_HELD_SD_M = 0.004
"""How far skin moves each point over its bone on the way there. It follows the movement, differs
from person to person and is largest at the thigh (Leardini et al. 2005, Gait Posture 21:212,
abstract); the sizes are chosen by us."""

PELVIS_SD_M = 0.002
"""How far skin carries all markers of the pelvis together; chosen by us."""

PERSON_PART = 0.87
"""Part of these that a person and side have every time; the rest is new each time; chosen by us."""

SQUAT_M = 0.25
"""The centre of mass comes down so far in a squat."""

_PELVIS = [i for i, name in enumerate(NAMES) if any(p in name for p in ("hip", "asis", "psis"))]


def marker_samples(scene: Scene, *, seed: int, noise: float) -> Samples:
    """Joint centres and bony points in the room.

    Parameters
    ----------
    scene : Scene
    seed : int
    noise : float
        Of all random parts, 1 = usual, 0 = none.

    Returns
    -------
    Samples
        With a track of `NAMES`, LAB.
    """
    rng = generator(seed, "markers")
    xyz = scene.figure.xyz + noise * MARKER_SD_M * rng.standard_normal(scene.figure.xyz.shape)
    if noise > 0.0:
        count, points = xyz.shape[:2]
        skin = wanders(rng, 3 * points, count, RATE_HZ, sd=noise * SKIN_SD_M, cutoff_hz=0.5)
        xyz += skin.reshape(points, 3, count).transpose(2, 0, 1)
        for done, slip in _slips(scene, generator(seed, "skin")):
            _slip(xyz, done, noise * slip)
    if scene.travel is not None:
        xyz[:, :, 0] += scene.travel[:, None]
    return Samples(track=Track(scene.time_s, xyz, np.ones(xyz.shape[:2]), NAMES, Frame.LAB))


def _slips(scene: Scene, rng: np.random.Generator) -> list[tuple[Array, Array]]:
    """Parts of a movement, (T,) from 0 to 1, each with its draws: turn, pelvis, points."""
    if scene.posture != "standing":
        return []
    size = 1 + 3 + 3 * len(NAMES)
    usual = {side: rng.standard_normal(size) for side in ("left", "right", "both")}

    def drawn(side: str) -> Array:
        own = float(np.sqrt(1.0 - PERSON_PART**2))
        return np.asarray(PERSON_PART * usual[side] + own * rng.standard_normal(size))

    if scene.lifts:
        return [(on_one_leg(lift, scene.time_s), drawn(lift.side)) for lift in scene.lifts]
    height = scene.series["com_y_m"]
    return [(np.clip((height[0] - height) / SQUAT_M, 0.0, 1.2), drawn("both"))]


def _slip(xyz: Array, done: Array, draws: Array) -> None:
    """Move the points of (T, L, 3) as far as a part of the movement is done, (T,)."""
    hips = xyz[:, [NAMES.index("left_hip"), NAMES.index("right_hip")]].mean(axis=1)
    turn = np.radians(PELVIS_TURN_DEG) * float(draws[0]) * done
    about = xyz[:, _PELVIS] - hips[:, None]
    # A small turn about the line ahead: what lies to the right comes down.
    xyz[:, _PELVIS, 1] -= turn[:, None] * about[:, :, 2]
    xyz[:, _PELVIS, 2] += turn[:, None] * about[:, :, 1]
    xyz[:, _PELVIS] += PELVIS_SD_M * done[:, None, None] * draws[1:4]
    for point, name in enumerate(NAMES):
        kind = name.split("_")[-1]
        own = HELD_SD_M.get(kind, USUAL_HELD_SD_M if "foot" not in name else HELD_SD_M["heel"])
        xyz[:, point] += own * done[:, None] * draws[4 + 3 * point : 7 + 3 * point]
