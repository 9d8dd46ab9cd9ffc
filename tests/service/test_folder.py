"""A folder is measured whatever is in it, and goes on where it was after a kill."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from levelhip.core import BadRecording
from levelhip.io.result_file import read_result
from levelhip.service import AnalysisOptions, analyse, analyse_folder
from levelhip.service.folder import recordings_below

ONE = AnalysisOptions(jobs=1)


@pytest.fixture(scope="module")
def made(tmp_path_factory, folder_of):
    """Four recordings measured once by another process; tests work on copies of this."""
    root = tmp_path_factory.mktemp("made")
    folder_of(root / "recordings")
    return root, analyse_folder(
        root / "recordings",
        "equal-weight",
        options=ONE,
        out=root / "out",
    )


@pytest.fixture
def copied(made, tmp_path):
    shutil.copytree(made[0], tmp_path / "copy")
    (tmp_path / "copy" / "recordings" / "broken.mp4").unlink()
    return tmp_path / "copy"


def again(root, **options):
    given = replace(ONE, **options)
    return analyse_folder(root / "recordings", "equal-weight", options=given, out=root / "out")


def test_a_bad_file_does_not_stop_the_others_and_is_listed_with_its_error(made):
    by_source = {entry.source: entry for entry in made[1].entries}
    assert list(by_source) == ["a.csv", "b.csv", "broken.mp4", "second/a.csv"]
    assert "broken.mp4: holds text, not a video" in by_source["broken.mp4"].error
    assert all(not entry.error for name, entry in by_source.items() if name != "broken.mp4")
    assert made[1].left_out == ("notes.txt",)


def test_the_summary_has_every_metric_of_every_recording_and_the_error_of_the_bad_one(made):
    table = pl.read_parquet(made[1].summary)
    for entry in made[1].entries:
        rows = table.filter(pl.col("source") == entry.source)
        if entry.error:
            assert rows["error"].to_list() == [entry.error]
            continue
        metrics = read_result(entry.folder / "result.json").metrics
        assert rows["name"].to_list() == [metric.name for metric in metrics]
        assert rows["value"].to_list() == [metric.value for metric in metrics]


def test_processes_give_what_a_single_analysis_gives(made, tmp_path):
    alone = analyse(made[0] / "recordings" / "b.csv", "equal-weight", out=tmp_path / "alone")
    pooled = made[0] / "out" / "b.csv.levelhip"
    for path in alone.files.values():
        assert path.read_bytes() == (pooled / path.name).read_bytes(), path.name


def test_what_is_finished_is_skipped_and_gives_the_same_summary(copied):
    stamps = {path: path.stat().st_mtime_ns for path in (copied / "out").rglob("result.json")}
    first = pl.read_parquet(copied / "out" / "summary.parquet")
    (copied / "out" / "summary.parquet").unlink()
    done = again(copied)
    assert [entry.skipped for entry in done.entries] == [True, True, True]
    assert all(path.stat().st_mtime_ns == stamp for path, stamp in stamps.items())
    measured = first.filter(pl.col("error").is_null())
    assert pl.read_parquet(done.summary).equals(measured)


def test_what_is_changed_or_unfinished_is_measured_again(copied):
    with (copied / "recordings" / "a.csv").open("a") as file:
        file.write("60.000,350.0,350.0\n")
    (copied / "out" / "b.csv.levelhip" / "run.json").unlink()
    report = copied / "out" / "second" / "a.csv.levelhip" / "report.html"
    report.unlink()
    done = again(copied)
    assert [entry.skipped for entry in done.entries] == [False, False, False]
    assert report.exists()


def test_results_inside_the_folder_are_no_recordings(copied):
    shutil.move(copied / "out", copied / "recordings" / "out")
    shutil.copytree(
        copied / "recordings" / "out" / "a.csv.levelhip", copied / "recordings" / "old.levelhip"
    )
    given = copied / "recordings"
    found = [name for _, name in recordings_below(given, leaving_out=given / "out")]
    assert found == ["a.csv", "b.csv", "second/a.csv"]


def test_an_empty_folder_says_so(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(BadRecording, match="holds no recording that levelhip knows"):
        analyse_folder(tmp_path / "empty", "equal-weight", out=tmp_path / "out")


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def killed_after_the_first(given, out):
    """Measure a folder, killed hard once a recording is measured; the processes that worked."""
    command = [sys.executable, "-m", "levelhip.cli", "analyse", str(given), "-j", "1"]
    command += ["-p", "equal-weight", "-o", str(out)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as run:
        while True:
            ended = run.poll() is not None
            if (out / "a.csv.levelhip" / "run.json").exists():
                break
            assert not ended, run.stderr.read().decode()
            time.sleep(0.002)
        workers = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
        run.send_signal(signal.SIGKILL)
    return workers


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux' /proc")
def test_after_a_hard_kill_no_file_is_half_and_the_rest_is_done_on_the_next_run(
    tmp_path, folder_of
):
    out, given = tmp_path / "out", folder_of(tmp_path / "recordings")
    for _ in range(5):
        workers = killed_after_the_first(given, out)
        if not (out / "summary.parquet").exists():
            break
        # A busy machine was too slow to kill it before it had done all.
        shutil.rmtree(out)
    else:
        pytest.fail("there is a summary before all recordings are measured")
    until = time.monotonic() + 60
    while any(is_running(pid) for pid in workers) and time.monotonic() < until:
        time.sleep(0.01)
    assert not any(is_running(pid) for pid in workers), "a worker outlives its parent"
    for path in out.rglob("*.json"):
        if ".unfinished" not in path.name:
            json.loads(path.read_text())
    finished = {path.parent for path in out.rglob("run.json")}
    assert finished
    # As if it had been killed while it wrote the table.
    (out / "summary.1.unfinished.parquet").write_bytes(b"PAR1")
    done = again(tmp_path)
    assert {entry.folder for entry in done.entries if entry.skipped} >= finished
    assert sum(not entry.error for entry in done.entries) == 3
    assert not [path for path in out.rglob("*") if ".unfinished" in path.name]


def test_a_process_that_dies_costs_only_the_recording_it_was_reading(
    tmp_path, monkeypatch, write_forces
):
    """A reader that takes its process down stands in for a fault inside a native library."""
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}")
    (tmp_path / "deadly.py").write_text(
        "import os\n"
        "class Reader:\n"
        "    name, suffixes = 'deadly', ('.csv',)\n"
        "    def matches(self, path, head):\n"
        "        return b'deadly' in head\n"
        "    def read(self, path, options):\n"
        "        os._exit(9)\n"
        "reader = Reader()\n"
    )
    info = tmp_path / "deadly-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: deadly\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[levelhip.readers]\ndeadly = deadly:reader\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    given = tmp_path / "recordings"
    given.mkdir()
    (given / "a.csv").write_text("deadly\n")
    write_forces(given / "b.csv", lifts=1)
    done = again(tmp_path, jobs=2)
    errors = {entry.source: entry.error for entry in done.entries}
    assert "the process reading it died" in errors["a.csv"]
    assert errors["b.csv"] == ""
