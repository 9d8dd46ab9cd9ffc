"""What rests on memory or was worked out is called provisional wherever it is shown."""

from __future__ import annotations

import html
import re

import pytest
from click.testing import CliRunner

from levelhip.cli.program import levelhip
from levelhip.program import questions
from levelhip.protocols import claims, language, protocols
from levelhip.report.clinic import LIMITS
from levelhip.report.page import together
from levelhip.report.words import GRADES, NOT_READ
from levelhip.service.catalogue import background


def run(*words, said=""):
    return CliRunner().invoke(levelhip, words, input=said, catch_exceptions=False)


def plain(text):
    return " ".join(re.sub(r"<[^>]*>", " ", html.unescape(text)).split())


def after(text, shown):
    """What stands between a claim and the end of its source, as it is shown."""
    start = shown.index(" ".join(text.split()))
    return shown[start : start + len(text) + 700]


def test_the_words_of_a_grade_say_provisional_for_memory_and_choice():
    assert "provisional" in GRADES["M"]
    assert "provisional" in GRADES["D"]
    assert "provisional" in NOT_READ
    assert "provisional" not in GRADES["F"]


@pytest.mark.parametrize("name", [each.id for each in protocols()])
def test_a_shown_protocol_marks_each_claim_it_rests_on(name, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    shown = plain(run("show", name).output)
    for study in background(next(p for p in protocols() if p.id == name)).studies:
        told = after(study.text, shown)
        assert f"Grade {study.grade}, {study.grade_words}" in told


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_summary_for_a_clinician_marks_each_limit(tmp_path, monkeypatch, code):
    monkeypatch.setenv("LEVELHIP_STORE", f"sqlite:///{tmp_path / 'store.sqlite'}")
    monkeypatch.chdir(tmp_path)
    run("begin", "--lang", code)
    run("screen", said="no\n" * len(questions().question))
    assert run("summary", "s.html").exit_code == 0
    shown = plain((tmp_path / "s.html").read_text("utf-8"))
    text = language(code).text
    for name in LIMITS:
        claim = claims()[name]
        cited = plain(together(f"{claim.cited(text)}; {text(claim.mark)})"))
        assert cited in after(plain(together(text(claim.text))), shown)
