"""Standing on one leg: the equal weight test and the timed stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from levelhip.biomech.loading import needed_shift
from levelhip.core import Array, Event, Mark, Side
from levelhip.simulator.balance import Stance, balanced
from levelhip.simulator.forces import two_feet
from levelhip.simulator.paths import generator, risen, risen_curve, wander
from levelhip.simulator.person import Habit, Person
from levelhip.simulator.scene import GRAVITY, RATE_HZ, Fault, Lifted, Scene
from levelhip.simulator.skeleton import SIDES, Body, Figure, Leg

LIFT_S = 0.7
"""From the first movement of a foot to its height; chosen by us."""

LEAVES = 0.5
"""Part of that time after which the toes leave the floor; the heel rises before."""

CLEAR_M = 0.004
"""A foot is off the floor when its lowest point is higher than this."""

FIRST_S, PAUSE_S, LAST_S = 4.0, 2.6, 2.5
"""Quiet standing before the first lift, between lifts and after the last; chosen by us."""

ARRIVED = 0.78
"""Part of the shift's time that has passed at least when the foot leaves the floor: the centre of
mass has then gone 0.92 of its way, as in people who lift a foot without haste (0.86 to 1.04 half
stance widths on the rendered people of docs/accuracy). The foot could leave a little earlier."""

LEANING_DEG = 12.0
"""A trunk-lean fault; chosen by us: well past the 5 degrees that the protocol minds."""

SHAPES = {
    "behind": {"flexion": -3.0, "knee": 80.0, "toes_up": -12.0},
    "free": {"flexion": 55.0, "knee": 80.0, "toes_up": -10.0},
}
"""Joints of a lifted leg, deg."""


@dataclass(frozen=True, slots=True)
class Lift:
    """One lift as planned.

    Attributes
    ----------
    side : the lifted leg
    habit : how
    shift_s, way_s : s, when the shift begins and how long it takes
    off_s, down_s : s, when the foot leaves the floor and comes back, as planned
    back_s : s, when the way back begins
    start_m, end_m : m, where the centre of mass is before and in the hold, + = right
    low : part of the usual height, 1
    faults : codes
    """

    side: Side
    habit: Habit
    shift_s: float
    way_s: float
    off_s: float
    down_s: float
    back_s: float
    start_m: float
    end_m: float
    low: float
    faults: tuple[str, ...]


def standing_lifts(
    body: Body,
    *,
    sides: Sequence[Side],
    hold_s: float,
    variant: str,
    faults: Sequence[Fault],
    seed: int,
) -> Scene:
    """Somebody who stands, lifts one foot, holds it up, puts it down, again and again.

    Parameters
    ----------
    body : Body
    sides : sequence of Side
        The lifted leg of each trial.
    hold_s : s
        How long each foot is held up.
    variant : {"behind", "free"}
        Where the foot goes.
    faults : sequence of Fault
    seed : int

    Returns
    -------
    Scene
    """
    person, rng = body.person, generator(seed, "lifts")
    width = person.width_m
    start = person.start_m
    tall = 0.55 * person.height_m
    now, plans = FIRST_S, []
    for number, side in enumerate(sides, 1):
        codes = tuple(f.code for f in faults if f.hits(number))
        habit = _varied(person, side, rng, codes)
        long_s = hold_s * (0.6 if "short-hold" in codes else 1.0) + 0.3 * float(rng.random())
        plan = planned_lift(body, side, habit, now, long_s, start, width, tall, codes)
        plans.append(plan)
        now = plan.back_s + plan.way_s + PAUSE_S + 0.4 * float(rng.random())
    end_s = now - PAUSE_S + LAST_S if plans else FIRST_S + LAST_S
    time_s = np.arange(0.0, end_s, 1.0 / RATE_HZ)
    stance = lifting_stance(body, plans, time_s, start, SHAPES[variant], generator(seed, "sway"))
    figure = balanced(body, stance)
    scene = Scene(time_s, figure, behind=variant == "behind")
    scene.slope_read = (0.2, 0.4) if variant == "behind" else (-1.3, -0.3)
    _tell(scene, plans, body)
    scene.forces = two_feet(figure, 1.0 / RATE_HZ, scene.lifts, body)
    share = scene.forces[0][:, :, 1]
    scene.series["load_share"] = share[:, 0] / share.sum(axis=1)
    return scene


def _varied(person: Person, side: Side, rng: np.random.Generator, codes: Sequence[str]) -> Habit:
    habit, spread = person.habit(side), rng.standard_normal(3) * person.vary
    return Habit(
        drop_deg=habit.drop_deg + 0.5 * float(spread[0]),
        lean_deg=LEANING_DEG if "trunk-lean" in codes else habit.lean_deg + 0.4 * float(spread[1]),
        reach=habit.reach + 0.015 * float(spread[2]),
        sway_m=habit.sway_m,
    )


def planned_lift(
    body: Body,
    side: Side,
    habit: Habit,
    now: float,
    hold_s: float,
    start: float,
    width: float,
    tall: float,
    codes: tuple[str, ...],
) -> Lift:
    """When and how far a body shifts and lifts a foot so that it does not fall.

    Parameters
    ----------
    body : Body
    side : Side
        The lifted leg.
    habit : Habit
    now, hold_s : s
        When the shift begins; how long the foot stays up.
    start, width, tall : m
        Where the centre of mass is; stance width; height of the centre of mass.
    codes : tuple of str
        Faults of this lift.

    Returns
    -------
    Lift
    """
    towards = 1.0 if side is Side.LEFT else -1.0
    half = 0.5 * body.build.foot_breadth
    end = towards * habit.reach * 0.5 * width
    way = max(towards * (end - start), 0.02)
    lag = tall / GRAVITY
    # To stop the body the force goes past it, to the outer edge of the foot and no further: at
    # 0.79 of the way in time, 0.93 in space, the least-jerk path brakes by 5.77 way / time^2.
    room = 0.7 * half + 0.5 * width - abs(end) + 0.067 * way
    way_s = body.person.tempo * max(float(np.sqrt(5.77 * lag * way / max(room, 0.01))), 0.8)
    part = np.linspace(0.0, 1.0, 501)
    risen_part = part**3 * (10.0 + part * (6.0 * part - 15.0))
    force = way * (risen_part - lag * risen_curve(part) / way_s**2) + towards * start
    over = force >= 0.5 * width * 0.98
    # Unloaded when the force is under the standing foot, else when the body has nearly arrived.
    at = max(float(part[int(over.argmax())]) if over.any() else 0.0, ARRIVED)
    off_s = now + at * way_s + 0.04
    down_s = off_s + hold_s
    back_s = down_s + 0.04 - (1.0 - at) * way_s
    low = 0.3 if "low" in codes else 1.0
    return Lift(side, habit, now, way_s, off_s, down_s, back_s, start, end, low, codes)


def lifting_stance(
    body: Body,
    plans: Sequence[Lift],
    time_s: Array,
    start: float,
    shape: Mapping[str, float],
    rng: np.random.Generator,
) -> Stance:
    """A body that lifts its feet as planned.

    Parameters
    ----------
    body : Body
    plans : sequence of Lift
    time_s : (T,), s
    start : m
        Where the centre of mass is in quiet standing, + = right.
    shape : mapping
        Joints of a lifted leg, deg, by the names of `Leg`.
    rng : Generator
        For the sway.

    Returns
    -------
    Stance
    """
    person, count = body.person, len(time_s)

    def slow(sd: float, cutoff_hz: float) -> Array:
        return wander(rng, count, RATE_HZ, sd=sd, cutoff_hz=cutoff_hz)

    right = np.full(count, start)
    slope = np.full(count, np.radians(person.standing_slope_deg))
    lean, one_leg, arms = np.zeros(count), np.zeros(count), np.full(count, np.radians(8.0))
    lifted = {"left": np.zeros(count), "right": np.zeros(count)}
    for plan in plans:
        towards = 1.0 if plan.side is Side.LEFT else -1.0
        over = risen(time_s, plan.shift_s, plan.way_s) - risen(time_s, plan.back_s, plan.way_s)
        right += (plan.end_m - plan.start_m) * over
        one_leg += over
        up = risen(time_s, plan.off_s - LEAVES * LIFT_S, LIFT_S)
        up -= risen(time_s, plan.down_s - (1.0 - LEAVES) * LIFT_S, LIFT_S)
        lifted[plan.side.value] += plan.low * up
        hung = risen(time_s, plan.off_s - 0.3, 0.8) - risen(time_s, plan.down_s - 0.5, 0.8)
        # A lifted left side that hangs lower is a negative slope.
        slope -= towards * np.radians(plan.habit.drop_deg) * hung
        lean += towards * np.radians(plan.habit.lean_deg) * hung
        arms += np.radians(6.0) * hung
    sway = slow(person.sway_m, 0.35) * (1.0 - one_leg)
    on_one = [person.habit(Side.LEFT).sway_m, person.habit(Side.RIGHT).sway_m]
    sway += slow(float(np.mean(on_one)), 0.5) * one_leg
    joints = {"abduction": np.radians(2.0)}
    joints |= {name: np.radians(deg) for name, deg in shape.items()}
    outward = np.radians(person.toe_out_deg)
    legs = {
        side: Leg(
            ankle=np.broadcast_to(
                np.array([0.0, body.build.ankle, sign * 0.5 * person.width_m]), (count, 3)
            ),
            heading=float(outward),
            lifted=lifted[side],
            **joints,
        )
        for side, sign in SIDES
    }
    small = 0.0 if person.sway_m == 0.0 else 1.0
    return Stance(
        ahead=0.30 * body.ankle_to_toe + slow(1.8 * person.sway_m, 0.35),
        right=right + sway,
        legs=legs,
        slope=slope + np.radians(slow(0.15 * small, 0.4)),
        heading=np.radians(slow(0.6 * small, 0.3)),
        tilt=np.radians(slow(0.3 * small, 0.3)),
        lean=lean + np.radians(slow(0.25 * small, 0.3)),
        bow=np.radians(2.0 + slow(0.4 * small, 0.3)),
        lowered=np.full(count, 0.002),
        arms_out=arms,
    )


def _tell(scene: Scene, plans: Sequence[Lift], body: Body) -> None:
    """True series, events and marks from where the points really went."""
    figure, time_s, person = scene.figure, scene.time_s, body.person
    soles = {side: figure.sole(side) for side, _ in SIDES}
    scene.series |= standing_series(figure, person.foot_off_m)
    scene.marks.append(Mark(0.0, "set"))
    for number, plan in enumerate(plans, 1):
        sole = soles[plan.side.value]
        off_s, down_s = clear_of_floor(time_s, sole, plan.shift_s, plan.back_s + plan.way_s)
        if np.isnan(off_s):
            continue
        scene.lifts.append(Lifted(plan.side.value, off_s, down_s))
        scene.events += _events(scene, plan, body, off_s, down_s, plans[: number - 1])
        scene.marks.append(Mark(off_s, "hold", plan.side))
        scene.marks.append(Mark(down_s, "rest", plan.side))
    scene.marks.append(Mark(float(time_s[-1]), "stop"))
    scene.params |= {
        "stance_width_m": person.width_m,
        "foot_breadth_m": body.build.foot_breadth,
        "trials": [
            {
                "side": plan.side.value,
                "drop_deg": plan.habit.drop_deg,
                "lean_deg": plan.habit.lean_deg,
                "reach": plan.habit.reach,
                "faults": list(plan.faults),
            }
            for plan in plans
        ],
    }


def _events(
    scene: Scene, plan: Lift, body: Body, off_s: float, down_s: float, before: Sequence[Lift]
) -> list[Event]:
    time_s, series = scene.time_s, scene.series
    quiet_s = max(plan.shift_s - 2.0, before[-1].back_s + before[-1].way_s if before else 0.5)
    quiet = (time_s >= quiet_s) & (time_s < plan.shift_s)
    edge = min(0.5, (down_s - off_s) / 4.0)
    held = (time_s >= off_s + edge) & (time_s <= down_s - edge)
    towards = 1.0 if plan.side is Side.LEFT else -1.0
    across, width = series["com_across_m"], float(series["stance_width_m"][0])
    at_off = int(np.searchsorted(time_s, off_s))
    start = towards * float(across[quiet].mean())
    travel = towards * float(across[at_off]) - start
    needed = float(needed_shift(width, body.build.foot_breadth, start_m=start))
    slope, lean = series["pelvic_obliquity_deg"], series["trunk_lean_deg"]
    values = (
        ("hold_time", down_s - off_s),
        ("stance_width", width),
        ("weight_shift", travel / (0.5 * width)),
        ("needed_shift", needed / (0.5 * width)),
        ("excess_shift", (travel - needed) / (0.5 * width)),
        ("shift_distance", travel),
        ("unload_time", off_s - plan.shift_s),
        ("pelvic_drop", -towards * float(slope[held].mean() - slope[quiet].mean())),
        ("trunk_lean", towards * float(lean[held].mean() - lean[quiet].mean())),
    )
    trial = 1 + sum(each.side is plan.side for each in before)
    counts = "short-hold" not in plan.faults
    return [
        Event("lift_off", plan.side, off_s, off_s, off_s, trial),
        Event("hold", plan.side, off_s, off_s, down_s, trial, counts, plan.faults, values),
        Event("foot_down", plan.side, down_s, down_s, down_s, trial),
    ]


def clear_of_floor(time_s: Array, sole: Array, from_s: float, to_s: float) -> tuple[float, float]:
    """When a foot left the floor and came back within a stretch, s; NaN when it did not."""
    rows = np.flatnonzero((time_s >= from_s) & (time_s <= to_s))
    up = np.flatnonzero(sole[rows] > CLEAR_M)
    if not up.size:
        return float("nan"), float("nan")
    first, last = rows[up[0]], rows[up[-1]]
    return float(time_s[first]), float(time_s[min(last + 1, len(time_s) - 1)])


def standing_series(
    figure: Figure, foot_off_m: tuple[float, float] = (0.0, 0.0)
) -> dict[str, Array]:
    """True signals of a standing body, by the names of docs/measures.md.

    Parameters
    ----------
    figure : Figure
    foot_off_m : (left, right), m
        How far to the right of its axis the force under each foot acts.

    Returns
    -------
    dict
        (T,) each; lengths are against the feet of the first sample.
    """
    hips = figure.point("right_hip") - figure.point("left_hip")
    top = 0.5 * (figure.point("left_shoulder") + figure.point("right_shoulder"))
    low = 0.5 * (figure.point("left_hip") + figure.point("right_hip"))
    trunk = top - low
    feet = {}
    for (side, _), off in zip(SIDES, foot_off_m, strict=True):
        ankle, toe = figure.point(f"{side}_ankle")[0], figure.point(f"{side}_foot_index")[0]
        feet[side] = float((ankle + 0.28 * (toe - ankle))[2]) + off
    width = feet["right"] - feet["left"]
    middle = 0.5 * (feet["right"] + feet["left"])
    out = {
        "com_x_m": figure.centre[:, 0],
        "com_y_m": figure.centre[:, 1],
        "com_z_m": figure.centre[:, 2],
        "com_across_m": figure.centre[:, 2] - middle,
        "stance_width_m": np.full(len(trunk), width),
        "pelvic_obliquity_deg": np.degrees(
            np.arctan2(-hips[:, 1], np.hypot(hips[:, 0], hips[:, 2]))
        ),
        "trunk_lean_deg": np.degrees(np.arctan2(trunk[:, 2], trunk[:, 1])),
    }
    for side, _ in SIDES:
        flexion, abduction, inward = (np.degrees(each) for each in figure.hip[side])
        out[f"{side}_hip_abduction_deg"] = abduction
        out[f"{side}_hip_extension_deg"] = -flexion
        out[f"{side}_toe_turn_deg"] = inward
        out[f"{side}_knee_flexion_deg"] = np.degrees(figure.knee[side])
        out[f"{side}_sole_m"] = figure.sole(side)
    return out
