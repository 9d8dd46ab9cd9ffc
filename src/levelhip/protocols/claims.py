"""The claim ledger: every sentence about health that is shown, with its source, grade and date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from levelhip.core import BadProtocol
from levelhip.core.sentence import Translated
from levelhip.protocols.faults import faults_of, told_toml

Grade = Literal["F", "M", "D"]
Read = Literal["", "abstract", "abstracts", "passage read", "excerpt", "second-hand", "from memory"]

MARKS: Mapping[Grade, str] = {
    "F": "grade F",
    "M": "provisional, grade M",
    "D": "provisional, grade D",
}
"""Grades as they are shown beside a claim."""

READ_IN: Mapping[Grade, tuple[Read, ...]] = {
    "F": ("", "abstract", "abstracts", "passage read", "excerpt"),
    "M": ("", "second-hand", "from memory"),
    "D": ("",),
}
"""How the source of a claim of each grade may have been read: no other agrees with the grade."""

IN_GRADE: Mapping[Grade, tuple[Read, ...]] = {
    "F": ("abstract", "abstracts", "passage read", "excerpt"),
    "M": ("from memory",),
    "D": (),
}
"""How a source was read, where the words of its grade say the same."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence and what it rests on.

    Attributes
    ----------
    id : short name, in small letters with hyphens
    text : the claim, in plain words
    source : what it comes from, as it is cited in every language; "" for none
    read : how that was read
    note : more about where it comes from, in our own words
    grade : "F" read in the source's abstract or a passage of it, "M" remembered or second-hand,
        the source itself not read, "D" derived by arithmetic or chosen by levelhip
    checked : the day on which the source was last looked at
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    text: Annotated[str, Field(min_length=1)]
    grade: Grade
    checked: date
    source: str = ""
    read: Read = ""
    note: str = ""

    @property
    def provisional(self) -> bool:
        """Whether it must be shown with the word "provisional"."""
        return self.grade != "F"

    @property
    def mark(self) -> str:
        """Its grade as it is shown."""
        return MARKS[self.grade]

    def cited(self, translated: Translated = str, *, grade_told: bool = False) -> str:
        """Where it comes from, as it is shown.

        Parameters
        ----------
        translated : callable
            From the English text to the reader's language; a publication stays as it is cited.
        grade_told : bool
            Whether the words of the grade stand beside it: what they say is not said twice.

        Returns
        -------
        str
        """
        said = grade_told and self.read in IN_GRADE[self.grade]
        read = translated(self.read) if self.read and not said else ""
        note = translated(self.note) if self.note else ""
        cited = ", ".join(part for part in (self.source, read) if part)
        parts = (cited, note) if self.source else (note, read)
        return "; ".join(part for part in parts if part)


@cache
def claims() -> Mapping[str, Claim]:
    """All claims of the ledger by their id.

    Returns
    -------
    mapping of str to Claim
    """
    text = files("levelhip.protocols").joinpath("claims.toml").read_text(encoding="utf-8")
    return parsed_claims(text, name="claims.toml")


def claim(claim_id: str) -> Claim:
    """One claim of the ledger.

    Parameters
    ----------
    claim_id : str
        Its id.

    Returns
    -------
    Claim

    Raises
    ------
    BadProtocol
        When the ledger has no such claim.
    """
    known = claims()
    if claim_id not in known:
        raise BadProtocol(f"claim {claim_id}: not in claims.toml; give one of {', '.join(known)}")
    return known[claim_id]


def parsed_claims(text: str, *, name: str) -> dict[str, Claim]:
    """The claims of a ledger file, checked.

    Parameters
    ----------
    text : str
        TOML with an array of tables `claim`.
    name : str
        How the file is called in messages.

    Returns
    -------
    dict of str to Claim
        By id, in the order of the file.

    Raises
    ------
    BadProtocol
        With all faults of the file, one a line.
    """
    listed = told_toml(text, name).get("claim", [])
    with faults_of(name, prefix="claim"):
        found: list[Claim] = TypeAdapter(list[Claim]).validate_python(listed)
    by_id: dict[str, Claim] = {}
    for i, each in enumerate(found):
        if not (each.source or each.note):
            raise BadProtocol(f"{name}: claim[{i + 1}].source is missing; write it, or a note")
        if fault := _belied(each):
            raise BadProtocol(f"{name}: claim {each.id} {fault}")
        if each.id in by_id:
            raise BadProtocol(f"{name}: claim {each.id} is there twice; give each id once")
        by_id[each.id] = each
    return by_id


def _belied(told: Claim) -> str:
    """What of a claim contradicts its grade, and the way out; empty where all agrees."""
    if told.read not in READ_IN[told.grade]:
        return f'is of grade {told.grade} and was read "{told.read}"; change one of them'
    if told.grade == "F" and not told.source:
        return "is of grade F without a source; name what was read"
    if told.grade == "D" and told.source:
        return "is of grade D with a source; write what it rests on into its note"
    return ""
