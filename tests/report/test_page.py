"""The page explains itself, asks for no other file, and hides no doubt."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest

from levelhip.core import Side, Verdict
from levelhip.report import report_html, verdict_words
from levelhip.report.figures import _shares_by_depth, main_figures
from tests.report.conftest import file_of, metric

BANNED = (
    "diagnose",
    "treat",
    "cure",
    "detect weakness",
    "clinically proven",
    "correct an imbalance",
    "correct imbalance",
    "prevents recurrence",
    "twisted",
    "weak",
    "wrong",
    "damaged",
    "bad",
)
VOID = {"meta", "br", "img", "hr", "link", "input", "path", "use", "line", "rect", "circle"}


class Page(HTMLParser):
    """Tags that are open, addresses, headings and words of a page."""

    def __init__(self, text):
        super().__init__()
        self.stack, self.addresses, self.ids, self.words, self.tags = [], [], [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in VOID:
            self.stack.append(tag)
        for name, value in attrs:
            if name in {"src", "href", "xlink:href", "srcset", "action", "poster", "data"}:
                self.addresses.append(value)
            if name == "id":
                self.ids.append(value)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.stack.pop() == tag

    def handle_data(self, data):
        if "style" not in self.stack:
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


MADE = {}


def page(result, series, background):
    """The page of a fixture's result, made once: drawing takes most of the time of these tests."""
    if id(result) not in MADE:
        # The result is kept beside its page, so that its id is not given to another one.
        MADE[id(result)] = (result, made(result, series, background))
    return MADE[id(result)][1]


def made(result, series, background):
    return report_html(
        result, series, background, source_name="monday.mp4", settings={"height": "1.78 m"}
    )


@pytest.fixture(params=["one_leg", "with_dots", "poor", "refused", "walk"])
def any_page(request, series, background):
    return page(request.getfixturevalue(request.param), series, background)


def test_no_page_asks_for_anything_outside_itself(any_page):
    found = Page(any_page)
    assert all(address.startswith("#") for address in found.addresses), found.addresses
    assert not {"script", "link", "img", "iframe", "object"} & set(found.tags)
    assert "http" not in any_page.replace("http-equiv", "")
    assert "@import" not in any_page
    assert all(ref.startswith("#") for ref in re.findall(r"url\(([^)]*)\)", any_page))
    assert "default-src 'none'" in any_page


def test_every_tag_is_closed_and_every_id_is_there_once(any_page):
    found = Page(any_page)
    assert found.stack == []
    assert len(set(found.ids)) == len(found.ids)
    for label in re.findall(r'aria-labelledby="([^"]+)"', any_page):
        assert set(label.split()) <= set(found.ids)


def test_the_page_uses_none_of_the_words_that_levelhip_does_not_use(any_page):
    words = Page(any_page).text.lower()
    assert [word for word in BANNED if re.search(rf"\b{word}", words)] == []


def test_the_sentence_comes_first_then_the_picture_then_doubt_then_what_next(
    one_leg, series, background
):
    text = page(one_leg, series, background)
    order = ["You move further on the left.</h1>", 'id="feet-title"', ">How sure<", ">What next<"]
    order += [">All numbers<", ">Not measured, and why<", ">Over time<", ">Technical details<"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_the_quality_has_a_shape_and_a_word(one_leg, poor, refused, series, background):
    for result, shape, word in (
        (one_leg, "●", "Good recording"),
        (poor, "▲", "Read with care"),
        (refused, "■", "Not measured"),
    ):
        text = page(result, series, background)
        assert shape in text
        assert word in text


def test_answers_are_not_called_a_recording(one_leg, series, background):
    told = replace(one_leg, recording=replace(one_leg.recording, kind="self"))
    text = page(told, series, background)
    assert "Good recording" not in text
    assert "Your own answers." in text
    assert "Nothing in them stands in the way" in text
    assert [verdict_words("measured", kind) for kind in ("self", "video")] == [
        "Your own answers",
        "Measured",
    ]


def test_whoever_stood_off_the_middle_reads_why_the_same_way_leaves_less(background):
    def both(needed_right, sd=0.01):
        metrics = []
        for side, shift, needed in ((Side.LEFT, 0.69, 0.66), (Side.RIGHT, 0.70, needed_right)):
            metrics.append(metric("weight_shift", side, shift, 0.03))
            metrics.append(metric("excess_shift", side, shift - needed, 0.04))
            metrics.append(metric("needed_shift", side, needed, sd))
        return Page(page(file_of(metrics), {}, background)).text

    # Lifting the right foot needs 73 %: they stood nearer to it than to the left one.
    assert "you stood nearer to the right foot: lifting it needs a longer way" in both(0.73)
    assert "you stood nearer" not in both(0.665)
    # Seven hundredths are no difference where 1.96 times the error of both is 0.19.
    assert "you stood nearer" not in both(0.73, sd=0.07)


def test_a_reason_that_concerns_one_quantity_does_not_cloud_the_whole(one_leg, series, background):
    text = page(one_leg, series, background)
    sure = text[text.index(">How sure<") : text.index(">What next<")]
    assert "two dots" not in sure
    missing = text[text.index(">Not measured, and why<") :]
    assert "put on two dots" in missing


def test_a_form_that_the_steps_do_not_tell_stands_below_them(one_leg, refused, series, background):
    told = replace(background, form="The foot is lifted in any way.")
    for result, lines in ((one_leg, series), (refused, {})):
        assert "</ol>\n<p>This form: The foot is lifted in any way.</p>" in made(
            result, lines, told
        )
        assert "This form" not in page(result, lines, background)


def test_a_poor_recording_says_why_and_when(poor, series, background):
    words = Page(page(poor, series, background)).text
    assert "The camera was tilted by 6 degrees. Stand it upright. (0.0 to 20.0 s)" in words


def test_a_refused_recording_shows_no_number_and_says_the_way_out(refused, series, background):
    text = page(refused, {}, background)
    assert "Record again with one person." in text
    assert "<svg" not in text
    assert "All numbers" not in text


def test_a_refusal_reads_as_the_fault_and_then_the_way_out(refused, background):
    told = "Not measured. Nobody was found; stand in view."
    result = replace(refused, verdict=Verdict("refused", told))
    text = page(result, {}, background)
    assert '<h1 id="answer">Nobody was found.</h1>' in text
    assert "Stand in view." in text
    assert "The studies" not in text


def test_no_number_of_a_quantity_stands_without_its_error(with_dots, series, background):
    text = page(with_dots, series, background)
    table = text[text.index(">All numbers<") : text.index("</table>")]
    cells = re.findall(r'<td role="cell" data-label="(?:left|right|all)">([^<]*)', table)
    assert cells
    assert all("±" in cell for cell in cells)


def test_an_experimental_quantity_carries_the_word(with_dots, one_leg, series, background):
    assert "experimental</em>" in page(with_dots, series, background)
    assert "experimental</em>" not in page(one_leg, series, background)


def test_the_pelvis_is_drawn_only_when_it_was_measured(with_dots, one_leg, series, background):
    with_it, bare = (Page(page(each, series, background)).text for each in (with_dots, one_leg))
    assert "pelvic drop 6.2° ± 1.6°" in with_it
    assert "pelvis: not measured" in bare
    assert "pelvic drop 6" not in bare


def test_a_ground_of_grade_d_is_called_provisional(one_leg, series, background):
    words = Page(page(one_leg, series, background)).text
    assert "Everybody has to shift. Arithmetic. Grade D, provisional" in words


def test_a_walk_shows_step_times_and_a_squat_its_share_by_depth(walk, squat, series, background):
    words = Page(page(walk, {}, background)).text
    assert "Mean step time, left: 0.520 ± 0.010 s, right: 0.480 ± 0.010 s." in words
    result, measured = squat
    words = Page(page(result, measured, background)).text
    assert "Weight on the left foot at the lowest point: 60 %." in words


def test_the_band_of_a_squat_goes_from_the_lowest_to_the_highest_repetition(squat):
    result, series = squat
    turn = np.where(series["time_s"] < 4.0, 0.1, 0.0)
    moved = {**series, "load_share": series["load_share"] - turn}
    (figure,) = main_figures(result, moved)
    assert figure.heading == "Share of weight by depth"
    shares = _shares_by_depth(
        moved["time_s"], -moved["com_height_m"], moved["load_share"], list(result.events)
    )
    np.testing.assert_allclose(shares.high - shares.low, 0.1, atol=0.002)
    assert "95 %" not in figure.caption


def test_the_picture_of_a_squat_has_the_error_of_the_whole_as_the_verdict_has(squat):
    (figure,) = main_figures(*squat)
    assert "55.0 ± 2.0 % on the left foot" in figure.caption
    assert "In all 55.0 ± 2.0 % on the left foot." in figure.picture.text


def test_what_a_file_is_called_cannot_become_part_of_the_page(one_leg, series, background):
    hostile = '<script>alert(1)</script>".mp4'
    text = report_html(one_leg, series, background, source_name=hostile)
    assert "<script" not in text
    verdict = replace(one_leg, verdict=Verdict("even", "<img src=x onerror=alert(1)>"))
    assert "<img" not in page(verdict, series, background)


def test_the_same_result_gives_the_same_page(one_leg, series, background):
    assert page(one_leg, series, background) == made(one_leg, series, background)


def test_light_dark_and_print_have_their_own_colours(one_leg, series, background):
    text = page(one_leg, series, background)
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def contrast(one: str, other: str) -> float:
    def luminance(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_all_letters_have_a_contrast_of_at_least_4_5_in_light_and_dark(one_leg, series, background):
    text = page(one_leg, series, background)
    blocks = re.findall(r":root \{([^}]*)\}", text)
    assert len(blocks) == 3
    for block in blocks[:2]:
        colours = dict(re.findall(r"--([\w-]+): (#\w{6})", block))
        for ink in ("ink", "soft", "accent", "good", "care", "stop"):
            for ground in ("ground", "sheet"):
                assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        assert contrast(colours["ink"], colours["band"]) >= 4.5
