"""The cards: ten, short, and every health sentence from the ledger."""

from __future__ import annotations

import pytest

from levelhip.core import LevelhipError
from levelhip.program.cards import Card, cards
from levelhip.program.signs import questions
from levelhip.program.strategy import strategy
from levelhip.protocols import Claim, claim
from levelhip.service.learning import card_text


def words_of(part):
    if isinstance(part, str):
        return part
    return part.text if isinstance(part, Claim) else " ".join((*part.signs, part.says))


def test_there_are_ten_cards_of_two_minutes_each():
    assert len({card.id for card in cards()}) == 10
    for card in cards():
        words = " ".join(map(words_of, card.paragraphs())).split()
        # A calm reader takes 200 words a minute.
        assert 20 <= len(words) <= 400


def test_every_card_rests_on_a_claim_with_its_source():
    for card in cards():
        told = card.paragraphs()
        found = [
            p if isinstance(p, Claim) else claim(p.claim) for p in told if not isinstance(p, str)
        ]
        assert found
        assert all(claim.cited() and claim.grade in "FMD" for claim in found)


def test_a_claim_that_is_not_in_the_ledger_is_named():
    with pytest.raises(LevelhipError, match="no-such"):
        Card("x", "X", ("{no-such}",)).paragraphs()


@pytest.mark.parametrize("name", ["doctor", "flare-up"])
def test_a_card_about_being_seen_names_each_emergency_sign_and_the_numbers_to_call(name):
    told = card_text(next(card for card in cards() if card.id == name))
    emergency = [each for each in questions().question if each.tier == "emergency"]
    assert len(emergency) == 3
    assert all(each.sign in told for each in emergency)
    assert "112" in told
    assert "911" in told


def test_the_card_on_flare_ups_has_every_day_of_one():
    told = card_text(next(card for card in cards() if card.id == "flare-up"))
    first, then, last = (each.from_day for each in strategy().flare.step)
    assert f"Days {first} and {then - 1}: no exercises" in told
    assert f"From day {then}" in told
    assert f"From day {last}" in told
