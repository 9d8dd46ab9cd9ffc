import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.core import BadRecording, Side
from levelhip.io.recording import ReadOptions, open_recording
from levelhip.io.wii import SENSORS_ACROSS_M, SENSORS_FORWARD_M, corner_of

N = 300
TIME = np.arange(N) / 60
KG = 9.80665


def corners(mass_kg, across_m=0.0, forward_m=0.0):
    """What the four sensors read, kg, with the centre of pressure at this place."""
    x = np.asarray(across_m) / (SENSORS_ACROSS_M / 2)
    y = np.asarray(forward_m) / (SENSORS_FORWARD_M / 2)
    mass = np.asarray(mass_kg, float)
    return [mass / 4 * (1 + i * x) * (1 + j * y) for j in (1, -1) for i in (-1, 1)]


def text(columns, names=("TopLeft(kg)", "TopRight(kg)", "BottomLeft(kg)", "BottomRight(kg)")):
    rows = np.column_stack([TIME, *(np.broadcast_to(c, TIME.shape) for c in columns)])
    lines = [",".join(("ElapsedSeconds", *names))]
    return "\n".join([*lines, *(",".join(f"{v:.9g}" for v in row) for row in rows)]) + "\n"


def opened(folder, content, *, said=None, tare_kg=None, name="board.csv"):
    path = folder / name
    path.write_text(content, encoding="utf-8")
    told = None
    if said is not None:
        told = folder / "map.toml"
        told.write_text(said, encoding="utf-8")
    return open_recording(path, ReadOptions(marker_map=told, tare_kg=tare_kg))


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("TopLeft", ("", "top left")),
        ("top_right", ("", "top right")),
        ("TL", ("", "top left")),
        ("BR", ("", "bottom right")),
        ("B_UnderLeft", ("", "bottom left")),
        ("front left", ("", "top left")),
        ("rear_right", ("", "bottom right")),
        ("left top", ("", "top left")),
        ("left board TL", ("left", "top left")),
        ("board2_bottom_right", ("2", "bottom right")),
        ("R_TL", ("right", "top left")),
        ("CoPX", ("", "")),
        ("CenterOfGravityX", ("", "")),
        ("TotalWeight", ("", "")),
        ("left", ("", "")),
    ],
)
def test_headings_name_board_and_corner(label, expected):
    assert corner_of(label) == expected


def test_one_board_gives_total_and_place(tmp_path):
    recording = opened(tmp_path, text(corners(70, 0.05, -0.02)))
    force = recording.samples().force
    assert force.sides == (Side.BOTH,)
    np.testing.assert_allclose(force.newton[:, 0, 1], 70 * KG, rtol=1e-6)
    np.testing.assert_allclose(force.centre[:, 0, 2], 0.05, rtol=1e-6)
    np.testing.assert_allclose(force.centre[:, 0, 0], -0.02, rtol=1e-6)
    assert any("use two boards" in note for note in recording.notes)


def test_one_board_with_the_distance_of_the_feet_gives_each_foots_load_by_leverage(tmp_path):
    # Two feet 0.3 m apart, 45 kg on the left and 25 kg on the right: 15/7 cm left of the middle.
    place = (25 * 0.15 - 45 * 0.15) / 70
    recording = opened(tmp_path, text(corners(70, place)), said="[wii]\nfeet_apart_m = 0.3\n")
    force = recording.samples().force
    np.testing.assert_allclose(force.vertical(Side.LEFT), 45 * KG, rtol=1e-6)
    np.testing.assert_allclose(force.vertical(Side.RIGHT), 25 * KG, rtol=1e-6)


def test_two_boards_carry_a_foot_each(tmp_path):
    names = [
        f"{side}_{corner}" for side in ("left", "right") for corner in ("TL", "TR", "BL", "BR")
    ]
    recording = opened(tmp_path, text([*corners(45), *corners(25)], names))
    force = recording.samples().force
    np.testing.assert_allclose(force.vertical(Side.LEFT), 45 * KG, rtol=1e-6)
    np.testing.assert_allclose(force.vertical(Side.RIGHT), 25 * KG, rtol=1e-6)


def test_two_boards_that_nothing_tells_apart_need_a_map(tmp_path):
    names = [f"board{n}_{corner}" for n in (1, 2) for corner in ("TL", "TR", "BL", "BR")]
    content = text([*corners(45), *corners(25)], names)
    with pytest.raises(BadRecording, match=r"nothing says which is the left.*\[plates\]"):
        opened(tmp_path, content)
    told = opened(tmp_path, content, said='[plates]\n1 = "right"\n2 = "left"\n')
    np.testing.assert_allclose(told.samples().force.vertical(Side.RIGHT), 45 * KG, rtol=1e-6)


def test_what_the_empty_board_reads_is_taken_off(tmp_path):
    offset = [c + 0.5 for c in corners(70)]
    recording = opened(tmp_path, text(offset), tare_kg=2.0)
    np.testing.assert_allclose(recording.samples().force.newton[:, 0, 1], 70 * KG, rtol=1e-6)
    assert "2 kg of the empty board taken off" in str(recording.repairs[0])


def test_a_board_that_is_empty_at_the_start_tares_itself(tmp_path):
    mass = np.where(TIME < 1.5, 0.0, 70.0)
    columns = [c + o for c, o in zip(corners(mass), (0.3, 0.1, -0.2, 0.6), strict=True)]
    recording = opened(tmp_path, text(columns))
    force = recording.samples().force
    np.testing.assert_allclose(force.newton[TIME > 1.6, 0, 1], 70 * KG, rtol=1e-6)
    assert np.isnan(force.centre[TIME < 1.4]).all()
    assert "tared by 0.80 kg" in str(recording.repairs[0])


def test_pounds_are_pounds_and_a_missing_unit_is_told_by_the_sum(tmp_path):
    pounds = [c * KG / 4.4482216 for c in corners(70)]
    names = [f"{corner} (lb)" for corner in ("TL", "TR", "BL", "BR")]
    heavy = opened(tmp_path, text(pounds, names), name="a.csv").samples().force
    np.testing.assert_allclose(heavy.newton[:, 0, 1], 70 * KG, rtol=1e-6)
    bare = opened(tmp_path, text(corners(70), ("TL", "TR", "BL", "BR")), name="b.csv")
    np.testing.assert_allclose(bare.samples().force.newton[:, 0, 1], 70 * KG, rtol=1e-6)
    assert any("told by their sum" in note for note in bare.notes)


def test_raw_counts_are_refused_unless_the_map_names_their_unit(tmp_path):
    counts = text([c * 100 for c in corners(70)], ("TL", "TR", "BL", "BR"))
    with pytest.raises(BadRecording, match=r"add up to 7000 without a unit.*kg/100"):
        opened(tmp_path, counts)
    told = opened(tmp_path, counts, said='[wii]\nunit = "kg/100"\n')
    np.testing.assert_allclose(told.samples().force.newton[:, 0, 1], 70 * KG, rtol=1e-6)


def test_a_distance_of_feet_that_no_board_has_room_for_is_refused(tmp_path):
    with pytest.raises(
        BadRecording, match=r"feet_apart_m is 30, give a number from 0\.05 to 0\.45"
    ):
        opened(tmp_path, text(corners(70)), said="[wii]\nfeet_apart_m = 30\n")


@settings(max_examples=25, deadline=None)
@given(st.floats(-0.14, 0.14), st.floats(30, 120))
def test_leverage_gives_back_any_pair_of_loads(tmp_path_factory, place, mass):
    folder = tmp_path_factory.mktemp("board")
    recording = opened(folder, text(corners(mass, place)), said="[wii]\nfeet_apart_m = 0.3\n")
    force = recording.samples().force
    left = force.vertical(Side.LEFT)[0] / force.newton[0, :, 1].sum()
    assert left == pytest.approx(0.5 - place / 0.3, abs=1e-6)
