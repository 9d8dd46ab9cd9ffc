"""Keep the translations: collect the texts, bring each language up to date, compile.

python tools/words.py update      texts from the TOML files and the code into the .pot and .po
python tools/words.py compile     .po into .mo, which the package reads (done by make setup)
python tools/words.py fill de F   msgstr from a TOML file F of pairs, for a translator's list
"""

from __future__ import annotations

import ast
import json
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from levelhip.biomech import body_map  # noqa: E402 -- runs before the package is installed too
from levelhip.biomech.segments import REQUIRED  # noqa: E402 -- runs before installation too
from levelhip.cli import misuse  # noqa: E402 -- runs before the package is installed too
from levelhip.core import Side  # noqa: E402 -- runs before the package is installed too
from levelhip.engine.completeness import in_words  # noqa: E402
from levelhip.engine.engine import SOURCE_WORDS  # noqa: E402
from levelhip.program.light import Dose, Light  # noqa: E402
from levelhip.protocols.claims import IN_GRADE, MARKS  # noqa: E402 -- before installation too
from levelhip.protocols.cues import forms  # noqa: E402 -- runs before the package is installed too
from levelhip.protocols.language import DECIMAL_MARK  # noqa: E402
from levelhip.report import words as report_words  # noqa: E402 -- runs before installation too
from levelhip.report.error_words import ERROR_WORDS  # noqa: E402

PACKAGE = ROOT / "src" / "levelhip"
LOCALE = PACKAGE / "locale"
TEMPLATE = LOCALE / "levelhip.pot"
KEYWORDS = {"text": None, "translated": None, "plural": (1, 2)}
TEXTS = ("title", "show", "question", "origin", "side", "text")
"""Keys of the TOML files whose text a person reads."""

LEFT_OUT = tuple(
    f'"{name}'
    for name in (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Report-Msgid-Bugs-To",
        "Last-Translator",
        "Language-Team",
    )
)
"""Lines of a catalogue's header that change with every run, or that nobody fills in."""

LISTS = ("say", "ease", "how")


NOT_SHOWN = ("claim", "claims", "id", "exercise", "exercises", "tests", "gates")
"""Keys of the program's TOML files that hold names, not words."""

QUIET = (ast.Raise, ast.Assert)
"""Parts of the code whose strings are no texts of the program, but where it is said."""

NO_TEXT = (ast.Subscript, ast.JoinedStr)
"""Parts of the code in which a string is a key, or a piece of a text."""

SAYING = ("Sentence", "phrase", "told.said", "misuse", "bad_value")
"""Calls whose first argument is a text."""

FAULTS = ("LevelhipError", "BadRecording", "BadProtocol", "NotEnoughData", "StoreFault")
FAULTS += ("NobodyKnown", "Missing", "Damaged", "TooMuch")
"""Faults, whose first argument is a text when it is written out as one: an f-string is for those
who write protocols and programs, and stays English."""

LEAST_BLANKS = 2

JOINTS = [name.partition("_")[2] for name in REQUIRED if name.startswith("left_")]
POINTS = [
    each.text
    for joint in (*JOINTS, "knee", "hip", "shoulder", "ankle", "heel", "foot_index")
    for names in ((f"left_{joint}",), (f"right_{joint}",), (f"left_{joint}", f"right_{joint}"))
    for each in in_words(names)
]
"""What may be missing in a set of markers."""

RESULT_WORDS = (
    *(text for each in report_words.WORDINGS.values() for text in (each.label, each.meaning)),
    *(word for _, word in report_words.QUALITY_WORDS.values()),
    *report_words.VERDICT_WORDS.values(),
    report_words.ANSWERED,
    *report_words.GRADES.values(),
    report_words.NOT_READ,
    *report_words.EVENT_WORDS.values(),
    *report_words.KIND_WORDS.values(),
    *report_words.STRAND_WORDS.values(),
    *(text for texts in report_words.NEXT_WORDS.values() for text in texts),
    *report_words.NEXT_EXERCISE.values(),
    *ERROR_WORDS.values(),
    *report_words.NEXT_SPOT,
    "all",
    *SOURCE_WORDS.values(),
    *("improved", "not comparable", "before", "after", "difference", "smallest change"),
    *("point", "points", "of", "steps/min", "years"),
    *("camera", "markers", "force", "motion", "scales", "video", "landmarks"),
    *("height", "mass", "sex", "age", "form of the test", "hold asked", "phone worn at"),
    *("working side", "load", "strap", "empty board", "marker map", "forces from"),
    *("female", "male", "sacrum", "thigh", "pocket", "not given", "pelvis", "hands", "dots"),
    *("the form of the test", "the hold asked for", "the height given", "the pose model"),
    *("where the phone was worn", "the working side", "the load", "the strap"),
)
"""Words of a result by tables, its units, and what was given with a recording."""

WORDS = (
    DECIMAL_MARK,
    *POINTS,
    *RESULT_WORDS,
    *MARKS.values(),
    *(word for words in IN_GRADE.values() for word in words),
    "second-hand",
    *map(str, (*Side, *Dose, *Light)),
    *body_map.WORDS,
    *("back spot", "hip spot", "pain", "green, go on", "amber, ease off", "red, stop", "locked"),
    *misuse.CLICK_SAYS,
    *misuse.KINDS,
    *("row", "rows", "value", "time", "acceleration", "rotation", "force", "a corner"),
    *("hours of sitting", "former main lift", "back spot", "hip spot"),
    *("exercises wait", "better", "worse", "changed", "first", "latest", "error", "matters"),
    *("the next step up", "as last time", "one step easier"),
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
"""Words that are put together at run time before they are translated."""


def toml_files() -> list[Path]:
    """Files whose words a session says or shows."""
    folder = PACKAGE / "protocols"
    return [folder / "session.toml", folder / "safety.toml", *sorted(folder.glob("library/*.toml"))]


def toml_texts(told: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Each text of a protocol file, and whether it is spoken; sides written out."""
    for key, value in told.items():
        if key in ("events", "metrics"):
            continue
        if key == "texts":
            yield from ((each, False) for text in value.values() for each in forms(text))
        elif key in TEXTS and isinstance(value, str):
            yield from ((each, False) for each in forms(value) if each)
        elif key in LISTS:
            texts = [value] if isinstance(value, str) else value
            # A step of some forms only is a table.
            texts = [each["text"] if isinstance(each, dict) else each for each in texts]
            yield from ((each, key != "how") for text in texts for each in forms(text))
        elif isinstance(value, dict):
            yield from toml_texts(value)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for each in value:
                yield from toml_texts(each)


def program_files() -> list[Path]:
    """Files of the program, the ledger and the method, whose words are shown."""
    ledger = [PACKAGE / "protocols" / name for name in ("claims.toml", "method.toml")]
    return [*sorted((PACKAGE / "program" / "library").glob("*.toml")), *ledger]


def code_files() -> list[Path]:
    """Modules that say something by themselves, beside their faults."""
    parts = ("engine", "program", "plot", "report", "export", "service", "cli")
    found = [PACKAGE / "biomech" / name for name in ("body_map.py", "gates.py")]
    found += [path for part in parts for path in sorted((PACKAGE / part).glob("*.py"))]
    # Scenarios and bearings are read by whoever checks the rules, in English.
    return [path for path in found if path.name not in ("scenario.py", "bearings.py")]


def fault_files() -> list[Path]:
    """Modules that say what is wrong, or what was mended, and nothing else."""
    parts = ("core", "biomech", "protocols", "io", "store", "simulator", "web")
    found = {path for part in parts for path in (PACKAGE / part).rglob("*.py")}
    return sorted(found - set(code_files()))


def program_texts(path: Path) -> Iterator[str]:
    """Each text of a TOML file of the program: what has a blank in it, and every title."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    if path.name == "claims.toml":
        yield from (each["text"] for each in told["claim"])
        yield from (each["note"] for each in told["claim"] if "note" in each)
    elif path.name == "method.toml":
        yield from (each["says"] for each in told["method"])
    else:
        yield from _words_of(told)


def _words_of(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        if key in NOT_SHOWN:
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                yield from _words_of(each)
            elif isinstance(each, str) and (" " in each or key == "title"):
                yield from forms(each)


def code_texts(path: Path, *, phrases: bool) -> Iterator[str]:
    """Texts in a module: what a `Sentence`, a `phrase` or a `told.said` says.

    With `phrases` also every other string of three words or more, since a text or what goes into
    its blanks may stand in a constant first; but no docstrings, faults of files and types.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said: set[int] = set()
    quiet: set[int] = set()
    never: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, NO_TEXT):
            never |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, QUIET) or _is_note(node):
            quiet |= {id(part) for part in ast.walk(node)}
        elif isinstance(node, ast.AnnAssign):
            quiet |= {id(part) for part in ast.walk(node.annotation)}
        elif isinstance(node, ast.Call) and node.args:
            called = ast.unparse(node.func)
            if called in SAYING or (called in FAULTS and isinstance(node.args[0], ast.Constant)):
                said |= {id(part) for part in ast.walk(node.args[0])}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        is_phrase = phrases and node.value.count(" ") >= LEAST_BLANKS
        is_word = any(each.isalpha() for each in re.sub(r"\{\w*\}", "", node.value))
        is_said = id(node) in said or (is_phrase and id(node) not in quiet)
        if is_word and is_said and id(node) not in never:
            yield from forms(node.value)


def _is_note(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def collected() -> Catalog:
    """All texts of the package and of the page."""
    catalog = Catalog(project="levelhip", charset="utf-8", fuzzy=False)
    for path in toml_files():
        for text, spoken in toml_texts(tomllib.loads(path.read_text(encoding="utf-8"))):
            note = ["spoken: 8 words at most"] if spoken else []
            catalog.add(text, locations=[(where(path), 0)], auto_comments=note)
    for word in WORDS:
        catalog.add(word, locations=[("tools/words.py", 0)])
    for path, text in found_texts():
        catalog.add(text, locations=[(where(path), 0)])
    return catalog


def where(path: Path) -> str:
    """A file as it stands in a catalogue."""
    return path.relative_to(ROOT).as_posix()


def found_texts() -> Iterator[tuple[Path, Any]]:
    """Each text that is only shown, with its file: one, or one and its plural."""
    for path in program_files():
        yield from ((path, text) for text in program_texts(path))
    for path in code_files():
        in_plain = path.parent.name in ("biomech", "engine", "program")
        yield from ((path, text) for text in code_texts(path, phrases=in_plain))
        if not in_plain:
            yield from ((path, each[1]) for each in marked(path, "python", KEYWORDS))
    for path in fault_files():
        yield from ((path, text) for text in code_texts(path, phrases=False))
    for path in sorted((PACKAGE / "web").rglob("*.py")):
        yield from ((path, each[1]) for each in marked(path, "python", KEYWORDS))
    for path in sorted((ROOT / "ui" / "src").rglob("*.ts*")):
        yield from ((path, text) for text in page_texts(path.read_text(encoding="utf-8")))
    for path in sorted((PACKAGE / "report" / "templates").glob("*.html")):
        yield from ((path, each[1]) for each in marked(path, "jinja2", {"_": None}))


def marked(path: Path, method: str, keywords: Mapping[str, Any]) -> Iterator[Any]:
    """What Babel finds in a file."""
    yield from extract_from_file(method, str(path), keywords=keywords)


PAGE_TEXT = re.compile(r"""\bt\(\s*("(?:[^"\\\\]|\\\\.)*")""")


def page_texts(code: str) -> Iterator[str]:
    """Each text of the page: the first argument of `t`, a plain literal in double quotes."""
    for literal in PAGE_TEXT.findall(code):
        yield json.loads(literal)


def catalogues() -> list[Path]:
    """The .po files."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/levelhip.po"))


def read(path: Path) -> Catalog:
    """A .po file."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def write(path: Path, catalog: Catalog) -> None:
    """A .po file that changes only where a text does."""
    catalog.header_comment = "# What levelhip says; collected and kept by tools/words.py."
    made = path.with_suffix(f".{os.getpid()}.part")
    with made.open("wb") as file:
        write_po(
            file, catalog, width=100, include_lineno=False, omit_header=False, ignore_obsolete=True
        )
    lines = made.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(LEFT_OUT)]
    made.write_text("\n".join(kept).rstrip() + "\n", encoding="utf-8")
    made.replace(path)


def update() -> None:
    """Bring the template and every language up to date; a new text is left open, never guessed."""
    template = collected()
    write(TEMPLATE, template)
    for path in catalogues():
        catalog = read(path)
        catalog.update(template, no_fuzzy_matching=True)
        write(path, catalog)
        left = [message.id for message in catalog if message.id and not message.string]
        print(f"{path.relative_to(ROOT)}: {len(catalog)} texts, {len(left)} to be translated")
        for each in left:
            print(f"    {each}")


def compile_all() -> None:
    """The .mo files beside the .po files."""
    for path in catalogues():
        made = path.with_suffix(f".{os.getpid()}.part")
        with made.open("wb") as file:
            write_mo(file, read(path))
        # Whoever reads it meanwhile finds the old one or the new one, never half of it.
        made.replace(path.with_suffix(".mo"))


def fill(code: str, source: Path) -> None:
    """Take a translator's list of pairs."""
    path = LOCALE / code / "LC_MESSAGES" / "levelhip.po"
    catalog = read(path)
    pairs = tomllib.loads(source.read_text(encoding="utf-8"))
    for message in catalog:
        if message.id in pairs:
            message.string = pairs[message.id]
    write(path, catalog)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["update"]:
            update()
            compile_all()
        case ["compile"]:
            compile_all()
        case ["fill", code, source]:
            fill(code, Path(source))
        case _:
            sys.exit(__doc__)
