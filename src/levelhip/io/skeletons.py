"""The body of the person throughout a clip, kept compact until it is drawn."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from levelhip.biomech.segments import BodyModel
from levelhip.core import Array, BadRecording, Samples
from levelhip.io.overlay import NAMES, SURE, Figure

_Joined: TypeAlias = tuple[Array, NDArray[np.float32], NDArray[np.bool_], NDArray[np.float32]]


class Skeletons:
    """The landmarks of a whole clip, compact: 315 bytes a picture.

    A video's samples are handed over push by push; only what is drawn is kept.
    """

    def __init__(self) -> None:
        self._times: list[Array] = []
        self._points: list[NDArray[np.float32]] = []
        self._sure: list[NDArray[np.bool_]] = []
        self._centres: list[NDArray[np.float32]] = []
        self._whole: _Joined | None = None

    def add(self, samples: Samples) -> None:
        """Keep what is drawn of one push."""
        track = samples.track
        if track is None or not len(track):
            return
        if track.names != NAMES:
            raise BadRecording("annotated video: the landmarks are not those of a video's pose")
        self._whole = None
        self._times.append(track.time_s)
        self._points.append(track.xyz[..., :2].astype(np.float32))
        self._sure.append(track.confidence >= SURE)
        self._centres.append(BodyModel(track.names).centre(track.xyz)[:, :2].astype(np.float32))

    def figure(self, time_s: float, scale: float) -> Figure | None:
        """The person at a time; None when nobody is seen.

        Parameters
        ----------
        time_s : s
            Of a picture.
        scale : float
            Size of the drawn picture over that of the recording.
        """
        times, points, sure, centres = self._joined()
        # Half a millisecond: the same picture's stamp, computed twice.
        index = int(np.searchsorted(times, time_s - 5e-4))
        if index >= times.size or times[index] > time_s + 5e-4 or np.isnan(points[index, 0, 0]):
            return None
        return Figure(
            points[index].astype(np.float64) * scale,
            sure[index],
            centres[index].astype(np.float64) * scale,
        )

    def _joined(self) -> _Joined:
        if self._whole is None:
            if self._times:
                self._whole = (
                    np.concatenate(self._times),
                    np.concatenate(self._points),
                    np.concatenate(self._sure),
                    np.concatenate(self._centres),
                )
                times, points, sure, centres = self._whole
                self._times, self._points = [times], [points]
                self._sure, self._centres = [sure], [centres]
            else:
                none = np.empty((0, len(NAMES), 2), dtype=np.float32)
                self._whole = (np.empty(0), none, none[..., 0] > 0, none[:, 0])
        return self._whole
