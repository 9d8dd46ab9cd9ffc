"""Walking in place of a treadmill, with or without a load that swings between the legs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from levelhip.core import Array, Event, Mark, Side
from levelhip.simulator.balance import Stance, balanced
from levelhip.simulator.forces import acceleration
from levelhip.simulator.lifts import standing_series
from levelhip.simulator.paths import generator, risen, wander
from levelhip.simulator.pendulum import swing
from levelhip.simulator.scene import RATE_HZ, Scene
from levelhip.simulator.skeleton import SIDES, Body, Figure, Leg

STILL_S, END_S = 3.0, 2.0
"""Standing before and after the walk; chosen by us."""

STANCE = 0.62
"""Part of a stride in which a foot is on the floor (60 to 62 % at usual speed, textbook)."""

HEEL_OFF = 0.40
"""Part of the stride at which the heel rises; chosen by us."""

SLOWING_S = 0.5
"""How much of its own clock a walk needs to stop; chosen by us: the last step takes longer."""

STEP_OF_HEIGHT = 0.32
"""Step length in body heights; chosen by us: slow walking."""

FEET_APART = {"walk": 0.055, "load": 0.085}
"""Half the distance between the feet's lines, in body heights; chosen by us."""

LOAD_KG, STRAP_M = 8.0, 0.55
"""The load and its strap, from waist to the load's middle; chosen by us."""


@dataclass(frozen=True, slots=True)
class _Strides:
    """Where in its stride each foot is.

    `phase` is 0 at each landing; `landings` are the times of the landings, s; `going` grows from 0
    to 1 in the first step; `belt` is the speed, 1 = usual; `heels` falls to 0 when both come down.
    """

    phase: dict[str, Array]
    landings: dict[str, Array]
    going: Array
    belt: Array
    heels: Array


def walk(body: Body, *, duration_s: float, load: bool, seed: int) -> Scene:
    """Somebody who stands, walks on the spot as on a treadmill, and stands.

    Parameters
    ----------
    body : Body
    duration_s : s
        Of the walking.
    load : bool
        Whether a load hangs from the waist.
    seed : int

    Returns
    -------
    Scene
    """
    rng = generator(seed, "walk")
    time_s = np.arange(0.0, STILL_S + duration_s + END_S, 1.0 / RATE_HZ)
    strides = _strides(body, time_s, duration_s, rng)
    stance = _stance(body, strides, time_s, load=load, rng=generator(seed, "sway"))
    figure = balanced(body, stance)
    scene = Scene(time_s, figure, posture="walking", slope_read=(-0.1, 0.2))
    if load:
        hung = _load(figure)
        part = LOAD_KG / (LOAD_KG + body.person.mass_kg)
        # What the load does to the body: both move about what they weigh together.
        stance.right -= part * STRAP_M * np.sin(hung[1])
        stance.ahead -= part * STRAP_M * np.sin(hung[0])
        figure = scene.figure = balanced(body, stance)
        hung = _load(figure)
        scene.series["load_ahead_deg"], scene.series["load_right_deg"] = np.degrees(hung)
        scene.params |= {"load_kg": LOAD_KG, "strap_m": STRAP_M}
    speed = 2.0 * STEP_OF_HEIGHT * body.person.height_m * body.person.cadence / 120.0
    scene.travel = np.cumsum(speed * strides.belt) / RATE_HZ
    scene.series |= standing_series(figure)
    _tell(scene, strides, body)
    return scene


def _strides(body: Body, time_s: Array, duration_s: float, rng: np.random.Generator) -> _Strides:
    person = body.person
    stride_s = 120.0 / person.cadence
    # A step that ends on the left foot takes the ratio times one that ends on the right.
    left_s = stride_s * person.step_ratio / (1.0 + person.step_ratio)
    right_s = stride_s - left_s
    times: dict[str, list[float]] = {"left": [], "right": []}
    now, side = STILL_S + 0.6, "left"
    while now < STILL_S + duration_s - 0.3:
        times[side].append(now)
        side = "right" if side == "left" else "left"
        usual = left_s if side == "left" else right_s
        now += usual * (1.0 + 0.015 * person.vary * float(rng.standard_normal()))
    landings = {key: np.array(value) for key, value in times.items()}
    end_s = max(float(at[-1]) for at in landings.values())
    # The walk's own clock runs down to a stop just after the last landing.
    slows_s = end_s - 0.84 * SLOWING_S
    part = np.clip((time_s - slows_s) / (2.0 * SLOWING_S), 0.0, 1.0)
    clock_s = np.where(time_s < slows_s, time_s, slows_s + SLOWING_S * (1.0 - (1.0 - part) ** 2))
    phase = {}
    for key, at in landings.items():
        whole = np.concatenate(([at[0] - stride_s], at, [at[-1] + stride_s]))
        phase[key] = np.mod(np.interp(clock_s, whole, np.arange(len(whole))), 1.0)
        landings[key] = np.interp(at, clock_s[clock_s < clock_s[-1]], time_s[clock_s < clock_s[-1]])
    going = risen(time_s, STILL_S, 0.7)
    down_s = max(float(at[-1]) for at in landings.values()) + 0.1
    belt = np.where(time_s < slows_s, 1.0, 1.0 - part) * going
    heels = going * (1.0 - risen(time_s, down_s, 0.6))
    return _Strides(phase, landings, going, belt, heels)


def _stance(
    body: Body, strides: _Strides, time_s: Array, *, load: bool, rng: np.random.Generator
) -> Stance:
    person, count, going = body.person, len(time_s), strides.going

    def slow(sd: float, cutoff_hz: float) -> Array:
        return wander(rng, count, RATE_HZ, sd=sd * min(person.vary, 1.0), cutoff_hz=cutoff_hz)

    apart = FEET_APART["load" if load else "walk"] * person.height_m
    legs = {}
    for side, sign in SIDES:
        ankle, pitch = _foot(body, strides.phase[side], going, strides.heels)
        ankle[:, 2] = sign * apart
        legs[side] = Leg(ankle=ankle, heading=float(np.radians(person.toe_out_deg)), pitch=pitch)
    left = 2.0 * np.pi * strides.phase["left"]
    nought = np.zeros(count)
    return Stance(
        ahead=0.02 + slow(0.004, 0.2),
        # Towards the standing foot: the left one in the first half of the left stride.
        right=-0.45 * apart * strides.belt * np.sin(left - 0.3) + slow(0.004, 0.3),
        legs=legs,
        # The side that swings hangs: the left hip is the higher one on the left foot.
        slope=np.radians(person.obliquity_deg) * strides.belt * np.sin(left + 0.2)
        + np.radians(person.standing_slope_deg),
        heading=np.radians(3.0) * strides.belt * np.cos(left),
        tilt=np.radians(slow(0.5, 0.3)),
        lean=np.radians(1.5) * strides.belt * np.sin(left) * -1.0 + np.radians(slow(0.4, 0.3)),
        bow=np.radians(3.0 + slow(0.4, 0.3)),
        lowered=0.004 + nought,
        arms_out=np.radians(10.0) + nought,
    )


def _foot(body: Body, phase: Array, going: Array, heels: Array) -> tuple[Array, Array]:
    """Way of the ankle and pitch of the foot (toes down) through a stride."""
    b = body.build
    step = STEP_OF_HEIGHT * body.person.height_m * going
    on = phase < STANCE
    air = np.clip((phase - STANCE) / (1.0 - STANCE), 0.0, 1.0)
    # On the belt the foot goes back evenly; through the air it goes forward, leaving and meeting
    # the belt at the belt's own speed.
    reach, speed = step * STANCE, step * 2.0 * (1.0 - STANCE)
    back = reach - 2.0 * step * phase
    start, end = reach - 2.0 * step * STANCE, reach
    cubic = (
        (2 * air**3 - 3 * air**2 + 1) * start
        - (air**3 - 2 * air**2 + air) * speed
        + (-2 * air**3 + 3 * air**2) * end
        - (air**3 - air**2) * speed
    )
    middle = np.where(on, back, cubic)
    rising = risen(phase, HEEL_OFF, STANCE + 0.08 - HEEL_OFF)
    falling = risen(phase, STANCE + 0.08, 0.22)
    landing = risen(phase, 0.86, 0.12) + (1.0 - risen(phase, 0.0, 0.10)) * on
    pitch = heels * (
        np.radians(38.0) * (rising - falling)
        - np.radians(14.0) * landing * ~((phase > 0.10) & (phase < 0.86))
    )
    # While it is on the floor the foot turns about its toes or its heel.
    toe, heel = body.ankle_to_toe, 0.25 * b.foot
    about_toe, about_heel = np.maximum(pitch, 0.0), np.maximum(-pitch, 0.0)
    up = toe * np.sin(about_toe) + b.ankle * np.cos(about_toe) + heel * np.sin(about_heel)
    on_way = toe * (1.0 - np.cos(about_toe)) + b.ankle * np.sin(about_toe)
    # It comes down with 0.6 m/s and stops at once, as heels do.
    clear = 0.045 * going * 6.75 * air**2 * (1.0 - air)
    ankle = np.zeros((len(phase), 3))
    ankle[:, 0] = middle + on_way * (1.0 - air)
    ankle[:, 1] = up + clear
    return ankle, pitch


def _load(figure: Figure) -> Array:
    """Angles of the hanging load, ahead and to the right, (2, T), rad."""
    pivot = 0.5 * (figure.point("left_asis") + figure.point("right_asis"))
    push = acceleration(pivot, 1.0 / RATE_HZ)
    return np.stack([swing(push[:, axis], 1.0 / RATE_HZ, length_m=STRAP_M) for axis in (0, 2)])


def _tell(scene: Scene, strides: _Strides, body: Body) -> None:
    person = body.person
    scene.marks = [Mark(0.2, "set"), Mark(STILL_S, "go"), Mark(float(scene.time_s[-1]), "stop")]
    steps = sorted((float(at), side) for side, times in strides.landings.items() for at in times)
    trials = {"left": 0, "right": 0}
    before = np.nan
    for at, side in steps:
        trials[side] += 1
        values = (("step_time", at - before),) if at == at and before == before else ()
        scene.events.append(Event("step", Side(side), at, at, at, trials[side], True, (), values))
        before = at
    scene.params |= {
        "cadence": person.cadence,
        "step_ratio": person.step_ratio,
        "obliquity_deg": person.obliquity_deg,
        "step_count": len(steps),
    }
