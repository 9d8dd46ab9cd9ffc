"""The language of a request."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header
from starlette.requests import HTTPConnection

from levelhip.protocols.language import SOURCE_LANGUAGE, Language, language, languages


def asked(accept_language: Annotated[str | None, Header()] = None) -> Language:
    """The first language asked for that there is; English when there is none.

    Parameters
    ----------
    accept_language : str or None
        As a browser sends it: "de-AT,de;q=0.9,en;q=0.8".

    Returns
    -------
    Language
    """
    for part in (accept_language or "").split(","):
        code = part.split(";")[0].strip().replace("_", "-").split("-")[0].lower()
        if code in languages():
            return language(code)
    return language(SOURCE_LANGUAGE)


def spoken_over(socket: HTTPConnection) -> Language:
    """The language in which a page is told why its socket is closed.

    Parameters
    ----------
    socket : HTTPConnection
        Its address ends in ?lang=de: a page cannot choose what a browser sends with a socket.

    Returns
    -------
    Language
    """
    return asked(socket.query_params.get("lang") or socket.headers.get("accept-language"))


Words = Annotated[Language, Depends(asked)]
"""A route's parameter: the words of the language in which the page asks."""
