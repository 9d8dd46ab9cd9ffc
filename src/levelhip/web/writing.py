"""What no body of a request may hold: signs that nobody writes, and numbers that are none."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from itertools import islice

from fastapi import Request
from starlette.requests import HTTPConnection

from levelhip.core import LevelhipError, Sentence, phrase
from levelhip.core.sentence import chained

IN_WRITING = "\t\n\r"
"""Control characters that a person's text may have."""

MOST = 5
"""Faults that are told at once; chosen by us."""


async def written(connection: HTTPConnection) -> None:
    """Refuse a body that holds what cannot be kept, or told back; the first faults are named.

    Parameters
    ----------
    connection : HTTPConnection
        What is asked; only a request whose way in takes JSON is looked at.

    Raises
    ------
    LevelhipError
        It names each field.
    """
    takes = getattr(connection.scope.get("route"), "body_field", None)
    is_json = "json" in connection.headers.get("content-type", "")
    # Another way in may take a large file, which is not to be read here.
    if not isinstance(connection, Request) or takes is None or not is_json:
        return
    told = tuple(islice(_faults(await connection.json()), MOST))
    if told:
        raise LevelhipError(chained(told))


def _faults(body: object) -> Iterator[Sentence]:
    rest = [("", body)]
    while rest:
        place, value = rest.pop()
        if isinstance(value, str):
            strange = next((sign for sign in value if _is_strange(sign)), None)
            if strange is not None:
                yield phrase(
                    "{given}: has a sign that nobody writes ({given_2}); leave it out",
                    given=place or "body",
                    given_2=f"U+{ord(strange):04X}",
                )
        elif isinstance(value, float) and not math.isfinite(value):
            yield phrase("{given}: {given_2}; give a number", given=place, given_2=str(value))
        elif isinstance(value, dict):
            rest += [each for name in reversed(value) for each in _named(place, name, value[name])]
        elif isinstance(value, list):
            rest += [(f"{place}[{i}]", each) for i, each in reversed(list(enumerate(value)))]


def _named(place: str, name: str, value: object) -> Iterator[tuple[str, object]]:
    """A field and its name, which may be strange itself."""
    plain = "".join("?" if _is_strange(sign) else sign for sign in name)
    here = f"{place}.{plain}" if place else plain
    yield here, value
    if plain != name:
        yield here, name


def _is_strange(sign: str) -> bool:
    """Whether it is a control character, or half of a character."""
    return sign not in IN_WRITING and unicodedata.category(sign) in ("Cc", "Cs")
