"""What was typed and cannot be, and what goes wrong, is told by commands in the kept language."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from levelhip.cli import misuse, program
from levelhip.cli.program import levelhip
from levelhip.protocols.language import language
from tests.wide import plain_words, wide

GERMAN = language("de")


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("LEVELHIP_STORE", f"sqlite:///{tmp_path / 'store.sqlite'}")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.csv").write_text("no table\n")
    (tmp_path / "empty").mkdir()

    def command(*words):
        return CliRunner().invoke(levelhip, words, catch_exceptions=False)

    command("begin", "--lang", "de")
    return command


FAULTS = [
    (("lifted", "heavy", "5"), 2, "'[KG]' stimmt nicht: 'heavy' ist kein Gewicht"),
    (("lifted", "60"), 2, "Sag auch, wie oft"),
    (
        ("lifted", "60", "5.5"),
        2,
        "'[REPS]' stimmt nicht: '5.5' ist nicht gültig; gib an: eine ganze",
    ),
    (("lifted", "900", "5"), 2, "Heben: 900 kg; gib mehr"),
    (("lifted", "60", "5", "--on", "yesterday"), 2, "'yesterday' ist kein Datum; gib 2026-01-31"),
    (("lifted", "60", "5", "--on", "2999-01-01"), 2, "2999-01-01: ist noch nicht gekommen"),
    (("score", "rmdq24", "25"), 2, "rmdq24: 25; gib 0 bis 24 an"),
    (("score", "rmdq24", "1.5"), 2, "rmdq24: 1,5; gib eine ganze Zahl an"),
    (("score", "moon", "1"), 2, "'moon' ist keins von 'rmdq24', 'global-change', 'sitting'."),
    (("spot", "back", "back", "-4000", "10"), 2, "Stelle im Rücken: -4000 mm, 10 mm liegt neben"),
    (("spot", "back", "back", "1", "1", "--pain", "11"), 2, "11 liegt nicht im Bereich 0<=x<=10."),
    (("aim", " "), 2, "Tätigkeit: ist leer"),
    (("aim", "3"), 2, "Tätigkeit 3: Es gibt 0; nenn zuerst eine"),
    (("begin", "--mass", "much"), 2, "'--mass' stimmt nicht: 'much' ist kein Gewicht"),
    (("begin", "--training", "moonday"), 2, "moo; gib einige von mon,tue"),
    (("analyse", "none.csv", "-p", "walk"), 2, "Pfad 'none.csv' gibt es nicht."),
    (("analyse", "bad.csv", "-p", "walk"), 1, "levelhip: bad.csv: enthält Text"),
    (("analyse", "bad.csv", "-p", "moonwalk"), 2, "Protokoll moonwalk: nicht bekannt"),
    (("analyse", "bad.csv"), 2, "Es fehlt die Option '-p' / '--protocol'."),
    (("compare", "bad.csv", "bad.csv"), 1, "levelhip: bad.csv: "),
    (("simulate", "walk", "--sensor", "moon", "-o", "made"), 2, "moon"),
    (("simulate", "walk", "--fault", "???", "-o", "made"), 2, "Fehler ???: nicht verstanden"),
    (("restore", "bad.csv"), 1, "levelhip: bad.csv: keine Sicherung von levelhip"),
    (("summary", "summary.doc"), 1, "Gib einen Namen an, der auf .pdf oder .html endet"),
    (("share", "calendar", "--at", "noon"), 2, "'noon' ist keine Uhrzeit; gib 18:00 an"),
    (("show", "moonwalk"), 2, "Protokoll moonwalk: nicht bekannt"),
    (("learn", "moon"), 2, "Karte moon: nicht bekannt"),
    (("done", "juggling", "--during", "2"), 1, "levelhip: Übung juggling: nicht bekannt"),
    (("coach",), 2, "Gib ein Protokoll an; `levelhip protocols` zählt sie auf"),
    (("coach", "walk", "--speed", "0"), 2, "--speed 0: Gib eine Zahl über null an"),
    (("coach", "walk"), 1, "levelhip: Beantworte zuerst die Sicherheitsfragen."),
    (("serve", "--lan-address", "8.8.8.8"), 2, "--lan-address braucht --lan"),
    (("moon",), 2, "Den Befehl 'moon' gibt es nicht."),
    (("today", "--moon"), 2, "Die Option '--moon' gibt es nicht."),
]


@pytest.mark.parametrize(("typed", "status", "said"), FAULTS, ids=lambda each: str(each)[:40])
def test_a_fault_is_told_in_the_kept_language(run, typed, status, said):
    done = run(*typed)
    assert done.exit_code == status, done.output
    assert said in " ".join(done.stderr.split())
    assert "Error" not in done.stderr
    assert "Usage" not in done.stderr


def test_a_language_that_was_asked_for_holds_whatever_comes_before_it(run):
    assert "is not a mass" in run("lifted", "heavy", "5", "--lang", "en").stderr
    assert "ist kein Gewicht" in run("lifted", "--lang", "de", "heavy", "5").stderr


def test_english_is_told_as_click_tells_it(run):
    run("begin", "--lang", "en")
    told = run("lifted", "heavy", "5").stderr
    assert told.startswith("Usage: levelhip lifted")
    assert "Error: Invalid value for '[KG]': 'heavy' is not a mass" in told


@pytest.mark.parametrize(("typed", "status", "said"), FAULTS, ids=lambda each: str(each)[:40])
def test_no_english_word_is_left_in_a_fault(run, monkeypatch, typed, status, said):
    monkeypatch.setattr(program, "calm_tongue", lambda: wide)
    told = run(*typed).stderr
    assert not {"give", "the", "is", "not", "of", "and"} & set(plain_words(told))


@pytest.mark.parametrize("text", misuse.CLICK_SAYS)
def test_what_click_says_is_known_with_its_values(text):
    values = {"given": "'x'", "known": "'y', 'z'", "count": "2", "kind": "integer"}
    fault = click.UsageError(text.format(**values))
    told = misuse.in_words(fault, GERMAN)
    assert told != fault.message
    for name in ("given", "known", "count"):
        if f"{{{name}}}" in text:
            assert values[name] in told
