"""A session takes its dose from the plan: what is asked for by hand is never more than that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from levelhip.core import LevelhipError, chained
from levelhip.program.sentence import Sentence
from levelhip.protocols.language import language
from levelhip.service import daily
from levelhip.service.clock import now
from levelhip.service.daily import Locked
from levelhip.store.database import store_exists

if TYPE_CHECKING:
    from levelhip.program.prescription import Prescription, Wish
    from levelhip.protocols import Protocol
    from levelhip.service.session_setup import CoachOptions
    from levelhip.store import Diary


def dosed(
    protocol_id: str, options: CoachOptions
) -> tuple[CoachOptions, dict[str, Any], tuple[str, ...]]:
    """What a session is to be, by the plan of whoever began a diary.

    Parameters
    ----------
    protocol_id : str
        As in `protocols()`.
    options : CoachOptions
        What was asked for by hand.

    Returns
    -------
    tuple
        The options with the plan's dose, nothing beyond it; what is kept of it with the session;
        and what is to be said about it. Without a diary the options as they are, in the form of
        the easiest step where none was asked for. A recording that is played is measured as it
        is; only what shuts an exercise holds for it, too.

    Raises
    ------
    Locked
        When the pain light or a gate shuts it; nothing goes round it.
    """
    told = prescribed(protocol_id, options)
    if told is None:
        return _begun_easily(protocol_id, options), {}, ()
    _ensure_no_refusal(told)
    kept = {"exercise": told.exercise, "warm_up": told.warm_up} if told.exercise else {}
    if options.source == "file":
        return options, kept, ()
    wish = told.wish
    changed = replace(
        options,
        sides=wish.sides,
        sets=wish.sets,
        more=told.more,
        reps=wish.reps,
        minutes=wish.minutes,
        steps=wish.steps,
        analysis=replace(
            options.analysis, variant=wish.variant, hold_s=wish.hold_s, load_kg=wish.load_kg
        ),
    )
    said = language(options.language).text
    dose, *parts = [each.filled(said) for each in _dose(told)] or [""]
    notes = [f"{dose} {', '.join(parts)}."] if parts else []
    return changed, kept, (*notes, *(each.filled(said) for each in told.notes))


def _begun_easily(protocol_id: str, options: CoachOptions) -> CoachOptions:
    if options.source == "file" or options.analysis.variant:
        return options
    form = planned_form(protocol_id) or None
    return replace(options, analysis=replace(options.analysis, variant=form))


def ensure_borne(diary: Diary, protocol: Protocol) -> None:
    """Refuse what the pain light or a gate of the program shuts now.

    Parameters
    ----------
    diary : Diary
        Begun.
    protocol : Protocol
        With its variant chosen.

    Raises
    ------
    Locked
        With the reason.
    """
    from levelhip.program.prescription import Wish, prescription

    wish = Wish(variant=protocol.variant or None)
    _ensure_no_refusal(prescription(diary.history(), now(), protocol.id, wish))


def _ensure_no_refusal(told: Prescription) -> None:
    if told.refusal is not None:
        raise Locked(told.refusal, Sentence("What to do today: levelhip today"))


def ensure_coached(name: str) -> None:
    """Refuse what the coach does not run, and say how it is done without it.

    Parameters
    ----------
    name : str
        What was asked for: a protocol, or an exercise of the plan.

    Raises
    ------
    LevelhipError
        When it is an exercise of the plan that has no protocol of its own.
    """
    from levelhip.program.strategy import strategy
    from levelhip.protocols import protocols

    if name not in strategy().exercises or name in {each.id for each in protocols()}:
        return
    ladder = strategy().ladder_of(name)
    if ladder.protocol:
        form = f"levelhip coach {ladder.protocol} --variant {ladder.variant}"
        raise LevelhipError("{title}: by ear with: {command}", title=ladder.title, command=form)
    raise LevelhipError(
        "{title}: there is no coach for it. {how} Done it: levelhip done {given}",
        title=ladder.title,
        how=chained([Sentence(each) for each in ladder.how], " "),
        given=name,
    )


def planned_form(protocol_id: str) -> str:
    """The form of a protocol that the plan has now.

    Parameters
    ----------
    protocol_id : str
        As in `protocols()`.

    Returns
    -------
    str
        Id of a variant, without a diary that of the easiest step; empty for what the plan has no
        dose of.
    """
    from levelhip.program.prescription import Wish
    from levelhip.program.strategy import strategy

    told = _prescribed(protocol_id, Wish())
    if told is not None:
        return told.wish.variant or ""
    ladders = [each for each in strategy().ladder if each.protocol == protocol_id]
    return ladders[0].form(ladders[0].rungs[0]) if ladders else ""


def prescribed(protocol_id: str, options: CoachOptions) -> Prescription | None:
    """What the plan has for a protocol today; None where no diary was begun.

    Parameters
    ----------
    protocol_id : str
        As in `protocols()`.
    options : CoachOptions
        What was asked for by hand.

    Returns
    -------
    Prescription or None
    """
    from levelhip.program.prescription import Wish

    wish = Wish(
        options.analysis.variant,
        options.sides,
        options.sets,
        options.reps,
        options.analysis.hold_s,
        options.minutes,
        options.steps,
        options.analysis.load_kg,
    )
    return _prescribed(protocol_id, wish)


def _prescribed(protocol_id: str, wish: Wish) -> Prescription | None:
    from levelhip.program.prescription import prescription

    if not store_exists():
        return None
    with daily.diary() as diary:
        if diary.profile() is None:
            return None
        history = diary.history()
    return prescription(history, now(), protocol_id, wish)


def _dose(told: Prescription) -> tuple[Sentence, ...]:
    """The dose as it was chosen, part by part."""
    wish = told.wish
    found = [Sentence("Dose:")]
    if wish.reps is not None:
        found.append(
            Sentence("{sets} x {reps}", (("sets", f"{wish.sets}"), ("reps", f"{wish.reps}")))
        )
    if wish.hold_s is not None:
        found.append(Sentence("hold {hold} s", (("hold", f"{wish.hold_s:g}"),)))
    if wish.minutes is not None:
        found.append(Sentence("{minutes} min", (("minutes", f"{wish.minutes:g}"),)))
    if wish.load_kg is not None:
        found.append(Sentence("{kg} kg", (("kg", f"{wish.load_kg:g}"),)))
    if wish.sides is not None:
        found.append(Sentence("first the {side} side", (("side", wish.sides[0]),)))
    if told.more is not None:
        found.append(Sentence("one set more on the {side} side", (("side", told.more),)))
    return tuple(found) if told.exercise else ()
