"""The bundled samples are complete and can be written anywhere."""

import pytest

from levelhip.core import LevelhipError
from levelhip.service import sample, sample_names, write_samples


def test_every_sample_is_named_in_the_note_on_their_origin():
    note = (sample("equal-weight").parent / "README.md").read_text()
    assert sample_names()
    assert all(f"{name}.mp4" in note for name in sample_names())


def test_writing_twice_gives_the_same_files(tmp_path):
    first = {path.name: path.read_bytes() for path in write_samples(tmp_path / "here")}
    again = {path.name: path.read_bytes() for path in write_samples(tmp_path / "here")}
    assert first == again
    assert sorted(first) == [f"{name}.mp4" for name in sample_names()]


def test_a_sample_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(LevelhipError, match="sample: hopping; give one of equal-weight"):
        sample("hopping")


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path):
    (tmp_path / "here").write_text("mine")
    with pytest.raises(LevelhipError, match="is a file; give a folder"):
        write_samples(tmp_path / "here")
    assert (tmp_path / "here").read_text() == "mine"
