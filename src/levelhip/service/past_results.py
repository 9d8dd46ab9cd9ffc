"""Results that were kept: which there are, and each with all that is said beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from levelhip.core import BadRecording, LevelhipError, Side
from levelhip.core.sentence import capital
from levelhip.io.result_file import ResultFile, parsed_result
from levelhip.service import daily

if TYPE_CHECKING:
    from levelhip.core.sentence import Translated
    from levelhip.io.series_file import Signals
    from levelhip.protocols.language import Language
    from levelhip.report import Background
    from levelhip.report.changes import Since
    from levelhip.report.figure import Figure
    from levelhip.report.rows import RefusedRow, TableLine
    from levelhip.service.earlier import Earlier
    from levelhip.store import Diary

SERIES_NAME = "series.parquet"

OF_HALF_THE_WAY = ("weight_shift", "excess_shift")
"""Numbers in per cent of half the way between the feet."""


@dataclass(frozen=True, slots=True)
class PastResult:
    """One of them.

    Attributes
    ----------
    id : of its session, or a number
    at : when it was measured
    result : what result.json held
    folder : where its series lies; None when it is gone or never was
    """

    id: str
    at: datetime
    result: ResultFile
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """A result with all that is said beside it.

    Attributes
    ----------
    background : of the protocol
    sentences : what it comes to
    figures : pictures, the one that explains the result by itself first
    pairs : left against right, quantity and picture
    doubts : what clouds the whole result
    error_words : what stands behind its ±
    headings, lines : its numbers as a table
    not_measured : what was refused, and why
    next : what to do next
    since : what became of it since the last one before; None where there is none
    """

    background: Background
    sentences: tuple[str, ...]
    figures: tuple[Figure, ...]
    pairs: tuple[tuple[str, Figure], ...]
    doubts: tuple[str, ...]
    error_words: tuple[str, ...]
    headings: tuple[str, ...]
    lines: tuple[TableLine, ...]
    not_measured: tuple[RefusedRow, ...]
    next: tuple[str, ...]
    since: Since | None


def past_results(diary: Diary) -> tuple[PastResult, ...]:
    """Every result that was kept, newest first.

    Parameters
    ----------
    diary : Diary

    Returns
    -------
    tuple of PastResult
    """
    return tuple(
        PastResult(
            each.id,
            each.at,
            parsed_result(each.body),
            Path(each.folder) if each.folder else None,
        )
        for each in diary.results()
    )


def past_result(diary: Diary, name: str) -> PastResult:
    """One result.

    Parameters
    ----------
    diary : Diary
    name : str
        Its id.

    Returns
    -------
    PastResult

    Raises
    ------
    LevelhipError
        When there is none of this name.
    """
    for each in diary.results():
        if each.id == name:
            folder = Path(each.folder) if each.folder else None
            return PastResult(each.id, each.at, parsed_result(each.body), folder)
    raise LevelhipError(
        "result {file}: there is none; all of them stand on the page of tests", file=name
    )


def explained(past: PastResult, translated: Translated = str) -> Explained:
    """A result with its pictures, its numbers and what the method and the studies say of it.

    Parameters
    ----------
    past : PastResult
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Explained
        In that language, but for numbers and what the protocol and the studies say.
    """
    from levelhip.report.changes import since
    from levelhip.report.error_words import error_words
    from levelhip.report.exercise_figures import exercise_figures
    from levelhip.report.figures import main_figures, pair_figure
    from levelhip.report.next_steps import next_words
    from levelhip.report.page import PAIRS_SHOWN, doubts, sentences
    from levelhip.report.rows import quantity_rows, refused_rows, table_lines

    result, story, before = past.result, _background(past), _earlier(past)
    refused = result.quality.state == "refused"
    rows = (
        ()
        if refused
        else quantity_rows(
            result.metrics,
            protocol=result.protocol.id,
            cap_s=story.goals.cap_s,
            translated=translated,
        )
    )
    figures: tuple[Figure, ...] = ()
    if not refused:
        then = [each.result for each in before]
        told = exercise_figures(result, story.goals, earlier=then, translated=translated)
        figures = (*main_figures(result, _series(past), translated), *told)
        # Of a recording only its numbers are kept: what is drawn from signals is measured anew.
        figures = figures or main_figures(result, _measured_anew(past), translated)
    compared = [row for row in rows if not story.compared or row.name in story.compared]
    sided = [row for row in compared if row.has_both_sides][:PAIRS_SHOWN]
    pairs = tuple(
        (capital(row.label), made) for row in sided if (made := pair_figure(row, translated))
    )
    headings, lines = table_lines(rows, translated)
    on = f"{before[0].at.astimezone():%Y-%m-%d}" if before else ""
    became = since(before[0].result, result, on=on, translated=translated) if before else None
    return Explained(
        story,
        tuple(sentences(result, translated)),
        figures,
        pairs,
        tuple(each.text for each in doubts(result, translated)),
        error_words(rows, translated),
        headings,
        lines,
        refused_rows(result.metrics, result.quality.reasons, translated),
        next_words(result, translated, again=became is not None),
        became,
    )


def report_page(past: PastResult, words: Language | None = None) -> str:
    """The report as one HTML file.

    Parameters
    ----------
    past : PastResult
    words : Language, optional
        In which it is written; English when none is given.

    Returns
    -------
    str
    """
    from levelhip.report import report_html

    before = _earlier(past)
    return report_html(
        past.result,
        _series(past),
        _background(past),
        source_name=f"{past.at.astimezone():%Y-%m-%d}",
        earlier=[each.result for each in before],
        earlier_on=f"{before[0].at.astimezone():%Y-%m-%d}" if before else "",
        words=words,
    )


def key_numbers(past: PastResult, translated: Translated = str) -> tuple[str, ...]:
    """The number that a test is looked at for, with its error; a side each.

    Parameters
    ----------
    past : PastResult
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    tuple of str
        As "pelvic drop, left: 6° ± 2°", with what the sides name; empty when nothing was measured.
    """
    from levelhip.report.changes import PLACES
    from levelhip.report.rows import quantity_rows
    from levelhip.service.catalogue import sides_told

    result = past.result
    if result.quality.state == "refused":
        return ()
    story = _background(past)
    rows = quantity_rows(
        result.metrics,
        protocol=result.protocol.id,
        cap_s=story.goals.cap_s,
        translated=translated,
    )
    # A place on the body is no number to look at; what the verdict rests on first comes first.
    telling = [row for row in rows if not row.name.endswith(PLACES)]
    judged = [reason.metric for reason in result.verdict.reasons]
    telling.sort(key=lambda row: judged.index(row.name) if row.name in judged else len(judged))
    told = [
        capital(f"{row.side_label(side, translated)}: {translated(cell.shown.text)}")
        for row in telling[:1]
        for side, cell in row.cells.items()
    ]
    if any(row.name in OF_HALF_THE_WAY for row in telling[:1]):
        told.append(translated("100 % is half the way between your feet."))
    if any(side is not Side.BOTH for row in telling[:1] for side in row.cells):
        told.append(sides_told(result.protocol.id).filled(translated))
    return tuple(told)


def _background(past: PastResult) -> Background:
    from levelhip.protocols import protocol
    from levelhip.service.catalogue import background

    return background(protocol(past.result.protocol.id).chosen())


def _earlier(past: PastResult) -> tuple[Earlier, ...]:
    from levelhip.service.earlier import earlier_results

    told = past.result
    return earlier_results(told.protocol, before=past.at, recording_id=told.recording.id)


def _series(past: PastResult) -> Signals:
    from levelhip.io.series_file import read_series

    if past.folder is None or not (past.folder / SERIES_NAME).is_file():
        return {}
    return read_series(past.folder / SERIES_NAME)


def _measured_anew(past: PastResult) -> Signals:
    from levelhip.service.recordings import shelf_of

    told = past.result
    with daily.diary() as diary:
        shelf = shelf_of(diary)
        kept = [each for each in diary.recordings() if each.source == told.recording.id]
    return _signals(shelf.place(kept[0].content), told.protocol.id) if kept else {}


@lru_cache(maxsize=4)
def _signals(recording: Path, protocol_id: str) -> Signals:
    """The signals of a kept recording; its name is its content, so that they stay the same."""
    from levelhip.io.series_file import read_series
    from levelhip.service.analysis import analyse
    from levelhip.service.options import AnalysisOptions

    with TemporaryDirectory(prefix="levelhip-") as folder:
        try:
            options = AnalysisOptions(report=False)
            analysis = analyse(recording, protocol_id, options=options, out=Path(folder))
        except BadRecording:
            return {}
        return read_series(analysis.files["series"])
