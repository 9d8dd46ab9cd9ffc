"""Commands of every day in German, the kept language, and the ledger as a command shows it."""

from __future__ import annotations

import io
import json
import re
import time

import pytest
from click.testing import CliRunner

from levelhip.cli.keys import Lines
from levelhip.cli.program import levelhip
from levelhip.program import questions
from levelhip.program.cards import cards
from levelhip.protocols import Claim, claims, language
from levelhip.protocols.method import method

GERMAN = language("de").text


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("LEVELHIP_STORE", f"sqlite:///{tmp_path / 'store.sqlite'}")
    monkeypatch.chdir(tmp_path)

    def command(*words, said=""):
        return CliRunner().invoke(levelhip, words, input=said, catch_exceptions=False)

    return command


def in_one_line(text):
    return " ".join(text.split())


def test_the_kept_language_holds_for_the_commands_after_it(run):
    assert "Gespeichert." in run("begin", "--lang", "de").output
    done = run("screen", said="nein\n" * len(questions().question))
    assert done.exit_code == 0
    assert GERMAN(questions().no_signs) in done.output
    assert GERMAN("Stage: {title}.").split()[0] in run("today").output
    assert "Schmerzstelle" in in_one_line(run("plan", "--days", "7").output)


def test_another_language_can_be_asked_for_once(run):
    run("begin", "--lang", "de")
    assert "Sicherheitsfragen" in run("today").output
    assert "safety questions" in run("today", "--lang", "en").output
    run("begin", "--lang", "en")
    assert "safety questions" in run("today").output
    assert "Sicherheitsfragen" in run("today", "--language", "de").output


def test_english_is_spoken_where_nothing_was_chosen(run):
    run("begin")
    assert "safety questions" in run("today").output


def test_every_question_is_asked_in_german_with_its_reason(run):
    run("begin")
    asked = run("screen", "--lang", "de", said="nein\n" * len(questions().question)).output
    for each in questions().question:
        assert GERMAN(each.text) in asked
        assert GERMAN(each.why) in asked
        assert GERMAN(each.text) != each.text


def test_german_and_english_answers_are_understood_and_no_other(run):
    run("begin", "--lang", "de")
    said = "vielleicht\nnein\nn\nNO\nunsicher\n" + "nein\n" * len(questions().question)
    done = run("screen", said=said)
    assert "vielleicht: Antworte mit ja, nein oder unsicher" in done.output
    # Unsure of the first of the same-day signs counts as yes.
    assert done.exit_code == 3


def test_a_german_emergency_locks_and_says_where_to_go(run):
    run("begin", "--lang", "de")
    done = run("screen", said="ja\n")
    assert done.exit_code == 3
    assert "Notaufnahme" in done.output
    assert "Notruf" in done.output
    assert "112" in done.output
    assert run("today").exit_code == 3
    assert "Notruf" in run("today").output


def test_a_reason_that_rests_on_memory_is_called_provisional_where_it_is_shown(run):
    run("begin")
    asked = run("screen", said="no\n" * len(questions().question)).output
    for each in questions().question:
        assert (f"{each.why} (provisional)" in asked) is each.provisional
    assert {each.provisional for each in questions().question} == {True, False}


@pytest.mark.parametrize("code", ["en", "de"])
def test_a_card_marks_what_is_provisional_beside_the_sentence(run, code):
    text = language(code).text
    for card in cards():
        shown = in_one_line(run("learn", card.id, "--lang", code).output)
        for part in card.paragraphs():
            if isinstance(part, str):
                assert text(part) in shown
                continue
            told, words = (
                (part, part.text) if isinstance(part, Claim) else (claims()[part.claim], part.says)
            )
            after = shown[shown.index(text(words)) + len(text(words)) :]
            number = r" \[\d+, {}\]" if told.provisional else r" \[\d+\]{}"
            word = text("provisional") if told.provisional else ""
            assert re.match(number.format(word), after), part.id


# The ledger.


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_ledger_is_shown_whole_with_source_and_grade(run, code):
    text = language(code).text
    shown = run("evidence", "--lang", code).output
    assert max(len(line) for line in shown.splitlines()) <= 80
    flat = in_one_line(shown)
    for claim in claims().values():
        assert f"{claim.id} ({text(claim.mark)}, {claim.checked})" in flat
        assert in_one_line(text(claim.text)) in flat
        assert in_one_line(claim.cited(text)) in flat
        assert ("provisional" in claim.mark) is claim.provisional
    for each in method():
        assert text(each.says) in flat


def test_each_claim_is_printed_once_and_named_where_it_comes_again(run):
    flat = in_one_line(run("evidence").output)
    for claim in claims().values():
        assert flat.count(f"{claim.id} (") == 1
    named = [name for each in method() for name in each.found]
    assert flat.count("See above:") == len(named) - len(set(named))


def test_the_method_is_never_told_without_what_was_found(run):
    parts = run("evidence").output.split("The method says: ")[1:]
    assert len(parts) == len(method()) > 0
    for part in parts:
        assert "Source: " in part or "See above: " in part


def test_the_ledger_can_be_searched_in_both_languages(run):
    told = json.loads(run("evidence", "tendons", "--json").output)
    assert "past-midline-tendon" in {each["id"] for each in told["claims"]}
    assert len(told["claims"]) < len(claims())
    german = json.loads(run("evidence", "Sehnen", "--json", "--lang", "de").output)
    assert "past-midline-tendon" in {each["id"] for each in german["claims"]}
    # A saying brings the claims beside it.
    squat = json.loads(run("evidence", "equal-in-the-squat", "--json").output)
    assert {each["id"] for each in squat["claims"]} >= {"squat-difference", "standing-difference"}


def test_the_ledger_can_be_asked_for_a_grade(run):
    for grade in "FMD":
        told = json.loads(run("evidence", "--grade", grade, "--json").output)
        assert {each["grade"] for each in told["claims"]} == {grade}
    both = json.loads(run("evidence", "--grade", "M", "--grade", "D", "--json").output)
    assert {each["grade"] for each in both["claims"]} == {"M", "D"}


def test_what_is_not_there_is_said(run):
    assert "Nothing is said about that" in run("evidence", "teeth").output
    assert "steht hier nichts" in run("evidence", "teeth", "--lang", "de").output


def test_what_shuts_a_session_is_said_in_the_kept_language(run):
    run("begin", "--lang", "de")
    run("screen", said="ja\n")
    done = run("coach", "one-leg-stand", "--source", "none", "--voice", "off")
    assert done.exit_code == 1
    assert "Notruf" in done.output
    assert "levelhip seen; dann levelhip screen" in done.output


def test_a_session_understands_the_words_that_its_german_texts_name():
    lines = Lines(io.StringIO("nein\nJa\nLos\nNochmal\nWeiter\nStopp\nvielleicht\n"))
    heard, now_s = [], 0.0
    while (len(heard) < 6 or not lines.strange) and now_s < 10_000.0:
        lines.note_said(now_s)
        now_s += 2.0
        heard += lines.said("asking", now_s)
        time.sleep(0.001)
    assert heard == ["no", "yes", "go", "again", "skip", "stop"]
    assert list(lines.strange) == ["vielleicht"]


def test_being_seen_is_asked_for_in_the_kept_language(run):
    run("begin", "--lang", "de")
    run("screen", said="ja\n")
    assert "Wurdest du" in run("seen", said="nein\n").output
    assert run("seen", said="nein\n").exit_code == 1
    assert run("seen", said="ja\n").exit_code == 3


def test_a_result_is_measured_shown_and_compared_in_the_kept_language(run, tmp_path):
    run("begin", "--lang", "de")
    scales = ("--scales", "36.0", "35.2", "--scales", "35.8", "35.4")
    for day in ("first", "second"):
        done = run("analyse", "-p", "equal-weight", *scales, "-o", day)
        assert "Im ruhigen Stand tragen beide Füße etwa gleich viel" in in_one_line(done.output)
        assert '<html lang="de">' in (tmp_path / day / "report.html").read_text()
    shown = in_one_line(run("compare", "first", "second").output)
    assert "Diese Ergebnisse lassen sich nicht vergleichen." in shown
    assert "eine Aufnahme ist zweimal da" in shown
    assert "Worauf es beruht" in run("show", "walk").output
    # Another language can be asked for once; what is written for programs stays English.
    assert "In quiet stance" in run("analyse", "-p", "equal-weight", *scales, "--lang", "en").output
    told = json.loads(run("analyse", "-p", "equal-weight", *scales, "--json").stdout)
    assert told["verdict"]["text"].startswith("In quiet stance")


def test_a_spot_is_placed_in_german(run):
    run("begin", "--lang", "de")
    first = run("spot", "back", "back", "-40", "10", "--pain", "4").output
    assert "4 cm links der Wirbelsäule, 1 cm über der Gürtellinie (unterer Rücken)" in first
    # 90 mm further is more than the 25 mm of the rule and the error of two marks.
    moved = run("spot", "back", "back", "50", "10").output
    assert "Die Stelle ist gewandert: Sie liegt 90 mm von der Markierung davor." in moved
    assert "Drück nicht auf Knochen" in run("spot", "hip", "left", "0", "-130").output


def test_the_commands_for_ones_own_data_answer_in_the_kept_language(run):
    run("begin", "--lang", "de")
    assert "levelhip-export.zip" in run("export").output
    asked = run("wipe", said="n\n")
    assert "für immer löschen" in asked.output
    done = run("wipe", "--yes")
    # The kept language goes with everything else, and is spoken until the end.
    assert "Von dir ist nichts mehr gespeichert." in done.output
    assert "Gelöscht:" in done.output
    assert "Zurückgespielt." in run("restore", "levelhip-export.zip", "--lang", "de").output


def test_the_doctor_speaks_the_kept_language_changes_nothing_and_json_stays_english(run, tmp_path):
    run("begin", "--lang", "de")
    before = (tmp_path / "store.sqlite").read_bytes()
    told = in_one_line(run("doctor").output)
    assert "Posenmodell full" in told
    assert "Verschlüsselung" in told
    assert "gefunden" in told
    assert (tmp_path / "store.sqlite").read_bytes() == before
    names = {each["name"] for each in json.loads(run("doctor", "--json").output)}
    assert {"data folder", "store encryption"} <= names
    assert "pose model full" in in_one_line(run("doctor", "--lang", "en").output)


def test_a_damaged_store_keeps_the_doctor_from_nothing(run, tmp_path):
    (tmp_path / "store.sqlite").write_bytes(b"no database at all" * 400)
    told = run("doctor", "--lang", "de")
    assert "FEHLT" in told.output
    assert "restore" in run("doctor").output
