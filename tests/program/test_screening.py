"""Screening: what each answer shuts, and that only time, a visit and a new screen open it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from levelhip.core import LevelhipError
from levelhip.program import ACTIVITIES, Screening, clearance, questions
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


def test_answers_from_the_future_and_their_order_do_not_matter():
    sign = Screening(NOW, {**NO, "fever": "yes"})
    later = Screening(NOW + 50 * HOUR, NO)
    visits = [NOW + HOUR]
    assert clearance([later, sign], visits, NOW + 49 * HOUR).tier == "same-day"
    assert clearance([later, sign], visits, NOW + 51 * HOUR).tier is None


def test_an_unknown_question_or_activity_is_named():
    with pytest.raises(LevelhipError, match="teeth"):
        questions().tier_of("teeth")
    with pytest.raises(LevelhipError, match="jump"):
        clearance([], [], NOW).allows("jump")


def test_every_tier_rests_on_a_claim_of_the_ledger():
    for tier in questions().tier:
        assert tier.claim in claims()
