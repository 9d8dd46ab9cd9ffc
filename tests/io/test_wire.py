"""The binary frames of the live socket."""

from __future__ import annotations

import struct
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.io.wire import (
    HEADER,
    LARGEST_MESSAGE,
    VERSION,
    Kind,
    WireFault,
    wire_bytes,
    wire_frames,
)

SIZES = {Kind.POSE: 231, Kind.MOTION: 6, Kind.FORCE: 2}


def frame(kind, rest=b"", *, version=VERSION, flags=0, sequence=1, time_us=0):
    return HEADER.pack(version, kind, flags, sequence, time_us) + rest


def test_a_header_is_sixteen_bytes_laid_out_as_the_design_says():
    sent = frame(2, bytes(24), flags=0x0102, sequence=0x03040506, time_us=-2)
    assert sent[:16].hex() == "01020201" + "06050403" + "feffffffffffffff"


@given(
    kind=st.sampled_from(list(SIZES)),
    sequence=st.integers(0, 2**32 - 1),
    time_us=st.integers(-(2**62), 2**62),
    seed=st.integers(0, 99),
    people=st.sampled_from([0, 1, 2, float("nan")]),
)
def test_what_is_sent_is_what_comes(kind, sequence, time_us, seed, people):
    values = np.random.default_rng(seed).normal(size=SIZES[kind])
    (got,) = wire_frames(wire_bytes(kind, sequence, time_us, values, people=people))
    assert (got.kind, got.sequence, got.time_us) == (kind, sequence, time_us)
    np.testing.assert_array_equal(got.values, values.astype(np.float32))
    np.testing.assert_equal(got.people, float(people))


@given(counts=st.lists(st.sampled_from(list(SIZES)), min_size=1, max_size=9))
def test_frames_may_follow_each_other_in_one_message(counts):
    sent = [wire_bytes(kind, i, i, np.full(SIZES[kind], i)) for i, kind in enumerate(counts)]
    got = wire_frames(b"".join(sent))
    assert [each.kind for each in got] == counts
    assert [each.sequence for each in got] == list(range(len(counts)))


@given(junk=st.binary(max_size=400))
def test_junk_is_refused_with_a_message_or_read_but_never_crashes(junk):
    with suppress(WireFault):
        assert wire_frames(junk)


@pytest.mark.parametrize(
    ("message", "names"),
    [
        (b"", "cut off in its header"),
        (frame(1)[:9], "cut off in its header"),
        (frame(9), "kind 9"),
        (frame(2, bytes(24), version=7), "version 7"),
        (frame(2, bytes(23)), "23 bytes; it has 24"),
        (frame(2, struct.pack("<6f", 0, 0, float("inf"), 0, 0, 0)), "infinite"),
        (frame(4, b"tap") + frame(4, b"tap"), "mark"),
        (frame(4, b"Tap!"), "small letters"),
        (frame(4, b"x" * 33), "small letters"),
        (frame(2, bytes(24)) + frame(4, b"tap"), "comes alone"),
        (frame(5, bytes(8) + b"GIF"), "no JPEG"),
        (frame(5, struct.pack("<HHHH", 9, 0, 9, 9) + b"\xff\xd8"), "outside"),
        (bytes(LARGEST_MESSAGE + 1), "at most"),
    ],
)
def test_each_fault_is_named(message, names):
    with pytest.raises(WireFault, match=names):
        wire_frames(message)


def test_a_mark_and_a_crop_come_whole():
    (mark,) = wire_frames(frame(4, b"tap", time_us=5))
    assert (mark.name, mark.time_us) == ("tap", 5)
    (got,) = wire_frames(frame(5, struct.pack("<HHHH", 10, 20, 720, 1280) + b"\xff\xd8jpeg"))
    assert (got.crop.left, got.crop.top, got.crop.size) == (10, 20, (720, 1280))
    assert got.crop.jpeg == b"\xff\xd8jpeg"
