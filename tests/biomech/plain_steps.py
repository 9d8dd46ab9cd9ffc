"""The step finder written plainly, over a whole recording at once: what the stream must agree with.

Every hop is worked out from nothing but the cells around it, the sums taken in the order in which
they are written.
"""

import numpy as np

from levelhip.biomech.bouts import Bouts, Swing
from levelhip.biomech.cadence import GRID_HZ, HOP, LONG_HOPS, LONGEST_LAG, SHORT_HOPS
from levelhip.biomech.even_grid import EvenGrid

HALF = LONGEST_LAG // 2
STEADY = 3


def plain_steps(finder, motion):
    """Times of the steps, s."""
    even = EvenGrid()
    cells = even.push(motion.time_s, motion.acceleration)
    reach = finder.taps.size // 2
    margin = (LONG_HOPS // 2 + STEADY - 1) * HOP + HALF + reach
    hops = -(-cells.shape[0] // HOP)
    after = hops * HOP - cells.shape[0] + margin
    cells = np.concatenate(
        [np.repeat(cells[:1], margin, axis=0), cells, np.repeat(cells[-1:], after, axis=0)]
    )
    bands = _banded(cells, finder.taps)
    looked = [_hop(finder, bands, q) for q in range(hops + 2 * (STEADY - 1))]
    surely = np.array([each[1] for each in looked])
    steady = [any(surely[h + i : h + i + STEADY].all() for i in range(STEADY)) for h in range(hops)]
    bouts = Bouts(finder.fewest, finder.edge_share, finder.neighbour_share)
    found = []
    im_before, re_before = 0.0, 1.0
    for h in range(hops):
        period, _, real, imaginary = looked[h + STEADY - 1]
        for k in range(HOP):
            re, im = real[k], imaginary[k]
            strength = np.sqrt(re * re + im * im)
            comes_round = im_before < 0.0 <= im and re + re_before > 0.0
            if comes_round and strength >= finder.weakest:
                sample = h * HOP + k - im / (im - im_before)
                time_s = even.offset_s + sample / GRID_HZ
                found += bouts.push(Swing(time_s, period / GRID_HZ, strength, steady[h]))
            im_before, re_before = im, re
    return found


def _banded(cells, taps):
    middle = taps.size // 2
    size = cells.shape[0] - taps.size + 1
    total = taps[middle] * cells[middle : middle + size]
    for i in range(middle):
        j = taps.size - 1 - i
        total = total + (cells[i : i + size] + cells[j : j + size]) * taps[i]
    return total


def _in_order(parts):
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def _regularity(bands, columns, first, width):
    """Of some columns over `width` hops from `first`, (lags,)."""
    products, energies = [], []
    for hop in range(first, first + width):
        middle = hop * HOP + HALF + np.arange(HOP)[:, None]
        lag = np.arange(LONGEST_LAG + 1)
        later, earlier = middle + (lag + 1) // 2, middle - lag // 2
        product = _in_order([bands[later, c] * bands[earlier, c] for c in columns])
        power = _in_order([bands[:, c] * bands[:, c] for c in columns])
        products.append(_in_order(product))
        energies.append(0.5 * (_in_order(power[later]) + _in_order(power[earlier])))
    return _in_window(products) / np.maximum(_in_window(energies), 1e-9)


def _in_window(parts):
    """A short window is 2 + 2, 2 and 1 hops; a long one two short ones and a hop."""
    if len(parts) == SHORT_HOPS:
        a, b, c, d, e, f, g = parts
        return (((a + b) + (c + d)) + (e + f)) + g
    return (_in_window(parts[:7]) + _in_window(parts[7:14])) + parts[14]


def _between(regular, lag):
    low = np.minimum(np.asarray(lag).astype(int), LONGEST_LAG - 1)
    part = lag - low
    return regular[low] * (1.0 - part) + regular[low + 1] * part


def _hop(finder, bands, q):
    """Period (grid samples), whether surely walking, and the wave of hop q."""
    grid, p = finder.grid, finder.grid.samples
    inside = (LONG_HOPS - SHORT_HOPS) // 2
    length, axes = [0], [1, 2, 3]
    length_long, axes_long = (_regularity(bands, c, q, LONG_HOPS) for c in (length, axes))
    length_short, axes_short = (
        _regularity(bands, c, q + inside, SHORT_HOPS) for c in (length, axes)
    )
    comb = _between(length_long, p) + _between(length_long, 2.0 * p)
    comb = comb - (_between(length_long, 0.5 * p) + _between(length_long, 1.5 * p))
    score = 0.25 * comb
    at = int(np.argmax((score + _between(axes_long, 2.0 * p)) * grid.prior))
    stride = 2.0 * p[at]
    long = min(_between(length_long, stride), _between(axes_long, stride))
    short = min(_between(length_short, stride), _between(axes_short, stride))
    surely = long >= finder.sure_regularity_long or short >= finder.sure_regularity_short
    surely = surely and score[at] >= finder.sure_score and p[at] <= finder.slowest_s * GRID_HZ
    start = (q + LONG_HOPS // 2) * HOP + HALF
    parts = [bands[start + j : start + j + HOP, 0] for j in range(-grid.reach, grid.reach + 1)]
    after, before = parts[grid.reach + 1 :], parts[: grid.reach][::-1]
    pairs = list(zip(after, before, grid.taps_re[1:, at], grid.taps_im[1:, at], strict=True))
    real = _in_order(
        [parts[grid.reach] * grid.taps_re[0, at], *((a + b) * tap for a, b, tap, _ in pairs)]
    )
    imaginary = _in_order([(a - b) * tap for a, b, _, tap in pairs])
    middle = HOP // 2
    strength = np.sqrt(real[middle] * real[middle] + imaginary[middle] * imaginary[middle])
    return p[at], surely and strength >= finder.weakest, real, imaginary
