"""A finished analysis is known again by everything that decides its result, and only by that."""

from dataclasses import replace

import pytest

from levelhip.core import Person
from levelhip.service import AnalysisOptions
from levelhip.service.options import analysis_key

OPTIONS = AnalysisOptions()
PERSON = Person(height_m=1.78)


def key(content="aa", protocol=("equal-weight", 1), options=OPTIONS, person=PERSON):
    return analysis_key(content, protocol, options, person)


@pytest.mark.parametrize(
    "other",
    [
        {"content": "bb"},
        {"protocol": ("equal-weight", 2)},
        {"protocol": ("walk", 1)},
        {"options": replace(OPTIONS, model="heavy")},
        {"options": replace(OPTIONS, variant="free")},
        {"options": replace(OPTIONS, hold_s=5.0)},
        {"options": replace(OPTIONS, dots=False)},
        {"person": Person(height_m=1.79)},
        {"person": Person(height_m=1.78, sex="male")},
    ],
)
def test_what_decides_the_result_changes_the_key(other):
    assert key(**other) != key()


def test_the_number_of_processes_does_not_change_the_key():
    assert key(options=replace(OPTIONS, jobs=7)) == key()


def test_a_marker_map_counts_by_its_content_not_by_its_name(tmp_path):
    one, same, other = (tmp_path / name for name in ("a.toml", "b.toml", "c.toml"))
    one.write_text("x = 1\n")
    same.write_text("x = 1\n")
    other.write_text("x = 2\n")
    first = key(options=replace(OPTIONS, marker_map=one))
    assert key(options=replace(OPTIONS, marker_map=same)) == first
    assert key(options=replace(OPTIONS, marker_map=other)) != first


def test_only_what_was_said_is_told_again():
    assert AnalysisOptions().words(Person()) == {}
    told = AnalysisOptions(location="sacrum").words(Person(height_m=1.78, sex="male"))
    assert told == {"height": "1.78 m", "sex": "male", "phone worn at": "sacrum"}
