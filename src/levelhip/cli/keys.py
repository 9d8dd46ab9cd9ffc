"""Answers from the keyboard: keys without echo at a terminal, whole lines from anywhere else."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import deque
from typing import Any, TextIO

WORDS = {
    " ": "tap",
    "y": "yes",
    "j": "yes",
    "n": "no",
    "a": "again",
    "p": "pause",
    "g": "go",
    "s": "stop",
    "q": "stop",
    "x": "skip",
}
"""What each key says; j is German for yes."""

GERMAN = {
    "ja": "yes",
    "nein": "no",
    "stopp": "stop",
    "halt": "stop",
    "los": "go",
    "weiter": "skip",
    "nochmal": "again",
    "tipp": "tap",
}
"""German words in written lines, as the German texts name them; understood in every language."""

SPOKEN = frozenset(WORDS.values())
"""What a session understands beside numbers."""

NEXT_S = 0.8
"""A number may get one more digit for so long, where that is still an answer; chosen by us."""

ASKED_S = 1.0
"""A written answer follows the last words by so much, so that none comes before its question."""


class Keys:
    """Turns key presses into words.

    A digit waits for the next one as long as both together may be an answer, as 1 and 0 for 10;
    Enter or any other key ends the waiting.
    """

    def __init__(self) -> None:
        self._digits = ""
        self._last_s = 0.0

    def words(self, pressed: str, now_s: float, most: int = 10) -> list[str]:
        """The words of what was pressed since the last call.

        Parameters
        ----------
        pressed : str
            Characters in order; empty for none.
        now_s : s
            A clock that only goes forward.
        most : int
            Largest number that is an answer now.
        """
        found: list[str] = []
        for key in pressed.lower():
            if key.isdecimal() and key.isascii():
                if self._digits and int(self._digits + key) > most:
                    found.append(self._number())
                self._digits += key
                self._last_s = now_s
                if not 0 < 10 * int(self._digits) <= most:
                    found.append(self._number())
                continue
            if self._digits:
                found.append(self._number())
            if key in WORDS:
                found.append(WORDS[key])
        if self._digits and now_s - self._last_s >= NEXT_S:
            found.append(self._number())
        return found

    def _number(self) -> str:
        told, self._digits = self._digits, ""
        return told


class Keyboard:
    """A terminal's keys, one by one, without echo; leaves the terminal as it was."""

    def __init__(self) -> None:
        self._keys = Keys()
        self._kept: Any = None
        self._handlers: dict[int, Any] = {}

    def __enter__(self) -> Keyboard:
        if sys.platform != "win32":
            import termios
            import tty

            self._kept = termios.tcgetattr(sys.stdin.fileno())
            # Ended from outside, the terminal is given back as well.
            for number in (signal.SIGTERM, signal.SIGHUP):
                self._handlers[number] = signal.signal(number, _leave)
            tty.setcbreak(sys.stdin.fileno())
        return self

    def __exit__(self, *_: object) -> None:
        if sys.platform != "win32":
            import termios

            termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._kept)
            for number, handler in self._handlers.items():
                signal.signal(number, handler)

    def said(self, most: int = 10) -> list[str]:
        """What was pressed since the last call, as words.

        Parameters
        ----------
        most : int
            Largest number that is an answer now.
        """
        return self._keys.words(_pressed(), time.monotonic(), most)


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def _pressed() -> str:
    if sys.platform == "win32":
        import msvcrt

        found = ""
        while msvcrt.kbhit():
            found += msvcrt.getwch()
        return found
    import select

    number = sys.stdin.fileno()
    if not select.select([number], [], [], 0)[0]:
        return ""
    return os.read(number, 64).decode(errors="ignore")


class Lines:
    """Lines from a pipe or file; an answer waits until its question has been asked.

    Parameters
    ----------
    stream : text stream
        Read in a thread of its own.
    """

    def __init__(self, stream: TextIO) -> None:
        self._waiting: deque[str] = deque()
        self._over = threading.Event()
        self._asked_s: float | None = None
        self._stopped = False
        self.strange: deque[str] = deque()
        self._thread = threading.Thread(
            target=self._read, args=(stream,), name="levelhip-lines", daemon=True
        )
        self._thread.start()

    def note_said(self, now_s: float) -> None:
        """Something has been said: what is asked now was asked anew."""
        self._asked_s = now_s

    def said(self, state: str, now_s: float) -> list[str]:
        """The next words that may be heard now.

        Parameters
        ----------
        state : str
            Of the session: "running", "asking", "paused" or "finished".
        now_s : s
            The session's time.
        """
        found: list[str] = []
        while self._waiting:
            word = self._waiting[0]
            answers = word in ("yes", "no") or word.isdecimal()
            if answers or word in ("skip", "go"):
                early = self._asked_s is None or now_s < self._asked_s + ASKED_S
                if early or (answers and state != "asking"):
                    break
                self._asked_s = None
            found.append(self._waiting.popleft())
        self._stopped = self._stopped or "stop" in found
        asked = state == "paused" or (state == "asking" and self._stopped)
        if asked and self._over.is_set() and not self._waiting and not found:
            # Nobody is left who could say go, or why it was to stop.
            found.append("gone")
        return found

    def _read(self, stream: TextIO) -> None:
        try:
            for line in stream:
                word = line.strip().lower()
                word = WORDS.get(word, GERMAN.get(word, word))
                if word in SPOKEN or (word.isdecimal() and word.isascii()):
                    self._waiting.append(word)
                elif word:
                    self.strange.append(word)
        except (OSError, ValueError):
            pass  # a closed stream says nothing more
        self._over.set()
