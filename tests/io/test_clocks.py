import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.core import BadRecording
from levelhip.io.clocks import clock, preamble_rate_hz, sheet_clock, text_clock, time_unit
from levelhip.io.csvtable import sheet, words

SCALES = {"s": 1.0, "ms": 1e3, "us": 1e6, "ns": 1e9}


def times(values, unit=None):
    return clock(np.asarray(values, float), unit, label="time", name="t.csv")


@pytest.mark.parametrize("unit", SCALES)
@pytest.mark.parametrize("rate_hz", [5, 30, 100, 400, 960])
def test_the_unit_of_a_clock_is_told_by_its_steps(unit, rate_hz):
    got = times(np.arange(50) / rate_hz * SCALES[unit])
    np.testing.assert_allclose(np.diff(got.time_s), 1 / rate_hz, rtol=1e-6)


@pytest.mark.parametrize("step", [1.0, 0.5, 400.0])
def test_steps_that_fit_two_units_are_refused_with_the_way_out(step):
    with pytest.raises(BadRecording, match=r"column time starts at 0 and steps by .*time \(ms\)"):
        times(np.arange(50) * step)


@pytest.mark.parametrize("unit", SCALES)
def test_a_clock_since_1970_starts_at_nought_and_keeps_its_steps(unit):
    start = 1_700_000_000.0
    got = times((start + np.arange(50) / 100) * SCALES[unit])
    assert got.time_s[0] == 0
    assert got.origin_s == pytest.approx(start)
    np.testing.assert_allclose(np.diff(got.time_s), 0.01, atol=3e-7)


def test_a_clock_since_the_phone_was_started_starts_at_nought():
    got = times(1_012_461_540_465 + np.arange(50) * 10_000_000)
    assert got.time_s[0] == 0
    np.testing.assert_allclose(np.diff(got.time_s), 0.01)
    assert "1012.46" in got.notes[1]


def test_a_recording_cut_from_a_longer_one_keeps_its_times():
    got = times(12.5 + np.arange(50) / 100)
    assert got.time_s[0] == 12.5
    assert got.origin_s == 0


def test_the_heading_overrules_the_size():
    np.testing.assert_allclose(times(np.arange(50), "s").time_s, np.arange(50))
    assert time_unit(words("timestamp_ns")) == "ns"
    assert time_unit((*words("Time since start in ms "), "")) == "ms"
    assert time_unit(words("time")) is None


def test_a_clock_that_stands_still_is_refused():
    with pytest.raises(BadRecording, match="column time is 3 in every row"):
        times([3.0] * 20)
    with pytest.raises(BadRecording, match="holds 1 times"):
        times([3.0, np.nan])


def test_a_clock_that_was_set_during_the_recording_is_refused_with_its_place():
    start = np.array([0.0, 0.01, 0.02])
    with pytest.raises(BadRecording, match=r"jumps from 0.02 s to 1.7e\+09 s at row 4"):
        times(np.concatenate([start, 1.7e9 + np.arange(20) / 100]), "s")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2024-05-01 10:00:00.250", "2024-05-01 10:00:00.750"),
        ("2024-05-01T10:00:00.250Z", "2024-05-01T10:00:00.750Z"),
        ("2017-06-23 15:42:42.100 +0200", "2017-06-23 15:42:42.600 +0200"),
        ("2024-02-29 23:59:59.750", "2024-03-01 00:00:00.250"),
        ("2014-01-01 12:00:00:123", "2014-01-01 12:00:00:623"),
        ("12:00:00.25", "12:00:00.75"),
        ("23:59:59.75", "00:00:00.25"),
        ("01:02.5", "01:03.0"),
    ],
)
def test_dates_and_times_of_day_become_seconds(first, second):
    got = text_clock([first, second], label="date", name="t.csv")
    np.testing.assert_allclose(got.time_s, [0.0, 0.5], atol=1e-6)


@pytest.mark.parametrize("cell", ["yesterday", "2024-13-45 10:00:00", "10h"])
def test_words_that_are_no_time_are_named(cell):
    with pytest.raises(BadRecording, match=r"t\.csv: column date holds"):
        text_clock(["2024-05-01 10:00:00", cell], label="date", name="t.csv")


@pytest.mark.parametrize(
    ("line", "rate"),
    [
        ("SampleRate=450.000000", 450.0),
        ("Sampling rate (Hz);1000", 1000.0),
        ("Frequency: 100 Hz", 100.0),
        ("a title", None),
    ],
)
def test_a_rate_above_the_table_is_found(line, rate):
    assert preamble_rate_hz(["My trial", line]) == rate


def test_the_bare_rate_that_vicon_writes_is_found():
    assert preamble_rate_hz(["Devices", "1000", ",,Plate 1"]) == 1000.0


def test_of_several_clocks_the_one_that_runs_is_taken():
    rows = "".join(f"7.5,{i // 30},{i / 100},5\n" for i in range(60))
    table = sheet(
        f"locationTimestamp(s),motionTimestamp(s),accelerometerTimestamp(s),x\n{rows}".encode(), "t"
    )
    np.testing.assert_allclose(sheet_clock(table, section="motion").time_s, np.arange(60) / 100)


def test_a_table_without_any_clock_says_how_to_give_one():
    table = sheet(b"left,right\n1,2\n3,4\n5,6\n", "t.csv")
    with pytest.raises(BadRecording, match=r"no column of times among left, right.*rate_hz = 100"):
        sheet_clock(table, section="force")
    got = sheet_clock(table, rate_hz=50.0, section="force")
    np.testing.assert_allclose(got.time_s, [0, 0.02, 0.04])


@given(st.floats(0.001, 0.25), st.sampled_from(list(SCALES)))
def test_changing_the_unit_changes_no_time(step, unit):
    if abs(step * SCALES[unit] - 1) < 1e-9:
        return
    in_seconds = np.arange(20) * step
    got = times(in_seconds * SCALES[unit])
    shift = got.origin_s
    np.testing.assert_allclose(got.time_s + shift, in_seconds, rtol=1e-9, atol=1e-9)
