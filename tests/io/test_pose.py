from __future__ import annotations

import av
import numpy as np
import pytest

from levelhip.io.pictures import pictures
from levelhip.io.pose import PeopleCounter, Pose, PoseModel, missing_library
from levelhip.io.video import clip_of
from tests.io.video_clips import SAMPLES


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    with av.open(str(SAMPLES / "squat-check.mp4")) as container:
        return next(container.decode(video=0)).to_ndarray(format="rgb24").copy()


def posed(picture: np.ndarray, size: tuple[int, int]) -> Pose | None:
    model = PoseModel("lite")
    pose = model.pose(picture, 0.0, size)
    model.close()
    return pose


def test_a_missing_system_library_is_named_with_the_command_that_brings_it():
    said = str(
        missing_library(OSError("libEGL.so.1: cannot open shared object file: No such file"))
    )
    assert "run `sudo apt-get install --yes libegl1 libgles2`" in said
    said = str(missing_library(OSError("libGLESv2.so.2: cannot open shared object file")))
    assert "run `sudo apt-get install --yes libegl1 libgles2`" in said
    assert "run `make setup`" in str(missing_library(ImportError("No module named 'mediapipe'")))


def test_landmarks_are_in_the_asked_size_and_world_ones_in_metres(picture):
    small, large = (posed(picture, size) for size in ((480, 640), (960, 1280)))
    assert small is not None
    assert large is not None
    np.testing.assert_allclose(large.image[:, :3], 2 * small.image[:, :3], rtol=1e-5)
    height_m = small.world[:, 1].max() - small.world[:, 1].min()
    assert 1.2 < height_m < 2.0
    np.testing.assert_allclose(small.world[23:25].mean(axis=0), 0, atol=0.02)


def test_a_strided_picture_is_read_like_a_plain_one(picture):
    strided = np.ascontiguousarray(picture[:, ::-1])[:, ::-1]
    assert not strided.flags.c_contiguous
    plain, same = (posed(p, (480, 640)) for p in (picture, strided))
    assert plain is not None
    assert same is not None
    np.testing.assert_array_equal(plain.image, same.image)


def test_two_pictures_within_a_millisecond_are_both_read(picture):
    model = PoseModel("lite")
    assert model.pose(picture, 0.0, (480, 640)) is not None
    assert model.pose(picture, 0.0002, (480, 640)) is not None
    model.close()


@pytest.mark.parametrize("shift", [-150, 150])
def test_a_person_beside_the_tracked_one_is_counted(picture, shift):
    wide = np.full((640, 800, 3), 150, np.uint8)
    person = picture[:, 120:360]
    wide[:, 280:520] = person
    model, counter = PoseModel("lite"), PeopleCounter()
    alone = model.pose(wide, 0.0, (800, 640))
    assert counter.people(wide, alone, (800, 640)) == 1
    left = 280 + (shift + np.sign(shift) * 100)
    wide[:, left : left + 240] = person
    assert counter.people(wide, alone, (800, 640)) == 2
    assert counter.people(wide, None, (800, 640)) == 0
    model.close()
    counter.close()


def test_a_model_that_forgot_is_like_a_new_one():
    clip = clip_of(SAMPLES / "sack-swinger.mp4")
    early = list(pictures(clip, stop_s=0.4))
    late = list(pictures(clip, start_s=5, stop_s=5.5))
    new, used = PoseModel("lite"), PoseModel("lite")
    for picture in early + late[:5]:
        used.pose(picture.rgb, picture.time_s, picture.size)
    used.forget(5.0)  # back in time, too
    for picture in late:
        one = new.pose(picture.rgb, picture.time_s, picture.size)
        other = used.pose(picture.rgb, picture.time_s, picture.size)
        assert one is not None
        assert other is not None
        np.testing.assert_array_equal(other.image[:, :3], one.image[:, :3])
        np.testing.assert_allclose(other.world, one.world, atol=1e-4)
        # Visibility is smoothed by the library whatever the time: a twentieth at the most.
        np.testing.assert_allclose(other.image[:, 3], one.image[:, 3], atol=0.05)
    new.close()
    used.close()
