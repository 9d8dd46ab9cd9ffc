"""The analysed video: what was measured, drawn onto the pictures it was measured in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from levelhip.core import Array, Event, Samples
from levelhip.io import pictures
from levelhip.io.clip import Clip
from levelhip.io.overlay import Overlay
from levelhip.io.pictures import MODEL_SIDE_PX
from levelhip.io.planes import Planes
from levelhip.io.readout import Readout
from levelhip.io.skeletons import Skeletons
from levelhip.io.video import clip_of
from levelhip.io.workers import cores, in_order

if TYPE_CHECKING:
    import av
    from av.video.codeccontext import VideoCodecContext
    from av.video.plane import VideoPlane

STRETCH_S = 8.0
"""Pictures drawn and coded in one go by one worker; chosen by us: each stretch begins with a key
picture, which every eight seconds costs next to nothing, and a few MB wait for their turn."""

QUALITY = {"preset": "superfast", "crf": "23", "bf": "0", "x264-params": "log-level=error"}
"""How x264 codes. No B-pictures: stretches then join without their stamps reaching back."""


Span: TypeAlias = tuple[float, float]


class SeriesLike(Protocol):
    """Signals over time, as the engine gives them: `time_s` (T,) and `values` by name."""

    @property
    def time_s(self) -> Array:
        """Times, (T,), s."""

    @property
    def values(self) -> Mapping[str, NDArray[np.float32]]:
        """Signals, (T,) each."""


def write_annotated(
    source: Path,
    target: Path,
    frames: Skeletons | Iterable[Samples],
    series: SeriesLike | Mapping[str, NDArray[Any]],
    events: Sequence[Event],
    progress: Callable[[float], None] = lambda _: None,
    *,
    jobs: int | None = None,
) -> None:
    """Write the analysed video: skeleton, pelvis line from dots, centre of mass, numbers, phase.

    Parameters
    ----------
    source : Path
        The video that was analysed.
    target : Path
        mp4 to write: H.264, upright, pictures at most 1280 px long over a strip of numbers, without
        sound, with the time stamps of the source.
    frames : Skeletons or iterable of Samples
        The landmarks; `Skeletons` filled while streaming take the least memory.
    series : SeriesLike or mapping
        The engine's signals; a mapping holds `time_s` too.
    events : sequence of Event
        The engine's events.
    progress : callable
        Told the fraction done, 0 to 1.
    jobs : int, optional
        Threads; as many as there are cores by default.

    Raises
    ------
    BadRecording
        When the source cannot be read any more.
    """
    import av

    clip = clip_of(source)
    job = _Job(clip, _skeletons(frames), _signals(series), tuple(events))
    parts = _parts(clip)
    jobs = jobs or len(cores())
    # The same threads whoever works: they change what the coder writes.
    threads = 1 if len(parts) > 1 else 0

    def work(part: Span, stop: threading.Event) -> Iterator[av.Packet[Any]]:
        return _coded(job, part, stop, threads)

    packets: Iterator[av.Packet[Any]]
    if jobs == 1 or len(parts) == 1:
        packets = chain.from_iterable(work(part, threading.Event()) for part in parts)
    else:
        packets = in_order(parts, lambda: nullcontext(work), jobs=jobs)
    with av.open(str(target), "w", format="mp4", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", options=dict(QUALITY))
        _set_up(stream.codec_context, job)
        stream.time_base = job.time_base
        for packet in packets:
            packet.stream = stream
            container.mux(packet)
            progress(
                min(1.0, (packet.pts or 0) * float(job.time_base) / max(clip.duration_s, 1e-9))
            )
    progress(1.0)


@dataclass(slots=True)
class _Job:
    clip: Clip
    skeletons: Skeletons
    signals: Mapping[str, NDArray[Any]]
    events: tuple[Event, ...]

    @property
    def time_base(self) -> Fraction:
        """That of the source."""
        return Fraction(self.clip.time_base_s).limit_denominator(1_000_000)

    @property
    def stored(self) -> tuple[int, int]:
        """Size before turning, px, even, in square pixels."""
        turned = self.clip.size if self.clip.turn.quarters % 2 == 0 else self.clip.size[::-1]
        shrink = min(1.0, MODEL_SIDE_PX / max(turned))
        return max(2, round(turned[0] * shrink) // 2 * 2), max(
            2, round(turned[1] * shrink) // 2 * 2
        )

    @property
    def size(self) -> tuple[int, int]:
        """Of the picture without the strip below, px."""
        return self.clip.turn.size(*self.stored)

    def readout(self) -> Readout:
        """The strip below, one for each worker: it keeps the letters it has made."""
        return Readout(self.size, self.clip.duration_s, self.signals, self.events)

    @property
    def film_size(self) -> tuple[int, int]:
        """Of the written video, px."""
        return self.size[0], self.size[1] + self.readout().height


def _skeletons(given: Skeletons | Iterable[Samples]) -> Skeletons:
    if isinstance(given, Skeletons):
        return given
    kept = Skeletons()
    for samples in given:
        kept.add(samples)
    return kept


def _signals(series: SeriesLike | Mapping[str, NDArray[Any]]) -> Mapping[str, NDArray[Any]]:
    if isinstance(series, Mapping):
        return series
    return {"time_s": series.time_s, **series.values}


def _parts(clip: Clip) -> list[Span]:
    """Spans of time, s; one for a clip whose stamps cannot be trusted."""
    count = clip.ticks.size
    parts = max(1, int(clip.duration_s / STRETCH_S)) if count else 1
    cuts = [clip.time(int(clip.ticks[count * i // parts])) for i in range(1, parts)]
    return list(zip([0.0, *cuts], [*cuts, np.inf], strict=True))


def _set_up(coder: VideoCodecContext, job: _Job) -> None:
    """The same settings for every stretch, so that all share one header."""
    from av.codec.context import Flags

    coder.width, coder.height = job.film_size
    coder.pix_fmt = "yuv420p"
    coder.time_base = job.time_base
    coder.framerate = Fraction(job.clip.rate_hz).limit_denominator(1001)
    coder.flags |= Flags.global_header


def _coded(
    job: _Job, part: Span, stopped: threading.Event, threads: int
) -> Iterator[av.Packet[Any]]:
    """One stretch, drawn and coded."""
    import av

    scale = job.size[0] / job.clip.size[0]
    overlay = Overlay(job.size, job.signals, job.events)
    readout = job.readout()
    upright = _Upright(job)
    coder: VideoCodecContext = av.CodecContext.create("libx264", "w")
    coder.options = dict(QUALITY)
    coder.thread_count = threads
    _set_up(coder, job)
    for time_s, frame in pictures.frames(
        job.clip, start_s=part[0], stop_s=part[1], threads=threads
    ):
        if stopped.is_set():
            return
        drawn, planes = upright.copied(frame)
        figure = job.skeletons.figure(time_s, scale)
        overlay.draw(planes, time_s, figure)
        readout.draw(planes, time_s, figure)
        drawn.pts = round(time_s / job.time_base)
        drawn.time_base = job.time_base
        yield from coder.encode(drawn)
    yield from coder.encode(None)


class _Upright:
    """Makes upright pictures to draw on from frames as stored."""

    def __init__(self, job: _Job) -> None:
        from av.video.reformatter import VideoReformatter

        self._job = job
        self._film_size = job.film_size
        self._reformatter = VideoReformatter()

    def copied(self, frame: av.VideoFrame) -> tuple[av.VideoFrame, Planes]:
        """A new frame with its planes, the given one unharmed: the decoder still needs it."""
        import av

        width, height = self._job.stored
        stored = self._reformatter.reformat(
            frame, width=width, height=height, format="yuv420p", threads=1
        )
        drawn = av.VideoFrame(*self._film_size, "yuv420p")
        views = [_view(plane) for plane in drawn.planes]
        for view, plane in zip(views, stored.planes, strict=True):
            picture = self._job.clip.turn.applied(_view(plane))
            view[: picture.shape[0]] = picture
        return drawn, Planes(*views)


def _view(plane: VideoPlane) -> NDArray[np.uint8]:
    buffer: Any = plane
    rows: NDArray[np.uint8] = np.frombuffer(buffer, dtype=np.uint8).reshape(-1, plane.line_size)
    return rows[: plane.height, : plane.width]
