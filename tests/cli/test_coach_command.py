"""`levelhip coach`: keys, large digits, plain lines, and a terminal that is given back."""

import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time
from io import StringIO

import numpy as np
import pytest
from click.testing import CliRunner
from rich.console import Console

from levelhip.cli.coach_face import level_bar, picture
from levelhip.cli.digits import FONT, large
from levelhip.cli.keys import Keys, Lines
from levelhip.cli.program import levelhip
from levelhip.coach.orders import Screen
from levelhip.io.session_reader import read_journal
from levelhip.service.coaching import Live

COACH = [sys.executable, "-m", "levelhip.cli", "coach"]


def run(*arguments, given=None):
    return CliRunner().invoke(levelhip, ["coach", *map(str, arguments)], input=given)


def write_standing(path, seconds=6.0):
    """A force table: standing still, both feet alike."""
    time_s = np.arange(0, seconds, 0.02)
    rows = [f"{t:.3f},350,350" for t in time_s]
    path.write_text("\n".join(["time (s),left (N),right (N)", *rows]) + "\n")
    return path


def test_keys_are_words():
    keys = Keys()
    assert keys.words(" ynapgsqj", 0.0) == [
        "tap", "yes", "no", "again", "pause", "go", "stop", "stop", "yes",
    ]  # fmt: skip
    assert keys.words("0\x1b[A§²\t", 0.0) == ["0", "again"]


def test_a_one_waits_for_a_nought_and_then_counts_by_itself():
    keys = Keys()
    assert keys.words("1", 0.0) == []
    assert keys.words("0", 0.3) == ["10"]
    assert keys.words("1", 1.0) == []
    assert keys.words("", 1.5) == []
    assert keys.words("", 1.9) == ["1"]
    assert keys.words("13", 3.0) == ["1", "3"]
    assert keys.words("1\n", 4.0) == ["1"]


def test_a_number_takes_as_many_digits_as_an_answer_may_have():
    keys = Keys()
    assert keys.words("8", 0.0, 200) == []
    assert keys.words("2", 0.2, 200) == ["82"]  # a third digit would be more than 200
    assert keys.words("12", 1.0, 30) == ["12"]
    assert keys.words("2", 2.0, 30) == []
    assert keys.words("", 3.0, 30) == ["2"]
    assert keys.words("0", 4.0, 200) == ["0"]


def test_lines_answer_only_what_was_asked_and_stop_where_nobody_is_left():
    lines = Lines(StringIO("no\n7\nhello\npause\n"))
    lines._thread.join()
    assert lines.said("running", 1.0) == []
    assert lines.said("asking", 1.0) == []  # nothing was said yet
    lines.note_said(1.0)
    assert lines.said("asking", 1.5) == []
    assert lines.said("asking", 2.5) == ["no"]
    assert lines.said("asking", 3.0) == []  # the next question has not been spoken
    lines.note_said(4.0)
    assert lines.said("asking", 5.5) == ["7", "pause"]
    assert list(lines.strange) == ["hello"]
    assert lines.said("paused", 6.0) == ["gone"]


def test_lines_that_end_with_a_stop_leave_nobody_to_say_why():
    lines = Lines(StringIO("stop\nno\n"))
    lines._thread.join(5)
    lines.note_said(0.0)
    assert lines.said("running", 0.5) == ["stop"]
    lines.note_said(1.0)
    assert lines.said("asking", 1.5) == []
    assert lines.said("asking", 2.5) == ["no"]
    assert lines.said("paused", 3.0) == ["gone"]
    silent = Lines(StringIO("stop\n"))
    silent._thread.join(5)
    assert silent.said("running", 0.5) == ["stop"]
    assert silent.said("running", 0.6) == []
    assert silent.said("asking", 0.7) == ["gone"]


@pytest.mark.parametrize("rows", [10, 24, 40, 61])
def test_the_count_is_at_least_a_fifth_of_the_height(rows):
    digits = large(12, rows)
    assert len(digits) >= rows / 5
    assert len({len(line) for line in digits}) == 1
    assert len({tuple(large(i, rows)) for i in range(10)}) == 10


def test_every_digit_is_five_rows_of_three():
    assert {len(glyph) for glyph in FONT.values()} == {5}
    assert {len(row) for glyph in FONT.values() for row in glyph} == {3}


def shown(screen, live=None):
    console = Console(file=StringIO(), width=80, height=24)
    console.print(picture(screen, live or Live({}, "", ""), (80, 24)))
    return console.file.getvalue()


def test_the_screen_shows_count_side_question_and_state():
    text = shown(Screen("reps", "Lift", "left", count=3, target=10, faulty=1, caption="Toe down."))
    for part in ("Lift · left", "of 10 · 1 not counted", "Toe down.", "● go on", "s stop", "███"):
        assert part in text
    asked = shown(Screen("pain", "Pain", question="How sore, 0 to 10?", state="asking"))
    assert "How sore" in asked
    held = shown(Screen("hold", "Hold", "left", held_s=7.4, left_s=2.2))
    assert "seconds held, 3 s left" in held
    trouble = shown(Screen("hold", "Hold"), Live({}, "dark", "The camera gives no picture."))
    assert "no picture" in trouble


def test_the_level_bar_leans_to_the_higher_hip_and_is_absent_when_nothing_is_believed():
    assert level_bar({"trunk_lean_deg": 3.0}, 41) == []
    line, words = level_bar({"pelvic_obliquity_deg": 5.0}, 41)
    assert line.index("●") == 30
    assert words == "5°, left hip higher"
    line, words = level_bar({"pelvic_hike_deg": -20.0}, 41)
    assert line.index("●") == 0
    assert words == "20°, free hip lower"
    assert level_bar({"pelvic_obliquity_deg": 0.2}, 41)[1] == "level"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "give a PROTOCOL"),
        (["hopping"], "protocol hopping: not known"),
        (["equal-weight", "--speed", "0"], "--speed 0"),
        (["equal-weight", "--hold", "7"], "hold is 7 s; give one of"),
        (["equal-weight", "--age", "12"], "age: 12.0 years"),
        (["equal-weight", "--source", "radar"], "radar"),
        (["equal-weight", "--reps", "0"], "--reps"),
        (["equal-weight", "--file", "absent.csv"], "does not exist"),
        (["equal-weight", "--yes-no-safety"], "No such option"),
    ],
)
def test_misuse_ends_with_status_2_and_names_the_way_out(arguments, said):
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--source", "file"], "give one with --file"),
        (["--source", "phone"], "allow remote access"),
        (["--source", "phone", "--phone", "8.8.8.8"], "not an address of your own network"),
        (["--source", "phone", "--phone", "127.0.0.1:9"], "no answer"),
        (["--source", "camera", "--camera", "63"], "camera"),
    ],
)
def test_a_source_that_cannot_be_had_ends_with_status_1_and_leaves_nothing(
    arguments, said, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    done = run("equal-weight", *arguments)
    assert done.exit_code == 1
    assert said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_no_option_leads_past_the_safety_questions():
    options = {name for parameter in levelhip.commands["coach"].params for name in parameter.opts}
    assert not [name for name in options if "safety" in name or "skip" in name or "yes" in name]


def test_cameras_are_listed_without_being_opened():
    done = run("--list-cameras")
    assert done.exit_code == 0
    assert done.stdout.strip()


def test_a_session_is_scripted_by_lines_and_ends_in_results(tmp_path):
    file = write_standing(tmp_path / "still.csv")
    out = tmp_path / "s.session"
    done = subprocess.run(
        [*COACH, "equal-weight", "--source", "file", "--file", file, "--speed", "1000", "-o", out],
        input="no\nno\nno\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode in {0, 3}, done.stderr
    assert "Kept in:" in done.stderr
    assert "The recording is over" in done.stderr
    assert (out / "result.json").is_file()
    assert (out / "transcript.md").is_file()
    assert read_journal(out).finished
    again = run("--finish", out, "--json")
    assert again.exit_code == done.returncode
    assert '"levelhip.result/1"' in again.stdout


def test_where_nobody_answers_the_session_stops_by_itself(tmp_path):
    file = write_standing(tmp_path / "still.csv")
    out = tmp_path / "s.session"
    done = run(
        *["equal-weight", "--source", "file", "--file", file, "--speed", "1000", "--out", out],
        given="",
    )
    assert read_journal(out).of("finish")[0]["reason"] == "stopped"
    assert done.exit_code == 1
    assert "the session ended before anything was measured" in done.stderr
    assert not (out / "result.json").exists()


def terminal(arguments, act, cwd):
    """Run a command at a terminal of its own; what was shown, its status, the terminal's modes."""
    leader, follower = pty.openpty()
    before = termios.tcgetattr(follower)
    running = subprocess.Popen(
        [*COACH, *arguments], stdin=follower, stdout=subprocess.PIPE, stderr=follower, cwd=cwd
    )
    text, over = b"", time.monotonic() + 60
    during = None
    while running.poll() is None and time.monotonic() < over:
        if select.select([leader], [], [], 0.05)[0]:
            text += os.read(leader, 65536)
        if during is None and b"Before we start" in text:
            during = termios.tcgetattr(follower)
            act(running, leader)
    after = termios.tcgetattr(follower)
    running.stdout.close()
    running.wait(timeout=10)
    os.close(leader)
    os.close(follower)
    return text.decode(errors="replace"), before, during, after


def echoes(modes):
    return bool(modes[3] & termios.ECHO)


@pytest.mark.parametrize("how", ["key", "interrupt", "terminate"])
def test_the_terminal_is_given_back_however_the_session_ends(how, tmp_path):
    acts = {
        "key": lambda _running, leader: os.write(leader, b"s"),
        "interrupt": lambda running, _leader: running.send_signal(signal.SIGINT),
        "terminate": lambda running, _leader: running.send_signal(signal.SIGTERM),
    }
    arguments = ["side-lying-abduction", "--voice", "off", "--out", "s.session"]
    text, before, during, after = terminal(arguments, acts[how], tmp_path)
    assert "Before we start" in text
    assert echoes(before)
    assert not echoes(during)
    assert after == before
    assert read_journal(tmp_path / "s.session").of("finish")
