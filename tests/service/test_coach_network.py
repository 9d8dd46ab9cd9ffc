"""A session talks to no other machine, as seen from below: at the system calls."""

import shutil
import subprocess
import sys

import pytest

from tests.service.conftest import one_leg_forces
from tests.service.test_no_network import outside, traced

pytestmark = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is missing; `make test` installs it"
)


def test_a_session_with_voice_and_tones_opens_no_outside_socket(tmp_path):
    file = one_leg_forces(tmp_path / "lifts.csv", lifts=1)
    answers = tmp_path / "answers.txt"
    answers.write_text("no\nno\nno\n")
    out = tmp_path / "s.session"
    command = [sys.executable, "-m", "levelhip.cli", "coach", "equal-weight", "--source", "file"]
    command += ["--file", str(file), "--speed", "1000", "--reps", "1", "--out", str(out)]
    whole = ["sh", "-c", 'answers=$1; shift; exec "$@" <"$answers"', "sh", str(answers), *command]
    done = traced(whole, tmp_path / "log")
    assert done.returncode in {0, 3}, done.stderr
    log = (tmp_path / "log").read_text()
    assert "exited with" in log
    assert outside(log) == []


def test_a_session_writes_nothing_outside_its_folder(tmp_path):
    file = one_leg_forces(tmp_path / "lifts.csv", lifts=1)
    log, out = tmp_path / "log", tmp_path / "s.session"
    strace = ["strace", "-f", "--seccomp-bpf", "-e", "trace=openat,open,creat", "-o", str(log)]
    command = [sys.executable, "-m", "levelhip.cli", "coach", "equal-weight", "--source", "file"]
    command += ["--file", str(file), "--speed", "1000", "--reps", "1", "--out", str(out)]
    done = subprocess.run(
        [*strace, *command], input="no\nno\nno\n", capture_output=True, text=True, check=False
    )
    if "ptrace" in done.stderr.lower():
        pytest.skip("this machine forbids tracing (ptrace)")
    assert done.returncode in {0, 3}, done.stderr
    opened = [
        line for line in log.read_text().splitlines() if "O_CREAT" in line and "= -1" not in line
    ]
    ours = [line for line in opened if str(out) in line]
    assert ours
    allowed = ("__pycache__", "/dev/", "/proc/", "matplotlib", "fontlist", "/shm/")
    strange = [
        line
        for line in opened
        if str(out) not in line and not any(each in line for each in allowed)
    ]
    assert strange == []
    assert not [
        line for line in opened if any(end in line for end in (".jpg", ".png", ".mp4", ".wav"))
    ]
