"""A model check over the plan: from many states, whatever the next days bring, no rule is broken.

A node is a history; what the rules can tell apart of it is its key, and each key is looked at once.
Seeds stand at the beginning and the end of every stage, so that all stages are reached at once.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import pytest

from levelhip.core import Side
from levelhip.program import Day, Dose, Light, Screening, questions
from levelhip.program.dose import ground, rung_on
from levelhip.program.flare import flare_on
from levelhip.program.history import Done, History, Lift, Measured, Profile, Walked
from levelhip.program.plan import plan
from levelhip.program.prescription import prescription
from levelhip.program.strategy import strategy
from levelhip.program.today import today_lines
from levelhip.program.walking import walking_week

START = date(2026, 1, 5)
NO = {each.id: "no" for each in questions().question}
DAY = timedelta(days=1)
MOST_NODES = 200
DEPTH = 6
EXERCISES = strategy().exercises
LATER = (
    "good", "bad", "red", "leg", "flared", "missed", "overdone", "emergency", "doctor", "seen",
)  # fmt: skip
HARM = frozenset({"bad", "red", "leg", "flared", "emergency", "doctor"})


def at(on, hour=8):
    return datetime.combine(on, time(hour), UTC)


def measured(on, items):
    values = (
        ("hold_time", Side.LEFT, 40.0),
        ("hold_time", Side.RIGHT, 40.0),
        ("load_share", Side.BOTH, 0.51),
    )
    tests = [each.what for each in items if each.kind == "test"]
    return [Measured(on, name, *value, 0.5) for name in tests for value in values]


def after(history, on, event, made=None):
    """The history at the end of a day on which something happened."""
    items = (made or plan(history, at(on), days=1)).days[0].items
    said = Day(on, usual=2, morning=2, trained=False)
    done, lifts, screenings, visits = [], [], [], []
    if event in ("good", "bad", "red", "leg"):
        trained = [each for each in items if each.kind in ("session", "warm-up")]
        done = [Done(on, i.what, 10, warm_up=i.kind == "warm-up") for i in trained]
        lifts = [
            Lift(on, i.asked.kg, i.asked.dose.reps)
            for i in trained
            if i.what == "lift" and i.asked.kg
        ]
        if done or event != "good":
            pain = {"good": 1, "bad": 4, "red": 7, "leg": 1}[event]
            said = replace(said, during=pain, pressure=3, trained=True, leg_signs=event == "leg")
    elif event == "overdone":
        done = [Done(on, name, 10) for name in EXERCISES]
        said = replace(said, during=1, pressure=3, trained=True)
    elif event == "flared":
        said = replace(said, usual=8, morning=8)
    elif event == "emergency":
        screenings = [Screening(at(on, 9), {"emergency-legs": "yes"})]
    elif event == "doctor":
        screenings = [Screening(at(on, 9), {**NO, "cancer": "yes"})]
    elif event == "seen":
        visits, screenings = [at(on, 9)], [Screening(at(on, 10), NO)]
    tests = measured(on, items) if event == "good" else []
    walked = [Walked(on, i.minutes) for i in items if i.kind == "walk"] if event == "good" else []
    return replace(
        history,
        days=history.days if event == "missed" else [*history.days, said],
        done=[*history.done, *done],
        measured=[*history.measured, *tests],
        lifts=[*history.lifts, *lifts],
        walked=[*history.walked, *walked],
        screenings=[*history.screenings, *screenings],
        visits=[*history.visits, *visits],
    )


@dataclass(frozen=True)
class Node:
    """A history in the morning of a day."""

    history: History
    on: date
    known: object
    made: object
    rungs: tuple[int, ...]
    top: tuple[int, ...]

    @property
    def key(self):
        made = self.made
        names = tuple(
            (i.kind, i.what) for i in made.days[0].items if i.kind not in ("learn", "walk")
        )
        flare = made.flare.day if made.flare else 0
        return (made.standing.stage.id, made.state, made.clearance.tier, made.clearance.again,
                self.rungs, flare, names)  # fmt: skip


def node(history, on, before=None):
    known, made = ground(history, on), plan(history, at(on), days=2)
    rungs = tuple(rung_on(name, known).rung for name in EXERCISES)
    top = rungs if before is None else tuple(map(max, rungs, before.top))
    return Node(history, on, known, made, rungs, top)


@cache
def long_life():
    """A person for whom all goes well, day after day until the last stage and beyond."""
    profile = Profile(START, (0, 3), mass_kg=80.0, sitting_h=8.0, former_kg=100.0)
    history = History(profile, screenings=[Screening(at(START, 7), NO)])
    stages = {}
    for i in range(98):
        on = START + i * DAY
        made = plan(history, at(on), days=1)
        stages.setdefault(made.standing.stage.id, on)
        history = after(history, on, "good", made)
    return history, stages


def until(history, on):
    """The history in the morning of a day, before anything of that day."""
    return history.until(on - DAY) if on > START else replace(history.until(on), days=[])


def seeds():
    history, stages = long_life()
    begun = list(stages.values())
    ends = [each - DAY for each in begun[1:]] + [START + 97 * DAY]
    sore = Screening(at(START, 7), {**NO, "outer-hip": "yes"})
    found = [node(until(history, on), on) for on in (*ends, *begun[1:], START + 2 * DAY)]
    load = until(history, stages["load"] + 3 * DAY)
    return [*found, node(replace(load, screenings=[sore]), stages["load"] + 3 * DAY)]


@cache
def explored():
    """Every step from a state to the next, breadth first from all seeds."""
    edge = deque((each, 0) for each in seeds())
    seen = {each.key for each, _ in edge}
    steps = []
    while edge and len(steps) < MOST_NODES:
        here, depth = edge.popleft()
        for event in LATER:
            if len(steps) >= MOST_NODES:
                break
            there = node(after(here.history, here.on, event, here.made), here.on + DAY, here)
            steps.append((here, event, there))
            if there.key not in seen and depth + 1 < DEPTH:
                seen.add(there.key)
                edge.append((there, depth + 1))
    return steps


def trained(made):
    return [i for i in made.days[0].items if i.kind in ("session", "warm-up")]


def test_all_stages_lights_doses_and_tiers_are_met():
    nodes = [there for _, _, there in explored()]
    assert {each.made.standing.stage.id for each in nodes} >= {s.id for s in strategy().stage}
    assert {each.made.state.light for each in nodes} == set(Light)
    assert {each.made.state.dose for each in nodes} == set(Dose)
    assert {each.made.clearance.tier for each in nodes} >= {None, "emergency", "clinician"}
    assert any(each.made.flare for each in nodes)


def test_nothing_harmful_leads_to_a_harder_dose_on_the_same_or_the_next_day():
    for here, event, there in explored():
        if event in HARM:
            assert all(b <= a for a, b in zip(here.rungs, there.rungs, strict=True)), event


def test_a_rung_is_climbed_only_under_a_light_that_says_up_or_gone_back_to_after_a_flare_up():
    for here, event, there in explored():
        state = there.history.states(here.on).get(here.on)
        for name, a, b, top in zip(EXERCISES, here.rungs, there.rungs, here.top, strict=True):
            if b <= a:
                continue
            if b == a + 1 and state is not None and state.dose is Dose.UP:
                assert event in ("good", "overdone"), name
                continue
            # The step below the last one before a flare-up, a week after its first day.
            assert b <= top - 1, (name, event)
            assert there.made.state.dose in (Dose.HOLD, Dose.UP)
            assert there.made.state.light is not Light.RED
            since = max(there.known.starts)
            assert (there.on - since).days >= strategy().flare.days - 1


def test_what_is_planned_is_never_more_than_the_rung():
    for _, _, there in explored():
        for item in trained(there.made):
            assert item.asked.rung <= there.rungs[EXERCISES.index(item.what)]


def test_what_screening_shuts_is_never_planned():
    for _, _, there in explored():
        made = there.made
        kinds = {item.kind for item in made.days[0].items}
        if made.clearance.shuts == "everything":
            assert kinds == {"locked"}
        if made.clearance.shuts == "all-but-walking":
            assert kinds <= {"walk", "learn", "sitting", "rest"}
        for item in trained(made):
            assert made.clearance.allows(strategy().ladder_of(item.what).activity)


def test_rest_and_a_clinician_leave_no_exercise_and_no_test():
    for _, _, there in explored():
        flare = flare_on(there.known.starts, there.on)
        rests = there.made.state.dose in (Dose.REST, Dose.CLINICIAN)
        if rests or (flare is not None and not flare.step.exercises):
            kinds = {item.kind for item in there.made.days[0].items}
            assert not kinds & {"session", "warm-up", "test"}


def test_while_the_light_is_red_nothing_is_offered_but_walks_that_are_shorter_and_reading():
    met = 0
    for _, _, there in explored():
        made = there.made
        if made.state.light is not Light.RED or made.clearance.shuts == "everything":
            continue
        met += 1
        assert {i.kind for i in made.days[0].items} <= {"walk", "learn", "sitting", "rest"}
        usual = walking_week(there.history, there.on).daily
        walks = [i.minutes for i in made.days[0].items if i.kind == "walk"]
        assert all(each <= strategy().flare.red_walk_part * usual for each in walks)
        told = " ".join(str(part) for line in today_lines(made) for part in line)
        assert any(words in told for words in ("Red: stop.", "looked at by a clinician first"))
        for name in ("side-lying-abduction", "one-leg-stand"):
            if made.clearance.shuts is None:
                assert prescription(there.history, at(there.on), name).refusal is not None
    assert met > 5


def test_what_is_left_of_a_red_day_is_rest():
    for here, event, there in explored()[:60]:
        if event not in ("red", "flared") or here.made.clearance.shuts == "everything":
            continue
        made = plan(there.history, at(here.on, 20), days=1)
        if there.history.days[-1].trained or event == "flared":
            kinds = {item.kind for item in made.days[0].items}
            assert made.state.dose in (Dose.REST, Dose.CLINICIAN)
            assert not kinds & {"session", "warm-up", "test"}


def test_an_emergency_is_left_only_with_time_a_visit_and_a_screening():
    for here, event, there in explored():
        if here.made.clearance.tier == "emergency" and there.made.clearance.tier != "emergency":
            first = min(s.at for s in there.history.screenings if "yes" in s.said.values())
            last = there.history.screenings[-1]
            assert event == "seen"
            assert last.is_full
            assert last.at - first >= timedelta(hours=24)
            assert any(first <= visit <= last.at for visit in there.history.visits)


def test_a_missed_day_only_shifts_the_plan():
    for here, event, there in explored():
        was = [i.what for i in here.made.days[0].items if i.kind == "session"]
        if event != "missed" or not was or here.on.weekday() in (0, 3, 6, 2):
            continue  # days beside own training hold something else
        same = here.made.standing.stage.id == there.made.standing.stage.id
        if same and not there.made.flare:
            assert [i.what for i in there.made.days[0].items if i.kind == "session"] == was


def test_no_week_of_walking_grows_by_more_than_a_fifth():
    for here, _, there in explored():
        one = walking_week(here.history, here.on)
        two = walking_week(there.history, there.on)
        assert two.minutes <= 1.2 * one.minutes + 1e-9
        assert int(two.daily) * two.days == two.minutes


def test_today_is_told_in_one_to_five_lines_without_names_of_files():
    raw = {name for name in EXERCISES if "-" in name} - {"one-hand-carry"}
    for _, _, there in explored():
        lines = today_lines(there.made)
        assert 1 <= len(lines) <= 5
        text = " ".join(str(part) for line in lines for part in line)
        assert "{" not in text
        assert not [name for name in raw if name in text]


def leads(history, on, days=240):
    """The stage in which somebody arrives who is seen, screened, and then has good days only."""
    history = after(history, on, "seen")
    history = after(history, on + DAY, "seen")
    for i in range(2, days):
        day = on + i * DAY
        made = plan(history, at(day), days=1)
        if made.standing.stage.id == "keep" and made.state.dose is Dose.UP:
            return "keep"
        if any(item.kind in ("session", "test", "warm-up") for item in made.days[0].items):
            history = after(history, day, "good", made)
    return made.standing.stage.id


@pytest.mark.parametrize("event", ["leg", "emergency"])
def test_every_kind_of_bad_day_leads_on_to_the_last_stage_by_good_days(event):
    history, stages = long_life()
    on = stages["load"] + 2 * DAY
    assert leads(after(until(history, on), on, event), on + DAY) == "keep"


def test_all_that_is_known_of_a_state_does_not_depend_on_the_order_in_which_it_was_told():
    history, stages = long_life()
    on = stages["return"] + 5 * DAY
    mixed = replace(
        history.until(on),
        days=list(reversed(history.until(on).days)),
        done=list(reversed(history.until(on).done)),
    )
    assert plan(mixed, at(on)) == plan(history.until(on), at(on))
