"""What a person chose: kept, replaced, taken along, deleted with everything else."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from levelhip.core import LevelhipError
from levelhip.program.history import Profile
from levelhip.service.tongue import keep_language
from levelhip.store.archive import archive, wipe

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)


@pytest.fixture
def begun(diary):
    diary.begin(Profile(date(2026, 1, 5)), at=NOW)
    return diary


def test_nothing_is_chosen_before_it_was(begun):
    assert begun.chosen("language") is None


def test_a_later_choice_takes_the_place_of_the_one_before(begun):
    begun.choose("language", "de")
    begun.choose("voice", "off")
    begun.choose("language", "en")
    assert begun.chosen("language") == "en"
    assert begun.chosen("voice") == "off"


def test_a_language_is_kept_by_its_short_name_and_an_unknown_one_is_refused(begun):
    keep_language(begun, "de-AT")
    assert begun.chosen("language") == "de"
    with pytest.raises(LevelhipError, match="give one of en, de"):
        keep_language(begun, "xx")
    assert begun.chosen("language") == "de"


def test_choices_go_out_with_everything_else_and_are_deleted_with_it(begun):
    begun.choose("language", "de")
    assert [row["value"] for row in archive(begun)["setting"]] == [{"is": "de"}]
    wipe(begun)
    assert begun.chosen("language") is None
