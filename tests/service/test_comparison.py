from __future__ import annotations

import json

import pytest

from levelhip.core import BadRecording, Metric, Quality, RecordingInfo, Side, Verdict
from levelhip.io.result_file import ProtocolInfo, ResultFile, result_json
from levelhip.service import compare

GIVEN = {"form of the test": "behind", "height": "1.78 m", "pose model": "full"}


def write(
    folder,
    values,
    *,
    recording="a",
    kind="video",
    protocol=("equal-weight", 1),
    given=GIVEN,
    quality="ok",
):
    """A folder as `analyse` leaves it; values by (name, side)."""
    folder.mkdir()
    metrics = tuple(
        Metric(name, side, 0, value, sd, None, unit, "dots-change-pose/1")
        for (name, side, unit), (value, sd) in values.items()
    )
    result = ResultFile(
        "levelhip.result/1",
        "0",
        ProtocolInfo(*protocol),
        RecordingInfo(recording, kind, 30.0, 30.0),
        Quality(quality),
        metrics,
        (),
        Verdict("measured", ""),
    )
    (folder / "result.json").write_text(result_json(result), encoding="utf-8")
    if given is not None:
        (folder / "run.json").write_text(json.dumps({"given": given}), encoding="utf-8")
    return folder


def drop(value):
    return {("pelvic_drop", Side.LEFT, "deg"): (value, 0.8)}


def test_two_folders_become_a_table_and_a_sentence(tmp_path):
    before = write(tmp_path / "before", drop(12.0))
    after = write(tmp_path / "after", drop(1.0), recording="b")
    told = compare([before], [after])
    (row,) = told.changes
    assert (row.state, row.before, row.after, row.difference) == ("improved", 12, 1, -11)
    assert told.text == "Improved: pelvic drop (left)."
    assert (told.overall.state, told.obstacles) == ("improved", ())
    assert told.title == "Equal weight distribution test"
    again = compare([after / "result.json"], [before / "result.json"])
    assert again.text == "Worse: pelvic drop (left)."


def test_no_measurable_change_is_an_answer(tmp_path):
    before = write(tmp_path / "before", drop(4.0))
    after = write(tmp_path / "after", drop(3.0), recording="b")
    assert compare([before], [after]).text.startswith("No measurable change")


def test_more_days_make_it_surer(tmp_path):
    days = [
        [
            write(tmp_path / f"{name}{i}", drop(value + 0.1 * i), recording=f"{name}{i}")
            for i in range(4)
        ]
        for name, value in (("before", 5.0), ("after", 2.0))
    ]
    assert compare(days[0][:1], days[1][:1]).overall.state == "cannot tell yet"
    assert compare(*days).overall.state == "improved"


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"protocol": ("squat-check", 1)}, "different protocols"),
        ({"protocol": ("equal-weight", 2)}, "equal-weight version 2"),
        ({"kind": "markers"}, "measured with different things"),
        ({"given": GIVEN | {"form of the test": "free"}}, "form of the test"),
        ({"given": GIVEN | {"height": "1.70 m"}}, "height"),
        ({"given": GIVEN | {"pose model": "lite"}}, "pose model"),
        ({"given": GIVEN | {"load": "8 kg"}}, "load"),
        ({"recording": "a"}, "twice"),
    ],
)
def test_what_was_not_done_alike_is_not_compared(tmp_path, other, why):
    before = write(tmp_path / "before", drop(12.0))
    after = write(tmp_path / "after", drop(1.0), **({"recording": "b"} | other))
    told = compare([before], [after])
    assert told.overall.state == "not comparable"
    assert not told.changes
    assert any(why in each for each in told.obstacles)


def test_a_refused_recording_gives_no_numbers(tmp_path):
    before = write(tmp_path / "before", drop(12.0))
    after = write(tmp_path / "after", drop(1.0), recording="b", quality="refused")
    told = compare([before], [after])
    (row,) = told.changes
    assert (row.state, row.after) == ("cannot tell yet", None)
    assert any("could not be judged" in note for note in told.notes)


def test_a_bare_result_says_that_its_settings_are_not_known(tmp_path):
    before = write(tmp_path / "before", drop(4.0), given=None)
    after = write(tmp_path / "after", drop(3.0), recording="b")
    told = compare([before], [after])
    assert told.changes
    assert any("what was given" in note for note in told.notes)


def test_a_folder_without_a_result_is_named(tmp_path):
    with pytest.raises(BadRecording, match=r"holds no result\.json"):
        compare([tmp_path], [tmp_path])
    (tmp_path / "result.json").write_text("{}", encoding="utf-8")
    with pytest.raises(BadRecording, match=r"result\.json"):
        compare([tmp_path], [tmp_path])
