"""When a verdict says even, when that something stands out, and when neither can be told."""

import pytest

from levelhip.core import Event, Person, Side
from levelhip.engine.reading import Reading
from levelhip.engine.scene import Scene
from levelhip.engine.summary import Summary
from levelhip.engine.verdict import verdict
from levelhip.protocols import protocol


def judged(name, *, steps=0, **readings):
    """The verdict on a few readings: (value, half of the 95 % range, side)."""
    told = Summary()
    for metric, each in readings.items():
        for value, half, side in each:
            told.add(metric, side, 0, Reading(value, half / 1.96, "1", "x/1"))
    events = [Event("step", side, 0.0, 0.0, 0.0) for side in (Side.LEFT, Side.RIGHT)] * steps
    return verdict(protocol(name), Scene("video", None, Person(), 30.0, steps=events), told)


@pytest.mark.parametrize(
    ("difference", "error", "state", "words"),
    [
        (0.04, 0.05, "even", "about the same: a difference of 4 % of your weight, with an error"),
        (0.04, 0.14, "within", "no difference between the legs can be measured: 4 %"),
        (0.12, 0.14, "within", "can be measured: 12 % of your weight, with an error of 14 %"),
        (0.08, 0.03, "measured", "left leg carries 8 % of your weight more, with an error of 3 %"),
        (0.17, 0.05, "measured", "left leg carries 17 % of your weight more, with an error of 5 %"),
        (0.22, 0.05, "uneven", "left leg carries 22 % of your weight more than the other, with an"),
    ],
)
def test_a_share_is_even_or_stands_out_only_with_its_error(difference, error, state, words):
    # A share is off a half by half of the difference, and so is its error.
    told = judged("squat-check", load_share=[(0.5 + difference / 2, error / 2, Side.BOTH)])
    assert told.state == state
    assert words in told.text


@pytest.mark.parametrize(
    ("left", "right", "error", "state", "words"),
    [
        (0.52, 0.50, 0.02, "even", "to within a tenth of a step: they differ by"),
        (0.52, 0.50, 0.06, "within", "No difference between left and right steps that can"),
        (0.55, 0.50, 0.02, "unsure", "too close to a tenth of a step to tell"),
        (0.62, 0.50, 0.02, "uneven", "left foot take longer by"),
    ],
)
def test_steps_say_which_of_error_and_mark_holds(left, right, error, state, words):
    sides = [(left, error / 2**0.5, Side.LEFT), (right, error / 2**0.5, Side.RIGHT)]
    told = judged("walk", steps=10, step_time=sides)
    assert told.state == state
    assert words in told.text
    assert "or below" not in told.text


def test_left_and_right_without_a_mark_are_never_called_alike():
    sides = [(0.03, 0.16, Side.LEFT), (-0.04, 0.16, Side.RIGHT)]
    told = judged("equal-weight", steps=3, excess_shift=sides)
    assert told.state == "within"
    assert "alike" not in told.text
    assert "differ by 7 %, with an error of 23 %" in told.text
