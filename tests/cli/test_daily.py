"""The commands of every day, from an empty store to a plan, and a person's own data out of it."""

from __future__ import annotations

import json
import zipfile

import pytest
from click.testing import CliRunner

from levelhip.cli.program import levelhip
from levelhip.program import questions
from levelhip.program.cards import cards


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("LEVELHIP_STORE", f"sqlite:///{tmp_path / 'store.sqlite'}")
    monkeypatch.chdir(tmp_path)

    def command(*words, said=""):
        return CliRunner().invoke(levelhip, words, input=said, catch_exceptions=False)

    return command


def begun(run):
    run("begin", "--sorer", "left", "--mass", "80", "--training", "mon,thu")
    return run("screen", said="no\n" * len(questions().question))


def test_without_a_diary_every_command_says_how_to_begin(run):
    for words in (("today",), ("plan",), ("screen",)):
        done = run(*words)
        assert done.exit_code == 1
        assert "levelhip begin" in done.output


@pytest.mark.parametrize(
    "words",
    [
        *(("today",), ("plan",), ("evidence",), ("export", "all.zip"), ("backup", "all.zip")),
        *(("serve", "--no-open"), ("sample", "--analyse", "--out", "made"), ("wipe", "--yes")),
    ],
    ids=lambda words: words[0],
)
def test_a_path_in_place_of_the_stores_address_is_told_with_the_way_out(run, monkeypatch, words):
    monkeypatch.setenv("LEVELHIP_STORE", "my-store")
    done = run(*words)
    assert done.exit_code == 1
    way_out = "LEVELHIP_STORE: holds no address; give sqlite:///FILE or postgresql://…"
    assert way_out in done.output


def test_before_the_safety_questions_nothing_is_planned(run):
    run("begin")
    done = run("today")
    assert done.exit_code == 3
    assert "safety questions" in done.output


def test_all_no_opens_the_plan_and_is_no_all_clear(run):
    done = begun(run)
    assert done.exit_code == 0
    assert "not an all-clear" in done.output
    today = run("today")
    assert today.exit_code == 0
    assert 2 <= len(today.output.strip().splitlines()) <= 5
    assert "Equal weight" in run("plan", "--days", "7").output


def test_an_emergency_answer_stops_the_questions_and_locks(run):
    run("begin")
    done = run("screen", said="yes\n")
    assert done.exit_code == 3
    assert "emergency" in done.output
    for words in (("today",), ("screen",)):
        assert run(*words, said="no\n" * 30).exit_code == 3
    # Saying that one was seen is not enough either: the time and a new screen are missing.
    assert run("seen", said="y\n").exit_code == 3
    assert run("screen", said="no\n" * 30).exit_code == 3


def test_a_session_asks_three_questions_once_all_were_answered(run):
    begun(run)
    assert "1 of 3" in run("screen", said="no\nno\nno\n").output


def test_a_check_in_is_one_line_and_the_morning_counts_for_the_day_before(run):
    begun(run)
    assert run("say", "--usual", "3", "--morning", "2").exit_code == 0
    assert run("say", said="4\n").exit_code == 0
    assert run("walked", "20").exit_code == 0
    assert run("say", "--usual", "11").exit_code == 2
    assert run("say", "--usual", "3", "--on", "2999-01-01").exit_code == 1


def test_everything_goes_out_and_comes_back(run, tmp_path):
    begun(run)
    run("say", "--usual", "3")
    assert run("export", "all.zip").exit_code == 0
    with zipfile.ZipFile(tmp_path / "all.zip") as packed:
        names = set(packed.namelist())
        told = json.loads(packed.read("levelhip.json"))
    assert {"levelhip.json", "plan.ics", "fhir.json", "tables/day.csv"} <= names
    assert told["rows"]["day"][0]["usual"] == 3
    before = run("plan", "--json").output
    assert run("restore", "all.zip").exit_code == 1
    assert run("wipe", said="n\n").exit_code == 1
    assert run("wipe", said="y\n").exit_code == 0
    assert run("today").exit_code == 1
    assert run("restore", "all.zip").exit_code == 0
    # A backup's safety answers may be old: all questions are asked once more.
    assert "answer all safety questions again" in run("today").output
    assert run("screen", said="no\n" * len(questions().question)).exit_code == 0
    assert run("plan", "--json").output == before


def test_what_is_no_backup_is_refused_by_name(run, tmp_path):
    (tmp_path / "x.json").write_text("{}")
    done = run("restore", "x.json")
    assert done.exit_code == 1
    assert "x.json" in done.output


def test_cards_and_the_ledger_can_be_read(run):
    assert all(card.id in run("learn").output for card in cards())
    for card in cards():
        assert "[1]" in run("learn", card.id).output
    assert run("learn", "teeth").exit_code == 2
    assert "Source:" in run("evidence").output


def test_a_scenario_is_told_line_by_line_and_a_missed_one_fails(run, tmp_path):
    text = 'title = "t"\nstory = "s"\n[[expect]]\nday = 1\nlight = "{}"\n'
    (tmp_path / "good.toml").write_text(text.format("amber"))
    (tmp_path / "bad.toml").write_text(text.format("green"))
    assert run("scenario", "good.toml").exit_code == 0
    bad = run("scenario", "bad.toml")
    assert bad.exit_code == 1
    assert "expected green" in bad.output
