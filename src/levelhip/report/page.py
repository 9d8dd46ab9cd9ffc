"""The page: everything about one result in one HTML file that asks nothing of any other file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from levelhip.core import Reason, Side, phrase
from levelhip.core.sentence import Translated, as_sentence, capital
from levelhip.io.result_file import ResultFile
from levelhip.io.series_file import Signals
from levelhip.protocols.language import Language, language
from levelhip.report.changes import since
from levelhip.report.error_words import error_words
from levelhip.report.exercise_figures import exercise_figures
from levelhip.report.figure import Figure, Goals
from levelhip.report.figures import main_figures, pair_figure, timeline_figure
from levelhip.report.next_steps import next_words
from levelhip.report.rows import (
    QuantityRow,
    quantity_rows,
    refused_rows,
    table_lines,
)
from levelhip.report.words import (
    EVENT_WORDS,
    KIND_WORDS,
    VERDICT_WORDS,
    grade_words,
    quality_words,
    verdict_words,
    wording,
)

if TYPE_CHECKING:
    from jinja2 import Environment

    from levelhip.protocols.claims import Claim, Grade

PAIRS_SHOWN = 4
"""Quantities that get a picture of left against right; the table has all. Chosen by us."""


@dataclass(frozen=True, slots=True)
class Study:
    """A sentence that rests on a source.

    Attributes
    ----------
    claim : its entry in the ledger
    """

    claim: Claim

    @property
    def text(self) -> str:
        """The sentence."""
        return self.claim.text

    @property
    def grade(self) -> Grade:
        """Its grade: "F", "M" or "D" (docs/evidence.md)."""
        return self.claim.grade

    @property
    def grade_words(self) -> str:
        """What the grade means."""
        return grade_words(self.claim)

    def cited(self, translated: Translated = str) -> str:
        """Where the sentence comes from, as it is shown beside the words of the grade.

        Parameters
        ----------
        translated : callable
            From an English text to the reader's language.

        Returns
        -------
        str
        """
        return self.claim.cited(translated, grade_told=True)


@dataclass(frozen=True, slots=True)
class Background:
    """What is to be said about a protocol beside the numbers.

    Attributes
    ----------
    title : name of the test
    purpose : the question that it asks, one sentence
    side : what left and right name in this test, as "the lifted leg"
    compared : quantities of which left is set against right, most telling first; empty = all
    origin : whose idea it is
    method_view : how the method has this form of it done, a sentence or some a step
    form : which form it is; empty for the first, and where there is only one
    studies : what studies say
    goals : what was asked for
    reasons : claims that carry the verdict, by their id
    """

    title: str
    purpose: str = ""
    side: str = ""
    compared: tuple[str, ...] = ()
    origin: str = ""
    method_view: tuple[str, ...] = ()
    form: str = ""
    studies: tuple[Study, ...] = ()
    goals: Goals = field(default_factory=Goals)
    reasons: Mapping[str, Study] = field(default_factory=dict)


def report_html(
    result: ResultFile,
    series: Signals,
    background: Background,
    *,
    source_name: str,
    settings: Mapping[str, str] | None = None,
    earlier: Sequence[ResultFile] = (),
    earlier_on: str = "",
    words: Language | None = None,
) -> str:
    """The finished page.

    Parameters
    ----------
    result : ResultFile
        The whole result.
    series : mapping
        (T,) arrays by name, with `time_s`; empty when there are none.
    background : Background
        What is to be said about the protocol.
    source_name : str
        Name of the recording, as the person knows it.
    settings : mapping, optional
        What was given with the recording, in words.
    earlier : sequence of ResultFile
        Results of the same person and protocol before, newest first: for the body map, and the
        newest for what became of the numbers.
    earlier_on : str
        The day of the newest, as it is written.
    words : Language, optional
        In which it is written; English when none is given.

    Returns
    -------
    str
        HTML; the same arguments give the same text.
    """
    words = words or language()
    translated = words.text
    refused = result.quality.state == "refused"
    # What was refused as a whole shows no number, whatever was computed on the way.
    rows = () if refused else _rows(result, background, translated)
    judged = {reason.metric for reason in result.verdict.reasons}
    compared = [row for row in rows if not background.compared or row.name in background.compared]
    # What the verdict looks at comes first; drawing stops at the most that are shown.
    compared.sort(key=lambda row: row.name not in judged)
    sided = [row for row in compared if row.has_both_sides][:PAIRS_SHOWN]
    pairs = [(row, figure) for row in sided if (figure := pair_figure(row, translated))]
    headings, lines = table_lines(rows, translated)
    figures: tuple[Figure, ...] = ()
    if not refused:
        told = exercise_figures(result, background.goals, earlier=earlier, translated=translated)
        figures = (*main_figures(result, series, translated), *told)
    shape, quality_word = quality_words(result.quality.state, result.recording.kind)
    became = since(earlier[0], result, on=earlier_on, translated=translated) if earlier else None
    return (
        environment(translated)
        .get_template("report.html")
        .render(
            language=words.code,
            result=result,
            mended=result.recording.mended(translated),
            background=background,
            source_name=source_name,
            settings=settings or {},
            doubts=doubts(result, translated),
            shape=shape,
            quality_word=quality_word,
            is_answered=result.recording.kind == "self",
            verdict_word=verdict_words(result.verdict.state, result.recording.kind),
            next_words=next_words(result, translated, again=became is not None),
            error_words=error_words(rows, translated),
            figures=figures,
            pairs=pairs,
            rows=rows,
            sentences=sentences(result, translated),
            headings=headings or (translated("value"),),
            lines=lines,
            refused=refused_rows(result.metrics, result.quality.reasons, translated),
            timeline=None if refused else timeline_figure(result, series, translated),
            grounds=grounds(result, background, translated),
            since=became,
            counts=_counts(result, translated),
            kind=KIND_WORDS.get(result.recording.kind, result.recording.kind),
            methods=sorted({metric.method for metric in result.metrics if metric.method}),
        )
    )


def _rows(
    result: ResultFile, background: Background, translated: Translated
) -> tuple[QuantityRow, ...]:
    return quantity_rows(
        result.metrics,
        protocol=result.protocol.id,
        cap_s=background.goals.cap_s,
        translated=translated,
    )


def doubts(result: ResultFile, translated: Translated = str) -> list[Reason]:
    """Reasons that cloud the whole result and are not told by the verdict already.

    Parameters
    ----------
    result : ResultFile
        The whole result.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    list of Reason
        Their texts are sentences. Why a single quantity is missing is told beside that quantity.
    """
    refused = result.quality.state == "refused"
    of_quantities = {metric.refused for metric in result.metrics if metric.refused}
    return [
        replace(reason, text=as_sentence(reason.sentence.filled(translated)))
        for reason in result.quality.reasons
        if (refused or reason.code not in of_quantities)
        and reason.text.lower().rstrip(".") not in result.verdict.text.lower()
    ]


def sentences(result: ResultFile, translated: Translated = str) -> list[str]:
    """The verdict sentence by sentence, without one that only repeats its state.

    Parameters
    ----------
    result : ResultFile
        With a verdict.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    list of str
        At least one.
    """
    told = re.split(r"(?<=[.!?]) (?=[A-ZÄÖÜ])", result.verdict.in_words(translated))
    word = translated(VERDICT_WORDS.get(result.verdict.state, ""))
    if len(told) > 1 and told[0] == f"{word}.":
        told = told[1:]
    if result.quality.state == "refused":
        # The way out follows the fault after a semicolon: it reads better as its own sentence.
        told = [as_sentence(part) for each in told for part in each.split("; ")]
    return told


def grounds(
    result: ResultFile, background: Background, translated: Translated = str
) -> list[tuple[str, Study]]:
    """What the verdict rests on: each claim once, with the quantities that were held against it.

    Parameters
    ----------
    result : ResultFile
        Its verdict names quantities and claims.
    background : Background
        Holds the claims.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    list of tuple
        Quantities in words, and the claim.
    """
    looked_at: dict[str, list[str]] = {}
    joint = translated("and")
    for reason in result.verdict.reasons:
        labels = looked_at.setdefault(reason.claim, [])
        label = translated(wording(reason.metric).label)
        if label not in labels:
            labels.append(label)
    return [
        (f" {joint} ".join(labels), background.reasons[claim])
        for claim, labels in looked_at.items()
        if claim in background.reasons
    ]


def _counts(result: ResultFile, translated: Translated) -> list[str]:
    """How many events of each kind there were, in words."""
    kinds = dict.fromkeys(event.kind for event in result.events)
    lines = []
    for kind in kinds:
        own = [event for event in result.events if event.kind == kind]
        valid = sum(event.valid for event in own)
        sides = ", ".join(
            f"{sum(event.side is side for event in own)} {translated(side)}"
            for side in (Side.LEFT, Side.RIGHT)
            if any(event.side is side for event in own)
        )
        what = translated(EVENT_WORDS.get(kind, kind.replace("_", " ")))
        line = f"{what}: {len(own)}" + (f" ({sides})" if sides else "")
        if valid != len(own):
            told = phrase("{line}, {valid} of them as asked", line=line, valid=valid)
            line = told.filled(translated)
        lines.append(line)
    return lines


# Reading a template takes as long as filling it in several times over.
@lru_cache(maxsize=4)
def environment(translated: Translated = str) -> Environment:
    """The templates of this package, strict about names and careful with marks.

    Parameters
    ----------
    translated : callable
        From an English text to the reader's language: `_` in a template, and the filter `said`.

    Returns
    -------
    Environment
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("levelhip.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Whatever a template shows is set in this one place.
        finalize=_set,
    )
    environment.filters["said"] = translated
    environment.filters["capital"] = capital
    environment.globals["_"] = translated
    return environment


FORMULA = {
    r"(\d) x (?=\d|sqrt |Wurzel )": "\\1\u00a0×\u00a0",
    r"(\d) pi (?=\S)": "\\1\u00a0π\u00a0",
    r"\b(?:sqrt|Wurzel) (?=\d)": "√",
    r"\bsqrt\((\w+) / (\w+)\)": "√(\\1\u00a0/\u00a0\\2)",
}
"""Formulas as the ledger writes them, and as people do; the page does the same (typeset.ts)."""

RANGE = re.compile(r"(?<![\w.,/-])(\d+(?:[.,]\d+)*[-–])(?=\d+(?:[.,]\d+)*(?![\w/-]))")
"""Up to its hyphen; a name with numbers, which somebody looks up, is none."""


def _set(value: object) -> object:
    # Marked-up text, as a picture, is not words.
    return together(value) if type(value) is str else value


def together(text: str) -> str:
    """Words in which no line breaks between a number, its unit and its error, names in quotes.

    Parameters
    ----------
    text : str
        Plain words.

    Returns
    -------
    str
        With no-break spaces where a number would be torn, and a joiner within a range.
    """
    text = re.sub(r"`([^`]+)`", "“\\1”", text)
    for written, shown in FORMULA.items():
        text = re.sub(written, shown, text)
    text = RANGE.sub("\\1\u2060", text)
    text = text.replace(" ± ", "\u00a0±\u00a0")
    text = re.sub(r"(?<![\w-])-(?=\d)", "−", text)
    return re.sub(r"(?<=\d) (?=(?:%|cm|mm|m|s|kg|px|Hz|\w+/min)(?![a-z]))", "\u00a0", text)
