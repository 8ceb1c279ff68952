"""Every page with its address, behind one guard that turns our errors into pages."""

from __future__ import annotations

from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.errors import KgError, NotFoundError, QueryParameterError, UnknownQueryError
from kg.storage import Store
from kg.web.assets import read_assets, serve_asset
from kg.web.filters import FilterError
from kg.web.pages import (
    about,
    articles,
    claims,
    compare,
    editor,
    entities,
    events,
    home,
    incidents,
    maps,
    network,
    queries,
    schema,
    search,
    things,
    timeline,
)
from kg.web.site import Handler, Page, Site, SiteSettings, etag_of, page, page_headers
from kg.web.views.articles import article_table
from kg.web.views.entities import entity_table
from kg.web.views.events import event_table
from kg.web.views.schema import class_tree
from kg.web.views.searching import index_of

# In this order; the page of any IRI stands last, for it takes every address that is left.
_MODULES: tuple[tuple[Page, ...], ...] = (
    home.PAGES,
    search.PAGES,
    incidents.PAGES,
    maps.PAGES,
    timeline.PAGES,
    network.PAGES,
    compare.PAGES,
    claims.PAGES,
    entities.PAGES,
    articles.PAGES,
    events.PAGES,
    queries.PAGES,
    editor.PAGES,
    schema.PAGES,
    about.PAGES,
    things.PAGES,
    things.LAST,
)


def routes(current: Callable[[], Store], settings: SiteSettings) -> list[BaseRoute]:
    """The pages over whatever store `current` gives; it is asked once for each request.

    A store that it gave must stay open until the request is answered.
    """
    site = Site(current, settings, read_assets())
    found: list[BaseRoute] = [Route("/static/{path:path}", serve_asset)]
    found += [Route(one.path, _guarded(site, one)) for module in _MODULES for one in module]
    return found


def warm(store: Store, settings: SiteSettings) -> None:
    """Make what lists and searches of a generation are read from, before anybody asks; otherwise the first one waits."""
    for table in (event_table, entity_table, article_table, claims.claim_table):
        table(store)
    index_of(store, settings)
    class_tree(store)


def _guarded(site: Site, one: Page) -> Handler:
    def endpoint(request: Request) -> Response:
        store = site.current()
        request.state.site, request.state.store = site, store
        tag = etag_of(site, store) if one.kept else ""
        if tag and tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={**page_headers(), "ETag": tag, "Cache-Control": "no-cache"})
        response = _answer(request, one.handler)
        if tag and response.status_code == 200:
            response.headers.setdefault("ETag", tag)
        response.headers.setdefault("Cache-Control", "no-cache" if one.kept else "no-store")
        return response

    return endpoint


def _answer(request: Request, handler: Handler) -> Response:
    try:
        return handler(request)
    except HTTPException as error:
        return trouble(request, error.status_code, error.detail)
    except (NotFoundError, UnknownQueryError) as error:
        return trouble(request, 404, str(error))
    except (FilterError, QueryParameterError) as error:
        return trouble(request, 400, str(error))
    except KgError as error:
        return trouble(request, 500, str(error))


_TITLES = {400: "This address says something odd", 404: "Nothing here", 500: "This did not work"}


def trouble(request: Request, status: int, message: str) -> Response:
    """A page that says what is wrong and where to go."""
    return page(
        request, "trouble.html", status=status, heading=_TITLES.get(status, "This did not work"), message=message
    )
