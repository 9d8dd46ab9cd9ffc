"""Every text that a person may read, with the claims that are named beside it.

tools/claim_check.py says what is done with them.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("src/levelhip")
LEDGER = PACKAGE / "protocols" / "claims.toml"

MARKER = re.compile(r"\bclaims?:\s*([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)")
LINK = re.compile(r"(?:evidence\.md#|\bclaims? `)([a-z0-9-]+)")
COMMENT = re.compile(r"<!--(.*?)-->|\{#(.*?)#\}", re.DOTALL)
SAID_ON_SCREEN = re.compile(r'\bt\(\s*"((?:[^"\\]|\\.)*)"')
SAID_IN_TEMPLATE = re.compile(r'\{\{ _\("((?:[^"\\]|\\.)*)"\).*?\}\}')
LONG_LINES = 10
SKIPPED_DOCS = ("accuracy", "performance", "transcripts", "weeks", "decisions.md")
"""Pages that commands write from data, and the reasons of the code."""

WRITTEN = re.compile(r"<!-- from the ledger.*?<!-- end of the ledger -->", re.DOTALL)
"""The part of docs/evidence.md that tools/evidence_page.py writes."""


@dataclass(frozen=True)
class Shown:
    """A text that a person may read.

    Attributes
    ----------
    where : file and line
    text : its words
    claims : ids that stand beside it
    must_rest : whether it must rest on a claim whatever its words
    """

    where: str
    text: str
    claims: frozenset[str] = field(default=frozenset())
    must_rest: bool = False


def toml_texts(path: Path, root: Path = ROOT) -> Iterator[Shown]:
    """Texts of a TOML file, with the claims of their table.

    Parameters
    ----------
    path : Path
        Relative to the root.
    root : Path

    Yields
    ------
    Shown
    """
    source = (root / path).read_text(encoding="utf-8")
    lines = source.splitlines()
    always = path.name == "screening.toml"

    def told(table: Mapping[str, Any], named: frozenset[str]) -> Iterator[Shown]:
        one = table.get("claim", ())
        named |= {one} if isinstance(one, str) else set()
        named |= set(table.get("claims", ()))
        for key, value in table.items():
            if key in ("claim", "claims"):
                continue
            for text in _strings(value):
                near = _marked(lines, text)
                yield Shown(
                    f"{path}: {key}",
                    text,
                    named | near,
                    must_rest=always and key == "why",
                )
            # A claim goes on into tables of its own (`texts`), not into lists of tables.
            for inner in _tables(value):
                yield from told(inner, named if isinstance(value, dict) else frozenset())

    yield from told(tomllib.loads(source), frozenset())


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (each for each in value if isinstance(each, str))


def _tables(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list):
        yield from (each for each in value if isinstance(each, dict))


def _marked(lines: list[str], text: str) -> set[str]:
    """Claims named in a comment on the line of a text, or on the line above it."""
    found: set[str] = set()
    head = text.splitlines()[0][:60] if text else ""
    for i, line in enumerate(lines):
        if head and head in line:
            for near in lines[max(i - 1, 0) : i + 1]:
                _, mark, comment = near.partition("#")
                found |= _named(comment) if mark else set()
    return found


def _named(comment: str) -> set[str]:
    return {name for match in MARKER.finditer(comment) for name in re.split(r"\s*,\s*", match[1])}


def code_texts(path: Path, root: Path = ROOT) -> Iterator[Shown]:
    """Texts in a module; docstrings only of commands, where they are the help.

    Parameters
    ----------
    path : Path
        Relative to the root.
    root : Path

    Yields
    ------
    Shown
    """
    source = (root / path).read_text(encoding="utf-8")
    lines = source.splitlines()
    open_ones: list[tuple[ast.AST, int]] = [(ast.parse(source), 0)]
    while open_ones:
        node, above = open_ones.pop()
        for child in ast.iter_child_nodes(node):
            text = _text_of(child)
            if text is not None:
                near = lines[max(child.lineno - 2, 0) : child.end_lineno]
                near += lines[above - 1 : above] if above else []
                named = {name for line in near for name in _named(line.partition("#")[2])}
                yield Shown(f"{path}:{child.lineno}", text, frozenset(named))
                continue
            start = above
            if isinstance(child, ast.Assign | ast.Return | ast.Expr):
                # A docstring, or a note under a constant; a command's is its help.
                is_note = isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)
                if is_note and not _is_command(node):
                    continue
                is_long = (child.end_lineno or 0) - child.lineno >= LONG_LINES
                start = 0 if is_long else child.lineno - 1
            if not isinstance(child, ast.expr_context | ast.operator | ast.Name):
                open_ones.append((child, start))


def _text_of(node: ast.AST) -> str | None:
    """The text of a string, its blanks filled with a number; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = (part.value if isinstance(part, ast.Constant) else "5" for part in node.values)
        return "".join(str(part) for part in parts)
    return None


def _is_command(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        "command" in ast.unparse(each) for each in node.decorator_list
    )


def page_texts(path: Path, root: Path = ROOT) -> Iterator[Shown]:
    """Paragraphs of a page or template, with the claims named in them.

    Parameters
    ----------
    path : Path
        Markdown or HTML, relative to the root.
    root : Path

    Yields
    ------
    Shown
    """
    source = (root / path).read_text(encoding="utf-8")
    if path.suffix == ".md":
        source = WRITTEN.sub(lambda m: "\n" * m[0].count("\n"), source)
        source = re.sub(r"```.*?```", lambda m: "\n" * m[0].count("\n"), source, flags=re.DOTALL)
        blocks = re.split(r"(\n\s*\n|\n(?=\s*(?:[-*]|\d+\.|#) ))", source)
    else:
        source = re.sub(r"\{%.*?%\}", lambda m: "\n" * m[0].count("\n"), source, flags=re.DOTALL)
        blocks = re.split(r"(\n\s*\n)", source)
    line = 1
    for block in blocks:
        named = {n for m in COMMENT.finditer(block) for n in _named(m[1] or m[2] or "")}
        named |= set(LINK.findall(block))
        text = re.sub(r",? ?\(?\bclaims? `[a-z0-9-]+`\)?", "", COMMENT.sub(" ", block))
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
        if path.suffix != ".md":
            text = re.sub(r"<[^>]*>|\{\{.*?\}\}", " ", SAID_IN_TEMPLATE.sub(r"\1", text))
        for row in text.split("\n|") if text.lstrip().startswith("|") else [text]:
            for cell in re.split(r"\s\|+\s|\|\s*\|", row):
                if cell.strip():
                    yield Shown(f"{path}:{line}", cell, frozenset(named))
        line += block.count("\n")


def screen_texts(path: Path, root: Path = ROOT) -> Iterator[Shown]:
    """Texts of the page, `t("...")`; a claim stands in a comment on the line or the one above.

    Parameters
    ----------
    path : Path
        TypeScript, relative to the root.
    root : Path

    Yields
    ------
    Shown
    """
    source = (root / path).read_text(encoding="utf-8")
    lines = source.splitlines()
    for match in SAID_ON_SCREEN.finditer(source):
        line = source.count("\n", 0, match.start()) + 1
        near = " ".join(lines[max(line - 2, 0) : line])
        text = match[1].encode().decode("unicode_escape") if "\\" in match[1] else match[1]
        yield Shown(f"{path}:{line}", text, frozenset(_named(near)))


def shown_texts(root: Path = ROOT) -> Iterator[Shown]:
    """Every text that a person may read.

    Parameters
    ----------
    root : Path
        Of the project, or of a copy.

    Yields
    ------
    Shown
    """
    package = root / PACKAGE
    for path in sorted(package.rglob("*.toml")):
        # Scenarios tell of made-up people.
        strange = {"marker_maps", "scenarios"} & set(path.parts)
        if path != root / LEDGER and not strange:
            yield from toml_texts(path.relative_to(root), root)
    for path in sorted(package.rglob("*.py")):
        if "migrations" not in path.parts:
            yield from code_texts(path.relative_to(root), root)
    for path in sorted(package.rglob("templates/*.html")):
        yield from page_texts(path.relative_to(root), root)
    for path in sorted((root / "ui" / "src").rglob("*.ts*")):
        yield from screen_texts(path.relative_to(root), root)
    for path in [root / "README.md", *sorted((root / "docs").rglob("*.md"))]:
        names = {*path.relative_to(root).parts, path.name.removesuffix(".md")}
        if path.exists() and not names & set(SKIPPED_DOCS):
            yield from page_texts(path.relative_to(root), root)
