"""The start page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.web.site import Page, page


def home(request: Request) -> Response:
    """What the graph holds, and where to begin."""
    return page(request, "home.html")


PAGES = (Page("/", home),)
