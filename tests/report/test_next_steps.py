"""What a result says of the next step, and of what stands behind its errors."""

import pytest

from levelhip.core import Event, Side, Verdict
from levelhip.report import quantity_rows
from levelhip.report.error_words import error_words
from levelhip.report.next_steps import next_words
from tests.report.conftest import file_of, metric

MEASURED = Verdict("measured", "Six repetitions.")


def lifts(sides, faults=(), protocol="wall-hip-drop"):
    events = [
        Event("rep", side, 4.0 * i, 4.0 * i + 2, 4.0 * i + 3, i + 1, faults=tuple(faults))
        for side in sides
        for i in range(6)
    ]
    told = [metric("shallow_count", side, float(bool(faults)), 0.0) for side in sides]
    return file_of(told, events, protocol=protocol, verdict=MEASURED)


def test_nothing_is_to_be_mended_where_nothing_was_seen_to_mend():
    clean, faulty = (" ".join(next_words(lifts([Side.LEFT], f))) for f in ((), ("shallow",)))
    assert "Nothing clear to mend" in clean
    assert "mend one thing" not in clean
    assert "mend one thing" in faulty


def test_a_missing_side_is_named():
    assert next_words(lifts([Side.LEFT]))[0].startswith("Only the left side is in this result")
    assert "Only the" not in " ".join(next_words(lifts([Side.LEFT, Side.RIGHT])))


def test_a_later_test_is_no_starting_point():
    stood = file_of(
        [metric("best_hold_time", side, 38.6, 0.07, "s") for side in (Side.LEFT, Side.RIGHT)],
        protocol="one-leg-stand",
        verdict=MEASURED,
    )
    assert "starting point" in " ".join(next_words(stood))
    assert "starting point" not in " ".join(next_words(stood, again=True))


@pytest.mark.parametrize("again", [False, True])
def test_where_the_smallest_change_stands_is_said(one_leg, again):
    assert "beside each number under “All numbers”" in " ".join(next_words(one_leg, again=again))


def behind(*metrics):
    return error_words(quantity_rows(metrics))


def test_each_kind_of_number_says_what_its_error_is():
    (rated,) = behind(metric("self_rating", Side.LEFT, 2.0, 0.5))
    assert "levelhip's choice" in rated
    assert "95 of 100" not in rated
    pains = behind(metric("back_spot_pain", Side.BOTH, 2.0, 1.02))
    assert pains == ("The ± of a pain number is how far single answers scatter.",)
    assert "95 of 100" in behind(metric("trunk_lean", Side.LEFT, 2.0, 1.0, "deg"))[0]
    assert behind(metric("shallow_count", Side.LEFT, 0.0, 0.0)) == ()
