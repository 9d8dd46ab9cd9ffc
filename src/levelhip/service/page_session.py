"""A coached session that a page drives: it sees, speaks and answers; all else is here."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal

from levelhip.coach.orders import Finish, Screen
from levelhip.core import LevelhipError
from levelhip.io.live_camera import DARK
from levelhip.io.live_socket import SocketSource
from levelhip.io.session_reader import read_journal
from levelhip.protocols import session_words
from levelhip.service.kept import session_id
from levelhip.service.page_folders import KEPT_AWAY_S, KeptSession, note_clock
from levelhip.service.page_orders import PageVoice, packed
from levelhip.service.page_told import PageClock, PageTold, Taps
from levelhip.service.session_start import Begun

State = Literal["waiting", "running", "away", "finished"]

AWAY_S = 3.0
"""A page that is gone for so long pauses the session; chosen by us: a socket that breaks is open
again within one or two."""

RECEIVED_EVERY_S = 5.0
"""How often what has come is written down while nothing is measured, s; chosen by us."""

SHOWN = tuple(each.name for each in fields(Screen))

LAST_WORDS_S = 8.0
"""How long the last words may be spoken before the results are worked out; chosen by us."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """What a page that comes is told.

    Attributes
    ----------
    sequence : the last binary frame that is here; it sends what comes after
    time_us : µs of the session
    said : the last number of what was said
    missed : orders that it does not have: number and JSON
    """

    sequence: int
    time_us: int
    said: int
    missed: tuple[tuple[int, str], ...]


class PageSession:
    """One session and the page before it; used from one thread.

    Parameters
    ----------
    made : Begun
        Coach, source, voice and folder.
    told : PageTold
        What the page is told.
    clock : PageClock
        The session's time.

    Attributes
    ----------
    id, protocol, title, begun, notes : what it is
    state : "waiting" (nobody was there yet), "running", "away" or "finished"
    result : under which name its result lies; None before it is known, or when there is none
    beside_k : the last number of what was said on a phone beside the page
    kept : what its folder tells of it
    """

    def __init__(self, made: Begun, told: PageTold, clock: PageClock) -> None:
        self._made = made
        self._coach = made.coach
        self._source = made.way.source
        self._voice = made.way.voice if isinstance(made.way.voice, PageVoice) else None
        told.folder, told.voice = made.folder, self._voice
        journal = read_journal(made.folder.path)
        self.kept = KeptSession(session_id(journal), made.folder.path, journal)
        self.id = self.kept.id
        self.protocol = made.exercise.id
        self.title = made.words.text(made.exercise.form_title)
        self.begun: str = journal.head["begun"]
        self.notes = made.notes
        self.state: State = "waiting"
        self.result: str | None = None
        self.orders = told.orders
        self.clock = clock
        self._said_k = max((int(line.get("k", 0)) for line in journal.of("heard")), default=0)
        self._screen: Screen | None = None
        self._screen_told: tuple[dict[str, object], str] = ({}, "")
        self._left_s = 0.0
        self._left_measuring = False
        self._sensor_left_measuring = False
        self.beside_k = max((int(line.get("beside", 0)) for line in journal.of("heard")), default=0)
        self._safe = (0, made.folder.segments)
        self._whole: tuple[tuple[int, int], float | None] = (self._safe, None)
        self._safe_s = 0.0
        self._ended_s: float | None = None

    def be_cut_off(self, sequence: int, *, measuring: bool) -> None:
        """The server was gone; now the page is to come.

        Parameters
        ----------
        sequence : int
            The last frame that need not come again.
        measuring : bool
            Whether the source was to run when the server went.
        """
        self.state = "away"
        self._left_s, self._left_measuring = self.clock.now(), measuring
        self._safe = (sequence, self._made.folder.segments)
        self._whole = (self._safe, None)

    def settle_elsewhere(self) -> None:
        """From now on `step` does not wait for the disk; somebody calls `settle`."""
        self._made.folder.later = True

    @property
    def owes(self) -> bool:
        """Whether something waits for `settle`."""
        return self._made.folder.owes

    def settle(self) -> None:
        """Wait for the disk to have all that is to be told; from any thread."""
        self._made.folder.settle()

    @property
    def told_n(self) -> int:
        """The last order that may be told: nothing is that a failing machine could forget."""
        return min(self.orders.last, self._made.folder.settled_lines)

    # What the page does

    def come(self, last: int) -> Welcome:
        """A page has come, or come back, or another takes its place.

        Parameters
        ----------
        last : int
            The last order that it has; 0 for a page that has just been opened.

        Returns
        -------
        Welcome
        """
        if self.state == "waiting":
            self.clock.begin()
            note_clock(self._made.folder, self.clock.now())
        now_s = self.clock.now()
        if isinstance(self._source, SocketSource):
            self._source.wait_for_late(now_s, measuring=self._left_measuring, anew=last == 0)
        elif isinstance(self._source, Taps):
            self._source.trouble = ""
        if last == 0:
            self._said_k = 0
        if self.state != "finished":
            self.state = "running"
        self._left_measuring = False
        spoken = self._voice.spoken_n if self._voice else self.orders.last
        missed = self.orders.missed(last, now_s, spoken=spoken)
        told = tuple((order.n, order.text) for order in missed if order.n <= self.told_n)
        return Welcome(self.sequence, round(now_s * 1e6), self._said_k, told)

    def leave(self) -> None:
        """The page is gone."""
        if self.state == "running":
            self.state = "away"
            self._left_s = self.clock.now()
            self._left_measuring = self._coach.measuring

    def take(self, message: bytes) -> None:
        """Take a binary message.

        Parameters
        ----------
        message : bytes

        Raises
        ------
        LevelhipError
            When it does not follow the format, or nothing measures here.
        """
        if not isinstance(self._source, SocketSource):
            raise LevelhipError("a frame: this session takes none, it is measured by taps")
        self._source.take(message)

    def hear(self, k: int, word: str) -> None:
        """The person has said or pressed something.

        Parameters
        ----------
        k : int
            Rises; one that was heard already is left alone.
        word : str
            As a session understands it.
        """
        if k <= self._said_k or self.state != "running":
            return
        self._said_k = k
        self._coach.heard(word, self.clock.now(), {"k": k})
        self._screen = self._coach.screen

    def spoken(self, n: int) -> None:
        """The page has spoken an order to its end.

        Parameters
        ----------
        n : int
        """
        if self._voice is not None:
            self._voice.has_spoken(n)

    def picture(self, brightness: float) -> None:
        """How bright the camera's picture is.

        Parameters
        ----------
        brightness : float
            Mean, 0 to 255.
        """
        if isinstance(self._source, SocketSource):
            dark = session_words().sensor["dark"].show
            self._source.hint = dark if brightness < DARK else ""

    # What a phone beside the page does

    def sensor_come(self, *, anew: bool) -> int:
        """A phone that measures for the page has come, or come back.

        Parameters
        ----------
        anew : bool
            Whether its page was just opened: its clock is not known yet.

        Returns
        -------
        int
            The last frame that is here; it sends what comes after.
        """
        if isinstance(self._source, SocketSource):
            self._source.wait_for_late(
                self.clock.now(), measuring=self._sensor_left_measuring, anew=anew
            )
        self._sensor_left_measuring = False
        return self.sequence

    def sensor_leave(self) -> None:
        """The phone is gone; without its frames the session will pause."""
        self._sensor_left_measuring = self._coach.measuring

    def hear_beside(self, k: int, word: str) -> None:
        """The person has said or pressed something on the phone beside the page.

        Parameters
        ----------
        k : int
            Rises; one that was heard already is left alone.
        word : str
            As a session understands it.
        """
        if k > self.beside_k and self.state in ("running", "away"):
            self.beside_k = k
            self._coach.heard(word, self.clock.now(), {"beside": k})
            self._screen = self._coach.screen

    # What goes on

    @property
    def is_filmed(self) -> bool:
        """Whether it is measured by a camera alone: nothing that comes has to be heard at once."""
        return isinstance(self._source, SocketSource) and self._source.is_camera

    @property
    def sequence(self) -> int:
        """The last binary frame that is here."""
        return self._source.sequence if isinstance(self._source, SocketSource) else 0

    @property
    def safe_sequence(self) -> int:
        """The last binary frame that need not come again even if this process ends now."""
        return self._safe[0]

    def step(self) -> None:
        """One round; twenty times a second is often enough."""
        if self.state in ("waiting", "finished"):
            return
        now_s = self.clock.now()
        if self.state == "away":
            self._be_alone(now_s)
        if isinstance(self._source, SocketSource):
            for tap_s in self._source.taps():
                self._coach.heard("tap", now_s, {"own_s": tap_s})
        self._screen = self._coach.step(now_s)
        self._note_safe(now_s)
        if not self._coach.finished:
            return
        self._ended_s = now_s if self._ended_s is None else self._ended_s
        speaks = self._made.way.voice.speaking(now_s)
        if not speaks or now_s - self._ended_s > LAST_WORDS_S:
            self._coach.close(now_s)
            self.state = "finished"

    def screen(self) -> str:
        """What is to be seen now, as JSON; empty before the first round."""
        shown = self._screen
        if shown is None:
            return ""
        told: dict[str, object] = {"kind": "screen"}
        told.update((name, getattr(shown, name)) for name in SHOWN)
        told["left_s"], told["held_s"] = _tenth(shown.left_s), _tenth(shown.held_s)
        if told != self._screen_told[0]:
            self._screen_told = told, packed(told)
        return self._screen_told[1]

    def live(self) -> str:
        """What is measured now, as JSON."""
        told = self._coach.live()
        signals = {name: round(value, 3) for name, value in told.signals.items()}
        return packed(
            {"kind": "live", "signals": signals, "hint": told.hint, "trouble": told.trouble}
        )

    def tell_result(self, result: str | None) -> None:
        """The last order: the end.

        Parameters
        ----------
        result : str or None
            From `page_start.worked_out`.
        """
        self.result = result
        end = self._coach.end or Finish("stopped", "")
        self.orders.finish(self._made.folder.lines, self.clock.now(), end, result)

    def park(self) -> None:
        """The server ends: what has come so far is written down; it can go on later."""
        if self.state in ("running", "away"):
            now_s = self.clock.now()
            self._coach.park(now_s)
            self.settle()
            self._note_safe(now_s)

    def _be_alone(self, now_s: float) -> None:
        gone_s = now_s - self._left_s
        if gone_s > KEPT_AWAY_S:
            self._coach.heard("gone", now_s)
        elif gone_s > AWAY_S and isinstance(self._source, Taps):
            self._source.trouble = session_words().sensor["page-away"].show

    def _note_safe(self, now_s: float) -> None:
        """Write down which frames need not come again, once all of them are on the disk."""
        source, folder = self._source, self._made.folder
        if not isinstance(source, SocketSource) or self._coach.finished:
            return
        if not folder.holds:
            self._whole = (source.read_sequence, folder.segments), source.shift_s
        safe, shift_s = self._whole
        is_due = safe[1] != self._safe[1] or now_s - self._safe_s >= RECEIVED_EVERY_S
        if safe == self._safe or not is_due or folder.settled_segments < safe[1]:
            return
        self._safe, self._safe_s = safe, now_s
        folder.write(now_s, "received", sequence=safe[0], shift_s=shift_s)


def _tenth(value_s: float | None) -> float | None:
    return None if value_s is None else round(value_s, 1)
