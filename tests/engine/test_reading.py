import math

import pytest

from levelhip.engine.reading import Reading
from levelhip.engine.summary import left_less_right


def reading(value=0.0, **parts):
    return Reading(value, parts.pop("sd", 0.0), "deg", "drawn/1", **parts)


def apart(**parts):
    return left_less_right(reading(**parts), reading(**parts), 0.0, 1.0, "left-less-right/1")


def test_what_both_sides_share_drops_out_of_their_difference():
    assert apart(shared_sd=3.0).total_sd == 0.0
    assert reading(shared_sd=3.0).total_sd == 3.0


def test_what_each_side_has_of_its_own_adds_up_as_squares():
    assert apart(steady_sd=3.0).total_sd == pytest.approx(3.0 * math.sqrt(2))


def test_what_is_opposite_on_the_sides_counts_twice_in_their_difference():
    # Feet whose middle is marked 1 cm too far right: 1 cm less to one side and more to the other.
    assert reading(opposed_sd=1.0).total_sd == 1.0
    assert apart(opposed_sd=1.0).total_sd == pytest.approx(2.0)


def test_few_trials_widen_what_is_shown_but_not_the_parts():
    few = reading(sd=1.0, freedom=2.0)
    assert few.side_sd == 1.0
    # Student: 4.303 for two degrees of freedom, 2.776 for the four of two sides.
    assert 1.96 * few.total_sd == pytest.approx(4.303, rel=1e-3)
    both = left_less_right(few, few, 0.0, 1.0, "left-less-right/1")
    assert both.freedom == pytest.approx(4.0)
    assert 1.96 * both.total_sd == pytest.approx(2.776 * math.sqrt(2), rel=1e-3)
