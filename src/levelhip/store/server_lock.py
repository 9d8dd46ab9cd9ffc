"""One server a store: two would both take up a session that was cut off, and write it twice."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from levelhip.store.database import OWN_FILE, OWN_FOLDER, server_file
from levelhip.store.faults import StoreFault

ROOM = 4096
"""Bytes of what is told at the most; the lock lies behind them, where it hides none of it."""


class Served(StoreFault):
    """Another server has the store; the text says where it is."""


@contextmanager
def only_server(url: str) -> Iterator[Callable[[str], None]]:
    """Be the only server of a store; the commands of a terminal may still use it.

    The lock is the system's: it goes with the process that holds it, however that ends.

    Parameters
    ----------
    url : str
        Of the store.

    Yields
    ------
    callable
        To be told the page's address, for whoever comes second.

    Raises
    ------
    Served
        When another has it.
    """
    file = server_file(url)
    file.parent.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
    handle = os.open(file, os.O_RDWR | os.O_CREAT, OWN_FILE)
    try:
        if not _locked(handle):
            raise Served(_where(handle))

        def tell(address: str) -> None:
            text = json.dumps({"pid": os.getpid(), "address": address}).encode()
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, text.ljust(ROOM))

        tell("")
        yield tell
    finally:
        # The file stays: whoever removed it could take it from under one that comes just now.
        os.close(handle)


def _where(handle: int) -> str:
    told: dict[str, object] = {}
    with suppress(ValueError, OSError):
        os.lseek(handle, 0, os.SEEK_SET)
        read = json.loads(os.read(handle, ROOM))
        told = read if isinstance(read, dict) else {}
    process = f" (process {told['pid']})" if told.get("pid") else ""
    if told.get("address"):
        return (
            f"levelhip is open already{process}: {told['address']} . Open that page, or end it "
            "with Ctrl+C where it runs"
        )
    return f"levelhip is open already{process}; end it with Ctrl+C where it runs"


def _locked(handle: int) -> bool:
    """Whether the lock is ours now; where the disk knows no locks there is none to be had."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, ROOM, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


__all__ = ["Served", "only_server"]
