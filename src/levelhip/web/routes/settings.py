"""What the person chose, what is known of the body, and the way to delete all of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

from fastapi import APIRouter, BackgroundTasks, Request

from levelhip.core import LevelhipError, Side
from levelhip.core.person import AGE_RANGE_YEARS, MASS_RANGE_KG
from levelhip.program.history import BARS
from levelhip.service import daily, keeping
from levelhip.service.clock import now
from levelhip.service.tongue import LANGUAGE, keep_language
from levelhip.store import Diary
from levelhip.web.lan import Lan
from levelhip.web.words import Words

router = APIRouter(tags=["settings"])

SITTING_MOST_H = 24.0
FORMER_MOST_KG = 500.0


@dataclass(frozen=True, slots=True)
class Choices:
    """What changes how levelhip speaks; what is left out stays.

    How a session sounds is chosen on each device and kept in its browser.

    Attributes
    ----------
    language : code; none = as the browser asks
    units : of weights
    """

    language: str | None = None
    units: Literal["kg", "lb"] | None = None


@dataclass(frozen=True, slots=True)
class ProfileTold:
    """What is known of the person; none = not said."""

    training_days: tuple[int, ...] = ()
    mass_kg: float | None = None
    sitting_h: float | None = None
    sorer: Literal["left", "right"] | None = None
    bars: tuple[str, ...] = ()
    former_kg: float | None = None
    onset: date | None = None
    born_year: int | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """What a number may be."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lowest and highest of each number of a profile."""

    mass_kg: Bound
    sitting_h: Bound
    former_kg: Bound
    born_year: Bound


@dataclass(frozen=True, slots=True)
class SettingsTold:
    """All of it.

    Attributes
    ----------
    begun : whether there is a diary
    choices, profile : as they are
    bars : what may keep somebody from the loaded walk
    bounds : lowest and highest of each number of the profile
    word : what must be typed to delete everything
    """

    begun: bool
    choices: Choices
    profile: ProfileTold
    bars: tuple[str, ...]
    bounds: Bounds
    word: str


@dataclass(frozen=True, slots=True)
class Sure:
    """What was typed to delete everything, and whether the folders of sessions go too."""

    typed: str
    sessions: bool = True


@dataclass(frozen=True, slots=True)
class WipedTold:
    """What was deleted, and what still lies somewhere."""

    rows: int
    recordings: int
    folders: int
    left: tuple[str, ...]


@router.get("/settings")
def settings(words: Words) -> SettingsTold:
    """What was chosen, and what is known."""
    with daily.diary() as diary:
        return _told(diary, words.text("delete"))


@router.post("/settings")
def choose(choices: Choices, words: Words) -> SettingsTold:
    """Keep choices; what is left out stays."""
    with daily.diary() as diary:
        daily.ensure_begun(diary)
        if choices.language is not None:
            keep_language(diary, choices.language)
        if choices.units is not None:
            diary.choose("units", choices.units)
        return _told(diary, words.text("delete"))


@router.post("/profile")
def change_profile(profile: ProfileTold, words: Words) -> SettingsTold:
    """Keep what is known of the person, all of it as it is given."""
    _ensure_sane(profile)
    with daily.diary() as diary:
        daily.ensure_begun(diary)
        daily.begin(
            diary,
            training_days=tuple(sorted(set(profile.training_days))),
            mass_kg=profile.mass_kg,
            sitting_h=profile.sitting_h,
            sorer=None if profile.sorer is None else Side(profile.sorer),
            bars=frozenset(profile.bars),
            former_kg=profile.former_kg,
            onset=profile.onset,
            born_year=profile.born_year,
        )
        return _told(diary, words.text("delete"))


@router.post("/wipe")
def wipe(sure: Sure, words: Words, request: Request, after: BackgroundTasks) -> WipedTold:
    """Delete everything of the person, for good, when the word was typed; no phone may come in."""
    word = words.text("delete")
    if sure.typed.strip().casefold() not in (word.casefold(), "delete"):
        raise LevelhipError("Nothing was deleted: type the word as it stands there.")
    with daily.diary() as diary:
        gone = keeping.wipe(diary, folders=sure.sessions)
    lan: Lan | None = request.app.state.lan
    if lan is not None:
        # After the answer: the phone that asked is to hear it.
        after.add_task(lan.forget)
    return WipedTold(
        gone.rows, gone.recordings, len(gone.folders), tuple(str(each) for each in gone.left)
    )


def _told(diary: Diary, word: str) -> SettingsTold:
    profile = diary.profile()
    if profile is None:
        return SettingsTold(False, Choices(), ProfileTold(), BARS, _bounds(), word)
    known = {each.name: getattr(profile, each.name) for each in fields(ProfileTold)}
    known |= {"bars": tuple(each for each in BARS if each in profile.bars)}
    return SettingsTold(True, _choices(diary), ProfileTold(**known), BARS, _bounds(), word)


def _choices(diary: Diary) -> Choices:
    return Choices(diary.chosen(LANGUAGE), "lb" if diary.chosen("units") == "lb" else "kg")


def _bounds() -> Bounds:
    youngest, oldest = (now().year - int(age) for age in AGE_RANGE_YEARS)
    return Bounds(
        Bound(*MASS_RANGE_KG),
        Bound(0.0, SITTING_MOST_H),
        Bound(0.0, FORMER_MOST_KG),
        Bound(oldest, youngest),
    )


def _ensure_sane(profile: ProfileTold) -> None:
    bounds = _bounds()
    for name, value, may in (
        ("mass", profile.mass_kg, bounds.mass_kg),
        ("hours of sitting", profile.sitting_h, bounds.sitting_h),
        ("former main lift", profile.former_kg, bounds.former_kg),
    ):
        if value is not None and not may.low <= value <= may.high:
            raise LevelhipError(
                "{what}: {value}; give {low} to {high}",
                what=name,
                value=f"{value:g}",
                low=f"{may.low:g}",
                high=f"{may.high:g}",
            )
    if profile.born_year is not None:
        low, high = int(bounds.born_year.low), int(bounds.born_year.high)
        if not low <= profile.born_year <= high:
            raise LevelhipError(
                "year of birth: {year}; give {low} to {high}: levelhip is for adults",
                year=profile.born_year,
                low=low,
                high=high,
            )
    if profile.onset is not None:
        daily.ensure_come(profile.onset)
