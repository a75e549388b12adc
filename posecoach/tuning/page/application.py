"""The web application: the page, and what its components fetch."""

from fastapi import FastAPI
from nicegui import ui

from posecoach.tuning.page.media import media_routes
from posecoach.tuning.page.page_state import PageState
from posecoach.tuning.page.payload import shown_name
from posecoach.tuning.page.shelf import Shelf
from posecoach.tuning.page.view import PageView

__all__ = ["application"]

_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0072b2"/>'
    '<path d="M5 22 13 12l6 6 8-10" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>'
)


def application(state: PageState, shelf: Shelf) -> FastAPI:
    """The application, which must stand behind a `Guard`. NiceGUI allows one in a process."""
    app = FastAPI(openapi_url=None)
    app.include_router(media_routes(shelf))

    def root() -> None:
        PageView(state, shelf, ui.context.client)

    exercise = state.job.tuned.exercise.name if state.job.tuned else shown_name(state.job.recordings[0])
    ui.page("/")(root)
    ui.run_with(app, title=f"{exercise} - posecoach", favicon=_ICON, dark=None, tailwind=False)
    return app
