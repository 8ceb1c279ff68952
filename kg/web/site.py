"""The frame of every page: settings, templates, links from IRIs to pages, the headers that all pages have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg import __version__
from kg.rdf.namespaces import KG
from kg.storage import Store
from kg.web.assets import TEMPLATES, Assets
from kg.web.words import FILTERS

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSettings:
    """What one installation sets. `index_folder` is where the text index is kept; None: one in memory for each store.

    `base_iri` is only needed where pages must know it without a store; the store's own goes first.
    """

    title: str = "Conflict knowledge graph"
    description: str = "What articles say of a conflict: incidents, actors, places and attributed claims, each statement with its words."
    endpoint: str = "/sparql"
    base_iri: str | None = None
    index_folder: Path | None = None
    footer: str = ""


Handler = Callable[[Request], Response]


@dataclass(frozen=True, slots=True)
class Page:
    """A page's address (Starlette's path syntax) and its handler. `kept` ones depend on the address and the graph alone."""

    path: str
    handler: Handler
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Site:
    """One set of pages over whatever store is current."""

    current: Callable[[], Store]
    settings: SiteSettings
    assets: Assets


@dataclass(frozen=True, slots=True)
class DataLink:
    """An entry of a page's data menu: the same content in another form."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class NavItem:
    """An entry of the navigation; `key` is the letter that goes there after `g`."""

    label: str
    href: str
    key: str


NAVIGATION = (
    NavItem("Search", "/search", "s"),
    NavItem("Incidents", "/incidents", "i"),
    NavItem("Map", "/map", "m"),
    NavItem("Timeline", "/timeline", "t"),
    NavItem("Network", "/network", "n"),
    NavItem("Claims", "/claims", "c"),
    NavItem("Actors", "/actors", "a"),
    NavItem("Places", "/places", "p"),
    NavItem("Operations", "/operations", "o"),
    NavItem("Articles", "/articles", "r"),
    NavItem("Queries", "/q", "q"),
    NavItem("SPARQL", "/editor", "e"),
    NavItem("Schema", "/schema", "h"),
    NavItem("About", "/about", "b"),
)


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    site: Site = request.state.site
    return site


def store_of(request: Request) -> Store:
    """The store that answers this request: one generation from its first line to its last."""
    store: Store = request.state.store
    return store


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    data: tuple[DataLink, ...] = (),
    sparql: str = "",
    **context: object,
) -> HTMLResponse:
    """Render a template (`base.html` or one that extends it) with what the frame needs.

    `data` fills the data menu, `sparql` is the query that gives the same content.
    """
    site, store = site_of(request), store_of(request)
    html = (
        environment()
        .get_template(template)
        .render(
            request=request,
            site=site.settings,
            navigation=NAVIGATION,
            here=request.url.path,
            asset=site.assets.url,
            href=lambda iri: iri_href(str(iri), store.names.base),
            store=store,
            version=__version__,
            data=data,
            sparql=sparql,
            **context,
        )
    )
    return HTMLResponse(html, status_code=status, headers=page_headers())


def page_headers() -> dict[str, str]:
    """The headers of a page: nothing from elsewhere, nothing inline, no address told to other sites."""
    policy = (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
    return {
        "Content-Security-Policy": "; ".join(policy),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Vary": "Accept",
    }


def iri_href(iri: str, base: str) -> str:
    """Where a page's link to a thing leads: its own page here, a term's place in the schema, else the IRI itself."""
    if iri.startswith(base):
        return "/" + iri.removeprefix(base)
    if iri.startswith(KG.namespace):
        return "/schema/" + iri.removeprefix(KG.namespace)
    return "/resource?" + urlencode({"iri": iri})


def etag_of(site: Site, store: Store) -> str:
    """A tag that changes with the graph and with the pages; empty for a store that is on no disk."""
    return f'W/"{store.meta.build.digest[:16]}-{store.meta.generation}-{site.assets.digest}"' if store.meta else ""


@cache
def environment() -> Environment:
    """The templates, escaping everything; what is undefined is an error."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    filters: Mapping[str, Callable[..., object]] = FILTERS
    made.filters.update(filters)
    return made
