"""What a person tells: activities, scores, spots, lifts, walks, and the check-in of the moment."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from levelhip.core import LevelhipError, Sentence, phrase
from levelhip.service import daily
from levelhip.service.clock import now

if TYPE_CHECKING:
    from levelhip.program.checkin import Ask
    from levelhip.program.history import Activity, Lift, Rating, Score, SpotKind, SpotSide
    from levelhip.service.spots import Marked
    from levelhip.store import Diary


def activities(diary: Diary) -> list[Activity]:
    """What the person wants to do again, in the order it was named.

    Parameters
    ----------
    diary : Diary

    Returns
    -------
    list of Activity
    """
    return list(diary.history().activities)


def activity(diary: Diary, text: str) -> Activity:
    """Keep something that the person wants to do again; up to three.

    Parameters
    ----------
    diary : Diary
    text : str
        In the person's words.

    Returns
    -------
    Activity
    """
    daily.ensure_begun(diary)
    return diary.add_activity(text)


def named_activity(diary: Diary, told: str) -> Activity | None:
    """The activity that is meant: by its words, or by its number from 1.

    Parameters
    ----------
    diary : Diary
    told : str

    Returns
    -------
    Activity or None
        None when none of that name is kept.

    Raises
    ------
    LevelhipError
        When it is a number and there are fewer.
    """
    known = activities(diary)
    word = " ".join(told.split())
    if word.isdecimal():
        if 1 <= int(word) <= len(known):
            return known[int(word) - 1]
        way_out = Sentence("name one first")
        if known:
            way_out = phrase("give 1 to {count}", count=len(known))
        raise LevelhipError(
            "activity {given}: there are {count}; {way_out}",
            given=word,
            count=len(known),
            way_out=way_out,
        )
    return next((each for each in known if each.text.casefold() == word.casefold()), None)


def drop(diary: Diary, text: str) -> None:
    """Let go of an activity, with its ratings.

    Parameters
    ----------
    diary : Diary
    text : str
        As it is kept.
    """
    diary.drop_activity(text)


def rate(diary: Diary, text: str, value: int, *, on: date | None = None) -> Rating:
    """Keep how an activity went on a day.

    Parameters
    ----------
    diary : Diary
    text : str
        The activity, as it is kept.
    value : int
        0 (not at all) to 10 (as before the pain).
    on : date, optional
        Today unless told otherwise.

    Returns
    -------
    Rating
    """
    return diary.rate(text, _day(diary, on), value)


def score(diary: Diary, name: str, value: float, *, on: date | None = None) -> Score:
    """Keep a number said now and then; hours of sitting count for the plan from then on.

    Parameters
    ----------
    diary : Diary
    name : str
        From `program.history.SCORES`.
    value : float
        Within its bounds.
    on : date, optional
        Today unless told otherwise.

    Returns
    -------
    Score
    """
    day = _day(diary, on)
    with diary.together():
        kept = diary.score(day, name, value)
        said = [each for each in diary.history().scores if each.name == name]
        if name == "sitting_h" and max(said, key=lambda each: each.on) == kept:
            daily.begin(diary, sitting_h=kept.value)
    return kept


def scores(diary: Diary, name: str) -> list[Score]:
    """The numbers said so far, by date.

    Parameters
    ----------
    diary : Diary
    name : str
        From `program.history.SCORES`.

    Returns
    -------
    list of Score
    """
    return [each for each in diary.history().scores if each.name == name]


def spot(
    diary: Diary,
    kind: SpotKind,
    view: SpotSide,
    x_m: float,
    y_m: float,
    *,
    pain: int | None = None,
) -> Marked:
    """Keep a mark on the body map, and say whether it is where the last of its kind was.

    Parameters
    ----------
    diary : Diary
    kind : "back" or "hip"
    view : "front", "back", "left" or "right"
    x_m, y_m : m, in the axes of that view (`biomech.body_map`)
    pain : int or None
        Under the thumb, 0 to 10.

    Returns
    -------
    Marked

    Raises
    ------
    LevelhipError
        When there is no body at that place.
    """
    from levelhip.biomech import body_map
    from levelhip.program.history import Spot
    from levelhip.service.spots import in_words

    daily.ensure_begun(diary)
    mark = Spot(now(), kind, view, x_m, y_m, pain)
    here = body_map.Spot(body_map.SpotView[view.upper()], x_m, y_m)
    if not here.is_on_body(None):
        raise LevelhipError(
            "{what}: {x} mm, {y} mm lies beside the body; give mm from the middle line and "
            "from the belt line, at most {most} mm to a side",
            what=f"{kind} spot",
            x=f"{1000 * x_m:.0f}",
            y=f"{1000 * y_m:.0f}",
            most=f"{1000 * body_map.WIDEST_PART * body_map.MEAN_HEIGHT_M:.0f}",
        )
    diary.add_spot(mark)
    return in_words(diary.history().spots)[-1]


def spots(diary: Diary) -> tuple[Marked, ...]:
    """The marks made so far, in words, in order of time.

    Parameters
    ----------
    diary : Diary

    Returns
    -------
    tuple of Marked
    """
    from levelhip.service.spots import in_words

    return in_words(diary.history().spots)


def lift(diary: Diary, kg: float, reps: int, *, on: date | None = None) -> Lift:
    """Keep the main lift of a day.

    Parameters
    ----------
    diary : Diary
    kg : kg
    reps : int
        At that load.
    on : date, optional
        Today unless told otherwise.

    Returns
    -------
    Lift
    """
    return diary.lift(_day(diary, on), kg, reps)


def lifts(diary: Diary) -> list[Lift]:
    """The lifts so far, by date.

    Parameters
    ----------
    diary : Diary

    Returns
    -------
    list of Lift
    """
    return list(diary.history().lifts)


def walk(diary: Diary, minutes: float, *, on: date | None = None) -> None:
    """Keep the minutes walked on a day.

    Parameters
    ----------
    diary : Diary
    minutes : min
    on : date, optional
        Today unless told otherwise.
    """
    diary.walk(_day(diary, on), minutes)


def check_in(diary: Diary) -> tuple[Ask, ...]:
    """What is to be asked now, at most four questions.

    Parameters
    ----------
    diary : Diary

    Returns
    -------
    tuple of Ask
    """
    from levelhip.program.checkin import due

    return due(diary.history(), now())


def answer(diary: Diary, ask: Ask, value: int) -> None:
    """Keep the answer to a question of a check-in; it is on the disk when this returns.

    Parameters
    ----------
    diary : Diary
    ask : Ask
        From `check_in`.
    value : int
        Within the question's bounds; 1 for yes, 0 for no.
    """
    if ask.name == "rate":
        rate(diary, ask.about, value, on=ask.on)
    elif ask.name in ("rmdq24", "global_change", "sitting_h"):
        score(diary, ask.name, value, on=ask.on)
    elif ask.is_yes_no:
        daily.say(diary, ask.on, **{ask.name: bool(value)})
    else:
        daily.say(diary, ask.on, **{ask.name: value})


def _day(diary: Diary, on: date | None) -> date:
    daily.ensure_begun(diary)
    day = on or now().date()
    daily.ensure_come(day)
    return day
