"""A spot of one result against the same spot of another."""

from dataclasses import replace

import pytest

from levelhip.core import Answer, Person, RecordingInfo, Samples
from levelhip.engine import Engine, SourceInfo
from levelhip.io.result_file import ProtocolInfo, read_result, result_file, result_json
from levelhip.protocols import protocol
from levelhip.service.comparison import compare
from levelhip.service.spots import spot_change


def marked(**answers):
    engine = Engine(protocol("pain-spot"), SourceInfo("self", 1.0), Person(height_m=1.75))
    engine.push(Samples(answers=tuple(Answer(1.0, *each) for each in answers.items())))
    engine.finish()
    recording = RecordingInfo("ab" * 32, "self", 60.0, 1.0)
    return result_file(engine.outcome(), protocol=ProtocolInfo("pain-spot", 1), recording=recording)


def test_each_spot_is_compared_with_itself_alone():
    before = marked(back_spot_x=-0.04, back_spot_y=0.01, hip_spot_x=0.09, hip_spot_y=-0.05)
    after = marked(back_spot_x=-0.05, back_spot_y=0.02, hip_spot_x=0.09, hip_spot_y=-0.12)
    changes = spot_change(before, after)
    assert changes["back"].state == "same"
    assert changes["back"].distance_m == pytest.approx(0.01 * 2**0.5)
    assert changes["hip"].state == "moved"


def test_a_spot_that_one_result_lacks_is_not_compared():
    assert spot_change(marked(back_spot_x=0.04, back_spot_y=0.0), marked()) == {}


def test_a_result_read_back_from_its_file_gives_the_same_answer(tmp_path):
    before = marked(back_spot_thumbs_x=-2.0, back_spot_thumbs_y=1.0)
    after = marked(back_spot_x=-0.04, back_spot_y=0.02)
    path = tmp_path / "result.json"
    path.write_text(result_json(before))
    assert spot_change(read_result(path), after) == spot_change(before, after)
    # Told in thumbs: a quarter of 22 mm for counting, 5 mm for the map.
    assert spot_change(before, after)["back"].sd_m == pytest.approx(0.0074, abs=1e-4)


def test_a_comparison_tells_places_by_their_own_rule_and_never_as_two_coordinates(tmp_path):
    days = {
        "before": marked(back_spot_x=-0.04, back_spot_y=0.01, usual_pain=6.0),
        "after": marked(back_spot_x=-0.05, back_spot_y=0.02, usual_pain=2.0),
    }
    for i, (name, result) in enumerate(days.items()):
        recording = replace(result.recording, id=f"{i:064d}")
        (tmp_path / f"{name}.json").write_text(result_json(replace(result, recording=recording)))
    told = compare([tmp_path / "before.json"], [tmp_path / "after.json"])
    assert not [each.name for each in told.changes if "_spot_x" in each.name]
    assert told.notes[0].startswith("back spot: it is the same spot")
