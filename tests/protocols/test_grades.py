"""The grade of a claim and how its source was read never contradict each other."""

from __future__ import annotations

import re

import pytest

from levelhip.core import BadProtocol
from levelhip.protocols import claims, language
from levelhip.protocols.claims import parsed_claims
from levelhip.report import Study
from levelhip.report.words import GRADES
from levelhip.service.learning import card_text, cards

ALL = tuple(claims().values())
READ_ITSELF = re.compile(r"\b(abstracts?|passage|excerpt)\b")
NOT_READ = re.compile(r"second-?hand|secondary|from memory|not read|quot(ation|ed)")


def shown_with(each):
    """A claim's source as it stands in reports and PDFs, in Learn and in the ledger."""
    return (
        f"{each.cited(grade_told=True)}. {Study(each).grade_words}",
        f"{each.cited()} {each.mark}",
    )


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.id)
def test_where_a_claim_comes_from_agrees_with_its_grade(each):
    for shown in shown_with(each):
        if each.grade == "F":
            assert each.source
            assert not NOT_READ.search(shown), shown
            assert "provisional" not in shown
        else:
            assert "provisional" in shown
        if each.grade == "M":
            # No source that was read stands beside the words that it was not.
            assert not READ_ITSELF.search(shown), shown
        if each.grade == "D":
            assert (each.source, each.read) == ("", "")
            assert "not taken from a study" not in shown


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.id)
def test_memory_is_named_only_where_a_source_was_remembered(each):
    words = Study(each).grade_words
    assert ("memory" in words) == (each.read == "from memory")
    assert words == GRADES[each.grade] or (each.grade == "M" and each.read != "from memory")


def test_the_times_on_one_leg_are_provisional_as_their_picture_says():
    told = claims()["one-leg-time"]
    assert told.provisional
    assert "second-hand" in told.cited(grade_told=True)


ONE = """
[[claim]]
id = "a"
text = "b"
source = "c"
grade = "{}"
read = "{}"
checked = 2026-01-01
"""


@pytest.mark.parametrize(
    ("grade", "read"),
    [("F", "second-hand"), ("F", "from memory"), ("M", "abstract"), ("D", "abstract"), ("D", "")],
)
def test_a_ledger_whose_grade_is_belied_is_not_read(grade, read):
    with pytest.raises(BadProtocol, match=rf"claims.toml: claim a is of grade {grade}"):
        parsed_claims(ONE.format(grade, read), name="claims.toml")


def test_a_grade_f_names_what_was_read():
    text = ONE.format("F", "abstract").replace('source = "c"', 'note = "c"')
    with pytest.raises(BadProtocol, match="claim a is of grade F without a source"):
        parsed_claims(text, name="claims.toml")


@pytest.mark.parametrize("code", ["en", "de"])
def test_a_card_shows_the_grade_beside_each_source(code):
    text = language(code).text
    shown = "\n".join(card_text(card, text) for card in cards())
    told = [each for each in ALL if f"] {each.cited(text)} (" in shown]
    assert {each.grade for each in told} == {"F", "M", "D"}
    for each in told:
        assert f"] {each.cited(text)} ({text(each.mark)})" in shown
