"""What runs here."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter

from levelhip import __version__
from levelhip.protocols.language import language, languages

router = APIRouter(tags=["about"])


@dataclass(frozen=True, slots=True)
class About:
    """What runs here.

    Attributes
    ----------
    version : of levelhip
    languages : codes of those it speaks
    """

    version: str
    languages: tuple[str, ...]


@router.get("/about")
def about() -> About:
    """Version and languages."""
    return About(__version__, languages())


@router.get("/words/{code}")
def words(code: str) -> dict[str, str]:
    """All texts of a language by their English; none for English itself."""
    return dict(language(code).texts())
