from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.coach.cue_rules import HINT_EVERY, PRAISE_FROM, QUALITY_EVERY_S, CueRules
from levelhip.core import Event, Quality, Reason, Side
from levelhip.protocols import Cue, session_words

CUES = (
    Cue("toe", "Toe down.", priority=4, fault="toe-up"),
    Cue("high", "Lift higher.", priority=3, fault="low"),
    Cue("slow", "Slower.", priority=3, fault="too-fast"),
)
CODES = [cue.fault for cue in CUES]
FAULTS = st.lists(st.sets(st.sampled_from([*CODES, "unknown"]), max_size=3), max_size=40)


def rep(faults=(), *, valid=True):
    return Event("rep", Side.LEFT, 0.0, 0.5, 1.0, 1, valid, tuple(faults))


def rules(source="camera"):
    return CueRules((*CUES, *session_words().cues), source)


def hints(called):
    return [each.cue.fault for each in called if each.cue.fault]


def moments(called):
    return [each.cue.moment for each in called if each.cue.moment]


@given(FAULTS)
def test_of_any_three_repetitions_at_most_one_gets_a_hint(sequence):
    mine = rules()
    given_at = [
        i
        for i, faults in enumerate(sequence)
        if hints(mine.counted(rep(faults), count=i + 1, target=None))
    ]
    assert all(b - a >= HINT_EVERY for a, b in pairwise(given_at))


@given(FAULTS)
def test_a_hint_is_about_one_fault_the_most_important(sequence):
    mine, known = rules(), {cue.fault: cue.priority for cue in CUES}
    for i, faults in enumerate(sequence):
        found = hints(mine.counted(rep(faults), count=i + 1, target=None))
        assert len(found) <= 1
        for hint in found:
            assert known[hint] == max(known[code] for code in faults if code in known)


@given(FAULTS)
def test_praise_comes_only_without_a_fault_and_after_a_hint(sequence):
    mine, hinted = rules(), None
    for i, faults in enumerate(sequence):
        called = mine.counted(rep(faults), count=i + 1, target=None)
        if moments(called) == ["mended"]:
            assert not faults
            assert hinted is not None
            # The fault was there until now.
            assert hinted in sequence[i - 1]
            hinted = None
        for hint in hints(called):
            hinted = hint


def test_a_fault_just_mended_is_praised_once():
    mine = rules()
    sequence = [("toe-up",), ("toe-up",), (), ()]
    called = [mine.counted(rep(f), count=i + 1, target=None) for i, f in enumerate(sequence)]
    assert [moments(each) for each in called] == [[], [], ["mended"], []]


def test_another_fault_in_its_place_is_not_praised():
    mine = rules()
    sequence = [("toe-up",), ("low",), ()]
    called = [mine.counted(rep(f), count=i + 1, target=None) for i, f in enumerate(sequence)]
    assert [moments(each) for each in called] == [[], [], []]


@given(st.lists(st.booleans(), max_size=15), st.integers(1, 12))
def test_a_set_is_praised_only_when_it_is_full_and_every_repetition_clean(clean, target):
    mine = rules()
    mine.begin_set()
    for i, is_clean in enumerate(clean):
        mine.counted(rep(() if is_clean else ("toe-up",)), count=i + 1, target=target)
    earned = all(clean) and len(clean) >= max(target, PRAISE_FROM)
    assert moments(mine.end_set(target=target)) == (["clean-set"] if earned else [])


def test_where_nobody_sees_nothing_is_praised():
    mine = rules("self")
    for i in range(10):
        mine.counted(rep(), count=i + 1, target=10)
    assert mine.end_set(target=10) == []


def test_counting_says_the_number_and_tells_of_the_last_one():
    mine = rules()
    said = [
        [each.cue.id for each in mine.counted(rep(), count=i, target=5)] for i in (1, 2, 3, 4, 5)
    ]
    assert said == [["number"]] * 3 + [["number", "last-one"]] + [["number"]]


def test_a_repetition_that_does_not_count_is_told_instead_of_a_number():
    called = rules().counted(rep(("low",), valid=False), count=3, target=5)
    assert [each.cue.id for each in called] == ["apart", "high"]


@given(st.lists(st.floats(0.02, 1.5), min_size=1, max_size=60))
def test_each_held_second_is_told_once_however_time_is_cut(steps_s):
    mine, held_s, told = rules(), 0.0, []
    for step_s in steps_s:
        told += [each.numbers["seconds"] for each in mine.passed("hold", held_s, held_s + step_s)]
        held_s += step_s
    expected = [each for each in (5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90) if each <= held_s]
    assert told == expected


def test_a_sensor_that_sees_nothing_is_told_of_once_in_a_while_by_its_reason():
    mine = rules()
    poor = Quality("refused", (Reason("nobody", ""),))
    told = [t for t in range(61) if mine.unseen(poor, float(t))]
    assert told == [0, 20, 40, 60]
    assert QUALITY_EVERY_S == 20
    assert [each.cue.id for each in mine.unseen(poor, 90.0)] == ["nobody"]
    other = Quality("refused", (Reason("never-heard-of", ""),))
    assert [each.cue.id for each in mine.unseen(other, 120.0)] == ["not-measured"]
    assert mine.unseen(Quality("poor", poor.reasons), 150.0) == []


def test_a_protocols_own_cue_takes_the_place_of_the_shared_one():
    mine = CueRules((Cue("apart", "Shallow.", count="apart"), *session_words().cues), "camera")
    called = mine.counted(rep(valid=False), count=0, target=5)
    assert [each.cue.say for each in called] == ["Shallow."]


def test_an_event_or_a_step_may_call_for_a_cue_of_its_own():
    mine = CueRules((Cue("up", "Up.", event="lift_off"), Cue("on", "On.", step="go")), "camera")
    lifted = Event("lift_off", Side.LEFT, 1.0, 1.0, 1.0)
    assert [each.cue.id for each in mine.happened(lifted)] == ["up"]
    assert mine.happened(rep()) == []
    assert [each.cue.id for each in mine.step("go")] == ["on"]


@pytest.mark.parametrize(("source", "said"), [("camera", 1), ("motion", 0)])
def test_a_cue_for_one_source_is_silent_with_another(source, said):
    only = Cue("toe", "Toe down.", fault="toe-up", sources=("camera",))
    called = CueRules((only,), source).counted(rep(("toe-up",)), count=1, target=None)
    assert len(called) == said
