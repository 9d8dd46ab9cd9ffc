"""The cards: ten, short, and every health sentence from the ledger."""

from __future__ import annotations

import pytest

from levelhip.core import LevelhipError
from levelhip.program.cards import Card, cards
from levelhip.protocols import Claim


def test_there_are_ten_cards_of_two_minutes_each():
    assert len({card.id for card in cards()}) == 10
    for card in cards():
        words = " ".join(p.text if isinstance(p, Claim) else p for p in card.paragraphs()).split()
        # A calm reader takes 200 words a minute.
        assert 20 <= len(words) <= 400


def test_every_card_rests_on_a_claim_with_its_source():
    for card in cards():
        found = [p for p in card.paragraphs() if isinstance(p, Claim)]
        assert found
        assert all(claim.cited() and claim.grade in "FMD" for claim in found)


def test_a_claim_that_is_not_in_the_ledger_is_named():
    with pytest.raises(LevelhipError, match="no-such"):
        Card("x", "X", ("{no-such}",)).paragraphs()
