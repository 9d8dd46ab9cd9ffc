"""Recordings without a single mark: what was done is counted exactly, or it is said why not."""

from dataclasses import replace

import numpy as np
import pytest

from levelhip.core import Motion, Samples
from levelhip.engine import Engine
from levelhip.protocols import protocol
from levelhip.simulator import Fault, Phone, simulate


def told(made, sensor, samples=None):
    recording = made.recordings[sensor]
    engine = Engine(protocol(made.protocol_id), recording.info, made.person.known)
    engine.push(replace(samples or recording.samples, marks=()))
    engine.finish()
    return engine.outcome()


def reps(outcome):
    return [event for event in outcome.events if event.kind == "rep"]


def trembling(motion, sd_deg):
    """The same motion of a limb that trembles about the first axis of the phone."""
    times = motion.time_s
    angle, rate = np.zeros(len(times)), np.zeros(len(times))
    for hz, phase in ((0.7, 0.3), (1.1, 2.0), (1.5, 4.0)):
        size, turn = np.radians(sd_deg) * np.sqrt(2.0 / 3.0), 2.0 * np.pi * hz
        angle += size * np.sin(turn * times + phase)
        rate += size * turn * np.cos(turn * times + phase)
    cos, sin = np.cos(angle), np.sin(angle)

    def turned(rows):
        x, y, z = rows.T
        return np.column_stack([x, cos * y + sin * z, cos * z - sin * y])

    rotation = turned(motion.rotation) + np.column_stack([rate, 0.0 * rate, 0.0 * rate])
    return Motion(times, turned(motion.acceleration), rotation, motion.location)


@pytest.mark.parametrize("seed", [0, 4, 5, 6, 7])
def test_a_leg_that_is_lowered_and_hips_that_wander_are_no_repetitions_at_the_wall(seed):
    made = simulate("wall-hip-drop", seed=seed, marks=False)
    assert len(reps(told(made, "camera"))) == len(made.truth.of("rep")) == 10


@pytest.mark.parametrize("sensor", ["sacrum", "markers"])
def test_the_touch_shown_beforehand_is_no_repetition(sensor):
    made = simulate("wall-hip-drop", seed=3, sensors=(sensor,), reps=5)
    (touch,) = (m for m in made.recordings[sensor].samples.marks if m.name == "pose-touch")
    found = reps(told(made, sensor))
    assert len(found) == 5
    assert found[0].peak_s > touch.time_s + 3.0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_camera_tells_the_touch_shown_beforehand_by_how_long_the_knee_stays(seed):
    made = simulate("wall-hip-drop", seed=seed, reps=5)
    (touch,) = (m for m in made.recordings["camera"].samples.marks if m.name == "pose-touch")
    found = reps(told(made, "camera"))
    assert len(found) == 5
    assert found[0].peak_s > touch.time_s + 3.0


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_shallow_first_repetition_is_not_taken_for_the_touch(seed):
    made = simulate(
        "wall-hip-drop", seed=seed, reps=5, marks=False, faults=[Fault("shallow", (1,))]
    )
    found = reps(told(made, "camera"))
    assert len(found) == 5
    assert "shallow" in found[0].faults


@pytest.mark.parametrize("seed", [1, 4, 9])
def test_a_phone_fixed_anyhow_does_not_call_toes_up_that_point_down(seed):
    # An edge that is not level with the leg in line is not taken for the thigh.
    made = simulate(
        "side-lying-abduction",
        seed=seed,
        sensors=("thigh",),
        reps=4,
        hold_s=0,
        phone=Phone(anyhow=True),
    )
    recording = made.recordings["thigh"]
    engine = Engine(protocol(made.protocol_id), recording.info, made.person.known)
    engine.push(recording.samples)
    engine.finish()
    found = reps(engine.outcome())
    assert len(found) == 4
    assert not any("toe-up" in event.faults for event in found)


@pytest.mark.parametrize("sd_deg", [0.0, 0.12, 0.3, 0.6])
@pytest.mark.parametrize("anyhow", [False, True])
def test_lifts_of_a_leg_that_trembles_are_counted_by_a_phone(sd_deg, anyhow):
    made = simulate(
        "side-lying-abduction",
        seed=2,
        sensors=("thigh",),
        marks=False,
        reps=5,
        phone=Phone(anyhow=anyhow),
    )
    shaken = trembling(made.recordings["thigh"].samples.motion, sd_deg)
    outcome = told(made, "thigh", Samples(motion=shaken))
    assert len(reps(outcome)) == 5
    assert outcome.quality.state == "ok"


def test_a_leg_that_first_lies_still_after_its_lifts_is_refused_not_counted_as_none():
    made = simulate("side-lying-abduction", seed=2, sensors=("thigh",), marks=False, reps=5)
    motion = made.recordings["thigh"].samples.motion
    from_s, to_s = made.truth.of("rep")[0].start_s, made.truth.of("rep")[-1].end_s
    rows = motion.time_s >= from_s
    rotation, acceleration = motion.rotation[rows].copy(), motion.acceleration[rows].copy()
    # Shaken by hand until the last lift is over, the leg cannot be seen to lie still.
    shaken = motion.time_s[rows] <= to_s
    rotation[shaken] += np.random.default_rng(1).normal(0.0, 0.5, (int(shaken.sum()), 3))
    wild = 0.15 * np.sin(2.0 * np.pi * 3.0 * motion.time_s[rows][shaken])
    rotation[shaken, 0] += 6.0 * np.pi * 0.15 * np.cos(6.0 * np.pi * motion.time_s[rows][shaken])
    acceleration[shaken, 1] += 9.81 * wild
    cut = Motion(motion.time_s[rows], acceleration, rotation, motion.location)
    outcome = told(made, "thigh", Samples(motion=cut))
    assert outcome.quality.state == "refused"
    assert [reason.code for reason in outcome.quality.reasons] == ["line-late"]
    assert "Lie still" in outcome.quality.reasons[0].text
