from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.core import BadRecording
from levelhip.io.clip import Clock, Turn, turn_of
from levelhip.io.pictures import Picture, pictures
from levelhip.io.video import clip_of
from tests.io.video_clips import SAMPLES, corner_picture, write_clip


def red_and_blue(picture: Picture) -> None:
    height, width = picture.rgb.shape[:2]
    red, blue = picture.rgb[height // 4, width // 4], picture.rgb[height // 4, 3 * width // 4]
    below = picture.rgb[3 * height // 4, width // 2]
    assert red[0] > 150 > red[2]
    assert blue[2] > 150 > blue[0]
    assert below == pytest.approx([110] * 3, abs=12)


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".webm"])
@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_pictures_stand_upright_whatever_way_the_camera_was_held(tmp_path, suffix, degrees):
    upright = corner_picture()
    stored = np.ascontiguousarray(np.rot90(upright, -degrees // 90))
    path = write_clip(
        tmp_path / f"clip{suffix}", stored, times_s=[0, 1 / 30], turned_degrees=degrees
    )
    clip = clip_of(path)
    assert clip.size == (96, 64)
    assert clip.turn == Turn(degrees // 90)
    for picture in pictures(clip):
        assert picture.rgb.flags.c_contiguous
        assert picture.rgb.shape == (64, 96, 3)
        red_and_blue(picture)


def test_a_mirrored_recording_is_mirrored_back(tmp_path):
    path = write_clip(
        tmp_path / "clip.mp4", corner_picture()[:, ::-1].copy(), times_s=[0, 0.1], mirrored=True
    )
    shown = list(pictures(clip_of(path)))
    assert len(shown) == 2
    for picture in shown:
        red_and_blue(picture)


def test_a_turn_of_odd_degrees_is_refused_with_its_value():
    turn = np.array([0.7071, -0.7071, 0, 0.7071, 0.7071, 0, 0, 0, 16384]) * 65536
    with pytest.raises(BadRecording, match=r"tilted\.mp4: .* 45 degrees; turn it"):
        turn_of(turn.astype(np.int32).tobytes(), name="tilted.mp4")


@pytest.mark.parametrize("suffix", [".mp4", ".mkv", ".webm"])
def test_uneven_time_stamps_are_kept_to_the_millisecond(tmp_path, suffix):
    times_s = [0, 0.033, 0.05, 0.120, 0.154, 0.400, 0.433]
    path = write_clip(tmp_path / f"clip{suffix}", corner_picture(), times_s=times_s)
    clip = clip_of(path)
    assert [p.time_s for p in pictures(clip)] == pytest.approx(times_s, abs=1e-9)
    assert clip.duration_s == pytest.approx(0.433)
    assert any("variable frame rate" in note for note in clip.notes)


def test_times_count_from_the_first_picture(tmp_path):
    path = write_clip(tmp_path / "late.mkv", corner_picture(), times_s=[5.0, 5.1, 5.2])
    assert [p.time_s for p in pictures(clip_of(path))] == pytest.approx([0, 0.1, 0.2])


@settings(max_examples=12, deadline=None)
@given(first=st.integers(0, 380), count=st.integers(1, 12))
def test_any_span_gives_the_pictures_that_reading_from_the_start_gives(first, count):
    clip = clip_of(SAMPLES / "sack-swinger.mp4")
    count = min(count, 390 - first)
    stop_s = (first + count) / 30 if first + count < 390 else np.inf
    got = [p.time_s for p in pictures(clip, start_s=first / 30, stop_s=stop_s, threads=1)]
    assert got == pytest.approx([(first + i) / 30 for i in range(count)], abs=1e-9)


def test_a_cut_is_taken_at_full_resolution(tmp_path):
    wide = np.full((1080, 1920, 3), 110, np.uint8)
    wide[400:420, 900:920] = (220, 20, 20)
    path = write_clip(tmp_path / "large.mp4", wide, times_s=[0])
    (picture,) = pictures(clip_of(path))
    assert picture.size == (1920, 1080)
    assert picture.rgb.shape == (720, 1280, 3)
    cut = picture.cut((890, 390, 930, 430))
    assert cut.shape == (40, 40, 3)
    assert cut[20, 20, 0] > 150 > cut[2, 2, 0]


def clock() -> Clock:
    return Clock(clip_of(SAMPLES / "sack-swinger.mp4"))  # 15360 ticks a second, 512 a picture


def test_repeated_and_slightly_backward_stamps_leave_their_picture_out():
    watch = clock()
    got = [watch.time(tick) for tick in (0, 512, 512, 400, 1024)]
    assert got == [0, pytest.approx(1 / 30), None, None, pytest.approx(2 / 30)]
    (said,) = watch.repairs()
    assert str(said) == (
        "2 pictures with repeated or backward time stamps left out, the first at 0.033 s"
    )


def test_a_clock_that_starts_again_goes_on_one_picture_later():
    watch = clock()
    got = [watch.time(tick) for tick in (0, 15360, 0, 512)]
    assert got == pytest.approx([0, 1, 1 + 1 / 30, 1 + 2 / 30])
    assert "jumped back 1 times, the first after 1.000 s" in str(watch.repairs()[0])


def test_pictures_without_a_stamp_are_placed_by_the_nominal_rate():
    watch = clock()
    assert [watch.time(None) for _ in range(3)] == pytest.approx([0, 1 / 30, 2 / 30])
    assert list(map(str, watch.repairs())) == [
        "3 pictures without a time stamp placed by the nominal rate of 30.000 Hz"
    ]


@given(ticks=st.lists(st.integers(-(10**6), 10**6) | st.none(), min_size=1, max_size=40))
def test_times_rise_whatever_the_stamps(ticks):
    watch = clock()
    times = [t for t in (watch.time(tick) for tick in ticks) if t is not None]
    assert all(b > a for a, b in pairwise(times))


def test_a_gap_in_the_middle_is_listed_and_left_open(tmp_path):
    path = write_clip(tmp_path / "gap.mkv", corner_picture(), times_s=[0, 0.1, 0.2, 1.5, 1.6])
    assert tuple(map(str, clip_of(path).repairs)) == (
        "1 gaps without pictures, up to 1.30 s long, the first from 0.20 to 1.50 s; left open",
    )


def test_a_file_whose_index_points_past_the_place_is_read_from_its_beginning(tmp_path):
    path = write_clip(tmp_path / "clip.webm", corner_picture(), times_s=[i / 30 for i in range(60)])
    clip = clip_of(path)
    # An mkv without cues, as a browser records: nothing but the beginning can be found.
    data = path.read_bytes()
    cues = data.rfind(b"\x1c\x53\xbb\x6b")
    assert cues > 0
    path.write_bytes(data[:cues])
    got = [p.time_s for p in pictures(clip, start_s=1.5, threads=1)]
    assert got == pytest.approx([i / 30 for i in range(45, 60)], abs=1e-3)
