"""What the page's camera needs of this machine: the pose model, and where to stand."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Header, Query
from fastapi.responses import FileResponse, Response
from starlette.concurrency import run_in_threadpool

from levelhip.service.placement import PlacementTold, placed
from levelhip.service.pose_models import PageModel, pose_file
from levelhip.web.words import Words

router = APIRouter(tags=["camera"])

BINARY = "application/octet-stream"
KEPT = "no-cache"
"""The browser keeps it and asks whether it is still the same."""


@router.get("/pose/{model}", response_class=FileResponse)
def pose_model(model: PageModel, if_none_match: Annotated[str | None, Header()] = None) -> Response:
    """The pose model, which the page opens itself; pictures need not leave it then."""
    file = pose_file(model)
    mark = f'"{file.sha256}"'
    headers = {"etag": mark, "cache-control": KEPT}
    if mark in (each.strip().removeprefix("W/") for each in (if_none_match or "").split(",")):
        return Response(status_code=304, headers=headers)
    # Packing would take longer than it saves: weights do not get smaller.
    headers["content-encoding"] = "identity"
    return FileResponse(file.path, media_type=BINARY, headers=headers)


@router.post("/placement/{protocol_id}")
async def placement(
    protocol_id: str,
    words: Words,
    frames: Annotated[bytes, Body(media_type=BINARY)],
    width: Annotated[int, Query(gt=0)],
    height: Annotated[int, Query(gt=0)],
    *,
    form: str | None = None,
    dots: bool = False,
    brightness: Annotated[float | None, Query(ge=0.0, le=255.0)] = None,
) -> PlacementTold:
    """How the person stands before the camera, from the last seconds of its poses."""
    return await run_in_threadpool(
        placed,
        protocol_id,
        frames,
        words,
        size=(width, height),
        variant=form or None,
        dots=dots,
        brightness=brightness,
    )
