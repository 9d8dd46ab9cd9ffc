import pytest

from levelhip.io.force_columns import meaning


@pytest.mark.parametrize(
    ("label", "unit", "expected"),
    [
        ("RGRF_Y", "", ("force", "right", "y")),
        ("LGRF_Z", "", ("force", "left", "z")),
        ("Fz_left", "n", ("force", "left", "z")),
        ("left Fz", "n", ("force", "left", "z")),
        ("LFz", "", ("force", "left", "z")),
        ("vGRF_L", "", ("force", "left", "up")),
        ("R.Fz", "n", ("force", "right", "z")),
        ("Left", "kg", ("force", "left", "")),
        ("right", "", ("force", "right", "")),
        ("left_n", "", ("force", "left", "")),
        ("right_kg", "", ("force", "right", "")),
        ("weight left", "lb", ("force", "left", "")),
        ("paretic Fvert", "n", ("force", "paretic", "up")),
        ("non-paretic Fvert", "n", ("force", "non-paretic", "up")),
        ("unaffected force", "n", ("force", "unaffected", "")),
        ("ground_force1_vy", "", ("force", "1", "y")),
        ("ground_force_2_vy", "", ("force", "2", "y")),
        ("ground_force_l_vy", "", ("force", "left", "y")),
        ("FP1 Fz", "", ("force", "1", "z")),
        ("FZ1", "", ("force", "1", "z")),
        ("Imported AMTI #2 - Force Fz", "n", ("force", "2", "z")),
        ("L_f0 z", "", ("force", "left", "z")),
        ("Fx", "", ("force", "", "x")),
    ],
)
def test_a_heading_of_force_is_understood(label, unit, expected):
    got = meaning(label, unit)
    assert (got.role, got.who, got.axis) == expected


@pytest.mark.parametrize(
    ("label", "unit", "expected"),
    [
        ("RCOP_X", "", ("centre", "right", "x")),
        ("non-paretic CPap", "m", ("centre", "non-paretic", "forward")),
        ("ground_force1_px", "", ("centre", "1", "x")),
        ("COPx", "", ("centre", "", "x")),
        ("L_r0F0 x", "", ("centre", "left", "x")),
        ("R_r0F0 y", "", ("centre", "right", "y")),
        ("X1", "", ("centre", "1", "x")),
    ],
)
def test_a_heading_of_place_is_understood(label, unit, expected):
    got = meaning(label, unit)
    assert (got.role, got.who, got.axis) == expected


@pytest.mark.parametrize(
    "label",
    [
        *("GRFNET_Y", "RFREEMOMENT_Y", "ground_torque1_x", "MZ1", "Mx", "Time", "Frame"),
        *("HFx", "FHx", "LMx", "IFMy", "gFx", "accX", "Gyroscope x", "L.Ankle_X", "COG_X"),
        *("total Fz", "sum", "footLength", "leftover"),
    ],
)
def test_other_headings_are_left_alone(label):
    assert meaning(label, "").role == "other"


def test_the_unit_may_stand_at_the_end_of_the_heading():
    assert meaning("left_kg", "").unit == "kg"
    assert meaning("left Fz", "N").unit == "n"
    assert meaning("left", "%BW").unit == "%bw"
