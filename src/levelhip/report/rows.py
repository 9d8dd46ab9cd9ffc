"""Metrics gathered into rows: one quantity, left beside right, trials below the summary."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from levelhip.core import Metric, Reason, Side, phrase
from levelhip.core.sentence import Translated, as_sentence
from levelhip.engine.change import smallest_change
from levelhip.report.numbers import (
    DIFFERENCE,
    RANGE_FACTOR,
    YES_NO,
    Shown,
    everyday_unit,
    is_count,
    scale_of,
    shown,
)
from levelhip.report.words import wording

HELD_NAMES = ("hold_time", "best_hold_time")
"""Times that a test may cut off at its end."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One side of a quantity.

    Attributes
    ----------
    metric : its summary over trials, or its only trial
    shown : the metric as it is written
    trials : the single trials as they are written, when there are more than one
    change : smallest change between two days, in the metric's unit; None when it is not known
    """

    metric: Metric
    shown: Shown
    trials: tuple[Shown, ...]
    change: float | None = None


@dataclass(frozen=True, slots=True)
class QuantityRow:
    """One quantity with all its sides.

    Attributes
    ----------
    name : as in the result file
    label, meaning : in plain words
    cells : by side, in the order left, right, both
    difference : left less right, with its own error; None when it was not measured
    experimental : shown with that word
    at_end : whether a side reached the end of the test, so that more could not be seen
    """

    name: str
    label: str
    meaning: str
    cells: dict[Side, Cell]
    difference: Cell | None
    experimental: bool
    at_end: bool = False

    @property
    def change_text(self) -> str:
        """Smallest detectable change: the larger one of the sides."""
        sides = [cell for side, cell in self.cells.items() if side is not Side.BOTH]
        cells = [cell for cell in sides or self.cells.values() if cell.shown.change]
        if not cells or self.at_end:
            return "–"
        return max(cells, key=lambda cell: cell.change or 0.0).shown.change_text

    @property
    def has_both_sides(self) -> bool:
        """Whether left and right can be compared."""
        return Side.LEFT in self.cells and Side.RIGHT in self.cells and not self.at_end

    def side_label(self, side: Side, translated: Translated = str) -> str:
        """The quantity and a side it has; both together are named where left or right is there."""
        if side is not Side.BOTH:
            return f"{self.label}, {translated(side)}"
        if len(self.cells) == 1:
            return self.label
        return phrase("{label}, left and right together", label=self.label).filled(translated)

    def comparison(self, translated: Translated = str) -> str:
        """Left against right and the measuring error, in words.

        Parameters
        ----------
        translated : callable
            From an English text to the reader's language.

        Returns
        -------
        str
            Empty without both sides.
        """
        if not self.has_both_sides:
            return ""
        left, right = self.cells[Side.LEFT].metric, self.cells[Side.RIGHT].metric
        difference = (left.value or 0.0) - (right.value or 0.0)
        larger = Side.LEFT if difference > 0 else Side.RIGHT
        whole = is_count(self.name, left.unit)
        if difference == 0 and (whole or scale_of(self.name)):
            return translated("The same number left and right.")
        if whole:
            more = f"{abs(difference):.0f}"
            return phrase("{number} more on the {side}.", number=more, side=larger).filled(
                translated
            )
        sd = self._difference_sd(left, right)
        if sd is None:
            return ""
        told_size = shown(self.name + DIFFERENCE, abs(difference), sd, None, left.unit)
        size = told_size.text
        if told_size.error and not float(told_size.value):
            digits = len(told_size.value.partition(".")[2])
            told = phrase(
                "Left and right differ by less than {size}: within the measuring error ({error}).",
                size=f"{10.0**-digits:g}{told_size.unit}",
                error=f"{told_size.error}{told_size.unit}",
            )
        elif abs(difference) <= RANGE_FACTOR * sd:
            told = phrase("Left and right differ by {size}: within the measuring error.", size=size)
        else:
            told = phrase(
                "Larger on the {side}, by {size}. The difference is larger than the measuring "
                "error.",
                side=larger,
                size=size,
            )
        return told.filled(translated)

    def _difference_sd(self, left: Metric, right: Metric) -> float | None:
        """Errors that both sides share do not reach the difference, so its own error goes first."""
        if self.difference is not None:
            return self.difference.metric.sd
        if left.sd is None or right.sd is None:
            return None
        return math.hypot(left.sd, right.sd)


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line of the table.

    Attributes
    ----------
    label : in plain words
    cells : one for each heading, None where there is nothing; or a single one that spans them all
    change_text : smallest detectable change
    experimental : shown with that word
    """

    label: str
    cells: tuple[Cell | None, ...]
    change_text: str
    experimental: bool


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """What was not measured for one reason.

    Attributes
    ----------
    label : the quantities in plain words, with side and trials where not all were refused
    why : a sentence with the way out
    """

    label: str
    why: str


def quantity_rows(
    metrics: Iterable[Metric],
    *,
    protocol: str | None = None,
    cap_s: float = 0.0,
    translated: Translated = str,
) -> tuple[QuantityRow, ...]:
    """Measured metrics, one row a quantity, in the order in which they first come.

    Parameters
    ----------
    metrics : iterable of Metric
        As in the result file.
    protocol : str or None
        Id of what was done: a change must then be more than the person's days differ too. None
        leaves that out.
    cap_s : s
        End of a test of standing: times from there on are "at least" that long; 0 for none.
    translated : callable
        From an English text to the reader's language; numbers stay as they are written in English.

    Returns
    -------
    tuple of QuantityRow
        Refused metrics are left out (`refused_rows`), and so is the code of a body map's view.
    """
    by_name: dict[str, list[Metric]] = {}
    for metric in metrics:
        if not metric.refused and metric.value is not None and not metric.name.endswith("_view"):
            by_name.setdefault(metric.name, []).append(metric)
    differences = {
        name: by_name.pop(name + DIFFERENCE)
        for name in list(by_name)
        if name + DIFFERENCE in by_name
    }
    return tuple(
        _row(name, group, differences.get(name), protocol, cap_s, translated)
        for name, group in by_name.items()
    )


def _row(
    name: str,
    metrics: list[Metric],
    differences: list[Metric] | None,
    protocol: str | None,
    cap_s: float,
    translated: Translated,
) -> QuantityRow:
    words = wording(name)
    timed = cap_s > 0.0 and name in HELD_NAMES
    at_end = timed and any((m.value or 0.0) >= cap_s for m in metrics)
    cells = {
        side: _cell(own, protocol, cap_s if at_end else None, translated)
        for side in Side
        if (own := [m for m in metrics if m.side is side])
    }
    if Side.BOTH in cells and is_count(name, metrics[0].unit):
        # Nothing counted left nor right, but something in all: the sides could not be told.
        counts = [cell.metric.value for side, cell in cells.items() if side is not Side.BOTH]
        if cells[Side.BOTH].metric.value and not any(counts):
            cells = {Side.BOTH: cells[Side.BOTH]}
    return QuantityRow(
        name,
        translated(words.label),
        translated(words.meaning),
        cells,
        _cell(differences, protocol, None, translated) if differences and not at_end else None,
        any(metric.experimental for metric in metrics),
        at_end,
    )


def _cell(
    metrics: list[Metric], protocol: str | None, cap_s: float | None, translated: Translated
) -> Cell:
    trials = sorted((m for m in metrics if m.trial > 0), key=lambda metric: metric.trial)
    summary = next((m for m in metrics if m.trial == 0), None) or trials[0]
    change = summary.mdc95 if protocol is None else smallest_change(summary, protocol)
    if cap_s is None:
        whole = _shown(replace(summary, mdc95=change))
        # Single trials with the digits of their summary: each by itself would look unlike the next.
        digits = len(whole.value.partition(".")[2])
        written = tuple(_shown(metric, digits, translated) for metric in trials)
    else:
        written = tuple(_up_to(metric, cap_s, translated) for metric in trials)
        whole = _up_to(summary, cap_s, translated)
        if len(trials) > 1:
            # A mean of times that were cut off says nothing.
            whole = Shown(translated("see each"), "", "", "")
    return Cell(summary, whole, written if len(written) > 1 else (), change)


def _shown(metric: Metric, digits: int | None = None, translated: Translated = str) -> Shown:
    if metric.name in YES_NO and metric.trial:
        return Shown(translated("yes") if metric.value else translated("no"), "", "", "")
    value = metric.value or 0.0
    return shown(metric.name, value, metric.sd, metric.mdc95, metric.unit, digits=digits)


def _up_to(metric: Metric, cap_s: float, translated: Translated) -> Shown:
    """A time that a test cut off at its end."""
    if (metric.value or 0.0) >= cap_s:
        return Shown(phrase("at least {time}", time=f"{cap_s:g}").filled(translated), "", "", " s")
    return _shown(metric)


def table_lines(
    rows: Iterable[QuantityRow], translated: Translated = str
) -> tuple[tuple[str, ...], tuple[TableLine, ...]]:
    """The rows as lines of a table.

    Parameters
    ----------
    rows : iterable of QuantityRow
        In their order.
    translated : callable
        From an English text to the reader's language; the rows are in it already.

    Returns
    -------
    tuple
        Headings of the columns in use, none when no quantity has sides; and the lines. A quantity
        that has a value for both legs together beside its sides takes two lines.
    """
    rows = tuple(rows)
    found = {
        translated("left"): [row.cells.get(Side.LEFT) for row in rows],
        translated("right"): [row.cells.get(Side.RIGHT) for row in rows],
        translated("left − right"): [row.difference for row in rows],
    }
    headings = tuple(heading for heading, cells in found.items() if any(cells))
    lines = []
    for i, row in enumerate(rows):
        cells = tuple(found[heading][i] for heading in headings)
        label = row.label
        if any(cells):
            lines.append(TableLine(label, cells, row.change_text, row.experimental))
            label = row.side_label(Side.BOTH, translated)
        if Side.BOTH in row.cells:
            both = row.cells[Side.BOTH]
            lines.append(TableLine(label, (both,), both.shown.change_text, row.experimental))
    return headings, tuple(lines)


def refused_rows(
    metrics: Iterable[Metric], reasons: Iterable[Reason], translated: Translated = str
) -> tuple[RefusedRow, ...]:
    """Refused quantities, put together by their reason.

    Parameters
    ----------
    metrics : iterable of Metric
        As in the result file.
    reasons : iterable of Reason
        Reasons of the result's quality; their codes are looked up.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    tuple of RefusedRow
        In the order in which the quantities first come.
    """
    texts = {reason.code: reason.sentence.filled(translated) for reason in reasons}
    where: dict[tuple[str, str], dict[Side, set[int]]] = {}
    for metric in metrics:
        if metric.refused and not metric.name.endswith("_view"):
            sides = where.setdefault((metric.name, metric.refused), {})
            sides.setdefault(metric.side, set()).add(metric.trial)
    together: dict[tuple[str, str], list[str]] = {}
    for (name, code), sides in where.items():
        label = translated(wording(name).label)
        together.setdefault((code, _which(sides, translated)), []).append(label)
    return tuple(
        RefusedRow(
            ", ".join(labels) + which,
            as_sentence(texts.get(code, code.replace("_", " ").replace("-", " "))),
        )
        for (code, which), labels in together.items()
    )


def _which(sides: dict[Side, set[int]], translated: Translated) -> str:
    """Sides and trials in words; nothing when it is so on all sides and in all trials."""
    if all(0 in trials for trials in sides.values()) and len(sides) != 1:
        return ""
    parts = []
    for side, trials in sides.items():
        words = [] if side is Side.BOTH else [translated(side.value)]
        if 0 not in trials:
            listed = ", ".join(str(trial) for trial in sorted(trials))
            one, many = translated("trial {listed}"), translated("trials {listed}")
            words.append((one if len(trials) == 1 else many).format(listed=listed))
        if words:
            parts.append(" ".join(words))
    return f" ({'; '.join(parts)})" if parts else ""


def in_shown_unit(metric: Metric) -> tuple[float, float]:
    """Value and half of its 95 % range in the unit that people see.

    Parameters
    ----------
    metric : Metric
        With a value.

    Returns
    -------
    tuple of float
        Half range 0 when the metric has no spread.
    """
    factor, _ = everyday_unit(metric.name, metric.unit)
    return factor * (metric.value or 0.0), factor * RANGE_FACTOR * (metric.sd or 0.0)
