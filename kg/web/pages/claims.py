"""The list of claims: who says what, about what, contradicted or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from kg.querying.names import fold
from kg.querying.walking import Walker
from kg.rdf.namespaces import KG
from kg.storage import Store
from kg.web.cache import once
from kg.web.exports import csv_response
from kg.web.filters import FilterError
from kg.web.lists import Asked, asked_of
from kg.web.site import DataLink, Page, page, store_of
from kg.web.sparql import shown
from kg.web.views.articles import article_table, values_of
from kg.web.views.claims import claim_line
from kg.web.views.events import label_of
from kg.web.views.paging import pages_of

PER_PAGE = 40
_KEYS = {"text", "claimant", "stance", "contradicted"}
_STANCES = ("asserts", "denies", "unconfirmed", "intends")


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as far as the list filters by it."""

    iri: str
    claimant: str
    stance: str
    content: str
    article: str
    contradicted: bool


def claim_table(store: Store) -> Mapping[str, Claim]:
    """Every claim by IRI, those of the newest articles first."""
    return once(store, "claims", lambda: _read(store))


def _read(store: Store) -> dict[str, Claim]:
    def first(predicate: NamedNode) -> dict[str, str]:
        return values_of(store, predicate)

    stances, contents, inside, against = first(KG.stance), first(KG.content), first(KG.inArticle), first(KG.contradicts)
    found = [
        Claim(iri, claimant, stances.get(iri, ""), contents.get(iri, ""), inside.get(iri, ""), iri in against)
        for iri, claimant in first(KG.claimant).items()
    ]
    order = {iri: number for number, iri in enumerate(article_table(store))}
    found.sort(key=lambda c: (order.get(c.article, len(order)), _start(c.iri), c.iri))
    return {claim.iri: claim for claim in found}


def _start(iri: str) -> int:
    tail = iri.rsplit("-", 1)[-1]
    return int(tail) if tail.isdigit() else 0


def _asked(request: Request) -> Asked:
    asked = asked_of(request, keys=_KEYS, sorts=("",))
    if asked.get("stance") and asked.get("stance") not in _STANCES:
        raise FilterError("stance", f"{asked.get('stance')!r} is not one of {', '.join(_STANCES)}.")
    if asked.get("contradicted") not in {"", "yes"}:
        raise FilterError("contradicted", "takes only yes.")
    return asked


def _found(store: Store, asked: Asked) -> list[Claim]:
    words, claimant = fold(asked.text).split(), asked.get("claimant")
    if claimant and "/" not in claimant:
        claimant = f"{store.names.base}actor/{claimant}"
    return [
        c
        for c in claim_table(store).values()
        if (not claimant or c.claimant == claimant)
        and (not asked.get("stance") or c.stance == asked.get("stance"))
        and (not asked.get("contradicted") or c.contradicted)
        and (not words or all(word in fold(c.content) for word in words))
    ]


def claims(request: Request) -> Response:
    """Claims that fit, those of the newest articles first."""
    store, asked = store_of(request), _asked(request)
    found = _found(store, asked)
    first = PER_PAGE * (asked.page - 1)
    walker = Walker(store)
    speakers = Counter(c.claimant for c in claim_table(store).values()).most_common(40)
    return page(
        request,
        "claims.html",
        asked=asked,
        stances=_STANCES,
        total=len(found),
        any=bool(claim_table(store)),
        contradicted=sum(1 for c in found if c.contradicted),
        lines=[claim_line(walker, NamedNode(c.iri)) for c in found[first : first + PER_PAGE]],
        speakers=[(iri.rsplit("/", 1)[-1], label_of(store, iri), n) for iri, n in speakers],
        pages=pages_of(len(found), PER_PAGE, asked.page, asked.address("/claims")),
        data=(DataLink("CSV", f"/claims.csv?{urlencode(asked.pairs)}"),),
        sparql=shown(_LIST, store.names),
    )


_LIST = """SELECT ?claim ?claimant ?stance ?content ?article WHERE {
  ?claim a kg:Claim ; kg:claimant ?claimant ; kg:stance ?stance ; kg:content ?content ; kg:inArticle ?article .
} ORDER BY ?article ?claim"""


def claims_csv(request: Request) -> Response:
    """The same list as CSV."""
    store, asked = store_of(request), _asked(request)
    columns = ("claim", "claimant", "claimant_label", "stance", "content", "article", "contradicted")
    rows = (
        (
            c.iri,
            c.claimant,
            label_of(store, c.claimant),
            c.stance,
            c.content,
            c.article,
            "yes" if c.contradicted else "",
        )
        for c in _found(store, asked)
    )
    return csv_response("claims", columns, rows)


PAGES = (Page("/claims", claims), Page("/claims.csv", claims_csv))
