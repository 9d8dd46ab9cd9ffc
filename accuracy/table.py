"""A table of measured figures and how it is written down."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Table:
    """Measured figures with their goals.

    Attributes
    ----------
    title : what was measured against what
    columns : heading of each column
    rows : one list per row, in the order of `columns`; floats are written with three digits
    note : data, settings and how to read the table
    goals : one sentence a goal: what was asked, what was measured, met or not met
    """

    title: str
    columns: list[str]
    rows: list[list[object]]
    note: str = ""
    goals: list[str] = field(default_factory=list)

    def markdown(self) -> str:
        """The table as Markdown."""
        lines = [f"## {self.title}", ""]
        if self.note:
            lines += [self.note, ""]
        lines += ["| " + " | ".join(self.columns) + " |", "|" + "---|" * len(self.columns)]
        lines += ["| " + " | ".join(_cell(value) for value in row) + " |" for row in self.rows]
        if self.goals:
            lines += ["", *(f"- {goal}" for goal in self.goals)]
        return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "unknown" if value != value else f"{value:.3g}"
    return str(value)
