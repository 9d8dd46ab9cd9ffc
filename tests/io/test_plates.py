import numpy as np
import pytest

from levelhip.core import Frame, Side, Track
from levelhip.io.marker_axes import Axes
from levelhip.io.plates import RawPlates, lab_force, mean_rate

TIME_S = np.arange(100) / 100.0
SAME = Axes(np.eye(3), 1.0, mirrored=False, notes=(), repairs=())
FEET = {
    "left_heel": (-0.05, 0.0, -0.1),
    "left_foot_index": (0.15, 0.0, -0.1),
    "right_heel": (-0.05, 0.0, 0.1),
    "right_foot_index": (0.15, 0.0, 0.1),
}


def feet(names=tuple(FEET)):
    xyz = np.repeat(np.array([FEET[name] for name in names])[None], TIME_S.size, axis=0)
    return Track(TIME_S, xyz, np.ones(xyz.shape[:2]), names, Frame.LAB)


def plate(up_n, centre, sides=(None,)):
    newton = np.zeros((TIME_S.size, 1, 3))
    newton[:, 0, 1] = up_n
    path = np.broadcast_to(np.asarray(centre, dtype=float), (TIME_S.size, 3))[:, None]
    return RawPlates(TIME_S, newton, path.copy(), 100.0, sides)


def owner(raw, track=None, sides=None):
    force, notes, _ = lab_force(raw, SAME, track or feet(), sides=sides or {})
    assert force is not None
    return force.sides[0], "\n".join(notes)


@pytest.mark.parametrize(
    ("centre", "side"),
    [
        ((0.05, 0, -0.1), Side.LEFT),
        ((0.2, 0, 0.12), Side.RIGHT),
        ((0.05, 0, 0.0), Side.BOTH),
        ((0.05, 0, 0.9), Side.BOTH),
    ],
)
def test_a_plate_belongs_to_the_foot_over_its_centre_of_pressure(centre, side):
    assert owner(plate(500.0, centre))[0] is side


def test_a_plate_that_both_feet_use_in_turn_belongs_to_neither():
    centre = np.where(np.arange(100)[:, None] < 50, (0.05, 0, -0.1), (0.05, 0, 0.1))
    side, notes = owner(plate(500.0, centre))
    assert side is Side.BOTH
    assert "left foot there in 50 %, right in 50 %" in notes


def test_a_plate_that_the_other_foot_touches_for_a_moment_keeps_its_side():
    centre = np.where(np.arange(100)[:, None] < 5, (0.05, 0, -0.1), (0.05, 0, 0.1))
    assert owner(plate(500.0, centre))[0] is Side.RIGHT


def test_a_map_goes_before_names_and_names_before_feet():
    at_left = plate(500.0, (0.05, 0, -0.1), sides=(Side.RIGHT,))
    assert owner(at_left)[0] is Side.RIGHT
    assert owner(at_left, sides={1: "left"})[0] is Side.LEFT


def test_one_foots_markers_are_not_enough_to_tell():
    side, notes = owner(plate(500.0, (0.05, 0, -0.1)), feet(("left_heel", "left_foot_index")))
    assert side is Side.BOTH
    assert "both feet are needed" in notes


def test_an_unknown_centre_of_pressure_tells_nothing():
    side, notes = owner(plate(500.0, (np.nan, np.nan, np.nan)))
    assert side is Side.BOTH
    assert "centre of pressure is unknown" in notes


def test_drift_does_not_make_a_plate_stood_on():
    force, notes, _ = lab_force(plate(-17.0, (0, 0, 0)), SAME, feet(), sides={})
    assert force is None
    assert notes == ["left out, nobody stood on it: plate 1 (of 1)"]


def test_the_rate_is_that_of_the_steps():
    assert mean_rate(np.arange(50) / 450.0) == pytest.approx(450.0)
    assert np.isnan(mean_rate(np.zeros(1)))
