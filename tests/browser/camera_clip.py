"""A film for Chromium's fake camera, made of a sample recording that levelhip ships."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from levelhip import service

RATE_HZ = 6
"""Pictures a second of the film: enough for every measure of a stand, and little to look at."""

SIZE = (360, 640)

SAMPLE = "equal-weight"
STANDS = (0.0, 2.7)
"""When the person of the sample stands on both feet, s."""

RIGHT_UP, LEFT_UP = (0.0, 10.6), (10.6, 18.5)
"""The parts of the sample with the right and with the left foot lifted, s."""


def _sample() -> list[av.VideoFrame]:
    with av.open(str(service.sample(SAMPLE))) as opened:
        every = enumerate(opened.decode(video=0))
        return [
            frame.reformat(*SIZE, format="yuv420p")
            for i, frame in every
            if i % (30 // RATE_HZ) == 0
        ]


def a_stand() -> list[av.VideoFrame]:
    """Sixteen seconds of quiet standing, the left foot up, five of standing, the right foot up.

    A session asks for the left foot some fourteen seconds after its page can see, waits eight for
    it, and asks for the right one seven after the left has come down.
    """
    every = _sample()

    def part(span: tuple[float, float]) -> list[av.VideoFrame]:
        return every[round(span[0] * RATE_HZ) : round(span[1] * RATE_HZ)]

    still = part(STANDS)
    to_and_fro = [*still, *reversed(still)]
    return [*(3 * to_and_fro), *part(LEFT_UP), *to_and_fro, *part(RIGHT_UP)]


def write_film(frames: list[av.VideoFrame], film: Path, *, slower: float) -> None:
    """Raw pictures (Y4M), which a fake camera shows again and again.

    Parameters
    ----------
    frames : list of VideoFrame
    film : Path
    slower : float
        How many times as long as in life it takes.
    """
    rate = round(1000 * RATE_HZ / slower)
    with film.open("wb") as file:
        file.write(f"YUV4MPEG2 W{SIZE[0]} H{SIZE[1]} F{rate}:1000 Ip A1:1 C420\n".encode())
        for frame in frames:
            file.write(b"FRAME\n")
            file.writelines(_rows(frame))


def _rows(frame: av.VideoFrame) -> Iterator[bytes]:
    for plane in frame.planes:
        rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
        yield np.ascontiguousarray(rows[:, : plane.width]).tobytes()


def write_video(frames: list[av.VideoFrame], video: Path) -> None:
    """The same pictures in the same colours as a recording, at the speed of life.

    Parameters
    ----------
    frames : list of VideoFrame
    video : Path
    """
    with av.open(str(video), "w") as made:
        stream = made.add_stream(
            "libx264", rate=RATE_HZ, options={"qp": "0", "preset": "ultrafast"}
        )
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        for i, frame in enumerate(frames):
            frame.pts, frame.time_base = i, Fraction(1, RATE_HZ)
            made.mux(stream.encode(frame))
        made.mux(stream.encode())
