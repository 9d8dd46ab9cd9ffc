import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levelhip.core import BadRecording, Side
from levelhip.io.force_csv import reader
from levelhip.io.recording import ReadOptions, open_recording

N = 120
TIME = np.arange(N) / 100
LEFT = 300 + 40 * np.sin(2 * np.pi * TIME)
RIGHT = 700 - LEFT


def table(columns, separator=","):
    names = list(columns)
    rows = np.column_stack(list(columns.values()))
    lines = [separator.join(names)]
    lines += [separator.join(f"{v:.9g}" for v in row) for row in rows]
    return "\n".join(lines) + "\n"


def opened(folder, text, *, said=None, name="plates.csv"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    options = ReadOptions()
    if said is not None:
        told = folder / "map.toml"
        told.write_text(said, encoding="utf-8")
        options = ReadOptions(marker_map=told)
    return open_recording(path, options)


def feet(recording):
    force = recording.samples().force
    return force.vertical(Side.LEFT), force.vertical(Side.RIGHT)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("left_n", "right_n"),
        ("Left (N)", "Right (N)"),
        ("Fz_left", "Fz_right"),
        ("LGRF_Y", "RGRF_Y"),
        ("vGRF_L", "vGRF_R"),
        ("L_Fz", "R_Fz"),
        ("ground_force_l_vy", "ground_force_r_vy"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_load_under_each_foot_is_read_exactly(tmp_path, left, right, separator):
    recording = opened(tmp_path, table({"time_s": TIME, left: LEFT, right: RIGHT}, separator))
    assert recording.kind == "force"
    got = feet(recording)
    np.testing.assert_allclose(got[0], LEFT, rtol=1e-8)
    np.testing.assert_allclose(got[1], RIGHT, rtol=1e-8)
    assert recording.rate_hz == pytest.approx(100)
    assert recording.duration_s == pytest.approx(1.19)
    assert recording.repairs == []


def test_swapping_the_columns_changes_nothing(tmp_path):
    one = opened(tmp_path, table({"t": TIME, "left": LEFT, "right": RIGHT}), name="a.csv")
    two = opened(tmp_path, table({"right": RIGHT, "t": TIME, "left": LEFT}), name="b.csv")
    for first, second in zip(feet(one), feet(two), strict=True):
        np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize(
    ("unit", "newton"), [("N", 1.0), ("kg", 9.80665), ("lb", 4.4482216), ("kN", 1000.0)]
)
def test_units_named_in_the_heading_become_newtons(tmp_path, unit, newton):
    columns = {"time (s)": TIME, f"left ({unit})": LEFT / newton, f"right ({unit})": RIGHT / newton}
    got = feet(opened(tmp_path, table(columns)))
    np.testing.assert_allclose(got[0], LEFT, rtol=1e-7)


def test_a_unit_that_is_not_named_is_told_by_the_sum_and_said(tmp_path):
    in_kg = opened(
        tmp_path, table({"time_s": TIME, "left": LEFT / 9.80665, "right": RIGHT / 9.80665})
    )
    np.testing.assert_allclose(feet(in_kg)[0], LEFT, rtol=1e-7)
    assert any("kg, told by the size of the sum" in note for note in in_kg.notes)


def test_a_sum_that_fits_no_unit_is_refused_with_the_way_out(tmp_path):
    with pytest.raises(BadRecording, match=r"add up to 7 at the median.*name N, kg, lb or %BW"):
        opened(tmp_path, table({"time_s": TIME, "left": LEFT / 100, "right": RIGHT / 100}))


def test_parts_of_body_weight_keep_the_share_and_say_that_newtons_are_scaled(tmp_path):
    columns = {
        "time_s": TIME,
        "left (%BW)": 100 * LEFT / 700,
        "right (%BW)": 100 * RIGHT / 700,
    }
    recording = opened(tmp_path, table(columns))
    left, right = feet(recording)
    np.testing.assert_allclose(left / (left + right), LEFT / 700, rtol=1e-7)
    assert "unknown body weight" in str(recording.repairs[0])
    known = opened(tmp_path, table(columns), said="[force]\nmass_kg = 80\n")
    np.testing.assert_allclose(sum(feet(known)), 80 * 9.80665, rtol=1e-7)
    assert known.repairs == []


def test_forces_on_the_plate_are_turned_to_act_on_the_person(tmp_path):
    recording = opened(tmp_path, table({"time_s": TIME, "Fz_left": -LEFT, "Fz_right": -RIGHT}))
    np.testing.assert_allclose(feet(recording)[0], LEFT, rtol=1e-8)
    assert any("turned" in note for note in recording.notes)


def vectors(prefix, load, push, place, up="y"):
    """Columns of one plate: `push` N to the right, feet `place` m to the right, toes ahead."""
    axes = {"y": ("z", "x"), "z": ("x", "y")}[up]
    return {
        f"{prefix}_v{axes[0]}": push + 0 * load,
        f"{prefix}_v{axes[1]}": 3 + 0 * load,
        f"{prefix}_v{up}": load,
        f"{prefix}_p{axes[0]}": place + 0 * load,
        f"{prefix}_p{axes[1]}": 0.1 + 0 * load,
        f"{prefix}_p{up}": 0 * load,
    }


@pytest.mark.parametrize("first_is_left", [True, False])
def test_of_two_numbered_plates_the_one_further_along_z_is_the_right_foots(tmp_path, first_is_left):
    left = vectors(f"ground_force{1 if first_is_left else 2}", LEFT, 30, -1.1)
    right = vectors(f"ground_force{2 if first_is_left else 1}", RIGHT, -30, -0.7)
    recording = opened(tmp_path, table({"time": TIME, **left, **right}))
    np.testing.assert_allclose(feet(recording)[0], LEFT, rtol=1e-8)
    assert any("further along Z" in note for note in recording.notes)


@pytest.mark.parametrize("up", ["y", "z"])
def test_horizontal_forces_and_places_are_in_the_lab_frame(tmp_path, up):
    left = vectors("left_force", LEFT, 30, -0.2, up)
    right = vectors("right_force", RIGHT, -30, 0.2, up)
    force = opened(tmp_path, table({"time": TIME, **left, **right})).samples().force
    i = force.sides.index(Side.RIGHT)
    np.testing.assert_allclose(force.newton[:, i, 2], -30)
    np.testing.assert_allclose(force.newton[:, i, 0], 3)
    np.testing.assert_allclose(force.centre[:, i], np.tile([0.1, 0.0, 0.2], (N, 1)))


def test_a_person_who_faces_the_other_way_gets_the_same_lab_frame(tmp_path):
    """Turning the plates by half a turn under named feet changes no force."""
    left = vectors("left_force", LEFT, 30, -0.2)
    right = vectors("right_force", RIGHT, -30, 0.2)
    turned = {
        name: -values if name[-1] in "xz" else values for name, values in {**left, **right}.items()
    }
    here = opened(tmp_path, table({"time": TIME, **left, **right}), name="a.csv")
    there = opened(tmp_path, table({"time": TIME, **turned}), name="b.csv")
    np.testing.assert_allclose(
        here.samples().force.newton, there.samples().force.newton, rtol=1e-12
    )


def test_two_plates_that_nothing_tells_apart_are_refused_with_a_map_as_the_way_out(tmp_path):
    columns = {"time": TIME, "Fz1": LEFT, "Fz2": RIGHT}
    with pytest.raises(BadRecording, match=r"nothing says which is the left.*\[plates\] 1 ="):
        opened(tmp_path, table(columns))
    told = opened(tmp_path, table(columns), said='[plates]\n1 = "left"\n2 = "right"\n')
    np.testing.assert_allclose(feet(told)[0], LEFT, rtol=1e-8)


def test_plates_walked_over_one_after_the_other_belong_to_either_foot(tmp_path):
    step = np.where(TIME < 0.5, 700.0, 0.0)
    recording = opened(tmp_path, table({"time": TIME, "Fz1": step, "Fz2": 700 - step}))
    assert recording.samples().force.sides == (Side.BOTH, Side.BOTH)


def test_feet_named_without_a_side_are_shown_as_told_and_the_assumption_is_a_repair(tmp_path):
    columns = {"time": TIME, "paretic Fvert (N)": LEFT, "non-paretic Fvert (N)": RIGHT}
    recording = opened(tmp_path, table(columns))
    np.testing.assert_allclose(feet(recording)[0], LEFT, rtol=1e-8)
    assert "which side is paretic: paretic is shown as left" in str(recording.repairs[0])
    told = opened(tmp_path, table(columns), said='[plates]\nparetic = "right"\n')
    np.testing.assert_allclose(feet(told)[1], LEFT, rtol=1e-8)
    assert told.repairs == []


def test_a_total_beside_the_feet_is_not_counted_twice(tmp_path):
    columns = {"time": TIME, "LGRF_Y": LEFT, "RGRF_Y": RIGHT, "GRFNET_Y": LEFT + RIGHT}
    assert len(opened(tmp_path, table(columns)).samples().force.sides) == 2


def test_one_plate_under_both_feet_belongs_to_both(tmp_path):
    force = opened(tmp_path, table({"time": TIME, "Fz (N)": LEFT + RIGHT})).samples().force
    assert force.sides == (Side.BOTH,)


def test_a_map_names_columns_that_no_heading_explains(tmp_path):
    columns = {"time": TIME, "Kanal A": LEFT, "Kanal B": RIGHT}
    said = '[force]\nleft = "Kanal A"\nright = ["Kanal B"]\nunit = "N"\n'
    np.testing.assert_allclose(feet(opened(tmp_path, table(columns), said=said))[1], RIGHT)


def test_two_lines_of_headings_and_a_bare_rate_are_read_as_vicon_writes_them(tmp_path):
    head = (
        "Devices\n1000\n,,Left - Force,,,Right - Force,,\n"
        "Frame,Sub Frame,Fx,Fy,Fz,Fx,Fy,Fz\n,,N,N,N,N,N,N\n"
    )
    rows = "".join(
        f"{i // 10},{i % 10},1,2,{-left!r},3,4,{-right!r}\n"
        for i, (left, right) in enumerate(zip(LEFT.tolist(), RIGHT.tolist(), strict=True))
    )
    recording = opened(tmp_path, head + rows)
    np.testing.assert_array_equal(feet(recording)[0], LEFT)
    np.testing.assert_array_equal(feet(recording)[1], RIGHT)
    assert recording.rate_hz == pytest.approx(1000)


def test_a_map_that_names_a_missing_column_is_refused(tmp_path):
    with pytest.raises(BadRecording, match="names column 'Kanal C', which is not among"):
        opened(tmp_path, table({"time": TIME, "F": LEFT}), said='[force]\nleft = "Kanal C"\n')


def test_all_faults_of_a_map_are_told_at_once(tmp_path):
    said = '[force]\nrate_hz = -1\nunit = "stone"\nleft = 3\nfoo = 1\n'
    with pytest.raises(BadRecording) as caught:
        opened(tmp_path, table({"time": TIME, "left": LEFT}), said=said)
    for word in ("rate_hz is -1", "unit is 'stone'", "left is 3", "foo is not known"):
        assert word in str(caught.value)


def test_a_map_that_is_no_toml_is_refused(tmp_path):
    with pytest.raises(BadRecording, match=r"map\.toml: no readable TOML map"):
        opened(tmp_path, table({"time": TIME, "left": LEFT}), said="[force\n")


def test_a_file_without_times_needs_a_rate(tmp_path):
    text = table({"left": LEFT, "right": RIGHT})
    with pytest.raises(BadRecording, match=r"no column of times among left, right.*rate_hz"):
        opened(tmp_path, text)
    told = opened(tmp_path, text, said="[force]\nrate_hz = 200\n")
    assert told.rate_hz == pytest.approx(200)
    above = opened(tmp_path, f"SampleRate=50\n{text}", name="b.csv")
    assert above.rate_hz == pytest.approx(50)


def test_forces_of_like_size_along_every_axis_do_not_tell_the_vertical(tmp_path):
    columns = {"time": TIME, "Fx": LEFT, "Fy": LEFT, "Fz": LEFT}
    with pytest.raises(BadRecording, match="do not tell which one is vertical"):
        opened(tmp_path, table(columns))


def test_forces_in_two_units_are_refused(tmp_path):
    with pytest.raises(BadRecording, match="forces in kg, n; export them in one unit"):
        opened(tmp_path, table({"time": TIME, "left (N)": LEFT, "right (kg)": RIGHT}))


def test_a_missing_reading_stays_missing_and_is_told(tmp_path):
    left = LEFT.copy()
    left[7] = np.nan
    recording = opened(tmp_path, table({"time": TIME, "left": left, "right": RIGHT}))
    got = feet(recording)
    assert np.isnan(got[0][7])
    assert got[1][7] == pytest.approx(RIGHT[7])
    assert "1 readings of vertical force are missing" in str(recording.repairs[0])


def test_an_impossible_force_is_taken_as_missing(tmp_path):
    left = LEFT.copy()
    left[7] = 1e30
    recording = opened(tmp_path, table({"time": TIME, "left": left, "right": RIGHT}))
    assert np.isnan(feet(recording)[0][7])


def test_centres_of_an_unloaded_plate_are_unknown(tmp_path):
    left = LEFT.copy()
    left[:50] = 5.0
    columns = {
        "time": TIME,
        **vectors("left_force", left, 0, -0.2),
        **vectors("right_force", RIGHT, 0, 0.2),
    }
    force = opened(tmp_path, table(columns)).samples().force
    i = force.sides.index(Side.LEFT)
    assert np.isnan(force.centre[:50, i]).all()
    assert np.isfinite(force.centre[50:, i]).all()


def test_places_in_millimetres_become_metres(tmp_path):
    columns = {
        "time": TIME,
        **vectors("left_force", LEFT, 0, -200),
        **vectors("right_force", RIGHT, 0, 200),
    }
    force = opened(tmp_path, table(columns)).samples().force
    np.testing.assert_allclose(np.abs(force.centre[:, :, 2]), 0.2)


def test_the_reader_leaves_motion_and_landmarks_alone(tmp_path):
    for head in (b"time,gFx,gFy,gFz\n0,0,0,1\n1,0,0,1\n", b"Time,L.Ankle_X,L.Ankle_Y\n0,1,2\n"):
        assert not reader.matches(tmp_path / "a.csv", head)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.0, 1.0), st.floats(300.0, 1500.0))
def test_the_share_of_any_standing_person_is_exact(tmp_path_factory, share, weight):
    folder = tmp_path_factory.mktemp("share")
    left, right = share * weight, weight - share * weight
    rows = "".join(f"{i / 50!r},{left!r},{right!r}\n" for i in range(20))
    got = feet(opened(folder, f"time_s,left_n,right_n\n{rows}"))
    np.testing.assert_array_equal(got[0], np.full(20, left))
    np.testing.assert_array_equal(got[1], np.full(20, right))


def test_a_plate_given_to_no_side_is_refused(tmp_path):
    with pytest.raises(BadRecording, match=r"plates\.1 is 'up', give left, right, both"):
        opened(tmp_path, table({"t": TIME, "Fz1": LEFT}), said='[plates]\n1 = "up"\n')
