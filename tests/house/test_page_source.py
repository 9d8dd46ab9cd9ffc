"""The page's source: one way for what every screen does."""

from __future__ import annotations

from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "ui" / "src"


def texts(*endings):
    return {
        path.relative_to(SOURCE).as_posix(): path.read_text("utf-8")
        for path in sorted(SOURCE.rglob("*"))
        if path.suffix in endings
    }


def test_a_screen_that_asks_the_server_says_that_it_waits():
    # Who takes the fault shows a page of what was asked; the others show nothing without it.
    sources = texts(".tsx").items()
    asking = {name: text for name, text in sources if "fault, again] = useAsked" in text}
    assert len(asking) > 10
    assert [name for name, text in asking.items() if "<Loading" not in text] == []


def test_what_the_browser_keeps_is_kept_in_one_place():
    here = {name for name, text in texts(".ts", ".tsx").items() if "Storage;" in text}
    assert here == {"parts/here.ts"}
    others = {name: text for name, text in texts(".ts", ".tsx").items() if name not in here}
    keeps = ("localStorage", "sessionStorage")
    assert [name for name, text in others.items() if any(each in text for each in keeps)] == []


def test_a_number_is_typed_into_one_kind_of_field():
    typing = [name for name, text in texts(".tsx").items() if 'type="number"' in text]
    assert typing == []
