"""A file is written whole or not at all."""

import os
import signal
import subprocess
import sys

import pytest

from levelhip.io.whole_files import remove_unfinished, replacing, write_text


def test_the_target_keeps_its_old_content_when_writing_fails(tmp_path):
    target = tmp_path / "a.txt"
    write_text(target, "old\n")

    def write_half():
        with replacing(target) as unfinished:
            unfinished.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert target.read_text() == "old\n"
    assert list(tmp_path.iterdir()) == [target]


def test_the_unfinished_file_has_the_suffix_of_its_target(tmp_path):
    with replacing(tmp_path / "deep" / "clip.mp4") as unfinished:
        assert unfinished.suffix == ".mp4"
        unfinished.write_bytes(b"x")
    assert (tmp_path / "deep" / "clip.mp4").read_bytes() == b"x"


def test_a_process_killed_while_writing_leaves_no_file_of_the_targets_name(tmp_path):
    code = (
        "import os, signal, sys, pathlib\n"
        "from levelhip.io.whole_files import replacing\n"
        "with replacing(pathlib.Path(sys.argv[1])) as unfinished:\n"
        "    unfinished.write_text('half')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    target = tmp_path / "a.json"
    done = subprocess.run([sys.executable, "-c", code, str(target)], env=os.environ, check=False)
    assert done.returncode == -signal.SIGKILL
    assert not target.exists()
    assert len(list(tmp_path.iterdir())) == 1
    remove_unfinished(tmp_path)
    assert list(tmp_path.iterdir()) == []
