from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from levelhip.core import (
    DOT_NAMES,
    POSE_NAMES,
    Array,
    BadRecording,
    Event,
    Frame,
    Samples,
    Side,
    Track,
)
from levelhip.io.annotate import write_annotated
from levelhip.io.skeletons import Skeletons
from levelhip.io.video import clip_of
from tests.io.video_clips import write_clip

WIDTH, HEIGHT = 240, 320
GREY = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
NAMES = POSE_NAMES + DOT_NAMES
HIPS_Y, LEFT_X, RIGHT_X = 160, 150, 90


def body(times_s: Array, *, dots: bool) -> Samples:
    """A person who stands still facing the camera; hips at (150, 160) and (90, 160)."""
    places = {
        "nose": (120, 40),
        "shoulder": (160, 80),
        "elbow": (180, 120),
        "wrist": (190, 160),
        "hip": (LEFT_X, HIPS_Y),
        "knee": (150, 220),
        "ankle": (150, 280),
        "heel": (150, 288),
        "foot_index": (155, 292),
        "dot": (155, 140),
    }
    row = np.full((len(NAMES), 3), 0.0)
    for i, name in enumerate(NAMES):
        x, y = places.get(name.split("_", 1)[-1], (120, 40))
        row[i, :2] = (WIDTH - x if name.startswith("right") else x, y)
    if not dots:
        row[-2:] = np.nan
    xyz = np.repeat(row[None], times_s.size, axis=0)
    track = Track(times_s, xyz, np.ones(xyz.shape[:2]), NAMES, Frame.IMAGE)
    return Samples(track=track)


def series(times_s: Array, **values: float) -> Mapping[str, NDArray[np.float64]]:
    return {"time_s": times_s} | {k: np.full(times_s.size, v) for k, v in values.items()}


def shown(path: Path) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            assert frame.time is not None
            yield frame.time, frame.to_ndarray(format="rgb24")


def drawn(tmp_path: Path, samples: Samples, **values: float) -> NDArray[np.uint8]:
    assert samples.track is not None
    times_s = samples.track.time_s
    source = write_clip(tmp_path / "in.mp4", GREY, times_s=times_s)
    write_annotated(source, tmp_path / "out.mp4", [samples], series(times_s, **values), ())
    return next(picture for _, picture in shown(tmp_path / "out.mp4"))


def is_teal(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    red, green = pixels[..., 0].astype(int), pixels[..., 1].astype(int)
    return (green - red > 60) & (green > 110)


def test_the_pelvis_is_drawn_where_dots_were_seen_and_nowhere_else(tmp_path):
    with_dots = drawn(tmp_path, body(np.array([0.0]), dots=True))
    without = drawn(tmp_path, body(np.array([0.0]), dots=False))
    between = slice(100, 112)  # left of the mark of the centre of mass
    assert is_teal(with_dots[136:145, between]).any(axis=0).all()
    assert not is_teal(without[136:145, between]).any()


def test_no_line_runs_from_hip_to_hip(tmp_path):
    picture = drawn(tmp_path, body(np.array([0.0]), dots=False))
    row = picture[HIPS_Y - 3 : HIPS_Y + 4, RIGHT_X + 8 : 108].astype(int)
    assert np.abs(row - 128).max() < 14


def test_the_body_is_drawn_and_the_rest_of_the_picture_is_left_alone(tmp_path):
    picture = drawn(tmp_path, body(np.array([0.0]), dots=False)).astype(int)
    assert np.abs(picture[100:300, :30] - 128).max() < 14
    thigh = picture[185:195, LEFT_X - 6 : LEFT_X + 7]
    assert thigh.max() > 160


def test_numbers_stand_in_a_strip_below_and_only_when_there_are_any(tmp_path):
    times_s = np.array([0.0])
    without = drawn(tmp_path, body(times_s, dots=False))
    with_share = drawn(tmp_path, body(times_s, dots=False), load_share=0.7, trunk_lean_deg=3.0)
    assert HEIGHT < without.shape[0] < with_share.shape[0] < 1.5 * HEIGHT
    strip = with_share[HEIGHT + 4 :]
    assert strip.max() > 200
    assert np.median(strip) < 60
    # More weight on the left foot: the mark is on the picture's right.
    columns = np.flatnonzero(is_teal(strip).any(axis=0))
    assert columns.mean() > WIDTH / 2


def test_time_stamps_are_those_of_the_source(tmp_path):
    times_s = np.array([0, 0.033, 0.05, 0.120, 0.154, 0.400, 0.433])
    source = write_clip(tmp_path / "in.mkv", GREY, times_s=times_s)
    write_annotated(source, tmp_path / "out.mp4", [body(times_s, dots=True)], series(times_s), ())
    assert [time_s for time_s, _ in shown(tmp_path / "out.mp4")] == pytest.approx(times_s, abs=1e-6)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_lying_recording_is_drawn_upright(tmp_path, degrees):
    upright = GREY.copy()
    upright[:40] = (220, 20, 20)
    stored = np.ascontiguousarray(np.rot90(upright, -degrees // 90))
    source = write_clip(tmp_path / "in.mp4", stored, times_s=[0, 0.1], turned_degrees=degrees)
    times_s = np.array([0, 0.1])
    write_annotated(source, tmp_path / "out.mp4", [body(times_s, dots=True)], series(times_s), ())
    (_, first), _ = shown(tmp_path / "out.mp4")
    assert first.shape[1] == WIDTH
    assert first[20, 200, 0] > 150 > first[20, 200, 2]
    assert is_teal(first[136:145, 100:112]).any(axis=0).all()
    assert clip_of(tmp_path / "out.mp4").turn.quarters == 0


def test_several_workers_write_what_one_writes(tmp_path):
    times_s = np.arange(180) / 10
    source = write_clip(tmp_path / "in.mp4", GREY, times_s=times_s)
    events = [Event("hold", Side.LEFT, 2.0, 2.0, 9.0, trial=1)]
    signals = series(times_s, load_share=0.4, phase=0)
    done: list[float] = []
    for jobs in (1, 2):
        write_annotated(
            source,
            tmp_path / f"{jobs}.mp4",
            [body(times_s, dots=True)],
            signals,
            events,
            done.append,
            jobs=jobs,
        )
    one, two = (list(shown(tmp_path / f"{jobs}.mp4")) for jobs in (1, 2))
    assert [t for t, _ in one] == [t for t, _ in two] == pytest.approx(times_s, abs=1e-6)
    for (_, a), (_, b) in zip(one, two, strict=True):
        np.testing.assert_array_equal(a, b)
    assert done[-1] == 1
    # The phase is said while the foot is up.
    assert (one[50][1][:60, :200] != one[150][1][:60, :200]).any()


def test_nobody_in_view_is_said_and_nothing_is_drawn_on(tmp_path):
    times_s = np.array([0.0])
    empty = body(times_s, dots=False)
    assert empty.track is not None
    nobody = Track(
        times_s,
        np.full((1, len(NAMES), 3), np.nan),
        np.zeros((1, len(NAMES))),
        NAMES,
        Frame.IMAGE,
    )
    picture = drawn(tmp_path, Samples(track=nobody)).astype(int)
    assert np.abs(picture[80 : HEIGHT - 4] - 128).max() < 14
    assert picture[:60].max() > 200


def test_other_landmarks_than_those_of_a_video_are_refused():
    track = Track(np.zeros(1), np.zeros((1, 1, 3)), np.ones((1, 1)), ("nose",), Frame.IMAGE)
    with pytest.raises(BadRecording, match="not those of a video's pose"):
        Skeletons().add(Samples(track=track))
