"""Cues, scripts, safety questions and translations, as files."""

import re
from pathlib import Path

import pytest

from levelhip.core import BadProtocol, LevelhipError, Side, phrase
from levelhip.core.sentence import sided
from levelhip.program.cards import cards
from levelhip.program.screening import questions
from levelhip.program.sentence import Sentence
from levelhip.program.strategy import strategy
from levelhip.protocols import (
    claims,
    language,
    languages,
    parsed_protocol,
    protocols,
    safety,
    session_words,
)
from levelhip.protocols.cues import forms, placeholders, word_count
from levelhip.protocols.method import method
from levelhip.protocols.session_words import parsed_safety, parsed_session_words
from tests.protocols.test_library import SMALL
from tools import words

ROOT = Path(__file__).resolve().parents[2]
SPOKEN = (
    SMALL
    + """
[[cues]]
id = "toe"
fault = "toe-up"
say = "Toe down."

[[script]]
id = "go"
do = "reps"
say = ["Go."]
then = ["toe"]
"""
)


def refused(text):
    with pytest.raises(BadProtocol) as told:
        parsed_protocol(text, name="clam.toml")
    return str(told.value)


def test_a_protocol_holds_its_cues_and_its_script():
    told = parsed_protocol(SPOKEN, name="clam.toml")
    assert told.cues[0].when == ("fault",)
    assert told.script[0].then == ("toe",)


def test_every_protocol_has_a_script_that_begins_by_telling_what_is_done():
    for each in protocols():
        assert each.script, each.id
        assert each.script[0].id == "what"
        assert each.script[0].do == "say"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"toe-up"', '"toes-up"', "cues[1].fault is 'toes-up'; give one of begun-before"),
        ('"Toe down."', '"Please point the toe of the top leg down."', "give 8 words or fewer"),
        ('say = "Toe down."', "", "cues[1].say is missing; write it"),
        ('"Toe down."', '"  "', "cues[1].say is empty; write what is said"),
        ('"Toe down."', '"Toe {where}."', "cues[1].say has {where}; give one of count"),
        ('fault = "toe-up"', "", "cues[1] says nothing as its moment; give one of event"),
        ('fault = "toe-up"', 'fault = "low"\nrest = [5]', "cues[1] says fault, rest as its"),
        ('fault = "toe-up"', 'step = "gone"', "cues[1].step is 'gone'; give the id of a step"),
        ('["toe"]', '["tow"]', "script[1].then has 'tow'; give the id of a cue"),
        ('say = ["Go."]', "say = []", "script[1].say is []; give at least 1"),
        ('say = ["Go."]', "", "script[1].say is missing; write it"),
        ('do = "reps"', 'do = "wait"', "script[1].seconds is missing; write how long to wait"),
        ('do = "reps"', 'do = "jump"', "script[1].do is 'jump'; give"),
        ('do = "reps"', 'variants = ["odd"]', "script[1].variants has 'odd'; give an id"),
        ('do = "reps"', 'colour = "red"', "script[1].colour is 'red'; take it out"),
        ('do = "reps"', "limit = 5", "script[1].ease is missing; write what to do above 5"),
    ],
)
def test_a_fault_of_cues_or_script_is_told_with_its_place_and_the_way_out(old, new, told):
    assert old in SPOKEN
    assert told in refused(SPOKEN.replace(old, new))


def test_all_faults_are_told_at_once():
    told = refused(SPOKEN.replace("toe-up", "toes-up").replace('["toe"]', '["tow"]'))
    assert "cues[1].fault" in told
    assert "script[1].then" in told


def test_the_safety_file_must_lock_with_every_question():
    text = (ROOT / "src/levelhip/protocols/safety.toml").read_text(encoding="utf-8")
    with pytest.raises(BadProtocol, match=r"questions\[1\].locks is false; every question"):
        parsed_safety(text.replace("locks = true", "locks = false", 1), name="safety.toml")
    fewer = "questions = []\n" + text[text.index("[clear]") :]
    with pytest.raises(BadProtocol, match=r"questions is .*; give at least 3"):
        parsed_safety(fewer, name="safety.toml")


def test_the_shared_words_must_name_every_ending():
    text = (ROOT / "src/levelhip/protocols/session.toml").read_text(encoding="utf-8")
    with pytest.raises(BadProtocol, match=r"endings\.pain is missing"):
        parsed_session_words(text.replace("endings.pain", "endings.ache"), name="session.toml")


def test_the_emergency_questions_cover_the_signs_of_the_evidence():
    # docs/evidence.md#cauda-equina: any one is enough.
    shown = " ".join(step.show for step in safety().questions).lower()
    for sign in ("urine", "bladder", "bowel", "genitals", "inner thighs", "erection", "both legs"):
        assert sign in shown
    assert "accident" in shown
    assert "emergency number" in safety().locked.show
    assert "not an all-clear" in safety().clear.show


def test_sides_are_written_out_before_they_are_translated():
    assert forms("Lie on your {other} side.") == (
        "Lie on your right side.",
        "Lie on your left side.",
    )
    assert forms("Go.") == ("Go.",)
    assert sided("{side} foot up.", Side.LEFT) == "Left foot up."


# Translations. `make words` brings the catalogues up to date and lists what is open.

CATALOGUES = [each for each in languages() if each != "en"]
TEXTS = [
    (text, spoken)
    for path in words.toml_files()
    for text, spoken in words.toml_texts(words.tomllib.loads(path.read_text(encoding="utf-8")))
]


def test_german_is_there():
    assert CATALOGUES == ["de"]
    assert language("de_AT").code == "de"
    with pytest.raises(LevelhipError, match="language xx: not known; give one of en, de"):
        language("xx")


@pytest.mark.parametrize("code", CATALOGUES)
def test_no_text_is_missing_fuzzy_or_left_over(code):
    catalog = words.read(words.LOCALE / code / "LC_MESSAGES" / "levelhip.po")
    told = {message.id: message for message in catalog if message.id}
    wanted = {text for text, _ in TEXTS}
    assert not wanted - set(told), "run make words"
    assert not [text for text in wanted if not told[text].string], "translate these"
    assert not [text for text, message in told.items() if message.fuzzy]


@pytest.mark.parametrize("code", CATALOGUES)
def test_a_translation_is_as_short_and_has_the_same_placeholders(code):
    mine = language(code)
    for text, spoken in TEXTS:
        said = mine.text(text)
        assert placeholders(said) == placeholders(text), said
        if spoken:
            assert word_count(said) <= 8, said


@pytest.fixture(scope="module")
def every_text():
    """All that is said and shown: protocols, program, ledger, commands."""
    return [message.id for message in words.collected() if message.id]


@pytest.mark.parametrize("code", CATALOGUES)
def test_every_text_of_the_program_is_translated(code, every_text):
    catalog = words.read(words.LOCALE / code / "LC_MESSAGES" / "levelhip.po")
    told = {message.id: message.string for message in catalog if message.id}
    open_ones = [text for text in every_text if not told.get(text)]
    assert not open_ones, "run make words and translate:\n" + "\n".join(open_ones)


@pytest.mark.parametrize("code", CATALOGUES)
def test_every_translation_has_the_same_blanks_and_the_same_numbers(code, every_text):
    mine = language(code)
    for text in every_text:
        said = mine.text(text)
        assert placeholders(said) == placeholders(text), said
        # Where the language decides which number it is, it is said.
        is_left_open = "your emergency number" in text and EMERGENCY[code] not in text
        own = [EMERGENCY[code]] if is_left_open else []
        assert numbers(said) == sorted([*numbers(text), *own]), said


EMERGENCY = {"de": "112"}


def numbers(text):
    """Numbers of a text, whatever the language's decimal mark."""
    return sorted(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d)", ".", text)))


@pytest.mark.parametrize("text", ["{side} hip first.", "{count} of {other}.", "8.8 % and 3.6 %"])
def test_the_checks_see_blanks_and_numbers(text):
    assert bool(placeholders(text)) is ("{" in text)
    assert bool(numbers(text)) is ("8" in text)
    assert numbers("8,8 % und 3,6 %") == numbers("8.8 % and 3.6 %") != numbers("8,8 % und 3 %")


def test_all_sorts_of_texts_are_collected(every_text):
    known = set(every_text)
    assert {claim.text for claim in claims().values()} <= known
    assert {each.says for each in method()} <= known
    for each in questions().question:
        assert {each.text, each.why} <= known
    for tier in questions().tier:
        assert tier.says in known
    for card in cards():
        assert {card.title, *(p for p in card.paragraphs() if isinstance(p, str))} <= known
    for stage in strategy().stage:
        assert {stage.title, stage.why} <= known
    # From code: a literal, one in a constant, one with the sides written out, a command's words.
    assert "Green: go on." in known
    assert any(text.startswith("Likely better than time alone") for text in known)
    assert "The left hip first: it is the sorer one." in known
    assert "Answer yes, no or unsure." in known


@pytest.mark.parametrize("code", CATALOGUES)
def test_the_compiled_catalogue_is_that_of_the_text_file(code):
    mine = language(code)
    catalog = words.read(words.LOCALE / code / "LC_MESSAGES" / "levelhip.po")
    stale = [m.id for m in catalog if m.id and m.string and mine.text(m.id) != m.string]
    assert not stale, "run make setup"


def test_the_template_is_up_to_date():
    with words.TEMPLATE.open("rb") as file:
        kept = {message.id for message in words.read_po(file) if message.id}
    assert kept == {message.id for message in words.collected() if message.id}, "run make words"


OTHER_WORDS = r"Telefon|[Bb]rumm|[Ww]aagrecht|\b(Schnalle|Beginne|Wähle|Drücke|Lösche|gehe) "


def test_german_has_one_word_for_one_thing():
    said = words.read(words.LOCALE / "de" / "LC_MESSAGES" / "levelhip.po")
    assert not [m.string for m in said if m.id and re.search(OTHER_WORDS, str(m.string))]
    named = {language("de").text(f"Equal weight{each} test") for each in ("", " distribution")}
    assert named == {"Gewichtstest im Stand"}


UNKIND = ("twisted", "weak", "wrong", "damaged", "bad", "failed", "abnormal", "schwach", "falsch")


def test_what_is_said_is_kind():
    german = language("de").text
    said = [text for text, _ in TEXTS] + [german(text) for text, _ in TEXTS]
    for text in said:
        plain = {word.strip(".,:;!?()").lower() for word in text.split()}
        assert not plain & set(UNKIND), text


def test_a_sentence_of_the_program_is_said_in_german_with_its_side_bent():
    text = language("de").text
    sorer = Sentence("The {side} hip first: it is the sorer one.", (("side", "left"),))
    assert sorer.filled() == "The left hip first: it is the sorer one."
    assert sorer.filled(text) == "Die linke Hüfte zuerst: Sie tut mehr weh."
    reason = ("reason", "its hold is shorter")
    more = Sentence("The {side} hip first and one set more: {reason}.", (("side", "right"), reason))
    assert more.filled(text) == "Die rechte Hüfte zuerst und einen Satz mehr: sie hält kürzer."


@pytest.mark.parametrize(
    ("english", "german"),
    [
        ("8.3° ± 2.0°", "8,3° ± 2,0°"),
        ("49 ± 4 %", "49 ± 4 %"),
        ("−0.5 · 0.6", "−0,5 · 0,6"),
        ("119.5 steps/min", "119,5 Schritte/min"),
        ("2 ± 1 of 3", "2 ± 1 von 3"),
        ("3 points", "3 Punkte"),
        ("1.3 / 2.3 / 2.7", "1,3 / 2,3 / 2,7"),
        ("version 1.2", "version 1.2"),
        ("2026-11-23", "2026-11-23"),
    ],
)
def test_a_number_is_written_as_the_language_does_and_nothing_else_is_taken_for_one(
    english, german
):
    assert language("de").text(english) == german
    assert language("en").text(english) == english


def test_a_sentence_holds_others_and_leaves_a_side_out_where_there_is_none():
    short = phrase("{side}, {n} of {count}: {listed}.", side="both", n=1, count=2, listed=[])
    assert short.filled() == "1 of 2: ."
    listed = [phrase("{n} low", n=1), phrase("{n} fast", n=2)]
    whole = phrase("{side}, {count} in all: {listed}.", side="left", count=3, listed=listed)
    assert whole.filled() == "Left, 3 in all: 1 low, 2 fast."


def test_a_text_that_depends_on_a_number_can_be_had():
    assert language("en").plural("{count} set", "{count} sets", 1) == "{count} set"
    assert language("en").plural("{count} set", "{count} sets", 2) == "{count} sets"


def test_shared_cues_are_all_of_one_moment_each():
    assert all(len(cue.when) == 1 for cue in session_words().cues)
