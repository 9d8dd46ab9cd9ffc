"""Simulated phones on walking, sitting, driving and exercising people, with known steps.

Written for setting and testing the step finder on data that is not the data it is judged on. The
shapes (amplitudes, swings, levers) are chosen by us to span what a phone may feel, wider rather
than truer: a finder that only works for one shape must fail here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.signal import lfilter
from scipy.spatial.transform import Rotation
from scipy.special import expit

from levelhip.core import Array, Motion

GRAVITY = 9.80665
FINE_HZ = 400.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where the phone is worn, as numbers.

    Attributes
    ----------
    swing_deg : half the swing about the hip or shoulder, once a stride
    lever_m : from that joint to the phone
    near, far : share of a step's shock that comes through from the same and the other leg
    bounce_hz : own swing of a loose phone (bag, pouch); 0 for a phone held firmly
    gain : share of the trunk's movement that reaches it
    limb : m/s2, acceleration once a stride that the trunk does not have (one leg, one arm)
    """

    swing_deg: float
    lever_m: float
    near: float
    far: float
    bounce_hz: float = 0.0
    gain: float = 1.0
    limb: float = 0.0


PLACES: dict[str, Place] = {
    "sacrum": Place(3.0, 0.05, 1.0, 0.95),
    "hand swinging": Place(22.0, 0.65, 0.35, 0.3, limb=1.0),
    "hand reading": Place(2.0, 0.3, 0.35, 0.3, gain=0.7),
    "front pocket": Place(22.0, 0.28, 1.5, 0.4, limb=1.2),
    "back pocket": Place(10.0, 0.12, 1.2, 0.6, limb=0.5),
    "bag": Place(4.0, 0.3, 0.6, 0.45, bounce_hz=2.3, gain=0.9, limb=0.3),
    "neck pouch": Place(3.0, 0.3, 0.7, 0.65, bounce_hz=1.3, gain=1.0),
    "armband": Place(13.0, 0.2, 0.5, 0.4, limb=0.4),
}


@dataclass(frozen=True, slots=True)
class Walk:
    """A stretch of walking to simulate: how many steps, how fast, how strongly."""

    steps: int
    cadence: float
    strength: float = 1.0


@dataclass(frozen=True, slots=True)
class Stand:
    """A pause; `handled` when the phone is taken up or put away during it."""

    seconds: float
    handled: bool = False


def walking(
    plan: Sequence[Walk | Stand], place: Place, *, rate_hz: float = 100.0, seed: int = 0
) -> tuple[Motion, Array]:
    """A phone on a walking person, and the times at which the feet land.

    Parameters
    ----------
    plan : what the person does, in order
    place : one of `PLACES`
    rate_hz : sampling rate of the phone
    seed : of step-to-step changes, mounting, noise

    Returns
    -------
    tuple of Motion and (R,) s
    """
    rng = np.random.default_rng(seed)
    strikes, strengths, last_s = schedule(plan, rng)
    time_s = np.arange(0.0, last_s, 1.0 / FINE_HZ)
    moved, swing = trunk(time_s, strikes, strengths, place, rng)
    if place.bounce_hz:
        moved = _bounced(moved, place.bounce_hz, rng)
    angle = np.radians(place.swing_deg) * swing
    path = place.lever_m * np.column_stack([np.sin(angle), -np.cos(angle), np.zeros_like(angle)])
    carried = np.gradient(np.gradient(path, axis=0), axis=0) * FINE_HZ**2
    felt = place.gain * moved + carried + np.array([0.0, GRAVITY, 0.0])
    turn = Rotation.from_euler(
        "zyx", np.column_stack([angle, *_wander(time_s, rng, 2.0), _sway(swing, rng)])
    ) * _handling(time_s, plan, strikes, rng)
    return sampled(time_s, turn.inv().apply(felt), turn, rate_hz=rate_hz, rng=rng), strikes


def sampled(
    time_s: Array, felt: Array, turn: Rotation, *, rate_hz: float, rng: np.random.Generator
) -> Motion:
    """A fine simulation as a phone would log it: any mounting, jitter in time, noise, rounding.

    Parameters
    ----------
    time_s : (T,), s, evenly spaced
    felt : (T, 3), m/s2, in the axes the phone has before it is mounted
    turn : (T,) rotations of the phone
    rate_hz : of the phone
    rng : source of chance
    """
    period = 1.0 / rate_hz
    ticks = np.arange(time_s[0] + period, time_s[-1] - period, period)
    ticks = ticks + rng.uniform(-0.1, 0.1, ticks.size) * period
    mounting = Rotation.random(random_state=int(rng.integers(2**31)))
    step = max(1, round(FINE_HZ / rate_hz / 2))
    box = np.ones(step) / step
    smooth = np.column_stack([np.convolve(felt[:, i], box, "same") for i in range(3)])
    acceleration = np.column_stack([np.interp(ticks, time_s, smooth[:, i]) for i in range(3)])
    acceleration = mounting.apply(acceleration) + rng.normal(0.0, 0.04, (ticks.size, 3))
    spin = (turn[:-1].inv() * turn[1:]).as_rotvec() * FINE_HZ
    rotation = np.column_stack([np.interp(ticks, time_s[:-1], spin[:, i]) for i in range(3)])
    rotation = mounting.apply(rotation) + rng.normal(0.0, 0.005, (ticks.size, 3))
    return Motion(ticks, np.round(acceleration / 0.01) * 0.01, rotation)


def schedule(plan: Sequence[Walk | Stand], rng: np.random.Generator) -> tuple[Array, Array, float]:
    """When feet land, s, how strongly (1 = usual), and when the plan is over, s."""
    now, strikes, strengths = 0.0, [], []
    for part in plan:
        if isinstance(part, Stand):
            now += part.seconds
            continue
        drift = np.cumsum(rng.normal(0.0, 0.004, part.steps))
        limp = rng.uniform(-0.03, 0.03)
        start, stop = rng.uniform(0.5, 2.5, 2)
        for i in range(part.steps):
            # People set off and stop over one to several slower, weaker steps.
            edge = np.exp(-i / start) + np.exp(-(part.steps - 1 - i) / stop)
            slower = 1.0 + 0.2 * edge
            chance = 1.0 + rng.normal(0.0, 0.02) + limp * (-1) ** i + drift[i]
            now += 60.0 / part.cadence * slower * chance
            strikes.append(now)
            tempo = (part.cadence / 110.0) ** 1.5
            strengths.append(part.strength * tempo * max(0.25, 1.0 - 0.65 * edge))
    return np.array(strikes), np.array(strengths), now + 1.0


def trunk(
    time_s: Array, strikes: Array, strengths: Array, place: Place, rng: np.random.Generator
) -> tuple[Array, Array]:
    """Acceleration of the trunk (forward, up, right) and the swing of the limb (-1 to 1)."""
    moved = np.zeros((time_s.size, 3))
    swing = np.zeros(time_s.size)
    tuned = rng.uniform(0.8, 1.2, 4)
    for i, (strike, strength) in enumerate(zip(strikes, strengths, strict=True)):
        before = strike - strikes[i - 1] if i and strike - strikes[i - 1] < 1.6 else 0.6
        after = strikes[i + 1] - strike if i + 1 < strikes.size else 0.6
        after = after if after < 1.6 else 0.6
        phase = np.interp(time_s, [strike - before, strike, strike + after], [-1.0, 0.0, 1.0])
        inside = (phase > -1.0) & (phase < 1.0)
        # Raised cosines of neighbouring steps add up to a steady wave.
        weight = np.where(inside, 0.5 + 0.5 * np.cos(np.pi * phase), 0.0) * strength
        side = (-1.0) ** i
        up = 2.0 * tuned[0] * np.cos(2 * np.pi * (phase - 0.12))
        up += 0.8 * tuned[1] * np.cos(4 * np.pi * (phase - 0.05))
        up += place.limb * tuned[3] * side * np.cos(np.pi * (phase - 0.3))
        forward = 1.1 * tuned[2] * np.cos(2 * np.pi * (phase + 0.2))
        across = 0.8 * tuned[3] * side * np.cos(np.pi * (phase - 0.2))
        moved += weight[:, None] * np.column_stack([forward, up, across])
        swing += weight / max(strength, 1e-9) * side * np.cos(np.pi * phase)
        since = np.clip(time_s - strike, 0.0, 0.3)
        share = place.near if side > 0 else place.far
        shock = np.exp(-since / 0.03) * np.sin(2 * np.pi * 14.0 * since) * (time_s > strike)
        moved[:, 1] += 6.0 * share * strength * shock * rng.uniform(0.7, 1.3)
        moved[:, 0] -= 3.0 * share * strength * shock
    return moved, swing


def _bounced(trunk: Array, bounce_hz: float, rng: np.random.Generator) -> Array:
    """The trunk's movement as it comes through a loose hold that swings by itself."""
    natural = 2 * np.pi * bounce_hz * rng.uniform(0.9, 1.1)
    damping, dt = 0.25, 1.0 / FINE_HZ
    # Base excitation of a mass on a spring, semi-implicit Euler written as a filter.
    a1 = 2 * damping * natural * dt
    a2 = (natural * dt) ** 2
    b, a = [a1 + a2, -a1], [1.0 + a1 + a2, -2.0 - a1, 1.0]
    loose = np.asarray(lfilter(b, a, trunk, axis=0))
    return 0.6 * loose + 0.4 * trunk


def _wander(time_s: Array, rng: np.random.Generator, degrees: float) -> list[Array]:
    """Slow turns of the phone in its hold, as Euler angles."""
    knots = np.arange(time_s[0], time_s[-1] + 4.0, 2.0)
    wander = np.radians(degrees) * rng.normal(size=knots.size)
    return [np.interp(time_s, knots, wander)]


def _sway(swing: Array, rng: np.random.Generator) -> Array:
    return np.asarray(np.radians(3.0) * swing * rng.uniform(0.5, 1.5))


def _handling(
    time_s: Array, plan: Sequence[Walk | Stand], strikes: Array, rng: np.random.Generator
) -> Rotation:
    """Big slow turns while the phone is put away or taken up."""
    angle = np.zeros(time_s.size)
    now, i = 0.0, 0
    for part in plan:
        if isinstance(part, Walk):
            i += part.steps
            now = float(strikes[i - 1])
            continue
        if part.handled:
            middle = now + part.seconds / 2
            angle += rng.uniform(1.0, 2.5) * expit((time_s - middle) / 0.25)
        now += part.seconds
    axis = rng.normal(size=3)
    return Rotation.from_rotvec(angle[:, None] * axis / np.linalg.norm(axis))


def _still(time_s: Array) -> Array:
    return np.tile([0.0, GRAVITY, 0.0], (time_s.size, 1))


def _noise(time_s: Array, rng: np.random.Generator, hz: float, quality: float) -> Array:
    """Unit-variance noise that resonates at `hz`, (T, 3)."""
    radius = 1.0 - np.pi * hz / quality / FINE_HZ
    poles = [1.0, -2 * radius * np.cos(2 * np.pi * hz / FINE_HZ), radius**2]
    made = np.asarray(lfilter([1.0], poles, rng.normal(size=(time_s.size, 3)), axis=0))
    return np.asarray(made / made.std(axis=0))


def _pitching(angle: Array) -> Rotation:
    return Rotation.from_rotvec(np.column_stack([np.zeros_like(angle)] * 2 + [angle]))


def _hump(time_s: Array, period_s: float, rng: np.random.Generator, rest: float = 0.3) -> Array:
    """Repetitions from 0 to 1 and back, each smooth, with a rest between."""
    out = np.zeros(time_s.size)
    now = 2.0
    while now < time_s[-1] - period_s:
        length = period_s * rng.uniform(0.85, 1.15)
        phase = np.clip((time_s - now) / (length * (1.0 - rest)), 0.0, 1.0)
        out += 0.5 - 0.5 * np.cos(2 * np.pi * phase)
        now += length
    return out


def sitting(rng: np.random.Generator, seconds: float = 120.0) -> tuple[Array, Array, Rotation]:
    """A phone in the pocket of someone who sits: breath, tremor, a shift of the seat at times."""
    time_s = np.arange(0.0, seconds, 1.0 / FINE_HZ)
    felt = _still(time_s) + 0.02 * _noise(time_s, rng, 9.0, 3.0)
    felt[:, 1] += 0.02 * np.sin(2 * np.pi * 0.25 * time_s)
    angle = np.zeros(time_s.size)
    for middle in rng.uniform(5.0, seconds - 5.0, 8):
        angle += rng.normal(0.0, 0.3) * expit((time_s - middle) / 0.3)
        felt += (
            1.5 * np.exp(-(((time_s - middle) / 0.5) ** 2))[:, None] * _noise(time_s, rng, 2.0, 1.0)
        )
    return time_s, felt, _pitching(angle)


def typing(rng: np.random.Generator, seconds: float = 120.0) -> tuple[Array, Array, Rotation]:
    """A phone that is typed on in the hand, or lies beside a keyboard."""
    time_s = np.arange(0.0, seconds, 1.0 / FINE_HZ)
    felt = _still(time_s) + 0.05 * _noise(time_s, rng, 8.0, 3.0)
    now = 1.0
    while now < seconds - 1.0:
        since = np.clip(time_s - now, 0.0, 0.2)
        felt[:, 1] -= (
            rng.uniform(0.3, 1.5) * (time_s > now) * np.sin(60 * since) * np.exp(-since / 0.03)
        )
        now += rng.gamma(4.0, 0.05) if rng.random() > 0.1 else rng.uniform(0.5, 2.0)
    angle = 0.03 * np.sin(2 * np.pi * 0.2 * time_s)
    return time_s, felt, _pitching(angle)


def driving(rng: np.random.Generator, seconds: float = 300.0) -> tuple[Array, Array, Rotation]:
    """A phone in a car on a poor road: body on its springs, wheels, engine, bends, bumps."""
    time_s = np.arange(0.0, seconds, 1.0 / FINE_HZ)
    stretches = np.arange(0.0, seconds + 10.0, 10.0)
    rough = np.interp(time_s, stretches, rng.gamma(2.0, 0.5, stretches.size))
    # Body on its springs: mostly up and down, with some pitch and roll at the phone.
    felt = _still(time_s) + (rough[:, None] * [0.2, 0.5, 0.25]) * _noise(time_s, rng, 1.5, 2.5)
    felt += (rough * 0.5)[:, None] * _noise(time_s, rng, 11.0, 3.0)
    felt += 0.15 * _noise(time_s, rng, 28.0, 20.0)
    slow = np.arange(0.0, seconds + 6.0, 6.0)
    felt[:, 0] += np.interp(time_s, slow, rng.normal(0.0, 1.0, slow.size))
    felt[:, 2] += np.interp(time_s, slow, rng.normal(0.0, 1.0, slow.size))
    for bump in rng.uniform(5.0, seconds - 5.0, 20):
        since = np.clip(time_s - bump, 0.0, 3.0)
        felt[:, 1] += 3.0 * np.exp(-since / 0.35) * np.sin(2 * np.pi * 1.5 * since)
    return time_s, felt, _pitching(np.zeros(time_s.size))


def _rep_motion(
    rng: np.random.Generator, period_s: float, lever_m: float, degrees: float, rise_m: float
) -> tuple[Array, Array, Rotation]:
    time_s = np.arange(0.0, 15 * period_s + 6.0, 1.0 / FINE_HZ)
    hump = _hump(time_s, period_s, rng)
    angle = np.radians(degrees) * hump
    path = np.column_stack(
        [lever_m * np.sin(angle), -lever_m * np.cos(angle) + rise_m * hump, np.zeros(time_s.size)]
    )
    felt = np.gradient(np.gradient(path, axis=0), axis=0) * FINE_HZ**2 + _still(time_s)
    felt += 0.1 * _noise(time_s, rng, 8.0, 2.0) * (0.3 + hump[:, None])
    return time_s, felt, _pitching(angle)


def squats(rng: np.random.Generator) -> tuple[Array, Array, Rotation]:
    """Fifteen squats, 2.2 to 4 s each, phone on the sacrum or in a pocket."""
    return _rep_motion(rng, rng.uniform(2.2, 4.0), 0.05, rng.uniform(15.0, 60.0), -0.45)


def leg_lifts(rng: np.random.Generator) -> tuple[Array, Array, Rotation]:
    """Fifteen side-lying leg lifts, phone on the thigh."""
    return _rep_motion(rng, rng.uniform(2.0, 4.0), 0.3, 40.0, 0.0)


def hip_drops(rng: np.random.Generator) -> tuple[Array, Array, Rotation]:
    """Fifteen hip drops at a wall, phone on the sacrum."""
    return _rep_motion(rng, rng.uniform(2.0, 3.5), 0.12, 12.0, 0.02)


def standing_up(rng: np.random.Generator) -> tuple[Array, Array, Rotation]:
    """Fifteen times up from a chair and down again, phone in a pocket."""
    return _rep_motion(rng, rng.uniform(2.5, 4.5), 0.25, 80.0, 0.3)


def one_leg_holds(rng: np.random.Generator) -> tuple[Array, Array, Rotation]:
    """Holds on one leg with the balance corrections of an unsure person."""
    time_s, felt, _ = _rep_motion(rng, 12.0, 0.1, 6.0, 0.0)
    felt += 0.25 * _noise(time_s, rng, 1.2, 0.8)
    return time_s, felt, _pitching(np.zeros(time_s.size))


FALSE_STEPS: dict[str, Callable[[np.random.Generator], tuple[Array, Array, Rotation]]] = {
    "sitting": sitting,
    "typing": typing,
    "driving": driving,
    "squats": squats,
    "side-lying leg lifts": leg_lifts,
    "hip drops": hip_drops,
    "sit to stand": standing_up,
    "one-leg holds": one_leg_holds,
}


def stepless(name: str, *, rate_hz: float = 100.0, seed: int = 0) -> Motion:
    """A phone that feels one of `FALSE_STEPS`, in which nobody takes a step."""
    rng = np.random.default_rng(seed)
    time_s, felt, turn = FALSE_STEPS[name](rng)
    return sampled(time_s, turn.inv().apply(felt), turn, rate_hz=rate_hz, rng=rng)
