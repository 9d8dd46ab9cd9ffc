"""Simulated recordings become files that our own readers read and `analyse` measures."""

import json

import numpy as np
import pytest

from levelhip import service
from levelhip.core import LevelhipError
from levelhip.io import open_recording
from levelhip.io.series_file import read_series
from levelhip.service.simulation import fault, simulation
from levelhip.simulator import SCRIPTS

FEW = {"reps": 1, "hold_s": 3.0, "duration_s": 6.0}


@pytest.mark.parametrize("protocol_id", sorted(SCRIPTS))
def test_every_sensors_file_is_read_back_as_it_was(protocol_id, tmp_path):
    sensors = tuple(s for s in SCRIPTS[protocol_id].sensors if s != "taps")
    options = service.SimulationOptions(sensors=sensors, seed=2, **FEW)
    made = service.write_simulation(protocol_id, tmp_path, options)
    wanted = simulation(protocol_id, options)
    for sensor, path in made.recordings.items():
        samples = open_recording(path).samples()
        true = wanted.recordings[sensor].samples
        if true.track is not None:
            np.testing.assert_array_equal(samples.track.xyz, true.track.xyz)
            assert samples.track.frame is true.track.frame
        elif true.motion is not None:
            np.testing.assert_allclose(
                samples.motion.acceleration, true.motion.acceleration, atol=1e-5
            )
            np.testing.assert_allclose(samples.motion.rotation, true.motion.rotation, atol=1e-5)
        else:
            np.testing.assert_allclose(
                samples.force.newton[..., 1], true.force.newton[..., 1], atol=1e-5
            )
    told = json.loads(made.truth["events"].read_text())
    assert told["schema"] == "levelhip.truth/1"
    assert len(told["events"]) == len(wanted.truth.events)
    series = read_series(made.truth["series"])
    np.testing.assert_array_equal(series["time_s"], wanted.truth.series["time_s"])


@pytest.mark.parametrize("sensor", ["markers", "camera"])
def test_what_is_written_is_measured_from_end_to_end(sensor, tmp_path):
    options = service.SimulationOptions(sensors=(sensor,), seed=5, reps=5, faults=("low:2",))
    made = service.write_simulation("side-lying-abduction", tmp_path, options)
    analysis = service.analyse(
        made.recordings[sensor], "side-lying-abduction", out=tmp_path / "result"
    )
    assert analysis.result.quality.state == "ok"
    reps = [event for event in analysis.result.events if event.kind == "rep"]
    assert [("low" in rep.faults) for rep in reps] == [False, True, False, False, False]


def test_a_fault_is_read_from_its_words():
    assert fault("toe-up:3,7").reps == (3, 7)
    assert fault("camera-roll=15").amount == 15.0
    assert fault("sideways:2=0.04").amount == 0.04
    assert fault("jitter").reps == ()


@pytest.mark.parametrize("text", ["toe-up:", "toe up", "roll=x", ""])
def test_a_fault_that_cannot_be_read_says_how_to_write_one(text):
    with pytest.raises(LevelhipError, match="give CODE or CODE:3,7 or CODE=15"):
        fault(text)
