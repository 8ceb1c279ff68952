"""Which form an answer takes: names, media types, and the choice by `Accept`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import QueryResultsFormat, RdfFormat

from kg.errors import KgError


class NotAcceptableError(KgError):
    """Nothing that the client takes can be given; the message lists what can."""


@dataclass(frozen=True, slots=True, eq=False)  # each is one of a kind, and hashed for every request
class Form:
    """A form of an answer. `name` is also the suffix of addresses; `oxigraph` writes it, where it does."""

    name: str
    media_type: str
    others: tuple[str, ...] = ()
    results: QueryResultsFormat | None = None
    graph: RdfFormat | None = None

    @property
    def content_type(self) -> str:
        """The value of the header."""
        textual = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if textual else self.media_type


JSON = Form(
    "json", "application/sparql-results+json", ("application/json", "text/json"), results=QueryResultsFormat.JSON
)
XML = Form("xml", "application/sparql-results+xml", ("application/xml", "text/xml"), results=QueryResultsFormat.XML)
CSV = Form("csv", "text/csv", ("text/*",), results=QueryResultsFormat.CSV)
TSV = Form("tsv", "text/tab-separated-values", ("text/tsv",), results=QueryResultsFormat.TSV)
TURTLE = Form("ttl", "text/turtle", ("application/x-turtle", "text/*", "text/n3"), graph=RdfFormat.TURTLE)
NTRIPLES = Form("nt", "application/n-triples", ("text/plain",), graph=RdfFormat.N_TRIPLES)
TRIG = Form("trig", "application/trig", ("application/x-trig",), graph=RdfFormat.TRIG)
NQUADS = Form("nq", "application/n-quads", ("text/x-nquads",), graph=RdfFormat.N_QUADS)
JSONLD = Form("jsonld", "application/ld+json", ("application/json",), graph=RdfFormat.JSON_LD)
RDFXML = Form("rdf", "application/rdf+xml", ("application/xml", "text/xml"), graph=RdfFormat.RDF_XML)
GEOJSON = Form("geojson", "application/geo+json", ("application/vnd.geo+json",))
HTML = Form("html", "text/html", ("application/xhtml+xml",))

RESULTS = (JSON, XML, CSV, TSV)
GRAPHS = (TURTLE, NTRIPLES, TRIG, NQUADS, JSONLD, RDFXML)
TABLES = (JSON, CSV, TSV, XML, GEOJSON, TURTLE)
"""What a canned query gives."""

FORMS = {
    form.name: form for form in (JSON, XML, CSV, TSV, TURTLE, NTRIPLES, TRIG, NQUADS, JSONLD, RDFXML, GEOJSON, HTML)
}
_OTHER_NAMES = {
    "turtle": "ttl", "n3": "ttl", "ntriples": "nt", "n-triples": "nt", "nquads": "nq", "n-quads": "nq", "json-ld": "jsonld",
    "rdfxml": "rdf", "rdf+xml": "rdf", "sparql-results+json": "json",
}  # fmt: skip


def form_named(name: str) -> Form | None:
    """The form of this name or media type, as `format=` takes it."""
    wanted = name.strip().lower()
    found = FORMS.get(_OTHER_NAMES.get(wanted, wanted))
    return found or next((f for f in FORMS.values() if f.media_type == wanted), None)


def form_of_media_type(media_type: str, forms: Sequence[Form]) -> Form | None:
    """The form of a request's body; parameters of the media type do not count."""
    bare = media_type.split(";", 1)[0].strip().lower()
    return next((f for f in forms if bare == f.media_type or bare in f.others), None)


@lru_cache(maxsize=512)
def choose(accept: str, forms: tuple[Form, ...]) -> Form | None:
    """The form that `Accept` likes best; among equals what it names first, then the first of `forms`.

    None where it takes none of them.
    """
    if not accept.strip():
        return forms[0]
    wishes = _wishes(accept)
    best: Form | None = None
    most = (0.0, 0)
    for form in forms:
        liked = _liking(form, wishes)
        if liked[0] > 0 and (best is None or liked > most):
            best, most = form, liked
    return best


def prefers_html(accept: str, forms: tuple[Form, ...]) -> bool:
    """Whether a page is liked better than any of `forms`, as browsers do; `*/*` alone is no wish for a page."""
    if "text/html" not in accept and "application/xhtml+xml" not in accept:
        return False
    chosen = choose(accept, (HTML, *forms))
    return chosen is HTML


@lru_cache(maxsize=512)
def _wishes(accept: str) -> tuple[tuple[str, float], ...]:
    wishes = []
    for part in accept.split(",")[:64]:
        media_type, *parameters = part.split(";")
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                quality = _number(value.strip())
        wishes.append((media_type.strip().lower(), quality))
    return tuple(wishes)


def _number(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0


def _liking(form: Form, wishes: Sequence[tuple[str, float]]) -> tuple[float, int]:
    """How much a form is liked, and how early it is named (as a negative place).

    The most specific wish decides; a type's other names count a little less, so that the exact one wins.
    """
    group = form.media_type.split("/", 1)[0] + "/*"
    best, found = -1, (0.0, 0)
    for place, (media_type, quality) in enumerate(wishes):
        if media_type == form.media_type:
            specific, worth = 3, quality
        elif media_type in form.others and media_type != "text/*":
            specific, worth = 2, quality * 0.999
        elif media_type == group:
            specific, worth = 1, quality * 0.998
        elif media_type == "*/*":
            specific, worth = 0, quality * 0.997
        else:
            continue
        if specific > best:
            best, found = specific, (worth, -place)
    return found
