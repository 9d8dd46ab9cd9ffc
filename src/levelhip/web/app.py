"""The application: routes, errors in words, and the built page."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

from fastapi import Depends, FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from fastapi.routing import APIRoute
from starlette.middleware.gzip import GZipMiddleware

from levelhip import __version__
from levelhip.core import LevelhipError, Sentence
from levelhip.service.daily import Locked
from levelhip.store import StoreFault
from levelhip.store.faults import NobodyKnown
from levelhip.web import routes
from levelhip.web.guard import Guard, NotThere, TooMuch
from levelhip.web.lan import Lan
from levelhip.web.live import LiveSessions
from levelhip.web.uploads import Uploads
from levelhip.web.words import asked
from levelhip.web.writing import written

STATIC = Path(__file__).parent / "static"
FOREVER = "public, max-age=31536000, immutable"
"""For files with their content's hash in the name."""

MANIFEST = "application/manifest+json"

UNKNOWN = Sentence("Nothing is known of you yet, or all of it was deleted.")
"""To a page, which has its own way to begin; the terminal's is another."""

NOT_BUILT = "The page is not built; run: make setup"


def made_app(
    hosts: Iterable[str],
    *,
    static: Path = STATIC,
    steady: Callable[[], float] = time.monotonic,
    lan: Lan | None = None,
) -> FastAPI:
    """The whole application.

    Parameters
    ----------
    hosts : iterable of str
        Names and ports by which it may be asked, as "127.0.0.1:8177".
    static : Path
        Folder of the built page.
    steady : callable
        The clock of sessions, s; it never goes back.
    lan : Lan, optional
        The way in for phones, when it was asked for.

    Returns
    -------
    FastAPI
    """
    app = FastAPI(
        title="levelhip",
        version=__version__,
        summary="Tests, practice and honest measurement for the muscle that keeps the pelvis level",
        openapi_url="/api/openapi.json",
        # Their pages load scripts from other machines.
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=_operation,
        lifespan=_running,
    )
    app.state.live = LiveSessions(steady)
    app.state.uploads = Uploads()
    app.state.lan = lan
    app.add_exception_handler(LevelhipError, _fault)
    in_writing = [Depends(written)]
    for router in routes.ROUTERS:
        app.include_router(router, prefix="/api", dependencies=in_writing)
    app.include_router(routes.PAIRING, dependencies=in_writing)
    app.state.static = static
    _add_page(app, static)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(Guard, hosts=tuple(hosts))
    return app


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    """What goes on beside requests: the live sessions."""
    lan: Lan | None = app.state.lan
    async with app.state.live.running(), lan.running(app) if lan else nullcontext():
        yield
    app.state.uploads.close()


def _operation(route: APIRoute) -> str:
    """An operation is named after its function; the page's types use these names."""
    return route.name


async def _fault(request: Request, fault: Exception) -> Response:
    statuses = (
        (Locked, 423),
        (NobodyKnown, 409),
        (StoreFault, 503),
        (TooMuch, 413),
        (NotThere, 404),
    )
    status = next((code for kind, code in statuses if isinstance(fault, kind)), 400)
    assert isinstance(fault, LevelhipError)  # noqa: S101 -- only those come here
    said = fault.said
    if isinstance(fault, Locked):
        # What follows tells the way out by commands; the page has its own.
        said = fault.sentences[0]
    elif isinstance(fault, NobodyKnown):
        said = UNKNOWN
    words = asked(request.headers.get("accept-language"))
    return JSONResponse({"error": said.filled(words.text)}, status)


def _add_page(app: FastAPI, static: Path) -> None:
    """The built files; every other path is the page itself, which knows its own ways."""

    @app.get("/{path:path}", include_in_schema=False)
    async def page(path: str) -> Response:
        if path.startswith("api/"):
            return JSONResponse({"error": f"/{path}: there is no such thing"}, 404)
        found = (static / path).resolve()
        if path and found.is_file() and found.is_relative_to(static.resolve()):
            kept = FOREVER if path.startswith("assets/") else "no-cache"
            kind = MANIFEST if found.suffix == ".webmanifest" else None
            return FileResponse(found, media_type=kind, headers={"cache-control": kept})
        if "." in path.rsplit("/", 1)[-1]:
            return PlainTextResponse(f"/{path}: not here", 404)
        index = static / "index.html"
        if not index.is_file():
            return PlainTextResponse(NOT_BUILT, 503)
        return FileResponse(index, headers={"cache-control": "no-cache"})
