"""The tests there are, and the results that were kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from levelhip.core import Sentence
from levelhip.core.result import QualityState
from levelhip.protocols import Protocol, protocols
from levelhip.protocols.fields import Source
from levelhip.protocols.language import Language, language
from levelhip.report import quality_words, verdict_words
from levelhip.report.changes import ChangeLine, Since
from levelhip.report.figure import Figure
from levelhip.report.page import Study, sentences
from levelhip.report.rows import TableLine
from levelhip.service import daily
from levelhip.service.gate import refusals
from levelhip.service.past_results import (
    PastResult,
    explained,
    key_numbers,
    past_result,
    past_results,
    report_page,
)
from levelhip.web.drawings import without_styles
from levelhip.web.routes.recordings import Dropped
from levelhip.web.uploads import Uploads
from levelhip.web.words import Words

router = APIRouter(tags=["results"])

REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox"
)
"""For the report in its frame: its own styles and nothing else."""


@dataclass(frozen=True, slots=True)
class ResultBrief:
    """A result in a line.

    Attributes
    ----------
    id, at, protocol, title : which
    quality, quality_text : how far it can be trusted
    verdict_text : what it comes to in a word or two
    text : the first sentence of it
    numbers : what the test is looked at for, each with its error
    """

    id: str
    at: datetime
    protocol: str
    title: str
    quality: QualityState
    quality_text: str
    verdict_text: str
    text: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TestTold:
    """A test or an exercise that can be measured.

    Attributes
    ----------
    id, title, question : which, and what it answers
    how : how it is done
    sources : what it can be measured with
    last : the last result; none while there is none
    refusal : why it cannot be begun now; empty when it can
    """

    id: str
    title: str
    question: str
    how: tuple[str, ...]
    sources: tuple[Source, ...]
    last: ResultBrief | None
    refusal: str


@dataclass(frozen=True, slots=True)
class FigureTold:
    """A picture, and what is to be seen in it."""

    heading: str
    svg: str
    caption: str


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A line of the table: what, a cell for each heading (or one for all), the smallest change."""

    label: str
    cells: tuple[str, ...]
    change: str


@dataclass(frozen=True, slots=True)
class MissingNumber:
    """What was not measured, and why."""

    label: str
    why: str


@dataclass(frozen=True, slots=True)
class StudyTold:
    """What a study says."""

    text: str
    source: str
    grade: str
    grade_text: str


@dataclass(frozen=True, slots=True)
class SinceTold:
    """What became of it since an earlier day."""

    on: str
    text: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class ResultTold:
    """A result with all that is said beside it.

    Attributes
    ----------
    brief : the result in a line
    question, side : what the test asks, and what left and right name in it
    sentences : what it comes to
    figures, pairs : pictures; left against right
    doubts : what clouds the whole of it
    error_words : what stands behind its ±
    headings, lines : its numbers
    not_measured : what is missing
    next : what to do next
    origin, method : whose test it is, and how the method has it done
    studies : what studies say
    since : against the one before
    """

    brief: ResultBrief
    question: str
    side: str
    sentences: tuple[str, ...]
    figures: tuple[FigureTold, ...]
    pairs: tuple[FigureTold, ...]
    doubts: tuple[str, ...]
    error_words: tuple[str, ...]
    headings: tuple[str, ...]
    lines: tuple[NumberLine, ...]
    not_measured: tuple[MissingNumber, ...]
    next: tuple[str, ...]
    origin: str
    method: tuple[str, ...]
    form: str
    studies: tuple[StudyTold, ...]
    since: SinceTold | None


@router.get("/tests")
def tests(words: Words) -> tuple[TestTold, ...]:
    """What can be measured, each with its last result."""
    last: dict[str, PastResult] = {}
    for each in _kept():
        last.setdefault(each.result.protocol.id, each)
    shut = refusals([(each.id, None) for each in protocols()])
    return tuple(
        _test(each, last.get(each.id), why, words)
        for each, why in zip(protocols(), shut, strict=True)
    )


@router.get("/results")
def results(words: Words) -> tuple[ResultBrief, ...]:
    """The results that were kept, newest first."""
    return tuple(_brief(each, words) for each in _kept())


@router.get("/results/{result_id}")
def result(result_id: str, words: Words, uploads: Dropped) -> ResultTold:
    """One result with all that is said beside it."""
    past = _found(result_id, uploads)
    told = explained(past, words.text)
    story = told.background
    return ResultTold(
        _brief(past, words),
        words.text(story.purpose),
        words.text(story.side),
        told.sentences,
        tuple(_figure(each) for each in told.figures),
        tuple(
            FigureTold(label, without_styles(each.picture.svg), each.caption)
            for label, each in told.pairs
        ),
        told.doubts,
        told.error_words,
        told.headings,
        tuple(_line(each, words) for each in told.lines),
        tuple(MissingNumber(each.label, each.why) for each in told.not_measured),
        told.next,
        words.text(story.origin),
        tuple(words.text(each) for each in story.method_view),
        words.text(story.form) if story.form else "",
        tuple(_study(each, words) for each in story.studies),
        None if told.since is None else _since(told.since),
    )


@router.get("/results/{result_id}/report", response_class=HTMLResponse)
def result_report(
    result_id: str, words: Words, uploads: Dropped, lang: str | None = None
) -> HTMLResponse:
    """The report: one file that explains itself, for a frame without scripts, or to keep.

    A frame and a link send the browser's language; `lang` is the one that was chosen in the page.
    """
    page = report_page(_found(result_id, uploads), language(lang) if lang else words)
    return HTMLResponse(page, headers={"content-security-policy": REPORT_POLICY})


def _kept() -> tuple[PastResult, ...]:
    with daily.diary() as diary:
        return past_results(diary)


def _found(result_id: str, uploads: Uploads) -> PastResult:
    """In the diary, or measured a moment ago and not kept."""
    job = uploads.get(result_id)
    if job is not None and job.past is not None:
        return job.past
    with daily.diary() as diary:
        return past_result(diary, result_id)


def _test(
    protocol: Protocol, last: PastResult | None, why: Sentence | None, words: Language
) -> TestTold:
    return TestTold(
        protocol.id,
        words.text(protocol.title),
        words.text(protocol.question),
        tuple(words.text(each) for each in protocol.form_how),
        protocol.sources,
        None if last is None else _brief(last, words),
        why.filled(words.text) if why else "",
    )


def _brief(past: PastResult, words: Language) -> ResultBrief:
    told = past.result
    titles = {each.id: each.title for each in protocols()}
    return ResultBrief(
        past.id,
        past.at,
        told.protocol.id,
        words.text(titles.get(told.protocol.id, told.protocol.id)),
        told.quality.state,
        words.text(quality_words(told.quality.state, told.recording.kind)[1]),
        words.text(verdict_words(told.verdict.state, told.recording.kind)),
        sentences(told, words.text)[0],
        key_numbers(past, words.text),
    )


def _figure(figure: Figure) -> FigureTold:
    return FigureTold(figure.heading, without_styles(figure.picture.svg), figure.caption)


def _line(line: TableLine, words: Language) -> NumberLine:
    cells = tuple("" if cell is None else words.text(cell.shown.text) for cell in line.cells)
    return NumberLine(line.label, cells, words.text(line.change_text))


def _study(study: Study, words: Language) -> StudyTold:
    return StudyTold(
        words.text(study.text),
        study.cited(words.text),
        study.grade,
        words.text(study.grade_words),
    )


def _since(since: Since) -> SinceTold:
    return SinceTold(since.on, since.text, since.lines)
