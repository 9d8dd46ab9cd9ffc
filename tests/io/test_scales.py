import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.core import BadRecording, Side
from levelhip.io.scales import scales_recording, share_error


def test_readings_become_newtons_under_each_foot():
    recording = scales_recording([(36.0, 35.2), (35.8, 35.4)])
    assert recording.kind == "scales"
    force = recording.samples().force
    np.testing.assert_allclose(force.vertical(Side.LEFT), np.array([36.0, 35.8]) * 9.80665)
    np.testing.assert_allclose(force.vertical(Side.RIGHT), np.array([35.2, 35.4]) * 9.80665)
    assert np.isnan(force.centre).all()


def test_the_id_is_the_same_for_the_same_readings_only():
    assert scales_recording([(36, 35)]).id == scales_recording([(36.0, 35.0)]).id
    assert scales_recording([(36, 35)]).id != scales_recording([(35, 36)]).id
    assert len(scales_recording([(36, 35)]).id) == 64


def test_the_note_says_how_far_two_scales_may_be_off():
    # Half a kilogram each on a person of 70 kg: 0.5 / (70 sqrt 2) = 0.505 points.
    assert share_error((35.0, 35.0), 0.5) == pytest.approx(0.5 / (70 * np.sqrt(2)))
    assert any("0.5 points" in note for note in scales_recording([(35, 35)]).notes)


@given(st.floats(20, 60), st.floats(20, 60))
def test_the_error_of_the_share_agrees_with_small_changes(left, right):
    def share(a, b):
        return a / (a + b)

    step = 1e-5
    across = (share(left + step, right) - share(left - step, right)) / (2 * step)
    along = (share(left, right + step) - share(left, right - step)) / (2 * step)
    assert share_error((left, right), 0.5) == pytest.approx(0.5 * np.hypot(across, along), rel=1e-4)


@pytest.mark.parametrize(
    ("readings", "words"),
    [
        ([], "no readings"),
        ([(36, -1)], "reading 1 right is -1 kg; give 0 to 250 kg"),
        ([(float("nan"), 35)], "reading 1 left is nan kg"),
        ([(5, 6)], "reading 1 adds up to 11 kg, no adult"),
        ([(150, 151)], "reading 1 adds up to 301 kg, no adult"),
        ([(36, 35), (50, 35)], "sums differ from 71 to 85 kg"),
    ],
)
def test_readings_that_cannot_be_one_person_are_refused_with_the_way_out(readings, words):
    with pytest.raises(BadRecording, match=words):
        scales_recording(readings)


def test_all_faults_are_told_at_once():
    with pytest.raises(BadRecording, match=r"reading 1 right.*reading 2 left"):
        scales_recording([(36, -1), (400, 35)])


def test_the_sum_is_checked_against_the_persons_mass():
    assert scales_recording([(36, 35)], mass_kg=70).kind == "scales"
    with pytest.raises(BadRecording, match="add up to 71 kg but the mass given is 90 kg"):
        scales_recording([(36, 35)], mass_kg=90)
