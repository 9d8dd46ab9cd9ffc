"""Protocols from files: those that come with levelhip, and a person's own."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import TypeAdapter

from levelhip.core import BadProtocol
from levelhip.protocols.claims import claims
from levelhip.protocols.cues import cue_faults
from levelhip.protocols.faults import faults_of, told_toml
from levelhip.protocols.schema import Protocol
from levelhip.protocols.script import script_faults
from levelhip.protocols.session_words import session_words

_ORDER = (
    "equal-weight",
    "squat-check",
    "sack-swinger",
    "walk",
    "one-leg-stand",
    "wall-hip-drop",
)


def parsed_protocol(text: str, *, name: str) -> Protocol:
    """A protocol from the text of its file, checked.

    Parameters
    ----------
    text : str
        TOML.
    name : str
        How the file is called in messages.

    Returns
    -------
    Protocol
        With its first variant chosen.

    Raises
    ------
    BadProtocol
        With all faults of the file, one a line.
    """
    told = told_toml(text, name)
    with faults_of(name):
        protocol: Protocol = TypeAdapter(Protocol).validate_python(told)
    lines = _cross_faults(protocol)
    if lines:
        raise BadProtocol("\n".join(f"{name}: {line}" for line in lines))
    return protocol.chosen()


def load_protocol(path: Path) -> Protocol:
    """A protocol from a file.

    Parameters
    ----------
    path : Path
        TOML file.

    Returns
    -------
    Protocol

    Raises
    ------
    BadProtocol
        When it cannot be read, with all its faults.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadProtocol(f"{path.name}: cannot be read ({fault}); give a TOML file") from None
    return parsed_protocol(text, name=path.name)


@cache
def protocols() -> tuple[Protocol, ...]:
    """The protocols that come with levelhip, the main test first."""
    folder = files("levelhip.protocols").joinpath("library")
    found = {
        each.name: parsed_protocol(each.read_text(encoding="utf-8"), name=each.name)
        for each in folder.iterdir()
        if each.name.endswith(".toml")
    }
    by_id = {each.id: each for each in found.values()}
    later = sorted(set(by_id) - set(_ORDER))
    return tuple(by_id[each] for each in (*_ORDER, *later) if each in by_id)


def protocol(protocol_id: str) -> Protocol:
    """One protocol of levelhip's own.

    Parameters
    ----------
    protocol_id : str
        Its id, as "equal-weight".

    Returns
    -------
    Protocol

    Raises
    ------
    BadProtocol
        When there is none of that name.
    """
    known = {each.id: each for each in protocols()}
    if protocol_id not in known:
        raise BadProtocol(
            "protocol {given}: not known; give one of {known}",
            given=protocol_id,
            known=", ".join(known),
        )
    return known[protocol_id]


def _cross_faults(told: Protocol) -> list[str]:
    """Faults that show only when parts are held against each other."""
    lines = []
    for i, rule in enumerate(told.verdict):
        if rule.claim not in claims():
            lines.append(
                f"verdict[{i + 1}].claim is {rule.claim!r}; give an id that is in claims.toml"
            )
    for part in ("events", "metrics", "refusals"):
        for i, each in enumerate(getattr(told, part)):
            strange = [s for s in each.sources if s not in told.sources]
            if strange:
                lines.append(
                    f"{part}[{i + 1}].sources has {', '.join(strange)}; "
                    "add it to the protocol's sources or take it out"
                )
    ids = [each.id for each in told.variants]
    if len(set(ids)) != len(ids):
        lines.append(f"variants: {', '.join(ids)}; give each id once")
    lines += [
        f"how[{i}].variants has {name!r}; give an id of the protocol's variants"
        for i, step in enumerate(told.how, start=1)
        for name in step.variants
        if name not in ids
    ]
    lines += [
        f"how has no step for {each.id!r}; write how it is done"
        for each in told.variants
        if not replace(told, variant=each.id).form_how
    ]
    if told.trials.least > told.trials.per_side:
        lines.append(
            f"trials.least is {told.trials.least}; give {told.trials.per_side} (per_side) or less"
        )
    return lines + _word_faults(told)


def _word_faults(told: Protocol) -> list[str]:
    """Faults of what is said: cues and script."""
    shared = {cue.id for cue in session_words().cues}
    return cue_faults(told.cues, steps=frozenset(step.id for step in told.script)) + script_faults(
        told.script,
        cues=frozenset(shared | {cue.id for cue in told.cues}),
        variants=frozenset(each.id for each in told.variants),
    )
