"""The page's server: FastAPI over the use cases; loopback only unless asked otherwise."""

from levelhip.web.app import made_app

__all__ = ["made_app"]
