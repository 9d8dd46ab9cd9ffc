"""What is said of a protocol beside a result."""

from __future__ import annotations

import pytest

from levelhip.protocols import protocols
from levelhip.service import background


@pytest.mark.parametrize(
    "told", [each for each in protocols() if each.variants], ids=lambda x: x.id
)
def test_the_steps_and_the_question_are_those_of_the_form_which_is_told_beside_them(told):
    first, *others = told.variants
    assert background(told.chosen(variant=first.id)).form == ""
    for other in others:
        chosen = told.chosen(variant=other.id)
        said = background(chosen)
        assert said.form == other.text
        assert (said.purpose, said.method_view) == (chosen.form_question, chosen.form_how)
        assert said.method_view != told.form_how
