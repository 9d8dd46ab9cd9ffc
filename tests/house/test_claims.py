"""Every sentence about health rests on the ledger; the check that says so finds what it must."""

from __future__ import annotations

import pytest

from levelhip.protocols import claims
from levelhip.protocols.method import method
from tools.claim_check import (
    ALLOWED,
    BANNED,
    allowed,
    forbidden,
    health_sentences,
    unsourced,
    unused,
)
from tools.evidence_page import PAGE, page
from tools.shown_texts import PACKAGE, shown_texts

# The project itself.


@pytest.fixture(scope="module")
def texts():
    return tuple(shown_texts())


def test_every_health_sentence_rests_on_a_claim(texts):
    found = unsourced(texts=texts)
    assert not found, "\n".join(found)


def test_every_claim_is_named_somewhere(texts):
    assert not unused(texts=texts)


def test_no_text_says_what_may_not_be_said_in_either_language(texts):
    found = forbidden(texts=texts)
    assert not found, "\n".join(found)


def test_the_allow_list_is_short_and_every_entry_has_a_reason():
    assert len(allowed()) <= 20
    assert all(len(reason.split()) >= 2 for reason in allowed().values())


def test_all_kinds_of_texts_are_looked_at(texts):
    places = {shown.where.split(":")[0] for shown in texts}
    for part in (
        "program/library/cards.toml",
        "program/library/screening.toml",
        "program/library/strategy.toml",
        "protocols/safety.toml",
        "protocols/session.toml",
        "protocols/library/equal-weight.toml",
        "program/plan.py",
        "report/words.py",
        "report/templates/report.html",
        "cli/day.py",
    ):
        assert str(PACKAGE / part) in places
    assert {"README.md", "docs/program.md", "docs/protocols/pain-spot.md"} <= places


def test_the_page_of_the_evidence_is_that_of_the_ledger():
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text, "run python -m tools.evidence_page"
    assert all(f'<a id="{each}"></a>' in text for each in claims())


# What the method says stands beside what was found, and is never told as levelhip's own.


def test_each_saying_of_the_method_has_claims_beside_it():
    assert len({each.id for each in method()}) == len(method()) >= 10
    for each in method():
        assert all(claim.id in claims() for claim in each.studies())
        assert not BANNED.search(each.says)


# The rule: what is a health sentence and what is not.


def test_the_rule_knows_the_sentences_of_the_ledger_that_speak_of_bodies():
    known = {each.id for each in claims().values() if health_sentences(each.text)}
    assert known >= {
        *("hip-and-back", "hip-training-small", "exercise-and-education", "walking-program"),
        *("comes-back", "serious-is-rare", "sitting-unknown", "thumb-pressure", "cauda-equina"),
        *("pain-light", "past-midline-tendon", "spot-not-specific", "flag-infection"),
        *("squat-difference", "standing-difference", "lean-hides-drop", "everybody-shifts"),
    }
    # The others are marks and limits of levelhip: they say what it does, not what a body does.
    assert len(known) > 0.6 * len(claims())


@pytest.mark.parametrize(
    "text",
    [
        "Hip training makes your back stronger.",
        "Strong hips prevent back pain.",
        "Sitting ruins the spine.",
        "Walking keeps pain away.",
        "A tight hip pulls on the lower back.",
        "Most people with back pain are better within six weeks.",
        "This helps against tender muscles; it is safe.",
        "Studies show it.",
        "Your pelvis drops because the muscle sleeps.",
        "Do ten a day: it loosens the muscle.",
    ],
)
def test_what_says_something_of_a_body_is_a_health_sentence(text):
    assert health_sentences(text)


@pytest.mark.parametrize(
    "text",
    [
        "Press with the thumb on the sore muscle.",
        "Stop at shooting pain, tingling or numbness.",
        "Does it help when you lie on your side, or is the bone sore?",
        "Pain under the thumb went from 4 to 5 of 10.",
        "Lift the top leg towards the ceiling and lower it slowly.",
        "With the left foot up, the pelvis hangs 6 degrees lower on that side.",
    ],
)
def test_instructions_questions_and_measured_numbers_are_none(text):
    assert not health_sentences(text)


# Planted sentences, each in a project that holds nothing else.


def planted(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return unsourced(root)


CARDS = "src/levelhip/program/library/cards.toml"
STORY = '[[card]]\nid = "x"\ntitle = "X"\ntext = [{}]\n'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (CARDS, STORY.format('"Training the hip prevents back pain."')),
        (CARDS, STORY.format('"Lie down.", "Lift the leg: that strengthens the muscle."')),
        (
            "src/levelhip/program/library/screening.toml",
            '[[question]]\nid = "q"\ntext = "Hot?"\nwhy = "It matters."\n',
        ),
        (
            "src/levelhip/protocols/library/x.toml",
            '[[cues]]\nid = "c"\nsay = "Good for the muscles: it makes you stronger."\n',
        ),
        (
            "src/levelhip/program/x.py",
            'def f():\n    return Sentence("Your back pain comes back less often.")\n',
        ),
        (
            "src/levelhip/cli/x.py",
            '@click.command()\ndef f():\n    """Exercises that prevent back pain."""\n',
        ),
        ("src/levelhip/report/x.py", 'said = f"Pain {less} means the muscle is stronger."\n'),
        (
            "src/levelhip/report/templates/x.html",
            "<ul>\n<li>{{ row }}</li>\n\n<li>Walking reduces <b>pain</b>.</li>\n</ul>\n",
        ),
        ("docs/x.md", "# X\n\nGood to know. Long sitting causes back pain.\n"),
        ("docs/x.md", "| what | why |\n|---|---|\n| sit less | sitting may harm the spine |\n"),
        ("README.md", "- one\n- Experts agree on it: do this.\n"),
        ("ui/src/screens/X.tsx", 'const x = <p>{t("Sitting causes back pain.")}</p>;\n'),
    ],
)
def test_a_planted_sentence_without_a_claim_is_found(tmp_path, name, text):
    found = planted(tmp_path, name, text)
    assert len(found) == 1
    assert found[0].startswith(name)
    assert "rests on no claim" in found[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (CARDS, STORY.format('"{comes-back}", "Lie down."')),
        (
            "src/levelhip/protocols/library/x.toml",
            '[[verdict]]\nclaim = "comes-back"\n[verdict.texts]\na = "Back pain is common."\n',
        ),
        (
            "src/levelhip/protocols/safety.toml",
            '# claim: cauda-equina\nshow = "These can be signs of an emergency."\n',
        ),
        (
            "src/levelhip/program/x.py",
            'a = Sentence("Back pain comes back.")  # claim: comes-back\n',
        ),
        (
            "src/levelhip/program/x.py",
            '# claims: comes-back, walking-program\nb = (\n    "Pain comes back later"\n)\n',
        ),
        (
            "src/levelhip/program/x.py",
            '"""Walking reduces pain."""\n\ndef f():\n    """So do I."""\n',
        ),
        ("docs/x.md", "Back pain comes back ([why](evidence.md#comes-back)).\n"),
        ("docs/x.md", "Back pain comes back (claim `comes-back`).\n"),
        ("docs/x.md", "```\nBack pain comes back.\n```\n"),
        ("ui/src/x.ts", '// claim: comes-back\nconst x = t("Back pain comes back.");\n'),
    ],
)
def test_a_sentence_with_its_claim_beside_it_may_stand(tmp_path, name, text):
    assert planted(tmp_path, name, text) == []


def test_a_claim_of_the_paragraph_before_does_not_carry_the_next(tmp_path):
    text = "Back pain comes back (claim `comes-back`).\n\nBack pain comes back.\n"
    assert len(planted(tmp_path, "docs/x.md", text)) == 1


def test_a_claim_that_has_nothing_to_do_with_it_does_not_carry(tmp_path):
    (found,) = planted(tmp_path, "docs/x.md", "Tea prevents cancer (claim `comes-back`).\n")
    assert "shares no word" in found


def test_a_claim_that_is_not_there_is_named(tmp_path):
    found = planted(tmp_path, "docs/x.md", "Back pain comes back (claim `no-such`).\n")
    assert "docs/x.md:1: claim no-such is not in claims.toml" in found


def test_an_entry_of_the_allow_list_lets_its_sentence_pass_and_no_other(tmp_path):
    let = '[[allow]]\ntext = "Long sitting causes back pain."\nreason = "one of many"\n'
    (tmp_path / ALLOWED).parent.mkdir()
    (tmp_path / ALLOWED).write_text(let, encoding="utf-8")
    assert planted(tmp_path, "docs/x.md", "Long sitting causes back pain.\n") == []
    assert len(planted(tmp_path, "docs/x.md", "Sitting causes pain.\n")) == 2  # and a stale entry


@pytest.mark.parametrize(
    "word",
    [
        *("diagnose", "Diagnosis", "diagnoses", "self-diagnosing", "treat", "treats", "treatment"),
        *("cure", "cures", "curing", "heals", "clinically proven", "detects weakness"),
        *("prevents recurrence", "correct an imbalance", "correcting your imbalances"),
        *("Diagnose", "diagnostiziert", "behandelt", "Behandlung", "behandeln", "heilt", "Heilung"),
        *("geheilt", "heilsam", "klinisch bewiesen", "klinisch geprüft", "kuriert"),
        *("beugt Rückfällen vor", "verhindert einen Rückfall", "korrigiert ein Ungleichgewicht"),
    ],
)
def test_a_banned_word_is_found_in_every_inflection(tmp_path, word):
    planted(tmp_path, CARDS, STORY.format(f'"So {word} es."'))
    assert "may not be said" in "\n".join(forbidden(tmp_path))


@pytest.mark.parametrize(
    "word",
    ["accurate", "secure", "treadmill", "health", "healthy", "Teil", "Heilbronn", "Handlung"],
)
def test_a_word_that_only_looks_like_one_is_not_found(word):
    assert not BANNED.search(word)


@pytest.mark.parametrize(
    "text", ["Your hip is weak.", "Deine Hüfte ist schwach.", "a twisted pelvis"]
)
def test_an_unkind_word_for_a_body_is_found(tmp_path, text):
    planted(tmp_path, CARDS, STORY.format(f'"{text}"'))
    assert "unkind" in "\n".join(forbidden(tmp_path))


def test_a_file_may_be_damaged(tmp_path):
    planted(tmp_path, "docs/x.md", "A damaged file is refused.\n")
    assert not [line for line in forbidden(tmp_path) if line.startswith("docs")]


def test_a_banned_word_of_a_translation_is_found(tmp_path):
    planted(tmp_path, f"{PACKAGE}/locale/de/x.po", 'msgid "Go."\nmsgstr "Das heilt."\n')
    assert any("heilt" in line for line in forbidden(tmp_path))
