"""How the plan is shown in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from levelhip.program.plan import Item, Plan


def print_plan(made: Plan) -> None:
    """Print a plan as a table, one row a day.

    Parameters
    ----------
    made : Plan
    """
    console = Console()
    stage = made.standing.stage
    console.print(f"[bold]{stage.title}[/bold] since {made.standing.since}. {stage.why}")
    for line in made.standing.missing:
        console.print(f"  For the next stage: {line}")
    table = Table(show_edge=False, pad_edge=False)
    for name in ("day", "what", "min"):
        table.add_column(name)
    for day in made.days:
        what = "; ".join(_words(item) for item in day.items) or "-"
        minutes = sum(item.minutes for item in day.items)
        table.add_row(f"{day.on:%a %d %b}", what, f"{minutes:g}" if minutes else "")
    console.print(table)


def _words(item: Item) -> str:
    if item.kind == "locked":
        return str(item.why)
    if item.asked is None:
        return " ".join(part for part in (item.kind, item.what) if part)
    dose = item.asked.dose
    parts = [f"{dose.sets} x {dose.reps}" if dose.reps else ""]
    parts.append(f"hold {dose.hold_s:g} s" if dose.hold_s else "")
    parts.append(f"{dose.minutes:g} min" if dose.minutes else "")
    parts.append(f"{100 * dose.load_part:.0f} %" if dose.load_part else "")
    return f"{item.kind} {item.what} ({', '.join(part for part in parts if part)})"
