"""A session made out of what was asked for, or out of a folder: the same for terminal and page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from typing import Protocol as Interface

from levelhip.coach.orders import Order
from levelhip.coach.plan import BOTH_SIDES, Hands, SessionPlan, plan_for
from levelhip.coach.session import Session
from levelhip.core import Event, LevelhipError, Person, Side
from levelhip.engine import SourceInfo
from levelhip.io.live import LiveSource
from levelhip.io.session_folder import SessionFolder
from levelhip.io.session_reader import Journal
from levelhip.io.speech import Voice
from levelhip.protocols import Protocol, Source
from levelhip.protocols.language import Language, language
from levelhip.service.catalogue import chosen_protocol
from levelhip.service.clock import now
from levelhip.service.coaching import Coach
from levelhip.service.cut_off import CutOff, cut_off
from levelhip.service.dosing import dosed
from levelhip.service.gate import Gate
from levelhip.service.kept import note_session
from levelhip.service.leg_signs import LegSigns
from levelhip.service.options import AnalysisOptions
from levelhip.service.session_face import Sounds

if TYPE_CHECKING:
    from levelhip.service.session_setup import CoachOptions


class Told(Interface):
    """Who is told of what a session does, with its time."""

    def order(self, now_s: float, order: Order) -> None:
        """Take note of an order as it is carried out."""

    def event(self, now_s: float, event: Event) -> None:
        """Take note of an event as it is kept."""


@dataclass(frozen=True, slots=True)
class Way:
    """How a session sees and speaks: all in which a terminal and a page differ.

    Attributes
    ----------
    source : where samples come from
    measures : with what that is
    voice, sounds : what speaks, what plays tones
    quiet : what is heard
    plays : whether a recording is played
    hands : what it is answered with
    """

    source: LiveSource
    measures: Source
    voice: Voice
    sounds: Sounds
    quiet: Literal["voice", "tones", "silent"] = "voice"
    plays: bool = False
    hands: Hands = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """A session that can be stepped.

    Attributes
    ----------
    coach : what steps it
    way : how it sees and speaks
    folder : where it is kept
    exercise : what is done
    words : its language
    notes : what should be known of its dose before it begins
    """

    coach: Coach
    way: Way
    folder: SessionFolder
    exercise: Protocol
    words: Language
    notes: tuple[str, ...]


def begun(
    protocol_id: str,
    person: Person,
    options: CoachOptions,
    *,
    way: Callable[[CoachOptions, Language], Way],
    told: Told,
    folder: Callable[[str], Path],
    noted: Mapping[str, Any] | None = None,
) -> Begun:
    """A session as it was asked for.

    Parameters
    ----------
    protocol_id : str
        As in `protocols()`.
    person : Person
        The body, as far as it is known.
    options : CoachOptions
        What it is asked to be; the plan's dose is put in.
    way : callable
        Makes what sees and speaks, once nothing shuts the session.
    told : Told
        Who is told of what it does.
    folder : callable
        Where it is kept, by the protocol's id.
    noted : mapping, optional
        What else its folder keeps of it.

    Returns
    -------
    Begun

    Raises
    ------
    LevelhipError
        When a source, language or number cannot be; the message says the way out.
    Locked
        When safety answers kept in the diary shut it.
    """
    options, counts, notes = dosed(protocol_id, options)
    exercise = chosen_protocol(protocol_id, options.analysis)
    gate = Gate(exercise)
    words = language(options.language)
    made = way(options, words)
    try:
        if made.measures not in exercise.sources:
            ways = ", ".join(exercise.sources)
            raise LevelhipError(
                "{given}: cannot be measured with {source}; it takes {known}",
                given=exercise.id,
                source=made.measures,
                known=ways,
            )
        plan = _plan(exercise, options, made)
        if exercise.trials.holds_s and not made.plays:
            # What is asked for aloud is what a hold is measured against.
            exercise = exercise.chosen(variant=exercise.variant or None, hold_s=plan.hold_s)
        kept = SessionFolder(folder(exercise.id))
    except BaseException:
        made.source.close()
        raise
    load_ahead()
    kept.head(
        protocol={
            "id": exercise.id,
            "version": exercise.version,
            "variant": exercise.variant,
            "hold_s": exercise.trials.hold_s,
        },
        plan={**asdict(plan), "about": {**_about(options.analysis), **counts, **(noted or {})}},
        language=words.code,
        person=person,
        source=made.source.words,
        begun=now(),
    )
    try:
        note_session(kept.path)
    except BaseException:
        made.source.close()
        raise
    coach = _coach(exercise, plan, words, person, made, kept, gate, told, _about(options.analysis))
    return Begun(coach, made, kept, exercise, words, notes)


def gone_on(
    folder: Path, journal: Journal, *, way: Callable[[CutOff], Way], told: Told, now_s: float
) -> Begun:
    """A session that was cut off, where it was; nothing of it is lost, nothing counts twice.

    Parameters
    ----------
    folder : Path
        Its folder.
    journal : Journal
        As that tells it.
    way : callable
        Makes what sees and speaks.
    told : Told
        Who is told of what it does.
    now_s : s
        The session's time now.

    Returns
    -------
    Begun

    Raises
    ------
    LevelhipError
        When the folder holds none, it is over, or its protocol has changed since.
    Locked
        When safety answers kept in the diary shut it.
    """
    if journal.finished:
        raise LevelhipError("{file}: this session is over; begin another", file=folder.name)
    head = journal.head
    asked = head["protocol"]
    options = AnalysisOptions(variant=asked["variant"] or None, hold_s=asked["hold_s"])
    exercise = chosen_protocol(asked["id"], options)
    if exercise.version != asked["version"]:
        raise LevelhipError(
            "{file}: {title} has changed since; begin another",
            file=folder.name,
            title=exercise.title,
        )
    gate = Gate(exercise)
    words = language(head["language"])
    cut = cut_off(folder, journal)
    made = way(cut)
    try:
        kept = SessionFolder(folder, goes_on=True)
    except BaseException:
        made.source.close()
        raise
    load_ahead()
    plan, about = kept_plan(head["plan"]), head["plan"]["about"]
    coach = _coach(exercise, plan, words, journal.person, made, kept, gate, told, about)
    coach.take_up(now_s, cut)
    return Begun(coach, made, kept, exercise, words, ())


def kept_plan(told: Mapping[str, Any]) -> SessionPlan:
    """A session's plan, as its folder tells it.

    Parameters
    ----------
    told : mapping

    Returns
    -------
    SessionPlan
    """
    fields = {name: value for name, value in told.items() if name != "about"}
    fields["sides"] = tuple(map(Side, fields["sides"]))
    fields["more"] = Side(fields["more"]) if fields.get("more") else None
    return SessionPlan(**fields)


def load_ahead() -> None:
    """Load what the first steps would otherwise wait a second for, while questions are asked."""

    def load() -> None:
        import scipy.ndimage
        import scipy.signal  # noqa: F401

    threading.Thread(target=load, name="levelhip-load", daemon=True).start()


def _plan(exercise: Protocol, options: CoachOptions, way: Way) -> SessionPlan:
    return plan_for(
        exercise,
        source=way.measures,
        sides=options.sides or BOTH_SIDES,
        reps=options.reps,
        hold_s=options.analysis.hold_s,
        sets=options.sets or 1,
        more=options.more,
        minutes=options.minutes,
        steps=options.steps,
        variant=options.analysis.variant,
        quiet=way.quiet,
        follow=way.plays,
        way=way.hands,
        **({} if options.rest_s is None else {"rest_s": options.rest_s}),
    )


def _coach(
    exercise: Protocol,
    plan: SessionPlan,
    words: Language,
    person: Person,
    way: Way,
    folder: SessionFolder,
    gate: Gate,
    told: Told,
    about: Mapping[str, Any],
) -> Coach:
    signs = LegSigns()

    def heard(now_s: float, order: Order) -> None:
        gate.told(order)
        signs.told(order)
        told.order(now_s, order)

    return Coach(
        Session(exercise, plan, words),
        exercise,
        person,
        source=way.source,
        voice=way.voice,
        sounds=way.sounds,
        folder=folder,
        about=lambda info: _informed(info, about),
        on_order=heard,
        on_event=told.event,
        text=words.text,
    )


def _about(given: AnalysisOptions) -> dict[str, object]:
    return {
        "side": given.side,
        "load_kg": given.load_kg,
        "strap_m": given.strap_m,
        "location": given.location,
    }


def _informed(info: SourceInfo, about: Mapping[str, Any]) -> SourceInfo:
    """The source with what was said of it, just as an analysis of the folder will have it."""
    return replace(
        info,
        side=Side(about["side"]) if about["side"] else None,
        load_kg=about["load_kg"],
        strap_m=about["strap_m"],
    )


__all__ = ["Begun", "Way", "begun", "gone_on", "kept_plan", "load_ahead"]
