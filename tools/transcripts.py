"""Write docs/transcripts: what is heard in a whole session of every protocol.

    python -m tools.transcripts

A made-up person answers, exercises, and makes a few mistakes; the clock and the voice are made up
too. A test checks that the pages are what the code says today.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from levelhip.coach import Session, plan_for
from levelhip.protocols import Protocol, language, protocol, protocols, session_words
from tests.coach.performer import Performer, Run, run, transcript

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "transcripts"

ABOUT = (
    "What is heard in one session, with {source}: time, step, and what is said; `>` is what the "
    "person answers. A made-up person, who makes a few mistakes."
)
SOURCES = {"camera": "a camera", "motion": "a phone", "self": "no sensor"}
STOPS = {
    "Somebody stops because of leg signs.": "yes",
    "Somebody stops because of something else, and means it.": "no",
    "Somebody stops and answers nothing.": None,
}
HELD = {"sunk", "short-hold", "thigh-not-straight"}
"""Faults of holds, not of repetitions."""


def performer(protocol: Protocol) -> Performer:
    """Somebody who makes the first fault that has a hint three times, and the next one once."""
    codes = [cue.fault for cue in protocol.cues if cue.fault and cue.fault not in HELD]
    faults = {}
    if codes:
        faults = {2: (codes[0],), 3: (codes[0],), 5: (codes[0],), 8: (codes[-1],)}
    return Performer(faults=faults)


def page(protocol: Protocol, code: str) -> str:
    """One page: with the first sensor of the protocol, and without any where that can be."""
    text = language(code).text
    parts = [f"# {text(protocol.title)}"]
    ways = [each for each in ("camera", "motion", "self") if each in protocol.sources]
    for source in [ways[0], *(["self"] if "self" in ways[1:] else [])]:
        done = run(protocol, plan_for(protocol, source=source), performer(protocol), code=code)
        parts += [ABOUT.format(source=SOURCES[source]), f"```\n{transcript(done)}\n```"]
    return "\n\n".join(parts) + "\n"


def stop_page(code: str) -> str:
    """What follows when somebody says stop: leg signs, none, and no answer."""
    asked = protocol("wall-hip-drop")
    text = language(code).text
    parts = [f"# {text('Stop')}"]
    for about, answer in STOPS.items():
        parts += [about, f"```\n{transcript(stopped(asked, answer, code))}\n```"]
    return "\n\n".join(parts) + "\n"


def stopped(asked: Protocol, answer: str | None, code: str) -> Run:
    """A session from the stop on, which comes after the second repetition."""

    def until(session: Session, _now_s: float) -> str | None:
        screen = session.screen
        counted = screen.step == "drops" and screen.count == 2 and screen.stop == "asks"
        return "stop" if counted or (screen.state == "paused" and screen.stop == "asked") else None

    plan = plan_for(asked, source="self")
    (question,) = session_words().stopping
    answers = {question.id: answer}
    done = run(asked, plan, Performer(answers=answers), code=code, until=until)
    first = next(i for i, (_, _, what) in enumerate(done.log) if what == "stop")
    return replace(done, log=done.log[first:])


def pages() -> dict[Path, str]:
    """All pages by their path."""
    return {
        **{
            FOLDER / code / f"{each.id}.md": page(each, code)
            for code in ("en", "de")
            for each in protocols()
        },
        **{FOLDER / code / "stop.md": stop_page(code) for code in ("en", "de")},
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(FOLDER.parents[1]))
