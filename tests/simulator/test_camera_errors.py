"""The simulated camera errs as much as the real pose model did on rendered people, not less."""

import numpy as np
import pytest

from levelhip.biomech.camera import calibration, frontal
from levelhip.biomech.segments import BodyModel
from levelhip.core import Person as Known
from levelhip.engine import Engine
from levelhip.protocols import protocol
from levelhip.simulator import Camera, people, simulate

# docs/accuracy/camera.md: root mean square errors of 18 lifts of rendered people.
MEASURED = {"shift_distance": 0.0041, "trunk_lean": 0.90, "off_s": 0.029, "down_s": 0.024}
# The same of a hold, whose two ends err against one another, and of the time of unloading (12).
MEASURED |= {"hold_time": 0.051, "unload_time": 0.055}
# Frame by frame against quiet standing: 1.4 to 4.8 mm (median 2.9), 0.4 to 1.4 degrees (0.68).
SHIFT_FRAMES_M, LEAN_FRAMES_DEG = (0.002, 0.005), (0.5, 1.1)


def chain(person, seed):
    made = simulate(
        "equal-weight", person=person, seed=seed, reps=2, hold_s=3.0, camera=Camera(dots=True)
    )
    recording = made.recordings["camera"]
    engine = Engine(protocol("equal-weight"), recording.info, person.known)
    engine.push(recording.samples)
    engine.finish()
    return made, recording, engine


def unloading(made, event):
    """From a tenth of the true way to lift-off."""
    time_s, way = made.truth.series["time_s"], made.truth.series["com_across_m"]
    quiet = (time_s > event.start_s - 2.6) & (time_s < event.start_s - 1.6)
    rows = (time_s > event.start_s - 3.0) & (time_s <= event.start_s)
    gone = way[rows] - way[quiet].mean()
    return event.start_s - time_s[rows][np.flatnonzero(gone / gone[-1] < 0.1)[-1]]


@pytest.fixture(scope="module")
def found():
    found = {name: [] for name in (*MEASURED, "shift_frames", "lean_frames", "drop", "middle")}
    for seed, person in enumerate(people(10, 11)):
        made, recording, engine = chain(person, seed)
        outcome, series = engine.outcome(), engine.series()
        holds = [event for event in outcome.events if event.kind == "hold"]
        told = {(m.name, m.side, m.trial): m.value for m in outcome.metrics}
        assert len(holds) == 4
        for said, true in zip(holds, made.truth.of("hold"), strict=True):
            wanted, got = dict(true.values), dict(said.values)
            for name in ("shift_distance", "trunk_lean"):
                found[name].append(got[name] - wanted[name])
            found["off_s"].append(said.start_s - true.start_s)
            found["down_s"].append(said.end_s - true.end_s)
            found["hold_time"].append(found["down_s"][-1] - found["off_s"][-1])
            unload = told["unload_time", said.side, said.trial]
            found["unload_time"].append(unload - unloading(made, true))
            drop = told["pelvic_drop", said.side, said.trial]
            found["drop"].append(drop - wanted["pelvic_drop"])
        track, truth = recording.samples.track, made.truth.series
        learned = calibration(track, image_size=recording.image_size, height_m=person.height_m)
        lab = frontal(track, learned)
        centre = BodyModel(lab.names, person.sex).centre(lab.xyz)[:, 2]
        true_m = np.interp(track.time_s, truth["time_s"], truth["com_z_m"])
        quiet = track.time_s < 3.0
        off = centre - centre[quiet].mean() - (true_m - true_m[quiet].mean())
        found["shift_frames"].append(np.sqrt(np.nanmean(off**2)))
        lean = series.values["trunk_lean_deg"].astype(float)
        true_deg = np.interp(series.time_s, truth["time_s"], truth["trunk_lean_deg"])
        quiet = series.time_s < 3.0
        off = lean - np.nanmean(lean[quiet]) - (true_deg - true_deg[quiet].mean())
        found["lean_frames"].append(np.sqrt(np.nanmean(off**2)))
        across = series.values["com_across_m"].astype(float)[quiet]
        true_m = np.interp(series.time_s[quiet], truth["time_s"], truth["com_across_m"])
        found["middle"].append(np.nanmean(across - true_m))
    return {name: np.array(values) for name, values in found.items()}


def rms(errors):
    return float(np.sqrt(np.mean(np.square(errors))))


@pytest.mark.parametrize("name", sorted(MEASURED))
def test_errors_are_of_the_measured_size(found, name):
    # Forty lifts of ten people: their root mean square is known to a third.
    assert MEASURED[name] / 1.5 < rms(found[name]) < 1.5 * MEASURED[name]


def test_shift_and_lean_are_off_frame_by_frame_as_measured(found):
    assert SHIFT_FRAMES_M[0] < np.median(found["shift_frames"]) < SHIFT_FRAMES_M[1]
    assert LEAN_FRAMES_DEG[0] < np.median(found["lean_frames"]) < LEAN_FRAMES_DEG[1]


def test_trunk_lean_is_off_to_the_standing_side_in_nearly_everybody(found):
    # Measured: 0.74 degrees in the mean, 0.48 about it.
    assert 0.4 < found["trunk_lean"].mean() < 1.1
    assert (found["trunk_lean"] > 0).mean() > 0.8


def test_a_foot_seen_to_rise_early_is_seen_to_come_down_late(found):
    # Measured: r = -0.86, and the same people in both lifts (r = 0.79).
    assert np.corrcoef(found["off_s"], found["down_s"])[0, 1] < -0.6


def test_the_body_is_marked_some_millimetres_off_the_middle_between_the_feet(found):
    # Measured 6.4 mm on eleven people; here the place of the force under each foot is on top.
    assert 0.004 < rms(found["middle"]) < 0.014


def test_dots_slip_by_as_much_as_drops_were_off(found):
    # Chosen by us: dots of rendered people are glued on (docs/accuracy/camera.md).
    assert 0.4 < rms(found["drop"]) < 1.1


def test_the_shift_is_read_when_the_body_is_there_and_not_when_the_landmarks_are(found):
    # Landmarks come 35 ms late: at lift-off that would be 2 to 3 mm too little, every time.
    assert abs(found["shift_distance"].mean()) < 0.002


def test_without_a_spread_the_pose_model_still_errs_as_it_does_every_time():
    (person,) = people(1, 3)
    made = simulate("equal-weight", person=person, seed=1, reps=1, hold_s=3.0, noise=0.0)
    engine = Engine(protocol("equal-weight"), made.recordings["camera"].info, Known())
    engine.push(made.recordings["camera"].samples)
    engine.finish()
    holds = [event for event in engine.outcome().events if event.kind == "hold"]
    off = [
        dict(said.values)["trunk_lean"] - dict(true.values)["trunk_lean"]
        for said, true in zip(holds, made.truth.of("hold"), strict=True)
    ]
    assert min(off) > 0.3
