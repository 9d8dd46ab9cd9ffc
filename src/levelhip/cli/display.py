"""Tables, sentences and progress bars; stdout holds the data, stderr the words about it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from levelhip.report import (
    QUALITY_WORDS,
    VERDICT_WORDS,
    Cell,
    QuantityRow,
    doubts,
    grounds,
    quantity_rows,
    refused_rows,
    sentences,
    table_lines,
)

if TYPE_CHECKING:
    from levelhip.protocols import Protocol
    from levelhip.service import Analysis, Check, FolderAnalysis, OnProgress

PLAIN_WIDTH = 110
"""Width of tables in a pipe or file; chosen by us."""

MARKS = {"ok": "ok", "missing": "MISSING", "note": "-"}


def sources_text(sources: Iterable[str]) -> str:
    """What something is measured with, in words; "self" is what a person taps and says."""
    return ", ".join("taps and answers" if each == "self" else each for each in sources)


def _out() -> Console:
    return Console(file=sys.stdout, highlight=False, width=None if _seen() else PLAIN_WIDTH)


def _seen() -> bool:
    return sys.stdout.isatty()


@contextmanager
def progress_bar(words: str) -> Iterator[OnProgress]:
    """A bar with the time left on stderr; silent where stderr is not a terminal.

    Parameters
    ----------
    words : str
        What is being worked on.

    Yields
    ------
    callable
        To be called with each `Progress`.
    """
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeftColumn

    if not sys.stderr.isatty():
        yield lambda _: None
        return
    bar = Progress(
        TextColumn("{task.fields[name]}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeLeftColumn(),
        TextColumn("{task.description}"),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task("", total=1.0, name=escape(words))
        yield lambda progress: bar.update(
            task, completed=progress.fraction, description=escape(progress.doing)
        )


def print_analysis(analysis: Analysis) -> None:
    """The table of metrics, what was refused, and the verdict with its grounds.

    Parameters
    ----------
    analysis : Analysis
        A finished one.
    """
    out, result = _out(), analysis.result
    is_refused, cap_s = result.quality.state == "refused", analysis.background.goals.cap_s
    told = quantity_rows(result.metrics, protocol=result.protocol.id, cap_s=cap_s)
    rows = () if is_refused else told
    if rows:
        _print_rows(out, analysis.background.title, rows)
        if any(row.has_both_sides for row in rows):
            out.print(f"[dim]Left and right name {escape(analysis.background.side)}.[/]")
        out.print(
            "[dim]± is half of the 95 % range. A change counts when it is larger than the "
            "smallest change.[/]"
        )
        out.print()
    shape, quality_word = QUALITY_WORDS[result.quality.state]
    refused = refused_rows(result.metrics, result.quality.reasons)
    if refused and result.quality.state != "refused":
        out.print("[bold]Not measured[/]")
        for row in refused:
            out.print(f"  {row.label}: {escape(row.why)}")
        out.print()
    word = VERDICT_WORDS.get(result.verdict.state, result.verdict.state)
    out.print(f"[bold]{word}.[/] {escape(' '.join(sentences(result)))}")
    for label, study in grounds(result, analysis.background):
        out.print(f"  Ground for {escape(label)}: {escape(study.text)}")
        out.print(f"  [dim]{escape(study.source)}. Grade {study.grade}, {study.grade_words}.[/]")
    out.print(f"{shape} {quality_word}.")
    for reason in doubts(result):
        out.print(f"  {escape(reason.text)}")
    for repair in result.recording.repairs:
        out.print(f"  Mended: {escape(repair)}")


def _print_rows(out: Console, title: str, rows: tuple[QuantityRow, ...]) -> None:
    headings, lines = table_lines(rows)
    has_all = any(len(line.cells) == 1 for line in lines)
    table = Table(title=escape(title), title_justify="left", pad_edge=False, box=None)
    for heading in ("quantity", *headings, *(["all"] if has_all else []), "smallest change"):
        table.add_column(heading)
    for line in lines:
        label = line.label + (" (experimental)" if line.experimental else "")
        if len(line.cells) == 1 and has_all:
            cells: tuple[Cell | None, ...] = (*(None for _ in headings), *line.cells)
        else:
            cells = (*line.cells, *([None] if has_all else []))
        texts = [cell.shown.text if cell else "" for cell in cells]
        table.add_row(label, *texts, line.change_text)
        for i in range(max((len(cell.trials) for cell in cells if cell), default=0)):
            texts = [cell.trials[i].text if cell and i < len(cell.trials) else "" for cell in cells]
            table.add_row(f"  trial {i + 1}", *texts, style="dim")
    out.print(table)


def print_folder(folder: FolderAnalysis) -> None:
    """One line a recording.

    Parameters
    ----------
    folder : FolderAnalysis
        A finished one.
    """
    out = _out()
    table = Table(pad_edge=False, box=None)
    for heading in ("recording", "", "result"):
        table.add_column(heading)
    for entry in folder.entries:
        word = "failed" if entry.error else QUALITY_WORDS[entry.quality][1].lower()
        word += ", done before" if entry.skipped else ""
        table.add_row(escape(entry.source), word, escape(entry.error or entry.verdict))
    out.print(table)
    if folder.left_out:
        names = ", ".join(folder.left_out[:5]) + (", …" if len(folder.left_out) > 5 else "")
        Console(stderr=True, highlight=False).print(
            f"Left out, no recording that levelhip knows: {escape(names)}"
        )


def print_protocols(protocols: tuple[Protocol, ...]) -> None:
    """One line a protocol.

    Parameters
    ----------
    protocols : tuple of Protocol
        In the order to be shown.
    """
    table = Table(pad_edge=False, box=None)
    for heading in ("id", "name", "question", "measured from"):
        table.add_column(heading)
    for each in protocols:
        table.add_row(
            each.id, escape(each.title), escape(each.question), sources_text(each.sources)
        )
    _out().print(table)


def print_protocol(protocol: Protocol) -> None:
    """How a test is done and what comes out.

    Parameters
    ----------
    protocol : Protocol
        Any.
    """
    from levelhip.report import wording
    from levelhip.service import background

    out, story = _out(), background(protocol)
    out.print(f"[bold]{escape(protocol.title)}[/] ({protocol.id}, version {protocol.version})")
    out.print(f"{escape(protocol.question)}\n")
    out.print("[bold]How[/]")
    for i, step in enumerate(protocol.how, 1):
        out.print(f"  {i}. {escape(step)}")
    for variant in protocol.variants:
        out.print(f"  --variant {variant.id}: {escape(variant.text)}")
    if protocol.trials.holds_s:
        holds = ", ".join(f"{each:g}" for each in protocol.trials.holds_s)
        out.print(f"  --hold: {holds} seconds, or left out: as long as it is held")
    out.print("\n[bold]Measured[/]")
    for metric in protocol.metrics:
        words = wording(metric.name)
        needs = f" Needs: {', '.join(metric.needs)}." if metric.needs else ""
        sources = sources_text(metric.sources)
        out.print(f"  {words.label} ({sources}). {escape(words.meaning + needs)}")
    for refusal in protocol.refusals:
        label = wording(refusal.metric).label
        out.print(f"  Not from {sources_text(refusal.sources)}: {label}. {escape(refusal.text)}")
    out.print(f"  Side in the results: {escape(protocol.side)}.")
    out.print("\n[bold]What it rests on[/]")
    out.print(f"  {escape(protocol.origin)}")
    for study in story.studies:
        out.print(f"  {escape(study.text)}")
        out.print(f"  [dim]{escape(study.source)}. Grade {study.grade}, {study.grade_words}.[/]")


def print_checks(checks: tuple[Check, ...]) -> None:
    """One line a check; what to do about each missing thing.

    Parameters
    ----------
    checks : tuple of Check
        From the doctor.
    """
    table = Table(pad_edge=False, box=None)
    for heading in ("", "what", "found"):
        table.add_column(heading, overflow="fold")
    for check in checks:
        table.add_row(MARKS[check.state], check.name, escape(check.found))
    _out().print(table)
    for check in checks:
        if check.remedy:
            # On a line of its own, never broken or shortened: it is there to be copied.
            _out().print(f"{check.name}: {escape(check.remedy)}", soft_wrap=True, highlight=False)
