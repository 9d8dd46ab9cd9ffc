"""A page or a phone as a live source."""

from __future__ import annotations

import struct

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.core import DOT_NAMES, POSE_NAMES
from levelhip.io.crop_dots import CropPicture
from levelhip.io.live_socket import SocketSource
from levelhip.io.wire import HEADER, VERSION, HipCrop, Kind, WireFault, wire_bytes

RATE_HZ = 50.0
COUNT = 30
BEGINNING = 40
"""Frames from which the source takes the rate; they are not handed on."""


class Clock:
    def __init__(self):
        self.now_s = 0.0

    def __call__(self):
        return self.now_s


def motion(i, *, sender_s=1000.0):
    values = np.array([i, 9.81, 0.0, 0.0, 0.0, 0.1])
    return wire_bytes(Kind.MOTION, i, round((sender_s + i / RATE_HZ) * 1e6), values)


def begun(clock, **given):
    source = SocketSource("motion", clock, location="thigh", **given)
    for i in range(1, BEGINNING + 1):
        clock.now_s = i / RATE_HZ
        source.take(motion(i))
    assert source.read(clock.now_s) is None
    source.start(clock.now_s)
    return source


def numbers(samples):
    return [] if samples is None else samples.motion.acceleration[:, 0].astype(int).tolist()


def test_the_rate_and_the_place_are_known_before_the_first_sample():
    source = begun(Clock())
    assert (source.info.kind, source.info.location) == ("motion", "thigh")
    assert source.info.rate_hz == pytest.approx(RATE_HZ)


def test_times_are_those_of_the_session_and_keep_the_sender_s_distances():
    clock = Clock()
    source = begun(clock)
    clock.now_s += 0.5  # a late message: its times are when it was measured, not when it came
    source.take(b"".join(motion(i) for i in range(BEGINNING + 1, BEGINNING + 6)))
    got = source.read(clock.now_s)
    np.testing.assert_allclose(np.diff(got.motion.time_s), 1 / RATE_HZ, atol=1e-6)
    assert got.motion.time_s[0] == pytest.approx((BEGINNING + 1) / RATE_HZ, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(
    breaks=st.lists(
        st.tuples(st.integers(1, COUNT), st.integers(0, COUNT), st.booleans()), max_size=8
    )
)
def test_a_line_that_breaks_and_sends_again_loses_nothing_and_counts_nothing_twice(breaks):
    clock = Clock()
    source = begun(clock)
    whole = list(range(BEGINNING + 1, BEGINNING + COUNT + 1))
    got, sent = [], 0
    # Each stretch begins somewhere before what has come, as after a break, and the last sends all.
    for length, back, is_read in [*breaks, (COUNT, 0, True)]:
        at = max(0, sent - back)
        source.take(b"".join(motion(i) for i in whole[at : at + length]) or motion(1))
        sent = max(sent, min(at + length, COUNT))
        got += numbers(source.read(clock.now_s)) if is_read else []
    assert got == whole
    assert not source.repairs


def test_frames_that_are_missing_are_counted_and_said():
    source = begun(Clock())
    source.take(motion(BEGINNING + 5))
    assert tuple(map(str, source.repairs)) == ("4 frames were lost on the way",)


def test_nothing_is_kept_while_the_session_waits():
    clock = Clock()
    source = begun(clock)
    source.pause(clock.now_s)
    source.take(motion(BEGINNING + 1))
    source.start(clock.now_s)
    source.take(motion(BEGINNING + 2))
    assert numbers(source.read(clock.now_s)) == [BEGINNING + 2]


def test_silence_is_trouble_until_something_comes():
    clock = Clock()
    source = begun(clock)
    clock.now_s += 3.5
    source.read(clock.now_s)
    assert "sends nothing" in source.trouble
    source.take(motion(BEGINNING + 1))
    source.read(clock.now_s)
    assert source.trouble == ""


def test_a_tap_is_a_moment_on_the_session_s_clock():
    clock = Clock()
    source = begun(clock)
    at_us = round((1000.0 + 1.0) * 1e6)
    source.take(HEADER.pack(VERSION, 4, 0, BEGINNING + 1, at_us) + b"tap")
    assert source.taps() == [pytest.approx(1.0)]
    assert source.taps() == []


def test_another_kind_than_agreed_is_refused_and_nothing_of_it_taken():
    source = begun(Clock())
    with pytest.raises(WireFault, match="pose"):
        source.take(motion(BEGINNING + 1) + wire_bytes(Kind.POSE, 99, 0, np.zeros(231)))
    assert source.sequence == BEGINNING


def pose_frame(i, image, people=1.0):
    world = np.zeros((33, 3))
    values = np.concatenate([image.ravel(), world.ravel()])
    return wire_bytes(Kind.POSE, i, round(i / 30 * 1e6), values, people=people)


def test_a_pose_is_given_in_pixels_and_an_empty_picture_as_nobody():
    clock = Clock()
    source = SocketSource("landmarks", clock, size=(640, 480))
    middle = np.tile([0.5, 0.25, 0.1, 0.9], (33, 1))
    for i in range(1, 41):
        clock.now_s = i / 30
        source.take(pose_frame(i, middle))
    source.read(clock.now_s)
    source.start(clock.now_s)
    source.take(pose_frame(41, middle, people=2.0))
    source.take(pose_frame(42, np.full((33, 4), np.nan), people=float("nan")))
    got = source.read(clock.now_s)
    assert source.info.kind == "landmarks"
    assert source.info.image_size == (640, 480)
    assert got.track.names == POSE_NAMES + DOT_NAMES
    np.testing.assert_allclose(got.track.xyz[0, :33], np.tile([320, 120, 64], (33, 1)), rtol=1e-5)
    assert np.isnan(got.track.xyz[1]).all()
    np.testing.assert_array_equal(got.people, [2.0, np.nan])


def test_a_crop_gives_the_same_part_as_the_whole_picture():
    whole = np.random.default_rng(0).integers(0, 255, (120, 90, 3), dtype=np.uint8)
    crop = CropPicture(HipCrop(20, 30, (90, 120), b""), whole[30:80, 20:70])
    np.testing.assert_array_equal(crop.cut((25, 35, 60, 70)), whole[35:70, 25:60])
    partly = crop.cut((10, 20, 40, 50))
    np.testing.assert_array_equal(partly[10:, 10:], whole[30:50, 20:40])
    assert not partly[:10].any()


def test_a_crop_of_another_picture_or_that_is_no_picture_gives_no_dots():
    clock = Clock()
    source = SocketSource("landmarks", clock, size=(640, 480), dots=True)
    packed = cv2.imencode(".jpg", np.zeros((50, 50, 3), np.uint8))[1].tobytes()
    corner = struct.pack("<HHHH", 300, 100, 640, 480)
    middle = np.tile([0.5, 0.25, 0.1, 0.9], (33, 1))
    for i in range(1, 41):
        jpeg = packed if i % 2 else b"\xff\xd8 broken"
        source.take(HEADER.pack(VERSION, 5, 0, 2 * i - 1, round(i / 30 * 1e6)) + corner + jpeg)
        values = np.concatenate([middle.ravel(), np.zeros(99)])
        source.take(wire_bytes(Kind.POSE, 2 * i, round(i / 30 * 1e6), values))
    source.read(clock.now_s)
    source.start(clock.now_s)
    source.take(pose_frame(90, middle))
    assert np.isnan(source.read(clock.now_s).track.xyz[0, 33:]).all()
