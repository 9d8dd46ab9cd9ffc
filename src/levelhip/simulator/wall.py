"""The wall drop: one leg stands, the hip of the other drops and drives up to the wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from levelhip.core import Array, Event, Mark, Side
from levelhip.simulator.balance import Stance, balanced
from levelhip.simulator.lifts import FIRST_S, Lift, lifting_stance, planned_lift, standing_series
from levelhip.simulator.paths import generator, through
from levelhip.simulator.person import Habit
from levelhip.simulator.scene import RATE_HZ, Fault, Lifted, Scene
from levelhip.simulator.skeleton import Body

USUAL = {"drop": 9.0, "drive": 6.0, "lean": 0.0, "bend": 0.0, "rep_s": 3.2, "squeeze_s": 0.5}
"""A full repetition: deg below and above level, s; chosen by us after the rendered ones."""

SPREAD = {"drop": 0.8, "drive": 0.4, "lean": 0.5, "bend": 0.0, "rep_s": 0.2, "squeeze_s": 0.1}

FAULTY: dict[str, dict[str, float]] = {
    "shallow": {"drop": 2.5},
    "no-touch": {"drive": 1.5},
    "trunk-lean": {"lean": 11.0},
    "standing-knee-bent": {"bend": 24.0},
    "too-fast": {"rep_s": 1.1},
}
"""What each fault makes of a repetition."""

WALL_FAULTS = tuple(FAULTY)

SHAPE = {"flexion": 78.0, "knee": 88.0, "toes_up": -8.0, "abduction": 2.0}
"""Joints of the wall-side leg, deg."""

SWING_OUT = 1.1
"""Degrees by which the wall-side thigh goes outwards for each degree of drive; chosen by us: the
knee comes 3 cm nearer to the wall."""


@dataclass(frozen=True, slots=True)
class _Rep:
    side: Side  # the standing leg
    start_s: float
    low_s: float
    top_s: float
    end_s: float
    own: dict[str, float]
    codes: tuple[str, ...]


def wall_drops(
    body: Body,
    *,
    sides: Sequence[Side],
    reps: int,
    faults: Sequence[Fault],
    neutral: bool,
    led: bool,
    seed: int,
) -> Scene:
    """Somebody who stands beside a wall on the outside leg.

    Parameters
    ----------
    body : Body
    sides : sequence of Side
        The STANDING leg of each set; the wall is on the other side (a second set has it on its own
        other side: turning round is left out).
    reps : int
        In each set.
    faults : sequence of Fault
        Numbered through all sets.
    neutral : bool
        Whether the drop is left out.
    led : bool
        Whether a session leads, with the pose at the wall; else only the level is held.
    seed : int

    Returns
    -------
    Scene
    """
    rng = generator(seed, "drops")
    person = body.person
    start = person.start_m
    lifts: list[Lift] = []
    done: list[_Rep] = []
    marks: list[Mark] = []
    slopes: list[list[tuple[float, float]]] = []
    now, number = FIRST_S, 0
    for side in sides:
        marks.append(Mark(now - FIRST_S + 0.2, "set", side))
        habit = Habit(0.0, 0.0, person.habit(side.other).reach, person.habit(side.other).sway_m)
        plan = planned_lift(
            body, side.other, habit, now, 1.0, start, person.width_m, 0.55 * person.height_m, ()
        )
        at = plan.off_s + 1.2
        marks += [Mark(at, "pose-level", side), Mark(at + 3.5, "pose-end", side)]
        knots = [(at + 3.6, 0.0)]
        at += 4.5
        if led:
            marks += [Mark(at, "pose-touch", side), Mark(at + 3.0, "pose-end", side)]
            knots += [(at - 0.1, 6.0), (at + 3.0, 6.0), (at + 3.8, 0.0)]
            at += 4.8
        marks.append(Mark(at, "go", side))
        at += 0.6
        for _ in range(reps):
            number += 1
            codes = tuple(fault.code for fault in faults if fault.hits(number))
            rep = _planned(side, at, codes, rng, person.vary, neutral=neutral)
            done.append(rep)
            own = rep.own
            knots += [
                (rep.start_s, 0.0),
                (rep.low_s, -own["drop"]),
                (rep.top_s, own["drive"]),
                (rep.top_s + own["squeeze_s"], own["drive"]),
                (rep.end_s, 0.0),
            ]
            at = rep.end_s + 0.3 + 0.2 * person.vary * float(rng.random())
        marks.append(Mark(at + 0.3, "rest", side))
        down_s = at + 1.5
        moved = down_s - plan.down_s
        lifts.append(replace(plan, down_s=down_s, back_s=plan.back_s + moved))
        slopes.append(knots)
        now = lifts[-1].back_s + plan.way_s + 3.0
    time_s = np.arange(0.0, now, 1.0 / RATE_HZ)
    marks.append(Mark(float(time_s[-1]), "stop"))
    stance = lifting_stance(body, lifts, time_s, start, SHAPE, generator(seed, "sway"))
    _drive(body, stance, time_s, sides, slopes, done)
    if len(set(sides)) == 1:
        _lean_on_wall(body, stance, sides[0].other)
    figure = balanced(body, stance)
    scene = Scene(time_s, figure, marks=marks, behind=False, slope_read=(0.5, 0.75))
    scene.lifts = [Lifted(lift.side.value, lift.off_s, lift.down_s) for lift in lifts]
    _tell(scene, body, sides, lifts, done)
    scene.params["working"] = sides[0].value
    return scene


def _planned(
    side: Side,
    at: float,
    codes: tuple[str, ...],
    rng: np.random.Generator,
    vary: float,
    *,
    neutral: bool,
) -> _Rep:
    own = {key: USUAL[key] + vary * SPREAD[key] * float(rng.standard_normal()) for key in USUAL}
    for code in codes:
        own |= FAULTY[code]
    if neutral:
        own["drop"] = 0.0
    long_s = own["rep_s"]
    return _Rep(side, at, at + 0.40 * long_s, at + 0.72 * long_s, at + 1.2 * long_s, own, codes)


def _drive(
    body: Body,
    stance: Stance,
    time_s: Array,
    sides: Sequence[Side],
    slopes: Sequence[list[tuple[float, float]]],
    done: Sequence[_Rep],
) -> None:
    """The pelvis, trunk and knees of the repetitions, put onto a body that stands on one leg."""
    for side, knots in zip(sides, slopes, strict=True):
        hike = through(time_s, [(0.0, 0.0), *knots])
        wall = side.other
        # The wall-side hip up: a left one is a positive slope.
        stance.slope += np.radians(hike) * (1.0 if wall is Side.LEFT else -1.0)
        leg = stance.legs[wall.value]
        leg.abduction = leg.abduction + np.radians(SWING_OUT * np.maximum(hike, 0.0))
        mine = [rep for rep in done if rep.side is side]
        lean, bend = ([(0.0, 0.0)], [(0.0, 0.0)])
        for rep in mine:
            for path, value in ((lean, rep.own["lean"]), (bend, rep.own["bend"])):
                path += [
                    (rep.start_s, 0.0),
                    (rep.low_s, value),
                    (rep.top_s, value),
                    (rep.end_s, 0.0),
                ]
        stance.lean += np.radians(through(time_s, lean)) * (1.0 if side is Side.RIGHT else -1.0)
        stance.lowered += _lowered(body, np.radians(through(time_s, bend)))


def _lean_on_wall(body: Body, stance: Stance, wall: Side) -> None:
    """The wall-side hand rests on the wall, for balance only: it carries nothing."""
    height, sign = body.person.height_m, 1.0 if wall is Side.RIGHT else -1.0
    hand = height * np.array([0.09, 0.69, sign * 0.27])
    stance.reach[wall.value] = np.broadcast_to(hand, (len(stance.ahead), 3))


def _lowered(body: Body, bend: Array) -> Array:
    """How far a knee that is bent so much more lets the hip down, m."""
    b = body.build
    knee = np.radians(4.0) + bend
    length = np.sqrt(b.thigh**2 + b.shank**2 + 2 * b.thigh * b.shank * np.cos(knee))
    return np.asarray(body.longest_leg() - length)


def _tell(
    scene: Scene,
    body: Body,
    sides: Sequence[Side],
    lifts: Sequence[Lift],
    done: Sequence[_Rep],
) -> None:
    series = standing_series(scene.figure, body.person.foot_off_m)
    time_s = scene.time_s
    scene.series |= series
    hike = np.full(len(time_s), np.nan)
    for side, lift in zip(sides, lifts, strict=True):
        up = (time_s >= lift.off_s + 0.6) & (time_s <= lift.down_s - 0.6)
        sign = 1.0 if side.other is Side.LEFT else -1.0
        level = scene.params.setdefault("level_deg", {})
        rest = (time_s >= lift.off_s + 1.7) & (time_s <= lift.off_s + 4.5)
        own = sign * series["pelvic_obliquity_deg"]
        level[side.value] = float(own[rest].mean())  # type: ignore[index]
        hike = np.where(up, own - float(own[rest].mean()), hike)
    scene.series["pelvic_hike_deg"] = hike
    trials: dict[Side, int] = {}
    lifts_of = dict(zip(sides, lifts, strict=True))
    for rep in done:
        rows = np.flatnonzero((time_s >= rep.start_s) & (time_s <= rep.end_s))
        stands, wall = rep.side.value, rep.side.other.value
        high = float(hike[rows].max())
        low = float(hike[rows].min())
        squeezed = hike[rows] >= high - 0.2 * (high - low)
        moving = rows[(hike[rows] < 0.1 * low) | (hike[rows] > 0.1 * high)]
        start_s, end_s = float(time_s[moving[0]]), float(time_s[moving[-1]])
        rest = (time_s >= lifts_of[rep.side].off_s + 1.7) & (
            time_s <= lifts_of[rep.side].off_s + 4.5
        )
        bend = series[f"{stands}_knee_flexion_deg"]
        lean = series["trunk_lean_deg"] * (1.0 if rep.side is Side.RIGHT else -1.0)
        trials[rep.side] = trials.get(rep.side, 0) + 1
        values = (
            ("drop_depth", -low),
            ("drive_height", high),
            ("wall_knee_angle", float(np.median(series[f"{wall}_knee_flexion_deg"][rows]))),
            ("standing_knee_bend", float(bend[rows].max() - bend[rest].mean())),
            ("trunk_lean", float(lean[rows][int(np.abs(lean[rows]).argmax())])),
            ("squeeze_time", float(squeezed.sum()) / RATE_HZ),
            ("tempo", end_s - start_s),
        )
        scene.events.append(
            Event(
                "rep",
                rep.side,
                start_s,
                rep.top_s,
                end_s,
                trials[rep.side],
                not {"shallow", "no-touch"} & set(rep.codes),
                rep.codes,
                values,
            )
        )
