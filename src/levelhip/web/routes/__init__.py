"""The ways in, one module for each part of the use cases."""

from levelhip.web.routes import (
    about,
    body,
    done,
    first,
    learning,
    phones,
    pose,
    progress,
    protocols,
    recordings,
    results,
    safety,
    sessions,
    settings,
    sharing,
    telling,
    today,
)

ROUTERS = tuple(
    part.router
    for part in (
        about,
        safety,
        first,
        body,
        telling,
        today,
        done,
        learning,
        protocols,
        sessions,
        pose,
        phones,
        recordings,
        results,
        progress,
        sharing,
        settings,
    )
)
"""In the order of the API's description."""

PAIRING = phones.pairing
"""The page by which a phone is let in; it is no part of the API."""
