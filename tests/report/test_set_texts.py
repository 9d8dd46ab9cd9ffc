"""Words of a report as they are set: no line ends within what belongs together."""

import pytest

from levelhip.report.page import together


@pytest.mark.parametrize(
    ("told", "set_so"),
    [
        ("people of 18-39", "people of 18-\u206039"),
        ("0.55 (0.41-0.74), 21 trials", "0.55 (0.41-\u20600.74), 21 trials"),
        ("0,55 (0,41–0,74)", "0,55 (0,41–\u20600,74)"),
        # Names that are looked up stay as they are, letter by letter.
        ("Chiropr 2020 (s12998-020-00344-3)", "Chiropr 2020 (s12998-020-00344-3)"),
        ("equal-weight of 2026-03-02", "equal-weight of 2026-03-02"),
        ("1.96 x sqrt 2 x 1.02 = 2.8", "1.96\u00a0×\u00a0√2\u00a0×\u00a01.02 = 2.8"),
        ("1,96 x Wurzel 2 x 1,02", "1,96\u00a0×\u00a0√2\u00a0×\u00a01,02"),
        (
            "a pendulum, 2 pi sqrt(L / g); 5 %",
            "a pendulum, 2\u00a0π\u00a0√(L\u00a0/\u00a0g); 5\u00a0%",
        ),
    ],
)
def test_ranges_and_formulas_are_set_as_people_write_them(told, set_so):
    assert together(told) == set_so
