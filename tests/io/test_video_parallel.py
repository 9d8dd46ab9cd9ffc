from __future__ import annotations

import threading
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.core import POSE_NAMES, BadRecording, Event, Person, Samples
from levelhip.engine import Engine, SourceInfo
from levelhip.io.clip import Clip
from levelhip.io.pictures import pictures
from levelhip.io.pose import PoseModel
from levelhip.io.recording import ReadOptions, open_recording
from levelhip.io.video import clip_of
from levelhip.io.video_parallel import STRETCH_S, WARM_UP_S, landmark_samples, stretches
from levelhip.protocols import protocol
from tests.io.video_clips import SAMPLES, copied, sample

BODY = [
    POSE_NAMES.index(f"{side}_{name}")
    for side in ("left", "right")
    for name in ("shoulder", "hip", "knee", "ankle")
]


def clip_with(count: int, rate_hz: float) -> Clip:
    ticks = np.round(np.arange(count) * 90_000 / rate_hz).astype(np.int64)
    known = clip_of(SAMPLES / "sack-swinger.mp4")
    return replace(
        known,
        ticks=ticks,
        start_tick=0,
        time_base_s=1 / 90_000,
        rate_hz=rate_hz,
        duration_s=float(ticks[-1]) / 90_000,
    )


@given(
    count=st.integers(1, 40_000),
    rate_hz=st.sampled_from([12.5, 30.0, 60.0]),
    jobs=st.integers(1, 9),
)
def test_stretches_cover_a_clip_once_and_none_is_too_long(count, rate_hz, jobs):
    clip = clip_with(count, rate_hz)
    parts = stretches(clip, jobs)
    assert parts[0].warm_s == parts[0].start_s == 0
    assert parts[-1].stop_s == np.inf
    for one, next_one in pairwise(parts):
        assert one.stop_s == next_one.start_s
        assert next_one.warm_s == max(0, next_one.start_s - WARM_UP_S)
    times_s = clip.ticks * clip.time_base_s
    taken = [((times_s >= p.start_s) & (times_s < p.stop_s)).sum() for p in parts]
    assert sum(taken) == count
    if jobs > 1:
        assert max(taken) <= (STRETCH_S + WARM_UP_S) * rate_hz + 2
        # Warm-up and all, every worker looks at as many pictures.
        looked_at = [((times_s >= p.warm_s) & (times_s < p.stop_s)).sum() for p in parts]
        assert max(looked_at) - min(looked_at) <= 2


def test_a_clip_whose_stamps_cannot_be_trusted_is_not_cut():
    clip = clip_with(900, 30)
    assert len(stretches(replace(clip, ticks=clip.ticks[:0]), 4)) == 1


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample("sack-swinger.mp4", tmp_path_factory.mktemp("p") / "walk.mp4", seconds=5)


@pytest.fixture(scope="module")
def both_ways(walk: Path) -> tuple[Samples, Samples]:
    """Read one picture after the other, and by two workers."""
    plain, split = (
        open_recording(walk, ReadOptions(jobs=jobs, dots=False)).samples() for jobs in (1, 2)
    )
    return plain, split


def test_joins_do_not_show_beyond_the_noise_of_the_model_itself(walk, both_ways):
    plain, split = (samples.track for samples in both_ways)
    assert plain is not None
    assert split is not None
    np.testing.assert_array_equal(split.time_s, plain.time_s)
    cut = int(np.searchsorted(plain.time_s, stretches(clip_of(walk), 2)[1].start_s - 1e-6))
    np.testing.assert_array_equal(split.xyz[:cut], plain.xyz[:cut])
    # What the model says of a picture depends on the picture it began with, for as long as it
    # follows the person. So much, when it has followed for two seconds and more:
    late = following(walk, start_s=0.5)
    noise = rms(late[-cut:], plain.xyz[-cut:, : len(POSE_NAMES)])
    join = rms(split.xyz[cut:, : len(POSE_NAMES)], plain.xyz[cut:, : len(POSE_NAMES)])
    assert 0 < join < 1.5 * noise
    first = rms(split.xyz[cut : cut + 5], plain.xyz[cut : cut + 5])
    assert first < 3 * noise
    # The step over the join is like the steps elsewhere.
    steps = np.abs(np.diff(split.xyz[:, BODY, :2], axis=0)).max(axis=(1, 2))
    assert steps[cut - 1] < np.max(np.delete(steps, cut - 1)) + 3 * noise


def test_people_are_looked_for_in_the_same_pictures_however_a_clip_is_cut(both_ways):
    plain, split = (samples.people for samples in both_ways)
    np.testing.assert_array_equal(split, plain)


def test_a_clip_cut_for_two_workers_gives_the_same_events(walk, both_ways):
    def events(samples: Samples) -> list[Event]:
        engine = Engine(
            protocol("walk"), SourceInfo("video", 30.0, (480, 640)), Person(height_m=1.78)
        )
        return [*engine.push(samples), *engine.finish()]

    plain, split = (events(samples) for samples in both_ways)
    assert len(plain) > 3
    assert [(e.kind, e.side) for e in split] == [(e.kind, e.side) for e in plain]
    # Within two pictures.
    apart = [a.start_s - b.start_s for a, b in zip(split, plain, strict=True)]
    assert np.abs(apart).max() < 0.07


def following(path: Path, *, start_s: float) -> np.ndarray:
    """Landmarks when the model begins at a later picture."""
    model = PoseModel("full")
    found = [
        model.pose(picture.rgb, picture.time_s, picture.size)
        for picture in pictures(clip_of(path), start_s=start_s)
    ]
    model.close()
    return np.array([pose.image[:, :3] for pose in found if pose is not None], dtype=float)


def rms(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.sqrt(np.mean((a[:, BODY, :2] - b[:, BODY, :2]) ** 2)))


def test_a_fault_in_a_worker_reaches_the_reader(tmp_path, monkeypatch, walk):
    recording = open_recording(walk, ReadOptions(jobs=2))
    monkeypatch.setenv("LEVELHIP_MODELS", str(tmp_path))
    with pytest.raises(BadRecording, match="make setup"):
        recording.samples()


def test_reading_can_be_broken_off(walk):
    before = threading.active_count()
    stream = open_recording(walk, ReadOptions(model="lite", jobs=2)).stream()
    next(iter(stream))
    stream.close()  # type: ignore[attr-defined]
    assert threading.active_count() <= before + 1


def test_a_recording_can_be_streamed_twice_and_lists_its_repairs_once(tmp_path):
    path = copied(SAMPLES / "squat-check.mp4", tmp_path / "a.mp4", packets=slice(0, 45))
    data = bytearray(path.read_bytes())
    data[6_000:9_000] = bytes(3000)
    path.write_bytes(data)
    recording = open_recording(path, ReadOptions(model="lite", jobs=1, dots=False))
    first = recording.samples()
    repairs = list(recording.repairs)
    second = recording.samples()
    assert recording.repairs == repairs
    assert first.track is not None
    assert second.track is not None
    np.testing.assert_array_equal(first.track.xyz, second.track.xyz)


def test_nothing_is_written_to_standard_error(capfd, walk):
    clip = clip_of(walk)
    recording = open_recording(walk, ReadOptions(model="lite", jobs=2))
    next(landmark_samples(clip, ReadOptions(model="lite", jobs=2), recording))
    assert capfd.readouterr() == ("", "")
