from __future__ import annotations

import json

from click.testing import CliRunner

from levelhip.cli.program import levelhip
from levelhip.core import Metric, Quality, RecordingInfo, Side, Verdict
from levelhip.io.result_file import ProtocolInfo, ResultFile, result_json


def run(*arguments):
    return CliRunner().invoke(levelhip, ["compare", *(str(each) for each in arguments)])


def result(path, pain, *, recording, protocol="pain-spot"):
    """A result file with one pain number."""
    metric = Metric("usual_pain", Side.BOTH, 0, pain, 1.02, None, "1", "self-report/1")
    whole = ResultFile(
        "levelhip.result/1",
        "0",
        ProtocolInfo(protocol, 1),
        RecordingInfo(recording, "self", 60.0, 0.0),
        Quality(),
        (metric,),
        (),
        Verdict("measured", ""),
    )
    path.write_text(result_json(whole), encoding="utf-8")
    return path


def test_a_table_and_a_sentence_come_out(tmp_path):
    before, after = (
        result(tmp_path / f"{name}.json", pain, recording=name)
        for name, pain in (("a", 7.0), ("b", 2.0))
    )
    done = run(before, after)
    assert done.exit_code == 0, done.output
    assert "▲ improved" in done.output
    assert "Improved: " in done.output
    assert "Worse: " in run(after, before).output


def test_two_points_less_pain_are_no_measurable_change(tmp_path):
    before, after = (
        result(tmp_path / f"{name}.json", pain, recording=name)
        for name, pain in (("a", 6.0), ("b", 4.0))
    )
    done = run(before, after)
    assert done.exit_code == 0
    assert "No measurable change" in done.output
    assert "mproved" not in done.output


def test_further_days_count(tmp_path):
    files = [
        result(tmp_path / f"{i}.json", pain, recording=str(i))
        for i, pain in enumerate((6.0, 6.0, 4.0, 4.0, 6.0, 4.0))
    ]
    done = run(
        files[0],
        files[2],
        "--also-before",
        files[1],
        "--also-before",
        files[4],
        "--also-after",
        files[3],
        "--also-after",
        files[5],
        "--json",
    )
    told = json.loads(done.output)
    assert len(told["before"]) == len(told["after"]) == 3
    assert told["changes"][0]["state"] == "improved"


def test_what_cannot_be_compared_says_why_with_status_3(tmp_path):
    before = result(tmp_path / "a.json", 6.0, recording="a")
    after = result(tmp_path / "b.json", 2.0, recording="b", protocol="walk")
    done = run(before, after)
    assert done.exit_code == 3
    assert "different protocols" in done.output


def test_a_file_that_is_no_result_fails_with_its_name(tmp_path):
    other = tmp_path / "notes.json"
    other.write_text("hello", encoding="utf-8")
    done = run(other, other)
    assert done.exit_code == 1
    assert "notes.json" in done.output
