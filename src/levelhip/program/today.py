"""Today in five lines at most: the light, what to do, and why."""

from __future__ import annotations

from datetime import timedelta

from levelhip.core.sentence import chained, phrase
from levelhip.program.items import Item, told
from levelhip.program.light import Dose, Light
from levelhip.program.plan import Plan
from levelhip.program.screening import Clearance, questions
from levelhip.program.sentence import Sentence
from levelhip.program.strategy import strategy

LINES_MOST = 5
Line = tuple[Sentence, ...]

NEW_EPISODE = timedelta(days=7)
"""So long it is said why the way begins again; chosen by us."""

_LIGHTS = {
    Light.GREEN: Sentence("Green: go on."),
    Light.AMBER: Sentence("Amber: ease off."),
    Light.RED: Sentence("Red: stop."),
}
_DOSES = {
    Dose.UP: Sentence("Good days in a row: the next step up."),
    Dose.HOLD: Sentence("The same dose as last time."),
    Dose.DOWN: Sentence("One step easier than last time."),
    Dose.REST: Sentence("Rest from exercises today; an easy walk is fine."),
    Dose.CLINICIAN: Sentence("See a clinician before you go on."),
}
_NO_MORE = Sentence("No more than last time.")
_CALM = Sentence("Two calm days in a row end it.")
_ONE_MORE = Sentence("One more calm day ends it.")
_EASIEST = Sentence("The easiest step.")
_EASY = Sentence("Only what is easy.")
_NEW = Sentence("Amber to begin with: the light turns green after some good days.")


def today_lines(made: Plan) -> tuple[Line, ...]:
    """What to do today and why, in at most five lines.

    Parameters
    ----------
    made : Plan
        From `plan.plan`; its first day is today.

    Returns
    -------
    tuple of lines, each some sentences
        What matters most is kept when there is more to say.
    """
    items = made.days[0].items
    if any(item.kind == "locked" for item in items):
        way_out = _way_out(made.clearance) if made.clearance.signs else ()
        return tuple(line for line in ((Sentence(made.clearance.text),), way_out) if line)
    # Lines in the order in which they are shown, each with its rank: the lowest are kept.
    lines: list[tuple[float, Line]] = [
        (0, _status(made)),
        (0.5, because(made)),
        (2, _again(made)),
        (3, _flare(made)),
        (4, _advice(made)),
        (1, _trained(made, items)),
        (8, _side(made, items)),
        (6, _walk(items)),
        (5, _branch(made)),
        (3.5 if _is_new_episode(made) else 7, _stage(made, items)),
        (9, made.aims[:1]),
        (10, _sitting(items)),
    ]
    lines = [(rank, line) for rank, line in lines if line]
    kept = sorted(rank for rank, _ in lines)[:LINES_MOST]
    return tuple(line for rank, line in lines if rank <= kept[-1])


def first_lines(made: Plan) -> tuple[Line, ...]:
    """What comes before all that is to be done: the light and safety, and why nothing is done.

    Parameters
    ----------
    made : Plan
        From `plan.plan`; its first day is today.

    Returns
    -------
    tuple of lines, each some sentences
        None of them left out, however many there are.
    """
    items = made.days[0].items
    kinds = {item.kind for item in items}
    if "locked" in kinds:
        return today_lines(made)
    nothing = () if kinds & {"session", "warm-up", "test"} else _trained(made, items)
    again = (Sentence(strategy().relapse.why),) if _is_new_episode(made) else ()
    lines = (
        _status(made),
        because(made),
        _again(made),
        _flare(made),
        _advice(made),
        nothing,
        again,
    )
    return tuple(line for line in lines if line)


def stage_told(made: Plan) -> tuple[Sentence, Line]:
    """What the stage is about, and what is missing for the next.

    Parameters
    ----------
    made : Plan
        From `plan.plan`.

    Returns
    -------
    tuple of sentence and line
        While nothing of the stage may be done, only that it waits.
    """
    if made.waits:
        return Sentence("It waits until a clinician has seen you."), ()
    return Sentence(made.standing.stage.why), made.standing.missing


def because(made: Plan) -> Line:
    """What was answered that leaves easy walks only; empty where nothing was.

    Parameters
    ----------
    made : Plan
        From `plan.plan`.

    Returns
    -------
    line
    """
    said = made.clearance.signs if _shut(made) else ()
    signs = [Sentence(each.sign) for each in questions().question if each.id in said]
    return (
        (phrase("Because of what you answered: {signs}.", signs=chained(signs)),) if signs else ()
    )


def _status(made: Plan) -> Line:
    if made.clearance.shuts == "all-but-walking":
        return (Sentence(made.clearance.text),)
    if made.is_new and made.flare is None:
        return (_NEW,)
    if made.state.light is Light.AMBER and made.state.dose is Dose.HOLD:
        return (_LIGHTS[made.state.light], _NO_MORE)
    if made.state.dose is Dose.REST:
        calm = _ONE_MORE if made.state.good else _CALM
        # The flare-up's own line says that one rests.
        rest = () if made.flare is not None and made.flare.day < 7 else (_DOSES[Dose.REST],)
        return (_LIGHTS[made.state.light], *rest, calm)
    asked = [item.asked for item in made.days[0].items if item.asked is not None]
    if made.state.dose is Dose.DOWN and not any(each.rung for each in asked):
        return (_LIGHTS[made.state.light], _EASIEST if asked else _EASY)
    return (_LIGHTS[made.state.light], _DOSES[made.next_dose])


def _again(made: Plan) -> Line:
    return (Sentence(questions().again),) if made.clearance.again and not _shut(made) else ()


def _flare(made: Plan) -> Line:
    if made.flare is None or made.state.dose is Dose.CLINICIAN or _shut(made):
        return ()
    day = Sentence("Day {day} of a flare-up.", (("day", str(made.flare.day)),))
    return (day, Sentence(made.flare.step.text))


def _advice(made: Plan) -> Line:
    if made.advice is None or made.state.dose is Dose.CLINICIAN or _shut(made):
        return ()
    return (made.advice.text,)


def _shut(made: Plan) -> bool:
    return made.clearance.shuts == "all-but-walking"


def _trained(made: Plan, items: tuple[Item, ...]) -> Line:
    warm_ups = tuple(item for item in items if item.kind == "warm-up")
    found = [told(item) for item in items if item.kind == "test"]
    if warm_ups:
        found += [Sentence("Before your own training:"), *map(told, warm_ups)]
    found += [told(item) for item in items if item.kind == "session"]
    if found:
        return tuple(found)
    if _shut(made) or made.state.dose is Dose.CLINICIAN:
        return ()
    for day in made.days[1:]:
        if any(item.kind in ("session", "warm-up") for item in day.items):
            return (_next_in((day.on - made.days[0].on).days, made.state.light),)
    if made.standing.stage.exercises:
        return (Sentence("No exercise planned."),)
    return (Sentence("No exercises yet: this week is for your own numbers."),)


def _next_in(days: int, light: Light) -> Sentence:
    """Under a red light calm days come first, and nobody knows yet when they will be."""
    n = (("n", str(days)),)
    if light is Light.RED:
        if days == 1:
            return Sentence("No exercise today; the next is tomorrow at the earliest.")
        return Sentence("No exercise today; the next in {n} days at the earliest.", n)
    if days == 1:
        return Sentence("No exercise today; the next is tomorrow.")
    return Sentence("No exercise today; the next in {n} days.", n)


def _side(made: Plan, items: tuple[Item, ...]) -> Line:
    has_sides = any(item.kind == "session" and item.first for item in items)
    return (made.sides.why,) if has_sides else ()


def _walk(items: tuple[Item, ...]) -> Line:
    walks = [item for item in items if item.kind == "walk" and item.why]
    return tuple(each for item in walks for each in (told(item), item.why) if each)


def _sitting(items: tuple[Item, ...]) -> Line:
    return tuple(item.why for item in items if item.kind == "sitting" and item.why)


def _branch(made: Plan) -> Line:
    return (Sentence(made.clearance.text),) if made.clearance.shuts == "branch" else ()


def _stage(made: Plan, items: tuple[Item, ...]) -> Line:
    where = made.standing
    found = [Sentence("Stage: {title}.", (("title", where.stage.title),))]
    if _is_new_episode(made):
        found.append(Sentence(strategy().relapse.why))
    else:
        why, missing = stage_told(made)
        found += [why] if made.waits else missing[:1]
    read = [item for item in items if item.kind == "learn"]
    found += [Sentence("To read: {title}.", (("title", item.title),)) for item in read]
    return tuple(found)


def _is_new_episode(made: Plan) -> bool:
    where = made.standing
    return where.episode > 1 and made.days[0].on - where.begun < NEW_EPISODE


def _way_out(open_to: Clearance) -> Line:
    found = []
    if open_to.needs_visit:
        found.append(Sentence("When a clinician has seen you, say so here."))
    if open_to.until is not None:
        when = f"{open_to.until:%Y-%m-%d %H:%M}"
        found.append(Sentence("New questions from {when} on.", (("when", when),)))
    return tuple(found) or (Sentence("Answer the safety questions again."),)
