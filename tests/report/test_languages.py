"""Results speak the reader's language: report, page and commands, of each of the nine protocols."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import numpy as np
import pytest

from levelhip.cli.comparison import print_comparison
from levelhip.cli.display import print_analysis, print_protocol, print_protocols
from levelhip.core import Reason, RecordingInfo, Verdict
from levelhip.io.repairs import steady
from levelhip.io.result_file import result_json
from levelhip.protocols import protocols
from levelhip.protocols.language import language
from levelhip.report import report_html
from levelhip.report.page import together
from levelhip.service import Analysis, compare
from levelhip.service.past_results import PastResult, explained, key_numbers
from tests.report.nine import ALL, measured
from tests.wide import plain_words, wide

GERMAN = language("de")
FEW = ("walk", "wall-hip-drop", "pain-spot", "refused")
"""For what goes the same ways as the report of all of them."""

SETTINGS = {"height": "1.75 m", "phone worn at": "sacrum", "working side": "left"}


class Texts(HTMLParser):
    """What a reader sees or hears of a page; not what is marked as another language."""

    def __init__(self, page):
        super().__init__()
        self.language, self.found, self._quiet = "", [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "html":
            self.language = given["lang"]
        elif tag == "style" or "lang" in given:
            self._quiet.append(tag)
        told = (given[name] for name in ("data-label", "aria-label", "alt") if name in given)
        self.found += told

    def handle_endtag(self, tag):
        if self._quiet and self._quiet[-1] == tag:
            self._quiet.pop()

    def handle_data(self, data):
        if not self._quiet:
            self.found.append(data)

    @property
    def text(self):
        return " ".join(" | ".join(self.found).split())


def page(name, words):
    """The report of a result, with what became of it since an earlier day."""
    result, series, story = measured(name)
    return report_html(
        result,
        series,
        story,
        source_name="monday.csv",
        settings=SETTINGS,
        earlier=[result],
        earlier_on="2026-01-05",
        words=words,
    )


def cited(*studies):
    """Publications, which no language changes."""
    return [study.claim.source for study in studies if study.claim.source]


def names(name):
    """What stands in a report as it is, in every language: sources, codes and files."""
    result, _, story = measured(name)
    sources = cited(*story.studies, *story.reasons.values())
    # In HTML a source may be told with no-break spaces, and a joiner within its pages.
    sources += [re.sub(r"(?<=\d) (?=\w)", "\u00a0", each) for each in sources]
    sources += [together(each) for each in sources]
    grades = (f" {grade}, " for grade in "FMD")
    methods = (metric.method for metric in result.metrics if metric.method)
    return (*sources, *grades, *methods, result.protocol.id, "monday.csv", "levelhip", "ab" * 32)


@pytest.mark.parametrize("name", ALL)
def test_no_word_of_a_report_is_left_in_english(name):
    found = Texts(page(name, wide))
    assert found.language == "wide"
    left = plain_words(html_plain(found.text), allowed=names(name))
    assert left == []


def html_plain(text):
    return text.replace("\u00a0", " ")


def test_the_check_sees_an_english_sentence():
    result, series, story = measured("squat-check")
    reasons = (*result.quality.reasons, Reason("new", "Said by nobody."))
    doubted = replace(result, quality=replace(result.quality, reasons=reasons))
    told = report_html(doubted, series, story, source_name="monday.csv", words=wide)
    assert plain_words(Texts(told).text, allowed=names("squat-check")) == ["Said", "by", "nobody"]


def test_what_was_mended_on_reading_is_told_in_the_reader_s_language():
    result, series, story = measured("squat-check")
    time_s = np.r_[np.arange(20), 19.0, np.arange(40, 60)] * 0.01
    said = steady(time_s, np.ones((len(time_s), 2)), name="a.csv").repairs
    mended = RecordingInfo("ab" * 32, "force", 1.0, 100.0, tuple(map(str, said)), said)
    told = replace(result, recording=mended)
    page = report_html(told, series, story, source_name="monday.csv", words=wide)
    assert plain_words(html_plain(Texts(page).text), allowed=names("squat-check")) == []
    german = Texts(report_html(told, series, story, source_name="monday.csv", words=GERMAN)).text
    assert "1 Zeile mit wiederholter Zeit weggelassen" in html_plain(german)
    assert "eine Lücke von 0,21 s bei 0,19 s, offen gelassen" in html_plain(german)
    # A result of an earlier version has its English only.
    before = replace(told, recording=replace(mended, said=()))
    kept = report_html(before, series, story, source_name="monday.csv", words=GERMAN)
    assert '<dd lang="en">1 row with a repeated time dropped' in html_plain(kept)


@pytest.mark.parametrize("name", FEW)
def test_a_german_report_says_so_and_writes_its_numbers_with_a_comma(name):
    found = Texts(page(name, GERMAN))
    assert found.language == "de"
    text = html_plain(found.text)
    for each in (*names(name), "--strap 0.5"):
        text = text.replace(each, " ")
    assert re.findall(r"\d\.\d", re.sub(r"\d+\.\d+\.\w+", "", text)) == []


@pytest.mark.parametrize("name", FEW)
def test_the_page_s_view_of_a_result_has_no_word_left_in_english(name, tmp_path, monkeypatch):
    monkeypatch.setenv("LEVELHIP_STORE", f"sqlite:///{tmp_path / 'store.sqlite'}")
    result, _, _ = measured(name)
    past = PastResult("one", datetime(2026, 2, 3, tzinfo=UTC), result)
    told = explained(past, wide.text)
    said = [
        *told.sentences,
        *told.doubts,
        *told.headings,
        *told.next,
        *(part for each in told.not_measured for part in (each.label, each.why)),
        *(each.label for each in told.lines),
        *(wide.text(cell.shown.text) for each in told.lines for cell in each.cells if cell),
        *(part for each in told.figures for part in (each.heading, each.caption)),
        *(Texts(each.picture.svg).text for each in told.figures),
        *(label for label, _ in told.pairs),
        *(each.caption for _, each in told.pairs),
        *key_numbers(past, wide.text),
    ]
    assert said
    assert plain_words(" | ".join(said)) == []


def printed(capsys):
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("name", ALL)
def test_what_analyse_prints_has_no_word_left_in_english(name, capsys):
    result, _, story = measured(name)
    print_analysis(Analysis(result, story, {}, ()), wide)
    assert plain_words(printed(capsys), allowed=names(name)) == []


@pytest.mark.parametrize("protocol", protocols(), ids=lambda each: each.id)
def test_what_show_prints_has_no_word_left_in_english(protocol, capsys):
    print_protocol(protocol, wide)
    forms = [f"--variant {each.id}" for each in protocol.variants]
    story = {each for name in ALL for each in cited(*measured(name)[2].studies)}
    allowed = (*forms, *story, *(f" {grade}, " for grade in "FMD"), "--hold", protocol.id)
    assert plain_words(printed(capsys), allowed=allowed) == []


def test_the_list_of_tests_has_no_word_left_in_english(capsys):
    print_protocols(protocols(), wide)
    ids = [each.id for each in protocols()]
    assert plain_words(printed(capsys), allowed=(*ids, "id ")) == []


def test_what_compare_prints_has_no_word_left_in_english(tmp_path, capsys):
    days = []
    for name in ("squat-check", "tilted"):
        folder = tmp_path / str(len(days))
        folder.mkdir()
        (folder / "result.json").write_text(result_json(measured(name)[0]))
        days.append([folder])
    print_comparison(compare(*days, translated=wide.text), wide)
    assert plain_words(printed(capsys), allowed=map(str, (*days[0], *days[1]))) == []


def test_a_side_is_bent_by_the_sentence_it_stands_in():
    text = measured("wall-hip-drop")[0].verdict.in_words(GERMAN.text)
    assert "Auf dem linken Bein" in text
    assert "Ist der rechte Fuß gehoben" in measured("equal-weight, markers")[0].verdict.in_words(
        GERMAN.text
    )


def test_a_result_of_an_earlier_version_shows_the_english_text_that_it_has():
    result, series, story = measured("squat-check")
    old = replace(result, verdict=Verdict(result.verdict.state, result.verdict.text))
    told = Texts(report_html(old, series, story, source_name="monday.csv", words=GERMAN)).text
    assert "In the squat no difference between the legs can be measured" in told
    assert "Wie sicher" in told


def test_a_refused_result_begins_in_german_with_what_is_wrong():
    sentences = explained_sentences("refused")
    assert sentences[0].startswith("Mehr ")
    assert not any(each.startswith("Nicht gemessen") for each in sentences)


def explained_sentences(name):
    from levelhip.report import sentences

    return sentences(measured(name)[0], GERMAN.text)
