import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from levelhip.biomech.clusters import (
    carried,
    pivot,
    reference_shape,
    rigid_pose,
    sphere,
    turned,
)
from levelhip.core import NotEnoughData

THIGH = np.array([[0.05, 0.7, -0.15], [0.05, 0.55, -0.16], [-0.04, 0.6, -0.17], [0.0, 0.5, -0.12]])
PELVIS = np.array([[0.1, 1.0, -0.12], [0.1, 1.0, 0.12], [-0.08, 1.02, -0.05], [-0.08, 1.02, 0.05]])
HIP = np.array([0.02, 0.92, -0.085])


def placed(shape, turns, shifts):
    return np.stack([turn.apply(shape) + shift for turn, shift in zip(turns, shifts, strict=True)])


def star_arc(samples=400):
    """Turns of the thigh about the hip: forward, sideways and round."""
    t = np.linspace(0, 6 * np.pi, samples)
    size = 25.0 * np.sin(t / 6) ** 2
    return Rotation.from_euler("xz", np.column_stack([size * np.cos(t), size * np.sin(t)]),
                               degrees=True)  # fmt: skip


def about(point, shape, turns):
    return np.stack([turn.apply(shape - point) + point for turn in turns])


@settings(max_examples=50)
@given(seed=st.integers(0, 10_000))
def test_a_carried_point_goes_where_the_body_goes(seed):
    rng = np.random.default_rng(seed)
    turns = Rotation.random(5, random_state=seed)
    shifts = rng.uniform(-2, 2, (5, 3))
    path = carried(THIGH, placed(THIGH, turns, shifts), HIP)
    np.testing.assert_allclose(path, placed(HIP[None], turns, shifts)[:, 0], atol=1e-9)


def test_a_pose_is_a_rotation_even_when_the_markers_are_flat():
    flat = THIGH.copy()
    flat[:, 2] = 0.0
    turns = Rotation.random(20, random_state=1)
    rotation, _ = rigid_pose(flat, placed(flat, turns, np.zeros((20, 3))))
    np.testing.assert_allclose(np.linalg.det(rotation), 1.0)
    np.testing.assert_allclose(rotation, turns.as_matrix(), atol=1e-7)


def test_three_of_four_markers_are_enough_and_two_are_not():
    turns = Rotation.random(3, random_state=2)
    markers = placed(THIGH, turns, np.zeros((3, 3)))
    markers[1, 0] = np.nan
    markers[2, :2] = np.nan
    path = carried(THIGH, markers, HIP)
    np.testing.assert_allclose(
        path[:2], placed(HIP[None], turns, np.zeros((3, 3)))[:2, 0], atol=1e-9
    )
    assert np.isnan(path[2]).all()


def test_markers_on_a_line_tell_no_pose():
    line = np.array([[0.0, 0.0, 0.0], [0.0, 0.1, 0.0], [0.0, 0.2, 0.0]])
    assert np.isnan(carried(line, line[None], HIP)).all()


def test_the_same_row_gives_the_same_bits_in_any_company():
    rng = np.random.default_rng(3)
    turns = Rotation.random(300, random_state=3)
    markers = placed(THIGH, turns, rng.uniform(-1, 1, (300, 3)))
    markers += 0.005 * rng.standard_normal(markers.shape)
    whole = carried(THIGH, markers, HIP)
    for start, stop in ((0, 1), (17, 18), (5, 250), (299, 300)):
        assert (carried(THIGH, markers[start:stop], HIP) == whole[start:stop]).all()


def test_turned_vectors_keep_their_length_and_spare_what_is_known():
    matrix = Rotation.from_euler("y", 30, degrees=True).as_matrix()
    vectors = np.random.default_rng(4).standard_normal((7, 2, 3))
    np.testing.assert_allclose(
        np.linalg.norm(turned(vectors, matrix), axis=-1), np.linalg.norm(vectors, axis=-1)
    )
    half = np.array([[np.nan, 400.0, np.nan]])
    assert turned(half, matrix)[0, 1] == 400.0


def test_the_reference_shape_is_the_middle_of_a_quiet_recording():
    rng = np.random.default_rng(6)
    quiet = THIGH + 0.001 * rng.standard_normal((501, 4, 3))
    quiet[3, 1] = np.nan
    np.testing.assert_allclose(reference_shape(quiet), THIGH, atol=3e-4)
    quiet[:, 2] = np.nan
    with pytest.raises(NotEnoughData, match="marker 3 of 4 is never seen"):
        reference_shape(quiet)


def test_a_perfect_star_arc_gives_the_hip_exactly():
    turns = star_arc()
    found = pivot(PELVIS, np.repeat(PELVIS[None], 400, axis=0), THIGH, about(HIP, THIGH, turns))
    np.testing.assert_allclose(found.parent, HIP, atol=1e-9)
    np.testing.assert_allclose(found.child, HIP, atol=1e-9)
    assert found.residual_m < 1e-9


def test_a_pivot_does_not_care_how_the_person_moves_through_the_room():
    turns = star_arc()
    room = Rotation.random(400, random_state=9)
    shifts = np.random.default_rng(9).uniform(-2, 2, (400, 3))
    thigh = about(HIP, THIGH, turns)
    moved = np.stack([r.apply(m) + s for r, m, s in zip(room, thigh, shifts, strict=True)])
    found = pivot(PELVIS, placed(PELVIS, room, shifts), THIGH, moved)
    np.testing.assert_allclose(found.parent, HIP, atol=1e-9)


@pytest.mark.parametrize(("memory", "noise_m"), [(1, 0.0005), (20, 0.003)])
def test_the_stated_error_of_a_pivot_holds_the_truth(memory, noise_m):
    # White noise of an optical system, or slow noise as of skin: the error in units of the stated
    # one must spread like a standard normal.
    turns = star_arc()
    rng = np.random.default_rng(11)
    kernel = np.ones(memory) / np.sqrt(memory)
    scores = []
    for _ in range(40):
        noise = rng.standard_normal((400 + memory - 1, 4, 3))
        slow = np.apply_along_axis(lambda x: np.convolve(x, kernel, "valid"), 0, noise)
        thigh = about(HIP, THIGH, turns) + noise_m * slow
        found = pivot(PELVIS, np.repeat(PELVIS[None], 400, axis=0), THIGH, thigh)
        scores.append((found.parent - HIP) / found.parent_error)
    spread = float(np.sqrt((np.array(scores) ** 2).mean()))
    assert 0.6 < spread < 1.6


def test_a_leg_that_barely_moves_gives_no_pivot():
    turns = Rotation.from_euler("z", np.linspace(0, 30, 100)[:, None], degrees=True)
    with pytest.raises(NotEnoughData, match="turned too little"):
        pivot(PELVIS, np.repeat(PELVIS[None], 100, axis=0), THIGH, about(HIP, THIGH, turns))


def test_too_few_samples_give_no_pivot():
    with pytest.raises(NotEnoughData, match="5 samples show both segments"):
        pivot(PELVIS, np.repeat(PELVIS[None], 5, axis=0), THIGH, np.repeat(THIGH[None], 5, axis=0))


@settings(max_examples=30)
@given(seed=st.integers(0, 1000), radius=st.floats(0.1, 0.5))
def test_a_path_on_a_ball_gives_its_centre_and_radius(seed, radius):
    rng = np.random.default_rng(seed)
    directions = rng.standard_normal((60, 3))
    directions[:, 1] = -np.abs(directions[:, 1])
    path = HIP + radius * directions / np.linalg.norm(directions, axis=1)[:, None]
    found = sphere(path)
    np.testing.assert_allclose(found.centre, HIP, atol=1e-7)
    assert found.radius_m == pytest.approx(radius)
    assert found.residual_m < 1e-7


def test_a_noisy_path_gives_the_centre_within_its_stated_error():
    turns = star_arc()
    rng = np.random.default_rng(12)
    scores = []
    for _ in range(40):
        path = about(HIP, THIGH[:1], turns)[:, 0] + 0.001 * rng.standard_normal((400, 3))
        found = sphere(path)
        scores.append((found.centre - HIP) / found.centre_error)
    assert 0.6 < float(np.sqrt((np.array(scores) ** 2).mean())) < 1.6


def test_a_path_in_a_plane_or_too_short_has_no_ball():
    circle = np.column_stack([np.cos(np.arange(50.0)), np.sin(np.arange(50.0)), np.zeros(50)])
    with pytest.raises(NotEnoughData, match="one plane"):
        sphere(circle)
    with pytest.raises(NotEnoughData, match="9 samples"):
        sphere(circle[:9])
