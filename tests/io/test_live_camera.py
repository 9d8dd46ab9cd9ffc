"""A camera's newest picture is looked at and forgotten; trouble is said and mended."""

import itertools
import threading
import time

import av
import numpy as np
import pytest

from levelhip.core import POSE_NAMES, LevelhipError
from levelhip.io.live_camera import CameraSource, OpenCvDevice, one_picture
from levelhip.io.models import bundle
from levelhip.service import sample

try:
    bundle("lite")
    HAS_MODEL = True
except LevelhipError:
    HAS_MODEL = False

needs_model = pytest.mark.skipif(not HAS_MODEL, reason="the pose model is missing; `make setup`")


@pytest.fixture(scope="module")
def pictures():
    """The first pictures of a rendered person, small."""
    with av.open(str(sample("equal-weight"))) as clip:
        return [
            frame.to_ndarray(format="rgb24", width=360, height=640)
            for frame in itertools.islice(clip.decode(video=0), 0, 30, 3)
        ]


class Device:
    """A camera that shows pictures over and over; a fake."""

    def __init__(self, pictures, rate_hz=30.0, darker=1.0):
        self._pictures = itertools.cycle(pictures)
        self._step_s = 1 / rate_hz
        self.darker = darker
        self.plugged = True
        self.closed = False

    def read(self):
        time.sleep(self._step_s)
        if not self.plugged:
            return None
        return (next(self._pictures) * self.darker).astype(np.uint8)

    def close(self):
        self.closed = True


@pytest.fixture
def clock():
    begun = time.monotonic()
    return lambda: time.monotonic() - begun


def until(holds, within_s=90.0):
    over = time.monotonic() + within_s
    while not holds() and time.monotonic() < over:
        time.sleep(0.01)
    return holds()


def looked(found):
    """Whether somebody has counted the people; the camera does so once a second."""
    return any(np.isfinite(samples.people).any() for samples in found)


def gathered(source, count, *, also=lambda _found: True):
    found = []

    def enough():
        samples = source.read(0.0)
        if samples is not None:
            found.append(samples)
        return sum(len(s.track) for s in found) >= count and also(found)

    until(enough)
    return found


@needs_model
def test_landmarks_come_with_the_sessions_times_and_nothing_is_written(
    pictures, clock, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    device = Device(pictures)
    source = CameraSource(lambda: device, clock, model="lite")
    source.start(0.0)
    found = gathered(source, 20, also=looked)
    source.close()
    times = np.concatenate([s.track.time_s for s in found])
    assert (np.diff(times) > 0).all()
    assert times[-1] <= clock()
    assert source.info.kind == "landmarks"
    assert source.info.image_size == (360, 640)
    assert 0 < source.info.rate_hz <= 30
    nose = found[-1].track.point("nose")[-1]
    assert 0 < nose[0] < 360
    assert 0 < nose[1] < 320
    assert np.nanmax(np.concatenate([s.people for s in found])) == 1
    assert source.hint == ""
    assert device.closed
    assert list(tmp_path.iterdir()) == []


@needs_model
def test_the_dark_is_said(pictures, clock):
    source = CameraSource(lambda: Device(pictures, darker=0.1), clock, model="lite")
    assert until(lambda: "light" in source.hint)
    source.close()


@needs_model
def test_a_camera_unplugged_in_the_middle_is_said_and_taken_up_again(pictures, clock, monkeypatch):
    monkeypatch.setattr("levelhip.io.live_camera.LOST_S", 0.2)
    devices = []

    def opened():
        if devices and not devices[-1].plugged and len(devices) == 1 and not again.is_set():
            raise LevelhipError("camera 0: cannot be opened")
        devices.append(Device(pictures))
        return devices[-1]

    again = threading.Event()
    source = CameraSource(opened, clock, model="lite")
    source.start(0.0)
    assert gathered(source, 3)
    devices[0].plugged = False
    assert until(lambda: "Plug it in again" in source.trouble)
    again.set()
    assert until(lambda: not source.trouble)
    assert gathered(source, 3)
    assert len(devices) == 2
    source.close()


def test_a_camera_that_is_not_there_is_said_with_the_way_out():
    with pytest.raises(LevelhipError, match="--list-cameras"):
        OpenCvDevice(63)


def test_a_picture_without_a_person_has_no_landmarks_and_no_confidence():
    samples = one_picture(1.5, None, np.full((2, 2), np.nan), 0.0)
    assert np.isnan(samples.track.xyz).all()
    assert not samples.track.confidence.any()
    assert samples.track.names[: len(POSE_NAMES)] == POSE_NAMES
    assert samples.people.tolist() == [0.0]
