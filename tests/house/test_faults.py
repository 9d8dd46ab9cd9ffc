"""A fault is told in the reader's language; who writes protocols and programs reads English."""

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

from levelhip.protocols.language import language
from tools import words

PACKAGE = Path(words.PACKAGE)
ENGLISH = {
    "biomech/calibration.py": "who calls it with a track of another frame",
    "biomech/camera.py": "who calls it with a track of another frame",
    "coach/places.py": "a session's journal that was changed by hand",
    "coach/plan.py": "who writes a protocol",
    "core/arrays.py": "who makes a track",
    "core/series.py": "who makes a track",
    "engine/checking.py": "who writes a protocol",
    "engine/finders.py": "who writes a protocol",
    "program/cards.py": "who writes a card",
    "program/scenario_file.py": "who writes a scenario",
    "program/strategy.py": "who writes the plan's ladders",
    "protocols/claims.py": "who writes a claim",
    "protocols/faults.py": "who writes a protocol",
    "protocols/library.py": "who writes a protocol",
    "protocols/method.py": "who writes the method",
    "protocols/session_words.py": "who writes what is said",
}
"""Modules that may say a fault in English only, and who reads it."""


@cache
def calls():
    """Every fault that the package makes: where, the line, and its arguments."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        where = path.relative_to(PACKAGE).as_posix()
        found += [
            (where, node.lineno, node.args[0], {each.arg for each in node.keywords})
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and node.args and ast.unparse(node.func) in words.FAULTS
        ]
    return tuple(found)


def texts():
    """Each fault's text that is translated, with its blanks."""
    for where, line, said, given in calls():
        if isinstance(said, ast.Constant) and where not in ENGLISH:
            yield where, line, said.value, given


def test_a_fault_that_a_person_meets_is_a_text_with_blanks():
    plain = {
        (where, line)
        for where, line, said, _ in calls()
        if isinstance(said, ast.JoinedStr) and where not in ENGLISH
    }
    assert not plain, 'write BadRecording("{file}: …", file=…), so that it can be translated'


def test_the_list_of_those_who_read_english_does_not_grow_old():
    assert set(ENGLISH) <= {where for where, _, said, _ in calls() if is_plain(said)}


def is_plain(said):
    return not isinstance(said, ast.Constant)


def test_every_fault_has_its_german():
    german = language("de").texts()
    known = {text for _, _, text, _ in texts() if re.search("[a-z]", re.sub(r"{\w+}", "", text))}
    assert len(known) > 200
    assert sorted(text for text in known if not german.get(text)) == []


def test_every_blank_of_a_fault_is_filled():
    for where, line, text, given in texts():
        blanks = {name for _, name, _, _ in Formatter().parse(text) if name}
        assert blanks == given, (where, line)
