"""The results of a session folder, right after the session or long after it was cut off."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from levelhip.io.session_reader import Journal, read_journal
from levelhip.io.whole_files import write_text
from levelhip.service.analysis import Analysis, OnProgress, analyse
from levelhip.service.options import AnalysisOptions

TRANSCRIPT_NAME = "transcript.md"


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


def finish_session(folder: Path, on_progress: OnProgress | None = None) -> SessionResults:
    """Measure a session folder and write its result, series, report and transcript into it.

    Parameters
    ----------
    folder : Path
        As `levelhip coach` made it, finished or cut off at any moment.
    on_progress : callable, optional
        Called with `Progress` now and then.

    Returns
    -------
    SessionResults

    Raises
    ------
    BadRecording
        When it is no session, or ended before anything was measured; the transcript is written
        all the same where there is a journal.
    """
    journal = read_journal(folder)
    transcript = folder / TRANSCRIPT_NAME
    write_text(transcript, transcript_text(journal))
    analysis = analyse(
        folder,
        journal.head["protocol"]["id"],
        person=journal.person,
        options=session_options(journal),
        out=folder,
        on_progress=on_progress,
    )
    verdict = f"{analysis.result.verdict.text}\n"
    write_text(transcript, f"{transcript_text(journal)}\n## Result\n\n{verdict}")
    ends = journal.of("finish")
    return SessionResults(
        analysis, transcript, ends[-1]["text"] if ends else "", not journal.finished
    )


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
    """
    head = journal.head
    rows = [
        f"# Session: {head['protocol']['id']}",
        "",
        f"Begun {head['begun']}, measured with {head['source']}, levelhip {head['levelhip']}.",
        *(f"Mended: {text}." for text in journal.repairs),
        "",
        "| time | who | what |",
        "|---|---|---|",
    ]
    before = ""
    for line in journal.lines:
        told = _told(line, before)
        before = line.get("written", before)
        if told is not None:
            who, what = told
            minutes, seconds = divmod(line["t"], 60)
            rows.append(f"| {int(minutes)}:{seconds:04.1f} | {who} | {what.replace('|', '/')} |")
    return "\n".join(rows) + "\n"


def _told(line: dict[str, Any], before: str) -> tuple[str, str] | None:
    """Who, and what, of a journal's line; None for lines that nobody hears or sees.

    `before` is what was shown last: sentences that share one written form show it once.
    """
    match line["kind"]:
        case "say":
            written, spoken = line["written"], line["spoken"]
            more = f" ({written})" if written not in ("", spoken, before) else ""
            return "coach", spoken + more
        case "tone":
            return "tone", line["tone"]
        case "heard":
            return "you", line["said"]
        case "answer":
            value = "left open" if line["value"] is None else f"{line['value']:g}"
            return "kept", f"{line['name'].replace('_', ' ')}: {value}"
        case "event" if line["event"] in ("rep", "hold"):
            return "seen", _event_words(line)
        case "trouble" if line["text"]:
            return "trouble", line["text"]
        case "finish":
            return "end", line["text"] or line["reason"]
    return None


def _event_words(line: dict[str, Any]) -> str:
    side = "" if line["side"] == "both" else f", {line['side']}"
    length = ""
    if line["start_s"] is not None and line["end_s"] is not None:
        length = f", {line['end_s'] - line['start_s']:.1f} s"
    faults = f": {', '.join(line['faults'])}" if line["faults"] else ""
    return f"{line['event']} {line['trial']}{side}{length}{faults}"


__all__ = ["SessionResults", "finish_session", "session_options", "transcript_text"]
