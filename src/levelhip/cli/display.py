"""Tables, sentences and progress bars; stdout holds the data, stderr the words about it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from levelhip.report import (
    QUALITY_WORDS,
    Cell,
    QuantityRow,
    doubts,
    grounds,
    quality_words,
    quantity_rows,
    refused_rows,
    sentences,
    table_lines,
    verdict_words,
)

if TYPE_CHECKING:
    from levelhip.protocols import Protocol
    from levelhip.protocols.language import Language
    from levelhip.report import Study
    from levelhip.service import Analysis, Check, FolderAnalysis, OnProgress

PLAIN_WIDTH = 110
"""Width of tables in a pipe or file; chosen by us."""

MARKS = {"ok": "ok", "missing": "MISSING", "note": "-"}


def sources_text(sources: Iterable[str], words: Language) -> str:
    """What something is measured with, in words; "self" is what a person taps and says."""
    named = ("taps and answers" if each == "self" else each for each in sources)
    return ", ".join(words.text(each) for each in named)


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


def print_analysis(analysis: Analysis, words: Language) -> None:
    """The table of metrics, what was refused, and the verdict with its grounds.

    Parameters
    ----------
    analysis : Analysis
        A finished one.
    words : Language
        In which it is written.
    """
    out, result, text = _out(), analysis.result, words.text
    is_refused, cap_s = result.quality.state == "refused", analysis.background.goals.cap_s
    rows: tuple[QuantityRow, ...] = ()
    if not is_refused:
        rows = quantity_rows(
            result.metrics, protocol=result.protocol.id, cap_s=cap_s, translated=text
        )
    if rows:
        _print_rows(out, text(analysis.background.title), rows, words)
        if any(row.has_both_sides for row in rows):
            what = text(analysis.background.side)
            out.print(escape(text("Left and right name {what}.").format(what=what)), style="dim")
            out.print(text("Differences are worked out before rounding."), style="dim")
        note = text(
            "± is half of the 95 % range. A change counts when it is larger than the smallest "
            "change."
        )
        out.print(note, style="dim")
        out.print()
    shape, quality_word = quality_words(result.quality.state, result.recording.kind)
    refused = refused_rows(result.metrics, result.quality.reasons, text)
    if refused and result.quality.state != "refused":
        out.print(text("Not measured"), style="bold")
        for row in refused:
            out.print(f"  {row.label}: {escape(row.why)}")
        out.print()
    word = text(verdict_words(result.verdict.state, result.recording.kind))
    out.print(f"[bold]{word}.[/] {escape(' '.join(sentences(result, text)))}")
    for label, study in grounds(result, analysis.background, text):
        ground = text("Ground for {what}: {claim}").format(what=label, claim=text(study.text))
        out.print(f"  {escape(ground)}")
        _print_source(out, study, words)
    out.print(f"{shape} {text(quality_word)}.")
    for reason in doubts(result, text):
        out.print(f"  {escape(reason.text)}")
    mended = text("Mended")
    for repair in result.recording.mended(text):
        out.print(f"  {mended}: {escape(repair)}")


def _print_source(out: Console, study: Study, words: Language) -> None:
    grade = words.text("Grade")
    meaning = words.text(study.grade_words)
    out.print(f"  [dim]{escape(study.cited(words.text))}. {grade} {study.grade}, {meaning}.[/]")


def _print_rows(out: Console, title: str, rows: tuple[QuantityRow, ...], words: Language) -> None:
    text = words.text
    headings, lines = table_lines(rows, text)
    has_all = any(len(line.cells) == 1 for line in lines)
    table = Table(title=escape(title), title_justify="left", pad_edge=False, box=None)
    every = [text("all")] if has_all else []
    for heading in (text("quantity"), *headings, *every, text("smallest change")):
        table.add_column(heading)
    for line in lines:
        label = line.label + (f" ({text('experimental')})" if line.experimental else "")
        if len(line.cells) == 1 and has_all:
            cells: tuple[Cell | None, ...] = (*(None for _ in headings), *line.cells)
        else:
            cells = (*line.cells, *([None] if has_all else []))
        texts = [text(cell.shown.text) if cell else "" for cell in cells]
        table.add_row(label, *texts, text(line.change_text))
        for i in range(max((len(cell.trials) for cell in cells if cell), default=0)):
            texts = [
                text(cell.trials[i].text) if cell and i < len(cell.trials) else "" for cell in cells
            ]
            trial = text("trial {listed}").format(listed=i + 1)
            table.add_row(f"  {trial}", *texts, style="dim")
    out.print(table)


def print_folder(folder: FolderAnalysis, words: Language) -> None:
    """One line a recording.

    Parameters
    ----------
    folder : FolderAnalysis
        A finished one.
    words : Language
        In which it is written.
    """
    out, text = _out(), words.text
    table = Table(pad_edge=False, box=None)
    for heading in (text("recording"), "", text("result")):
        table.add_column(heading)
    failed, before = text("failed"), text("done before")
    for entry in folder.entries:
        word = failed if entry.error else text(QUALITY_WORDS[entry.quality][1]).lower()
        word += f", {before}" if entry.skipped else ""
        table.add_row(escape(entry.source), word, escape(entry.error or entry.verdict))
    out.print(table)
    if folder.left_out:
        names = ", ".join(folder.left_out[:5]) + (", …" if len(folder.left_out) > 5 else "")
        left_out = text("Left out, no recording that levelhip knows: {names}").format(names=names)
        Console(stderr=True, highlight=False).print(escape(left_out))


def print_protocols(protocols: tuple[Protocol, ...], words: Language) -> None:
    """One line a protocol.

    Parameters
    ----------
    protocols : tuple of Protocol
        In the order to be shown.
    words : Language
        In which it is written.
    """
    text = words.text
    table = Table(pad_edge=False, box=None)
    for heading in ("id", text("name"), text("question"), text("measured from")):
        table.add_column(heading)
    for each in protocols:
        title, question = escape(text(each.title)), escape(text(each.question))
        table.add_row(each.id, title, question, sources_text(each.sources, words))
    _out().print(table)


def print_protocol(protocol: Protocol, words: Language) -> None:
    """How a test is done and what comes out.

    Parameters
    ----------
    protocol : Protocol
        Any.
    words : Language
        In which it is written.
    """
    from levelhip.report import wording
    from levelhip.service import background

    out, story, text = _out(), background(protocol), words.text
    version = text("{name}, version {number}")
    version = version.format(name=protocol.id, number=protocol.version)
    out.print(f"[bold]{escape(text(protocol.title))}[/] ({version})")
    out.print(f"{escape(text(protocol.question))}\n")
    out.print(text("How"), style="bold")
    for variant in protocol.variants:
        form = protocol.chosen(variant=variant.id)
        out.print(f"  --variant {variant.id}: {escape(text(variant.text))}")
        _print_steps(out, form.form_how, words)
    if not protocol.variants:
        _print_steps(out, protocol.form_how, words)
    if protocol.trials.holds_s:
        holds = ", ".join(f"{each:g}" for each in protocol.trials.holds_s)
        told = text("{holds} seconds, or left out: as long as it is held").format(holds=holds)
        out.print(f"  --hold: {told}")
    measured = text("Measured")
    out.print(f"\n[bold]{measured}[/]")
    for metric in protocol.metrics:
        known = wording(metric.name)
        meaning = text(known.meaning)
        if metric.needs:
            needs = ", ".join(text(each) for each in metric.needs)
            meaning = " ".join((meaning, text("Needs: {what}.").format(what=needs)))
        sources = sources_text(metric.sources, words)
        out.print(f"  {text(known.label)} ({sources}). {escape(meaning)}")
    for refusal in protocol.refusals:
        label = text(wording(refusal.metric).label)
        sources = sources_text(refusal.sources, words)
        told = text("Not from {sources}: {what}.").format(sources=sources, what=label)
        out.print(f"  {told} {escape(text(refusal.text))}")
    told = text("Side in the results: {what}.").format(what=text(protocol.side))
    out.print(f"  {escape(told)}")
    ground = text("What it rests on")
    out.print(f"\n[bold]{ground}[/]")
    out.print(f"  {escape(text(protocol.origin))}")
    for study in story.studies:
        out.print(f"  {escape(text(study.text))}")
        _print_source(out, study, words)


def _print_steps(out: Console, steps: tuple[str, ...], words: Language) -> None:
    for i, step in enumerate(steps, 1):
        out.print(f"    {i}. {escape(words.text(step))}")


def print_checks(checks: tuple[Check, ...], translated: Callable[[str], str] = str) -> None:
    """One line a check; what to do about each missing thing.

    Parameters
    ----------
    checks : tuple of Check
        From the doctor.
    translated : callable
        From an English text to the reader's language.
    """
    table = Table(pad_edge=False, box=None)
    for heading in ("", translated("what"), translated("found")):
        table.add_column(heading, overflow="fold")
    marks = {**MARKS, "missing": translated("MISSING")}
    for check in checks:
        table.add_row(marks[check.state], check.name, escape(check.found))
    _out().print(table)
    for check in checks:
        if check.remedy:
            # On a line of its own, never broken or shortened: it is there to be copied.
            _out().print(f"{check.name}: {escape(check.remedy)}", soft_wrap=True, highlight=False)
