import math

import pytest

from levelhip.core import MDC95_FACTOR, Estimate, LevelhipError, Person, Side


@pytest.mark.parametrize(
    ("field", "value"), [("height_m", 178.0), ("height_m", 0.0), ("mass_kg", 5.0), ("sex", "x")]
)
def test_a_body_that_cannot_be_is_refused_with_its_value(field, value):
    with pytest.raises(LevelhipError, match=str(value)):
        Person(**{field: value})


def test_smallest_detectable_change_is_1_96_times_root_two_of_the_error():
    assert math.isclose(Estimate(5.0, 1.0, "deg").mdc95, 2.7719, rel_tol=1e-4)
    assert math.isclose(MDC95_FACTOR, 2.7719, rel_tol=1e-4)


def test_the_other_side_of_left_is_right():
    assert Side.LEFT.other is Side.RIGHT
    assert Side.BOTH.other is Side.BOTH
