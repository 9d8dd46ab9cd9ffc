"""What the coach may ask for: today's dose, and why not more."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from levelhip.core import Side
from levelhip.program.dose import Asked, rung
from levelhip.program.gates import swinger_bar
from levelhip.program.history import History
from levelhip.program.items import Item
from levelhip.program.light import Dose
from levelhip.program.plan import Plan, plan
from levelhip.program.sentence import Sentence
from levelhip.program.strategy import Ladder, strategy
from levelhip.protocols import protocol

WALKING = "easy-walk"
"""What a protocol of plain walking counts as."""

PLAN_DAYS = 8
"""So far the plan is looked at: a week and today."""

STEPS_A_MINUTE = 100
"""A walk asked for in steps is held against minutes at this cadence; chosen by us: slow walking, so
that the cap is on the side of less."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for by hand; None = as planned.

    Attributes
    ----------
    variant : form of the protocol
    sides : which sides work, in order
    sets, reps : how often
    hold_s : s
    minutes : min
    steps : of a walk
    load_kg : kg, the weight that is there
    """

    variant: str | None = None
    sides: tuple[Side, ...] | None = None
    sets: int | None = None
    reps: int | None = None
    hold_s: float | None = None
    minutes: float | None = None
    steps: int | None = None
    load_kg: float | None = None


@dataclass(frozen=True, slots=True)
class Prescription:
    """What a session is to be.

    Attributes
    ----------
    wish : everything filled in, nothing beyond the plan
    more : the side that gets a set more; None = neither
    exercise : what it counts as in the program; empty for a test
    warm_up : whether it is the short set before own training
    notes : what was taken from the plan, what was lowered, and why
    refusal : why there is nothing; None when there is something
    """

    wish: Wish
    more: Side | None = None
    exercise: str = ""
    warm_up: bool = False
    notes: tuple[Sentence, ...] = field(default=())
    refusal: Sentence | None = None


def prescription(
    history: History,
    now: datetime,
    protocol_id: str,
    wish: Wish | None = None,
    *,
    made: Plan | None = None,
) -> Prescription:
    """A session of a protocol as the plan has it; a wish for more is lowered, one for less kept.

    Parameters
    ----------
    history : History
        All that is known.
    now : datetime
        With its time zone.
    protocol_id : str
        What is to be done.
    wish : Wish, optional
        What was asked for by hand.
    made : Plan, optional
        The plan of now for `PLAN_DAYS`, where it was made already.

    Returns
    -------
    Prescription
        With a refusal where pain or a gate shuts it. What screening shuts is not looked at here:
        nothing is asked for then, and the session's own gate refuses.
    """
    wish = wish or Wish()
    made = made or plan(history, now, days=PLAN_DAYS)
    form = protocol(protocol_id).chosen(variant=wish.variant)
    ladders = [each for each in strategy().ladder if each.protocol == protocol_id]
    if not ladders:
        shut = _shut_test(made) if form.counts_as == "test" else None
        if form.counts_as == WALKING:
            return _walk(made, wish)
        return Prescription(wish, refusal=shut)
    item = _item_of(made, ladders, wish)
    exercise = item.what if item else _exercise(history, made, ladders, wish)
    if not made.clearance.allows(strategy().ladder_of(exercise).activity):
        return Prescription(wish)
    refusal = _refusal(history, made, exercise, now.date())
    if refusal is not None:
        return Prescription(wish, exercise=exercise, refusal=refusal)
    asked = item.asked if item and item.asked else rung(exercise, history, now.date())
    return _filled(_Planned(made, item, asked, strategy().ladder_of(exercise)), wish)


def _walk(made: Plan, wish: Wish) -> Prescription:
    """A walk: as long as today's, or the next one's, where nothing else was asked for."""
    if wish.minutes is not None or wish.steps is not None:
        return Prescription(wish)
    for day in made.days:
        for item in day.items:
            if item.kind == "walk":
                minutes = (("minutes", f"{item.minutes:g}"),)
                note = Sentence("{minutes} min, from your walking plan for today.", minutes)
                if day != made.days[0]:
                    note = Sentence("{minutes} min, as the next walk of your plan.", minutes)
                return Prescription(replace(wish, minutes=item.minutes), notes=(note,))
    return Prescription(wish)


def _item_of(made: Plan, ladders: list[Ladder], wish: Wish) -> Item | None:
    """Today's item of a protocol; the session before the warm-up."""
    forms = {each.exercise: each for each in ladders}
    items = [
        item
        for kind in ("session", "warm-up")
        for item in made.days[0].items
        if item.kind == kind and item.what in forms
    ]
    wanted = [None, *(["warm-up"] if wish.variant == "warm-up" else [])]
    for item in items:
        ladder = forms[item.what]
        own = () if item.asked is None else (ladder.form(item.asked.dose),)
        if wish.variant in (*wanted, ladder.variant, *own):
            return item
    return None


def _exercise(history: History, made: Plan, ladders: list[Ladder], wish: Wish) -> str:
    """What a protocol counts as when it is not planned for today."""
    open_ones = [each for each in ladders if made.clearance.allows(each.activity)]
    if wish.variant is None:
        return (open_ones or ladders)[0].exercise
    for each in open_ones:
        # The form of a ladder's first steps is that ladder's, while one stands on them.
        dose = rung(each.exercise, history, made.days[0].on).dose
        if dose.form and dose.form == wish.variant:
            return each.exercise
    return strategy().exercise_of(ladders[0].protocol, wish.variant)


def _shut_test(made: Plan) -> Sentence | None:
    if made.state.dose is Dose.CLINICIAN:
        return Sentence("See a clinician before you go on; tests wait, too.")
    if made.state.dose is Dose.REST or (made.flare and not made.flare.step.exercises):
        return Sentence("Rest today: tests wait, too.")
    return None


def _refusal(history: History, made: Plan, exercise: str, today: date) -> Sentence | None:
    if made.state.dose is Dose.CLINICIAN:
        return Sentence("See a clinician before you go on.")
    if made.state.dose is Dose.REST:
        return Sentence("Red: stop. Rest from exercises today; an easy walk is fine.")
    if made.flare is not None:
        step = made.flare.step
        if not step.exercises or exercise in step.leaves_out:
            return Sentence(step.text)
    if exercise == "sack-swinger":
        return swinger_bar(history, today)
    return None


@dataclass(frozen=True, slots=True)
class _Planned:
    made: Plan
    item: Item | None
    asked: Asked
    ladder: Ladder


def _filled(planned: _Planned, wish: Wish) -> Prescription:
    asked, item = planned.asked, planned.item
    dose = asked.dose
    warm_up = (item is not None and item.kind == "warm-up") or wish.variant == "warm-up"
    advice = planned.made.advice
    notes = [_from_plan(planned), *([advice.text] if advice else [])]
    lowered: list[Sentence] = []

    def capped(name: str, wanted: float | None, most: float | None) -> float | None:
        if wanted is None or most is None or wanted <= most:
            return most if wanted is None else wanted
        values = (("wanted", f"{wanted:g}"), ("most", f"{most:g}"), ("what", name))
        lowered.append(Sentence("{what}: {most} instead of {wanted}.", values))
        return most

    sets = capped("Sets", wish.sets, dose.sets)
    reps = capped("Repetitions", wish.reps, dose.reps)
    hold_s = capped("Hold, s", wish.hold_s, dose.hold_s)
    minutes, steps = wish.minutes, wish.steps
    if dose.minutes is not None:
        most = dose.minutes * STEPS_A_MINUTE
        if minutes is None and steps is not None:
            steps = int(capped("Steps", steps, most) or most)
        else:
            minutes = capped("Minutes", minutes, dose.minutes)
    if lowered:
        notes += [*lowered, Sentence("More comes with the light: the plan goes up step by step.")]
    variant = wish.variant or planned.ladder.form(dose) or None
    if dose.form and variant not in (dose.form, "warm-up"):
        variant = dose.form
        notes.append(Sentence("{form}: this comes first.", (("form", dose.title),)))
    if warm_up and asked.exercise == "sack-swinger":
        variant = "warm-up"
    load_kg = wish.load_kg if wish.load_kg is not None else asked.kg
    full = Wish(
        variant,
        wish.sides or _order(item),
        None if sets is None else int(sets),
        None if reps is None else int(reps),
        hold_s,
        minutes,
        steps,
        load_kg,
    )
    is_whole = item is not None and item.more and wish.sets is None and wish.sides is None
    refusal = _too_heavy(asked, wish)
    return Prescription(
        full,
        item.first if is_whole and item else None,
        asked.exercise,
        warm_up,
        tuple(notes),
        refusal,
    )


def _too_heavy(asked: Asked, wish: Wish) -> Sentence | None:
    """A weight is there or not: it cannot be lowered by words."""
    if wish.load_kg is None or asked.kg is None or wish.load_kg <= asked.kg:
        return None
    values = (("kg", f"{wish.load_kg:g}"), ("most", f"{asked.kg:g}"))
    return Sentence("{kg} kg is more than the {most} kg of your plan: take less.", values)


def _order(item: Item | None) -> tuple[Side, ...] | None:
    if item is None or item.first is None:
        return None
    return (item.first, item.first.other)


def _from_plan(planned: _Planned) -> Sentence:
    if planned.item is not None:
        return Sentence("The dose is from your plan for today.")
    exercises = planned.made.standing.stage.exercises
    if planned.asked.exercise not in exercises and planned.ladder.exercise not in exercises:
        return Sentence("Not in your stage yet: at most the step your plan would begin with.")
    for day in planned.made.days[1:]:
        if any(item.what == planned.asked.exercise for item in day.items):
            when = (("date", day.on.isoformat()),)
            text = "Not planned for today but for {date}; at most the dose of your plan."
            return Sentence(text, when)
    return Sentence("Not planned for today; at most the dose of your plan.")
