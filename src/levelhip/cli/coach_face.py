"""What a session looks like in a terminal, and as plain lines where there is none."""

from __future__ import annotations

import math
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

import click
from rich.align import Align
from rich.console import Console, Group
from rich.live import Live as LiveDisplay
from rich.text import Text

from levelhip.cli.digits import large
from levelhip.cli.keys import Keyboard, Lines
from levelhip.coach.orders import Finish, Order, Say, Screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from levelhip.service.session_face import Live

SHOWN_EVERY_S = 0.1
HINT_ROUNDS = 30
"""How many rounds pass between two looks at what would make the samples better: a second."""

BAR_CELLS = 41
BAR_DEG = 10.0
"""The level bar's ends; chosen by us: a drop beyond 10 degrees is far past what is asked."""

LEVELS = ("pelvic_hike_deg", "pelvic_obliquity_deg")
"""Signals of the pelvis, the first that is known is shown; unbelieved ones are never given."""

SIGNS = {"running": "●", "asking": "?", "paused": "▲", "finished": "■"}
"""A shape for each state, so that none is told by colour alone."""


class PlainFace:
    """One line for each thing said, on stderr; answers are lines of stdin."""

    def __init__(self) -> None:
        self._lines = Lines(sys.stdin)
        self._state = "running"
        self._hint = ""
        self._line = ""
        self._rounds = 0

    def __enter__(self) -> PlainFace:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to restore."""

    def said(self, now_s: float) -> list[str]:
        """What was typed since the last call."""
        while self._lines.strange:
            word = self._lines.strange.popleft()
            click.echo(f"{word!r} is not understood; {keys_words()}", err=True)
        return self._lines.said(self._state, now_s)

    def show(self, screen: Screen, live: Callable[[], Live]) -> None:
        """Note what is asked; say a new hint."""
        self._state = screen.state
        self._rounds += 1
        if self._rounds % HINT_ROUNDS:
            return
        hint = live().hint
        if hint and hint != self._hint:
            click.echo(hint, err=True)
        self._hint = hint

    def told(self, now_s: float, order: Order) -> None:
        """A line for what is said."""
        if isinstance(order, Say):
            self._lines.note_said(now_s)
        words = order_words(order)
        # Several sentences spoken one after the other share one written form.
        if words and words != self._line:
            minutes, seconds = divmod(now_s, 60)
            click.echo(f"{int(minutes)}:{seconds:04.1f}  {words}", err=True)
        self._line = words or self._line


class TerminalFace:
    """The whole terminal: a number to be read from afar, a level bar, the last words, the keys.

    Parameters
    ----------
    text : callable
        English into the session's language.
    """

    def __init__(self, text: Callable[[str], str] = str) -> None:
        self._text = text
        self._console = Console(stderr=True, highlight=False)
        self._display = LiveDisplay(console=self._console, screen=True, auto_refresh=False)
        self._keyboard = Keyboard()
        self._shown_s = 0.0
        self._most = 10

    def __enter__(self) -> TerminalFace:
        self._keyboard.__enter__()
        try:
            self._display.__enter__()
        except BaseException:
            self._keyboard.__exit__()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the terminal back as it was."""
        try:
            self._display.__exit__(kind, fault, trace)
        finally:
            self._keyboard.__exit__()

    def said(self, now_s: float) -> list[str]:  # noqa: ARG002
        """What was pressed since the last call."""
        return self._keyboard.said(self._most)

    def show(self, screen: Screen, live: Callable[[], Live]) -> None:
        """Draw this moment, ten times a second at most."""
        now_s = time.monotonic()
        self._most = screen.most
        if now_s - self._shown_s < SHOWN_EVERY_S:
            return
        self._shown_s = now_s
        self._display.update(picture(screen, live(), self._console.size, self._text), refresh=True)

    def told(self, now_s: float, order: Order) -> None:
        """The screen tells it."""


def face(code: str = "en") -> PlainFace | TerminalFace:
    """The terminal where there is one, else plain lines.

    Parameters
    ----------
    code : str
        Language of what is shown.

    Returns
    -------
    PlainFace or TerminalFace
    """
    from levelhip.protocols import language

    seen = sys.stdin.isatty() and sys.stderr.isatty()
    return TerminalFace(language(code).text) if seen else PlainFace()


def keys_words(text: Callable[[str], str] = str) -> str:
    """What each key says.

    Parameters
    ----------
    text : callable
        English into the session's language.

    Returns
    -------
    str
    """
    return text("space tap · 0-9 number · y/n · a again · p pause · g go · x skip · s stop")


def order_words(order: Order) -> str:
    """An order in words; empty for one that is not told."""
    if isinstance(order, Say):
        return order.written or order.spoken
    if isinstance(order, Finish):
        return order.text or order.reason
    return ""


def picture(
    screen: Screen, live: Live, size: tuple[int, int], text: Callable[[str], str] = str
) -> Group:
    """The screen of one moment.

    Parameters
    ----------
    screen : Screen
        What the session shows.
    live : Live
        What is measured.
    size : (columns, rows)
        Of the terminal.
    text : callable
        English into the session's language.

    Returns
    -------
    Group
    """
    columns, rows = size
    sides = {"left": text("left"), "right": text("right")}
    words = {
        "running": text("go on"),
        "asking": text("answer"),
        "paused": text("paused: g to go on"),
        "finished": text("done"),
    }
    side = f" · {sides[screen.side]}" if screen.side in sides else ""
    parts: list[Text] = [Text(f"{screen.title}{side}", style="bold"), Text()]
    number, beside = _number(screen, text)
    if number is not None:
        parts += [Text(line, style="cyan") for line in large(number, rows)]
        parts.append(Text(beside))
    parts.append(Text())
    bar = level_bar(live.signals, min(BAR_CELLS, columns - 4), text)
    if bar:
        parts += [Text(line) for line in bar]
        parts.append(Text())
    if screen.question:
        parts.append(Text(screen.question, style="bold"))
    elif screen.caption:
        parts.append(Text(screen.caption))
    if live.trouble or live.hint:
        parts.append(Text(live.trouble or live.hint, style="yellow"))
    parts += [
        Text(),
        Text(f"{SIGNS[screen.state]} {words[screen.state]}"),
        Text(keys_words(text), style="dim"),
    ]
    return Group(*(Align.center(part) for part in parts))


def _number(screen: Screen, text: Callable[[str], str]) -> tuple[int | None, str]:
    """The large number, and what stands under it."""
    if screen.held_s is not None:
        held = text("seconds held")
        if screen.left_s is None:
            return int(screen.held_s), held
        left = text("{seconds} s left").format(seconds=math.ceil(screen.left_s))
        return int(screen.held_s), f"{held}, {left}"
    if screen.count is not None:
        of = "" if screen.target is None else text("of {count}").format(count=screen.target)
        faulty = text("{count} not counted").format(count=screen.faulty) if screen.faulty else ""
        return screen.count, " · ".join(part for part in (of, faulty) if part)
    if screen.left_s is not None:
        return math.ceil(screen.left_s), text("seconds left")
    return None, ""


def level_bar(signals: dict[str, float], cells: int, text: Callable[[str], str] = str) -> list[str]:
    """The pelvis as a level: a mark on a line, and its angle; empty when it is not known.

    Parameters
    ----------
    signals : dict
        The latest signals by their public names.
    cells : int
        Length of the line.
    text : callable
        English into the session's language.

    Returns
    -------
    list of str
    """
    name = next((each for each in LEVELS if each in signals), None)
    if name is None:
        return []
    value = signals[name]
    middle = cells // 2
    at = middle + round(max(-1.0, min(1.0, value / BAR_DEG)) * middle)
    line = ["─"] * cells
    line[middle] = "┼"
    line[at] = "●"
    degrees = round(abs(value))
    if degrees == 0:
        return ["".join(line), text("level")]
    if name == "pelvic_hike_deg":
        higher = text("free hip higher") if value > 0 else text("free hip lower")
    else:
        higher = text("left hip higher") if value > 0 else text("right hip higher")
    return ["".join(line), f"{degrees}°, {higher}"]
