"""The words of a language, from its compiled catalogue."""

from __future__ import annotations

import gettext
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from levelhip.core import LevelhipError

SOURCE_LANGUAGE = "en"
"""What the texts are written in; it needs no catalogue."""

DECIMAL_MARK = "."
"""It is translated like a text: a German catalogue has a comma for it."""

_SIZE = re.compile(r"([+−-]?\d+(?:\.\d+)?)(°| %| [A-Za-z][\w/²]*(?: \d+)?)?")
_MEASURED = re.compile(rf"{_SIZE.pattern}(?:(?: [±→·/] |, ){_SIZE.pattern})*")
"""A number with its unit and its error, or some of them: "8.3° ± 2.0°", "3 points"."""


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
            The text in English, or a number with its unit as it is written in English.

        Returns
        -------
        str
            A number gets this language's decimal mark, and its unit this language's word.
        """
        said = self.catalogue.gettext(msgid) if msgid else ""
        if said == msgid and self.code != SOURCE_LANGUAGE and _MEASURED.fullmatch(msgid):
            return _SIZE.sub(self._size, msgid)
        return said

    def _size(self, found: re.Match[str]) -> str:
        number, unit = found[1], found[2] or ""
        number = number.replace(DECIMAL_MARK, self.catalogue.gettext(DECIMAL_MARK))
        blank, unit = ("", unit) if unit[:1] == "°" else (" ", unit[1:])
        # A scale's unit has its end with it: "of 10".
        word, _, most = unit.partition(" ")
        words = " ".join(
            part for part in (self.catalogue.gettext(word) if word else "", most) if part
        )
        return f"{number}{blank}{words}" if words else number

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
    if short not in languages():
        ways = ", ".join(languages())
        raise LevelhipError(
            "language {given}: not known; give one of {known}", given=code, known=ways
        )
    return _read(short)


@cache
def _read(short: str) -> Language:
    if short == SOURCE_LANGUAGE:
        return Language(SOURCE_LANGUAGE, gettext.NullTranslations())
    compiled = files("levelhip").joinpath("locale", short, "LC_MESSAGES", "levelhip.mo")
    if not compiled.is_file():
        raise LevelhipError(
            "language {given}: its catalogue is not compiled; run make setup", given=short
        )
    with compiled.open("rb") as file:
        return Language(short, gettext.GNUTranslations(file))
