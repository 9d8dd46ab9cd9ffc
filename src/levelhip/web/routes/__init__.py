"""The ways in, one module for each part of the use cases."""

from levelhip.web.routes import (
    about,
    body,
    done,
    first,
    learning,
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
        recordings,
        results,
        progress,
        sharing,
        settings,
    )
)
"""In the order of the API's description."""
