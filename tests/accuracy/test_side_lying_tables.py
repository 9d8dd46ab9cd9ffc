"""The tables of side-lying lifts, on a clip whose person and truth the test makes itself."""

import pytest

from accuracy import simulated_lifts
from accuracy.rendered import Clip
from accuracy.side_lying import matched, tables_of
from levelhip.core import Person
from levelhip.engine import Engine, SourceInfo
from levelhip.protocols import protocol
from tests.biomech.lying_person import GOOD, LOW, RATE_HZ, SIZE, TOE_UP, a_set, camera_samples


@pytest.fixture(scope="module")
def clip():
    reps = (("valid", GOOD), ("toe_up", TOE_UP), ("partial", LOW))
    leg = a_set([rep for _, rep in reps], hold_s=5.0)
    samples = camera_samples(leg)
    engine = Engine(protocol("side-lying-abduction"), SourceInfo("video", RATE_HZ, SIZE), Person())
    engine.push(samples)
    engine.finish()
    events = []
    for i, (label, rep) in enumerate(reps):
        events.append({"type": "rep_start", "t": leg.starts[i]})
        events.append({"type": "rep_peak", "t": leg.tops[i], "label": label, "abd_deg": rep.top})
        events.append({"type": "rep_end", "t": leg.ends[i]})
    ((start_s, end_s),) = leg.held
    events.append({"type": "hold_start", "t": start_s})
    events.append({"type": "hold_end", "t": end_s, "label": "valid"})
    about = {"movement": "side_lying_abduction", "upper_leg": "R", "events": events}
    columns = {"t": leg.time_s, "hip_abd_R": leg.angles[:, 0]}
    return Clip("drawn", about, columns, samples, SIZE, RATE_HZ, engine.outcome(), engine.series())


def test_each_true_repetition_finds_its_own(clip):
    reps = list(matched(clip))
    assert [rep.label for rep in reps] == ["valid", "toe_up", "partial"]
    assert [rep.found.faults for rep in reps] == [(), ("toe-up",), ("low",)]
    assert [rep.metric("abduction_range").trial for rep in reps] == [1, 2, 3]


def test_a_perfect_pose_model_meets_every_goal(clip):
    for table in tables_of([clip]):
        assert table.markdown().startswith("## Side-lying")
        assert not [goal for goal in table.goals if "(not met)" in goal], table.title


def test_a_repetition_that_was_missed_is_told(clip):
    about = dict(clip.about)
    late = [{"type": kind, "t": 90.0 + i} for i, kind in enumerate(("rep_start", "rep_end"))]
    peak = {"type": "rep_peak", "t": 90.5, "label": "partial", "abd_deg": 12.0}
    about["events"] = [*clip.about["events"], late[0], peak, late[1]]
    short = Clip(
        clip.name,
        about,
        clip.columns,
        clip.samples,
        SIZE,
        RATE_HZ,
        clip.outcome,
        clip.series,
    )
    tables = {table.title: table for table in tables_of([short])}
    assert "(not met)" in tables["Side-lying: repetitions counted"].goals[0]
    assert "(not met)" in tables["Side-lying: faulty repetitions named"].goals[0]


def test_simulated_sets_fill_every_table():
    counts, faults, angles = simulated_lifts.tables([1])
    assert [row[2:5] for row in counts.rows] == [[10, 10, 1]] * 3
    assert [row[1] for row in faults.rows[:-1]] == [1] * 8
    assert len(angles.rows) == 9


def test_no_clips_at_all_make_empty_tables():
    assert all(len(table.rows) <= 4 for table in tables_of([]))
