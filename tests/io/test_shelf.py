"""Files by their content: whole or not there, once, seen when damaged, closed to others."""

from __future__ import annotations

import errno
import hashlib
import os
import stat

import pytest

from levelhip.core import BadRecording
from levelhip.io.shelf import Damaged, Missing, Shelf


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "store.recordings")


def test_content_lies_under_its_sha_256_and_comes_back(shelf):
    name = shelf.put(b"joints")
    assert name == hashlib.sha256(b"joints").hexdigest()
    assert shelf.place(name) == shelf.folder / name[:2] / f"{name}.parquet"
    assert shelf.get(name) == b"joints"


def test_the_same_content_is_kept_once(shelf):
    first = shelf.put(b"joints")
    written = shelf.place(first).stat().st_mtime_ns
    assert shelf.put(b"joints") == first
    assert shelf.place(first).stat().st_mtime_ns == written
    assert list(shelf.names()) == [first]


def test_a_missing_and_a_damaged_file_are_named_with_the_way_out(shelf):
    name = shelf.put(b"joints")
    shelf.place(name).write_bytes(b"jointz")
    with pytest.raises(Damaged, match=name) as fault:
        shelf.get(name)
    assert "restore a backup" in str(fault.value)
    shelf.place(name).unlink()
    with pytest.raises(Missing, match=name):
        shelf.get(name)
    # Keeping it again mends it.
    shelf.put(b"joints")
    assert shelf.get(name) == b"joints"


def test_a_damaged_file_is_written_anew(shelf):
    name = shelf.put(b"joints")
    shelf.place(name).write_bytes(b"")
    shelf.put(b"joints")
    assert shelf.get(name) == b"joints"


@pytest.mark.parametrize("name", ["../../secret", "ab", "A" * 64, ""])
def test_a_name_that_is_no_content_leads_nowhere(shelf, name):
    with pytest.raises(BadRecording, match="64"):
        shelf.get(name)


def test_nobody_else_can_look_in(shelf):
    before = os.umask(0)
    try:
        place = shelf.place(shelf.put(b"joints"))
    finally:
        os.umask(before)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(shelf.folder.stat().st_mode) == 0o700


def test_a_full_disk_leaves_nothing_half_written(shelf, monkeypatch):
    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    kept = shelf.put(b"first")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        shelf.put(b"second")
    monkeypatch.undo()
    assert list(shelf.names()) == [kept]
    assert [file for file in shelf.folder.rglob("*") if file.is_file()] == [shelf.place(kept)]


def test_clearing_takes_all_but_what_is_needed_and_what_was_left_half_written(shelf):
    one, two = shelf.put(b"one"), shelf.put(b"two")
    half = shelf.place(one).with_name("x.7.unfinished.parquet")
    half.write_bytes(b"half")
    assert shelf.clear(but=frozenset({one})) == len(b"two") + len(b"half")
    assert list(shelf.names()) == [one]
    assert not half.exists()
    assert not shelf.place(two).parent.exists()
    shelf.clear()
    assert not shelf.folder.exists()
