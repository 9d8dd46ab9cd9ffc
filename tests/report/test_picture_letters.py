"""The letters of every picture stay inside it and apart, in each language, in a broad font."""

import re
from functools import cache
from html import unescape
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import pytest
from PIL import ImageFont

from levelhip.plot import PainLine, pain_lines
from levelhip.protocols.language import language
from levelhip.report import report_html
from tests.report.nine import ALL, measured

FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
BITE = 1.0
"""Units by which boxes may touch: a box is larger than its letters."""


@cache
def font(size, *, is_bold):
    name = "DejaVuSans-Bold.ttf" if is_bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(FONTS / name), size)


def boxes(svg):
    """Words of a picture with left, right, top and bottom of each, in its units."""
    for look, words in re.findall(r"<text ([^>]*)>([^<]*)</text>", svg):
        size = float(re.search(r"font-size: ([\d.]+)px", look).group(1))
        is_bold = re.search(r"font-weight[:=]\W*700", look) is not None
        whole = font(size, is_bold=is_bold).getlength(unescape(words))
        place = re.search(r'(?<![-\w])x="(\S+)" y="(\S+)"', look)
        place = place or re.search(r"translate\((\S+) ([^\s)]+)\)", look)
        x, y = (float(each) for each in place.groups())
        anchor = re.search(r"text-anchor[:=]\W*(\w+)", look)
        part = {"middle": 0.5, "end": 1.0}.get(anchor.group(1) if anchor else "start", 0.0)
        left = x - part * whole
        yield words, left, left + whole, y - 0.75 * size, y + 0.2 * size


def misplaced(svg):
    width, height = map(float, re.search(r'viewBox="0 0 (\S+) ([\d.]+)"', svg).groups())
    found = list(boxes(svg))
    for words, left, right, top, bottom in found:
        if min(left, top, width - right, height - bottom) < -BITE:
            yield words
    for one, other in combinations(found, 2):
        across = min(one[2], other[2]) - max(one[1], other[1])
        along = min(one[4], other[4]) - max(one[3], other[3])
        if min(across, along) > BITE:
            yield one[0], other[0]


@pytest.mark.parametrize("code", ["en", "de"])
@pytest.mark.parametrize("name", ALL)
def test_no_letters_of_a_report_are_cut_off_or_cross_each_other(name, code):
    result, series, story = measured(name)
    page = report_html(result, series, story, source_name="a.csv", words=language(code))
    pictures = re.findall(r"<svg class=\"plot\".*?</svg>", page, re.DOTALL)
    assert pictures or name == "refused"
    assert [each for svg in pictures for each in misplaced(svg)] == []


def test_a_long_name_of_a_pain_leaves_room_for_its_two_numbers():
    line = PainLine("Stelle an der Hüfte, unter dem Daumen", 10.0, 9.0, 2.8)
    assert list(misplaced(pain_lines((line, line), name="p", text="").svg)) == []
