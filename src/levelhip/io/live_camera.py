"""A camera as a live source: the newest picture is looked at and forgotten, never written."""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from levelhip.core import (
    DOT_NAMES,
    POSE_NAMES,
    Array,
    Frame,
    LevelhipError,
    Mark,
    Samples,
    Sentence,
    Track,
    joined,
    phrase,
)
from levelhip.engine import SourceInfo
from levelhip.io.clip import Turn
from levelhip.io.hip_dots import DotColourSource, DotWatch
from levelhip.io.pictures import Picture, PictureShape
from levelhip.io.pose import PeopleCounter, Pose, PoseModel
from levelhip.io.video_parallel import PEOPLE_LOOKS_HZ
from levelhip.protocols import session_words

DARK = 45.0
"""Mean brightness, 0 to 255, below which a picture is called dark; chosen by us: an evening room
without a lamp gives 15 to 40, with one 70 and more."""

LOST_S = 2.0
"""A camera that gives nothing for so long is taken for unplugged; chosen by us."""

RATE_FROM = 12
"""Pictures from which the rate is taken before the first is handed on."""

USUAL_RATE_HZ = 30.0

Pixels = NDArray[np.uint8]


class Device(Protocol):
    """What gives pictures."""

    def read(self) -> Pixels | None:
        """The next picture, (H, W, 3) red, green, blue, waited for; None when there is none."""

    def close(self) -> None:
        """Give the device back."""


class OpenCvDevice:
    """A camera of this machine.

    Parameters
    ----------
    number : int
        As in `cameras_found`; 0 is the first.

    Raises
    ------
    LevelhipError
        When it cannot be opened; the message says the way out.
    """

    def __init__(self, number: int) -> None:
        import cv2

        refused = _refused(Path(f"/dev/video{number}"))
        if refused:
            raise LevelhipError(refused)
        self._cv2 = cv2
        self._capture = cv2.VideoCapture(number)
        if not self._capture.isOpened():
            raise LevelhipError(
                "camera {number}: cannot be opened; plug it in, close other programs that use "
                "it{permission}; `levelhip coach --list-cameras` lists all",
                number=number,
                permission=_PERMISSION.get(sys.platform, ""),
            )
        # The library keeps old pictures otherwise, which then come late.
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)

    def read(self) -> Pixels | None:
        """The next picture; None when the camera gives none."""
        given, picture = self._capture.read()
        if not given or picture is None:
            return None
        return np.ascontiguousarray(self._cv2.cvtColor(picture, self._cv2.COLOR_BGR2RGB))

    def close(self) -> None:
        """Give the camera back."""
        self._capture.release()


_PERMISSION = {
    "darwin": Sentence(", allow the terminal in System Settings, Privacy, Camera"),
    "win32": Sentence(", allow desktop apps in Settings, Privacy, Camera"),
}


def _refused(device: Path) -> Sentence | None:
    """Why a camera that is there may not be opened; None when nothing speaks against it."""
    import os

    if sys.platform != "linux":
        return None
    if not device.exists():
        return phrase(
            "camera: {file} is not there; plug a camera in, or use --source phone, file or "
            "none; `levelhip coach --list-cameras` lists all",
            file=str(device),
        )
    if not os.access(device, os.R_OK | os.W_OK):
        return phrase(
            "camera: no permission for {file}; run `sudo usermod -aG video $USER` and log in again",
            file=str(device),
        )
    return None


class CameraSource:
    """Landmarks of the person before a camera, as fast as the model goes.

    One thread takes pictures and keeps only the newest, another looks at it; nothing else ever
    holds a picture. Left and right are the person's: the picture is not mirrored.

    Parameters
    ----------
    opened : callable
        Opens the device; called again after it was lost.
    clock : callable
        The session's time, s.
    model : str
        "lite", "full" or "heavy".
    dots : bool
        Whether to look for bright dots on the front hip bones.
    """

    repairs: tuple[Sentence, ...] = ()
    ended = False

    def __init__(
        self,
        opened: Callable[[], Device],
        clock: Callable[[], float],
        *,
        model: str = "full",
        dots: bool = True,
    ) -> None:
        self.words = f"camera, pose model {model}"
        self.hint = ""
        self.trouble: str | Sentence = ""
        self.info: SourceInfo | None = None
        self._opened = opened
        self._clock = clock
        self._looks = _Looks(model, dots=dots)
        self._change = threading.Condition()
        self._newest: tuple[float, Pixels] | None = None
        self._given: deque[Samples] = deque()
        self._measuring = False
        self._closed = False
        # Opened here, so that a camera that is not there is said before anything begins.
        self._device: Device | None = opened()
        self._seen_s = clock()
        self._threads = [
            threading.Thread(target=self._take, name="levelhip-camera", daemon=True),
            threading.Thread(target=self._look, name="levelhip-pose", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def start(self, now_s: float) -> None:  # noqa: ARG002
        """Measure from now on."""
        with self._change:
            self._measuring = True

    def pause(self, now_s: float) -> None:  # noqa: ARG002
        """Measure nothing until `start`."""
        with self._change:
            self._measuring = False
            self._given.clear()

    def ready(self, now_s: float) -> bool:  # noqa: ARG002
        """Always: what happens is not waited for."""
        return True

    def read(self, now_s: float) -> Samples | None:  # noqa: ARG002
        """The landmarks of all pictures looked at since the last call."""
        with self._change:
            if self.info is None:
                self.info = self._found_info()
            if self.info is None or not self._measuring:
                return None
            given = list(self._given)
            self._given.clear()
        return joined(given) if given else None

    def note(self, mark: Mark, now_s: float) -> None:
        """Nothing waits for it."""

    def close(self) -> None:
        """Give the camera and the models back."""
        with self._change:
            self._closed = True
            self._change.notify_all()
        for thread in self._threads:
            thread.join(timeout=5.0)
        if self._device is not None:
            self._device.close()
        self._looks.close()

    def _found_info(self) -> SourceInfo | None:
        """The rate at which pictures come, once enough have come."""
        if len(self._given) < RATE_FROM:
            return None
        times = np.array([part.track.time_s[0] for part in self._given if part.track is not None])
        self._given.clear()
        # The machine may look at fewer pictures than the camera takes.
        rate_hz = min(USUAL_RATE_HZ, float(1.0 / np.median(np.diff(times))))
        return SourceInfo("landmarks", round(rate_hz, 1), self._looks.size)

    def _take(self) -> None:
        """Keep the newest picture, and open the camera again when it is lost."""
        while not self._closed:
            rgb = self._device.read() if self._device is not None else None
            now_s = self._clock()
            if rgb is None:
                self._lost(now_s)
                continue
            with self._change:
                self._seen_s = now_s
                self.trouble = ""
                self._newest = (now_s, rgb)
                self._change.notify_all()

    def _lost(self, now_s: float) -> None:
        time.sleep(0.05)
        if now_s - self._seen_s < LOST_S:
            return
        self.trouble = session_words().sensor["camera-silent"].show
        if self._device is not None:
            self._device.close()
            self._device = None
        time.sleep(0.5)
        try:
            self._device = self._opened()
        except LevelhipError:
            return

    def _look(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._newest is not None or self._closed)
                if self._closed or self._newest is None:
                    return
                time_s, rgb = self._newest
                self._newest = None
            try:
                samples, bright = self._looks.samples(time_s, rgb)
            except LevelhipError as fault:
                self.trouble = fault.said
                return
            dark = bright < DARK
            self.hint = session_words().sensor["dark"].show if dark else ""
            with self._change:
                if self._measuring or self.info is None:
                    self._given.append(samples)


class _Looks:
    """What the models say of pictures; they are made when the first comes, in the thread."""

    def __init__(self, model: str, *, dots: bool) -> None:
        self._name = model
        self._model: PoseModel | None = None
        self._counter: PeopleCounter | None = None
        self._watch = DotWatch(DotColourSource(), learns=True) if dots else None
        self._shape: PictureShape | None = None
        self._last_look = -1
        self._last_s = -np.inf
        self.size: tuple[int, int] = (0, 0)

    def samples(self, time_s: float, rgb: Pixels) -> tuple[Samples, float]:
        """One picture as one sample, and how bright it is, 0 to 255."""
        model = self._model = self._model or PoseModel(self._name)
        counter = self._counter = self._counter or PeopleCounter()
        height, width = rgb.shape[:2]
        self.size = (width, height)
        time_s = self._last_s = max(time_s, self._last_s + 1e-3)
        pose = model.pose(rgb, time_s, self.size)
        people = np.nan
        look, self._last_look = self._last_look, int(time_s * PEOPLE_LOOKS_HZ)
        if look != self._last_look:
            people = float(counter.people(rgb, pose, self.size))
        row = np.full((2, 2), np.nan)
        if self._watch is not None and pose is not None:
            whole = PictureShape(width, height, 1.0, Turn())
            # The picture is at full size already, so nothing is decoded again.
            self._watch.look(Picture(time_s, rgb, self.size, None, whole), pose.image, row)  # type: ignore[arg-type]
        return one_picture(time_s, pose, row, people), float(rgb[::8, ::8].mean())

    def close(self) -> None:
        for model in (self._model, self._counter):
            if model is not None:
                model.close()


def one_picture(time_s: float, pose: Pose | None, dots: Array, people: float) -> Samples:
    """What was seen in one picture, in the layout of a recorded video.

    Parameters
    ----------
    time_s : s
        When it was taken.
    pose : Pose or None
        The person; None when nobody was seen.
    dots : (2, 2), px
        Left and right dot; NaN where none was accepted.
    people : float
        How many; NaN when nobody looked.

    Returns
    -------
    Samples
        Track, world and people of one sample.
    """
    points, names = len(POSE_NAMES), POSE_NAMES + DOT_NAMES
    xyz = np.full((1, len(names), 3), np.nan)
    confidence = np.zeros((1, len(names)))
    world = np.full((1, points, 3), np.nan)
    if pose is not None:
        xyz[0, :points] = pose.image[:, :3]
        confidence[0, :points] = pose.image[:, 3]
        world[0] = pose.world
    accepted = ~np.isnan(dots[:, 0])
    xyz[0, points:, :2] = dots
    xyz[0, points:, 2] = np.where(accepted, 0.0, np.nan)
    confidence[0, points:] = accepted
    times = np.array([time_s])
    return Samples(
        track=Track(times, xyz, confidence, names, Frame.IMAGE),
        world=Track(times, world, confidence[:, :points], POSE_NAMES, Frame.CAMERA),
        people=np.array([people]),
    )
