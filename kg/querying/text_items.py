"""What the text index holds: actors, places, events, articles and claims, with their names and texts."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pyoxigraph import Literal, NamedNode

from kg.domain.extraction import EntityType, EventType
from kg.querying.names import fold
from kg.rdf.namespaces import KG, RDF, RDFS, SCHEMA, SKOS, kg
from kg.storage import Store

NAMES_APART = "\n"
_INNER_SIGNS = re.compile(r"(?<=\w)['’‘ʼʿʾ`´-](?=\w)")
"""Signs within a name that people leave out: Mu'adamiyat is sought as muadamiyat."""

_MENTIONED = "SELECT ?thing (COUNT(*) AS ?times) WHERE { ?m kg:mentionOf ?thing } GROUP BY ?thing"
_REPORTED = "SELECT ?thing (COUNT(*) AS ?times) WHERE { ?r kg:reportOf ?thing } GROUP BY ?thing"


class Kind(StrEnum):
    """What can be sought."""

    ACTOR = "actor"
    PLACE = "place"
    INCIDENT = "incident"
    OPERATION = "operation"
    ARTICLE = "article"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A thing with what it is found by. `weight` is how often it is mentioned or reported."""

    iri: str
    kind: Kind
    label: str
    names: tuple[str, ...] = ()
    body: str = ""
    weight: int = 0

    @property
    def has_name(self) -> bool:
        """Whether it is called something; a claim is only its words."""
        return bool(self.names)

    def searched_names(self) -> str:
        """All names, folded, one a line; those with signs inside a second time without them."""
        folded = [fold(name) for name in self.names]
        bare = [_INNER_SIGNS.sub("", name) for name in folded]
        return NAMES_APART.join(dict.fromkeys([*folded, *bare]))


_KIND_OF: dict[NamedNode, Kind] = {
    **{kg(member.value): Kind.PLACE if member.is_place else Kind.ACTOR for member in EntityType},
    **{kg(member.value): Kind.INCIDENT for member in EventType},
    kg(EventType.OPERATION.value): Kind.OPERATION,
}


def read_items(store: Store) -> Iterator[Item]:
    """Everything that can be sought, sorted by kind and IRI.

    Raises:
        StoreError: the store cannot be read.
    """
    yield from _named_things(store)
    yield from _articles(store)
    yield from _claims(store)


def _named_things(store: Store) -> Iterator[Item]:
    kinds: dict[NamedNode, Kind] = {}
    for cls, kind in _KIND_OF.items():
        for quad in store.matching(predicate=RDF.type, value=cls):
            if isinstance(quad.subject, NamedNode) and kinds.get(quad.subject) is not Kind.OPERATION:
                kinds[quad.subject] = kind
    labels, others = _texts(store, RDFS.label), _texts(store, SKOS.altLabel)
    weights = _weights(store)
    for thing in sorted(kinds, key=lambda t: (kinds[t].value, t.value)):
        names = labels.get(thing, [])
        if names:
            every = tuple(dict.fromkeys([*names, *others.get(thing, ())]))
            yield Item(iri=thing.value, kind=kinds[thing], label=names[0], names=every, weight=weights[thing])


def _articles(store: Store) -> Iterator[Item]:
    headlines, bodies = _texts(store, SCHEMA.headline), _texts(store, SCHEMA.articleBody)
    found = {q.subject for q in store.matching(predicate=RDF.type, value=KG.Article)}
    for article in sorted((a for a in found if isinstance(a, NamedNode)), key=lambda a: a.value):
        headline = headlines.get(article, [""])[0]
        body = bodies.get(article, [""])[0]
        label = headline or body[:80] or article.value
        yield Item(iri=article.value, kind=Kind.ARTICLE, label=label, names=(label,), body=body)


def _claims(store: Store) -> Iterator[Item]:
    contents = _texts(store, KG.content)
    for claim in sorted(contents, key=lambda c: c.value):
        text = contents[claim][0]
        yield Item(iri=claim.value, kind=Kind.CLAIM, label=text, body=text)


def _texts(store: Store, predicate: NamedNode) -> dict[NamedNode, list[str]]:
    found: defaultdict[NamedNode, set[str]] = defaultdict(set)
    for quad in store.matching(predicate=predicate):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            found[quad.subject].add(quad.object.value)
    return {thing: sorted(texts) for thing, texts in found.items()}


def _weights(store: Store) -> Counter[NamedNode]:
    counts: Counter[NamedNode] = Counter()
    for query in (_MENTIONED, _REPORTED):
        for thing, times in store.select(query):
            if isinstance(thing, NamedNode) and isinstance(times, Literal):
                counts[thing] += int(times.value)
    return counts
