"""The words of a language, from its compiled catalogue."""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from importlib.resources import files

from levelhip.core import LevelhipError

SOURCE_LANGUAGE = "en"
"""What the texts are written in; it needs no catalogue."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language.

    Attributes
    ----------
    code : "en", "de"
    catalogue : its words
    """

    code: str
    catalogue: gettext.NullTranslations

    def text(self, msgid: str) -> str:
        """A text in this language; in English where the catalogue lacks it.

        Parameters
        ----------
        msgid : str
            The text in English.

        Returns
        -------
        str
        """
        return self.catalogue.gettext(msgid) if msgid else ""

    def plural(self, one: str, many: str, count: int) -> str:
        """A text that depends on a number.

        Parameters
        ----------
        one, many : str
            The text in English for one and for any other number.
        count : int
            The number.

        Returns
        -------
        str
        """
        return self.catalogue.ngettext(one, many, count)

    def texts(self) -> dict[str, str]:
        """Every text that does not depend on a number, by its English."""
        known = getattr(self.catalogue, "_catalog", {})
        return {key: said for key, said in known.items() if isinstance(key, str) and key}


def languages() -> tuple[str, ...]:
    """Codes of the languages there are, English first."""
    folder = files("levelhip").joinpath("locale")
    if not folder.is_dir():
        return (SOURCE_LANGUAGE,)
    found = sorted(each.name for each in folder.iterdir() if each.is_dir() and each.name[0] != "_")
    return (SOURCE_LANGUAGE, *(code for code in found if code != SOURCE_LANGUAGE))


def language(code: str = SOURCE_LANGUAGE) -> Language:
    """The words of a language.

    Parameters
    ----------
    code : str
        "en", "de", or with a country, as "de_AT" or "de-AT": then the language alone counts.

    Returns
    -------
    Language

    Raises
    ------
    LevelhipError
        When there is no such language, or its catalogue has not been compiled.
    """
    short = code.replace("-", "_").split("_")[0].lower()
    if short == SOURCE_LANGUAGE:
        return Language(SOURCE_LANGUAGE, gettext.NullTranslations())
    if short not in languages():
        ways = ", ".join(languages())
        raise LevelhipError(f"language {code}: not known; give one of {ways}")
    compiled = files("levelhip").joinpath("locale", short, "LC_MESSAGES", "levelhip.mo")
    if not compiled.is_file():
        raise LevelhipError(f"language {short}: its catalogue is not compiled; run make setup")
    with compiled.open("rb") as file:
        return Language(short, gettext.GNUTranslations(file))
