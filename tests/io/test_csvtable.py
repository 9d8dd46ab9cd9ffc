import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.core import BadRecording
from levelhip.io.csvlayout import looks_like_table
from levelhip.io.csvtable import sheet, words


def read(text, encoding="utf-8"):
    return sheet(text.encode(encoding), "t.csv")


PLAIN = "time (s),Fz left (N),Fz right (N)\n0.0,300.5,400\n0.1,301,-1e2\n0.2,302,.5\n"


def test_headings_units_and_numbers_are_read():
    got = read(PLAIN)
    assert got.labels == ("time", "Fz left", "Fz right")
    assert got.units == ("s", "n", "n")
    np.testing.assert_array_equal(
        got.values, [[0.0, 300.5, 400.0], [0.1, 301.0, -100.0], [0.2, 302.0, 0.5]]
    )
    assert got.headed
    assert not got.repairs


@pytest.mark.parametrize("separator", [",", ";", "\t", " ", "   "])
def test_any_separator_gives_the_same_numbers(separator):
    text = "t,left,right\n0.5,1,2\n0.75,3,4\n1,5,6\n".replace(",", separator)
    np.testing.assert_array_equal(read(text).values, [[0.5, 1, 2], [0.75, 3, 4], [1, 5, 6]])


@pytest.mark.parametrize("separator", [";", "\t", " "])
def test_a_decimal_comma_is_a_decimal_point(separator):
    text = "t;left;right\n0,5;1;2,25\n0,75;3;4\n1;5;6\n".replace(";", separator)
    got = read(text)
    np.testing.assert_array_equal(got.values, [[0.5, 1, 2.25], [0.75, 3, 4], [1, 5, 6]])
    assert "decimal comma" in got.notes


def test_quoted_decimal_commas_between_commas_are_numbers():
    got = read('"t","a"\n"0,5","1,25"\n"0,75","3,5"\n"1,0","2,5"\n')
    np.testing.assert_array_equal(got.values, [[0.5, 1.25], [0.75, 3.5], [1.0, 2.5]])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_any_encoding_gives_the_same_table(encoding):
    got = read("Zeit (s),Kraft größe (N)\n0,1\n1,2\n2,3\n", encoding)
    assert got.labels == ("Zeit", "Kraft größe")
    np.testing.assert_array_equal(got.values[:, 1], [1, 2, 3])


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_line_ending_will_do(ending):
    np.testing.assert_array_equal(read(PLAIN.replace("\n", ending)).values, read(PLAIN).values)


def test_lines_above_the_header_are_kept_apart():
    head = "Squat,,\nversion=1,,\nnRows=3,,\nendheader,,\n"
    got = read(head + PLAIN)
    np.testing.assert_array_equal(got.values, read(PLAIN).values)
    assert got.labels == read(PLAIN).labels
    assert "nRows=3,," in got.preamble


def test_comments_are_left_out_and_a_commented_header_is_a_header():
    got = read("# made by hand\n# t, left, right\n0,1,2\n# pause\n1,3,4\n2,5,6\n")
    assert got.labels == ("t", "left", "right")
    np.testing.assert_array_equal(got.values[:, 0], [0, 1, 2])


def test_a_table_without_header_has_numbered_columns():
    got = read("0,1,2\n1,3,4\n2,5,6\n")
    assert got.labels == ("column 1", "column 2", "column 3")
    assert not got.headed
    assert len(got.values) == 3


def test_a_line_of_units_under_the_header_gives_the_units():
    got = read("time,left,right\ns,N,N\n0,1,2\n1,3,4\n2,5,6\n")
    assert got.units == ("s", "n", "n")
    assert len(got.values) == 3


def test_two_header_lines_are_read_as_group_and_name():
    got = read("Left,,,Right,,\nFx,Fy,Fz,Fx,Fy,Fz\nN,N,N,N,N,N\n" + "1,2,3,4,5,6\n" * 4)
    assert got.labels == (
        "Left Fx",
        "Left Fy",
        "Left Fz",
        "Right Fx",
        "Right Fy",
        "Right Fz",
    )
    assert got.units == ("n",) * 6


def test_a_name_over_three_columns_names_a_vector():
    got = read("L_f0,,,R_f0,,\n" + "1,2,3,4,5,6\n" * 4)
    assert got.labels == ("L_f0 x", "L_f0 y", "L_f0 z", "R_f0 x", "R_f0 y", "R_f0 z")


def test_row_names_without_a_heading_do_not_shift_the_columns():
    got = read("time,left\n1,0.0,5\n2,0.1,6\n3,0.2,7\n")
    assert got.labels == ("row", "time", "left")


def test_a_trailing_separator_is_no_column_of_its_own():
    got = read("time,left,\n0,5,\n1,6,\n2,7,\n")
    assert got.values[:, :2].tolist() == [[0, 5], [1, 6], [2, 7]]
    assert got.labels[:2] == ("time", "left")


def test_a_last_line_that_was_cut_off_is_dropped_and_told():
    got = read(PLAIN + "0.3,30")
    assert len(got.values) == 3
    assert tuple(map(str, got.repairs)) == ("last line 5 is cut off, dropped",)


def test_a_few_rows_of_wrong_length_are_dropped_and_told_many_are_refused():
    rows = [f"{i},1,2" for i in range(300)]
    rows[100] = "100,1"
    got = read("t,left,right\n" + "\n".join(rows) + "\n")
    assert len(got.values) == 299
    assert "line 102" in str(got.repairs[0])
    rows[50:80] = ["1,2"] * 30
    with pytest.raises(
        BadRecording, match=r"t\.csv: 31 of 300 rows have not 3 cells, first line 52"
    ):
        read("t,left,right\n" + "\n".join(rows) + "\n")


def test_words_in_a_column_of_numbers_are_missing_and_told():
    text = "t,left\n" + "\n".join(f"{i},5" for i in range(9)) + "\n9,error\n"
    got = read(text)
    assert np.isnan(got.values[9, 1])
    assert "1 cells of left hold no number" in str(got.repairs[0])
    assert "line 11" in str(got.repairs[0])


@pytest.mark.parametrize("missing", ["", "NaN", "nan", "NA", "null", "-", "inf"])
def test_missing_cells_are_nan_without_a_repair(missing):
    got = read(f"t,left\n0,1\n1,{missing}\n2,3\n3,4\n")
    assert np.isnan(got.values[1, 1])
    assert not got.repairs


def test_a_column_of_dates_is_kept_as_text():
    got = read("date,left\n2024-05-01 10:00:00,1\n2024-05-01 10:00:01,2\n2024-05-01 10:00:02,3\n")
    assert got.texts["date"][1] == "2024-05-01 10:00:01"


@pytest.mark.parametrize(
    "text", ["", "\n\n\n", "one column\n1\n2\n", "a letter, with a comma\nand more, of it\n"]
)
def test_text_without_a_table_is_refused_with_the_way_out(text):
    with pytest.raises(BadRecording, match=r"t\.csv: no rows of numbers.*export"):
        read(text)
    assert looks_like_table(text.encode()) == ()


def test_binary_data_is_refused_by_the_place_of_the_stray_sign():
    with pytest.raises(BadRecording, match=r"t\.csv: not text, sign 4 is"):
        sheet(b"1,2\x01,3\n", "t.csv")


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("RGRF_Y", ("rgrf", "y")),
        ("ground_force1_vx", ("ground", "force", "1", "vx")),
        ("accelerometerAccelerationX(G)", ("accelerometer", "acceleration", "x", "g")),
        ("TopLeft", ("top", "left")),
        ("LFz", ("l", "fz")),
    ],
)
def test_headings_are_cut_into_words(label, expected):
    assert words(label) == expected


numbers = st.floats(-1e20, 1e20)


@given(
    st.lists(st.tuples(numbers, numbers, numbers), min_size=2, max_size=20),
    st.sampled_from([",", ";", "\t"]),
)
def test_numbers_written_in_full_come_back_exactly(rows, separator):
    text = separator.join(("t", "left", "right")) + "\n"
    text += "".join(separator.join(repr(v) for v in row) + "\n" for row in rows)
    np.testing.assert_array_equal(read(text).values, np.array(rows))


def test_numbers_that_nothing_measures_are_missing_and_told():
    got = read("t,left\n" + "".join(f"{i},{'1e300' if i == 3 else 5}\n" for i in range(12)))
    assert np.isnan(got.values[3, 1])
    assert "1 cells of left hold no number" in str(got.repairs[0])
