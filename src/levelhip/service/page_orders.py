"""What a page is told: numbered orders that are kept until they are old, and its voice."""

from __future__ import annotations

import json
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from levelhip.coach.orders import Finish, Say, Tone
from levelhip.core import Event
from levelhip.io.session_reader import Journal
from levelhip.io.speech import reading_s
from levelhip.service.cut_off import event_of

KEPT = 200
"""Orders that are kept for a page that comes back; chosen by us: some minutes of a session."""

STALE_S = 20.0
"""What was said so long ago is not said again to a page that comes back; chosen by us."""

LATE = 1.5
START_S = 2.0
"""A page's voice may take `LATE` times as long as reading aloud, and `START_S` to begin, before the
session goes on without it; chosen by us: local voices of browsers start within a second."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """An order as it goes to the page.

    Attributes
    ----------
    n : its number
    at_s : s of the session
    kind : "say", "tone", "event" or "finish"
    text : the whole order as JSON
    """

    n: int
    at_s: float
    kind: str
    text: str


class Orders:
    """The orders of a session.

    An order has the number of its line in the session's journal: whoever goes on with a session
    that was cut off gives the same orders the same numbers.

    Parameters
    ----------
    fault_words : callable
        What a fault is called, by its code.
    """

    def __init__(self, fault_words: Callable[[str], str] = str) -> None:
        self.last = 0
        self._fault_words = fault_words
        self._kept: deque[Numbered] = deque(maxlen=KEPT)

    def take_up(self, journal: Journal) -> None:
        """Know the orders that were given before the session was cut off.

        Parameters
        ----------
        journal : Journal
        """
        for n, line in zip(journal.numbers, journal.lines, strict=True):
            if line["kind"] == "say":
                said = Say(line["cue"], line["spoken"], line["written"], line["cuts_in"])
                self.say(n, line["t"], said)
            elif line["kind"] == "tone":
                self.tone(n, line["t"], line["tone"])
            elif line["kind"] == "event":
                self.event(n, line["t"], event_of(line))

    def say(self, n: int, now_s: float, said: Say) -> None:
        """Something to be spoken.

        Parameters
        ----------
        n : int
        now_s : s
        said : Say
        """
        told = {"cue": said.cue, "spoken": said.spoken, "written": said.written}
        self._add(n, now_s, "say", {**told, "cuts_in": said.cuts_in})

    def tone(self, n: int, now_s: float, tone: Tone) -> None:
        """A tone.

        Parameters
        ----------
        n : int
        now_s : s
        tone : Tone
        """
        self._add(n, now_s, "tone", {"tone": tone})

    def event(self, n: int, now_s: float, event: Event) -> None:
        """Something that was seen.

        Parameters
        ----------
        n : int
        now_s : s
        event : Event
        """
        told = {
            "kind": event.kind,
            "side": event.side.value,
            "number": event.trial,
            "valid": event.valid,
            "faults": [self._fault_words(code) for code in event.faults],
        }
        self._add(n, now_s, "event", {"event": told})

    def finish(self, n: int, now_s: float, end: Finish, result: str | None) -> None:
        """The end.

        Parameters
        ----------
        n : int
        now_s : s
        end : Finish
        result : str or None
            Under which name its result lies.
        """
        self._add(n, now_s, "finish", {"reason": end.reason, "text": end.text, "result": result})

    def _add(self, n: int, now_s: float, kind: str, fields: dict[str, Any]) -> None:
        self.last = n
        text = packed({"n": n, "kind": kind, **fields})
        self._kept.append(Numbered(n, now_s, kind, text))

    def after(self, n: int) -> list[Numbered]:
        """The orders after a number, as far as they are kept.

        Parameters
        ----------
        n : int

        Returns
        -------
        list of Numbered
        """
        if n >= self.last:
            return []
        return [order for order in self._kept if order.n > n]

    def missed(self, n: int, now_s: float, *, spoken: int) -> list[Numbered]:
        """What a page that comes back must be told: all after `n`, without what is stale by now.

        Parameters
        ----------
        n : int
            The last order that it has.
        now_s : s
        spoken : int
            The last order that was spoken to its end.

        Returns
        -------
        list of Numbered
        """
        found = self.after(n)
        says = [order.n for order in found if order.kind == "say"]
        return [
            order
            for order in found
            if order.kind not in ("say", "tone")
            or (order.n > spoken and now_s - order.at_s < STALE_S)
            or order.n == max(says, default=0)
        ]


class PageVoice:
    """The page speaks: a line lasts until the page says so, or a generous time has passed."""

    words = "the page's own"

    def __init__(self) -> None:
        self.spoken_n = 0
        self._said_n = 0
        self._until_s = -math.inf

    def say(self, text: str, now_s: float) -> None:
        """Speak after what is being spoken."""
        self._until_s = max(self._until_s, now_s + START_S) + LATE * reading_s(text)

    def stop(self, now_s: float) -> None:
        """Fall silent; the order that comes says so."""
        self._until_s = now_s

    def numbered(self, n: int) -> None:
        """The number of the order that speaks what was said last.

        Parameters
        ----------
        n : int
        """
        self._said_n = n

    def has_spoken(self, n: int) -> None:
        """The page has spoken an order to its end.

        Parameters
        ----------
        n : int
        """
        self.spoken_n = max(self.spoken_n, min(n, self._said_n))
        if self.spoken_n >= self._said_n:
            self._until_s = -math.inf

    def speaking(self, now_s: float) -> bool:
        """Whether something is being spoken or waits to be."""
        return now_s < self._until_s

    def close(self) -> None:
        """Nothing was used."""


class OrderedTones:
    """Tones go to the page as orders."""

    def play(self, tone: Tone) -> None:
        """Nothing sounds here."""


_PACKED = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def packed(fields: dict[str, Any]) -> str:
    """JSON with no blanks; a number that is not finite becomes null.

    Parameters
    ----------
    fields : dict

    Returns
    -------
    str
    """
    try:
        return _PACKED.encode(fields)
    except ValueError:
        return _PACKED.encode(_finite(fields))


def _finite(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {name: _finite(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
