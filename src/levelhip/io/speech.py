"""The voice of a session: the system's own speech, in a thread of its own, and the silent voice."""

from __future__ import annotations

import threading
import time
from collections import deque
from typing import Protocol

import numpy as np

WORDS_PER_MINUTE = 150
"""Usual rate of the voice; chosen by us: reading aloud is 150 to 180, and the person is busy."""

RATES_WPM = (80, 300)
"""Rates that can be asked for; espeak-ng itself goes from 80 to 450."""

LETTERS_PER_WORD = 6.0
"""With the blank after it; for the time that reading a line takes."""

PAUSE_S = 0.4
"""Breath after a line; chosen by us."""

HUNG_S = 6.0
"""A voice that takes this much longer than its line needs hangs and is stopped; chosen by us."""

POLL_S = 0.01


class Voice(Protocol):
    """What speaks. `now_s` is the session's time; a real voice has its own."""

    @property
    def words(self) -> str:
        """What speaks, or why nothing does."""

    def say(self, text: str, now_s: float) -> None:
        """Speak after what is being spoken; returns at once."""

    def stop(self, now_s: float) -> None:
        """Fall silent at once and forget what was to come."""

    def speaking(self, now_s: float) -> bool:
        """Whether something is being spoken or waits to be."""

    def close(self) -> None:
        """Fall silent and give back what was used."""


def reading_s(text: str, words_per_minute: float = WORDS_PER_MINUTE) -> float:
    """How long a line takes to say or to read, s.

    Parameters
    ----------
    text : str
        The line.
    words_per_minute : words/min
    """
    return PAUSE_S + len(text) / LETTERS_PER_WORD * 60.0 / words_per_minute


class SilentVoice:
    """Says nothing but takes the time for it, so that a session of text has the same pace.

    Parameters
    ----------
    words : str
        Why nothing is heard.
    words_per_minute : words/min
    """

    def __init__(
        self, words: str = "text only", words_per_minute: float = WORDS_PER_MINUTE
    ) -> None:
        self.words = words
        self._rate = words_per_minute
        self._until_s = -np.inf

    def say(self, text: str, now_s: float) -> None:
        """Count the time of a line."""
        self._until_s = max(self._until_s, now_s) + reading_s(text, self._rate)

    def stop(self, now_s: float) -> None:
        """The line is over."""
        self._until_s = now_s

    def speaking(self, now_s: float) -> bool:
        """Whether the last line would still be heard."""
        return now_s < self._until_s

    def close(self) -> None:
        """Nothing was used."""


class Program(Protocol):
    """A way to have a line spoken."""

    words: str

    def speak(self, text: str, stopped: threading.Event) -> bool:
        """Speak a line to its end, or until `stopped` is set; whether it could be spoken."""


class SpokenVoice:
    """Speaks in a thread of its own, one line after the other.

    Parameters
    ----------
    program : Program
        What speaks.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        self._lines: deque[str] = deque()
        self._change = threading.Condition()
        self._stopped = threading.Event()
        self._busy = False
        self._closed = False
        self._failed = False
        self._silent = SilentVoice()
        self._thread = threading.Thread(target=self._run, name="levelhip-voice", daemon=True)
        self._thread.start()

    @property
    def words(self) -> str:
        """What speaks, or that it could not."""
        failed = "; it could not speak the last line" if self._failed else ""
        return self._program.words + failed

    def say(self, text: str, now_s: float) -> None:
        """Speak after what is being spoken; returns at once."""
        with self._change:
            if self._failed:
                self._silent.say(text, now_s)
            self._lines.append(text)
            self._change.notify()

    def stop(self, now_s: float) -> None:
        """Fall silent at once and forget what was to come."""
        with self._change:
            self._lines.clear()
            self._silent.stop(now_s)
            if self._busy:
                self._stopped.set()

    def speaking(self, now_s: float) -> bool:
        """Whether something is being spoken or waits to be."""
        with self._change:
            # A voice that fails must not hurry the session: its lines still take their time.
            return self._busy or bool(self._lines) or self._silent.speaking(now_s)

    def close(self) -> None:
        """Fall silent and end the thread."""
        self.stop(0.0)
        with self._change:
            self._closed = True
            self._change.notify()
        self._thread.join(timeout=HUNG_S)

    def finish(self, within_s: float) -> None:
        """Wait until all is said, for `within_s` at most."""
        over_s = time.monotonic() + within_s
        while self.speaking(-np.inf) and time.monotonic() < over_s:
            time.sleep(POLL_S)

    def _run(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._lines or self._closed)
                if self._closed:
                    return
                text = self._lines.popleft()
                self._busy = True
                self._stopped.clear()
            spoken = self._program.speak(text, self._stopped)
            with self._change:
                self._busy = False
                self._failed = not spoken and not self._stopped.is_set()
