"""A kept recording gives back every number that was measured, and measures the same."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from levelhip.core import Answer, BadRecording, Force, Frame, Mark, Motion, Samples, Side, Track
from levelhip.io import open_recording
from levelhip.io.kept_recording import KeptHead, kept_bytes

HEAD = KeptHead("ab" * 32, "video", 30.0, (720, 1280), Side.LEFT)


def landmarks(count=40, seed=1):
    dice = np.random.default_rng(seed)
    time_s = np.arange(count) / 30.0
    xyz = dice.normal(400, 50, (count, 3, 3))
    xyz[5, 1] = np.nan
    names = ("left_hip", "right_hip", "left_dot")
    return Track(time_s, xyz, dice.uniform(0, 1, (count, 3)), names, Frame.IMAGE)


def motion(count=100, seed=2):
    dice = np.random.default_rng(seed)
    rotation = np.full((count, 3), np.nan)
    return Motion(np.arange(count) / 100.0, dice.normal(0, 9, (count, 3)), rotation, "thigh")


def force(count=50, seed=3):
    dice = np.random.default_rng(seed)
    newton = dice.normal(300, 5, (count, 2, 3))
    newton[:, :, 0] = np.nan
    times = np.arange(count) / 50.0
    return Force(times, newton, dice.normal(0, 1, (count, 2, 3)), (Side.LEFT, Side.RIGHT))


ALL = Samples(
    track=landmarks(),
    world=replace(landmarks(seed=4), frame=Frame.CAMERA),
    people=np.where(np.arange(40) % 30 == 0, 1.0, np.nan),
    motion=motion(),
    force=force(),
    marks=(Mark(0.5, "set", Side.LEFT), Mark(1.0, "tap")),
    answers=(Answer(0.1, "usual_pain", 3.0), Answer(0.2, "self_rating", None, Side.RIGHT)),
)


def written(tmp_path, samples, head=HEAD):
    path = tmp_path / "kept.parquet"
    path.write_bytes(kept_bytes([samples], head))
    return path


def assert_same(got, wanted):
    assert (got is None) == (wanted is None)
    if wanted is None:
        return
    for name in wanted.__dataclass_fields__:
        a, b = getattr(got, name), getattr(wanted, name)
        if isinstance(b, np.ndarray):
            np.testing.assert_array_equal(a, b)
        else:
            assert a == b


@pytest.mark.parametrize(
    "samples",
    [ALL, Samples(track=ALL.track), Samples(motion=ALL.motion), Samples(force=ALL.force)],
    ids=["all", "landmarks", "motion", "force"],
)
def test_every_number_comes_back_bit_for_bit(tmp_path, samples):
    recording = open_recording(written(tmp_path, samples))
    got = recording.samples()
    for stream in ("track", "world", "motion", "force"):
        assert_same(getattr(got, stream), getattr(samples, stream))
    if samples.people is not None:
        np.testing.assert_array_equal(got.people, samples.people)
    assert (got.marks, got.answers) == (samples.marks, samples.answers)


def test_what_goes_with_the_numbers_comes_back_too(tmp_path):
    recording = open_recording(written(tmp_path, ALL))
    assert recording.id == HEAD.source
    assert (recording.rate_hz, recording.image_size) == (30.0, (720, 1280))
    assert recording.side is Side.LEFT
    # There is no picture any more: what was a video is landmarks.
    assert recording.kind == "landmarks"


def test_the_same_numbers_give_the_same_bytes_however_they_came(tmp_path):
    first, rest = Samples(track=ALL.track).until(0.5)
    assert kept_bytes([first, rest], HEAD) == kept_bytes([Samples(track=ALL.track)], HEAD)


def test_what_was_only_said_needs_no_file():
    assert kept_bytes([Samples(marks=ALL.marks, answers=ALL.answers)], HEAD) is None
    assert kept_bytes([], HEAD) is None


def test_a_cut_file_is_named_as_damaged(tmp_path):
    path = written(tmp_path, ALL)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(BadRecording, match=path.name):
        open_recording(path)


def test_a_file_of_a_newer_levelhip_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("levelhip.io.kept_recording.VERSION", 2)
    path = written(tmp_path, ALL)
    monkeypatch.undo()
    with pytest.raises(BadRecording, match="newer levelhip"):
        open_recording(path)
