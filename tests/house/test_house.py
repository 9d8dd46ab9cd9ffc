"""What the house style asks of every file, checked."""

import importlib
import inspect
import pkgutil
import re
import subprocess
from pathlib import Path

import pytest
from numpydoc.docscrape import ClassDoc, FunctionDoc

import levelhip
from tools.claim_check import BANNED

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
# Migrations are scripts that Alembic runs; they cannot be imported by themselves.
MODULES = sorted(
    m.name
    for m in pkgutil.walk_packages(levelhip.__path__, "levelhip.")
    if not m.name.startswith("levelhip.store.migrations.")
)
LONGEST_MODULE = 400
BANNED_NAMES = {"utils", "util", "common", "helpers", "helper", "manager", "misc"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_stays_under_400_lines_and_is_named_for_a_thing(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE
    assert path.stem not in BANNED_NAMES


def shown_texts():
    """Files whose words a person may read."""
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\n")
    for name in tracked:
        path = ROOT / name
        is_text = path.suffix in {".py", ".toml", ".md", ".html", ".j2", ".css", ".ts", ".tsx"}
        is_shown = name.startswith(("src/", "docs/", "README", "ui/"))
        if is_text and is_shown and path.exists() and path.name != "evidence.md":
            yield path


def test_no_page_or_message_says_more_than_the_evidence_allows():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {match.group()}"
        for path in shown_texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in BANNED.finditer(line)
    ]
    assert not found, "\n".join(found)


def own_public_objects():
    for name in MODULES:
        module = importlib.import_module(name)
        for attribute, thing in vars(module).items():
            if attribute.startswith("_") or getattr(thing, "__module__", "") != name:
                continue
            if inspect.isfunction(thing) or inspect.isclass(thing):
                yield f"{name}.{attribute}", thing


def documented_names(entries):
    return {name.strip(" *`") for entry in entries for name in re.split(r"[,/]", entry.name)}


def undocumented(name, function):
    documented = documented_names(FunctionDoc(function)["Parameters"])
    # In biomech a number's unit and frame matter: there no parameter may go unsaid.
    if not documented and not name.startswith("levelhip.biomech"):
        return []
    wanted = inspect.signature(function).parameters
    return [f"{name}: {p} is not documented" for p in wanted if p not in documented]


def test_every_public_function_documents_all_its_parameters_or_says_it_in_one_line():
    functions = [(n, f) for n, f in own_public_objects() if inspect.isfunction(f)]
    missing = [f"{name}: no docstring" for name, f in functions if not inspect.getdoc(f)]
    missing += [line for name, f in functions for line in undocumented(name, f)]
    assert not missing, "\n".join(missing)


def test_the_documentation_check_finds_an_undocumented_parameter():
    def tilt(hip_m, knee_m):
        """Tilt.

        Parameters
        ----------
        hip_m : (T, 3), m
        """

    assert undocumented("levelhip.biomech.tilt", tilt) == [
        "levelhip.biomech.tilt: knee_m is not documented"
    ]


def test_every_public_class_has_a_docstring():
    bare = [
        name
        for name, thing in own_public_objects()
        if inspect.isclass(thing) and not ClassDoc(thing)["Summary"]
    ]
    assert not bare, "\n".join(bare)
