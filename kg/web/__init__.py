"""The pages: what a person reads of the graph. Server-rendered, read only; they work without scripts.

    routes()        every page as a Starlette route; the server mounts them after its own data routes
    SiteSettings    what one installation sets: title, endpoint, base IRI, folder of the text index
    page()          renders a template with the frame's context and the headers every page has
    warm()          makes what a generation's pages are read from, before the first reader asks
    parse_filters() the filter grammar of addresses, the same on list, map and timeline

`pages/` holds the handlers, `views/` the values that templates print, `templates/` and `static/` the rest.
"""

from kg.web.filters import FilterError, Filters, parse_filters
from kg.web.routing import routes, warm
from kg.web.site import Page, SiteSettings, page, site_of, store_of
from kg.web.views.incidents import IncidentRow, incident_rows

__all__ = [
    "FilterError",
    "Filters",
    "IncidentRow",
    "Page",
    "SiteSettings",
    "incident_rows",
    "page",
    "parse_filters",
    "routes",
    "site_of",
    "store_of",
    "warm",
]
