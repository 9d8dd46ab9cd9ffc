"""Write docs/transcripts: what is heard in a whole session of every protocol.

    python -m tools.transcripts

A made-up person answers, exercises, and makes a few mistakes; the clock and the voice are made up
too. A test checks that the pages are what the code says today.
"""

from __future__ import annotations

from pathlib import Path

from levelhip.coach import plan_for
from levelhip.protocols import Protocol, language, protocols
from tests.coach.performer import Performer, run, transcript

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "transcripts"

ABOUT = (
    "What is heard in one session, with {source}: time, step, and what is said; `>` is what the "
    "person answers. A made-up person, who makes a few mistakes."
)
SOURCES = {"camera": "a camera", "motion": "a phone", "self": "no sensor"}
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


def pages() -> dict[Path, str]:
    """All pages by their path."""
    return {
        FOLDER / code / f"{each.id}.md": page(each, code)
        for code in ("en", "de")
        for each in protocols()
    }


if __name__ == "__main__":
    for path, text in pages().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(FOLDER.parents[1]))
