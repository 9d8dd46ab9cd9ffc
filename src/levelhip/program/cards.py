"""Education in ten short cards; every sentence about health is a claim of the ledger."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter

from levelhip.core import LevelhipError
from levelhip.program.signs import Tier, questions
from levelhip.protocols import Claim, claims

_CLAIM = re.compile(r"^\{([a-z0-9-]+)\}$")
EMERGENCY = "emergency"
"""The gravest tier of signs; in braces it stands for what they are and whom to call."""
Text = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Card:
    """One card.

    Attributes
    ----------
    id, title : its name, and what it is about
    text : paragraphs; a claim stands as its id in braces, and so does `EMERGENCY`
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: Text
    title: Text
    text: Annotated[tuple[Text, ...], Field(min_length=1)]

    def paragraphs(self) -> tuple[str | Claim | Tier, ...]:
        """The paragraphs in order, claims with their source and grade, signs with their tier.

        Returns
        -------
        tuple

        Raises
        ------
        LevelhipError
            When a claim is not in the ledger.
        """
        found: list[str | Claim | Tier] = []
        for each in self.text:
            named = _CLAIM.match(each)
            if named is None:
                found.append(each)
                continue
            if named[1] == EMERGENCY:
                found.append(next(tier for tier in questions().tier if tier.id == EMERGENCY))
                continue
            claim = claims().get(named[1])
            if claim is None:
                raise LevelhipError(
                    f"card {self.id}: claim {named[1]} is not in claims.toml; add it there"
                )
            found.append(claim)
        return tuple(found)


@cache
def cards() -> tuple[Card, ...]:
    """The cards, in the order in which they are shown."""
    text = files("levelhip.program").joinpath("library", "cards.toml").read_text("utf-8")
    told: list[Card] = TypeAdapter(list[Card]).validate_python(tomllib.loads(text)["card"])
    return tuple(told)
