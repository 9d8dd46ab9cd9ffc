"""A phone's file of an exercise, with what must be said beside it."""

import numpy as np
import pytest

from accuracy.phone_sets import Wearing, leg_set, loaded_walk
from levelhip.core import LevelhipError, Person, Side
from levelhip.service import AnalysisOptions, analyse

HEADING = "time_s,acceleration_x,acceleration_y,acceleration_z,rotation_x,rotation_y,rotation_z"


def written(path, motion):
    rows = np.column_stack([motion.time_s, motion.acceleration, motion.rotation])
    np.savetxt(path, rows, fmt="%.5f", delimiter=",", header=HEADING, comments="")
    return path


@pytest.fixture(scope="module")
def lifts(tmp_path_factory):
    made = leg_set(Wearing(), Side.LEFT, reps=3, hold_s=0.0, rate_hz=50.0)
    return written(tmp_path_factory.mktemp("thigh") / "lifts.csv", made.motion)


def test_a_file_from_the_thigh_counts_for_the_side_that_was_said(lifts, tmp_path):
    options = AnalysisOptions(location="thigh", side="left")
    done = analyse(lifts, "side-lying-abduction", options=options, out=tmp_path / "out")
    reps = [event for event in done.result.events if event.kind == "rep"]
    assert [event.side for event in reps] == [Side.LEFT] * 3


def test_without_the_side_nothing_is_measured_and_the_way_out_is_said(lifts, tmp_path):
    options = AnalysisOptions(location="thigh")
    done = analyse(lifts, "side-lying-abduction", options=options, out=tmp_path / "out")
    assert done.result.quality.state == "refused"
    assert "--side" in done.result.verdict.text


def test_load_and_strap_reach_the_result_of_a_loaded_walk(tmp_path):
    walk = loaded_walk(95.0, steps=30)
    path = written(tmp_path / "walk.csv", walk.motion)
    options = AnalysisOptions(location="sacrum", load_kg=7.0, strap_m=0.5)
    done = analyse(
        path, "sack-swinger", person=Person(mass_kg=70.0), options=options, out=tmp_path / "out"
    )
    values = {metric.name: metric.value for metric in done.result.metrics}
    assert values["load_part"] == pytest.approx(0.1)
    assert values["swing_period"] == pytest.approx(1.42, abs=0.01)
    assert options.words(Person())["strap"] == "0.50 m"


@pytest.mark.parametrize(
    ("given", "way_out"),
    [
        ({"load_kg": 0.1}, "give 0.5 to 100 kg"),
        ({"strap_m": 3.0}, "give 0.1 to 1.5 m"),
        ({"side": "both"}, "give left or right"),
    ],
)
def test_what_nobody_walks_with_is_refused(given, way_out):
    with pytest.raises(LevelhipError, match=way_out):
        AnalysisOptions(**given)
