"""A form of an exercise is told as it is done: without what it leaves out, without numbers."""

from __future__ import annotations

import re

import pytest

from levelhip.core import BadProtocol
from levelhip.program.strategy import strategy
from levelhip.protocols import Protocol, parsed_protocol, protocol, protocols
from tests.protocols.test_library import SMALL

FORMS = [each.chosen(variant=form.id) for each in protocols() for form in each.variants]

ASKS = {
    "no-knee-forward": r"knee (down and )?forward|knee, down and forward",
    "not-back": r"\bkick|straight back\b|\bbackwards",
    "not-past-midline": r"past the (midline|line of)|behind the (other|bottom leg)",
    "shallow": r"\b(hips?|it|to) drops?\b|^drop\b",
    "thigh-not-straight": r"thigh straight|behind you",
}
"""What asks for something, by the fault of who does not do it. A form that does not know the fault
does not ask for it."""

DENIED = r"\b(not|no|without)( the| a)? "
"""Before what is left out where that is said."""

COUNTED = r"\b[Dd]o \d+|\b\d+( to \d+)? repetitions"


def told(form: Protocol) -> list[str]:
    """All that a form says of how it is done, on paper and by the coach."""
    steps = [s for s in form.script if not s.variants or form.variant in s.variants]
    said = [
        *(text for s in steps for text in (*s.say, s.show, s.title)),
        *(beat.say for s in steps for beat in s.beats),
    ]
    own = [each.text for each in form.variants if each.id == form.variant]
    return [form.form_title, form.form_question, *form.form_how, *own, *said]


def asked(form: Protocol, fault: str) -> list[str]:
    """The texts of a form that ask for what a fault lacks."""
    found = re.compile(ASKS[fault], re.IGNORECASE)
    denied = re.compile(DENIED + f"({ASKS[fault]})", re.IGNORECASE)
    return [text for text in told(form) if found.search(denied.sub("", text))]


def test_every_fault_that_a_form_leaves_out_has_its_words_here():
    assert {code for form in FORMS for each in form.variants for code in each.ignores} == set(ASKS)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.id}-{form.variant}")
def test_a_form_asks_for_nothing_that_it_leaves_out(form):
    for fault in ASKS:
        if fault in form.ignored_faults:
            assert asked(form, fault) == [], fault
        elif any(fault in each.ignores for each in form.variants):
            assert asked(form, fault), f"the words of {fault} are not those of {form.id}"


@pytest.mark.parametrize("told_by", protocols(), ids=lambda each: each.id)
def test_how_often_an_exercise_is_done_says_the_plan_alone(told_by):
    if told_by.activity == "test":
        return
    for form in told_by.variants:
        chosen = told_by.chosen(variant=form.id)
        assert not [each for each in told(chosen) if re.search(COUNTED, each)]


def test_an_exercise_is_called_the_same_in_the_plan_and_in_its_session():
    for ladder in strategy().ladder:
        if not ladder.protocol:
            continue
        for rung in ladder.rungs:
            form = protocol(ladder.protocol).chosen(variant=ladder.form(rung) or None)
            assert (rung.title or ladder.title) == form.form_title


def test_a_step_for_a_form_that_is_not_there_is_a_fault_and_a_form_without_steps_too():
    step = 'how = [{ text = "Lie down.", variants = ["flat"] }]'
    bad = SMALL.replace('how = ["Lie down."]', step)
    with pytest.raises(BadProtocol, match=r"how\[1\].variants has 'flat'; give an id"):
        parsed_protocol(bad, name="clam.toml")
    forms = '[[variants]]\nid = "flat"\ntext = "?"\n\n[[variants]]\nid = "steep"\ntext = "?"\n'
    with pytest.raises(BadProtocol, match=r"how has no step for 'steep'; write how it is done"):
        parsed_protocol(bad + forms, name="clam.toml")
