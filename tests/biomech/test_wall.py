"""Level, touch and side of the wall drop, learned from rows that are known."""

import numpy as np
import pytest

from levelhip.biomech.wall import WALL_INPUTS, WALL_SIGNALS, WallSignals
from levelhip.core import Mark, Side

RATE_HZ = 30.0


def told(*, seconds=12.0, signals=None, marks=(), side=None, is_plumb=False, pieces=1):
    """The signals from columns given as functions of time; what is not given is unknown."""
    times = np.arange(0.0, seconds, 1.0 / RATE_HZ)
    rows = np.full((times.size, len(WALL_INPUTS)), np.nan)
    for name, path in (signals or {}).items():
        rows[:, WALL_INPUTS.index(name)] = path(times)
    stream = WallSignals(is_plumb=is_plumb, side=side)
    stream.mark(marks)
    out = [
        stream.push(part, rows[np.searchsorted(times, part[0]) :][: part.size])
        for part in np.array_split(times, pieces)
    ]
    out.append(stream.finish())
    time_s = np.concatenate([each for each, _ in out])
    found = np.concatenate([each for _, each in out])
    assert time_s.tolist() == times.tolist()
    return (
        time_s,
        {name: found[:, i] for i, name in enumerate(WALL_SIGNALS)},
        list(stream.notes),
    )


def up_from(start_s, height_m=0.3):
    return lambda t: np.where(t >= start_s, height_m, 0.0)


def rep(start_s):
    """A drop of 2 cm and a drive of 1 cm by half cosines of a second each, then back to level."""

    def path(t):
        way = 0.5 - 0.5 * np.cos(np.pi * np.clip(t[:, None] - start_s - np.arange(3), 0.0, 1.0))
        return way @ np.array([-0.02, 0.03, -0.01])

    return path


def test_level_is_the_first_stillness_with_the_knee_up_not_that_on_both_feet():
    # Raising the knee moves the hip in the picture by 2 cm: no drop.
    time_s, found, notes = told(
        signals={
            "foot_lift_m": up_from(3.0),
            "hip_lift_m": lambda t: 0.02 * (t >= 3.0) + rep(7.0)(t),
        }
    )
    assert notes == ["level-by-still"]
    hip = found["free_hip_m"]
    assert hip[(time_s > 4.5) & (time_s < 6.8)] == pytest.approx(0.0, abs=1e-9)
    assert np.nanmin(hip[time_s > 4.5]) == pytest.approx(-0.02, abs=1e-3)
    # While the knee is raised nothing counts.
    assert not found["wall_side"][time_s < 4.0].any()
    assert (found["wall_side"][time_s > 5.0] == 1.0).all()


def test_without_stillness_the_middle_of_what_was_done_is_level():
    swing = {"foot_lift_m": up_from(0.0), "hip_lift_m": lambda t: 0.5 + 0.02 * np.sin(2.0 * t)}
    _, found, notes = told(signals=swing)
    assert notes == ["level-by-middle"]
    assert np.nanmedian(found["free_hip_m"]) == pytest.approx(0.0, abs=0.01)


def test_the_wall_leg_is_the_one_that_is_up_and_positive_is_always_its_hip_higher():
    slopes = {"pelvis_line_deg": lambda t: 0.0 * t + 4.0}
    for sign in (1.0, -1.0):
        _, found, _ = told(
            signals={"foot_lift_m": up_from(0.0, 0.3 * sign), **slopes}, is_plumb=True
        )
        assert found["wall_side"][-1] == sign
        # A left hip that is higher is up at a wall on the left and down at one on the right.
        assert found["pelvic_hike_deg"][-1] == pytest.approx(4.0 * sign)


def test_markers_take_quiet_standing_on_both_feet_for_level_where_there_is_some():
    signals = {
        "foot_lift_m": up_from(4.0),
        "pelvis_line_deg": lambda t: np.where(t < 5.0, 1.5, 7.5),
    }
    _, found, _ = told(signals=signals, is_plumb=True)
    assert found["pelvic_hike_deg"][-1] == pytest.approx(6.0)


def test_a_foot_that_is_put_down_counts_for_nothing_and_keeps_the_level():
    signals = {
        "foot_lift_m": lambda t: np.where((t > 5.0) & (t < 6.0), 0.0, 0.3),
        "hip_lift_m": lambda t: np.where(t > 8.0, 0.01, 0.0),
    }
    time_s, found, _ = told(signals=signals)
    assert not found["wall_side"][(time_s > 5.1) & (time_s < 6.9)].any()
    assert found["free_hip_m"][-1] == pytest.approx(0.01)


def session(level_s=2.0, side=Side.RIGHT):
    return (
        Mark(0.0, "set", side),
        Mark(level_s, "pose-level", side),
        Mark(level_s + 2.0, "pose-end", side),
        Mark(5.0, "pose-touch", side),
        Mark(7.0, "pose-end", side),
        Mark(8.0, "go", side),
    )


def test_marked_poses_give_level_and_touch_and_nothing_counts_before_go():
    signals = {
        "foot_lift_m": up_from(0.5),
        "hip_lift_m": lambda t: 0.1 + 0.02 * ((t > 4.8) & (t < 7.2)) + 0.01 * (t > 9.0),
        "left_reach_m": lambda t: 0.1 + 0.05 * ((t > 4.8) & (t < 7.2)),
    }
    time_s, found, notes = told(signals=signals, marks=session())
    assert notes == []
    assert not found["wall_side"][time_s < 8.0].any()
    assert found["touch_hip_m"][-1] == pytest.approx(0.02)
    assert found["touch_reach_m"][-1] == pytest.approx(0.05)
    assert found["hike_part"][-1] == pytest.approx(0.5)


@pytest.mark.parametrize("up_s", [0.5, 4.5])
def test_with_a_true_slope_the_level_pose_is_enough_with_the_knee_up_or_down(up_s):
    signals = {
        "foot_lift_m": up_from(up_s),
        "pelvis_line_deg": lambda t: 2.0 + 6.0 * ((t > 4.8) & (t < 7.2)) + 3.0 * (t > 9.0),
    }
    _, found, notes = told(signals=signals, marks=session(), is_plumb=True)
    assert notes == []
    assert found["touch_deg"][-1] == pytest.approx(6.0)
    assert found["pelvic_hike_deg"][-1] == pytest.approx(3.0)


def test_a_touch_that_is_hardly_higher_than_level_is_not_used_and_said():
    signals = {
        "foot_lift_m": up_from(0.5),
        "hip_lift_m": lambda t: 0.1 + 0.001 * ((t > 4.8) & (t < 7.2)),
    }
    _, found, notes = told(signals=signals, marks=session())
    assert np.isnan(found["touch_hip_m"]).all()
    assert notes == ["touch-unclear"]


def test_without_feet_the_said_standing_side_is_taken():
    signals = {"pelvis_line_deg": lambda t: np.where(t > 5.0, 6.0, 0.0)}
    for side, sign in ((Side.RIGHT, 1.0), (Side.LEFT, -1.0)):
        _, found, _ = told(signals=signals, side=side)
        assert found["wall_side"][-1] == sign
        assert found["pelvic_hike_deg"][-1] == pytest.approx(6.0 * sign)


@pytest.mark.parametrize("pieces", [2, 7, 360])
def test_pieces_change_nothing(pieces):
    signals = {
        "foot_lift_m": lambda t: np.where((t > 1.0) & (t < 11.0), -0.3, 0.0),
        "hip_lift_m": lambda t: 0.05 + rep(6.0)(t),
        "trunk_lean_deg": lambda t: np.sin(t),
    }
    whole, cut = (told(signals=signals, marks=session(), pieces=n) for n in (1, pieces))
    for name, values in whole[1].items():
        assert cut[1][name].tobytes() == values.tobytes()
