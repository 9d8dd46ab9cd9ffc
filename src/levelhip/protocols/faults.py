"""What is wrong with a file, each fault with its place, its value and the way out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import ValidationError

from levelhip.core import BadProtocol

_WAYS_OUT: Mapping[str, str] = {
    "greater_than": "give a number greater than {gt}",
    "greater_than_equal": "give {ge} or more",
    "less_than": "give a number less than {lt}",
    "less_than_equal": "give {le} or less",
    "missing": "write it",
    "unexpected_keyword_argument": "take it out or mend its spelling",
    "extra_forbidden": "take it out or mend its spelling",
    "string_pattern_mismatch": "write it like {pattern}",
    "string_too_short": "write a text",
    "too_short": "give at least {min_length}",
    "finite_number": "give a finite number",
    "literal_error": "give {expected}",
    "enum": "give {expected}",
}


def told_toml(text: str, name: str) -> dict[str, Any]:
    """What a file says.

    Parameters
    ----------
    text : str
        TOML.
    name : str
        How the file is called in messages.

    Returns
    -------
    dict

    Raises
    ------
    BadProtocol
        When it is no TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise BadProtocol(f"{name}: {fault}; mend the TOML") from None


def way_out(fault: Mapping[str, Any]) -> str:
    """What to write instead, for one fault as pydantic lists it.

    Parameters
    ----------
    fault : mapping
        With the keys "type", "msg" and "ctx".

    Returns
    -------
    str
    """
    context = dict(fault.get("ctx", {}))
    if fault["type"] == "greater_than" and context.get("gt") in (0, 0.0):
        return "give a positive number"
    pattern = _WAYS_OUT.get(fault["type"])
    if pattern is None:
        message = str(fault["msg"]).removeprefix("Value error, ")
        return message[:1].lower() + message[1:]
    return pattern.format(**context)


def place(path: tuple[str | int, ...], *, prefix: str = "") -> str:
    """A path inside a file as a person writes it: metrics[2].name, counted from 1.

    Parameters
    ----------
    path : tuple of str and int
        Keys and indices.
    prefix : str
        What stands before the path.

    Returns
    -------
    str
    """
    text = prefix
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            text += f".{part}" if text else part
    return text


@contextmanager
def faults_of(name: str, *, prefix: str = "") -> Iterator[None]:
    """Turn pydantic's complaint into one BadProtocol that lists every fault of the file.

    Parameters
    ----------
    name : str
        Name of the file.
    prefix : str
        Where in the file the checked part stands.

    Yields
    ------
    None
    """
    try:
        yield
    except ValidationError as complaint:
        lines = []
        for fault in complaint.errors(include_url=False):
            where = place(fault["loc"], prefix=prefix)
            if fault["type"] == "missing":
                lines.append(f"{name}: {where} is missing; write it")
            else:
                lines.append(f"{name}: {where} is {fault['input']!r}; {way_out(fault)}")
        raise BadProtocol("\n".join(lines)) from None
