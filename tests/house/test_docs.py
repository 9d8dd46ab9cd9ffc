"""The documentation names what is there: files, headings, quantities, fields and pages."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from levelhip.cli.program import levelhip
from levelhip.engine.engine import PUBLIC_SIGNALS
from levelhip.engine.measures import MEASURES
from levelhip.protocols.cues import FAULT_CODES
from levelhip.web.routes.sessions import SessionTold

ROOT = Path(__file__).resolve().parents[2]
DOCS = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
CODE = tuple(
    path
    for folder in ("src", "tests", "tools", "accuracy", "bench", "ui/src")
    for suffix in ("py", "toml", "sh", "ts", "tsx")
    for path in sorted((ROOT / folder).rglob(f"*.{suffix}"))
    # It plants sentences in pages that are not there.
    if path.name != "test_claims.py"
)
PRIVATE = re.compile(r"\b(EVIDENCE|DESIGN)\b|\b(STYLE|UI)\.md\b")
"""Papers that were written before the program and are not part of it."""


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def headings(page):
    """What a link may lead to within a page, as its readers make it from headings and marks."""
    text = page.read_text(encoding="utf-8")
    told = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in told)
    return {*plain, *re.findall(r'<a id="([^"]+)"', text)}


def missing(page, place):
    return not page.exists() or bool(place and page.suffix == ".md" and place not in headings(page))


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_and_picture_of_a_page_is_there(page):
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r'(?:\]\(|src=")(?!https?:)([^)"\s#]*)#?([^)"\s]*)', text)
    lost = [
        f"{name}#{place}"
        for name, place in links
        if missing(page.parent / name if name else page, place)
    ]
    assert not lost


def test_every_page_that_code_names_is_there_with_its_heading():
    lost = [
        f"{path.relative_to(ROOT)}: {name}#{place}"
        for path in CODE
        for name, place in re.findall(
            r"\b(docs/[\w/.-]*\w)(?:#([\w-]+))?", path.read_text(encoding="utf-8")
        )
        if missing(ROOT / name, place)
    ]
    assert not lost, "\n".join(lost)


def remarks(path):
    """Comments and docstrings of a Python file; of others the whole text."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return [text]
    said = [
        each.value.value
        for each in ast.walk(ast.parse(text))
        if isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant)
    ]
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [str(each) for each in said] + [t.string for t in tokens if t.type == tokenize.COMMENT]


def test_nothing_leans_on_papers_that_readers_do_not_have():
    found = [
        f"{path.relative_to(ROOT)}: {said.group()}"
        for path in (*DOCS, *CODE)
        for remark in remarks(path)
        if (said := PRIVATE.search(remark))
    ]
    assert not found, "\n".join(found)


def test_every_quantity_and_signal_is_explained():
    known = set(re.findall(r"`(\w+)`", text_of("docs/measures.md")))
    assert sorted(MEASURES.keys() - known) == []
    # A leg's signal and a standard uncertainty go by the quantity's name, units stand at the end.
    plain = {name: re.sub(r"^(left|right)_|_sd(?=_)", "", name) for name in PUBLIC_SIGNALS}
    short = {name: re.sub(r"_(deg|m)$", "", each) for name, each in plain.items()}
    assert [n for n in PUBLIC_SIGNALS if not {n, plain[n], short[n]} & known] == []


def test_every_fault_code_is_listed():
    known = set(re.findall(r"`([a-z-]+)`", text_of("docs/result.md")))
    assert sorted(FAULT_CODES - known) == []


def test_what_a_begun_session_is_told_as_is_listed_whole():
    told = re.search(r"^gives `{(.*?)}`", text_of("docs/page-protocol.md"), re.MULTILINE)
    assert told is not None
    assert told[1].split(", ") == [each.name for each in fields(SessionTold)]


def test_every_address_of_the_page_is_listed():
    routes = re.findall(r'<Route path="([^"]+)"', text_of("ui/src/app.tsx"))
    told = {
        re.sub("[A-Z]+", "", each) for each in re.findall(r"`(/[^`]*)`", text_of("docs/page.md"))
    }
    assert len(routes) > 10
    assert [each for each in routes if re.sub(r":\w+", "", each) not in told] == []


@pytest.mark.parametrize("name", sorted(levelhip.commands))
def test_every_command_is_shown_as_it_is_typed(name):
    (section,) = re.findall(
        rf"^## levelhip {name}\n(.*?)(?=^## |\Z)", text_of("docs/cli.md"), re.MULTILINE | re.DOTALL
    )
    assert section.strip().startswith(f"```\nlevelhip {name}")


def test_the_node_that_is_asked_for_is_the_one_that_the_page_needs():
    needed = json.loads(text_of("ui/package.json"))["engines"]["node"].removeprefix(">=")
    assert f"Node {needed}" in text_of("README.md")
    assert f"Node {needed}" in text_of("tools/setup.sh")
