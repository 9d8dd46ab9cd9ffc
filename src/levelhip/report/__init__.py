"""The report: one HTML file that explains itself; names are imported when first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from levelhip.report.figure import Goals
    from levelhip.report.numbers import Shown, shown
    from levelhip.report.page import Background, Study, doubts, grounds, report_html, sentences
    from levelhip.report.rows import Cell, QuantityRow, quantity_rows, refused_rows, table_lines
    from levelhip.report.words import (
        QUALITY_WORDS,
        VERDICT_WORDS,
        quality_words,
        verdict_words,
        wording,
    )

_HOME = {
    "QUALITY_WORDS": "words",
    "VERDICT_WORDS": "words",
    "Background": "page",
    "Cell": "rows",
    "Goals": "figure",
    "QuantityRow": "rows",
    "Shown": "numbers",
    "Study": "page",
    "doubts": "page",
    "grounds": "page",
    "quality_words": "words",
    "verdict_words": "words",
    "quantity_rows": "rows",
    "refused_rows": "rows",
    "report_html": "page",
    "sentences": "page",
    "shown": "numbers",
    "table_lines": "rows",
    "wording": "words",
}

__all__ = [
    "QUALITY_WORDS",
    "VERDICT_WORDS",
    "Background",
    "Cell",
    "Goals",
    "QuantityRow",
    "Shown",
    "Study",
    "doubts",
    "grounds",
    "quality_words",
    "quantity_rows",
    "refused_rows",
    "report_html",
    "sentences",
    "shown",
    "table_lines",
    "verdict_words",
    "wording",
]


def __getattr__(name: str) -> object:
    """Import a public name on first use, so that the command line starts at once."""
    try:
        home = _HOME[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    return getattr(import_module(f"{__name__}.{home}"), name)
