"""Counts of a camera's faults that are kept up, against looking at all frames anew."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from levelhip.biomech.fault_counts import TOWARDS, FaultCounts
from levelhip.biomech.faults import Fault

FLAGS = st.lists(st.integers(0, 2 * max(Fault) - 1), min_size=1, max_size=30)


@given(flags=FLAGS, cut=st.integers(0, 30))
def test_counts_and_times_are_those_of_all_frames_however_they_came(flags, cut):
    flags = np.array(flags, dtype=np.int16)
    times = 5.0 + np.arange(len(flags)) / 30.0
    counts = FaultCounts()
    for part in (slice(None, cut), slice(cut, None)):
        if len(times[part]):
            counts.add(times[part], flags[part])
    assert counts.frames == len(flags)
    for what in (*Fault, TOWARDS):
        found = (flags & int(what)) == 0 if what == TOWARDS else (flags & int(what)) != 0
        assert counts.count(what) == found.sum()
        if found.any():
            at = np.flatnonzero(found)
            assert counts.span_s(what) == (times[at[0]], times[at[-1]])
        else:
            assert np.isnan(counts.span_s(what)).all()
