"""Files that are either written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

UNFINISHED = ".unfinished"
"""Part of the name of every file that is still being written, before its suffix."""


@contextmanager
def replacing(target: Path, *, private: bool = False) -> Iterator[Path]:
    """A path to write to, which takes its target's name once the block ends well.

    Parameters
    ----------
    target : Path
        The file to make or replace; its folder is made when it is missing.
    private : bool
        Whether only its owner may read it.

    Yields
    ------
    Path
        Beside the target and with its suffix, so that writers that look at the suffix work. When
        the block raises, it is removed and the target stays as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.stem}.{os.getpid()}{UNFINISHED}{target.suffix}")
    try:
        if private:
            # Made before anything is in it, so that nobody can look in between.
            os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        yield unfinished
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.replace(target)
        sync_folder(target.parent)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can be asked to."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_text(target: Path, text: str) -> None:
    """Write a UTF-8 file, whole or not at all."""
    with replacing(target) as unfinished:
        unfinished.write_text(text, encoding="utf-8", newline="\n")


def remove_unfinished(folder: Path) -> None:
    """Remove what a killed run left half-written in a folder (not in folders below it)."""
    for left in folder.glob(f"*{UNFINISHED}*"):
        left.unlink(missing_ok=True)
