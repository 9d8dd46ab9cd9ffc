"""`levelhip analyse` prints data on stdout, words on stderr, and ends with the promised status."""

import json

import jsonschema
import pytest
from click.testing import CliRunner

from levelhip.cli.program import levelhip
from levelhip.io.result_file import json_schema, read_result

SCALES = ("--scales", "36.0", "34.0", "--scales", "35.8", "34.4")


def run(*arguments):
    return CliRunner().invoke(levelhip, ["analyse", *(str(each) for each in arguments)])


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    out = tmp_path_factory.mktemp("scales") / "out"
    return run("-p", "equal-weight", *SCALES, "-o", out), out


def test_the_table_shows_value_error_and_smallest_change(done):
    ended, _ = done
    assert ended.exit_code == 0, ended.stderr
    (line,) = [line for line in ended.stdout.splitlines() if "standing" in line and "±" in line]
    assert "51" in line
    assert line.count("%") == 2
    assert "smallest change" in ended.stdout


def test_the_verdict_comes_with_its_ground_and_grade_and_refusals_with_their_reason(done):
    ended, _ = done
    assert "Ground for" in ended.stdout
    assert "Grade F" in ended.stdout
    assert "Not measured" in ended.stdout
    assert "Put two bright dots" in ended.stdout or "Use a camera" in ended.stdout


def test_where_the_report_is_goes_to_stderr(done):
    ended, out = done
    assert f"Report: {out / 'report.html'}" in ended.stderr
    assert "Report:" not in ended.stdout


def test_without_a_report_none_is_named_and_none_can_be_opened(tmp_path):
    out = tmp_path / "out"
    ended = run("-p", "equal-weight", *SCALES, "--no-report", "-o", out)
    assert ended.exit_code == 0, ended.stderr
    assert "Report:" not in ended.stderr
    assert not (out / "report.html").exists()
    both = run("-p", "equal-weight", *SCALES, "--no-report", "--open", "-o", out)
    assert both.exit_code == 2
    assert "--no-report" in both.stderr


def test_json_on_stdout_is_the_written_result(tmp_path):
    ended = run("-p", "equal-weight", *SCALES, "--json", "-o", tmp_path / "out")
    told = json.loads(ended.stdout)
    jsonschema.validate(told, json_schema())
    assert ended.stdout == (tmp_path / "out" / "result.json").read_text()


def test_a_refused_recording_writes_why_and_ends_with_status_3(tmp_path):
    """Scales cannot count steps."""
    ended = run("-p", "walk", *SCALES, "-o", tmp_path / "out")
    assert ended.exit_code == 3
    result = read_result(tmp_path / "out" / "result.json")
    assert (result.quality.state, result.verdict.state) == ("refused", "refused")
    assert result.quality.reasons
    assert "cannot be measured from two bathroom scales" in " ".join(ended.stdout.split())
    assert (tmp_path / "out" / "report.html").exists()


def test_a_file_and_scales_together_are_misuse(tmp_path):
    ended = run("-p", "equal-weight", *SCALES, __file__)
    assert ended.exit_code == 2


def test_a_folder_with_a_bad_file_ends_with_status_1_and_lists_it(tmp_path):
    given = tmp_path / "given"
    given.mkdir()
    (given / "clip.mp4").write_text("this is no video\n")
    ended = run("-p", "equal-weight", given, "-j", "1", "--json", "-o", tmp_path / "out")
    assert ended.exit_code == 1
    (entry,) = json.loads(ended.stdout)["entries"]
    assert entry["source"] == "clip.mp4"
    assert "holds text, not a video" in entry["error"]
