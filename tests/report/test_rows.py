"""Metrics become rows: left beside right, and a sentence on their difference."""

from levelhip.core import Reason, Side
from levelhip.report import quantity_rows, refused_rows, table_lines


def test_one_quantity_is_one_row_with_its_trials(one_leg):
    rows = {row.name: row for row in quantity_rows(one_leg.metrics)}
    assert list(rows) == ["weight_shift", "excess_shift", "trunk_lean"]
    assert [t.text for t in rows["weight_shift"].cells[Side.LEFT].trials] == [
        "82 ± 4 %",
        "83 ± 4 %",
        "84 ± 4 %",
    ]


def test_a_difference_beyond_the_error_is_said_with_its_side(one_leg):
    rows = {row.name: row for row in quantity_rows(one_leg.metrics)}
    # 1.96 x sqrt(2) x 0.025 = 6.9 points.
    assert rows["excess_shift"].comparison() == (
        "Larger on the right, by 19 ± 7 %. The difference is larger than the measuring error."
    )


def test_a_difference_within_the_error_is_no_difference(metric_pair):
    (row,) = quantity_rows(metric_pair(2.0, 2.5, 0.5))
    assert "within the measuring error" in row.comparison()


def test_without_a_spread_nothing_is_said_about_the_difference(metric_pair):
    (row,) = quantity_rows(metric_pair(2.0, 9.0, None))
    assert row.comparison() == ""


def test_a_refused_quantity_is_named_once_for_both_sides_with_the_way_out(one_leg):
    (row,) = refused_rows(one_leg.metrics, one_leg.quality.reasons)
    assert row.label == "pelvic drop"
    assert row.why == "Pelvic drop was not measured: put on two dots."


def test_a_refused_quantity_without_a_reason_still_shows_its_code(one_leg):
    (row,) = refused_rows(one_leg.metrics, (Reason("other", "Something else."),))
    assert row.why == "Needs dots."


def test_trials_that_could_not_be_measured_are_named_beside_those_that_could(make_metric):
    metrics = [
        make_metric("trunk_lean", Side.LEFT, 2.0, 0.5, "deg"),
        make_metric("trunk_lean", Side.LEFT, None, None, "deg", trial=2, refused="no-rest"),
        make_metric("trunk_lean", Side.LEFT, None, None, "deg", trial=3, refused="no-rest"),
        make_metric("weight_shift", Side.LEFT, None, None, trial=2, refused="no-rest"),
        make_metric("weight_shift", Side.LEFT, None, None, trial=3, refused="no-rest"),
    ]
    (row,) = refused_rows(metrics, (Reason("no-rest", "no quiet standing before it"),))
    assert row.label == "trunk lean, weight shift (left trials 2, 3)"
    assert row.why == "No quiet standing before it."


def test_steps_that_could_not_be_told_left_from_right_are_counted_once(make_metric):
    metrics = [make_metric("step_count", side, 0.0, 0.0) for side in (Side.LEFT, Side.RIGHT)]
    metrics.append(make_metric("step_count", Side.BOTH, 327.0, 0.0))
    headings, lines = table_lines(quantity_rows(metrics))
    assert headings == ()
    assert [(line.label, line.cells[0].shown.text) for line in lines] == [("steps", "327")]


def test_the_difference_takes_its_own_error_not_that_of_the_sides(make_metric):
    """Both sides share the error of the scale: it does not reach their difference."""
    metrics = [
        make_metric("trunk_lean", Side.LEFT, 5.0, 2.0, "deg"),
        make_metric("trunk_lean", Side.RIGHT, 2.0, 2.0, "deg"),
        make_metric("trunk_lean_difference", Side.BOTH, 3.0, 0.5, "deg"),
    ]
    (row,) = quantity_rows(metrics)
    assert row.comparison().startswith("Larger on the left, by 3.0° ± 1.0°.")
    headings, (line,) = table_lines((row,))
    assert headings == ("left", "right", "left − right")
    assert [cell.shown.text for cell in line.cells] == ["5° ± 4°", "2° ± 4°", "3.0° ± 1.0°"]


def test_times_at_the_end_of_a_test_are_at_least_that_and_not_compared(make_metric):
    metrics = [
        make_metric("best_hold_time", Side.LEFT, 45.2, 0.06, "s"),
        make_metric("best_hold_time", Side.RIGHT, 30.0, 0.06, "s"),
        make_metric("best_hold_time_difference", Side.BOTH, 15.2, 0.08, "s"),
        make_metric("hold_time", Side.LEFT, 38.0, 5.0, "s"),
        make_metric("hold_time", Side.LEFT, 30.8, 0.06, "s", trial=1),
        make_metric("hold_time", Side.LEFT, 45.2, 0.06, "s", trial=2),
    ]
    best, held = quantity_rows(metrics, cap_s=45.0)
    assert best.cells[Side.LEFT].shown.text == "at least 45 s"
    assert best.cells[Side.RIGHT].shown.text == "30.00 ± 0.12 s"
    assert (best.difference, best.comparison(), best.change_text) == (None, "", "–")
    # The mean of times that were cut off is not a time.
    assert held.cells[Side.LEFT].shown.text == "see each"
    assert [trial.value for trial in held.cells[Side.LEFT].trials] == ["30.80", "at least 45"]
    free = quantity_rows(metrics)[0]
    assert free.cells[Side.LEFT].shown.value == "45.20"


def test_the_smallest_change_of_a_protocol_holds_the_days_too(make_metric):
    # Van Cant: the side-lying hold repeats within 11.5 s, so 1.96 x sqrt(2) x 11.5 = 32 s.
    metric = make_metric("best_hold_time", Side.LEFT, 30.0, 0.06, "s")
    (alone,) = quantity_rows([metric])
    (days,) = quantity_rows([metric], protocol="side-lying-abduction")
    assert alone.change_text == "0.17 s"
    assert days.change_text == "32 s"


def test_both_feet_together_are_named_where_left_and_right_stand_beside_them(make_metric):
    sides = (Side.LEFT, Side.RIGHT, Side.BOTH)
    (row,) = quantity_rows([make_metric("step_time", side, 0.62, 0.01, "s") for side in sides])
    assert [row.side_label(side) for side in sides] == [
        "step time, left",
        "step time, right",
        "step time, left and right together",
    ]
    (alone,) = quantity_rows([make_metric("step_time", Side.BOTH, 0.62, 0.01, "s")])
    assert alone.side_label(Side.BOTH) == "step time"


def test_a_difference_that_rounding_takes_away_is_less_than_a_digit(metric_pair):
    (row,) = quantity_rows(metric_pair(2.0, 2.1, 1.2))
    told = "Left and right differ by less than 1°: within the measuring error (4°)."
    assert row.comparison() == told
