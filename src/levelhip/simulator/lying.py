"""Lying on the side: repetitions of the upper leg, then the hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from levelhip.core import Array, Event, Mark, Side
from levelhip.simulator.paths import generator, risen, through, wander
from levelhip.simulator.rotations import hip_angles, turn
from levelhip.simulator.scene import RATE_HZ, Fault, Scene
from levelhip.simulator.skeleton import Body, Leg, Posture

MAT_M = 0.10
"""Height of the lower hip's centre above the mat: half a thigh; chosen by us."""

ROLL_S = 4.0
"""Time to roll over to the other side; chosen by us."""

TOP_PART = 0.8
"""Above this part of its height a lift is at its top, where extension and toes are told."""

USUAL = {"top": 30.0, "back": 11.0, "toe": 18.0, "forward": 38.0, "rep_s": 3.4}
"""A full repetition, deg and s; chosen by us after the rendered ones of docs/accuracy."""

SPREAD = {"top": 1.5, "back": 1.2, "toe": 2.0, "forward": 3.0, "rep_s": 0.2}
"""Standard deviation from repetition to repetition; chosen by us."""

TREMOR_DEG = 0.10
"""How far a leg held in the air trembles, standard deviation, deg; chosen by us."""

IN_LINE = (0.0, 1.0, 0.0, 3.0)
"""The leg straight and level, in line with the body: back, up, toes down, knee, deg."""

HELD = {"top": 27.0, "back": 11.0, "toe": 18.0}
"""The hold past the midline, deg."""

FAULTY: dict[str, dict[str, float]] = {
    "toe-up": {"toe": -28.0},
    "not-past-midline": {"back": -9.0},
    "not-back": {"back": -30.0},
    "low": {"top": 11.0},
    "not-lowered": {"left": 15.0},
    "no-knee-forward": {"forward": -4.0},
    "too-fast": {"rep_s": 1.15},
}
"""What each fault makes of a repetition."""

LYING_FAULTS = (*FAULTY, "sunk", "short-hold")


@dataclass(slots=True)
class _Knots:
    """Angles of the upper leg, deg, by name: (s, deg)."""

    back: list[tuple[float, float]] = field(default_factory=lambda: [(0.0, -18.0)])
    up: list[tuple[float, float]] = field(default_factory=lambda: [(0.0, -3.0)])
    toe: list[tuple[float, float]] = field(default_factory=lambda: [(0.0, 4.0)])
    knee: list[tuple[float, float]] = field(default_factory=lambda: [(0.0, 28.0)])

    def go(self, until_s: float, back: float, up: float, toe: float, knee: float) -> None:
        """Move until a time and be there."""
        for name, value in (("back", back), ("up", up), ("toe", toe), ("knee", knee)):
            getattr(self, name).append((until_s, value))

    def stay(self, until_s: float) -> None:
        """Stay where it is until a time."""
        for name in ("back", "up", "toe", "knee"):
            knots = getattr(self, name)
            knots.append((until_s, knots[-1][1]))


@dataclass(slots=True)
class _Plan:
    """The whole recording: marks, spans of reps and holds, knots of both legs on top."""

    marks: list[Mark] = field(default_factory=list)
    spans: list[tuple[str, Side, float, float, tuple[str, ...]]] = field(default_factory=list)
    knots: dict[Side, _Knots] = field(default_factory=dict)
    sets: list[tuple[Side, float, float]] = field(default_factory=list)
    now: float = 0.0


def side_lying(
    body: Body,
    *,
    sides: Sequence[Side],
    reps: int,
    hold_s: float,
    faults: Sequence[Fault],
    led: bool,
    seed: int,
) -> Scene:
    """Somebody who lies on one side, and then on the other, and lifts the upper leg.

    Parameters
    ----------
    body : Body
    sides : sequence of Side
        The upper leg of each set; the same side twice is two sets with a rest between.
    reps : int
        In each set.
    hold_s : s
        After them; 0 for none.
    faults : sequence of Fault
        Numbered through all sets; the hold counts as one more repetition of its set.
    led : bool
        Whether a session leads, with a rest before the poses; else the leg is in line at once.
    seed : int

    Returns
    -------
    Scene
    """
    rng = generator(seed, "reps")
    plan = _planned(body, sides, reps, hold_s, faults, rng, led=led)
    time_s = np.arange(0.0, plan.now, 1.0 / RATE_HZ)
    figure = body.figure(_posture(body, plan, time_s, generator(seed, "tremor")))
    scene = Scene(time_s, figure, posture="lying", marks=plan.marks)
    scene.params |= {"working": sides[0].value, "sets": [side.value for side in sides]}
    top = {side: np.zeros(len(time_s), dtype=bool) for side in (Side.LEFT, Side.RIGHT)}
    for side, start_s, end_s in plan.sets:
        top[side] |= (time_s >= start_s) & (time_s < end_s)
    angles = {}
    for side, sign in ((Side.LEFT, -1.0), (Side.RIGHT, 1.0)):
        flexion, _, _ = hip_angles(figure.frames["trunk"], figure.frames[f"{side}_thigh"], sign)
        _, abduction, inward = figure.hip[side.value]
        angles[side] = tuple(np.degrees(each) for each in (abduction, -flexion, inward))
    for index, name in enumerate(("hip_abduction_deg", "hip_extension_deg", "toe_turn_deg")):
        for side in (Side.LEFT, Side.RIGHT):
            scene.series[f"{side}_{name}"] = angles[side][index]
        scene.series[name] = np.where(
            top[Side.LEFT],
            angles[Side.LEFT][index],
            np.where(top[Side.RIGHT], angles[Side.RIGHT][index], np.nan),
        )
    for side in (Side.LEFT, Side.RIGHT):
        scene.series[f"{side}_knee_flexion_deg"] = np.degrees(figure.knee[side.value])
    scene.events += _events(scene, plan)
    return scene


def _planned(
    body: Body,
    sides: Sequence[Side],
    reps: int,
    hold_s: float,
    faults: Sequence[Fault],
    rng: np.random.Generator,
    *,
    led: bool,
) -> _Plan:
    plan, vary = _Plan(), body.person.vary
    number = 0
    for index, side in enumerate(sides):
        if index and sides[index - 1] is not side:
            plan.now += ROLL_S
        if side not in plan.knots:
            plan.knots[side] = _Knots() if led else _Knots(*([(0.0, at)] for at in IN_LINE))
        knots = plan.knots[side]
        begun = plan.now
        plan.marks.append(Mark(begun + 0.2, "set", side))
        plan.marks.append(Mark(begun + 0.5, "rest", side))
        knots.stay(begun + (3.5 if led else 0.1))
        _pose(plan, knots, side, "pose-line", IN_LINE)
        _pose(plan, knots, side, "pose-back", (12.0, 1.0, 3.0, 3.0))
        if led:
            _rest(plan, knots, side, 2.5)
        plan.marks.append(Mark(plan.now, "go", side))
        plan.now += 1.0
        knots.stay(plan.now)
        for _ in range(reps):
            number += 1
            codes = tuple(fault.code for fault in faults if fault.hits(number))
            _rep(plan, knots, side, codes, rng, vary)
        if hold_s > 0.0:
            number += 1
            codes = tuple(fault.code for fault in faults if fault.hits(number))
            _rest(plan, knots, side, 2.5)
            _hold(plan, knots, side, codes, rng, hold_s)
        _rest(plan, knots, side, 2.5)
        plan.sets.append((side, begun, plan.now))
    plan.marks.append(Mark(plan.now, "stop"))
    plan.now += 1.0
    return plan


def _pose(
    plan: _Plan, knots: _Knots, side: Side, name: str, place: tuple[float, float, float, float]
) -> None:
    """Move into a pose, be told so, stay for four seconds."""
    start = max(plan.now, knots.up[-1][0])
    knots.go(start + 1.2, *place)
    plan.marks.append(Mark(start + 1.3, name, side))
    knots.stay(start + 5.3)
    plan.marks.append(Mark(start + 5.3, "pose-end", side))
    plan.now = start + 5.5
    knots.stay(plan.now)


def _rest(plan: _Plan, knots: _Knots, side: Side, long_s: float) -> None:
    """Lay the leg down and let it lie."""
    start = max(plan.now, knots.up[-1][0])
    knots.stay(start)
    knots.go(start + 1.2, -18.0, -3.0, 4.0, 28.0)
    plan.marks.append(Mark(start + 1.3, "rest", side))
    plan.now = start + 1.3 + long_s
    knots.stay(plan.now)


def _rep(
    plan: _Plan,
    knots: _Knots,
    side: Side,
    codes: tuple[str, ...],
    rng: np.random.Generator,
    vary: float,
) -> None:
    own = {key: USUAL[key] + vary * SPREAD[key] * float(rng.standard_normal()) for key in USUAL}
    own["left"] = 1.0
    for code in codes:
        own |= FAULTY.get(code, {})
    t0, long_s = plan.now, own["rep_s"]
    bent = 55.0 if "no-knee-forward" not in codes else 8.0
    knots.go(t0 + 0.24 * long_s, -own["forward"], -5.0, 4.0, bent)
    # The kick ends before the lift has gone far: back first, then up.
    knots.back.append((t0 + 0.46 * long_s, own["back"]))
    knots.toe.append((t0 + 0.46 * long_s, own["toe"]))
    knots.knee.append((t0 + 0.46 * long_s, 5.0))
    knots.up += [(t0 + 0.38 * long_s, 1.0), (t0 + 0.62 * long_s, own["top"])]
    for name, value in (("back", own["back"]), ("toe", own["toe"]), ("knee", 5.0)):
        getattr(knots, name).append((t0 + 0.70 * long_s, value))
    knots.up.append((t0 + 0.70 * long_s, own["top"]))
    low = own["left"]
    knots.go(t0 + long_s, min(own["back"], 4.0), low, 5.0, 8.0)
    plan.spans.append(("rep", side, t0, t0 + long_s, codes))
    plan.now = t0 + long_s + 0.35 + 0.25 * vary * float(rng.random())
    knots.stay(plan.now)


def _hold(
    plan: _Plan,
    knots: _Knots,
    side: Side,
    codes: tuple[str, ...],
    rng: np.random.Generator,
    hold_s: float,
) -> None:
    own = dict(HELD)
    for code in codes:
        own |= {key: value for key, value in FAULTY.get(code, {}).items() if key in own}
    long_s = hold_s * (0.6 if "short-hold" in codes else 1.0) + 0.3 * float(rng.random())
    plan.marks.append(Mark(plan.now + 0.2, "hold", side))
    t0 = plan.now + 0.8
    knots.stay(t0)
    knots.go(t0 + 0.8, own["back"], 3.0, own["toe"], 5.0)
    up_s = t0 + 1.8
    knots.go(up_s, own["back"], own["top"], own["toe"], 5.0)
    end_s = up_s + long_s
    sagged = own["top"] - (9.0 if "sunk" in codes else 1.0)
    knots.go(end_s, own["back"], sagged, own["toe"], 5.0)
    knots.go(end_s + 1.2, 4.0, 0.0, 5.0, 8.0)
    plan.spans.append(("hold", side, up_s, end_s, codes))
    plan.now = end_s + 1.3
    plan.marks.append(Mark(plan.now, "rest", side))


def _base(side: Side) -> Array:
    """Axes of a body that lies with that side up and faces forward (LAB X)."""
    up = 1.0 if side is Side.RIGHT else -1.0
    return np.array([[1.0, 0.0, 0.0], [0.0, 0.0, up], [0.0, -up, 0.0]])


def _posture(body: Body, plan: _Plan, time_s: Array, rng: np.random.Generator) -> Posture:
    count, vary = len(time_s), body.person.vary

    def slow(sd_deg: float, cutoff_hz: float) -> Array:
        return np.radians(wander(rng, count, RATE_HZ, sd=vary * sd_deg, cutoff_hz=cutoff_hz))

    first = plan.sets[0][0]
    rolled = np.zeros(count)
    for (before, _, ended_s), (after, _, _) in zip(plan.sets, plan.sets[1:], strict=False):
        if before is not after:
            rolled += (1.0 if before is first else -1.0) * risen(time_s, ended_s, ROLL_S)
    legs: dict[str, Leg] = {}
    back_all, up_all = np.zeros(count), np.zeros(count)
    for side in (Side.LEFT, Side.RIGHT):
        on_top = rolled if side is not first else 1.0 - rolled
        if side in plan.knots:
            knots = plan.knots[side]
            back, up, toe, knee = (
                np.radians(through(time_s, getattr(knots, name)))
                for name in ("back", "up", "toe", "knee")
            )
        else:
            back = up = toe = knee = np.zeros(count)
        # A leg held up trembles, one that lies hardly.
        effort = on_top * risen(np.degrees(up), -2.0, 3.0)
        tremor = slow(TREMOR_DEG, 1.5) * (0.1 + effort)
        back_all, up_all = back_all + on_top * back, up_all + on_top * up
        legs[side.value] = Leg(
            ankle=np.zeros((count, 3)),
            heading=0.0,
            lifted=1.0,
            # The lower leg lies bent in front.
            flexion=-on_top * back + (1.0 - on_top) * np.radians(22.0) + tremor,
            abduction=on_top * up + slow(TREMOR_DEG, 1.5) * (0.1 + effort),
            inward=on_top * toe + slow(0.3, 0.8) * (0.1 + effort),
            knee=on_top * knee + (1.0 - on_top) * np.radians(38.0) + np.abs(slow(0.2, 0.5)),
            toes_up=np.radians(-20.0),
            floor=False,
        )
    turning = np.pi * rolled
    base = np.broadcast_to(_base(first), (count, 3, 3)) @ turn(1, turning)
    top_sign = np.where(rolled < 0.5, 1.0, -1.0) * (1.0 if first is Side.RIGHT else -1.0)
    # The pelvis goes along a little: it rolls and arches with the leg's way back, hikes with its
    # way up.
    arch, hike = 0.10 * np.maximum(back_all, 0.0), 0.06 * np.maximum(up_all, 0.0)
    roll = top_sign * 0.08 * np.maximum(back_all, 0.0) + slow(0.5, 0.2)
    pelvis = base @ turn(1, roll) @ turn(0, -top_sign * hike) @ turn(2, -arch)
    trunk = base @ turn(1, slow(0.4, 0.2))
    hips = np.zeros((count, 3))
    hips[:, 1] = MAT_M + body.build.hip * np.abs(np.cos(turning))
    reach = {}
    for side, sign in ((Side.LEFT, -1.0), (Side.RIGHT, 1.0)):
        on_top = rolled if side is not first else 1.0 - rolled
        # The upper hand's thumb presses on the hip; the lower arm lies under the head.
        on_hip = hips + (pelvis @ np.array([0.02, 0.06, sign * (body.build.hip + 0.06)]))
        under = hips + (trunk @ np.array([0.12, body.build.trunk + 0.22, -sign * 0.02]))
        reach[side.value] = on_top[:, None] * on_hip + (1.0 - on_top)[:, None] * under
    return Posture(hips, pelvis, trunk, legs, reach=reach)


def _events(scene: Scene, plan: _Plan) -> list[Event]:
    time_s = scene.time_s
    found: list[Event] = []
    counts: dict[tuple[str, Side], int] = {}
    for kind, side, start_s, end_s, codes in plan.spans:
        rows = np.flatnonzero((time_s >= start_s) & (time_s <= end_s))
        up, back, toe = (
            scene.series[name][rows]
            for name in ("hip_abduction_deg", "hip_extension_deg", "toe_turn_deg")
        )
        top = up >= max(float(up.min()), 0.0) + TOP_PART * (
            float(up.max()) - max(float(up.min()), 0.0)
        )
        counts[kind, side] = counts.get((kind, side), 0) + 1
        values: tuple[tuple[str, float], ...] = (
            ("abduction_top", float(up.max())),
            ("abduction_range", float(up.max() - up.min())),
            ("extension_reached", float(np.median(back[top]))),
            ("toe_turn", float(np.median(toe[top]))),
            ("tempo", _raised_s(time_s[rows], up))
            if kind == "rep"
            else ("hold_time", end_s - start_s),
        )
        peak_s = float(time_s[rows[int(up.argmax())]]) if kind == "rep" else start_s
        valid = not {"low", "short-hold"} & set(codes)
        trial = counts[kind, side]
        found.append(Event(kind, side, start_s, peak_s, end_s, trial, valid, codes, values))
    return found


def _raised_s(time_s: Array, up: Array) -> float:
    """How long the leg was above a twentieth of its way up from the body's line, s."""
    high = np.flatnonzero(up > 0.05 * float(up.max()))
    return float(time_s[high[-1]] - time_s[high[0]])
