"""The direction from foot to foot on plain floats is that on arrays, bit for bit."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from levelhip.biomech.geometry import across_axis
from levelhip.engine.shift_measures import stance_axis

# Places within two metres, to the nanometre: closer than that no two points of a body are told
# apart, and squares of much smaller numbers would underflow.
NEAR_NM = 2_000_000_000
PLACES = st.one_of(
    st.integers(-NEAR_NM, NEAR_NM).map(lambda nanometre: nanometre * 1e-9),
    st.just(math.nan),
    st.just(0.0),
)


@given(left=st.tuples(PLACES, PLACES), right=st.tuples(PLACES, PLACES))
def test_the_stance_axis_is_the_axis_across_two_points(left, right):
    points = (np.array([each[0], math.nan, each[1]]) for each in (left, right))
    wanted = [float(part) for part in across_axis(*points)]
    assert np.array_equal(stance_axis(left, right), wanted, equal_nan=True)
