"""Video files: what is in them, what is wrong with them, and the landmarks they hold."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from levelhip.core import Array, BadRecording, Samples, Sentence, phrase
from levelhip.io.clip import Clip, Turn, turn_of
from levelhip.io.recording import ReadOptions, Recording, content_id

if TYPE_CHECKING:
    import av
    from av.container import InputContainer

SUFFIXES = (".mp4", ".mov", ".m4v", ".webm", ".mkv", ".avi")
UNEVEN_STEP = 0.25
"""Share by which steps between pictures may differ from their median before the rate is called
variable; chosen by us: whole-millisecond stamps of 60 Hz differ by 6 %."""

GAP_S = 0.5
"""A longer time without a picture is a gap; chosen by us: phones in the dark take 10 pictures a
second at the least."""


class VideoReader:
    """Reader of mp4, mov, webm and mkv files."""

    name = "video"
    suffixes = SUFFIXES

    def matches(self, path: Path, head: bytes) -> bool:
        """Whether a file is, or claims to be, a video."""
        box = head[4:8] in {b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide"}
        matroska = head[:4] == b"\x1a\x45\xdf\xa3"
        riff = head[:4] == b"RIFF" and head[8:12] == b"AVI "
        return box or matroska or riff or path.suffix.lower() in SUFFIXES

    def read(self, path: Path, options: ReadOptions) -> Recording:
        """The recording; see `read_video`."""
        return read_video(path, options)


reader = VideoReader()


def read_video(path: Path, options: ReadOptions | None = None) -> Recording:
    """A video file as landmarks of the person in it, in pushes of at most 64 pictures.

    Parameters
    ----------
    path : Path
        mp4, mov, webm or mkv.
    options : ReadOptions, optional
        `model`, `dots` and `jobs` are heeded.

    Returns
    -------
    Recording
        Kind "video". Track: `IMAGE`, px of the upright picture, points `POSE_NAMES` and
        `DOT_NAMES`. World: `CAMERA`, points `POSE_NAMES`. People: looked at once a second.

    Raises
    ------
    BadRecording
        When the file holds no pictures that can be read.
    """
    from levelhip.io.video_parallel import landmark_samples

    options = options or ReadOptions()
    path = Path(path)
    clip = clip_of(path)
    recording = Recording(
        path=path,
        id=content_id(path),
        kind="video",
        rate_hz=clip.rate_hz,
        duration_s=clip.duration_s,
        image_size=clip.size,
        notes=clip.notes,
        repairs=list(clip.repairs),
        stream=lambda: iter(()),
    )

    def stream() -> Iterator[Samples]:
        # A second pass lists its repairs anew.
        recording.repairs[:] = clip.repairs
        recording.notes = clip.notes
        return landmark_samples(clip, options, recording)

    recording.stream = stream
    return recording


def clip_of(path: Path) -> Clip:
    """What is in a video file, from its packets and its first picture.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    Clip
        Size, turn, rate, stamps.

    Raises
    ------
    BadRecording
        When it is empty, no video, has no pictures, or is cut off before the first one.
    """
    import av

    name = path.name
    if path.is_file() and path.stat().st_size == 0:
        raise BadRecording(
            "{file}: the file is empty (0 bytes); record or copy it again", file=name
        )
    try:
        with av.open(str(path)) as container:
            return _clip(path, container)
    except FileNotFoundError:
        raise BadRecording(
            "{file}: no such file; check the name and the folder", file=path
        ) from None
    except av.error.FFmpegError as error:
        raise BadRecording(_not_a_video(path, error)) from error


def _clip(path: Path, container: InputContainer) -> Clip:
    name = path.name
    if not container.streams.video:
        kinds = sorted({str(stream.type) for stream in container.streams}) or ["nothing"]
        raise BadRecording(
            "{file}: holds {found} but no pictures; give the video file",
            file=name,
            found=", ".join(kinds),
        )
    stream = container.streams.video[0]
    ticks, keys, unstamped = _stamps(container, stream)
    if not ticks.size and not unstamped:
        raise BadRecording(
            "{file}: announces a video but holds none of its pictures (cut off while recording or "
            "copying?); copy it again or record anew",
            file=name,
        )
    frame = _first_frame(path)
    time_base_s = float(stream.time_base or Fraction(1, 1000))
    turn = turn_of(_display_matrix(frame), name=name)
    aspect = float(stream.sample_aspect_ratio or 1)
    stored = (frame.width, frame.height)
    start = int(frame.pts) if frame.pts is not None else 0
    steps = np.diff(ticks) * time_base_s
    steps = steps[steps > 0]
    rate = stream.average_rate or stream.guessed_rate
    rate_hz = 1 / float(np.median(steps)) if steps.size else float(rate or 0)
    if not np.isfinite(rate_hz) or rate_hz <= 0:
        raise BadRecording(
            "{file}: has neither time stamps nor a rate; convert it to mp4 first", file=name
        )
    nominal = float(rate or 0)
    if nominal and steps.size and np.abs(steps * nominal - 1).max() <= UNEVEN_STEP:
        rate_hz = nominal  # the stamps are rounded, the announced rate is exact
    count = int(ticks.size) + unstamped
    span_s = (int(ticks.max()) - start) * time_base_s if ticks.size else (count - 1) / rate_hz
    trusted = ticks if not unstamped and np.all(np.diff(ticks) > 0) else ticks[:0]
    size = turn.size(max(1, round(stored[0] * aspect)), stored[1])
    return Clip(
        path=path,
        time_base_s=time_base_s,
        ticks=trusted,
        start_tick=start,
        key_ticks=keys,
        count=count,
        rate_hz=rate_hz,
        duration_s=max(span_s, 0.0),
        size=size,
        stored=stored,
        aspect=aspect,
        turn=turn,
        codec=stream.codec_context.name,
        notes=_notes(stream, size, turn, aspect, rate_hz, steps),
        repairs=(
            *_cut_off(container, stream, span_s, count, rate_hz),
            *_gaps((trusted - start) * time_base_s),
        ),
    )


def _stamps(container: InputContainer, stream: av.VideoStream) -> tuple[Any, Any, int]:
    """Stamps of all pictures in order of showing, those of key frames, and pictures without one."""
    import av

    ticks: list[int] = []
    keys: list[int] = []
    unstamped = 0
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except av.error.FFmpegError:
            break  # the rest is unreadable; what came before is kept
        if packet is None:
            break
        if packet.size == 0 or packet.is_discard:
            continue
        if packet.pts is None:
            unstamped += 1
            continue
        ticks.append(packet.pts)
        if packet.is_keyframe:
            keys.append(packet.pts)
    return np.sort(np.array(ticks, dtype=np.int64)), np.array(sorted(keys), np.int64), unstamped


def _first_frame(path: Path) -> av.VideoFrame:
    import av

    from levelhip.io.pictures import decoded

    with av.open(str(path)) as container:
        for frame in decoded(container):
            return frame
    raise BadRecording(
        "{file}: none of its pictures can be decoded; open it in a video player and, if it plays, "
        "convert it to mp4 (H.264)",
        file=path.name,
    )


def _display_matrix(frame: av.VideoFrame) -> bytes | None:
    from av.sidedata.sidedata import Type

    held: Any = frame.side_data.get(Type.DISPLAYMATRIX)  # type: ignore[call-overload]
    return None if held is None else bytes(held)


def _notes(
    stream: av.VideoStream,
    size: tuple[int, int],
    turn: Turn,
    aspect: float,
    rate_hz: float,
    steps: Array,
) -> tuple[str, ...]:
    said = [
        f"video {stream.codec_context.name}, {size[0]} x {size[1]} px upright, {rate_hz:.4g} Hz"
    ]
    if turn.quarters or turn.mirrored:
        mirror = " and mirrored" if turn.mirrored else ""
        said.append(f"pictures turned by {90 * turn.quarters} degrees{mirror}, as the file asks")
    if abs(aspect - 1) > 1e-3:
        said.append(f"pixels stretched sideways by {aspect:.3f}, as the file asks")
    if steps.size and np.abs(steps * rate_hz - 1).max() > UNEVEN_STEP:
        said.append(
            f"variable frame rate: steps of {steps.min() * 1000:.1f} to {steps.max() * 1000:.1f} ms"
        )
    return tuple(said)


def _cut_off(
    container: InputContainer, stream: av.VideoStream, span_s: float, count: int, rate_hz: float
) -> tuple[Sentence, ...]:
    """A repair to list when the file announces more than it holds."""
    announced_s = 0.0
    if stream.duration and stream.time_base:
        announced_s = float(stream.duration * stream.time_base)
    elif container.duration and len(container.streams) == 1:
        announced_s = container.duration / 1e6
    missing_s = announced_s - (span_s + 1 / rate_hz)
    if stream.frames > count + 1 or missing_s > max(0.5, 3 / rate_hz):
        said = phrase(
            "file cut off: pictures end at {end} s of {whole} s; only that part was read",
            end=f"{span_s:.2f}",
            whole=f"{announced_s:.2f}",
        )
        return (said,)
    return ()


def _gaps(times_s: Array) -> tuple[Sentence, ...]:
    """Gaps to list when pictures are missing in the middle."""
    after = np.flatnonzero(np.diff(times_s) > GAP_S)
    if not after.size:
        return ()
    first, longest = int(after[0]), float(np.diff(times_s)[after].max())
    said = phrase(
        "{count} gaps without pictures, up to {longest} s long, the first from {begin} to {end} s; "
        "left open",
        count=int(after.size),
        longest=f"{longest:.2f}",
        begin=f"{times_s[first]:.2f}",
        end=f"{times_s[first + 1]:.2f}",
    )
    return (said,)


def _not_a_video(path: Path, error: Exception) -> Sentence:
    with path.open("rb") as file:
        head = file.read(4096)
    name = path.name
    if b"\0" not in head and all(byte >= 9 for byte in head):
        return phrase("{file}: holds text, not a video; give the video file itself", file=name)
    if head[4:8] == b"ftyp":
        return phrase(
            "{file}: a video whose index is missing, cut off while recording or copying; copy it "
            "again from the phone, or repair it with a video tool",
            file=name,
        )
    reason = getattr(error, "strerror", None) or str(error)
    return phrase(
        "{file}: cannot be read as a video ({system}); open it in a video player and, if it plays, "
        "convert it to mp4 (H.264)",
        file=name,
        system=reason,
    )
