"""A session as a page asks for it, and one that was cut off with the server."""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Literal

from levelhip.core import BadRecording, LevelhipError, Side
from levelhip.io.live_socket import SocketSource
from levelhip.io.session_folder import SessionFolder
from levelhip.io.speech import SilentVoice, Voice
from levelhip.protocols import Source, session_words
from levelhip.protocols.language import Language, language
from levelhip.service.body import known_person
from levelhip.service.cut_off import CutOff
from levelhip.service.kept import keep_nothing, keep_session
from levelhip.service.options import AnalysisOptions
from levelhip.service.page_folders import KeptSession, new_folder, note_clock, session_now_s
from levelhip.service.page_orders import OrderedTones, Orders, PageVoice
from levelhip.service.page_session import PageSession
from levelhip.service.page_told import PageClock, PageTold, Taps
from levelhip.service.session_results import finish_session
from levelhip.service.session_setup import CoachOptions
from levelhip.service.session_start import Way, begun, gone_on

PageSource = Literal["camera", "motion", "self"]
PageVoiceChoice = Literal["full", "tones", "off"]

MEASURES: dict[PageSource, Source] = {"camera": "camera", "motion": "motion", "self": "self"}

MOST = {"sets": 10, "reps": 100, "steps": 20_000}
MOST_OF = {"hold_s": 300.0, "minutes": 120.0, "load_kg": 200.0, "strap_m": 2.0}
"""Nobody does more in one session; chosen by us."""

LARGEST_SIDE = 8192
"""px, of a camera's picture."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a page asks for; null = as planned, or as the protocol asks.

    Attributes
    ----------
    protocol : id of what is done
    source : what measures: "camera", "motion" (a phone) or "self" (taps and the clock)
    variant : form of it
    location : where a phone is worn
    dots : whether bright dots are on the hip bones
    sides : sides that work, in order
    sets, reps, hold_s, minutes, steps : dose; never more than the plan's
    load_kg : kg that hang from the waist
    strap_m : m, from the waist to that weight
    size : (width, height), px, of the camera's pictures
    voice : what is heard: "full", "tones" or "off"
    """

    # A wish that is not understood is refused and never left out in silence.
    __pydantic_config__: ClassVar = {"extra": "forbid"}

    protocol: str
    source: PageSource = "self"
    variant: str | None = None
    location: str | None = None
    dots: bool = False
    sides: tuple[Side, ...] | None = None
    sets: int | None = None
    reps: int | None = None
    hold_s: float | None = None
    minutes: float | None = None
    steps: int | None = None
    load_kg: float | None = None
    strap_m: float | None = None
    size: tuple[int, int] | None = None
    voice: PageVoiceChoice = "full"


def page_session(
    wish: Wish, words: Language, *, steady: Callable[[], float] = time.monotonic
) -> PageSession:
    """A session as a page asks for it; it begins when the page comes.

    Parameters
    ----------
    wish : Wish
    words : Language
        In which it speaks.
    steady : callable
        A clock that never goes back, s.

    Returns
    -------
    PageSession

    Raises
    ------
    LevelhipError
        When something of it cannot be.
    Locked
        When safety answers, the light or a gate shut it.
    """
    _ensure_sane(wish)
    clock = PageClock(steady)
    told = PageTold(Orders(_fault_words(words)))
    page = {
        "source": wish.source,
        "size": wish.size,
        "dots": wish.dots,
        "voice": wish.voice,
        # Two sessions that are asked for in the same second are two.
        "token": secrets.token_hex(8),
    }
    made = begun(
        wish.protocol,
        known_person(),
        _options(wish, words),
        way=lambda options, _words: _way(
            wish.source,
            wish.voice,
            clock,
            size=wish.size,
            location=options.analysis.location,
            dots=wish.dots,
        ),
        told=told,
        folder=new_folder,
        noted={"page": page},
    )
    return PageSession(made, told, clock)


def page_session_again(
    kept: KeptSession, *, steady: Callable[[], float] = time.monotonic
) -> PageSession:
    """A session that was cut off with the server, where it was; it waits for its page.

    Parameters
    ----------
    kept : KeptSession
        What its folder tells.
    steady : callable
        A clock that never goes back, s.

    Returns
    -------
    PageSession

    Raises
    ------
    LevelhipError
        When it cannot go on.
    Locked
        When safety answers shut it.
    """
    journal = kept.journal
    about = journal.head["plan"].get("about", {})
    page = about.get("page")
    if page is None or not kept.goes_on:
        raise LevelhipError("This session is over. Begin another.")
    words = language(journal.head["language"])
    clock = PageClock(steady)
    clock.begin(session_now_s(journal))
    told = PageTold(Orders(_fault_words(words)))
    told.orders.take_up(journal)
    received = (journal.of("received") or [{"sequence": 0, "shift_s": None}])[-1]
    sequence = int(received["sequence"])
    measuring = False

    def way(cut: CutOff) -> Way:
        nonlocal measuring
        measuring = cut.measuring
        made = _way(
            page["source"],
            page["voice"],
            clock,
            size=tuple(page["size"]) if page["size"] else None,
            location=about["location"],
            dots=page["dots"],
        )
        if isinstance(made.source, SocketSource):
            taps = [line["own_s"] for line in journal.of("heard") if "own_s" in line]
            last_tap_s = max(taps, default=-math.inf)
            made.source.take_up(
                sequence, received["shift_s"], cut.info, last_s=cut.samples_s, tap_s=last_tap_s
            )
        return made

    made = gone_on(kept.folder, journal, way=way, told=told, now_s=clock.now())
    note_clock(made.folder, clock.now())
    session = PageSession(made, told, clock)
    session.be_cut_off(sequence, measuring=measuring)
    return session


def worked_out(kept: KeptSession) -> str | None:
    """The results of a session that is over, kept in the diary; takes seconds.

    Parameters
    ----------
    kept : KeptSession

    Returns
    -------
    str or None
        The session's id, under which its result lies; None when nothing was measured.
    """
    try:
        # The page has its report made when somebody opens it, in the language of that day.
        results = finish_session(kept.folder, report=False)
    except BadRecording:
        keep_nothing(kept.folder)
        return None
    keep_session(kept.folder, results)
    return kept.id


def closed_for_good(kept: KeptSession) -> None:
    """End a session that was cut off long ago, and work out what it has left.

    Parameters
    ----------
    kept : KeptSession
    """
    if not kept.journal.finished:
        text = language(kept.journal.head["language"]).text(session_words().endings["stopped"].show)
        folder = SessionFolder(kept.folder, goes_on=True)
        now_s = float(kept.journal.lines[-1]["t"])
        folder.write(now_s, "finish", reason="cut-off", text=text, sync=True)
        folder.close(now_s)
    if kept.journal.of("source") and not kept.has_result:
        worked_out(kept)


def _way(
    source: PageSource,
    voice: PageVoiceChoice,
    clock: PageClock,
    *,
    size: tuple[int, int] | None,
    location: str | None,
    dots: bool,
) -> Way:
    speaks: Voice = PageVoice() if voice == "full" else SilentVoice("captions in the page")
    quiet: dict[PageVoiceChoice, Literal["voice", "tones", "silent"]] = {
        "full": "voice",
        "tones": "tones",
        "off": "silent",
    }
    seen: SocketSource | Taps
    if source == "camera":
        seen = SocketSource("landmarks", clock.now, size=size, dots=dots)
    elif source == "motion":
        seen = SocketSource("motion", clock.now, location=location)
    else:
        seen = Taps()
    return Way(seen, MEASURES[source], speaks, OrderedTones(), quiet[voice], hands="page")


def _options(wish: Wish, words: Language) -> CoachOptions:
    return CoachOptions(
        source={"camera": "camera", "motion": "phone", "self": "none"}[wish.source],  # type: ignore[arg-type]
        sides=wish.sides,
        sets=wish.sets,
        reps=wish.reps,
        minutes=wish.minutes,
        steps=wish.steps,
        voice=wish.voice,
        language=words.code,
        analysis=AnalysisOptions(
            variant=wish.variant,
            hold_s=wish.hold_s,
            location=(wish.location or "sacrum") if wish.source == "motion" else None,
            side=wish.sides[0].value if wish.sides and len(wish.sides) == 1 else None,
            load_kg=wish.load_kg,
            strap_m=wish.strap_m,
            dots=wish.dots,
            annotate=False,
        ),
    )


def _ensure_sane(wish: Wish) -> None:
    most = {**MOST, **MOST_OF}
    for name, limit in most.items():
        value = getattr(wish, name)
        if value is not None and not 0 < value <= limit:
            raise LevelhipError(
                "{what}: {value}; give more than 0 and at most {limit}",
                what=name,
                value=f"{value:g}",
                limit=f"{limit:g}",
            )
    if wish.sides is not None and (
        not wish.sides or len(set(wish.sides)) < len(wish.sides) or Side.BOTH in wish.sides
    ):
        raise LevelhipError("sides: give left, right or both of them in their order")
    if wish.source == "camera":
        if wish.size is None:
            raise LevelhipError("size: not given; a camera's session needs that of its pictures")
        if not all(0 < each <= LARGEST_SIDE for each in wish.size):
            raise LevelhipError(
                "size: {value}; give 1 to {most} pixels", value=wish.size, most=LARGEST_SIDE
            )


def _fault_words(words: Language) -> Callable[[str], str]:
    known = session_words().faults

    def told(code: str) -> str:
        return words.text(known[code].show) if code in known else code

    return told


__all__ = ["Wish", "closed_for_good", "page_session", "page_session_again", "worked_out"]
