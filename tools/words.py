"""Keep the translations: collect the texts, bring each language up to date, compile.

python tools/words.py update      texts from the TOML files and the code into the .pot and .po
python tools/words.py compile     .po into .mo, which the package reads (done by make setup)
python tools/words.py fill de F   msgstr from a TOML file F of pairs, for a translator's list
"""

from __future__ import annotations

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

from levelhip.protocols.cues import forms  # noqa: E402 -- runs before the package is installed too

PACKAGE = ROOT / "src" / "levelhip"
LOCALE = PACKAGE / "locale"
TEMPLATE = LOCALE / "levelhip.pot"
KEYWORDS = {"text": None, "plural": (1, 2)}
TEXTS = ("title", "show")
"""Keys of the TOML files whose text a person reads in a session."""

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


def toml_files() -> list[Path]:
    """Files whose words a session says or shows."""
    folder = PACKAGE / "protocols"
    return [folder / "session.toml", folder / "safety.toml", *sorted(folder.glob("library/*.toml"))]


def toml_texts(told: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Each text of a protocol file, and whether it is spoken; sides written out."""
    for key, value in told.items():
        if key in ("verdict", "refusals", "events", "metrics"):
            continue
        if key in TEXTS and isinstance(value, str):
            yield from ((each, False) for each in forms(value) if each)
        elif key in LISTS:
            texts = [value] if isinstance(value, str) else value
            yield from ((each, key != "how") for text in texts for each in forms(text))
        elif isinstance(value, dict):
            yield from toml_texts(value)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for each in value:
                yield from toml_texts(each)


def collected() -> Catalog:
    """All texts of the package."""
    catalog = Catalog(project="levelhip", charset="utf-8", fuzzy=False)
    for path in toml_files():
        where = path.relative_to(ROOT).as_posix()
        for text, spoken in toml_texts(tomllib.loads(path.read_text(encoding="utf-8"))):
            note = ["spoken: 8 words at most"] if spoken else []
            catalog.add(text, locations=[(where, 0)], auto_comments=note)
    for path in sorted([*PACKAGE.glob("cli/coach*.py"), *PACKAGE.glob("service/*.py")]):
        where = path.relative_to(ROOT).as_posix()
        for _, message, _, _ in extract_from_file("python", str(path), keywords=KEYWORDS):
            catalog.add(message, locations=[(where, 0)])
    return catalog


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
    with path.open("wb") as file:
        write_po(
            file, catalog, width=100, include_lineno=False, omit_header=False, ignore_obsolete=True
        )
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(LEFT_OUT)]
    path.write_text("\n".join(kept).rstrip() + "\n", encoding="utf-8")


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
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read(path))


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
