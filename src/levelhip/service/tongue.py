"""The language that a person is spoken to in: the one asked for, the kept one, or English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from levelhip.core import LevelhipError
from levelhip.protocols.language import SOURCE_LANGUAGE, Language, language
from levelhip.service import daily

if TYPE_CHECKING:
    from levelhip.store import Diary

LANGUAGE = "language"
"""Name of the setting."""


def chosen_language(code: str | None = None) -> Language:
    """The words of the language that was asked for, or that the diary knows.

    Parameters
    ----------
    code : str, optional
        As in `protocols.language`; without it the kept one counts, and without that English.

    Returns
    -------
    Language
    """
    from levelhip.store.database import store_exists

    if code is None and store_exists():
        with daily.diary() as diary:
            code = diary.chosen(LANGUAGE)
    return language(code or SOURCE_LANGUAGE)


def language_at_rest() -> Language:
    """The words of the kept language, read without opening, making or updating the store."""
    from levelhip.store.database import store_url
    from levelhip.store.faults import StoreFault
    from levelhip.store.inspection import look

    try:
        return language(look(store_url()).language or SOURCE_LANGUAGE)
    except (StoreFault, LevelhipError):
        return language(SOURCE_LANGUAGE)


def keep_language(diary: Diary, code: str) -> None:
    """Keep the language for all that is said from now on.

    Parameters
    ----------
    diary : Diary
        Begun already.
    code : str
        As in `protocols.language`.
    """
    diary.choose(LANGUAGE, language(code).code)
