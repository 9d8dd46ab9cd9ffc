"""The command line starts at once, explains itself, and ends with the status it promises."""

import json
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from levelhip.cli.program import levelhip

DOCS = Path(__file__).resolve().parents[2] / "docs"
HEAVY = ("av", "cv2", "ezc3d", "jinja2", "matplotlib", "mediapipe", "numpy", "polars", "pydantic")
HEAVY += ("rich", "scipy", "vqf")


def run(*arguments):
    return CliRunner().invoke(levelhip, [str(each) for each in arguments])


def commands():
    return sorted(levelhip.commands.items())


def test_help_imports_nothing_heavy():
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "from levelhip.cli import main; main()", "-h"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Usage: levelhip" in done.stdout
    imported = {line.split("|")[-1].strip().split(".")[0] for line in done.stderr.splitlines()}
    assert "click" in imported
    assert sorted(imported & set(HEAVY)) == []


@pytest.mark.parametrize(("name", "command"), commands())
def test_every_command_has_help_with_words_for_every_option(name, command):
    shown = run(name, "--help")
    assert shown.exit_code == 0
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts}"


@pytest.mark.parametrize(("name", "command"), commands())
def test_every_command_and_every_option_has_its_page(name, command):
    text = (DOCS / "cli.md").read_text()
    section = re.search(rf"^## levelhip {name}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert section, f"docs/cli.md has no section for {name}"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            for option in parameter.opts:
                assert option in section[1], f"docs/cli.md, {name}: {option} is not there"


def test_the_docs_name_no_command_that_is_not_there():
    text = (DOCS / "cli.md").read_text()
    assert sorted(re.findall(r"^## levelhip (\S+)$", text, re.MULTILINE)) == [
        name for name, _ in commands()
    ]


def test_an_unknown_command_or_option_is_misuse():
    assert run("measure").exit_code == 2
    assert run("protocols", "--colour").exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-p", "equal-weight"], "give a FILE or DIR"),
        (["-p", "equal-weight", "--height", "tall", __file__], "give 1.78, 178cm or 5ft10"),
        (["-p", "equal-weight", "--height", "17m", __file__], "height: 17.0 m"),
        (["-p", "equal-weight", "--jobs", "0", __file__], "--jobs"),
        (["-p", "equal-weight", "--hold", "7", __file__], "hold is 7 s; give one of 5, 10, 30"),
        (["-p", "equal-weight", "--variant", "hop", __file__], "give one of behind, free"),
        (["-p", "hopping", __file__], "protocol hopping: not known"),
        (["-p", "equal-weight", "absent.mp4"], "does not exist"),
        ([__file__], "--protocol"),
    ],
)
def test_misuse_ends_with_status_2_and_names_the_way_out(arguments, said):
    done = run("analyse", *arguments)
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_file_that_cannot_be_read_ends_with_status_1_in_one_line(tmp_path):
    empty = tmp_path / "clip.mp4"
    empty.touch()
    done = run("analyse", "-p", "equal-weight", empty)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "clip.mp4: the file is empty" in done.stderr


def test_protocols_are_listed_for_people_and_for_programs():
    assert "equal-weight" in run("protocols").stdout
    told = json.loads(run("protocols", "--json").stdout)
    assert {"equal-weight", "squat-check", "sack-swinger", "walk"} <= {each["id"] for each in told}


def test_each_form_is_shown_with_its_own_steps():
    shown = " ".join(run("show", "side-lying-abduction").stdout.split())
    full, neutral = shown.split("--variant neutral:")
    assert "Kick that leg straight back" in full
    assert "Kick that leg" not in neutral
    assert "to level and no further" in neutral


def test_show_says_how_what_and_on_what_ground():
    shown = run("show", "equal-weight")
    assert shown.exit_code == 0
    for part in ("How", "Measured", "--variant free", "--hold: 5, 10, 30", "Grade D"):
        assert part in shown.stdout
    assert json.loads(run("show", "equal-weight", "--json").stdout)["id"] == "equal-weight"


def test_showing_a_protocol_that_is_not_there_is_misuse():
    done = run("show", "hopping")
    assert done.exit_code == 2
    assert "give one of equal-weight" in done.stderr


def test_the_doctor_names_versions_models_and_cameras():
    done = run("doctor", "--json")
    told = {check["name"]: check for check in json.loads(done.stdout)}
    assert {"levelhip", "Python", "numpy", "pose model full", "cameras"} <= set(told)
    missing = [check for check in told.values() if check["state"] == "missing"]
    assert done.exit_code == (1 if missing else 0)


def test_the_doctor_fails_when_something_is_missing_and_says_what_mends_it(tmp_path, monkeypatch):
    monkeypatch.setenv("LEVELHIP_MODELS", str(tmp_path))
    done = run("doctor", "--json")
    missing = [each for each in json.loads(done.stdout) if each["state"] == "missing"]
    assert done.exit_code == 1
    assert "pose model full" in {each["name"] for each in missing}
    assert all(each["remedy"] for each in missing)


def test_sample_writes_the_recordings_with_their_origin(tmp_path):
    done = run("sample", tmp_path / "here")
    written = [Path(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert (tmp_path / "here" / "equal-weight.mp4") in written
    assert all(path.stat().st_size > 10_000 for path in written)
    assert "no real person" in (tmp_path / "here" / "README.md").read_text()
