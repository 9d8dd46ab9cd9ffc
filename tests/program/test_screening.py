"""Screening: what each answer shuts, and that only time, a visit and a new screen open it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import combinations, product

import pytest

from levelhip.core import LevelhipError
from levelhip.program import ACTIVITIES, Day, Screening, clearance, questions
from levelhip.program.history import History, Profile
from levelhip.protocols import claims

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
ALL = questions().question
NO = {each.id: "no" for each in ALL}
HOUR = timedelta(hours=1)


def tier_ids():
    return {tier.id: [each.id for each in ALL if each.tier == tier.id] for tier in questions().tier}


def shut(tier):
    return {
        "emergency": set(ACTIVITIES) - {"learn"},
        "same-day": set(ACTIVITIES) - {"learn"},
        "clinician": set(ACTIVITIES) - {"learn", "easy-walk"},
        "branch": {"past-midline", "hip-drop", "carry"},
    }[tier]


def closed(told):
    return {each for each in ACTIVITIES if not told.allows(each)}


def test_three_emergency_questions_come_before_every_session():
    asked = questions().session
    assert len(asked) == 3
    assert {each.tier for each in asked} == {"emergency"}


def test_nothing_is_open_before_the_first_screen():
    assert closed(clearance([], [], NOW)) == set(ACTIVITIES) - {"learn"}
    session_only = Screening(NOW, {each.id: "no" for each in questions().session})
    assert closed(clearance([session_only], [], NOW)) == set(ACTIVITIES) - {"learn"}


@pytest.mark.parametrize("name", [q.id for q in ALL if q.tier in ("emergency", "same-day")])
def test_a_grave_sign_is_told_though_the_questions_were_broken_off_at_it(name):
    told = clearance([Screening(NOW, {name: "yes"})], [], NOW)
    assert told.tier == questions().tier_of(name).id
    assert closed(told) == set(ACTIVITIES) - {"learn"}


def test_no_signs_is_no_all_clear():
    told = clearance([Screening(NOW, NO)], [], NOW)
    assert told.tier is None
    assert not closed(told)
    assert "not an all-clear" in told.text


@pytest.mark.parametrize("said", ["yes", "unsure"])
@pytest.mark.parametrize("name", [each.id for each in ALL])
def test_each_single_answer_shuts_what_its_tier_shuts(name, said):
    tier = questions().tier_of(name)
    told = clearance([Screening(NOW, {**NO, name: said})], [], NOW)
    counts = said == "yes" or tier.unsure_counts
    assert told.tier == (tier.id if counts else None)
    assert closed(told) == (shut(tier.id) if counts else set())


def test_every_set_of_tiers_is_governed_by_the_gravest():
    """Within a tier every answer weighs the same (tested above), so tiers enumerate all."""
    tiers = tier_ids()
    order = [tier.id for tier in questions().tier]
    for present in product((False, True), repeat=len(order)):
        said = dict(NO)
        for name, there in zip(order, present, strict=True):
            if there:
                said |= dict.fromkeys(tiers[name], "yes")
        told = clearance([Screening(NOW, said)], [], NOW)
        gravest = next((n for n, there in zip(order, present, strict=True) if there), None)
        assert told.tier == gravest
        assert closed(told) == (shut(gravest) if gravest else set())


@pytest.mark.parametrize("tier", ["emergency", "same-day"])
def test_a_lock_needs_time_and_a_visit_and_a_new_full_screen_all_three(tier):
    for name in tier_ids()[tier]:
        sign = Screening(NOW, {**NO, name: "yes"})
        session = Screening(NOW + 30 * HOUR, {q.id: "no" for q in questions().session})
        for waited, visited, screened, full in product((False, True), repeat=4):
            at = NOW + (26 if waited else 2) * HOUR
            again = [Screening(at, NO if full else session.said)] if screened else []
            visits = [NOW + HOUR] if visited else []
            told = clearance([sign, *again], visits, NOW + 40 * HOUR)
            opened = waited and visited and screened and full
            assert (told.tier is None) is opened, (name, waited, visited, screened, full)


def test_a_visit_before_the_sign_opens_nothing():
    sign = Screening(NOW, {**NO, "fever": "yes"})
    again = Screening(NOW + 48 * HOUR, NO)
    told = clearance([sign, again], [NOW - HOUR], NOW + 72 * HOUR)
    assert told.tier == "same-day"
    assert told.needs_visit


def test_a_session_answer_locks_like_the_full_screen():
    first = Screening(NOW, NO)
    session = {q.id: "no" for q in questions().session} | {"emergency-feeling": "yes"}
    told = clearance([first, Screening(NOW + HOUR, session)], [], NOW + 2 * HOUR)
    assert told.tier == "emergency"
    assert told.until == NOW + 25 * HOUR
    assert told.ask == "full"


def test_what_goes_on_for_life_is_closed_by_the_visit_alone():
    for name in tier_ids()["clinician"]:
        said = {**NO, name: "yes"}
        told = clearance([Screening(NOW, said)], [NOW + HOUR], NOW + 2 * HOUR)
        assert told.tier is None
        later = clearance(
            [Screening(NOW, said), Screening(NOW + 99 * HOUR, said)], [NOW + HOUR], NOW + 100 * HOUR
        )
        assert later.tier is None


def test_a_no_from_the_future_opens_nothing_and_the_order_of_answers_does_not_matter():
    sign = Screening(NOW, {**NO, "fever": "yes"})
    later = Screening(NOW + 50 * HOUR, NO)
    visits = [NOW + HOUR]
    assert clearance([later, sign], visits, NOW + 49 * HOUR).tier == "same-day"
    assert clearance([later, sign], visits, NOW + 51 * HOUR).tier is None


@pytest.mark.parametrize("name", [each.id for each in ALL])
def test_a_clock_set_back_before_a_sign_keeps_it(name):
    """The sign then lies in the future, and an older screening without signs in the past."""
    before = Screening(NOW, NO)
    sign = Screening(NOW + 100 * HOUR, {**NO, name: "yes"})
    for hours in (0, 1, 50, 99):
        moment = NOW + hours * HOUR
        told = clearance([before, sign, Screening(moment, NO)], [moment], moment)
        assert told.tier == questions().tier_of(name).id
        assert closed(told) == shut(told.tier)


@pytest.mark.parametrize("name", [each.id for each in ALL if each.tier != "branch"])
def test_a_visit_dated_in_the_future_opens_nothing_until_its_day(name):
    sign = Screening(NOW, {**NO, name: "yes"})
    again = Screening(NOW + 30 * HOUR, NO)
    told = clearance([sign, again], [NOW + 90 * HOUR], NOW + 40 * HOUR)
    assert told.tier == questions().tier_of(name).id
    assert told.needs_visit


def test_every_pair_of_answers_shuts_what_the_graver_one_shuts():
    order = [tier.id for tier in questions().tier]
    for one, other in combinations(ALL, 2):
        for said in product(("no", "unsure", "yes"), repeat=2):
            counted = []
            for question, answer in zip((one, other), said, strict=True):
                tier = questions().tier_of(question.id)
                if answer == "yes" or (answer == "unsure" and tier.unsure_counts):
                    counted.append(order.index(tier.id))
            told = clearance([Screening(NOW, {**NO, one.id: said[0], other.id: said[1]})], [], NOW)
            gravest = order[min(counted)] if counted else None
            assert told.tier == gravest
            assert closed(told) == (shut(gravest) if gravest else set())


MORNINGS = [NOW + 24 * i * HOUR for i in range(6)]


def test_after_every_red_day_a_full_screening_of_a_later_day_comes_before_the_next_session():
    """Every set of full screenings in the mornings of a week, and every set of red days."""
    short = {each.id: "no" for each in questions().session}
    now = MORNINGS[-1] + 9 * HOUR
    for screened in product((False, True), repeat=5):
        # The three questions of a session were answered every morning.
        asked = [Screening(MORNINGS[0], NO)] + [
            Screening(at, NO if full else short)
            for at, full in zip(MORNINGS[1:], screened, strict=True)
        ]
        last = max(i for i, full in enumerate((True, *screened)) if full)
        for red in product((False, True), repeat=6):
            days = [at.date() for at, is_red in zip(MORNINGS, red, strict=True) if is_red]
            told = clearance(asked, [], now, red_days=days)
            due = any(is_red and i >= last for i, is_red in enumerate(red))
            assert told.again is due
            assert told.ask == ("full" if due else "session")
            assert told.tier is None
            # Answers of the red day itself come too early.
            tomorrow = MORNINGS[-1].replace(hour=0) + 24 * HOUR
            assert told.until == (tomorrow if red[-1] else None)
            # The plan stays to be seen, but nothing of it is begun.
            assert not closed(told)
            begun = {each for each in ACTIVITIES if told.begins(each)}
            assert begun == ({"learn", "easy-walk"} if due else set(ACTIVITIES))


@pytest.mark.parametrize("name", [each.id for each in ALL])
def test_a_red_day_never_opens_what_a_sign_shuts(name):
    sign = Screening(NOW, {**NO, name: "yes"})
    without = clearance([sign], [], NOW + HOUR)
    told = clearance([sign], [], NOW + HOUR, red_days=[NOW.date()])
    assert (told.tier, told.text, closed(told)) == (without.tier, without.text, closed(without))
    assert told.ask == "full"
    assert not {each for each in ACTIVITIES if told.begins(each)} - {"learn", "easy-walk"}


def test_answers_from_before_a_change_of_health_or_a_backup_are_asked_again():
    asked = [Screening(NOW, NO)]
    for since, again in ((NOW - HOUR, False), (NOW, False), (NOW + HOUR, True)):
        told = clearance(asked, [], NOW + 5 * HOUR, answers_from=since)
        assert told.again is again
        assert told.begins("exercise") is not again
    anew = [*asked, Screening(NOW + 2 * HOUR, NO)]
    assert clearance(anew, [], NOW + 5 * HOUR, answers_from=NOW + HOUR).ask == "session"


def test_a_day_ends_at_midnight_where_the_person_is():
    zone = timezone(timedelta(hours=-10))
    evening = datetime(2026, 1, 5, 20, tzinfo=zone)
    asked = [Screening(evening.astimezone(UTC), NO)]
    told = clearance(asked, [], evening + HOUR, red_days=[evening.date()])
    assert told.again
    assert not clearance(asked, [], evening + HOUR, red_days=[date(2026, 1, 4)]).again


def test_the_history_knows_its_red_days_also_under_a_clock_set_back():
    monday = NOW.date()
    red = Day(monday + timedelta(days=3), usual=2, during=8, morning=2)
    told = History(Profile(monday), [Screening(NOW, NO)], days=[red])
    assert told.clearance(NOW + 100 * HOUR).again
    assert told.clearance(NOW + HOUR).again
    calm = History(Profile(monday), [Screening(NOW, NO)], days=[replace(red, during=1)])
    assert not calm.clearance(NOW + 100 * HOUR).again


def test_leg_signs_make_a_day_red_without_training():
    monday = NOW.date()
    day = Day(monday, usual=1, leg_signs=True, trained=False)
    told = History(Profile(monday), [Screening(NOW, NO)], days=[day])
    assert told.clearance(NOW + HOUR).again
    assert told.state(monday).leg_signs


def test_an_unknown_question_or_activity_is_named():
    with pytest.raises(LevelhipError, match="teeth"):
        questions().tier_of("teeth")
    with pytest.raises(LevelhipError, match="jump"):
        clearance([], [], NOW).allows("jump")


def test_every_tier_rests_on_a_claim_of_the_ledger():
    for tier in questions().tier:
        assert tier.claim in claims()
