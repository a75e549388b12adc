"""What the page's components fetch: videos, single pictures, and stretches of curves."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import FileResponse, Response

from posecoach.errors import SourceError
from posecoach.tuning.page.curves import thinned
from posecoach.tuning.page.shelf import Shelf

__all__ = ["media_routes"]

_KINDS = {".webm": "video/webm", ".mkv": "video/x-matroska", ".ogv": "video/ogg", ".avi": "video/x-msvideo"}
_USUAL_KIND = "video/mp4"
"""Browsers that refuse video/quicktime by its name play most of what phones store as .mov."""
_MOST_COLUMNS = 8192


Item = TypeVar("Item")


def media_routes(shelf: Shelf) -> APIRouter:
    """Routes below /media for the recordings on a shelf; anything else is answered with 404."""
    router = APIRouter(prefix="/media/{index}")

    @router.get("/video")
    def video(index: int) -> FileResponse:
        path = _of(shelf.recordings, index).path
        if not shelf.pictures[index].has_video or not path.is_file():
            raise HTTPException(404)
        return FileResponse(path, media_type=_KINDS.get(path.suffix.lower(), _USUAL_KIND))

    def picture(index: int, ms: int, side: int, *, close: bool) -> Response:
        try:
            data = _of(shelf.pictures, index).jpeg(ms, side, close)
        except SourceError as error:
            raise HTTPException(404) from error
        return Response(data, media_type="image/jpeg", headers={"cache-control": "private, max-age=3600"})

    @router.get("/frame")
    def frame(index: int, ms: int = Query(ge=0), side: int = Query(ge=16, le=1280)) -> Response:
        return picture(index, ms, side, close=False)

    @router.get("/body")
    def body(index: int, ms: int = Query(ge=0), side: int = Query(ge=16, le=1280)) -> Response:
        return picture(index, ms, side, close=True)

    @router.get("/curve/{curve}/{series}")
    def stretch(
        index: int, curve: int, series: int, start: float, end: float, columns: int = Query(ge=1, le=_MOST_COLUMNS)
    ) -> Response:
        if not (np.isfinite(start) and np.isfinite(end) and start < end):
            raise HTTPException(422)
        _of(shelf.recordings, index)
        one = _of(shelf.curves(index), curve)
        values = _of(list(one.values.values()), series)
        data = thinned(one.time_s, values, (start, end), columns)
        return Response(data.tobytes(), media_type="application/octet-stream")

    return router


def _of(items: Sequence[Item], index: int) -> Item:
    if not 0 <= index < len(items):
        raise HTTPException(404)
    return items[index]
