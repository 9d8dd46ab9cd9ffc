"""What surrounds the script of every protocol: safety questions, welcome, end, and shared cues."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from levelhip.core import BadProtocol
from levelhip.protocols.cues import Cue, cue_faults, spoken_faults
from levelhip.protocols.faults import faults_of, told_toml
from levelhip.protocols.fields import STRICT, Text
from levelhip.protocols.script import Step, script_faults


@dataclass(frozen=True, slots=True)
class Message:
    """Something said outside the script.

    Attributes
    ----------
    show : the whole in writing
    say : sentences, spoken one after another, 8 words at most each; none where other words have
        just been spoken
    """

    __pydantic_config__ = STRICT

    show: Text
    say: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Safety:
    """The questions before every session, and what follows from them.

    Attributes
    ----------
    questions : asked in this order; a "yes" to any locks
    clear : said when all were answered with "no"
    locked : said when one was not
    """

    __pydantic_config__ = STRICT

    questions: Annotated[tuple[Step, ...], Field(min_length=3)]
    clear: Message
    locked: Message


@dataclass(frozen=True, slots=True)
class SessionWords:
    """What every session has in common.

    Attributes
    ----------
    opening, closing : steps before the safety questions, and after the protocol's own
    stopping : what somebody is asked who stops, where the script warns of it
    ways : how to stop, by what the session is answered with: "page" or "keys"
    endings : why a session ended, by the reason's code
    cues : shared cues
    sensor : what is said of a sensor that gives nothing, or could give more
    placement : what is said while a camera is placed, by the hint's name (`engine.placement`)
    faults : faults of repetitions and holds in a few words, by their code (docs/result.md)
    """

    __pydantic_config__ = STRICT

    opening: tuple[Step, ...]
    closing: tuple[Step, ...]
    stopping: tuple[Step, ...]
    endings: dict[str, Message]
    cues: tuple[Cue, ...]
    ways: dict[Literal["page", "keys"], Message]
    sensor: dict[str, Message] = field(default_factory=dict)
    placement: dict[str, Message] = field(default_factory=dict)
    faults: dict[str, Message] = field(default_factory=dict)


@cache
def safety() -> Safety:
    """The emergency questions (docs/evidence.md#cauda-equina), as in safety.toml.

    Returns
    -------
    Safety
    """
    return parsed_safety(_text("safety.toml"), name="safety.toml")


@cache
def session_words() -> SessionWords:
    """The shared words, as in session.toml.

    Returns
    -------
    SessionWords
    """
    return parsed_session_words(_text("session.toml"), name="session.toml")


def parsed_safety(text: str, *, name: str) -> Safety:
    """The safety questions of a file, checked.

    Parameters
    ----------
    text : str
        TOML.
    name : str
        How the file is called in messages.

    Returns
    -------
    Safety

    Raises
    ------
    BadProtocol
        With all faults of the file, one a line.
    """
    with faults_of(name):
        found: Safety = TypeAdapter(Safety).validate_python(told_toml(text, name))
    lines = script_faults(found.questions, cues=frozenset(), variants=frozenset(), part="questions")
    lines += [
        f"questions[{i}].locks is false; every question here must lock"
        for i, step in enumerate(found.questions, start=1)
        if not step.locks or step.do != "ask"
    ]
    for part in ("clear", "locked"):
        message: Message = getattr(found, part)
        lines += _spoken(part, message)
        if not message.say:
            lines.append(f"{part}.say is missing; write what is said")
    _refuse(lines, name)
    return found


def parsed_session_words(text: str, *, name: str) -> SessionWords:
    """The shared words of a file, checked.

    Parameters
    ----------
    text : str
        TOML.
    name : str
        How the file is called in messages.

    Returns
    -------
    SessionWords

    Raises
    ------
    BadProtocol
        With all faults of the file, one a line.
    """
    with faults_of(name):
        found: SessionWords = TypeAdapter(SessionWords).validate_python(told_toml(text, name))
    ids = frozenset(cue.id for cue in found.cues)
    lines = cue_faults(found.cues, steps=frozenset())
    for part in ("opening", "closing", "stopping"):
        script = getattr(found, part)
        lines += script_faults(script, cues=ids, variants=frozenset(), part=part)
    lines += [
        f"stopping[{i}].{name} is {getattr(step, name)!r}; give {way_out}"
        for i, step in enumerate(found.stopping, start=1)
        for name, known, way_out in (
            ("ends", found.endings, "a reason that endings has"),
            ("warns", ("",), "nothing"),
            ("do", ("ask",), "ask"),
        )
        if getattr(step, name) not in known
    ]
    for part in ("ways", "endings", "sensor", "placement"):
        for code, message in getattr(found, part).items():
            lines += _spoken(f"{part}.{code}", message)
    lines += [
        f"endings.{reason} is missing; write it"
        for reason in ("done", "stopped", "pain", "source-ended")
        if reason not in found.endings
    ]
    _refuse(lines, name)
    return found


def _text(name: str) -> str:
    return files("levelhip.protocols").joinpath(name).read_text(encoding="utf-8")


def _spoken(where: str, message: Message) -> list[str]:
    said = enumerate(message.say, start=1)
    return [line for i, text in said for line in spoken_faults(f"{where}.say[{i}]", text)]


def _refuse(lines: list[str], name: str) -> None:
    if lines:
        raise BadProtocol("\n".join(f"{name}: {line}" for line in lines))
