import pytest

from levelhip.core import BadProtocol, Person
from levelhip.engine import Engine, SourceInfo
from levelhip.engine.checking import DERIVED
from levelhip.engine.measures import MEASURES
from levelhip.protocols import (
    claim,
    claims,
    language,
    load_protocol,
    parsed_protocol,
    protocol,
    protocols,
)
from levelhip.protocols.claims import parsed_claims
from levelhip.protocols.cues import FAULT_CODES

SMALL = """
id = "clam"
version = 1
title = "Clam"
question = "?"
origin = "?"
how = ["Lie down."]
side = "the working leg"
sources = ["markers"]

[[events]]
finder = "reps"
signal = "com_height_m"
sources = ["markers"]
settings = { travel = 0.1 }

[[metrics]]
name = "rep_count"
sources = ["markers"]

[[verdict]]
rule = "share"
metric = "load_share"
claim = "squat-difference"
limits = { note = 0.1, more = 0.2 }
texts = { even = "", note = "", more = "", unsure = "" }
"""


def test_the_standing_tests_and_walks_come_with_levelhip():
    ids = [each.id for each in protocols()]
    assert ids[:4] == ["equal-weight", "squat-check", "sack-swinger", "walk"]


@pytest.mark.parametrize("name", [each.id for each in protocols()])
def test_every_name_in_a_protocol_is_one_that_the_engine_knows(name):
    Engine(protocol(name), SourceInfo("video", 30.0, (720, 1280)), Person())
    # The engine passes by a refusal of what it never measures and a fault that nobody finds.
    assert {each.metric for each in protocol(name).refusals} <= {*MEASURES, *DERIVED}
    forms = protocol(name).variants
    ignored = {*protocol(name).ignores, *(code for each in forms for code in each.ignores)}
    assert ignored <= FAULT_CODES
    assert set(protocol(name).apart) <= FAULT_CODES


def test_an_unknown_protocol_is_told_with_those_there_are():
    with pytest.raises(BadProtocol, match="give one of equal-weight, squat-check"):
        protocol("trendelenburg")


def test_all_faults_of_a_file_are_told_at_once_with_place_value_and_way_out():
    bad = SMALL.replace("version = 1", "version = -1").replace("travel = 0.1", 'travel = "far"')
    bad = bad.replace('title = "Clam"', 'colour = "green"')
    with pytest.raises(BadProtocol) as told:
        parsed_protocol(bad, name="clam.toml")
    lines = str(told.value).splitlines()
    assert "clam.toml: version is -1; give a positive number" in lines
    assert "clam.toml: title is missing; write it" in lines
    assert "clam.toml: colour is 'green'; take it out or mend its spelling" in lines
    assert any(line.startswith("clam.toml: events[1].settings.travel is 'far'") for line in lines)


def test_a_verdict_must_rest_on_a_claim_of_the_ledger():
    bad = SMALL.replace("squat-difference", "everybody-knows")
    with pytest.raises(BadProtocol, match=r"verdict\[1\].claim is 'everybody-knows'"):
        parsed_protocol(bad, name="clam.toml")


def test_a_rule_for_a_source_that_the_protocol_lacks_is_a_fault():
    bad = SMALL.replace(
        'name = "rep_count"\nsources = ["markers"]', 'name = "rep_count"\nsources = ["camera"]'
    )
    with pytest.raises(BadProtocol, match=r"metrics\[1\].sources has camera"):
        parsed_protocol(bad, name="clam.toml")


def test_names_that_the_engine_lacks_are_told_all_at_once():
    bad = parsed_protocol(
        SMALL.replace('finder = "reps"', 'finder = "guess"').replace("rep_count", "beauty"),
        name="clam.toml",
    )
    with pytest.raises(BadProtocol) as told:
        Engine(bad, SourceInfo("markers", 100.0), Person())
    assert "clam.toml: events[1].finder is 'guess'; give one of" in str(told.value)
    assert "clam.toml: metrics[1].name is 'beauty'; give one of" in str(told.value)


def test_a_file_that_is_no_toml_says_where_it_breaks():
    with pytest.raises(BadProtocol, match=r"clam.toml: Invalid value .*; mend the TOML"):
        parsed_protocol("id = [", name="clam.toml")


def test_a_protocol_can_be_loaded_from_a_file_of_ones_own(tmp_path):
    path = tmp_path / "clam.toml"
    path.write_text(SMALL, encoding="utf-8")
    assert load_protocol(path).id == "clam"
    with pytest.raises(BadProtocol, match=r"nothing.toml: cannot be read"):
        load_protocol(tmp_path / "nothing.toml")


def test_the_first_variant_is_done_unless_another_is_chosen():
    test = protocol("equal-weight")
    assert test.variant == "behind"
    chosen = test.chosen(variant="free", hold_s=30.0)
    assert chosen.variant == "free"
    assert chosen.trials.hold_s == 30.0
    with pytest.raises(BadProtocol, match="give one of behind, free"):
        test.chosen(variant="sideways")
    with pytest.raises(BadProtocol, match="give one of 5, 10, 30"):
        test.chosen(hold_s=7.0)
    with pytest.raises(BadProtocol, match="nothing is held here"):
        protocol("squat-check").chosen(hold_s=5.0)


def test_claims_of_grade_m_and_d_are_provisional():
    assert {each.grade for each in claims().values()} <= {"F", "M", "D"}
    assert claim("drop-mark").provisional
    assert not claim("standing-difference").provisional
    with pytest.raises(BadProtocol, match=r"claim nonsense: not in claims.toml"):
        claim("nonsense")


def test_a_claim_told_twice_or_without_a_source_is_a_fault():
    one = '[[claim]]\nid = "a"\ntext = "b"\nsource = "c"\ngrade = "F"\nchecked = 2026-01-01\n'
    with pytest.raises(BadProtocol, match="claim a is there twice"):
        parsed_claims(one + one, name="claims.toml")
    with pytest.raises(BadProtocol, match=r"claims.toml: claim\[1\].source is missing"):
        parsed_claims(one.replace('source = "c"\n', ""), name="claims.toml")


def test_a_publication_stays_as_it_is_cited_and_what_is_said_of_it_is_translated():
    german = language("de").text
    found = claim("standing-difference")
    assert found.cited() == "Childs 2003 (PubMed 12909437), abstract; " + found.note
    assert found.cited(german).startswith("Childs 2003 (PubMed 12909437), Zusammenfassung; die ")
    assert claim("flag-artery").cited(german) == "NICE CKS, aus der Erinnerung"


def test_how_a_source_was_read_is_not_said_again_beside_the_words_of_its_grade():
    assert claim("flag-artery").cited(grade_told=True) == "NICE CKS"
    assert claim("standing-difference").cited(grade_told=True).count("abstract") == 0
    assert "second-hand" in claim("one-leg-time").cited(grade_told=True)


def test_no_publication_has_a_remark_in_it_that_one_language_only_would_read():
    for each in claims().values():
        for remark in ("abstract", "memory", "passage", "excerpt", "levelhip", "hand"):
            assert remark not in each.source, each.id


BANNED = (
    "diagnos",
    "treat",
    "cure",
    "detect weakness",
    "clinically proven",
    "correct an imbalance",
)
UNKIND = ("twisted", "wrong", "damaged", "abnormal", "failed")


def test_what_is_shown_makes_no_medical_promise_and_is_kind():
    shown = [each.text for each in claims().values()]
    for test in protocols():
        shown += [test.title, test.question, *(step.text for step in test.how)]
        shown += [
            text or "" for form in test.variants for text in (form.text, form.title, form.question)
        ]
        shown += [rule.text for rule in test.refusals]
        shown += [text for rule in test.verdict for text in rule.texts.values()]
    for text in shown:
        assert not [word for word in (*BANNED, *UNKIND) if word in text.lower()], text
