"""Text messages of a session's page: read, checked, heeded."""

from __future__ import annotations

import json
import re
from typing import Any, Protocol

from levelhip.core import LevelhipError

LARGEST_TEXT = 1000
"""Characters of a text message; chosen by us: the longest has sixty."""

WORDS = frozenset(("yes", "no", "again", "stop", "pause", "go", "tap", "skip"))
NUMBER = re.compile(r"[0-9]{1,5}")
"""What may be said; the largest number that is asked for is that of steps."""

LARGEST_NUMBER = 2**53
"""Of an order or of what was said: the largest that a page counts exactly."""


class Misfit(LevelhipError):
    """A message that is not of the protocol."""


class Gone(Exception):
    """The page has closed the socket."""


class Listener(Protocol):
    """Who is told what a page says: a session, or what stands beside one."""

    def take(self, message: bytes) -> None:
        """Take a binary message."""

    def hear(self, k: int, word: str) -> None:
        """The person has said or pressed something."""

    def spoken(self, n: int) -> None:
        """The page has spoken an order to its end."""

    def picture(self, brightness: float) -> None:
        """How bright the camera's picture is."""


def last_order(got: Any) -> int:  # noqa: ANN401
    """The last order that a page has, by its hello.

    Parameters
    ----------
    got : dict
        The first thing that came over its socket.

    Returns
    -------
    int
        0 for a page that has just been opened.

    Raises
    ------
    Misfit
        When it is no hello.
    """
    if got["type"] == "websocket.disconnect":
        raise Gone
    if got.get("text") is None:
        raise Misfit("frames before hello; say hello first")
    told = read_message(got["text"])
    if told["kind"] != "hello":
        raise Misfit(f"{told['kind']} before hello; say hello first")
    return whole_number(told, "last")


def read_message(text: str) -> dict[str, Any]:
    """A text message: an object with a kind.

    Parameters
    ----------
    text : str
        As it came.

    Returns
    -------
    dict

    Raises
    ------
    Misfit
        When it is none.
    """
    if len(text) > LARGEST_TEXT:
        raise Misfit(f"message of {len(text)} characters; at most {LARGEST_TEXT}")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise Misfit("message: no JSON") from None
    if not isinstance(told, dict) or not isinstance(told.get("kind"), str):
        raise Misfit("message: no kind; give an object with one")
    return told


def heed(session: Listener, told: dict[str, Any]) -> None:
    """Do what a message asks.

    Parameters
    ----------
    session : Listener
    told : dict
        From `read_message`.

    Raises
    ------
    Misfit
        When it asks for nothing that there is.
    """
    kind = told["kind"]
    if kind == "said":
        word = told.get("word")
        if not isinstance(word, str) or not (word in WORDS or NUMBER.fullmatch(word)):
            raise Misfit("said: give yes, no, a number, again, stop, pause, go, tap or skip")
        session.hear(whole_number(told, "id"), word)
    elif kind == "spoken":
        session.spoken(whole_number(told, "n"))
    elif kind == "picture":
        bright = told.get("brightness")
        if (
            isinstance(bright, bool)
            or not isinstance(bright, int | float)
            or not 0 <= bright <= 255
        ):
            raise Misfit("picture: give its brightness, 0 to 255")
        session.picture(float(bright))
    elif kind not in ("shown", "hello"):
        raise Misfit(f"kind {kind[:20]}: not known")


def whole_number(told: dict[str, Any], name: str) -> int:
    """A whole number of a message.

    Parameters
    ----------
    told : dict
    name : str

    Returns
    -------
    int

    Raises
    ------
    Misfit
        When it is none, or cannot be.
    """
    value = told.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < LARGEST_NUMBER:
        raise Misfit(f"{told['kind']}: give {name} as a whole number")
    return value
