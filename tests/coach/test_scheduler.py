import math
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from levelhip.coach.orders import Say, Sound
from levelhip.coach.scheduler import SETTLE_S, Due, Scheduler

OFFERS = st.lists(
    st.tuples(
        st.floats(0, 30),  # when it is offered
        st.integers(1, 8),  # priority
        st.one_of(st.floats(0.1, 5), st.just(math.inf)),  # life
        st.integers(1, 8),  # words
        st.booleans(),  # a line of the script
    ),
    max_size=25,
)


def played(offers, *, voice="voice", late_s=0.0):
    """What was said when, with the truth about each; the voice reports its end by itself."""
    scheduler = Scheduler(voice)
    todo = sorted(
        (
            SimpleNamespace(
                at=at,
                due=Due(f"c{i}", "word " * words, "", priority, at + life, "", line and life > 5),
            )
            for i, (at, priority, life, words, line) in enumerate(offers)
        ),
        key=lambda each: each.at,
    )
    waiting, said, until_s = [], [], -1.0
    for tick in range(1200):
        now_s = tick * 0.1
        while todo and todo[0].at <= now_s:
            waiting.append(todo[0].due)
            scheduler.offer(todo.pop(0).due)
        speaking = now_s < until_s
        for order in scheduler.advance(now_s, speaking=speaking and now_s > late_s):
            if isinstance(order, Say):
                alive = [due for due in waiting if due.until_s >= now_s]
                due = next(each for each in waiting if each.cue == order.cue)
                said.append((now_s, due, alive, speaking))
                waiting.remove(due)
                until_s = now_s + 0.35 * len(order.spoken.split())
    return said


@given(OFFERS)
def test_no_two_things_are_said_at_once(offers):
    assert not any(speaking for *_, speaking in played(offers))


@given(OFFERS)
def test_nothing_stale_is_said(offers):
    assert all(now_s <= due.until_s for now_s, due, *_ in played(offers))


@given(OFFERS)
def test_the_most_urgent_of_what_waits_is_said_first(offers):
    for _, due, alive, _ in played(offers):
        assert due.priority == max(each.priority for each in alive)


@given(OFFERS)
def test_lines_of_the_script_are_never_lost(offers):
    lines = sum(line and life > 5 for _, _, life, _, line in offers)
    assert sum(due.line for _, due, *_ in played(offers)) == lines


@given(st.integers(1, 8), st.floats(0, 3))
def test_what_breaks_in_does_so_whatever_is_being_said(priority, since_s):
    scheduler = Scheduler()
    scheduler.offer(Due("long", "one two three four", "", priority))
    scheduler.advance(0.0, speaking=False)
    scheduler.offer(Due("waits", "five", "", 8))
    orders = scheduler.cut_in(since_s, Due("stopped", "Stopped.", "Stopped.", 9))
    assert [order.cue for order in orders if isinstance(order, Say)] == ["stopped"]
    assert orders[-1].cuts_in
    # And what waited has been forgotten.
    assert scheduler.advance(since_s + 10, speaking=False) == ()


def test_priority_nine_breaks_in_by_itself_and_eight_waits():
    scheduler = Scheduler()
    scheduler.offer(Due("a", "one two three", ""))
    scheduler.advance(0.0, speaking=False)
    scheduler.offer(Due("b", "eight", "", 8))
    assert scheduler.advance(0.1, speaking=True) == ()
    scheduler.offer(Due("c", "nine", "", 9))
    assert scheduler.advance(0.2, speaking=True)[-1].cuts_in


def test_of_equals_the_first_offered_is_said_first():
    said = played([(0.0, 5, math.inf, 1, True), (0.0, 5, math.inf, 2, True)])
    assert [due.cue for _, due, *_ in said] == ["c0", "c1"]


def test_a_newer_number_takes_the_place_of_one_that_still_waits():
    scheduler = Scheduler()
    scheduler.offer(Due("line", "a b c", "", line=True))
    scheduler.advance(0.0, speaking=False)
    scheduler.offer(Due("number", "3", "3", 6, 9.0))
    scheduler.offer(Due("number", "4", "4", 6, 9.0))
    said = scheduler.advance(1.0, speaking=False) + scheduler.advance(5.0, speaking=False)
    assert [order.spoken for order in said] == ["4"]


def test_a_voice_that_reports_itself_a_moment_late_is_not_talked_over():
    scheduler = Scheduler()
    for name in "ab":
        scheduler.offer(Due(name, "word", "", line=True))
    assert scheduler.advance(0.0, speaking=False)
    assert not scheduler.advance(SETTLE_S / 2, speaking=False)


def test_where_nothing_speaks_a_caption_stays_as_long_as_reading_takes():
    scheduler = Scheduler("tones")
    for name in "ab":
        scheduler.offer(Due(name, "one two three four five six", "", line=True))
    assert scheduler.advance(0.0, speaking=False)
    # Six words at 200 words a minute are 1.8 s.
    assert not scheduler.advance(1.8, speaking=False)
    assert scheduler.advance(4.0, speaking=False)


def test_tones_sound_unless_the_session_is_silent():
    for voice, sounds in (("voice", 1), ("tones", 1), ("silent", 0)):
        scheduler = Scheduler(voice)
        scheduler.offer(Due("a", "Go.", "Go.", tone="ready"))
        orders = scheduler.advance(0.0, speaking=False)
        assert sum(isinstance(order, Sound) for order in orders) == sounds
