import pytest

from levelhip.core import BadRecording
from levelhip.io.marker_names import (
    BUILT_IN,
    POINTS,
    built_in_maps,
    chosen_map,
    parsed_map,
    plain,
)


def every_first_name(marker_map):
    return [marker for ways in marker_map.points.values() for marker in ways[0]]


@pytest.mark.parametrize("marker_map", built_in_maps(), ids=BUILT_IN)
def test_a_file_with_a_maps_own_names_gets_that_map(marker_map):
    chosen = chosen_map(every_first_name(marker_map))
    assert chosen.map.name == marker_map.name
    assert set(chosen.columns) == set(marker_map.points)


@pytest.mark.parametrize("marker_map", built_in_maps(), ids=BUILT_IN)
def test_a_map_never_gives_one_marker_to_two_points(marker_map):
    chosen = chosen_map(every_first_name(marker_map))
    single = [columns[0] for columns in chosen.columns.values() if len(columns) == 1]
    assert len(single) == len(set(single))


@pytest.mark.parametrize("marker_map", built_in_maps(), ids=BUILT_IN)
def test_left_names_mean_left_points_in_every_map(marker_map):
    for point, ways in marker_map.points.items():
        assert point in POINTS
        for marker in (m for way in ways for m in way):
            if point.startswith("left"):
                assert plain(marker).startswith(("l", "vl"))
            if point.startswith("right"):
                assert plain(marker).startswith(("r", "vr"))


def test_case_separators_and_subject_do_not_matter():
    names = ["Ann:l.asis", "Ann:R-ASIS", "Ann:L_PSIS", "Ann:r psis"]
    chosen = chosen_map(names)
    assert set(chosen.columns) >= {"left_asis", "right_asis", "left_psis", "right_psis"}


def test_a_mean_of_two_markers_needs_both():
    both = chosen_map(["L.ASIS", "R.ASIS", "L.MT1", "L.MT5"])
    assert both.columns["left_foot_index"] == (2, 3)
    one = chosen_map(["L.ASIS", "R.ASIS", "L.MT1"])
    assert "left_foot_index" not in one.columns


def test_ones_own_map_goes_before_the_built_in_ones():
    own = parsed_map({"points": {"left_asis": "SPOT"}}, name="mine")
    chosen = chosen_map(["LASI", "RASI", "LPSI", "RPSI", "SPOT"], own=own)
    assert chosen.columns["left_asis"] == (4,)
    assert chosen.columns["right_asis"] == (1,)


def test_sections_of_other_readers_are_left_alone():
    data = {"force": {"left": "A"}, "plates": {"1": "left", "paretic": "right"}}
    assert parsed_map(data, name="mine").plates == {1: "left"}


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ({}, r"no table \[points\]"),
        ({"points": {"left_toe": "L"}}, "points.left_toe is no point"),
        ({"points": {"left_asis": []}}, "points.left_asis is"),
        ({"points": {"left_asis": [["A", 1]]}}, "points.left_asis is"),
        ({"points": {"left_asis": "A"}, "plates": {"1": "middle"}}, "plates.1 is 'middle'"),
        ({"points": {"left_asis": "A"}, "plates": 3}, "plates is 3"),
    ],
)
def test_a_map_that_says_nonsense_is_told_where(data, word):
    with pytest.raises(BadRecording, match=word):
        parsed_map(data, name="mine")
