"""Squats on both feet, with the weight to one side or not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from levelhip.core import Event, Mark, Side
from levelhip.simulator.balance import balanced
from levelhip.simulator.forces import two_feet
from levelhip.simulator.lifts import FIRST_S, LAST_S, SHAPES, lifting_stance, standing_series
from levelhip.simulator.paths import generator, through
from levelhip.simulator.scene import RATE_HZ, Fault, Scene
from levelhip.simulator.skeleton import Body

DEEP_M, DEEP_SD_M, REP_S, REP_SD_S = 0.30, 0.02, 3.4, 0.25
"""How far the hips go down, and how long a squat takes; chosen by us."""

SQUAT_FAULTS = ("shallow", "sideways")
SIDEWAYS_M, SHALLOW_M = 0.05, 0.05


def squats(body: Body, *, reps: int, faults: Sequence[Fault], seed: int) -> Scene:
    """Somebody who squats.

    Parameters
    ----------
    body : Body
    reps : int
    faults : sequence of Fault
        "shallow" goes down by 5 cm only, "sideways" moves 5 cm (or `amount`) to the right.
    seed : int

    Returns
    -------
    Scene
    """
    person, rng = body.person, generator(seed, "squats")
    start = person.start_m
    down, aside = [(0.0, 0.0)], [(0.0, 0.0)]
    spans: list[tuple[float, float, float, tuple[str, ...]]] = []
    now = FIRST_S
    for number in range(1, reps + 1):
        struck = [fault for fault in faults if fault.hits(number)]
        deep = DEEP_M + person.vary * DEEP_SD_M * float(rng.standard_normal())
        way = person.squat_shift_m + person.vary * 0.004 * float(rng.standard_normal())
        for fault in struck:
            if fault.code == "shallow":
                deep = SHALLOW_M if fault.amount is None else fault.amount
            elif fault.code == "sideways":
                way = SIDEWAYS_M if fault.amount is None else fault.amount
        long_s = REP_S + person.vary * REP_SD_S * float(rng.standard_normal())
        low_s, end_s = now + 0.5 * long_s, now + long_s
        for path, value in ((down, deep), (aside, way)):
            path += [(now, 0.0), (low_s - 0.1, value), (low_s + 0.1, value), (end_s, 0.0)]
        spans.append((now, low_s, end_s, tuple(fault.code for fault in struck)))
        now = end_s + 0.6 + 0.3 * person.vary * float(rng.random())
    time_s = np.arange(0.0, now - 0.6 + LAST_S, 1.0 / RATE_HZ)
    stance = lifting_stance(body, (), time_s, start, SHAPES["behind"], generator(seed, "sway"))
    deep_m = through(time_s, down)
    part = deep_m / DEEP_M
    stance.lowered += deep_m
    stance.right += through(time_s, aside)
    stance.bow += np.radians(32.0) * part
    stance.tilt += np.radians(22.0) * part
    figure = balanced(body, stance)
    scene = Scene(time_s, figure)
    scene.series |= standing_series(figure, person.foot_off_m)
    scene.forces = two_feet(figure, 1.0 / RATE_HZ, (), body)
    weight = scene.forces[0][:, :, 1]
    scene.series["load_share"] = weight[:, 0] / weight.sum(axis=1)
    scene.marks = [Mark(0.2, "set"), Mark(FIRST_S - 0.5, "go")]
    scene.marks.append(Mark(float(time_s[-1]), "stop"))
    scene.events += [_event(scene, span, index) for index, span in enumerate(spans, 1)]
    return scene


def _event(scene: Scene, span: tuple[float, float, float, tuple[str, ...]], trial: int) -> Event:
    start_s, _, end_s, codes = span
    time_s, series = scene.time_s, scene.series
    rows = np.flatnonzero((time_s >= start_s) & (time_s <= end_s))
    before = np.flatnonzero((time_s >= start_s - 1.0) & (time_s < start_s))
    height, across, share = (series[name] for name in ("com_y_m", "com_across_m", "load_share"))
    fallen = float(height[before].mean()) - height[rows]
    low = rows[int(fallen.argmax())]
    # A repetition begins and ends within a tenth of its way.
    moving = fallen >= 0.1 * fallen.max()
    start_s, end_s = (float(time_s[rows[moving][i]]) for i in (0, -1))
    bottom = fallen >= 0.75 * fallen.max()
    middle = (fallen >= 0.25 * fallen.max()) & ~bottom
    values = (
        ("depth", float(fallen.max())),
        ("lateral_shift", float(across[low] - across[before].mean())),
        ("load_share", float(share[rows][moving].mean())),
        ("middle_share", float(share[rows][middle].mean())),
        ("bottom_share", float(share[rows][bottom].mean())),
        ("tempo", end_s - start_s),
    )
    valid = "shallow" not in codes
    return Event("rep", Side.BOTH, start_s, float(time_s[low]), end_s, trial, valid, codes, values)
