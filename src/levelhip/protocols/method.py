"""What the method says, set beside what studies found."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter

from levelhip.core import BadProtocol
from levelhip.protocols.claims import Claim, claims
from levelhip.protocols.faults import faults_of, told_toml


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing that the method says.

    Attributes
    ----------
    id : short name, in small letters with hyphens
    says : the method's view, in our words; no claim of levelhip's
    found : ids of the claims that tell what studies found about it
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    says: Annotated[str, Field(min_length=1)]
    found: Annotated[tuple[str, ...], Field(min_length=1)]

    def studies(self) -> tuple[Claim, ...]:
        """The claims, in order."""
        return tuple(claims()[each] for each in self.found)


@cache
def method() -> tuple[Saying, ...]:
    """All that the method says, in the order of method.toml.

    Returns
    -------
    tuple of Saying
    """
    text = files("levelhip.protocols").joinpath("method.toml").read_text(encoding="utf-8")
    return parsed_method(text, name="method.toml")


def parsed_method(text: str, *, name: str) -> tuple[Saying, ...]:
    """The sayings of a file, checked against the ledger.

    Parameters
    ----------
    text : str
        TOML with an array of tables `method`.
    name : str
        How the file is called in messages.

    Returns
    -------
    tuple of Saying

    Raises
    ------
    BadProtocol
        With all faults of the file, one a line.
    """
    listed = told_toml(text, name).get("method", [])
    with faults_of(name, prefix="method"):
        told: list[Saying] = TypeAdapter(list[Saying]).validate_python(listed)
    strange = [
        f"{name}: method {each.id}: claim {claim} is not in claims.toml; add it there"
        for each in told
        for claim in each.found
        if claim not in claims()
    ]
    if strange:
        raise BadProtocol("\n".join(strange))
    return tuple(told)
