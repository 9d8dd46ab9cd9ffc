"""A session at a terminal: its source and voice, and how it is run to its end."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol, TextIO

from levelhip.coach.orders import Order, Screen
from levelhip.core import Event, LevelhipError, Person, Sentence, Side
from levelhip.engine.source import measured_with
from levelhip.io.live import FileSource, LiveSource, NoSource
from levelhip.io.session_folder import SUFFIX
from levelhip.io.sound import Loudspeaker, loudspeaker
from levelhip.io.speech import WORDS_PER_MINUTE, SilentVoice, Voice
from levelhip.io.tones import Tones
from levelhip.io.voices import system_voice
from levelhip.protocols import Source
from levelhip.protocols.language import Language
from levelhip.service.clock import now
from levelhip.service.coaching import Coach
from levelhip.service.options import AnalysisOptions
from levelhip.service.session_clock import ROUND_S, SessionClock
from levelhip.service.session_face import Live
from levelhip.service.session_start import Way, begun

LAST_WORDS_S = 8.0
"""How long the last words may still be heard after the end; chosen by us."""

SourceChoice = Literal["camera", "file", "phone", "none"]
VoiceChoice = Literal["off", "tones", "full"]


@dataclass(frozen=True, slots=True)
class CoachOptions:
    """What a session is asked to be.

    Attributes
    ----------
    source : what measures
    file : the recording for "file"
    phone : address for "phone", as phyphox shows it
    camera : number of the camera
    speed : how much faster than real time a file is played
    sides : sides that work, in order; None = as planned, else both
    sets, reps : sets on each side, repetitions of each; None = as planned, or as the protocol asks
    more : the side that gets one set more; None = neither
    rest_s : s, rest between sets; None = as usual
    minutes, steps : length of a walk
    voice : "full", "tones" or "off"
    words_per_minute : rate of the voice
    language : "en" or "de"
    out : folder of the session; None = one in the working folder
    analysis : what else was said: variant, hold, model, location, load, strap, dots
    """

    source: SourceChoice = "none"
    file: Path | None = None
    phone: str | None = None
    camera: int = 0
    speed: float = 1.0
    sides: tuple[Side, ...] | None = None
    sets: int | None = None
    more: Side | None = None
    reps: int | None = None
    rest_s: float | None = None
    minutes: float | None = None
    steps: int | None = None
    voice: VoiceChoice = "full"
    words_per_minute: int = WORDS_PER_MINUTE
    language: str = "en"
    out: Path | None = None
    analysis: AnalysisOptions = field(default_factory=AnalysisOptions)


class Face(Protocol):
    """What the person sees, and where their answers come from."""

    def said(self, now_s: float) -> list[str]:
        """What was pressed or typed since the last call, as words that a session understands."""

    def show(self, screen: Screen, live: Callable[[], Live]) -> None:
        """Show this moment; what is measured is asked for only when it is shown."""

    def told(self, now_s: float, order: Order) -> None:
        """Take note of an order as it is carried out."""


@dataclass(slots=True)
class CoachedSession:
    """A session that is ready to run.

    Attributes
    ----------
    folder : where it is kept
    notes : what should be known before it begins: the voice, the source
    """

    folder: Path
    notes: tuple[str, ...]
    _coach: Coach
    _clock: SessionClock
    _source: LiveSource
    _voice: Voice
    _speaker: Loudspeaker | None

    def run(self, face: Face) -> None:
        """Run to the end, which the session or the person makes; everything is kept on the way.

        Parameters
        ----------
        face : Face
            What is seen and answered.
        """
        now_s = self._clock.now()
        try:
            while not self._coach.finished:
                next_s = self._clock.next_round(self._source)
                if next_s is None:
                    continue
                now_s = next_s
                for said in face.said(now_s):
                    self._coach.heard(said, now_s)
                screen = self._coach.step(now_s)
                face.show(screen, self._coach.live)
            over_s = time.monotonic() + LAST_WORDS_S
            while self._voice.speaking(float("inf")) and time.monotonic() < over_s:
                time.sleep(ROUND_S)
        finally:
            self._coach.close(now_s)
            if self._speaker is not None:
                self._speaker.close()


def coached_session(
    protocol_id: str,
    person: Person,
    options: CoachOptions,
    told: Callable[[float, Order], None],
    bell: TextIO | None = None,
) -> CoachedSession:
    """A session at a terminal, made ready to run.

    Parameters
    ----------
    protocol_id : str
        As in `protocols()`.
    person : Person
        The body, as far as it is known.
    options : CoachOptions
        What it is asked to be.
    told : callable
        Told of every order, with the session's time.
    bell : text stream, optional
        A terminal that rings where no loudspeaker is.

    Returns
    -------
    CoachedSession

    Raises
    ------
    LevelhipError
        When a source, language or number cannot be; the message says the way out.
    Locked
        When safety answers kept in the diary shut it.
    """
    plays = options.source == "file"
    clock = SessionClock(speed=options.speed, plays=plays)
    player: Loudspeaker | None = None

    def way(options: CoachOptions, words: Language) -> Way:
        nonlocal player
        source = _source(options, clock)
        try:
            measures = _with_what(source, options)
            speaker, voice = _voice(options, words.code)
        except BaseException:
            source.close()
            raise
        player = speaker if isinstance(speaker, Loudspeaker) else None
        sounds = _sounds(options, player, bell)
        return Way(source, measures, voice, sounds, _quiet(options, voice), plays, "keys")

    made = begun(
        protocol_id,
        person,
        options,
        way=way,
        told=_Telling(told),
        folder=lambda exercise_id: options.out or _folder_name(exercise_id),
    )
    source, voice = made.way.source, made.way.voice
    notes = (*made.notes, f"Measuring: {source.words}.", f"Voice: {voice.words}.")
    return CoachedSession(made.folder.path, notes, made.coach, clock, source, voice, player)


class _Telling:
    """Tells of orders; events are in the folder."""

    def __init__(self, order: Callable[[float, Order], None]) -> None:
        self.order = order

    def event(self, now_s: float, event: Event) -> None:
        """Nothing is shown of it."""


def _source(options: CoachOptions, clock: SessionClock) -> LiveSource:
    given = options.analysis
    if options.source == "none":
        return NoSource()
    if options.source == "file":
        from levelhip.io import open_recording

        if options.file is None:
            raise LevelhipError("--source file: no recording; give one with --file")
        recording = open_recording(options.file, given.reading())
        return FileSource(recording, given.location)
    if options.source == "phone":
        from levelhip.io.live_phone import PhoneSource, phone_address

        if options.phone is None:
            raise LevelhipError(
                "--source phone: no address; open an experiment in phyphox, allow remote access "
                "in its menu, and give the address it shows with --phone"
            )
        return PhoneSource(phone_address(options.phone), clock.now, given.location or "sacrum")
    from levelhip.io.live_camera import CameraSource, OpenCvDevice

    return CameraSource(
        lambda: OpenCvDevice(options.camera), clock.now, model=given.model, dots=given.dots
    )


def _with_what(source: LiveSource, options: CoachOptions) -> Source:
    if isinstance(source, FileSource):
        first = source.first()
        found = measured_with(source.info, first) if source.info and first else None
        if found is None:
            raise LevelhipError(
                "{source}: {fault}",
                source=source.words,
                fault=source.trouble or Sentence("holds nothing that can be played"),
            )
        return found
    choices: dict[SourceChoice, Source] = {"camera": "camera", "phone": "motion", "none": "self"}
    return choices[options.source]


def _voice(options: CoachOptions, code: str) -> tuple[Loudspeaker | str | None, Voice]:
    if options.voice == "off":
        return None, SilentVoice("off, captions only")
    if options.speed != 1.0 and options.source == "file":
        return None, SilentVoice("off, the recording is not played at its own speed")
    speaker = loudspeaker()
    if options.voice == "tones":
        more = f"; {speaker}" if isinstance(speaker, str) else ""
        return speaker, SilentVoice(f"tones and captions only{more}")
    return speaker, system_voice(speaker, code, options.words_per_minute)


def _quiet(options: CoachOptions, voice: Voice) -> Literal["voice", "tones", "silent"]:
    if not isinstance(voice, SilentVoice):
        return "voice"
    return "silent" if options.voice == "off" else "tones"


def _sounds(options: CoachOptions, speaker: Loudspeaker | None, bell: TextIO | None) -> Tones:
    return Tones(None) if options.voice == "off" else Tones(speaker, bell)


def _folder_name(protocol_id: str) -> Path:
    # The person's own clock names the folder; two sessions cannot begin in the same second.
    stamp = now().strftime("%Y%m%d-%H%M%S")
    return Path(f"{protocol_id}-{stamp}{SUFFIX}")


__all__ = [
    "CoachOptions",
    "CoachedSession",
    "Face",
    "SessionClock",
    "coached_session",
]
