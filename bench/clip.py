"""From a clip to its result: levelhip beside the usual loop, its bounds, its memory.

Each way runs in a process of its own, so that start-up counts and peak memory is its own.
`python -m bench.clip WAY CLIP` runs one way and prints what it measured as JSON.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np

from accuracy.table import Table
from levelhip.core import Array, Person, Samples
from levelhip.io.clip import Clip
from levelhip.io.models import bundle
from levelhip.io.pictures import pictures
from levelhip.io.pose import PeopleCounter, PoseModel
from levelhip.io.recording import ReadOptions, Recording, open_recording
from levelhip.io.video import clip_of
from levelhip.io.video_parallel import PEOPLE_LOOKS_HZ
from levelhip.io.workers import cores

if TYPE_CHECKING:
    from levelhip.engine import Engine
    from levelhip.protocols import Protocol

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "src" / "levelhip" / "samples" / "equal-weight.mp4"
ROUNDS = 3
CLIP_S = 56.0
LONG_MINUTES = float(os.environ.get("LEVELHIP_BENCH_MINUTES", "20"))
BOUND_FRAMES = 240
GOAL_RATIO = 1.8
GOAL_MEMORY = 1.10


def looped(source: Path, target: Path, *, seconds: float) -> Path:
    """A clip repeated to a length, its packets copied."""
    with av.open(str(source)) as inward, av.open(str(target), "w") as outward:
        shown = inward.streams.video[0]
        stream = outward.add_stream_from_template(shown)
        ticks = round(1 / (float(shown.time_base or 1) * float(shown.average_rate or 30)))
        length = shown.frames * ticks
        rounds = max(1, round(seconds * float(shown.average_rate or 30) / shown.frames))
        for i in range(rounds):
            inward.seek(0)
            for packet in inward.demux(shown):
                if packet.dts is None or packet.pts is None:
                    continue
                packet.pts += i * length
                packet.dts += i * length
                packet.stream = stream
                outward.mux(packet)
    return target


def usual(path: Path, model: str = "full") -> int:
    """The loop that tutorials show: OpenCV reads, MediaPipe follows, one picture at a time."""
    import cv2
    import mediapipe as mp
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(bundle(model))),
        running_mode=vision.RunningMode.VIDEO,
    )
    capture = cv2.VideoCapture(str(path))
    rate_hz = capture.get(cv2.CAP_PROP_FPS)
    found: list[object] = []
    with vision.PoseLandmarker.create_from_options(options) as landmarker:
        while True:
            there, bgr = capture.read()
            if not there:
                break
            rgb = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)
            image = mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb)
            result = landmarker.detect_for_video(image, int(len(found) * 1000 / rate_hz))
            found.append(result.pose_landmarks)
    capture.release()
    return len(found)


def whole(path: Path, jobs: int | None = None, model: str = "full") -> int:
    """Levelhip as the service does it: landmarks, people, dots, engine, outcome."""
    from levelhip.protocols import protocol

    chosen = protocol("equal-weight")
    recording = open_recording(path, ReadOptions(model=model, jobs=jobs))
    engine: Engine | None = None
    count = 0
    for samples in recording.stream():
        engine = engine or _engine(chosen, recording)
        engine.push(samples)
        count += len(samples.track or ())
    assert engine is not None
    engine.finish()
    engine.outcome()
    return count


def _engine(chosen: Protocol, recording: Recording) -> Engine:
    """Loaded while the first pictures are worked on."""
    from levelhip.engine import Engine, SourceInfo

    source = SourceInfo("video", recording.rate_hz, recording.image_size)
    return Engine(chosen, source, Person(height_m=1.78))


def model_alone(path: Path) -> int:
    """Only the model's calls, on all cores at once, the pictures being in memory already."""
    clip = clip_of(path)
    shown = []
    for picture in pictures(clip):
        shown.append(picture)
        if len(shown) == BOUND_FRAMES:
            break
    own = cores()
    ready, done = threading.Barrier(len(own) + 1), []

    def follow(core: int) -> None:
        os.sched_setaffinity(0, {core})
        model = PoseModel("full")
        model.pose(shown[0].rgb, 0.0, clip.size)
        ready.wait()
        for picture in shown[1:]:
            model.pose(picture.rgb, picture.time_s, clip.size)
            done.append(picture.time_s)

    threads = [threading.Thread(target=follow, args=(core,)) for core in own]
    for thread in threads:
        thread.start()
    ready.wait()
    global _START_S
    _START_S = time.perf_counter()
    for thread in threads:
        thread.join()
    return len(done)


def decoding_alone(path: Path) -> int:
    """Only decoding, with as many threads as the decoder likes."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        return sum(1 for _ in container.decode(stream))


def drawing(path: Path, jobs: int) -> int:
    """Only drawing and coding the analysed video, on landmarks that stand still."""
    from levelhip.core import DOT_NAMES, POSE_NAMES, Frame, Track
    from levelhip.io.annotate import write_annotated

    clip = clip_of(path)
    model = PoseModel("full")
    first = next(pictures(clip))
    pose = model.pose(first.rgb, 0.0, clip.size)
    times_s: Array = np.asarray((clip.ticks - clip.start_tick) * clip.time_base_s, np.float64)
    row = np.full((len(POSE_NAMES) + len(DOT_NAMES), 3), np.nan)
    if pose is not None:
        row[: len(POSE_NAMES)] = pose.image[:, :3]
    xyz = np.repeat(row[None], times_s.size, axis=0)
    track = Track(times_s, xyz, np.ones(xyz.shape[:2]), POSE_NAMES + DOT_NAMES, Frame.IMAGE)
    signals = {
        "time_s": times_s,
        "load_share": np.abs(np.sin(times_s)),
        "trunk_lean_deg": 5 * np.sin(times_s),
    }
    global _START_S
    _START_S = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        write_annotated(
            path, Path(folder) / "a.mp4", [Samples(track=track)], signals, (), jobs=jobs
        )
    return len(times_s)


WAYS: dict[str, Callable[[Path], int]] = {
    "usual": usual,
    "all": whole,
    "one": lambda path: whole(path, 1),
    "memory": lambda path: whole(path, None, "lite"),
    "model": model_alone,
    "decoding": decoding_alone,
    "drawing-all": lambda path: drawing(path, len(cores())),
    "drawing-one": lambda path: drawing(path, 1),
}

_START_S = time.perf_counter()


def run(way: str, path: Path, *, models: str | None = None) -> dict[str, float]:
    """What one way gives in a process of its own."""
    began_s = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    if models is not None:
        environment["LEVELHIP_MODELS"] = models
    done = subprocess.run(
        [sys.executable, "-m", "bench.clip", way, str(path)],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    told: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return {**told, "wall_s": time.perf_counter() - began_s}


def tables() -> list[Table]:
    """The ratio to the usual loop, the memory, people and drawing."""
    with tempfile.TemporaryDirectory() as folder:
        clip = looped(SAMPLE, Path(folder) / "clip.mp4", seconds=CLIP_S)
        minute = looped(SAMPLE, Path(folder) / "minute.mp4", seconds=60)
        long = looped(SAMPLE, Path(folder) / "long.mp4", seconds=60 * LONG_MINUTES)
        return [
            _speed(clip_of(clip)),
            _memory(clip_of(minute), clip_of(long)),
            _people(),
            _drawing(clip_of(clip)),
        ]


def _speed(clip: Clip) -> Table:
    rounds = [{way: run(way, clip.path) for way in ("usual", "all")} for _ in range(ROUNDS)]
    once = {way: run(way, clip.path) for way in ("one", "model", "decoding")}
    published = _published(clip)
    took_s = {
        way: statistics.median(one[way]["wall_s"] for one in rounds) for way in ("usual", "all")
    } | {"one": once["one"]["wall_s"]}
    rates_hz = {way: clip.count / seconds for way, seconds in took_s.items()} | {
        way: once[way]["frames"] / once[way]["work_s"] for way in ("model", "decoding")
    }
    if published is not None:
        rates_hz["published"] = clip.count / published["wall_s"]
    spent_s = {
        way: statistics.median(one[way]["cpu_s"] for one in rounds) for way in ("usual", "all")
    } | {"one": once["one"]["cpu_s"]}
    ratio = statistics.median(one["usual"]["wall_s"] / one["all"]["wall_s"] for one in rounds)
    met = "met" if ratio >= GOAL_RATIO else "not met"
    return Table(
        "From a clip to its result",
        ["way", "runs", "frames/s", "seconds for the clip", "CPU seconds", "times the usual loop"],
        [
            [
                name,
                ROUNDS if way in rounds[0] else 1,
                rates_hz[way],
                clip.count / rates_hz[way],
                spent_s.get(way, "-"),
                rates_hz[way] / rates_hz["usual"],
            ]
            for way, name in _NAMES.items()
            if way in rates_hz
        ],
        note=(
            f"Clip: {clip.count} frames, {clip.size[0]} x {clip.size[1]} px, "
            f"{clip.duration_s:.0f} s (the bundled equal-weight sample, repeated); model full, "
            f"{len(cores())} cores. Wall clock of a whole process, start-up and imports counted; "
            "the two ways take turns, medians are given. The usual loop only collects landmarks; "
            "levelhip also counts people, follows the dots and measures. Bounds: the model's calls "
            "alone on all cores with the pictures in memory, and decoding alone; both without "
            "start-up. The goal goes by the median of the rounds' own ratios, which need not be "
            "that of the medians in the table."
        ),
        goals=[
            f"goal 1.8 times the usual loop or more on 2 cores: measured {ratio:.2f} ({met})",
            f"share of the bound of the model alone: {rates_hz['all'] / rates_hz['model']:.0%}",
            f"share of the bound of decoding alone: {rates_hz['all'] / rates_hz['decoding']:.0%}",
        ],
    )


def _published(clip: Clip) -> dict[str, float] | None:
    """The usual loop on the bundle with its mask head, when LEVELHIP_PUBLISHED_MODELS has it."""
    folder = os.environ.get("LEVELHIP_PUBLISHED_MODELS")
    return run("usual", clip.path, models=folder) if folder else None


_NAMES = {
    "usual": "usual loop (OpenCV read, MediaPipe Tasks VIDEO mode), same bundle",
    "published": "usual loop, bundle as published (with the mask head)",
    "one": "levelhip, one job",
    "all": "levelhip, all cores",
    "model": "bound: model calls alone, all cores",
    "decoding": "bound: decoding alone",
}


def _memory(short: Clip, long: Clip) -> Table:
    told = [(clip, run("memory", clip.path)) for clip in (short, long)]
    short_mb, long_mb = (one["peak_mb"] for _, one in told)
    growth = long_mb / short_mb
    met = "met" if growth <= GOAL_MEMORY else "not met"
    return Table(
        "Peak memory and the length of a clip",
        ["clip", "frames", "peak, MB", "of the short clip's", "frames/s"],
        [
            [
                f"{clip.duration_s / 60:.1f} min",
                clip.count,
                one["peak_mb"],
                one["peak_mb"] / short_mb,
                clip.count / one["wall_s"],
            ]
            for clip, one in told
        ],
        note=(
            "Resident peak of the process that reads, measures and gives the outcome, all cores; "
            "model lite, for time's sake (the full model adds the same to both). The length of the "
            "long clip is set by LEVELHIP_BENCH_MINUTES."
        ),
        goals=[f"goal within 10 % of the short clip's: measured {growth:.2f} times ({met})"],
    )


def _people() -> Table:
    clip = clip_of(SAMPLE)
    every = round(clip.rate_hz / PEOPLE_LOOKS_HZ)
    shown = [p for i, p in enumerate(pictures(clip, stop_s=8.0)) if i % every == 0]
    rows: list[list[object]] = []
    for persons in (1, 2):
        scenes = [np.ascontiguousarray(np.concatenate([p.rgb] * persons, axis=1)) for p in shown]
        size = scenes[0].shape[1::-1]
        model, counter = PoseModel("full"), PeopleCounter()
        told, took_s, model_s = [], [], []
        for i, scene in enumerate(scenes):
            began_s = time.perf_counter()
            pose = model.pose(scene, i / 30, size)
            model_s.append(time.perf_counter() - began_s)
            began_s = time.perf_counter()
            told.append(counter.people(scene, pose, size))
            took_s.append(time.perf_counter() - began_s)
        look_ms, frame_ms = 1e3 * statistics.median(took_s), 1e3 * statistics.median(model_s)
        right = sum(count == persons for count in told)
        rows.append([persons, len(told), right, look_ms, frame_ms, look_ms / every / frame_ms])
        model.close()
        counter.close()
    return Table(
        "Counting people",
        [
            "people",
            "looks",
            "counted right",
            "ms a look",
            "ms a model call",
            "cost, share of model",
        ],
        rows,
        note=(
            f"One look in {every} pictures (once a second at 30 Hz), beside calls of the full "
            "model."
        ),
    )


def _drawing(clip: Clip) -> Table:
    rows: list[list[object]] = []
    for way in ("drawing-one", "drawing-all"):
        told = run(way, clip.path)
        rows.append([way.removeprefix("drawing-"), told["frames"] / told["work_s"]])
    return Table(
        "Drawing the analysed video",
        ["jobs", "frames/s"],
        rows,
        note=f"Decoding, drawing, H.264 coding; {clip.size[0]} x {clip.size[1]} px.",
    )


def main() -> int:
    """Run one way and print what was measured."""
    way, path = sys.argv[1], Path(sys.argv[2])
    count = WAYS[way](path)
    told = {
        "frames": count,
        "work_s": time.perf_counter() - _START_S,
        "cpu_s": sum(os.times()[:2]),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
