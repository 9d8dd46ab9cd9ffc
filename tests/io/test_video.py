from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from levelhip.core import DOT_NAMES, POSE_NAMES, BadRecording, Frame
from levelhip.io.recording import ReadOptions, open_recording
from levelhip.io.video import clip_of, reader
from tests.io.video_clips import (
    SAMPLES,
    copied,
    corner_picture,
    sample,
    turned,
    write_clip,
    write_sound,
)

ALONE = ReadOptions(model="lite", jobs=1)


def test_an_empty_file_is_named_and_to_be_copied_again(tmp_path):
    (tmp_path / "a.mp4").touch()
    with pytest.raises(BadRecording, match=r"a\.mp4: the file is empty \(0 bytes\); .*copy it"):
        clip_of(tmp_path / "a.mp4")


def test_text_named_mp4_is_called_text(tmp_path):
    (tmp_path / "a.mp4").write_text("dear diary\n" * 50)
    with pytest.raises(BadRecording, match=r"a\.mp4: holds text, not a video; give the video"):
        open_recording(tmp_path / "a.mp4")


def test_noise_named_mp4_is_no_video(tmp_path):
    noise = np.random.default_rng(1).integers(0, 256, 5000, dtype=np.uint8)
    (tmp_path / "a.mp4").write_bytes(noise.tobytes())
    with pytest.raises(BadRecording, match=r"a\.mp4: cannot be read as a video"):
        open_recording(tmp_path / "a.mp4")


def test_sound_without_pictures_is_said_to_be_so(tmp_path):
    with pytest.raises(BadRecording, match=r"a\.mp4: holds audio but no pictures; give the video"):
        clip_of(write_sound(tmp_path / "a.mp4"))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BadRecording, match=r"gone\.mp4: no such file"):
        clip_of(tmp_path / "gone.mp4")


def test_a_file_cut_off_before_its_index_says_so(tmp_path):
    whole = (SAMPLES / "squat-check.mp4").read_bytes()
    at_the_end = copied(SAMPLES / "squat-check.mp4", tmp_path / "a.mp4")
    assert clip_of(at_the_end).count == 469
    at_the_end.write_bytes(at_the_end.read_bytes()[: len(whole) // 2])
    with pytest.raises(BadRecording, match=r"a\.mp4: a video whose index is missing, cut off"):
        clip_of(at_the_end)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_file_cut_off_in_its_pictures_is_read_as_far_as_it_goes(tmp_path, suffix):
    front = {"movflags": "faststart"} if suffix == ".mp4" else {}
    path = copied(SAMPLES / "squat-check.mp4", tmp_path / f"a{suffix}", options=front)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 4])
    recording = open_recording(path, ALONE)
    samples = recording.samples()
    assert samples.track is not None
    assert 30 < len(samples.track) < 300
    assert any("cut off" in str(repair) for repair in recording.repairs), recording.repairs
    assert recording.duration_s < 12


def test_a_missing_model_says_make_setup(tmp_path, monkeypatch):
    monkeypatch.setenv("LEVELHIP_MODELS", str(tmp_path))
    path = write_clip(tmp_path / "a.mp4", corner_picture(), times_s=[0, 0.1])
    with pytest.raises(BadRecording, match=r"pose model full: .* is missing; run `make setup`"):
        open_recording(path).samples()


@pytest.mark.parametrize(("suffix", "word"), [(".mkv", "cut off"), (".mp4", "damaged pictures")])
def test_damage_in_the_middle_is_listed_and_what_can_be_is_read(tmp_path, suffix, word):
    path = copied(SAMPLES / "squat-check.mp4", tmp_path / f"a{suffix}", packets=slice(0, 150))
    data = bytearray(path.read_bytes())
    data[15_000:19_000] = bytes(4000)
    path.write_bytes(data)
    recording = open_recording(path, ALONE)
    track = recording.samples().track
    assert track is not None
    assert track.time_s[-1] > 0.5
    assert any(word in str(repair) for repair in recording.repairs), recording.repairs


def test_the_reader_knows_videos_by_content_or_by_name(tmp_path):
    head = (SAMPLES / "squat-check.mp4").read_bytes()[:64]
    assert reader.matches(Path("noname"), head)
    assert reader.matches(Path("a.MOV"), b"anything")
    assert not reader.matches(Path("a.trc"), b"PathFileType\t4")


@pytest.fixture(scope="module")
def squat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample("squat-check.mp4", tmp_path_factory.mktemp("video") / "squat.mp4", seconds=2)


def test_a_clip_becomes_pushes_of_at_most_64_pictures(squat):
    recording = open_recording(squat, ALONE)
    pushes = list(recording.stream())
    assert [len(p.track) for p in pushes if p.track] == [60]
    track, world, people = pushes[0].track, pushes[0].world, pushes[0].people
    assert track is not None
    assert world is not None
    assert people is not None
    assert track.frame is Frame.IMAGE
    assert world.frame is Frame.CAMERA
    assert track.names == POSE_NAMES + DOT_NAMES
    assert world.names == POSE_NAMES
    # Packets lie in the order of decoding: a cut among them can leave out the picture before last.
    np.testing.assert_allclose(track.time_s[:59], np.arange(59) / 30, atol=1e-9)
    assert recording.image_size == (480, 640)
    assert recording.rate_hz == 30
    # One person, looked at once a second.
    assert np.flatnonzero(~np.isnan(people[:59])).tolist() == [0, 30]
    assert people[[0, 30]].tolist() == [1, 1]


def test_the_left_side_of_a_person_who_faces_the_camera_is_on_the_right(squat):
    track = open_recording(squat, ALONE).samples().track
    assert track is not None
    assert (track.point("left_hip")[:, 0] > track.point("right_hip")[:, 0]).all()
    assert (track.point("left_ankle")[:, 1] > track.point("left_knee")[:, 1]).all()
    inside = track.point("nose")[:, :2]
    assert ((inside > 0) & (inside < (480, 640))).all()


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_camera_gives_the_landmarks_of_the_upright_picture(tmp_path, squat, degrees):
    upright = open_recording(squat, ALONE).samples().track
    path = turned(squat, tmp_path / "turned.mp4", degrees=degrees, seconds=1)
    lying = open_recording(path, ALONE).samples().track
    assert upright is not None
    assert lying is not None
    body = [POSE_NAMES.index(n) for n in ("left_hip", "right_hip", "left_knee", "left_ankle")]
    apart = lying.xyz[:30, body, :2] - upright.xyz[:30, body, :2]
    # Coding the pictures a second time moves landmarks by about a pixel.
    assert np.abs(apart).max() < 5


def test_an_empty_room_is_nobody(tmp_path):
    path = write_clip(
        tmp_path / "room.mp4", np.full((128, 96, 3), 120, np.uint8), times_s=[0, 0.1, 1.1]
    )
    samples = open_recording(path, ALONE).samples()
    assert samples.track is not None
    assert np.isnan(samples.track.xyz).all()
    assert not samples.track.confidence.any()
    assert samples.people is not None
    np.testing.assert_array_equal(samples.people, [0, np.nan, 0])


def test_somebody_standing_beside_is_counted(tmp_path):
    with av.open(str(SAMPLES / "squat-check.mp4")) as container:
        picture = next(container.decode(video=0)).to_ndarray(format="rgb24")
    both = np.concatenate([picture[:, 80:400], picture[:, 80:400]], axis=1)
    path = write_clip(tmp_path / "two.mp4", both, times_s=[0, 0.1])
    people = open_recording(path, ALONE).samples().people
    assert people is not None
    assert people[0] == 2
