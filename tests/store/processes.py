"""Work done in child processes, and ended hard at a counted moment."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from contextlib import contextmanager

MOMENTS = frozenset({"write", "fsync", "replace", "execute", "commit", "mkdir", "open", "unlink"})
"""Calls into the system or the database after which a process may be killed."""


def in_child(work):
    """Run a function in a child; its process id. The child's status is 0 when that ended well."""
    with warnings.catch_warnings():
        # Newer Pythons warn when libraries have threads; nothing run here uses them.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException:  # noqa: BLE001 -- shown, and told by the status
            import traceback

            traceback.print_exc()
        finally:
            os._exit(status)
    return child


def ended(child):
    """How a child ended: its status, or the negative number of the signal."""
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


@contextmanager
def counted(kill_at=None):
    """Counts moments; at the one of that number the process kills itself, as nobody could stop."""
    seen = [0]

    def look(frame, event, called):
        if event == "c_call" and getattr(called, "__name__", "") in MOMENTS:
            seen[0] += 1
            if seen[0] == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield seen
    finally:
        sys.setprofile(before)


def killed_at(work, moment):
    """Run work in a child that kills itself at a moment; False when it was over before that."""

    def until_then():
        with counted(moment):
            work()

    end = ended(in_child(until_then))
    assert end in (0, -signal.SIGKILL), end
    return end != 0


def moments_of(work):
    """How many moments work has, counted in a child."""
    read, write = os.pipe()

    def told():
        with counted() as seen:
            work()
        os.write(write, seen[0].to_bytes(4, "little"))

    assert ended(in_child(told)) == 0
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        return int.from_bytes(pipe.read(), "little")
