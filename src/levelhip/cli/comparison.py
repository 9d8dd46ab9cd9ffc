"""The table of `levelhip compare`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from levelhip.cli.display import PLAIN_WIDTH
from levelhip.report.changes import SIGNS, change_label, change_number

if TYPE_CHECKING:
    from levelhip.engine.change import Change
    from levelhip.protocols.language import Language
    from levelhip.service import Comparison


def print_comparison(comparison: Comparison, words: Language) -> None:
    """Each quantity before and after, what became of it, and what it comes to.

    Parameters
    ----------
    comparison : Comparison
        From `service.compare`.
    words : Language
        In which the table is written.
    """
    out = Console(
        file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else PLAIN_WIDTH
    )
    if comparison.changes:
        table = Table(
            title=escape(comparison.title), title_justify="left", pad_edge=False, box=None
        )
        for heading in ("quantity", "before", "after", "difference", "smallest change", ""):
            table.add_column(words.text(heading))
        for each in comparison.changes:
            table.add_row(escape(change_label(each, words.text)), *_cells(each, words))
        out.print(table)
        out.print()
    out.print(f"[bold]{escape(comparison.text)}[/]")
    for obstacle in comparison.obstacles:
        out.print(f"  {escape(obstacle)}")
    for note in comparison.notes:
        out.print(f"  [dim]{escape(note)}[/]")


def _cells(change: Change, words: Language) -> tuple[str, ...]:
    state = f"{SIGNS.get(change.state, '')} {words.text(change.state)}".strip()
    if change.why:
        state += f": {change.reason.filled(words.text)}"
    told = (change.before, change.after, change.difference)
    return (
        *("–" if value is None else words.text(change_number(change, value)) for value in told),
        words.text(change_number(change, None)) if change.mdc95 else "–",
        escape(state),
    )
