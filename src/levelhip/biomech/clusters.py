"""Rigid clusters of markers: where a point goes that they carry, and the pivot between two."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from levelhip.core import Array, NotEnoughData, Track

MIN_MARKERS = 3
"""Markers that must be seen to know how a cluster lies; two leave a turn about their line open."""

MIN_SPAN = 0.05
"""Second largest extent of a cluster per largest, below which it counts as a line; chosen by us."""

MIN_PIVOT_RAD = 0.1
"""Least turning of one cluster against the other for a pivot, rad (6 degrees, root mean
square, about axes other than the main one); chosen by us: in walking and squats (5 degrees) the
pivot slid by 6 cm along the flexion axis."""


def turned(vectors: Array, rotation: Array) -> Array:
    """Vectors (…, 3) turned by one matrix, each by itself.

    Parameters
    ----------
    vectors : (…, 3)
        In the old axes.
    rotation : (3, 3)
        To the new axes.

    Returns
    -------
    (…, 3)
        A part that is NaN spoils only the parts it enters.
    """
    # Matrix products over all rows may round differently with the number of rows.
    made = np.zeros(vectors.shape)
    for i in range(3):
        for j in range(3):
            if rotation[i, j] != 0.0:
                made[..., i] += rotation[i, j] * vectors[..., j]
    return made


def _det(m: Array) -> Array:
    determinant: Array = (
        m[:, 0, 0] * (m[:, 1, 1] * m[:, 2, 2] - m[:, 1, 2] * m[:, 2, 1])
        - m[:, 0, 1] * (m[:, 1, 0] * m[:, 2, 2] - m[:, 1, 2] * m[:, 2, 0])
        + m[:, 0, 2] * (m[:, 1, 0] * m[:, 2, 1] - m[:, 1, 1] * m[:, 2, 0])
    )
    return determinant


def cluster(track: Track, names: tuple[str, ...]) -> Array:
    """Paths of the markers of one cluster.

    Parameters
    ----------
    track : Track
        With all of `names`.
    names : tuple of str
        M markers on one segment.

    Returns
    -------
    (T, M, 3), m
        In the frame of the track.
    """
    return np.stack([track.point(name) for name in names], axis=1)


def reference_shape(markers: Array) -> Array:
    """Where a cluster's markers lie while the person stands still.

    Parameters
    ----------
    markers : (T, M, 3), m
        A quiet recording, or a quiet part of one.

    Returns
    -------
    (M, 3), m
        Medians over time.

    Raises
    ------
    NotEnoughData
        When a marker is never seen.
    """
    shape = np.full(markers.shape[1:], np.nan)
    for i in range(markers.shape[1]):
        seen = markers[np.isfinite(markers[:, i]).all(axis=1), i]
        if not seen.size:
            raise NotEnoughData(
                "cluster: marker {number} of {total} is never seen; leave it out",
                number=i + 1,
                total=len(shape),
            )
        shape[i] = np.median(seen, axis=0)
    return shape


def rigid_pose(reference: Array, markers: Array) -> tuple[Array, Array]:
    """Turn and shift that bring a cluster's reference shape onto its markers, in least squares.

    Parameters
    ----------
    reference : (M, 3), m
        Where the markers lie in the reference posture.
    markers : (T, M, 3), m
        Where they are; a sample needs `MIN_MARKERS` of them, not on a line.

    Returns
    -------
    tuple of (T, 3, 3), (T, 3)
        Rotation and shift: markers = rotation @ reference + shift. NaN in samples with too few.

    References
    ----------
    .. [1] Söderkvist & Wedin 1993, J Biomech 26(12):1473-1477.
    """
    seen = np.asarray(np.isfinite(markers).all(axis=2))
    count = np.zeros(len(markers))
    middle = np.zeros((len(markers), 3))
    rest = np.zeros((len(markers), 3))
    filled = np.where(seen[:, :, None], markers, 0.0)
    for i in range(len(reference)):
        count = count + seen[:, i]
        middle = middle + filled[:, i]
        rest = rest + seen[:, i, None] * reference[i]
    per = np.where(count > 0, count, np.nan)[:, None]
    middle, rest = middle / per, rest / per
    spread = np.zeros((len(markers), 3, 3))
    shape = np.zeros((len(markers), 3, 3))
    for i in range(len(reference)):
        old = np.where(seen[:, i, None], reference[i] - rest, 0.0)
        new = np.where(seen[:, i, None], markers[:, i] - middle, 0.0)
        spread = spread + old[:, :, None] * new[:, None, :]
        shape = shape + old[:, :, None] * old[:, None, :]
    good = count >= MIN_MARKERS
    spread = np.where(good[:, None, None], spread, np.eye(3))
    shape = np.where(good[:, None, None], shape, np.eye(3))
    u, _, vt = np.linalg.svd(spread)
    extent = np.linalg.svd(shape, compute_uv=False)
    good &= extent[:, 1] > MIN_SPAN**2 * extent[:, 0]
    v = np.swapaxes(vt, 1, 2)
    sign = np.where(_det(u) * _det(v) < 0.0, -1.0, 1.0)
    v = v * np.stack([np.ones_like(sign), np.ones_like(sign), sign], axis=1)[:, None, :]
    rotation = np.zeros_like(spread)
    for k in range(3):
        rotation = rotation + v[:, :, k, None] * u[:, None, :, k]
    rotation = np.where(good[:, None, None], rotation, np.nan)
    return rotation, middle - _applied(rotation, rest)


def _applied(rotation: Array, point: Array) -> Array:
    made: Array = (
        rotation[:, :, 0] * point[:, 0, None]
        + rotation[:, :, 1] * point[:, 1, None]
        + rotation[:, :, 2] * point[:, 2, None]
    )
    return made


def carried(reference: Array, markers: Array, point: Array) -> Array:
    """Path of a point that a cluster of markers carries along.

    Parameters
    ----------
    reference : (M, 3), m
        The cluster in the reference posture.
    markers : (T, M, 3), m
        The cluster over time.
    point : (3,), m
        The point in the reference posture.

    Returns
    -------
    (T, 3), m
        NaN in samples with fewer than three markers of the cluster.
    """
    rotation, shift = rigid_pose(reference, markers)
    return _applied(rotation, np.broadcast_to(point, shift.shape)) + shift


@dataclass(frozen=True, slots=True)
class Pivot:
    """The point about which one segment turns against another.

    Attributes
    ----------
    parent, child : (3,), m, the pivot in the reference posture as each segment carries it; the
        two differ by what the skin moves
    parent_error, child_error : (3,), m, standard uncertainty per axis
    residual_m : m, root mean square distance between the two carried pivots, per axis
    independent : number of samples that count as independent
    """

    parent: Array
    child: Array
    parent_error: Array
    child_error: Array
    residual_m: float
    independent: float


def pivot(parent_reference: Array, parent: Array, child_reference: Array, child: Array) -> Pivot:
    """Functional joint centre: the point that stays put in both of two moving segments.

    Solves parent rotation @ p + shift = child rotation @ c + shift in least squares for p and c
    (the symmetrical centre of rotation estimation [1]_). The uncertainty takes into account that
    skin moves slowly: neighbouring samples are not independent, so their number is divided by the
    length of the residuals' own autocorrelation. Skin that moves in step with the joint moves the
    pivot too and does not show in it: in two star-arc trials the pivot lay 13 to 29 mm from the
    regression with 5 to 8 mm stated.

    Parameters
    ----------
    parent_reference, child_reference : (M, 3), m
        The two clusters in one reference posture.
    parent, child : (T, M, 3), m
        The two clusters while the joint moves about at least two axes.

    Returns
    -------
    Pivot

    Raises
    ------
    NotEnoughData
        When fewer than ten samples have both clusters, or the joint moved too little.

    References
    ----------
    .. [1] Ehrig, Taylor, Duda & Heller 2006, J Biomech 39(15):2798-2809.
    """
    r1, t1 = rigid_pose(parent_reference, parent)
    r2, t2 = rigid_pose(child_reference, child)
    good = np.isfinite(t1).all(axis=1) & np.isfinite(t2).all(axis=1)
    n = int(good.sum())
    if n < 10:
        raise NotEnoughData(
            "pivot: {count} samples show both segments, at least 10 are needed; use a recording "
            "in which three markers of each are seen",
            count=n,
        )
    design = np.concatenate([r1[good], -r2[good]], axis=2)
    target = t2[good] - t1[good]
    matrix, values = design.reshape(-1, 6), target.reshape(-1)
    singular = np.linalg.svd(matrix, compute_uv=False)
    # The smallest singular value is the turning about any axis but the main one: without it the
    # pivot may slide along that axis.
    turn = float(singular[-1] * np.sqrt(2.0) / np.sqrt(n))
    if turn < MIN_PIVOT_RAD:
        raise NotEnoughData(
            "pivot: the joint turned too little ({degrees} degrees about a second axis); move it "
            "forward, sideways and round",
            degrees=f"{np.degrees(turn):.1f}",
        )
    solution = np.linalg.lstsq(matrix, values, rcond=None)[0]
    residual = (matrix @ solution - values).reshape(-1, 3)
    independent = n / _memory(residual)
    freedom = max(3.0 * independent - 6.0, 1.0)
    variance = float((residual**2).sum()) * (independent / n) / freedom
    covariance = np.linalg.inv(matrix.T @ matrix) * (n / independent) * variance
    error = np.sqrt(np.diag(covariance))
    return Pivot(
        solution[:3],
        solution[3:],
        error[:3],
        error[3:],
        float(np.sqrt((residual**2).mean())),
        independent,
    )


def _memory(residual: Array) -> float:
    """How many samples in a row say the same: 1 plus twice the autocorrelation up to its zero."""
    centred = residual - residual.mean(axis=0)
    n = len(centred)
    size = 1 << (2 * n - 1).bit_length()
    spectrum = np.fft.rfft(centred, size, axis=0)
    products = np.fft.irfft((np.abs(spectrum) ** 2).sum(axis=1), size)[:n]
    if not products[0] > 0.0:
        return 1.0
    correlation = products / products[0]
    negative = np.flatnonzero(correlation <= 0.0)
    end = int(negative[0]) if negative.size else n
    return float(min(1.0 + 2.0 * correlation[1:end].sum(), n))


@dataclass(frozen=True, slots=True)
class Sphere:
    """A ball fitted to a path.

    Attributes
    ----------
    centre : (3,), m
    radius_m : m
    centre_error : (3,), m, standard uncertainty per axis
    residual_m : m, root mean square distance of the path from the surface
    """

    centre: Array
    radius_m: float
    centre_error: Array
    residual_m: float


def sphere(path: Array) -> Sphere:
    """Ball whose surface a marker keeps to, as a thigh marker does about the hip.

    Least squares on the distances from the surface (Gauss-Newton from the algebraic solution).

    Parameters
    ----------
    path : (T, 3), m
        Marker of the moving segment, in the frame of the resting one; NaN rows are left out.

    Returns
    -------
    Sphere

    Raises
    ------
    NotEnoughData
        When fewer than ten samples are seen, or they lie on a plane or line.
    """
    seen = path[np.isfinite(path).all(axis=1)]
    if len(seen) < 10:
        raise NotEnoughData("sphere: {count} samples; at least 10 are needed", count=len(seen))
    origin = seen.mean(axis=0)
    points = seen - origin
    extent = np.linalg.svd(points, compute_uv=False)
    if extent[2] < 1e-3 * extent[0]:
        raise NotEnoughData("sphere: the path lies in one plane; move the limb about two axes")
    matrix = np.column_stack([2.0 * points, np.ones(len(points))])
    first = np.linalg.lstsq(matrix, (points**2).sum(axis=1), rcond=None)[0]
    centre = first[:3]
    jacobian = matrix
    for _ in range(20):
        away = points - centre
        length = np.sqrt((away**2).sum(axis=1))
        radius = float(length.mean())
        jacobian = -away / length[:, None]
        jacobian = jacobian - jacobian.mean(axis=0)
        step = np.linalg.lstsq(jacobian, -(length - radius), rcond=None)[0]
        centre = centre + step
        if float((step**2).sum()) < 1e-18:
            break
    length = np.sqrt(((points - centre) ** 2).sum(axis=1))
    radius = float(length.mean())
    residual = length - radius
    independent = len(points) / _memory(residual[:, None])
    freedom = max(independent - 4.0, 1.0)
    variance = float((residual**2).sum()) * (independent / len(points)) / freedom
    covariance = np.linalg.inv(jacobian.T @ jacobian) * (len(points) / independent) * variance
    return Sphere(
        centre + origin,
        radius,
        np.sqrt(np.diag(covariance)),
        float(np.sqrt((residual**2).mean())),
    )
