"""A session at work: samples in, orders carried out, everything kept; one round at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from levelhip.coach.orders import Finish, Keep, Measure, Order, Put, Say, Screen, Sound
from levelhip.coach.places import Place
from levelhip.coach.session import Session
from levelhip.core import Answer, Event, Mark, Person, Quality, Samples, Sentence
from levelhip.core.sentence import in_words
from levelhip.engine import Engine, SourceInfo
from levelhip.io.live import SAME_S, FileSource, LiveSource
from levelhip.io.session_folder import SessionFolder
from levelhip.io.speech import Voice
from levelhip.protocols import Protocol, session_words
from levelhip.protocols.session_words import Message
from levelhip.service.cut_off import CutOff, same_event
from levelhip.service.session_face import Live, Sounds

QUALITY_EVERY_S = 2.0
"""How often the quality of the samples is asked for; chosen by us: they are judged together, sixty
for the price of one, and it is that of the whole session, which changes slowly."""


ADVANCE_EVERY_S = 0.1
"""How often samples are measured and the session is asked what to do; chosen by us: three frames at
once cost little more than one, and a tenth of a second later is not heard."""

PERSONS_MARKS = ("tap",)
"""Marks that the person makes. Those of the session say what it has asked for, which is not what
is done in a recording that was made without it: a plain one is measured as `analyse` does."""


class Coach:
    """Owns the session, the engine, the source, the voice and the folder.

    Parameters
    ----------
    session : Session
        What is said and asked; pure.
    protocol : Protocol
        What is measured.
    person : Person
        Whose body it is.
    source : LiveSource
        Where samples come from.
    voice : Voice
        What speaks.
    sounds : Sounds
        What plays tones.
    folder : SessionFolder
        What is kept; its head has been written.
    about : callable
        Fills in what was said of the source (side, load, strap).
    on_order : callable
        Told of every order as it is carried out, with the session's time.
    on_event : callable
        Told of every event as it is kept, with the session's time.
    text : callable
        An English sentence on the sensor in the session's language.
    """

    def __init__(
        self,
        session: Session,
        protocol: Protocol,
        person: Person,
        *,
        source: LiveSource,
        voice: Voice,
        sounds: Sounds,
        folder: SessionFolder,
        about: Callable[[SourceInfo], SourceInfo] = lambda info: info,
        on_order: Callable[[float, Order], None] = lambda _now_s, _order: None,
        on_event: Callable[[float, Event], None] = lambda _now_s, _event: None,
        text: Callable[[str], str] = str,
    ) -> None:
        self._session = session
        self._protocol = protocol
        self._person = person
        self._source = source
        self._voice = voice
        self._sounds = sounds
        self._folder = folder
        self._about = about
        self._on_order = on_order
        self._on_event = on_event
        self._text = text
        self._engine: Engine | None = None
        self._marks: list[Mark] = []
        self._answers: list[Answer] = []
        self._measuring = False
        self._trouble: str | Sentence = ""
        self._state: tuple[str, str] = ("", "")
        self._quality: Quality | None = None
        self._asked_s = -QUALITY_EVERY_S
        self._advanced_s = -ADVANCE_EVERY_S
        self._repairs = 0
        self._place: Place | None = None
        self._screen = session.screen
        self._known: list[Event] = []
        self.end: Finish | None = None
        self.events: list[Event] = []

    @property
    def finished(self) -> bool:
        """Whether the session is over."""
        return self.end is not None

    @property
    def screen(self) -> Screen:
        """What is to be seen now."""
        return self._screen

    @property
    def measuring(self) -> bool:
        """Whether the source is to run now."""
        return self._measuring

    def take_up(self, now_s: float, cut: CutOff) -> None:
        """Go on with a session that was cut off; it is paused until "go".

        Parameters
        ----------
        now_s : s
            The session's time.
        cut : CutOff
            What its folder has kept.
        """
        if cut.info is not None:
            info = self._about(cut.info)
            self._folder.take_up(info)
            self._engine = Engine(self._protocol, info, self._person)
        self._marks += cut.marks
        self._answers += cut.answers
        self.events, self._known = list(cut.events), list(cut.events)
        waiting = [*cut.waiting]
        for part in cut.samples:
            waiting += self._new(now_s, self._engine.push(part) if self._engine else ())
        if cut.place is not None:
            self._session.resume(now_s, cut.place, waiting)
            self._screen = self._session.screen
        self._folder.write(now_s, "resume", sync=True)

    @property
    def _plain_file(self) -> bool:
        """Whether a recording is played that has no marks of its own."""
        return isinstance(self._source, FileSource) and not self._source.has_marks

    def step(self, now_s: float) -> Screen:
        """One round: take what has come, measure it, and do what the session says.

        Rounds may come as often as keys are looked at; the work is done ten times a second.

        Parameters
        ----------
        now_s : s
            The session's time; later than that of the round before.

        Returns
        -------
        Screen
            What is to be seen now.
        """
        if self.finished or now_s - self._advanced_s < ADVANCE_EVERY_S - SAME_S:
            return self._screen
        self._advanced_s = now_s
        events = self._measured(now_s)
        self._look_for_trouble(now_s)
        orders = self._session.advance(
            now_s,
            events=tuple(map(self._in_session, events)),
            running=tuple(map(self._in_session, self._engine.running)) if self._engine else (),
            speaking=self._voice.speaking(now_s),
            quality=self._judged(now_s),
            source_ended=self._source.ended,
        )
        self._carry_out(now_s, orders)
        self._note_state(now_s)
        if self._plain_file and self._session.turn.step.do == "pose":
            # Nobody in a plain recording keeps a pose when it is asked for: a mark would mislead.
            self._folder.write(now_s, "left-out", step=self._session.turn.step.id)
            self._carry_out(now_s, self._session.heard(now_s, "skip"))
            self._screen = self._session.screen
        return self._screen

    def heard(self, said: str, now_s: float, noted: Mapping[str, float] | None = None) -> None:
        """Hand on what the person said or pressed.

        Parameters
        ----------
        said : str
            "0" to "10", "yes", "no", "again", "stop", "pause", "go", "tap", "skip" or "gone".
        now_s : s
            The session's time.
        noted : mapping, optional
            What is kept with it, so that it is not heard twice.
        """
        if self.finished:
            return
        more: dict[str, Any] = dict(noted or {})
        self._folder.write(now_s, "heard", said=said, **more)
        self._carry_out(now_s, self._session.heard(now_s, said))
        self._note_state(now_s)

    def live(self) -> Live:
        """What is measured at this moment."""
        signals = self._engine.now() if self._engine and self._measuring else {}
        return Live(signals, self._text(self._source.hint), in_words(self._trouble, self._text))

    def park(self, now_s: float) -> None:
        """Write down all samples that are here; the session may be cut off now.

        Parameters
        ----------
        now_s : s
            The session's time.
        """
        self._folder.close_segment(now_s)

    def close(self, now_s: float) -> None:
        """Keep what is still held back, and give everything back; the folder is then complete.

        Parameters
        ----------
        now_s : s
            The session's time.
        """
        if self.end is None and self._session.asks_why:
            self._carry_out(now_s, self._session.heard(now_s, "gone"))
        self._source.close()
        if self._engine is not None:
            self._push(Samples())
            self._new(now_s, self._engine.finish())
        self._note_repairs(now_s)
        end = self.end or Finish("stopped", "")
        self._folder.write(now_s, "finish", reason=end.reason, text=end.text, sync=True)
        self._folder.close(now_s)
        self._voice.close()

    def _in_session(self, event: Event) -> Event:
        """An event at the session's time, where a played recording has its own."""
        lag_s = self._source.lag_s if isinstance(self._source, FileSource) else 0.0
        if lag_s == 0.0:
            return event
        times = {name: getattr(event, name) + lag_s for name in ("start_s", "peak_s", "end_s")}
        return replace(event, **times)

    def _measured(self, now_s: float) -> tuple[Event, ...]:
        """The events that the samples of this round made certain."""
        samples = self._source.read(now_s)
        if self._engine is None:
            info = self._source.info
            if info is None:
                return ()
            info = self._about(info)
            self._folder.source(now_s, info)
            self._engine = Engine(self._protocol, info, self._person)
        if samples is not None:
            # Kept before they are measured: what an event rests on is then always in the folder.
            self._folder.add(now_s, samples)
            events = self._push(samples)
        elif self._source.info is not None and self._source.info.kind == "self":
            events = self._push(Samples())
        else:
            return ()
        found = self._new(now_s, events)
        self._note_repairs(now_s)
        return found

    def _push(self, samples: Samples) -> tuple[Event, ...]:
        """Measure samples together with the marks and answers that have waited for them."""
        if self._engine is None:
            return ()
        if not (samples.has_series or self._marks or self._answers):
            return ()
        if self._marks or self._answers or samples.marks or samples.answers:
            marks, answers = tuple(self._marks), tuple(self._answers)
            samples = replace(samples, marks=marks, answers=answers)
            self._marks.clear()
            self._answers.clear()
        return self._engine.push(samples)

    def _new(self, now_s: float, events: Sequence[Event]) -> tuple[Event, ...]:
        """Those that are not in the folder yet, which are kept; the others are found once more."""
        found = []
        for event in events:
            same = next((each for each in self._known if same_event(each, event)), None)
            if same is not None:
                self._known.remove(same)
                continue
            self._keep(now_s, event)
            found.append(event)
        return tuple(found)

    def _keep(self, now_s: float, event: Event) -> None:
        self.events.append(event)
        self._folder.event(now_s, event)
        self._on_event(now_s, event)

    def _judged(self, now_s: float) -> Quality | None:
        if self._engine is not None and now_s - self._asked_s >= QUALITY_EVERY_S:
            self._asked_s = now_s
            self._quality = self._engine.quality()
        return self._quality if self._measuring else None

    def _look_for_trouble(self, now_s: float) -> None:
        trouble = self._source.trouble
        if trouble == self._trouble:
            return
        self._trouble = trouble
        self._folder.write(now_s, "trouble", text=str(trouble), sync=True)
        if trouble and not self._source.ended:
            self._carry_out(now_s, self._session.heard(now_s, "pause"))
            spoken = next((s.say for s in _sensor() if s.show == trouble), ()) or (trouble,)
            shown = in_words(trouble, self._text)
            words = [in_words(each, self._text) for each in spoken]
            self._carry_out(now_s, [Say("trouble", each, shown) for each in words])

    def _carry_out(self, now_s: float, orders: Sequence[Order]) -> None:
        for order in orders:
            match order:
                case Say():
                    self._say(now_s, order)
                case Sound():
                    self._sounds.play(order.tone)
                    self._folder.write(now_s, "tone", tone=order.tone)
                case Put():
                    self._source.note(order.mark, now_s)
                    if self._plain_file and order.mark.name not in PERSONS_MARKS:
                        continue
                    self._marks.append(order.mark)
                    self._folder.mark(order.mark)
                case Keep():
                    self._answers.append(order.answer)
                    self._folder.answer(order.answer)
                case Measure():
                    self._measure(now_s, on=order.on)
                case Finish():
                    self.end = order
            self._on_order(now_s, order)

    def _say(self, now_s: float, order: Say) -> None:
        if order.cuts_in:
            self._voice.stop(now_s)
        self._voice.say(order.spoken, now_s)
        self._folder.write(
            now_s,
            "say",
            cue=order.cue,
            spoken=order.spoken,
            written=order.written,
            cuts_in=order.cuts_in,
        )

    def _measure(self, now_s: float, *, on: bool) -> None:
        self._measuring = on
        if on:
            self._source.start(now_s)
        else:
            self._source.pause(now_s)
        self._folder.write(now_s, "measure", on=on)

    def _note_state(self, now_s: float) -> None:
        screen = self._screen = self._session.screen
        if (screen.state, screen.step) != self._state:
            self._state = (screen.state, screen.step)
            self._folder.write(
                now_s,
                "state",
                state=screen.state,
                step=screen.step,
                title=screen.title,
                side=screen.side,
            )
        place = self._session.place
        known = self._place
        if known is not None and place.walked_s != known.walked_s:
            known = replace(known, walked_s=place.walked_s)
        if place != known:
            self._place = place
            self._folder.write(now_s, "place", **asdict(place), events=len(self.events))

    def _note_repairs(self, now_s: float) -> None:
        repairs = self._source.repairs
        for each in repairs[self._repairs :]:
            self._folder.write(now_s, "repair", **asdict(each))
        self._repairs = len(repairs)


def _sensor() -> Collection[Message]:
    """What is said of sensors, in English."""
    return session_words().sensor.values()
