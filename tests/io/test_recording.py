import importlib.metadata
import os
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

import levelhip.io
from levelhip.core import BadRecording, Force, Frame, LevelhipError, Samples, Side, Track
from levelhip.io import recording as registry
from levelhip.io.recording import (
    BUILT_INS,
    ENTRY_POINT_GROUP,
    ReadOptions,
    Recording,
    content_id,
    open_recording,
    reader_points,
    readers_for,
)

TABLES = ("landmarks", "wii", "motion-csv", "force-csv")


def test_built_in_readers_are_announced_in_pyproject_as_a_plug_in_would_be():
    pyproject = Path(__file__).parents[2] / "pyproject.toml"
    project = tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"]
    announced = project["entry-points"][ENTRY_POINT_GROUP]
    assert announced == {built_in.name: built_in.target for built_in in BUILT_INS}


@pytest.mark.parametrize("built_in", BUILT_INS, ids=lambda b: b.name)
def test_a_built_in_reader_has_the_name_and_suffixes_it_is_announced_with(built_in):
    module, _, name = built_in.target.partition(":")
    reader = getattr(import_module(module), name)
    assert reader.name == built_in.name
    assert set(reader.suffixes) == set(built_in.suffixes)


@pytest.mark.parametrize("built_in", BUILT_INS, ids=lambda b: b.name)
@pytest.mark.parametrize(
    "head", [b"", b"\0" * 100, b"PK\x03\x04rubbish", b"\xff" * 64, b"a,b\n1,2\n"]
)
def test_no_reader_raises_when_it_is_only_asked_whether_a_file_is_its_own(built_in, head, tmp_path):
    module, _, name = built_in.target.partition(":")
    path = tmp_path / f"thing{built_in.suffixes[0]}"
    path.write_bytes(head)
    assert getattr(import_module(module), name).matches(path, head) in (True, False)


def test_every_public_name_of_the_package_can_be_had():
    for name in levelhip.io.__all__:
        assert getattr(levelhip.io, name) is not None
    with pytest.raises(AttributeError, match="no attribute"):
        levelhip.io.no_such_name  # noqa: B018


def test_importing_the_package_loads_no_heavy_library():
    code = (
        "import sys, levelhip.io.recording as _; heavy = {'polars', 'av', 'cv2', 'ezc3d'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    seen = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")},
    )
    assert seen.stdout.strip() == "[]"


def test_only_readers_of_the_suffix_are_asked_first(tmp_path):
    first = next(readers_for(tmp_path / "walk.trc"))
    assert first.name == "trc"
    names = [reader.name for reader in readers_for(tmp_path / "walk.csv")]
    assert tuple(names[: len(TABLES)]) == TABLES


class _Echo:
    """A reader of another package."""

    name = "echo"
    suffixes = (".echo",)

    def matches(self, path, head):
        return head.startswith(b"ECHO")

    def read(self, path, options):
        return Recording(path, content_id(path), "force", 1.0, 0.0, lambda: iter(()))


def test_a_reader_of_another_package_is_found_by_its_entry_point(tmp_path, monkeypatch):
    point = importlib.metadata.EntryPoint("echo", "echo_reader:reader", ENTRY_POINT_GROUP)
    module = type(sys)("echo_reader")
    module.reader = _Echo()
    monkeypatch.setitem(sys.modules, "echo_reader", module)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point])
    path = tmp_path / "a.echo"
    path.write_bytes(b"ECHO 1")
    assert reader_points()[-1].name == "echo"
    assert open_recording(path).kind == "force"


def test_a_reader_whose_library_is_missing_is_a_fault_that_names_it(tmp_path, monkeypatch):
    module = tmp_path / "broken_reader.py"
    module.write_text("import a_library_nobody_has\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    point = importlib.metadata.EntryPoint("broken", "broken_reader:reader", ENTRY_POINT_GROUP)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point])
    path = tmp_path / "a.xyz"
    path.write_bytes(b"anything at all")
    with pytest.raises(LevelhipError, match=r"broken.*a_library_nobody_has.*install"):
        open_recording(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BadRecording, match=r"none\.csv: no such file; check the name"):
        open_recording(tmp_path / "none.csv")


def test_an_empty_file_is_said_to_be_empty(tmp_path):
    path = tmp_path / "walk.csv"
    path.touch()
    with pytest.raises(BadRecording, match=r"walk\.csv: the file is empty \(0 bytes\)"):
        open_recording(path)


@pytest.mark.parametrize("suffix", [".csv", ".txt", ".parquet", ".forces", ".unheard"])
def test_text_that_is_no_table_is_told_what_was_looked_for(tmp_path, suffix):
    path = tmp_path / f"letter{suffix}"
    path.write_text("Dear coach, my hip hurts.\nYours\n", encoding="utf-8")
    with pytest.raises(
        BadRecording, match=rf"letter\{suffix}: holds text.*(looked for|give one of)"
    ):
        open_recording(path)


@pytest.mark.parametrize("suffix", [".csv", ".txt", ".zip", ".unheard"])
def test_binary_rubbish_is_told_apart_from_text(tmp_path, suffix):
    path = tmp_path / f"blob{suffix}"
    path.write_bytes(bytes(range(256)) * 40)
    with pytest.raises(BadRecording, match="holds binary data"):
        open_recording(path)


def test_an_empty_folder_and_a_folder_without_a_recording_are_told_apart(tmp_path):
    with pytest.raises(BadRecording, match="the folder is empty"):
        open_recording(tmp_path)
    (tmp_path / "notes.md").write_text("nothing", encoding="utf-8")
    with pytest.raises(BadRecording, match="a folder without a phone recording"):
        open_recording(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_said_to_be_so(tmp_path):
    path = tmp_path / "locked.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    path.chmod(0)
    with pytest.raises(BadRecording, match=r"locked\.csv: cannot be opened \(Permission denied\)"):
        open_recording(path)


def test_a_pipe_is_no_recording(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(BadRecording, match="neither a file nor a folder"):
        open_recording(tmp_path / "pipe.csv")


def test_the_id_of_a_file_is_the_digest_of_its_bytes_whatever_its_name(tmp_path):
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_bytes(b"same")
    two.write_bytes(b"same")
    assert content_id(one) == content_id(two)
    assert content_id(one) == ("0967115f2813a3541eaef77de9d9d5773f1c0c04314b0bbfe4ff3b3b1c55b5d5")
    two.write_bytes(b"other")
    assert content_id(one) != content_id(two)


def test_the_id_of_a_folder_changes_with_a_name_and_with_a_byte(tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "a.csv").write_bytes(b"1")
    before = content_id(folder)
    (folder / "a.csv").rename(folder / "b.csv")
    renamed = content_id(folder)
    (folder / "b.csv").write_bytes(b"2")
    assert len({before, renamed, content_id(folder)}) == 3


def _force_file(folder: Path) -> Path:
    path = folder / "plates.csv"
    rows = "\n".join(f"{i / 100:.2f},{300 + i},{400 - i}" for i in range(100))
    path.write_text(f"time (s),left Fz (N),right Fz (N)\n{rows}\n", encoding="utf-8")
    return path


class _Chunks:
    """Landmarks in chunks of ten samples, to be read together with a force file."""

    name = "chunks"
    suffixes = (".chunks",)

    def matches(self, path, head):
        return path.suffix == ".chunks"

    def read(self, path, options):
        def stream():
            for start in range(0, 50, 10):
                times = np.arange(start, start + 10) / 50.0
                yield Samples(
                    track=Track(
                        times, np.zeros((10, 1, 3)), np.ones((10, 1)), ("left_hip",), Frame.LAB
                    )
                )

        return Recording(path, content_id(path), "landmarks", 50.0, 0.98, stream)


def test_forces_recorded_with_landmarks_are_pushed_with_them_in_order_of_time(
    tmp_path, monkeypatch
):
    point = importlib.metadata.EntryPoint("chunks", "chunk_reader:reader", ENTRY_POINT_GROUP)
    module = type(sys)("chunk_reader")
    module.reader = _Chunks()
    monkeypatch.setitem(sys.modules, "chunk_reader", module)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point])
    path = tmp_path / "a.chunks"
    path.write_bytes(b"chunks")
    forces = _force_file(tmp_path)
    together = open_recording(path, ReadOptions(forces=forces))
    parts = list(together.stream())
    for part in parts[:-1]:
        assert part.track is not None
        assert part.force is not None
        assert part.force.time_s[-1] <= part.track.time_s[-1]
    whole = together.samples().force
    alone = open_recording(forces).samples().force
    np.testing.assert_array_equal(whole.newton, alone.newton)
    np.testing.assert_array_equal(whole.time_s, alone.time_s)
    assert together.id != open_recording(path).id
    assert any("plates.csv" in note for note in together.notes)


def test_a_force_file_that_holds_no_forces_is_refused(tmp_path):
    motion = tmp_path / "phone.csv"
    rows = "\n".join(f"{i / 100:.2f},0.1,9.8,0.2" for i in range(50))
    motion.write_text(f"time (s),ax,ay,az\n{rows}\n", encoding="utf-8")
    forces = _force_file(tmp_path)
    with pytest.raises(BadRecording, match="holds motion, no forces"):
        open_recording(forces, ReadOptions(forces=motion))
    with pytest.raises(BadRecording, match="holds forces itself"):
        open_recording(forces, ReadOptions(forces=forces)).samples()


def test_samples_join_what_the_stream_gives():
    force = Force(
        np.array([0.0, 1.0]), np.ones((2, 1, 3)), np.full((2, 1, 3), np.nan), (Side.BOTH,)
    )
    recording = Recording(
        None,
        "0",
        "force",
        1.0,
        1.0,
        lambda: iter([Samples(force=force.cut(0, 1)), Samples(force=force.cut(1, 2))]),
    )
    np.testing.assert_array_equal(recording.samples().force.time_s, force.time_s)
