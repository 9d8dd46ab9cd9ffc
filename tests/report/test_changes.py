"""What became of a result since an earlier day, as the report tells it."""

from levelhip.core import Quality, Side
from levelhip.report import report_html
from levelhip.report.changes import since
from tests.report.conftest import file_of, metric


def pains(*values):
    names = ("usual_pain", "pressure_pain_start", "pressure_pain_end")
    told = (metric(name, Side.BOTH, v, 1.02) for name, v in zip(names, values, strict=False))
    return file_of(told, protocol="pain-spot")


def test_a_change_counts_past_the_scatter_of_two_answers_and_not_below():
    # 1.96 x sqrt 2 x 1.02 = 2.83: four points are more, two are not.
    more = since(pains(6.0), pains(2.0), on="2026-01-05")
    less = since(pains(4.0), pains(2.0), on="2026-01-05")
    assert more.text == "Improved: usual pain."
    assert more.lines[0].words == "▲ improved"
    assert (more.lines[0].before, more.lines[0].after) == ("6 of 10", "2 of 10")
    assert more.lines[0].smallest == "3 points"
    assert less.text.startswith("No measurable change")
    assert less.lines[0].words == "no measurable change"


def test_one_of_several_quantities_just_past_its_smallest_change_may_be_chance():
    told = since(pains(5.0, 3.0, 3.0), pains(2.0, 3.0, 3.0), on="2026-01-05")
    assert told.text.startswith("Cannot tell yet")
    assert told.lines[0].words == "▲ improved, may be chance"


def test_what_may_not_be_compared_is_left_out():
    other = file_of([metric("usual_pain", Side.BOTH, 6.0, 1.02)], protocol="walk")
    refused = file_of(
        [metric("usual_pain", Side.BOTH, 6.0, 1.02)],
        quality=Quality("refused"),
        protocol="pain-spot",
    )
    assert since(other, pains(2.0), on="") is None
    assert since(refused, pains(2.0), on="") is None
    assert since(file_of([], protocol="pain-spot"), pains(2.0), on="") is None


def test_the_page_tells_it_with_the_day(background):
    page = report_html(
        pains(2.0), {}, background, source_name="s", earlier=[pains(6.0)], earlier_on="2026-01-05"
    )
    alone = report_html(pains(2.0), {}, background, source_name="s")
    assert "Since 2026-01-05" in page
    assert "Improved: usual pain." in page
    assert "Since" not in alone
