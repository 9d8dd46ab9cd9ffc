"""Landmarks of the person in a picture, from MediaPipe's pose model."""

from __future__ import annotations

import os
import threading
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from levelhip.core import POSE_NAMES, BadRecording, LevelhipError, Sentence, phrase
from levelhip.io.models import bundle

if TYPE_CHECKING:
    from mediapipe import Image
    from mediapipe.tasks.python.vision import PoseLandmarker

SYSTEM_LIBRARIES = {
    "libEGL": "libegl1",
    "libGLESv2": "libgles2",
    "libGL": "libgl1",
    "libportaudio": "libportaudio2",
}
"""Shared libraries that MediaPipe's own library is linked against, and their Debian packages."""

FORGOTTEN_MS = 10_000_000
"""A time after which the model's filters give nothing of the past; they forget within seconds."""

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Pose:
    """One person in one picture.

    Attributes
    ----------
    image : (33, 4), float32: x, y, z in px of the picture's full size, and visibility 0 to 1
    world : (33, 3), float32, m, `CAMERA` axes
    """

    image: NDArray[np.float32]
    world: NDArray[np.float32]


class PoseModel:
    """The pose model following one person from picture to picture (MediaPipe's VIDEO mode).

    Parameters
    ----------
    variant : str
        "lite", "full" or "heavy".

    Raises
    ------
    BadRecording
        When the model or a library it needs is missing; the message says how to get it.
    """

    def __init__(self, variant: str = "full") -> None:
        self._landmarker = _landmarker(variant, following=True, people=1)
        self._last_ms = -1
        self._shift_ms = 0
        self._seen = False

    def pose(self, rgb: Pixels, time_s: float, size: tuple[int, int]) -> Pose | None:
        """The person in the next picture; None when nobody is seen.

        Parameters
        ----------
        rgb : (H, W, 3), uint8, C-contiguous
            The upright picture, at any size.
        time_s : s
            Later than that of the picture before.
        size : (width, height), px
            In which the landmarks are given.
        """
        # The model counts whole milliseconds and refuses to see one twice.
        self._last_ms = max(self._last_ms + 1, round(time_s * 1000) + self._shift_ms)
        with nullcontext() if self._seen else _QUIET:
            found = self._landmarker.detect_for_video(_image(rgb), self._last_ms)
        if not found.pose_landmarks:
            return None
        self._seen = True
        width, height = size
        image = np.array(
            [(p.x, p.y, p.z, p.visibility) for p in found.pose_landmarks[0]], dtype=np.float32
        )
        # z is in the scale of x, seen from the mid-hip.
        image[:, :3] *= np.array([width, height, width], dtype=np.float32)
        world = np.array([(p.x, p.y, p.z) for p in found.pose_world_landmarks[0]], dtype=np.float32)
        return Pose(image, world)

    def forget(self, time_s: float) -> None:
        """Lose the person: the next picture is read as by a new model, but for its visibility.

        Visibility alone comes down to a new model's over some ten pictures; the library smooths
        it without regard to time. Making a new model instead takes a fifth of a second and leaves
        memory in pieces.

        Parameters
        ----------
        time_s : s
            Of the next picture; may be earlier than that of the last one.
        """
        if self._last_ms < 0:
            return
        # A picture of nothing ends the following; over a long time the filters forget the rest.
        self._last_ms += 1
        self._landmarker.detect_for_video(_image(np.zeros((64, 64, 3), np.uint8)), self._last_ms)
        self._last_ms += FORGOTTEN_MS
        self._shift_ms = self._last_ms + 1 - round(time_s * 1000)

    def close(self) -> None:
        """Give the model's memory back."""
        self._landmarker.close()


class PeopleCounter:
    """How many people are in a picture: 0, 1, or 2 for two and more.

    Asked for two poses, the model does not name two people who stand beside each other: it takes
    their overlapping surroundings for one. So the person already found is painted over and the
    model asked whether somebody is left. In the rendered clips this finds the second person in
    every picture looked at, and nobody in 370 pictures of one person (with the person's outline
    painted over instead of a box, the outline itself is taken for a person).
    """

    def __init__(self) -> None:
        # The smallest model will do: only its detector and its "is there a body" answer are asked.
        self._landmarker = _landmarker("lite", following=False, people=1)
        self._seen = False

    def people(self, rgb: Pixels, pose: Pose | None, size: tuple[int, int]) -> int:
        """Number of people in one picture.

        Parameters
        ----------
        rgb : (H, W, 3), uint8, C-contiguous
            The upright picture, at any size.
        pose : Pose or None
            The person already found in it.
        size : (width, height), px
            In which `pose` is given.
        """
        if pose is None:
            return 0
        height, width = rgb.shape[:2]
        points = pose.image[:, :2] * np.array([width / size[0], height / size[1]])
        left, top, right, bottom = _surroundings(points, width, height)
        others = rgb.copy()
        others[top:bottom, left:right] = 128
        with nullcontext() if self._seen else _QUIET:
            found = self._landmarker.detect(_image(others)).pose_landmarks
        if not found:
            return 1
        self._seen = True
        core = np.array([(found[0][i].x * width, found[0][i].y * height) for i in _CORE_POINTS])
        painted = (core >= (left, top)).all(axis=1) & (core < (right, bottom)).all(axis=1)
        # A body guessed into the grey is none.
        return 1 if painted.mean() > 0.5 else 2

    def close(self) -> None:
        """Give the model's memory back."""
        self._landmarker.close()


_CORE_POINTS = tuple(
    POSE_NAMES.index(name)
    for name in ("nose", "left_shoulder", "right_shoulder", "left_hip", "right_hip")
)


def _surroundings(points: NDArray[np.float64], width: int, height: int) -> tuple[int, ...]:
    """Box around a person: a quarter of the trunk's length beside, half of it above and below.

    The margins are chosen by us: landmarks lie inside the body, and the top of the head half a
    head above the highest of them.
    """
    shoulders = points[[POSE_NAMES.index("left_shoulder"), POSE_NAMES.index("right_shoulder")]]
    hips = points[[POSE_NAMES.index("left_hip"), POSE_NAMES.index("right_hip")]]
    trunk = float(np.hypot(*(shoulders.mean(axis=0) - hips.mean(axis=0))))
    margin = np.array([0.25 * trunk, 0.5 * trunk])
    low = np.clip(points.min(axis=0) - margin, 0, [width, height])
    high = np.clip(points.max(axis=0) + margin, 0, [width, height])
    return int(low[0]), int(low[1]), int(np.ceil(high[0])), int(np.ceil(high[1]))


def _image(rgb: Pixels) -> Image:
    from mediapipe import Image, ImageFormat

    # Strided pictures would be misread without an error.
    return Image(image_format=ImageFormat.SRGB, data=np.ascontiguousarray(rgb))


def _landmarker(variant: str, *, following: bool, people: int) -> PoseLandmarker:
    try:
        path = bundle(variant)
    except LevelhipError as error:
        raise BadRecording(error.said) from error
    with _QUIET:
        try:
            from mediapipe.tasks.python import BaseOptions, vision

            mode = vision.RunningMode.VIDEO if following else vision.RunningMode.IMAGE
            landmarker = vision.PoseLandmarker.create_from_options(
                vision.PoseLandmarkerOptions(
                    base_options=BaseOptions(model_asset_path=str(path)),
                    running_mode=mode,
                    num_poses=people,
                )
            )
        except (ImportError, OSError) as error:
            raise BadRecording(missing_library(error)) from error
        except (RuntimeError, ValueError) as error:
            raise BadRecording(
                "pose model {given}: {file} cannot be opened ({system}); run `make setup` again",
                given=variant,
                file=path,
                system=error,
            ) from error
    return landmarker


def missing_library(error: Exception) -> Sentence:
    """What to do when MediaPipe's own library cannot be loaded.

    Parameters
    ----------
    error : Exception
        As the loader gave it, with the file's name in its text.

    Returns
    -------
    Sentence
        With the exact command where it is known.
    """
    text = str(error)
    packages = {deb for stem, deb in SYSTEM_LIBRARIES.items() if f"{stem}.so" in text}
    if not packages:
        return phrase(
            "pose model: MediaPipe cannot be loaded ({system}); run `make setup`", system=text
        )
    if packages & {"libegl1", "libgles2"}:
        packages |= {"libegl1", "libgles2"}  # needed together: naming both spares a second round
    return phrase(
        "pose model: a system library is missing ({system}); run `{command}`",
        system=text,
        command=f"sudo apt-get install --yes {' '.join(sorted(packages))}",
    )


class _QuietStderr:
    """Sends what the C++ library prints on file descriptor 2 to nowhere for a while.

    It prints build details when a model is made and when it first sees a person, and has no switch
    for it. Workers may be in here at the same time: the first in closes, the last out opens.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._kept = -1

    def __enter__(self) -> None:
        with self._lock:
            self._inside += 1
            if self._inside > 1:
                return
            try:
                self._kept = os.dup(2)
            except OSError:  # closed by whoever started this process
                self._kept = -1
                return
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 2)
            os.close(nowhere)

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0 and self._kept >= 0:
                os.dup2(self._kept, 2)
                os.close(self._kept)


_QUIET = _QuietStderr()
