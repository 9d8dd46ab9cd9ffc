"""The results of a session folder, right after the session or long after it was cut off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from levelhip.core import BadRecording, Side
from levelhip.core.sentence import sided
from levelhip.io.session_reader import Journal, read_journal
from levelhip.io.whole_files import write_text
from levelhip.protocols import Protocol, Step, language, protocol, safety, session_words
from levelhip.service.analysis import Analysis, OnProgress, analyse
from levelhip.service.options import AnalysisOptions

TRANSCRIPT_NAME = "transcript.md"

DOING = ("go", "hold", "tap")
"""Marks of something that was done; the others tell what was to come, or that it was stopped."""


@dataclass(frozen=True, slots=True)
class SessionResults:
    """What came of a session.

    Attributes
    ----------
    analysis : as of any recording; its files lie in the session's folder
    transcript : the file in which everything that was said stands
    ending : why the session ended, in the session's language
    cut_off : whether the session did not come to its end
    """

    analysis: Analysis
    transcript: Path
    ending: str
    cut_off: bool


def finish_session(
    folder: Path, on_progress: OnProgress | None = None, *, report: bool = True
) -> SessionResults:
    """Measure a session folder and write its result, series, report and transcript into it.

    Parameters
    ----------
    folder : Path
        As `levelhip coach` made it, finished or cut off at any moment.
    on_progress : callable, optional
        Called with `Progress` now and then.
    report : bool
        Whether to write the report too.

    Returns
    -------
    SessionResults

    Raises
    ------
    BadRecording
        When it is no session, or ended before anything was done; the transcript is written all
        the same where there is a journal.
    """
    journal = read_journal(folder)
    words = language(journal.head["language"])
    text = words.text
    transcript = folder / TRANSCRIPT_NAME
    write_text(transcript, transcript_text(journal))
    if nothing_done(journal):
        raise BadRecording(
            "{file}: the session ended before anything was measured", file=folder.name
        )
    analysis = analyse(
        folder,
        journal.head["protocol"]["id"],
        person=journal.person,
        options=replace(session_options(journal), report=report),
        out=folder,
        on_progress=on_progress,
        diary_at=datetime.fromisoformat(journal.head["begun"]),
        words=words,
    )
    verdict = f"{analysis.result.verdict.in_words(text)}\n"
    heading = text("Result")
    write_text(transcript, f"{transcript_text(journal)}\n## {heading}\n\n{verdict}")
    ends = journal.of("finish")
    return SessionResults(
        analysis, transcript, ends[-1]["text"] if ends else "", not journal.finished
    )


def nothing_done(journal: Journal) -> bool:
    """Whether a session ended before anything of it was done or said, but for its safety questions.

    Parameters
    ----------
    journal : Journal

    Returns
    -------
    bool
    """
    ends = journal.of("finish")
    if ends and ends[-1]["reason"] in ("done", "source-ended"):
        return False
    aside = {step.answer for step in (*safety().questions, *session_words().stopping)}
    done = any(mark.name in DOING for mark in journal.marks())
    said = any(each.name not in aside for each in journal.answers())
    return not (done or said or journal.of("event"))


def session_options(journal: Journal) -> AnalysisOptions:
    """What was said about the measuring when the session began.

    Parameters
    ----------
    journal : Journal

    Returns
    -------
    AnalysisOptions
    """
    head = journal.head
    said = head["plan"].get("about", {})
    return AnalysisOptions(
        variant=head["protocol"]["variant"] or None,
        hold_s=head["protocol"]["hold_s"],
        side=said.get("side"),
        load_kg=said.get("load_kg"),
        strap_m=said.get("strap_m"),
        location=said.get("location"),
        annotate=False,
    )


def transcript_text(journal: Journal) -> str:
    """Everything that was said, sounded, answered and found, with its time, as Markdown.

    Parameters
    ----------
    journal : Journal

    Returns
    -------
    str
        In the session's language.
    """
    head = journal.head
    text = language(head["language"]).text
    told = head["protocol"]
    exercise = protocol(told["id"]).chosen(variant=told.get("variant"))
    begun = text("Begun {begun}, measured with {source}, levelhip {version}.").format(
        begun=head["begun"], source=head["source"], version=head["levelhip"]
    )
    # The collecting of texts sees no call within an f-string.
    session, mended = text("Session"), text("Mended")
    columns = (text("time"), text("who"), text("what"))
    rows = [
        f"# {session}: {text(exercise.form_title)}",
        "",
        begun,
        *(f"{mended}: {repair.filled(text)}." for repair in journal.repairs),
        "",
        f"| {' | '.join(columns)} |",
        "|---|---|---|",
    ]
    line_words = _LineWords(text, _titles(exercise))
    for line in journal.lines:
        row = line_words.of(line)
        if row is not None:
            who, what = row
            minutes, seconds = divmod(line["t"], 60)
            rows.append(f"| {int(minutes)}:{seconds:04.1f} | {who} | {what.replace('|', '/')} |")
    return "\n".join(rows) + "\n"


def _titles(exercise: Protocol) -> dict[str, Step]:
    """The question of each answer."""
    words = session_words()
    steps = (*words.opening, *safety().questions, *exercise.script, *words.stopping)
    return {step.answer: step for step in steps if step.answer}


class _LineWords:
    """Who, and what, of the lines of a journal, in one language.

    Parameters
    ----------
    text : callable
        English into that language.
    asked : mapping
        The question by the name of its answer.
    """

    def __init__(self, text: Callable[[str], str], asked: Mapping[str, Step]) -> None:
        self._text = text
        self._asked = asked
        self._before = ""

    def of(self, line: Mapping[str, Any]) -> tuple[str, str] | None:
        """Who, and what, of a line; None for one that nobody hears or sees."""
        text = self._text
        match line["kind"]:
            case "say":
                written, spoken = line["written"], line["spoken"]
                # Sentences that share one written form show it once.
                more = f" ({written})" if written not in ("", spoken, self._before) else ""
                self._before = written
                return text("coach"), spoken + more
            case "tone":
                return text("tone"), line["tone"]
            case "heard" if line["said"] != "gone":
                return text("you"), line["said"]
            case "answer":
                return text("kept"), self._answer(line)
            case "event" if line["event"] in ("rep", "hold"):
                return text("seen"), self._event(line)
            case "trouble" if trouble := line["text"]:
                return text("trouble"), text(trouble)
            case "finish":
                return text("end"), line["text"] or line["reason"]
        return None

    def _answer(self, line: Mapping[str, Any]) -> str:
        text, step = self._text, self._asked.get(line["name"])
        name = line["name"].replace("_", " ")
        if step is not None and step.title:
            name = text(sided(step.title, Side(line["side"])))
        name = name if name.endswith("?") else f"{name}:"
        if line["value"] is None:
            return " ".join((name, text("left open")))
        if step is not None and step.kind == "yes-no":
            return " ".join((name, text("yes") if line["value"] else text("no")))
        return f"{name} {line['value']:g}"

    def _event(self, line: Mapping[str, Any]) -> str:
        text = self._text
        kind = text("repetition {number}") if line["event"] == "rep" else text("hold {number}")
        parts = [kind.format(number=line["trial"])]
        if line["side"] != "both":
            parts.append(text("left") if line["side"] == "left" else text("right"))
        if line["start_s"] is not None and line["end_s"] is not None:
            parts.append(text(f"{line['end_s'] - line['start_s']:.1f} s"))
        known = session_words().faults
        faults = [text(known[code].show) if code in known else code for code in line["faults"]]
        return ", ".join(parts) + (f": {', '.join(faults)}" if faults else "")


__all__ = [
    "SessionResults",
    "finish_session",
    "nothing_done",
    "session_options",
    "transcript_text",
]
