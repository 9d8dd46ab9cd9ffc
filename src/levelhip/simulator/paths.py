"""Smooth paths in time: from one value to another, to and fro, and slow random wandering."""

from __future__ import annotations

import zlib

import numpy as np
from scipy.fft import next_fast_len

from levelhip.core import Array


def risen(time_s: Array, start_s: float, length_s: float) -> Array:
    """From 0 to 1 with no jolt at either end: the path of least jerk [1]_.

    Parameters
    ----------
    time_s : (T,), s
    start_s, length_s : s
        When it begins and how long it takes.

    Returns
    -------
    Array
        (T,), 0 before and 1 after; speed and acceleration are 0 at both ends.

    References
    ----------
    .. [1] Flash & Hogan 1985, J Neurosci 5(7):1688-1703 (from memory).
    """
    part = np.clip((time_s - start_s) / length_s, 0.0, 1.0)
    return np.asarray(part**3 * (10.0 + part * (6.0 * part - 15.0)))


def risen_curve(part: Array) -> Array:
    """Second derivative of `risen` by the part of the way in time, 0 to 1."""
    return np.asarray(60.0 * part - 180.0 * part**2 + 120.0 * part**3)


def there_and_back(
    time_s: Array, up_s: float, up_length_s: float, down_s: float, down_length_s: float
) -> Array:
    """From 0 to 1 and back to 0 along `risen`.

    Parameters
    ----------
    time_s : (T,), s
    up_s, up_length_s, down_s, down_length_s : s
        When each way begins and how long it takes.

    Returns
    -------
    Array
        (T,), 0 to 1.
    """
    return risen(time_s, up_s, up_length_s) * (1.0 - risen(time_s, down_s, down_length_s))


def through(time_s: Array, knots: list[tuple[float, float]]) -> Array:
    """A path that rests in each of some values and goes from one to the next along `risen`.

    Parameters
    ----------
    time_s : (T,), s
    knots : list of (s, value)
        In order of time; two knots of one value make a rest.

    Returns
    -------
    Array
        (T,), the first value before, the last one after.
    """
    times = np.array([knot[0] for knot in knots])
    values = np.array([knot[1] for knot in knots])
    leg = np.clip(np.searchsorted(times, time_s, side="right") - 1, 0, max(len(knots) - 2, 0))
    if len(knots) == 1:
        return np.full_like(time_s, values[0])
    part = np.clip((time_s - times[leg]) / (times[leg + 1] - times[leg]), 0.0, 1.0)
    part = part**3 * (10.0 + part * (6.0 * part - 15.0))
    return np.asarray(values[leg] + (values[leg + 1] - values[leg]) * part)


def wander(
    rng: np.random.Generator, count: int, rate_hz: float, *, sd: float, cutoff_hz: float
) -> Array:
    """A slow random process about 0.

    Parameters
    ----------
    rng : Generator
    count : int
        Samples.
    rate_hz : Hz
    sd : float
        Standard deviation, in the unit of what wanders.
    cutoff_hz : Hz
        Where its amplitude falls to a quarter; it falls with the fourth power beyond, so that it
        has an acceleration.

    Returns
    -------
    Array
        (count,).
    """
    return np.asarray(wanders(rng, 1, count, rate_hz, sd=sd, cutoff_hz=cutoff_hz)[0])


def wanders(
    rng: np.random.Generator, many: int, count: int, rate_hz: float, *, sd: float, cutoff_hz: float
) -> Array:
    """Several of `wander`, that know nothing of one another.

    Parameters
    ----------
    rng, count, rate_hz, sd, cutoff_hz
        As for `wander`.
    many : int

    Returns
    -------
    Array
        (many, count).
    """
    # Longer than asked, so that its end does not flow into its beginning.
    length = int(next_fast_len(count + int(2.0 * rate_hz / cutoff_hz)))
    white = rng.standard_normal((many, length))
    if sd == 0.0:
        return np.zeros((many, count))
    frequency = np.fft.rfftfreq(length, 1.0 / rate_hz)
    gain = 1.0 / (1.0 + (frequency / cutoff_hz) ** 2) ** 2
    gain[0] = 0.0
    power = 2.0 * (gain**2).sum() / length
    slow = np.fft.irfft(np.fft.rfft(white) * gain, length)[:, :count]
    return np.asarray(slow * (sd / np.sqrt(power)))


def generator(seed: int, purpose: str) -> np.random.Generator:
    """Random numbers of one purpose; other purposes do not change them.

    Parameters
    ----------
    seed : int
        Of the simulation.
    purpose : str
        A word for what they are for.

    Returns
    -------
    Generator
    """
    return np.random.default_rng([abs(seed), zlib.crc32(purpose.encode())])
