"""Numbers are shown in everyday units with no more digits than the error allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.engine.part import with_error
from levelhip.engine.reading import Reading
from levelhip.report import shown

MDC = 2.7718


@pytest.mark.parametrize(
    ("name", "value", "sd", "unit", "text", "change"),
    [
        # 1.96 x 0.4 = 0.784, one digit, rounded up.
        ("trunk_lean", 6.234, 0.4, "deg", "6.2° ± 0.8°", "1.2°"),
        # 1.96 x 0.7 = 1.372 begins with 1, so two digits.
        ("trunk_lean", -6.234, 0.7, "deg", "−6.2° ± 1.4°", "2.0°"),
        ("load_share", 0.487, 0.02, "1", "49 ± 4 %", "6 %"),
        ("weight_shift", 0.8125, 0.02, "1", "81 ± 4 %", "6 %"),
        ("sway_path", 0.0213, 0.002, "m", "2.1 ± 0.4 cm", "0.6 cm"),
        ("hold_time", 5.0, 0.05, "s", "5.00 ± 0.10 s", "0.14 s"),
        ("cadence", 111.4, 2.0, "steps/min", "111 ± 4 steps/min", "6 steps/min"),
        ("lift_count", 3.0, 0.0, "1", "3", "–"),
        ("step_count", 76.0, 0.4, "1", "76 ± 1", "2"),
        ("trunk_lean", -0.02, 0.4, "deg", "0.0° ± 0.8°", "1.2°"),
    ],
)
def test_numbers_read_as_people_write_them(name, value, sd, unit, text, change):
    written = shown(name, value, sd, MDC * sd or None, unit)
    assert written.text == text
    assert written.change_text == change


@given(st.floats(0.001, 50), st.floats(-100, 100))
def test_the_shown_error_is_never_smaller_than_the_real_one(sd, value):
    written = shown("trunk_lean", value, sd, MDC * sd, "deg")
    assert float(written.error) >= 1.96 * sd - 1e-6
    assert float(written.error) <= 1.96 * sd * 2 + 0.0011
    assert float(written.change) >= MDC * sd - 1e-6


@given(st.floats(0.001, 50), st.floats(-100, 100))
def test_the_shown_value_lies_within_half_a_digit_of_the_real_one(sd, value):
    written = shown("trunk_lean", value, sd, None, "deg")
    digits = len(written.error.partition(".")[2])
    assert float(written.value.replace("−", "-")) == pytest.approx(value, abs=0.51 * 10**-digits)


def test_a_value_without_error_is_shown_without_one():
    assert shown("depth", 0.31, None, None, "m").text == "31.0 cm"


@given(st.floats(0.2, 6.0), st.floats(-20.0, 20.0))
def test_a_verdict_writes_a_number_as_its_row_does(sd, value):
    row = shown("pelvic_drop", value, sd, None, "deg").text
    assert with_error(Reading(value, sd, "deg", "x/1")) == row.replace("−", "-")
