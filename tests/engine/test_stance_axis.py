"""The direction from foot to foot on plain floats is that on arrays, bit for bit."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from levelhip.biomech.geometry import across_axis
from levelhip.engine.shift_measures import stance_axis

PLACES = st.one_of(st.floats(-2, 2), st.just(math.nan), st.just(0.0))


@given(left=st.tuples(PLACES, PLACES), right=st.tuples(PLACES, PLACES))
def test_the_stance_axis_is_the_axis_across_two_points(left, right):
    points = (np.array([each[0], math.nan, each[1]]) for each in (left, right))
    wanted = [float(part) for part in across_axis(*points)]
    assert np.array_equal(stance_axis(left, right), wanted, equal_nan=True)
