"""An analysis talks to no other machine, as seen from below: at the system calls."""

import re
import shutil
import subprocess
import sys

import av
import pytest

from levelhip.core import LevelhipError
from levelhip.io.models import bundle
from levelhip.service import sample

SECONDS = 2.0
LOOPBACK = re.compile(r'inet_addr\("127\.|inet_pton\(AF_INET6, "::1"')
INTERNET = re.compile(r"AF_INET6?\b|AF_PACKET|AF_NETLINK|AF_VSOCK|AF_BLUETOOTH")


def cut(source, target):
    """The first seconds of a clip, its packets copied as they are."""
    with av.open(str(source)) as given, av.open(str(target), "w") as made:
        stream = given.streams.video[0]
        copied = made.add_stream_from_template(stream)
        for packet in given.demux(stream):
            if packet.dts is None or packet.dts * stream.time_base > SECONDS:
                continue
            packet.stream = copied
            made.mux(packet)
    return target


def outside(log):
    """Lines of a trace in which anything but this machine is addressed."""
    made = [line for line in log.splitlines() if re.search(r"\bsocket\(", line)]
    said = [line for line in log.splitlines() if re.search(r"\b(connect|sendto|sendmsg)\(", line)]
    bare = [line for line in made if INTERNET.search(line) and "AF_INET" not in line]
    return bare + [line for line in said if INTERNET.search(line) and not LOOPBACK.search(line)]


def traced(command, log):
    strace = ["strace", "-f", "--seccomp-bpf", "-e", "trace=network", "-o", str(log)]
    done = subprocess.run([*strace, *command], capture_output=True, text=True, check=False)
    if "PTRACE" in done.stderr or "ptrace" in done.stderr:
        pytest.skip("this machine forbids tracing (ptrace)")
    return done


pytestmark = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is missing; `make test` installs it"
)


def test_the_trace_sees_a_program_that_does_reach_out(tmp_path):
    # 192.0.2.1 is kept for documentation (RFC 5737); a datagram socket connects without sending.
    code = "import socket; socket.socket(type=socket.SOCK_DGRAM).connect(('192.0.2.1', 9))"
    traced([sys.executable, "-c", code], tmp_path / "log")
    assert "192.0.2.1" in "".join(outside((tmp_path / "log").read_text()))


def test_the_analysis_of_a_video_opens_no_outside_socket(tmp_path):
    try:
        bundle("lite")
    except LevelhipError as fault:
        pytest.skip(str(fault))
    clip = cut(sample("equal-weight"), tmp_path / "clip.mp4")
    command = [sys.executable, "-m", "levelhip.cli", "analyse", str(clip)]
    command += ["-p", "equal-weight", "--model", "lite", "-j", "2", "-o", str(tmp_path / "out")]
    done = traced(command, tmp_path / "log")
    assert done.returncode in {0, 3}, done.stderr
    assert (tmp_path / "out" / "annotated.mp4").stat().st_size > 0 or done.returncode == 3
    log = (tmp_path / "log").read_text()
    assert "exited with" in log
    assert outside(log) == []
