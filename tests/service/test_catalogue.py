"""What is said of a protocol beside a result."""

from __future__ import annotations

import pytest

from levelhip.protocols import protocols
from levelhip.service import background


@pytest.mark.parametrize(
    "told", [each for each in protocols() if each.variants], ids=lambda x: x.id
)
def test_the_steps_tell_the_first_form_and_another_is_told_beside_them(told):
    first, *others = told.variants
    assert background(told.chosen(variant=first.id)).form == ""
    for other in others:
        said = background(told.chosen(variant=other.id))
        assert said.form == other.text
        assert said.method_view == told.how
