"""One recording becomes a result, its files, and a truthful account of what was not measured."""

import json

import jsonschema
import numpy as np
import polars as pl
import pytest

from levelhip.core import BadRecording, Person
from levelhip.io.result_file import json_schema, read_result
from levelhip.service import AnalysisOptions, analyse
from tests.io.video_clips import corner_picture, write_clip


@pytest.fixture(scope="module")
def analysis(forces, tmp_path_factory):
    out = tmp_path_factory.mktemp("analysis") / "out"
    out.mkdir()
    # What a run that was killed has left; it is to go.
    (out / "series.1.unfinished.parquet").write_bytes(b"PAR1")
    return analyse(forces, "equal-weight", out=out)


def test_a_report_that_is_not_wanted_is_not_written_and_none_stays_from_before(forces, tmp_path):
    analyse(forces, "equal-weight", out=tmp_path)
    assert (tmp_path / "report.html").exists()
    done = analyse(forces, "equal-weight", options=AnalysisOptions(report=False), out=tmp_path)
    assert set(done.files) == {"result", "series"}
    assert not (tmp_path / "report.html").exists()
    assert done.result.metrics


def test_all_files_are_written_and_named(analysis):
    names = {path.name for path in analysis.files["result"].parent.iterdir()}
    assert names == {"result.json", "series.parquet", "report.html", "run.json"}
    assert {path.name for path in analysis.files.values()} == names - {"run.json"}


def test_the_written_result_is_the_returned_one_and_fits_the_schema(analysis):
    path = analysis.files["result"]
    assert read_result(path) == analysis.result
    jsonschema.validate(json.loads(path.read_text()), json_schema())


def test_lifts_are_counted_and_a_refused_quantity_carries_its_reason(analysis):
    metrics = {(m.name, m.side.value): m for m in analysis.result.metrics if m.trial == 0}
    assert metrics["lift_count", "left"].value == 3
    assert metrics["lift_count", "right"].value == 3
    refused = [m for m in analysis.result.metrics if m.refused]
    codes = {reason.code for reason in analysis.result.quality.reasons}
    assert {m.name for m in refused} >= {"pelvic_drop", "weight_shift"}
    assert {m.refused for m in refused} <= codes
    assert all(m.value is None for m in refused)


def test_the_series_holds_the_share_of_the_plates(analysis):
    table = pl.read_parquet(analysis.files["series"])
    assert table.columns[0] == "time_s"
    share = table["load_share"].to_numpy()
    assert np.nanmedian(share[:100]) == pytest.approx(0.5, abs=0.01)
    assert np.nanmin(share) == pytest.approx(0.0, abs=0.02)
    assert np.nanmax(share) == pytest.approx(1.0, abs=0.02)


def test_nothing_is_drawn_over_a_refused_video(tmp_path):
    empty_room = write_clip(
        tmp_path / "room.mp4", corner_picture(), times_s=[i / 30 for i in range(40)]
    )
    out = tmp_path / "out"
    out.mkdir()
    (out / "annotated.mp4").write_bytes(b"of an earlier run")
    got = analyse(empty_room, "equal-weight", out=out)
    assert got.result.quality.state == "refused"
    assert "video" not in got.files
    assert not (out / "annotated.mp4").exists()


def test_progress_rises_from_nought_to_one(forces, tmp_path):
    told = []
    analyse(forces, "equal-weight", out=tmp_path / "out", on_progress=told.append)
    fractions = [progress.fraction for progress in told]
    assert fractions == sorted(fractions)
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)


def test_the_same_recording_gives_the_same_result_twice(analysis, forces, tmp_path):
    again = analyse(forces, "equal-weight", out=tmp_path / "again")
    for name in ("result", "series", "report"):
        assert again.files[name].read_bytes() == analysis.files[name].read_bytes()


def test_two_bathroom_scales_need_no_file(tmp_path):
    options = AnalysisOptions(scales=((36.0, 34.0), (35.8, 34.4)))
    done = analyse(
        None, "equal-weight", person=Person(mass_kg=70.0), options=options, out=tmp_path / "out"
    )
    assert done.result.recording.kind == "scales"
    share = next(m for m in done.result.metrics if m.name == "standing_share")
    assert share.value == pytest.approx(0.512, abs=0.003)


def test_a_recording_that_cannot_be_read_leaves_nothing_behind(tmp_path):
    broken = tmp_path / "clip.mp4"
    broken.write_text("this is no video\n")
    with pytest.raises(BadRecording, match=r"clip\.mp4"):
        analyse(broken, "equal-weight", out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_default_folder_is_named_after_the_recording(forces, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = analyse(forces, "equal-weight")
    assert done.files["report"].resolve() == tmp_path / "monday.levelhip" / "report.html"
